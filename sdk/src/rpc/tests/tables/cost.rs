//! Whether tables are built, by what the payouts to come cost.

use super::*;

fn by_cost(payouts: u32, rent_basis_points: u16) -> PayoutOptions {
    let outlook = Outlook { known: Vec::new(), payouts, rent_basis_points };
    PayoutOptions { lookup_tables: LookupTables::ByCost(outlook), ..PayoutOptions::default() }
}

#[tokio::test]
async fn building_is_chosen_by_cost() {
    let node = node_for(100);
    // 8 transactions without tables, 4 with; 8 to build one table, one to deactivate and one to close it.
    const RENT: u64 = (128 + 56 + 203 * 32) * 5_080;
    for (payouts, rent, as_is, built, pays) in [
        (0, 0, 0, 50_000, false),
        (1, 0, 40_000, 70_000, false),
        (2, 0, 80_000, 90_000, false),
        (3, 0, 120_000, 110_000, true),
        (12, 0, 480_000, 290_000, true),
        // A thousandth of the rent, rounded up.
        (3, 10, 120_000, 110_000 + RENT.div_ceil(1_000), false),
        (4, 10, 160_000, 130_000 + RENT.div_ceil(1_000), false),
        (5, 10, 200_000, 150_000 + RENT.div_ceil(1_000), true),
        (12, 10_000, 480_000, 290_000 + RENT, false),
    ] {
        let options = by_cost(payouts, rent);
        let plan = plan(&node, &options).await;
        let LookupTables::ByCost(outlook) = &options.lookup_tables else { unreachable!() };
        let balance = plan.cost.balance(outlook);
        assert_eq!((balance.as_is_lamports, balance.built_lamports), (as_is, built), "{payouts} at {rent}");
        assert_eq!((balance.pays_off(), plan.builds_tables), (pays, pays), "{payouts} at {rent}");
        let transactions = if pays { (4, 20_000) } else { (8, 40_000) };
        assert_eq!((plan.cost.transactions, plan.cost.fee_lamports), transactions);
        assert_eq!(plan.transactions.len(), transactions.0);
    }
    let cost = plan(&node, &by_cost(1, 0)).await.cost;
    assert_eq!((cost.pays_off_from(0), cost.pays_off_from(10)), (Some(3), Some(5)));
}

/// A priority fee makes each transaction dearer by its compute units, which tables do not save much of.
#[tokio::test]
async fn a_priority_fee_counts() {
    let node = node_for(100);
    let sending = Sending { compute_unit_price: 1_000_000, ..Sending::default() };
    let plan = plan(&node, &PayoutOptions { sending, ..by_cost(3, 0) }).await;
    let cost = plan.cost;
    assert_eq!(cost.known_fee_lamports, 8 * 15_000 + 100_000);
    assert_eq!(cost.complete_fee_lamports, 4 * 15_000 + 100_000);
    assert_eq!((cost.table_fee_lamports, cost.pays_off_from(0)), (10 * 15_000, Some(3)));
}

#[tokio::test]
async fn tables_that_save_nothing_are_never_built() {
    for holders in [0, 1, 13] {
        let plan = plan(&node_for(holders), &by_cost(u32::MAX, 0)).await;
        assert_eq!((plan.builds_tables, plan.cost.pays_off_from(0)), (false, None), "{holders} holders");
    }
}

/// What was built for one payout serves the next ones: there is nothing left to choose.
#[tokio::test(start_paused = true)]
async fn built_once_and_used_again() {
    let node = node_for(100);
    node.set(solana_sdk_ids::sysvar::slot_hashes::ID, slot_hashes(1_000..1_512));
    node.rule("simulateTransaction", everybody_is_paid);
    let first = plan(&node, &by_cost(3, 0)).await;
    let progress = |progress: Progress<'_>| {
        if let Progress::Table { .. } = progress {
            apply_tables(&node);
        }
    };
    let report = node.client().pay_out(&first, &key(1), progress).await.unwrap();
    assert_eq!((report.paid.len(), report.signatures.len()), (100, 8 + 4));

    let known = node.client().lookup_tables(mint(), key(1).pubkey()).await.unwrap();
    let outlook = Outlook { known, payouts: 3, rent_basis_points: 0 };
    let options = PayoutOptions { lookup_tables: LookupTables::ByCost(outlook), ..PayoutOptions::default() };
    let second = plan(&node, &options).await;
    assert_eq!((second.builds_tables, second.transactions.len(), second.cost.missing_pairs), (false, 4, 0));
    assert_eq!((second.cost.without_tables, second.cost.table_rent_lamports), (8, 0));
    let report = node.client().pay_out(&second, &key(1), |_| ()).await.unwrap();
    assert_eq!((report.paid.len(), report.signatures.len()), (100, 4));
}
