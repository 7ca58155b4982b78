use anchor_lang::prelude::*;

/// A wallet's request for admission; closed by admission, refusal or withdrawal.
#[account]
pub struct Application {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Bits of `core::member::role`.
    pub roles: u8,
    /// Zero.
    pub padding: u8,
    /// The version of the charter that the applicant acknowledged.
    pub charter_version: u32,
    /// Unix time of the request, and of the acknowledgement.
    pub applied_at: i64,
    /// The network asked.
    pub network: Address,
    /// The applicant's wallet.
    pub wallet: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    /// Zero.
    pub reserved: [u8; 32],
}
