use crate::{
    access::now,
    account::{Account, Program},
    constants::*,
    events::RoundOpened,
    quote, send,
    state::{Token, *},
    system::create_account,
    token_account,
};
use anchor_lang::prelude::*;
use personal_token_core::{
    round::{Issuer, Terms},
    Error as Rule,
};
use pinocchio::cpi::Seed;

#[derive(AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct RoundOpenArgs {
    /// New shares on offer.
    pub shares: u64,
    /// Quote units a share.
    pub price: u64,
    /// Quote units below which it cannot be completed; 0 for none.
    pub minimum_raise: u64,
    /// Least shares of one investor.
    pub minimum_subscription: u64,
    /// Most shares of one investor.
    pub maximum_subscription: u64,
    /// Seconds until it opens, if the network's notice is not longer.
    pub delay: u32,
    /// Seconds for which it is open.
    pub duration: u32,
    /// Seconds after a completion in which the owner can undo it.
    pub undo_window: u32,
    /// Seconds for which the new shares are locked, if the token's hold is not longer.
    pub lock: u32,
}

#[event_cpi]
#[derive(Accounts)]
pub struct RoundOpen {
    /// Pays the rent.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// The owner's wallet.
    pub owner: Signer,
    #[account(constraint = owner_member.wallet == *owner.address() @ Rule::NotTokenOwner)]
    pub owner_member: Account<Member>,
    pub network: Account<Network>,
    #[account(
        mut,
        constraint = token.network == *network.address() @ Rule::NetworkMismatch,
        constraint = token.owner == *owner_member.address() @ Rule::NotTokenOwner
    )]
    pub token: Account<Token>,
    #[account(
        constraint = owner_position.token == *token.address() @ Rule::TokenMismatch,
        constraint = owner_position.member == token.owner @ Rule::NotTokenOwner
    )]
    pub owner_position: Account<Position>,
    /// The treasury's position, if it has one: it is no outside holder.
    #[account(
        constraint = treasury_position.token == *token.address() @ Rule::TokenMismatch,
        constraint = treasury_position.wallet == network.treasury @ Rule::PositionMismatch
    )]
    pub treasury_position: Option<Account<Position>>,
    #[account(
        init,
        payer = payer,
        seeds = [ROUND_SEED, token.address().as_ref(), bytemuck::bytes_of(&token.rounds)],
        bump
    )]
    pub round: Account<Round>,
    /// CHECK: the address; created and initialised here.
    #[account(mut, seeds = [ESCROW_SEED, round.address().as_ref()], bump)]
    pub escrow: UncheckedAccount,
    /// CHECK: the address, which `network::create` has checked to be a classic mint.
    #[account(address = token.quote_mint @ Rule::QuoteMintInvalid)]
    pub quote_mint: UncheckedAccount,
    pub token_program: Program<anchor_lang::programs::Token>,
    pub system_program: Program<System>,
}

impl RoundOpen {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, args: RoundOpenArgs) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let now = now()?;
        accounts.network.check_running()?;
        accounts.token.check_not_paused(now)?;
        accounts.owner_member.check_active()?;
        accounts.owner_member.restraint().check(now)?;
        let parameters = accounts.network.parameters.rules();
        accounts.owner_member.rights().may_raise(accounts.network.charter_version, &parameters, now)?;
        let under_way = accounts.token.unsettled != 0 || now < accounts.token.round_closes_at;
        require!(!under_way, Rule::RoundUnderWay);

        let terms = Terms {
            shares: args.shares,
            price: args.price,
            minimum_raise: args.minimum_raise,
            minimum_subscription: args.minimum_subscription,
            maximum_subscription: args.maximum_subscription,
            delay: args.delay,
            duration: args.duration,
            undo_window: args.undo_window,
            lock: args.lock,
        };
        let book = terms.open(&issuer(accounts, now)?, now)?;

        let token = &mut accounts.token;
        let index = token.rounds;
        token.rounds = index.checked_add(1).ok_or(Rule::MathOverflow)?;
        token.round_closes_at = book.closes_at;
        token.invariant()?;

        let round = &mut accounts.round;
        round.version = VERSION;
        round.bump = ctx.bumps.round;
        round.escrow_bump = ctx.bumps.escrow;
        round.index = index;
        round.book = book.into();
        round.announced_at = now;
        round.token = *accounts.token.address();
        round.escrow = *accounts.escrow.address();
        round.invariant()?;

        create_escrow(ctx)?;
        send!(
            ctx,
            RoundOpened {
                token: *ctx.accounts.token.address(),
                round: *ctx.accounts.round.address(),
                index: index.into(),
                shares: book.shares.into(),
                price: book.price.into(),
                opens_at: book.opens_at.into(),
                closes_at: book.closes_at.into(),
            }
        );
        Ok(())
    }
}

/// Notice is due to whoever holds shares and is neither the owner nor the treasury.
fn issuer(accounts: &RoundOpen, now: i64) -> Result<Issuer> {
    let token = &accounts.token;
    let parameters = &accounts.network.parameters;
    let treasury_shares = match &accounts.treasury_position {
        Some(position) if position.address() != accounts.owner_position.address() => position.shares,
        _ => 0,
    };
    let inside = accounts.owner_position.shares.checked_add(treasury_shares).ok_or(Rule::MathOverflow)?;
    Ok(Issuer {
        total: token.total,
        authorised: token.authorised_term().at(now),
        equity_fee: parameters.equity_fee,
        notice: if inside < token.total { parameters.round_notice } else { 0 },
        hold: token.lock_at(now, parameters),
    })
}

#[inline(never)]
fn create_escrow(ctx: &Context<RoundOpen>) -> Result<()> {
    let accounts = &ctx.accounts;
    let bump = [ctx.bumps.escrow];
    let round = accounts.round.address();
    let seeds: [Seed; 3] = [ESCROW_SEED.into(), round.as_ref().into(), Seed::from(&bump)];
    let escrow = accounts.escrow.account();
    create_account(accounts.payer.account(), escrow, token_account::SPACE, 0, &TOKEN_ID, &seeds)?;
    quote::initialize_account(escrow, accounts.quote_mint.account(), round)
}
