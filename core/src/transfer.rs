//! Who may receive shares, and which shares may leave. One function each, called by the hook, by a sale and by a
//! settlement alike.

use crate::{
    lockup::Lockup,
    member::{Reputation, Status},
    policy::Policy,
    Error, Result, BASIS_POINTS,
};

/// What the chain itself says of a refused transfer: wallets show the logs of a program whose errors they do not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The rule's code.
    pub code: u32,
    /// Which rule refused.
    pub message: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

impl Refusal {
    const fn of(rule: Error) -> Self {
        Self { code: rule.code(), message: rule.message(), remedy: rule.remedy() }
    }
}

/// Every rule that can refuse a transfer which a wallet has built as the mint's account list says. Only these have their
/// words in the program: all would take 18 KB of it.
pub const REFUSALS: [Refusal; 16] = [
    Refusal::of(Error::ZeroShares),
    Refusal::of(Error::NetworkHalted),
    Refusal::of(Error::TokenPaused),
    Refusal::of(Error::SharesLocked),
    Refusal::of(Error::SharesListed),
    Refusal::of(Error::MemberHeld),
    Refusal::of(Error::SenderNotInGoodStanding),
    Refusal::of(Error::GainsMustBeRouted),
    Refusal::of(Error::MemberNotActive),
    Refusal::of(Error::NotInGoodStanding),
    Refusal::of(Error::NotAdmitted),
    Refusal::of(Error::CapExceeded),
    Refusal::of(Error::NotApproved),
    Refusal::of(Error::TransfersClosed),
    Refusal::of(Error::WalletReplaced),
    Refusal::of(Error::PositionMismatch),
];

/// An owner's approval of one receipt, kept in the receiver's position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Approval {
    /// At most this many shares, in one receipt; 0 for no approval.
    pub shares: u64,
    /// Unix time from which it is worth nothing.
    pub expires_at: i64,
}

/// The receiver's side of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receiver {
    /// Whether he is the token's owner, who may always receive unless he is suspended.
    pub is_owner: bool,
    /// Where he stands in the network.
    pub status: Status,
    /// His reputation.
    pub reputation: Reputation,
    /// Shares he holds already.
    pub shares: u64,
    /// Basis points of all shares that the owner lets him hold; 0 when he is not admitted.
    pub cap: u16,
    /// The owner's approval, if it names this very sender.
    pub approval: Approval,
}

/// A receipt of shares under a token's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The policy in force.
    pub policy: Policy,
    /// The network's minimum reputation.
    pub minimum_reputation: u16,
    /// All shares of the token.
    pub total: u64,
    /// Shares to be received.
    pub shares: u64,
    /// Unix time.
    pub now: i64,
}

/// Whether `receiver` may receive; `Ok(true)` if the approval is used up by it.
#[inline]
pub fn may_receive(receipt: &Receipt, receiver: &Receiver) -> Result<bool> {
    if receiver.is_owner {
        return receiver.status.check_active().map(|()| false);
    }
    check_standing(receiver.status, receiver.reputation, receipt.minimum_reputation, receipt.now)?;
    match receipt.policy {
        Policy::Open => Ok(false),
        Policy::Village if receiver.cap == 0 => Err(Error::NotAdmitted),
        Policy::Village => within_cap(receipt, receiver).map(|()| false),
        Policy::Approval => {
            let approval = receiver.approval;
            let covers = approval.shares != 0 && approval.shares >= receipt.shares;
            let valid = covers && receipt.now < approval.expires_at;
            if valid {
                Ok(true)
            } else {
                Err(Error::NotApproved)
            }
        }
        Policy::Closed => Err(Error::TransfersClosed),
    }
}

/// Refuses members who are out of good standing. In a round nothing else is asked: the owner accepts each investor himself.
#[inline(always)]
pub fn check_standing(status: Status, reputation: Reputation, minimum_reputation: u16, now: i64) -> Result<()> {
    status.check_active()?;
    match reputation.at(now) >= minimum_reputation {
        true => Ok(()),
        false => Err(Error::NotInGoodStanding),
    }
}

/// Whether a member may send shares by wallet transfer: in good standing, or back to the owner.
#[inline]
pub fn may_send(
    status: Status,
    reputation: Reputation,
    minimum_reputation: u16,
    receiver_is_owner: bool,
    now: i64,
) -> Result<()> {
    match check_standing(status, reputation, minimum_reputation, now).is_ok() || receiver_is_owner {
        true => Ok(()),
        false => Err(Error::SenderNotInGoodStanding),
    }
}

/// Whether `shares` of a position may leave it: it has them, and they are neither locked nor listed.
#[inline(always)]
pub fn may_leave(shares: u64, held: u64, lockup: Lockup, listed: u64, now: i64) -> Result<()> {
    let unlocked = lockup.free(held, now);
    match unlocked.checked_sub(listed) {
        Some(free) if shares <= free => Ok(()),
        _ if shares > held => Err(Error::InsufficientShares),
        _ if shares > unlocked => Err(Error::SharesLocked),
        _ => Err(Error::SharesListed),
    }
}

/// `(held + received) / total ≤ cap / 10,000`, without a division, so nothing is rounded.
fn within_cap(receipt: &Receipt, receiver: &Receiver) -> Result<()> {
    let after = receiver.shares.checked_add(receipt.shares).ok_or(Error::MathOverflow)?;
    let held = u128::from(after).checked_mul(u128::from(BASIS_POINTS));
    let allowed = u128::from(receipt.total).checked_mul(u128::from(receiver.cap));
    match held.zip(allowed) {
        Some((held, allowed)) if held <= allowed => Ok(()),
        Some(_) => Err(Error::CapExceeded),
        None => Err(Error::MathOverflow),
    }
}

/// Checks a cap in basis points of all shares.
pub fn check_cap(cap: u16) -> Result<()> {
    match cap <= BASIS_POINTS {
        true => Ok(()),
        false => Err(Error::CapInvalid),
    }
}

/// Whether the sender's gains belong to the shareholders of his own token, so that he may not move the shares by an
/// ordinary transfer: he has a token of his own, the shares are another person's, and they do not go back to their
/// owner.
pub const fn must_route_gains(
    route_gains: bool,
    sender_has_token: bool,
    sender_is_owner: bool,
    receiver_is_owner: bool,
) -> bool {
    route_gains && sender_has_token && !sender_is_owner && !receiver_is_owner
}
