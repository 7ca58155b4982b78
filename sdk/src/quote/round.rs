use super::refuse;
use crate::{
    core::{round::Stage, transfer::check_standing, Error, Result},
    state::{Member, Network, Round, Subscription},
};

/// Where a round stands; [`Error::InvariantBroken`] never comes of a decoded round.
pub fn round_stage(round: &Round, now: i64) -> Result<Stage> {
    round.book.stage(now)
}

/// Whether a member may receive shares of a round, asked when he subscribes (see [`check_may_buy`](super::check_may_buy)) and again when he is settled: good standing,
/// as the owner himself accepts each investor and no policy is asked.
///
/// Refuses with [`Error::MemberNotActive`] and [`Error::NotInGoodStanding`].
pub fn check_investor(network: &Network, member: &Member, now: i64) -> Result<()> {
    check_standing(member.status()?, member.reputation(), network.parameters.minimum_reputation, now)
}

/// What settling a subscription would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettlementPreview {
    /// Shares issued to the investor; 0 if he may not receive any more.
    pub shares: u64,
    /// Shares issued to the treasury, on top.
    pub fee_shares: u64,
    /// Quote units that become the owner's; the cost of the investor's shares.
    pub paid: u64,
    /// Quote units that wait to be refunded to the investor.
    pub owed: u64,
    /// Whether it is the last one: the round is settled by it.
    pub settles_round: bool,
}

/// What settling a subscription would do. `receives` says whether the investor may receive what was accepted
/// ([`check_investor`]); `treasury_receives` whether the round records a position of the treasury, be it the investor's, that
/// was not replaced.
///
/// Refuses with [`Error::RoundMismatch`], [`Error::UndoWindowOpen`], [`Error::RoundNotCompleted`] and
/// [`Error::SubscriptionNotAccepted`].
pub fn settlement(
    round: &Round,
    subscription: &Subscription,
    receives: bool,
    treasury_receives: bool,
    now: i64,
) -> Result<SettlementPreview> {
    check_round(round, subscription)?;
    let (mut book, mut part) = (round.book, subscription.book);
    let moved = book.settle(&mut part, receives, treasury_receives, now)?;
    Ok(SettlementPreview {
        shares: moved.shares,
        fee_shares: moved.fee_shares,
        paid: moved.paid,
        owed: part.owed,
        settles_round: book.accepted == 0,
    })
}

/// Quote units that a refund, which anybody may ask for, would pay back now.
///
/// Refuses with [`Error::RoundMismatch`] and [`Error::SubscriptionNotRefundable`].
pub fn refund(round: &Round, subscription: &Subscription, now: i64) -> Result<u64> {
    check_round(round, subscription)?;
    let (mut book, mut part) = (round.book, subscription.book);
    book.refund(&mut part, now)
}

/// Quote units that the investor himself would take back now.
///
/// Refuses with [`Error::RoundMismatch`] and [`Error::SubscriptionAccepted`].
pub fn withdrawal(round: &Round, subscription: &Subscription, now: i64) -> Result<u64> {
    check_round(round, subscription)?;
    let (mut book, mut part) = (round.book, subscription.book);
    book.withdraw(&mut part, now)
}

fn check_round(round: &Round, subscription: &Subscription) -> Result<()> {
    refuse(subscription.round != round.address(), Error::RoundMismatch)
}
