//! Previews: the hook's verdict in the hook's order, and amounts to the unit.

use crate::support::{quote_account, Numbers, World, NOW};
use personal_token_sdk::{
    core::{member::Status, policy::Policy, proceeds::Payout, Error as Rule},
    quote::{
        claimable, deposit, distribution_share, movable, net_deposit, payout, transfer, unlocked, TransferInputs,
        TransferPreview,
    },
    state::{AccountState, Position, Token, TokenAccount},
    Address, TOKEN_2022_ID, TOKEN_ID,
};

fn preview(world: &World, shares: u64) -> Result<TransferPreview, Rule> {
    transfer(&TransferInputs {
        network: &world.network,
        token: &world.token,
        source_position: &world.source,
        source_member: &world.sender,
        destination_position: &world.destination,
        destination_member: &world.receiver,
        shares,
        now: NOW,
    })
}

#[test]
fn a_transfer_moves_shares_cost_and_lock() {
    let mut world = World::new();
    world.source.cost_basis = 1_001;
    world.token.acc = (5_u128 << 64).into();
    let preview = preview(&world, 100).unwrap();
    let hold = i64::from(world.token.hold);
    assert_eq!((preview.source.shares, preview.destination.shares), (300, 100));
    assert_eq!((preview.cost_basis, preview.source.cost_basis, preview.destination.cost_basis), (250, 751, 250));
    assert_eq!(preview.locked_until, Some(NOW + hold));
    assert_eq!((preview.destination.locked, preview.destination.used), (100, 1));
    assert!(!preview.approval_used);
    // What was owed before stays with whoever held the shares then.
    assert_eq!(claimable(&world.token, &world.source), Ok(2_000));
    assert_eq!(claimable(&world.token, &preview.source), Ok(2_000));
    assert_eq!(claimable(&world.token, &preview.destination), Ok(0));
    assert_eq!((unlocked(&preview.destination, NOW), unlocked(&preview.destination, NOW + hold)), (0, 100));
}

#[test]
fn the_owner_receives_without_a_lock() {
    let mut world = World::new();
    (world.receiver, world.destination) = (world.owner, world.owner_position);
    world.token.policy = Policy::Closed.byte();
    world.token.announced_policy = Policy::Closed.byte();
    let preview = preview(&world, 400).unwrap();
    assert_eq!((preview.locked_until, preview.destination.shares, preview.source.shares), (None, 1_000, 0));
}

#[test]
fn the_longer_of_hold_and_minimum_locks() {
    let mut world = World::new();
    world.token.hold = 0;
    world.token.announced_hold = 0;
    let minimum = i64::from(world.network.parameters.minimum_hold);
    assert_eq!(preview(&world, 1).unwrap().locked_until, Some(NOW + minimum));
}

#[test]
fn an_approval_is_used_up() {
    let mut world = World::new();
    world.token.policy = Policy::Approval.byte();
    world.token.announced_policy = Policy::Approval.byte();
    assert_eq!(preview(&world, 100), Err(Rule::NotApproved));
    world.destination.approved_from = world.sender.wallet;
    world.destination.approved_shares = 100;
    world.destination.approval_expires_at = NOW + 1;
    let allowed = preview(&world, 100).unwrap();
    assert!(allowed.approval_used);
    assert_eq!((allowed.destination.approved_shares, allowed.destination.approved_from), (0, Address::default()));
    assert_eq!(preview(&world, 101), Err(Rule::NotApproved));
    world.destination.approved_from = world.owner.wallet;
    assert_eq!(preview(&world, 100), Err(Rule::NotApproved));
}

/// Each step mends what the one before broke, from the last check of the hook to the first: the first broken rule is
/// the one that is named.
#[test]
fn refusals_come_in_the_hooks_order() {
    let mut world = World::new();
    world.destination.shares = u64::MAX;
    assert_eq!(preview(&world, 100), Err(Rule::MathOverflow));
    let mut closing = |change: &dyn Fn(&mut World), shares: u64, rule: Rule| {
        change(&mut world);
        assert_eq!(preview(&world, shares), Err(rule));
    };
    closing(&|w| (w.token.policy, w.token.announced_policy) = (3, 3), 100, Rule::TransfersClosed);
    closing(&|w| (w.receiver.reputation, w.receiver.reputation_as_of) = (599, NOW), 100, Rule::NotInGoodStanding);
    closing(&|w| w.receiver.status = Status::Suspended.byte(), 100, Rule::MemberNotActive);
    closing(&|w| w.sender.token = w.token.mint, 100, Rule::GainsMustBeRouted);
    closing(&|w| w.sender.recovery_until = NOW + 1, 100, Rule::MemberHeld);
    closing(&|w| (w.sender.recovery_until, w.sender.held_until) = (0, NOW + 1), 100, Rule::MemberHeld);
    closing(&|w| w.source.listed = 301, 100, Rule::SharesListed);
    closing(&|w| (w.source.locked, w.source.unlocks_at) = (301, NOW + 1), 100, Rule::SharesLocked);
    closing(&|_| (), 401, Rule::InsufficientShares);
    closing(&|w| w.token.paused_until = NOW + 1, 401, Rule::TokenPaused);
    closing(&|w| w.network.halted = 1, 401, Rule::NetworkHalted);
    closing(&|_| (), 0, Rule::ZeroShares);
    closing(&|w| w.destination.wallet = w.token.mint, 0, Rule::WalletReplaced);
    closing(&|w| w.destination.token = w.token.mint, 0, Rule::PositionMismatch);
    closing(&|w| w.source.wallet = w.token.mint, 0, Rule::WalletReplaced);
    closing(&|w| w.source.token = w.token.mint, 0, Rule::PositionMismatch);
    closing(&|w| w.token.network = w.token.mint, 0, Rule::NetworkMismatch);
}

#[test]
fn members_are_those_of_their_positions() {
    let World { owner, .. } = World::new();
    assert_eq!(preview(&World { sender: owner, ..World::new() }, 1), Err(Rule::PositionMismatch));
    assert_eq!(preview(&World { receiver: owner, ..World::new() }, 1), Err(Rule::PositionMismatch));
    // Even where the wallet fits: the position names its member.
    let mut world = World::new();
    world.receiver.identity = [9; 32];
    assert_eq!(preview(&world, 1), Err(Rule::PositionMismatch));
}

#[test]
fn what_is_neither_locked_nor_listed_moves() {
    let mut world = World::new();
    (world.source.locked, world.source.unlocks_at, world.source.listed) = (100, NOW + 1, 50);
    assert_eq!((movable(&world.source, NOW), movable(&world.source, NOW + 1)), (250, 350));
    assert!(preview(&world, 250).is_ok());
    assert_eq!(preview(&world, 251), Err(Rule::SharesListed));
    assert_eq!(preview(&world, 301), Err(Rule::SharesLocked));
    // What has been listed stays so, whoever receives more.
    world.destination.listed = 0;
    assert_eq!(preview(&world, 250).unwrap().source.listed, 50);
}

#[test]
fn an_expired_lock_is_cleared() {
    let mut world = World::new();
    (world.source.locked, world.source.unlocks_at) = (400, NOW);
    let preview = preview(&world, 400).unwrap();
    assert_eq!((preview.source.locked, preview.source.unlocks_at), (0, 0));
}

#[test]
fn a_village_keeps_to_its_caps() {
    let mut world = World::new();
    (world.token.policy, world.token.announced_policy) = (1, 1);
    assert_eq!(preview(&world, 1), Err(Rule::NotAdmitted));
    world.destination.cap = 1_000;
    assert!(preview(&world, 100).is_ok());
    assert_eq!(preview(&world, 101), Err(Rule::CapExceeded));
}

#[test]
fn a_transfer_to_oneself_changes_nothing() {
    let mut world = World::new();
    (world.destination, world.receiver) = (world.source, world.sender);
    world.network.halted = 1; // the hook is not even asked
    let preview_of = |shares| preview(&world, shares);
    let same = preview_of(400).unwrap();
    assert_eq!((same.source, same.destination, same.cost_basis), (world.source, world.source, 0));
    assert_eq!(preview_of(401), Err(Rule::InsufficientShares));
}

#[test]
fn random_transfers_keep_shares_cost_and_money() {
    let mut numbers = Numbers(31);
    let mut world = World::new();
    for round in 0..2_000 {
        let acc = world.token.acc.get() + u128::from(numbers.next() >> 8);
        world.token.acc = acc.into();
        world.source = Position { locked: 0, ..world.source };
        world.source.cost_basis += numbers.below(1_000);
        let owed = |position: &Position| {
            let holding = position.holding();
            holding.owed + u128::from(holding.shares) * (acc - holding.last)
        };
        let (owed_before, cost_before) = (owed(&world.source) + owed(&world.destination), world.source.cost_basis);
        let cost_before = cost_before + world.destination.cost_basis;
        let shares = 1 + numbers.below(world.source.shares);
        let after = preview(&world, shares).unwrap_or_else(|error| panic!("{round}: {error}"));
        assert_eq!(after.source.shares + after.destination.shares, 400);
        assert_eq!(after.source.cost_basis + after.destination.cost_basis, cost_before);
        assert_eq!(owed(&after.source) + owed(&after.destination), owed_before);
        assert!(after.destination.locked <= after.destination.shares);
        // The next one goes the other way.
        world.source = Position { ..after.destination };
        world.destination = Position { ..after.source };
        std::mem::swap(&mut world.sender, &mut world.receiver);
    }
}

#[test]
fn deposits_divide_to_the_unit() {
    let world = World::new();
    assert_eq!(deposit(&world.token, 10, 10), Err(Rule::ZeroDeposit));
    let gross = deposit(&world.token, 1_250, 250).unwrap();
    assert_eq!((gross.gross, gross.transferred, gross.retained), (1_000, 1_000, 0));
    assert_eq!(gross.per_share, 1 << 64);
    let net = net_deposit(&world.token, &world.owner_position, 1_250, 250).unwrap();
    assert_eq!((net.gross, net.transferred, net.retained), (1_000, 400, 600));
    assert_eq!(net.per_share, gross.per_share);
    assert_eq!(net_deposit(&world.token, &world.source, 10, 0), Err(Rule::NotTokenOwner));
    let foreign = Position { token: world.token.mint, ..world.owner_position };
    assert_eq!(net_deposit(&world.token, &foreign, 10, 0), Err(Rule::TokenMismatch));
    let moved = Position { successor: world.token.mint, ..world.owner_position };
    assert_eq!(net_deposit(&world.token, &moved, 10, 0), Err(Rule::PositionReplaced));
    // Shares that are about to be issued would have no part in it.
    let unsettled = Token { unsettled: 1, ..world.token };
    assert_eq!(deposit(&unsettled, 10, 10), Err(Rule::RoundUnsettled));
    assert_eq!(net_deposit(&unsettled, &world.owner_position, 10, 10), Err(Rule::RoundUnsettled));
    let alone = Position { shares: 1_000, ..world.owner_position };
    assert_eq!(net_deposit(&world.token, &alone, 10, 0), Err(Rule::NoOutsideShares));
}

#[test]
fn parts_never_exceed_the_whole() {
    assert_eq!(distribution_share(1_000, 3, 1), Ok(333));
    assert_eq!(distribution_share(1_000, 3, 3), Ok(999), "the remainder is carried");
    assert_eq!(distribution_share(1, 0, 0), Err(Rule::NoShares));
    assert_eq!(distribution_share(0, 5, 1), Err(Rule::ZeroDeposit));
    let mut numbers = Numbers(32);
    for _ in 0..2_000 {
        let (gross, total) = (1 + numbers.below(u64::MAX), 1 + numbers.below(1 << 40));
        let shares = numbers.below(total + 1);
        let part = distribution_share(gross, total, shares).unwrap();
        let rest = distribution_share(gross, total, total - shares).unwrap();
        assert!(u128::from(part) + u128::from(rest) <= u128::from(gross));
        let exact = u128::from(gross) * u128::from(shares) / u128::from(total);
        assert!(u128::from(part) <= exact && exact - u128::from(part) <= 1);
    }
}

#[test]
fn payouts_end_as_they_would_on_chain() {
    let world = World::new();
    let account = quote_account(world.source.wallet, &world.network);
    let ends = |account: Option<&TokenAccount>| payout(&world.token, &world.source, account, NOW);
    assert_eq!(ends(Some(&account)), Payout::Done);
    assert_eq!(ends(None), Payout::QuoteAccountMissing);
    let with = |change: fn(&mut TokenAccount)| {
        let mut changed = account.clone();
        change(&mut changed);
        ends(Some(&changed))
    };
    assert_eq!(with(|a| a.owner = TOKEN_ID), Payout::QuoteAccountForeign);
    assert_eq!(with(|a| a.state = AccountState::Frozen), Payout::QuoteAccountFrozen);
    assert_eq!(with(|a| a.program = TOKEN_2022_ID), Payout::QuoteAccountMissing);
    assert_eq!(with(|a| a.mint = TOKEN_ID), Payout::QuoteAccountMissing);
    let foreign = Position { token: world.token.mint, ..world.source };
    assert_eq!(payout(&world.token, &foreign, Some(&account), NOW), Payout::NotAPosition);

    // A mark comes before the account is looked at, and ends by itself.
    let held = Position { held_until: NOW + 1, ..world.source };
    assert_eq!(payout(&world.token, &held, None, NOW), Payout::Held);
    assert_eq!(payout(&world.token, &held, Some(&account), NOW + 1), Payout::Done);
    let foreign = Position { held_until: NOW + 1, ..foreign };
    assert_eq!(payout(&world.token, &foreign, None, NOW), Payout::NotAPosition);
}
