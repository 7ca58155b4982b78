//! Compute units and transaction sizes of every instruction, against the budgets. `UPDATE=1` writes
//! docs/compute-units.md anew; otherwise any difference fails.
#![allow(clippy::unwrap_used)]

use common::{
    accept, buy, cancel, collect, complete, decline, list, refund, round_open, settle, subscribe, withdraw, ROUND,
};
use personal_token_core::{
    boundary::Contact,
    calendar::year_of,
    complaint::{Category, Decision, Severity, REPLY_TIME},
    member::{capability, role},
    policy::{Policy, NOTICE},
    proceeds::Source,
    report::Deadline,
    round, DAY,
};
use personal_token_sdk::{instruction::*, pda};
use personal_token_tests::{
    hash, wallet,
    world::{Terms, VETO},
    Person, TokenFixture, World, SHARES,
};
use solana_address::Address;
use std::{env, fs, path::Path};

#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../recovery/common.rs"]
mod common;
#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../program/prelude.rs"]
mod prelude;
mod table;

use table::{bump_units, called_units, document, own_units, Table};

fn network(table: &mut Table) {
    let world = &table.world;
    let create = NetworkCreate { treasury: wallet("treasurer"), ..world.network_create(Default::default()) };
    let (authority, network) = (create.creator, pda::network(create.creator, &create.name));
    let parameters = create.parameters;
    table.measure("network_create", Some(5_680), create.instruction());
    table.world.network = network;
    let successor = table.world.person("successor");
    table.measure(
        "network_propose_authority",
        Some(1_630),
        NetworkProposeAuthority { authority, network, successor }.instruction(),
    );
    table.measure("network_accept_authority", Some(1_610), NetworkAcceptAuthority { successor, network }.instruction());
    let back = NetworkProposeAuthority { authority: successor, network, successor: authority };
    table.world.must(&[back.instruction()]);
    table.world.must(&[NetworkAcceptAuthority { successor: authority, network }.instruction()]);
    let propose = NetworkProposeParameters { authority, network, parameters };
    table.measure("network_propose_parameters", Some(1_880), propose.instruction());
    table.measure(
        "network_cancel_parameters",
        Some(1_620),
        NetworkCancelParameters { authority, network }.instruction(),
    );
    table.world.must(&[propose.instruction()]);
    table.world.warp(i64::from(parameters.parameter_delay));
    table.measure("network_apply_parameters", Some(1_660), NetworkApplyParameters { network }.instruction());
    table.measure("network_halt", Some(1_630), NetworkHalt { authority, network }.instruction());
    table.measure("network_resume", Some(1_630), NetworkResume { authority, network }.instruction());
}

fn members(table: &mut Table) {
    let (network, payer, authority) = (table.world.network, table.world.payer, table.world.founder);
    let wallet = table.world.person("steward");
    let open = ApplicationOpen { payer, wallet, network, roles: role::ALL, charter_version: 1, clauses: 12 };
    table.measure("application_open", Some(4_190), open.instruction());
    let close = ApplicationClose { signer: wallet, steward_member: None, network, wallet, rent_payer: payer };
    table.measure("application_close", Some(1_930), close.instruction());
    table.world.must(&[open.instruction()]);
    let admit = table.world.member_admit("steward", wallet);
    table.measure("member_admit, by the authority", Some(7_930), admit.instruction());
    let member = pda::member(network, &admit.identity);
    let appoint = StewardAppoint { payer, authority, network, member, capabilities: capability::ADMIT };
    table.measure("steward_appoint", Some(4_160), appoint.instruction());
    let update = StewardUpdate { authority, network, member, capabilities: capability::ALL };
    table.measure("steward_update", Some(1_830), update.instruction());

    let signer = wallet;
    let steward_member = Some(member);
    let applicant = table.world.applicant("applicant", role::ALL);
    let by_steward = MemberAdmit { signer, steward_member, ..table.world.member_admit("applicant", applicant) };
    table.measure("member_admit, by a steward", Some(7_110), by_steward.instruction());
    let member = pda::member(network, &by_steward.identity);
    let attest = MemberAttest { signer, steward_member, network, member };
    table.measure("member_attest", Some(2_240), attest.instruction());
    let suspend = MemberSuspend { signer, steward_member, network, member, reason_hash: hash("reason") };
    table.measure("member_suspend", Some(2_160), suspend.instruction());
    let reinstate = MemberReinstate { signer, steward_member, network, member, wallet: None };
    table.measure("member_reinstate", Some(2_170), reinstate.instruction());
    table.measure("member_leave", Some(1_550), MemberLeave { wallet: applicant, member }.instruction());
    let dismiss = StewardDismiss { authority, network, member: appoint.member, rent_payer: payer };
    table.measure("steward_dismiss", Some(1_730), dismiss.instruction());
}

fn tokens(table: &mut Table) -> TokenFixture {
    let (network, payer) = (table.world.network, table.world.payer);
    let owner = table.world.member("owner", role::ALL);
    table.world.warp(i64::from(3 * DAY));
    let token = TokenFixture::of(owner, table.world.quote_mint);
    let create = table.world.token_create(owner, Terms::default());
    table.measure("token_create", Some(48_990), create.instruction());
    let PositionOpen { wallet, .. } = table.world.position_open(owner, &token);
    let account =
        CreateAssociatedToken { payer, wallet, mint: token.mint, token_program: personal_token_sdk::TOKEN_2022_ID };
    table.world.must(&[account.instruction()]);
    let open = table.world.position_open(owner, &token);
    table.measure("position_open", Some(6_850), open.instruction());
    let (owner, owner_member) = (owner.wallet, owner.member);
    table.measure("token_issue", Some(5_650), TokenIssue { owner, owner_member, shares: 10_000_000 }.instruction());
    let set_policy = |policy| TokenSetPolicy { owner, owner_member, network, policy }.instruction();
    table.measure("token_set_policy", Some(1_970), set_policy(Policy::Village));
    table.world.must(&[set_policy(Policy::Open)]);
    let hold = TokenSetHold { owner, owner_member, network, hold: 91 * DAY };
    table.measure("token_set_hold", Some(1_960), hold.instruction());
    table.measure("token_pause", Some(2_010), TokenPause { owner, owner_member, network, seconds: DAY }.instruction());
    table.measure("token_resume", Some(1_980), TokenResume { owner, owner_member, network }.instruction());
    token
}

fn positions(table: &mut Table, token: &TokenFixture) -> Person {
    let (owner, owner_member, mint) = (token.owner.wallet, token.owner.member, token.mint);
    let holder = table.world.investor("holder");
    table.world.open_position(holder, token);
    let admit = PositionAdmit { owner, owner_member, mint, holder: holder.wallet, cap: 500 };
    table.measure("position_admit", Some(1_810), admit.instruction());
    let expires_at = table.world.now() + 1;
    let approve =
        PositionApprove { owner, owner_member, mint, holder: holder.wallet, from: owner, shares: 1, expires_at };
    table.measure("position_approve", Some(1_980), approve.instruction());
    let unused = table.world.investor("unused");
    table.world.open_position(unused, token);
    let Person { wallet, member } = unused;
    let close = PositionClose { wallet, member, mint, rent_payer: table.world.payer };
    table.measure("position_close", Some(4_080), close.instruction());
    holder
}

fn transfers(table: &mut Table, token: &TokenFixture, holder: Person) {
    let transfer = table.world.shares_transfer(token, token.owner, holder, 1_000);
    let outcome = table.measure("wallet transfer, whole", Some(19_870 + bump_units(token)), transfer.instruction());
    let row = table.rows.last_mut().unwrap();
    // The bump of this mint's account list is chance; the table shows what every mint pays.
    row.units -= bump_units(token);
    row.budget = Some(19_870);
    row.floor = Some(row.units - own_units(&outcome));
    table.add("… of which the hook", Some(2_000), own_units(&outcome), 0);
}

fn proceeds(table: &mut Table, token: &TokenFixture, holder: Person) {
    let deposit = table.world.proceeds_deposit(token, 50_000_000);
    table.world.fund(token.owner.wallet, 200_000_000);
    table.measure("proceeds_deposit, gross", Some(5_690), deposit.instruction());
    let net = ProceedsDeposit { net: true, index: 1, kind: Source::PersonalToken, ..deposit };
    table.measure("proceeds_deposit, net", Some(6_440), net.instruction());
    table.world.quote_account(holder.wallet);
    let claim = table.world.proceeds_claim(token, holder.wallet);
    table.measure("proceeds_claim", Some(3_340), claim.instruction());

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
    table.rows.last_mut().unwrap().floor = Some(called_units(&outcome));
    table.add("… a holder", Some(820), each, 0);
}

/// Three rounds: one whose treasury has no position, one with its part, and one that is given up.
fn rounds(table: &mut Table, token: &TokenFixture, investor: Person) {
    let (owner, owner_member, network) = (token.owner.wallet, token.owner.member, table.world.network);
    let authorise = TokenAuthorise { owner, owner_member, network, authorised: 2 * SHARES };
    table.measure("token_authorise", Some(1_950), authorise.instruction());
    table.world.warp(i64::from(NOTICE));
    let others = ["declined", "withdrawn"].map(|name| table.world.holder(name, token, 1));
    let [declined, withdrawn] = others;
    for person in [investor, declined, withdrawn] {
        table.world.fund(person.wallet, 100_000);
    }

    let terms = round::Terms { undo_window: DAY, ..ROUND };
    table.measure("round_open", Some(8_730), round_open(&table.world, token, terms).instruction());
    table.world.warp(i64::from(7 * DAY));
    table.measure("round_subscribe", Some(5_790), subscribe(&table.world, token, investor, 1_000).instruction());
    for person in others {
        table.world.must(&[subscribe(&table.world, token, person, 1_000).instruction()]);
    }
    table.measure("round_accept", Some(2_230), accept(token, investor, 1_000).instruction());
    table.measure("round_decline", Some(2_180), decline(token, declined).instruction());
    table.measure("round_refund", Some(3_820), refund(&table.world, token, declined, false).instruction());
    table.measure("round_withdraw", Some(3_790), withdraw(&table.world, token, withdrawn).instruction());
    let complete = complete(&table.world, token);
    table.measure("round_complete, the treasury has no position", Some(6_440), complete.instruction());
    table.measure("round_undo", Some(2_110), RoundUndo { owner, owner_member, index: 0 }.instruction());
    table.world.warp(i64::from(DAY));
    table.world.must(&[complete.instruction()]);
    table.world.warp(i64::from(DAY));
    let settle = settle(&table.world, token, investor);
    table.measure("round_settle, the treasury has no position", Some(6_510), settle.instruction());
    table.measure("round_collect", Some(3_500), collect(token, token.owner, false).instruction());
    table.world.must(&[refund(&table.world, token, investor, false).instruction()]);

    let treasury = table.world.holder("treasurer", token, 0).wallet;
    let open = RoundOpen { index: 1, ..round_open(&table.world, token, ROUND) };
    table.measure("round_open, the treasury has a position", Some(9_480), open.instruction());
    table.world.warp(i64::from(7 * DAY));
    let again = RoundSubscribe { index: 1, ..subscribe(&table.world, token, investor, 1_000) };
    let accept = RoundAccept { index: 1, ..accept(token, investor, 1_000) };
    table.world.must(&[again.instruction(), accept.instruction()]);
    let complete = RoundComplete { index: 1, ..complete };
    table.measure("round_complete, the treasury has a position", Some(6_470), complete.instruction());
    let settle = RoundSettle { index: 1, treasury: Some(treasury), ..settle };
    table.measure("round_settle, with the treasury's part", Some(10_570), settle.instruction());

    let open = RoundOpen { index: 2, ..round_open(&table.world, token, ROUND) };
    table.world.must(&[open.instruction()]);
    table.measure("round_cancel", Some(2_060), RoundCancel { owner, owner_member, index: 2 }.instruction());
}

fn market(table: &mut Table, token: &TokenFixture, seller: Person, buyer: Person) {
    let second = table.world.owner_with_token("second owner");
    table.world.open_position(second.owner, token);
    table.world.holder("hers", &second, 10);
    table.world.transfer(token, token.owner, second.owner, 1_000).expect_success();
    table.world.warp(i64::from(92 * DAY));
    table.world.fund(buyer.wallet, 10_000_000);
    let account = table.world.quote_account(wallet("treasurer"));
    assert_eq!(account, table.world.network_state().treasury_quote_account);

    table.measure("listing_open", Some(4_670), list(&table.world, token, seller, 0, 500).instruction());
    table.world.must(&[list(&table.world, token, second.owner, 0, 500).instruction()]);
    table.world.warp(i64::from(15 * DAY));
    let purchase = buy(&table.world, token, buyer, seller, 100);
    table.measure("listing_buy", Some(14_510), purchase.instruction());
    let account = token.quote_account(token.owner.wallet);
    table.world.freeze(account);
    table.measure("listing_buy, the owner's account is frozen", Some(15_080), purchase.instruction());
    let routed = buy(&table.world, token, buyer, second.owner, 100);
    table.measure("listing_buy, a gain is routed, the owner's account is frozen", Some(17_750), routed.instruction());
    table.world.thaw(account);
    table.measure("listing_buy, a gain is routed", Some(17_360), routed.instruction());
    let rest = ListingBuy { shares: 300, ..purchase };
    table.measure("listing_buy, the rest of a listing", Some(14_860), rest.instruction());
    let Person { wallet, .. } = second.owner;
    table.measure("listing_cancel", Some(2_020), cancel(&table.world, token, second.owner, wallet).instruction());
}

fn recovery(table: &mut Table, token: &TokenFixture, holder: Person) {
    let stewards = table.world.recoverers();
    table.world.quote_account(holder.wallet);
    let hold = table.world.member_hold(Some(stewards[0]), holder, DAY);
    table.measure("member_hold", Some(2_260), hold.instruction());
    let mark = table.world.position_mark(token, holder);
    table.measure("position_mark", Some(840), mark.instruction());
    table.world.deposit(token, 50_000_000).expect_success();
    let claim = table.world.proceeds_claim_by(token, holder);
    table.measure("proceeds_claim, marked, by the holder", Some(3_550), claim.instruction());
    let release = table.world.member_release(Some(stewards[0]), holder);
    table.measure("member_release", Some(2_230), release.instruction());

    let lost = table.world.lose(holder, "new holder", stewards);
    let propose = table.world.recovery_propose(&lost);
    table.measure("recovery_propose", Some(6_490), propose.instruction());
    let veto = table.world.recovery_veto(&lost, holder.wallet);
    table.measure("recovery_veto", Some(1_810), veto.instruction());
    table.world.must(&[propose.instruction()]);
    table.world.warp(VETO);
    let execute = table.world.recovery_execute(&lost);
    table.measure("recovery_execute", Some(5_500), execute.instruction());
    table.world.open_position(lost.new, token);
    let relocate = table.world.recovery_move(&lost, token);
    table.measure("recovery_move", Some(9_680), relocate.instruction());
}

/// Rights, boundaries, complaints and reports.
fn guard(table: &mut Table, token: &TokenFixture) {
    let steward = table.world.arbiter();
    let holder = table.world.holder("harasser", token, 100);
    let boundary = table.world.position_set_boundary(token, holder, Contact::Quarterly);
    table.measure("position_set_boundary", Some(1_940), boundary.instruction());
    table.world.warp(1);
    let file = table.world.complaint_file(token, holder, Category::BeyondBoundary, Severity::Severe);
    table.measure("complaint_file", Some(5_160), file.instruction());
    let complaint = pda::complaint(file.position, file.index);
    table.measure("complaint_reply", Some(1_850), table.world.complaint_reply(complaint, holder).instruction());
    table.world.warp(i64::from(REPLY_TIME));
    let upheld = Decision::Upheld(Severity::Severe);
    let resolve = table.world.complaint_resolve(token, complaint, steward, upheld);
    table.measure("complaint_resolve", Some(5_400), resolve.instruction());
    let overturn = table.world.complaint_overturn(complaint, Decision::Abusive);
    table.measure("complaint_overturn, both reputations change", Some(5_380), overturn.instruction());
    table.measure("complaint_close", Some(1_730), table.world.complaint_close(complaint).instruction());

    table.measure("charter_publish", Some(1_650), table.world.charter_publish("second charter").instruction());
    table.measure("charter_acknowledge", Some(1_800), table.world.charter_acknowledge(holder).instruction());
    table.measure("member_exclude", Some(1_920), table.world.member_exclude(holder).instruction());

    let year = u16::try_from(year_of(table.world.token_state(token).created_at)).unwrap();
    let parameters = table.world.network_state().parameters;
    let deadline = Deadline::of(year, parameters.report_deadline, parameters.report_grace).unwrap();
    table.world.warp_to(deadline.recordable_at.max(table.world.now()));
    let record = table.world.report_record(token, year, holder);
    table.measure("report_record", Some(6_630), record.instruction());
    let report = table.world.report_file(token, year, 3_000_000, 1_000_000);
    table.measure("report_file, recorded as missed before", Some(4_000), report.instruction());
    let second = pda::report(token.token, year + 1);
    assert!(table.world.account(&second).is_none());
    table.world.warp(i64::from(366 * DAY));
    let report = table.world.report_file(token, year + 1, 3_000_000, 1_000_000);
    table.measure("report_file", Some(4_210), report.instruction());
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
    let investor = table.world.holder("investor", &token, 0);
    rounds(&mut table, &token, investor);
    market(&mut table, &token, holder, investor);
    recovery(&mut table, &token, holder);
    guard(&mut table, &token);

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
