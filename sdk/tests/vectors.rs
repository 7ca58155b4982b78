//! The SDK is held to the program by idl/vectors.json, which the program's own crate writes: the bytes of every
//! instruction, where each field of every account begins, and the bytes of every event.
#![allow(clippy::unwrap_used)]

use personal_token_core::{
    boundary::Contact,
    complaint::{Category, Decision, Severity},
    parameters::Parameters,
    policy::Policy,
    proceeds::Source,
    round::Terms,
};
use personal_token_sdk::{event, instruction::*, state::*, Address, Instruction};
use serde_json::{Map, Value};
use std::mem::offset_of;

fn vectors(section: &str) -> Map<String, Value> {
    let all: Value = serde_json::from_str(include_str!("../../idl/vectors.json")).unwrap();
    all[section].as_object().unwrap().clone()
}

fn bytes(hex: &Value) -> Vec<u8> {
    let hex = hex.as_str().unwrap();
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn address(byte: u8) -> Address {
    Address::new_from_array([byte; 32])
}

const ANY: Address = Address::new_from_array([77; 32]);

fn parameters() -> Parameters {
    Parameters {
        owner_fee: 101,
        network_fee: 102,
        equity_fee: 103,
        minimum_reputation: 104,
        cooling_off: 105,
        owner_first_refusal: 106,
        holder_first_refusal: 107,
        round_notice: 108,
        minimum_hold: 109,
        report_grace: 110,
        parameter_delay: 111,
        report_deadline: 112,
        attestation_required: 1,
        route_gains: 0,
    }
}

/// The instructions of the vectors, as this SDK builds them; `execute` is Token-2022's to call.
fn network_and_members() -> Vec<(&'static str, Instruction)> {
    let (authority, network, payer, wallet, member, signer) = (ANY, ANY, ANY, ANY, ANY, ANY);
    let (owner, rent_payer, steward_member) = (ANY, ANY, None);
    let create = NetworkCreate {
        payer,
        creator: owner,
        quote_mint: ANY,
        name: [1; 32],
        charter_hash: [2; 32],
        charter_clauses: 3,
        treasury: address(4),
        parameters: parameters(),
    };
    let propose = NetworkProposeParameters { authority, network, parameters: parameters() };
    let open = ApplicationOpen { payer, wallet, network, roles: 3, charter_version: 8, clauses: 9 };
    let admit = MemberAdmit {
        payer,
        signer,
        steward_member,
        network,
        wallet,
        rent_payer,
        identity: [9; 32],
        roles: 3,
        charter_version: 8,
    };
    vec![
        ("network_create", create.instruction()),
        (
            "network_propose_authority",
            NetworkProposeAuthority { authority, network, successor: address(5) }.instruction(),
        ),
        ("network_accept_authority", NetworkAcceptAuthority { successor: ANY, network }.instruction()),
        ("network_propose_parameters", propose.instruction()),
        ("network_cancel_parameters", NetworkCancelParameters { authority, network }.instruction()),
        ("network_apply_parameters", NetworkApplyParameters { network }.instruction()),
        ("network_halt", NetworkHalt { authority, network }.instruction()),
        ("network_resume", NetworkResume { authority, network }.instruction()),
        ("steward_appoint", StewardAppoint { payer, authority, network, member, capabilities: 6 }.instruction()),
        ("steward_update", StewardUpdate { authority, network, member, capabilities: 7 }.instruction()),
        ("steward_dismiss", StewardDismiss { authority, network, member, rent_payer }.instruction()),
        ("application_open", open.instruction()),
        ("application_close", ApplicationClose { signer, steward_member, network, wallet, rent_payer }.instruction()),
        ("member_admit", admit.instruction()),
        (
            "member_suspend",
            MemberSuspend { signer, steward_member, network, member, reason_hash: [10; 32] }.instruction(),
        ),
        ("member_reinstate", MemberReinstate { signer, steward_member, network, member, wallet: None }.instruction()),
        ("member_leave", MemberLeave { wallet, member }.instruction()),
        ("member_attest", MemberAttest { signer, steward_member, network, member }.instruction()),
    ]
}

fn tokens_and_proceeds() -> Vec<(&'static str, Instruction)> {
    let (payer, owner, owner_member, network, member, mint, quote_mint) = (ANY, ANY, ANY, ANY, ANY, ANY, ANY);
    let (wallet, holder, rent_payer) = (ANY, ANY, ANY);
    let create = TokenCreate {
        payer,
        owner,
        network,
        member,
        quote_mint,
        name: "Ada Lovelace".into(),
        symbol: "ADA".into(),
        uri: "https://example.org/ada.json".into(),
        terms_hash: [11; 32],
        authorised: 12,
        policy: Policy::Village,
        hold: 13,
    };
    let approve = PositionApprove { owner, owner_member, mint, holder, from: address(18), shares: 19, expires_at: 20 };
    let deposit = ProceedsDeposit {
        payer,
        owner,
        owner_member,
        mint,
        source: ANY,
        net: false,
        index: 0,
        kind: Source::CompanyEquity,
        year: 2026,
        proceeds: 22,
        cost_basis: 23,
        asset_hash: [24; 32],
        evidence_hash: [25; 32],
    };
    vec![
        ("token_create", create.instruction()),
        ("token_issue", TokenIssue { owner, owner_member, shares: 14 }.instruction()),
        ("token_set_policy", TokenSetPolicy { owner, owner_member, network, policy: Policy::Approval }.instruction()),
        ("token_set_hold", TokenSetHold { owner, owner_member, network, hold: 15 }.instruction()),
        ("token_pause", TokenPause { owner, owner_member, network, seconds: 16 }.instruction()),
        ("token_resume", TokenResume { owner, owner_member, network }.instruction()),
        ("token_authorise", TokenAuthorise { owner, owner_member, network, authorised: 26 }.instruction()),
        ("position_close", PositionClose { wallet, member, mint, rent_payer }.instruction()),
        ("position_admit", PositionAdmit { owner, owner_member, mint, holder, cap: 17 }.instruction()),
        ("position_approve", approve.instruction()),
        ("proceeds_deposit", deposit.instruction()),
        ("proceeds_claim", ProceedsClaim { mint, position: ANY, quote_account: ANY, holder: None }.instruction()),
        ("proceeds_distribute", ProceedsDistribute { mint, pairs: vec![] }.instruction()),
    ]
}

fn rounds() -> Vec<(&'static str, Instruction)> {
    let (payer, owner, owner_member, network, member, mint, quote_mint) = (ANY, ANY, ANY, ANY, ANY, ANY, ANY);
    let (wallet, rent_payer, quote_account, source, treasury, index) = (ANY, ANY, ANY, ANY, ANY, 0);
    let terms = Terms {
        shares: 27,
        price: 28,
        minimum_raise: 29,
        minimum_subscription: 30,
        maximum_subscription: 31,
        delay: 32,
        duration: 33,
        undo_window: 34,
        lock: 35,
    };
    let open = RoundOpen { payer, owner, owner_member, network, quote_mint, treasury: None, index, terms };
    let subscribe = RoundSubscribe { payer, wallet, member, network, mint, index, source, shares: 36 };
    vec![
        ("round_open", open.instruction()),
        ("round_subscribe", subscribe.instruction()),
        ("round_accept", RoundAccept { owner, owner_member, index, member, shares: 37 }.instruction()),
        ("round_decline", RoundDecline { owner, owner_member, index, member }.instruction()),
        ("round_withdraw", RoundWithdraw { wallet, member, mint, index, rent_payer, quote_account }.instruction()),
        ("round_complete", RoundComplete { owner, owner_member, network, treasury, index }.instruction()),
        ("round_undo", RoundUndo { owner, owner_member, index }.instruction()),
        ("round_cancel", RoundCancel { owner, owner_member, index }.instruction()),
        ("round_settle", RoundSettle { network, mint, index, member, wallet, treasury: None }.instruction()),
        ("round_refund", RoundRefund { wallet: None, member, mint, index, rent_payer, quote_account }.instruction()),
        ("round_collect", RoundCollect { wallet: None, owner_member, index, quote_account }.instruction()),
    ]
}

fn market_and_recovery() -> Vec<(&'static str, Instruction)> {
    let (payer, wallet, member, network, mint, signer, rent_payer) = (ANY, ANY, ANY, ANY, ANY, ANY, ANY);
    let (new_wallet, steward_member, nonce) = (ANY, None, 42);
    let open = ListingOpen {
        payer,
        wallet,
        member,
        network,
        mint,
        nonce,
        shares: 38,
        price: 39,
        minimum_fill: 40,
        duration: 41,
    };
    let buy = ListingBuy {
        buyer: ANY,
        buyer_member: ANY,
        network,
        mint,
        source: ANY,
        seller: ANY,
        seller_member: ANY,
        nonce,
        rent_payer,
        seller_quote_account: ANY,
        owner_member: ANY,
        owner_quote_account: ANY,
        treasury_quote_account: ANY,
        routed_gain: None,
        shares: 43,
        minimum_shares: 44,
        maximum_price: 45,
    };
    let propose = RecoveryPropose {
        payer,
        new_wallet,
        first_signer: ANY,
        first_member: ANY,
        second_signer: ANY,
        second_member: ANY,
        network,
        member,
    };
    vec![
        ("listing_open", open.instruction()),
        ("listing_buy", buy.instruction()),
        ("listing_cancel", ListingCancel { signer, member, mint, wallet, nonce, rent_payer }.instruction()),
        ("member_hold", MemberHold { signer, steward_member, network, member, seconds: 46 }.instruction()),
        ("member_release", MemberRelease { signer, steward_member, network, member }.instruction()),
        ("position_mark", PositionMark { member, positions: vec![] }.instruction()),
        ("recovery_propose", propose.instruction()),
        ("recovery_veto", RecoveryVeto { signer, member, rent_payer }.instruction()),
        ("recovery_execute", RecoveryExecute { payer, network, member, rent_payer, new_wallet }.instruction()),
        ("recovery_move", RecoveryMove { member, mint, old_wallet: wallet, new_wallet }.instruction()),
    ]
}

fn guard_rails() -> Vec<(&'static str, Instruction)> {
    let (payer, authority, owner, owner_member, network, token, mint) = (ANY, ANY, ANY, ANY, ANY, ANY, ANY);
    let (wallet, member, holder, position, complaint, steward, rent_payer) = (ANY, ANY, ANY, ANY, ANY, ANY, ANY);
    let file = ComplaintFile {
        payer,
        owner,
        owner_member,
        mint,
        position,
        index: 0,
        category: Category::BeyondBoundary,
        severity: Severity::Serious,
        occurred_at: 32,
        evidence_hash: [33; 32],
    };
    let parties = ComplaintParties { network, token, complaint, member, owner_member };
    let resolve = ComplaintResolve {
        steward,
        steward_member: ANY,
        mint,
        parties,
        decision: Decision::Upheld(Severity::Serious),
        reason_hash: [35; 32],
    };
    let overturn = ComplaintOverturn { authority, parties, decision: Decision::Abusive, reason_hash: [36; 32] };
    let report = ReportFile {
        payer,
        owner,
        owner_member,
        network,
        token,
        year: 2026,
        proceeds: 37,
        cost_basis: 38,
        evidence_hash: [39; 32],
    };
    let contact = Contact::Quarterly;
    vec![
        ("charter_publish", CharterPublish { authority, network, clauses: 3, charter_hash: [30; 32] }.instruction()),
        (
            "charter_acknowledge",
            CharterAcknowledge { wallet, network, member, charter_version: 4, clauses: 3 }.instruction(),
        ),
        ("member_exclude", MemberExclude { authority, network, member, reason_hash: [31; 32] }.instruction()),
        ("position_set_boundary", PositionSetBoundary { owner, owner_member, mint, holder, contact }.instruction()),
        ("complaint_file", file.instruction()),
        ("complaint_reply", ComplaintReply { wallet, member, complaint, reply_hash: [34; 32] }.instruction()),
        ("complaint_resolve", resolve.instruction()),
        ("complaint_overturn", overturn.instruction()),
        ("complaint_close", ComplaintClose { rent_payer, complaint }.instruction()),
        ("report_file", report.instruction()),
        ("report_record", ReportRecord { payer, network, token, owner_member, position, year: 2026 }.instruction()),
    ]
}

#[test]
fn instructions_have_the_programs_bytes() {
    let mut expected = vectors("instructions");
    for (name, instruction) in
        [network_and_members(), tokens_and_proceeds(), rounds(), market_and_recovery(), guard_rails()]
            .into_iter()
            .flatten()
    {
        let vector = expected.remove(name).unwrap_or_else(|| panic!("no vector of {name}"));
        assert_eq!(instruction.data, bytes(&vector), "{name}");
    }
    // The bump is found by the builder: only the discriminator is the same.
    let open = PositionOpen { payer: ANY, wallet: ANY, member: ANY, mint: ANY }.instruction();
    assert_eq!(open.data[0], bytes(&expected.remove("position_open").unwrap())[0]);
    assert_eq!(expected.keys().collect::<Vec<_>>(), ["execute"], "each other instruction has a builder");
}

macro_rules! check_layout {
    ($expected:ident, $name:ident: $($field:ident $(.$inner:ident)?)*) => {{
        let vector = $expected.remove(stringify!($name)).unwrap();
        let data = bytes(&vector["data"]);
        assert_eq!(data.len(), $name::SPACE, stringify!($name));
        assert_eq!(data[..8], $name::DISCRIMINATOR, stringify!($name));
        let mut fields = vector["fields"].as_object().unwrap().clone();
        $(
            let field = concat!(stringify!($field) $(, ".", stringify!($inner))?);
            let offset = fields.remove(field).unwrap().as_u64().unwrap();
            assert_eq!(8 + offset_of!($name, $field $(.$inner)?) as u64, offset, "{}.{field}", stringify!($name));
        )*
        assert!(fields.is_empty(), "{} has fields that are not compared: {fields:?}", stringify!($name));
    }};
}

#[test]
fn accounts_have_the_programs_layout() {
    let mut expected = vectors("accounts");
    check_layout!(expected, Network: version bump halted charter_clauses charter_version parameters
        pending_parameters parameters_effective_at creator name authority pending_authority quote_mint treasury
        treasury_quote_account charter_hash);
    check_layout!(expected, Steward: version bump capabilities granted_at network member rent_payer);
    check_layout!(expected, Application: version bump roles charter_version applied_at network wallet rent_payer);
    check_layout!(expected, Member: version bump status roles reputation reputation_as_of admitted_at
        charter_acknowledged_at education_attested_at charter_version network identity wallet quote_account token
        held_until next_hold_at recovery_until reason_hash complaints_lapse_at filing_bars);
    check_layout!(expected, WalletLink: version bump network wallet member);
    check_layout!(expected, Token: version bump mint_bump vault_bump policy announced_policy policy_effective_at hold
        announced_hold hold_effective_at paused_until next_pause_at authorised announced_authorised
        authorised_effective_at total deposited paid acc rem created_at distributions rounds network owner mint vault
        quote_mint terms_hash owner_first_refusal holder_first_refusal unsettled round_closes_at last_round_price
        credited year_gross years);
    check_layout!(expected, Position: version bump used contact cap member token share_account wallet quote_account rent_payer
        shares last owed locked unlocks_at cost_basis approved_from approved_shares approval_expires_at opened_at
        listed held_until listings complaints successor contact_set_at contact_first_set_at);
    check_layout!(expected, Distribution: version bump source net year index deposited_at proceeds cost_basis gross
        retained shares per_share token asset_hash evidence_hash);
    check_layout!(expected, Round: version bump escrow_bump index book.shares book.price book.minimum_raise
        book.minimum_subscription book.maximum_subscription book.opens_at book.closes_at book.completed_at
        book.reopened_at book.accepted_shares book.issued book.fee_issued book.owed_to_investors book.owed_to_owner book.raised
        book.undo_window book.lock book.accepted book.subscriptions book.equity_fee book.state book.undos announced_at
        token escrow treasury_position);
    check_layout!(expected, Subscription: version bump book.shares book.accepted book.owed book.state
        book.accepted_after subscribed_at round member rent_payer);
    check_layout!(expected, Listing: version bump nonce book.shares book.price book.minimum_fill book.owner_until
        book.holders_until book.expires_at book.owner_fee book.network_fee listed_at position token seller rent_payer);
    check_layout!(expected, Recovery: version bump proposed_at executable_at lapses_at member new_wallet first_steward
        second_steward rent_payer);
    check_layout!(expected, Complaint: version bump category severity decision decided_severity overturned contact
        points index occurred_at filed_at replied_at decided_at lapses_at token position member owner
        evidence_hash reply_hash reason_hash decided_by rent_payer);
    check_layout!(expected, Report: version bump year late proceeds cost_basis deposited filed_at missed_at short_at token
        evidence_hash);
    assert!(expected.is_empty(), "{expected:?}");
}

#[test]
fn events_have_the_programs_bytes() {
    for (name, vector) in vectors("events") {
        // A byte that stands for yes or no must be one of the two; such fields are the last ones.
        let mut data = bytes(&vector);
        let truths = match name.as_str() {
            "NetworkHaltChanged" | "SubscriptionClosed" | "ComplaintDecided" => 1,
            "SharesSold" => 2,
            _ => 0,
        };
        let start = data.len() - truths;
        data[start..].fill(1);
        let decoded = event::decode(&data).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(decoded.name(), name);
        assert_eq!(decoded.encode(), data, "{name}");
    }
}
