use crate::{
    access::now,
    account::{Account, Program},
    constants::*,
    events::SubscriptionChanged,
    quote, send,
    state::{Token, *},
};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

#[event_cpi]
#[derive(Accounts)]
pub struct RoundSubscribe {
    /// Pays the rent; gets it back when the subscription ends.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// The investor's wallet, and the authority of the source.
    pub wallet: Signer,
    #[account(constraint = member.wallet == *wallet.address() @ Rule::NotMemberWallet)]
    pub member: Account<Member>,
    pub network: Account<Network>,
    #[account(constraint = token.network == *network.address() @ Rule::NetworkMismatch)]
    pub token: Account<Token>,
    #[account(
        mut,
        constraint = position.token == *token.address() @ Rule::TokenMismatch,
        constraint = position.member == *member.address() @ Rule::PositionMismatch
    )]
    pub position: Account<Position>,
    #[account(mut, constraint = round.token == *token.address() @ Rule::RoundMismatch)]
    pub round: Account<Round>,
    #[account(
        init,
        payer = payer,
        seeds = [SUBSCRIPTION_SEED, round.address().as_ref(), member.address().as_ref()],
        bump
    )]
    pub subscription: Account<Subscription>,
    /// CHECK: any quote account that the investor may spend from; the token program checks.
    #[account(mut)]
    pub source: UncheckedAccount,
    /// CHECK: the address recorded in the round.
    #[account(mut, address = round.escrow @ Rule::RoundMismatch)]
    pub escrow: UncheckedAccount,
    pub token_program: Program<anchor_lang::programs::Token>,
    pub system_program: Program<System>,
}

impl RoundSubscribe {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, shares: u64) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let now = now()?;
        accounts.network.check_running()?;
        accounts.token.check_not_paused(now)?;
        accounts.member.restraint().check(now)?;
        accounts.position.check_present(&accounts.member)?;
        require!(accounts.token.owner != *accounts.member.address(), Rule::OwnRound);
        accounts.member.check_may_buy(&accounts.network, now)?;

        let book = accounts.round.rules().subscribe(shares, now)?;

        accounts.round.invariant()?;
        // A position that could be closed could not be settled, and the round would never end.
        accounts.position.keep();
        accounts.position.invariant()?;
        let subscription = &mut accounts.subscription;
        subscription.version = VERSION;
        subscription.bump = ctx.bumps.subscription;
        subscription.book = book.into();
        subscription.subscribed_at = now;
        subscription.round = *accounts.round.address();
        subscription.member = *accounts.member.address();
        subscription.rent_payer = *accounts.payer.address();
        subscription.invariant()?;

        quote::transfer(
            accounts.source.account(),
            accounts.escrow.account(),
            accounts.wallet.account(),
            book.owed,
            &[],
        )?;

        send!(
            ctx,
            SubscriptionChanged {
                round: *ctx.accounts.round.address(),
                member: *ctx.accounts.member.address(),
                state: book.state,
                shares: shares.into(),
                accepted: 0.into(),
                owed: book.owed.into(),
            }
        );
        Ok(())
    }
}
