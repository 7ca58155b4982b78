//! Measures payouts and the cap table of a token with thousands of holders, on the embedded ledger.
//!
//! ```sh
//! cargo run --release -p personal-token-tests --bin scale -- --holders 10000
//! ```
//!
//! What it prints is what docs/scale.md reports. Holders are written into the ledger; everything else is transactions
//! on the committed program. It stops at the first unit that is not where it belongs.

mod capacity;
mod crowd;
#[allow(dead_code)] // the tests of the command line use the rest
#[path = "../../../../cli/tests/common/node.rs"]
mod node;
mod populate;
mod process;
#[path = "../../../tests/sdk/mod.rs"]
mod sdk;

use {
    clap::Parser,
    crowd::{Crowd, Figures},
    personal_token_sdk::{
        pda,
        rpc::{LookupTables, Outlook, PayoutCost, PayoutOptions, PayoutPlan, PayoutReport, Progress},
        Address,
    },
    personal_token_tests::SHARES,
    std::{
        collections::{BTreeMap, HashMap},
        process::ExitCode,
        time::Instant,
    },
};

/// The deposit of each payout: a prime number of units, so that every division has a remainder.
const DEPOSIT: u64 = 123_456_789_011;

#[derive(Parser)]
struct Arguments {
    /// Holders beside the owner.
    #[arg(long, default_value_t = 10_000)]
    holders: usize,
    /// Transactions under way at once.
    #[arg(long, default_value_t = 64)]
    in_flight: usize,
    /// Payouts for the choice whether tables pay off.
    #[arg(long, default_value_t = 12)]
    payouts: u32,
    /// Dollars for one SOL, for the figures in cents.
    #[arg(long, default_value_t = 150.0)]
    sol: f64,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.get(1).is_some_and(|first| first == process::AS_CLI) {
        return process::command_line(&arguments);
    }
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(measure(&arguments));
    ExitCode::SUCCESS
}

async fn measure(arguments: &Arguments) {
    let start = Instant::now();
    let crowd = Crowd::gathered(arguments.holders).await;
    println!("{} holders and the owner, written in {:.1} s", arguments.holders, start.elapsed().as_secs_f64());
    println!("SOL at {} USD; {} transactions in flight", arguments.sol, arguments.in_flight);
    println!("\n| | transactions | holders each | compute units | most in one | bytes | most in one | lamports of fees | cents | seconds |");
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");

    crowd.deposit(DEPOSIT).await;
    let without = pay(&crowd, arguments, LookupTables::Never, "payout without tables", true).await;
    crowd.deposit(DEPOSIT).await;
    let outlook = |payouts, rent_basis_points| Outlook { known: Vec::new(), payouts, rent_basis_points };
    let choice = LookupTables::ByCost(outlook(arguments.payouts, 0));
    let plan = crowd.plan(&options(arguments, choice)).await;
    let tables = build(&crowd, arguments, &plan).await;
    let with = pay(&crowd, arguments, LookupTables::Auto(tables), "payout with tables", false).await;
    close(&crowd, arguments).await;

    balances(&plan.cost, arguments, outlook);
    for (holders, units) in [without, with] {
        capacity::print(holders, units);
    }
    captable(&crowd).await;
}

/// What the choice of tables says, for some outlooks.
fn balances(cost: &PayoutCost, arguments: &Arguments, outlook: impl Fn(u32, u16) -> Outlook) {
    let rent = cost.table_rent_lamports;
    println!("\nRent of the tables: {rent} lamports, {:.2} USD", dollars(rent, arguments.sol));
    println!("\n| payouts | cost of locking the rent | lamports without building | with | |");
    println!("|---:|---:|---:|---:|---|");
    for (payouts, basis_points) in
        [(1, 0), (2, 0), (3, 0), (arguments.payouts, 0), (arguments.payouts, 1), (arguments.payouts, 100)]
    {
        let balance = cost.balance(&outlook(payouts, basis_points));
        let verdict = if balance.pays_off() { "build" } else { "do not" };
        let percent = f64::from(basis_points) / 100.0;
        println!("| {payouts} | {percent} % | {} | {} | {verdict} |", balance.as_is_lamports, balance.built_lamports);
    }
}

fn options(arguments: &Arguments, lookup_tables: LookupTables) -> PayoutOptions {
    PayoutOptions { lookup_tables, in_flight: arguments.in_flight, ..PayoutOptions::default() }
}

/// Plans and pays what was deposited, checks every balance, and prints what it took. Returns the holders of the fullest
/// transaction and the most units of one. In the first payout nothing is carried over, and what is due is a plain
/// quotient.
async fn pay(crowd: &Crowd, arguments: &Arguments, tables: LookupTables, what: &str, is_first: bool) -> (u64, u64) {
    let start = Instant::now();
    let plan = crowd.plan(&options(arguments, tables)).await;
    eprintln!("{what}: planned in {:.1} s", start.elapsed().as_secs_f64());
    let (had, vault) = (crowd.balances(), crowd.vault());
    let start = Instant::now();
    let report = crowd.stage.client.pay_out(&plan, &crowd.stage.payer, progress).await.unwrap();
    let seconds = start.elapsed().as_secs_f64();
    check(crowd, &plan, &report, &had, vault);
    if is_first {
        let due: HashMap<Address, u64> = plan.due.iter().map(|row| (row.wallet, row.amount)).collect();
        for holder in &crowd.holders {
            let quotient = u128::from(DEPOSIT) * u128::from(holder.shares) / u128::from(SHARES);
            assert_eq!(u128::from(due[&holder.wallet]), quotient);
        }
    }
    let figures = crowd.figures(&report.signatures).await;
    print(what, arguments, &figures, Some(report.paid.len()), seconds);
    let fullest = plan.transactions.iter().map(Vec::len).max().unwrap_or_default();
    (fullest.try_into().unwrap(), figures.most_units)
}

/// Everybody got what the plan said, once, and the vault has the rest.
fn check(crowd: &Crowd, plan: &PayoutPlan, report: &PayoutReport, had: &BTreeMap<Address, u64>, vault: u64) {
    assert!(report.failed.is_empty() && report.skipped.is_empty(), "{:?}", report.failed.first());
    let has = crowd.balances();
    for row in &plan.due {
        assert_eq!(has[&row.wallet] - had[&row.wallet], row.amount, "{}", row.wallet);
    }
    let gained: u128 = has.iter().map(|(wallet, amount)| u128::from(amount - had[wallet])).sum();
    assert_eq!(gained, plan.total());
    assert_eq!(u128::from(vault - crowd.vault()), plan.total());
}

async fn build(
    crowd: &Crowd,
    arguments: &Arguments,
    plan: &PayoutPlan,
) -> Vec<personal_token_sdk::rpc::AddressLookupTableAccount> {
    let pairs: Vec<_> = plan.due.iter().map(|row| (row.position, row.quote_account)).collect();
    let mut signatures = Vec::new();
    let start = Instant::now();
    let landed = |signature, done, of| {
        signatures.push(signature);
        progress(Progress::Table { done, of });
    };
    let (stage, sending) = (&crowd.stage, Default::default());
    let tables = stage.client.build_tables(crowd.mint, &pairs, &stage.payer, &sending, landed).await.unwrap();
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(signatures.len(), plan.cost.table_transactions);
    print(&format!("building {} tables", tables.len()), arguments, &crowd.figures(&signatures).await, None, seconds);
    tables
}

async fn close(crowd: &Crowd, arguments: &Arguments) {
    let stage = &crowd.stage;
    let (mut signatures, mut rent) = (Vec::new(), 0);
    let start = Instant::now();
    for minutes in [0, 5] {
        stage.ledger.warp_to(stage.ledger.now() + minutes * 60).unwrap();
        let closed = stage.client.close_tables(crowd.mint, &stage.payer, &Default::default()).await.unwrap();
        rent += closed.rent_lamports;
        signatures.extend(closed.signatures);
    }
    print(
        &format!("closing the tables, which gives {rent} lamports back"),
        arguments,
        &crowd.figures(&signatures).await,
        None,
        start.elapsed().as_secs_f64(),
    );
}

async fn captable(crowd: &Crowd) {
    let positions = pda::token(crowd.mint);
    let start = Instant::now();
    let book = crowd.stage.client.cap_table(crowd.mint).await.unwrap();
    println!(
        "\nCap table of {positions} in the process: {} rows in {:.1} s",
        book.rows.len(),
        start.elapsed().as_secs_f64()
    );
    let node = node::Node::before(crowd.stage.ledger.clone());
    let mint = crowd.mint.to_string();
    for output in [&[][..], &["--output", "json-compact"]] {
        let words = [&["--url", &node.url], output, &["captable", &mint]].concat();
        let run = process::run(&words);
        println!(
            "`captable {}` as a process over HTTP: {:.1} s, {} kB at most in memory, {} bytes printed",
            output.join(" "),
            run.seconds,
            run.peak_kilobytes,
            run.out.len()
        );
        assert_eq!(run.code, 0, "{}", run.err);
        let rows = match output.is_empty() {
            true => run.out.lines().count() - 5,
            false => serde_json::from_str::<serde_json::Value>(&run.out).unwrap()["holders"].as_array().unwrap().len(),
        };
        assert_eq!(rows, crowd.holders.len() + 1);
    }
}

fn progress(step: Progress<'_>) {
    let (done, of, what) = match step {
        Progress::Table { done, of } => (done, of, "tables"),
        Progress::Landed { done, of, .. } => (done, of, "payout"),
        Progress::Failed { error, .. } | Progress::TablesFailed { error } => panic!("{error}"),
        _ => return,
    };
    if done % 500 == 0 || done == of {
        eprintln!("{what}: {done} of {of}");
    }
}

fn print(what: &str, arguments: &Arguments, figures: &Figures, paid: Option<usize>, seconds: f64) {
    let Figures { transactions, units, most_units, bytes, most_bytes, fee_lamports } = figures;
    let each = paid.map_or(String::new(), |paid| format!("{:.2}", paid as f64 / *transactions as f64));
    let cents = dollars(*fee_lamports, arguments.sol) * 100.0;
    println!("| {what} | {transactions} | {each} | {units} | {most_units} | {bytes} | {most_bytes} | {fee_lamports} | {cents:.2} | {seconds:.1} |");
}

fn dollars(lamports: u64, sol: f64) -> f64 {
    lamports as f64 / 1e9 * sol
}
