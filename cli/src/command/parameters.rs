//! The parameters of a network, for people and for scripts.

use {
    super::yes_no,
    crate::{amount::show_basis_points, time::show_duration},
    personal_token_core::parameters::Parameters,
    serde_json::{json, Value},
};

/// Lines for people.
pub fn rows(parameters: &Parameters) -> Vec<(String, String)> {
    let time = |seconds: u32| show_duration(i64::from(seconds));
    [
        ("owner fee", show_basis_points(parameters.owner_fee)),
        ("network fee", show_basis_points(parameters.network_fee)),
        ("equity fee", show_basis_points(parameters.equity_fee)),
        ("minimum reputation", format!("{} of 1,000", parameters.minimum_reputation)),
        ("cooling-off", time(parameters.cooling_off)),
        ("owner's first refusal", time(parameters.owner_first_refusal)),
        ("holders' first refusal", time(parameters.holder_first_refusal)),
        ("round notice", time(parameters.round_notice)),
        ("minimum hold", time(parameters.minimum_hold)),
        ("report deadline", format!("day {} of the year", parameters.report_deadline)),
        ("report grace", time(parameters.report_grace)),
        ("parameter delay", time(parameters.parameter_delay)),
        ("attestation required", yes_no(parameters.attestation_required == 1).to_owned()),
        ("route gains", yes_no(parameters.route_gains == 1).to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// Only the lines that differ.
pub fn changes(before: &Parameters, after: &Parameters) -> Vec<(String, String)> {
    rows(before)
        .into_iter()
        .zip(rows(after))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((name, before), (_, after))| (name, format!("{before} → {after}")))
        .collect()
}

/// For scripts: basis points and seconds.
pub fn json(parameters: &Parameters) -> Value {
    json!({
        "ownerFee": parameters.owner_fee,
        "networkFee": parameters.network_fee,
        "equityFee": parameters.equity_fee,
        "minimumReputation": parameters.minimum_reputation,
        "coolingOff": parameters.cooling_off,
        "ownerFirstRefusal": parameters.owner_first_refusal,
        "holderFirstRefusal": parameters.holder_first_refusal,
        "roundNotice": parameters.round_notice,
        "minimumHold": parameters.minimum_hold,
        "reportDeadline": parameters.report_deadline,
        "reportGrace": parameters.report_grace,
        "parameterDelay": parameters.parameter_delay,
        "attestationRequired": parameters.attestation_required == 1,
        "routeGains": parameters.route_gains == 1,
    })
}
