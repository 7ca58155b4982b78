import type { Address } from '@solana/kit';
import { tokenAddress } from './addresses.js';
import { Refusal } from './checked.js';
import { Malformed } from './accounts/fields.js';
import type { Position } from './generated/accounts/position.js';
import type { Token } from './generated/accounts/token.js';
import { positionKind, POSITION_OFFSETS, tokenKind } from './kinds.js';
import { lockAt } from './lock.js';
import { claimable, isMarked, lockedUntil, lockOf, replacedBy, type At } from './preview/position.js';
import { CLOCK_SYSVAR } from './programs.js';
import { clockTime, decodeChecked, fetchMany, findAll, type FindRpc } from './read.js';

/** Who holds a token, as of one moment. */
export interface CapTable {
  readonly token: At<Token>;
  /** Unix time on the cluster, at which locks were looked at. */
  readonly now: bigint;
  /** All shares; the sum over the rows. */
  readonly total: bigint;
  /** One row a position, the largest first, then by address; positions that hold nothing included. */
  readonly rows: readonly CapRow[];
}

/** A position in a cap table. */
export interface CapRow {
  readonly wallet: Address;
  readonly member: Address;
  readonly position: Address;
  readonly shares: bigint;
  /** Part of all shares in basis points, rounded down. */
  readonly basisPointsFloor: number;
  /** Shares that are locked now. */
  readonly locked: bigint;
  /** Unix time at which they unlock; null if none are locked. */
  readonly unlocksAt: bigint | null;
  /** Shares that are listed for sale. */
  readonly listed: bigint;
  /** Whole quote units that a claim would pay now. */
  readonly claimable: bigint;
  /** Unix time until which only the holder himself has it paid; null if anybody may have. */
  readonly markedUntil: bigint | null;
  /** The position that everything was moved to, if the member has left this one. */
  readonly replacedBy: Address | null;
}

/** How often a token is read that changes while it is being read. */
const ATTEMPTS = 4;
/** A slot or so, in milliseconds. */
const PAUSE = 400;

/**
 * Who holds the token of a share mint: shares, locks, and what each would be paid now. The rows always sum up to the total.
 *
 * @throws Malformed if there is no such token, or the node's answer lacks positions.
 */
export async function fetchCapTable(rpc: FindRpc, mint: Address): Promise<CapTable> {
  const { token, now, positions } = await fetchBook(rpc, mint);
  const rows = positions.map((position) => row(position, token.data, now));
  rows.sort((one, other) => Number(one.shares < other.shares) - Number(one.shares > other.shares));
  return { token, now, total: token.data.total, rows };
}

/** A token and all its positions, read so that they belong together. */
export interface Book {
  readonly token: At<Token>;
  /** Unix time on the cluster. */
  readonly now: bigint;
  /** By address. */
  readonly positions: readonly At<Position>[];
}

/** A token of a share mint and all its positions. A node reads them at two slots, so this goes on until they agree. */
export async function fetchBook(rpc: FindRpc, mint: Address): Promise<Book> {
  const address = await tokenAddress(mint);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE));
    const positions = await findAll(rpc, positionKind(), { offset: POSITION_OFFSETS.token, bytes: address });
    // After the positions: an accumulator that lags behind a position's checkpoint would make no sense.
    const [account = null, clock = null] = await fetchMany(rpc, [address, CLOCK_SYSVAR]);
    if (account === null) throw new Malformed('token', `there is none of the mint ${mint}`);
    const token = decodeChecked(tokenKind(), account);
    const held = positions.reduce((sum, { data }) => sum + data.shares, 0n);
    if (held === token.total && positions.every(({ data }) => isInStep(token, data))) {
      return { token: { address, data: token }, now: clockTime(clock), positions };
    }
  }
  throw new Malformed('token', 'its positions do not add up to its shares');
}

/** Behind a load balancer the token may come from a node that lags. */
function isInStep(token: Token, position: Position): boolean {
  try {
    claimable(token, position);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function row({ address, data }: At<Position>, token: Token, now: bigint): CapRow {
  return {
    wallet: data.wallet,
    member: data.member,
    position: address,
    shares: data.shares,
    basisPointsFloor: token.total === 0n ? 0 : Number((data.shares * 10_000n) / token.total),
    locked: lockAt(lockOf(data), now).shares,
    unlocksAt: lockedUntil(data, now),
    listed: data.listed,
    claimable: claimable(token, data),
    markedUntil: isMarked(data, now) ? data.heldUntil : null,
    replacedBy: replacedBy(data),
  };
}
