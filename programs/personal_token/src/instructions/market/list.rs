use crate::{
    access::now,
    account::{Account, Program},
    constants::*,
    events::SharesListed,
    send,
    state::{Token, *},
};
use anchor_lang::prelude::*;
use personal_token_core::{
    market::{Offer, Rules},
    transfer::may_leave,
    Error as Rule,
};

#[derive(AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct ListingOpenArgs {
    /// Shares for sale.
    pub shares: u64,
    /// Quote units a share.
    pub price: u64,
    /// Least shares of one purchase, unless fewer are left.
    pub minimum_fill: u64,
    /// Seconds for which it stands.
    pub duration: u32,
}

#[event_cpi]
#[derive(Accounts)]
pub struct ListingOpen {
    /// Pays the rent; gets it back when the listing ends.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// The seller's wallet.
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
    #[account(
        init,
        payer = payer,
        seeds = [LISTING_SEED, position.address().as_ref(), bytemuck::bytes_of(&position.listings)],
        bump
    )]
    pub listing: Account<Listing>,
    pub system_program: Program<System>,
}

impl ListingOpen {
    /// Out of good standing a member may still sell; so the seller's standing is not asked.
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, args: ListingOpenArgs) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let now = now()?;
        accounts.network.check_running()?;
        accounts.token.check_not_paused(now)?;
        accounts.member.restraint().check(now)?;
        accounts.position.check_present(&accounts.member)?;
        let position = &mut accounts.position;
        may_leave(args.shares, position.shares, position.lockup(), position.listed, now)?;

        let offer =
            Offer { shares: args.shares, price: args.price, minimum_fill: args.minimum_fill, duration: args.duration };
        let rules = Rules {
            owner_first_refusal: accounts.token.owner_first_refusal,
            holder_first_refusal: accounts.token.holder_first_refusal,
            owner_fee: accounts.network.parameters.owner_fee,
            network_fee: accounts.network.parameters.network_fee,
            owner_sells: accounts.token.owner == *accounts.member.address(),
        };
        let book = offer.open(&rules, now)?;

        let nonce = position.listings;
        position.listings = nonce.checked_add(1).ok_or(Rule::MathOverflow)?;
        position.listed = position.listed.checked_add(args.shares).ok_or(Rule::MathOverflow)?;
        // An expired lock is gone: otherwise it would be counted beside the listed shares.
        let lockup = position.lockup().at(now);
        position.set_lockup(lockup);
        position.invariant()?;

        let listing = &mut accounts.listing;
        listing.version = VERSION;
        listing.bump = ctx.bumps.listing;
        listing.nonce = nonce;
        listing.book = book.into();
        listing.listed_at = now;
        listing.position = *accounts.position.address();
        listing.token = *accounts.token.address();
        listing.seller = *accounts.member.address();
        listing.rent_payer = *accounts.payer.address();
        listing.invariant()?;

        send!(
            ctx,
            SharesListed {
                token: *ctx.accounts.token.address(),
                listing: *ctx.accounts.listing.address(),
                position: *ctx.accounts.position.address(),
                shares: book.shares.into(),
                price: book.price.into(),
                owner_until: book.owner_until.into(),
                holders_until: book.holders_until.into(),
                expires_at: book.expires_at.into(),
            }
        );
        Ok(())
    }
}
