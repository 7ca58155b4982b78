use super::Case;
use crate::support::Numbers;
use personal_token_sdk::{ids::SYSTEM_ID, instruction::*, pda, Address, ID, TOKEN_2022_ID, TOKEN_ID};
use serde_json::json;

const NONCE: u32 = 0x0102_0304;

pub fn market_cases() -> Vec<Case> {
    let numbers = &mut Numbers(43);
    let [payer, wallet, member, network, mint, rent_payer, signer] = [(); 7].map(|()| numbers.address());
    let position = pda::position_of(wallet, mint);
    let listing = pda::listing(position, NONCE);
    let own_mint = numbers.address();
    let mut cases = vec![
        Case(
            ListingOpen {
                payer,
                wallet,
                member,
                network,
                mint,
                nonce: NONCE,
                shares: 1,
                price: 2,
                minimum_fill: 3,
                duration: 0x0405_0607,
            }
            .instruction(),
            vec![
                ("payer", payer),
                ("wallet", wallet),
                ("member", member),
                ("network", network),
                ("token", pda::token(mint)),
                ("position", position),
                ("listing", listing),
                ("system_program", SYSTEM_ID),
            ],
            json!({"args": {"shares": 1, "price": 2, "minimum_fill": 3, "duration": 0x0405_0607}}),
        ),
        Case(
            ListingCancel { signer, member, mint, wallet, nonce: NONCE, rent_payer }.instruction(),
            vec![
                ("signer", signer),
                ("member", member),
                ("position", position),
                ("rent_payer", rent_payer),
                ("listing", listing),
            ],
            json!({}),
        ),
    ];
    let routed = [true, false].map(|has_position| Some(RoutedGain { own_mint, has_position }));
    cases.extend([None].into_iter().chain(routed).map(buy));
    cases
}

fn buy(routed_gain: Option<RoutedGain>) -> Case {
    let numbers = &mut Numbers(44);
    let [buyer, buyer_member, network, mint, source, seller, seller_member, rent_payer] =
        [(); 8].map(|()| numbers.address());
    let [seller_quote_account, owner_member, owner_quote_account, treasury_quote_account] =
        [(); 4].map(|()| numbers.address());
    let position = pda::position_of(seller, mint);
    let own = |account: &dyn Fn(Address) -> Address| routed_gain.map_or(ID, |gain| account(gain.own_mint));
    let own_position = routed_gain.filter(|gain| gain.has_position);
    Case(
        ListingBuy {
            buyer,
            buyer_member,
            network,
            mint,
            source,
            seller,
            seller_member,
            nonce: NONCE,
            rent_payer,
            seller_quote_account,
            owner_member,
            owner_quote_account,
            treasury_quote_account,
            routed_gain,
            shares: 5,
            minimum_shares: 6,
            maximum_price: 7,
        }
        .instruction(),
        vec![
            ("buyer", buyer),
            ("buyer_member", buyer_member),
            ("network", network),
            ("token", pda::token(mint)),
            ("mint", mint),
            ("vault", pda::vault(mint)),
            ("buyer_position", pda::position_of(buyer, mint)),
            ("buyer_share_account", pda::share_account(buyer, mint)),
            ("source", source),
            ("listing", pda::listing(position, NONCE)),
            ("rent_payer", rent_payer),
            ("seller_position", position),
            ("seller_share_account", pda::share_account(seller, mint)),
            ("seller_member", seller_member),
            ("seller_quote_account", seller_quote_account),
            ("owner_member", owner_member),
            ("owner_quote_account", owner_quote_account),
            ("treasury_quote_account", treasury_quote_account),
            ("seller_token", own(&pda::token)),
            ("seller_vault", own(&pda::vault)),
            ("seller_own_position", own_position.map_or(ID, |gain| pda::position_of(seller, gain.own_mint))),
            ("token_program", TOKEN_ID),
            ("token_2022_program", TOKEN_2022_ID),
        ],
        json!({"args": {"nonce": NONCE, "shares": 5, "minimum_shares": 6, "maximum_price": 7}}),
    )
}
