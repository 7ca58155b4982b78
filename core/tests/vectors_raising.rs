//! The published examples of rounds and sales, played through the rules of rounds, listings and deposits.
#![allow(clippy::unwrap_used)]

use personal_token_core::accumulator::{carried_cost_basis, Holding, Pool};
use personal_token_core::fee::Sale;
use personal_token_core::market::{gain, Buyer, Offer, Order, Rules};
use personal_token_core::parameters::Parameters;
use personal_token_core::round::{Issuer, Settlement, Stage, Terms};

const DAY: u32 = 86_400;
const NOW: i64 = 1_800_000_000;
/// Prices are in units of a quote money with six decimals, or in whole ones: the parts are the same.
const UNITS: [u64; 2] = [1, 1_000_000];

/// A token with its owner and its later investors.
struct Company {
    pool: Pool,
    holders: Vec<Holding>,
    treasury: Holding,
    raised: u64,
}

impl Company {
    fn new(shares: &[u64]) -> Self {
        let mut company = Self { pool: Pool::default(), holders: vec![], treasury: Holding::default(), raised: 0 };
        for &shares in shares {
            let mut holder = Holding::default();
            company.pool.issue(&mut holder, shares).unwrap();
            company.holders.push(holder);
        }
        company
    }

    /// One investor takes the whole round; the owner collects, the investor's shares are issued.
    fn raise(&mut self, shares: u64, price: u64, equity_fee: u16) -> Settlement {
        let terms = Terms {
            shares,
            price,
            minimum_raise: shares * price,
            minimum_subscription: 1,
            maximum_subscription: shares,
            delay: 0,
            duration: 30 * DAY,
            undo_window: 6 * 3_600,
            lock: 0,
        };
        let issuer = Issuer { total: self.pool.total, authorised: 20_000_000, equity_fee, notice: 7 * DAY, hold: 0 };
        let mut round = terms.open(&issuer, NOW).unwrap();
        let opens = NOW + 7 * 86_400;
        let mut subscription = round.subscribe(shares, opens).unwrap();
        assert_eq!(subscription.owed, shares * price);
        round.accept(&mut subscription, shares, opens).unwrap();
        round.complete(opens).unwrap();
        let settled = round.settle(&mut subscription, true, true, opens + 6 * 3_600).unwrap();
        assert_eq!((round.stage(NOW), subscription.owed), (Ok(Stage::Settled), 0));
        self.raised += round.collect().unwrap();
        let mut investor = Holding::default();
        self.pool.issue(&mut investor, settled.shares).unwrap();
        self.pool.issue(&mut self.treasury, settled.fee_shares).unwrap();
        self.holders.push(investor);
        settled
    }

    /// The part of each holder in basis points, rounded down.
    fn parts(&self) -> Vec<u64> {
        self.holders.iter().map(|holder| holder.shares * 10_000 / self.pool.total).collect()
    }
}

fn sold(shares: u64, price: u64, is_owner: bool) -> Sale {
    let Parameters { owner_fee, network_fee, owner_first_refusal, holder_first_refusal, .. } = Parameters::default();
    let rules = Rules { owner_first_refusal, holder_first_refusal, owner_fee, network_fee, owner_sells: false };
    let offer = Offer { shares, price, minimum_fill: 1, duration: 60 * DAY };
    let mut listing = offer.open(&rules, NOW).unwrap();
    let order = Order { shares, minimum_shares: shares, maximum_price: price };
    listing.fill(&order, Buyer { is_owner, is_holder: true }, NOW + 14 * 86_400).unwrap().sale
}

#[test]
fn t1_a_million_new_shares_on_nine_and_one() {
    let mut company = Company::new(&[9_000_000, 1_000_000]);
    company.raise(1_000_000, 1, 0);
    // 81.8 %, 9.09 %, 9.09 %
    assert_eq!((company.parts(), company.pool.total), (vec![8_181, 909, 909], 11_000_000));
}

#[test]
fn t2_two_rounds_raise_five_millions() {
    for unit in UNITS {
        let mut company = Company::new(&[10_000_000]);
        company.raise(1_000_000, unit, 0);
        company.raise(2_000_000, 2 * unit, 0);
        // 76.9 %, 7.7 %, 15.4 %
        assert_eq!(company.parts(), [7_692, 769, 1_538]);
        assert_eq!((company.raised, company.pool.total), (5_000_000 * unit, 13_000_000));
    }
}

#[test]
fn t9_fifty_thousand_shares_at_five() {
    for unit in UNITS {
        let [paid, owner_fee, network_fee, received] = [250_000, 3_750, 1_250, 245_000].map(|amount| amount * unit);
        assert_eq!(sold(50_000, 5 * unit, false), Sale { paid, owner_fee, network_fee, received });
        assert_eq!(sold(50_000, 5 * unit, true), Sale { paid, owner_fee: 0, network_fee: 0, received: paid });
    }
}

#[test]
fn t10_a_sale_for_a_hundred_thousand() {
    for unit in UNITS {
        let [paid, owner_fee, network_fee, received] = [100_000, 1_500, 500, 98_000].map(|amount| amount * unit);
        assert_eq!(sold(50_000, 2 * unit, false), Sale { paid, owner_fee, network_fee, received });
    }
}

/// Bought 10,000 at 2, half of them sold at 4: half of the cost goes with them.
#[test]
fn t8_half_of_a_purchase_is_sold_at_twice_its_price() {
    for unit in UNITS {
        let cost = sold(10_000, 2 * unit, false).paid;
        let carried = carried_cost_basis(cost, 10_000, 5_000).unwrap();
        assert_eq!((cost, carried), (20_000 * unit, 10_000 * unit));
        let sale = sold(5_000, 4 * unit, false);
        assert_eq!((gain(sale.paid, carried), gain(sale.received, carried)), (10_000 * unit, 9_600 * unit));
        assert_eq!(gain(carried, sale.paid), 0);
    }
}

#[test]
fn t12_a_thousand_shares_for_the_treasury_on_a_million() {
    let mut company = Company::new(&[10_000_000]);
    let settled = company.raise(1_000_000, 1, 10);
    assert_eq!(settled, Settlement { shares: 1_000_000, fee_shares: 1_000, paid: 1_000_000 });
    assert_eq!((company.treasury.shares, company.pool.total), (1_000, 11_001_000));
    // On top: the investor gets all that he paid for.
    assert_eq!(company.holders[1].shares, 1_000_000);
}
