//! What has to happen first: an action that nothing is ready for becomes the one that it waits for.

use super::{Choice, Kind};
use crate::search::model::{year_of, Part, Round, Stage, Status, DAY};

impl Choice<'_> {
    /// The kind itself if something is ready for it. Three times out of four it steps back otherwise, at most as often as
    /// there are steps in the life of a round.
    pub(super) fn useful(&mut self, kind: Kind) -> Kind {
        if self.is_wild() || self.chance(4) {
            return kind;
        }
        (0..6).fold(kind, |kind, _| self.before(kind))
    }

    fn before(&self, kind: Kind) -> Kind {
        let (model, now) = (self.model, self.model.now);
        let rounds = || model.tokens.iter().flat_map(|token| &token.rounds);
        let parts = |part: Part, is: fn(&Round, i64) -> bool| {
            let fitting = rounds().filter(move |round| is(round, now));
            fitting.flat_map(|round| round.subscriptions.values()).any(move |found| found.part == part)
        };
        let is_completing = || rounds().any(|round| round.stage == Stage::Completing);
        let is_owner_outdated = || (0..model.tokens.len()).any(|owner| model.members[owner].charter != model.charter);
        match kind {
            Kind::Settle if !parts(Part::Accepted, |round, now| round.is_final(now)) && is_completing() => Kind::Warp,
            Kind::Settle if !parts(Part::Accepted, |round, now| round.is_final(now)) => Kind::Complete,
            Kind::Collect if rounds().all(|round| round.to_owner == 0) => Kind::Settle,
            Kind::Undo if !is_completing() => Kind::Complete,
            Kind::Complete if !parts(Part::Accepted, Round::is_open) => Kind::Accept,
            Kind::Accept | Kind::Decline if !parts(Part::Pending, Round::is_open) => Kind::Subscribe,
            Kind::Withdraw | Kind::Refund if rounds().all(|round| round.subscriptions.is_empty()) => Kind::Subscribe,
            Kind::Subscribe | Kind::Transfer | Kind::OpenRound | Kind::Buy | Kind::List if model.halted => {
                Kind::EndHalt
            }
            Kind::Subscribe if !rounds().any(|round| round.is_open(now)) => {
                let is_announced = rounds().any(|round| round.stage == Stage::Open && now < round.opens_at);
                if is_announced {
                    Kind::Warp
                } else {
                    Kind::OpenRound
                }
            }
            Kind::OpenRound if is_owner_outdated() => Kind::Acknowledge,
            Kind::Buy | Kind::Unlist if model.listings.is_empty() => Kind::List,
            Kind::EndHalt if !model.halted => Kind::Subscribe,
            Kind::Acknowledge if model.members.iter().all(|member| member.charter == model.charter) => Kind::Reinstate,
            Kind::Reinstate if model.members.iter().all(|member| member.status == Status::Active) => Kind::Buy,
            Kind::Move if !self.is_somebody_behind() => Kind::Execute,
            Kind::Execute | Kind::Veto if model.recoveries.is_empty() => Kind::Propose,
            Kind::Execute if model.recoveries.values().all(|recovery| now < recovery.executable_at) => Kind::Warp,
            Kind::Release if model.members.iter().all(|member| now >= member.held_until) => Kind::Hold,
            Kind::Thaw if model.purses.iter().all(|purse| !purse.frozen) => Kind::Freeze,
            Kind::Overturn | Kind::CloseComplaint
                if model.complaints.values().all(|complaint| complaint.decided.is_none()) =>
            {
                Kind::Resolve
            }
            Kind::Reply if model.complaints.is_empty() => Kind::Complain,
            Kind::Resolve if model.complaints.values().all(|complaint| complaint.decided.is_some()) => Kind::Complain,
            Kind::Resolve if model.complaints.values().all(|it| now < it.filed_at + 7 * DAY) => Kind::Warp,
            Kind::Report | Kind::Record if year_of(now) == year_of(model.tokens[0].created_at) => Kind::Warp,
            kind => kind,
        }
    }

    /// Whether a position is still in a wallet that its member has left.
    fn is_somebody_behind(&self) -> bool {
        let mut positions = self.model.positions.iter();
        positions.any(|((_, wallet), position)| position.successor.is_none() && !self.model.is_present(*wallet))
    }
}
