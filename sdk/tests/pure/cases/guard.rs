use super::Case;
use crate::support::Numbers;
use personal_token_sdk::{
    core::{
        boundary::Contact,
        complaint::{Category, Decision, Severity},
    },
    ids::SYSTEM_ID,
    instruction::*,
    pda, Address, ID,
};
use serde_json::json;

pub fn rights_cases() -> Vec<Case> {
    let numbers = &mut Numbers(46);
    let [authority, network, wallet, member, owner, owner_member, mint] = [(); 7].map(|()| numbers.address());
    let (charter_hash, reason_hash) = (numbers.array(), numbers.array());
    let acknowledge = CharterAcknowledge { wallet, network, member, charter_version: 0x0102_0304, clauses: 0x0506 };
    let mut cases = vec![
        Case(
            CharterPublish { authority, network, clauses: 0x0102, charter_hash }.instruction(),
            vec![("authority", authority), ("network", network)],
            json!({"clauses": 0x0102, "charter_hash": charter_hash}),
        ),
        Case(
            acknowledge.instruction(),
            vec![("wallet", wallet), ("network", network), ("member", member)],
            json!({"charter_version": 0x0102_0304, "clauses": 0x0506}),
        ),
        // The authority alone, who passes no steward.
        Case(
            MemberExclude { authority, network, member, reason_hash }.instruction(),
            vec![
                ("signer", authority),
                ("network", network),
                ("steward", ID),
                ("steward_member", ID),
                ("member", member),
            ],
            json!({"reason_hash": reason_hash}),
        ),
    ];
    for (byte, contact) in Contact::ALL.into_iter().enumerate() {
        cases.push(Case(
            PositionSetBoundary { owner, owner_member, mint, holder: wallet, contact }.instruction(),
            vec![
                ("owner", owner),
                ("owner_member", owner_member),
                ("token", pda::token(mint)),
                ("position", pda::position_of(wallet, mint)),
            ],
            json!({"contact": byte}),
        ));
    }
    cases
}

pub fn complaint_cases() -> Vec<Case> {
    let numbers = &mut Numbers(47);
    let [payer, owner, owner_member, mint, position, wallet, member] = [(); 7].map(|()| numbers.address());
    let [complaint, rent_payer] = [(); 2].map(|()| numbers.address());
    let (evidence_hash, reply_hash) = (numbers.array(), numbers.array());
    let mut cases = vec![
        Case(
            ComplaintReply { wallet, member, complaint, reply_hash }.instruction(),
            vec![("wallet", wallet), ("member", member), ("complaint", complaint)],
            json!({"reply_hash": reply_hash}),
        ),
        Case(
            ComplaintClose { rent_payer, complaint }.instruction(),
            vec![("rent_payer", rent_payer), ("complaint", complaint)],
            json!({}),
        ),
    ];
    for (at, category) in Category::ALL.into_iter().enumerate() {
        let (index, occurred_at) = (0x0102_0304, -2);
        let severity = Severity::ALL[at % 3];
        let file = ComplaintFile {
            payer,
            owner,
            owner_member,
            mint,
            position,
            index,
            category,
            severity,
            occurred_at,
            evidence_hash,
        };
        cases.push(Case(
            file.instruction(),
            vec![
                ("payer", payer),
                ("owner", owner),
                ("owner_member", owner_member),
                ("token", pda::token(mint)),
                ("position", position),
                ("complaint", pda::complaint(position, index)),
                ("system_program", SYSTEM_ID),
            ],
            json!({"args": {
                "category": at + 1, "severity": at % 3 + 1, "occurred_at": occurred_at, "evidence_hash": evidence_hash,
            }}),
        ));
    }
    cases.extend(decision_cases());
    cases
}

/// By a steward, and by the authority, who passes none.
fn decision_cases() -> Vec<Case> {
    let numbers = &mut Numbers(48);
    let [signer, steward_member, mint, network, token, complaint, member, owner_member] =
        [(); 8].map(|()| numbers.address());
    let reason_hash = numbers.array();
    let parties = ComplaintParties { network, token, complaint, member, owner_member };
    let accounts = |[steward, steward_member, steward_position]: [Address; 3]| {
        vec![
            ("signer", signer),
            ("network", network),
            ("steward", steward),
            ("steward_member", steward_member),
            ("steward_position", steward_position),
            ("token", token),
            ("complaint", complaint),
            ("member", member),
            ("owner_member", owner_member),
        ]
    };
    let decisions = [
        (Decision::Upheld(Severity::Minor), 1, 1),
        (Decision::Upheld(Severity::Serious), 1, 2),
        (Decision::Upheld(Severity::Severe), 1, 3),
        (Decision::Dismissed, 2, 0),
        (Decision::Abusive, 3, 0),
    ];
    let cases = decisions.map(|(decision, kind, severity)| {
        let arguments = json!({"decision": kind, "severity": severity, "reason_hash": reason_hash});
        let resolve = ComplaintResolve { steward: signer, steward_member, mint, parties, decision, reason_hash };
        let overturn = ComplaintOverturn { authority: signer, parties, decision, reason_hash };
        let by = [pda::steward(network, steward_member), steward_member, pda::position_of(signer, mint)];
        [
            Case(resolve.instruction(), accounts(by), arguments.clone()),
            Case(overturn.instruction(), accounts([ID; 3]), arguments),
        ]
    });
    cases.into_iter().flatten().collect()
}

pub fn report_cases() -> Vec<Case> {
    let numbers = &mut Numbers(49);
    let [payer, owner, owner_member, network, token, position] = [(); 6].map(|()| numbers.address());
    let (evidence_hash, year) = (numbers.array(), 0x0102);
    let (proceeds, cost_basis) = (u64::MAX, 0x0102_0304_0506_0708);
    let report = pda::report(token, year);
    vec![
        Case(
            ReportFile { payer, owner, owner_member, network, token, year, proceeds, cost_basis, evidence_hash }
                .instruction(),
            vec![
                ("payer", payer),
                ("owner", owner),
                ("owner_member", owner_member),
                ("network", network),
                ("token", token),
                ("report", report),
                ("system_program", SYSTEM_ID),
            ],
            json!({
                "year": year, "proceeds": proceeds, "cost_basis": cost_basis, "evidence_hash": evidence_hash,
            }),
        ),
        Case(
            ReportRecord { payer, network, token, owner_member, position, year }.instruction(),
            vec![
                ("payer", payer),
                ("network", network),
                ("token", token),
                ("owner_member", owner_member),
                ("position", position),
                ("report", report),
                ("system_program", SYSTEM_ID),
            ],
            json!({"year": year}),
        ),
    ]
}
