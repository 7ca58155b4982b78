//! The books of a sale: shares and their cost, the division of the money, and the seller's gain.

use super::buy::ListingBuy;
use crate::{quote, state::*};
use anchor_lang::prelude::*;
use personal_token_core::{
    accumulator::{carried_cost_basis, transfer, Holding},
    market::{gain, routes_gain, Fill},
    Error as Rule,
};

/// Where the money of one fill goes, in quote units: `paid = owner_fee + network_fee + received`.
#[derive(Clone, Copy, Default)]
pub struct Money {
    /// The owner's fee.
    pub owner_fee: u64,
    /// Whether the owner's fee goes to all shares, as his account cannot be paid.
    pub fee_credited: bool,
    /// The network's fee; stays with the seller if the treasury's account cannot be paid.
    pub network_fee: u64,
    /// What the seller gets, his shareholders' part included.
    pub received: u64,
    /// Whether the seller's part waits in the token's vault, as his account cannot be paid.
    pub seller_owed: bool,
    /// `received` less what the shares had cost, never below zero.
    pub gain: u64,
    /// The part of `received` that goes to the shareholders of the seller's own token.
    pub routed: u64,
}

impl Money {
    /// What the seller himself is paid.
    pub fn to_seller(&self) -> Result<u64> {
        Ok(self.received.checked_sub(self.routed).ok_or(Rule::MathOverflow)?)
    }
}

/// Books what both were owed, then moves the shares, their cost and the buyer's new lock; returns the cost that left.
#[inline(never)]
pub fn move_shares(accounts: &mut ListingBuy, fill: &Fill, approval_used: bool, now: i64) -> Result<u64> {
    let token = &accounts.token;
    let (seller, buyer): (&mut Position, &mut Position) = (&mut accounts.seller_position, &mut accounts.buyer_position);
    let cost = carried_cost_basis(seller.cost_basis, seller.shares, fill.shares)?;
    let (mut from, mut to) = (seller.holding(), buyer.holding());
    transfer(token.acc.get(), &mut from, &mut to, fill.shares)?;
    let is_owner = buyer.member == token.owner;
    let hold = if is_owner { 0 } else { token.hold_term().at(now).max(accounts.network.parameters.minimum_hold) };
    let lockup = buyer.lockup().receive(fill.shares, now, hold)?;

    seller.set_holding(&from);
    seller.listed = seller.listed.checked_sub(fill.shares).ok_or(Rule::InvariantBroken)?;
    seller.cost_basis = seller.cost_basis.checked_sub(cost).ok_or(Rule::MathOverflow)?;
    let remaining_lock = seller.lockup().at(now);
    seller.set_lockup(remaining_lock);
    buyer.set_holding(&to);
    buyer.set_lockup(lockup);
    buyer.cost_basis = buyer.cost_basis.checked_add(fill.sale.paid).ok_or(Rule::MathOverflow)?;
    buyer.used = 1;
    if approval_used {
        buyer.clear_approval();
    }
    seller.invariant()?;
    buyer.invariant()?;
    Ok(cost)
}

/// No fee account can block a sale: an owner's fee that cannot be delivered is credited to all shares, a network's stays
/// with the seller. Nor can the seller's own, or he could close it until the windows of first refusal are over: his part
/// then waits in the vault, to be claimed.
#[inline(never)]
pub fn divide(accounts: &mut ListingBuy, fill: &Fill, cost_basis: u64, now: i64) -> Result<Money> {
    let (quote_mint, token_address) = (accounts.token.quote_mint, *accounts.token.address());
    let seller = &accounts.seller_member;
    let account = accounts.seller_quote_account.account();
    let payable = quote::inspect(account, &seller.quote_account, &quote_mint, &seller.wallet);
    require!(payable.is_recorded, Rule::QuoteAccountForeign);

    let sale = fill.sale;
    let mut money = Money {
        owner_fee: sale.owner_fee,
        network_fee: sale.network_fee,
        received: sale.received,
        seller_owed: payable.payout().error().is_some(),
        ..Money::default()
    };
    let (network, owner) = (&accounts.network, &accounts.owner_member);
    let treasury = accounts.treasury_quote_account.account();
    let payable = quote::inspect(treasury, &network.treasury_quote_account, &quote_mint, &network.treasury);
    if payable.payout().error().is_some() {
        money.received = money.received.checked_add(money.network_fee).ok_or(Rule::MathOverflow)?;
        money.network_fee = 0;
    }
    let account = accounts.owner_quote_account.account();
    let payable = quote::inspect(account, &owner.quote_account, &quote_mint, &owner.wallet);
    let delivered = payable.payout().error().is_none() && owner.restraint().check(now).is_ok();
    if !delivered && money.owner_fee > 0 {
        let token = &mut accounts.token;
        let mut pool = token.pool();
        let vault = quote::inspect(accounts.vault.account(), &token.vault, &quote_mint, &token_address);
        if vault.payout().error().is_none() && pool.deposit(money.owner_fee).is_ok() {
            token.set_pool(&pool);
            token.credited = token.credited.checked_add(money.owner_fee).ok_or(Rule::MathOverflow)?;
            token.invariant()?;
            money.fee_credited = true;
        } else {
            // Neither a frozen vault nor a token at its lifetime limit stops a sale.
            money.received = money.received.checked_add(money.owner_fee).ok_or(Rule::MathOverflow)?;
            money.owner_fee = 0;
        }
    }
    money.gain = gain(money.received, cost_basis);
    Ok(money)
}

/// Credits the seller's gain to the shareholders of his own token, net of his own part, if it is theirs; returns what one
/// share was credited, times 2^64.
///
/// Unlike a deposit, which the owner could time, it does not wait for a round of his to be settled: he could stop his own
/// sale by it until the windows of first refusal are over. It belongs to those who hold the shares now.
#[inline(never)]
pub fn route(accounts: &mut ListingBuy, money: &mut Money) -> Result<u128> {
    let owner_sells = accounts.token.owner == accounts.seller_position.member;
    let routes = accounts.network.parameters.route_gains == 1;
    if !routes_gain(routes, accounts.seller_member.has_token(), owner_sells) {
        return Ok(0);
    }
    let (Some(token), Some(vault)) = (&mut accounts.seller_token, &accounts.seller_vault) else {
        return Err(Rule::GainRoutingRequired.into());
    };
    require!(token.vault == *vault.address(), Rule::GainRoutingRequired);
    let mut pool = token.pool();
    let mut own = Holding::default();
    match &accounts.seller_own_position {
        Some(position) => {
            let is_present = position.token == *token.address() && position.check_not_replaced().is_ok();
            require!(is_present, Rule::GainRoutingRequired);
            own = position.holding();
        }
        // Without shares nobody needs a position.
        None if token.total == 0 => {}
        None => return Err(Rule::GainRoutingRequired.into()),
    }
    let (per_share, moved) = pool.route(&mut own, money.gain)?;
    if moved.transferred == 0 {
        return Ok(0);
    }
    money.routed = moved.transferred;
    token.set_pool(&pool);
    token.credited = token.credited.checked_add(money.gain).ok_or(Rule::MathOverflow)?;
    token.invariant()?;
    if let Some(position) = &mut accounts.seller_own_position {
        position.set_holding(&own);
        position.invariant()?;
    }
    Ok(per_share)
}

/// Books what could not be paid to the seller: the vault keeps it for him alone.
#[inline(never)]
pub fn owe_seller(accounts: &mut ListingBuy, money: &Money) -> Result<()> {
    let amount = money.to_seller()?;
    if !money.seller_owed || amount == 0 {
        return Ok(());
    }
    let (token, position) = (&mut accounts.token, &mut accounts.seller_position);
    let (mut pool, mut holding) = (token.pool(), position.holding());
    pool.owe(&mut holding, amount)?;
    token.set_pool(&pool);
    token.credited = token.credited.checked_add(amount).ok_or(Rule::MathOverflow)?;
    position.set_holding(&holding);
    token.invariant()?;
    position.invariant()
}
