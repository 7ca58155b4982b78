use super::{Builder, Kind};
use crate::{core::policy::Policy, ids, pda, Address, Instruction};

/// Creates a member's token: mint, metadata, hook accounts and vault. The shares come with [`TokenIssue`], after the
/// owner's share account and position were opened, in the same transaction if one likes.
///
/// ```
/// use personal_token_sdk::{core::policy::Policy, instruction::TokenCreate, pda, Address};
///
/// let (owner, member) = (Address::from([1; 32]), Address::from([2; 32]));
/// let create = TokenCreate {
///     payer: owner,
///     owner,
///     network: Address::from([3; 32]),
///     member,
///     quote_mint: Address::from([4; 32]),
///     name: "Ada".into(),
///     symbol: "ADA".into(),
///     uri: String::new(),
///     terms_hash: [1; 32],
///     authorised: 10_000_000,
///     policy: Policy::Open,
///     hold: 90 * 86_400,
/// };
/// assert_eq!(create.instruction().accounts[4].pubkey, pda::mint(member));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenCreate {
    /// Pays the rent of token, mint, vault and account list.
    pub payer: Address,
    /// The owner's wallet.
    pub owner: Address,
    /// The network.
    pub network: Address,
    /// The owner's member.
    pub member: Address,
    /// The network's quote mint.
    pub quote_mint: Address,
    /// At most 32 bytes.
    pub name: String,
    /// At most 10 bytes.
    pub symbol: String,
    /// Link to a description, at most 128 bytes; may be empty.
    pub uri: String,
    /// Hash of the terms of the shares; not zero.
    pub terms_hash: [u8; 32],
    /// The most shares there may be.
    pub authorised: u64,
    /// Who may receive shares.
    pub policy: Policy,
    /// Seconds for which received shares are locked: from the network's minimum to five years.
    pub hold: u32,
}

impl TokenCreate {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let mint = pda::mint(self.member);
        Builder::new(Kind::TokenCreate)
            .paying_signer(self.payer)
            .signer(self.owner)
            .readonly(self.network)
            .writable(self.member)
            .writable(mint)
            .writable(pda::token(mint))
            .writable(pda::vault(mint))
            .writable(pda::extra_account_metas(mint))
            .readonly(self.quote_mint)
            .readonly(ids::TOKEN_ID)
            .readonly(ids::TOKEN_2022_ID)
            .readonly(ids::SYSTEM_ID)
            .text(&self.name)
            .text(&self.symbol)
            .text(&self.uri)
            .bytes(&self.terms_hash)
            .bytes(&self.authorised.to_le_bytes())
            .bytes(&[self.policy.byte()])
            .bytes(&self.hold.to_le_bytes())
            .with_events()
    }
}

/// Issues the first shares, all to the owner, whose position must be open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenIssue {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// How many; at most the authorised number.
    pub shares: u64,
}

impl TokenIssue {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let mint = pda::mint(self.owner_member);
        let share_account = pda::share_account(self.owner, mint);
        Builder::new(Kind::TokenIssue)
            .signer(self.owner)
            .readonly(self.owner_member)
            .writable(pda::token(mint))
            .writable(pda::position(share_account))
            .writable(mint)
            .writable(share_account)
            .readonly(ids::TOKEN_2022_ID)
            .bytes(&self.shares.to_le_bytes())
            .with_events()
    }
}

/// Sets the transfer policy; a narrower one takes effect after 30 days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSetPolicy {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The network.
    pub network: Address,
    /// Who may receive shares.
    pub policy: Policy,
}

impl TokenSetPolicy {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_owner(Kind::TokenSetPolicy, self.owner, self.owner_member, self.network)
            .bytes(&[self.policy.byte()])
            .with_events()
    }
}

/// Sets for how long received shares are locked; a longer hold takes effect after 30 days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSetHold {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The network.
    pub network: Address,
    /// Seconds: from the network's minimum to five years.
    pub hold: u32,
}

impl TokenSetHold {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_owner(Kind::TokenSetHold, self.owner, self.owner_member, self.network)
            .bytes(&self.hold.to_le_bytes())
            .with_events()
    }
}

/// Pauses transfers; claims and deposits go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenPause {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The network.
    pub network: Address,
    /// At most 14 days.
    pub seconds: u32,
}

impl TokenPause {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_owner(Kind::TokenPause, self.owner, self.owner_member, self.network)
            .bytes(&self.seconds.to_le_bytes())
            .with_events()
    }
}

/// Ends a pause early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenResume {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The network.
    pub network: Address,
}

impl TokenResume {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_owner(Kind::TokenResume, self.owner, self.owner_member, self.network).with_events()
    }
}

/// Announces a greater number of authorised shares, after 30 days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenAuthorise {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The network.
    pub network: Address,
    /// The most shares there may be; the number in force withdraws an announcement.
    pub authorised: u64,
}

impl TokenAuthorise {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_owner(Kind::TokenAuthorise, self.owner, self.owner_member, self.network)
            .bytes(&self.authorised.to_le_bytes())
            .with_events()
    }
}

fn by_owner(kind: Kind, owner: Address, owner_member: Address, network: Address) -> Builder {
    Builder::new(kind)
        .signer(owner)
        .readonly(owner_member)
        .readonly(network)
        .writable(pda::token(pda::mint(owner_member)))
}
