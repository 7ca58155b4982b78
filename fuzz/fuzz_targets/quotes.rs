//! Previews: whatever accounts hold, a preview is a refusal or one that keeps shares and money together.
#![no_main]

use bytemuck::{bytes_of_mut, Pod};
use libfuzzer_sys::fuzz_target;
use personal_token_fuzz::{
    bytes::Bytes,
    seeds,
    support::{self, World, NOW},
};
use personal_token_sdk::{
    core::market::Order,
    quote::{self, SaleInputs, TransferInputs},
    state::{Listing, Member, Network, Position, ProgramAccount, Report, Round, Subscription, Token, TokenAccount},
    ID,
};
use std::sync::LazyLock;

struct Fixture {
    world: World,
    round: Round,
    subscription: Subscription,
    listing: Listing,
    own: World,
}

static FIXTURE: LazyLock<Fixture> = LazyLock::new(|| {
    let mut world = World::new();
    world.source.listed = 200;
    // The sender's own token, where his gains go.
    let mut own = World::new();
    own.token = support::token(&world.network, &world.sender);
    own.source = support::position(&own.token, &world.sender, 100);
    let round = support::round(&world.token);
    let subscription = support::subscription(&round, &world.sender);
    let listing = support::listing(&world.source);
    Fixture { world, round, subscription, listing, own }
});

// The first byte chooses a preview; then come pieces of accounts to be overwritten, then the numbers it takes.
fuzz_target!(
    init: seeds::write("quotes"),
    |input: &[u8]| {
        let mut input = Bytes(input);
        let what = input.byte() % 5;
        let numbers: [u64; 3] = [input.u64(), input.u64(), input.u64()];
        let now = if input.byte() & 1 == 0 { NOW } else { input.i64() };
        match what {
            0 => transfer(&mut input, numbers, now),
            1 => sale(&mut input, numbers, now),
            2 => round(&mut input, now),
            3 => money(&mut input, numbers, now),
            _ => reports(&mut input, now),
        }
    }
);

/// Overwrites pieces of an account; `keep` puts back what ties it to the others. What no decoder would let through is not
/// tried: previews take decoded accounts.
fn vary<T: ProgramAccount>(input: &mut Bytes, account: &mut T, keep: impl Fn(&mut T, &T)) {
    let original = *account;
    overwrite(input, account);
    if input.byte() & 3 != 3 {
        keep(account, &original);
    }
    if T::decode(&ID, &account.encode()).is_err() {
        *account = original;
    }
}

fn overwrite<T: Pod>(input: &mut Bytes, account: &mut T) {
    let data = bytes_of_mut(account);
    for _ in 0..input.byte() % 4 {
        let at = usize::from(u16::from_le_bytes(input.array())) % data.len();
        let length = usize::from(input.byte() % 17).min(data.len() - at);
        let piece = input.slice(length);
        data[at..at + piece.len()].copy_from_slice(piece);
    }
}

fn network(input: &mut Bytes) -> Network {
    let mut network = FIXTURE.world.network;
    vary(input, &mut network, |changed, original| {
        (changed.creator, changed.name, changed.treasury) = (original.creator, original.name, original.treasury);
    });
    network
}

fn member(input: &mut Bytes, original: &Member) -> Member {
    let mut member = *original;
    vary(input, &mut member, |changed, original| {
        (changed.network, changed.identity, changed.wallet) = (original.network, original.identity, original.wallet);
    });
    member
}

fn token(input: &mut Bytes, original: &Token) -> Token {
    let mut token = *original;
    vary(input, &mut token, |changed, original| {
        (changed.network, changed.owner, changed.mint) = (original.network, original.owner, original.mint);
        changed.quote_mint = original.quote_mint;
    });
    token
}

fn position(input: &mut Bytes, original: &Position) -> Position {
    let mut position = *original;
    vary(input, &mut position, |changed, original| {
        (changed.member, changed.token, changed.wallet) = (original.member, original.token, original.wallet);
        (changed.share_account, changed.quote_account) = (original.share_account, original.quote_account);
    });
    position
}

fn transfer(input: &mut Bytes, [shares, ..]: [u64; 3], now: i64) {
    let world = &FIXTURE.world;
    let (network, token) = (network(input), token(input, &world.token));
    let (source, destination) = (position(input, &world.source), position(input, &world.destination));
    let (sender, receiver) = (member(input, &world.sender), member(input, &world.receiver));
    let previewed = quote::transfer(&TransferInputs {
        network: &network,
        token: &token,
        source_position: &source,
        source_member: &sender,
        destination_position: &destination,
        destination_member: &receiver,
        shares,
        now,
    });
    let Ok(preview) = previewed else { return };
    moved((&source, &destination), (&preview.source, &preview.destination), shares);
    assert!(preview.locked_until.is_none_or(|until| until > now));
    assert!(preview.source.locked + preview.source.listed <= preview.source.shares, "what may not leave has left");
}

/// So many shares went from one to the other, with their cost, and neither lost what he was owed.
fn moved(before: (&Position, &Position), after: (&Position, &Position), shares: u64) {
    if before.0.share_account == before.1.share_account {
        return;
    }
    assert_eq!(before.0.shares - shares, after.0.shares);
    assert_eq!(before.1.shares + shares, after.1.shares);
    for (before, after) in [(before.0, after.0), (before.1, after.1)] {
        assert!(after.owed.get() >= before.owed.get() && after.last.get() >= before.last.get());
        assert_eq!((after.member, after.token, after.wallet), (before.member, before.token, before.wallet));
    }
}

fn sale(input: &mut Bytes, [shares, minimum_shares, maximum_price]: [u64; 3], now: i64) {
    let Fixture { world, listing, own, .. } = &*FIXTURE;
    let mut listing = *listing;
    vary(input, &mut listing, |changed, original| {
        (changed.position, changed.token, changed.seller) = (original.position, original.token, original.seller);
    });
    let (network, token) = (network(input), token(input, &world.token));
    let (seller, buyer) = (position(input, &world.source), position(input, &world.destination));
    let mut seller_member = member(input, &world.sender);
    let (buyer_member, owner_member) = (member(input, &world.receiver), member(input, &world.owner));
    let choices = input.byte();
    let own_token = self::token(input, &own.token);
    let own_position = position(input, &own.source);
    if choices & 1 != 0 {
        seller_member.token = own_token.address();
    }
    let account = |bit: u8, wallet| (choices & bit != 0).then(|| support::quote_account(wallet, &network));
    let (owner_account, treasury_account) = (account(2, owner_member.wallet), account(4, network.treasury));
    let (seller_account, vault_account) = (account(8, seller_member.wallet), account(16, token.address()));
    let previewed = quote::sale(&SaleInputs {
        network: &network,
        token: &token,
        listing: &listing,
        seller_member: &seller_member,
        seller_position: &seller,
        buyer_member: &buyer_member,
        buyer_position: &buyer,
        owner_member: &owner_member,
        seller_token: (choices & 32 != 0).then_some((&own_token, (choices & 64 != 0).then_some(&own_position))),
        owner_account: owner_account.as_ref(),
        treasury_account: treasury_account.as_ref(),
        seller_account: seller_account.as_ref(),
        vault_account: vault_account.as_ref(),
        order: Order { shares, minimum_shares, maximum_price },
        now,
    });
    let Ok(preview) = previewed else { return };
    assert!(
        preview.shares > 0 && preview.shares <= shares && preview.shares >= minimum_shares.min(listing.book.shares)
    );
    assert!(listing.book.price <= maximum_price);
    assert_eq!(preview.paid, listing.book.price * preview.shares);
    assert_eq!(preview.paid, preview.owner_fee + preview.network_fee + preview.received);
    assert_eq!(preview.received, preview.routed + preview.to_seller);
    assert!(preview.routed <= preview.gain && preview.gain == preview.received.saturating_sub(preview.cost_basis));
    assert!(preview.locked_until.is_none_or(|until| until > now));
    moved((&seller, &buyer), (&preview.seller, &preview.buyer), preview.shares);
}

fn round(input: &mut Bytes, now: i64) {
    let Fixture { world, round, subscription, .. } = &*FIXTURE;
    let (mut round, mut part) = (*round, *subscription);
    vary(input, &mut round, |changed, original| (changed.token, changed.index) = (original.token, original.index));
    vary(input, &mut part, |changed, original| (changed.round, changed.member) = (original.round, original.member));
    let (network, member) = (network(input), member(input, &world.sender));
    assert!(quote::round_stage(&round, now).is_ok());
    let _ = (quote::check_investor(&network, &member, now), quote::check_may_buy(&network, &member, now));
    let _ = quote::standing_returns_at(&network, &member);
    let choices = input.byte();
    if let Ok(settled) = quote::settlement(&round, &part, choices & 1 != 0, choices & 2 != 0, now) {
        assert_eq!(settled.paid, settled.shares * round.book.price);
        assert!(settled.shares == 0 || settled.shares == part.book.accepted);
        assert!(settled.fee_shares <= settled.shares || round.book.equity_fee > 10_000);
        assert!(choices & 1 != 0 || settled.shares == 0);
    }
    for given_back in [quote::refund(&round, &part, now), quote::withdrawal(&round, &part, now)] {
        assert!(given_back.is_err() || given_back == Ok(part.book.owed));
    }
}

fn money(input: &mut Bytes, [proceeds, cost_basis, shares]: [u64; 3], now: i64) {
    let world = &FIXTURE.world;
    let (token, position) = (token(input, &world.token), position(input, &world.owner_position));
    let previews =
        [quote::deposit(&token, proceeds, cost_basis), quote::net_deposit(&token, &position, proceeds, cost_basis)];
    for preview in previews.iter().flatten() {
        assert_eq!(preview.gross, proceeds - cost_basis);
        assert_eq!(preview.gross, preview.transferred + preview.retained);
        // The program's remainder is always less than the divisor; a node can say anything.
        let of_all =
            u128::from(token.total).checked_mul(preview.per_share).filter(|_| token.rem.get() < token.total.into());
        assert!(of_all.is_none_or(|all| all >> 64 <= u128::from(preview.gross)), "more than there was");
    }
    if let Ok(part) = quote::distribution_share(proceeds, token.total, shares.min(token.total)) {
        assert!(part <= proceeds, "a part is more than the whole");
    }
    let _ = (quote::claimable(&token, &position), quote::unlocked(&position, now), quote::movable(&position, now));
    assert!(quote::movable(&position, now) <= quote::unlocked(&position, now));
    let account: TokenAccount = support::quote_account(position.wallet, &world.network);
    let _ = (quote::payout(&token, &position, Some(&account), now), quote::payout(&token, &position, None, now));
}

fn reports(input: &mut Bytes, now: i64) {
    let world = &FIXTURE.world;
    let mut report: Report = support::report(&world.token);
    vary(input, &mut report, |changed, original| changed.token = original.token);
    let (network, token) = (network(input), token(input, &world.token));
    let positions = [position(input, &world.source), position(input, &world.owner_position)];
    let Ok(due) = quote::reports_due(&network, &token, &positions, &[report], now) else { return };
    assert!(due.len() <= 3 && due.is_sorted_by_key(|due| due.year));
    for due in due {
        assert!(due.report.is_none_or(|report| report.year == due.year));
        assert!(positions.iter().any(|position| position.address() == due.witness));
    }
}
