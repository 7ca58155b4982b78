//! Rounds.

use personal_token_core::{round::Terms, DAY};
use personal_token_sdk::{
    instruction::{
        RoundAccept, RoundCancel, RoundCollect, RoundComplete, RoundDecline, RoundOpen, RoundRefund, RoundSettle,
        RoundSubscribe, RoundUndo, RoundWithdraw, TokenAuthorise,
    },
    pda,
    state::{Round, Subscription},
};
use solana_address::Address;

use super::{Person, TokenFixture, World};

/// A round and its addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundFixture {
    /// Whose shares they are.
    pub token: TokenFixture,
    /// Its number.
    pub index: u32,
    /// The round account.
    pub round: Address,
    /// Where the money waits.
    pub escrow: Address,
}

impl RoundFixture {
    /// The addresses of the round of that number.
    pub fn of(token: &TokenFixture, index: u32) -> Self {
        let round = pda::round(token.token, index);
        Self { token: *token, index, round, escrow: pda::escrow(round) }
    }

    /// The subscription of a member.
    pub fn subscription(&self, investor: Person) -> Address {
        pda::subscription(self.round, investor.member)
    }
}

impl World {
    /// A million shares at 1,000 units each for a month, from one share to all of them an investor; it opens as soon as
    /// it may, is undone within six hours, and the shares are locked for half a year.
    pub fn round_terms(&self) -> Terms {
        Terms {
            shares: 1_000_000,
            price: 1_000,
            minimum_raise: 0,
            minimum_subscription: 1,
            maximum_subscription: 1_000_000,
            delay: 0,
            duration: 30 * DAY,
            undo_window: DAY / 4,
            lock: 180 * DAY,
        }
    }

    /// The instruction that announces a token's next round; the treasury has no position.
    pub fn round_open(&self, token: &TokenFixture, terms: Terms) -> RoundOpen {
        RoundOpen {
            payer: self.payer,
            owner: token.owner.wallet,
            owner_member: token.owner.member,
            network: self.network,
            quote_mint: token.quote_mint,
            treasury: None,
            index: self.token_state(token).rounds,
            terms,
        }
    }

    /// Announces a token's next round.
    #[track_caller]
    pub fn announce_round(&mut self, token: &TokenFixture, terms: Terms) -> RoundFixture {
        let open = self.round_open(token, terms);
        self.must(&[open.instruction()]);
        RoundFixture::of(token, open.index)
    }

    /// Announces a token's next round, and waits until it opens.
    #[track_caller]
    pub fn open_round(&mut self, token: &TokenFixture, terms: Terms) -> RoundFixture {
        let round = self.announce_round(token, terms);
        let opens_at = self.round_state(&round).book.opens_at;
        self.warp_to(opens_at.max(self.now()));
        round
    }

    /// The instruction by which an investor subscribes with the money in his own account.
    pub fn round_subscribe(&self, round: &RoundFixture, investor: Person, shares: u64) -> RoundSubscribe {
        RoundSubscribe {
            payer: self.payer,
            wallet: investor.wallet,
            member: investor.member,
            network: self.network,
            mint: round.token.mint,
            index: round.index,
            source: round.token.quote_account(investor.wallet),
            shares,
        }
    }

    /// Gives an investor just the money for it, and he subscribes.
    #[track_caller]
    pub fn subscribe(&mut self, round: &RoundFixture, investor: Person, shares: u64) {
        let price = self.round_state(round).book.price;
        self.fund(investor.wallet, price * shares);
        let subscribe = self.round_subscribe(round, investor, shares);
        self.must(&[subscribe.instruction()]);
    }

    /// The instruction by which the owner accepts so many shares of a subscription.
    pub fn round_accept(&self, round: &RoundFixture, investor: Person, shares: u64) -> RoundAccept {
        let Person { wallet: owner, member: owner_member } = round.token.owner;
        RoundAccept { owner, owner_member, index: round.index, member: investor.member, shares }
    }

    /// The owner accepts so many shares of a subscription.
    #[track_caller]
    pub fn accept(&mut self, round: &RoundFixture, investor: Person, shares: u64) {
        let accept = self.round_accept(round, investor, shares);
        self.must(&[accept.instruction()]);
    }

    /// An investor subscribes, and the owner accepts all of it.
    #[track_caller]
    pub fn subscribe_and_accept(&mut self, round: &RoundFixture, investor: Person, shares: u64) {
        self.subscribe(round, investor, shares);
        self.accept(round, investor, shares);
    }

    /// The instruction by which the owner declines a subscription.
    pub fn round_decline(&self, round: &RoundFixture, investor: Person) -> RoundDecline {
        let Person { wallet: owner, member: owner_member } = round.token.owner;
        RoundDecline { owner, owner_member, index: round.index, member: investor.member }
    }

    /// The owner declines a subscription.
    #[track_caller]
    pub fn decline(&mut self, round: &RoundFixture, investor: Person) {
        let decline = self.round_decline(round, investor);
        self.must(&[decline.instruction()]);
    }

    /// The instruction by which an investor takes his subscription back.
    pub fn round_withdraw(&self, round: &RoundFixture, investor: Person) -> RoundWithdraw {
        RoundWithdraw {
            wallet: investor.wallet,
            member: investor.member,
            mint: round.token.mint,
            index: round.index,
            rent_payer: self.payer,
            quote_account: round.token.quote_account(investor.wallet),
        }
    }

    /// The instruction by which the owner completes a round.
    pub fn round_complete(&self, round: &RoundFixture) -> RoundComplete {
        let Person { wallet: owner, member: owner_member } = round.token.owner;
        let treasury = self.network_state().treasury;
        RoundComplete { owner, owner_member, network: self.network, treasury, index: round.index }
    }

    /// The owner completes a round.
    #[track_caller]
    pub fn complete(&mut self, round: &RoundFixture) {
        let complete = self.round_complete(round);
        self.must(&[complete.instruction()]);
    }

    /// The owner completes a round, and the undo window passes.
    #[track_caller]
    pub fn finalise(&mut self, round: &RoundFixture) {
        self.complete(round);
        let until = self.round_state(round).book.undo_until().unwrap();
        self.warp_to(until);
    }

    /// The instruction by which the owner undoes a completion.
    pub fn round_undo(&self, round: &RoundFixture) -> RoundUndo {
        let Person { wallet: owner, member: owner_member } = round.token.owner;
        RoundUndo { owner, owner_member, index: round.index }
    }

    /// The owner undoes a completion.
    #[track_caller]
    pub fn undo(&mut self, round: &RoundFixture) {
        let undo = self.round_undo(round);
        self.must(&[undo.instruction()]);
    }

    /// The instruction by which the owner cancels a round.
    pub fn round_cancel(&self, round: &RoundFixture) -> RoundCancel {
        let Person { wallet: owner, member: owner_member } = round.token.owner;
        RoundCancel { owner, owner_member, index: round.index }
    }

    /// The owner cancels a round.
    #[track_caller]
    pub fn cancel(&mut self, round: &RoundFixture) {
        let cancel = self.round_cancel(round);
        self.must(&[cancel.instruction()]);
    }

    /// The instruction that settles a subscription, with the treasury's position if the round records one.
    pub fn round_settle(&self, round: &RoundFixture, investor: Person) -> RoundSettle {
        let recorded = self.round_state(round).treasury_position;
        let apart = recorded != Address::default() && recorded != round.token.position(investor.wallet);
        RoundSettle {
            network: self.network,
            mint: round.token.mint,
            index: round.index,
            member: investor.member,
            wallet: investor.wallet,
            treasury: apart.then(|| self.network_state().treasury),
        }
    }

    /// Settles a subscription.
    #[track_caller]
    pub fn settle(&mut self, round: &RoundFixture, investor: Person) {
        let settle = self.round_settle(round, investor);
        self.must(&[settle.instruction()]);
    }

    /// The instruction that pays an investor back; nobody signs.
    pub fn round_refund(&self, round: &RoundFixture, investor: Person) -> RoundRefund {
        RoundRefund {
            wallet: None,
            member: investor.member,
            mint: round.token.mint,
            index: round.index,
            rent_payer: self.payer,
            quote_account: round.token.quote_account(investor.wallet),
        }
    }

    /// Pays an investor back.
    #[track_caller]
    pub fn refund(&mut self, round: &RoundFixture, investor: Person) {
        let refund = self.round_refund(round, investor);
        self.must(&[refund.instruction()]);
    }

    /// The instruction that pays the owner what was raised; nobody signs.
    pub fn round_collect(&self, round: &RoundFixture) -> RoundCollect {
        let owner = round.token.owner;
        let quote_account = round.token.quote_account(owner.wallet);
        RoundCollect { wallet: None, owner_member: owner.member, index: round.index, quote_account }
    }

    /// Pays the owner what was raised.
    #[track_caller]
    pub fn collect(&mut self, round: &RoundFixture) {
        let collect = self.round_collect(round);
        self.must(&[collect.instruction()]);
    }

    /// The instruction by which the owner announces more authorised shares.
    pub fn token_authorise(&self, token: &TokenFixture, authorised: u64) -> TokenAuthorise {
        let Person { wallet: owner, member: owner_member } = token.owner;
        TokenAuthorise { owner, owner_member, network: self.network, authorised }
    }

    /// A round as it is now.
    pub fn round_state(&self, round: &RoundFixture) -> Round {
        self.read(round.round)
    }

    /// A subscription as it is now.
    pub fn subscription_state(&self, round: &RoundFixture, investor: Person) -> Subscription {
        self.read(round.subscription(investor))
    }
}
