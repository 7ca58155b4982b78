//! Instructions of Token-2022 and of the associated token account program that go with ours.

use crate::{ids, pda, AccountMeta, Address, Instruction};

/// Moves shares between the wallets of two members, by Token-2022's TransferChecked with the accounts of the hook.
///
/// Any wallet that resolves transfer hooks builds the same from the mint alone; this needs no network access. Both
/// wallets need a position. Two share accounts of one wallet do not exist, so source and destination differ.
///
/// ```
/// use personal_token_sdk::{instruction::SharesTransfer, Address, TOKEN_2022_ID};
///
/// let [source_wallet, destination_wallet] = [Address::from([1; 32]), Address::from([2; 32])];
/// let transfer = SharesTransfer {
///     authority: source_wallet,
///     mint: Address::from([3; 32]),
///     network: Address::from([4; 32]),
///     source_wallet,
///     source_member: Address::from([5; 32]),
///     destination_wallet,
///     destination_member: Address::from([6; 32]),
///     shares: 1_000,
/// };
/// assert_eq!(transfer.instruction().program_id, TOKEN_2022_ID);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharesTransfer {
    /// The source wallet, or its delegate.
    pub authority: Address,
    /// The share mint.
    pub mint: Address,
    /// The token's network.
    pub network: Address,
    /// The sender's wallet.
    pub source_wallet: Address,
    /// The sender's member.
    pub source_member: Address,
    /// The receiver's wallet.
    pub destination_wallet: Address,
    /// The receiver's member.
    pub destination_member: Address,
    /// How many shares.
    pub shares: u64,
}

impl SharesTransfer {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        const TRANSFER_CHECKED: u8 = 12;
        const DECIMALS: u8 = 0;
        let source = pda::share_account(self.source_wallet, self.mint);
        let destination = pda::share_account(self.destination_wallet, self.mint);
        let readonly = |address| AccountMeta::new_readonly(address, false);
        let accounts = vec![
            AccountMeta::new(source, false),
            readonly(self.mint),
            AccountMeta::new(destination, false),
            AccountMeta::new_readonly(self.authority, true),
            readonly(pda::token(self.mint)),
            readonly(self.network),
            AccountMeta::new(pda::position(source), false),
            AccountMeta::new(pda::position(destination), false),
            readonly(self.source_member),
            readonly(self.destination_member),
            readonly(ids::ID),
            readonly(pda::extra_account_metas(self.mint)),
        ];
        let mut data = vec![TRANSFER_CHECKED];
        data.extend_from_slice(&self.shares.to_le_bytes());
        data.push(DECIMALS);
        Instruction { program_id: ids::TOKEN_2022_ID, accounts, data }
    }
}

/// Creates a wallet's canonical token account; does nothing if it exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateAssociatedToken {
    /// Pays the rent.
    pub payer: Address,
    /// Whose account it is.
    pub wallet: Address,
    /// The mint.
    pub mint: Address,
    /// [`TOKEN_2022_ID`](crate::TOKEN_2022_ID) for shares, [`TOKEN_ID`](crate::TOKEN_ID) for quote money.
    pub token_program: Address,
}

impl CreateAssociatedToken {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        const CREATE_IDEMPOTENT: u8 = 1;
        let account = pda::associated_token(self.wallet, self.mint, self.token_program);
        Instruction {
            program_id: ids::ASSOCIATED_TOKEN_ID,
            accounts: vec![
                AccountMeta::new(self.payer, true),
                AccountMeta::new(account, false),
                AccountMeta::new_readonly(self.wallet, false),
                AccountMeta::new_readonly(self.mint, false),
                AccountMeta::new_readonly(ids::SYSTEM_ID, false),
                AccountMeta::new_readonly(self.token_program, false),
            ],
            data: vec![CREATE_IDEMPOTENT],
        }
    }
}

/// Names who may close a share account, at the top level, which also works under CpiGuard: a holder hands this over to
/// his position before [`PositionOpen`](super::PositionOpen).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetCloseAuthority {
    /// The present close authority: the owner of the account, unless another was set.
    pub wallet: Address,
    /// The share account.
    pub account: Address,
    /// `None` for its owner again.
    pub new_authority: Option<Address>,
}

impl SetCloseAuthority {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        const SET_AUTHORITY: u8 = 6;
        const CLOSE_ACCOUNT: u8 = 3;
        let mut data = vec![SET_AUTHORITY, CLOSE_ACCOUNT, u8::from(self.new_authority.is_some())];
        if let Some(authority) = self.new_authority {
            data.extend_from_slice(authority.as_ref());
        }
        Instruction {
            program_id: ids::TOKEN_2022_ID,
            accounts: vec![AccountMeta::new(self.account, false), AccountMeta::new_readonly(self.wallet, true)],
            data,
        }
    }
}
