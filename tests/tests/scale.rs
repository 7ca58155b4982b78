//! Payouts to five hundred holders: what they take, that they add up, and that no interruption pays anybody twice.
//!
//! The same with 10,000 and 100,000 is `cargo run --release -p personal-token-tests --bin scale`; see docs/scale.md.

#[path = "../src/bin/scale/crowd.rs"]
mod crowd;
#[path = "scale/cut.rs"]
mod cut;
#[path = "../src/bin/scale/populate.rs"]
mod populate;
mod sdk;

use {
    crowd::{holder, Crowd, Figures, OWNER, PATTERN},
    cut::{Cut, When},
    personal_token_sdk::{
        core::proceeds::Payout,
        pda,
        rpc::{LookupTables, Outlook, PayoutOptions, PayoutReport},
        state::{Position, DISCRIMINATOR_SPACE},
        Address,
    },
    personal_token_tests::SHARES,
    sdk::{key, Stage},
    solana_signer::Signer,
    std::{collections::BTreeMap, mem::offset_of},
};

/// Units for everybody, and fractions left over: it is prime.
const DEPOSIT: u64 = 123_456_789_011;
const HOLDERS: usize = 500;
/// The owner is one of those who are paid.
const DUE: usize = HOLDERS + 1;
const SIGNATURE_FEE: u64 = 5_000;

fn options(lookup_tables: LookupTables) -> PayoutOptions {
    PayoutOptions { lookup_tables, in_flight: 16, ..PayoutOptions::default() }
}

/// Tables if twelve payouts are cheaper with them.
fn by_cost() -> PayoutOptions {
    options(LookupTables::ByCost(Outlook { payouts: 12, ..Outlook::default() }))
}

async fn run(crowd: &Crowd, options: &PayoutOptions) -> PayoutReport {
    let plan = crowd.plan(options).await;
    let report = crowd.stage.client.pay_out(&plan, &crowd.stage.payer, |_| ()).await.unwrap();
    assert!(report.failed.is_empty(), "{:?}", report.failed.first());
    report
}

fn gained(before: &BTreeMap<Address, u64>, after: &BTreeMap<Address, u64>) -> u128 {
    after.iter().map(|(wallet, amount)| u128::from(amount.checked_sub(before[wallet]).unwrap())).sum()
}

/// What is written for a holder is what the program writes, to the byte.
#[tokio::test]
async fn written_holders_are_like_real_ones() {
    let [real, written] = [true, false].map(|is_real| async move {
        let stage = Stage::founded().await;
        let mint = stage.token(OWNER).await;
        stage.holder(PATTERN, OWNER, mint, 1_000).await;
        let (pattern, new) = (holder(PATTERN, 1_000), holder("new", 7));
        match is_real {
            true => stage.holder("new", OWNER, mint, 7).await,
            false => populate::write(&stage.ledger, stage.network, mint, key(OWNER).pubkey(), &pattern, &[new]),
        }
        let owner = holder(OWNER, 0);
        let of = |holder| populate::accounts_of(stage.network, mint, stage.quote_mint(), &holder);
        let addresses = [&of(new)[..], &of(pattern), &of(owner), &[mint, pda::token(mint), pda::vault(mint)]].concat();
        let accounts = addresses.iter().map(|address| stage.ledger.with_svm(|svm| svm.get_account(address)));
        addresses.iter().copied().zip(accounts).collect::<Vec<_>>()
    });
    let (real, written) = (real.await, written.await);
    assert_eq!(real.len(), 18);
    for ((address, real), (_, written)) in real.into_iter().zip(written) {
        assert!(real.is_some(), "{address} does not exist");
        assert_eq!(real, written, "{address}");
    }
}

#[tokio::test]
async fn thirteen_a_transaction_then_twenty_nine() {
    let crowd = Crowd::gathered(HOLDERS).await;
    let payer = crowd.stage.payer.pubkey();
    let lamports = || crowd.stage.ledger.with_svm(|svm| svm.get_balance(&payer).unwrap());
    crowd.deposit(DEPOSIT).await;
    let (before, had) = (crowd.balances(), lamports());
    let plan = crowd.plan(&options(LookupTables::Never)).await;
    let report = crowd.stage.client.pay_out(&plan, &crowd.stage.payer, |_| ()).await.unwrap();
    let after = crowd.balances();
    for holder in &crowd.holders {
        let quotient = u128::from(DEPOSIT) * u128::from(holder.shares) / u128::from(SHARES);
        assert_eq!(u128::from(after[&holder.wallet] - before[&holder.wallet]), quotient);
    }
    assert_eq!((report.paid.len(), gained(&before, &after)), (DUE, plan.total()));
    assert_eq!(u128::from(DEPOSIT - crowd.vault()), plan.total());
    let figures = crowd.figures(&report.signatures).await;
    check(&figures, DUE.div_ceil(13));
    assert_eq!(had - lamports(), figures.fee_lamports);
    // The same plan once more pays nobody.
    crowd.stage.client.pay_out(&plan, &crowd.stage.payer, |_| ()).await.unwrap();
    assert_eq!(crowd.balances(), after);

    // Twelve payouts are cheaper with tables: they are built before the second, and the third finds them.
    crowd.deposit(DEPOSIT).await;
    let (before, had) = (crowd.balances(), lamports());
    let plan = crowd.plan(&by_cost()).await;
    assert!(plan.builds_tables);
    let report = crowd.stage.client.pay_out(&plan, &crowd.stage.payer, |_| ()).await.unwrap();
    let figures = crowd.figures(&report.signatures).await;
    // 126 pairs a table beside the token, its vault and the token program; 27 addresses a transaction.
    let tables = |pairs: usize| (pairs / 126) * 255_usize.div_ceil(27) + (3 + pairs % 126 * 2).div_ceil(27);
    assert_eq!(plan.cost.table_transactions, tables(DUE));
    check(&figures, tables(DUE) + DUE.div_ceil(29));
    assert_eq!(had - lamports(), figures.fee_lamports + plan.cost.table_rent_lamports);
    assert_eq!(gained(&before, &crowd.balances()), plan.total());

    crowd.deposit(DEPOSIT).await;
    let before = crowd.balances();
    let known = crowd.stage.client.lookup_tables(crowd.mint, payer).await.unwrap();
    assert_eq!(known.len(), DUE.div_ceil(126));
    let outlook = Outlook { known, payouts: 11, rent_basis_points: 0 };
    let report = run(&crowd, &options(LookupTables::ByCost(outlook))).await;
    check(&crowd.figures(&report.signatures).await, DUE.div_ceil(29));
    assert_eq!(gained(&before, &crowd.balances()), report.total());

    // The rent comes back: all of it, after the tables have cooled down.
    let (mut had, rent) = (lamports(), plan.cost.table_rent_lamports);
    for (minutes, closed, back) in [(0, 0, 0), (1, 0, 0), (5, 4, rent), (0, 0, 0)] {
        let ledger = &crowd.stage.ledger;
        ledger.warp_to(ledger.now() + minutes * 60).unwrap();
        let sending = Default::default();
        let report = crowd.stage.client.close_tables(crowd.mint, &crowd.stage.payer, &sending).await.unwrap();
        assert_eq!((report.closed, report.rent_lamports), (closed, back), "after {minutes} minutes");
        let fees = crowd.figures(&report.signatures).await.fee_lamports;
        assert_eq!(lamports(), had + back - fees);
        had = lamports();
    }
}

fn check(figures: &Figures, transactions: usize) {
    let transactions = u64::try_from(transactions).unwrap();
    assert_eq!(figures.transactions, transactions);
    assert_eq!(figures.fee_lamports, transactions * SIGNATURE_FEE);
    assert!(figures.most_bytes <= 1_232 && figures.most_units <= 1_400_000, "{figures:?}");
}

/// The process ends after any number of requests to the node, before or after the last of them was carried out. Planned
/// again each time, it pays everybody what he was owed, once.
#[tokio::test]
async fn killed_at_any_request_nobody_is_paid_twice() {
    let crowd = Crowd::gathered(60).await;
    // Five transactions of four requests each; three, once the interrupted runs have built the tables among them.
    // To find them takes two more.
    for (tables, requests) in [(LookupTables::Never, 5 * 4), (LookupTables::Always, 2 + 3 * 4)] {
        let mut finished = false;
        // Until one run gets through without being cut.
        for (after, when) in (1..).flat_map(|after| [(after, When::Before), (after, When::After)]) {
            crowd.deposit(DEPOSIT).await;
            let before = crowd.balances();
            let total = crowd.plan(&options(tables.clone())).await.total();
            let four_at_once = PayoutOptions { in_flight: 4, ..options(tables.clone()) };
            finished = one_cut(&crowd, &four_at_once, after, when).await.is_some();
            let left = crowd.plan(&options(LookupTables::Never)).await;
            assert_eq!(gained(&before, &crowd.balances()) + left.total(), total, "cut {when:?} request {after}");
            run(&crowd, &options(LookupTables::Never)).await;
            assert_eq!(gained(&before, &crowd.balances()), total, "cut {when:?} request {after}");
            if finished {
                assert_eq!(after, requests + 1, "the first number of requests that is not reached");
                break;
            }
        }
        assert!(finished);
    }
}

/// Killed again and again until everybody is paid. A transaction takes four requests, of which the third sends it; `every`
/// is such that whatever the order of those in flight, one is sent before the end, so that each run pays somebody.
#[tokio::test]
async fn killed_at_every_kth_request_until_it_is_done() {
    let crowd = Crowd::gathered(HOLDERS).await;
    for (every, in_flight) in [(5, 1), (17, 4), (64, 4)] {
        let options = PayoutOptions { in_flight, ..options(LookupTables::Never) };
        crowd.deposit(DEPOSIT).await;
        let before = crowd.balances();
        let total = crowd.plan(&by_cost()).await.total();
        let (mut cuts, mut owed) = (0, total);
        while one_cut(&crowd, &options, every, When::After).await.is_none() {
            cuts += 1;
            let left = crowd.plan(&options).await.total();
            assert_eq!(gained(&before, &crowd.balances()) + left, total, "cut {cuts} of every {every}");
            assert!(left < owed, "cut {cuts} of every {every} paid nobody");
            owed = left;
        }
        assert!(cuts > 1, "{cuts} cuts");
        assert_eq!(gained(&before, &crowd.balances()), total);
        assert!(crowd.plan(&by_cost()).await.due.is_empty());
    }
}

/// Plans and pays, and is dropped at the request `after`; the report, if it got through.
async fn one_cut(crowd: &Crowd, options: &PayoutOptions, after: usize, when: When) -> Option<PayoutReport> {
    let plan = crowd.plan(options).await;
    let cut = Cut::new(&crowd.stage.ledger, after, when);
    let client = cut.client();
    tokio::select! {
        biased;
        () = cut.reached() => None,
        report = client.pay_out(&plan, &crowd.stage.payer, |_| ()) => Some(report.unwrap()),
    }
}

#[tokio::test]
async fn who_is_skipped_is_named_with_the_reason_and_stays_owed() {
    let crowd = Crowd::gathered(HOLDERS).await;
    crowd.deposit(DEPOSIT).await;
    let quote = |wallet| pda::quote_account(wallet, crowd.stage.quote_mint());
    let ledger = &crowd.stage.ledger;
    let edit = |address: Address, offset: usize, bytes: &[u8]| {
        ledger.with_svm(|svm| {
            let mut account = svm.get_account(&address).unwrap();
            account.data[offset..][..bytes.len()].copy_from_slice(bytes);
            svm.set_account(address, account).unwrap();
        });
    };
    let mut expected = BTreeMap::new();
    for (number, one) in crowd.holders.iter().enumerate().filter(|(number, _)| number % 9 == 4) {
        let reason = match number % 4 {
            0 => {
                ledger.with_svm(|svm| svm.set_account(quote(one.wallet), Default::default())).unwrap();
                Payout::QuoteAccountMissing
            }
            1 => {
                edit(quote(one.wallet), 32, key("a thief").pubkey().as_ref());
                Payout::QuoteAccountForeign
            }
            2 => {
                edit(quote(one.wallet), 108, &[2]);
                Payout::QuoteAccountFrozen
            }
            _ => {
                let marked = DISCRIMINATOR_SPACE + offset_of!(Position, held_until);
                edit(pda::position_of(one.wallet, crowd.mint), marked, &i64::MAX.to_le_bytes());
                Payout::Held
            }
        };
        expected.insert(one.wallet, reason);
    }
    assert_eq!(expected.len(), 56);
    for tables in [LookupTables::Never, LookupTables::Always] {
        let report = run(&crowd, &options(tables)).await;
        let skipped: BTreeMap<_, _> = report.skipped.iter().map(|(row, reason)| (row.wallet, *reason)).collect();
        assert_eq!(skipped, expected);
        for (row, _) in &report.skipped {
            let shares = crowd.holders.iter().find(|one| one.wallet == row.wallet).unwrap().shares;
            assert_eq!(u128::from(row.amount), u128::from(DEPOSIT) * u128::from(shares) / u128::from(SHARES));
        }
    }
    let book = crowd.stage.client.cap_table(crowd.mint).await.unwrap();
    assert_eq!(book.rows.iter().filter(|row| row.claimable > 0).count(), 56);
    assert_eq!(book.rows.iter().map(|row| row.shares).sum::<u64>(), SHARES);
    assert_eq!(book.rows.iter().filter(|row| row.marked_until.is_some()).count(), 14);
}
