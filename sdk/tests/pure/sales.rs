//! Previews of sales: the program's verdict in the program's order, and every unit of the money.

use crate::support::{listing, member, position, quote_account, token, Numbers, World, NOW};
use personal_token_sdk::{
    core::{market::Order, member::Status, policy::Policy, Error as Rule},
    pda,
    quote::{claimable, sale, SaleInputs, SalePreview},
    state::{AccountState, Listing, Member, Position, Token, TokenAccount},
};

/// The sender sells, the receiver buys; 200 shares are listed at 1,000 units, 2 % for the owner, 1 % for the network.
#[derive(Clone)]
struct Market {
    world: World,
    listing: Listing,
    owner_account: Option<TokenAccount>,
    treasury_account: Option<TokenAccount>,
    seller_account: Option<TokenAccount>,
    vault_account: Option<TokenAccount>,
    seller_token: Option<Token>,
    own_position: Option<Position>,
    order: Order,
}

impl Market {
    fn new() -> Self {
        let mut world = World::new();
        (world.source.listed, world.source.cost_basis) = (200, 40_000);
        let account = |wallet| Some(quote_account(wallet, &world.network));
        Self {
            listing: listing(&world.source),
            owner_account: account(world.owner.wallet),
            treasury_account: account(world.network.treasury),
            seller_account: account(world.sender.wallet),
            vault_account: account(world.token.address()),
            seller_token: None,
            own_position: None,
            order: Order { shares: 100, minimum_shares: 1, maximum_price: 1_000 },
            world,
        }
    }

    /// The seller has a token of his own, of whose 100 shares he holds 40.
    fn with_own_token() -> Self {
        let mut market = Self::new();
        let seller = &mut market.world.sender;
        seller.token = pda::token(pda::mint(seller.address()));
        let token = Token { total: 100, ..token(&market.world.network, seller) };
        market.own_position = Some(position(&token, seller, 40));
        market.seller_token = Some(token);
        market
    }

    fn sale(&self) -> Result<SalePreview, Rule> {
        let world = &self.world;
        sale(&SaleInputs {
            network: &world.network,
            token: &world.token,
            listing: &self.listing,
            seller_member: &world.sender,
            seller_position: &world.source,
            buyer_member: &world.receiver,
            buyer_position: &world.destination,
            owner_member: &world.owner,
            seller_token: self.seller_token.as_ref().map(|token| (token, self.own_position.as_ref())),
            owner_account: self.owner_account.as_ref(),
            treasury_account: self.treasury_account.as_ref(),
            seller_account: self.seller_account.as_ref(),
            vault_account: self.vault_account.as_ref(),
            order: self.order,
            now: NOW,
        })
    }
}

#[test]
fn a_sale_moves_shares_and_divides_money() {
    let mut market = Market::new();
    market.world.token.acc = (5_u128 << 64).into();
    let sale = market.sale().unwrap();
    let hold = i64::from(market.world.token.hold);
    assert_eq!((sale.shares, sale.paid), (100, 100_000));
    assert_eq!((sale.owner_fee, sale.network_fee, sale.received), (2_000, 1_000, 97_000));
    assert_eq!((sale.cost_basis, sale.gain), (10_000, 87_000));
    assert_eq!((sale.routed, sale.per_share, sale.to_seller), (0, 0, 97_000));
    assert!(!sale.fee_credited && !sale.approval_used);
    assert_eq!(sale.locked_until, Some(NOW + hold));
    assert_eq!((sale.seller.shares, sale.seller.listed, sale.seller.cost_basis), (300, 100, 30_000));
    assert_eq!((sale.buyer.shares, sale.buyer.locked, sale.buyer.cost_basis, sale.buyer.used), (100, 100, 100_000, 1));
    // What was owed before stays with the seller.
    assert_eq!(claimable(&market.world.token, &sale.seller), Ok(2_000));
    assert_eq!(claimable(&market.world.token, &sale.buyer), Ok(0));
}

#[test]
fn an_order_takes_what_there_is() {
    let mut market = Market::new();
    market.order.shares = 1_000;
    let all = market.sale().unwrap();
    assert_eq!((all.shares, all.paid, all.seller.listed), (200, 200_000, 0));
    market.order.minimum_shares = 201;
    assert_eq!(market.sale(), Err(Rule::TooFewShares));
    market.order = Order { shares: 9, minimum_shares: 0, maximum_price: 1_000 };
    assert_eq!(market.sale(), Err(Rule::FillTooSmall));
    market.listing.book.shares = 9;
    assert_eq!(market.sale().map(|sale| sale.shares), Ok(9), "all that is left may be less than the least purchase");
    market.order.shares = 0;
    assert_eq!(market.sale(), Err(Rule::ZeroShares));
    market.order.maximum_price = 999;
    assert_eq!(market.sale(), Err(Rule::PriceAboveMaximum));
}

#[test]
fn the_owner_buys_without_fee_and_lock() {
    let mut market = Market::new();
    let world = &mut market.world;
    (world.receiver, world.destination) = (world.owner, world.owner_position);
    (world.token.policy, world.token.announced_policy) = (3, 3);
    (market.listing.book.owner_until, market.listing.book.holders_until) = (NOW + 1, NOW + 2);
    let sale = market.sale().unwrap();
    assert_eq!((sale.owner_fee, sale.network_fee, sale.received), (0, 0, 100_000));
    assert_eq!((sale.locked_until, sale.buyer.locked), (None, 0));
}

#[test]
fn each_window_has_its_buyers() {
    let mut market = Market::new();
    (market.world.token.policy, market.world.token.announced_policy) = (2, 2);
    assert_eq!(Policy::from_byte(2), Ok(Policy::Approval));
    (market.listing.book.owner_until, market.listing.book.holders_until) = (NOW + 1, NOW + 2);
    assert_eq!(market.sale(), Err(Rule::OwnerFirst));
    market.listing.book.owner_until = NOW;
    assert_eq!(market.sale(), Err(Rule::HoldersFirst));
    // Holders need no policy's leave while it is their turn.
    market.world.destination.shares = 1;
    assert!(market.sale().is_ok());
    market.listing.book.holders_until = NOW;
    assert_eq!(market.sale(), Err(Rule::NotApproved));
    market.world.destination.approved_from = market.world.sender.wallet;
    (market.world.destination.approved_shares, market.world.destination.approval_expires_at) = (100, NOW + 1);
    let approved = market.sale().unwrap();
    assert!(approved.approval_used && approved.buyer.approved_shares == 0);
    market.listing.book.expires_at = NOW;
    assert_eq!(market.sale(), Err(Rule::ListingExpired));
}

#[test]
fn no_fee_account_blocks_a_sale() {
    let money = |market: &Market| {
        let sale = market.sale().unwrap();
        assert_eq!(sale.owner_fee + sale.network_fee + sale.received, sale.paid);
        (sale.owner_fee, sale.fee_credited, sale.network_fee, sale.gain)
    };
    let mut market = Market::new();
    market.treasury_account = None;
    assert_eq!(money(&market), (2_000, false, 0, 88_000), "what the treasury cannot get stays with the seller");
    for broken in [None, Some(frozen(&market.world.owner, &market))] {
        market.owner_account = broken;
        assert_eq!(money(&market), (2_000, true, 0, 88_000), "what the owner cannot get goes to all shares");
    }
    market.world.token.deposited = u64::MAX - 1_999;
    assert_eq!(money(&market), (0, false, 0, 90_000), "beyond the limit of deposits it stays with the seller");
    let mut held = Market::new();
    held.world.owner.held_until = NOW + 1;
    assert_eq!(money(&held), (2_000, true, 1_000, 87_000), "a held owner's wallet may be another's");
    held.world.owner.held_until = NOW;
    assert_eq!(money(&held), (2_000, false, 1_000, 87_000));

    // Neither can be delivered, and the vault is frozen too.
    let mut market = Market::new();
    (market.owner_account, market.vault_account) = (None, None);
    assert_eq!(money(&market), (0, false, 1_000, 89_000));
}

#[test]
fn a_seller_who_cannot_be_paid_is_owed() {
    let mut market = Market::new();
    market.world.token.acc = (5_u128 << 64).into();
    let foreign = market.owner_account.clone();
    for account in [None, Some(frozen(&market.world.sender, &market)), foreign] {
        market.seller_account = account;
        let sale = market.sale().unwrap();
        assert!(sale.seller_owed);
        assert_eq!((sale.received, sale.to_seller), (97_000, 97_000));
        // 2,000 units of proceeds were his before.
        assert_eq!(claimable(&market.world.token, &sale.seller), Ok(99_000));
        assert_eq!((sale.seller.shares, sale.seller.locked), (300, 0));
    }
    // Shares that he keeps have their part of an owner's fee that cannot be delivered either: 2 units each.
    market.owner_account = None;
    let sale = market.sale().unwrap();
    let token = Token { acc: (7_u128 << 64).into(), ..market.world.token };
    assert!(sale.fee_credited && sale.seller_owed);
    assert_eq!(claimable(&token, &sale.seller), Ok(2_000 + 300 * 2 + 97_000));
    assert_eq!(claimable(&token, &sale.buyer), Ok(200));
    // A token at its limit of deposits cannot owe any more.
    market.world.token.deposited = u64::MAX - 99_000;
    assert!(market.sale().is_ok());
    market.world.token.deposited += 1;
    assert_eq!(market.sale(), Err(Rule::DepositLimit));
    // His shareholders' part does not wait with his.
    let mut market = Market::with_own_token();
    market.seller_account = None;
    assert_eq!(market.sale().map(|sale| (sale.routed, sale.to_seller)), Ok((52_200, 44_800)));
    market.vault_account.as_mut().unwrap().state = AccountState::Frozen;
    assert_eq!(market.sale(), Err(Rule::QuoteAccountFrozen));
}

fn frozen(member: &Member, market: &Market) -> TokenAccount {
    TokenAccount { state: AccountState::Frozen, ..quote_account(member.wallet, &market.world.network) }
}

#[test]
fn a_gain_goes_to_the_sellers_own_shareholders() {
    let market = Market::with_own_token();
    let sale = market.sale().unwrap();
    // Of a gain of 87,000 units 60 of 100 shares get theirs; the seller's own part never leaves him.
    assert_eq!((sale.gain, sale.routed, sale.to_seller), (87_000, 52_200, 44_800));
    assert_eq!(sale.per_share, 870 << 64);
    let routed = |change: fn(&mut Market)| {
        let mut changed = market.clone();
        change(&mut changed);
        changed.sale().map(|sale| (sale.routed, sale.to_seller))
    };
    let nothing = Ok((0, 97_000));
    assert_eq!(routed(|m| m.world.network.parameters.route_gains = 0), nothing);
    assert_eq!(routed(|m| m.world.source.cost_basis = 400_000), nothing, "no gain, nothing to share");
    assert_eq!(routed(|m| m.own_position.as_mut().unwrap().shares = 100), nothing, "no shareholders but himself");
    assert_eq!(routed(|m| m.seller_token.as_mut().unwrap().total = 0), nothing);

    let required = Err(Rule::GainRoutingRequired);
    assert_eq!(routed(|m| m.seller_token = None), required);
    assert_eq!(routed(|m| m.own_position = None), required);
    assert_eq!(routed(|m| (m.own_position, m.seller_token.as_mut().unwrap().total) = (None, 0)), nothing);
    assert_eq!(routed(|m| m.own_position = Some(m.world.source)), required, "his position in another token");
    assert_eq!(routed(|m| m.own_position.as_mut().unwrap().member = m.world.owner.address()), required);
    assert_eq!(routed(|m| m.world.sender.token = m.world.token.address()), required);
    assert_eq!(routed(|m| m.own_position.as_mut().unwrap().successor = m.world.token.mint), required);
    let at_once = routed(|_| ());
    assert_ne!(at_once, nothing);
    assert_eq!(routed(|m| m.seller_token.as_mut().unwrap().unsettled = 1), at_once, "a gain waits for no round");
    assert_eq!(routed(|m| m.seller_token.as_mut().unwrap().deposited = u64::MAX), Err(Rule::DepositLimit));
}

#[test]
fn who_sells_his_own_shares_keeps_his_gain() {
    let mut market = Market::new();
    let world = &mut market.world;
    (world.sender, world.source) = (world.owner, world.owner_position);
    world.source.listed = 200;
    market.listing = listing(&world.source);
    market.seller_account = market.owner_account.clone();
    let sale = market.sale().unwrap();
    assert_eq!((sale.gain, sale.routed, sale.to_seller), (97_000, 0, 97_000));
}

/// Each step mends nothing and breaks what is asked earlier: the first broken rule is the one that is named.
#[test]
fn refusals_come_in_the_programs_order() {
    let mut market = Market::with_own_token();
    let elsewhere = market.world.network.authority;
    let mut closing = |change: &dyn Fn(&mut Market), rule: Rule| {
        change(&mut market);
        assert_eq!(market.sale(), Err(rule));
    };
    closing(&|m| (m.seller_account, m.world.token.deposited) = (None, u64::MAX), Rule::DepositLimit);
    closing(&|m| m.seller_token.as_mut().unwrap().deposited = u64::MAX, Rule::DepositLimit);
    closing(&|m| m.own_position = None, Rule::GainRoutingRequired);
    closing(&|m| m.world.source.listed = 99, Rule::InvariantBroken);
    closing(
        &|m| (m.world.receiver.reputation, m.world.receiver.reputation_as_of) = (599, NOW),
        Rule::NotInGoodStanding,
    );
    closing(&|m| m.world.receiver.status = Status::Suspended.byte(), Rule::MemberNotActive);
    closing(&|m| m.order.maximum_price = 999, Rule::PriceAboveMaximum);
    closing(&|m| m.world.network.charter_version = 2, Rule::CharterNotAcknowledged);
    closing(&|m| m.world.receiver.held_until = NOW + 1, Rule::MemberHeld);
    closing(&|m| m.world.destination.wallet = elsewhere, Rule::PositionReplaced);
    closing(&|m| m.world.sender.recovery_until = NOW + 1, Rule::MemberHeld);
    closing(&|m| m.world.source.wallet = elsewhere, Rule::PositionReplaced);
    closing(&|m| m.world.token.paused_until = NOW + 1, Rule::TokenPaused);
    closing(&|m| m.world.network.halted = 1, Rule::NetworkHalted);
    closing(&|m| m.world.sender.token = elsewhere, Rule::GainRoutingRequired);
    closing(&|m| m.world.token.owner = elsewhere, Rule::NotTokenOwner);
    closing(&|m| m.world.source.member = elsewhere, Rule::PositionMismatch);
    closing(&|m| m.listing.position = elsewhere, Rule::ListingMismatch);
    closing(&|m| m.listing.token = elsewhere, Rule::ListingMismatch);
    closing(&|m| m.world.destination.member = elsewhere, Rule::PositionMismatch);
    closing(&|m| m.world.destination.token = elsewhere, Rule::TokenMismatch);
    closing(&|m| m.world.token.network = elsewhere, Rule::NetworkMismatch);
}

#[test]
fn nobody_buys_from_himself() {
    let mut market = Market::new();
    (market.world.receiver, market.world.destination) = (market.world.sender, market.world.source);
    assert_eq!(market.sale(), Err(Rule::PositionMismatch));
}

#[test]
fn random_sales_lose_no_unit_and_no_share() {
    let mut numbers = Numbers(51);
    for _ in 0..3_000 {
        let mut market = Market::with_own_token();
        let book = &mut market.listing.book;
        (book.price, book.minimum_fill) = (2 + numbers.below(1 << 40), 1);
        (book.owner_fee, book.network_fee) = (numbers.below(501) as u16, numbers.below(201) as u16);
        market.order = Order { shares: 1 + numbers.below(300), minimum_shares: 0, maximum_price: u64::MAX };
        market.world.source.cost_basis = numbers.below(1 << 49);
        let own = market.own_position.as_mut().unwrap();
        own.shares = numbers.below(101);
        let (own_shares, before) = (own.shares, market.world.source);
        if numbers.below(4) == 0 {
            market.treasury_account = None;
        }
        if numbers.below(4) == 0 {
            market.owner_account = None;
        }
        let (price, fees) =
            (market.listing.book.price, [market.listing.book.owner_fee, market.listing.book.network_fee]);
        let sale = market.sale().unwrap();
        assert_eq!(sale.paid, sale.shares * price);
        assert_eq!(sale.paid, sale.owner_fee + sale.network_fee + sale.received);
        assert_eq!(sale.received, sale.to_seller + sale.routed);
        let part = |rate: u16| (u128::from(sale.paid) * u128::from(rate)).div_ceil(10_000);
        assert_eq!(u128::from(sale.owner_fee), part(fees[0]));
        let treasury = if market.treasury_account.is_some() { part(fees[1]) } else { 0 };
        assert_eq!(u128::from(sale.network_fee), treasury);
        assert_eq!(sale.gain, sale.received.saturating_sub(sale.cost_basis));
        // The seller keeps his own part of the gain, rounded down.
        let exact = u128::from(sale.gain) * u128::from(own_shares) / 100;
        let kept = u128::from(sale.gain - sale.routed);
        assert!(kept <= exact && exact - kept <= 1, "{kept} of {exact}");
        assert_eq!(sale.seller.shares + sale.buyer.shares, before.shares);
        assert_eq!(sale.seller.cost_basis + sale.cost_basis, before.cost_basis);
        assert_eq!(sale.seller.listed + sale.shares, before.listed);
    }
    let outsider = member(&mut numbers, &Market::new().world.network);
    assert!(!outsider.has_token());
}
