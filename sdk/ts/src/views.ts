import type { Address } from '@solana/kit';
import { decodeShareMint, displayNames } from './accounts/shareMint.js';
import type { Fetched } from './accounts/tokenAccount.js';
import { Malformed } from './accounts/fields.js';
import { tokenAddress } from './addresses.js';
import type { Member } from './generated/accounts/member.js';
import type { Network } from './generated/accounts/network.js';
import type { Position } from './generated/accounts/position.js';
import type { Token } from './generated/accounts/token.js';
import { memberKind, networkKind, positionKind, POSITION_OFFSETS, tokenKind } from './kinds.js';
import { lockAt } from './lock.js';
import { claimable, isMarked, lockedUntil, lockOf, movable, replacedBy, type At } from './preview/position.js';
import { CLOCK_SYSVAR } from './programs.js';
import {
  clockTime,
  decodeChecked,
  decodeExisting,
  fetchMany,
  fetchOne,
  findAll,
  MOST_FETCHED,
  type FindRpc,
  type ReadRpc,
} from './read.js';
import { holdAt, isUnrestrained, policyAt, statusOf, type Policy, type Status } from './standing.js';

/** A token as a dApp shows it. */
export interface TokenView {
  readonly mint: Address;
  readonly token: At<Token>;
  readonly network: At<Network>;
  readonly owner: At<Member>;
  /** Safe to show. */
  readonly name: string;
  /** Safe to show. */
  readonly symbol: string;
  readonly ownerStatus: Status;
  /** Who may receive shares now. */
  readonly policy: Policy;
  /** For how many seconds received shares are locked. */
  readonly hold: number;
  /** Unix time until which transfers and sales are paused; null if they are not. */
  readonly pausedUntil: bigint | null;
  /** All shares. */
  readonly total: bigint;
  /** Quote units ever deposited. */
  readonly deposited: bigint;
  /** Quote units in the vault that holders are owed. */
  readonly owed: bigint;
  /** The price of the last round that issued shares, in quote units a share; null if there was none. */
  readonly lastRoundPrice: bigint | null;
  /** Unix time on the cluster. */
  readonly now: bigint;
}

/**
 * A token with its names, rules and sums. Whether it is what it looks like, `isGenuine` tells.
 *
 * @throws Malformed if the mint has no token, or the node's answer is wrong.
 */
export async function fetchTokenView(rpc: ReadRpc, mint: Address): Promise<TokenView> {
  const address = await tokenAddress(mint);
  const [account, mintAccount, clock = null] = await fetchMany(rpc, [address, mint, CLOCK_SYSVAR]);
  if (!account || !mintAccount) throw new Malformed('token', `there is none of the mint ${mint}`);
  const [token, now] = [decodeChecked(tokenKind(), account), clockTime(clock)];
  const network = await fetchOne(rpc, networkKind(), token.network);
  const owner = await fetchOne(rpc, memberKind(), token.owner);
  return {
    mint,
    token: { address, data: token },
    network,
    owner,
    ...displayNames(decodeShareMint(mintAccount)),
    ownerStatus: statusOf(owner.data),
    policy: policyAt(token, now),
    hold: holdAt(token, network.data, now),
    pausedUntil: now < token.pausedUntil ? token.pausedUntil : null,
    total: token.total,
    deposited: token.deposited,
    owed: token.deposited - token.paid,
    lastRoundPrice: token.lastRoundPrice === 0n ? null : token.lastRoundPrice,
    now,
  };
}

/** What a wallet holds of one token. */
export interface PortfolioEntry {
  readonly mint: Address;
  readonly token: At<Token>;
  readonly position: At<Position>;
  /** Safe to show. */
  readonly name: string;
  /** Safe to show. */
  readonly symbol: string;
  readonly quoteMint: Address;
  readonly shares: bigint;
  /** Shares that are locked now. */
  readonly locked: bigint;
  /** Unix time at which they unlock; null if none are locked. */
  readonly unlocksAt: bigint | null;
  /** Shares that are listed for sale. */
  readonly listed: bigint;
  /**
   * Shares that may be sent now; none while the token is paused, or the member held or recovered, or once he has another
   * wallet. The network and the receiver are not asked: a halt, a standing and the routing of gains may still refuse.
   */
  readonly sendable: bigint;
  /** Whole quote units that a claim would pay now. */
  readonly claimable: bigint;
  /** Whether the holder himself has to sign a claim. */
  readonly isMarked: boolean;
  /** The position that everything was moved to, if this wallet was replaced by another. */
  readonly replacedBy: Address | null;
}

/** Positions that are read at once, each with its token and its member, and the clock. */
const AT_ONCE = Math.floor((MOST_FETCHED - 1) / 3);

/** Everything that a wallet holds, over all tokens and networks, the greatest holding first. */
export async function fetchPortfolio(rpc: FindRpc, wallet: Address): Promise<PortfolioEntry[]> {
  const positions = await findAll(rpc, positionKind(), { offset: POSITION_OFFSETS.wallet, bytes: wallet });
  const holdings: PortfolioEntry[] = [];
  // One after the other: public nodes refuse whoever asks much at once.
  for (let start = 0; start < positions.length; start += AT_ONCE) {
    holdings.push(...(await fetchHoldings(rpc, positions.slice(start, start + AT_ONCE))));
  }
  return holdings.sort((one, other) => Number(one.shares < other.shares) - Number(one.shares > other.shares));
}

/** What positions mean: read again with their tokens, so that both are of one slot. Those closed meanwhile are left out. */
async function fetchHoldings(rpc: ReadRpc, positions: readonly At<Position>[]): Promise<PortfolioEntry[]> {
  const addresses = positions.flatMap(({ address, data }) => [address, data.token, data.member]);
  const [clock = null, ...found] = await fetchMany(rpc, [CLOCK_SYSVAR, ...addresses]);
  const now = clockTime(clock);
  const held = positions.flatMap(({ address, data }, index) => {
    const [position, token, member] = found.slice(3 * index);
    if (!position) return [];
    return {
      position: decodeExisting(positionKind(), address, position),
      token: decodeExisting(tokenKind(), data.token, token),
      member: decodeExisting(memberKind(), data.member, member),
    };
  });
  const mints = await fetchMany(
    rpc,
    held.map(({ token }) => token.data.mint),
  );
  return held.map((accounts, index) => entry(accounts, mints[index] ?? null, now));
}

interface Held {
  readonly position: At<Position>;
  readonly token: At<Token>;
  readonly member: At<Member>;
}

function entry({ position, token, member }: Held, mint: Fetched | null, now: bigint): PortfolioEntry {
  const { data } = position;
  if (mint === null) throw new Malformed('share mint', `there is none at ${token.data.mint}`);
  const isPresent = data.wallet === member.data.wallet;
  const maySend = isPresent && isUnrestrained(member.data, now) && now >= token.data.pausedUntil;
  return {
    mint: token.data.mint,
    token,
    position,
    ...displayNames(decodeShareMint(mint)),
    quoteMint: token.data.quoteMint,
    shares: data.shares,
    locked: lockAt(lockOf(data), now).shares,
    unlocksAt: lockedUntil(data, now),
    listed: data.listed,
    sendable: maySend ? movable(data, now) : 0n,
    claimable: claimable(token.data, data),
    isMarked: isMarked(data, now),
    replacedBy: replacedBy(data),
  };
}
