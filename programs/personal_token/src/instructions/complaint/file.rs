use crate::{
    access::now,
    account::{Account, Program},
    constants::*,
    events::ComplaintFiled,
    send,
    state::{Token, *},
};
use anchor_lang::prelude::*;
use personal_token_core::{
    complaint::{check_event, Category, Severity},
    Error as Rule,
};

#[derive(AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct ComplaintFileArgs {
    /// Byte of `core::complaint::Category`.
    pub category: u8,
    /// Byte of `core::complaint::Severity`.
    pub severity: u8,
    /// Unix time of the event.
    pub occurred_at: i64,
    /// Hash of the evidence.
    pub evidence_hash: [u8; 32],
}

#[event_cpi]
#[derive(Accounts)]
pub struct ComplaintFile {
    /// Pays the rent; gets it back when the complaint is closed.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// The owner's wallet.
    pub owner: Signer,
    #[account(
        mut,
        address = token.owner @ Rule::NotTokenOwner,
        constraint = owner_member.wallet == *owner.address() @ Rule::NotTokenOwner
    )]
    pub owner_member: Account<Member>,
    pub token: Account<Token>,
    /// The shareholder's position, also an empty or a replaced one.
    #[account(mut, constraint = position.token == *token.address() @ Rule::TokenMismatch)]
    pub position: Account<Position>,
    #[account(
        init,
        payer = payer,
        seeds = [COMPLAINT_SEED, position.address().as_ref(), bytemuck::bytes_of(&position.complaints)],
        bump
    )]
    pub complaint: Account<Complaint>,
    pub system_program: Program<System>,
}

impl ComplaintFile {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, args: ComplaintFileArgs) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let now = now()?;
        require!(accounts.position.member != accounts.token.owner, Rule::OwnPosition);
        require!(accounts.position.used == HELD, Rule::NeverHeldShares);
        let category = Category::from_byte(args.category)?;
        let severity = Severity::from_byte(args.severity)?;
        require!(args.evidence_hash != [0; 32], Rule::EvidenceRequired);
        check_event(args.occurred_at, now)?;
        if category == Category::BeyondBoundary {
            accounts.position.boundary()?.check_set_before(args.occurred_at)?;
        }
        let (filings, lapses_at) = accounts.owner_member.filings().file(now)?;

        accounts.owner_member.set_filings(filings);
        accounts.owner_member.invariant()?;
        let index = accounts.position.complaints;
        accounts.position.complaints = index.checked_add(1).ok_or(Rule::MathOverflow)?;
        accounts.position.invariant()?;

        let complaint = &mut accounts.complaint;
        complaint.version = VERSION;
        complaint.bump = ctx.bumps.complaint;
        complaint.category = category.byte();
        complaint.severity = severity.byte();
        complaint.contact = accounts.position.contact;
        complaint.index = index;
        complaint.occurred_at = args.occurred_at;
        complaint.filed_at = now;
        complaint.lapses_at = lapses_at;
        complaint.token = *accounts.token.address();
        complaint.position = *accounts.position.address();
        complaint.member = accounts.position.member;
        complaint.owner = accounts.token.owner;
        complaint.evidence_hash = args.evidence_hash;
        complaint.rent_payer = *accounts.payer.address();
        complaint.invariant()?;

        send!(
            ctx,
            ComplaintFiled {
                complaint: *ctx.accounts.complaint.address(),
                token: *ctx.accounts.token.address(),
                position: *ctx.accounts.position.address(),
                member: ctx.accounts.position.member,
                owner: ctx.accounts.token.owner,
                category: category.byte(),
                severity: severity.byte(),
                occurred_at: args.occurred_at.into(),
                evidence_hash: args.evidence_hash,
            }
        );
        Ok(())
    }
}
