//! One function a command: build → preview → confirm → send → report.

mod acknowledge;
mod application;
mod captable;
mod charter;
mod complaint;
mod completions;
mod credits;
mod desk;
mod doctor;
mod history;
mod keygen;
mod ledger;
mod localnet;
mod market;
mod member;
mod member_view;
mod network;
mod packing;
mod parameters;
mod payouts;
mod position;
mod proceeds;
mod recovery;
mod report;
mod reputation;
mod rights;
mod round;
mod shares;
mod steward;
mod token;
mod token_view;
mod transactions;

pub use captable::render as render_cap_table;

use {
    crate::{
        args::{Command, SharesCommand},
        context::{Context, Session, Signers},
        error::{CliError, Result},
        output::Report,
        send::Plan,
    },
    personal_token_core::member::Status,
    personal_token_sdk::{
        state::{Member, Network},
        Address,
    },
};

/// Runs a command.
///
/// # Errors
/// What the command says.
pub async fn run(context: &mut Context<'_>, command: &Command) -> Result<Report> {
    match command {
        Command::Network(command) => network::run(context, command).await,
        Command::Charter(command) => charter::run(context, command).await,
        Command::Member(command) => member::run(context, command).await,
        Command::Token(command) => token::run(context, command).await,
        Command::Position(command) => position::run(context, command).await,
        Command::Shares(SharesCommand::Transfer(args)) => shares::transfer(context, args).await,
        Command::Round(command) => round::run(context, command).await,
        Command::Market(command) => market::run(context, command).await,
        Command::Recovery(command) => recovery::run(context, command).await,
        Command::Proceeds(command) => proceeds::run(context, command).await,
        Command::Complaint(command) => complaint::run(context, command).await,
        Command::Report(command) => report::run(context, command).await,
        Command::Captable(args) => captable::show(context, args.mint).await,
        Command::Doctor(args) => doctor::examine(context, args.mint).await,
        Command::Ledger(command) => ledger::run(context, command).await,
        Command::Localnet(args) => localnet::serve(context, args).await,
        Command::Demo => crate::demo::run(context).await,
        Command::Keygen(args) => keygen::make(context, args),
        Command::Completions(args) => completions::print(args),
    }
}

/// A network seen by who acts in it.
struct Office {
    signers: Signers,
    session: Session,
    address: Address,
    network: Network,
}

impl Office {
    /// Opens a network to change something in it.
    async fn open(context: &mut Context<'_>) -> Result<Self> {
        let signers = context.signers()?;
        let session = context.connect(crate::context::Access::Write).await?;
        let (address, network) = session.network(&context.global).await?;
        Ok(Self { signers, session, address, network })
    }

    /// The member as whom a steward signs; nothing if the authority itself does, or if who acts is no member at all, which
    /// the program then says.
    async fn steward_member(&self) -> Result<Option<Address>> {
        steward_member(&self.session, self.address, &self.network, self.signers.wallet()).await
    }

    async fn member(&self, wallet: Address) -> Result<(Address, Member)> {
        self.session.member(self.address, wallet).await
    }
}

/// A network acted on by instructions that take nothing from its state: whoever signs elsewhere and names it needs no
/// cluster.
struct Counter {
    signers: Signers,
    address: Address,
    /// Nothing was read if this is none.
    read: Option<(Session, Network)>,
}

impl Counter {
    async fn open(context: &mut Context<'_>) -> Result<Self> {
        if let Some(address) = context.global.network.filter(|_| context.global.sign_only) {
            return Ok(Self { signers: context.signers()?, address, read: None });
        }
        Self::reading(context).await
    }

    async fn reading(context: &mut Context<'_>) -> Result<Self> {
        let Office { signers, session, address, network } = Office::open(context).await?;
        Ok(Self { signers, address, read: Some((session, network)) })
    }

    fn network(&self) -> Option<&Network> {
        self.read.as_ref().map(|(_, network)| network)
    }

    async fn finish(&self, context: &mut Context<'_>, plan: &Plan, done: &str) -> Result<Report> {
        match &self.read {
            Some((session, _)) => Ok(context.execute(session, &self.signers, &[], plan).await?.report(plan, done)),
            None => context.sign_unread(&self.signers, plan),
        }
    }
}

async fn steward_member(
    session: &Session,
    address: Address,
    network: &Network,
    wallet: Address,
) -> Result<Option<Address>> {
    if network.authority == wallet {
        return Ok(None);
    }
    let Some((member, _)) = session.client.member_of(address, wallet).await? else {
        return Err(not_authorised(wallet));
    };
    match session.client.steward(address, member).await? {
        Some(_) => Ok(Some(member)),
        None => Err(not_authorised(wallet)),
    }
}

fn not_authorised(wallet: Address) -> CliError {
    CliError::failed(format!(
        "{wallet} is neither the authority of the network nor a steward of it: ask one of them (`personal-token network steward list`)"
    ))
}

/// The word for a member's status.
fn status(member: &Member) -> &'static str {
    member.status().map_or("unknown", Status::name)
}

/// `yes` or `no`.
const fn yes_no(value: bool) -> &'static str {
    match value {
        true => "yes",
        false => "no",
    }
}
