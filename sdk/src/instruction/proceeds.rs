use super::{Builder, Kind};
use crate::{core::proceeds::Source, ids, pda, Address, Instruction};

/// The owner deposits the gain of a sale of equity; all shares are credited pro rata.
///
/// ```
/// use personal_token_sdk::{core::proceeds::Source, instruction::ProceedsDeposit, pda, Address};
///
/// let (owner, owner_member) = (Address::from([1; 32]), Address::from([2; 32]));
/// let mint = pda::mint(owner_member);
/// let deposit = ProceedsDeposit {
///     payer: owner,
///     owner,
///     owner_member,
///     mint,
///     source: pda::quote_account(owner, Address::from([3; 32])),
///     net: true,
///     index: 0, // the token's number of distributions
///     kind: Source::CompanyEquity,
///     year: 2026,
///     proceeds: 1_250_000_000,
///     cost_basis: 250_000_000,
///     asset_hash: [1; 32],
///     evidence_hash: [2; 32],
/// };
/// assert_eq!(deposit.instruction().accounts[7].pubkey, pda::distribution(pda::token(mint), 0));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProceedsDeposit {
    /// Pays the rent of the record.
    pub payer: Address,
    /// The owner's wallet, and the authority of the source.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The share mint.
    pub mint: Address,
    /// The quote account that the money comes from.
    pub source: Address,
    /// Whether the owner's own part stays with him; needs shares outside his hands.
    pub net: bool,
    /// The token's number of distributions so far.
    pub index: u32,
    /// What was sold.
    pub kind: Source,
    /// The year of the sale.
    pub year: u16,
    /// What the sale brought, in quote units.
    pub proceeds: u64,
    /// What the equity had cost, in quote units; only the difference is deposited.
    pub cost_basis: u64,
    /// Hash that names the asset; not zero.
    pub asset_hash: [u8; 32],
    /// Hash of the evidence; not zero.
    pub evidence_hash: [u8; 32],
}

impl ProceedsDeposit {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let token = pda::token(self.mint);
        let owner_position = self.net.then(|| pda::position_of(self.owner, self.mint));
        Builder::new(Kind::ProceedsDeposit)
            .paying_signer(self.payer)
            .signer(self.owner)
            .readonly(self.owner_member)
            .writable(token)
            .optional_writable(owner_position)
            .writable(self.source)
            .writable(pda::vault(self.mint))
            .writable(pda::distribution(token, self.index))
            .readonly(ids::TOKEN_ID)
            .readonly(ids::SYSTEM_ID)
            .bytes(&[self.kind.byte()])
            .bytes(&self.year.to_le_bytes())
            .bytes(&self.proceeds.to_le_bytes())
            .bytes(&self.cost_basis.to_le_bytes())
            .bytes(&self.asset_hash)
            .bytes(&self.evidence_hash)
            .with_events()
    }
}

/// The holder himself, whose signature a claim of a marked position asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The member's present wallet; signs.
    pub wallet: Address,
    /// The member.
    pub member: Address,
}

/// Pays a holder everything whole that he is owed; anyone may, and nobody signs unless the position is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProceedsClaim {
    /// The share mint.
    pub mint: Address,
    /// The holder's position.
    pub position: Address,
    /// The quote account that the position records.
    pub quote_account: Address,
    /// Needed while the position is marked: before its `held_until`.
    pub holder: Option<Holder>,
}

impl ProceedsClaim {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::ProceedsClaim)
            .writable(pda::token(self.mint))
            .writable(pda::vault(self.mint))
            .writable(self.position)
            .writable(self.quote_account)
            .optional_signer(self.holder.map(|holder| holder.wallet))
            .optional_readonly(self.holder.map(|holder| holder.member))
            .readonly(ids::TOKEN_ID)
            .with_events()
    }
}

/// Pays any number of holders, in any order; skips whom it cannot pay. The outcome of each pair is a byte of the return
/// data, of [`core::proceeds::Payout`](crate::core::proceeds::Payout).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProceedsDistribute {
    /// The share mint.
    pub mint: Address,
    /// Positions and the quote accounts that they record; at least one pair.
    pub pairs: Vec<(Address, Address)>,
}

impl ProceedsDistribute {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let builder = Builder::new(Kind::ProceedsDistribute)
            .writable(pda::token(self.mint))
            .writable(pda::vault(self.mint))
            .readonly(ids::TOKEN_ID);
        let pairs = self.pairs.iter();
        pairs
            .fold(builder, |builder, (position, quote_account)| builder.writable(*position).writable(*quote_account))
            .build()
    }
}
