//! Hard bounds of the network's parameters: each at its bound, one past it, and all of them against a table.

use crate::common::config;
use crate::refused;
use personal_token_core::parameters::{Parameters, APPLICABLE};
use proptest::prelude::*;

const DAY: u32 = 86_400;

/// A parameter: its name, how to set it, its bounds.
type Bound = (&'static str, fn(&mut Parameters, u32), u32, u32);

fn short(value: u32) -> u16 {
    u16::try_from(value).unwrap_or(u16::MAX)
}

fn byte(value: u32) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

/// The bounds of docs/protocol.md §12, written down a second time. The fees are bounded by their sum: 500 less the other's default.
const BOUNDS: [Bound; 14] = [
    ("owner fee", |p, value| p.owner_fee = short(value), 0, 450),
    ("network fee", |p, value| p.network_fee = short(value), 0, 350),
    ("equity fee", |p, value| p.equity_fee = short(value), 0, 100),
    ("minimum reputation", |p, value| p.minimum_reputation = short(value), 0, 900),
    ("cooling off", |p, value| p.cooling_off = value, 0, 30 * DAY),
    ("owner first refusal", |p, value| p.owner_first_refusal = value, 0, 30 * DAY),
    ("holder first refusal", |p, value| p.holder_first_refusal = value, 0, 30 * DAY),
    ("round notice", |p, value| p.round_notice = value, 0, 60 * DAY),
    ("minimum hold", |p, value| p.minimum_hold = value, 0, 5 * 365 * DAY),
    ("report grace", |p, value| p.report_grace = value, 0, 180 * DAY),
    ("parameter delay", |p, value| p.parameter_delay = value, DAY, 90 * DAY),
    ("report deadline", |p, value| p.report_deadline = short(value), 1, 365),
    ("attestation required", |p, value| p.attestation_required = byte(value), 0, 1),
    ("route gains", |p, value| p.route_gains = byte(value), 0, 1),
];

proptest! {
    #![proptest_config(config())]

    /// Any one parameter, at any value: within its bounds it is accepted, outside it is refused.
    #[test]
    fn one_parameter_at_any_value(which in 0..BOUNDS.len(), near in 0u8..3, bits in any::<u32>()) {
        let (_, set, least, most) = BOUNDS[which];
        let value = match near {
            0 => most.saturating_sub(2).saturating_add(bits % 5),
            1 => least.saturating_sub(2).saturating_add(bits % 5),
            _ => bits,
        };
        let mut parameters = Parameters::default();
        set(&mut parameters, value);
        prop_assert_eq!(parameters.check().is_ok(), (least..=most).contains(&value));
    }

    #[test]
    fn the_two_fees_share_one_bound(owner in any::<u16>(), network in any::<u16>(), scale in 0u32..8) {
        let (owner_fee, network_fee) = (owner >> scale, network >> scale);
        let parameters = Parameters { owner_fee, network_fee, ..Parameters::default() };
        prop_assert_eq!(parameters.check().is_ok(), u32::from(owner_fee) + u32::from(network_fee) <= 500);
    }
}

#[test]
fn every_bound_holds_and_one_past_it_is_refused() {
    for (name, set, least, most) in BOUNDS {
        let with = |value| {
            let mut parameters = Parameters::default();
            set(&mut parameters, value);
            parameters.check()
        };
        assert_eq!((with(least), with(most)), (Ok(()), Ok(())), "{name}");
        refused!(with(most + 1), ParametersOutOfBounds);
        refused!(with(u32::MAX), ParametersOutOfBounds);
        if let Some(below) = least.checked_sub(1) {
            refused!(with(below), ParametersOutOfBounds);
        }
    }
}

#[test]
fn fees_that_overflow_together_are_refused() {
    let fees = |owner_fee, network_fee| Parameters { owner_fee, network_fee, ..Parameters::default() }.check();
    assert_eq!((fees(500, 0), fees(0, 500), fees(250, 250)), (Ok(()), Ok(()), Ok(())));
    refused!(fees(500, 1), ParametersOutOfBounds);
    refused!(fees(1, 500), ParametersOutOfBounds);
    // A sum of 2^16 would wrap to nothing.
    refused!(fees(u16::MAX, 1), ParametersOutOfBounds);
    refused!(fees(u16::MAX, u16::MAX), ParametersOutOfBounds);
}

#[test]
fn the_defaults_are_those_that_were_decided() {
    let defaults = Parameters::default();
    assert_eq!(defaults.check(), Ok(()));
    assert_eq!((defaults.owner_fee, defaults.network_fee, defaults.equity_fee), (150, 50, 10));
    assert_eq!((defaults.minimum_reputation, defaults.report_deadline), (600, 105));
    assert_eq!((defaults.cooling_off, defaults.minimum_hold), (72 * 3_600, 90 * DAY));
    assert_eq!((defaults.owner_first_refusal, defaults.holder_first_refusal), (14 * DAY, 7 * DAY));
    assert_eq!((defaults.round_notice, defaults.report_grace, defaults.parameter_delay), (7 * DAY, 30 * DAY, 7 * DAY));
    assert_eq!((defaults.attestation_required, defaults.route_gains), (0, 1));
}

/// Accounts keep these bytes for ever: no padding, little-endian, in the order of the fields.
/// Announced parameters can be applied for thirty days.
#[test]
fn what_was_announced_does_not_lie_in_wait() {
    assert_eq!(APPLICABLE, 2_592_000);
}

#[test]
fn the_bytes_on_chain_have_no_holes() {
    assert_eq!((size_of::<Parameters>(), align_of::<Parameters>()), (40, 4));
    let bytes = bytemuck::bytes_of(&Parameters::default()).to_vec();
    assert_eq!(bytes[..8], [150, 0, 50, 0, 10, 0, 88, 2]);
    assert_eq!(bytes[36..], [105, 0, 0, 1]);
    assert_eq!(bytemuck::pod_read_unaligned::<Parameters>(&bytes), Parameters::default());
}
