//! From a transaction in indexes to instructions, built by the SDK.

mod damage;
mod others;
mod raising;

use personal_token_core::proceeds::Source;
use personal_token_sdk::{
    instruction::{
        CreateAssociatedToken, Holder, PositionAdmit, PositionApprove, PositionClose, PositionOpen, ProceedsClaim,
        ProceedsDeposit, ProceedsDistribute, SharesTransfer, TokenIssue,
    },
    pda, Address, TOKEN_2022_ID, TOKEN_ID,
};
use solana_instruction::Instruction;
use spl_token_2022_interface::instruction as token_program;

use super::{
    model::{Model, MALLORY},
    op::{Op, TokenId, Wallet},
};
use crate::{
    hash,
    world::{addresses::remembered, Person, TokenFixture, World},
};

/// Who and what the indexes mean; the same in every case.
#[derive(Clone, Debug)]
pub struct Cast {
    pub wallets: Vec<Address>,
    pub members: Vec<Address>,
    pub tokens: Vec<TokenFixture>,
    pub network: Address,
    /// Founded by the attacker, who is its authority.
    pub other_network: Address,
    pub quote_mint: Address,
    pub payer: Address,
    pub issuer: Address,
}

/// The instructions of one transaction, being built.
pub(super) struct Stage<'a> {
    pub cast: &'a Cast,
    pub model: &'a Model,
}

impl Cast {
    /// The instructions of a transaction; none for what is no transaction.
    pub fn instructions(&self, model: &Model, op: &Op) -> Vec<Instruction> {
        let stage = Stage { cast: self, model };
        let built = stage.money(op).or_else(|| stage.raising(op)).or_else(|| stage.others(op));
        match op {
            Op::Attack(attack) => stage.attack(attack),
            _ => built.unwrap_or_default(),
        }
    }

    /// The canonical quote account of a wallet.
    pub fn quote(&self, wallet: Wallet) -> Address {
        remembered(pda::quote_account, self.wallets[wallet], self.quote_mint)
    }

    /// The escrow of a round.
    pub fn escrow(&self, token: TokenId, round: usize) -> Address {
        pda::escrow(pda::round(self.tokens[token].token, index(round)))
    }
}

/// The number of a round.
pub(super) fn index(round: usize) -> u32 {
    u32::try_from(round).expect("a round")
}

impl Stage<'_> {
    pub(super) fn wallet(&self, wallet: Wallet) -> Address {
        self.cast.wallets[wallet]
    }

    /// The member account of a wallet; who has none passes the attacker's.
    pub(super) fn member(&self, wallet: Wallet) -> Address {
        self.cast.members[self.model.purses[wallet].member.unwrap_or(MALLORY)]
    }

    pub(super) fn person(&self, wallet: Wallet) -> Person {
        Person { wallet: self.wallet(wallet), member: self.member(wallet) }
    }

    pub(super) fn mint(&self, token: TokenId) -> Address {
        self.cast.tokens[token].mint
    }

    /// The owner's member, whoever signs.
    pub(super) fn owner_member(&self, token: TokenId) -> Address {
        self.cast.members[token]
    }

    fn money(&self, op: &Op) -> Option<Vec<Instruction>> {
        let (payer, network) = (self.cast.payer, self.cast.network);
        let (quote_mint, issuer) = (self.cast.quote_mint, self.cast.issuer);
        let instruction = match *op {
            Op::Transfer { token, from, to, authority, shares } => SharesTransfer {
                authority: self.wallet(authority),
                mint: self.mint(token),
                network,
                source_wallet: self.wallet(from),
                source_member: self.member(from),
                destination_wallet: self.wallet(to),
                destination_member: self.member(to),
                shares,
            }
            .instruction(),
            Op::Delegate { token, from, delegate, shares } => {
                let (wallet, delegate) = (self.wallet(from), self.wallet(delegate));
                let account = self.cast.tokens[token].share_account(wallet);
                token_program::approve(&TOKEN_2022_ID, &account, &delegate, &wallet, &[], shares).unwrap()
            }
            Op::Issue { token, by, shares } => {
                TokenIssue { owner: self.wallet(by), owner_member: self.owner_member(token), shares }.instruction()
            }
            Op::OpenPosition { token, wallet } => return Some(self.open_position(token, wallet)),
            Op::ClosePosition { token, wallet } => {
                let Person { wallet, member } = self.person(wallet);
                PositionClose { wallet, member, mint: self.mint(token), rent_payer: payer }.instruction()
            }
            Op::Admit { token, by, holder, cap } => {
                let (owner, owner_member) = (self.wallet(by), self.owner_member(token));
                let (mint, holder) = (self.mint(token), self.wallet(holder));
                PositionAdmit { owner, owner_member, mint, holder, cap }.instruction()
            }
            Op::Approve { token, by, holder, from, shares, expires_at } => {
                let (owner, owner_member) = (self.wallet(by), self.owner_member(token));
                let (mint, holder, from) = (self.mint(token), self.wallet(holder), self.wallet(from));
                PositionApprove { owner, owner_member, mint, holder, from, shares, expires_at }.instruction()
            }
            Op::Deposit { .. } => self.deposit(op)?,
            Op::Claim { token, holder, to, signer } => self.claim(token, holder, to, signer),
            Op::ClaimTwice { token, holder } => {
                let claim = self.claim(token, holder, holder, None);
                return Some(vec![claim.clone(), claim]);
            }
            Op::Distribute { token, ref pairs } => {
                let pair = |(of, holder, to): &(TokenId, Wallet, Wallet)| {
                    (self.cast.tokens[*of].position(self.wallet(*holder)), self.cast.quote(*to))
                };
                let pairs = pairs.iter().map(pair).collect();
                ProceedsDistribute { mint: self.mint(token), pairs }.instruction()
            }
            Op::Fund { wallet, amount } => self.mint_quote(self.cast.quote(wallet), amount),
            Op::DonateToVault { token, amount } => self.mint_quote(self.cast.tokens[token].vault, amount),
            Op::Pay { from, to, amount } => {
                let accounts = (self.cast.quote(from), self.cast.quote(to));
                send_quote(self.wallet(from), accounts.0, accounts.1, amount)
            }
            Op::Freeze { wallet } => {
                let account = self.cast.quote(wallet);
                token_program::freeze_account(&TOKEN_ID, &account, &quote_mint, &issuer, &[]).unwrap()
            }
            Op::Thaw { wallet } => {
                let account = self.cast.quote(wallet);
                token_program::thaw_account(&TOKEN_ID, &account, &quote_mint, &issuer, &[]).unwrap()
            }
            Op::OpenQuote { wallet } => {
                let wallet = self.wallet(wallet);
                CreateAssociatedToken { payer, wallet, mint: quote_mint, token_program: TOKEN_ID }.instruction()
            }
            Op::CloseQuote { wallet } => {
                let (account, wallet) = (self.cast.quote(wallet), self.wallet(wallet));
                token_program::close_account(&TOKEN_ID, &account, &payer, &wallet, &[]).unwrap()
            }
            _ => return None,
        };
        Some(vec![instruction])
    }

    fn mint_quote(&self, account: Address, amount: u64) -> Instruction {
        let Cast { quote_mint, issuer, .. } = self.cast;
        token_program::mint_to(&TOKEN_ID, quote_mint, &account, issuer, &[], amount).unwrap()
    }

    fn open_position(&self, token: TokenId, wallet: Wallet) -> Vec<Instruction> {
        let (payer, mint, Person { wallet, member }) = (self.cast.payer, self.mint(token), self.person(wallet));
        let create = CreateAssociatedToken { payer, wallet, mint, token_program: TOKEN_2022_ID };
        vec![create.instruction(), PositionOpen { payer, wallet, member, mint }.instruction()]
    }

    pub(super) fn claim(&self, token: TokenId, holder: Wallet, to: Wallet, signer: Option<Wallet>) -> Instruction {
        let holder_of = |wallet| Holder { wallet: self.wallet(wallet), member: self.member(holder) };
        ProceedsClaim {
            mint: self.mint(token),
            position: self.cast.tokens[token].position(self.wallet(holder)),
            quote_account: self.cast.quote(to),
            holder: signer.map(holder_of),
        }
        .instruction()
    }

    fn deposit(&self, op: &Op) -> Option<Instruction> {
        let &Op::Deposit { token, by, source, index, net, proceeds, cost, year } = op else { return None };
        let deposit = ProceedsDeposit {
            payer: self.cast.payer,
            owner: self.wallet(by),
            owner_member: self.owner_member(token),
            mint: self.mint(token),
            source: self.cast.quote(source),
            net,
            index,
            kind: Source::CompanyEquity,
            year,
            proceeds,
            cost_basis: cost,
            asset_hash: hash("asset"),
            evidence_hash: hash("evidence"),
        };
        Some(deposit.instruction())
    }
}

/// A transfer of quote units between two accounts.
pub(super) fn send_quote(owner: Address, from: Address, to: Address, amount: u64) -> Instruction {
    #[allow(deprecated)] // the unchecked transfer, which the classic program has
    token_program::transfer(&TOKEN_ID, &from, &to, &owner, &[], amount).unwrap()
}

/// The world signs for everybody who is named here.
pub fn introduce(world: &mut World) -> Vec<Address> {
    let names =
        ["ada", "ben", "cyd", "ivy", "ron", "mallory", "rita", "eve", "spare 1", "spare 2", "spare 3", "spare 4"];
    let mut wallets: Vec<_> = names.iter().map(|name| world.person(name)).collect();
    wallets.push(world.founder);
    wallets
}
