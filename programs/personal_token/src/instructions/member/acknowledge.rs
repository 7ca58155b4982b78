use crate::{access::now, account::Account, events::CharterAcknowledged, send, state::*};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

#[event_cpi]
#[derive(Accounts)]
pub struct CharterAcknowledge {
    pub wallet: Signer,
    pub network: Account<Network>,
    #[account(
        mut,
        constraint = member.network == *network.address() @ Rule::NetworkMismatch,
        constraint = member.wallet == *wallet.address() @ Rule::NotMemberWallet
    )]
    pub member: Account<Member>,
}

impl CharterAcknowledge {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, charter_version: u32, clauses: u16) -> Result<()> {
        let accounts = &mut ctx.accounts;
        accounts.network.check_acknowledgement(charter_version, clauses)?;
        // Once more would only start the owner's cooling-off again.
        require!(accounts.member.charter_version != charter_version, Rule::AlreadyAcknowledged);

        let member = &mut accounts.member;
        member.charter_version = charter_version;
        member.charter_acknowledged_at = now()?;
        member.invariant()?;

        send!(
            ctx,
            CharterAcknowledged {
                network: *ctx.accounts.network.address(),
                member: *ctx.accounts.member.address(),
                version: charter_version.into(),
            }
        );
        Ok(())
    }
}
