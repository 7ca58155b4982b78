//! Tokens, positions, transfers and proceeds.

use personal_token_core::{member::role, policy::Policy, proceeds::Source, DAY};
use personal_token_sdk::{
    instruction::{
        CreateAssociatedToken, PositionAdmit, PositionApprove, PositionOpen, ProceedsClaim, ProceedsDeposit,
        ProceedsDistribute, SharesTransfer, TokenCreate, TokenIssue, TokenSetPolicy,
    },
    pda, TOKEN_2022_ID,
};
use solana_address::Address;

use super::{addresses::remembered, hash, Person, World};
use crate::Outcome;

/// The shares of a token, unless a test asks for others.
pub const SHARES: u64 = 10_000_000;

/// What a token is created with.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Shares issued to the owner; none are if 0.
    pub shares: u64,
    /// The most there may be.
    pub authorised: u64,
    /// The transfer policy.
    pub policy: Policy,
    /// Seconds for which received shares are locked.
    pub hold: u32,
}

impl Default for Terms {
    fn default() -> Self {
        Self { shares: SHARES, authorised: SHARES, policy: Policy::Open, hold: 90 * DAY }
    }
}

/// A token and its addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenFixture {
    /// Whose it is.
    pub owner: Person,
    /// The share mint.
    pub mint: Address,
    /// The token account.
    pub token: Address,
    /// The quote vault.
    pub vault: Address,
    /// The hook's account list.
    pub extra_account_metas: Address,
    /// The quote mint.
    pub quote_mint: Address,
}

impl TokenFixture {
    /// The addresses of the token that `owner` has or would have.
    pub fn of(owner: Person, quote_mint: Address) -> Self {
        let mint = pda::mint(owner.member);
        Self {
            owner,
            mint,
            token: pda::token(mint),
            vault: pda::vault(mint),
            extra_account_metas: pda::extra_account_metas(mint),
            quote_mint,
        }
    }

    /// The share account of a wallet.
    pub fn share_account(&self, wallet: Address) -> Address {
        remembered(pda::share_account, wallet, self.mint)
    }

    /// The position of a wallet.
    pub fn position(&self, wallet: Address) -> Address {
        remembered(pda::position_of, wallet, self.mint)
    }

    /// The quote account of a wallet.
    pub fn quote_account(&self, wallet: Address) -> Address {
        remembered(pda::quote_account, wallet, self.quote_mint)
    }

    /// A position and the quote account it is paid into.
    pub fn pair(&self, wallet: Address) -> (Address, Address) {
        (self.position(wallet), self.quote_account(wallet))
    }

    /// The record of a deposit.
    pub fn distribution(&self, index: u32) -> Address {
        pda::distribution(self.token, index)
    }
}

impl World {
    // Tokens

    /// The instruction that creates a member's token.
    pub fn token_create(&self, owner: Person, terms: Terms) -> TokenCreate {
        TokenCreate {
            payer: self.payer,
            owner: owner.wallet,
            network: self.network,
            member: owner.member,
            quote_mint: self.quote_mint,
            name: "Ada Lovelace".into(),
            symbol: "ADA".into(),
            uri: "https://example.com/ada.json".into(),
            terms_hash: hash("terms"),
            authorised: terms.authorised,
            policy: terms.policy,
            hold: terms.hold,
        }
    }

    /// Creates a member's token with an open position of the owner, and issues its shares.
    pub fn token_with(&mut self, owner: Person, terms: Terms) -> TokenFixture {
        let create = self.token_create(owner, terms);
        self.must(&[create.instruction()]);
        let token = TokenFixture::of(owner, self.quote_mint);
        self.open_position(owner, &token);
        if terms.shares > 0 {
            let issue = TokenIssue { owner: owner.wallet, owner_member: owner.member, shares: terms.shares };
            self.must(&[issue.instruction()]);
        }
        token
    }

    /// A member who has a token of his own, all of whose shares are his: the cooling-off passed.
    pub fn owner_with_token(&mut self, name: &str) -> TokenFixture {
        self.owner_with(name, Terms::default())
    }

    /// As [`World::owner_with_token`], with other terms.
    pub fn owner_with(&mut self, name: &str, terms: Terms) -> TokenFixture {
        let owner = self.member(name, role::ALL);
        self.warp(i64::from(self.network_state().parameters.cooling_off));
        self.token_with(owner, terms)
    }

    /// Sets a policy that has to be in force at once or after its notice, which passes.
    pub fn set_policy(&mut self, token: &TokenFixture, policy: Policy) {
        let Person { wallet: owner, member: owner_member } = token.owner;
        self.must(&[TokenSetPolicy { owner, owner_member, network: self.network, policy }.instruction()]);
        let effective_at = self.token_state(token).policy_effective_at;
        if effective_at > self.now() {
            self.warp_to(effective_at);
        }
    }

    // Positions

    /// The instruction that opens a position.
    pub fn position_open(&self, holder: Person, token: &TokenFixture) -> PositionOpen {
        PositionOpen { payer: self.payer, wallet: holder.wallet, member: holder.member, mint: token.mint }
    }

    /// Creates the share account of a wallet and returns it.
    pub fn create_share_account(&mut self, wallet: Address, token: &TokenFixture) -> Address {
        let mint = token.mint;
        let create = CreateAssociatedToken { payer: self.payer, wallet, mint, token_program: TOKEN_2022_ID };
        self.must(&[create.instruction()]);
        token.share_account(wallet)
    }

    /// Creates share account and quote account, and opens the position, which is returned.
    pub fn open_position(&mut self, holder: Person, token: &TokenFixture) -> Address {
        self.quote_account(holder.wallet);
        self.create_share_account(holder.wallet, token);
        let open = self.position_open(holder, token);
        self.must(&[open.instruction()]);
        token.position(holder.wallet)
    }

    /// An investor to whom the owner sent shares, which are locked for the hold; none are sent if 0.
    pub fn holder(&mut self, name: &str, token: &TokenFixture, shares: u64) -> Person {
        let person = self.investor(name);
        self.open_position(person, token);
        if shares > 0 {
            self.transfer(token, token.owner, person, shares).expect_success();
        }
        person
    }

    /// The owner admits a holder up to a cap.
    pub fn admit(&mut self, token: &TokenFixture, holder: Person, cap: u16) {
        let Person { wallet: owner, member: owner_member } = token.owner;
        let admit = PositionAdmit { owner, owner_member, mint: token.mint, holder: holder.wallet, cap };
        self.must(&[admit.instruction()]);
    }

    /// The owner approves a receipt.
    pub fn approve(&mut self, token: &TokenFixture, from: Person, to: Person, shares: u64, expires_at: i64) {
        let Person { wallet: owner, member: owner_member } = token.owner;
        let (mint, holder, from) = (token.mint, to.wallet, from.wallet);
        self.must(&[PositionApprove { owner, owner_member, mint, holder, from, shares, expires_at }.instruction()]);
    }

    // Transfers

    /// The instruction of a wallet transfer.
    pub fn shares_transfer(&self, token: &TokenFixture, from: Person, to: Person, shares: u64) -> SharesTransfer {
        SharesTransfer {
            authority: from.wallet,
            mint: token.mint,
            network: self.network,
            source_wallet: from.wallet,
            source_member: from.member,
            destination_wallet: to.wallet,
            destination_member: to.member,
            shares,
        }
    }

    /// A wallet transfer.
    #[must_use = "say whether it was to succeed or to be refused, and how"]
    #[track_caller]
    pub fn transfer(&mut self, token: &TokenFixture, from: Person, to: Person, shares: u64) -> Outcome {
        let transfer = self.shares_transfer(token, from, to, shares);
        self.send(&[transfer.instruction()])
    }

    // Proceeds

    /// The instruction that deposits `proceeds` from the owner's quote account, gross, with no cost basis.
    pub fn proceeds_deposit(&self, token: &TokenFixture, proceeds: u64) -> ProceedsDeposit {
        ProceedsDeposit {
            payer: self.payer,
            owner: token.owner.wallet,
            owner_member: token.owner.member,
            mint: token.mint,
            source: token.quote_account(token.owner.wallet),
            net: false,
            index: self.token_state(token).distributions,
            kind: Source::CompanyEquity,
            year: 2026,
            proceeds,
            cost_basis: 0,
            asset_hash: hash("asset"),
            evidence_hash: hash("evidence"),
        }
    }

    /// Gives the owner the money, and deposits it gross.
    #[must_use = "say whether it was to succeed or to be refused, and how"]
    #[track_caller]
    pub fn deposit(&mut self, token: &TokenFixture, amount: u64) -> Outcome {
        self.fund(token.owner.wallet, amount);
        let deposit = self.proceeds_deposit(token, amount);
        self.send(&[deposit.instruction()])
    }

    /// Gives the owner the money, and deposits it net of his own part.
    #[must_use = "say whether it was to succeed or to be refused, and how"]
    #[track_caller]
    pub fn deposit_net(&mut self, token: &TokenFixture, amount: u64) -> Outcome {
        self.fund(token.owner.wallet, amount);
        let deposit = ProceedsDeposit { net: true, ..self.proceeds_deposit(token, amount) };
        self.send(&[deposit.instruction()])
    }

    /// The instruction that pays one holder.
    pub fn proceeds_claim(&self, token: &TokenFixture, wallet: Address) -> ProceedsClaim {
        let (position, quote_account) = token.pair(wallet);
        ProceedsClaim { mint: token.mint, position, quote_account, holder: None }
    }

    /// Pays one holder; nobody but the payer signs.
    #[must_use = "say whether it was to succeed or to be refused, and how"]
    #[track_caller]
    pub fn claim(&mut self, token: &TokenFixture, wallet: Address) -> Outcome {
        let claim = self.proceeds_claim(token, wallet);
        self.send(&[claim.instruction()])
    }

    /// Pays holders in one batch; nobody but the payer signs.
    #[must_use = "say whether it was to succeed or to be refused, and how"]
    #[track_caller]
    pub fn distribute(&mut self, token: &TokenFixture, wallets: &[Address]) -> Outcome {
        let pairs = wallets.iter().map(|wallet| token.pair(*wallet)).collect();
        self.send(&[ProceedsDistribute { mint: token.mint, pairs }.instruction()])
    }
}
