//! Rounds, listings, and positions that were left.

use std::collections::BTreeMap;

use personal_token_core::{
    fee,
    round::{State, SubscriptionState},
};
use personal_token_sdk::{
    pda,
    state::{Position, Round, Subscription, Token},
    Address, TOKEN_ID,
};

use super::Ledger;
use crate::World;

impl Ledger {
    /// What is sold, raised and moved of one token.
    pub(super) fn raising(&self, world: &World, address: &Address, token: &Token) {
        let rounds: BTreeMap<_, _> = self.rounds.iter().filter(|(_, round)| round.token == *address).collect();
        assert_eq!(rounds.len(), token.rounds as usize, "the number of rounds");
        let is_under_way = |round: &Round| match State::from_byte(round.book.state).unwrap() {
            State::Open => world.now() < round.book.closes_at,
            State::Completing => true,
            State::Settled | State::Cancelled => false,
        };
        let under_way: Vec<_> = rounds.values().filter(|round| is_under_way(round)).collect();
        assert!(under_way.len() <= 1, "two rounds at once");
        let completing = under_way.first().filter(|round| round.book.state == State::Completing.byte());
        assert_eq!(token.unsettled, completing.map_or(0, |round| round.book.accepted), "unsettled = accepted");
        if let Some(round) = under_way.first() {
            assert_eq!(token.round_closes_at, round.book.closes_at, "when the round closes");
            let book = &round.book;
            let fee = fee::floor(book.shares, book.equity_fee).unwrap();
            let still = book.shares - book.issued + fee - book.fee_issued;
            assert!(token.total + still <= token.authorised_at(world.now()), "a round beyond the authorised shares");
        }
        let priced = |round: &&Round| round.book.issued > 0 && round.book.price == token.last_round_price;
        assert!(token.last_round_price == 0 || rounds.values().copied().any(|round| priced(&round)), "the last price");
        for (address, round) in rounds {
            self.round(world, address, round, token);
        }
        for (address, position) in self.positions.iter().filter(|(_, position)| position.token == *address) {
            self.position(address, position);
        }
        for listing in self.listings.values().filter(|listing| listing.token == *address) {
            let position = &self.positions[&listing.position];
            assert_eq!((listing.seller, listing.token), (position.member, position.token), "whose listing it is");
            assert!(listing.book.shares > 0 && listing.nonce < position.listings);
        }
    }

    /// Its escrow holds exactly what its subscriptions and its owner are owed; its books are the sums over them.
    fn round(&self, world: &World, address: &Address, round: &Round, token: &Token) {
        let book = &round.book;
        assert_eq!(book.invariant(), Ok(()), "the books of a round");
        assert_eq!((round.escrow, round.escrow_bump), pda::escrow_with_bump(*address), "the address of an escrow");
        escrow(world, address, round, token);

        let parts: Vec<_> = self.subscriptions.values().filter(|part| part.round == *address).collect();
        let owed: u64 = parts.iter().map(|part| part.book.owed).sum();
        assert_eq!(owed, book.owed_to_investors, "Σ subscription.owed = owed to investors");
        assert_eq!(parts.len(), book.subscriptions as usize, "the number of subscriptions");
        let accepted = || parts.iter().filter(|part| part.book.state == SubscriptionState::Accepted.byte());
        assert_eq!(accepted().count(), book.accepted as usize, "the number of those accepted");
        let accepted_shares: u64 = accepted().map(|part| part.book.accepted).sum();
        assert_eq!(accepted_shares, book.accepted_shares, "the shares accepted");

        assert_eq!(book.raised, book.issued * book.price, "raised = issued × price");
        assert!(book.owed_to_owner <= book.raised, "the owner is owed more than was raised");
        assert!(book.fee_issued <= fee::floor(book.issued, book.equity_fee).unwrap(), "the treasury's part");
        for part in parts {
            self.subscription(part, round);
        }
    }

    fn subscription(&self, part: &Subscription, round: &Round) {
        let (book, price) = (&part.book, round.book.price);
        let (asked, owed) = (book.shares * price, book.owed);
        match book.state().unwrap() {
            SubscriptionState::Pending | SubscriptionState::Declined => assert_eq!((book.accepted, owed), (0, asked)),
            SubscriptionState::Accepted => {
                assert_eq!(owed, asked, "all of an accepted subscription is in escrow");
                assert!((round.book.minimum_subscription..=book.shares).contains(&book.accepted));
                assert!(book.accepted_after <= round.book.undos);
            }
            SubscriptionState::Settled => assert_eq!(owed + book.accepted * price, asked, "shares or money"),
        }
        let mut positions = self.positions.values().filter(|position| position.token == round.token);
        let is_used = |position: &Position| position.member == part.member && position.used != 0;
        assert!(positions.any(is_used), "a subscriber whose position could be closed");
    }

    /// Locked and listed ≤ shares; listed is what its listings hold; one that was left is empty.
    fn position(&self, address: &Address, position: &Position) {
        let spoken_for = u128::from(position.locked) + u128::from(position.listed);
        assert!(spoken_for <= u128::from(position.shares), "locked + listed ≤ shares");
        if position.successor == Address::default() {
            let listings = self.listings.values().filter(|listing| listing.position == *address);
            let listed: u64 = listings.map(|listing| listing.book.shares).sum();
            assert_eq!(listed, position.listed, "listed = Σ listings");
            return;
        }
        let successor = &self.positions[&position.successor];
        assert_eq!((successor.member, successor.token), (position.member, position.token), "whose successor it is");
        let left = (position.shares, position.owed.get(), position.locked, position.listed, position.cost_basis);
        assert_eq!(left, (0, 0, 0, 0, 0), "a position that was left holds something");
    }
}

/// The escrow is the round's alone, and holds what is owed, and what was donated.
fn escrow(world: &World, address: &Address, round: &Round, token: &Token) {
    let account = world.account(&round.escrow).unwrap();
    assert_eq!(account.owner, TOKEN_ID);
    assert_eq!(&account.data[..32], token.quote_mint.as_ref());
    assert_eq!(&account.data[32..64], address.as_ref());
    assert_eq!(account.data[72..76], [0; 4], "the escrow has a delegate");
    assert_eq!(account.data[129..133], [0; 4], "the escrow has a close authority");
    let owed = round.book.owed_to_investors + round.book.owed_to_owner;
    assert_eq!(world.quote_in(round.escrow), owed + world.donated(round.escrow), "the escrow = what is owed");
}
