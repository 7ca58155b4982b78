//! Rounds, listings, and positions that were left.

use std::collections::BTreeMap;

use personal_token_core::{
    fee,
    round::{State, SubscriptionState},
};
use personal_token_sdk::{
    state::{Position, Round, Subscription, Token},
    Address,
};

use super::{equal, find, holds, money, Invariant, Ledger};
use crate::World;

impl Ledger {
    /// What is sold, raised and moved of one token.
    pub fn raising(&self, world: &World, address: &Address, token: &Token) {
        let rounds: BTreeMap<_, _> = self.rounds.iter().filter(|(_, round)| round.token == *address).collect();
        equal!(OneRound, rounds.len(), token.rounds as usize, "the number of rounds");
        let is_under_way = |round: &Round| match State::from_byte(round.book.state) {
            Ok(State::Open) => world.now() < round.book.closes_at,
            Ok(State::Completing) => true,
            _ => false,
        };
        let under_way: Vec<_> = rounds.values().filter(|round| is_under_way(round)).collect();
        holds!(OneRound, under_way.len() <= 1, "two rounds at once");
        let completing = under_way.first().filter(|round| round.book.state == State::Completing.byte());
        equal!(OneRound, token.unsettled, completing.map_or(0, |round| round.book.accepted), "unsettled = accepted");
        if let Some(round) = under_way.first() {
            equal!(OneRound, token.round_closes_at, round.book.closes_at, "when the round closes");
            let book = &round.book;
            let fee = fee::floor(book.shares, book.equity_fee).unwrap();
            let most = [token.total, book.shares, fee].into_iter().map(u128::from).sum::<u128>();
            let authorised = [token.authorised_at(world.now()), book.issued, book.fee_issued];
            let authorised = authorised.into_iter().map(u128::from).sum::<u128>();
            holds!(Authorised, most <= authorised, "a round beyond the authorised shares");
        }
        let priced = |round: &&Round| round.book.issued > 0 && round.book.price == token.last_round_price;
        let is_of_a_round = token.last_round_price == 0 || rounds.values().copied().any(|round| priced(&round));
        holds!(LastPrice, is_of_a_round, "the last price of {address}");
        for (address, round) in rounds {
            self.round(world, address, round, token);
        }
    }

    /// Locked and listed ≤ shares; listed is what its listings hold; one that was left is empty.
    pub fn listings(&self) {
        let mut listed: BTreeMap<&Address, u64> = BTreeMap::new();
        for (address, listing) in &self.listings {
            let position = find(&self.positions, &listing.position, Invariant::Listed);
            let of_seller = (listing.seller, listing.token) == (position.member, position.token);
            holds!(Listed, of_seller, "whose listing {address} is");
            holds!(Listed, listing.book.shares > 0 && listing.nonce < position.listings, "the listing {address}");
            *listed.entry(&listing.position).or_default() += listing.book.shares;
        }
        for (address, position) in &self.positions {
            let spoken_for = u128::from(position.locked) + u128::from(position.listed);
            holds!(SpokenFor, spoken_for <= u128::from(position.shares), "locked + listed ≤ shares of {address}");
            if position.successor == Address::default() {
                let sum = listed.get(address).copied().unwrap_or(0);
                equal!(Listed, sum, position.listed, "listed = Σ listings of {address}");
                continue;
            }
            let successor = find(&self.positions, &position.successor, Invariant::Left);
            let is_its = (successor.member, successor.token) == (position.member, position.token);
            holds!(Left, is_its, "whose successor it is");
            let left = (position.shares, position.owed.get(), position.locked, position.listed, position.cost_basis);
            equal!(Left, left, (0, 0, 0, 0, 0), "{address}, which was left");
        }
    }

    /// Its escrow holds exactly what its subscriptions and its owner are owed; its books are the sums over them.
    fn round(&self, world: &World, address: &Address, round: &Round, token: &Token) {
        let book = &round.book;
        equal!(RoundBooks, book.invariant(), Ok(()), "the books of a round");
        money::vault(world, &round.escrow, address, &token.quote_mint, "the escrow");
        let owed = book.owed_to_investors + book.owed_to_owner + world.donated(round.escrow);
        equal!(Escrow, world.quote_in(round.escrow), owed, "the escrow = what is owed");

        let parts: Vec<_> = self.subscriptions.values().filter(|part| part.round == *address).collect();
        let owed: u64 = parts.iter().map(|part| part.book.owed).sum();
        equal!(Subscribed, owed, book.owed_to_investors, "Σ subscription.owed = owed to investors");
        equal!(Subscribed, parts.len(), book.subscriptions as usize, "the number of subscriptions");
        let accepted = || parts.iter().filter(|part| part.book.state == SubscriptionState::Accepted.byte());
        equal!(Subscribed, accepted().count(), book.accepted as usize, "the number of those accepted");
        let accepted_shares: u64 = accepted().map(|part| part.book.accepted).sum();
        equal!(Subscribed, accepted_shares, book.accepted_shares, "the shares accepted");

        equal!(RoundBooks, book.raised, book.issued * book.price, "raised = issued × price");
        holds!(RoundBooks, book.issued + book.accepted_shares <= book.shares, "more was sold than offered");
        holds!(RoundBooks, book.owed_to_owner <= book.raised, "the owner is owed more than was raised");
        let part = fee::floor(book.issued, book.equity_fee).unwrap();
        holds!(RoundBooks, book.fee_issued <= part, "the treasury's part");
        for part in parts {
            self.subscription(part, round);
        }
    }

    fn subscription(&self, part: &Subscription, round: &Round) {
        let (book, price) = (&part.book, round.book.price);
        let (asked, owed) = (book.shares * price, book.owed);
        match book.state().unwrap() {
            SubscriptionState::Pending | SubscriptionState::Declined => {
                equal!(SubscriptionBooks, (book.accepted, owed), (0, asked), "none of it is accepted")
            }
            SubscriptionState::Accepted => {
                equal!(SubscriptionBooks, owed, asked, "all of an accepted subscription is in escrow");
                let limits = round.book.minimum_subscription..=book.shares;
                holds!(SubscriptionBooks, limits.contains(&book.accepted), "accepted beyond the limits");
                holds!(SubscriptionBooks, book.accepted_after <= round.book.undos, "accepted after how many undos");
            }
            SubscriptionState::Settled => {
                equal!(SubscriptionBooks, owed + book.accepted * price, asked, "shares or money")
            }
        }
        let mut positions = self.positions.values().filter(|position| position.token == round.token);
        let is_used = |position: &Position| position.member == part.member && position.used != 0;
        holds!(Kept, positions.any(is_used), "a subscriber whose position could be closed");
    }
}
