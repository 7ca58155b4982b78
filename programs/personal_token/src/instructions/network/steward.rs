use crate::{
    access::now,
    account::{Account, Program},
    constants::*,
    events::StewardChanged,
    send,
    state::*,
};
use anchor_lang::prelude::*;
use personal_token_core::{
    member::{capability, check_capabilities, regrant},
    Error as Rule,
};

#[event_cpi]
#[derive(Accounts)]
pub struct StewardAppoint {
    /// Pays the rent.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    pub authority: Signer,
    #[account(constraint = network.authority == *authority.address() @ Rule::NotNetworkAuthority)]
    pub network: Account<Network>,
    #[account(constraint = member.network == *network.address() @ Rule::NetworkMismatch)]
    pub member: Account<Member>,
    #[account(
        init,
        payer = payer,
        seeds = [STEWARD_SEED, network.address().as_ref(), member.address().as_ref()],
        bump
    )]
    pub steward: Account<Steward>,
    pub system_program: Program<System>,
}

#[event_cpi]
#[derive(Accounts)]
pub struct StewardUpdate {
    pub authority: Signer,
    #[account(constraint = network.authority == *authority.address() @ Rule::NotNetworkAuthority)]
    pub network: Account<Network>,
    #[account(mut, constraint = steward.network == *network.address() @ Rule::NetworkMismatch)]
    pub steward: Account<Steward>,
}

#[event_cpi]
#[derive(Accounts)]
pub struct StewardDismiss {
    pub authority: Signer,
    #[account(constraint = network.authority == *authority.address() @ Rule::NotNetworkAuthority)]
    pub network: Account<Network>,
    /// CHECK: whoever paid the rent, recorded in the steward.
    #[account(mut, unsafe(dup))]
    pub rent_payer: UncheckedAccount,
    #[account(
        mut,
        close = rent_payer,
        constraint = steward.rent_payer == *rent_payer.address() @ Rule::RentPayerMismatch,
        constraint = steward.network == *network.address() @ Rule::NetworkMismatch
    )]
    pub steward: Account<Steward>,
}

impl StewardAppoint {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, capabilities: u8) -> Result<()> {
        check_capabilities(capabilities)?;
        ctx.accounts.member.check_active()?;
        let granted_at = regrant(0, [0; capability::COUNT], capabilities, now()?);

        let steward = &mut ctx.accounts.steward;
        steward.version = VERSION;
        steward.bump = ctx.bumps.steward;
        steward.capabilities = capabilities;
        steward.granted_at = granted_at;
        steward.network = *ctx.accounts.network.address();
        steward.member = *ctx.accounts.member.address();
        steward.rent_payer = *ctx.accounts.payer.address();
        steward.invariant()?;

        let (network, member) = (steward.network, steward.member);
        send!(ctx, StewardChanged { network, member, capabilities });
        Ok(())
    }
}

impl StewardUpdate {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, capabilities: u8) -> Result<()> {
        check_capabilities(capabilities)?;
        let steward = &mut ctx.accounts.steward;
        steward.granted_at = regrant(steward.capabilities, steward.granted_at, capabilities, now()?);
        steward.capabilities = capabilities;
        steward.invariant()?;
        let (network, member) = (steward.network, steward.member);
        send!(ctx, StewardChanged { network, member, capabilities });
        Ok(())
    }
}

impl StewardDismiss {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let (network, member) = (ctx.accounts.steward.network, ctx.accounts.steward.member);
        send!(ctx, StewardChanged { network, member, capabilities: 0 });
        Ok(())
    }
}
