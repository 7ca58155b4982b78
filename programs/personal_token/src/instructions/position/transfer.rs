use crate::{
    access::now,
    constants::EXECUTE_DISCRIMINATOR,
    events::{log_event, SharesTransferred},
    state::{Token, *},
    token22::ShareAccount,
};
use anchor_lang::{address_eq, prelude::*, solana_msg::sol_log};
use personal_token_core::{
    accumulator::{carried_cost_basis, transfer},
    transfer::{may_leave, may_receive, may_send, must_route_gains, Receipt, Receiver, REFUSALS},
    Error as Rule,
};

/// The accounts of `Execute` of the transfer hook interface: the first five are the interface's, the rest come from the
/// mint's account list. Token-2022 passes none of them as signers and may have been handed any, so each is tied to the
/// others; the token account alone says which mint and network are meant.
#[derive(Accounts)]
pub struct Execute {
    /// CHECK: `ShareAccount::parse` and the source position.
    pub source: UncheckedAccount,
    /// CHECK: the token's mint, which was created with this hook for ever.
    #[account(address = token.mint @ Rule::TokenMismatch)]
    pub mint: UncheckedAccount,
    /// CHECK: `ShareAccount::parse` and the destination position.
    pub destination: UncheckedAccount,
    /// CHECK: owner or delegate; Token-2022 has checked it, and nothing depends on who it is.
    pub authority: UncheckedAccount,
    /// CHECK: not read; the accounts it lists are checked one by one.
    pub extra_account_metas: UncheckedAccount,
    pub token: Account<Token>,
    #[account(address = token.network @ Rule::NetworkMismatch)]
    pub network: Account<Network>,
    #[account(mut)]
    pub source_position: Account<Position>,
    #[account(mut)]
    pub destination_position: Account<Position>,
    #[account(address = source_position.member @ Rule::PositionMismatch)]
    pub source_member: Account<Member>,
    #[account(address = destination_position.member @ Rule::PositionMismatch)]
    pub destination_member: Account<Member>,
}

impl Execute {
    #[inline(always)]
    pub fn handle(ctx: &mut Context<Self>, tail: [u8; 7], amount: u64) -> Result<()> {
        let result = Self::move_transferred(ctx, tail, amount);
        if let Err(error) = &result {
            say_refusal(error);
        }
        result
    }

    #[inline(never)]
    fn move_transferred(ctx: &mut Context<Self>, tail: [u8; 7], amount: u64) -> Result<()> {
        require!(EXECUTE_DISCRIMINATOR.ends_with(&tail), Rule::NotHookCall);
        require!(ctx.remaining_accounts()?.is_empty(), Rule::HookAccountsInvalid);
        let accounts = &mut ctx.accounts;
        let balances = check_accounts(accounts)?;
        require!(amount > 0, Rule::ZeroShares);

        let to_owner = address_eq(&accounts.destination_position.member, &accounts.token.owner);
        let moved = Moved { shares: amount, now: now()?, to_owner };
        accounts.network.check_running()?;
        accounts.token.check_not_paused(moved.now)?;
        check_sender(accounts, moved)?;
        let approval_used = check_receiver(accounts, moved)?;
        // Token-2022 has moved the balances already: the positions must come to say the same.
        let positions = move_shares(accounts, moved, approval_used)?;
        require!(positions == balances, Rule::InvariantBroken);

        log_event(&SharesTransferred {
            source_position: *accounts.source_position.address(),
            destination_position: *accounts.destination_position.address(),
            shares: amount.into(),
        });
        Ok(())
    }
}

/// Logs which rule refused a transfer and what to do. Wallets call Token-2022 and know its errors, not ours: of this
/// program they show the number and the logs. Clients of every other instruction have the IDL.
#[cold]
#[inline(never)]
fn say_refusal(error: &Error) {
    if let Some(refusal) = REFUSALS.iter().find(|refusal| *error == Error::Custom(refusal.code)) {
        sol_log(refusal.message);
        sol_log(refusal.remedy);
    }
}

/// What the checks and the books need to know of a transfer.
#[derive(Clone, Copy)]
struct Moved {
    shares: u64,
    now: i64,
    to_owner: bool,
}

/// A running transfer between the share accounts of these positions and wallets; returns both balances.
#[inline(always)]
fn check_accounts(accounts: &Execute) -> Result<(u64, u64)> {
    let source = check_side(&accounts.source, &accounts.source_position, &accounts.source_member, accounts)?;
    let destination =
        check_side(&accounts.destination, &accounts.destination_position, &accounts.destination_member, accounts)?;
    Ok((source, destination))
}

#[inline(always)]
fn check_side(
    share_account: &UncheckedAccount,
    position: &Account<Position>,
    member: &Account<Member>,
    accounts: &Execute,
) -> Result<u64> {
    let view = share_account.account();
    let data = view.try_borrow()?;
    let account = ShareAccount::parse(view, &data, &accounts.token.mint)?;
    require!(account.is_transferring(), Rule::NotTransferring);
    let is_its_position = address_eq(&position.share_account, share_account.address())
        && address_eq(&position.token, accounts.token.address());
    require!(is_its_position, Rule::PositionMismatch);
    require!(address_eq(&account.account.owner, &member.wallet), Rule::WalletReplaced);
    Ok(account.account.amount())
}

#[inline(always)]
fn check_sender(accounts: &Execute, Moved { shares, now, to_owner }: Moved) -> Result<()> {
    let (position, member): (&Position, &Member) = (&accounts.source_position, &accounts.source_member);
    let parameters = &accounts.network.parameters;
    may_leave(shares, position.shares, position.lockup(), position.listed, now)?;
    member.restraint().check(now)?;
    may_send(member.status()?, member.reputation(), parameters.minimum_reputation, to_owner, now)?;
    let is_owner = address_eq(&position.member, &accounts.token.owner);
    let routed = must_route_gains(parameters.route_gains == 1, member.has_token(), is_owner, to_owner);
    require!(!routed, Rule::GainsMustBeRouted);
    Ok(())
}

#[inline(always)]
fn check_receiver(accounts: &Execute, Moved { shares, now, to_owner }: Moved) -> Result<bool> {
    let (token, member): (&Token, &Member) = (&accounts.token, &accounts.destination_member);
    let position: &Position = &accounts.destination_position;
    let receipt = Receipt {
        policy: token.policy_term()?.at(now),
        minimum_reputation: accounts.network.parameters.minimum_reputation,
        total: token.total,
        shares,
        now,
    };
    let receiver = Receiver {
        is_owner: to_owner,
        status: member.status()?,
        reputation: member.reputation(),
        shares: position.shares,
        cap: position.cap,
        approval: position.approval_from(&accounts.source_member.wallet),
    };
    Ok(may_receive(&receipt, &receiver)?)
}

/// Books what both were owed, then moves shares, their cost and the receiver's new lock; returns both positions' shares.
#[inline(always)]
fn move_shares(accounts: &mut Execute, moved: Moved, approval_used: bool) -> Result<(u64, u64)> {
    let Moved { shares, now, to_owner } = moved;
    let (token, parameters) = (&accounts.token, &accounts.network.parameters);
    let source: &mut Position = &mut accounts.source_position;
    let destination: &mut Position = &mut accounts.destination_position;

    let cost = carried_cost_basis(source.cost_basis, source.shares, shares)?;
    let (mut from, mut to) = (source.holding(), destination.holding());
    transfer(token.acc.get(), &mut from, &mut to, shares)?;
    let received_lock = if to_owner {
        destination.lockup().at(now)
    } else {
        destination.lockup().receive(shares, now, token.lock_at(now, parameters))?
    };

    source.set_holding(&from);
    let remaining_lock = source.lockup().at(now);
    source.set_lockup(remaining_lock);
    source.cost_basis = source.cost_basis.checked_sub(cost).ok_or(Rule::MathOverflow)?;
    destination.set_holding(&to);
    destination.set_lockup(received_lock);
    destination.cost_basis = destination.cost_basis.checked_add(cost).ok_or(Rule::MathOverflow)?;
    destination.used = HELD;
    if approval_used {
        destination.clear_approval();
    }
    require!(source.is_sound() && destination.is_sound(), Rule::InvariantBroken);
    Ok((source.shares, destination.shares))
}
