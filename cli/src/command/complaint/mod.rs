//! Complaints of owners about shareholders: filing, reply, decision, and where they stand.

mod decide;
mod file;
mod show;
mod stage;

pub use {decide::reputation as reputation_text, file::boundary_text};

use {
    super::desk::Desk,
    crate::{
        args::ComplaintCommand,
        context::{Access, Context, Session},
        error::{CliError, Result},
        output::Report,
        send::Plan,
    },
    personal_token_core::{
        complaint::{Severity, Stage},
        Error as Rule,
    },
    personal_token_sdk::{
        instruction::ComplaintParties,
        state::{Complaint, Member},
        Address, Instruction,
    },
};

pub async fn run(context: &mut Context<'_>, command: &ComplaintCommand) -> Result<Report> {
    match command {
        ComplaintCommand::File(args) => file::file(context, args).await,
        ComplaintCommand::Reply(args) => file::reply(context, args).await,
        ComplaintCommand::Resolve(args) => decide::resolve(context, args).await,
        ComplaintCommand::Overturn(args) => decide::overturn(context, args).await,
        ComplaintCommand::Close(args) => file::close(context, args.complaint).await,
        ComplaintCommand::Show(args) => show::show(context, args.complaint).await,
        ComplaintCommand::List(args) => show::list(context, args).await,
        ComplaintCommand::Verify(args) => show::verify(context, args).await,
    }
}

/// A complaint seen by who acts on it.
struct Docket {
    desk: Desk,
    address: Address,
    complaint: Complaint,
    /// The shareholder.
    member: Member,
    /// The owner.
    owner: Member,
}

impl Docket {
    async fn open(context: &mut Context<'_>, address: Address) -> Result<Self> {
        let signers = context.signers()?;
        let session = context.connect(Access::Write).await?;
        let complaint = find(&session, address).await?;
        let member = session.client.member(complaint.member).await?;
        let owner = session.client.member(complaint.owner).await?;
        let token = session.client.token_at(complaint.token).await?;
        let view = session.view(complaint.token, token).await?;
        let desk = Desk::of(signers, session, view).await?;
        Ok(Self { desk, address, complaint, member, owner })
    }

    fn stage(&self) -> Result<Stage> {
        self.complaint.case().stage(self.desk.session.now).map_err(rule)
    }

    fn severity(&self) -> Result<Severity> {
        self.complaint.severity().map_err(rule)
    }

    fn parties(&self) -> ComplaintParties {
        ComplaintParties {
            network: self.desk.view.token.network,
            token: self.complaint.token,
            complaint: self.address,
            member: self.complaint.member,
            owner_member: self.complaint.owner,
        }
    }

    /// A plan about the complaint, with what is known about its times.
    fn plan(&self, title: &str, doing: &str, instruction: Instruction) -> Plan {
        let complaint = &self.complaint;
        let plan = self
            .desk
            .plan(title, doing, instruction)
            .json("complaint", self.address.to_string())
            .effect("complaint", self.address)
            .effect("by", format!("{}, the owner", self.owner.wallet))
            .effect("about", self.member.wallet);
        stage::with_times(plan, complaint)
    }
}

/// A complaint that was not closed.
async fn find(session: &Session, address: Address) -> Result<Complaint> {
    session.client.complaint_at(address).await?.ok_or_else(|| {
        CliError::failed(format!(
            "there is no complaint at {address}: it was closed, or the address is another one; `personal-token complaint list` shows those there are"
        ))
    })
}

fn rule(error: Rule) -> CliError {
    CliError::failed(error.to_string())
}
