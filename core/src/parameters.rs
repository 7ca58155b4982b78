//! The parameters of a network, their defaults and their hard bounds.

use crate::{policy::LONGEST_HOLD, Error, Result, DAY};
use bytemuck::{Pod, Zeroable};

/// How long announced parameters can be applied once they are due, in seconds; then they lapse. Otherwise they could lie
/// in wait, and the notice would warn nobody.
pub const APPLICABLE: u32 = 30 * DAY;

/// What a network asks of its members. Rates are basis points, times are seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Parameters {
    /// The token owner's fee on a sale; with the network's at most 500.
    pub owner_fee: u16,
    /// The network's fee on a sale.
    pub network_fee: u16,
    /// The network's part of newly issued shares, on top; at most 100.
    pub equity_fee: u16,
    /// Below this a member cannot receive shares; at most 900.
    pub minimum_reputation: u16,
    /// Between acknowledging the charter and creating a token; at most 30 days.
    pub cooling_off: u32,
    /// How long a listing waits for the owner; at most 30 days.
    pub owner_first_refusal: u32,
    /// How long it then waits for other holders; at most 30 days.
    pub holder_first_refusal: u32,
    /// Notice of a round once there are outside holders; at most 60 days.
    pub round_notice: u32,
    /// The shortest hold of received shares; at most five years.
    pub minimum_hold: u32,
    /// After the report deadline, before a missing report is recorded; at most 180 days.
    pub report_grace: u32,
    /// Between announcing and applying new parameters; 1 to 90 days.
    pub parameter_delay: u32,
    /// Day of the year by which last year's report is due; 1 to 365.
    pub report_deadline: u16,
    /// 1 if a token needs a steward's attestation of the conversation about rights.
    pub attestation_required: u8,
    /// 1 if gains on other people's shares are routed to the seller's own shareholders.
    pub route_gains: u8,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            owner_fee: 150,
            network_fee: 50,
            equity_fee: 10,
            minimum_reputation: 600,
            cooling_off: 3 * DAY,
            owner_first_refusal: 14 * DAY,
            holder_first_refusal: 7 * DAY,
            round_notice: 7 * DAY,
            minimum_hold: 90 * DAY,
            report_grace: 30 * DAY,
            parameter_delay: 7 * DAY,
            report_deadline: 105,
            attestation_required: 0,
            route_gains: 1,
        }
    }
}

impl Parameters {
    /// Checks every hard bound; nothing the authority can propose lies outside them.
    pub fn check(&self) -> Result<()> {
        let fees = self.owner_fee.checked_add(self.network_fee).ok_or(Error::ParametersOutOfBounds)?;
        let within = fees <= 500
            && self.equity_fee <= 100
            && self.minimum_reputation <= 900
            && self.cooling_off <= 30 * DAY
            && self.owner_first_refusal <= 30 * DAY
            && self.holder_first_refusal <= 30 * DAY
            && self.round_notice <= 60 * DAY
            && self.minimum_hold <= LONGEST_HOLD
            && self.report_grace <= 180 * DAY
            && (DAY..=90 * DAY).contains(&self.parameter_delay)
            && (1..=365).contains(&self.report_deadline)
            && self.attestation_required <= 1
            && self.route_gains <= 1;
        if within {
            Ok(())
        } else {
            Err(Error::ParametersOutOfBounds)
        }
    }
}
