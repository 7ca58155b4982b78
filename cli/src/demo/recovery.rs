//! Carl loses his key, and nothing that is his.

use {
    super::{
        broken,
        money::{deposit, dues, expect, Sale},
        round::quote_account,
        stage::{money, wallet, Stage, ADA, BEN, CARL, CARL_AGAIN, MAX, NORA, USDC},
    },
    crate::{amount::show_count, error::Result, time::show_day},
    personal_token_core::Error as Rule,
    personal_token_sdk::{
        instruction::{
            CreateAssociatedToken, PositionMark, PositionOpen, ProceedsClaim, RecoveryExecute, RecoveryMove,
            RecoveryPropose,
        },
        pda, Address, Instruction, TOKEN_2022_ID, TOKEN_ID,
    },
};

pub async fn lose(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Carl loses his key",
        "Two stewards who know him sign for a new one. For 14 days the old key, if anybody has it, can say no.",
    );
    let member = stage.member(CARL).await?;
    let propose = RecoveryPropose {
        payer: wallet(CARL_AGAIN),
        new_wallet: wallet(CARL_AGAIN),
        first_signer: wallet(ADA),
        first_member: stage.member(ADA).await?,
        second_signer: wallet(BEN),
        second_member: stage.member(BEN).await?,
        network: stage.network,
        member,
    };
    let mark = PositionMark { member, positions: vec![pda::position_of(wallet(CARL), stage.mint)] };
    stage.send(&[propose.instruction(), mark.instruction()], &[CARL_AGAIN, ADA, BEN]).await?;
    let recovery = stage.client.recovery_of(member).await?;
    let (_, recovery) = recovery.ok_or_else(|| broken("there is no recovery"))?;
    stage.tell(format!("✓ proposed; it can be executed from {} on", show_day(recovery.executable_at)));

    let dead = claim(stage, CARL);
    stage.refused("Max has Carl's dividends paid into the lost wallet", dead, MAX, Rule::PositionHeld).await?;
    let theft = super::market::listing(stage, CARL, 1_000).await?;
    stage.refused("Somebody with the old key lists shares for sale", theft, CARL, Rule::MemberHeld).await?;
    let early = execution(stage, member);
    stage.refused("Max executes it on the first day", early, MAX, Rule::RecoveryTooEarly).await?;
    stage.wait(14).await
}

pub async fn recover(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Nobody said no: Carl has a new wallet",
        "His shares, what they are owed, their lock and their cost move with him.",
    );
    let (old, new) = (wallet(CARL), wallet(CARL_AGAIN));
    let member = stage.member(CARL).await?;
    let (_, before) = stage.position(CARL).await?.ok_or_else(|| broken("Carl has no position"))?;
    stage.send(&[execution(stage, member)], &[MAX]).await?;
    let account = |mint: Address, token_program| {
        CreateAssociatedToken { payer: new, wallet: new, mint, token_program }.instruction()
    };
    let open = PositionOpen { payer: new, wallet: new, member, mint: stage.mint }.instruction();
    let relocate = RecoveryMove { member, mint: stage.mint, old_wallet: old, new_wallet: new }.instruction();
    let accounts = [account(stage.mint, TOKEN_2022_ID), account(stage.quote_mint(), TOKEN_ID)];
    let [shares, quote] = accounts;
    stage.send(&[shares, quote, open, relocate], &[CARL_AGAIN]).await?;
    stage.books.recover(CARL, CARL_AGAIN);
    let (_, after) = stage.position(CARL_AGAIN).await?.ok_or_else(|| broken("the position did not move"))?;
    let kept = |what: &str| format!("Carl's {what}");
    stage.books.check(|| kept("locked shares"), after.locked, before.locked);
    stage.books.check(|| kept("unlocking"), after.unlocks_at, before.unlocks_at);
    stage.books.check(|| kept("cost"), after.cost_basis, before.cost_basis);
    stage.tell(format!("✓ {} shares moved; the old position is empty for ever", show_count(after.shares)));
    stage.check_everything().await
}

pub async fn paid_again(stage: &mut Stage) -> Result<()> {
    stage.scene("A last gain of 110,010.00", "It finds Carl where he is.");
    let earlier = dues(stage);
    deposit(stage, Sale { what: "Eta SpA", proceeds: 110_010 * USDC, cost_basis: 0, net: false }).await?;
    expect(stage, "10,000 a share", &earlier, &[(CARL_AGAIN, 5_000 * USDC), (NORA, 10 * USDC), (CARL, 0)]);
    let instruction = claim(stage, CARL_AGAIN);
    stage.send(&[instruction], &[MAX]).await?;
    let paid = stage.books.pay(CARL_AGAIN);
    stage.books.check(|| "Carl's payment".to_owned(), paid, 5_500 * USDC);
    stage
        .tell(format!("✓ Max has Carl paid: {}, of which 500.00 USDC had come in before he lost his key", money(paid)));
    stage.check_everything().await
}

fn execution(stage: &Stage, member: Address) -> Instruction {
    let (payer, rent_payer, new_wallet) = (wallet(MAX), wallet(CARL_AGAIN), wallet(CARL_AGAIN));
    RecoveryExecute { payer, network: stage.network, member, rent_payer, new_wallet }.instruction()
}

fn claim(stage: &Stage, name: &str) -> Instruction {
    let position = pda::position_of(wallet(name), stage.mint);
    ProceedsClaim { mint: stage.mint, position, quote_account: quote_account(stage, name), holder: None }.instruction()
}
