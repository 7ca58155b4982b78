import { refuse } from '../checked.js';
import * as rule from '../generated/rules.js';
import type { Position } from '../generated/accounts/position.js';
import type { Token } from '../generated/accounts/token.js';
import { credit, creditNet, depositGain, type Pool } from '../money.js';
import { replacedBy, type At } from './position.js';

/** What a deposit would do. Amounts are quote units. */
export interface DepositPreview {
  /** What all shares are credited together. */
  readonly gross: bigint;
  /** What one share is credited, times 2^64. */
  readonly perShare: bigint;
  /** What leaves the source. */
  readonly transferred: bigint;
  /** The owner's own part, which stays with him. */
  readonly retained: bigint;
}

/**
 * A deposit of the gain of a sale, in quote units, all of it into the vault.
 *
 * @throws Refusal with RoundUnsettled, ZeroDeposit, NoShares or DepositLimit.
 */
export function previewDeposit(
  token: Pool & Pick<Token, 'unsettled'>,
  proceeds: bigint,
  costBasis: bigint,
): DepositPreview {
  refuse(token.unsettled !== 0, rule.RoundUnsettled);
  const gross = depositGain(proceeds, costBasis);
  return { gross, perShare: credit(token, gross).perShare, transferred: gross, retained: 0n };
}

/**
 * As `previewDeposit`, but the part of the owner, whose position this is, stays with him.
 *
 * @throws Refusal, besides, with TokenMismatch, NotTokenOwner, PositionReplaced or NoOutsideShares.
 */
export function previewNetDeposit(
  token: At<Pool & Pick<Token, 'unsettled' | 'owner'>>,
  owner: Pick<Position, 'token' | 'member' | 'successor' | 'shares' | 'last' | 'owed'>,
  proceeds: bigint,
  costBasis: bigint,
): DepositPreview {
  refuse(owner.token !== token.address, rule.TokenMismatch);
  refuse(owner.member !== token.data.owner, rule.NotTokenOwner);
  refuse(replacedBy(owner) !== null, rule.PositionReplaced);
  refuse(token.data.unsettled !== 0, rule.RoundUnsettled);
  const gross = depositGain(proceeds, costBasis);
  return { gross, ...creditNet(token.data, owner, gross) };
}
