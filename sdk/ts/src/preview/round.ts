import { i64, refuse, Refusal, u64 } from '../checked.js';
import * as rule from '../generated/rules.js';
import type { RoundBook } from '../generated/types/roundBook.js';

/** Where a round stands. */
export type RoundStage = 'announced' | 'open' | 'failed' | 'undoable' | 'settling' | 'settled' | 'cancelled';

/** Where a round stands at a Unix time. */
export function roundStage(
  round: Pick<RoundBook, 'state' | 'opensAt' | 'closesAt' | 'completedAt' | 'undoWindow'>,
  now: bigint,
): RoundStage {
  switch (round.state) {
    case 1:
      if (now < round.opensAt) return 'announced';
      return now < round.closesAt ? 'open' : 'failed';
    case 2:
      return now < i64(round.completedAt + BigInt(round.undoWindow)) ? 'undoable' : 'settling';
    case 3:
      return 'settled';
    case 4:
      return 'cancelled';
    default:
      throw new Refusal(rule.InvariantBroken);
  }
}

/** What a subscription asks of a round. */
export type SubscribableRound = Pick<
  RoundBook,
  | 'state'
  | 'opensAt'
  | 'closesAt'
  | 'completedAt'
  | 'undoWindow'
  | 'price'
  | 'minimumSubscription'
  | 'maximumSubscription'
  | 'owedToInvestors'
>;

/**
 * Quote units that a subscription for `shares` puts into escrow, all of them; whether the member may subscribe, see
 * `checkMayBuy`.
 *
 * @throws Refusal with RoundNotOpenYet, RoundClosed, RoundCompleted, SubscriptionOutsideLimits or MathOverflow.
 */
export function subscriptionCost(round: SubscribableRound, shares: bigint, now: bigint): bigint {
  switch (roundStage(round, now)) {
    case 'open':
      break;
    case 'announced':
      throw new Refusal(rule.RoundNotOpenYet);
    case 'failed':
    case 'cancelled':
      throw new Refusal(rule.RoundClosed);
    case 'undoable':
    case 'settling':
    case 'settled':
      throw new Refusal(rule.RoundCompleted);
  }
  const isWithin = shares >= round.minimumSubscription && shares <= round.maximumSubscription;
  refuse(!isWithin, rule.SubscriptionOutsideLimits);
  const cost = u64(round.price * shares);
  u64(round.owedToInvestors + cost);
  return cost;
}
