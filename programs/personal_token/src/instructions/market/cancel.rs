use crate::{access::now, account::Account, events::ListingClosed, send, state::*};
use anchor_lang::prelude::*;
use personal_token_core::{market::Window, Error as Rule};

#[event_cpi]
#[derive(Accounts)]
pub struct ListingCancel {
    /// The seller; anyone, once the listing has expired or its position was moved to another wallet.
    pub signer: Signer,
    pub member: Account<Member>,
    #[account(mut, constraint = position.member == *member.address() @ Rule::PositionMismatch)]
    pub position: Account<Position>,
    /// CHECK: whoever paid the rent, recorded in the listing.
    #[account(mut, unsafe(dup))]
    pub rent_payer: UncheckedAccount,
    #[account(
        mut,
        close = rent_payer,
        constraint = listing.position == *position.address() @ Rule::ListingMismatch,
        constraint = listing.rent_payer == *rent_payer.address() @ Rule::RentPayerMismatch
    )]
    pub listing: Account<Listing>,
}

impl ListingCancel {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let moved = accounts.position.check_not_replaced().is_err();
        let is_over = accounts.listing.rules().window(now()?) == Window::Expired;
        let is_seller = accounts.member.wallet == *accounts.signer.address();
        require!(is_seller || is_over || moved, Rule::NotSeller);

        let shares = accounts.listing.book.shares;
        if !moved {
            let position = &mut accounts.position;
            position.listed = position.listed.checked_sub(shares).ok_or(Rule::InvariantBroken)?;
            position.invariant()?;
        }

        send!(
            ctx,
            ListingClosed {
                token: ctx.accounts.listing.token,
                listing: *ctx.accounts.listing.address(),
                position: *ctx.accounts.position.address(),
                shares: shares.into(),
            }
        );
        Ok(())
    }
}
