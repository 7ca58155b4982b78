//! Shares and money.

use super::{Choice, Kind};
use crate::search::{
    model::{year_of, DAY, OUTSIDER},
    op::{Op, Wallet},
};

impl Choice<'_> {
    pub(super) fn money(&mut self, kind: Kind) -> Option<Op> {
        let model = self.model;
        Some(match kind {
            Kind::Transfer | Kind::ZeroTransfer | Kind::SelfTransfer => self.transfer(kind),
            Kind::Delegate => {
                let token = self.token();
                let from = self.holder(token, |_| true);
                let delegate = self.wallet();
                Op::Delegate { token, from, delegate, shares: self.amount.of(model.shares(token, from)) }
            }
            Kind::DelegateTransfer => {
                let delegates: Vec<_> = model.delegates.iter().map(|(key, value)| (*key, *value)).collect();
                let ((token, from), (authority, most)) = self.of(&delegates).unwrap_or(((0, 0), (OUTSIDER, 1)));
                let to = self.holder(token, |wallet| wallet != from && model.is_present(wallet));
                let shares = self.amount.of(most.min(model.free_shares(token, from)));
                Op::Transfer { token, from, to, authority, shares }
            }
            Kind::Issue => {
                let token = if self.chance(4) { self.token() } else { 2 };
                let shares = self.amount.of(model.tokens[token].authorised.at(model.now) / 2);
                Op::Issue { token, by: self.owner(token), shares }
            }
            Kind::OpenPosition => self.open_position(),
            Kind::ClosePosition => {
                let token = self.token();
                let unused = |wallet| {
                    let position = &model.positions[&(token, wallet)];
                    !position.has_held && !position.is_kept
                };
                Op::ClosePosition { token, wallet: self.holder(token, unused) }
            }
            Kind::Admit => {
                let token = self.token();
                let (by, holder) = (self.owner(token), self.holder(token, |_| true));
                Op::Admit { token, by, holder, cap: [0, 1, 100, 2_500, 10_000, 10_001][self.pick() % 6] }
            }
            Kind::Approve => {
                let token = self.token();
                let (by, holder) = (self.owner(token), self.holder(token, |_| true));
                let from = self.holder(token, |wallet| model.shares(token, wallet) > 0);
                let shares = self.amount.of(model.shares(token, from));
                let expires_at = model.now + [0, 1, DAY, 90 * DAY][self.pick() % 4];
                Op::Approve { token, by, holder, from, shares, expires_at }
            }
            Kind::Deposit | Kind::DepositNet => self.deposit(kind == Kind::DepositNet),
            Kind::Claim => {
                let token = self.token();
                let holder = self.holder(token, |_| true);
                let signer = self.chance(3).then_some(holder);
                Op::Claim { token, holder, to: holder, signer }
            }
            Kind::ClaimTwice => {
                let token = self.token();
                Op::ClaimTwice { token, holder: self.holder(token, |_| true) }
            }
            Kind::Distribute => self.distribute(),
            Kind::Fund => {
                let amount = [1_000, 1_000_000, 1_000_000_000_000, 1 << 60][self.pick() % 4];
                Op::Fund { wallet: self.wallet(), amount: self.amount.of(amount).min(1 << 61) }
            }
            Kind::Pay => {
                let (from, to) = (self.wallet(), self.wallet());
                Op::Pay { from, to, amount: self.amount.of(model.purses[from].quote.unwrap_or(0)) }
            }
            Kind::Freeze => Op::Freeze { wallet: self.wallet() },
            Kind::Thaw => {
                let all = 0..model.purses.len();
                let frozen: Vec<_> = all.filter(|wallet| model.purses[*wallet].frozen).collect();
                Op::Thaw { wallet: self.of(&frozen).unwrap_or(0) }
            }
            Kind::OpenQuote => {
                let all = 0..crate::search::model::FOUNDER;
                let missing: Vec<_> = all.filter(|wallet| model.purses[*wallet].quote.is_none()).collect();
                Op::OpenQuote { wallet: self.of(&missing).unwrap_or(0) }
            }
            Kind::CloseQuote => {
                let all = 0..crate::search::model::FOUNDER;
                let empty: Vec<_> = all.filter(|wallet| model.purses[*wallet].quote == Some(0)).collect();
                Op::CloseQuote { wallet: self.of(&empty).unwrap_or(0) }
            }
            Kind::DonateToVault => Op::DonateToVault { token: self.token(), amount: self.amount.of(1_000).min(10_000) },
            Kind::DonateToEscrow => {
                let (token, round) = self.round(|_| true);
                Op::DonateToEscrow { token, round, amount: self.amount.of(1_000).min(10_000) }
            }
            _ => return None,
        })
    }

    fn transfer(&mut self, kind: Kind) -> Op {
        let model = self.model;
        let token = self.token();
        let may_send = |wallet: Wallet| {
            model.present(wallet).is_some_and(|member| {
                let routes = member < model.tokens.len() && member != token;
                !routes && model.members[member].is_in_good_standing(model.now)
            })
        };
        let may_receive = |wallet: Wallet| {
            model.present(wallet).is_some_and(|member| model.members[member].is_in_good_standing(model.now))
        };
        let from = self.holder(token, |wallet| model.free_shares(token, wallet) > 0 && may_send(wallet));
        let to = match kind {
            Kind::Transfer => self.holder(token, |wallet| wallet != from && may_receive(wallet)),
            _ => from,
        };
        let shares = match kind {
            Kind::ZeroTransfer => 0,
            Kind::SelfTransfer => self.amount.of(model.shares(token, from)),
            _ => self.amount.of(model.free_shares(token, from)),
        };
        let authority = if self.is_wild() { self.wallet() } else { from };
        Op::Transfer { token, from, to, authority, shares }
    }

    fn open_position(&mut self) -> Op {
        let model = self.model;
        let token = self.token();
        let all = 0..crate::search::model::FOUNDER;
        let without: Vec<_> = all
            .filter(|wallet| model.is_present(*wallet) && !model.positions.contains_key(&(token, *wallet)))
            .collect();
        let wallet = match self.of(&without) {
            Some(wallet) if !self.is_wild() => wallet,
            _ => self.wallet(),
        };
        Op::OpenPosition { token, wallet }
    }

    fn deposit(&mut self, net: bool) -> Op {
        let model = self.model;
        let token = self.token();
        let by = self.owner(token);
        let index = model.tokens[token].distributions;
        let gross = self.amount.of(model.purses[by].quote.unwrap_or(0));
        let cost = [0, 0, 1, gross / 3, gross][self.pick() % 5];
        let proceeds = gross.saturating_add(cost);
        let present = year_of(model.now);
        let year = match self.pick() % 16 {
            0 => 1999,
            1 => present + 1,
            back => present - i64::try_from(back % 3).expect("years"),
        };
        let year = u16::try_from(year).expect("a year");
        Op::Deposit { token, by, source: by, index, net, proceeds, cost, year }
    }

    /// Some holders, in any order, some twice, some not of this token, some with another's account.
    fn distribute(&mut self) -> Op {
        let token = self.token();
        let holders = self.positions(token, |_| true);
        let pairs = (0..self.pick() % 8).map(|_| {
            let holder = self.of(&holders).unwrap_or(0);
            match self.pick() % 8 {
                0 => (token, holder, self.wallet()),
                1 => (self.token(), holder, holder),
                2 => (token, self.wallet(), holder),
                _ => (token, holder, holder),
            }
        });
        let pairs = pairs.collect();
        Op::Distribute { token, pairs }
    }
}
