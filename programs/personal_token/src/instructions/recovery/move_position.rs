use crate::{
    access::now,
    account::{Account, Program},
    constants::*,
    events::PositionMoved,
    send,
    state::{Token, *},
    token22,
};
use anchor_lang::prelude::*;
use personal_token_core::{accumulator::merge, Error as Rule};
use pinocchio::cpi::Seed;

/// No signer: it can only go to the same member's present wallet, which has opened the successor.
#[event_cpi]
#[derive(Accounts)]
pub struct RecoveryMove {
    pub member: Account<Member>,
    pub token: Account<Token>,
    /// CHECK: the address recorded in the token.
    #[account(mut, address = token.mint @ Rule::TokenMismatch)]
    pub mint: UncheckedAccount,
    /// The position of a wallet that the member no longer has.
    #[account(
        mut,
        constraint = position.token == *token.address() @ Rule::TokenMismatch,
        constraint = position.member == *member.address() @ Rule::PositionMismatch
    )]
    pub position: Account<Position>,
    /// CHECK: the address recorded in the position.
    #[account(mut, address = position.share_account @ Rule::PositionMismatch)]
    pub share_account: UncheckedAccount,
    /// The position of his present wallet.
    #[account(
        mut,
        constraint = successor.token == *token.address() @ Rule::TokenMismatch,
        constraint = successor.member == *member.address() @ Rule::PositionMismatch
    )]
    pub successor: Account<Position>,
    /// CHECK: the address recorded in the successor.
    #[account(mut, address = successor.share_account @ Rule::PositionMismatch)]
    pub successor_share_account: UncheckedAccount,
    pub token_2022_program: Program<Token2022>,
}

impl RecoveryMove {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let now = now()?;
        accounts.position.check_not_replaced()?;
        require!(accounts.position.check_present(&accounts.member).is_err(), Rule::PositionCurrent);
        accounts.successor.check_present(&accounts.member)?;

        let shares = accounts.position.shares;
        let address = *accounts.successor.address();
        let (old, new): (&mut Position, &mut Position) = (&mut accounts.position, &mut accounts.successor);
        let (mut from, mut to) = (old.holding(), new.holding());
        merge(accounts.token.acc.get(), &mut from, &mut to)?;
        let lockup = new.lockup().join(old.lockup(), now)?;
        new.set_holding(&to);
        new.set_lockup(lockup);
        new.cost_basis = new.cost_basis.saturating_add(old.cost_basis);
        if new.used == 0 {
            take_over_permissions(old, new);
        }
        // Whether and since when he was a shareholder, and what boundary he was set, goes with him.
        new.opened_at = new.opened_at.min(old.opened_at);
        match old.used {
            HELD => new.used = HELD,
            _ => new.keep(),
        }
        new.set_boundary(new.boundary()?.join(old.boundary()?));
        new.invariant()?;

        // Its listings are over with it; anyone may clear them away.
        old.set_holding(&from);
        old.set_lockup(Default::default());
        (old.cost_basis, old.listed, old.cap) = (0, 0, 0);
        old.clear_approval();
        old.successor = address;
        old.invariant()?;

        relocate_shares(accounts, shares)?;
        send!(
            ctx,
            PositionMoved {
                token: *ctx.accounts.token.address(),
                position: *ctx.accounts.position.address(),
                successor: address,
                shares: shares.into(),
            }
        );
        Ok(())
    }
}

/// What the owner allowed the member holds for the member, whichever of his wallets it was given to; once the new
/// position was used, what the owner says of it counts alone.
fn take_over_permissions(old: &Position, new: &mut Position) {
    new.cap = new.cap.max(old.cap);
    if new.approved_shares == 0 {
        new.approved_from = old.approved_from;
        new.approved_shares = old.approved_shares;
        new.approval_expires_at = old.approval_expires_at;
    }
}

#[inline(never)]
fn relocate_shares(accounts: &RecoveryMove, shares: u64) -> Result<()> {
    if shares == 0 {
        return Ok(());
    }
    let (mint, token) = (accounts.mint.account(), accounts.token.account());
    let bump = [accounts.token.bump];
    let mint_address = accounts.mint.address();
    let seeds: [Seed; 3] = [TOKEN_SEED.into(), mint_address.as_ref().into(), Seed::from(&bump)];
    token22::burn_as_permanent_delegate(mint, accounts.share_account.account(), token, shares, &seeds)?;
    token22::mint_shares(mint, accounts.successor_share_account.account(), token, shares, &seeds)
}
