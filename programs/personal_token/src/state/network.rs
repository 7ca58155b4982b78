use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use personal_token_core::{parameters::Parameters, report::Deadline, Error as Rule};

/// A community with its own admission, charter, parameters and quote money.
#[account]
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
    /// Version of the charter, the first being 1; all its clauses are acknowledged before a purchase, a round or a token.
    pub charter_version: u32,
    /// Parameters in force.
    pub parameters: NetworkParameters,
    /// Announced parameters.
    pub pending_parameters: NetworkParameters,
    /// Zero.
    pub padding3: u32,
    /// Unix time from which the announced parameters can be applied; 0 when none are.
    pub parameters_effective_at: i64,
    /// Founder; part of the address.
    pub creator: Address,
    /// Name, UTF-8, padded with zeros; part of the address.
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

/// `core::parameters::Parameters`, byte for byte, as the IDL shows it. Rates are basis points, times are seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
#[repr(C)]
pub struct NetworkParameters {
    /// The token owner's fee on a sale.
    pub owner_fee: u16,
    /// The network's fee on a sale.
    pub network_fee: u16,
    /// The network's part of newly issued shares.
    pub equity_fee: u16,
    /// Below this a member cannot receive shares.
    pub minimum_reputation: u16,
    /// Between acknowledging the charter and creating a token.
    pub cooling_off: u32,
    /// How long a listing waits for the owner.
    pub owner_first_refusal: u32,
    /// How long it then waits for other holders.
    pub holder_first_refusal: u32,
    /// Notice of a round once there are outside holders.
    pub round_notice: u32,
    /// The shortest hold of received shares.
    pub minimum_hold: u32,
    /// After the report deadline, before a missing report is recorded.
    pub report_grace: u32,
    /// Between announcing and applying new parameters.
    pub parameter_delay: u32,
    /// Day of the year by which last year's report is due.
    pub report_deadline: u16,
    /// 1 if a token needs a steward's attestation of the conversation about rights.
    pub attestation_required: u8,
    /// 1 if gains on other people's shares are routed to the seller's own shareholders.
    pub route_gains: u8,
}

impl NetworkParameters {
    /// As the rules take them: the same bytes.
    #[inline(always)]
    pub fn rules(&self) -> Parameters {
        bytemuck::must_cast(*self)
    }
}

impl Network {
    /// Refuses while the network is halted.
    pub fn check_running(&self) -> Result<()> {
        require!(self.halted == 0, Rule::NetworkHalted);
        Ok(())
    }

    /// Refuses an acknowledgement of anything but every clause of the current charter.
    pub fn check_acknowledgement(&self, charter_version: u32, clauses: u16) -> Result<()> {
        require!(charter_version == self.charter_version, Rule::CharterOutdated);
        require!(clauses == self.charter_clauses, Rule::ClausesMissing);
        Ok(())
    }

    /// When the report on a year falls due.
    pub fn report_deadline(&self, year: u16) -> Result<Deadline> {
        let parameters = &self.parameters;
        Ok(Deadline::of(year, parameters.report_deadline, parameters.report_grace)?)
    }

    /// Refuses any signer but the authority.
    pub fn check_authority(&self, signer: &Address) -> Result<()> {
        require!(self.authority == *signer, Rule::NotNetworkAuthority);
        Ok(())
    }

    /// What must hold after every change.
    #[inline(never)]
    pub fn invariant(&self) -> Result<()> {
        self.parameters.rules().check().map_err(|_| Rule::InvariantBroken)?;
        let pending_is_sound = self.parameters_effective_at == 0 || self.pending_parameters.rules().check().is_ok();
        require!(pending_is_sound && self.halted <= 1, Rule::InvariantBroken);
        require!(self.authority != Address::default(), Rule::InvariantBroken);
        Ok(())
    }
}
