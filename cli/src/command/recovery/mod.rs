//! Lost and stolen keys: the move of a member to a new wallet, and the hold of his shares.

mod execute;
mod hold;
mod propose;
mod show;

pub use hold::{hold, release};

use {
    crate::{args::RecoveryCommand, command::Office, context::Context, error::Result, output::Report, text::count},
    personal_token_sdk::{
        instruction::PositionMark,
        state::{Member, Position},
        Address, Instruction,
    },
};

/// So many positions in one instruction.
const MARKED_AT_ONCE: usize = 12;

pub async fn run(context: &mut Context<'_>, command: &RecoveryCommand) -> Result<Report> {
    match command {
        RecoveryCommand::Propose(args) => propose::propose(context, args).await,
        RecoveryCommand::Veto(args) => propose::veto(context, args.person).await,
        RecoveryCommand::Mark(args) => hold::mark(context, args.person).await,
        RecoveryCommand::Execute(args) => execute::execute(context, args).await,
        RecoveryCommand::Show(args) => show::show(context, args.person).await,
    }
}

/// A member and all his positions, seen by who acts.
struct File {
    office: Office,
    address: Address,
    member: Member,
    positions: Vec<(Address, Position)>,
}

impl File {
    /// Opens a member's file; of who acts if nobody is named.
    async fn open(context: &mut Context<'_>, person: Option<Address>) -> Result<Self> {
        let office = Office::open(context).await?;
        let person = person.unwrap_or_else(|| office.signers.wallet());
        let (address, member) = office.session.party(office.address, person).await?;
        let positions = office.session.client.positions_of_member(address).await?;
        Ok(Self { office, address, member, positions })
    }

    fn now(&self) -> i64 {
        self.office.session.now
    }
}

/// The instructions that give each position the mark that follows from the member, where it has another, and how many
/// positions that are.
fn marks(address: Address, member: &Member, positions: &[(Address, Position)], now: i64) -> (Vec<Instruction>, usize) {
    let differs = |position: &Position| {
        let mark = member.restraint().mark(position.wallet == member.wallet, now);
        // What was moved holds nothing any more.
        position.replaced_by().is_none() && mark != position.held_until
    };
    let stale: Vec<Address> =
        positions.iter().filter(|(_, position)| differs(position)).map(|(address, _)| *address).collect();
    let mark = |chunk: &[Address]| PositionMark { member: address, positions: chunk.to_vec() }.instruction();
    (stale.chunks(MARKED_AT_ONCE).map(mark).collect(), stale.len())
}

fn positions_text(number: usize) -> String {
    count(u64::try_from(number).unwrap_or(u64::MAX), "position")
}
