use {
    crate::chain::{finish, shown, Chain, Run},
    personal_token_sdk::{instruction::ProceedsClaim, pda, Address},
    solana_signer::Signer,
    std::collections::BTreeMap,
};

fn arguments<'a>(chain: &'a Chain, network: &'a str) -> Vec<&'a str> {
    vec!["--network", network, "--keypair", chain.file("max")]
}

fn run(chain: &Chain, further: &[&str]) -> Run {
    let network = chain.network.to_string();
    chain.run("payout_cron", &[&arguments(chain, &network), further].concat(), "")
}

/// The line about a token; `None` if there is none.
fn line(run: &Run, mint: Address) -> Option<&str> {
    run.out.lines().find_map(|line| line.strip_prefix(&format!("{mint} ")))
}

/// What is in the quote account of everybody who has a position.
async fn balances(chain: &Chain) -> BTreeMap<Address, u64> {
    let quote_mint = chain.token().await.quote_mint;
    let mut balances = BTreeMap::new();
    for wallet in chain.claimable().await.into_keys() {
        let account = chain.client.token_account(pda::quote_account(wallet, quote_mint)).await.unwrap();
        balances.insert(wallet, account.map_or(0, |account| account.amount));
    }
    balances
}

/// Balances and what is owed, together: what everybody has if he is paid exactly once.
async fn once_paid(chain: &Chain) -> BTreeMap<Address, u64> {
    let mut expected = balances(chain).await;
    for (wallet, due) in chain.claimable().await {
        *expected.get_mut(&wallet).unwrap() += due;
    }
    expected
}

/// Nothing is left from before, so that all that moves is of this token.
async fn after_a_first_run(chain: &Chain, deposit: u64) -> u64 {
    assert_eq!(run(chain, &[]).code, 0);
    chain.deposit(deposit).await;
    chain.claimable().await.into_values().sum()
}

pub async fn everybody_is_paid_and_nobody_twice(chain: &Chain) {
    let due = after_a_first_run(chain, 987_654_321).await;
    let expected = once_paid(chain).await;
    let holders = chain.claimable().await.into_values().filter(|due| *due > 0).count();

    let first = run(chain, &[]);
    assert_eq!(first.code, 0, "{first:?}");
    let said = line(&first, chain.mint).unwrap();
    assert!(said.starts_with(&format!("paid {} to {holders} holders in 1 transactions; ", shown(due))), "{said}");
    assert!(said.contains("; 0.000000 of 0 holders wait for their accounts "), "{said}");
    let signature = said.rsplit_once(' ').unwrap().1.parse().unwrap();
    chain.client.rpc().get_signature_status(&signature).await.unwrap().unwrap().unwrap();
    assert_eq!(balances(chain).await, expected);
    assert!(chain.claimable().await.into_values().all(|due| due == 0));

    let lamports = chain.lamports("max").await;
    let second = run(chain, &[]);
    assert_eq!(second.code, 0, "{second:?}");
    assert!(line(&second, chain.mint).is_none_or(|said| said.starts_with("nothing to pay; ")), "{second:?}");
    assert_eq!(balances(chain).await, expected);
    assert_eq!(chain.lamports("max").await, lamports, "nothing was sent");
}

pub async fn two_at_once_pay_everybody_once(chain: &Chain) {
    let due = after_a_first_run(chain, 555_555_555).await;
    let expected = once_paid(chain).await;
    let network = chain.network.to_string();
    let started = [(); 2].map(|()| chain.start("payout_cron", &arguments(chain, &network), ""));
    let runs = started.map(finish);
    assert_eq!(balances(chain).await, expected, "{runs:?}");

    // Whether or not they met, together they say to the unit what was paid. Two that have planned the same with the same
    // blockhash have made the same transaction.
    let mut told = BTreeMap::new();
    for run in &runs {
        assert_eq!(run.code, 0, "{run:?}");
        if let Some(said) = line(run, chain.mint).and_then(|said| said.strip_prefix("paid ")) {
            let (amount, signature) = (said.split_once(' ').unwrap().0, said.rsplit_once(' ').unwrap().1);
            told.insert(signature, amount.replace('.', "").parse::<u64>().unwrap());
        }
    }
    assert_eq!(told.into_values().sum::<u64>(), due, "{runs:?}");
}

pub async fn what_others_have_done_is_not_done_again(chain: &Chain) {
    let due = after_a_first_run(chain, 77_777_777).await;
    let expected = once_paid(chain).await;
    // As if an earlier run had been stopped after Ada.
    let (ada, paid) = (chain.key("ada"), chain.claimable_by("ada").await);
    let (position, quote_account) = (pda::position_of(ada.pubkey(), chain.mint), chain.quote_account("ada").await);
    let claim = ProceedsClaim { mint: chain.mint, position, quote_account, holder: None };
    chain.send(&[claim.instruction()], &[&ada]).await;

    let rest = run(chain, &[]);
    assert_eq!(rest.code, 0, "{rest:?}");
    assert!(line(&rest, chain.mint).unwrap().starts_with(&format!("paid {} to ", shown(due - paid))), "{rest:?}");
    assert_eq!(balances(chain).await, expected);
}

pub async fn whoever_cannot_be_paid_waits(chain: &Chain) {
    let due = after_a_first_run(chain, 44_444_444).await;
    chain.close_quote_account("ada").await;
    let (expected, waits) = (once_paid(chain).await, chain.claimable_by("ada").await);
    let done = run(chain, &[]);
    assert_eq!(done.code, 0, "it takes Ada, not the job: {done:?}");
    let said = line(&done, chain.mint).unwrap();
    assert!(said.starts_with(&format!("paid {} to ", shown(due - waits))), "{said}");
    assert!(said.contains(&format!("; {} of 1 holders wait for their accounts", shown(waits))), "{said}");
    assert_eq!(chain.claimable_by("ada").await, waits);
    let mut expected = expected;
    *expected.get_mut(&chain.wallet("ada")).unwrap() -= waits;
    assert_eq!(balances(chain).await, expected);

    // As soon as she has one, she is paid.
    chain.send(&[chain.quote_account_creation("ada").await], &[&chain.key("ada")]).await;
    assert_eq!(run(chain, &[]).code, 0);
    assert_eq!(chain.money("ada").await, waits);
}

pub async fn fees_and_dry_runs_are_kept_to(chain: &Chain) {
    let due = after_a_first_run(chain, 33_333_333).await;
    let (before, lamports) = (balances(chain).await, chain.lamports("max").await);
    let dry = run(chain, &["--dry-run"]);
    assert_eq!(dry.code, 0, "{dry:?}");
    assert!(line(&dry, chain.mint).unwrap().starts_with(&format!("would pay {} to ", shown(due))), "{dry:?}");
    let dear = run(chain, &["--max-fee", "4999"]);
    assert_eq!(dear.code, 1, "somebody is left who could be paid: {dear:?}");
    let said = line(&dear, chain.mint).unwrap();
    assert!(said.starts_with(&format!("postponed: {} to ", shown(due))), "{said}");
    assert!(said.contains(" would cost 5000 lamports of fees and 0 of rent"), "{said}");

    let nowhere = chain.mint.to_string();
    let wrong = chain.run("payout_cron", &arguments(chain, &nowhere), "");
    assert_eq!((wrong.code, wrong.out.as_str()), (1, ""));
    assert!(wrong.err.starts_with("Error: --network"), "{wrong:?}");
    assert_eq!((balances(chain).await, chain.lamports("max").await), (before, lamports));
}
