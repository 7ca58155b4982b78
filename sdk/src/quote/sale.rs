use super::{after, clear_approval, locked_until, payable, refuse};
use crate::{
    core::{
        accumulator::{carried_cost_basis, transfer as move_shares, Holding, Pool},
        market::{routes_gain, Buyer, Fill, Money, Order, Payable},
        policy::Policy,
        transfer::{may_receive, Receipt, Receiver},
        Error, Result,
    },
    state::{Listing, Member, Network, Position, Token, TokenAccount},
};

/// A purchase from a listing.
///
/// Of the quote accounts it takes what was fetched from the addresses that the members and the network record; `None` if
/// nothing is there, or nothing that decodes.
#[derive(Clone, Copy, Debug)]
pub struct SaleInputs<'a> {
    /// The token's network.
    pub network: &'a Network,
    /// The token whose shares are sold.
    pub token: &'a Token,
    /// The listing.
    pub listing: &'a Listing,
    /// The seller.
    pub seller_member: &'a Member,
    /// The seller's position.
    pub seller_position: &'a Position,
    /// The buyer.
    pub buyer_member: &'a Member,
    /// The buyer's position.
    pub buyer_position: &'a Position,
    /// The member whose token it is.
    pub owner_member: &'a Member,
    /// The seller's own token, and his position in it if he has one; needed if his gain is routed.
    pub seller_token: Option<(&'a Token, Option<&'a Position>)>,
    /// The owner's quote account.
    pub owner_account: Option<&'a TokenAccount>,
    /// The quote account of the network's treasury.
    pub treasury_account: Option<&'a TokenAccount>,
    /// The seller's quote account.
    pub seller_account: Option<&'a TokenAccount>,
    /// The token's vault, where money goes that cannot be delivered.
    pub vault_account: Option<&'a TokenAccount>,
    /// The buyer's limits.
    pub order: Order,
    /// Unix time.
    pub now: i64,
}

/// What a purchase would do. Amounts are quote units, `paid = owner_fee + network_fee + received`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SalePreview {
    /// Shares that change hands.
    pub shares: u64,
    /// What the buyer pays.
    pub paid: u64,
    /// The owner's fee; none if he buys.
    pub owner_fee: u64,
    /// Whether the owner's fee goes to all shares, as his account cannot be paid or he is held. Where that is not
    /// possible either, the seller keeps it.
    pub fee_credited: bool,
    /// The network's fee; none if the treasury's account cannot be paid: the seller keeps it.
    pub network_fee: u64,
    /// What the seller receives, his shareholders' part included.
    pub received: u64,
    /// What the shares had cost the seller.
    pub cost_basis: u64,
    /// `received` less `cost_basis`, never below zero.
    pub gain: u64,
    /// The part of the gain that goes to the shareholders of the seller's own token, into its vault.
    pub routed: u64,
    /// What one share of the seller's own token is credited, times 2^64.
    pub per_share: u128,
    /// What the seller himself is paid: `received` less `routed`.
    pub to_seller: u64,
    /// Whether it waits in the vault for him, as his account cannot be paid; he claims it like proceeds.
    pub seller_owed: bool,
    /// Unix time at which the buyer's locked shares unlock; `None` if none are locked.
    pub locked_until: Option<i64>,
    /// Whether the owner's approval is used up by it.
    pub approval_used: bool,
    /// The seller's position afterwards.
    pub seller: Position,
    /// The buyer's position afterwards.
    pub buyer: Position,
}

/// The program's verdict on a purchase, in its own order, and where shares and money would go.
///
/// Whether the buyer's source holds the money is not asked, the token program does; nor whether it is the seller's own
/// account ([`Error::SourceIsSellers`]). It also refuses to pay into a frozen
/// vault, which here is [`Error::QuoteAccountFrozen`]. Nobody buys from himself ([`Error::PositionMismatch`]; the program
/// refuses the repeated account).
pub fn sale(inputs: &SaleInputs) -> Result<SalePreview> {
    check_accounts(inputs)?;
    let (fill, approval_used) = check(inputs)?;
    let (mut seller, buyer, cost_basis) = moved(inputs, &fill, approval_used)?;
    let mut pool = inputs.token.pool();
    let mut money = divide(inputs, &fill, cost_basis, &mut pool)?;
    let per_share;
    (money.routed, per_share) = route(inputs, money.gain)?;
    let to_seller = money.to_seller()?;
    let vault_is_paid = money.seller_owed && to_seller > 0;
    if vault_is_paid {
        let mut holding = seller.holding();
        pool.owe(&mut holding, to_seller)?;
        seller = after(&seller, &holding, seller.lockup());
    }
    refuse(vault_is_paid && inputs.vault_account.is_some_and(TokenAccount::is_frozen), Error::QuoteAccountFrozen)?;
    Ok(SalePreview {
        shares: fill.shares,
        paid: fill.sale.paid,
        owner_fee: money.owner_fee,
        fee_credited: money.fee_credited,
        network_fee: money.network_fee,
        received: money.received,
        cost_basis,
        gain: money.gain,
        routed: money.routed,
        per_share,
        to_seller,
        seller_owed: money.seller_owed,
        locked_until: locked_until(&buyer, inputs.now),
        approval_used,
        seller,
        buyer,
    })
}

/// Accounts that belong together, in the order in which the program takes them.
fn check_accounts(inputs: &SaleInputs) -> Result<()> {
    let SaleInputs { token, listing, seller_position, seller_member, buyer_position, .. } = *inputs;
    refuse(token.network != inputs.network.address(), Error::NetworkMismatch)?;
    refuse(buyer_position.token != token.address(), Error::TokenMismatch)?;
    refuse(buyer_position.member != inputs.buyer_member.address(), Error::PositionMismatch)?;
    refuse(listing.token != token.address(), Error::ListingMismatch)?;
    refuse(listing.position != seller_position.address(), Error::ListingMismatch)?;
    refuse(buyer_position.address() == seller_position.address(), Error::PositionMismatch)?;
    refuse(seller_position.member != seller_member.address(), Error::PositionMismatch)?;
    refuse(token.owner != inputs.owner_member.address(), Error::NotTokenOwner)?;
    let Some((own_token, own_position)) = inputs.seller_token else { return Ok(()) };
    let foreign = own_position.is_some_and(|position| position.member != seller_member.address());
    refuse(own_token.address() != seller_member.token || foreign, Error::GainRoutingRequired)
}

/// Whether this purchase may happen, how much of it, and whether it uses up the owner's approval.
fn check(inputs: &SaleInputs) -> Result<(Fill, bool)> {
    let SaleInputs { network, token, seller_member, buyer_member, buyer_position: position, now, .. } = *inputs;
    refuse(network.is_halted(), Error::NetworkHalted)?;
    refuse(token.pause().active(now), Error::TokenPaused)?;
    for (position, member) in [(inputs.seller_position, seller_member), (position, buyer_member)] {
        refuse(position.wallet != member.wallet, Error::PositionReplaced)?;
        member.restraint().check(now)?;
    }
    buyer_member.rights().check_current(network.charter_version)?;

    let is_owner = position.member == token.owner;
    let buyer = Buyer { is_owner, is_holder: position.shares > 0 };
    let mut book = inputs.listing.book;
    let fill = book.fill(&inputs.order, buyer, now)?;

    let receipt = Receipt {
        policy: if fill.asks_policy { token.policy_at(now)? } else { Policy::Open },
        minimum_reputation: network.parameters.minimum_reputation,
        total: token.total,
        shares: fill.shares,
        now,
    };
    let receiver = Receiver {
        is_owner,
        status: buyer_member.status()?,
        reputation: buyer_member.reputation(),
        shares: position.shares,
        cap: position.cap,
        approval: position.approval_from(&seller_member.wallet),
    };
    let approval_used = may_receive(&receipt, &receiver)?;
    Ok((fill, approval_used))
}

/// Both positions afterwards, and the cost that left the seller's.
fn moved(inputs: &SaleInputs, fill: &Fill, approval_used: bool) -> Result<(Position, Position, u64)> {
    let SaleInputs { network, token, seller_position, buyer_position, now, .. } = *inputs;
    let cost = carried_cost_basis(seller_position.cost_basis, seller_position.shares, fill.shares)?;
    let (mut from, mut to) = (seller_position.holding(), buyer_position.holding());
    move_shares(token.acc.get(), &mut from, &mut to, fill.shares)?;
    let is_owner = buyer_position.member == token.owner;
    let hold = if is_owner { 0 } else { token.lock_at(now, &network.parameters) };
    let lock = buyer_position.lockup().receive(fill.shares, now, hold)?;

    let mut seller = after(seller_position, &from, seller_position.lockup().at(now));
    seller.listed = seller.listed.checked_sub(fill.shares).ok_or(Error::InvariantBroken)?;
    seller.cost_basis = seller.cost_basis.checked_sub(cost).ok_or(Error::MathOverflow)?;
    let mut buyer = after(buyer_position, &to, lock);
    buyer.cost_basis = buyer.cost_basis.checked_add(fill.sale.paid).ok_or(Error::MathOverflow)?;
    buyer.used = Position::HELD;
    if approval_used {
        clear_approval(&mut buyer);
    }
    Ok((seller, buyer, cost))
}

/// Who can be paid, and the division of the money that follows; an undeliverable owner's fee is credited to the pool.
fn divide(inputs: &SaleInputs, fill: &Fill, cost_basis: u64, pool: &mut Pool) -> Result<Money> {
    let SaleInputs { network, token, seller_member, owner_member, .. } = *inputs;
    let can_be_paid = |account, wallet| payable(account, token.quote_mint, wallet).error().is_none();
    let is_free = owner_member.restraint().check(inputs.now).is_ok();
    let payable = Payable {
        seller: can_be_paid(inputs.seller_account, seller_member.wallet),
        owner: is_free && can_be_paid(inputs.owner_account, owner_member.wallet),
        treasury: can_be_paid(inputs.treasury_account, network.treasury),
        vault: can_be_paid(inputs.vault_account, token.address()),
    };
    Money::divide(&fill.sale, cost_basis, payable, pool)
}

/// What of the gain goes to the shareholders of the seller's own token, and what one share is credited, times 2^64.
fn route(inputs: &SaleInputs, gain: u64) -> Result<(u64, u128)> {
    let owner_sells = inputs.token.owner == inputs.seller_position.member;
    let routes = inputs.network.parameters.route_gains == 1;
    if !routes_gain(routes, inputs.seller_member.has_token(), owner_sells) {
        return Ok((0, 0));
    }
    let Some((token, position)) = inputs.seller_token else { return Err(Error::GainRoutingRequired) };
    let mut own = match position {
        Some(position) if position.token == token.address() && position.replaced_by().is_none() => position.holding(),
        None if token.total == 0 => Holding::default(),
        _ => return Err(Error::GainRoutingRequired),
    };
    let (per_share, moved) = token.pool().route(&mut own, gain)?;
    Ok(if moved.transferred == 0 { (0, 0) } else { (moved.transferred, per_share) })
}
