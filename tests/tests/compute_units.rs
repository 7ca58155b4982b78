//! Compute units and transaction sizes of every instruction, against the budgets. `UPDATE=1` writes
//! docs/compute-units.md anew; otherwise any difference fails.
#![allow(clippy::unwrap_used)]

use personal_token_core::{
    member::{capability, role},
    policy::Policy,
    proceeds::Source,
    DAY,
};
use personal_token_sdk::{instruction::*, pda, ID};
use personal_token_tests::{hash, world::Terms, Outcome, Person, TokenFixture, World};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_message::Message;
use std::{env, fmt::Write, fs, path::Path};

/// Token-2022 searches the address of the hook's account list on every transfer: units a try.
const UNITS_PER_BUMP: u64 = 1_500;

struct Row {
    name: &'static str,
    units: u64,
    bytes: usize,
    budget: Option<u64>,
}

struct Table {
    world: World,
    rows: Vec<Row>,
}

impl Table {
    fn measure(&mut self, name: &'static str, budget: Option<u64>, instruction: Instruction) -> Outcome {
        let outcome = self.world.must(std::slice::from_ref(&instruction));
        self.add(name, budget, outcome.compute_units, size(&self.world, &[instruction]));
        outcome
    }

    fn add(&mut self, name: &'static str, budget: Option<u64>, units: u64, bytes: usize) {
        self.rows.push(Row { name, units, bytes, budget });
    }
}

/// Bytes of a legacy transaction with these instructions and no lookup table.
fn size(world: &World, instructions: &[Instruction]) -> usize {
    let message = Message::new(instructions, Some(&world.payer));
    1 + 64 * usize::from(message.header.num_required_signatures) + message.serialize().len()
}

/// Units of our program alone, from its last line in the logs.
fn own_units(outcome: &Outcome) -> u64 {
    let prefix = format!("Program {ID} consumed ");
    let line = outcome.logs.iter().rev().find_map(|line| line.strip_prefix(&prefix)).unwrap();
    line.split(' ').next().unwrap().parse().unwrap()
}

/// The units that a mint costs for ever because of the bump of its account list.
fn bump_units(token: &TokenFixture) -> u64 {
    let seeds: [&[u8]; 2] = [b"extra-account-metas", token.mint.as_ref()];
    let (address, bump) = Address::find_program_address(&seeds, &ID);
    assert_eq!(address, token.extra_account_metas);
    UNITS_PER_BUMP * u64::from(u8::MAX - bump)
}

fn network(table: &mut Table) {
    let world = &table.world;
    let create = world.network_create(Default::default());
    let (authority, network) = (create.creator, pda::network(create.creator, &create.name));
    let parameters = create.parameters;
    table.measure("network_create", None, create.instruction());
    table.world.network = network;
    let successor = table.world.person("successor");
    table.measure(
        "network_propose_authority",
        None,
        NetworkProposeAuthority { authority, network, successor }.instruction(),
    );
    table.measure("network_accept_authority", None, NetworkAcceptAuthority { successor, network }.instruction());
    let back = NetworkProposeAuthority { authority: successor, network, successor: authority };
    table.world.must(&[back.instruction()]);
    table.world.must(&[NetworkAcceptAuthority { successor: authority, network }.instruction()]);
    let propose = NetworkProposeParameters { authority, network, parameters };
    table.measure("network_propose_parameters", None, propose.instruction());
    table.measure("network_cancel_parameters", None, NetworkCancelParameters { authority, network }.instruction());
    table.world.must(&[propose.instruction()]);
    table.world.warp(i64::from(parameters.parameter_delay));
    table.measure("network_apply_parameters", None, NetworkApplyParameters { network }.instruction());
    table.measure("network_halt", None, NetworkHalt { authority, network }.instruction());
    table.measure("network_resume", None, NetworkResume { authority, network }.instruction());
}

fn members(table: &mut Table) {
    let (network, payer, authority) = (table.world.network, table.world.payer, table.world.founder);
    let wallet = table.world.person("steward");
    let open = ApplicationOpen { payer, wallet, network, roles: role::ALL, charter_version: 1 };
    table.measure("application_open", None, open.instruction());
    let close = ApplicationClose { signer: wallet, steward_member: None, network, wallet, rent_payer: payer };
    table.measure("application_close", None, close.instruction());
    table.world.must(&[open.instruction()]);
    let admit = table.world.member_admit("steward", wallet);
    table.measure("member_admit, by the authority", None, admit.instruction());
    let member = pda::member(network, &admit.identity);
    let appoint = StewardAppoint { payer, authority, network, member, capabilities: capability::ADMIT };
    table.measure("steward_appoint", None, appoint.instruction());
    let update = StewardUpdate { authority, network, member, capabilities: capability::ALL };
    table.measure("steward_update", None, update.instruction());

    let signer = wallet;
    let steward_member = Some(member);
    let applicant = table.world.applicant("applicant", role::ALL);
    let by_steward = MemberAdmit { signer, steward_member, ..table.world.member_admit("applicant", applicant) };
    table.measure("member_admit, by a steward", None, by_steward.instruction());
    let member = pda::member(network, &by_steward.identity);
    let attest = MemberAttest { signer, steward_member, network, member };
    table.measure("member_attest", None, attest.instruction());
    let suspend = MemberSuspend { signer, steward_member, network, member, reason_hash: hash("reason") };
    table.measure("member_suspend", None, suspend.instruction());
    let reinstate = MemberReinstate { signer, steward_member, network, member, wallet: None };
    table.measure("member_reinstate", None, reinstate.instruction());
    table.measure("member_leave", None, MemberLeave { wallet: applicant, member }.instruction());
    let dismiss = StewardDismiss { authority, network, member: appoint.member, rent_payer: payer };
    table.measure("steward_dismiss", None, dismiss.instruction());
}

fn tokens(table: &mut Table) -> TokenFixture {
    let (network, payer) = (table.world.network, table.world.payer);
    let owner = table.world.member("owner", role::ALL);
    table.world.warp(i64::from(3 * DAY));
    let token = TokenFixture::of(owner, table.world.quote_mint);
    let create = table.world.token_create(owner, Terms::default());
    table.measure("token_create", Some(49_000), create.instruction());
    let PositionOpen { wallet, .. } = table.world.position_open(owner, &token);
    let account =
        CreateAssociatedToken { payer, wallet, mint: token.mint, token_program: personal_token_sdk::TOKEN_2022_ID };
    table.world.must(&[account.instruction()]);
    let open = table.world.position_open(owner, &token);
    table.measure("position_open", Some(11_000), open.instruction());
    let (owner, owner_member) = (owner.wallet, owner.member);
    table.measure("token_issue", None, TokenIssue { owner, owner_member, shares: 10_000_000 }.instruction());
    let set_policy = |policy| TokenSetPolicy { owner, owner_member, network, policy }.instruction();
    table.measure("token_set_policy", None, set_policy(Policy::Village));
    table.world.must(&[set_policy(Policy::Open)]);
    let hold = TokenSetHold { owner, owner_member, network, hold: 91 * DAY };
    table.measure("token_set_hold", None, hold.instruction());
    table.measure("token_pause", None, TokenPause { owner, owner_member, network, seconds: DAY }.instruction());
    table.measure("token_resume", None, TokenResume { owner, owner_member, network }.instruction());
    token
}

fn positions(table: &mut Table, token: &TokenFixture) -> Person {
    let (owner, owner_member, mint) = (token.owner.wallet, token.owner.member, token.mint);
    let holder = table.world.investor("holder");
    table.world.open_position(holder, token);
    let admit = PositionAdmit { owner, owner_member, mint, holder: holder.wallet, cap: 500 };
    table.measure("position_admit", None, admit.instruction());
    let expires_at = table.world.now() + 1;
    let approve =
        PositionApprove { owner, owner_member, mint, holder: holder.wallet, from: owner, shares: 1, expires_at };
    table.measure("position_approve", None, approve.instruction());
    let unused = table.world.investor("unused");
    table.world.open_position(unused, token);
    let close = PositionClose { wallet: unused.wallet, mint, rent_payer: table.world.payer };
    table.measure("position_close", None, close.instruction());
    holder
}

fn transfers(table: &mut Table, token: &TokenFixture, holder: Person) {
    let transfer = table.world.shares_transfer(token, token.owner, holder, 1_000);
    let outcome = table.measure("wallet transfer, whole", Some(23_000 + bump_units(token)), transfer.instruction());
    let row = table.rows.last_mut().unwrap();
    // The bump of this mint's account list is chance; the table shows what every mint pays.
    row.units -= bump_units(token);
    row.budget = Some(23_000);
    table.add("… of which the hook", Some(2_000), own_units(&outcome), 0);
}

fn proceeds(table: &mut Table, token: &TokenFixture, holder: Person) {
    let deposit = table.world.proceeds_deposit(token, 50_000_000);
    table.world.fund(token.owner.wallet, 200_000_000);
    table.measure("proceeds_deposit, gross", Some(8_500), deposit.instruction());
    let net = ProceedsDeposit { net: true, index: 1, kind: Source::PersonalToken, ..deposit };
    table.measure("proceeds_deposit, net", None, net.instruction());
    table.world.quote_account(holder.wallet);
    let claim = table.world.proceeds_claim(token, holder.wallet);
    table.measure("proceeds_claim", Some(3_800), claim.instruction());

    const HOLDERS: usize = 29;
    let wallets: Vec<Address> = (0..HOLDERS)
        .map(|number| {
            let person = table.world.holder(&format!("holder {number}"), token, 1_000);
            table.world.quote_account(person.wallet);
            person.wallet
        })
        .collect();
    table.world.deposit(token, 50_000_000).expect_success();
    let pairs: Vec<(Address, Address)> = wallets.iter().map(|wallet| token.pair(*wallet)).collect();
    let addresses: Vec<Address> = pairs.iter().flat_map(|(position, account)| [*position, *account]).collect();
    let distribute = ProceedsDistribute { mint: token.mint, pairs }.instruction();
    let outcome = table.world.send_with_table(&[distribute], &addresses).expect_success();
    assert_eq!(outcome.return_data, vec![0; HOLDERS]);
    let each = outcome.compute_units.div_ceil(HOLDERS as u64);
    table.add("proceeds_distribute, 29 holders, whole", None, outcome.compute_units, 0);
    table.add("… a holder", Some(900), each, 0);
}

fn document(rows: &[Row]) -> String {
    let mut text = String::from(
        "# Compute units and transaction sizes\n\n\
         Written by `tests/tests/compute_units.rs`, which fails when a figure changes or a budget is passed. Units of a\n\
         whole transaction on the committed artifact, LiteSVM with the features of mainnet; every address is fixed, so\n\
         the figures are the same on each run. Address searches cost 1,500 units a try and depend on the addresses.\n\
         Bytes are those of a legacy transaction without a lookup table and without compute-budget instructions; 1,232\n\
         is the limit.\n\n\
         A wallet transfer costs 1,500 units more for each step of the bump of its mint's account list below 255, for\n\
         the life of the token: Token-2022 searches that address on every transfer. The table leaves this out.\n\n\
         `token_create` makes fourteen calls at 946 units each. Token-2022 spends 23,700 units in eight of them, two thirds of\n\
         that on the metadata that says `voting_rights: none`; four addresses are searched. The instruction itself is a\n\
         small part of the rest.\n\n\
         | instruction | compute units | budget | bytes |\n|---|---:|---:|---:|\n",
    );
    for row in rows {
        let budget = row.budget.map(grouped).unwrap_or_default();
        let bytes = if row.bytes == 0 { String::new() } else { grouped(row.bytes as u64) };
        writeln!(text, "| {} | {} | {budget} | {bytes} |", row.name, grouped(row.units)).unwrap();
    }
    text
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
    groups.join(",")
}

#[test]
fn compute_units_are_within_budget_and_documented() {
    let mut table = Table { world: World::deployed(), rows: Vec::new() };
    network(&mut table);
    members(&mut table);
    let token = tokens(&mut table);
    let holder = positions(&mut table, &token);
    transfers(&mut table, &token, holder);
    proceeds(&mut table, &token, holder);

    let current = document(&table.rows);
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/compute-units.md");
    if env::var_os("UPDATE").is_some() {
        fs::write(&committed, &current).unwrap();
    }
    let over: Vec<String> = table
        .rows
        .iter()
        .filter(|row| row.budget.is_some_and(|budget| row.units > budget) || row.bytes > 1_232)
        .map(|row| format!("{}: {} units, budget {:?}, {} bytes", row.name, row.units, row.budget, row.bytes))
        .collect();
    assert!(over.is_empty(), "over budget: {over:#?}");
    let text = fs::read_to_string(&committed).unwrap_or_default();
    assert!(text == current, "docs/compute-units.md is out of date: run this test with UPDATE=1\n\n{current}");
}
