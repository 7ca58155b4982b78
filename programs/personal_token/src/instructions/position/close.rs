use crate::{
    account::{Account, Program},
    constants::*,
    events::PositionClosed,
    send,
    state::*,
    token22::set_close_authority,
};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;
use pinocchio::cpi::{Seed, Signer as CpiSigner};

#[event_cpi]
#[derive(Accounts)]
pub struct PositionClose {
    /// The holder's wallet.
    pub wallet: Signer,
    #[account(constraint = member.wallet == *wallet.address() @ Rule::NotMemberWallet)]
    pub member: Account<Member>,
    /// CHECK: whoever paid the rent, recorded in the position.
    #[account(mut, unsafe(dup))]
    pub rent_payer: UncheckedAccount,
    #[account(
        mut,
        close = rent_payer,
        constraint = position.member == *member.address() @ Rule::PositionMismatch,
        constraint = position.rent_payer == *rent_payer.address() @ Rule::RentPayerMismatch
    )]
    pub position: Account<Position>,
    /// CHECK: the address recorded in the position.
    #[account(mut, address = position.share_account @ Rule::PositionMismatch)]
    pub share_account: UncheckedAccount,
    pub token_2022_program: Program<Token2022>,
}

impl PositionClose {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let position = &ctx.accounts.position;
        require!(position.used == 0, Rule::PositionUsed);

        // Closing the account would leave the share account to an address that nobody can sign for.
        let bump = [position.bump];
        let share_account = position.share_account;
        let seeds: [Seed; 3] = [POSITION_SEED.into(), share_account.as_ref().into(), Seed::from(&bump)];
        set_close_authority(
            ctx.accounts.share_account.account(),
            ctx.accounts.position.account(),
            None,
            &[CpiSigner::from(&seeds)],
        )?;

        send!(
            ctx,
            PositionClosed {
                token: ctx.accounts.position.token,
                position: *ctx.accounts.position.address(),
                wallet: ctx.accounts.position.wallet,
            }
        );
        Ok(())
    }
}
