use crate::{
    access::{check_owner, now},
    account::{Account, Program},
    constants::*,
    events::ProceedsDeposited,
    quote, send,
    state::{Token, *},
};
use anchor_lang::prelude::*;
use personal_token_core::{
    accumulator::NetDeposit,
    proceeds::{check_year, gain, Source},
    Error as Rule,
};

#[derive(AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct ProceedsDepositArgs {
    /// Byte of `core::proceeds::Source`.
    pub source: u8,
    /// The year in which the equity was sold.
    pub year: u16,
    /// What the sale brought, in quote units.
    pub proceeds: u64,
    /// What the equity had cost, in quote units.
    pub cost_basis: u64,
    /// Hash that names the asset.
    pub asset_hash: [u8; 32],
    /// Hash of the evidence.
    pub evidence_hash: [u8; 32],
}

#[event_cpi]
#[derive(Accounts)]
pub struct ProceedsDeposit {
    /// Pays the rent of the record.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// The owner's wallet, and the authority of the source.
    pub owner: Signer,
    /// CHECK: the owner's member, in `check_owner`.
    pub owner_member: UncheckedAccount,
    #[account(mut)]
    pub token: Account<Token>,
    /// The owner's position, if the deposit is net: his own part then stays with him.
    #[account(
        mut,
        constraint = owner_position.token == *token.address() @ Rule::TokenMismatch,
        constraint = owner_position.member == token.owner @ Rule::NotTokenOwner,
        constraint = owner_position.wallet == *owner.address() @ Rule::PositionReplaced
    )]
    pub owner_position: Option<Account<Position>>,
    /// CHECK: any quote account that the owner may spend from; the token program checks.
    #[account(mut)]
    pub source: UncheckedAccount,
    /// CHECK: the address recorded in the token.
    #[account(mut, address = token.vault @ Rule::TokenMismatch)]
    pub vault: UncheckedAccount,
    #[account(
        init,
        payer = payer,
        seeds = [DISTRIBUTION_SEED, token.address().as_ref(), bytemuck::bytes_of(&token.distributions)],
        bump
    )]
    pub distribution: Account<Distribution>,
    pub token_program: Program<anchor_lang::programs::Token>,
    pub system_program: Program<System>,
}

impl ProceedsDeposit {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, args: ProceedsDepositArgs) -> Result<()> {
        check_owner(&ctx.accounts.owner, &ctx.accounts.owner_member, &ctx.accounts.token)?;
        let accounts = &mut ctx.accounts;
        let now = now()?;
        accounts.token.check_settled()?;
        let source = Source::from_byte(args.source)?;
        check_year(args.year, now)?;
        require!(args.asset_hash != [0; 32] && args.evidence_hash != [0; 32], Rule::EvidenceRequired);
        let gross = gain(args.proceeds, args.cost_basis)?;

        let mut pool = accounts.token.pool();
        let net = accounts.owner_position.is_some();
        let (per_share, moved) = if let Some(position) = &mut accounts.owner_position {
            let mut holding = position.holding();
            let outcome = pool.deposit_net(&mut holding, gross)?;
            position.set_holding(&holding);
            position.invariant()?;
            outcome
        } else {
            (pool.deposit(gross)?, NetDeposit { transferred: gross, retained: 0 })
        };

        let token = &mut accounts.token;
        token.set_pool(&pool);
        let mut years = token.year_book();
        years.deposit(args.year, gross)?;
        token.set_year_book(years);
        let index = token.distributions;
        token.distributions = index.checked_add(1).ok_or(Rule::MathOverflow)?;
        token.invariant()?;

        let distribution = &mut accounts.distribution;
        distribution.version = VERSION;
        distribution.bump = ctx.bumps.distribution;
        distribution.source = source.byte();
        distribution.net = u8::from(net);
        distribution.year = args.year;
        distribution.index = index;
        distribution.deposited_at = now;
        distribution.proceeds = args.proceeds;
        distribution.cost_basis = args.cost_basis;
        distribution.gross = gross;
        distribution.retained = moved.retained;
        distribution.shares = pool.total;
        distribution.per_share = per_share.into();
        distribution.token = *accounts.token.address();
        distribution.asset_hash = args.asset_hash;
        distribution.evidence_hash = args.evidence_hash;

        // The classic Token program moves exactly what it is asked to, or fails.
        quote::transfer(
            accounts.source.account(),
            accounts.vault.account(),
            accounts.owner.account(),
            moved.transferred,
            &[],
        )?;

        send!(
            ctx,
            ProceedsDeposited {
                token: *ctx.accounts.token.address(),
                distribution: *ctx.accounts.distribution.address(),
                gross: gross.into(),
                retained: moved.retained.into(),
                shares: pool.total.into(),
                per_share: per_share.into(),
            }
        );
        Ok(())
    }
}
