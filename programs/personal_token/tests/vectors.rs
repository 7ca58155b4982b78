//! Vectors that hold the SDK to this program: how it reads instructions, accounts and events. `UPDATE=1` writes
//! idl/vectors.json anew.
#![allow(clippy::unwrap_used)]

use anchor_lang::{bytemuck, prelude::Address, Discriminator, Event, InstructionData};
use personal_token::{
    events::*,
    instruction as ix,
    instructions::{
        complaint::ComplaintFileArgs,
        market::{ListingBuyArgs, ListingOpenArgs},
        network::NetworkCreateArgs,
        proceeds::ProceedsDepositArgs,
        round::RoundOpenArgs,
        token::TokenCreateArgs,
    },
    state::*,
};
use serde_json::{json, Map, Value};
use std::{env, fs, path::Path};

/// 32 equal bytes: tells at a glance which field went where.
fn address(byte: u8) -> Address {
    Address::new_from_array([byte; 32])
}

fn hex(bytes: &[u8]) -> Value {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}

/// A different value in each field.
fn parameters() -> NetworkParameters {
    NetworkParameters {
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

fn instructions() -> Value {
    let mut all = Map::new();
    let mut add = |name: &str, data: Vec<u8>| assert!(all.insert(name.into(), hex(&data)).is_none());
    let args = NetworkCreateArgs {
        name: [1; 32],
        charter_hash: [2; 32],
        charter_clauses: 3,
        treasury: address(4),
        parameters: parameters(),
    };
    add("network_create", ix::NetworkCreate { args }.data());
    add("network_propose_authority", ix::NetworkProposeAuthority { successor: address(5) }.data());
    add("network_accept_authority", ix::NetworkAcceptAuthority {}.data());
    add("network_propose_parameters", ix::NetworkProposeParameters { parameters: parameters() }.data());
    add("network_cancel_parameters", ix::NetworkCancelParameters {}.data());
    add("network_apply_parameters", ix::NetworkApplyParameters {}.data());
    add("network_halt", ix::NetworkHalt {}.data());
    add("network_resume", ix::NetworkResume {}.data());
    add("steward_appoint", ix::StewardAppoint { capabilities: 6 }.data());
    add("steward_update", ix::StewardUpdate { capabilities: 7 }.data());
    add("steward_dismiss", ix::StewardDismiss {}.data());
    add("application_open", ix::ApplicationOpen { roles: 3, charter_version: 8, clauses: 9 }.data());
    add("application_close", ix::ApplicationClose {}.data());
    add("member_admit", ix::MemberAdmit { identity: [9; 32], roles: 3, charter_version: 8 }.data());
    add("member_suspend", ix::MemberSuspend { reason_hash: [10; 32] }.data());
    add("member_reinstate", ix::MemberReinstate {}.data());
    add("member_leave", ix::MemberLeave {}.data());
    add("member_attest", ix::MemberAttest {}.data());
    let args = TokenCreateArgs {
        name: "Ada Lovelace".into(),
        symbol: "ADA".into(),
        uri: "https://example.org/ada.json".into(),
        terms_hash: [11; 32],
        authorised: 12,
        policy: 1,
        hold: 13,
    };
    add("token_create", ix::TokenCreate { args }.data());
    add("token_issue", ix::TokenIssue { shares: 14 }.data());
    add("token_set_policy", ix::TokenSetPolicy { policy: 2 }.data());
    add("token_set_hold", ix::TokenSetHold { hold: 15 }.data());
    add("token_pause", ix::TokenPause { seconds: 16 }.data());
    add("token_resume", ix::TokenResume {}.data());
    add("position_open", ix::PositionOpen { share_bump: 254 }.data());
    add("position_close", ix::PositionClose {}.data());
    add("position_admit", ix::PositionAdmit { cap: 17 }.data());
    add("position_approve", ix::PositionApprove { from: address(18), shares: 19, expires_at: 20 }.data());
    add("execute", ix::Execute { tail: [37, 101, 197, 75, 251, 102, 26], amount: 21 }.data());
    let args = ProceedsDepositArgs {
        source: 1,
        year: 2026,
        proceeds: 22,
        cost_basis: 23,
        asset_hash: [24; 32],
        evidence_hash: [25; 32],
    };
    add("proceeds_deposit", ix::ProceedsDeposit { args }.data());
    add("proceeds_claim", ix::ProceedsClaim {}.data());
    add("proceeds_distribute", ix::ProceedsDistribute {}.data());
    add("token_authorise", ix::TokenAuthorise { authorised: 26 }.data());
    let args = RoundOpenArgs {
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
    add("round_open", ix::RoundOpen { args }.data());
    add("round_subscribe", ix::RoundSubscribe { shares: 36 }.data());
    add("round_accept", ix::RoundAccept { shares: 37 }.data());
    add("round_decline", ix::RoundDecline {}.data());
    add("round_withdraw", ix::RoundWithdraw {}.data());
    add("round_complete", ix::RoundComplete {}.data());
    add("round_undo", ix::RoundUndo {}.data());
    add("round_cancel", ix::RoundCancel {}.data());
    add("round_settle", ix::RoundSettle {}.data());
    add("round_refund", ix::RoundRefund {}.data());
    add("round_collect", ix::RoundCollect {}.data());
    let args = ListingOpenArgs { shares: 38, price: 39, minimum_fill: 40, duration: 41 };
    add("listing_open", ix::ListingOpen { args }.data());
    let args = ListingBuyArgs { nonce: 42, shares: 43, minimum_shares: 44, maximum_price: 45 };
    add("listing_buy", ix::ListingBuy { args }.data());
    add("listing_cancel", ix::ListingCancel {}.data());
    add("member_hold", ix::MemberHold { seconds: 46 }.data());
    add("member_release", ix::MemberRelease {}.data());
    add("position_mark", ix::PositionMark {}.data());
    add("recovery_propose", ix::RecoveryPropose {}.data());
    add("recovery_veto", ix::RecoveryVeto {}.data());
    add("recovery_execute", ix::RecoveryExecute {}.data());
    add("recovery_move", ix::RecoveryMove {}.data());
    add("charter_publish", ix::CharterPublish { clauses: 3, charter_hash: [30; 32] }.data());
    add("charter_acknowledge", ix::CharterAcknowledge { charter_version: 4, clauses: 3 }.data());
    add("member_exclude", ix::MemberExclude { reason_hash: [31; 32] }.data());
    add("position_set_boundary", ix::PositionSetBoundary { contact: 2 }.data());
    let args = ComplaintFileArgs { category: 3, severity: 2, occurred_at: 32, evidence_hash: [33; 32] };
    add("complaint_file", ix::ComplaintFile { args }.data());
    add("complaint_reply", ix::ComplaintReply { reply_hash: [34; 32] }.data());
    add("complaint_resolve", ix::ComplaintResolve { decision: 1, severity: 2, reason_hash: [35; 32] }.data());
    add("complaint_overturn", ix::ComplaintOverturn { decision: 3, severity: 0, reason_hash: [36; 32] }.data());
    add("complaint_close", ix::ComplaintClose {}.data());
    let report = ix::ReportFile { year: 2026, proceeds: 37, cost_basis: 38, evidence_hash: [39; 32] };
    add("report_file", report.data());
    add("report_record", ix::ReportRecord { year: 2026 }.data());
    all.into()
}

/// Each account with bytes 1, 2, 3 … behind its discriminator, and where each field begins; those of its book one by one.
macro_rules! account {
    ($name:ident: $($field:ident $(.$inner:ident)?)*) => {{
        let size = core::mem::size_of::<$name>();
        let data: Vec<u8> =
            $name::DISCRIMINATOR.iter().copied().chain((1..=u8::MAX).cycle().take(size)).collect();
        let fields: Map<String, Value> =
            Map::from_iter([$((
                concat!(stringify!($field) $(, ".", stringify!($inner))?).to_owned(),
                (8 + core::mem::offset_of!($name, $field $(.$inner)?)).into(),
            )),*]);
        (stringify!($name).to_owned(), json!({ "data": hex(&data), "fields": fields }))
    }};
}

fn accounts() -> Value {
    Value::Object(Map::from_iter([
        account!(Network: version bump halted charter_clauses charter_version parameters pending_parameters
            parameters_effective_at creator name authority pending_authority quote_mint treasury
            treasury_quote_account charter_hash),
        account!(Steward: version bump capabilities granted_at network member rent_payer),
        account!(Application: version bump roles charter_version applied_at network wallet rent_payer),
        account!(Member: version bump status roles reputation reputation_as_of admitted_at charter_acknowledged_at
            education_attested_at charter_version network identity wallet quote_account token held_until next_hold_at
            recovery_until reason_hash complaints_lapse_at filing_bars),
        account!(WalletLink: version bump network wallet member),
        account!(Token: version bump mint_bump vault_bump policy announced_policy policy_effective_at hold
            announced_hold hold_effective_at paused_until next_pause_at authorised announced_authorised
            authorised_effective_at total deposited paid acc rem created_at distributions rounds network owner mint vault
            quote_mint terms_hash owner_first_refusal holder_first_refusal unsettled round_closes_at last_round_price
            credited year_gross years),
        account!(Position: version bump used contact cap member token share_account wallet quote_account rent_payer shares
            last owed locked unlocks_at cost_basis approved_from approved_shares approval_expires_at opened_at
            listed held_until listings complaints successor contact_set_at contact_first_set_at),
        account!(Distribution: version bump source net year index deposited_at proceeds cost_basis gross retained
            shares per_share token asset_hash evidence_hash),
        account!(Round: version bump escrow_bump index book.shares book.price book.minimum_raise
            book.minimum_subscription book.maximum_subscription book.opens_at book.closes_at book.completed_at
            book.reopened_at book.accepted_shares book.issued book.fee_issued book.owed_to_investors book.owed_to_owner book.raised
            book.undo_window book.lock book.accepted book.subscriptions book.equity_fee book.state book.undos
            announced_at token escrow treasury_position),
        account!(Subscription: version bump book.shares book.accepted book.owed book.state book.accepted_after
            subscribed_at round member rent_payer),
        account!(Listing: version bump nonce book.shares book.price book.minimum_fill book.owner_until
            book.holders_until book.expires_at book.owner_fee book.network_fee listed_at position token seller
            rent_payer),
        account!(Recovery: version bump proposed_at executable_at lapses_at member new_wallet first_steward
            second_steward rent_payer),
        account!(Complaint: version bump category severity decision decided_severity overturned contact points index
            occurred_at filed_at replied_at decided_at lapses_at token position member owner
            evidence_hash reply_hash reason_hash decided_by rent_payer),
        account!(Report: version bump year late proceeds cost_basis deposited filed_at missed_at short_at token
            evidence_hash),
    ]))
}

/// Each event with bytes 1, 2, 3 … behind its discriminator.
macro_rules! event {
    ($name:ident) => {{
        let bytes: Vec<u8> = (1..=u8::MAX).cycle().take(core::mem::size_of::<$name>()).collect();
        let event: $name = bytemuck::pod_read_unaligned(&bytes);
        (stringify!($name).to_owned(), hex(&event.data()))
    }};
}

fn events() -> Value {
    Value::Object(Map::from_iter([
        event!(NetworkCreated),
        event!(AuthorityProposed),
        event!(AuthorityAccepted),
        event!(StewardChanged),
        event!(ParametersProposed),
        event!(ParametersCancelled),
        event!(ParametersApplied),
        event!(NetworkHaltChanged),
        event!(ApplicationOpened),
        event!(ApplicationClosed),
        event!(MemberAdmitted),
        event!(MemberStatusChanged),
        event!(EducationAttested),
        event!(TokenCreated),
        event!(SharesIssued),
        event!(PolicyChanged),
        event!(HoldChanged),
        event!(PauseChanged),
        event!(PositionOpened),
        event!(PositionClosed),
        event!(PositionAdmitted),
        event!(ReceiptApproved),
        event!(SharesTransferred),
        event!(ProceedsDeposited),
        event!(ProceedsClaimed),
        event!(ProceedsDistributed),
        event!(AuthorisedChanged),
        event!(RoundOpened),
        event!(RoundChanged),
        event!(SubscriptionChanged),
        event!(SubscriptionSettled),
        event!(SubscriptionClosed),
        event!(RoundCollected),
        event!(SharesListed),
        event!(ListingClosed),
        event!(SharesSold),
        event!(GainRouted),
        event!(MemberHoldChanged),
        event!(PositionMarked),
        event!(RecoveryProposed),
        event!(RecoveryEnded),
        event!(MemberRecovered),
        event!(PositionMoved),
        event!(CharterPublished),
        event!(CharterAcknowledged),
        event!(BoundarySet),
        event!(ComplaintFiled),
        event!(ComplaintReplied),
        event!(ComplaintDecided),
        event!(ComplaintClosed),
        event!(ReputationChanged),
        event!(ReportFiled),
        event!(ReportRecorded),
    ]))
}

#[test]
fn committed_vectors_are_current() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../idl/vectors.json");
    let vectors = json!({ "instructions": instructions(), "accounts": accounts(), "events": events() });
    let current = serde_json::to_string_pretty(&vectors).unwrap() + "\n";
    if env::var_os("UPDATE").is_some() {
        fs::write(&committed, &current).unwrap();
    }
    let text = fs::read_to_string(&committed).unwrap_or_default();
    assert!(text == current, "idl/vectors.json is not what the program gives: run this test with UPDATE=1");
}
