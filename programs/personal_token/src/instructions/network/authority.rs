use crate::{
    account::Account,
    events::{AuthorityAccepted, AuthorityProposed},
    send,
    state::*,
};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

/// What the authority does alone to its network.
#[event_cpi]
#[derive(Accounts)]
pub struct NetworkByAuthority {
    pub authority: Signer,
    #[account(mut, constraint = network.authority == *authority.address() @ Rule::NotNetworkAuthority)]
    pub network: Account<Network>,
}

#[event_cpi]
#[derive(Accounts)]
pub struct NetworkAcceptAuthority {
    pub successor: Signer,
    #[account(mut, constraint = network.pending_authority == *successor.address() @ Rule::NotPendingAuthority)]
    pub network: Account<Network>,
}

impl NetworkByAuthority {
    #[inline(never)]
    pub fn propose_authority(ctx: &mut Context<Self>, successor: Address) -> Result<()> {
        ctx.accounts.network.pending_authority = successor;
        ctx.accounts.network.invariant()?;
        send!(ctx, AuthorityProposed { network: *ctx.accounts.network.address(), pending_authority: successor });
        Ok(())
    }
}

impl NetworkAcceptAuthority {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let successor = *ctx.accounts.successor.address();
        let network = &mut ctx.accounts.network;
        network.authority = successor;
        network.pending_authority = Address::default();
        // What the predecessor announced is his, not the successor's.
        network.parameters_effective_at = 0;
        network.invariant()?;
        send!(ctx, AuthorityAccepted { network: *ctx.accounts.network.address(), authority: successor });
        Ok(())
    }
}
