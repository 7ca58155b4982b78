use super::Network;
use anchor_lang::{address_eq, prelude::*};
use personal_token_core::{
    complaint::{Filings, BARS, OPEN_COMPLAINTS},
    member::{check_roles, Reputation, Rights, Status, FULL_REPUTATION},
    policy::Pause,
    recovery::Restraint,
    transfer::check_standing,
    Error as Rule,
};

/// A person in a network. The identity commitment is part of the address: one human, one member, for ever.
#[account]
pub struct Member {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Byte of `core::member::Status`.
    pub status: u8,
    /// Bits of `core::member::role`.
    pub roles: u8,
    /// Reputation points as of `reputation_as_of`.
    pub reputation: u16,
    /// Zero.
    pub padding: u16,
    /// Unix time of the last change of the reputation; points return from here.
    pub reputation_as_of: i64,
    /// Unix time of admission.
    pub admitted_at: i64,
    /// Unix time at which the charter was acknowledged; the cooling-off counts from here.
    pub charter_acknowledged_at: i64,
    /// Unix time at which a steward attested the conversation about rights; 0 if none did.
    pub education_attested_at: i64,
    /// The version of the charter that was acknowledged.
    pub charter_version: u32,
    /// Zero.
    pub padding2: u32,
    /// The network he belongs to.
    pub network: Address,
    /// HMAC of an identity document under the network's secret; says nothing to anybody else.
    pub identity: [u8; 32],
    /// His present wallet.
    pub wallet: Address,
    /// The canonical quote account of his present wallet, the only one that is paid.
    pub quote_account: Address,
    /// His own token; default for none.
    pub token: Address,
    /// Unix time before which a steward holds his shares.
    pub held_until: i64,
    /// Unix time before which there is no new hold.
    pub next_hold_at: i64,
    /// Unix time before which a recovery of his wallet is pending; 0 for none.
    pub recovery_until: i64,
    /// Hash of the reason of the last suspension or exclusion.
    pub reason_hash: [u8; 32],
    /// Unix times at which the complaints that he filed as an owner lapse; 0 or a time that has passed for a free slot.
    pub complaints_lapse_at: [i64; OPEN_COMPLAINTS],
    /// Unix times at which the bars of his abusive complaints end; he files nothing before the last.
    pub filing_bars: [i64; BARS],
    /// Zero.
    pub reserved: [u8; 16],
}

/// From a wallet to its member: one wallet, one member.
#[account]
pub struct WalletLink {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 6],
    /// The network.
    pub network: Address,
    /// The wallet.
    pub wallet: Address,
    /// The member whose wallet it is.
    pub member: Address,
    /// Zero.
    pub reserved: [u8; 32],
}

impl Member {
    /// The status, decoded.
    pub fn status(&self) -> Result<Status> {
        Ok(Status::from_byte(self.status)?)
    }

    /// The reputation, as the rules take it.
    pub fn reputation(&self) -> Reputation {
        Reputation { points: self.reputation, as_of: self.reputation_as_of }
    }

    /// Stores the reputation.
    pub fn set_reputation(&mut self, reputation: Reputation) {
        self.reputation = reputation.points;
        self.reputation_as_of = reputation.as_of;
    }

    /// What he acknowledged, and when, as the rules take it.
    pub fn rights(&self) -> Rights {
        Rights {
            acknowledged: self.charter_version,
            acknowledged_at: self.charter_acknowledged_at,
            attested_at: self.education_attested_at,
        }
    }

    /// What he may file as an owner, as the rules take it.
    pub fn filings(&self) -> Filings {
        Filings { lapse_at: self.complaints_lapse_at, bars: self.filing_bars }
    }

    /// Stores what he may file.
    pub fn set_filings(&mut self, filings: Filings) {
        self.complaints_lapse_at = filings.lapse_at;
        self.filing_bars = filings.bars;
    }

    /// What stops his shares from leaving.
    #[inline(always)]
    pub fn restraint(&self) -> Restraint {
        Restraint { held_until: self.held_until, recovery_until: self.recovery_until }
    }

    /// A steward's hold.
    pub fn hold(&self) -> Pause {
        Pause { until: self.held_until, next_at: self.next_hold_at }
    }

    /// Stores a steward's hold.
    pub fn set_hold(&mut self, hold: Pause) {
        self.held_until = hold.until;
        self.next_hold_at = hold.next_at;
    }

    /// Whether he has a token of his own.
    pub fn has_token(&self) -> bool {
        !address_eq(&self.token, &Address::default())
    }

    /// Refuses any signer but the member's present wallet.
    pub fn check_wallet(&self, signer: &Address) -> Result<()> {
        require!(self.wallet == *signer, Rule::NotMemberWallet);
        Ok(())
    }

    /// Refuses suspended and excluded members and those who left.
    pub fn check_active(&self) -> Result<()> {
        Ok(self.status()?.check_active()?)
    }

    /// Refuses members who are out of good standing in their network.
    pub fn check_standing(&self, network: &Network, now: i64) -> Result<()> {
        let minimum = network.parameters.minimum_reputation;
        Ok(check_standing(self.status()?, self.reputation(), minimum, now)?)
    }

    /// Refuses a purchase of those who are out of good standing, or have not acknowledged the current charter.
    pub fn check_may_buy(&self, network: &Network, now: i64) -> Result<()> {
        self.check_standing(network, now)?;
        Ok(self.rights().check_current(network.charter_version)?)
    }

    /// What must hold after every change.
    #[inline(never)]
    pub fn invariant(&self) -> Result<()> {
        self.status()?;
        check_roles(self.roles).map_err(|_| Rule::InvariantBroken)?;
        require!(self.reputation <= FULL_REPUTATION, Rule::InvariantBroken);
        Ok(())
    }
}
