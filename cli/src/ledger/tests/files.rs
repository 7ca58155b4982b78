use {
    super::*,
    std::{fs, process::Command, thread, time::Instant},
    tempfile::TempDir,
};

const SOON: Duration = Duration::from_millis(100);

fn place() -> (TempDir, PathBuf) {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("new").join("ledger.bin");
    (directory, path)
}

fn open(path: &Path, mode: Mode) -> Result<Ledger, LedgerError> {
    Ledger::open_with_programs(path, mode, &preloaded(), SOON)
}

#[tokio::test]
async fn a_ledger_is_as_it_was_left() {
    let (_directory, path) = place();
    let payer = wallet(1);
    let elf = elf();
    let programs: [(Address, &[u8]); 1] = [(wallet(9).pubkey(), &elf)];
    let open = |mode| Ledger::open_with_programs(&path, mode, &programs, SOON).unwrap();

    let ledger = open(Mode::Write);
    assert_eq!(ledger.path(), Some(path.as_path()));
    let client = ledger.rpc_client();
    ledger.airdrop(&payer.pubkey(), 10 * SOL).unwrap();
    ledger.faucet_quote(&payer.pubkey(), 5).unwrap();
    ledger.warp_to(1_800_000_000).unwrap();
    let signature = send(&client, &payer, &[memo("kept")]).await.unwrap();
    let unused = signed(&client, &payer, &[memo("signed before")]).await;
    let encoding = solana_rpc_client_api::config::UiTransactionEncoding::Json;
    let landed = client.get_transaction(&signature, encoding).await.unwrap();
    let (slot, hash) = (client.get_slot().await.unwrap(), client.get_latest_blockhash().await.unwrap());
    drop((ledger, client));

    for mode in [Mode::Read, Mode::Write] {
        let ledger = open(mode);
        let client = ledger.rpc_client();
        assert_eq!(ledger.now(), 1_800_000_000);
        assert_eq!(client.get_slot().await.unwrap(), slot);
        assert_eq!(client.get_latest_blockhash().await.unwrap(), hash);
        assert_eq!(client.get_transaction(&signature, encoding).await.unwrap(), landed);
        let history = client.get_signatures_for_address(&payer.pubkey()).await;
        assert_eq!(history.unwrap().len(), 3);
        let quote = genesis::quote_account(&payer.pubkey());
        let balance = client.get_token_account_balance(&quote).await.unwrap();
        assert_eq!(balance.amount, "5");
    }
    let ledger = open(Mode::Write);
    let client = ledger.rpc_client();
    client.send_and_confirm_transaction(&unused).await.unwrap();
    let call = Instruction { program_id: wallet(9).pubkey(), ..memo("the program still runs") };
    send(&client, &payer, &[call]).await.unwrap();
}

#[tokio::test]
async fn reading_changes_nothing() {
    let (_directory, path) = place();
    drop(open(&path, Mode::Read).unwrap());
    let before = fs::read(&path).unwrap();
    let ledger = open(&path, Mode::Read).unwrap();
    let client = ledger.rpc_client();
    let payer = genesis::faucet();
    for error in [
        ledger.airdrop(&wallet(1).pubkey(), SOL).unwrap_err(),
        ledger.faucet_quote(&wallet(1).pubkey(), 1).unwrap_err(),
        ledger.warp_to(i64::MAX).unwrap_err(),
        ledger.save().unwrap_err(),
    ] {
        assert!(matches!(error, LedgerError::ReadOnly { .. }), "{error}");
    }
    let transaction = signed(&client, &payer, &[memo("a")]).await;
    let error = client.send_transaction(&transaction).await.unwrap_err();
    assert!(error.to_string().contains("reading only"), "{error}");
    // A preview is no change.
    let preview = client.simulate_transaction(&transaction).await.unwrap();
    assert_eq!(preview.value.err, None);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn writers_are_alone_and_readers_are_not() {
    let (_directory, path) = place();
    let writer = open(&path, Mode::Write).unwrap();
    let handle = writer.clone();
    for mode in [Mode::Read, Mode::Write] {
        let start = Instant::now();
        let error = open(&path, mode).unwrap_err();
        assert!(start.elapsed() >= SOON);
        assert!(error.to_string().contains("ledger.bin"), "{error}");
        assert!(matches!(error, LedgerError::Busy { .. }));
    }
    drop(writer);
    assert!(open(&path, Mode::Read).is_err(), "a clone still holds it");
    drop(handle);
    let first = open(&path, Mode::Read).unwrap();
    let second = open(&path, Mode::Read).unwrap();
    assert!(open(&path, Mode::Write).is_err());
    drop((first, second));

    // A waiting command goes on as soon as it can.
    let writer = open(&path, Mode::Write).unwrap();
    let waiting = thread::spawn({
        let path = path.clone();
        move || Ledger::open(path, Mode::Write).map(drop)
    });
    thread::sleep(SOON);
    drop(writer);
    waiting.join().unwrap().unwrap();
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let (_directory, path) = place();
    let ledger = open(&path, Mode::Write).unwrap();
    ledger.airdrop(&wallet(1).pubkey(), SOL).unwrap();
    let entries: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
    assert_eq!(entries.len(), 2, "{entries:?}");
    for entry in entries {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_damaged_file_is_an_error_that_says_what_to_do() {
    let (_directory, path) = place();
    drop(open(&path, Mode::Write).unwrap());
    let good = fs::read(&path).unwrap();
    let length = good.len();

    let mut cases: Vec<Vec<u8>> =
        [0, 1, 8, 11, 12, 40, 59, 60, 91, 92, 93, length / 2, length - 1].map(|cut| good[..cut].to_vec()).into();
    cases.push([&good[..], &[0]].concat());
    for position in [9, 13, 44, 52, 60, 92, 200, length / 2, length - 1] {
        let mut flipped = good.clone();
        flipped[position] ^= 0x40;
        cases.push(flipped);
    }
    for bytes in cases {
        fs::write(&path, &bytes).unwrap();
        for mode in [Mode::Read, Mode::Write] {
            let error = open(&path, mode).unwrap_err();
            assert!(matches!(error, LedgerError::Damaged { .. } | LedgerError::OtherVersion { .. }), "{error}");
            assert!(error.to_string().contains("personal-token ledger reset"));
        }
        // It is left as it is: only the user throws it away.
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    Ledger::reset(&path).unwrap();
    Ledger::reset(&path).unwrap();
    assert!(!path.exists());

    // What is no ledger at all may be anything of the user's: a key.
    let mut flipped = good;
    flipped[0] ^= 0x40;
    for bytes in [b"garbage".repeat(1_000), vec![0; length], b"[1,2]".to_vec(), flipped] {
        fs::write(&path, &bytes).unwrap();
        for mode in [Mode::Read, Mode::Write] {
            assert!(matches!(open(&path, mode).unwrap_err(), LedgerError::Foreign { .. }));
        }
        assert!(matches!(Ledger::reset(&path).unwrap_err(), LedgerError::Foreign { .. }));
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    fs::remove_file(&path).unwrap();
    assert_eq!(open(&path, Mode::Write).unwrap().now(), clock::GENESIS_TIME);
}

#[test]
fn a_ledger_with_another_program_is_of_another_version() {
    let (_directory, path) = place();
    drop(open(&path, Mode::Write).unwrap());
    let elf = elf();
    let programs: [(Address, &[u8]); 1] = [(wallet(9).pubkey(), &elf)];
    let error = Ledger::open_with_programs(&path, Mode::Write, &programs, SOON).unwrap_err();
    assert!(matches!(error, LedgerError::OtherVersion { .. }), "{error}");
}

#[test]
fn a_temporary_file_left_behind_does_not_matter() {
    let (_directory, path) = place();
    let ledger = open(&path, Mode::Write).unwrap();
    ledger.airdrop(&wallet(1).pubkey(), SOL).unwrap();
    drop(ledger);
    let mut temporary = path.clone().into_os_string();
    temporary.push(".tmp");
    fs::write(&temporary, &fs::read(&path).unwrap()[..1_000]).unwrap();

    let ledger = open(&path, Mode::Write).unwrap();
    assert_eq!(ledger.with_svm(|svm| svm.get_balance(&wallet(1).pubkey())), Some(SOL));
    ledger.airdrop(&wallet(1).pubkey(), SOL).unwrap();
    assert!(!Path::new(&temporary).exists());
    drop(ledger);
    let ledger = open(&path, Mode::Read).unwrap();
    assert_eq!(ledger.with_svm(|svm| svm.get_balance(&wallet(1).pubkey())), Some(2 * SOL));
}

#[test]
fn what_is_done_to_the_machine_itself_is_kept_by_save() {
    let (_directory, path) = place();
    let ledger = open(&path, Mode::Write).unwrap();
    let address = wallet(1).pubkey();
    assert!(ledger.with_svm(|svm| svm.airdrop(&address, SOL).is_ok()));
    ledger.save().unwrap();
    drop(ledger);
    let ledger = open(&path, Mode::Read).unwrap();
    assert_eq!(ledger.with_svm(|svm| svm.get_balance(&address)), Some(SOL));
}

const VICTIM: &str = "PERSONAL_TOKEN_TEST_LEDGER";

/// Not a test: the process that `a_killed_writer_leaves_the_last_good_state` kills.
#[test]
#[ignore = "runs for ever; the test that kills it starts it"]
fn writer_to_be_killed() {
    let Some(path) = std::env::var_os(VICTIM) else {
        return;
    };
    let ledger = Ledger::open(path, Mode::Write).unwrap();
    loop {
        ledger.airdrop(&wallet(1).pubkey(), SOL).unwrap();
    }
}

#[test]
fn a_killed_writer_leaves_the_last_good_state() {
    let (_directory, path) = place();
    drop(open(&path, Mode::Write).unwrap());
    let mut landed = 0;
    for round in 0..8u32 {
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "ledger::tests::files::writer_to_be_killed"])
            .env(VICTIM, &path)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(150) + Duration::from_millis(7) * round);
        victim.kill().unwrap();
        victim.wait().unwrap();

        // The lock is gone with the process, and the balance agrees with the history.
        let ledger = open(&path, Mode::Read).unwrap();
        let total = ledger.readable().unwrap().history.total();
        let balance = ledger.with_svm(|svm| svm.get_balance(&wallet(1).pubkey()));
        assert_eq!(balance.unwrap_or(0), total * SOL);
        assert!(total >= landed);
        landed = total;
    }
    assert!(landed > 0, "the writer was never fast enough");
}
