//! Transfers of shares, payouts, and what may leave a position.

use crate::{
    accounts::{patched, payable, shown_account, Cast},
    assert_covers,
    money::NOW,
    random::Random,
    text, vector,
};
use personal_token_sdk::{
    core::{proceeds::Payout, Error},
    quote::{self, TransferInputs},
    state::{AccountState, Member, Position},
    Address, TOKEN_2022_ID,
};
use serde_json::{json, Value};

pub fn all() -> Vec<(&'static str, Vec<Value>)> {
    vec![("transfer", transfers()), ("payout", payouts())]
}

const REFUSALS: [Error; 21] = [
    Error::ZeroShares,
    Error::MathOverflow,
    Error::InsufficientShares,
    Error::NetworkMismatch,
    Error::NetworkHalted,
    Error::MemberNotActive,
    Error::TokenPaused,
    Error::PositionMismatch,
    Error::WalletReplaced,
    Error::SharesLocked,
    Error::SharesListed,
    Error::NotInGoodStanding,
    Error::SenderNotInGoodStanding,
    Error::NotAdmitted,
    Error::CapExceeded,
    Error::NotApproved,
    Error::TransfersClosed,
    Error::GainsMustBeRouted,
    Error::MemberHeld,
    Error::PolicyInvalid,
    Error::InvariantBroken,
];

/// A transfer from one of the cast to another.
struct Transfer {
    cast: Cast,
    from: (&'static str, Position, Member),
    to: (&'static str, Position, Member),
    shares: u64,
}

/// Changes one thing about a transfer, so that in the end every rule has been asked.
fn disturb(transfer: &mut Transfer, random: &mut Random) {
    let Transfer { cast: Cast { network, token, .. }, from, to, shares } = transfer;
    match random.below(29) {
        0 => network.halted = 1,
        1 => token.paused_until = random.pick(&[NOW, NOW + 1]),
        2 => from.1.locked = random.below(from.1.shares + 1),
        3 => (from.1.locked, from.1.unlocks_at) = (random.below(from.1.shares + 1), NOW + 5),
        4 => (from.1.locked, from.1.unlocks_at) = (from.1.shares / 2, NOW),
        5 => from.2.status = random.pick(&[0, 2, 3, 4]),
        6 => to.2.status = random.pick(&[2, 3, 4]),
        7 => (from.2.reputation, from.2.reputation_as_of) = (599, random.time(NOW)),
        8 => (to.2.reputation, to.2.reputation_as_of) = (598, random.time(NOW)),
        9 => (token.policy, token.announced_policy) = (1, 1),
        10 => {
            (token.policy, token.announced_policy, to.1.cap) = (1, 1, 1_100);
            // Up to the cap, and one beyond it.
            *shares = random.pick(&[10_000, 10_001, *shares]);
        }
        11 => (token.policy, token.announced_policy, to.1.cap) = (1, 1, 10_000),
        12 => (token.policy, token.announced_policy) = (2, 2),
        13..=16 => {
            (token.policy, token.announced_policy) = (2, 2);
            to.1.approved_from = if random.one_in(4) { to.1.wallet } else { from.2.wallet };
            to.1.approved_shares = random.pick(&[*shares, *shares, shares.saturating_add(1), 1]);
            to.1.approval_expires_at = random.pick(&[NOW - 1, NOW, NOW + 1, NOW + 90]);
        }
        17 => (token.policy, token.announced_policy) = (3, 3),
        18 => {
            token.announced_policy = random.pick(&[1, 3, 3, 9]);
            token.policy_effective_at = random.time(NOW);
        }
        19 => from.2.token = Address::from([9; 32]),
        20 => {
            from.2.held_until = random.time(NOW);
            from.2.recovery_until = random.time(NOW);
        }
        21 => token.network = Address::from([8; 32]),
        22 => to.1.token = Address::from([8; 32]),
        23 => from.2.wallet = Address::from([7; 32]),
        24 => to.2.identity = [6; 32],
        25 => *shares = random.pick(&[0, 1, from.1.shares, from.1.shares + 1, u64::MAX]),
        26 => {
            (to.1.locked, to.1.unlocks_at) = (random.below(to.1.shares + 1), random.time(NOW));
            (token.announced_hold, token.hold_effective_at) = (random.pick(&[0, 90_000]), random.time(NOW));
        }
        27 => (to.1.shares, to.1.cost_basis) = random.pick(&[(u64::MAX, 0), (0, u64::MAX), (0, 0)]),
        _ => (from.1.cost_basis, from.1.listed) = (random.amount(), random.below(from.1.shares + 1)),
    }
}

fn one(random: &mut Random) -> Value {
    let base = Cast::new();
    let [ada, ben, carl] = [
        ("ada", base.ada_position, base.ada),
        ("ben", base.ben_position, Member { token: Address::default(), ..base.ben }),
        ("carl", base.carl_position, base.carl),
    ];
    let (from, to) = random.pick(&[(ben, carl), (ben, carl), (ben, carl), (ben, ada), (ada, carl), (carl, carl)]);
    let mut transfer = Transfer { cast: base, from, to, shares: 1 + random.below(from.1.shares / 4) };
    for _ in 0..random.pick(&[0, 1, 1, 1, 2]) {
        disturb(&mut transfer, random);
    }
    let Transfer { cast, from, to, shares } = &transfer;
    let side = |who: &(&str, Position, Member)| {
        let (name, position, member) = who;
        let (like, like_member) = match *name {
            "ada" => (&base.ada_position, &base.ada),
            "ben" => (&base.ben_position, &base.ben),
            _ => (&base.carl_position, &base.carl),
        };
        let position_name = format!("{name}Position");
        (
            patched(&position_name, like, position, position.address()),
            patched(name, like_member, member, member.address()),
        )
    };
    let ((source, source_member), (destination, destination_member)) = (side(from), side(to));
    let inputs = json!({
        "network": patched("network", &base.network, &cast.network, cast.network.address()),
        "token": patched("token", &base.token, &cast.token, cast.token.address()),
        "sourcePosition": source,
        "sourceMember": source_member,
        "destinationPosition": destination,
        "destinationMember": destination_member,
        "shares": text(shares),
        "now": text(NOW),
    });
    let outcome = quote::transfer(&TransferInputs {
        network: &cast.network,
        token: &cast.token,
        source_position: &from.1,
        source_member: &from.2,
        destination_position: &to.1,
        destination_member: &to.2,
        shares: *shares,
        now: NOW,
    });
    let outcome = outcome.map(|preview| {
        let after = |position: &Position, who: (&'static str, Position, Member)| side(&(who.0, *position, who.2)).0;
        json!({
            "lockedUntil": preview.locked_until.map(text),
            "approvalUsed": preview.approval_used,
            "costBasis": text(preview.cost_basis),
            "source": after(&preview.source, *from),
            "destination": after(&preview.destination, *to),
            "movable": text(quote::movable(&from.1, NOW)),
            "unlocked": text(quote::unlocked(&from.1, NOW)),
        })
    });
    vector(inputs, outcome)
}

fn transfers() -> Vec<Value> {
    let mut random = Random::new(3);
    let vectors: Vec<Value> = (0..360).map(|_| one(&mut random)).collect();
    assert_covers("transfer", &vectors, &REFUSALS);
    vectors
}

fn payouts() -> Vec<Value> {
    let mut random = Random::new(4);
    let Cast { token, ben_position, .. } = Cast::new();
    let one = |_| {
        let mut position = ben_position;
        let mut account = payable(position.wallet, token.quote_mint);
        match random.below(8) {
            0 => position.token = Address::from([8; 32]),
            1 => position.held_until = random.pick(&[NOW - 1, NOW, NOW + 1]),
            2 => account.program = TOKEN_2022_ID,
            3 => account.mint = Address::from([7; 32]),
            4 => account.owner = Address::from([6; 32]),
            5 => account.state = AccountState::Frozen,
            _ => (),
        }
        let account = (!random.one_in(6)).then_some(account);
        let outcome = quote::payout(&token, &position, account.as_ref(), NOW);
        let inputs = json!({
            "position": patched("benPosition", &ben_position, &position, position.address()),
            "account": shown_account(account.as_ref()),
            "now": text(NOW),
        });
        (json!({ "in": inputs, "out": outcome.byte() }), outcome)
    };
    let (vectors, outcomes): (Vec<Value>, Vec<Payout>) = (0..crate::LEAST).map(one).unzip();
    assert!(Payout::ALL.iter().all(|outcome| outcomes.contains(outcome)));
    vectors
}
