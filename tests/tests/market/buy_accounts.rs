//! `listing_buy`: every account in the place of another.

use crate::{prelude::*, preview::send, stage::*};

/// Dave orders 1,000 of Bob's shares, when anybody may.
fn ready() -> (World, (Stage, ListingBuy)) {
    let (mut world, stage) = on_sale();
    let order = stage.order(&mut world, stage.dave, 1_000);
    (world, (stage, order))
}

#[test]
fn the_order_is_good() {
    let (mut world, (_, order)) = ready();
    send(&mut world, order.instruction()).expect_success();
}

/// What the program does not need to write to, it does not ask for.
#[test]
fn the_buyer_need_not_be_writable() {
    let (_, (stage, order)) = ready();
    let instruction = order.instruction();
    let meta = instruction.accounts.iter().find(|meta| meta.pubkey == stage.dave.wallet).unwrap();
    assert!(meta.is_signer && !meta.is_writable);
    assert_eq!(instruction.accounts.iter().filter(|meta| meta.is_signer).count(), 1, "nobody else signs");
}

refusals! {
    ready;
    refuses_without_the_buyers_signature: |_world, (stage, order)|
        order.instruction().unsigned(stage.dave.wallet) => Error::MissingRequiredSignature;
    refuses_a_stranger: |world, (stage, order)| {
        let wallet = mallory(&mut world);
        order.instruction().replacing(stage.dave.wallet, wallet)
    } => Rule::NotMemberWallet;
    refuses_another_member_as_buyer: |_world, (stage, order)|
        order.instruction().replacing(stage.dave.member, stage.carol.member) => Rule::NotMemberWallet;
    refuses_to_buy_into_another_persons_position: |_world, (stage, order)| {
        let (right, wrong) = (stage.ada.position(stage.dave.wallet), stage.ada.position(stage.carol.wallet));
        order.instruction().replacing(right, wrong)
    } => Rule::PositionMismatch;
    refuses_the_buyers_position_in_another_token: |world, (stage, order)| {
        let eve = world.owner_with_token("eve");
        let wrong = world.open_position(stage.dave, &eve);
        order.instruction().replacing(stage.ada.position(stage.dave.wallet), wrong)
    } => Rule::TokenMismatch;
    refuses_a_buyer_without_position: |world, (_, order)| {
        let erin = world.investor("erin");
        let source = world.fund(erin.wallet, 5_000);
        ListingBuy { buyer: erin.wallet, buyer_member: erin.member, source, ..order }.instruction()
    } => TOO_SMALL;
    refuses_another_persons_share_account_for_the_buyer: |_world, (stage, order)| {
        let (right, wrong) = (stage.ada.share_account(stage.dave.wallet), stage.ada.share_account(stage.carol.wallet));
        order.instruction().replacing(right, wrong)
    } => Rule::PositionMismatch;
    refuses_another_persons_share_account_for_the_seller: |_world, (stage, order)| {
        let (right, wrong) = (stage.ada.share_account(stage.bob.wallet), stage.ada.share_account(stage.carol.wallet));
        order.instruction().replacing(right, wrong)
    } => Rule::PositionMismatch;
    refuses_one_share_account_for_both: |_world, (stage, order)| {
        let (right, wrong) = (stage.ada.share_account(stage.bob.wallet), stage.ada.share_account(stage.dave.wallet));
        order.instruction().replacing(right, wrong)
    } => DUPLICATE;
    refuses_another_network: |world, (_, order)| {
        let network = other_network(&mut world);
        ListingBuy { network, ..order }.instruction()
    } => Rule::NetworkMismatch;
    refuses_another_token: |world, (stage, order)| {
        let eve = world.owner_with_token("eve");
        order.instruction().replacing(stage.ada.token, eve.token)
    } => Rule::TokenMismatch;
    refuses_another_tokens_mint: |world, (stage, order)| {
        let eve = world.owner_with_token("eve");
        order.instruction().replacing(stage.ada.mint, eve.mint)
    } => Rule::TokenMismatch;
    refuses_another_tokens_vault: |world, (stage, order)| {
        let eve = world.owner_with_token("eve");
        order.instruction().replacing(stage.ada.vault, eve.vault)
    } => Rule::TokenMismatch;
    refuses_the_listing_of_another_position: |world, (stage, order)| {
        let wrong = world.list(&stage.ada, stage.carol, 10, 5).address();
        order.instruction().replacing(stage.listing.address(), wrong)
    } => Rule::ListingMismatch;
    refuses_a_listing_of_another_token: |world, (stage, order)| {
        let eve = world.owner_with_token("eve");
        let wrong = world.list(&eve, eve.owner, 1_000, 2).address();
        order.instruction().replacing(stage.listing.address(), wrong)
    } => Rule::ListingMismatch;
    refuses_another_sellers_position: |_world, (stage, order)| {
        let (right, wrong) = (stage.listing.position(), stage.ada.position(stage.carol.wallet));
        order.instruction().replacing(right, wrong)
    } => Rule::ListingMismatch;
    refuses_another_sellers_member: |_world, (stage, order)|
        order.instruction().replacing(stage.bob.member, stage.carol.member) => Rule::PositionMismatch;
    refuses_another_owners_member: |_world, (stage, order)|
        order.instruction().replacing(stage.ada.owner.member, stage.carol.member) => Rule::NotTokenOwner;
    refuses_another_receiver_of_the_rent: |world, (_, order)|
        ListingBuy { rent_payer: mallory(&mut world), ..order }.instruction() => Rule::RentPayerMismatch;
    refuses_the_rent_to_the_buyer: |_world, (stage, order)|
        ListingBuy { rent_payer: stage.dave.wallet, ..order }.instruction() => Rule::RentPayerMismatch;

    refuses_to_pay_somebody_else_than_the_seller: |_world, (stage, order)|
        ListingBuy { seller_quote_account: stage.ada.quote_account(stage.carol.wallet), ..order }.instruction()
        => Rule::QuoteAccountForeign;
    refuses_to_pay_the_buyer_himself: |_world, (_, order)|
        ListingBuy { seller_quote_account: order.source, ..order }.instruction() => Rule::QuoteAccountForeign;
    refuses_an_account_of_the_seller_that_is_not_recorded: |world, (stage, order)| {
        let seller_quote_account = other_account(&mut world, stage.bob.wallet);
        ListingBuy { seller_quote_account, ..order }.instruction()
    } => Rule::QuoteAccountForeign;
    refuses_to_pay_the_owners_fee_to_somebody_else: |_world, (stage, order)|
        ListingBuy { owner_quote_account: stage.ada.quote_account(stage.dave.wallet), ..order }.instruction()
        => Rule::QuoteAccountForeign;
    refuses_an_account_of_the_owner_that_is_not_recorded: |world, (stage, order)| {
        let owner_quote_account = other_account(&mut world, stage.ada.owner.wallet);
        ListingBuy { owner_quote_account, ..order }.instruction()
    } => Rule::QuoteAccountForeign;
    refuses_to_make_the_owners_account_look_missing: |_world, (_, order)|
        ListingBuy { owner_quote_account: address("nothing"), ..order }.instruction() => Rule::QuoteAccountForeign;
    refuses_to_pay_the_networks_fee_to_somebody_else: |_world, (stage, order)|
        ListingBuy { treasury_quote_account: stage.ada.quote_account(stage.dave.wallet), ..order }.instruction()
        => Rule::QuoteAccountForeign;
    refuses_to_make_the_treasurys_account_look_missing: |_world, (_, order)|
        ListingBuy { treasury_quote_account: address("nothing"), ..order }.instruction() => Rule::QuoteAccountForeign;
    refuses_to_swap_owner_and_treasury: |_world, (_, order)| {
        let (owner_quote_account, treasury_quote_account) = (order.treasury_quote_account, order.owner_quote_account);
        ListingBuy { owner_quote_account, treasury_quote_account, ..order }.instruction()
    } => Rule::QuoteAccountForeign;

    refuses_a_read_only_token: |_world, (stage, order)|
        order.instruction().read_only(stage.ada.token) => NOT_WRITABLE;
    refuses_a_read_only_mint: |_world, (stage, order)|
        order.instruction().read_only(stage.ada.mint) => NOT_WRITABLE;
    refuses_a_read_only_vault: |_world, (stage, order)|
        order.instruction().read_only(stage.ada.vault) => NOT_WRITABLE;
    refuses_a_read_only_listing: |_world, (stage, order)|
        order.instruction().read_only(stage.listing.address()) => NOT_WRITABLE;
    refuses_a_read_only_position_of_the_seller: |_world, (stage, order)|
        order.instruction().read_only(stage.listing.position()) => NOT_WRITABLE;
    refuses_a_read_only_position_of_the_buyer: |_world, (stage, order)|
        order.instruction().read_only(stage.ada.position(stage.dave.wallet)) => NOT_WRITABLE;
    refuses_a_read_only_source: |_world, (_, order)| order.instruction().read_only(order.source) => NOT_WRITABLE;
    refuses_a_sellers_quote_account_that_is_read_only: |_world, (_, order)|
        order.instruction().read_only(order.seller_quote_account) => NOT_WRITABLE;
    /// Nobody makes a fee undeliverable by passing its account read-only.
    refuses_an_owners_quote_account_that_is_read_only: |_world, (_, order)|
        order.instruction().read_only(order.owner_quote_account) => NOT_WRITABLE;
    refuses_a_treasurys_quote_account_that_is_read_only: |_world, (_, order)|
        order.instruction().read_only(order.treasury_quote_account) => NOT_WRITABLE;

    refuses_another_token_program: |_world, (_, order)|
        order.instruction().replacing(TOKEN_ID, SYSTEM_ID) => Error::IncorrectProgramId;
    refuses_another_token_2022_program: |_world, (_, order)|
        order.instruction().replacing(TOKEN_2022_ID, SYSTEM_ID) => Error::IncorrectProgramId;
    refuses_a_forged_event_authority: |world, (_, order)| {
        let forged = mallory(&mut world);
        order.instruction().replacing(pda::event_authority(), forged)
    } => Error::InvalidSeeds;
    refuses_fewer_accounts: |_world, (_, order)| order.instruction().without_last(1) => TOO_FEW_ACCOUNTS;
    refuses_the_seller_as_buyer: |world, (stage, order)| {
        let (source, shares) = (world.fund(stage.bob.wallet, 5_000), 1_000);
        let (buyer, buyer_member) = (stage.bob.wallet, stage.bob.member);
        ListingBuy { buyer, buyer_member, source, shares, ..order }.instruction()
    } => DUPLICATE;
    refuses_the_vault_as_source: |_world, (stage, order)|
        ListingBuy { source: stage.ada.vault, ..order }.instruction() => DUPLICATE;
}

/// A quote account of a wallet at another address than the canonical one.
fn other_account(world: &mut World, wallet: Address) -> Address {
    let account = address("another quote account");
    let mint = world.quote_mint;
    world.put(account, TOKEN_ID, vec![0; 165]);
    let initialise = spl_token_2022_interface::instruction::initialize_account3;
    world.must(&[initialise(&TOKEN_ID, &account, &mint, &wallet).unwrap()]);
    account
}
