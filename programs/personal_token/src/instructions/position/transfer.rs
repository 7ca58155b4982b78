use crate::{
    access::now,
    constants::EXECUTE_DISCRIMINATOR,
    events::{log_event, SharesTransferred},
    state::{Token, *},
    token22::ShareAccount,
};
use anchor_lang::{address_eq, prelude::*};
use personal_token_core::{
    accumulator::{carried_cost_basis, transfer},
    transfer::{may_receive, may_send, must_route_gains, Receipt, Receiver},
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
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, tail: [u8; 7], amount: u64) -> Result<()> {
        require!(EXECUTE_DISCRIMINATOR.ends_with(&tail), Rule::NotHookCall);
        require!(ctx.remaining_accounts()?.is_empty(), Rule::HookAccountsInvalid);
        let accounts = &mut ctx.accounts;
        let balances = check_accounts(accounts)?;
        require!(amount > 0, Rule::ZeroShares);

        let now = now()?;
        accounts.network.check_running()?;
        accounts.token.check_not_paused(now)?;
        check_sender(accounts, amount, now)?;
        let approval_used = check_receiver(accounts, amount, now)?;
        move_shares(accounts, amount, now)?;
        if approval_used {
            accounts.destination_position.clear_approval();
        }
        // Token-2022 has moved the balances already: they must be what the positions say now.
        let positions = (accounts.source_position.shares, accounts.destination_position.shares);
        require!(positions == balances, Rule::InvariantBroken);
        accounts.source_position.invariant()?;
        accounts.destination_position.invariant()?;

        log_event(&SharesTransferred {
            source_position: *accounts.source_position.address(),
            destination_position: *accounts.destination_position.address(),
            shares: amount.into(),
        });
        Ok(())
    }
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
fn check_sender(accounts: &Execute, amount: u64, now: i64) -> Result<()> {
    let position = &accounts.source_position;
    require!(amount <= position.shares, Rule::InsufficientShares);
    require!(amount <= position.lockup().free(position.shares, now), Rule::SharesLocked);
    let (owner, member) = (&accounts.token.owner, &accounts.source_member);
    let parameters = &accounts.network.parameters;
    let to_owner = address_eq(&accounts.destination_position.member, owner);
    may_send(member.status()?, member.reputation(), parameters.minimum_reputation, to_owner, now)?;
    let routed = must_route_gains(
        parameters.route_gains == 1,
        member.has_token(),
        address_eq(&position.member, owner),
        to_owner,
    );
    require!(!routed, Rule::GainsMustBeRouted);
    Ok(())
}

#[inline(always)]
fn check_receiver(accounts: &Execute, amount: u64, now: i64) -> Result<bool> {
    let (token, position, member) = (&accounts.token, &accounts.destination_position, &accounts.destination_member);
    let receipt = Receipt {
        policy: token.policy_term()?.at(now),
        minimum_reputation: accounts.network.parameters.minimum_reputation,
        total: token.total,
        shares: amount,
        now,
    };
    let receiver = Receiver {
        is_owner: address_eq(&position.member, &token.owner),
        status: member.status()?,
        reputation: member.reputation(),
        shares: position.shares,
        cap: position.cap,
        approval: position.approval_from(&accounts.source_member.wallet),
    };
    Ok(may_receive(&receipt, &receiver)?)
}

/// Books what both were owed, then moves shares, their cost and the receiver's new lock.
#[inline(always)]
fn move_shares(accounts: &mut Execute, amount: u64, now: i64) -> Result<()> {
    let token = &accounts.token;
    let (source, destination) = (&mut accounts.source_position, &mut accounts.destination_position);

    let cost = carried_cost_basis(source.cost_basis, source.shares, amount)?;
    let (mut from, mut to) = (source.holding(), destination.holding());
    transfer(token.acc.get(), &mut from, &mut to, amount)?;
    let received_lock = if address_eq(&destination.member, &token.owner) {
        destination.lockup().at(now)
    } else {
        let hold = token.hold_term().at(now).max(accounts.network.parameters.minimum_hold);
        destination.lockup().receive(amount, now, hold)?
    };

    source.set_holding(&from);
    let remaining_lock = source.lockup().at(now);
    source.set_lockup(remaining_lock);
    source.cost_basis = source.cost_basis.checked_sub(cost).ok_or(Rule::MathOverflow)?;
    destination.set_holding(&to);
    destination.set_lockup(received_lock);
    destination.cost_basis = destination.cost_basis.checked_add(cost).ok_or(Rule::MathOverflow)?;
    destination.used = 1;
    Ok(())
}
