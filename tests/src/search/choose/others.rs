//! Time, terms, keys, and the guard rails.

use super::{Choice, Kind};
use crate::search::{
    model::{year_of, Complaint, Decision, Status, DAY, MEMBERS, TOKENS},
    op::{Op, TokenId, Wallet},
};

impl Choice<'_> {
    pub(super) fn others(&mut self, kind: Kind) -> Option<Op> {
        let model = self.model;
        let now = model.now;
        Some(match kind {
            Kind::Warp => Op::Warp { seconds: self.seconds() },
            Kind::Hold => {
                let days = [1, 10, 30, 31][self.pick() % if self.is_wild() { 4 } else { 3 }];
                Op::Hold { by: self.governor(), member: self.member(), seconds: days * 86_400 }
            }
            Kind::Release => {
                let member = self.member_who(|member| now < model.members[member].held_until);
                Op::Release { by: self.governor(), member }
            }
            Kind::Mark => {
                let token = self.token();
                let doubtful = |wallet: Wallet| {
                    let member = model.purses[wallet].member;
                    let is_held = member.is_some_and(|member| model.members[member].is_held(now));
                    is_held || model.positions[&(token, wallet)].held_until != 0 || !model.is_present(wallet)
                };
                Op::Mark { token, wallet: self.holder(token, doubtful) }
            }
            Kind::Propose => {
                let member = self.member_who(|member| !model.recoveries.contains_key(&member));
                let stewards = [crate::search::model::RON, crate::search::model::RITA];
                let mut stewards = stewards.map(|steward| model.members[steward].wallet);
                if self.is_wild() {
                    stewards[1] = self.wallet();
                }
                Op::Propose { stewards, member, new_wallet: self.spare() }
            }
            Kind::Veto => {
                let member = self.member_who(|member| model.recoveries.contains_key(&member));
                let signer = if self.chance(3) { self.wallet() } else { model.members[member].wallet };
                Op::Veto { signer, member }
            }
            Kind::Execute => {
                let due = |member| model.recoveries.get(&member).is_some_and(|it| now >= it.executable_at);
                Op::Execute { member: self.member_who(due) }
            }
            Kind::Move => self.relocate(),
            Kind::SetPolicy => {
                let token = self.token();
                Op::SetPolicy { token, by: self.owner(token), policy: [0, 1, 0, 2, 0, 3][self.pick() % 6] }
            }
            Kind::SetHold => {
                let token = self.token();
                let hold = [3_600, 86_400, 20 * 86_400, 60][self.pick() % if self.is_wild() { 4 } else { 3 }];
                Op::SetHold { token, by: self.owner(token), hold }
            }
            Kind::Pause => {
                let token = self.token();
                let days = [1, 14, 15][self.pick() % if self.is_wild() { 3 } else { 2 }];
                Op::Pause { token, by: self.owner(token), seconds: days * 86_400 }
            }
            Kind::Resume => {
                let paused: Vec<_> = (0..TOKENS).filter(|token| now < model.tokens[*token].paused_until).collect();
                let token = self.of(&paused).unwrap_or(0);
                Op::Resume { token, by: self.owner(token) }
            }
            Kind::Authorise => {
                let token = self.token();
                let authorised = model.tokens[token].authorised.at(now);
                let authorised = [authorised, authorised + 1_000_000, authorised - 1][self.pick() % 3];
                Op::Authorise { token, by: self.owner(token), authorised }
            }
            Kind::Halt => Op::Halt { by: self.authority() },
            Kind::EndHalt => Op::EndHalt { by: self.authority() },
            Kind::Publish => {
                let text = model.charter_text + u32::from(!self.is_wild());
                Op::Publish { by: self.authority(), clauses: 13, text }
            }
            Kind::Acknowledge => {
                let member = self.member_who(|member| model.members[member].charter != model.charter);
                let version = model.charter - u32::from(self.is_wild());
                Op::Acknowledge { wallet: self.wallet_of(member), version, clauses: model.clauses }
            }
            Kind::SetBoundary => {
                let token = self.token();
                let (by, holder) = (self.owner(token), self.holder(token, |wallet| wallet != token));
                Op::SetBoundary { token, by, holder, contact: [0, 1, 2, 3][self.pick() % 4] }
            }
            Kind::Complain => self.complain(),
            Kind::Reply => {
                let (token, holder, index) = self.complaint(|complaint| complaint.decided.is_none());
                let member = model.purses[holder].member.unwrap_or(0);
                Op::Reply { token, holder, index, by: self.wallet_of(member) }
            }
            Kind::Resolve => {
                let (token, holder, index) =
                    self.complaint(|complaint| complaint.decided.is_none() && now >= complaint.filed_at + 7 * DAY);
                Op::Resolve { token, holder, index, by: self.governor(), decision: self.decision() }
            }
            Kind::Overturn => {
                let (token, holder, index) = self.complaint(|complaint| complaint.decided.is_some());
                Op::Overturn { token, holder, index, by: self.authority(), decision: self.decision() }
            }
            Kind::CloseComplaint => {
                let is_old = |complaint: &Complaint| complaint.overturned || now >= complaint.filed_at + 37 * DAY;
                let (token, holder, index) = self.complaint(is_old);
                Op::CloseComplaint { token, holder, index }
            }
            Kind::Report | Kind::Record => self.report(kind == Kind::Report),
            Kind::Suspend => Op::Suspend { by: self.governor(), member: self.member() },
            Kind::Exclude => Op::Exclude { by: self.authority(), member: self.member() },
            Kind::Reinstate => {
                let member = self.member_who(|member| model.members[member].status != Status::Active);
                let consent = (!self.chance(3)).then(|| self.wallet_of(member));
                let by = if self.chance(2) { self.authority() } else { self.governor() };
                Op::Reinstate { by, member, consent }
            }
            Kind::Leave => {
                let member = self.member();
                Op::Leave { wallet: self.wallet_of(member) }
            }
            _ => return None,
        })
    }

    fn member_who(&mut self, is: impl Fn(usize) -> bool) -> usize {
        let fitting: Vec<_> = (0..MEMBERS).filter(|member| is(*member)).collect();
        match self.of(&fitting) {
            Some(member) if !self.is_wild() => member,
            _ => self.member(),
        }
    }

    /// Half the time to just when something begins or ends.
    fn seconds(&mut self) -> i64 {
        let model = self.model;
        let now = model.now;
        let mut moments = Vec::new();
        for round in model.tokens.iter().flat_map(|token| &token.rounds) {
            moments.extend([round.opens_at, round.closes_at, round.completed_at + round.window]);
        }
        moments.extend(model.recoveries.values().flat_map(|it| [it.executable_at, it.lapses_at]));
        moments.extend(model.complaints.values().flat_map(|it| [it.filed_at + 7 * DAY, it.filed_at + 60 * DAY]));
        moments.extend(model.listings.values().flat_map(|it| [it.owner_until, it.holders_until, it.expires_at]));
        moments.extend(model.positions.values().map(|position| position.unlocks_at));
        moments.retain(|moment| (now + 1..now + 60 * DAY).contains(moment));
        moments.sort_unstable();
        moments.truncate(6);
        match self.of(&moments) {
            Some(moment) if self.chance(2) => moment - now - i64::from(self.chance(8)),
            _ => [1, 60, 3_600, 21_600, DAY, DAY, 2 * DAY, 5 * DAY, 9 * DAY, 31 * DAY, 100 * DAY][self.pick() % 11],
        }
    }

    fn relocate(&mut self) -> Op {
        let model = self.model;
        let left = model.positions.iter().filter(|((_, wallet), position)| {
            position.successor.is_none() && model.purses[*wallet].member.is_some() && !model.is_present(*wallet)
        });
        let left: Vec<_> = left.map(|(key, _)| *key).collect();
        let (token, old) = match self.of(&left) {
            Some(found) => found,
            None => (self.token(), self.wallet()),
        };
        let member = model.purses[old].member.unwrap_or(0);
        let new = if self.is_wild() { self.wallet() } else { model.members[member].wallet };
        Op::Move { token, member, old, new }
    }

    fn complain(&mut self) -> Op {
        let model = self.model;
        let token = self.token();
        let by = self.owner(token);
        let holder = self.holder(token, |wallet| wallet != token && model.positions[&(token, wallet)].has_held);
        let index = model.positions.get(&(token, holder)).map_or(0, |position| position.complaints);
        let category = u8::try_from(1 + self.pick() % 5).expect("a category");
        let severity = u8::try_from(1 + self.pick() % 3).expect("a severity");
        let occurred_at = model.now - [0, 1, DAY, -1][self.pick() % if self.is_wild() { 4 } else { 3 }];
        Op::Complain { token, by, holder, index, category, severity, occurred_at }
    }

    fn complaint(&mut self, is: impl Fn(&Complaint) -> bool) -> (TokenId, Wallet, u32) {
        let model = self.model;
        let wild = self.is_wild();
        let fitting = model.complaints.iter().filter(|(_, complaint)| wild || is(complaint));
        let all: Vec<_> = fitting.map(|(key, _)| *key).collect();
        self.of(&all).unwrap_or((0, crate::search::model::TREASURY, 0))
    }

    fn decision(&mut self) -> Decision {
        match self.pick() % 6 {
            0 => Decision::Dismissed,
            1 => Decision::Abusive,
            2 => Decision::Upheld(3),
            3 => Decision::Upheld(2),
            _ => Decision::Upheld(1),
        }
    }

    fn report(&mut self, files: bool) -> Op {
        let model = self.model;
        let token = self.token();
        let back = [1, 1, 2, 0][self.pick() % if self.is_wild() { 4 } else { 3 }];
        let year = u16::try_from(year_of(model.now) - back).expect("a year");
        let deposited = model.tokens[token].years.get(&i64::from(year)).copied().unwrap_or(0);
        let proceeds = self.amount.of(deposited);
        match files {
            true => Op::Report { token, by: self.owner(token), year, proceeds, cost: [0, 1][self.pick() % 2] },
            false => {
                let witness = self.holder(token, |wallet| wallet != token && model.shares(token, wallet) > 0);
                Op::Record { token, year, witness }
            }
        }
    }
}
