//! Listings: who buys when, for how much, and that every unit of the money goes where it should.
#![allow(clippy::unwrap_used)]

use crate::common::{amount, big, config, extreme, moment};
use crate::refused;
use personal_token_core::market::{gain, routes_gain, Buyer, Fill, Listing, Offer, Order, Rules, Window};
use personal_token_core::{Error, Result};
use proptest::collection::vec;
use proptest::prelude::*;

const DAY: u32 = 86_400;
const NOW: i64 = 1_800_000_000;
const MAX: u64 = u64::MAX;

const OFFER: Offer = Offer { shares: 1_000, price: 7, minimum_fill: 100, duration: 60 * DAY };
const RULES: Rules = Rules {
    owner_first_refusal: 14 * DAY,
    holder_first_refusal: 7 * DAY,
    owner_fee: 150,
    network_fee: 50,
    owner_sells: false,
};
const OWNER: Buyer = Buyer { is_owner: true, is_holder: false };
const HOLDER: Buyer = Buyer { is_owner: false, is_holder: true };
const OTHER: Buyer = Buyer { is_owner: false, is_holder: false };
/// Buys whatever there is.
const ALL: Order = Order { shares: MAX, minimum_shares: 0, maximum_price: MAX };

/// Fills, and asserts that a refusal leaves the listing as it was, and a fill takes its shares and nothing else.
fn fill(listing: &mut Listing, order: &Order, buyer: Buyer, now: i64) -> Result<Fill> {
    let before = *listing;
    let outcome = listing.fill(order, buyer, now);
    let taken = outcome.map_or(0, |fill| fill.shares);
    assert_eq!(*listing, Listing { shares: before.shares - taken, ..before });
    outcome
}

/// Rates within the bound of the parameters.
fn rates() -> impl Strategy<Value = (u16, u16)> {
    (0u16..=500, 0u16..=500).prop_map(|(sum, owner)| (owner.min(sum), sum - owner.min(sum)))
}

prop_compose! {
    fn any_listing()(
        [shares, price, minimum_fill] in [amount(), amount(), amount()],
        [owner_until, holders_until, expires_at] in [moment(), moment(), moment()],
        (owner_fee, network_fee) in prop_oneof![rates(), (any::<u16>(), any::<u16>())],
    ) -> Listing {
        Listing { shares, price, minimum_fill, owner_until, holders_until, expires_at, owner_fee, network_fee, padding: 0 }
    }
}

prop_compose! {
    fn any_order()((shares, minimum_shares, maximum_price) in (amount(), amount(), extreme())) -> Order {
        Order { shares, minimum_shares, maximum_price }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_offer_is_listed_exactly_when_nothing_is_wrong(
        [shares, price, minimum_fill] in [amount(), amount(), amount()],
        (duration, scale) in (any::<u32>(), 0u32..32),
        waits in [any::<u32>(), any::<u32>()],
        owner_sells in any::<bool>(),
        now in moment(),
    ) {
        let (offer, [owner, holders]) = (Offer { shares, price, minimum_fill, duration: duration >> scale }, waits);
        let rules = Rules { owner_first_refusal: owner, holder_first_refusal: holders, owner_sells, ..RULES };
        let owner_until = big(now) + if owner_sells { 0 } else { owner };
        let (holders_until, expires_at) = (&owner_until + holders, big(now) + offer.duration);
        let obstacles = [
            (shares == 0, Error::ZeroShares),
            (price < 2, Error::PriceTooLow),
            (minimum_fill == 0 || minimum_fill > shares, Error::MinimumFillInvalid),
            (offer.duration == 0 || offer.duration > 365 * DAY, Error::ListingTimeInvalid),
            (big(shares) * price > big(MAX), Error::MathOverflow),
            (holders_until > big(i64::MAX) || expires_at > big(i64::MAX), Error::MathOverflow),
        ];
        let obstacle = obstacles.into_iter().find_map(|(stands, error)| stands.then_some(error));
        let outcome = offer.open(&rules, now);
        prop_assert_eq!(outcome.err(), obstacle);
        if let Ok(listing) = outcome {
            let times = [listing.owner_until, listing.holders_until, listing.expires_at];
            prop_assert_eq!(times.map(big), [owner_until, holders_until, expires_at]);
            prop_assert_eq!((listing.shares, listing.price, listing.minimum_fill), (shares, price, minimum_fill));
            prop_assert_eq!((listing.owner_fee, listing.network_fee, listing.padding), (150, 50, 0));
        }
    }

    /// Every limit of buyer and seller, for any numbers there are; the first one that is broken is named.
    #[test]
    fn a_fill_respects_every_limit(
        listing in any_listing(),
        order in any_order(),
        (is_owner, is_holder) in any::<(bool, bool)>(),
        now in moment(),
    ) {
        let mut listing = listing;
        let (before, buyer, stranger) = (listing, Buyer { is_owner, is_holder }, !is_owner && !is_holder);
        let shares = order.shares.min(listing.shares);
        let (owners, holders) = (now < listing.owner_until, now < listing.holders_until);
        let obstacles = [
            (now >= listing.expires_at, Error::ListingExpired),
            (!is_owner && owners, Error::OwnerFirst),
            (stranger && holders, Error::HoldersFirst),
            (listing.price > order.maximum_price, Error::PriceAboveMaximum),
            (shares == 0, Error::ZeroShares),
            (shares < order.minimum_shares, Error::TooFewShares),
            (shares < listing.minimum_fill && shares < listing.shares, Error::FillTooSmall),
            (big(shares) * listing.price > big(MAX), Error::MathOverflow),
        ];
        match (fill(&mut listing, &order, buyer, now), obstacles.into_iter().find(|(stands, _)| *stands)) {
            (Ok(fill), None) => {
                prop_assert_eq!(fill.shares, shares);
                prop_assert_eq!(fill.asks_policy, !(is_owner || holders && is_holder));
                prop_assert_eq!(big(fill.sale.paid), big(shares) * before.price);
                let divided = big(fill.sale.owner_fee) + fill.sale.network_fee + fill.sale.received;
                prop_assert_eq!(divided, big(fill.sale.paid));
            }
            (Err(error), Some((_, expected))) => prop_assert_eq!(error, expected),
            // A rate beyond the whole, which the parameters exclude, can be more than fits.
            (Err(error), None) => {
                prop_assert_eq!(error, Error::MathOverflow);
                prop_assert!(!is_owner && before.owner_fee.max(before.network_fee) > 10_000);
            }
            (Ok(fill), Some(expected)) => prop_assert!(false, "{:?} in spite of {:?}", fill, expected),
        }
    }

    /// From the lowest price on, every fill of a share or more bears both fees in full, at all rates there can be.
    #[test]
    fn every_fill_bears_its_fees((owner_fee, network_fee) in rates(), price in 2u64..1 << 32, shares in 1u64..1 << 32) {
        let rules = Rules { owner_fee, network_fee, ..RULES };
        let mut listing = Offer { shares, price, minimum_fill: 1, ..OFFER }.open(&rules, NOW).unwrap();
        let now = listing.owner_until;
        let sale = fill(&mut listing, &ALL, HOLDER, now).unwrap().sale;
        let up = |rate: u16| (big(sale.paid) * rate + 9_999) / 10_000;
        prop_assert_eq!(big(sale.owner_fee), up(owner_fee));
        prop_assert_eq!(big(sale.network_fee), up(network_fee));
        prop_assert_eq!(sale.received, sale.paid - sale.owner_fee - sale.network_fee);
    }

    /// In one purchase or in many: the buyer pays the same, and neither fee nor seller gains by splitting.
    #[test]
    fn splitting_a_purchase_gains_nobody_anything(
        (owner_fee, network_fee) in rates(),
        price in prop_oneof![2u64..10, 2u64..1 << 40],
        parts in vec(1u64..10_000, 1..8),
        is_owner in any::<bool>(),
    ) {
        let (shares, buyer) = (parts.iter().sum(), Buyer { is_owner, is_holder: true });
        let rules = Rules { owner_fee, network_fee, ..RULES };
        let whole = Offer { shares, price, minimum_fill: 1, ..OFFER }.open(&rules, NOW).unwrap();
        let (mut once, mut often, now) = (whole, whole, whole.owner_until);
        let at_once = fill(&mut once, &ALL, buyer, now).unwrap().sale;
        let sum = parts.iter().map(|&shares| fill(&mut often, &Order { shares, ..ALL }, buyer, now).unwrap().sale).fold(
            [0; 4],
            |sum, part| [sum[0] + part.paid, sum[1] + part.received, sum[2] + part.owner_fee, sum[3] + part.network_fee],
        );
        let [paid, received, owner, network] = sum;
        prop_assert_eq!((paid, once.shares, often.shares), (at_once.paid, 0, 0));
        prop_assert!(received <= at_once.received);
        prop_assert!(owner >= at_once.owner_fee && network >= at_once.network_fee);
        // And by no more than the rounding of each part.
        prop_assert!(at_once.received - received <= 2 * (parts.len() as u64 - 1));
        prop_assert!(!is_owner || received == paid);
    }

    #[test]
    fn a_gain_is_never_below_zero(received in amount(), basis in amount()) {
        prop_assert_eq!(big(gain(received, basis)), (big(received) - basis).max(big(0)));
    }
}

/// Buyer × window: refused, or bought, with the policy's leave or without it.
#[test]
fn each_window_is_for_those_before_and_for_some_more() {
    let (free, asks) = (Ok(false), Ok(true));
    let (owner_first, holders_first) = (Err(Error::OwnerFirst), Err(Error::HoldersFirst));
    let expired = Err(Error::ListingExpired);
    let listing = OFFER.open(&RULES, NOW).unwrap();
    let (owner, holders, end) = (NOW + 14 * 86_400, NOW + 21 * 86_400, NOW + 60 * 86_400);
    let moments = [
        (Window::Owner, [i64::MIN, NOW, owner - 1]),
        (Window::Holders, [owner, owner + 1, holders - 1]),
        (Window::Everyone, [holders, holders + 1, end - 1]),
        (Window::Expired, [end, end + 1, i64::MAX]),
    ];
    assert_eq!(moments.map(|(window, _)| window), Window::ALL);
    for (buyer, outcomes) in [
        (OWNER, [free, free, free, expired]),
        (Buyer { is_holder: true, ..OWNER }, [free, free, free, expired]),
        (HOLDER, [owner_first, free, asks, expired]),
        (OTHER, [owner_first, holders_first, asks, expired]),
    ] {
        for ((window, times), outcome) in moments.into_iter().zip(outcomes) {
            for now in times {
                assert_eq!(listing.window(now), window);
                let bought = fill(&mut listing.clone(), &ALL, buyer, now).map(|fill| fill.asks_policy);
                assert_eq!(bought, outcome, "{buyer:?} in {window:?} at {now}");
            }
        }
    }
    let words = ["owner's first refusal", "holders' first refusal", "open", "expired"];
    assert_eq!(Window::ALL.map(Window::name), words);
}

#[test]
fn a_listing_of_the_owner_begins_with_the_holders() {
    let listing = OFFER.open(&Rules { owner_sells: true, ..RULES }, NOW).unwrap();
    let ends = NOW + 7 * 86_400;
    let at = [NOW - 1, NOW, ends - 1, ends].map(|now| listing.window(now));
    assert_eq!(at, [Window::Owner, Window::Holders, Window::Holders, Window::Everyone]);
    // Without any first refusal, everyone comes at once; a short listing may never come to them.
    let none = Rules { owner_first_refusal: 0, holder_first_refusal: 0, ..RULES };
    assert_eq!(OFFER.open(&none, NOW).unwrap().window(NOW), Window::Everyone);
    let short = Offer { duration: 7 * DAY, ..OFFER }.open(&RULES, NOW).unwrap();
    assert_eq!([ends - 1, ends].map(|now| short.window(now)), [Window::Owner, Window::Expired]);
}

#[test]
fn every_bound_of_an_offer_holds_and_one_past_it_is_refused() {
    let bounds: [(Offer, Option<Error>); 17] = [
        (OFFER, None),
        (Offer { shares: 0, ..OFFER }, Some(Error::ZeroShares)),
        (Offer { shares: 1, minimum_fill: 1, ..OFFER }, None),
        (Offer { price: 0, ..OFFER }, Some(Error::PriceTooLow)),
        (Offer { price: 1, ..OFFER }, Some(Error::PriceTooLow)),
        (Offer { price: 2, ..OFFER }, None),
        (Offer { price: MAX / 1_000, ..OFFER }, None),
        (Offer { price: MAX / 1_000 + 1, ..OFFER }, Some(Error::MathOverflow)),
        (Offer { minimum_fill: 0, ..OFFER }, Some(Error::MinimumFillInvalid)),
        (Offer { minimum_fill: 1, ..OFFER }, None),
        (Offer { minimum_fill: 1_000, ..OFFER }, None),
        (Offer { minimum_fill: 1_001, ..OFFER }, Some(Error::MinimumFillInvalid)),
        (Offer { duration: 0, ..OFFER }, Some(Error::ListingTimeInvalid)),
        (Offer { duration: 1, ..OFFER }, None),
        (Offer { duration: 365 * DAY, ..OFFER }, None),
        (Offer { duration: 365 * DAY + 1, ..OFFER }, Some(Error::ListingTimeInvalid)),
        (Offer { duration: u32::MAX, ..OFFER }, Some(Error::ListingTimeInvalid)),
    ];
    for (offer, refusal) in bounds {
        assert_eq!(offer.open(&RULES, NOW).err(), refusal, "{offer:?}");
    }
}

#[test]
fn a_listing_past_the_end_of_time_is_refused() {
    for (rules, lasts) in [
        (RULES, 60),
        (Rules { owner_first_refusal: 61 * DAY, holder_first_refusal: 0, ..RULES }, 61),
        (Rules { owner_first_refusal: 30 * DAY, holder_first_refusal: 31 * DAY, ..RULES }, 61),
        (Rules { owner_first_refusal: u32::MAX, owner_sells: true, ..RULES }, 60),
    ] {
        let last = i64::MAX - lasts * 86_400;
        assert!(OFFER.open(&rules, last).is_ok());
        refused!(OFFER.open(&rules, last + 1), MathOverflow);
    }
}

/// An order for 200 of 1,000 shares at 7, of which 100 are the least: each limit at its edge.
#[test]
fn each_limit_of_an_order_holds_at_its_edge() {
    let order = Order { shares: 200, minimum_shares: 200, maximum_price: 7 };
    for (listed, order, outcome) in [
        (1_000, order, Ok(200)),
        (1_000, Order { maximum_price: 6, ..order }, Err(Error::PriceAboveMaximum)),
        (1_000, Order { maximum_price: 8, ..order }, Ok(200)),
        (1_000, Order { minimum_shares: 201, ..order }, Err(Error::TooFewShares)),
        (199, order, Err(Error::TooFewShares)),
        (199, Order { minimum_shares: 199, ..order }, Ok(199)),
        (1_000, Order { shares: 0, minimum_shares: 0, ..order }, Err(Error::ZeroShares)),
        (0, order, Err(Error::ZeroShares)),
        (1_000, Order { shares: 99, minimum_shares: 0, ..order }, Err(Error::FillTooSmall)),
        (1_000, Order { shares: 100, minimum_shares: 0, ..order }, Ok(100)),
        // What is left when it is less than the least purchase is sold in one piece or not at all.
        (99, Order { shares: 98, minimum_shares: 0, ..order }, Err(Error::FillTooSmall)),
        (99, Order { shares: 99, minimum_shares: 0, ..order }, Ok(99)),
        (1, Order { shares: MAX, minimum_shares: 0, maximum_price: MAX }, Ok(1)),
    ] {
        let mut listing = Listing { shares: listed, ..OFFER.open(&RULES, NOW).unwrap() };
        assert_eq!(fill(&mut listing, &order, OWNER, NOW).map(|fill| fill.shares), outcome, "{listed} {order:?}");
    }
}

/// Only where the network routes gains, of a seller who has a token, and not of his own shares.
#[test]
fn gains_are_routed_in_one_case_of_eight() {
    for bits in 0u8..8 {
        let [network, has_token, owner_sells] = [1, 2, 4].map(|bit| bits & bit != 0);
        assert_eq!(routes_gain(network, has_token, owner_sells), bits == 0b011, "{bits:03b}");
    }
}

#[test]
fn the_bytes_on_chain_have_no_holes() {
    assert_eq!((size_of::<Listing>(), align_of::<Listing>()), (6 * 8 + 2 + 2 + 4, 8));
    let bytes = bytemuck::bytes_of(&OFFER.open(&RULES, NOW).unwrap()).to_vec();
    assert_eq!((bytes[..2].to_vec(), bytes[48..].to_vec()), (vec![232, 3], vec![150, 0, 50, 0, 0, 0, 0, 0]));
}
