use crate::{access::check_capability, account::Account, events::MemberStatusChanged, send, state::*};
use anchor_lang::prelude::*;
use personal_token_core::{
    member::{capability, Status},
    Error as Rule,
};

/// What the network does to a member.
#[event_cpi]
#[derive(Accounts)]
pub struct MemberGovern {
    /// The network's authority, or a steward with the capability.
    pub signer: Signer,
    pub network: Account<Network>,
    /// CHECK: `check_capability`.
    pub steward: Option<UncheckedAccount>,
    /// CHECK: `check_capability`.
    pub steward_member: Option<UncheckedAccount>,
    #[account(mut, constraint = member.network == *network.address() @ Rule::NetworkMismatch)]
    pub member: Account<Member>,
}

#[event_cpi]
#[derive(Accounts)]
pub struct MemberReinstate {
    /// The network's authority, or a steward who arbitrates.
    pub signer: Signer,
    pub network: Account<Network>,
    /// CHECK: `check_capability`.
    pub steward: Option<UncheckedAccount>,
    /// CHECK: `check_capability`.
    pub steward_member: Option<UncheckedAccount>,
    #[account(mut, constraint = member.network == *network.address() @ Rule::NetworkMismatch)]
    pub member: Account<Member>,
    /// The member's wallet: needed if he left.
    pub wallet: Option<Signer>,
}

#[event_cpi]
#[derive(Accounts)]
pub struct MemberLeave {
    pub wallet: Signer,
    #[account(mut, constraint = member.wallet == *wallet.address() @ Rule::NotMemberWallet)]
    pub member: Account<Member>,
}

impl MemberGovern {
    #[inline(never)]
    pub fn suspend(ctx: &mut Context<Self>, reason_hash: [u8; 32]) -> Result<()> {
        let accounts = &mut ctx.accounts;
        check_capability(
            &accounts.network,
            &accounts.signer,
            accounts.steward.as_ref(),
            accounts.steward_member.as_ref(),
            capability::ARBITRATE,
        )?;
        let status = accounts.member.status()?.suspend()?;
        set_status(ctx, status, reason_hash)
    }

    #[inline(never)]
    pub fn exclude(ctx: &mut Context<Self>, reason_hash: [u8; 32]) -> Result<()> {
        let accounts = &mut ctx.accounts;
        accounts.network.check_authority(accounts.signer.address())?;
        let status = accounts.member.status()?.exclude()?;
        set_status(ctx, status, reason_hash)
    }
}

fn set_status(ctx: &mut Context<MemberGovern>, status: Status, reason_hash: [u8; 32]) -> Result<()> {
    require!(reason_hash != [0; 32], Rule::ReasonRequired);
    let status = status.byte();

    let member = &mut ctx.accounts.member;
    member.status = status;
    member.reason_hash = reason_hash;
    member.invariant()?;

    send!(
        ctx,
        MemberStatusChanged {
            network: *ctx.accounts.network.address(),
            member: *ctx.accounts.member.address(),
            status,
            reason_hash,
            by: *ctx.accounts.signer.address(),
        }
    );
    Ok(())
}

impl MemberReinstate {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        check_capability(
            &accounts.network,
            &accounts.signer,
            accounts.steward.as_ref(),
            accounts.steward_member.as_ref(),
            capability::ARBITRATE,
        )?;
        if let Some(wallet) = &accounts.wallet {
            accounts.member.check_wallet(wallet.address())?;
        }
        let by_authority = accounts.network.authority == *accounts.signer.address();
        let status = accounts.member.status()?.reinstate(accounts.wallet.is_some(), by_authority)?.byte();

        let member = &mut accounts.member;
        member.status = status;
        member.invariant()?;

        send!(
            ctx,
            MemberStatusChanged {
                network: *ctx.accounts.network.address(),
                member: *ctx.accounts.member.address(),
                status,
                reason_hash: [0; 32],
                by: *ctx.accounts.signer.address(),
            }
        );
        Ok(())
    }
}

impl MemberLeave {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let status = ctx.accounts.member.status()?.leave()?.byte();

        let member = &mut ctx.accounts.member;
        member.status = status;
        member.invariant()?;

        send!(
            ctx,
            MemberStatusChanged {
                network: ctx.accounts.member.network,
                member: *ctx.accounts.member.address(),
                status,
                reason_hash: [0; 32],
                by: *ctx.accounts.wallet.address(),
            }
        );
        Ok(())
    }
}
