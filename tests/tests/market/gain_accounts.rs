//! Gain routing: the accounts that a sale by an owner of a token must name, and what stops it.

use crate::{
    gains::{ready, with, Case, Making, MAKING},
    prelude::*,
    preview::send,
    stage::*,
};

/// The seller's own token, vault and position as the buyer may misname them.
fn routed(case: &Case, order: ListingBuy, has_position: bool) -> ListingBuy {
    let own_mint = case.bob.mint;
    ListingBuy { routed_gain: Some(RoutedGain { own_mint, has_position }), ..order }
}

/// Ada's order, as the SDK builds it.
fn order(world: &mut World, case: &Case) -> Instruction {
    case.order(world).instruction()
}

/// Who creates a token between listing and sale routes his gain: it is the moment of the sale that counts.
#[test]
fn a_token_that_is_created_meanwhile_counts() {
    let (mut world, stage) = unlisted(2_000);
    let owner = world.member("otto", role::ALL);
    world.open_position(owner, &stage.ada);
    world.transfer(&stage.ada, stage.ada.owner, owner, 1_000).expect_success();
    world.warp(HOLD);
    let listing = world.list(&stage.ada, owner, 1_000, 5);
    let before = world.listing_buy(&listing, stage.ada.owner, 10);
    assert_eq!(before.routed_gain, None);
    world.fund(stage.ada.owner.wallet, 5_000);
    send(&mut world, before.instruction()).expect_success();
    let own = world.token_with(owner, Terms::default());
    world.open_position(stage.dave, &own);
    world.transfer(&own, owner, stage.dave, SHARES / 2).expect_success();
    send(&mut world, before.instruction()).expect_refusal(Rule::GainRoutingRequired);
    purchase(&mut world, &listing, stage.ada.owner, 10).expect_success();
    assert_eq!(world.token_state(&own).credited, 50);
}

refusals! {
    ready;
    refuses_without_the_sellers_token: |world, case| {
        let order = case.order(&mut world);
        ListingBuy { routed_gain: None, ..order }.instruction()
    } => Rule::GainRoutingRequired;
    refuses_without_the_token_account_alone: |world, case|
        order(&mut world, &case).replacing(case.bob.token, ID) => Rule::GainRoutingRequired;
    refuses_without_the_vault: |world, case|
        order(&mut world, &case).replacing(case.bob.vault, ID) => Rule::GainRoutingRequired;
    refuses_without_the_sellers_own_position: |world, case| {
        let order = case.order(&mut world);
        routed(&case, order, false).instruction()
    } => Rule::GainRoutingRequired;
    refuses_another_members_token: |world, case| {
        let eve = world.owner_with_token("eve");
        order(&mut world, &case).replacing(case.bob.token, eve.token)
    } => Rule::GainRoutingRequired;
    refuses_the_token_that_is_sold: |world, case|
        order(&mut world, &case).replacing(case.bob.token, case.ada.token) => DUPLICATE;
    refuses_another_tokens_vault: |world, case| {
        let eve = world.owner_with_token("eve");
        order(&mut world, &case).replacing(case.bob.vault, eve.vault)
    } => Rule::GainRoutingRequired;
    refuses_the_vault_of_the_token_that_is_sold: |world, case|
        order(&mut world, &case).replacing(case.bob.vault, case.ada.vault) => DUPLICATE;
    refuses_the_sellers_quote_account_as_vault: |world, case|
        order(&mut world, &case).replacing(case.bob.vault, case.bob.quote_account(case.bob.owner.wallet)) => DUPLICATE;
    refuses_the_buyers_other_account_as_vault: |world, case| {
        let account = world.quote_account(wallet("somebody"));
        order(&mut world, &case).replacing(case.bob.vault, account)
    } => Rule::GainRoutingRequired;
    refuses_a_shareholders_position_as_the_sellers: |world, case| {
        let (right, wrong) = (case.bob.position(case.bob.owner.wallet), case.bob.position(case.carol.wallet));
        order(&mut world, &case).replacing(right, wrong)
    } => Rule::GainRoutingRequired;
    refuses_the_sellers_position_in_a_third_token: |world, case| {
        let eve = world.owner_with_token("eve");
        let wrong = world.open_position(case.bob.owner, &eve);
        order(&mut world, &case).replacing(case.bob.position(case.bob.owner.wallet), wrong)
    } => Rule::GainRoutingRequired;
    refuses_the_sellers_position_in_the_token_that_is_sold: |world, case| {
        let (right, wrong) = (case.bob.position(case.bob.owner.wallet), case.listing.position());
        order(&mut world, &case).replacing(right, wrong)
    } => DUPLICATE;
    refuses_a_closed_account_as_the_sellers_position: |world, case| {
        let right = case.bob.position(case.bob.owner.wallet);
        order(&mut world, &case).replacing(right, address("nothing"))
    } => TOO_SMALL;
    refuses_a_read_only_token: |world, case| order(&mut world, &case).read_only(case.bob.token) => NOT_WRITABLE;
    refuses_a_read_only_vault: |world, case| order(&mut world, &case).read_only(case.bob.vault) => NOT_WRITABLE;
    refuses_a_read_only_position: |world, case|
        order(&mut world, &case).read_only(case.bob.position(case.bob.owner.wallet)) => NOT_WRITABLE;
    refuses_other_buyers_without_it_too: |world, case| {
        world.warp(EVERYONE);
        world.fund_purchase(&case.listing, case.carol, 10);
        let order = world.listing_buy(&case.listing, case.carol, 10);
        ListingBuy { routed_gain: None, ..order }.instruction()
    } => Rule::GainRoutingRequired;

    refuses_a_gain_beyond_the_sellers_lifetime_limit: |world, case| {
        let spent = u64::MAX - 9_999;
        world.edit::<Token>(case.bob.token, |token| (token.deposited, token.paid) = (spent, spent));
        order(&mut world, &case)
    } => Rule::DepositLimit;
    refuses_a_position_of_the_seller_ahead_of_his_token: |world, case| {
        let position = case.bob.position(case.bob.owner.wallet);
        world.edit::<Position>(position, |position| position.last = U128::new(u128::MAX));
        order(&mut world, &case)
    } => Rule::MathOverflow;
    refuses_counters_that_could_not_be: |world, case| {
        world.edit::<Token>(case.bob.token, |token| (token.deposited, token.credited) = (9, 9));
        world.corrupt(case.bob.token, |data| {
            let credited = 8 + std::mem::offset_of!(Token, credited);
            data[credited..credited + 8].fill(255);
        });
        // The SDK does not decode such a token, so the order is built from what it was.
        order(&mut world, &case)
    } => Rule::MathOverflow;
    /// The issuer has frozen the vault: the shareholders' part cannot be left out.
    refuses_a_gain_that_cannot_be_delivered: |world, case| {
        world.freeze(case.bob.vault);
        order(&mut world, &case)
    } => (TOKEN_ID, 17);
    /// Nobody who has a token can go around the market.
    refuses_to_transfer_what_would_be_a_gain: |world, case|
        world.shares_transfer(&case.ada, case.bob.owner, case.carol, 1).instruction() => Rule::GainsMustBeRouted;
}

refusals! {
    || with(Making { bought_at: 1_000, ..MAKING });
    /// The accounts are mandatory, even if it comes out that nothing is routed.
    refuses_a_loss_without_the_sellers_token: |world, case| {
        let order = case.order(&mut world);
        ListingBuy { routed_gain: None, ..order }.instruction()
    } => Rule::GainRoutingRequired;
    refuses_a_loss_without_the_sellers_own_position: |world, case| {
        let order = case.order(&mut world);
        routed(&case, order, false).instruction()
    } => Rule::GainRoutingRequired;
}

refusals! {
    on_sale;
    refuses_a_token_for_a_seller_who_has_none: |world, stage| {
        let eve = world.owner_with_token("eve");
        let order = stage.order(&mut world, stage.dave, 10);
        let routed_gain = Some(RoutedGain { own_mint: eve.mint, has_position: false });
        ListingBuy { routed_gain, ..order }.instruction()
    } => Rule::GainRoutingRequired;
    refuses_a_position_for_a_seller_who_has_no_token: |world, stage| {
        let position = stage.ada.position(stage.carol.wallet);
        let mut order = stage.order(&mut world, stage.dave, 10).instruction();
        order.accounts[20] = solana_instruction::AccountMeta::new(position, false);
        order
    } => Rule::GainRoutingRequired;
    refuses_the_owners_own_token_for_his_own_shares: |world, stage| {
        let listing = world.list(&stage.ada, stage.ada.owner, 10, 5);
        world.fund_purchase(&listing, stage.carol, 10);
        let order = world.listing_buy(&listing, stage.carol, 10);
        let routed_gain = Some(RoutedGain { own_mint: stage.ada.mint, has_position: false });
        ListingBuy { routed_gain, ..order }.instruction()
    } => DUPLICATE;
}
