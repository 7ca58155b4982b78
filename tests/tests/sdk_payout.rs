//! Payouts against the embedded ledger: everybody is paid, to the unit, once.

mod sdk;

use {
    personal_token_sdk::{
        core::proceeds::Payout,
        pda,
        rpc::{LookupTables, PayoutOptions, PayoutPlan, PayoutReport, Progress, RpcError},
        Address,
    },
    sdk::{key, Stage},
    solana_signer::Signer,
    std::{
        collections::BTreeMap,
        sync::atomic::{AtomicUsize, Ordering},
    },
};

/// A token with holders `h0`, `h1`, …, who have 1, 2, … thousand shares each.
async fn with_holders(count: u64) -> (Stage, Address) {
    let stage = Stage::founded().await;
    let mint = stage.token("ada").await;
    for index in 0..count {
        stage.holder(&holder(index), "ada", mint, (index + 1) * 1_000).await;
    }
    (stage, mint)
}

fn holder(index: u64) -> String {
    format!("h{index}")
}

async fn plan(stage: &Stage, mint: Address, lookup_tables: LookupTables) -> PayoutPlan {
    let options = PayoutOptions { lookup_tables, ..PayoutOptions::default() };
    stage.client.payout_plan(mint, &options).await.unwrap()
}

async fn run(stage: &Stage, plan: &PayoutPlan) -> PayoutReport {
    stage.client.pay_out(plan, &stage.payer, |_| ()).await.unwrap()
}

/// Quote units in everybody's account.
async fn balances(stage: &Stage, count: u64) -> BTreeMap<Address, u64> {
    let mut balances = BTreeMap::new();
    for name in (0..count).map(holder).chain(["ada".to_owned()]) {
        balances.insert(key(&name).pubkey(), stage.quote_of(&name).await);
    }
    balances
}

async fn vault(stage: &Stage, mint: Address) -> u64 {
    stage.client.token_account(pda::vault(mint)).await.unwrap().unwrap().amount
}

/// Units for everybody, thousandths of a share's part left over.
const DEPOSIT: u64 = 123_456_789;

#[tokio::test]
async fn a_hundred_holders_are_paid_to_the_unit() {
    let (stage, mint) = with_holders(99).await;
    stage.deposit("ada", mint, DEPOSIT).await;
    let table = stage.client.cap_table(mint).await.unwrap();
    let before = balances(&stage, 99).await;
    let plan = plan(&stage, mint, LookupTables::Never).await;
    assert_eq!((plan.due.len(), plan.skipped.len(), plan.transactions.len()), (100, 0, 8));

    let seen = AtomicUsize::new(0);
    let progress = |progress: Progress<'_>| match progress {
        Progress::Landed { of: 8, .. } => _ = seen.fetch_add(1, Ordering::Relaxed),
        other => panic!("{other:?}"),
    };
    let lamports = stage.client.rpc().get_balance(&stage.payer.pubkey()).await.unwrap();
    let report = stage.client.pay_out(&plan, &stage.payer, progress).await.unwrap();
    assert_eq!((report.paid.len(), report.signatures.len(), report.failed.len(), seen.into_inner()), (100, 8, 0, 8));
    assert_eq!(report.total(), plan.total());
    let after = stage.client.rpc().get_balance(&stage.payer.pubkey()).await.unwrap();
    assert_eq!(lamports - after, plan.cost.fee_lamports, "the payer paid the fees and nothing else");

    let paid = balances(&stage, 99).await;
    for row in &table.rows {
        assert_eq!(paid[&row.wallet] - before[&row.wallet], row.claimable, "{}", row.wallet);
        // The plain quotient, by hand.
        let share = u128::from(DEPOSIT) * u128::from(row.shares) / u128::from(table.total);
        assert_eq!(u128::from(row.claimable), share);
    }
    assert_eq!(u128::from(vault(&stage, mint).await), u128::from(DEPOSIT) - report.total());

    // Nobody is due any more, and the old plan pays nobody twice.
    let again = self::plan(&stage, mint, LookupTables::Never).await;
    assert!(again.due.is_empty() && again.transactions.is_empty());
    let report = run(&stage, &plan).await;
    assert_eq!(report.failed.len(), 0);
    assert_eq!(balances(&stage, 99).await, paid);
    assert_eq!(run(&stage, &again).await.signatures.len(), 0);
}

#[tokio::test]
async fn tables_are_built_once_and_used_again() {
    let (stage, mint) = with_holders(99).await;
    stage.deposit("ada", mint, DEPOSIT).await;
    let first = plan(&stage, mint, LookupTables::Always).await;
    assert_eq!((first.transactions.len(), first.cost.without_tables), (4, 8));
    assert_eq!((first.cost.table_transactions, first.cost.tables_pay_off_after()), (8, Some(2)));
    let before = balances(&stage, 99).await;
    let report = run(&stage, &first).await;
    assert_eq!((report.paid.len(), report.failed.len(), report.signatures.len()), (100, 0, 12), "{report:?}");
    let paid = balances(&stage, 99).await;
    for row in &first.due {
        assert_eq!(paid[&row.wallet] - before[&row.wallet], row.amount);
    }

    let payer = stage.payer.pubkey();
    let tables = stage.client.lookup_tables(mint, payer).await.unwrap();
    assert_eq!(tables.iter().map(|table| table.addresses.len()).collect::<Vec<_>>(), [203]);
    let table = stage.client.rpc().get_account(&tables[0].key).await.unwrap();
    assert_eq!(table.lamports, first.cost.table_rent_lamports, "the rent is what was announced");

    // The second payout finds them. One holder is new; he fits in without.
    stage.holder("late", "ada", mint, 5_000).await;
    stage.deposit("ada", mint, DEPOSIT).await;
    let second = plan(&stage, mint, LookupTables::Auto(tables)).await;
    assert_eq!((second.due.len(), second.transactions.len(), second.cost.missing_pairs), (101, 4, 1));
    let report = run(&stage, &second).await;
    assert_eq!((report.paid.len(), report.failed.len(), report.signatures.len()), (101, 0, 4));

    // The third one puts him into the table that there is.
    stage.deposit("ada", mint, DEPOSIT).await;
    let third = plan(&stage, mint, LookupTables::Always).await;
    let report = run(&stage, &third).await;
    assert_eq!((report.paid.len(), report.signatures.len()), (101, 1 + 4));
    let tables = stage.client.lookup_tables(mint, payer).await.unwrap();
    assert_eq!(tables.iter().map(|table| table.addresses.len()).collect::<Vec<_>>(), [205]);
    assert!(plan(&stage, mint, LookupTables::Auto(tables)).await.due.is_empty());
}

/// 29 holders in one transaction, and what a holder costs.
#[tokio::test]
async fn twenty_nine_holders_in_one_transaction() {
    use personal_token_sdk::{instruction::ProceedsDistribute, rpc::Sending};
    let (stage, mint) = with_holders(28).await;
    stage.deposit("ada", mint, DEPOSIT).await;
    let plan = plan(&stage, mint, LookupTables::Always).await;
    assert_eq!((plan.due.len(), plan.transactions.len()), (29, 1));
    let pairs = plan.transactions[0].clone();
    let sending = Sending::default();
    let lookup_tables = stage.client.build_tables(mint, &pairs, &stage.payer, &sending, |_, _, _| ()).await.unwrap();
    let sending = Sending { lookup_tables, ..sending };
    let distribute = ProceedsDistribute { mint, pairs }.instruction();
    let prepared = stage.client.prepare(&[distribute], &stage.payer.pubkey(), &sending).await.unwrap();
    let per_holder = prepared.units / 29;
    println!("{} units for 29 holders: {per_holder} each", prepared.units);
    assert!(per_holder <= 1_000);
    stage.client.send(prepared, &[&stage.payer]).await.unwrap();
    assert!(self::plan(&stage, mint, LookupTables::Never).await.due.is_empty());
}

#[tokio::test]
async fn who_cannot_be_paid_is_named_and_stays_owed() {
    let (stage, mint) = with_holders(5).await;
    stage.close_quote_account("h0").await;
    stage.give_quote_account_away("h1").await;
    stage.deposit("ada", mint, DEPOSIT).await;
    let first = plan(&stage, mint, LookupTables::default()).await;
    let reasons = |skipped: &[(personal_token_sdk::rpc::PayoutRow, Payout)]| -> BTreeMap<Address, Payout> {
        skipped.iter().map(|(row, reason)| (row.wallet, *reason)).collect()
    };
    let [h0, h1, h2, h3] = ["h0", "h1", "h2", "h3"].map(|name| key(name).pubkey());
    let expected = BTreeMap::from([(h0, Payout::QuoteAccountMissing), (h1, Payout::QuoteAccountForeign)]);
    assert_eq!(reasons(&first.skipped), expected);
    assert_eq!(first.due.len(), 4);

    // Two more go between plan and payout: the program skips them, and the report says so.
    stage.close_quote_account("h2").await;
    stage.give_quote_account_away("h3").await;
    let seen = AtomicUsize::new(0);
    let progress = |progress: Progress<'_>| {
        if let Progress::Landed { paid: 2, skipped, .. } = progress {
            seen.store(skipped, Ordering::Relaxed);
        }
    };
    let report = stage.client.pay_out(&first, &stage.payer, progress).await.unwrap();
    assert_eq!((report.paid.len(), report.failed.len(), seen.into_inner()), (2, 0, 2));
    let expected = BTreeMap::from([
        (h0, Payout::QuoteAccountMissing),
        (h1, Payout::QuoteAccountForeign),
        (h2, Payout::QuoteAccountMissing),
        (h3, Payout::QuoteAccountForeign),
    ]);
    assert_eq!(reasons(&report.skipped), expected);

    // Whoever opens his account again is paid what he was owed all the time.
    stage.ledger.faucet_quote(&h0, 1).unwrap();
    let second = plan(&stage, mint, LookupTables::default()).await;
    assert_eq!(second.due.iter().map(|row| row.wallet).collect::<Vec<_>>(), [h0]);
    run(&stage, &second).await;
    assert_eq!(stage.quote_of("h0").await, 1 + second.due[0].amount);
}

/// Stopped after the first transactions, and planned again.
#[tokio::test]
async fn an_interrupted_payout_is_taken_up() {
    let (stage, mint) = with_holders(59).await;
    stage.deposit("ada", mint, DEPOSIT).await;
    let options = PayoutOptions { in_flight: 2, lookup_tables: LookupTables::Never, ..PayoutOptions::default() };
    let first = stage.client.payout_plan(mint, &options).await.unwrap();
    assert_eq!(first.transactions.len(), 5);
    let before = balances(&stage, 59).await;

    // What crashes in the middle is dropped where it stands, with two transactions landed and two more on their way.
    let (client, crashing) = (stage.client.clone(), first.clone());
    let run_until_crash = tokio::spawn(async move {
        let progress = |progress: Progress<'_>| assert!(!matches!(progress, Progress::Landed { done: 2, .. }));
        client.pay_out(&crashing, &key("payer"), progress).await
    });
    assert!(run_until_crash.await.unwrap_err().is_panic());

    let second = plan(&stage, mint, LookupTables::Never).await;
    let left = second.due.len();
    assert!((8..=34).contains(&left), "{left} of 60 are left");
    assert_eq!(second.total() + paid_since(&before, &balances(&stage, 59).await), first.total());
    let report = run(&stage, &second).await;
    assert_eq!((report.paid.len(), report.failed.len()), (left, 0));
    let after = balances(&stage, 59).await;
    for row in &first.due {
        assert_eq!(after[&row.wallet] - before[&row.wallet], row.amount);
    }
    assert!(plan(&stage, mint, LookupTables::Never).await.due.is_empty());
}

fn paid_since(before: &BTreeMap<Address, u64>, after: &BTreeMap<Address, u64>) -> u128 {
    after.iter().map(|(wallet, amount)| u128::from(amount - before[wallet])).sum()
}

/// Two people run the same plan at once, and a deposit comes in between.
#[tokio::test]
async fn two_at_once_pay_nobody_twice() {
    let (stage, mint) = with_holders(30).await;
    stage.deposit("ada", mint, DEPOSIT).await;
    let plan = plan(&stage, mint, LookupTables::Never).await;
    let before = balances(&stage, 30).await;
    let other = key("other payer");
    stage.ledger.airdrop(&other.pubkey(), 1_000_000_000).unwrap();
    let (one, two) =
        tokio::join!(stage.client.pay_out(&plan, &stage.payer, |_| ()), stage.client.pay_out(&plan, &other, |_| ()),);
    assert_eq!((one.unwrap().failed.len(), two.unwrap().failed.len()), (0, 0));
    let after = balances(&stage, 30).await;
    assert_eq!(paid_since(&before, &after), plan.total());

    stage.deposit("ada", mint, 1_000_000).await;
    let next = self::plan(&stage, mint, LookupTables::Never).await;
    stage.deposit("ada", mint, 1_000_000).await;
    let report = run(&stage, &next).await;
    assert_eq!(report.failed.len(), 0);
    assert!(self::plan(&stage, mint, LookupTables::Never).await.due.is_empty(), "the later deposit was paid as well");
}

#[tokio::test]
async fn a_payer_without_money_fails_every_transaction_and_nothing_else() {
    let (stage, mint) = with_holders(20).await;
    stage.deposit("ada", mint, DEPOSIT).await;
    let plan = plan(&stage, mint, LookupTables::Never).await;
    let report = stage.client.pay_out(&plan, &key("poor"), |_| ()).await.unwrap();
    assert_eq!((report.paid.len(), report.signatures.len(), report.failed.len()), (0, 0, 2));
    assert_eq!(report.failed.iter().map(|failure| failure.rows.len()).sum::<usize>(), 21);
    assert!(report.failed.iter().all(|failure| matches!(failure.error, RpcError::Rejected { .. })));
    assert_eq!(vault(&stage, mint).await, DEPOSIT);
}

#[tokio::test]
async fn only_some() {
    let (stage, mint) = with_holders(4).await;
    stage.deposit("ada", mint, DEPOSIT).await;
    let only = Some(vec![key("h1").pubkey(), key("h3").pubkey()]);
    let options = PayoutOptions { only, ..PayoutOptions::default() };
    let plan = stage.client.payout_plan(mint, &options).await.unwrap();
    assert_eq!(run(&stage, &plan).await.paid.len(), 2);
    assert_eq!(self::plan(&stage, mint, LookupTables::Never).await.due.len(), 3);
}
