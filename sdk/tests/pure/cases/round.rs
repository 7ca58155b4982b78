use super::Case;
use crate::support::Numbers;
use personal_token_sdk::{
    core::round::Terms, ids::SYSTEM_ID, instruction::*, pda, Address, ID, TOKEN_2022_ID, TOKEN_ID,
};
use serde_json::json;

const INDEX: u32 = 0x0102_0304;

/// Every field another number, so that no two can be swapped.
const TERMS: Terms = Terms {
    shares: 0x0102_0304_0506_0708,
    price: 2,
    minimum_raise: 3,
    minimum_subscription: 4,
    maximum_subscription: 5,
    delay: 0x0607_0809,
    duration: 7,
    undo_window: 8,
    lock: 9,
};

pub fn round_cases() -> Vec<Case> {
    [by_owner(), by_investor()].into_iter().flatten().collect()
}

fn by_owner() -> Vec<Case> {
    let numbers = &mut Numbers(41);
    let [payer, owner, owner_member, network, quote_mint, treasury, member, quote_account] =
        [(); 8].map(|()| numbers.address());
    let mint = pda::mint(owner_member);
    let token = pda::token(mint);
    let round = pda::round(token, INDEX);
    let owning = [("owner", owner), ("owner_member", owner_member)];
    let with = |more: &[(&'static str, Address)]| [owning.as_slice(), more].concat();
    let deciding = || with(&[("token", token), ("round", round), ("subscription", pda::subscription(round, member))]);
    let mut cases = vec![
        Case(
            RoundAccept { owner, owner_member, index: INDEX, member, shares: 11 }.instruction(),
            deciding(),
            json!({"shares": 11}),
        ),
        Case(RoundDecline { owner, owner_member, index: INDEX, member }.instruction(), deciding(), json!({})),
        Case(
            RoundComplete { owner, owner_member, network, treasury, index: INDEX }.instruction(),
            with(&[
                ("network", network),
                ("token", token),
                ("round", round),
                ("treasury_position", pda::position_of(treasury, mint)),
            ]),
            json!({}),
        ),
        Case(
            RoundUndo { owner, owner_member, index: INDEX }.instruction(),
            with(&[("token", token), ("round", round)]),
            json!({}),
        ),
        Case(
            RoundCancel { owner, owner_member, index: INDEX }.instruction(),
            with(&[("token", token), ("round", round)]),
            json!({}),
        ),
    ];
    for treasury in [None, Some(treasury)] {
        cases.push(Case(
            RoundOpen { payer, owner, owner_member, network, quote_mint, treasury, index: INDEX, terms: TERMS }
                .instruction(),
            [
                vec![("payer", payer)],
                with(&[
                    ("network", network),
                    ("token", token),
                    ("owner_position", pda::position_of(owner, mint)),
                    ("treasury_position", treasury.map_or(ID, |wallet| pda::position_of(wallet, mint))),
                    ("round", round),
                    ("escrow", pda::escrow(round)),
                    ("quote_mint", quote_mint),
                    ("token_program", TOKEN_ID),
                    ("system_program", SYSTEM_ID),
                ]),
            ]
            .concat(),
            json!({"args": {
                "shares": TERMS.shares, "price": 2, "minimum_raise": 3, "minimum_subscription": 4,
                "maximum_subscription": 5, "delay": TERMS.delay, "duration": 7, "undo_window": 8, "lock": 9,
            }}),
        ));
    }
    for wallet in [None, Some(owner)] {
        cases.push(Case(
            RoundCollect { wallet, owner_member, index: INDEX, quote_account }.instruction(),
            vec![
                ("wallet", wallet.unwrap_or(ID)),
                ("owner_member", owner_member),
                ("token", token),
                ("round", round),
                ("escrow", pda::escrow(round)),
                ("quote_account", quote_account),
                ("token_program", TOKEN_ID),
            ],
            json!({}),
        ));
    }
    cases
}

fn by_investor() -> Vec<Case> {
    let numbers = &mut Numbers(42);
    let [payer, wallet, member, network, mint, source, rent_payer, quote_account, treasury] =
        [(); 9].map(|()| numbers.address());
    let token = pda::token(mint);
    let round = pda::round(token, INDEX);
    let subscription = pda::subscription(round, member);
    let share_account = pda::share_account(wallet, mint);
    let ending = |wallet: Option<Address>| {
        vec![
            ("wallet", wallet.unwrap_or(ID)),
            ("member", member),
            ("token", token),
            ("round", round),
            ("rent_payer", rent_payer),
            ("subscription", subscription),
            ("escrow", pda::escrow(round)),
            ("quote_account", quote_account),
            ("token_program", TOKEN_ID),
        ]
    };
    let refund = |wallet| {
        let refund = RoundRefund { wallet, member, mint, index: INDEX, rent_payer, quote_account };
        Case(refund.instruction(), ending(wallet), json!({}))
    };
    let settle = |treasury: Option<Address>| {
        Case(
            RoundSettle { network, mint, index: INDEX, member, wallet, treasury }.instruction(),
            vec![
                ("network", network),
                ("token", token),
                ("mint", mint),
                ("round", round),
                ("subscription", subscription),
                ("member", member),
                ("position", pda::position(share_account)),
                ("share_account", share_account),
                ("treasury_position", treasury.map_or(ID, |wallet| pda::position_of(wallet, mint))),
                ("treasury_share_account", treasury.map_or(ID, |wallet| pda::share_account(wallet, mint))),
                ("token_2022_program", TOKEN_2022_ID),
            ],
            json!({}),
        )
    };
    vec![
        Case(
            RoundSubscribe { payer, wallet, member, network, mint, index: INDEX, source, shares: 12 }.instruction(),
            vec![
                ("payer", payer),
                ("wallet", wallet),
                ("member", member),
                ("network", network),
                ("token", token),
                ("position", pda::position(share_account)),
                ("round", round),
                ("subscription", subscription),
                ("source", source),
                ("escrow", pda::escrow(round)),
                ("token_program", TOKEN_ID),
                ("system_program", SYSTEM_ID),
            ],
            json!({"shares": 12}),
        ),
        Case(
            RoundWithdraw { wallet, member, mint, index: INDEX, rent_payer, quote_account }.instruction(),
            ending(Some(wallet)),
            json!({}),
        ),
        refund(None),
        refund(Some(wallet)),
        settle(None),
        settle(Some(treasury)),
    ]
}
