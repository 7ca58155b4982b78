use {super::*, std::time::Instant};

/// Prints what the ledger costs: `cargo test --release -p personal-token-cli ledger::tests::speed -- --ignored --nocapture`.
#[tokio::test]
#[ignore = "prints measurements"]
async fn measure() {
    let directory = tempfile::TempDir::new().unwrap();
    let path = directory.path().join("ledger");
    let timed = |what: &str, start: Instant| {
        let size = std::fs::metadata(&path).map_or(0, |file| file.len());
        println!("{what:<52}{:>10.2?}{size:>12} bytes", start.elapsed());
    };

    let start = Instant::now();
    let ledger = Ledger::in_memory().unwrap();
    timed("fresh, in memory", start);
    spend(&ledger, 300, &timed).await;

    let start = Instant::now();
    drop(Ledger::open(&path, Mode::Write).unwrap());
    timed("open, making the file", start);
    for count in [1, 100, 900, 9_000] {
        let ledger = Ledger::open(&path, Mode::Write).unwrap();
        // Without the file in between, which would take the most of the time.
        for index in 0..count {
            let faucet = faucet();
            let mut state = ledger.writable().unwrap();
            let message = Message::new_with_blockhash(
                &[transfer(&faucet.pubkey(), &wallet(1).pubkey(), SOL), memo(&format!("{index:>200}"))],
                Some(&faucet.pubkey()),
                &state.svm.latest_blockhash(),
            );
            let message = VersionedMessage::Legacy(message);
            state.send(VersionedTransaction::try_new(message, &[&faucet]).unwrap());
        }
        let start = Instant::now();
        ledger.save().unwrap();
        timed(&format!("save, after {count} more transactions"), start);
        let start = Instant::now();
        ledger.airdrop(&wallet(1).pubkey(), SOL).unwrap();
        timed("a transaction that is saved", start);
        drop(ledger);
        let start = Instant::now();
        let ledger = Ledger::open(&path, Mode::Read).unwrap();
        ledger.rpc_client().get_balance(&wallet(1).pubkey()).await.unwrap();
        timed("open and read", start);
    }
}

async fn spend(ledger: &Ledger, count: u64, timed: &impl Fn(&str, Instant)) {
    let client = ledger.rpc_client();
    let payer = wallet(1);
    ledger.airdrop(&payer.pubkey(), SOL * 1_000).unwrap();
    let start = Instant::now();
    for _ in 0..count {
        send(&client, &payer, &[transfer(&payer.pubkey(), &wallet(2).pubkey(), SOL)]).await.unwrap();
    }
    timed(&format!("{count} transfers, sent and confirmed"), start);
    let start = Instant::now();
    for amount in 0..count {
        ledger.faucet_quote(&wallet(2).pubkey(), amount).unwrap();
    }
    timed(&format!("{count} mints through the token programs"), start);
    let start = Instant::now();
    let transaction = signed(&client, &payer, &[memo("preview")]).await;
    for _ in 0..count {
        client.simulate_transaction(&transaction).await.unwrap();
    }
    timed(&format!("{count} unsigned simulations"), start);
}
