use crate::{
    access::now,
    account::{Account, Program},
    constants::*,
    events::TokenCreated,
    quote, send,
    state::{Token, *},
    system::create_account,
    token22, token_account,
};
use alloc::string::String;
use anchor_lang::prelude::*;
use personal_token_core::{member::role, metadata, policy, policy::Policy, Error as Rule};
use pinocchio::cpi::Seed;

#[derive(AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct TokenCreateArgs {
    /// Name, at most 32 bytes.
    pub name: String,
    /// Symbol, at most 10 bytes.
    pub symbol: String,
    /// Link to a description, at most 128 bytes; may be empty.
    pub uri: String,
    /// Hash of the terms of the shares.
    pub terms_hash: [u8; 32],
    /// The most shares there may be.
    pub authorised: u64,
    /// Byte of `core::policy::Policy`.
    pub policy: u8,
    /// Seconds for which received shares are locked.
    pub hold: u32,
}

#[event_cpi]
#[derive(Accounts)]
pub struct TokenCreate {
    /// Pays the rent.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// The owner's wallet.
    pub owner: Signer,
    pub network: Account<Network>,
    #[account(
        mut,
        constraint = member.network == *network.address() @ Rule::NetworkMismatch,
        constraint = member.wallet == *owner.address() @ Rule::NotMemberWallet,
        constraint = !member.has_token() @ Rule::TokenExists
    )]
    pub member: Account<Member>,
    /// CHECK: the address; created and initialised here.
    #[account(mut, seeds = [MINT_SEED, member.address().as_ref()], bump)]
    pub mint: UncheckedAccount,
    #[account(init, payer = payer, seeds = [TOKEN_SEED, mint.address().as_ref()], bump)]
    pub token: Account<Token>,
    /// CHECK: the address; created and initialised here.
    #[account(mut, seeds = [VAULT_SEED, mint.address().as_ref()], bump)]
    pub vault: UncheckedAccount,
    /// CHECK: the address; created and written here.
    #[account(mut, seeds = [EXTRA_ACCOUNT_METAS_SEED, mint.address().as_ref()], bump)]
    pub extra_account_metas: UncheckedAccount,
    /// CHECK: the address, which `network::create` has checked to be a classic mint.
    #[account(address = network.quote_mint @ Rule::QuoteMintInvalid)]
    pub quote_mint: UncheckedAccount,
    pub token_program: Program<anchor_lang::programs::Token>,
    pub token_2022_program: Program<Token2022>,
    pub system_program: Program<System>,
}

impl TokenCreate {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, args: TokenCreateArgs) -> Result<()> {
        let now = now()?;
        check(ctx, &args, now)?;
        write_state(ctx, &args, now)?;

        create_accounts(ctx, &args)?;
        token22::initialize_mint(ctx.accounts.mint.account(), ctx.accounts.token.address())?;
        write_metadata(ctx, &args)?;
        quote::initialize_account(
            ctx.accounts.vault.account(),
            ctx.accounts.quote_mint.account(),
            ctx.accounts.token.address(),
        )?;
        write_extra_account_metas(ctx)?;

        send!(
            ctx,
            TokenCreated {
                network: *ctx.accounts.network.address(),
                token: *ctx.accounts.token.address(),
                mint: *ctx.accounts.mint.address(),
                owner: *ctx.accounts.member.address(),
                authorised: args.authorised.into(),
                terms_hash: args.terms_hash,
            }
        );
        Ok(())
    }
}

fn check(ctx: &Context<TokenCreate>, args: &TokenCreateArgs, now: i64) -> Result<()> {
    let (network, member) = (&ctx.accounts.network, &ctx.accounts.member);
    let parameters = network.parameters.rules();
    network.check_running()?;
    member.check_active()?;
    // A token is for ever: a thief of the key is not to make it.
    member.restraint().check(now)?;
    require!(member.roles & role::OWNER != 0, Rule::NotOwnerRole);
    member.rights().may_raise(network.charter_version, &parameters, now)?;
    metadata::check(&args.name, &args.symbol, &args.uri)?;
    require!(args.terms_hash != [0; 32], Rule::TermsRequired);
    require!(args.authorised > 0, Rule::ZeroShares);
    Policy::from_byte(args.policy)?;
    policy::check_hold(args.hold, parameters.minimum_hold)?;
    Ok(())
}

#[inline(never)]
fn write_state(ctx: &mut Context<TokenCreate>, args: &TokenCreateArgs, now: i64) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let token = &mut accounts.token;
    token.version = VERSION;
    token.bump = ctx.bumps.token;
    token.mint_bump = ctx.bumps.mint;
    token.vault_bump = ctx.bumps.vault;
    token.policy = args.policy;
    token.announced_policy = args.policy;
    token.hold = args.hold;
    token.announced_hold = args.hold;
    token.authorised = args.authorised;
    token.announced_authorised = args.authorised;
    token.owner_first_refusal = accounts.network.parameters.owner_first_refusal;
    token.holder_first_refusal = accounts.network.parameters.holder_first_refusal;
    token.created_at = now;
    token.network = *accounts.network.address();
    token.owner = *accounts.member.address();
    token.mint = *accounts.mint.address();
    token.vault = *accounts.vault.address();
    token.quote_mint = accounts.network.quote_mint;
    token.terms_hash = args.terms_hash;
    token.invariant()?;

    accounts.member.token = *accounts.token.address();
    accounts.member.invariant()
}

/// Creates mint, vault and account list, whoever may have sent lamports to their addresses before.
#[inline(never)]
fn create_accounts(ctx: &Context<TokenCreate>, args: &TokenCreateArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    // Token-2022 grows the mint when the metadata is written; the rent for that is paid now.
    let metadata = token22::metadata_space([&args.name, &args.symbol, &args.uri], HEX_LENGTH);
    let create = |account: &AccountView, space: usize, growth: usize, owner: &Address, seeds: &[Seed]| {
        create_account(accounts.payer.account(), account, space, growth, owner, seeds)
    };
    let mint = accounts.mint.account();
    let mint_address = accounts.mint.address();
    let bump = [ctx.bumps.mint];
    create(
        mint,
        token22::MINT_SPACE,
        metadata,
        &TOKEN_2022_ID,
        &[MINT_SEED.into(), accounts.member.address().as_ref().into(), Seed::from(&bump)],
    )?;
    let bump = [ctx.bumps.vault];
    create(
        accounts.vault.account(),
        token_account::SPACE,
        0,
        &TOKEN_ID,
        &[VAULT_SEED.into(), mint_address.as_ref().into(), Seed::from(&bump)],
    )?;
    let bump = [ctx.bumps.extra_account_metas];
    create(
        accounts.extra_account_metas.account(),
        token22::EXTRA_ACCOUNT_METAS_SPACE,
        0,
        &crate::ID,
        &[EXTRA_ACCOUNT_METAS_SEED.into(), mint_address.as_ref().into(), Seed::from(&bump)],
    )
}

#[inline(never)]
fn write_metadata(ctx: &Context<TokenCreate>, args: &TokenCreateArgs) -> Result<()> {
    let (mint, token) = (ctx.accounts.mint.account(), ctx.accounts.token.account());
    let bump = [ctx.bumps.token];
    let seeds: [Seed; 3] = [TOKEN_SEED.into(), ctx.accounts.mint.address().as_ref().into(), Seed::from(&bump)];
    token22::initialize_metadata(mint, token, [&args.name, &args.symbol, &args.uri], &seeds)?;
    let (key, value) = token22::VOTING_RIGHTS;
    token22::add_metadata_field(mint, token, key, value, &seeds)?;
    token22::add_metadata_field(mint, token, token22::TERMS_KEY, &hex(&args.terms_hash), &seeds)
}

fn write_extra_account_metas(ctx: &Context<TokenCreate>) -> Result<()> {
    let mut view = *ctx.accounts.extra_account_metas.account();
    let mut data = view.try_borrow_mut()?;
    let list = data.first_chunk_mut().ok_or(Rule::InvariantBroken)?;
    token22::write_extra_account_metas(list, ctx.accounts.token.address(), ctx.accounts.network.address());
    Ok(())
}

const HEX_LENGTH: usize = 64;

/// Lower-case hexadecimal digits.
fn hex(bytes: &[u8; 32]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).map_or(' ', |digit| char::from(*digit));
    let mut text = String::with_capacity(HEX_LENGTH);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0xf));
    }
    text
}
