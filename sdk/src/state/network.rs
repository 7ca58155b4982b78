use super::{check_field, display_text, program_account, DISCRIMINATOR_SPACE};
use crate::{
    core::{
        member::{capability, check_capabilities},
        parameters::Parameters,
    },
    pda, Address, Result,
};
use bytemuck::{Pod, Zeroable};
use std::mem::offset_of;

/// A community with its own admission, charter, parameters and quote money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Network {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// 1 while transfers, new tokens, rounds and sales are stopped.
    pub halted: u8,
    /// Zero.
    pub padding: u8,
    /// Number of clauses of the charter.
    pub charter_clauses: u16,
    /// Zero.
    pub padding2: u16,
    /// Version of the charter that applicants acknowledge.
    pub charter_version: u32,
    /// Parameters in force.
    pub parameters: Parameters,
    /// Announced parameters; see [`Network::announced`].
    pub pending_parameters: Parameters,
    /// Zero.
    pub padding3: u32,
    /// Unix time from which the announced parameters can be applied; 0 when none are.
    pub parameters_effective_at: i64,
    /// Founder; part of the address.
    pub creator: Address,
    /// Name, UTF-8, padded with zeros; part of the address. See [`Network::display_name`].
    pub name: [u8; 32],
    /// Appoints stewards, sets parameters, halts; can move nobody's money or shares.
    pub authority: Address,
    /// Proposed successor; default for none.
    pub pending_authority: Address,
    /// Quote money: a mint of the classic Token program.
    pub quote_mint: Address,
    /// Wallet that receives the network's fees.
    pub treasury: Address,
    /// The treasury's canonical quote account, the only one that fees go to.
    pub treasury_quote_account: Address,
    /// Hash of the charter's text.
    pub charter_hash: [u8; 32],
    /// Zero.
    pub reserved: [u8; 32],
}

program_account!(Network, [51, 5, 209, 183, 60, 99, 156, 251], 400);

impl Network {
    /// Its address.
    pub fn address(&self) -> Address {
        pda::network(self.creator, &self.name)
    }

    /// The name without its padding, safe to show.
    pub fn display_name(&self) -> String {
        let name = String::from_utf8_lossy(&self.name);
        display_text(name.trim_end_matches('\0'))
    }

    /// Whether transfers, new tokens, rounds and sales are stopped.
    pub fn is_halted(&self) -> bool {
        self.halted != 0
    }

    /// Announced parameters, and the Unix time from which they can be applied.
    pub fn announced(&self) -> Option<(Parameters, i64)> {
        (self.parameters_effective_at != 0).then_some((self.pending_parameters, self.parameters_effective_at))
    }

    fn check_fields(&self) -> Result<()> {
        check_field(self.halted <= 1, "Network", "halted", self.halted.into())?;
        let Parameters { attestation_required, route_gains, .. } = self.parameters;
        check_field(attestation_required <= 1, "Network", "attestation_required", attestation_required.into())?;
        check_field(route_gains <= 1, "Network", "route_gains", route_gains.into())
    }
}

/// A member who does work for the network; what he may do is a set of capabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Steward {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Bits of [`capability`].
    pub capabilities: u8,
    /// Zero.
    pub padding: [u8; 5],
    /// Unix time at which each capability was granted, in the order of its bits; 0 for those he has not.
    pub granted_at: [i64; capability::COUNT],
    /// The network he serves.
    pub network: Address,
    /// The member he is.
    pub member: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    /// Zero.
    pub reserved: [u8; 32],
}

program_account!(Steward, [238, 203, 102, 90, 244, 49, 170, 189], 176);

impl Steward {
    /// Where the network's address lies in the data, for filters.
    pub const NETWORK_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, network);

    /// Its address.
    pub fn address(&self) -> Address {
        pda::steward(self.network, self.member)
    }

    /// Whether he has all of `capabilities`, bits of [`capability`].
    pub fn can(&self, capabilities: u8) -> bool {
        self.capabilities & capabilities == capabilities
    }

    fn check_fields(&self) -> Result<()> {
        let sound = check_capabilities(self.capabilities).is_ok();
        check_field(sound, "Steward", "capabilities", self.capabilities.into())
    }
}
