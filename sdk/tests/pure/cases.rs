//! Every instruction once, or twice where an account may be absent, with what the IDL has to say about it.

mod guard;
mod market;
mod proceeds;
mod recovery;
mod round;

pub use guard::{complaint_cases, report_cases, rights_cases};
pub use market::market_cases;
pub use proceeds::proceeds_cases;
pub use recovery::recovery_cases;
pub use round::round_cases;

use crate::support::Numbers;
use personal_token_sdk::{
    core::{parameters::Parameters, policy::Policy},
    ids::SYSTEM_ID,
    instruction::*,
    pda, Address, Instruction, ID, TOKEN_2022_ID, TOKEN_ID,
};
use serde_json::{json, Value};

/// An instruction, the address that each of its accounts must have, and its arguments.
pub struct Case(pub Instruction, pub Vec<(&'static str, Address)>, pub Value);

fn bytes(address: Address) -> Vec<u8> {
    address.to_bytes().to_vec()
}

fn parameters() -> (Parameters, Value) {
    // Every field another number, so that no two can be swapped.
    let parameters = Parameters {
        owner_fee: 1,
        network_fee: 2,
        equity_fee: 3,
        minimum_reputation: 4,
        cooling_off: 5,
        owner_first_refusal: 6,
        holder_first_refusal: 7,
        round_notice: 8,
        minimum_hold: 9,
        report_grace: 10,
        parameter_delay: 0x0102_0304,
        report_deadline: 0x0506,
        attestation_required: 1,
        route_gains: 0,
    };
    let json = json!({
        "owner_fee": 1, "network_fee": 2, "equity_fee": 3, "minimum_reputation": 4, "cooling_off": 5,
        "owner_first_refusal": 6, "holder_first_refusal": 7, "round_notice": 8, "minimum_hold": 9, "report_grace": 10,
        "parameter_delay": 0x0102_0304, "report_deadline": 0x0506, "attestation_required": 1, "route_gains": 0,
    });
    (parameters, json)
}

pub fn network_cases() -> Vec<Case> {
    let numbers = &mut Numbers(1);
    let [payer, authority, network, member, successor, rent_payer, quote_mint] = [(); 7].map(|()| numbers.address());
    let steward = pda::steward(network, member);
    let (name, charter_hash) = (numbers.array(), numbers.array());
    let (parameters, parameters_json) = parameters();
    let alone = || vec![("authority", authority), ("network", network)];
    vec![
        Case(
            NetworkCreate {
                payer,
                creator: authority,
                quote_mint,
                name,
                charter_hash,
                charter_clauses: 0x0102,
                treasury: successor,
                parameters,
            }
            .instruction(),
            vec![
                ("payer", payer),
                ("creator", authority),
                ("network", pda::network(authority, &name)),
                ("quote_mint", quote_mint),
                ("system_program", SYSTEM_ID),
            ],
            json!({"args": {
                "name": name, "charter_hash": charter_hash, "charter_clauses": 0x0102,
                "treasury": bytes(successor), "parameters": parameters_json,
            }}),
        ),
        Case(
            NetworkProposeAuthority { authority, network, successor }.instruction(),
            alone(),
            json!({"successor": bytes(successor)}),
        ),
        Case(
            NetworkAcceptAuthority { successor, network }.instruction(),
            vec![("successor", successor), ("network", network)],
            json!({}),
        ),
        Case(
            NetworkProposeParameters { authority, network, parameters }.instruction(),
            alone(),
            json!({"parameters": parameters_json}),
        ),
        Case(NetworkCancelParameters { authority, network }.instruction(), alone(), json!({})),
        Case(NetworkApplyParameters { network }.instruction(), vec![("network", network)], json!({})),
        Case(NetworkHalt { authority, network }.instruction(), alone(), json!({})),
        Case(NetworkResume { authority, network }.instruction(), alone(), json!({})),
        Case(
            StewardAppoint { payer, authority, network, member, capabilities: 9 }.instruction(),
            vec![
                ("payer", payer),
                ("authority", authority),
                ("network", network),
                ("member", member),
                ("steward", steward),
                ("system_program", SYSTEM_ID),
            ],
            json!({"capabilities": 9}),
        ),
        Case(
            StewardUpdate { authority, network, member, capabilities: 4 }.instruction(),
            vec![("authority", authority), ("network", network), ("steward", steward)],
            json!({"capabilities": 4}),
        ),
        Case(
            StewardDismiss { authority, network, member, rent_payer }.instruction(),
            vec![("authority", authority), ("network", network), ("rent_payer", rent_payer), ("steward", steward)],
            json!({}),
        ),
    ]
}

pub fn member_cases() -> Vec<Case> {
    let numbers = &mut Numbers(2);
    let [payer, signer, network, member, wallet, rent_payer, arbiter] = [(); 7].map(|()| numbers.address());
    let (identity, reason_hash) = (numbers.array(), numbers.array());
    let application = pda::application(network, wallet);
    let mut cases = vec![
        Case(
            ApplicationOpen { payer, wallet, network, roles: 3, charter_version: 0x0102_0304, clauses: 0x0506 }
                .instruction(),
            vec![
                ("payer", payer),
                ("wallet", wallet),
                ("network", network),
                ("application", application),
                ("system_program", SYSTEM_ID),
            ],
            json!({"roles": 3, "charter_version": 0x0102_0304, "clauses": 0x0506}),
        ),
        Case(MemberLeave { wallet, member }.instruction(), vec![("wallet", wallet), ("member", member)], json!({})),
    ];
    // By the authority, and by a steward.
    for steward_member in [None, Some(arbiter)] {
        let steward = steward_member.map_or(ID, |member| pda::steward(network, member));
        let governing = [
            ("signer", signer),
            ("network", network),
            ("steward", steward),
            ("steward_member", steward_member.unwrap_or(ID)),
        ];
        let with = |more: &[(&'static str, Address)]| [governing.as_slice(), more].concat();
        cases.extend([
            Case(
                ApplicationClose { signer, steward_member, network, wallet, rent_payer }.instruction(),
                with(&[("rent_payer", rent_payer), ("application", application)]),
                json!({}),
            ),
            Case(
                MemberAdmit {
                    payer,
                    signer,
                    steward_member,
                    network,
                    wallet,
                    rent_payer,
                    identity,
                    roles: 3,
                    charter_version: 7,
                }
                .instruction(),
                [
                    vec![("payer", payer)],
                    with(&[
                        ("rent_payer", rent_payer),
                        ("application", application),
                        ("member", pda::member(network, &identity)),
                        ("wallet_link", pda::wallet_link(network, wallet)),
                        ("system_program", SYSTEM_ID),
                    ]),
                ]
                .concat(),
                json!({"identity": identity, "roles": 3, "charter_version": 7}),
            ),
            Case(
                MemberSuspend { signer, steward_member, network, member, reason_hash }.instruction(),
                with(&[("member", member)]),
                json!({"reason_hash": reason_hash}),
            ),
            Case(
                MemberAttest { signer, steward_member, network, member }.instruction(),
                with(&[("member", member)]),
                json!({}),
            ),
            Case(
                MemberHold { signer, steward_member, network, member, seconds: 0x0102_0304 }.instruction(),
                with(&[("member", member)]),
                json!({"seconds": 0x0102_0304}),
            ),
            Case(
                MemberRelease { signer, steward_member, network, member }.instruction(),
                with(&[("member", member)]),
                json!({}),
            ),
        ]);
        for wallet in [None, Some(wallet)] {
            cases.push(Case(
                MemberReinstate { signer, steward_member, network, member, wallet }.instruction(),
                with(&[("member", member), ("wallet", wallet.unwrap_or(ID))]),
                json!({}),
            ));
        }
    }
    cases
}

pub fn token_cases() -> Vec<Case> {
    let numbers = &mut Numbers(3);
    let [payer, owner, network, owner_member, quote_mint] = [(); 5].map(|()| numbers.address());
    let terms_hash = numbers.array();
    let mint = pda::mint(owner_member);
    let (token, share_account) = (pda::token(mint), pda::share_account(owner, mint));
    let by_owner = || vec![("owner", owner), ("owner_member", owner_member), ("network", network), ("token", token)];
    vec![
        Case(
            TokenCreate {
                payer,
                owner,
                network,
                member: owner_member,
                quote_mint,
                name: "Zoë 🌱".into(),
                symbol: "ZOË".into(),
                uri: "https://example.org/z".into(),
                terms_hash,
                authorised: 0x0102_0304_0506_0708,
                policy: Policy::Closed,
                hold: 0x0908_0706,
            }
            .instruction(),
            vec![
                ("payer", payer),
                ("owner", owner),
                ("network", network),
                ("member", owner_member),
                ("mint", mint),
                ("token", token),
                ("vault", pda::vault(mint)),
                ("extra_account_metas", pda::extra_account_metas(mint)),
                ("quote_mint", quote_mint),
                ("token_program", TOKEN_ID),
                ("token_2022_program", TOKEN_2022_ID),
                ("system_program", SYSTEM_ID),
            ],
            json!({"args": {
                "name": "Zoë 🌱", "symbol": "ZOË", "uri": "https://example.org/z", "terms_hash": terms_hash,
                "authorised": 0x0102_0304_0506_0708_u64, "policy": 3, "hold": 0x0908_0706,
            }}),
        ),
        Case(
            TokenIssue { owner, owner_member, shares: u64::MAX }.instruction(),
            vec![
                ("owner", owner),
                ("owner_member", owner_member),
                ("token", token),
                ("position", pda::position(share_account)),
                ("mint", mint),
                ("share_account", share_account),
                ("token_2022_program", TOKEN_2022_ID),
            ],
            json!({"shares": u64::MAX}),
        ),
        Case(
            TokenSetPolicy { owner, owner_member, network, policy: Policy::Approval }.instruction(),
            by_owner(),
            json!({"policy": 2}),
        ),
        Case(
            TokenSetHold { owner, owner_member, network, hold: 0x0102_0304 }.instruction(),
            by_owner(),
            json!({"hold": 0x0102_0304}),
        ),
        Case(
            TokenPause { owner, owner_member, network, seconds: 0x0403_0201 }.instruction(),
            by_owner(),
            json!({"seconds": 0x0403_0201}),
        ),
        Case(TokenResume { owner, owner_member, network }.instruction(), by_owner(), json!({})),
        Case(
            TokenAuthorise { owner, owner_member, network, authorised: 0x0102_0304_0506_0708 }.instruction(),
            by_owner(),
            json!({"authorised": 0x0102_0304_0506_0708_u64}),
        ),
    ]
}

pub fn position_cases() -> Vec<Case> {
    let numbers = &mut Numbers(4);
    let [payer, wallet, member, mint, rent_payer, owner, owner_member, from] = [(); 8].map(|()| numbers.address());
    let (share_account, share_bump) = pda::share_account_with_bump(wallet, mint);
    let position = pda::position(share_account);
    let by_owner =
        || vec![("owner", owner), ("owner_member", owner_member), ("token", pda::token(mint)), ("position", position)];
    vec![
        Case(
            PositionOpen { payer, wallet, member, mint }.instruction(),
            vec![
                ("payer", payer),
                ("wallet", wallet),
                ("token", pda::token(mint)),
                ("member", member),
                ("share_account", share_account),
                ("position", position),
                ("token_2022_program", TOKEN_2022_ID),
                ("system_program", SYSTEM_ID),
            ],
            json!({"share_bump": share_bump}),
        ),
        Case(
            PositionClose { wallet, member, mint, rent_payer }.instruction(),
            vec![
                ("wallet", wallet),
                ("member", member),
                ("rent_payer", rent_payer),
                ("position", position),
                ("share_account", share_account),
                ("token_2022_program", TOKEN_2022_ID),
            ],
            json!({}),
        ),
        Case(
            PositionAdmit { owner, owner_member, mint, holder: wallet, cap: 0x0102 }.instruction(),
            by_owner(),
            json!({"cap": 0x0102}),
        ),
        Case(
            PositionApprove { owner, owner_member, mint, holder: wallet, from, shares: 7, expires_at: -2 }
                .instruction(),
            by_owner(),
            json!({"from": bytes(from), "shares": 7, "expires_at": -2}),
        ),
    ]
}
