//! Ben goes too far, and Olivia is protected; then she owes a report.

#[cfg(feature = "localnet")]
use personal_token_sdk::rpc::Client;
use {
    super::{
        broken,
        market::listing,
        money::dues,
        people::{admission, application},
        round::quote_account,
        shares::transfer,
        stage::{document, money, wallet, Stage, ADA, BEN, JUDITH, MAX, NORA, OLIVIA, USDC},
    },
    crate::{
        amount::show_count,
        error::{CliError, Result},
        time::{show_day, DAY},
    },
    personal_token_core::{
        boundary::Contact,
        complaint::{Category, Decision, Severity, Stage as Step},
        member::{capability, role},
        report::Deadline,
        Error as Rule, BASIS_POINTS,
    },
    personal_token_sdk::{
        instruction::{
            ComplaintFile, ComplaintParties, ComplaintReply, ComplaintResolve, PositionAdmit, PositionSetBoundary,
            ProceedsClaim, ReportFile, ReportRecord, StewardAppoint, StewardUpdate,
        },
        pda, quote,
        state::{Complaint, Member},
        Address, Instruction,
    },
};

/// The year of the story, of which Olivia reports.
const YEAR: u16 = 2026;

/// Whether the story was told to its end.
#[cfg(feature = "localnet")]
pub async fn is_over(client: &Client, mint: Address) -> Result<bool> {
    Ok(client.report(pda::token(mint), YEAR).await?.is_some())
}

pub async fn boundary(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Ben rings Olivia up every night",
        "He holds shares, and no right to her time. She says how he may reach her; the chain keeps when she said it.",
    );
    let list = listing(stage, ADA, 1_000).await?;
    stage.send(&[list], &[ADA]).await?;
    let set = PositionSetBoundary {
        owner: wallet(OLIVIA),
        owner_member: stage.member(OLIVIA).await?,
        mint: stage.mint,
        holder: wallet(BEN),
        contact: Contact::Quarterly,
    };
    let early = complaint(stage, Category::BeyondBoundary).await?.instruction();
    stage.refused("Olivia complains that he went beyond a boundary", early, OLIVIA, Rule::NoBoundaryBefore).await?;
    stage.send(&[set.instruction()], &[OLIVIA]).await?;
    let (_, position) = stage.position(BEN).await?.ok_or_else(|| broken("Ben has no position"))?;
    stage.books.check(|| "Ben's boundary".to_owned(), position.contact, Contact::Quarterly.byte());
    stage.tell("✓ boundary: one message a quarter. Ben sees it in `position show`.");
    stage.wait(1).await
}

pub async fn complain(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "The next day he stands at her door",
        "Olivia complains. Evidence stays with her; its hash goes on chain. Filing costs nothing but a refundable rent.",
    );
    admit_judith(stage).await?;
    let file = complaint(stage, Category::BeyondBoundary).await?;
    stage.send(&[file.instruction()], &[OLIVIA]).await?;
    stage.tell("✓ filed: beyond the boundary, severe");

    let address = pda::complaint(file.position, file.index);
    let early = decision(stage, address, JUDITH).await?;
    stage.refused("Judith decides at once", early, JUDITH, Rule::ReplyTimeRuns).await?;
    let reply = ComplaintReply {
        wallet: wallet(BEN),
        member: stage.member(BEN).await?,
        complaint: address,
        reply_hash: document("I only wanted to talk about my shares."),
    };
    stage.send(&[reply.instruction()], &[BEN]).await?;
    stage.tell("✓ Ben replies; he has seven days for it");
    stage.wait(7).await?;

    let partial = decision(stage, address, ADA).await?;
    stage.refused("Ada, a steward with shares of Olivia's, decides", partial, ADA, Rule::StewardHoldsShares).await?;
    let uphold = decision(stage, address, JUDITH).await?;
    stage.send(&[uphold], &[JUDITH]).await?;
    let complaint = found(stage, address).await?;
    stage.books.check(|| "points taken".to_owned(), complaint.points, 500u16);
    let until = match complaint.case().stage(stage.now().await?) {
        Ok(Step::Appeal(until)) => until,
        _ => return Err(broken("the decision cannot be overturned")),
    };
    reputation(stage, BEN, 500).await?;
    stage.tell(format!(
        "✓ upheld: Ben's reputation is 500 of 1,000, and 600 are asked for. Nora could overturn it until {}.",
        show_day(until)
    ));
    stage.check_everything().await
}

pub async fn restricted(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Ben can get no more shares, by any way",
        "He keeps what he has, may sell it or give it back, and is paid to the unit.",
    );
    stage.wait(6).await?;
    let purchase = super::market::purchase(stage, BEN, 1_000).await?;
    stage.refused("Ben buys what Ada has listed", purchase, BEN, Rule::NotInGoodStanding).await?;
    let gift = transfer(stage, OLIVIA, BEN, 100).await?;
    stage.refused("Olivia herself sends him 100 shares", gift, OLIVIA, Rule::NotInGoodStanding).await?;
    let claim = ProceedsClaim {
        mint: stage.mint,
        position: pda::position_of(wallet(BEN), stage.mint),
        quote_account: quote_account(stage, BEN),
        holder: None,
    };
    let due = dues(stage).iter().find(|(name, _)| *name == BEN).map_or(0, |(_, due)| *due);
    stage.books.check(|| "what Ben is owed".to_owned(), due, 1_600 * USDC);
    stage.send(&[claim.instruction()], &[MAX]).await?;
    let paid = stage.books.pay(BEN);
    stage.tell(format!("✓ Max has Ben paid: {}", money(paid)));
    stage.check_everything().await
}

pub async fn standing_returns(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Time passes",
        "A point comes back each day: 100 days after the decision Ben is in good standing again.",
    );
    let admit = PositionAdmit {
        owner: wallet(OLIVIA),
        owner_member: stage.member(OLIVIA).await?,
        mint: stage.mint,
        holder: wallet(BEN),
        cap: BASIS_POINTS,
    };
    stage.send(&[admit.instruction()], &[OLIVIA]).await?;
    let network = stage.client.network(stage.network).await?;
    let returns_at = quote::standing_returns_at(&network, &member(stage, BEN).await?)
        .ok_or_else(|| broken("Ben's standing never returns"))?;
    let days = days_until(stage, returns_at).await?;
    stage.wait(days - 1).await?;
    reputation(stage, BEN, 599).await?;
    let gift = transfer(stage, OLIVIA, BEN, 100).await?;
    stage
        .refused("Olivia, who has forgiven him, sends him 100 shares", gift.clone(), OLIVIA, Rule::NotInGoodStanding)
        .await?;
    stage.wait(1).await?;
    reputation(stage, BEN, 600).await?;
    stage.send(&[gift], &[OLIVIA]).await?;
    stage.books.transfer(OLIVIA, BEN, 100);
    stage.tell(format!("✓ Olivia → Ben: {} shares", show_count(100)));
    stage.check_everything().await
}

pub async fn report(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Olivia forgets her report",
        "Whoever has outside shareholders reports once a year. After the deadline and the grace anybody may say that it is missing.",
    );
    let parameters = stage.client.network(stage.network).await?.parameters;
    let year = YEAR;
    let deadline = Deadline::of(year, parameters.report_deadline, parameters.report_grace)
        .map_err(|rule| CliError::failed(rule.to_string()))?;
    let days = days_until(stage, deadline.recordable_at).await?;
    stage.wait(days - 1).await?;
    let token = pda::token(stage.mint);
    let owner_member = stage.member(OLIVIA).await?;
    let record = ReportRecord {
        payer: wallet(MAX),
        network: stage.network,
        token,
        owner_member,
        position: pda::position_of(wallet(BEN), stage.mint),
        year,
    };
    let early = record.instruction();
    stage.refused("Max says it is missing, a day too early", early, MAX, Rule::ReportNotOverdue).await?;
    stage.wait(1).await?;
    stage.send(&[record.instruction()], &[MAX]).await?;
    reputation(stage, OLIVIA, 900).await?;
    stage.tell("✓ recorded, for everybody to see: her reputation is 900");
    stage.refused("Max records it again", record.instruction(), MAX, Rule::ReportInOrder).await?;

    let deposited = stage.token().await?.year_book().gross(year);
    let file = ReportFile {
        payer: wallet(OLIVIA),
        owner: wallet(OLIVIA),
        owner_member,
        network: stage.network,
        token,
        year,
        proceeds: deposited,
        cost_basis: 0,
        evidence_hash: document("the tax return of 2026"),
    };
    stage.send(&[file.instruction()], &[OLIVIA]).await?;
    let found = stage.client.report(token, year).await?;
    let (_, report) = found.ok_or_else(|| broken("there is no report"))?;
    stage.books.check(|| "the gain reported".to_owned(), report.rules().gain(), report.deposited);
    stage.tell(format!("✓ she reports late: a gain of {}, all of it deposited", money(deposited)));
    stage.check_everything().await
}

/// In how many days, the begun one included, a moment has come.
async fn days_until(stage: &Stage, moment: i64) -> Result<i64> {
    Ok((moment - stage.now().await? + DAY - 1) / DAY)
}

/// A steward who holds no shares of Olivia's; Ada may arbitrate too, but for that.
async fn admit_judith(stage: &mut Stage) -> Result<()> {
    stage.send(&[application(stage, JUDITH, role::INVESTOR)], &[JUDITH]).await?;
    stage.send(&[admission(stage, JUDITH, JUDITH, role::INVESTOR)?], &[NORA]).await?;
    let (authority, network) = (wallet(NORA), stage.network);
    let member = stage.member(JUDITH).await?;
    let capabilities = capability::ARBITRATE;
    let appoint = StewardAppoint { payer: authority, authority, network, member, capabilities };
    let (member, capabilities) = (stage.member(ADA).await?, capability::RECOVER | capability::ARBITRATE);
    let update = StewardUpdate { authority, network, member, capabilities };
    stage.send(&[appoint.instruction(), update.instruction()], &[NORA]).await
}

async fn complaint(stage: &Stage, category: Category) -> Result<ComplaintFile> {
    let (position, state) = stage.position(BEN).await?.ok_or_else(|| broken("Ben has no position"))?;
    Ok(ComplaintFile {
        payer: wallet(OLIVIA),
        owner: wallet(OLIVIA),
        owner_member: stage.member(OLIVIA).await?,
        mint: stage.mint,
        position,
        index: state.complaints,
        category,
        severity: Severity::Severe,
        occurred_at: stage.now().await?,
        evidence_hash: document("a photograph of her door"),
    })
}

async fn decision(stage: &Stage, address: Address, steward: &str) -> Result<Instruction> {
    let Complaint { token, member, owner, .. } = found(stage, address).await?;
    let resolve = ComplaintResolve {
        steward: wallet(steward),
        steward_member: stage.member(steward).await?,
        mint: stage.mint,
        parties: ComplaintParties { network: stage.network, token, complaint: address, member, owner_member: owner },
        decision: Decision::Upheld(Severity::Severe),
        reason_hash: document("He was at her door, a day after he had been asked to write once a quarter."),
    };
    Ok(resolve.instruction())
}

async fn found(stage: &Stage, complaint: Address) -> Result<Complaint> {
    stage.client.complaint_at(complaint).await?.ok_or_else(|| broken("there is no complaint"))
}

async fn member(stage: &Stage, name: &str) -> Result<Member> {
    let found = stage.client.member_of(stage.network, wallet(name)).await?;
    found.map(|(_, member)| member).ok_or_else(|| broken(format!("{name} is not a member")))
}

async fn reputation(stage: &mut Stage, name: &str, expected: u16) -> Result<()> {
    let points = member(stage, name).await?.reputation().at(stage.now().await?);
    stage.books.check(|| format!("{name}'s reputation"), points, expected);
    Ok(())
}
