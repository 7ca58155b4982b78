use super::{Builder, Kind};
use crate::{core::parameters::Parameters, ids, pda, Address, Instruction};

/// Founds a network; the creator is its first authority.
///
/// ```
/// use personal_token_sdk::{core::parameters::Parameters, instruction::NetworkCreate, pda, Address};
///
/// # fn main() -> Result<(), personal_token_sdk::SdkError> {
/// let creator = Address::from([1; 32]);
/// let name = pda::network_name("Village of Makers")?;
/// let create = NetworkCreate {
///     payer: creator,
///     creator,
///     quote_mint: Address::from([2; 32]),
///     name,
///     charter_hash: [1; 32],
///     charter_clauses: 12,
///     treasury: creator,
///     parameters: Parameters::default(),
/// };
/// assert_eq!(create.instruction().accounts[2].pubkey, pda::network(creator, &name));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkCreate {
    /// Pays the rent.
    pub payer: Address,
    /// Becomes the authority; part of the network's address.
    pub creator: Address,
    /// Quote money: a mint of the classic Token program.
    pub quote_mint: Address,
    /// UTF-8, padded with zeros; see [`pda::network_name`].
    pub name: [u8; 32],
    /// Hash of the charter's text; not zero.
    pub charter_hash: [u8; 32],
    /// Number of its clauses; not zero.
    pub charter_clauses: u16,
    /// Wallet that receives the network's fees.
    pub treasury: Address,
    /// Within their hard bounds.
    pub parameters: Parameters,
}

impl NetworkCreate {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::NetworkCreate)
            .paying_signer(self.payer)
            .signer(self.creator)
            .writable(pda::network(self.creator, &self.name))
            .readonly(self.quote_mint)
            .readonly(ids::SYSTEM_ID)
            .bytes(&self.name)
            .bytes(&self.charter_hash)
            .bytes(&self.charter_clauses.to_le_bytes())
            .bytes(self.treasury.as_ref())
            .bytes(&parameters(&self.parameters))
            .with_events()
    }
}

/// Names a successor of the authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkProposeAuthority {
    /// The network's authority.
    pub authority: Address,
    /// The network.
    pub network: Address,
    /// Who may take over; the default address withdraws the proposal.
    pub successor: Address,
}

impl NetworkProposeAuthority {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_authority(Kind::NetworkProposeAuthority, self.authority, self.network)
            .bytes(self.successor.as_ref())
            .with_events()
    }
}

/// The proposed successor takes over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkAcceptAuthority {
    /// The proposed successor.
    pub successor: Address,
    /// The network.
    pub network: Address,
}

impl NetworkAcceptAuthority {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_authority(Kind::NetworkAcceptAuthority, self.successor, self.network).with_events()
    }
}

/// Announces new parameters; they can be applied after the delay in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkProposeParameters {
    /// The network's authority.
    pub authority: Address,
    /// The network.
    pub network: Address,
    /// Within their hard bounds.
    pub parameters: Parameters,
}

impl NetworkProposeParameters {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_authority(Kind::NetworkProposeParameters, self.authority, self.network)
            .bytes(&parameters(&self.parameters))
            .with_events()
    }
}

/// Withdraws announced parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkCancelParameters {
    /// The network's authority.
    pub authority: Address,
    /// The network.
    pub network: Address,
}

impl NetworkCancelParameters {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_authority(Kind::NetworkCancelParameters, self.authority, self.network).with_events()
    }
}

/// Puts announced parameters into force when they are due; anyone may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkApplyParameters {
    /// The network.
    pub network: Address,
}

impl NetworkApplyParameters {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::NetworkApplyParameters).writable(self.network).with_events()
    }
}

/// Stops transfers and new tokens; claims and deposits go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkHalt {
    /// The network's authority.
    pub authority: Address,
    /// The network.
    pub network: Address,
}

impl NetworkHalt {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_authority(Kind::NetworkHalt, self.authority, self.network).with_events()
    }
}

/// Ends a halt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkResume {
    /// The network's authority.
    pub authority: Address,
    /// The network.
    pub network: Address,
}

impl NetworkResume {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_authority(Kind::NetworkResume, self.authority, self.network).with_events()
    }
}

/// Publishes a new version of the charter; nobody's money waits for its acknowledgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CharterPublish {
    /// The network's authority.
    pub authority: Address,
    /// The network.
    pub network: Address,
    /// Number of clauses, at least one.
    pub clauses: u16,
    /// Hash of the text; not zero, and not that of the version in force.
    pub charter_hash: [u8; 32],
}

impl CharterPublish {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::CharterPublish)
            .signer(self.authority)
            .writable(self.network)
            .bytes(&self.clauses.to_le_bytes())
            .bytes(&self.charter_hash)
            .with_events()
    }
}

/// Makes an active member a steward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StewardAppoint {
    /// Pays the rent; gets it back when the steward is dismissed.
    pub payer: Address,
    /// The network's authority.
    pub authority: Address,
    /// The network.
    pub network: Address,
    /// The member.
    pub member: Address,
    /// Bits of [`core::member::capability`](crate::core::member::capability).
    pub capabilities: u8,
}

impl StewardAppoint {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::StewardAppoint)
            .paying_signer(self.payer)
            .signer(self.authority)
            .readonly(self.network)
            .readonly(self.member)
            .writable(pda::steward(self.network, self.member))
            .readonly(ids::SYSTEM_ID)
            .bytes(&[self.capabilities])
            .with_events()
    }
}

/// Changes what a steward may do; capabilities that he keeps keep the time of their grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StewardUpdate {
    /// The network's authority.
    pub authority: Address,
    /// The network.
    pub network: Address,
    /// The steward's member.
    pub member: Address,
    /// Bits of [`core::member::capability`](crate::core::member::capability).
    pub capabilities: u8,
}

impl StewardUpdate {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::StewardUpdate)
            .signer(self.authority)
            .readonly(self.network)
            .writable(pda::steward(self.network, self.member))
            .bytes(&[self.capabilities])
            .with_events()
    }
}

/// Dismisses a steward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StewardDismiss {
    /// The network's authority.
    pub authority: Address,
    /// The network.
    pub network: Address,
    /// The steward's member.
    pub member: Address,
    /// Who paid the rent, as the steward account records it.
    pub rent_payer: Address,
}

impl StewardDismiss {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::StewardDismiss)
            .signer(self.authority)
            .readonly(self.network)
            .writable(self.rent_payer)
            .writable(pda::steward(self.network, self.member))
            .with_events()
    }
}

fn by_authority(kind: Kind, authority: Address, network: Address) -> Builder {
    Builder::new(kind).signer(authority).writable(network)
}

/// Field by field, as Borsh has it: the layout in memory is not part of the instruction.
fn parameters(parameters: &Parameters) -> [u8; 40] {
    let Parameters {
        owner_fee,
        network_fee,
        equity_fee,
        minimum_reputation,
        cooling_off,
        owner_first_refusal,
        holder_first_refusal,
        round_notice,
        minimum_hold,
        report_grace,
        parameter_delay,
        report_deadline,
        attestation_required,
        route_gains,
    } = *parameters;
    let rates = [owner_fee, network_fee, equity_fee, minimum_reputation];
    let times = [
        cooling_off,
        owner_first_refusal,
        holder_first_refusal,
        round_notice,
        minimum_hold,
        report_grace,
        parameter_delay,
    ];
    let fields = rates.into_iter().flat_map(u16::to_le_bytes);
    let fields = fields.chain(times.into_iter().flat_map(u32::to_le_bytes));
    let fields = fields.chain(report_deadline.to_le_bytes()).chain([attestation_required, route_gains]);
    let mut bytes = [0; 40];
    for (place, byte) in bytes.iter_mut().zip(fields) {
        *place = byte;
    }
    bytes
}
