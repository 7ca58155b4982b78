import { Refusal, refuse, u64 } from '../checked.js';
import * as rule from '../generated/rules.js';
import type { Member } from '../generated/accounts/member.js';
import type { Network } from '../generated/accounts/network.js';
import type { Position } from '../generated/accounts/position.js';
import type { Token } from '../generated/accounts/token.js';
import { freeShares, lockAt, lockReceived, type Lock } from '../lock.js';
import { carriedCostBasis, moveShares, type Holding } from '../money.js';
import { SYSTEM_PROGRAM } from '../programs.js';
import { checkReceipt, checkStanding, checkUnrestrained, holdAt, isNone, policyAt, statusOf } from '../standing.js';
import { lockedUntil, lockOf, type At } from './position.js';

/** Of a position's `used`: it has held shares. */
const HELD = 1;

/** A transfer of shares between the wallets of two members. */
export interface TransferInputs {
  readonly network: At<Network>;
  readonly token: At<Token>;
  readonly sourcePosition: At<Position>;
  readonly sourceMember: At<Member>;
  readonly destinationPosition: At<Position>;
  readonly destinationMember: At<Member>;
  /** How many shares. */
  readonly shares: bigint;
  /** Unix time of the cluster. */
  readonly now: bigint;
}

/** What a transfer would do. */
export interface TransferPreview {
  /** Unix time at which the receiver's locked shares unlock; null if none are locked. */
  readonly lockedUntil: bigint | null;
  /** Whether the owner's approval is used up by it. */
  readonly approvalUsed: boolean;
  /** What of the sender's cost goes with the shares, in quote units. */
  readonly costBasis: bigint;
  /** The sender's position afterwards. */
  readonly source: Position;
  /** The receiver's position afterwards. */
  readonly destination: Position;
}

/** A position with its money and its lock changed. */
export function positionAfter(position: Position, holding: Holding, lock: Lock): Position {
  const { shares, last, owed } = holding;
  return { ...position, shares, last, owed, locked: lock.shares, unlocksAt: lock.unlocksAt };
}

/** A position that has received shares for `cost` quote units. */
export function receivedBy(position: Position, cost: bigint, approvalUsed: boolean): Position {
  const received = { ...position, costBasis: u64(position.costBasis + cost), used: HELD };
  if (!approvalUsed) return received;
  return { ...received, approvedFrom: SYSTEM_PROGRAM, approvedShares: 0n, approvalExpiresAt: 0n };
}

/**
 * The program's verdict on a transfer, in its own order, and what it would leave behind.
 *
 * @throws Refusal with the code that the program would give. Token-2022 looks before it asks the program whether the
 * sender's account holds the shares: InsufficientShares never comes from the chain, its code 1 does, before all others.
 */
export function previewTransfer(inputs: TransferInputs): TransferPreview {
  const { now } = inputs;
  const shares = u64(inputs.shares);
  const [network, token] = [inputs.network.data, inputs.token.data];
  const [source, destination] = [inputs.sourcePosition.data, inputs.destinationPosition.data];
  if (source.shareAccount === destination.shareAccount) return toOneself(source, shares, now);
  checkAccounts(inputs);
  refuse(shares === 0n, rule.ZeroShares);
  refuse(network.halted !== 0, rule.NetworkHalted);
  refuse(now < token.pausedUntil, rule.TokenPaused);
  checkSender(inputs);
  const approvalUsed = checkReceipt({
    policy: policyAt(token, now),
    token,
    network,
    member: inputs.destinationMember.data,
    position: destination,
    sender: inputs.sourceMember.data.wallet,
    shares,
    now,
  });

  const costBasis = carriedCostBasis(source.costBasis, source.shares, shares);
  const moved = moveShares(token.acc, source, destination, shares);
  const isOwner = destination.member === token.owner;
  const hold = isOwner ? 0 : holdAt(token, network, now);
  const lock = lockReceived(lockOf(destination), shares, now, hold);
  const sent = positionAfter(source, moved.from, lockAt(lockOf(source), now));
  const received = receivedBy(positionAfter(destination, moved.to, lock), costBasis, approvalUsed);
  return {
    lockedUntil: lockedUntil(received, now),
    approvalUsed,
    costBasis,
    source: { ...sent, costBasis: sent.costBasis - costBasis },
    destination: received,
  };
}

/** Accounts that belong together: the program ties them to each other before it asks anything else. */
function checkAccounts(inputs: TransferInputs): void {
  const { token } = inputs;
  refuse(token.data.network !== inputs.network.address, rule.NetworkMismatch);
  const sides = [
    [inputs.sourcePosition.data, inputs.sourceMember],
    [inputs.destinationPosition.data, inputs.destinationMember],
  ] as const;
  for (const [position, member] of sides) refuse(position.member !== member.address, rule.PositionMismatch);
  for (const [position, member] of sides) {
    refuse(position.token !== token.address, rule.PositionMismatch);
    refuse(position.wallet !== member.data.wallet, rule.WalletReplaced);
  }
}

function checkSender({
  network,
  token,
  sourcePosition,
  sourceMember,
  destinationPosition,
  shares,
  now,
}: TransferInputs) {
  const [position, member, owner] = [sourcePosition.data, sourceMember.data, token.data.owner];
  const toOwner = destinationPosition.data.member === owner;
  checkMayLeave(position, shares, now);
  checkUnrestrained(member, now);
  statusOf(member);
  if (!toOwner) asSender(() => checkStanding(member, network.data, now));
  const routes = network.data.parameters.routeGains === 1 && !isNone(member.token);
  refuse(routes && position.member !== owner && !toOwner, rule.GainsMustBeRouted);
}

/** Whether shares may leave a position: it has them, and they are neither locked nor listed. */
function checkMayLeave(position: Position, shares: bigint, now: bigint): void {
  const unlocked = freeShares(lockOf(position), position.shares, now);
  if (unlocked >= position.listed && shares <= unlocked - position.listed) return;
  refuse(shares > position.shares, rule.InsufficientShares);
  refuse(shares > unlocked, rule.SharesLocked);
  throw new Refusal(rule.SharesListed);
}

/** Whatever is wrong with a sender's standing is one refusal. */
function asSender(check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(rule.SenderNotInGoodStanding) : error;
  }
}

/** Token-2022 does not ask the program about a transfer to oneself; it changes nothing. */
function toOneself(position: Position, shares: bigint, now: bigint): TransferPreview {
  refuse(shares > position.shares, rule.InsufficientShares);
  return {
    lockedUntil: lockedUntil(position, now),
    approvalUsed: false,
    costBasis: 0n,
    source: position,
    destination: position,
  };
}
