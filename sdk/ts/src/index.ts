/**
 * A client of the Personal Token program for Solana Kit.
 *
 * Everything that the IDL says is generated: instructions, accounts, events, errors. By hand are transfers with the hook's
 * accounts, previews that agree with the program to the unit, what errors mean, and what a dApp shows of a token.
 *
 * Amounts are whole units of the quote mint and bigints, shares have no decimals, times are Unix seconds of the cluster,
 * rates are basis points.
 *
 * @packageDocumentation
 */
export * from './generated/index.js';

export * from './addresses.js';
export * from './capTable.js';
export * from './claim.js';
export * from './explain.js';
export * from './events.js';
export * from './genuine.js';
export * from './kinds.js';
export * from './programs.js';
export * from './text.js';
export * from './transfer.js';
export * from './views.js';
export * from './accounts/shareMint.js';
export * from './accounts/tokenAccount.js';
export * from './preview/deposit.js';
export * from './preview/position.js';
export * from './preview/round.js';
export * from './preview/sale.js';
export { previewTransfer, type TransferInputs, type TransferPreview } from './preview/transfer.js';

export { Malformed } from './accounts/fields.js';
export { Refusal } from './checked.js';
export { freeShares, lockAt, lockReceived, type Lock } from './lock.js';
export { carriedCostBasis, saleSplit, type Holding, type Pool, type SaleSplit } from './money.js';
export {
  decodeChecked,
  fetchMaybe,
  fetchNow,
  fetchOne,
  findAll,
  MOST_FETCHED,
  type AccountKind,
  type FindRpc,
  type Match,
  type ReadRpc,
} from './read.js';
export { getCreateAssociatedTokenInstruction, getSetCloseAuthorityInstruction } from './spl.js';
export {
  checkMayBuy,
  checkStanding,
  holdAt,
  isUnrestrained,
  policyAt,
  reputationAt,
  statusOf,
  type Policy,
  type Status,
} from './standing.js';
