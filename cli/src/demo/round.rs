//! Olivia raises capital: a round, from its announcement to its settlement.

use {
    super::{
        broken,
        money::{deposit, depositing, dues, expect, Sale},
        people::{admission, application},
        shares::opening,
        stage::{money, wallet, Stage, ADA, BEN, CARL, MAX, NORA, OLIVIA, USDC},
    },
    crate::{
        amount::{show_count, show_part},
        error::Result,
        time::{show, show_day},
    },
    personal_token_core::{
        member::{capability, role},
        round::Terms,
        Error as Rule, DAY,
    },
    personal_token_sdk::{
        instruction::{
            RoundAccept, RoundCollect, RoundComplete, RoundDecline, RoundOpen, RoundRefund, RoundSettle,
            RoundSubscribe, RoundUndo, RoundWithdraw, StewardAppoint,
        },
        pda,
        state::Round,
        Address, Instruction,
    },
};

/// Quote units a share.
const PRICE: u64 = 2 * USDC;
/// New shares on offer.
const OFFERED: u64 = 1_000_000;
/// The only round.
const INDEX: u32 = 0;

pub async fn prepare(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Before Olivia raises again, the network prepares",
        "Nora's treasury opens a position, as a thousandth of new shares is the network's. Two stewards can help when a\n   key is lost; they cannot before they have been in office for 14 days.",
    );
    stage.send(&[application(stage, NORA, role::INVESTOR)], &[NORA]).await?;
    stage.send(&[admission(stage, NORA, NORA, role::INVESTOR)?], &[NORA]).await?;
    let instructions = opening(stage, NORA, stage.mint).await?;
    stage.send(&instructions, &[NORA]).await?;
    stage.books.fund(NORA, 0);
    for name in [ADA, BEN] {
        let (payer, member) = (wallet(NORA), stage.member(name).await?);
        let capabilities = capability::RECOVER;
        let appoint = StewardAppoint { payer, authority: payer, network: stage.network, member, capabilities };
        stage.send(&[appoint.instruction()], &[NORA]).await?;
    }
    stage.tell("✓ Nora is a member, with a position for the treasury\n✓ Ada and Ben are stewards who recover wallets");
    stage.check_everything().await
}

pub async fn announce(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Olivia announces a round: 1,000,000 new shares at 2.00",
        "Others hold shares, so they are given 7 days' notice. At least 1,000,000 has to come together.",
    );
    let terms = Terms {
        shares: OFFERED,
        price: PRICE,
        minimum_raise: 1_000_000 * USDC,
        minimum_subscription: 100_000,
        maximum_subscription: 600_000,
        delay: 0,
        duration: 30 * DAY,
        undo_window: DAY / 4,
        lock: 0,
    };
    let open = RoundOpen {
        payer: wallet(OLIVIA),
        owner: wallet(OLIVIA),
        owner_member: stage.member(OLIVIA).await?,
        network: stage.network,
        quote_mint: stage.quote_mint(),
        treasury: Some(wallet(NORA)),
        index: INDEX,
        terms,
    };
    stage.send(&[open.instruction()], &[OLIVIA]).await?;
    stage.escrow = Some(pda::escrow(address(stage)));
    let book = round(stage).await?.book;
    stage.tell(format!(
        "✓ it opens on {} and closes on {}; new shares are locked for 90 days",
        show(book.opens_at),
        show_day(book.closes_at)
    ));
    fund(stage, ADA, 1_200_000 * USDC).await?;
    let early = subscription(stage, ADA, 600_000).await?;
    stage.refused("Ada subscribes on the first day", early, ADA, Rule::RoundNotOpenYet).await?;
    stage.wait(7).await
}

pub async fn subscribe(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Three investors subscribe",
        "Their money waits in escrow; nobody can use it, and it is not Olivia's yet.",
    );
    fund(stage, BEN, 1_000_000 * USDC).await?;
    fund(stage, CARL, 1_000_000 * USDC).await?;
    for (name, shares) in [(ADA, 600_000), (BEN, 500_000), (CARL, 300_000)] {
        subscribed(stage, name, shares).await?;
    }
    Ok(())
}

async fn subscribed(stage: &mut Stage, name: &'static str, shares: u64) -> Result<()> {
    let instruction = subscription(stage, name, shares).await?;
    stage.send(&[instruction], &[name]).await?;
    let cost = shares * PRICE;
    stage.books.put_in_escrow(name, cost);
    stage.tell(format!("✓ {name}: {} shares for {}", show_count(shares), money(cost)));
    stage.check_everything().await
}

pub async fn decide(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Olivia accepts Ada and declines Ben; Carl thinks better of it",
        "An owner chooses who joins. Until he is accepted, an investor can always take his money back.",
    );
    let (owner, owner_member) = (wallet(OLIVIA), stage.member(OLIVIA).await?);
    accept(stage, ADA, 600_000).await?;
    stage.tell("✓ Ada is accepted");
    let member = stage.member(BEN).await?;
    let decline = RoundDecline { owner, owner_member, index: INDEX, member };
    stage.send(&[decline.instruction()], &[OLIVIA]).await?;
    refund(stage, BEN, 1_000_000 * USDC).await?;
    stage.tell("✓ Ben is declined; Max has him refunded, as anybody may");
    let withdraw = RoundWithdraw {
        wallet: wallet(CARL),
        member: stage.member(CARL).await?,
        mint: stage.mint,
        index: INDEX,
        rent_payer: wallet(CARL),
        quote_account: quote_account(stage, CARL),
    };
    stage.send(&[withdraw.instruction()], &[CARL]).await?;
    stage.books.take_from_escrow(CARL, 600_000 * USDC);
    stage.tell("✓ Carl withdraws");
    stage.check_everything().await?;
    let too_late = RoundWithdraw {
        wallet: wallet(ADA),
        member: stage.member(ADA).await?,
        mint: stage.mint,
        index: INDEX,
        rent_payer: wallet(ADA),
        quote_account: quote_account(stage, ADA),
    };
    stage.refused("Ada withdraws after she was accepted", too_late.instruction(), ADA, Rule::SubscriptionAccepted).await
}

pub async fn complete_and_undo(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Olivia completes the round, and undoes it",
        "A completion can be undone for six hours, twice at most; it frees everybody to withdraw.",
    );
    complete(stage).await?;
    stage.tell("✓ completed, with Ada alone: 1,200,000.00 USDC");
    let early = settlement(stage, ADA).await?;
    stage.refused("Max settles at once", early, MAX, Rule::UndoWindowOpen).await?;
    let (owner, owner_member) = (wallet(OLIVIA), stage.member(OLIVIA).await?);
    let undo = RoundUndo { owner, owner_member, index: INDEX };
    stage.send(&[undo.instruction()], &[OLIVIA]).await?;
    stage.tell("✓ undone: Carl has changed his mind again");
    subscribed(stage, CARL, 500_000).await?;
    accept(stage, CARL, 400_000).await?;
    stage.tell("✓ Carl is accepted in part, with 400,000 shares, as no more are left");
    Ok(())
}

pub async fn complete_again(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Olivia completes the round again",
        "From now until it is settled she deposits nothing: the new shares would have no part in it.",
    );
    let hasty = completion(stage).await?;
    stage.refused("Olivia completes at once", hasty, OLIVIA, Rule::RoundReopened).await?;
    stage.wait(1).await?;
    complete(stage).await?;
    stage.tell("✓ completed: 2,000,000.00 USDC");
    let sale = Sale { what: "Epsilon BV", proceeds: USDC, cost_basis: 0, net: false };
    let early = depositing(stage, &sale).await?;
    stage.refused("Olivia deposits a gain", early, OLIVIA, Rule::RoundUnsettled).await?;
    stage.wait(1).await
}

pub async fn settle(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Max settles both subscriptions",
        "Shares come into being in the same step in which their money becomes Olivia's. No account of anybody can stop it.",
    );
    for (name, shares, fee, back) in [(ADA, 600_000, 600, 0), (CARL, 400_000, 400, 200_000 * USDC)] {
        let instruction = settlement(stage, name).await?;
        stage.send(&[instruction], &[MAX]).await?;
        stage.books.issue(name, shares);
        stage.books.issue(NORA, fee);
        refund(stage, name, back).await?;
        let note = if back > 0 { format!(", and {} back", money(back)) } else { String::new() };
        stage.tell(format!("✓ {name}: {} shares{note}; the treasury {} on top", show_count(shares), show_count(fee)));
    }
    let collect = RoundCollect {
        wallet: None,
        owner_member: stage.member(OLIVIA).await?,
        index: INDEX,
        quote_account: quote_account(stage, OLIVIA),
    };
    stage.send(&[collect.instruction()], &[MAX]).await?;
    stage.books.take_from_escrow(OLIVIA, 2_000_000 * USDC);
    stage.check_everything().await?;
    let total = stage.books.total();
    let fee = stage.books.shares(NORA);
    stage.books.check(|| "the network's part of a million shares".to_owned(), fee, 1_000_u64);
    let part = |name| show_part(stage.books.shares(name), total);
    let line = format!(
        "Olivia is paid 2,000,000.00 USDC. Of {} shares she holds {}, Ada {}, Carl {}.",
        show_count(total),
        part(OLIVIA),
        part(ADA),
        part(CARL)
    );
    stage.tell(line);
    Ok(())
}

pub async fn deposit_afterwards(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "A gain of 11,001.00 after the round",
        "One thousand of the smallest units a share, the new ones included. Earlier gains stay with those who held then.",
    );
    let earlier = dues(stage);
    deposit(stage, Sale { what: "Zeta KG", proceeds: 11_001 * USDC, cost_basis: 0, net: false }).await?;
    let expected = [(OLIVIA, 9_700 * USDC), (ADA, 700 * USDC), (CARL, 500 * USDC), (BEN, 100 * USDC), (NORA, USDC)];
    expect(stage, "1,000 a share", &earlier, &expected);
    stage.check_everything().await
}

/// Money from outside for somebody.
pub async fn fund(stage: &mut Stage, name: &'static str, units: u64) -> Result<()> {
    stage.give(&wallet(name), units).await?;
    stage.books.fund(name, units);
    Ok(())
}

/// The canonical quote account of a name.
pub fn quote_account(stage: &Stage, name: &str) -> Address {
    pda::quote_account(wallet(name), stage.quote_mint())
}

fn address(stage: &Stage) -> Address {
    pda::round(pda::token(stage.mint), INDEX)
}

async fn round(stage: &Stage) -> Result<Round> {
    let found = stage.client.round(pda::token(stage.mint), INDEX).await?;
    found.map(|(_, round)| round).ok_or_else(|| broken("there is no round"))
}

async fn subscription(stage: &Stage, name: &str, shares: u64) -> Result<Instruction> {
    let subscribe = RoundSubscribe {
        payer: wallet(name),
        wallet: wallet(name),
        member: stage.member(name).await?,
        network: stage.network,
        mint: stage.mint,
        index: INDEX,
        source: quote_account(stage, name),
        shares,
    };
    Ok(subscribe.instruction())
}

async fn accept(stage: &mut Stage, name: &str, shares: u64) -> Result<()> {
    let (owner, owner_member) = (wallet(OLIVIA), stage.member(OLIVIA).await?);
    let member = stage.member(name).await?;
    let accept = RoundAccept { owner, owner_member, index: INDEX, member, shares };
    stage.send(&[accept.instruction()], &[OLIVIA]).await
}

async fn completion(stage: &Stage) -> Result<Instruction> {
    let complete = RoundComplete {
        owner: wallet(OLIVIA),
        owner_member: stage.member(OLIVIA).await?,
        network: stage.network,
        treasury: wallet(NORA),
        index: INDEX,
    };
    Ok(complete.instruction())
}

async fn complete(stage: &Stage) -> Result<()> {
    let instruction = completion(stage).await?;
    stage.send(&[instruction], &[OLIVIA]).await
}

async fn settlement(stage: &Stage, name: &str) -> Result<Instruction> {
    let settle = RoundSettle {
        network: stage.network,
        mint: stage.mint,
        index: INDEX,
        member: stage.member(name).await?,
        wallet: wallet(name),
        treasury: Some(wallet(NORA)),
    };
    Ok(settle.instruction())
}

/// Max has paid back what a subscription is owed.
async fn refund(stage: &mut Stage, name: &'static str, units: u64) -> Result<()> {
    let refund = RoundRefund {
        wallet: None,
        member: stage.member(name).await?,
        mint: stage.mint,
        index: INDEX,
        rent_payer: wallet(name),
        quote_account: quote_account(stage, name),
    };
    stage.send(&[refund.instruction()], &[MAX]).await?;
    stage.books.take_from_escrow(name, units);
    stage.check_everything().await
}
