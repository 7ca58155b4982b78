//! The SDK's client against the embedded ledger: what it fetches, sends and says.

mod sdk;

use {
    personal_token_sdk::{
        core::{member::capability, Error as Rule},
        error::ProgramFailure,
        instruction::{ProceedsClaim, StewardAppoint},
        pda, quote,
        rpc::{sign_only, RpcError, Sending, Upgradeability},
        AccountMeta, Address, Instruction, ID, TOKEN_2022_ID,
    },
    personal_token_tests::{Person, SHARES},
    sdk::{key, rule, Stage},
    solana_signer::Signer,
    std::str::FromStr,
};

fn claim(stage: &Stage, mint: Address, name: &str) -> Instruction {
    let wallet = key(name).pubkey();
    let quote_account = pda::quote_account(wallet, stage.quote_mint());
    ProceedsClaim { mint, position: pda::position_of(wallet, mint), quote_account, holder: None }.instruction()
}

#[tokio::test]
async fn everything_that_was_made_is_found() {
    let stage = Stage::founded().await;
    let client = &stage.client;
    let mint = stage.token("ada").await;
    stage.holder("bob", "ada", mint, 1_000).await;
    stage.apply("cyd").await;
    stage.deposit("ada", mint, 7_000_000).await;
    stage.deposit("ada", mint, 1).await;
    let appoint = StewardAppoint {
        payer: stage.payer.pubkey(),
        authority: stage.founder.pubkey(),
        network: stage.network,
        member: stage.person("bob").member,
        capabilities: capability::ADMIT,
    };
    stage.must(&[appoint.instruction()], &["founder"]).await;
    let [ada, bob, cyd] = ["ada", "bob", "cyd"].map(|name| stage.person(name));

    assert_eq!(client.now().await.unwrap(), stage.ledger.now());
    let network = client.network(stage.network).await.unwrap();
    assert_eq!(client.networks().await.unwrap(), [(stage.network, network)]);
    assert_eq!(network.display_name(), "Village of Makers");
    assert_eq!(client.quote_decimals(network.quote_mint).await.unwrap(), 6);

    let members = client.members(stage.network).await.unwrap();
    assert_eq!(members.len(), 2);
    for Person { wallet, member } in [ada, bob] {
        let (address, found) = client.member_of(stage.network, wallet).await.unwrap().unwrap();
        assert_eq!((address, found.wallet), (member, wallet));
        assert_eq!(client.member(member).await.unwrap(), found);
        assert!(members.contains(&(member, found)));
    }
    assert!(client.member_of(stage.network, cyd.wallet).await.unwrap().is_none());
    let (address, application) = client.application(stage.network, cyd.wallet).await.unwrap().unwrap();
    assert_eq!(client.applications(stage.network).await.unwrap(), [(address, application)]);
    assert!(client.application(stage.network, bob.wallet).await.unwrap().is_none(), "closed by admission");
    let (address, steward) = client.steward(stage.network, bob.member).await.unwrap().unwrap();
    assert_eq!(client.stewards(stage.network).await.unwrap(), [(address, steward)]);
    assert!(client.steward(stage.network, ada.member).await.unwrap().is_none());

    let (address, token) = client.token(mint).await.unwrap().unwrap();
    assert_eq!(client.tokens(stage.network).await.unwrap(), [(address, token)]);
    assert_eq!((token.total, token.deposited, token.distributions), (SHARES, 7_000_001, 2));
    let shares = client.share_mint(mint).await.unwrap();
    assert_eq!((shares.supply, shares.display_name().as_str()), (SHARES, "Ada Lovelace"));
    let (_, position) = client.position(bob.wallet, mint).await.unwrap().unwrap();
    assert_eq!((position.shares, client.positions(address).await.unwrap().len()), (1_000, 2));
    let deposits = client.distributions(address).await.unwrap();
    assert_eq!(deposits.iter().map(|(_, deposit)| deposit.gross).collect::<Vec<_>>(), [7_000_000, 1]);
    let account = client.token_account(position.share_account).await.unwrap().unwrap();
    assert_eq!((account.amount, account.program), (1_000, TOKEN_2022_ID));

    assert_eq!(client.program_authority().await.unwrap(), Upgradeability::Final);
}

#[tokio::test]
async fn what_is_not_there() {
    let stage = Stage::founded().await;
    let nobody = key("nobody").pubkey();
    let error = stage.client.network(nobody).await.unwrap_err();
    assert!(matches!(error, RpcError::NotFound { what: "network", address } if address == nobody));
    // The founder has a wallet, but is no member.
    let error = stage.client.member(stage.founder.pubkey()).await.unwrap_err();
    assert!(matches!(error, RpcError::NotFound { .. } | RpcError::Decode { .. }), "{error}");
    let error = stage.client.share_mint(stage.quote_mint()).await.unwrap_err();
    assert!(matches!(error, RpcError::Decode { what: "share mint", .. }), "{error}");
    assert!(stage.client.cap_table(nobody).await.is_err());
}

#[tokio::test]
async fn the_cap_table_is_what_a_claim_pays() {
    let stage = Stage::founded().await;
    let mint = stage.token("ada").await;
    stage.holder("bob", "ada", mint, 3_333_333).await;
    stage.holder("cyd", "ada", mint, 7).await;
    stage.deposit("ada", mint, 1_000_003).await;
    let table = stage.client.cap_table(mint).await.unwrap();
    assert_eq!(table.total, SHARES);
    assert_eq!(table.rows.iter().map(|row| row.shares).sum::<u64>(), SHARES);
    assert_eq!(table.rows.iter().map(|row| row.shares).collect::<Vec<_>>(), [6_666_660, 3_333_333, 7]);
    assert_eq!(table.rows.iter().map(|row| row.basis_points_floor).collect::<Vec<_>>(), [6_666, 3_333, 0]);
    assert_eq!((table.rows[0].locked, table.rows[1].locked), (0, 3_333_333));

    for row in &table.rows {
        let name = ["ada", "bob", "cyd"].into_iter().find(|name| key(name).pubkey() == row.wallet).unwrap();
        let before = stage.quote_of(name).await;
        let (_, token) = stage.client.token(mint).await.unwrap().unwrap();
        let (_, position) = stage.client.position(row.wallet, mint).await.unwrap().unwrap();
        assert_eq!(quote::claimable(&token, &position), Ok(row.claimable));
        stage.must(&[claim(&stage, mint, name)], &[]).await;
        assert_eq!(stage.quote_of(name).await, before + row.claimable);
    }
    let after = stage.client.cap_table(mint).await.unwrap();
    assert!(after.rows.iter().all(|row| row.claimable == 0));
}

#[tokio::test]
async fn a_refusal_says_which_program_and_which_rule() {
    let stage = Stage::founded().await;
    let mint = stage.token("ada").await;
    stage.holder("bob", "ada", mint, 10).await;

    // The hook, two programs deep.
    stage.member("cyd").await;
    stage.open_position("cyd", mint).await;
    let error = stage.prepare(&[stage.transfer(mint, "bob", "cyd", 1)]).await.unwrap_err();
    assert_eq!(rule(&error), Some(Rule::SharesLocked));
    let RpcError::Refused { failure, logs, signature: None } = &error else { panic!() };
    assert_eq!((failure.program, failure.index), (ID, Some(0)));
    assert!(!logs.is_empty());
    assert!(error.to_string().contains("Personal Token"), "{error}");

    // Token-2022 itself.
    let error = stage.prepare(&[stage.transfer(mint, "ada", "bob", SHARES + 1)]).await.unwrap_err();
    let RpcError::Refused { failure, .. } = &error else { panic!("{error:?}") };
    assert_eq!(**failure, ProgramFailure { index: Some(0), ..ProgramFailure::new(TOKEN_2022_ID, 1) });

    // The runtime, as nobody has funded this payer.
    let poor = key("poor").pubkey();
    let error = stage.client.prepare(&[claim(&stage, mint, "bob")], &poor, &Sending::default()).await.unwrap_err();
    assert!(matches!(error, RpcError::Rejected { .. }), "{error:?}");
}

#[tokio::test]
async fn a_transaction_that_fails_after_its_simulation() {
    let stage = Stage::founded().await;
    let mint = stage.token("ada").await;
    stage.member("bob").await;
    stage.open_position("bob", mint).await;
    let all = [stage.transfer(mint, "ada", "bob", SHARES)];
    let sending = Sending { skip_preflight: true, compute_unit_price: 1, ..Sending::default() };
    let payer = stage.payer.pubkey();
    let first = stage.client.prepare(&all, &payer, &Sending::default()).await.unwrap();
    let second = stage.client.prepare(&all, &payer, &sending).await.unwrap();
    let third = stage
        .client
        .prepare(&all, &payer, &Sending { skip_preflight: false, compute_unit_price: 2, ..sending })
        .await
        .unwrap();
    let (payer, ada) = (&stage.payer, key("ada"));
    stage.client.send(first, &[payer, &ada]).await.unwrap();

    // On its way without a preflight it lands, fails, and costs its fee.
    let error = stage.client.send(second, &[payer, &ada]).await.unwrap_err();
    let RpcError::Refused { failure, logs, signature: Some(_) } = &error else { panic!("{error:?}") };
    assert_eq!((failure.program, failure.code()), (TOKEN_2022_ID, Some(1)));
    assert!(!logs.is_empty());
    // With a preflight it is refused before.
    let error = stage.client.send(third, &[payer, &ada]).await.unwrap_err();
    let RpcError::Refused { failure, signature: None, .. } = &error else { panic!("{error:?}") };
    assert_eq!(failure.code(), Some(1));
}

#[tokio::test]
async fn sending_twice_does_it_once() {
    let stage = Stage::founded().await;
    let mint = stage.token("ada").await;
    stage.member("bob").await;
    stage.open_position("bob", mint).await;
    let prepared = stage.prepare(&[stage.transfer(mint, "ada", "bob", 5)]).await.unwrap();
    let signed = prepared.sign(&[&stage.payer, &key("ada")]).unwrap();
    let (once, twice) = tokio::join!(stage.client.submit(&signed), stage.client.submit(&signed));
    assert_eq!(once.unwrap(), twice.unwrap());
    assert_eq!(stage.client.submit(&signed).await.unwrap(), signed.signature());
    let (_, position) = stage.client.position(key("bob").pubkey(), mint).await.unwrap().unwrap();
    assert_eq!(position.shares, 5);
}

/// The units that are asked for are what the transaction takes, and a tenth.
#[tokio::test]
async fn the_limit_is_enough_and_tight() {
    let stage = Stage::founded().await;
    let mint = stage.token("ada").await;
    stage.deposit("ada", mint, 1_000).await;
    let prepared = stage.prepare(&[claim(&stage, mint, "ada")]).await.unwrap();
    assert!(prepared.units < 5_000, "{} units for a claim", prepared.units);
    assert!(u64::from(prepared.compute_unit_limit) <= (prepared.units * 11).div_ceil(10).max(1_000));
    let before = stage.client.rpc().get_balance(&stage.payer.pubkey()).await.unwrap();
    let fee = prepared.fee_lamports;
    stage.client.send(prepared, &[&stage.payer]).await.unwrap();
    let after = stage.client.rpc().get_balance(&stage.payer.pubkey()).await.unwrap();
    assert_eq!(before - after, fee);

    // A priority fee is what the client says it is.
    let sending = Sending { compute_unit_price: 123_457, ..Sending::default() };
    let payer = stage.payer.pubkey();
    let prepared = stage.client.prepare(&[claim(&stage, mint, "ada")], &payer, &sending).await.unwrap();
    let fee = prepared.fee_lamports;
    assert!(fee > 5_000);
    stage.client.send(prepared, &[&stage.payer]).await.unwrap();
    assert_eq!(after - stage.client.rpc().get_balance(&payer).await.unwrap(), fee);
}

#[tokio::test]
async fn signed_on_two_machines_and_sent_by_a_third() {
    let stage = Stage::founded().await;
    let mint = stage.token("ada").await;
    stage.member("bob").await;
    stage.open_position("bob", mint).await;
    let transfer = [stage.transfer(mint, "ada", "bob", 42)];
    let blockhash = stage.client.rpc().get_latest_blockhash().await.unwrap();
    let sending = Sending { compute_unit_limit: Some(60_000), ..Sending::default() };
    let payer = stage.payer.pubkey();
    let mut at_the_payer = sign_only(&transfer, &payer, blockhash, &sending, &[&stage.payer]).unwrap();
    let at_ada = sign_only(&transfer, &payer, blockhash, &sending, &[&key("ada")]).unwrap();
    for (address, signature) in at_ada.signatures {
        if let Some(signature) = signature {
            at_the_payer.add(address, signature).unwrap();
        }
    }
    stage.client.send_transaction(at_the_payer.transaction().unwrap(), &sending).await.unwrap();
    let (_, position) = stage.client.position(key("bob").pubkey(), mint).await.unwrap().unwrap();
    assert_eq!(position.shares, 42);
}

#[tokio::test]
async fn a_durable_nonce_keeps_for_a_year_and_is_spent_once() {
    let stage = Stage::founded().await;
    let mint = stage.token("ada").await;
    let (nonce, authority) = (key("nonce"), stage.payer.pubkey());
    stage.must(&create_nonce(&authority, &nonce.pubkey()), &["nonce"]).await;
    let sending = Sending { nonce: Some((nonce.pubkey(), authority)), ..Sending::default() };
    let prepared = stage.client.prepare(&[claim(&stage, mint, "ada")], &authority, &sending).await.unwrap();
    let value = stage.client.nonce_value(nonce.pubkey(), &authority).await.unwrap();
    assert_eq!(*prepared.message.recent_blockhash(), value);
    let signed = prepared.sign(&[&stage.payer]).unwrap();

    stage.ledger.warp_to(stage.ledger.now() + 365 * 86_400).unwrap();
    // The wait is as long as for a blockhash of today: what it was prepared with is no measure any more.
    stage.client.send_transaction(signed.transaction.clone(), &sending).await.unwrap();
    let spent = stage.client.nonce_value(nonce.pubkey(), &authority).await.unwrap();
    assert_ne!(spent, value);
}

/// The System program's instructions that make a nonce account: CreateAccount and InitializeNonceAccount.
fn create_nonce(authority: &Address, nonce: &Address) -> [Instruction; 2] {
    let sysvar = |text: &str| AccountMeta::new_readonly(Address::from_str(text).unwrap(), false);
    let system = Address::default();
    let (lamports, space) = (10_000_000u64, 80u64);
    let create = [&[0; 4][..], &lamports.to_le_bytes(), &space.to_le_bytes(), system.as_ref()].concat();
    let initialize = [&[6, 0, 0, 0][..], authority.as_ref()].concat();
    [
        Instruction {
            program_id: system,
            accounts: vec![AccountMeta::new(*authority, true), AccountMeta::new(*nonce, true)],
            data: create,
        },
        Instruction {
            program_id: system,
            accounts: vec![
                AccountMeta::new(*nonce, false),
                sysvar("SysvarRecentB1ockHashes11111111111111111111"),
                sysvar("SysvarRent111111111111111111111111111111111"),
            ],
            data: initialize,
        },
    ]
}
