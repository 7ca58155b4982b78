import { i64, refuse, u64 } from './checked.js';
import * as rule from './generated/rules.js';

/** How many shares of a position are locked, and until when. */
export interface Lock {
  /** Locked shares. */
  readonly shares: bigint;
  /** Unix time at which all of them unlock. */
  readonly unlocksAt: bigint;
}

const NONE: Lock = { shares: 0n, unlocksAt: 0n };

/** The lock at a moment: an expired one is gone. */
export function lockAt(lock: Lock, now: bigint): Lock {
  return lock.unlocksAt <= now ? NONE : lock;
}

/**
 * The lock after `received` shares that lock for `hold` seconds: all unlock at the share-weighted average time, rounded up.
 */
export function lockReceived(lock: Lock, received: bigint, now: bigint, hold: number): Lock {
  const current = lockAt(lock, now);
  if (u64(received) === 0n || hold === 0) return current;
  const until = i64(now + BigInt(hold));
  // The hold is at least a second, so the new lock never has expired.
  refuse(until < 0n || current.unlocksAt < 0n, rule.MathOverflow);
  if (current.shares === 0n) return { shares: received, unlocksAt: until };
  const shares = u64(current.shares + received);
  const weighted = received * (until - current.unlocksAt);
  // Rounds towards later times, whichever way the average moves.
  const step = weighted >= 0n ? (weighted + shares - 1n) / shares : -(-weighted / shares);
  return { shares, unlocksAt: i64(current.unlocksAt + step) };
}

/** Shares of `held` that the lock leaves free. */
export function freeShares(lock: Lock, held: bigint, now: bigint): bigint {
  const locked = lockAt(lock, now).shares;
  return u64(held) > locked ? held - locked : 0n;
}
