import { least, refuse, Refusal, u64 } from '../checked.js';
import * as rule from '../generated/rules.js';
import type { Listing } from '../generated/accounts/listing.js';
import type { Member } from '../generated/accounts/member.js';
import type { Network } from '../generated/accounts/network.js';
import type { Position } from '../generated/accounts/position.js';
import type { Token } from '../generated/accounts/token.js';
import type { ListingBook } from '../generated/types/listingBook.js';
import { lockAt, lockReceived } from '../lock.js';
import {
  carriedCostBasis,
  credit,
  creditRouted,
  moveShares,
  owe,
  saleSplit,
  type Holding,
  type Pool,
  type SaleSplit,
} from '../money.js';
import {
  checkCharter,
  checkReceipt,
  checkUnrestrained,
  holdAt,
  isNone,
  isUnrestrained,
  policyAt,
} from '../standing.js';
import type { TokenAccount } from '../accounts/tokenAccount.js';
import { lockedUntil, lockOf, payable, replacedBy, type At } from './position.js';
import { positionAfter, receivedBy } from './transfer.js';

/** Who may buy from a listing. */
export type SaleWindow = 'owner' | 'holders' | 'everyone' | 'expired';

/** A buyer's limits: what he agrees to when he signs. */
export interface Order {
  /** At most this many shares. */
  readonly shares: bigint;
  /** At least this many, or nothing. */
  readonly minimumShares: bigint;
  /** At most this price, in quote units a share. */
  readonly maximumPrice: bigint;
}

/** A purchase from a listing. Quote accounts are as fetched from the recorded addresses; null where there is none. */
export interface SaleInputs {
  readonly network: At<Network>;
  readonly token: At<Token>;
  readonly listing: At<Listing>;
  readonly sellerMember: At<Member>;
  readonly sellerPosition: At<Position>;
  readonly buyerMember: At<Member>;
  readonly buyerPosition: At<Position>;
  /** The member whose token it is. */
  readonly ownerMember: At<Member>;
  /** The seller's own token, if he has one; a part of his gain may belong to its shareholders. */
  readonly sellerToken: At<Token> | null;
  /** The seller's position in his own token, if he has one. */
  readonly sellerTokenPosition: At<Position> | null;
  readonly ownerAccount: TokenAccount | null;
  readonly treasuryAccount: TokenAccount | null;
  readonly sellerAccount: TokenAccount | null;
  readonly vaultAccount: TokenAccount | null;
  readonly order: Order;
  /** Unix time of the cluster. */
  readonly now: bigint;
}

/** What a purchase would do. Amounts are quote units, `paid = ownerFee + networkFee + received`. */
export interface SalePreview {
  /** Shares that change hands. */
  readonly shares: bigint;
  /** What the buyer pays. */
  readonly paid: bigint;
  /** The owner's fee; none if he buys. */
  readonly ownerFee: bigint;
  /** Whether the owner's fee goes to all shares, as he cannot be paid. */
  readonly feeCredited: boolean;
  /** The network's fee; none if the treasury cannot be paid. */
  readonly networkFee: bigint;
  /** What the seller receives, his shareholders' part included. */
  readonly received: bigint;
  /** What the shares had cost the seller. */
  readonly costBasis: bigint;
  /** `received` less `costBasis`, never below zero. */
  readonly gain: bigint;
  /** The part of the gain that goes to the shareholders of the seller's own token. */
  readonly routed: bigint;
  /** What one share of the seller's own token is credited, times 2^64. */
  readonly perShare: bigint;
  /** What the seller himself is paid. */
  readonly toSeller: bigint;
  /** Whether that waits in the vault for him, as his account cannot be paid. */
  readonly sellerOwed: boolean;
  /** Unix time at which the buyer's locked shares unlock; null if none are locked. */
  readonly lockedUntil: bigint | null;
  /** Whether the owner's approval is used up by it. */
  readonly approvalUsed: boolean;
  /** The seller's position afterwards. */
  readonly seller: Position;
  /** The buyer's position afterwards. */
  readonly buyer: Position;
}

/** Who may buy from a listing at a Unix time. */
export function saleWindow(
  listing: Pick<ListingBook, 'ownerUntil' | 'holdersUntil' | 'expiresAt'>,
  now: bigint,
): SaleWindow {
  if (now >= listing.expiresAt) return 'expired';
  if (now < listing.ownerUntil) return 'owner';
  return now < listing.holdersUntil ? 'holders' : 'everyone';
}

/**
 * The program's verdict on a purchase, in its own order, and where shares and money would go. Whether the buyer's account
 * holds the money is not asked; the Token program does.
 *
 * @throws Refusal with the code that the program would give.
 */
export function previewSale(inputs: SaleInputs): SalePreview {
  const { shares, minimumShares, maximumPrice } = inputs.order;
  [shares, minimumShares, maximumPrice].forEach(u64);
  checkAccounts(inputs);
  const fill = check(inputs);
  const { seller, buyer, costBasis } = moved(inputs, fill);
  const { pool, ...money } = divide(inputs, fill.split);
  const gain = money.received > costBasis ? money.received - costBasis : 0n;
  const { transferred: routed, perShare } = route(inputs, gain);
  const toSeller = u64(money.received - routed);
  const sellerOwed = !canBePaid(inputs, inputs.sellerAccount, inputs.sellerMember.data.wallet);
  const waits = sellerOwed && toSeller > 0n;
  const paidLater = waits ? positionAfter(seller, owe(pool, seller, toSeller), lockOf(seller)) : seller;
  refuse(waits && inputs.vaultAccount?.isFrozen === true, rule.QuoteAccountFrozen);
  return {
    shares: fill.shares,
    paid: fill.split.paid,
    ...money,
    costBasis,
    gain,
    routed,
    perShare: routed === 0n ? 0n : perShare,
    toSeller,
    sellerOwed,
    lockedUntil: lockedUntil(buyer, inputs.now),
    approvalUsed: fill.approvalUsed,
    seller: paidLater,
    buyer,
  };
}

/** Accounts that belong together, in the order in which the program takes them. */
function checkAccounts(inputs: SaleInputs): void {
  const { token, listing, sellerMember, sellerPosition, buyerPosition, sellerToken } = inputs;
  refuse(token.data.network !== inputs.network.address, rule.NetworkMismatch);
  refuse(buyerPosition.data.token !== token.address, rule.TokenMismatch);
  refuse(buyerPosition.data.member !== inputs.buyerMember.address, rule.PositionMismatch);
  refuse(listing.data.token !== token.address, rule.ListingMismatch);
  refuse(listing.data.position !== sellerPosition.address, rule.ListingMismatch);
  refuse(buyerPosition.address === sellerPosition.address, rule.PositionMismatch);
  refuse(sellerPosition.data.member !== sellerMember.address, rule.PositionMismatch);
  refuse(token.data.owner !== inputs.ownerMember.address, rule.NotTokenOwner);
  if (sellerToken === null) return;
  const own = inputs.sellerTokenPosition;
  const isForeign = own !== null && own.data.member !== sellerMember.address;
  refuse(sellerToken.address !== sellerMember.data.token || isForeign, rule.GainRoutingRequired);
}

interface Fill {
  readonly shares: bigint;
  readonly split: SaleSplit;
  readonly approvalUsed: boolean;
}

/** Whether this purchase may happen, how much of it, and whether it uses up the owner's approval. */
function check(inputs: SaleInputs): Fill {
  const { sellerMember, sellerPosition, buyerMember, buyerPosition, now } = inputs;
  const [network, token] = [inputs.network.data, inputs.token.data];
  refuse(network.halted !== 0, rule.NetworkHalted);
  refuse(now < token.pausedUntil, rule.TokenPaused);
  for (const [position, member] of [
    [sellerPosition.data, sellerMember.data],
    [buyerPosition.data, buyerMember.data],
  ] as const) {
    refuse(position.wallet !== member.wallet, rule.PositionReplaced);
    checkUnrestrained(member, now);
  }
  checkCharter(buyerMember.data, network);

  const isOwner = buyerPosition.data.member === token.owner;
  const { asksPolicy, shares, split } = fillOf(inputs, isOwner);
  const approvalUsed = checkReceipt({
    policy: asksPolicy ? policyAt(token, now) : 'open',
    token,
    network,
    member: buyerMember.data,
    position: buyerPosition.data,
    sender: sellerMember.data.wallet,
    shares,
    now,
  });
  return { shares, split, approvalUsed };
}

/** As much of the order as there is, at the listing's price. */
function fillOf({ listing, buyerPosition, order, now }: SaleInputs, isOwner: boolean) {
  const book = listing.data.book;
  const window = saleWindow(book, now);
  refuse(window === 'expired', rule.ListingExpired);
  const isHolder = buyerPosition.data.shares > 0n;
  const isFirst = isOwner || (window === 'holders' && isHolder);
  refuse(!isFirst && window === 'owner', rule.OwnerFirst);
  refuse(!isFirst && window === 'holders', rule.HoldersFirst);
  refuse(book.price > order.maximumPrice, rule.PriceAboveMaximum);
  const shares = least(order.shares, book.shares);
  refuse(shares === 0n, rule.ZeroShares);
  refuse(shares < order.minimumShares, rule.TooFewShares);
  refuse(shares < least(book.minimumFill, book.shares), rule.FillTooSmall);
  const split = saleSplit(u64(shares * book.price), book.ownerFee, book.networkFee, isOwner);
  return { shares, split, asksPolicy: !isFirst };
}

/** Both positions afterwards, and the cost that left the seller's. */
function moved(inputs: SaleInputs, { shares, split, approvalUsed }: Fill) {
  const { now } = inputs;
  const [network, token] = [inputs.network.data, inputs.token.data];
  const [from, to] = [inputs.sellerPosition.data, inputs.buyerPosition.data];
  const costBasis = carriedCostBasis(from.costBasis, from.shares, shares);
  const after = moveShares(token.acc, from, to, shares);
  const hold = to.member === token.owner ? 0 : holdAt(token, network, now);
  const lock = lockReceived(lockOf(to), shares, now, hold);
  refuse(from.listed < shares, rule.InvariantBroken);
  const sold = positionAfter(from, after.from, lockAt(lockOf(from), now));
  return {
    seller: { ...sold, listed: from.listed - shares, costBasis: from.costBasis - costBasis },
    buyer: receivedBy(positionAfter(to, after.to, lock), split.paid, approvalUsed),
    costBasis,
  };
}

function canBePaid({ token }: SaleInputs, account: TokenAccount | null, wallet: At<unknown>['address']): boolean {
  return payable(account, token.data.quoteMint, wallet) === 'done';
}

/** Where the money goes, given who can be paid; an undeliverable owner's fee is credited to all shares. */
function divide(inputs: SaleInputs, split: SaleSplit) {
  const { token, network, ownerMember, now } = inputs;
  const owner = ownerMember.data;
  const payable = {
    owner: isUnrestrained(owner, now) && canBePaid(inputs, inputs.ownerAccount, owner.wallet),
    treasury: canBePaid(inputs, inputs.treasuryAccount, network.data.treasury),
    vault: canBePaid(inputs, inputs.vaultAccount, token.address),
  };
  let { ownerFee, networkFee, received } = split;
  let pool: Pool = token.data;
  let feeCredited = false;
  if (!payable.treasury) [received, networkFee] = [u64(received + networkFee), 0n];
  if (!payable.owner && ownerFee > 0n) {
    const credited = payable.vault ? creditedOrNull(pool, ownerFee) : null;
    if (credited !== null) [pool, feeCredited] = [credited, true];
    else [received, ownerFee] = [u64(received + ownerFee), 0n];
  }
  return { ownerFee, feeCredited, networkFee, received, pool };
}

/** The pool after a deposit; null if it has to be refused, which does not stop a sale. */
function creditedOrNull(pool: Pool, amount: bigint): Pool | null {
  try {
    return credit(pool, amount).pool;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** What of the gain goes to the shareholders of the seller's own token, and what one share is credited, times 2^64. */
function route(inputs: SaleInputs, gain: bigint): { readonly transferred: bigint; readonly perShare: bigint } {
  const { network, token, sellerMember, sellerPosition, sellerToken, sellerTokenPosition } = inputs;
  const ownerSells = token.data.owner === sellerPosition.data.member;
  const routes = network.data.parameters.routeGains === 1 && !isNone(sellerMember.data.token) && !ownerSells;
  if (!routes) return { transferred: 0n, perShare: 0n };
  if (sellerToken === null) throw new Refusal(rule.GainRoutingRequired);
  const pool = sellerToken.data;
  return creditRouted(pool, ownHolding(sellerToken, sellerTokenPosition), gain);
}

/** The seller's part of his own token, of which nothing is routed; he needs no position while it has no shares. */
function ownHolding(token: At<Token>, position: At<Position> | null): Holding {
  if (position === null) {
    refuse(token.data.total !== 0n, rule.GainRoutingRequired);
    return { shares: 0n, last: 0n, owed: 0n };
  }
  const { data } = position;
  refuse(data.token !== token.address || replacedBy(data) !== null, rule.GainRoutingRequired);
  return data;
}
