//! Stateful search for as long as one likes; see `personal_token_tests::search`.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use clap::Parser;
use personal_token_tests::{
    invariants::Invariant,
    search::{kind::KINDS, run, tally},
};

/// Searches for histories that break an invariant, or in which chain and model differ.
#[derive(Parser)]
struct Arguments {
    /// For how long.
    #[arg(long, default_value_t = 30.0)]
    minutes: f64,
    /// The first case's seed; the others follow.
    #[arg(long, default_value_t = 1_000_000)]
    seed: u64,
    /// Cases at the same time.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Only the case of that seed.
    #[arg(long)]
    only: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let begun = Instant::now();
    let time = Duration::from_secs_f64(arguments.minutes * 60.0);
    let kept = run::kept_seeds().into_iter().map(run::case).find_map(Result::err);
    let outcome = match (kept, arguments.only) {
        (Some(failure), _) => Err(failure),
        (None, true) => run::case(arguments.seed).map(|()| 1),
        (None, false) => run::cases(arguments.seed, arguments.threads, time),
    };
    let (tally, seconds) = (tally::all(), begun.elapsed().as_secs_f64());
    println!("{tally}");
    println!(
        "{} actions ({} kinds, {} of them hostile) in {seconds:.0} s: {:.0} a second on {} threads",
        tally.actions(),
        KINDS.len(),
        KINDS.iter().filter(|about| about.is_hostile).count(),
        tally.actions() as f64 / seconds,
        arguments.threads,
    );
    println!("{} hostile actions, all refused with unchanged accounts", tally.attacks());
    println!("{} successes, after each of which {} invariants held", tally.successes(), Invariant::ALL.len());
    match outcome {
        Ok(cases) => println!("{cases} cases from seed {}, none failed", arguments.seed),
        Err(failure) => {
            println!("seed {} failed: {}\n{}", failure.seed, failure.reason, failure.history.join("\n"));
            return ExitCode::FAILURE;
        }
    }
    let suspicious = tally.suspicious();
    if arguments.only || suspicious.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("these never succeeded, or should not have: {}", suspicious.join(", "));
    ExitCode::FAILURE
}
