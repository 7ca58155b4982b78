//! Which fields never change, which never fall, and which only some instructions write.

use personal_token_sdk::instruction::Kind::{self, *};

use super::{edits, Step};
use crate::invariants::{equal, holds};

/// Instructions that end or change a recovery, and so a member's.
const RECOVERY: &[Kind] = &[RecoveryPropose, RecoveryVeto, RecoveryExecute];

impl Step<'_> {
    /// Counters and books that only grow.
    pub(super) fn never_less(&self) {
        macro_rules! monotone {
            ($map:ident: $($field:ident $(. $part:ident)* $(($get:tt))?),+) => {
                for (address, was, is) in edits(&self.was.$map, &self.is.$map) {
                    $(holds!(
                        Monotone,
                        is.$field$(.$part)* $(.get $get)? >= was.$field$(.$part)* $(.get $get)?,
                        "{} of {address} fell", stringify!($field$(.$part)*)
                    );)+
                }
            };
        }
        monotone!(networks: charter_version);
        monotone!(tokens: deposited, paid, credited, total, distributions, rounds);
        monotone!(positions: listings, complaints);
        monotone!(rounds: book.issued, book.fee_issued, book.raised, book.undos, book.reopened_at);
        monotone!(members: charter_version, reputation_as_of);
        for (address, was, is) in edits(&self.was.tokens, &self.is.tokens) {
            holds!(Monotone, is.acc.get() >= was.acc.get(), "acc of {address} fell");
        }
        for (address, was, is) in edits(&self.was.positions, &self.is.positions) {
            holds!(Monotone, is.last.get() >= was.last.get(), "the checkpoint of {address} went back");
            // What was held stays held; what is kept may come to be held.
            let is_later = was.used == is.used || was.used == 0 || is.used == 1;
            holds!(Monotone, is_later, "the use of {address} went from {} to {}", was.used, is.used);
            // Another wallet's boundary may have been set earlier; none is forgotten.
            let first =
                was.contact_first_set_at == 0 || (1..=was.contact_first_set_at).contains(&is.contact_first_set_at);
            holds!(Monotone, first, "the first boundary of {address}");
        }
    }

    /// What an account is about, and the terms that it was opened with.
    pub(super) fn never_another(&self) {
        macro_rules! fixed {
            ($map:ident: $($field:ident $(. $part:ident)*),+) => {
                // What several instructions had may have ended and begun anew.
                let all = edits(&self.was.$map, &self.is.$map);
                for (address, was, is) in all.filter(|(address, ..)| self.once(address)) {
                    $(equal!(
                        Fixed,
                        is.$field$(.$part)*,
                        was.$field$(.$part)*,
                        "{} of {address}", stringify!($field$(.$part)*)
                    );)+
                }
            };
        }
        fixed!(networks: creator, name, quote_mint, treasury, treasury_quote_account);
        fixed!(stewards: network, member, rent_payer);
        fixed!(applications: network, wallet, rent_payer, roles, charter_version, applied_at);
        fixed!(members: network, identity, roles, admitted_at);
        fixed!(links: network, wallet, member);
        fixed!(tokens: network, owner, mint, vault, quote_mint, terms_hash, created_at, owner_first_refusal);
        fixed!(tokens: holder_first_refusal, mint_bump, vault_bump);
        fixed!(positions: member, token, share_account, wallet, quote_account, rent_payer);
        fixed!(rounds: token, escrow, index, announced_at, book.shares, book.price, book.minimum_raise);
        fixed!(rounds: book.minimum_subscription, book.maximum_subscription, book.opens_at, book.closes_at, book.lock);
        fixed!(rounds: book.undo_window, book.equity_fee);
        fixed!(subscriptions: round, member, rent_payer, subscribed_at, book.shares);
        fixed!(listings: position, token, seller, rent_payer, nonce, listed_at, book.price, book.minimum_fill);
        fixed!(listings: book.owner_until, book.holders_until, book.expires_at, book.owner_fee, book.network_fee);
        fixed!(complaints: token, position, member, owner, index, category, severity, contact, occurred_at, filed_at);
        fixed!(complaints: lapses_at, evidence_hash, rent_payer);
        fixed!(reports: token, year);
        for (address, was, is) in edits(&self.was.distributions, &self.is.distributions) {
            equal!(Fixed, is, was, "the record {address}");
        }
        for (address, was, is) in edits(&self.was.lists, &self.is.lists) {
            equal!(Fixed, is, was, "the account list {address}");
        }
    }

    /// Fields that only some instructions write.
    pub(super) fn fields(&self) {
        let only = |changed: bool, kinds: &[Kind], what: &str, address: &personal_token_sdk::Address| {
            let ours = self.did_to(kinds, address);
            holds!(Fields, !changed || ours, "the {what} of {address} changed without {kinds:?}");
        };
        for (address, was, is) in edits(&self.was.members, &self.is.members) {
            let status = [MemberSuspend, MemberReinstate, MemberLeave, MemberExclude];
            only(was.status != is.status, &status, "status", address);
            only(was.wallet != is.wallet, &[RecoveryExecute], "wallet", address);
            only(was.quote_account != is.quote_account, &[RecoveryExecute], "quote account", address);
            only(was.recovery_until != is.recovery_until, RECOVERY, "recovery", address);
            let holds = [MemberHold, MemberRelease, RecoveryExecute];
            only(was.held_until != is.held_until, &holds, "hold", address);
            let judged = [ComplaintResolve, ComplaintOverturn, ReportRecord];
            only(was.reputation() != is.reputation(), &judged, "reputation", address);
            only(was.token != is.token, &[TokenCreate], "token", address);
            holds!(Fields, was.token == is.token || !was.has_token(), "{address} has another token");
            only(was.charter_version != is.charter_version, &[CharterAcknowledge], "charter", address);
            only(was.education_attested_at != is.education_attested_at, &[MemberAttest], "attestation", address);
        }
        for (address, was, is) in edits(&self.was.tokens, &self.is.tokens) {
            only(was.policy_term() != is.policy_term(), &[TokenSetPolicy], "policy", address);
            only(was.hold_term() != is.hold_term(), &[TokenSetHold], "hold", address);
            only(was.pause() != is.pause(), &[TokenPause, TokenResume], "pause", address);
            only(was.authorised_term() != is.authorised_term(), &[TokenAuthorise], "authorised shares", address);
            only(was.total != is.total, &[TokenIssue, RoundSettle], "total", address);
            only(was.acc != is.acc || was.deposited != is.deposited, &[ProceedsDeposit, ListingBuy], "acc", address);
            let pays = [ProceedsDeposit, ProceedsClaim, ProceedsDistribute, ListingBuy];
            only(was.paid != is.paid, &pays, "payments", address);
            only(was.years != is.years || was.year_gross != is.year_gross, &pays, "years", address);
            only(was.last_round_price != is.last_round_price, &[RoundSettle], "last price", address);
        }
        for (address, was, is) in edits(&self.was.positions, &self.is.positions) {
            let moves = [Execute, ListingBuy, RecoveryMove];
            only(was.cap != is.cap, &[PositionAdmit, RecoveryMove], "cap", address);
            let approved = |position: &personal_token_sdk::state::Position| {
                (position.approved_from, position.approved_shares, position.approval_expires_at)
            };
            let is_used_up = is.approved_shares == 0 && self.did_to(&moves, address);
            let changed = approved(was) != approved(is) && !is_used_up;
            only(changed, &[PositionApprove, RecoveryMove], "approval", address);
            let boundary = [PositionSetBoundary, RecoveryMove];
            only(was.boundary() != is.boundary(), &boundary, "boundary", address);
            only(was.successor != is.successor, &[RecoveryMove], "successor", address);
            holds!(Fields, was.successor == is.successor || was.replaced_by().is_none(), "{address} was left twice");
            only(was.held_until != is.held_until, &[PositionMark], "mark", address);
            only(was.listed != is.listed, &[ListingOpen, ListingBuy, ListingCancel, RecoveryMove], "listing", address);
            let gets = [Execute, ListingBuy, RecoveryMove, RoundSettle, TokenIssue];
            only(was.shares != is.shares, &gets, "shares", address);
        }
    }
}
