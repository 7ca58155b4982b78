use super::Case;
use crate::support::Numbers;
use personal_token_sdk::{ids::SYSTEM_ID, instruction::*, pda, TOKEN_2022_ID};
use serde_json::json;

pub fn recovery_cases() -> Vec<Case> {
    let numbers = &mut Numbers(45);
    let [payer, new_wallet, first_signer, first_member, second_signer, second_member, network, member] =
        [(); 8].map(|()| numbers.address());
    let [signer, rent_payer, mint, old_wallet, other_position] = [(); 5].map(|()| numbers.address());
    let recovery = pda::recovery(member);
    let [old, new] = [old_wallet, new_wallet].map(|wallet| pda::share_account(wallet, mint));
    vec![
        Case(
            RecoveryPropose {
                payer,
                new_wallet,
                first_signer,
                first_member,
                second_signer,
                second_member,
                network,
                member,
            }
            .instruction(),
            vec![
                ("payer", payer),
                ("new_wallet", new_wallet),
                ("first_signer", first_signer),
                ("second_signer", second_signer),
                ("network", network),
                ("first_steward", pda::steward(network, first_member)),
                ("first_member", first_member),
                ("second_steward", pda::steward(network, second_member)),
                ("second_member", second_member),
                ("member", member),
                ("wallet_link", pda::wallet_link(network, new_wallet)),
                ("recovery", recovery),
                ("system_program", SYSTEM_ID),
            ],
            json!({}),
        ),
        Case(
            RecoveryVeto { signer, member, rent_payer }.instruction(),
            vec![("signer", signer), ("member", member), ("rent_payer", rent_payer), ("recovery", recovery)],
            json!({}),
        ),
        Case(
            RecoveryExecute { payer, network, member, rent_payer, new_wallet }.instruction(),
            vec![
                ("payer", payer),
                ("network", network),
                ("member", member),
                ("rent_payer", rent_payer),
                ("recovery", recovery),
                ("wallet_link", pda::wallet_link(network, new_wallet)),
                ("system_program", SYSTEM_ID),
            ],
            json!({}),
        ),
        Case(
            RecoveryMove { member, mint, old_wallet, new_wallet }.instruction(),
            vec![
                ("member", member),
                ("token", pda::token(mint)),
                ("mint", mint),
                ("position", pda::position(old)),
                ("share_account", old),
                ("successor", pda::position(new)),
                ("successor_share_account", new),
                ("token_2022_program", TOKEN_2022_ID),
            ],
            json!({}),
        ),
        Case(
            PositionMark { member, positions: vec![pda::position(old), other_position] }.instruction(),
            vec![("member", member), ("", pda::position(old)), ("", other_position)],
            json!({}),
        ),
    ]
}
