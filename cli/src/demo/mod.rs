//! The whole story on a fresh ledger in memory: what it prints depends on nothing but this code, so that a test can
//! compare it and the README can show it.

mod check;
mod ground;
mod guard;
mod market;
mod money;
mod people;
mod recovery;
mod refusals;
mod round;
mod shares;
mod stage;

#[cfg(feature = "localnet")]
pub use people::CHARTER;
#[cfg(feature = "localnet")]
use {
    crate::localnet_client::Localnet,
    personal_token_sdk::{rpc::Client, Address},
    solana_keypair::Keypair,
};
use {
    crate::{
        context::{Context, Session},
        error::{CliError, Result},
        ledger::Ledger,
        output::Report,
    },
    serde_json::json,
    stage::Stage,
};

/// Plays the story; fails if any balance differs from the second calculation.
///
/// # Errors
/// A number is wrong, or something was refused, or was not, against the script.
pub async fn run(context: &mut Context<'_>) -> Result<Report> {
    let ledger = Ledger::in_memory()?;
    let client = Session::embedded(ledger.clone()).await?.client;
    let mut stage = Stage::new(Box::new(ledger), client).await?;
    let played = play(&mut stage).await;
    let transcript = stage.transcript();
    if context.global.output.is_none() {
        writeln!(context.terminal.out, "{transcript}")?;
    }
    played?;
    let checks = stage.books.checks();
    let json = json!({ "ok": true, "checks": checks, "transcript": transcript.lines().collect::<Vec<_>>() });
    Ok(Report::new("", json))
}

/// What the story leaves behind.
#[cfg(feature = "localnet")]
pub struct Settled {
    /// The network.
    pub network: Address,
    /// Olivia's share mint.
    pub mint: Address,
}

/// Plays the story on a localnet, unless it was played there before.
///
/// # Errors
/// As [`run`]; or it was interrupted there.
#[cfg(feature = "localnet")]
pub async fn settle(context: &mut Context<'_>, client: Client, localnet: Localnet) -> Result<Settled> {
    let (network, mint) = people::founded(&client).await?;
    if let (Some(network), mint) = (network, mint) {
        return match mint {
            Some(mint) if guard::is_over(&client, mint).await? => Ok(Settled { network, mint }),
            _ => Err(CliError::failed(
                "the demo was interrupted on this localnet: remove its --state file, or start it without --demo",
            )),
        };
    }
    context.terminal.note("The demo's story is played; this takes some seconds …");
    let ground = ground::Endpoint { client: client.clone(), localnet: localnet.impatient() };
    let mut stage = Stage::new(Box::new(ground), client).await?;
    play(&mut stage).await?;
    Ok(Settled { network: stage.network, mint: stage.mint })
}

/// The names of those who play, as of files, with their keys.
#[cfg(feature = "localnet")]
pub fn people() -> impl Iterator<Item = (String, Keypair)> {
    stage::CAST.iter().map(|(name, _)| {
        let file = if *name == stage::CARL_AGAIN { "carl-new".to_owned() } else { name.to_lowercase() };
        (file, stage::key(name))
    })
}

async fn play(stage: &mut Stage) -> Result<()> {
    stage.opening().await?;
    stage.act("First act: a token, its holders, its proceeds");
    people::found_network(stage).await?;
    people::admit(stage).await?;
    people::cool_off(stage).await?;
    shares::create_token(stage).await?;
    shares::open_positions(stage).await?;
    shares::first_transfers(stage).await?;
    refusals::outsider(stage).await?;
    refusals::locked_shares(stage).await?;
    refusals::direct_call(stage).await?;
    money::eighty_fifteen_five(stage).await?;
    money::bought_and_sold(stage).await?;
    money::five_percent(stage).await?;
    shares::village(stage).await?;
    refusals::over_the_cap(stage).await?;
    refusals::suspended(stage).await?;
    shares::send_back(stage).await?;
    money::three_holders(stage).await?;
    money::odd_amount(stage).await?;
    money::pay_everybody(stage).await?;
    shares::cap_table(stage).await?;
    money::payout_table(stage)?;
    stage.act("Second act: a round, a resale, a lost key");
    round::prepare(stage).await?;
    round::announce(stage).await?;
    round::subscribe(stage).await?;
    round::decide(stage).await?;
    round::complete_and_undo(stage).await?;
    round::complete_again(stage).await?;
    round::settle(stage).await?;
    round::deposit_afterwards(stage).await?;
    market::second_token(stage).await?;
    market::list(stage).await?;
    market::windows(stage).await?;
    market::routed_gain(stage).await?;
    recovery::lose(stage).await?;
    recovery::recover(stage).await?;
    recovery::paid_again(stage).await?;
    shares::cap_table(stage).await?;
    stage.act("Third act: a boundary, a complaint, a report");
    guard::boundary(stage).await?;
    guard::complain(stage).await?;
    guard::restricted(stage).await?;
    guard::standing_returns(stage).await?;
    guard::report(stage).await?;
    shares::cap_table(stage).await?;
    stage.closing()
}

fn broken(what: impl Into<String>) -> CliError {
    CliError::failed(format!("the demo went wrong: {}; please report it", what.into()))
}
