use crate::{
    access::{check_steward, now},
    account::Account,
    events::{ComplaintDecided, ReputationChanged},
    send,
    state::{Token, *},
};
use anchor_lang::{address_eq, prelude::*};
use personal_token_core::{
    complaint::{Decision, Parties},
    member::{capability, Reputation},
    Error as Rule,
};

#[event_cpi]
#[derive(Accounts)]
pub struct ComplaintDecide {
    /// A steward who arbitrates, to decide; the network's authority, to overturn.
    pub signer: Signer,
    pub network: Account<Network>,
    /// CHECK: `check_steward`; not needed to overturn.
    pub steward: Option<UncheckedAccount>,
    /// CHECK: `check_steward`; not needed to overturn.
    pub steward_member: Option<UncheckedAccount>,
    /// CHECK: the address, in `check_impartial`: the steward's position, whether there is one or not.
    pub steward_position: Option<UncheckedAccount>,
    #[account(constraint = token.network == *network.address() @ Rule::NetworkMismatch)]
    pub token: Account<Token>,
    #[account(mut, constraint = complaint.token == *token.address() @ Rule::ComplaintMismatch)]
    pub complaint: Account<Complaint>,
    /// The shareholder. He and the owner are never the same member, and nothing else is loaded while these two are; a
    /// steward who is one of them is refused by name.
    #[account(mut, unsafe(dup), address = complaint.member @ Rule::ComplaintMismatch)]
    pub member: Account<Member>,
    #[account(mut, unsafe(dup), address = complaint.owner @ Rule::ComplaintMismatch)]
    pub owner_member: Account<Member>,
}

impl ComplaintDecide {
    /// Decides a complaint for the first time.
    #[inline(never)]
    pub fn resolve(ctx: &mut Context<Self>, kind: u8, severity: u8, reason_hash: [u8; 32]) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let now = now()?;
        check_impartial(accounts)?;
        check_steward(
            &accounts.network,
            &accounts.signer,
            accounts.steward.as_ref(),
            accounts.steward_member.as_ref(),
            capability::ARBITRATE,
        )?;
        accounts.complaint.case().check_decision(now)?;
        let decision = Decision::from_bytes(kind, severity, accounts.complaint.claimed()?)?;

        let before = parties(accounts);
        let (mut after, taken) = before.decide(decision, now)?;
        after.filings = after.filings.free(accounts.complaint.lapses_at);
        write(ctx, decision, taken, after, reason_hash, now)?;
        report(ctx, before, after, now)
    }

    /// Puts another decision in the place of a steward's.
    #[inline(never)]
    pub fn overturn(ctx: &mut Context<Self>, kind: u8, severity: u8, reason_hash: [u8; 32]) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let now = now()?;
        let signer = accounts.signer.address();
        accounts.network.check_authority(signer)?;
        let is_party = accounts.member.wallet == *signer || accounts.owner_member.wallet == *signer;
        require!(!is_party, Rule::PartyCannotDecide);
        accounts.complaint.case().check_overturn(now)?;
        let decision = Decision::from_bytes(kind, severity, accounts.complaint.claimed()?)?;
        let overturned = accounts.complaint.decided()?.ok_or(Rule::ComplaintUndecided)?;
        require!(decision != overturned, Rule::DecisionUnchanged);

        let before = parties(accounts);
        let complaint = &accounts.complaint;
        let undone = before.undo(overturned, complaint.points, complaint.decided_at, now)?;
        let (after, taken) = undone.decide(decision, now)?;
        accounts.complaint.overturned = 1;
        write(ctx, decision, taken, after, reason_hash, now)?;
        report(ctx, before, after, now)
    }
}

/// Refuses stewards who are a party to the complaint or hold shares of the token, before anything of theirs is loaded.
#[inline(never)]
fn check_impartial(accounts: &ComplaintDecide) -> Result<()> {
    let (Some(member), Some(position)) = (&accounts.steward_member, &accounts.steward_position) else {
        return Err(Rule::NotAuthorised.into());
    };
    let is_party = address_eq(member.address(), accounts.member.address())
        || address_eq(member.address(), accounts.owner_member.address());
    require!(!is_party, Rule::PartyCannotDecide);
    let expected = Position::address_of(accounts.signer.address(), &accounts.token.mint);
    require!(address_eq(position.address(), &expected), Rule::PositionMismatch);
    if position.account().owned_by(&crate::ID) {
        let position = Account::<Position>::load(*position.account())?;
        require!(position.shares == 0, Rule::StewardHoldsShares);
    }
    Ok(())
}

fn parties(accounts: &ComplaintDecide) -> Parties {
    Parties {
        member: accounts.member.reputation(),
        owner: accounts.owner_member.reputation(),
        filings: accounts.owner_member.filings(),
    }
}

#[inline(never)]
fn write(
    ctx: &mut Context<ComplaintDecide>,
    decision: Decision,
    points: u16,
    after: Parties,
    reason_hash: [u8; 32],
    now: i64,
) -> Result<()> {
    require!(reason_hash != [0; 32], Rule::ReasonRequired);
    let accounts = &mut ctx.accounts;
    accounts.member.set_reputation(after.member);
    accounts.member.invariant()?;
    accounts.owner_member.set_reputation(after.owner);
    accounts.owner_member.set_filings(after.filings);
    accounts.owner_member.invariant()?;

    let complaint = &mut accounts.complaint;
    (complaint.decision, complaint.decided_severity) = decision.bytes();
    complaint.points = points;
    complaint.decided_at = now;
    complaint.reason_hash = reason_hash;
    complaint.decided_by = *accounts.signer.address();
    complaint.invariant()
}

/// One event for the decision, and one for each reputation that it changed.
#[inline(never)]
fn report(ctx: &Context<ComplaintDecide>, before: Parties, after: Parties, now: i64) -> Result<()> {
    let accounts = &ctx.accounts;
    let complaint = &accounts.complaint;
    send!(
        ctx,
        ComplaintDecided {
            complaint: *complaint.address(),
            decision: complaint.decision,
            severity: complaint.decided_severity,
            points: complaint.points.into(),
            reason_hash: complaint.reason_hash,
            by: complaint.decided_by,
            overturned: complaint.overturned,
        }
    );
    let changes: [(&Account<Member>, Reputation, Reputation); 2] =
        [(&accounts.member, before.member, after.member), (&accounts.owner_member, before.owner, after.owner)];
    for (member, before, after) in changes {
        let (before, after) = (before.at(now), after.at(now));
        if before != after {
            let (before, after) = (before.into(), after.into());
            send!(ctx, ReputationChanged { member: *member.address(), before, after, cause: *complaint.address() });
        }
    }
    Ok(())
}
