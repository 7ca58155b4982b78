import type { Address } from '@solana/kit';
import { decodeShareMint, displayNames } from './accounts/shareMint.js';
import { Malformed } from './accounts/fields.js';
import { tokenAddress } from './addresses.js';
import type { Member } from './generated/accounts/member.js';
import type { Network } from './generated/accounts/network.js';
import type { Position } from './generated/accounts/position.js';
import type { Token } from './generated/accounts/token.js';
import { memberKind, networkKind, positionKind, POSITION_OFFSETS, tokenKind } from './kinds.js';
import { lockAt } from './lock.js';
import { claimable, isMarked, isUnrestrained, lockOf, movable, replacedBy, type At } from './preview/position.js';
import { CLOCK_SYSVAR } from './programs.js';
import { clockTime, decodeChecked, fetchMany, fetchOne, findAll, type FindRpc, type ReadRpc } from './read.js';
import { holdAt, policyAt, statusOf, type Policy, type Status } from './standing.js';

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
  /** Shares that may be sent now; none while the member is held or recovered, or once he has another wallet. */
  readonly sendable: bigint;
  /** Whole quote units that a claim would pay now. */
  readonly claimable: bigint;
  /** Whether the holder himself has to sign a claim. */
  readonly isMarked: boolean;
  /** The position that everything was moved to, if this wallet was replaced by another. */
  readonly replacedBy: Address | null;
}

/** Everything that a wallet holds, over all tokens and networks, the greatest holding first. */
export async function fetchPortfolio(rpc: FindRpc, wallet: Address): Promise<PortfolioEntry[]> {
  const positions = await findAll(rpc, positionKind(), { offset: POSITION_OFFSETS.wallet, bytes: wallet });
  const holdings = await Promise.all(positions.map((position) => fetchHolding(rpc, position)));
  return holdings.sort((one, other) => Number(one.shares < other.shares) - Number(one.shares > other.shares));
}

/** What a position means: read again with its token, so that both are of one slot. */
async function fetchHolding(rpc: ReadRpc, { address, data }: At<Position>): Promise<PortfolioEntry> {
  const [account, tokenAccount, memberAccount, clock = null] = await fetchMany(rpc, [
    address,
    data.token,
    data.member,
    CLOCK_SYSVAR,
  ]);
  if (!account || !tokenAccount || !memberAccount) throw new Malformed('position', `it has gone: ${address}`);
  const [position, token] = [decodeChecked(positionKind(), account), decodeChecked(tokenKind(), tokenAccount)];
  const [member, now] = [decodeChecked(memberKind(), memberAccount), clockTime(clock)];
  const [mintAccount] = await fetchMany(rpc, [token.mint]);
  if (!mintAccount) throw new Malformed('share mint', `there is none at ${token.mint}`);
  const lock = lockAt(lockOf(position), now);
  const isPresent = position.wallet === member.wallet;
  return {
    mint: token.mint,
    token: { address: data.token, data: token },
    position: { address, data: position },
    ...displayNames(decodeShareMint(mintAccount)),
    quoteMint: token.quoteMint,
    shares: position.shares,
    locked: lock.shares,
    unlocksAt: lock.shares > 0n ? lock.unlocksAt : null,
    listed: position.listed,
    sendable: isPresent && isUnrestrained(member, now) ? movable(position, now) : 0n,
    claimable: claimable(token, position),
    isMarked: isMarked(position, now),
    replacedBy: replacedBy(position),
  };
}
