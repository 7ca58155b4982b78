use crate::{access::now, account::Account, events::RecoveryEnded, send, state::*};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

#[event_cpi]
#[derive(Accounts)]
pub struct RecoveryVeto {
    /// The old wallet; or the new one or a steward who proposed, to give it up; anyone, once it has lapsed.
    pub signer: Signer,
    #[account(mut)]
    pub member: Account<Member>,
    /// CHECK: whoever paid the rent, recorded in the recovery.
    #[account(mut, unsafe(dup))]
    pub rent_payer: UncheckedAccount,
    #[account(
        mut,
        close = rent_payer,
        constraint = recovery.member == *member.address() @ Rule::RecoveryMismatch,
        constraint = recovery.rent_payer == *rent_payer.address() @ Rule::RentPayerMismatch
    )]
    pub recovery: Account<Recovery>,
}

impl RecoveryVeto {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let recovery = &accounts.recovery;
        let by = *accounts.signer.address();
        let parties = [accounts.member.wallet, recovery.new_wallet, recovery.first_steward, recovery.second_steward];
        let may_end = parties.contains(&by) || recovery.schedule().has_lapsed(now()?);
        require!(may_end, Rule::NotRecoveryParty);

        accounts.member.recovery_until = 0;
        accounts.member.invariant()?;

        send!(
            ctx,
            RecoveryEnded { member: *ctx.accounts.member.address(), new_wallet: ctx.accounts.recovery.new_wallet, by }
        );
        Ok(())
    }
}
