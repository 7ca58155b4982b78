//! Money, fees, locks, rounds and reputation: rules that take numbers only.

use crate::{assert_covers, random::Random, text, vector};
use personal_token_sdk::{
    core::{
        accumulator::{carried_cost_basis, Holding, Pool},
        fee::sale,
        lockup::Lockup,
        member::Reputation,
        proceeds::gain,
        round::Round,
        Error, Result,
    },
    quote::distribution_share,
};
use serde_json::{json, Value};

/// Vectors of each function; more than enough for every error to come up.
const COUNT: usize = 240;
/// The time around which everything happens, in Unix seconds.
pub const NOW: i64 = 1_800_000_000;

/// A section's name, what makes one vector of it, and every error that has to come up.
type Section = (&'static str, fn(&mut Random) -> Value, &'static [Error]);

pub fn all() -> Vec<(&'static str, Vec<Value>)> {
    let sections: [Section; 9] = [
        ("claimable", claimable, &[Error::MathOverflow]),
        ("carriedCostBasis", cost_basis, &[Error::InsufficientShares]),
        ("distributionShare", share, &[Error::MathOverflow, Error::NoShares, Error::ZeroDeposit]),
        ("saleSplit", split, &[]),
        ("deposit", deposit, &[Error::MathOverflow, Error::ZeroDeposit, Error::NoShares, Error::DepositLimit]),
        ("netDeposit", net_deposit, &DEPOSIT_ERRORS),
        ("lockReceived", lock, &[Error::MathOverflow]),
        ("subscriptionCost", subscription, &SUBSCRIPTION_ERRORS),
        ("reputation", reputation, &[]),
    ];
    let vectors = sections.into_iter().enumerate().map(|(number, (name, one, errors))| {
        let mut random = Random::new(100 + number as u64);
        let vectors: Vec<Value> = (0..COUNT).map(|_| one(&mut random)).collect();
        assert_covers(name, &vectors, errors);
        (name, vectors)
    });
    vectors.collect()
}

const DEPOSIT_ERRORS: [Error; 4] =
    [Error::MathOverflow, Error::ZeroDeposit, Error::NoOutsideShares, Error::DepositLimit];
const SUBSCRIPTION_ERRORS: [Error; 5] = [
    Error::MathOverflow,
    Error::RoundNotOpenYet,
    Error::RoundClosed,
    Error::RoundCompleted,
    Error::SubscriptionOutsideLimits,
];

fn claimable(random: &mut Random) -> Value {
    let last = random.wide() >> random.below(8);
    let since = if random.one_in(4) { 0 } else { random.wide() >> random.pick(&[0, 20, 40, 60]) };
    let acc = if random.one_in(20) { last.wrapping_sub(1) } else { last.saturating_add(since) };
    let shares = random.amount() >> random.pick(&[0, 30, 50]);
    let owed = random.wide() >> random.below(40);
    // Now and then a sum that just fits 128 bits, or just does not.
    let edge = (1, 0, u128::MAX - u128::from(random.below(2)), 1);
    let (shares, last, owed, acc) = if random.one_in(30) { edge } else { (shares, last, owed, acc) };
    let holding = Holding { shares, last, owed };
    let inputs = json!({
        "shares": text(holding.shares), "last": text(last), "owed": text(holding.owed), "acc": text(acc)
    });
    vector(inputs, holding.claimable(acc).map(text))
}

fn cost_basis(random: &mut Random) -> Value {
    let (cost, shares) = (random.amount(), random.amount());
    let moved = if random.one_in(8) { random.amount() } else { random.below(shares.max(1)) };
    let inputs = json!({ "costBasis": text(cost), "shares": text(shares), "moved": text(moved) });
    vector(inputs, carried_cost_basis(cost, shares, moved).map(text))
}

fn share(random: &mut Random) -> Value {
    let gross = if random.one_in(30) { 0 } else { random.amount() };
    let total = if random.one_in(30) { 0 } else { random.amount() };
    let shares = if random.one_in(8) { random.amount() } else { random.below(total.max(1)) };
    let inputs = json!({ "gross": text(gross), "total": text(total), "shares": text(shares) });
    vector(inputs, distribution_share(gross, total, shares).map(text))
}

fn split(random: &mut Random) -> Value {
    let rate = |random: &mut Random| {
        let any = random.below(501);
        u16::try_from(random.pick(&[0, 1, 50, 150, 500, any])).unwrap()
    };
    let (paid, owner_rate, network_rate) = (random.amount(), rate(random), rate(random));
    let owner_buys = random.one_in(8);
    let inputs = json!({
        "paid": text(paid), "ownerRate": owner_rate, "networkRate": network_rate, "ownerBuys": owner_buys
    });
    let outcome = sale(paid, owner_rate, network_rate, owner_buys).map(|sale| {
        json!({
            "paid": text(sale.paid),
            "ownerFee": text(sale.owner_fee),
            "networkFee": text(sale.network_fee),
            "received": text(sale.received),
        })
    });
    vector(inputs, outcome)
}

fn pool(random: &mut Random) -> Pool {
    let total = if random.one_in(12) { 0 } else { random.amount() };
    let deposited = if random.one_in(12) { u64::MAX - random.below(5) } else { random.amount() >> 1 };
    let rem = u128::from(if total == 0 { 0 } else { random.below(total) });
    let acc = if random.one_in(20) { u128::MAX } else { random.wide() >> random.pick(&[1, 30, 60]) };
    let paid = if random.one_in(12) { u64::MAX } else { random.below(deposited.max(1)) };
    Pool { acc, rem, total, deposited, paid }
}

fn shown_pool(pool: &Pool) -> Value {
    json!({
        "acc": text(pool.acc),
        "rem": text(pool.rem),
        "total": text(pool.total),
        "deposited": text(pool.deposited),
        "paid": text(pool.paid),
    })
}

fn sold(random: &mut Random) -> (u64, u64) {
    let proceeds = random.amount();
    let cost = if random.one_in(12) { random.amount() } else { random.below(proceeds.max(1)) };
    (proceeds, cost)
}

fn deposit(random: &mut Random) -> Value {
    let (before, (proceeds, cost)) = (pool(random), sold(random));
    let inputs = json!({ "pool": shown_pool(&before), "proceeds": text(proceeds), "costBasis": text(cost) });
    let outcome = || -> Result<Value> {
        let gross = gain(proceeds, cost)?;
        let mut pool = before;
        let per_share = pool.deposit(gross)?;
        Ok(json!({ "gross": text(gross), "perShare": text(per_share), "transferred": text(gross), "retained": "0" }))
    };
    vector(inputs, outcome())
}

fn net_deposit(random: &mut Random) -> Value {
    let (before, (proceeds, cost)) = (pool(random), sold(random));
    let shares = if random.one_in(10) { before.total } else { random.below(before.total.max(1)) };
    let last = before.acc.saturating_sub(random.wide() >> 70);
    let owner = Holding { shares, last, owed: random.wide() >> random.pick(&[1, 60]) };
    let inputs = json!({
        "pool": shown_pool(&before),
        "owner": { "shares": text(shares), "last": text(last), "owed": text(owner.owed) },
        "proceeds": text(proceeds),
        "costBasis": text(cost),
    });
    let outcome = || -> Result<Value> {
        let gross = gain(proceeds, cost)?;
        let (mut pool, mut owner) = (before, owner);
        let (per_share, moved) = pool.deposit_net(&mut owner, gross)?;
        Ok(json!({
            "gross": text(gross),
            "perShare": text(per_share),
            "transferred": text(moved.transferred),
            "retained": text(moved.retained),
        }))
    };
    vector(inputs, outcome())
}

fn lock(random: &mut Random) -> Value {
    let now = if random.one_in(20) { random.pick(&[i64::MAX - 5, 0, -7]) } else { NOW };
    let current = Lockup { shares: random.amount(), unlocks_at: random.time(NOW) };
    let (received, held) = (random.amount(), random.amount());
    let any = random.below(157_680_000);
    let hold = u32::try_from(random.pick(&[0, 1, 86_400, 157_680_000, any])).unwrap();
    let inputs = json!({
        "locked": text(current.shares),
        "unlocksAt": text(current.unlocks_at),
        "received": text(received),
        "now": text(now),
        "hold": hold,
        "held": text(held),
    });
    let outcome = current.receive(received, now, hold).map(|lock| {
        json!({
            "locked": text(lock.shares),
            "unlocksAt": text(lock.unlocks_at),
            "free": text(current.free(held, now)),
        })
    });
    vector(inputs, outcome)
}

fn subscription(random: &mut Random) -> Value {
    let mut round: Round = bytemuck::Zeroable::zeroed();
    round.price = random.amount() >> random.pick(&[0, 20, 40]);
    round.minimum_subscription = 1 + random.below(100);
    round.maximum_subscription = round.minimum_subscription.saturating_add(random.amount());
    round.opens_at = if random.one_in(8) { random.time(NOW) } else { NOW - 10 };
    round.closes_at = if random.one_in(8) { random.time(NOW) } else { NOW + 10 };
    round.state = if random.one_in(8) { random.pick(&[2, 3, 4]) } else { 1 };
    round.completed_at = if round.state == 2 { NOW - 5 } else { 0 };
    round.undo_window = random.pick(&[3, 100]);
    round.owed_to_investors = if random.one_in(8) { u64::MAX } else { random.amount() >> random.pick(&[0, 20]) };
    let (least, most) = (round.minimum_subscription, round.maximum_subscription);
    let shares =
        if random.one_in(8) { random.amount() } else { random.pick(&[least, most, (least + most.min(1 << 62)) / 2]) };
    let inputs = json!({
        "price": text(round.price),
        "minimumSubscription": text(least),
        "maximumSubscription": text(most),
        "opensAt": text(round.opens_at),
        "closesAt": text(round.closes_at),
        "completedAt": text(round.completed_at),
        "undoWindow": round.undo_window,
        "owedToInvestors": text(round.owed_to_investors),
        "state": round.state,
        "shares": text(shares),
        "now": text(NOW),
    });
    vector(inputs, round.subscribe(shares, NOW).map(|part| text(part.owed)))
}

fn reputation(random: &mut Random) -> Value {
    let points = u16::try_from(random.below(1_001)).unwrap();
    let before = Reputation { points, as_of: random.time(NOW) };
    let inputs = json!({ "points": points, "asOf": text(before.as_of), "now": text(NOW) });
    vector(inputs, Ok(json!(before.at(NOW))))
}
