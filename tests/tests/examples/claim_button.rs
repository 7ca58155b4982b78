use {
    crate::chain::{shown, Chain, Run},
    personal_token_sdk::core::Error as Rule,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

fn button(chain: &Chain, name: &str, further: &[&str]) -> Run {
    let mint = chain.mint.to_string();
    chain.run("claim_button", &[&["--mint", &mint, "--keypair", chain.file(name)], further].concat(), "")
}

/// The label, as the chain has it.
async fn label(chain: &Chain, units: u64) -> String {
    let symbol = chain.client.share_mint(chain.mint).await.unwrap().display_symbol();
    format!("[Claim {} from {symbol}]", shown(units))
}

pub async fn it_shows_and_pays_to_the_unit(chain: &Chain) {
    chain.deposit(123_456_789).await;
    let (due, before) = (chain.claimable_by("ada").await, chain.money("ada").await);
    assert!(due > 0);
    let lamports = chain.lamports("ada").await;

    let seen = button(chain, "ada", &[]);
    assert_eq!((seen.code, seen.out.trim()), (0, label(chain, due).await.as_str()));
    assert_eq!((chain.claimable_by("ada").await, chain.money("ada").await), (due, before), "to look changes nothing");
    assert_eq!(chain.lamports("ada").await, lamports);

    let pressed = button(chain, "ada", &["--press"]);
    assert_eq!(pressed.code, 0, "{pressed:?}");
    let lines: Vec<&str> = pressed.out.lines().collect();
    assert_eq!(lines[0], label(chain, due).await);
    assert_eq!(lines[1], "Your wallet is asked to sign; the fee is 5000 lamports.");
    let signature = lines[2].strip_prefix("Paid. Transaction ").unwrap().parse().unwrap();
    chain.client.rpc().get_signature_status(&signature).await.unwrap().unwrap().unwrap();
    assert_eq!(lines[3], format!("Your account now holds {}.", shown(before + due)));
    assert_eq!((chain.claimable_by("ada").await, chain.money("ada").await), (0, before + due));
    assert_eq!(chain.lamports("ada").await, lamports - 5_000);

    let again = button(chain, "ada", &["--press"]);
    assert_eq!(again.code, 1);
    assert_eq!(again.out, format!("{}\nThere is nothing to claim now.\n", label(chain, 0).await));
    assert_eq!((chain.money("ada").await, chain.lamports("ada").await), (before + due, lamports - 5_000));
}

pub async fn a_missing_account_is_made(chain: &Chain) {
    chain.deposit(20_000_000).await;
    chain.close_quote_account("ada").await;
    let due = chain.claimable_by("ada").await;
    assert!(chain.client.token_account(chain.quote_account("ada").await).await.unwrap().is_none());
    let pressed = button(chain, "ada", &["--press"]);
    assert_eq!(pressed.code, 0, "{pressed:?}");
    assert_eq!((chain.money("ada").await, chain.claimable_by("ada").await), (due, 0));
}

pub async fn an_account_given_away_is_explained(chain: &Chain) {
    const SET_AUTHORITY: u8 = 6;
    const ACCOUNT_OWNER: u8 = 2;
    chain.deposit(20_000_000).await;
    let account = chain.quote_account("ada").await;
    let hand_to = |owner: &str| [&[SET_AUTHORITY, ACCOUNT_OWNER, 1][..], chain.wallet(owner).as_ref()].concat();
    let away = chain.on_quote_account("ada", &[], &hand_to("ben")).await;
    chain.send(&[chain.quote_account_creation("ada").await, away.clone()], &[&chain.key("ada")]).await;
    let (due, money, lamports) =
        (chain.claimable_by("ada").await, chain.money("ada").await, chain.lamports("ada").await);

    let pressed = button(chain, "ada", &["--press"]);
    assert_eq!(pressed.code, 1);
    let rule = Rule::QuoteAccountForeign;
    let expected = format!("{}\n{} {}\n", label(chain, due).await, rule.message(), rule.remedy());
    assert_eq!(pressed.out, expected);
    assert_eq!((chain.claimable_by("ada").await, chain.money("ada").await), (due, money));
    assert_eq!(chain.lamports("ada").await, lamports, "nothing was sent");

    // Ben is decent, and gives it back.
    let mut back = away;
    back.accounts[1].pubkey = chain.wallet("ben");
    back.data = hand_to("ada");
    assert_eq!(back.accounts[0].pubkey, account);
    chain.send(&[back], &[&chain.key("ben")]).await;
}

pub async fn a_wallet_without_lamports_is_explained(chain: &Chain) {
    chain.deposit(20_000_000).await;
    let (ada, ben) = (chain.key("ada"), chain.key("ben"));
    let all = chain.lamports("ada").await;
    let away = solana_system_interface::instruction::transfer(&ada.pubkey(), &ben.pubkey(), all);
    chain.send(&[away], &[&ben, &ada]).await;
    let (due, money) = (chain.claimable_by("ada").await, chain.money("ada").await);

    let pressed = button(chain, "ada", &["--press"]);
    assert_eq!(pressed.code, 1);
    let (shown, why) = pressed.out.split_once('\n').unwrap();
    assert_eq!(shown, label(chain, due).await);
    assert!(why.starts_with("Nothing was paid. The cluster refused the transaction: "), "{why}");
    assert!(why.trim_end().ends_with("fund it."), "{why}");
    assert_eq!((chain.claimable_by("ada").await, chain.money("ada").await), (due, money));
    let back = solana_system_interface::instruction::transfer(&ben.pubkey(), &ada.pubkey(), all);
    chain.send(&[back], &[&ben]).await;
}

pub async fn whoever_holds_nothing_is_told(chain: &Chain) {
    let outsider = button(chain, "max", &["--press"]);
    assert_eq!((outsider.code, outsider.out.as_str()), (1, ""));
    assert_eq!(outsider.err.trim(), "Error: You have no position in this token.");
    let nowhere = Keypair::new().pubkey().to_string();
    let arguments = ["--mint", &nowhere, "--keypair", chain.file("ada")];
    assert_eq!(chain.run("claim_button", &arguments, "").err.trim(), "Error: There is no such token.");
}
