#![allow(unused_variables)] // the derive binds the instruction's arguments in places that do not use them

use crate::{
    account::{Account, Program},
    constants::*,
    events::NetworkCreated,
    quote, send,
    state::*,
};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

#[derive(AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct NetworkCreateArgs {
    /// UTF-8, padded with zeros; part of the address.
    pub name: [u8; 32],
    /// Hash of the charter's text.
    pub charter_hash: [u8; 32],
    /// Number of its clauses.
    pub charter_clauses: u16,
    /// Wallet that receives the network's fees.
    pub treasury: Address,
    /// See `core::parameters`.
    pub parameters: NetworkParameters,
}

#[event_cpi]
#[derive(Accounts)]
#[instruction(args: NetworkCreateArgs)]
pub struct NetworkCreate {
    /// Pays the rent.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// Becomes the authority.
    pub creator: Signer,
    #[account(init, payer = payer, seeds = [NETWORK_SEED, creator.address().as_ref(), args.name.as_ref()], bump)]
    pub network: Account<Network>,
    /// CHECK: `quote::check_mint` in the handler.
    pub quote_mint: UncheckedAccount,
    pub system_program: Program<System>,
}

impl NetworkCreate {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, args: NetworkCreateArgs) -> Result<()> {
        quote::check_mint(ctx.accounts.quote_mint.account())?;
        args.parameters.rules().check()?;
        require!(args.charter_clauses > 0 && args.charter_hash != [0; 32], Rule::CharterInvalid);

        let network = &mut ctx.accounts.network;
        network.version = VERSION;
        network.bump = ctx.bumps.network;
        network.charter_clauses = args.charter_clauses;
        network.charter_version = 1;
        network.charter_hash = args.charter_hash;
        network.parameters = args.parameters;
        network.creator = *ctx.accounts.creator.address();
        network.name = args.name;
        network.authority = *ctx.accounts.creator.address();
        network.quote_mint = *ctx.accounts.quote_mint.address();
        network.treasury = args.treasury;
        network.treasury_quote_account = quote::canonical_account(&args.treasury, ctx.accounts.quote_mint.address());
        network.invariant()?;

        send!(
            ctx,
            NetworkCreated {
                network: *ctx.accounts.network.address(),
                authority: ctx.accounts.network.authority,
                quote_mint: ctx.accounts.network.quote_mint,
                treasury: args.treasury,
                charter_hash: args.charter_hash,
            }
        );
        Ok(())
    }
}
