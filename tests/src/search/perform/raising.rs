//! Rounds and sales.

use personal_token_core::round::Terms;
use personal_token_sdk::{
    instruction::{
        ListingBuy, ListingCancel, ListingOpen, RoundAccept, RoundCancel, RoundCollect, RoundComplete, RoundDecline,
        RoundOpen, RoundRefund, RoundSettle, RoundSubscribe, RoundUndo, RoundWithdraw, RoutedGain,
    },
    Address,
};
use solana_instruction::Instruction;

use super::{index, Stage};
use crate::{
    search::{
        model::{TOKENS, TREASURY},
        op::{Op, TokenId, Wallet},
    },
    world::Person,
};

impl Stage<'_> {
    pub(super) fn raising(&self, op: &Op) -> Option<Vec<Instruction>> {
        let (payer, network) = (self.cast.payer, self.cast.network);
        let owner_member = |token: TokenId| self.owner_member(token);
        let member = |member: usize| self.cast.members[member];
        let present = |member: usize| self.cast.quote(self.model.members[member].wallet);
        let instruction = match *op {
            Op::OpenRound { token, by, index, with_treasury, terms } => RoundOpen {
                payer,
                owner: self.wallet(by),
                owner_member: owner_member(token),
                network,
                quote_mint: self.cast.quote_mint,
                treasury: with_treasury.then(|| self.wallet(TREASURY)),
                index,
                terms: Terms {
                    shares: terms.shares,
                    price: terms.price,
                    minimum_raise: terms.minimum_raise,
                    minimum_subscription: terms.least,
                    maximum_subscription: terms.most,
                    delay: terms.delay,
                    duration: terms.duration,
                    undo_window: terms.window,
                    lock: terms.lock,
                },
            }
            .instruction(),
            Op::Subscribe { token, round, wallet, source, shares } => {
                let (source, Person { wallet, member }) = (self.cast.quote(source), self.person(wallet));
                let (mint, index) = (self.mint(token), index(round));
                RoundSubscribe { payer, wallet, member, network, mint, index, source, shares }.instruction()
            }
            Op::Accept { token, round, by, member: investor, shares } => {
                let (owner, owner_member, index) = (self.wallet(by), owner_member(token), index(round));
                RoundAccept { owner, owner_member, index, member: member(investor), shares }.instruction()
            }
            Op::Decline { token, round, by, member: investor } => {
                let (owner, owner_member, index) = (self.wallet(by), owner_member(token), index(round));
                RoundDecline { owner, owner_member, index, member: member(investor) }.instruction()
            }
            Op::Withdraw { token, round, member: investor, wallet } => RoundWithdraw {
                wallet: self.wallet(wallet),
                member: member(investor),
                mint: self.mint(token),
                index: index(round),
                rent_payer: payer,
                quote_account: present(investor),
            }
            .instruction(),
            Op::Complete { token, round, by } => {
                let (owner, owner_member, index) = (self.wallet(by), owner_member(token), index(round));
                RoundComplete { owner, owner_member, network, treasury: self.wallet(TREASURY), index }.instruction()
            }
            Op::Undo { token, round, by } => {
                let (owner, owner_member, index) = (self.wallet(by), owner_member(token), index(round));
                RoundUndo { owner, owner_member, index }.instruction()
            }
            Op::CancelRound { token, round, by } => {
                let (owner, owner_member, index) = (self.wallet(by), owner_member(token), index(round));
                RoundCancel { owner, owner_member, index }.instruction()
            }
            Op::Settle { token, round, member: investor, wallet } => {
                let recorded = self.model.tokens[token].rounds.get(round).and_then(|round| round.treasury);
                let apart = recorded.filter(|treasury| *treasury != wallet);
                let treasury = apart.map(|treasury| self.wallet(treasury));
                let (mint, member, wallet) = (self.mint(token), member(investor), self.wallet(wallet));
                RoundSettle { network, mint, index: index(round), member, wallet, treasury }.instruction()
            }
            Op::Refund { token, round, member: investor, signer } => RoundRefund {
                wallet: signer.map(|signer| self.wallet(signer)),
                member: member(investor),
                mint: self.mint(token),
                index: index(round),
                rent_payer: payer,
                quote_account: present(investor),
            }
            .instruction(),
            Op::Collect { token, round, signer } => {
                let (owner_member, quote_account) = (owner_member(token), present(token));
                let wallet = signer.map(|signer| self.wallet(signer));
                RoundCollect { wallet, owner_member, index: index(round), quote_account }.instruction()
            }
            Op::List { token, wallet, nonce, shares, price, minimum, duration } => {
                let (mint, Person { wallet, member }) = (self.mint(token), self.person(wallet));
                let minimum_fill = minimum;
                ListingOpen { payer, wallet, member, network, mint, nonce, shares, price, minimum_fill, duration }
                    .instruction()
            }
            Op::Buy { .. } => self.buy(op)?,
            Op::Unlist { token, seller, nonce, signer } => ListingCancel {
                signer: self.wallet(signer),
                member: self.member(seller),
                mint: self.mint(token),
                wallet: self.wallet(seller),
                nonce,
                rent_payer: payer,
            }
            .instruction(),
            _ => return None,
        };
        Some(vec![instruction])
    }

    fn buy(&self, op: &Op) -> Option<Instruction> {
        let &Op::Buy { token, seller, nonce, buyer, shares, minimum, maximum_price } = op else { return None };
        let account_of = |member: usize| self.cast.quote(self.model.members[member].wallet);
        let seller_member = self.model.purses[seller].member;
        let buy = ListingBuy {
            buyer: self.wallet(buyer),
            buyer_member: self.member(buyer),
            network: self.cast.network,
            mint: self.mint(token),
            source: self.cast.quote(buyer),
            seller: self.wallet(seller),
            seller_member: self.member(seller),
            nonce,
            rent_payer: self.cast.payer,
            seller_quote_account: seller_member.map_or_else(Address::default, account_of),
            owner_member: self.owner_member(token),
            owner_quote_account: account_of(token),
            treasury_quote_account: self.cast.quote(TREASURY),
            routed_gain: seller_member.and_then(|member| self.routed_gain(token, member, seller)),
            shares,
            minimum_shares: minimum,
            maximum_price,
        };
        Some(buy.instruction())
    }

    fn routed_gain(&self, token: TokenId, seller_member: usize, seller: Wallet) -> Option<RoutedGain> {
        let routes = seller_member < TOKENS && seller_member != token;
        let has_position = self.model.positions.contains_key(&(seller_member, seller));
        routes.then(|| RoutedGain { own_mint: self.mint(seller_member), has_position })
    }
}
