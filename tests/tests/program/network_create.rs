//! `network_create`

use super::prelude::*;

fn ready() -> (World, NetworkCreate) {
    let world = World::deployed();
    let create = world.network_create(Founding::default());
    (world, create)
}

#[test]
fn founds_a_network() {
    let (mut world, create) = ready();
    let (network, bump) = pda::network_with_bump(world.founder, &create.name);
    let outcome = world.send(&[create.instruction()]).expect_changed(&[network]);

    let expected = Network {
        version: 1,
        bump,
        charter_clauses: 12,
        charter_version: 1,
        parameters: Parameters::default(),
        creator: world.founder,
        name: pda::network_name("Village of Makers").unwrap(),
        authority: world.founder,
        quote_mint: world.quote_mint,
        treasury: address("treasury"),
        treasury_quote_account: pda::quote_account(address("treasury"), world.quote_mint),
        charter_hash: hash("charter"),
        ..Network::zeroed()
    };
    assert_eq!(world.read::<Network>(network), expected);
    assert_eq!(world.lamports(&network), world.rent(Network::SPACE));
    let created = event::NetworkCreated {
        network,
        authority: world.founder,
        quote_mint: world.quote_mint,
        treasury: address("treasury"),
        charter_hash: hash("charter"),
    };
    assert_eq!(outcome.event(), &created.into());
}

#[test]
fn the_creator_may_pay() {
    let (mut world, create) = ready();
    let create = NetworkCreate { payer: world.founder, ..create };
    let network = pda::network(world.founder, &create.name);
    world.send(&[create.instruction()]).expect_changed(&[network, create.creator]);
    assert_eq!(world.lamports(&create.creator), WEALTH - world.rent(Network::SPACE));
}

#[test]
fn one_founder_founds_several_and_one_name_serves_several_founders() {
    let (mut world, create) = ready();
    let second = NetworkCreate { name: pda::network_name("Second").unwrap(), ..create.clone() };
    let other = NetworkCreate { creator: mallory(&mut world), ..create.clone() };
    for create in [create, second, other] {
        world.send(&[create.instruction()]).expect_success();
        let network: Network = world.read(pda::network(create.creator, &create.name));
        assert_eq!((network.creator, network.authority, network.name), (create.creator, create.creator, create.name));
    }
}

#[test]
fn takes_parameters_at_both_ends_of_their_bounds() {
    let (mut world, create) = ready();
    let lowest = Parameters { parameter_delay: DAY, report_deadline: 1, ..Parameters::zeroed() };
    let highest = Parameters {
        owner_fee: 500,
        network_fee: 0,
        equity_fee: 100,
        minimum_reputation: 900,
        cooling_off: 30 * DAY,
        owner_first_refusal: 30 * DAY,
        holder_first_refusal: 30 * DAY,
        round_notice: 60 * DAY,
        minimum_hold: 5 * 365 * DAY,
        report_grace: 180 * DAY,
        parameter_delay: 90 * DAY,
        report_deadline: 365,
        attestation_required: 1,
        route_gains: 1,
    };
    for (name, parameters) in [("lowest", lowest), ("highest", highest)] {
        let name = pda::network_name(name).unwrap();
        world.send(&[NetworkCreate { name, parameters, ..create.clone() }.instruction()]).expect_success();
        assert_eq!(world.read::<Network>(pda::network(world.founder, &name)).parameters, parameters);
    }
}

#[test]
fn survives_a_prefunded_address() {
    survives_prefunding(
        ready,
        |_, create| vec![pda::network(create.creator, &create.name)],
        |_, create| create.instruction(),
    );
}

/// The instruction with one parameter out of bounds.
fn with(create: NetworkCreate, change: impl FnOnce(&mut Parameters)) -> Instruction {
    let mut create = create;
    change(&mut create.parameters);
    create.instruction()
}

refusals! {
    ready;
    refuses_fees_above_their_sum: |world, create| with(create, |p| p.owner_fee = 451) => Rule::ParametersOutOfBounds;
    refuses_fees_whose_sum_overflows: |world, create| with(create, |p| p.owner_fee = u16::MAX)
        => Rule::ParametersOutOfBounds;
    refuses_a_high_equity_fee: |world, create| with(create, |p| p.equity_fee = 101) => Rule::ParametersOutOfBounds;
    refuses_a_high_minimum_reputation: |world, create|
        with(create, |p| p.minimum_reputation = 901) => Rule::ParametersOutOfBounds;
    refuses_a_long_cooling_off: |world, create| with(create, |p| p.cooling_off = 30 * DAY + 1)
        => Rule::ParametersOutOfBounds;
    refuses_a_long_first_refusal_of_the_owner: |world, create|
        with(create, |p| p.owner_first_refusal = 30 * DAY + 1) => Rule::ParametersOutOfBounds;
    refuses_a_long_first_refusal_of_holders: |world, create|
        with(create, |p| p.holder_first_refusal = 30 * DAY + 1) => Rule::ParametersOutOfBounds;
    refuses_a_long_round_notice: |world, create|
        with(create, |p| p.round_notice = 60 * DAY + 1) => Rule::ParametersOutOfBounds;
    refuses_a_long_minimum_hold: |world, create|
        with(create, |p| p.minimum_hold = 5 * 365 * DAY + 1) => Rule::ParametersOutOfBounds;
    refuses_a_long_report_grace: |world, create|
        with(create, |p| p.report_grace = 180 * DAY + 1) => Rule::ParametersOutOfBounds;
    refuses_a_short_parameter_delay: |world, create|
        with(create, |p| p.parameter_delay = DAY - 1) => Rule::ParametersOutOfBounds;
    refuses_a_long_parameter_delay: |world, create|
        with(create, |p| p.parameter_delay = 90 * DAY + 1) => Rule::ParametersOutOfBounds;
    refuses_day_0_as_report_deadline: |world, create|
        with(create, |p| p.report_deadline = 0) => Rule::ParametersOutOfBounds;
    refuses_day_366_as_report_deadline: |world, create|
        with(create, |p| p.report_deadline = 366) => Rule::ParametersOutOfBounds;
    refuses_an_attestation_flag_of_2: |world, create|
        with(create, |p| p.attestation_required = 2) => Rule::ParametersOutOfBounds;
    refuses_a_routing_flag_of_2: |world, create| with(create, |p| p.route_gains = 2) => Rule::ParametersOutOfBounds;

    refuses_a_charter_without_clauses: |world, create|
        NetworkCreate { charter_clauses: 0, ..create }.instruction() => Rule::CharterInvalid;
    refuses_a_charter_without_hash: |world, create|
        NetworkCreate { charter_hash: [0; 32], ..create }.instruction() => Rule::CharterInvalid;

    refuses_a_quote_mint_of_token_2022: |world, create| {
        let quote_mint = address("2022 mint");
        let data = world.account(&world.quote_mint).unwrap().data;
        world.put(quote_mint, TOKEN_2022_ID, data);
        NetworkCreate { quote_mint, ..create }.instruction()
    } => Rule::QuoteMintInvalid;
    refuses_an_uninitialised_quote_mint: |world, create| {
        let quote_mint = address("raw mint");
        world.put(quote_mint, TOKEN_ID, vec![0; 82]);
        NetworkCreate { quote_mint, ..create }.instruction()
    } => Rule::QuoteMintInvalid;
    refuses_a_token_account_as_quote_mint: |world, create| {
        let quote_mint = world.fund(world.issuer, 1);
        NetworkCreate { quote_mint, ..create }.instruction()
    } => Rule::QuoteMintInvalid;
    refuses_a_wallet_as_quote_mint: |world, create|
        NetworkCreate { quote_mint: world.issuer, ..create }.instruction() => Rule::QuoteMintInvalid;
    refuses_an_absent_quote_mint: |world, create|
        NetworkCreate { quote_mint: address("nothing"), ..create }.instruction() => Rule::QuoteMintInvalid;

    refuses_a_second_creation: |world, create| {
        world.must(&[create.instruction()]);
        create.instruction()
    } => ALREADY_IN_USE;
    refuses_without_the_creators_signature: |world, create|
        create.instruction().unsigned(create.creator) => Error::MissingRequiredSignature;
    refuses_the_address_of_another_name: |world, create| {
        let other = pda::network(create.creator, &pda::network_name("Other").unwrap());
        create.instruction().replacing(pda::network(create.creator, &create.name), other)
    } => Error::InvalidSeeds;
    refuses_another_system_program: |world, create|
        create.instruction().replacing(SYSTEM_ID, TOKEN_ID) => Error::IncorrectProgramId;
    refuses_another_event_authority: |world, create|
        create.instruction().replacing(pda::event_authority(), create.creator) => Error::InvalidSeeds;
    refuses_a_read_only_network: |world, create|
        create.instruction().read_only(pda::network(create.creator, &create.name)) => Error::PrivilegeEscalation;
    refuses_missing_accounts: |world, create| create.instruction().without_last(1) => TOO_FEW_ACCOUNTS;
    refuses_short_data: |world, create|
        create.instruction().with_data(|data| { data.pop(); }) => Error::InvalidInstructionData;
    refuses_no_data: |world, create| create.instruction().with_data(Vec::clear) => Error::InvalidInstructionData;
    refuses_an_unknown_instruction: |world, create|
        create.instruction().with_data(|data| data[0] = 64) => Error::InvalidInstructionData;
}
