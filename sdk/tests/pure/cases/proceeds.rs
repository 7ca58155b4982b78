use super::Case;
use crate::support::Numbers;
use personal_token_sdk::{core::proceeds::Source, ids::SYSTEM_ID, instruction::*, pda, ID, TOKEN_ID};
use serde_json::json;

pub fn proceeds_cases() -> Vec<Case> {
    let numbers = &mut Numbers(5);
    let [payer, owner, owner_member, mint, source, position, quote_account] = [(); 7].map(|()| numbers.address());
    let (asset_hash, evidence_hash) = (numbers.array(), numbers.array());
    let (token, vault) = (pda::token(mint), pda::vault(mint));
    let deposit = |net| {
        Case(
            ProceedsDeposit {
                payer,
                owner,
                owner_member,
                mint,
                source,
                net,
                index: 0x0102_0304,
                kind: Source::PersonalToken,
                year: 2026,
                proceeds: 12,
                cost_basis: 5,
                asset_hash,
                evidence_hash,
            }
            .instruction(),
            vec![
                ("payer", payer),
                ("owner", owner),
                ("owner_member", owner_member),
                ("token", token),
                ("owner_position", if net { pda::position_of(owner, mint) } else { ID }),
                ("source", source),
                ("vault", vault),
                ("distribution", pda::distribution(token, 0x0102_0304)),
                ("token_program", TOKEN_ID),
                ("system_program", SYSTEM_ID),
            ],
            json!({"args": {
                "source": 2, "year": 2026, "proceeds": 12, "cost_basis": 5,
                "asset_hash": asset_hash, "evidence_hash": evidence_hash,
            }}),
        )
    };
    let claim = |holder: Option<Holder>| {
        Case(
            ProceedsClaim { mint, position, quote_account, holder }.instruction(),
            vec![
                ("token", token),
                ("vault", vault),
                ("position", position),
                ("quote_account", quote_account),
                ("wallet", holder.map_or(ID, |holder| holder.wallet)),
                ("member", holder.map_or(ID, |holder| holder.member)),
                ("token_program", TOKEN_ID),
            ],
            json!({}),
        )
    };
    let pairs = vec![(position, quote_account), (quote_account, position)];
    vec![
        deposit(true),
        deposit(false),
        claim(None),
        claim(Some(Holder { wallet: owner, member: owner_member })),
        Case(
            ProceedsDistribute { mint, pairs: pairs.clone() }.instruction(),
            [
                vec![("token", token), ("vault", vault), ("token_program", TOKEN_ID)],
                pairs.iter().flat_map(|(position, account)| [("", *position), ("", *account)]).collect(),
            ]
            .concat(),
            json!({}),
        ),
    ]
}
