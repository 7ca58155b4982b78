import { SCALE_BITS, u64 } from '../checked.js';
import type { Position } from '../generated/accounts/position.js';
import type { Token } from '../generated/accounts/token.js';
import { freeShares, lockAt, type Lock } from '../lock.js';
import { credit, owedAt, type Holding } from '../money.js';
import { TOKEN_PROGRAM } from '../programs.js';
import { isNone } from '../standing.js';
import type { TokenAccount } from '../accounts/tokenAccount.js';
import type { Address } from '@solana/kit';

/** A decoded account and where it lies, as Kit's `Account` has both. */
export interface At<T> {
  readonly address: Address;
  readonly data: T;
}

/** Whole quote units that a claim would pay now; the fraction stays owed. The position is one of this token. */
export function claimable(token: Pick<Token, 'acc'>, position: Holding): bigint {
  return owedAt(position, token.acc) >> SCALE_BITS;
}

/** The lock of a position as its account has it; see `lockAt`, as an expired one stays there. */
export function lockOf(position: Pick<Position, 'locked' | 'unlocksAt'>): Lock {
  return { shares: position.locked, unlocksAt: position.unlocksAt };
}

/** Shares that may leave a position now, as far as its lock is concerned. */
export function unlocked(position: Pick<Position, 'shares' | 'locked' | 'unlocksAt'>, now: bigint): bigint {
  return freeShares(lockOf(position), position.shares, now);
}

/** Shares that may leave a position now: neither locked nor listed. Whether anything holds the member is not asked. */
export function movable(position: Pick<Position, 'shares' | 'locked' | 'unlocksAt' | 'listed'>, now: bigint): bigint {
  const free = unlocked(position, now);
  return free > position.listed ? free - position.listed : 0n;
}

/** Unix time until which shares of a position are locked; null if none are. */
export function lockedUntil(position: Pick<Position, 'locked' | 'unlocksAt'>, now: bigint): bigint | null {
  const lock = lockAt(lockOf(position), now);
  return lock.shares > 0n ? lock.unlocksAt : null;
}

/** Whether a position is marked, so that only its holder has it paid. */
export function isMarked(position: Pick<Position, 'heldUntil'>, now: bigint): boolean {
  return now < position.heldUntil;
}

/** The position that everything was moved to, if the member has left this one. */
export function replacedBy(position: Pick<Position, 'successor'>): Address | null {
  return isNone(position.successor) ? null : position.successor;
}

/** How the payout of a position would end. */
export type Payout =
  | 'done'
  | 'notAPosition'
  | 'quoteAccountForeign'
  | 'quoteAccountMissing'
  | 'quoteAccountFrozen'
  | 'held';

/** Whether money sent to a recorded quote account arrives. `account` is what was fetched; null if it is no token account. */
export function payable(account: TokenAccount | null, quoteMint: Address, wallet: Address): Payout {
  if (account === null || account.programAddress !== TOKEN_PROGRAM || account.mint !== quoteMint) {
    return 'quoteAccountMissing';
  }
  if (account.owner !== wallet) return 'quoteAccountForeign';
  return account.isFrozen ? 'quoteAccountFrozen' : 'done';
}

/** How a payout of this position by anybody would end. `account` is the quote account that the position records. */
export function payout(
  token: At<Pick<Token, 'quoteMint'>>,
  position: Pick<Position, 'token' | 'wallet' | 'heldUntil'>,
  account: TokenAccount | null,
  now: bigint,
): Payout {
  if (position.token !== token.address) return 'notAPosition';
  if (isMarked(position, now)) return 'held';
  return payable(account, token.data.quoteMint, position.wallet);
}

/** Whole quote units that `shares` of `total` shares get of a deposit of `gross`, nothing carried over from before. */
export function distributionShare(gross: bigint, total: bigint, shares: bigint): bigint {
  const { pool } = credit({ acc: 0n, rem: 0n, total: u64(total), deposited: 0n, paid: 0n }, u64(gross));
  return claimable(pool, { shares: u64(shares), last: 0n, owed: 0n });
}
