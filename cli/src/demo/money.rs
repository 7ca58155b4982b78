//! Proceeds come in and are paid.

use {
    super::{
        broken,
        stage::{document, key, money, name_of, wallet, Stage, ADA, BEN, CARL, MAX, OLIVIA, USDC},
    },
    crate::{
        error::Result,
        text::{table, Align},
    },
    personal_token_core::{calendar::year_of, proceeds::Source},
    personal_token_sdk::{
        instruction::{ProceedsClaim, ProceedsDeposit},
        pda,
        rpc::PayoutOptions,
        Instruction,
    },
};

/// A sale of equity.
pub struct Sale {
    pub what: &'static str,
    pub proceeds: u64,
    pub cost_basis: u64,
    pub net: bool,
}

/// Olivia receives the money of a sale and deposits the gain.
pub async fn deposit(stage: &mut Stage, sale: Sale) -> Result<u64> {
    let owner = wallet(OLIVIA);
    let token = stage.token().await?;
    stage.give(&owner, sale.proceeds).await?;
    stage.books.fund(OLIVIA, sale.proceeds);
    let deposit = depositing(stage, &sale).await?;
    stage.send(&[deposit], &[OLIVIA]).await?;
    let gain = sale.proceeds - sale.cost_basis;
    let left = stage.books.deposit(OLIVIA, gain, sale.net);
    let record = pda::distribution(pda::token(stage.mint), token.distributions);
    let records = stage.client.distributions(pda::token(stage.mint)).await?;
    let (_, record) = records.iter().find(|(address, _)| *address == record).ok_or_else(|| broken("no record"))?;
    stage.books.check(|| format!("the gain on record for {}", sale.what), record.gross, gain);
    stage.books.check(|| format!("the part kept of {}", sale.what), record.retained, gain - left);
    Ok(gain)
}

/// The deposit of a sale's gain.
pub async fn depositing(stage: &Stage, sale: &Sale) -> Result<Instruction> {
    let owner = wallet(OLIVIA);
    let (token, quote_mint) = (stage.token().await?, stage.quote_mint());
    let deposit = ProceedsDeposit {
        payer: owner,
        owner,
        owner_member: token.owner,
        mint: stage.mint,
        source: pda::quote_account(owner, quote_mint),
        net: sale.net,
        index: token.distributions,
        kind: Source::CompanyEquity,
        year: u16::try_from(year_of(stage.now().await?)).map_err(|_| broken("the year"))?,
        proceeds: sale.proceeds,
        cost_basis: sale.cost_basis,
        asset_hash: document(sale.what),
        evidence_hash: document("the bank's statement"),
    };
    Ok(deposit.instruction())
}

/// Says what each can claim, and compares the published numbers.
pub fn expect(stage: &mut Stage, vector: &str, earlier: &[(&'static str, u64)], expected: &[(&'static str, u64)]) {
    let before = |name| earlier.iter().find(|(other, _)| *other == name).map_or(0, |(_, due)| *due);
    for (name, units) in expected {
        let credited = stage.books.due(name) - before(*name);
        stage.books.check(|| format!("{vector}, {name}"), credited, *units);
    }
    let parts: Vec<String> = expected.iter().map(|(name, units)| format!("{name} {}", money(*units))).collect();
    stage.tell(format!("✓ credited: {}", parts.join(", ")));
}

pub fn dues(stage: &Stage) -> Vec<(&'static str, u64)> {
    stage.books.people().into_iter().map(|name| (name, stage.books.due(name))).collect()
}

pub async fn eighty_fifteen_five(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Olivia sells shares of a company and deposits the gain of 10,000",
        "80 %, 15 % and 5 % of it belong to the three holders. Her wages are nobody's business.",
    );
    let earlier = dues(stage);
    let sale = Sale { what: "Alpha Ltd", proceeds: 10_000 * USDC, cost_basis: 0, net: false };
    deposit(stage, sale).await?;
    expect(stage, "80/15/5", &earlier, &[(OLIVIA, 8_000 * USDC), (ADA, 1_500 * USDC), (BEN, 500 * USDC)]);
    stage.check_everything().await?;

    let claim = ProceedsClaim {
        mint: stage.mint,
        position: pda::position_of(wallet(ADA), stage.mint),
        quote_account: pda::quote_account(wallet(ADA), stage.quote_mint()),
        holder: None,
    };
    stage.send(&[claim.instruction()], &[ADA]).await?;
    let paid = stage.books.pay(ADA);
    stage.tell(format!("✓ Ada claims {}; the others leave theirs in the vault, for as long as they like", money(paid)));
    stage.check_everything().await
}

pub async fn bought_and_sold(stage: &mut Stage) -> Result<()> {
    stage.scene("Bought for 10,000, sold for 15,000", "Only the gain is shared: 5,000.");
    let earlier = dues(stage);
    let sale = Sale { what: "Beta Inc", proceeds: 15_000 * USDC, cost_basis: 10_000 * USDC, net: false };
    let gain = deposit(stage, sale).await?;
    stage.books.check(|| "the pool".to_owned(), gain, 5_000 * USDC);
    expect(stage, "5,000", &earlier, &[(OLIVIA, 4_000 * USDC), (ADA, 750 * USDC), (BEN, 250 * USDC)]);
    stage.check_everything().await
}

pub async fn five_percent(stage: &mut Stage) -> Result<()> {
    stage.scene("A gain of 100,000", "Ben's 5 % of it are 5,000.");
    let earlier = dues(stage);
    let sale = Sale { what: "Gamma AG", proceeds: 100_000 * USDC, cost_basis: 0, net: false };
    deposit(stage, sale).await?;
    expect(stage, "5 % of 100,000", &earlier, &[(BEN, 5_000 * USDC)]);
    stage.check_everything().await
}

pub async fn three_holders(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "The big one: 3,000,000, deposited net",
        "Net, Olivia keeps her own 97 % instead of depositing and claiming it. Each 1 % is 30,000.",
    );
    let earlier = dues(stage);
    let sale = Sale { what: "Delta SA", proceeds: 3_000_000 * USDC, cost_basis: 0, net: true };
    deposit(stage, sale).await?;
    let part = 30_000 * USDC;
    expect(stage, "three holders", &earlier, &[(ADA, part), (BEN, part), (CARL, part), (OLIVIA, 0)]);
    stage.check_everything().await
}

pub async fn odd_amount(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "The last instalment of that sale, an odd amount: 1.000003",
        "One per cent of it is 10,000.03 of the smallest units. The 0.03 are not lost: they stay owed.",
    );
    let earlier = dues(stage);
    let sale = Sale { what: "the last instalment for Delta SA", proceeds: 1_000_003, cost_basis: 0, net: false };
    deposit(stage, sale).await?;
    expect(stage, "1.000003", &earlier, &[(ADA, 10_000), (BEN, 10_000), (CARL, 10_000), (OLIVIA, 970_002)]);
    stage.check_everything().await
}

pub async fn pay_everybody(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Max has everybody paid in one transaction",
        "Payouts need nobody's permission: money can only go where it is owed.",
    );
    let plan = stage
        .client
        .payout_plan(stage.mint, &PayoutOptions { sending: stage.sending(), ..PayoutOptions::default() })
        .await?;
    let report = stage.client.pay_out(&plan, &key(MAX), |_| {}).await?;
    if !report.failed.is_empty() || !report.skipped.is_empty() {
        return Err(broken("a payout failed"));
    }
    let mut rows = Vec::new();
    for row in &report.paid {
        let name = stage.books.people().into_iter().find(|name| wallet(name) == row.wallet);
        let name = name.ok_or_else(|| broken("somebody unknown was paid"))?;
        let expected = stage.books.pay(name);
        stage.books.check(|| format!("the payout of {name}"), row.amount, expected);
        rows.push(vec![name_of(row.wallet), money(row.amount)]);
    }
    stage.tell(table(&[("Holder", Align::Left), ("Paid now", Align::Right)], &rows));
    stage.check_everything().await
}

pub fn payout_table(stage: &mut Stage) -> Result<()> {
    stage.scene("What everybody got, in all", "Paid out, or kept in a net deposit.");
    let mut rows = Vec::new();
    let mut sum = 0;
    for name in [OLIVIA, ADA, BEN, CARL] {
        let received = stage.books.received(name);
        sum += received;
        rows.push(vec![name.to_owned(), money(received), money(stage.books.due(name))]);
    }
    rows.push(vec!["Total".to_owned(), money(sum), String::new()]);
    let deposited = stage.books.deposited();
    stage.tell(table(&[("Holder", Align::Left), ("Received", Align::Right), ("Still due", Align::Right)], &rows));
    stage.tell(format!(
        "Gains of {} in all; the vault keeps {}, which are fractions of a unit that are owed still.",
        money(deposited),
        money(stage.books.vault())
    ));
    Ok(())
}
