//! The SDK's examples, run as processes, their words compared with what the chain says.
//!
//! Each scenario runs on an embedded ledger behind a test's HTTP server, and again on a local network if
//! `PERSONAL_TOKEN_LOCALNET` names the command line built with the feature `localnet`.
#![allow(clippy::unwrap_used)]

mod chain;
mod claim_button;
mod localnet;
// The command line's tests need more of it.
#[allow(dead_code)]
#[path = "../../../cli/tests/common/node.rs"]
mod node;
mod payout_cron;
mod portfolio;
#[path = "../sdk/mod.rs"]
mod sdk;
mod sponsor;
mod village;

use chain::Chain;

/// A test a scenario on a ledger of its own, and all of them, one after the other, on one local network.
macro_rules! scenarios {
    ($($example:ident::$scenario:ident)*) => {
        mod embedded {
            $(#[tokio::test]
            async fn $scenario() {
                super::$example::$scenario(&super::village::embedded().await).await;
            })*
        }

        async fn everything(chain: &Chain) {
            $(
                eprintln!("{}::{}", stringify!($example), stringify!($scenario));
                $example::$scenario(chain).await;
            )*
        }
    };
}

scenarios! {
    claim_button::it_shows_and_pays_to_the_unit
    claim_button::a_missing_account_is_made
    claim_button::an_account_given_away_is_explained
    claim_button::a_wallet_without_lamports_is_explained
    claim_button::whoever_holds_nothing_is_told
    payout_cron::everybody_is_paid_and_nobody_twice
    payout_cron::two_at_once_pay_everybody_once
    payout_cron::what_others_have_done_is_not_done_again
    payout_cron::whoever_cannot_be_paid_waits
    payout_cron::fees_and_dry_runs_are_kept_to
    portfolio::it_is_what_the_cap_tables_say
    portfolio::what_was_received_is_told_to_the_unit
    portfolio::a_wallet_without_anything
    sponsor::a_claim_and_a_transfer_cost_the_sponsor_alone
    sponsor::it_signs_nothing_that_touches_it
    sponsor::it_pays_for_claims_and_transfers_alone
    sponsor::it_pays_no_more_than_it_said
    sponsor::what_is_no_sound_transaction_is_refused
    sponsor::what_would_fail_costs_nothing
}

#[tokio::test]
async fn on_a_local_network() {
    let Some(binary) = std::env::var_os("PERSONAL_TOKEN_LOCALNET") else {
        eprintln!("SKIPPED: PERSONAL_TOKEN_LOCALNET does not name a command line with the feature `localnet`;");
        eprintln!("SKIPPED: the examples were run on the embedded ledger alone.");
        return;
    };
    everything(&localnet::start(&binary)).await;
}
