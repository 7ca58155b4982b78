//! Rounds and sales.

use super::{Choice, Kind};
use crate::search::{
    model::{Listing, Part, Round, Stage, DAY, TOKENS},
    op::{Op, Terms, TokenId, Wallet},
};

impl Choice<'_> {
    pub(super) fn raising(&mut self, kind: Kind) -> Option<Op> {
        let model = self.model;
        let now = model.now;
        let of_final = |round: &Round| round.is_final(now);
        Some(match kind {
            Kind::OpenRound => self.open_round(),
            Kind::Subscribe => self.subscribe(),
            Kind::Accept | Kind::Decline => {
                let (token, round, member) = self.part(|round, part| round.is_open(now) && part == Part::Pending);
                let by = self.owner(token);
                let asked = self.asked(token, round, member);
                match kind {
                    Kind::Accept => Op::Accept { token, round, by, member, shares: self.amount.of(asked) },
                    _ => Op::Decline { token, round, by, member },
                }
            }
            Kind::Withdraw => {
                let (token, round, member) = self.part(|round, part| round.undos > 0 || part != Part::Accepted);
                let wallet = if self.is_wild() { self.wallet() } else { model.members[member].wallet };
                Op::Withdraw { token, round, member, wallet }
            }
            Kind::Complete => {
                let (token, round) = self.round(|round| round.is_open(now) && round.accepted().0 > 0);
                Op::Complete { token, round, by: self.owner(token) }
            }
            Kind::Undo => {
                let (token, round) = self.round(|round| round.stage == Stage::Completing);
                Op::Undo { token, round, by: self.owner(token) }
            }
            Kind::CancelRound => {
                let (token, round) = self.round(|round| round.stage == Stage::Open);
                Op::CancelRound { token, round, by: self.owner(token) }
            }
            Kind::Settle => {
                let (token, round, member) = self.part(|round, part| of_final(round) && part == Part::Accepted);
                Op::Settle { token, round, member, wallet: self.wallet_of(member) }
            }
            Kind::Refund => {
                let (token, round, member) = self.part(|round, part| {
                    round.is_over(now) || matches!(part, Part::Declined | Part::Settled) || of_final(round)
                });
                let signer = self.chance(4).then(|| model.members[member].wallet);
                Op::Refund { token, round, member, signer }
            }
            Kind::Collect => {
                let (token, round) = self.round(|round| round.to_owner > 0);
                let signer = self.chance(4).then(|| self.owner(token));
                Op::Collect { token, round, signer }
            }
            Kind::List => self.list(),
            Kind::Buy => self.buy(),
            Kind::Unlist => {
                let (token, seller, nonce) = self.listing(|_, _| true);
                let signer = match self.pick() % 4 {
                    0 => self.wallet(),
                    _ => model.purses[seller].member.map_or(seller, |member| model.members[member].wallet),
                };
                Op::Unlist { token, seller, nonce, signer }
            }
            _ => return None,
        })
    }

    /// The member's present wallet; sometimes one that he had.
    pub(super) fn wallet_of(&mut self, member: usize) -> Wallet {
        let model = self.model;
        let all = 0..model.purses.len();
        let his: Vec<_> = all.filter(|wallet| model.purses[*wallet].member == Some(member)).collect();
        match self.is_wild() {
            true => self.of(&his).unwrap_or(0),
            false => model.members[member].wallet,
        }
    }

    /// A round of which this is true, or the first one of some token.
    pub(super) fn round(&mut self, is: impl Fn(&Round) -> bool) -> (TokenId, usize) {
        let model = self.model;
        let of = |token: TokenId| {
            let rounds = model.tokens[token].rounds.iter().enumerate();
            let wild = self.is_wild();
            rounds.filter(|(_, round)| wild || is(round)).map(move |(index, _)| (token, index)).collect::<Vec<_>>()
        };
        let all: Vec<_> = (0..TOKENS).flat_map(of).collect();
        match self.of(&all) {
            Some(round) => round,
            None => (self.token(), 0),
        }
    }

    /// A subscription of which this is true.
    pub(super) fn part(&mut self, is: impl Fn(&Round, Part) -> bool) -> (TokenId, usize, usize) {
        let model = self.model;
        let mut all = Vec::new();
        for (token, book) in model.tokens.iter().enumerate() {
            for (index, round) in book.rounds.iter().enumerate() {
                let parts = round.subscriptions.iter().filter(|(_, part)| self.is_wild() || is(round, part.part));
                all.extend(parts.map(|(member, _)| (token, index, *member)));
            }
        }
        match self.of(&all) {
            Some(part) => part,
            None => (self.token(), 0, self.member()),
        }
    }

    fn asked(&self, token: TokenId, round: usize, member: usize) -> u64 {
        let model = self.model;
        let round = model.tokens[token].rounds.get(round);
        let part = round.and_then(|round| round.subscriptions.get(&member));
        part.map_or(1, |part| part.shares)
    }

    fn open_round(&mut self) -> Op {
        let model = self.model;
        let idle = |token: &TokenId| {
            let book = &model.tokens[*token];
            book.unsettled == 0 && model.now >= book.round_closes_at
        };
        let idle: Vec<_> = (0..TOKENS).filter(idle).collect();
        let token = self.of(&idle).unwrap_or(0);
        let book = &model.tokens[token];
        let left = book.authorised.at(model.now).saturating_sub(book.total);
        let shares = match self.is_wild() {
            true => self.amount.of(left),
            false => (left / 4).min(20_000),
        };
        let price = [1, 3, 997, 1_000_000, u64::MAX][self.pick() % if self.is_wild() { 5 } else { 4 }];
        let least = [0, 1, 1, 10][self.pick() % if self.is_wild() { 4 } else { 3 }].max(u64::from(!self.is_wild()));
        let most = [shares, shares / 2 + 1, shares][self.pick() % 3];
        let terms = Terms {
            shares,
            price,
            minimum_raise: [0, 1, price.saturating_mul(10)][self.pick() % 3],
            least,
            most,
            delay: [0, 0, 3_600][self.pick() % 3],
            duration: [5, 20, 30, if self.is_wild() { 91 } else { 40 }][self.pick() % 4] * 86_400,
            window: [0, 3_600, 21_600, 86_400][self.pick() % 4],
            lock: [0, 86_400, 20 * 86_400][self.pick() % 3],
        };
        let index = u32::try_from(book.rounds.len()).expect("rounds");
        let with_treasury = self.chance(2);
        Op::OpenRound { token, by: self.owner(token), index, with_treasury, terms }
    }

    fn subscribe(&mut self) -> Op {
        let model = self.model;
        let now = model.now;
        let (token, round) = self.round(|round| round.is_open(now));
        let found = model.tokens[token].rounds.get(round);
        let subscribed = |wallet: Wallet| {
            let member = model.present(wallet);
            member
                .is_none_or(|member| member == token || found.is_some_and(|it| it.subscriptions.contains_key(&member)))
        };
        let wallet = self.holder(token, |wallet| !subscribed(wallet));
        let money = model.purses[wallet].quote.unwrap_or(0);
        let most = found.map_or(1, |round| round.most.min(money / round.price));
        let least = found.map_or(1, |round| round.least);
        let shares = match self.is_wild() {
            true => self.amount.of(most),
            false => self.amount.of(most / 4).clamp(least, most.max(least)),
        };
        Op::Subscribe { token, round, wallet, source: wallet, shares }
    }

    fn list(&mut self) -> Op {
        let model = self.model;
        let token = self.token();
        let wallet = self.holder(token, |wallet| model.free_shares(token, wallet) > 0 && model.is_present(wallet));
        let nonce = model.positions.get(&(token, wallet)).map_or(0, |position| position.listings);
        let shares = self.amount.of(model.free_shares(token, wallet));
        let price = [2, 7, 1_003, 1_000_000, 1, u64::MAX][self.pick() % if self.is_wild() { 6 } else { 4 }];
        let minimum = [1, shares / 2, shares, 0][self.pick() % if self.is_wild() { 4 } else { 3 }];
        let days: i64 = [1, 5, 30, 100, 366][self.pick() % if self.is_wild() { 5 } else { 4 }];
        let duration = u32::try_from(days * DAY).expect("seconds");
        Op::List { token, wallet, nonce, shares, price, minimum: minimum.max(u64::from(!self.is_wild())), duration }
    }

    pub(super) fn listing(&mut self, is: impl Fn(Wallet, &Listing) -> bool) -> (TokenId, Wallet, u32) {
        let model = self.model;
        let wild = self.is_wild();
        let fitting = model.listings.iter().filter(|((_, seller, _), listing)| wild || is(*seller, listing));
        let all: Vec<_> = fitting.map(|(key, _)| *key).collect();
        match self.of(&all) {
            Some(listing) => listing,
            None => (self.token(), self.wallet(), 0),
        }
    }

    /// Who could pay and may receive, as far as he himself is concerned.
    fn is_able(&self, wallet: Wallet, price: u64) -> bool {
        let model = self.model;
        let purse = &model.purses[wallet];
        let has_money = !purse.frozen && purse.quote.is_some_and(|quote| quote >= price);
        model.present(wallet).map(|member| &model.members[member]).is_some_and(|member| {
            let is_welcome = member.is_in_good_standing(model.now) && member.charter == model.charter;
            has_money && is_welcome && !member.is_held(model.now)
        })
    }

    fn buy(&mut self) -> Op {
        let (model, now) = (self.model, self.model.now);
        let is_free = |wallet: Wallet| model.present(wallet).is_some_and(|member| !model.members[member].is_held(now));
        let (token, seller, nonce) = self.listing(|seller, listing| is_free(seller) && now < listing.expires_at);
        let listing = model.listings.get(&(token, seller, nonce));
        let (left, price, until) = listing.map_or((1, 2, 0), |found| (found.shares, found.price, found.owner_until));
        // The owner alone at first, then holders, then anybody: mostly somebody whose turn it is.
        let able = self.positions(token, |wallet| wallet != seller && self.is_able(wallet, price));
        let holders: Vec<_> = able.iter().copied().filter(|wallet| model.shares(token, *wallet) > 0).collect();
        let buyer = match self.pick() % 4 {
            0 => self.of(&able),
            _ if now < until => Some(self.owner(token)),
            _ => self.of(&holders),
        };
        let buyer = buyer.unwrap_or_else(|| self.wallet());
        let affordable = left.min(model.purses[buyer].quote.unwrap_or(0) / price);
        let least = listing.map_or(0, |found| found.minimum.min(found.shares));
        let shares = match self.is_wild() {
            true => self.amount.of(affordable),
            false => self.amount.of(affordable).max(least),
        };
        let minimum = [1, shares.min(left), 0][self.pick() % 3];
        let maximum_price = [price, u64::MAX, price - 1][self.pick() % if self.is_wild() { 3 } else { 2 }];
        Op::Buy { token, seller, nonce, buyer, shares, minimum, maximum_price }
    }
}
