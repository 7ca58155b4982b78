//! Small damages to an instruction: what an attacker, or a mistaken client, would send instead.

use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};

/// An instruction as it is, with one thing changed.
pub trait Vary: Sized {
    /// Every use of one account replaced by another one.
    #[must_use]
    fn replacing(self, account: Address, by: Address) -> Self;
    /// An account that does not sign.
    #[must_use]
    fn unsigned(self, account: Address) -> Self;
    /// An account that is not writable.
    #[must_use]
    fn read_only(self, account: Address) -> Self;
    /// Without its last accounts.
    #[must_use]
    fn without_last(self, accounts: usize) -> Self;
    /// With one account more at the end.
    #[must_use]
    fn with_account(self, account: Address, writable: bool) -> Self;
    /// With other data.
    #[must_use]
    fn with_data(self, change: impl FnOnce(&mut Vec<u8>)) -> Self;
}

impl Vary for Instruction {
    #[track_caller]
    fn replacing(mut self, account: Address, by: Address) -> Self {
        for meta in find(&mut self, account) {
            meta.pubkey = by;
        }
        self
    }

    #[track_caller]
    fn unsigned(mut self, account: Address) -> Self {
        for meta in find(&mut self, account) {
            meta.is_signer = false;
        }
        self
    }

    #[track_caller]
    fn read_only(mut self, account: Address) -> Self {
        for meta in find(&mut self, account) {
            meta.is_writable = false;
        }
        self
    }

    #[track_caller]
    fn without_last(mut self, accounts: usize) -> Self {
        assert!(accounts <= self.accounts.len());
        self.accounts.truncate(self.accounts.len() - accounts);
        self
    }

    fn with_account(mut self, account: Address, writable: bool) -> Self {
        self.accounts.push(AccountMeta { pubkey: account, is_signer: false, is_writable: writable });
        self
    }

    fn with_data(mut self, change: impl FnOnce(&mut Vec<u8>)) -> Self {
        change(&mut self.data);
        self
    }
}

#[track_caller]
fn find(instruction: &mut Instruction, account: Address) -> Vec<&mut AccountMeta> {
    let found: Vec<_> = instruction.accounts.iter_mut().filter(|meta| meta.pubkey == account).collect();
    assert!(!found.is_empty(), "the instruction does not use {account}");
    found
}
