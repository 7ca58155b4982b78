import { refuse, saturated } from './checked.js';
import { SYSTEM_PROGRAM } from './programs.js';
import * as rule from './generated/rules.js';
import type { Member } from './generated/accounts/member.js';
import type { Network } from './generated/accounts/network.js';
import type { Position } from './generated/accounts/position.js';
import type { Token } from './generated/accounts/token.js';
import type { Address } from '@solana/kit';

const FULL_REPUTATION = 1_000;
const DAY = 86_400n;

/** Where a member stands in the network. */
export type Status = 'active' | 'suspended' | 'left' | 'excluded';
/** Who may receive shares, from wide to narrow. */
export type Policy = 'open' | 'village' | 'approval' | 'closed';

const STATUSES: readonly Status[] = ['active', 'suspended', 'left', 'excluded'];
const POLICIES: readonly Policy[] = ['open', 'village', 'approval', 'closed'];

/** Whether an address stands for none. */
export function isNone(address: Address): boolean {
  return address === SYSTEM_PROGRAM;
}

/** The status behind a member's byte. */
export function statusOf(member: Pick<Member, 'status'>): Status {
  const status = STATUSES[member.status - 1];
  refuse(status === undefined, rule.InvariantBroken);
  return status as Status;
}

function policyOf(byte: number): Policy {
  const policy = POLICIES[byte];
  refuse(policy === undefined, rule.PolicyInvalid);
  return policy as Policy;
}

/** The policy of a token that is in force at a Unix time. */
export function policyAt(token: Pick<Token, 'policy' | 'announcedPolicy' | 'policyEffectiveAt'>, now: bigint): Policy {
  const [current, announced] = [policyOf(token.policy), policyOf(token.announcedPolicy)];
  return token.policyEffectiveAt <= now ? announced : current;
}

/** For how many seconds received shares are locked: the token's hold, or the network's minimum if that is longer. */
export function holdAt(
  token: Pick<Token, 'hold' | 'announcedHold' | 'holdEffectiveAt'>,
  network: Pick<Network, 'parameters'>,
  now: bigint,
): number {
  return Math.max(token.holdEffectiveAt <= now ? token.announcedHold : token.hold, network.parameters.minimumHold);
}

/** A member's reputation now, of 1,000 points: one comes back for each whole day since the last change. */
export function reputationAt(member: Pick<Member, 'reputation' | 'reputationAsOf'>, now: bigint): number {
  if (member.reputation >= FULL_REPUTATION) return FULL_REPUTATION;
  const seconds = saturated(now - member.reputationAsOf);
  const days = seconds > 0n ? seconds / DAY : 0n;
  const missing = BigInt(FULL_REPUTATION - member.reputation);
  return member.reputation + Number(days < missing ? days : missing);
}

/** Refuses members who are suspended, excluded, have left, or whose reputation is below the network's minimum. */
export function checkStanding(member: Member, network: Network, now: bigint): void {
  refuse(statusOf(member) !== 'active', rule.MemberNotActive);
  refuse(reputationAt(member, now) < network.parameters.minimumReputation, rule.NotInGoodStanding);
}

/** Whether nothing stops a member's shares from leaving his positions. */
export function isUnrestrained(member: Pick<Member, 'heldUntil' | 'recoveryUntil'>, now: bigint): boolean {
  return now >= member.heldUntil && now >= member.recoveryUntil;
}

/** Refuses while a steward holds the member's shares, or a recovery of his wallet is pending. */
export function checkUnrestrained(member: Pick<Member, 'heldUntil' | 'recoveryUntil'>, now: bigint): void {
  refuse(!isUnrestrained(member, now), rule.MemberHeld);
}

/** Refuses who may neither buy nor subscribe: out of good standing, or without the current charter acknowledged. */
export function checkMayBuy(member: Member, network: Network, now: bigint): void {
  checkStanding(member, network, now);
  checkCharter(member, network);
}

/** Refuses who has not acknowledged the charter in force. */
export function checkCharter(member: Pick<Member, 'charterVersion'>, network: Pick<Network, 'charterVersion'>): void {
  refuse(member.charterVersion !== network.charterVersion, rule.CharterNotAcknowledged);
}

/** Who receives how many shares of which token. */
export interface Receipt {
  readonly policy: Policy;
  readonly token: Token;
  readonly network: Network;
  readonly member: Member;
  readonly position: Position;
  /** The wallet that an approval has to name. */
  readonly sender: Address;
  readonly shares: bigint;
  readonly now: bigint;
}

/** Whether somebody may receive shares; true if it uses the owner's approval up. */
export function checkReceipt({ policy, token, network, member, position, sender, shares, now }: Receipt): boolean {
  const status = statusOf(member);
  if (position.member === token.owner) {
    refuse(status !== 'active', rule.MemberNotActive);
    return false;
  }
  checkStanding(member, network, now);
  switch (policy) {
    case 'open':
      return false;
    case 'village': {
      refuse(position.cap === 0, rule.NotAdmitted);
      const after = position.shares + shares;
      refuse(after >= 1n << 64n, rule.MathOverflow);
      refuse(after * 10_000n > token.total * BigInt(position.cap), rule.CapExceeded);
      return false;
    }
    case 'approval': {
      const covers =
        position.approvedShares !== 0n && position.approvedFrom === sender && position.approvedShares >= shares;
      refuse(!covers || now >= position.approvalExpiresAt, rule.NotApproved);
      return true;
    }
    case 'closed':
      refuse(true, rule.TransfersClosed);
      return false;
  }
}
