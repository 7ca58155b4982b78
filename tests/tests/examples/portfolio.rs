use {
    crate::chain::{shown, Chain},
    personal_token_sdk::state::display_units,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

pub async fn what_was_received_is_told_to_the_unit(chain: &Chain) {
    let received = |wallet: &str| {
        let seen = chain.run("portfolio", &["--wallet", wallet], "");
        assert_eq!(seen.code, 0, "{seen:?}");
        let of = seen.out.split_once(&chain.mint.to_string()).unwrap().1;
        let line = of.lines().find_map(|line| line.strip_prefix("  received   ")).unwrap();
        line.replace('.', "").parse::<u64>().unwrap_or_else(|_| panic!("{line}"))
    };
    let wallet = chain.wallet("ben").to_string();
    let (before, money) = (received(&wallet), chain.money("ben").await);
    let mut paid = 0;
    // Alone, and among others.
    for example in
        [["claim_button", "--mint", &chain.mint.to_string()], ["payout_cron", "--network", &chain.network.to_string()]]
    {
        chain.deposit(91_234_567).await;
        let due = chain.claimable_by("ben").await;
        assert!(due > 0);
        let further: &[&str] = if example[0] == "claim_button" { &["--press"] } else { &[] };
        let arguments = [&example[1..], &["--keypair", chain.file("ben")], further].concat();
        assert_eq!(chain.run(example[0], &arguments, "").code, 0);
        paid += due;
        assert_eq!(received(&wallet), before + paid);
    }
    // The job has paid Ben what other tokens owe him, too.
    assert!(chain.money("ben").await >= money + paid);
}

pub async fn it_is_what_the_cap_tables_say(chain: &Chain) {
    chain.deposit(765_432_100).await;
    for name in ["ben", "ada", "olivia"] {
        let wallet = chain.wallet(name);
        let seen = chain.run("portfolio", &["--wallet", &wallet.to_string()], "");
        assert_eq!((seen.code, seen.err.as_str()), (0, ""), "{seen:?}");
        let (mut holdings, mut sum) = (0, 0);
        for (_, token) in chain.client.tokens(chain.network).await.unwrap() {
            let table = chain.client.cap_table(token.mint).await.unwrap();
            let Some(row) = table.rows.iter().find(|row| row.wallet == wallet) else {
                assert!(!seen.out.contains(&token.mint.to_string()), "{seen:?}");
                continue;
            };
            let mint = chain.client.share_mint(token.mint).await.unwrap();
            let part = display_units(row.basis_points_floor.into(), 2);
            let mut expected = format!(
                "{} ({}) {}\n  shares     {} of {}, {part}%\n",
                mint.display_name(),
                mint.display_symbol(),
                token.mint,
                row.shares,
                token.total
            );
            if row.locked > 0 {
                let days = (row.unlocks_at - table.now) / 86_400;
                assert!(days >= 2, "the village is young");
                expected += &format!("  locked     {}, for {days} days\n", row.locked);
            }
            if row.listed > 0 {
                expected += &format!("  for sale   {}\n", row.listed);
            }
            expected += &format!("  claimable  {}\n", shown(row.claimable));
            assert!(seen.out.contains(&expected), "{name}: {expected} in {}", seen.out);
            (holdings, sum) = (holdings + 1, sum + row.claimable);
        }
        assert!(holdings > 0);
        assert_eq!(seen.out.matches("  shares ").count(), holdings);
        let quote_mint = chain.token().await.quote_mint;
        assert!(seen.out.ends_with(&format!("Claimable in all: {} of {quote_mint}\n", shown(sum))), "{seen:?}");
    }
}

pub async fn a_wallet_without_anything(chain: &Chain) {
    for wallet in [Keypair::new().pubkey(), chain.wallet("max")] {
        let seen = chain.run("portfolio", &["--wallet", &wallet.to_string()], "");
        assert_eq!((seen.code, seen.out), (0, format!("{wallet} holds no personal tokens.\n")));
    }
    let wrong = chain.run("portfolio", &["--wallet", "nonsense"], "");
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("'nonsense' for '--wallet <WALLET>'"), "{wrong:?}");
}
