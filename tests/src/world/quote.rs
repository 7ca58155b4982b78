//! Quote money: a classic mint, and what its issuer and its holders can do without us.

use personal_token_sdk::{instruction::CreateAssociatedToken, pda, TOKEN_ID};
use solana_address::Address;
use solana_instruction::Instruction;
use spl_token_2022_interface::instruction::{self as token, AuthorityType};

use super::{address, World};

impl World {
    /// One more classic mint of the issuer, with six decimals and a freeze authority, as USDC has one.
    pub fn create_quote_mint(&mut self, name: &str) -> Address {
        let mint = address(name);
        self.put(mint, TOKEN_ID, vec![0; 82]);
        self.must(&[token::initialize_mint2(&TOKEN_ID, &mint, &self.issuer, Some(&self.issuer), 6).unwrap()]);
        mint
    }

    /// The canonical quote account of a wallet, created if it does not exist.
    pub fn quote_account(&mut self, wallet: Address) -> Address {
        let mint = self.quote_mint;
        let create = CreateAssociatedToken { payer: self.payer, wallet, mint, token_program: TOKEN_ID };
        self.must(&[create.instruction()]);
        pda::quote_account(wallet, mint)
    }

    /// Gives a wallet quote units, in its canonical account, and returns that.
    pub fn fund(&mut self, wallet: Address, amount: u64) -> Address {
        let account = self.quote_account(wallet);
        self.mint_quote(account, amount);
        account
    }

    /// Mints quote units into an account.
    pub fn mint_quote(&mut self, account: Address, amount: u64) {
        self.must(&[token::mint_to(&TOKEN_ID, &self.quote_mint, &account, &self.issuer, &[], amount).unwrap()]);
    }

    /// Mints quote units into an escrow, where nobody is owed them; the invariants know of it.
    pub fn donate(&mut self, escrow: Address, amount: u64) {
        *self.donations.entry(escrow).or_default() += amount;
        self.mint_quote(escrow, amount);
    }

    /// The quote units that were donated to an escrow.
    pub fn donated(&self, escrow: Address) -> u64 {
        self.donations.get(&escrow).copied().unwrap_or(0)
    }

    /// The quote units in an account; 0 if it is no token account.
    pub fn quote_in(&self, account: Address) -> u64 {
        let account = self.account(&account);
        let amount = account.as_ref().and_then(|account| account.data.get(64..72));
        amount.map_or(0, |bytes| u64::from_le_bytes(bytes.try_into().unwrap()))
    }

    /// The quote units in the canonical account of a wallet.
    pub fn quote_of(&self, wallet: Address) -> u64 {
        self.quote_in(pda::quote_account(wallet, self.quote_mint))
    }

    /// The issuer freezes an account.
    pub fn freeze(&mut self, account: Address) {
        self.must(&[token::freeze_account(&TOKEN_ID, &account, &self.quote_mint, &self.issuer, &[]).unwrap()]);
    }

    /// The issuer thaws an account.
    pub fn thaw(&mut self, account: Address) {
        self.must(&[token::thaw_account(&TOKEN_ID, &account, &self.quote_mint, &self.issuer, &[]).unwrap()]);
    }

    /// Moves quote units out of a wallet's canonical account.
    pub fn send_quote(&mut self, wallet: Address, to: Address, amount: u64) {
        let from = pda::quote_account(wallet, self.quote_mint);
        self.must(&[send_quote(wallet, from, to, amount)]);
    }

    /// Closes an empty quote account of a wallet.
    pub fn close_quote(&mut self, wallet: Address) {
        let account = pda::quote_account(wallet, self.quote_mint);
        self.must(&[token::close_account(&TOKEN_ID, &account, &wallet, &wallet, &[]).unwrap()]);
    }

    /// A wallet makes somebody else the owner of its canonical quote account.
    pub fn hand_over_quote(&mut self, wallet: Address, to: Address) {
        let account = pda::quote_account(wallet, self.quote_mint);
        let owner = AuthorityType::AccountOwner;
        self.must(&[token::set_authority(&TOKEN_ID, &account, Some(&to), owner, &wallet, &[]).unwrap()]);
    }
}

/// A transfer of quote units between two accounts.
pub fn send_quote(owner: Address, from: Address, to: Address, amount: u64) -> Instruction {
    #[allow(deprecated)] // the unchecked transfer, which the classic program has
    token::transfer(&TOKEN_ID, &from, &to, &owner, &[], amount).unwrap()
}
