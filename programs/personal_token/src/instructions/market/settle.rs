//! The books of a sale: shares and their cost, the division of the money, and the seller's gain.

use super::buy::ListingBuy;
use crate::{quote, state::*};
use anchor_lang::{address_eq, prelude::*};
use personal_token_core::{
    accumulator::{carried_cost_basis, transfer, Holding},
    calendar::year_of,
    market::{routes_gain, Fill, Money, Payable},
    proceeds::{Payout, QuoteAccount},
    Error as Rule,
};

/// Books what both were owed, then moves the shares, their cost and the buyer's new lock; returns the cost that left.
#[inline(never)]
pub fn move_shares(accounts: &mut ListingBuy, fill: &Fill, approval_used: bool, now: i64) -> Result<u64> {
    let token = &accounts.token;
    let (seller, buyer): (&mut Position, &mut Position) = (&mut accounts.seller_position, &mut accounts.buyer_position);
    let cost = carried_cost_basis(seller.cost_basis, seller.shares, fill.shares)?;
    let (mut from, mut to) = (seller.holding(), buyer.holding());
    transfer(token.acc.get(), &mut from, &mut to, fill.shares)?;
    let is_owner = buyer.member == token.owner;
    let hold = if is_owner { 0 } else { token.lock_at(now, &accounts.network.parameters) };
    let lockup = buyer.lockup().receive(fill.shares, now, hold)?;

    seller.set_holding(&from);
    seller.listed = seller.listed.checked_sub(fill.shares).ok_or(Rule::InvariantBroken)?;
    seller.cost_basis = seller.cost_basis.checked_sub(cost).ok_or(Rule::MathOverflow)?;
    let remaining_lock = seller.lockup().at(now);
    seller.set_lockup(remaining_lock);
    buyer.set_holding(&to);
    buyer.set_lockup(lockup);
    buyer.cost_basis = buyer.cost_basis.checked_add(fill.sale.paid).ok_or(Rule::MathOverflow)?;
    buyer.used = HELD;
    if approval_used {
        buyer.clear_approval();
    }
    seller.invariant()?;
    buyer.invariant()?;
    Ok(cost)
}

/// Finds out who can be paid, and divides the money accordingly; see [`Money::divide`].
#[inline(never)]
pub fn divide(accounts: &mut ListingBuy, fill: &Fill, cost_basis: u64, now: i64) -> Result<Money> {
    let (token, network) = (&accounts.token, &accounts.network);
    let (seller, owner) = (&accounts.seller_member, &accounts.owner_member);
    let inspect = |account: &UncheckedAccount, recorded: &Address, wallet: &Address| {
        quote::inspect(account.account(), recorded, &token.quote_mint, wallet)
    };
    let is_payable = |found: QuoteAccount| found.payout() == Payout::Done;
    let found = inspect(&accounts.seller_quote_account, &seller.quote_account, &seller.wallet);
    require!(found.is_recorded, Rule::QuoteAccountForeign);
    // A payment of an account to itself takes nothing off a delegate's allowance: he could buy again and again for fees.
    let source_is_sellers = address_eq(accounts.source.address(), accounts.seller_quote_account.address());
    require!(!source_is_sellers, Rule::SourceIsSellers);
    let treasury = inspect(&accounts.treasury_quote_account, &network.treasury_quote_account, &network.treasury);
    let owner_found = inspect(&accounts.owner_quote_account, &owner.quote_account, &owner.wallet);
    let delivered = is_payable(owner_found) && owner.restraint().check(now).is_ok();
    let payable = Payable {
        seller: is_payable(found),
        owner: delivered,
        treasury: is_payable(treasury),
        vault: !delivered && is_payable(inspect(&accounts.vault, &token.vault, token.address())),
    };

    let mut pool = token.pool();
    let money = Money::divide(&fill.sale, cost_basis, payable, &mut pool)?;
    if money.fee_credited {
        let token = &mut accounts.token;
        token.set_pool(&pool);
        token.credited = token.credited.checked_add(money.owner_fee).ok_or(Rule::MathOverflow)?;
        token.invariant()?;
    }
    Ok(money)
}

/// Credits the seller's gain to the shareholders of his own token, net of his own part, if it is theirs; returns what one
/// share was credited, times 2^64.
///
/// Unlike a deposit, which the owner could time, it does not wait for a round of his to be settled: he could stop his own
/// sale by it until the windows of first refusal are over. It belongs to those who hold the shares now.
#[inline(never)]
pub fn route(accounts: &mut ListingBuy, money: &mut Money, now: i64) -> Result<u128> {
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
    // As if deposited this year: a report that states it is not short.
    let mut years = token.year_book();
    years.deposit(u16::try_from(year_of(now)).map_err(|_| Rule::MathOverflow)?, money.gain)?;
    token.set_year_book(years);
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
