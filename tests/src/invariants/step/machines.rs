//! The edges of every state machine, and what may end. Times are compared here anew, not by the rules' own functions.

use personal_token_core::{
    complaint::{OVERTURN_TIME, REPLY_TIME},
    member::Status,
    policy::{Term, NOTICE},
    recovery::{EXECUTABLE, VETO_TIME},
    round::{State, SubscriptionState},
};
use personal_token_sdk::{
    instruction::Kind::*,
    state::{Position, Recovery, Round, Token},
    Address,
};
use solana_account::ReadableAccount;

use super::{changes, edits, Step};
use crate::invariants::{equal, holds};

const OPEN: u8 = State::Open.byte();
const COMPLETING: u8 = State::Completing.byte();
const SETTLED: u8 = State::Settled.byte();
const CANCELLED: u8 = State::Cancelled.byte();

impl Step<'_> {
    pub(super) fn machines(&self) {
        self.rounds();
        self.subscriptions();
        self.statuses();
        self.complaints();
        self.recoveries();
        self.listings();
        self.reports();
        self.notices();
    }

    fn rounds(&self) {
        for (address, was, is) in changes(&self.was.rounds, &self.is.rounds) {
            let (old, new) = (was.map_or(0, |round| round.book.state), is.map_or(0, |round| round.book.state));
            if old == new || !self.once(address) {
                continue;
            }
            let book = was.or(is).unwrap().book;
            let undo_until = book.completed_at + i64::from(book.undo_window);
            let in_time = match (old, new) {
                (0, OPEN) => self.now <= book.opens_at && book.opens_at < book.closes_at,
                (OPEN, COMPLETING) => {
                    let raised = u128::from(book.accepted_shares) * u128::from(book.price);
                    let is_open = book.opens_at <= self.now && self.now < book.closes_at;
                    let waited = book.undos == 0 || self.now >= book.reopened_at + i64::from(book.undo_window);
                    is_open && waited && raised >= u128::from(book.minimum_raise) && book.accepted > 0
                }
                (OPEN, CANCELLED) => self.now < book.closes_at,
                (COMPLETING, OPEN | CANCELLED) => self.now < undo_until,
                (COMPLETING, SETTLED) => self.now >= undo_until,
                _ => false,
            };
            holds!(RoundEdges, in_time, "{address} from {old} to {new} at {}", self.now);
        }
        for (address, was, is) in edits(&self.was.rounds, &self.is.rounds) {
            let issued = is.book.issued != was.book.issued;
            let is_final =
                was.book.state == COMPLETING && self.now >= was.book.completed_at + i64::from(was.book.undo_window);
            holds!(RoundEdges, !issued || is_final, "{address} issues before its window is over");
        }
    }

    fn subscriptions(&self) {
        const PENDING: u8 = SubscriptionState::Pending.byte();
        const ACCEPTED: u8 = SubscriptionState::Accepted.byte();
        const DECLINED: u8 = SubscriptionState::Declined.byte();
        const PAID: u8 = SubscriptionState::Settled.byte();
        for (address, was, is) in changes(&self.was.subscriptions, &self.is.subscriptions) {
            let (old, new) = (was.map_or(0, |part| part.book.state), is.map_or(0, |part| part.book.state));
            let Some(round) = was.or(is).and_then(|part| self.before::<Round>(&part.round)) else { continue };
            if !self.once(&was.or(is).unwrap().round) {
                continue;
            }
            let book = round.book;
            let is_open = book.state == OPEN && book.opens_at <= self.now && self.now < book.closes_at;
            let failed = book.state == CANCELLED || book.state == OPEN && self.now >= book.closes_at;
            let freed = was.is_some_and(|part| part.book.accepted_after < book.undos) && is_open;
            let is_allowed = match (old, new) {
                (0, PENDING) | (PENDING, ACCEPTED | DECLINED) => is_open,
                (ACCEPTED, PAID) => book.state == COMPLETING,
                (PENDING | DECLINED | PAID, 0) => true,
                (ACCEPTED, 0) => failed || freed,
                (old, new) => old == new,
            };
            holds!(SubscriptionEdges, is_allowed, "{address} from {old} to {new} at {}", self.now);
        }
    }

    fn statuses(&self) {
        for (address, was, is) in changes(&self.was.members, &self.is.members) {
            let Some(new) = is.map(|member| member.status().unwrap()) else { continue };
            let Some(was) = was else {
                holds!(StatusEdges, new == Status::Active, "{address} begins {}", new.name());
                continue;
            };
            let old = was.status().unwrap();
            if old == new {
                continue;
            }
            let authority = self.before::<personal_token_sdk::state::Network>(&was.network).unwrap().authority;
            let (by_member, by_authority) = (self.signed(&was.wallet), self.signed(&authority));
            let is_allowed = match (old, new) {
                (Status::Active, Status::Suspended) | (Status::Suspended, Status::Active) => true,
                (Status::Active, Status::Left) => by_member,
                (Status::Active | Status::Suspended | Status::Left, Status::Excluded) => by_authority,
                (Status::Left, Status::Active) => by_member,
                (Status::Excluded, Status::Active) => by_authority && by_member,
                (Status::Excluded, Status::Left) => by_authority,
                _ => false,
            };
            holds!(StatusEdges, is_allowed, "{address} from {} to {}", old.name(), new.name());
        }
    }

    fn complaints(&self) {
        for (address, was, is) in edits(&self.was.complaints, &self.is.complaints) {
            let replied = was.replied_at != is.replied_at || was.reply_hash != is.reply_hash;
            let reply_until = was.filed_at + i64::from(REPLY_TIME);
            let may_reply = was.replied_at == 0 && self.now < reply_until && was.decided_at == 0;
            holds!(ComplaintEdges, !replied || may_reply, "{address} was replied to");
            let decided = (was.decision, was.decided_at, was.points) != (is.decision, is.decided_at, is.points);
            if decided {
                let first = was.decided_at == 0 && self.now >= reply_until && self.now < was.lapses_at;
                let again = was.decided_at != 0 && self.now < was.decided_at + i64::from(OVERTURN_TIME);
                let overturned = (was.overturned, is.overturned) == (0, 1);
                holds!(ComplaintEdges, first || again && overturned, "{address} was decided");
                holds!(ComplaintEdges, is.decision != 0 && is.reason_hash != [0; 32], "{address} without decision");
            }
            holds!(ComplaintEdges, was.overturned <= is.overturned, "{address} was overturned, and is not");
        }
        for (address, was, is) in changes(&self.was.complaints, &self.is.complaints) {
            let (Some(was), None, true) = (was, is, self.once(address)) else { continue };
            let lapsed = was.decided_at == 0 && self.now >= was.lapses_at;
            let is_final =
                was.decided_at != 0 && (was.overturned == 1 || self.now >= was.decided_at + i64::from(OVERTURN_TIME));
            holds!(ComplaintEdges, lapsed || is_final, "{address} was closed");
        }
    }

    fn recoveries(&self) {
        for (address, was, is) in changes(&self.was.recoveries, &self.is.recoveries) {
            match (was, is) {
                (None, Some(new)) => {
                    let wait = (new.executable_at - self.now, new.lapses_at - new.executable_at);
                    equal!(RecoveryEdges, wait, (VETO_TIME.into(), EXECUTABLE.into()), "the times of {address}");
                    let parties = [new.first_steward, new.second_steward, new.new_wallet];
                    let signed = parties.iter().all(|party| self.signed(party));
                    let is_two = new.first_steward != new.second_steward;
                    holds!(RecoveryEdges, signed && is_two, "who signed {address}");
                }
                (Some(was), Some(is)) => equal!(RecoveryEdges, is, was, "the recovery {address}"),
                _ => {}
            }
        }
        for (address, was, is) in edits(&self.was.members, &self.is.members) {
            if was.wallet == is.wallet {
                continue;
            }
            let recovery = self.before::<Recovery>(&personal_token_sdk::pda::recovery(*address));
            let due = recovery.is_some_and(|recovery| {
                let in_time = recovery.executable_at <= self.now && self.now < recovery.lapses_at;
                in_time && recovery.new_wallet == is.wallet && !self.is.recoveries.contains_key(&recovery.address())
            });
            holds!(RecoveryEdges, due, "{address} has another wallet");
        }
    }

    fn listings(&self) {
        for (address, was, is) in changes(&self.was.listings, &self.is.listings) {
            let Some(was) = was else { continue };
            let left = is.map_or(0, |listing| listing.book.shares);
            holds!(ListingEdges, left <= was.book.shares, "{address} grew");
            if self.did_to(&[ListingBuy], address) {
                self.purchase(address, &was.position, &was.book, left);
            } else {
                holds!(ListingEdges, is.is_none(), "{address} shrank without a purchase");
                let moved = self.before::<Position>(&was.position).is_some_and(|seller| seller.replaced_by().is_some());
                let may_end = self.signed_by_member(&was.seller) || self.now >= was.book.expires_at || moved;
                holds!(ListingEdges, may_end, "{address} was cancelled");
            }
        }
    }

    fn purchase(&self, address: &Address, seller: &Address, book: &personal_token_core::market::Listing, left: u64) {
        let bought = self.events_of(|event| match event {
            personal_token_sdk::event::Event::SharesSold(sold) if sold.listing == *address => Some(sold),
            _ => None,
        });
        let mut sum = 0;
        for sold in bought {
            sum += sold.shares;
            let buyer = self.before::<Position>(&sold.buyer_position).unwrap();
            let token = self.before::<Token>(&sold.token).unwrap();
            let is_owner = buyer.member == token.owner;
            let in_window =
                is_owner || self.now >= book.owner_until && (buyer.shares > 0 || self.now >= book.holders_until);
            holds!(ListingEdges, in_window && self.now < book.expires_at, "{address} was bought from");
            let is_enough = sold.shares >= book.minimum_fill.min(book.shares);
            holds!(ListingEdges, is_enough && sold.seller_position == *seller, "how {address} was bought from");
        }
        equal!(ListingEdges, sum, book.shares - left, "shares bought from {address}");
    }

    fn reports(&self) {
        for (address, was, is) in edits(&self.was.reports, &self.is.reports) {
            let kept = |was: i64, is: i64| was == 0 || was == is;
            holds!(ReportEdges, kept(was.missed_at, is.missed_at), "{address} was missing");
            holds!(ReportEdges, kept(was.short_at, is.short_at), "{address} was short");
            holds!(ReportEdges, was.filed_at == 0 || is.filed_at != 0, "{address} was filed");
            holds!(ReportEdges, was.late <= is.late, "{address} was late");
        }
    }

    fn notices(&self) {
        for (address, was, is) in edits(&self.was.tokens, &self.is.tokens) {
            let policies = (was.policy_term().unwrap(), is.policy_term().unwrap());
            self.noticed(policies.0, policies.1, "policy", address);
            self.noticed(was.hold_term(), is.hold_term(), "hold", address);
            self.noticed(was.authorised_term(), is.authorised_term(), "authorised shares", address);
        }
        for (address, was, is) in edits(&self.was.networks, &self.is.networks) {
            if was.parameters != is.parameters {
                let due = was.parameters_effective_at != 0 && was.parameters_effective_at <= self.now;
                holds!(Notice, due && is.parameters == was.pending_parameters, "the parameters of {address}");
            }
            if is.parameters_effective_at != was.parameters_effective_at && is.parameters_effective_at != 0 {
                let delay = i64::from(was.parameters.parameter_delay);
                let at_least = self.now.saturating_add(delay);
                holds!(Notice, is.parameters_effective_at >= at_least, "the delay of {address}");
            }
        }
    }

    /// What is in force grows only by what was announced in time.
    fn noticed<T: Copy + Ord>(&self, was: Term<T>, is: Term<T>, what: &str, token: &Address) {
        holds!(Notice, is.at(self.now) <= was.at(self.now), "the {what} of {token}, at once");
        let later = is != was && is.announced > is.at(self.now);
        let in_time = is.effective_at >= self.now + i64::from(NOTICE);
        holds!(Notice, !later || in_time, "the {what} of {token}, too soon");
    }

    /// What ends, and where its rent goes.
    pub(super) fn ends(&self) {
        macro_rules! for_ever {
            ($($map:ident)+) => {$(
                for (address, _, is) in changes(&self.was.$map, &self.is.$map) {
                    holds!(Ends, is.is_some(), "{address} of {} is gone", stringify!($map));
                }
            )+};
        }
        for_ever!(networks members links tokens distributions rounds reports lists);
        let mut back: std::collections::BTreeMap<Address, u64> = Default::default();
        macro_rules! ended {
            ($($map:ident)+) => {$(
                for (address, was, is) in changes(&self.was.$map, &self.is.$map) {
                    if let (Some(was), None) = (was, is) {
                        let lamports = self.before.get(address).map_or(0, ReadableAccount::lamports);
                        *back.entry(was.rent_payer).or_default() += lamports;
                    }
                }
            )+};
        }
        ended!(stewards applications positions subscriptions listings recoveries complaints);
        for (address, was, is) in changes(&self.was.positions, &self.is.positions) {
            let unused = was.is_none_or(|position| position.used == 0);
            holds!(Ends, is.is_some() || unused, "the used position {address} is gone");
        }
        // The payer of the transaction also pays its fee and what begins; he gets what the lamports of all say.
        for (rent_payer, lamports) in back.into_iter().filter(|(address, _)| *address != self.world.payer) {
            let was = self.before.get(&rent_payer).map_or(0, ReadableAccount::lamports);
            let spent = self.signed(&rent_payer);
            let got = self.world.lamports(&rent_payer) >= was + lamports;
            holds!(Ends, spent || got, "{rent_payer} did not get his rent of {lamports} back");
        }
    }
}
