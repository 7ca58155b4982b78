//! The market: listings and purchases.

use personal_token_core::DAY;
use personal_token_sdk::{
    instruction::{ListingBuy, ListingCancel, ListingOpen, RoutedGain},
    pda,
    state::{Listing, Member},
};
use solana_address::Address;

use super::{Person, TokenFixture, World};
use crate::Outcome;

/// A listing and its addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListingFixture {
    /// Whose shares they are.
    pub token: TokenFixture,
    /// Who sells them.
    pub seller: Person,
    /// Its number among those of the seller's position.
    pub nonce: u32,
    /// Who paid its rent.
    pub rent_payer: Address,
}

impl ListingFixture {
    /// The seller's position.
    pub fn position(&self) -> Address {
        self.token.position(self.seller.wallet)
    }

    /// The listing's address.
    pub fn address(&self) -> Address {
        pda::listing(self.position(), self.nonce)
    }
}

impl World {
    /// The instruction that lists shares for 60 days, in purchases of at least one.
    pub fn listing_open(&self, token: &TokenFixture, seller: Person, shares: u64, price: u64) -> ListingOpen {
        ListingOpen {
            payer: self.payer,
            wallet: seller.wallet,
            member: seller.member,
            network: self.network,
            mint: token.mint,
            nonce: self.position_state(token, seller).listings,
            shares,
            price,
            minimum_fill: 1,
            duration: 60 * DAY,
        }
    }

    /// Lists shares for 60 days.
    #[track_caller]
    pub fn list(&mut self, token: &TokenFixture, seller: Person, shares: u64, price: u64) -> ListingFixture {
        let open = self.listing_open(token, seller, shares, price);
        self.must(&[open.instruction()]);
        ListingFixture { token: *token, seller, nonce: open.nonce, rent_payer: open.payer }
    }

    /// A listing as it is now.
    pub fn listing_state(&self, listing: &ListingFixture) -> Listing {
        self.read(listing.address())
    }

    /// The instruction that buys so many shares or as many as there are, at any price, from the buyer's own account;
    /// with what routes the seller's gain, if it has to be.
    pub fn listing_buy(&self, listing: &ListingFixture, buyer: Person, shares: u64) -> ListingBuy {
        let ListingFixture { token, seller, nonce, rent_payer } = *listing;
        let (network, seller_state) = (self.network_state(), self.read::<Member>(seller.member));
        let owner_member = token.owner.member;
        let routes = network.parameters.route_gains == 1 && seller_state.has_token() && seller.member != owner_member;
        let own_mint = pda::mint(seller.member);
        let has_position = self.account(&pda::position_of(seller.wallet, own_mint)).is_some();
        ListingBuy {
            buyer: buyer.wallet,
            buyer_member: buyer.member,
            network: self.network,
            mint: token.mint,
            source: token.quote_account(buyer.wallet),
            seller: seller.wallet,
            seller_member: seller.member,
            nonce,
            rent_payer,
            seller_quote_account: seller_state.quote_account,
            owner_member,
            owner_quote_account: self.read::<Member>(owner_member).quote_account,
            treasury_quote_account: network.treasury_quote_account,
            routed_gain: routes.then_some(RoutedGain { own_mint, has_position }),
            shares,
            minimum_shares: 1,
            maximum_price: u64::MAX,
        }
    }

    /// Gives the buyer the money, and buys.
    #[must_use = "say whether it was to succeed or to be refused, and how"]
    #[track_caller]
    pub fn buy(&mut self, listing: &ListingFixture, buyer: Person, shares: u64) -> Outcome {
        self.fund_purchase(listing, buyer, shares);
        let buy = self.listing_buy(listing, buyer, shares);
        self.send(&[buy.instruction()])
    }

    /// Gives a buyer what so many shares, or as many as there are, cost.
    pub fn fund_purchase(&mut self, listing: &ListingFixture, buyer: Person, shares: u64) {
        let book = self.listing_state(listing).book;
        self.fund(buyer.wallet, book.price * shares.min(book.shares));
    }

    /// The instruction by which the seller ends his listing.
    pub fn listing_cancel(&self, listing: &ListingFixture) -> ListingCancel {
        let ListingFixture { token, seller, nonce, rent_payer } = *listing;
        ListingCancel {
            signer: seller.wallet,
            member: seller.member,
            mint: token.mint,
            wallet: seller.wallet,
            nonce,
            rent_payer,
        }
    }
}
