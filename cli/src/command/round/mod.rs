//! Rounds: new shares for money that waits in escrow.

mod decide;
mod open;
mod settle;
mod show;
mod subscribe;
mod work;

use {
    super::desk::Desk,
    crate::{
        args::RoundCommand,
        context::{Context, Session, TokenView},
        error::{CliError, Result},
        output::Report,
        send::Plan,
        time::show as moment,
    },
    personal_token_core::{round::Stage, Error as Rule},
    personal_token_sdk::{
        quote::round_stage,
        state::{Member, Round, Subscription},
        Address, Instruction,
    },
};

pub async fn run(context: &mut Context<'_>, command: &RoundCommand) -> Result<Report> {
    match command {
        RoundCommand::Open(args) => open::open(context, args).await,
        RoundCommand::Subscribe(args) => subscribe::subscribe(context, args).await,
        RoundCommand::Accept(args) => decide::accept(context, args).await,
        RoundCommand::Decline(args) => decide::decline(context, args).await,
        RoundCommand::Withdraw(args) => subscribe::withdraw(context, args).await,
        RoundCommand::Complete(args) => decide::complete(context, args).await,
        RoundCommand::Undo(args) => decide::undo(context, args).await,
        RoundCommand::Cancel(args) => decide::cancel(context, args).await,
        RoundCommand::Settle(args) => settle::settle(context, args).await,
        RoundCommand::Refund(args) => settle::refund(context, args).await,
        RoundCommand::Collect(args) => settle::collect(context, args).await,
        RoundCommand::Show(args) => show::show(context, args).await,
    }
}

/// A round seen by who acts on it.
struct RoundDesk {
    desk: Desk,
    address: Address,
    round: Round,
}

impl RoundDesk {
    async fn open(context: &mut Context<'_>, mint: Address, number: Option<u32>) -> Result<Self> {
        let desk = Desk::open(context, mint).await?;
        let (address, round) = find(&desk.session, &desk.view, number).await?;
        Ok(Self { desk, address, round })
    }

    fn now(&self) -> i64 {
        self.desk.session.now
    }

    fn stage(&self) -> Result<Stage> {
        stage(&self.round, self.now())
    }

    /// A plan about the round, which knows until when its rules refuse.
    fn plan(&self, title: &str, doing: impl Into<String>, instructions: Vec<Instruction>) -> Plan {
        let (book, view) = (&self.round.book, &self.desk.view);
        let title = format!("{title}: round {} of {} ({})", self.round.index, view.symbol, view.name);
        let plan = self
            .desk
            .with_actor(Plan::new(title, doing, instructions))
            .who("mint", view.mint)
            .json("round", self.round.index)
            .json("roundAddress", self.address.to_string())
            .until(Rule::RoundNotOpenYet, book.opens_at, "It opens at")
            .until(Rule::TokenPaused, view.token.paused_until, "The pause ends at");
        let plan = match book.completable_at() {
            Ok(from) if book.reopened_at > 0 => plan.until(Rule::RoundReopened, from, "It can be completed again from"),
            _ => plan,
        };
        let plan = match self.stage() {
            Ok(Stage::Failed) => plan.because(Rule::RoundClosed, format!("It closed at {}", moment(book.closes_at))),
            Ok(Stage::Cancelled) => plan.because(Rule::RoundClosed, "It was cancelled"),
            _ => plan,
        };
        match book.undo_until() {
            Ok(until) if book.completed_at > 0 => plan
                .until(Rule::UndoWindowOpen, until, "The undo window is open until")
                .because(Rule::UndoWindowOver, format!("It ended at {}", moment(until))),
            _ => plan,
        }
    }

    /// The subscription of a person.
    async fn subscription(&self, person: Address) -> Result<(Member, Subscription)> {
        let (address, member) = self.desk.session.party(self.desk.view.token.network, person).await?;
        match self.desk.session.client.subscription(self.address, address).await? {
            Some((_, subscription)) => Ok((member, subscription)),
            None => Err(CliError::failed(format!(
                "{person} has no subscription to round {} of {}: `personal-token round show {}` lists those there are",
                self.round.index, self.desk.view.symbol, self.desk.view.mint
            ))),
        }
    }

    fn money(&self, units: u64) -> String {
        self.desk.view.money.show(units)
    }

    fn money_json(&self, units: u64) -> serde_json::Value {
        self.desk.view.money.json(units)
    }

    /// What shares cost, in quote units.
    fn cost(&self, shares: u64) -> Result<u64> {
        self.round.book.cost(shares).map_err(rule)
    }
}

/// The round of a number, or the latest.
async fn find(session: &Session, view: &TokenView, number: Option<u32>) -> Result<(Address, Round)> {
    let Some(latest) = view.token.rounds.checked_sub(1) else {
        return Err(CliError::failed(format!(
            "{} has had no round yet: its owner announces one with `personal-token round open {}`",
            view.symbol, view.mint
        )));
    };
    match session.client.round(view.address, number.unwrap_or(latest)).await? {
        Some(found) => Ok(found),
        None => Err(CliError::failed(format!("there is no such round: {} has rounds 0 to {latest}", view.symbol))),
    }
}

fn stage(round: &Round, now: i64) -> Result<Stage> {
    round_stage(round, now).map_err(rule)
}

/// A rule that no refusal of the program can quote.
fn rule(rule: Rule) -> CliError {
    CliError::failed(format!("{rule} ({})", rule.name()))
}
