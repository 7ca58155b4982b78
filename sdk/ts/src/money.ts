// The money rules of personal-token-core, number for number; idl/previews.json holds them to it.
import * as rule from './generated/rules.js';
import { BASIS_POINTS, least, refuse, SCALE_BITS, u128, u64 } from './checked.js';

/** The money side of a token, as its account has it. */
export interface Pool {
  /** Quote units ever owed to one share, times 2^64. */
  readonly acc: bigint;
  /** Remainder of the last division, carried into the next deposit. */
  readonly rem: bigint;
  /** All shares. */
  readonly total: bigint;
  /** Quote units ever deposited. */
  readonly deposited: bigint;
  /** Quote units ever paid out. */
  readonly paid: bigint;
}

/** The money side of a holder, as the position has it. */
export interface Holding {
  /** Shares held. */
  readonly shares: bigint;
  /** The accumulator at the last checkpoint. */
  readonly last: bigint;
  /** Quote units owed and not yet paid, times 2^64. */
  readonly owed: bigint;
}

/** What is owed at an accumulator, times 2^64. */
export function owedAt(holding: Holding, acc: bigint): bigint {
  if (acc === holding.last) return holding.owed;
  return u128(holding.owed + u128(u128(acc - holding.last) * holding.shares));
}

/** Credits an amount to all shares; gives the pool afterwards and what one share gets, times 2^64. */
export function credit(pool: Pool, amount: bigint): { readonly pool: Pool; readonly perShare: bigint } {
  refuse(amount === 0n, rule.ZeroDeposit);
  const deposited = pool.deposited + amount;
  refuse(deposited >= 1n << 64n, rule.DepositLimit);
  const scaled = u128((amount << SCALE_BITS) + pool.rem);
  refuse(pool.total === 0n, rule.NoShares);
  const perShare = scaled / pool.total;
  return { pool: { ...pool, acc: u128(pool.acc + perShare), rem: scaled % pool.total, deposited }, perShare };
}

/** As `credit`, but the owner's own part never leaves his account. */
export function creditNet(
  pool: Pool,
  owner: Holding,
  amount: bigint,
): { readonly perShare: bigint; readonly transferred: bigint; readonly retained: bigint } {
  refuse(owner.shares >= pool.total, rule.NoOutsideShares);
  const credited = credit(pool, amount);
  const retained = u128(credited.perShare * owner.shares) >> SCALE_BITS;
  u128(owedAt(owner, credited.pool.acc) - (retained << SCALE_BITS));
  u64(pool.paid + retained);
  return { perShare: credited.perShare, transferred: u64(amount - retained), retained };
}

/** As `creditNet`, for a gain that comes by itself: with nothing or nobody to share it, the owner keeps it all. */
export function creditRouted(
  pool: Pool,
  owner: Holding,
  gain: bigint,
): { readonly perShare: bigint; readonly transferred: bigint } {
  if (gain === 0n || owner.shares >= pool.total) return { perShare: 0n, transferred: 0n };
  return creditNet(pool, owner, gain);
}

/** Money that one holder alone is owed. */
export function owe(pool: Pool, holder: Holding, amount: bigint): Holding {
  refuse(pool.deposited + amount >= 1n << 64n, rule.DepositLimit);
  const owed = u128(owedAt(holder, pool.acc) + (amount << SCALE_BITS));
  return { shares: holder.shares, last: pool.acc, owed };
}

/** Moves shares between two holders; both keep what they were owed. */
export function moveShares(
  acc: bigint,
  from: Holding,
  to: Holding,
  shares: bigint,
): { readonly from: Holding; readonly to: Holding } {
  refuse(shares > from.shares, rule.InsufficientShares);
  const held = u64(to.shares + shares);
  return {
    from: { shares: from.shares - shares, last: acc, owed: owedAt(from, acc) },
    to: { shares: held, last: acc, owed: owedAt(to, acc) },
  };
}

/** The part of a cost that goes with `moved` of `shares` shares, in quote units; rounds down. */
export function carriedCostBasis(costBasis: bigint, shares: bigint, moved: bigint): bigint {
  refuse(u64(moved) > u64(shares), rule.InsufficientShares);
  return shares === 0n ? 0n : (u64(costBasis) * moved) / shares;
}

/** The gain that a deposit shares: proceeds less cost, in quote units. */
export function depositGain(proceeds: bigint, costBasis: bigint): bigint {
  refuse(u64(proceeds) <= u64(costBasis), rule.ZeroDeposit);
  return proceeds - costBasis;
}

/** How the price of a purchase is divided. */
export interface SaleSplit {
  /** What the buyer pays, in quote units. */
  readonly paid: bigint;
  /** The token owner's fee. */
  readonly ownerFee: bigint;
  /** The network's fee. */
  readonly networkFee: bigint;
  /** What the seller receives. */
  readonly received: bigint;
}

/** Divides what a buyer pays; rates are basis points, each fee rounds up, and there is none if the owner buys. */
export function saleSplit(paid: bigint, ownerRate: number, networkRate: number, ownerBuys: boolean): SaleSplit {
  u64(paid);
  if (ownerBuys) return { paid, ownerFee: 0n, networkFee: 0n, received: paid };
  const ceil = (rate: number) => u64((paid * BigInt(rate) + BASIS_POINTS - 1n) / BASIS_POINTS);
  const ownerFee = least(ceil(ownerRate), paid);
  const networkFee = least(ceil(networkRate), paid - ownerFee);
  return { paid, ownerFee, networkFee, received: paid - ownerFee - networkFee };
}
