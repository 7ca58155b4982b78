//! `proceeds distribute` for hundreds of holders, as a process that is killed in the middle.

mod common;
#[path = "../../tests/src/bin/scale/populate.rs"]
mod populate;

use {
    common::{settle, skipped, ui, Home},
    personal_token_cli::ledger::{Ledger, Mode},
    personal_token_sdk::{
        pda,
        state::{Member, ProgramAccount, Token, WalletLink},
        Address,
    },
    populate::Holder,
    serde_json::Value,
    std::{
        io::{BufRead, BufReader},
        process::Stdio,
    },
};

/// 603 with Olivia, Ada and Ben.
const WRITTEN: u64 = 600;
const DUE: usize = 603;
/// 10,000,000,007 millionths of a dollar: a prime number, so that everything leaves fractions.
const PROCEEDS: &str = "10000.000007";
const DEPOSIT: u64 = 10_000_000_007;
const SHARES: u64 = 10_000_000;

/// A home whose token has hundreds of holders, of whom three cannot be paid.
struct Town {
    home: Home,
    mint: String,
    /// All but Olivia: wallets with their shares.
    holders: Vec<(Address, u64)>,
}

impl Town {
    fn settled(home: Home) -> Self {
        let mint = settle(&home);
        for name in ["ada", "ben"] {
            home.by("olivia", &["shares", "transfer", &mint, "1000", &home.arg(&format!("{name}.json"))]).ok();
        }
        let wallet = |name: &str| -> Address {
            let shown = home.json(name, &["position", "show", &mint]);
            shown["wallet"].as_str().unwrap().parse().unwrap()
        };
        let (olivia, ada, ben) = (wallet("olivia"), wallet("ada"), wallet("ben"));
        let address: Address = mint.parse().unwrap();
        let mut holders = vec![(ada, 1_000), (ben, 1_000)];
        with_ledger(&home, |ledger| {
            ledger.faucet_quote(&olivia, 10 * DEPOSIT).unwrap();
            let token: Token = read(ledger, pda::token(address));
            let link: WalletLink = read(ledger, pda::wallet_link(token.network, ada));
            let member: Member = read(ledger, link.member);
            let pattern = Holder { wallet: ada, identity: member.identity, shares: 1_000 };
            let bytes = |kind: u8, number: u64| {
                let mut bytes = [kind; 32];
                bytes[..8].copy_from_slice(&number.to_le_bytes());
                bytes
            };
            let written: Vec<Holder> = (0..WRITTEN)
                .map(|number| Holder {
                    wallet: Address::new_from_array(bytes(7, number)),
                    identity: bytes(8, number),
                    shares: 1 + number,
                })
                .collect();
            populate::write(ledger, token.network, address, olivia, &pattern, &written);
            holders.extend(written.iter().map(|holder| (holder.wallet, holder.shares)));
        });
        Self { home, mint, holders }
    }

    fn deposit(&self) {
        let words = ["proceeds", "deposit", &self.mint, "--kind", "company-equity", "--asset", "text:a"];
        let more = ["--evidence", "text:e", "--proceeds", PROCEEDS];
        self.home.by("olivia", &[&words[..], &more].concat()).ok();
    }

    fn distribute(&self, more: &[&str]) -> Vec<String> {
        let key = self.home.arg("max.json");
        let words = ["--yes", "--keypair", &key, "--output", "json", "proceeds", "distribute", &self.mint];
        words.iter().chain(more).map(ToString::to_string).collect()
    }

    /// Starts a payout and kills it when it has told of so many transactions; whether it was still running.
    fn kill_after(&self, lines: usize, more: &[&str]) -> bool {
        let words = self.distribute(more);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut process = self.home.command(&words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let told = BufReader::new(process.stderr.take().unwrap()).lines();
        let told = told.map_while(Result::ok).filter(|line| line.starts_with("Transaction ")).take(lines).count();
        process.kill().unwrap();
        !process.wait().unwrap().success() && told == lines
    }

    /// What is in the quote account of every holder but Olivia.
    fn balances(&self) -> Vec<u64> {
        let mut found = Vec::new();
        with_ledger(&self.home, |ledger| {
            let quote = ledger.quote_mint();
            found = self.holders.iter().map(|(wallet, _)| amount(ledger, pda::quote_account(*wallet, quote))).collect();
        });
        found
    }

    fn vault(&self) -> u64 {
        let mut found = 0;
        with_ledger(&self.home, |ledger| found = amount(ledger, pda::vault(self.mint.parse().unwrap())));
        found
    }
}

fn with_ledger(home: &Home, mut act: impl FnMut(&Ledger)) {
    match home.ledger().exists() {
        false => act(&home.node().ledger),
        true => {
            let ledger = Ledger::open(home.ledger(), Mode::Write).unwrap();
            act(&ledger);
            ledger.save().unwrap();
        }
    }
}

fn read<T: ProgramAccount>(ledger: &Ledger, address: Address) -> T {
    let account = ledger.with_svm(|svm| svm.get_account(&address)).unwrap();
    T::decode(&account.owner, &account.data).unwrap()
}

fn amount(ledger: &Ledger, address: Address) -> u64 {
    let account = ledger.with_svm(|svm| svm.get_account(&address)).unwrap();
    u64::from_le_bytes(account.data[64..72].try_into().unwrap())
}

/// Killed again and again, it is taken up where it was, and everybody has what his shares get, to the unit.
fn killed_and_taken_up(town: &Town) {
    town.deposit();
    let before = town.balances();
    let mut cuts = 0;
    for lines in [1, 1, 2, 5] {
        cuts += usize::from(town.kill_after(lines, &["--in-flight", "2"]));
    }
    assert!(cuts >= 2, "only {cuts} of 4 were killed in time");
    assert!(town.vault() < DEPOSIT, "nobody was paid when it was killed");
    let words = town.distribute(&["--in-flight", "8"]);
    let last = town.home.run(&words.iter().map(String::as_str).collect::<Vec<_>>()).ok();
    let report = last.json();
    let left: Vec<&Value> = report["holders"].as_array().unwrap().iter().collect();
    assert!(left.len() < DUE, "{} were left", left.len());

    let after = town.balances();
    for (((wallet, shares), before), after) in town.holders.iter().zip(before).zip(after) {
        let quotient = u128::from(DEPOSIT) * u128::from(*shares) / u128::from(SHARES);
        assert_eq!(u128::from(after - before), quotient, "{wallet}");
    }
    let given: u64 = town.holders.iter().map(|(_, shares)| shares).sum();
    let owner = u128::from(DEPOSIT) * u128::from(SHARES - given) / u128::from(SHARES);
    let others: u128 =
        town.holders.iter().map(|(_, shares)| u128::from(DEPOSIT) * u128::from(*shares) / u128::from(SHARES)).sum();
    assert_eq!(u128::from(DEPOSIT - town.vault()), owner + others);
    let words = town.distribute(&[]);
    let nothing = town.home.run(&words.iter().map(String::as_str).collect::<Vec<_>>()).ok().json();
    assert_eq!((&nothing["holders"], &nothing["signatures"]), (&serde_json::json!([]), &serde_json::json!([])));
}

#[test]
fn killed_in_front_of_a_node() {
    killed_and_taken_up(&Town::settled(Home::with_node()));
}

/// Here the ledger itself is in the process, and dies with it, perhaps while it writes its file.
#[test]
fn killed_with_the_ledger_in_a_file() {
    if skipped("killed_with_the_ledger_in_a_file") {
        return;
    }
    killed_and_taken_up(&Town::settled(Home::new()));
}

#[test]
fn progress_choice_of_tables_and_report() {
    let town = Town::settled(Home::with_node());
    town.deposit();
    // Two cannot be paid: one account was closed by its owner, one frozen by the money's issuer.
    let quote = town.home.node().ledger.quote_mint();
    let [gone, frozen] = [town.holders[150], town.holders[299]];
    town.home.node().ledger.with_svm(|svm| {
        svm.set_account(pda::quote_account(gone.0, quote), Default::default()).unwrap();
        let address = pda::quote_account(frozen.0, quote);
        let mut account = svm.get_account(&address).unwrap();
        account.data[108] = 2;
        svm.set_account(address, account).unwrap();
    });

    let run = |more: &[&str]| {
        let words = town.distribute(more);
        town.home.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
    };
    run(&["--in-flight", "0"]).fails(2, "--in-flight is between 1 and 1,024");
    run(&["--in-flight", "1025"]).fails(2, "--in-flight is between 1 and 1,024");
    run(&["--payouts", "0"]).fails(2, "--payouts counts this one");
    run(&["--rent-cost", "10001"]).fails(2, "--rent-cost is between 0 and 10,000");

    let due = DUE - 2;
    let only_one = run(&["--in-flight", "32"]).ok();
    let transactions = due.div_ceil(13);
    let told = only_one.err.lines().filter(|line| line.starts_with("Transaction ")).count();
    assert_eq!(told, transactions, "{}", only_one.err);
    assert!(only_one.err.contains(&format!("Transaction {transactions} of {transactions}: ")), "{}", only_one.err);
    let why = only_one.err.lines().find(|line| line.contains("lookup tables")).unwrap();
    assert!(why.contains("none built: 1 payout would cost") && why.contains("pay off from 2 payouts on"), "{why}");
    let report = only_one.json();
    assert_eq!(report["signatures"].as_array().map(Vec::len), Some(transactions));
    assert_eq!(report["lookupTables"]["built"], false);
    let mut skipped: Vec<(String, String)> = report["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["wallet"].as_str().unwrap().to_owned(), row["reason"].as_str().unwrap().to_owned()))
        .collect();
    skipped.sort();
    let mut expected = [(gone.0.to_string(), "does not exist"), (frozen.0.to_string(), "frozen")];
    expected.sort();
    for ((wallet, reason), (expected, says)) in skipped.iter().zip(&expected) {
        assert!(wallet == expected && reason.contains(says), "{wallet}: {reason}");
    }
    assert_eq!(skipped.len(), 2);

    // With twelve payouts to come, tables pay off; a dry run says so and builds nothing.
    town.deposit();
    let dry = town.home.json("max", &["--dry-run", "proceeds", "distribute", &town.mint, "--payouts", "12"]);
    assert_eq!((&dry["lookupTables"]["built"], dry["signatures"].as_array().map(Vec::len)), (&true.into(), Some(0)));
    let dear = town
        .home
        .json("max", &["--dry-run", "proceeds", "distribute", &town.mint, "--payouts", "12", "--rent-cost", "100"]);
    assert_eq!(dear["lookupTables"]["built"], false, "{dear}");
    let built = run(&["--payouts", "12"]).ok();
    assert!(built.err.contains("built first, with 48 transactions"), "{}", built.err);
    assert!(
        built.err.contains("Lookup table: 48 of 48") && built.err.contains("Transaction 21 of 21"),
        "{}",
        built.err
    );

    town.deposit();
    let again = run(&["--payouts", "11"]).ok();
    assert!(again.err.contains("those that there are"), "{}", again.err);
    assert!(again.err.contains("Transaction 21 of 21") && !again.err.contains("Lookup table: "), "{}", again.err);

    // The rent comes back, once the tables have cooled down.
    let rent = built.json()["lookupTables"]["rentLamports"].clone();
    let close = |more: &[&str]| town.home.json("max", &[more, &["proceeds", "close-tables", &town.mint]].concat());
    assert_eq!(close(&["--dry-run"])["active"], 5);
    let first = close(&[]);
    assert_eq!((&first["closed"], &first["waiting"]), (&0.into(), &5.into()));
    let ledger = &town.home.node().ledger;
    ledger.warp_to(ledger.now() + 300).unwrap();
    let second = close(&[]);
    assert_eq!((&second["closed"], &second["waiting"], &second["rentLamports"]), (&5.into(), &0.into(), &rent));
    let nothing = close(&[]);
    assert_eq!((&nothing["closed"], &nothing["signatures"]), (&0.into(), &serde_json::json!([])));
    assert!(ui(&report["total"]).parse::<f64>().unwrap() > 0.0);
}
