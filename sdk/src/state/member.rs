use super::{check_field, program_account, DISCRIMINATOR_SPACE};
use crate::{
    core::{
        self,
        complaint::{Filings, BARS, OPEN_COMPLAINTS},
        member::{check_roles, Reputation, Rights, Status, FULL_REPUTATION},
        policy::Pause,
        recovery::Restraint,
    },
    pda, Address, Result,
};
use bytemuck::{Pod, Zeroable};
use std::mem::offset_of;

/// A wallet's request for admission; closed by admission, refusal or withdrawal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Application {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Bits of [`core::member::role`].
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

program_account!(Application, [219, 9, 27, 113, 208, 126, 203, 30], 152);

impl Application {
    /// Where the network's address lies in the data, for filters.
    pub const NETWORK_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, network);

    /// Its address.
    pub fn address(&self) -> Address {
        pda::application(self.network, self.wallet)
    }

    fn check_fields(&self) -> Result<()> {
        check_field(check_roles(self.roles).is_ok(), "Application", "roles", self.roles.into())
    }
}

/// A person in a network. The identity commitment is part of the address: one human, one member, for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Member {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Byte of [`Status`]; see [`Member::status`].
    pub status: u8,
    /// Bits of [`core::member::role`].
    pub roles: u8,
    /// Reputation points as of `reputation_as_of`; see [`Member::reputation`].
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
    /// Unix times at which the complaints that he filed as an owner lapse; see [`Member::filings`].
    pub complaints_lapse_at: [i64; OPEN_COMPLAINTS],
    /// Unix times at which the bars of his abusive complaints end; see [`Member::filings`].
    pub filing_bars: [i64; BARS],
    /// Zero.
    pub reserved: [u8; 16],
}

program_account!(Member, [54, 19, 162, 21, 29, 166, 17, 198], 336);

impl Member {
    /// Where the network's address lies in the data, for filters.
    pub const NETWORK_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, network);

    /// His address.
    pub fn address(&self) -> Address {
        pda::member(self.network, &self.identity)
    }

    /// The status. A decoded member has one; [`core::Error::InvariantBroken`] for a byte that stands for none.
    pub fn status(&self) -> core::Result<Status> {
        Status::from_byte(self.status)
    }

    /// Whether he takes part in everything.
    pub fn is_active(&self) -> bool {
        self.status() == Ok(Status::Active)
    }

    /// The reputation; `.at(now)` gives the points.
    pub fn reputation(&self) -> Reputation {
        Reputation { points: self.reputation, as_of: self.reputation_as_of }
    }

    /// What he acknowledged, and when; `.check_current(version)` says whether he may buy.
    pub fn rights(&self) -> Rights {
        Rights {
            acknowledged: self.charter_version,
            acknowledged_at: self.charter_acknowledged_at,
            attested_at: self.education_attested_at,
        }
    }

    /// What he may file as an owner; `.open(now)` counts his open complaints.
    pub fn filings(&self) -> Filings {
        Filings { lapse_at: self.complaints_lapse_at, bars: self.filing_bars }
    }

    /// What stops his shares from leaving; `.check(now)` says whether anything does.
    pub fn restraint(&self) -> Restraint {
        Restraint { held_until: self.held_until, recovery_until: self.recovery_until }
    }

    /// A steward's hold.
    pub fn hold(&self) -> Pause {
        Pause { until: self.held_until, next_at: self.next_hold_at }
    }

    /// Whether he has a token of his own.
    pub fn has_token(&self) -> bool {
        self.token != Address::default()
    }

    fn check_fields(&self) -> Result<()> {
        check_field(self.status().is_ok(), "Member", "status", self.status.into())?;
        check_field(check_roles(self.roles).is_ok(), "Member", "roles", self.roles.into())?;
        check_field(self.reputation <= FULL_REPUTATION, "Member", "reputation", self.reputation.into())
    }
}

/// From a wallet to its member: one wallet, one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
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

program_account!(WalletLink, [87, 109, 25, 51, 3, 191, 163, 206], 144);

impl WalletLink {
    /// Its address.
    pub fn address(&self) -> Address {
        pda::wallet_link(self.network, self.wallet)
    }

    /// Every field is an address: there is no choice to check.
    fn check_fields(&self) -> Result<()> {
        Ok(())
    }
}
