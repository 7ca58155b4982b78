//! The chain is what the model says, in every number.

use std::fmt::Debug;

use personal_token_core::{
    member::Status as ChainStatus,
    round::{State, SubscriptionState},
};
use personal_token_sdk::{
    pda,
    state::{
        self, Complaint as ChainComplaint, Listing as ChainListing, Member as ChainMember, Network,
        Position as ChainPosition, Report as ChainReport, Round as ChainRound, Subscription as ChainSubscription,
        Token as ChainToken,
    },
    Address, ID,
};

use super::{
    model::{Model, Part, Stage, Status, FOUNDER},
    op::{TokenId, Wallet},
    perform::{index, Cast},
};
use crate::{world::addresses::remembered, World};

/// Panics with "model: …" at the first difference.
#[track_caller]
pub fn compare(world: &World, cast: &Cast, model: &Model) {
    let comparison = Comparison { world, cast, model };
    same("the time", world.now(), model.now);
    let network: Network = world.read(cast.network);
    let charter = (network.halted == 1, network.charter_version, network.charter_clauses);
    same("halt and charter", charter, (model.halted, model.charter, model.clauses));
    comparison.people();
    for token in 0..model.tokens.len() {
        comparison.token(token);
        comparison.rounds(token);
    }
    for key in model.positions.keys() {
        comparison.position(key.0, key.1);
    }
    comparison.listings();
    comparison.guard();
    comparison.counts();
    let supply = world.account(&cast.quote_mint).map(|mint| u64_at(&mint.data, 36));
    same("all quote money", supply, Some(model.supply));
}

struct Comparison<'a> {
    world: &'a World,
    cast: &'a Cast,
    model: &'a Model,
}

#[track_caller]
fn same<T: PartialEq + Debug>(what: &str, chain: T, model: T) {
    assert!(chain == model, "model: {what}: {chain:?} on chain, {model:?} in the model");
}

fn u64_at(data: &[u8], offset: usize) -> u64 {
    u64::from_le_bytes(data[offset..offset + 8].try_into().unwrap())
}

impl Comparison<'_> {
    fn people(&self) {
        for (index, expected) in self.model.members.iter().enumerate() {
            let found: ChainMember = self.world.read(self.cast.members[index]);
            let what = format!("member {index}");
            same(&what, found.wallet, self.cast.wallets[expected.wallet]);
            let status = match expected.status {
                Status::Active => ChainStatus::Active,
                Status::Suspended => ChainStatus::Suspended,
                Status::Left => ChainStatus::Left,
                Status::Excluded => ChainStatus::Excluded,
            };
            same(&what, found.status, status.byte());
            let reputation = (i64::from(found.reputation), found.reputation_as_of);
            same(&what, reputation, (expected.points, expected.points_at));
            let charter = (found.charter_version, found.charter_acknowledged_at);
            same(&what, charter, (expected.charter, expected.acknowledged_at));
            let held = (found.held_until, found.next_hold_at, found.recovery_until);
            same(&what, held, (expected.held_until, expected.next_hold_at, expected.recovery_until));
        }
        for wallet in 0..FOUNDER {
            let purse = &self.model.purses[wallet];
            let account = self.world.account(&self.cast.quote(wallet));
            let found = account.map(|account| (u64_at(&account.data, 64), account.data[108] == 2));
            same(&format!("quote money of wallet {wallet}"), found, purse.quote.map(|quote| (quote, purse.frozen)));
            let link = remembered(pda::wallet_link, self.cast.network, self.cast.wallets[wallet]);
            let link = self.world.account(&link).map(|_| self.world.read::<state::WalletLink>(link).member);
            same(&format!("link of wallet {wallet}"), link, purse.member.map(|member| self.cast.members[member]));
        }
    }

    fn token(&self, token: TokenId) {
        let (expected, fixture) = (&self.model.tokens[token], &self.cast.tokens[token]);
        let found: ChainToken = self.world.read(fixture.token);
        let what = format!("token {token}");
        let shares = (found.total, found.authorised, found.announced_authorised, found.authorised_effective_at);
        let term = expected.authorised;
        same(&what, shares, (expected.total, term.current, term.announced, term.effective_at));
        let money = (found.deposited, found.paid, found.rem.get(), found.credited, found.distributions);
        let of_model = (expected.deposited, expected.paid, expected.rem, expected.credited, expected.distributions);
        same(&what, money, of_model);
        same(&what, self.world.quote_in(fixture.vault), expected.vault);
        let policy = (u64::from(found.policy), u64::from(found.announced_policy), found.policy_effective_at);
        let hold = (u64::from(found.hold), u64::from(found.announced_hold), found.hold_effective_at);
        same(&what, policy, (expected.policy.current, expected.policy.announced, expected.policy.effective_at));
        same(&what, hold, (expected.hold.current, expected.hold.announced, expected.hold.effective_at));
        same(&what, (found.paused_until, found.next_pause_at), (expected.paused_until, expected.next_pause_at));
        let rounds = (found.rounds as usize, found.round_closes_at, found.unsettled, found.last_round_price);
        let of_model = (expected.rounds.len(), expected.round_closes_at, expected.unsettled, expected.last_price);
        same(&what, rounds, of_model);
    }

    fn position(&self, token: TokenId, wallet: Wallet) {
        let (expected, fixture) = (&self.model.positions[&(token, wallet)], &self.cast.tokens[token]);
        let address = self.cast.wallets[wallet];
        let found: ChainPosition = self.world.read(fixture.position(address));
        let book: ChainToken = self.world.read(fixture.token);
        let what = format!("position of wallet {wallet} in token {token}");
        // The chain's debt lags behind; the model writes out every deposit.
        let owed = found.owed.get() + (book.acc.get() - found.last.get()) * u128::from(found.shares);
        same(&what, (found.shares, owed), (expected.shares, expected.owed));
        let bound = (found.locked, found.unlocks_at, found.listed, found.held_until);
        same(&what, bound, (expected.locked, expected.unlocks_at, expected.listed, expected.held_until));
        let permitted = (found.cost_basis, u64::from(found.cap));
        same(&what, permitted, (expected.cost, expected.cap));
        let approval = (found.approved_shares > 0).then_some((
            found.approved_from,
            found.approved_shares,
            found.approval_expires_at,
        ));
        let of_model = expected.approval.map(|(from, shares, end)| (self.cast.wallets[from], shares, end));
        same(&what, approval, of_model);
        let counts = (found.listings, found.complaints, found.opened_at);
        same(&what, counts, (expected.listings, expected.complaints, expected.opened_at));
        let successor = expected.successor.map(|next| fixture.position(self.cast.wallets[next]));
        same(&what, found.replaced_by(), successor);
        let used = match (expected.has_held, expected.is_kept) {
            (true, _) => ChainPosition::HELD,
            (false, true) => ChainPosition::KEPT,
            (false, false) => 0,
        };
        let contact = (expected.contact, expected.contact_at, expected.first_contact_at);
        same(&what, (found.contact, found.contact_set_at, found.contact_first_set_at), contact);
        same(&what, found.used, used);
    }

    fn rounds(&self, token: TokenId) {
        for (number, expected) in self.model.tokens[token].rounds.iter().enumerate() {
            let address = pda::round(self.cast.tokens[token].token, index(number));
            let found: ChainRound = self.world.read(address);
            let what = format!("round {number} of token {token}");
            let stage = match expected.stage {
                Stage::Open => State::Open,
                Stage::Completing => State::Completing,
                Stage::Settled => State::Settled,
                Stage::Cancelled => State::Cancelled,
            };
            let book = &found.book;
            same(&what, (book.state, book.undos), (stage.byte(), expected.undos));
            let times = (book.opens_at, book.closes_at, book.completed_at, book.reopened_at);
            let of_model = (expected.opens_at, expected.closes_at, expected.completed_at, expected.reopened_at);
            same(&what, times, of_model);
            let (accepted, accepted_shares) = expected.accepted();
            same(&what, (book.accepted, book.accepted_shares), (accepted, accepted_shares));
            let sold = (book.issued, book.fee_issued, book.raised, book.owed_to_owner);
            same(&what, sold, (expected.issued, expected.fee_issued, expected.raised, expected.to_owner));
            let owed: u64 = expected.subscriptions.values().map(|part| part.owed).sum();
            same(&what, book.owed_to_investors, owed);
            same(&what, self.world.quote_in(found.escrow), expected.escrow);
            same(&what, expected.escrow, owed + expected.to_owner + expected.donated);
            for (member, expected) in &expected.subscriptions {
                let found: ChainSubscription = self.world.read(pda::subscription(address, self.cast.members[*member]));
                let state = match expected.part {
                    Part::Pending => SubscriptionState::Pending,
                    Part::Accepted => SubscriptionState::Accepted,
                    Part::Declined => SubscriptionState::Declined,
                    Part::Settled => SubscriptionState::Settled,
                };
                let book = &found.book;
                let part = (book.shares, book.accepted, book.owed, book.state);
                let of_model = (expected.shares, expected.accepted, expected.owed, state.byte());
                same(&format!("{what}, member {member}"), part, of_model);
            }
        }
    }

    fn listings(&self) {
        for ((token, wallet, nonce), expected) in &self.model.listings {
            let position = self.cast.tokens[*token].position(self.cast.wallets[*wallet]);
            let book = self.world.read::<ChainListing>(pda::listing(position, *nonce)).book;
            let found = (book.shares, book.price, book.minimum_fill);
            let what = format!("listing {nonce} of wallet {wallet} in token {token}");
            same(&what, found, (expected.shares, expected.price, expected.minimum));
            let times = (book.owner_until, book.holders_until, book.expires_at);
            same(&what, times, (expected.owner_until, expected.holders_until, expected.expires_at));
        }
    }

    fn guard(&self) {
        for ((token, wallet, nonce), expected) in &self.model.complaints {
            let position = self.cast.tokens[*token].position(self.cast.wallets[*wallet]);
            let found: ChainComplaint = self.world.read(pda::complaint(position, *nonce));
            let what = format!("complaint {nonce} of token {token} about wallet {wallet}");
            same(&what, (found.filed_at, found.replied_at != 0), (expected.filed_at, expected.replied));
            let (decided_at, points) = expected.decided.map_or((0, 0), |(_, at, points)| (at, points));
            same(&what, (found.decided_at, i64::from(found.points)), (decided_at, points));
            same(&what, found.overturned == 1, expected.overturned);
        }
        for ((token, year), expected) in &self.model.reports {
            let year = u16::try_from(*year).unwrap();
            let found: ChainReport = self.world.read(pda::report(self.cast.tokens[*token].token, year));
            let what = format!("report of token {token} on {year}");
            same(&what, found.rules().gain(), expected.gain);
            let found = (found.filed_at, found.late == 1, found.missed_at != 0, found.short_at != 0);
            same(&what, found, (expected.filed_at.unwrap_or(0), expected.late, expected.missed, expected.short));
        }
    }

    /// Nothing of the program exists that the model does not know.
    fn counts(&self) {
        let accounts = &self.world.svm.accounts_db().inner;
        let mut found = [0; 6];
        let kinds = [
            ChainPosition::DISCRIMINATOR,
            ChainSubscription::DISCRIMINATOR,
            ChainListing::DISCRIMINATOR,
            ChainComplaint::DISCRIMINATOR,
            ChainReport::DISCRIMINATOR,
            state::Recovery::DISCRIMINATOR,
        ];
        for account in accounts.values().filter(|account| is_ours(*account)) {
            let data = solana_account::ReadableAccount::data(account);
            if let Some(kind) = kinds.iter().position(|kind| data.starts_with(kind)) {
                found[kind] += 1;
            }
        }
        let model = self.model;
        let rounds = model.tokens.iter().flat_map(|token| &token.rounds);
        let expected = [
            model.positions.len(),
            rounds.map(|round| round.subscriptions.len()).sum(),
            model.listings.len(),
            model.complaints.len(),
            model.reports.len(),
            model.recoveries.len(),
        ];
        same("positions, subscriptions, listings, complaints, reports, recoveries", found, expected);
    }
}

fn is_ours(account: &impl solana_account::ReadableAccount) -> bool {
    let owner: &Address = account.owner();
    *owner == ID && account.lamports() > 0
}
