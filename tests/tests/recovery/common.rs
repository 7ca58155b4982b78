//! A holder who lost his key, at every stage; rounds and listings that he may be in the middle of.

pub use personal_token_core::{
    recovery::{CAPABILITY_WAIT, FOR_EVER},
    round,
};
pub use personal_token_sdk::state::{Recovery, Round};
pub use personal_token_tests::world::{Lost, LAPSE, VETO};

pub use super::prelude::*;

/// Ada's token of 10,000,000 shares, of which Bob has 1,000 and Carol 500, none locked. Bob lost his key.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub ada: TokenFixture,
    pub bob: Person,
    pub carol: Person,
    pub lost: Lost,
}

/// Nobody proposed anything yet.
pub fn lost() -> (World, Case) {
    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { authorised: 2 * SHARES, ..Terms::default() });
    let bob = world.holder("bob", &ada, 1_000);
    let carol = world.holder("carol", &ada, 500);
    world.warp(90 * DAYS);
    let stewards = world.recoverers();
    let lost = world.lose(bob, "new bob", stewards);
    (world, Case { ada, bob, carol, lost })
}

/// As [`lost`], and the recovery is proposed.
pub fn pending() -> (World, Case) {
    let (mut world, case) = lost();
    world.propose(&case.lost);
    (world, case)
}

/// As [`pending`], and the time for a veto is over.
pub fn executable() -> (World, Case) {
    let (mut world, case) = pending();
    world.warp(VETO);
    (world, case)
}

/// As [`executable`], and executed; the position is where it was.
pub fn executed() -> (World, Case) {
    let (mut world, case) = executable();
    world.execute(&case.lost);
    (world, case)
}

/// As [`executed`], and the new wallet has a position of its own, empty.
pub fn reopened() -> (World, Case) {
    let (mut world, case) = executed();
    world.open_position(case.lost.new, &case.ada);
    (world, case)
}

/// As [`reopened`], and everything is moved there.
pub fn moved() -> (World, Case) {
    let (mut world, case) = reopened();
    world.relocate(&case.lost, &case.ada);
    (world, case)
}

/// A steward holds Bob for 30 days.
pub fn held() -> (World, Case) {
    let (mut world, case) = lost();
    let hold = world.member_hold(Some(case.lost.stewards[0]), case.bob, 30 * DAY);
    world.must(&[hold.instruction()]);
    (world, case)
}

/// 3,000 shares at 2 units, open for 80 days; a completion cannot be undone.
pub const ROUND: round::Terms = round::Terms {
    shares: 3_000,
    price: 2,
    minimum_raise: 0,
    minimum_subscription: 1,
    maximum_subscription: 3_000,
    delay: 0,
    duration: 80 * DAY,
    undo_window: 0,
    lock: 0,
};

/// The instruction that announces a token's first round; it names the treasury's position if there is one.
pub fn round_open(world: &World, token: &TokenFixture, terms: round::Terms) -> RoundOpen {
    let Person { wallet: owner, member: owner_member } = token.owner;
    let treasury = world.network_state().treasury;
    RoundOpen {
        payer: world.payer,
        owner,
        owner_member,
        network: world.network,
        quote_mint: world.quote_mint,
        treasury: world.account(&token.position(treasury)).map(|_| treasury),
        index: 0,
        terms,
    }
}

/// Announces a round, and waits until it takes subscriptions.
pub fn open_round(world: &mut World, token: &TokenFixture) {
    open_round_with(world, token, ROUND);
}

/// As [`open_round`], with other terms.
pub fn open_round_with(world: &mut World, token: &TokenFixture, terms: round::Terms) {
    let open = round_open(world, token, terms);
    world.must(&[open.instruction()]);
    let opens_at = world.read::<Round>(round_of(token)).book.opens_at;
    world.warp_to(opens_at.max(world.now()));
}

/// The address of a token's first round.
pub fn round_of(token: &TokenFixture) -> Address {
    pda::round(token.token, 0)
}

/// The address of a member's part in it.
pub fn part_of(token: &TokenFixture, person: Person) -> Address {
    pda::subscription(round_of(token), person.member)
}

pub fn subscribe(world: &World, token: &TokenFixture, person: Person, shares: u64) -> RoundSubscribe {
    RoundSubscribe {
        payer: world.payer,
        wallet: person.wallet,
        member: person.member,
        network: world.network,
        mint: token.mint,
        index: 0,
        source: token.quote_account(person.wallet),
        shares,
    }
}

/// Gives the investor the money, and subscribes.
pub fn subscribed(world: &mut World, token: &TokenFixture, person: Person, shares: u64) {
    world.fund(person.wallet, 2 * shares);
    let subscribe = subscribe(world, token, person, shares);
    world.must(&[subscribe.instruction()]);
}

pub fn accept(token: &TokenFixture, person: Person, shares: u64) -> RoundAccept {
    let Person { wallet: owner, member: owner_member } = token.owner;
    RoundAccept { owner, owner_member, index: 0, member: person.member, shares }
}

pub fn decline(token: &TokenFixture, person: Person) -> RoundDecline {
    let Person { wallet: owner, member: owner_member } = token.owner;
    RoundDecline { owner, owner_member, index: 0, member: person.member }
}

pub fn complete(world: &World, token: &TokenFixture) -> RoundComplete {
    let Person { wallet: owner, member: owner_member } = token.owner;
    let (network, treasury) = (world.network, world.network_state().treasury);
    RoundComplete { owner, owner_member, network, treasury, index: 0 }
}

/// Accepts and completes, without a window in which it could be undone.
pub fn completed(world: &mut World, token: &TokenFixture, person: Person, shares: u64) {
    let complete = complete(world, token);
    world.must(&[accept(token, person, shares).instruction(), complete.instruction()]);
}

/// Settles into the position of this wallet, and into the treasury's if the round records one.
pub fn settle(world: &World, token: &TokenFixture, person: Person) -> RoundSettle {
    let Person { wallet, member } = person;
    let recorded = world.read::<Round>(round_of(token)).treasury_position;
    let treasury = (recorded != Address::default()).then(|| world.network_state().treasury);
    RoundSettle { network: world.network, mint: token.mint, index: 0, member, wallet, treasury }
}

/// Refunds to the wallet of `person`; he signs if `signed`.
pub fn refund(world: &World, token: &TokenFixture, person: Person, signed: bool) -> RoundRefund {
    RoundRefund {
        wallet: signed.then_some(person.wallet),
        member: person.member,
        mint: token.mint,
        index: 0,
        rent_payer: world.payer,
        quote_account: token.quote_account(person.wallet),
    }
}

pub fn withdraw(world: &World, token: &TokenFixture, person: Person) -> RoundWithdraw {
    RoundWithdraw {
        wallet: person.wallet,
        member: person.member,
        mint: token.mint,
        index: 0,
        rent_payer: world.payer,
        quote_account: token.quote_account(person.wallet),
    }
}

/// Pays the owner, who signs if `signed`.
pub fn collect(token: &TokenFixture, owner: Person, signed: bool) -> RoundCollect {
    let quote_account = token.quote_account(owner.wallet);
    RoundCollect { wallet: signed.then_some(owner.wallet), owner_member: owner.member, index: 0, quote_account }
}

/// Offers shares at 5 units for 300 days.
pub fn list(world: &World, token: &TokenFixture, seller: Person, nonce: u32, shares: u64) -> ListingOpen {
    ListingOpen {
        payer: world.payer,
        wallet: seller.wallet,
        member: seller.member,
        network: world.network,
        mint: token.mint,
        nonce,
        shares,
        price: 5,
        minimum_fill: 1,
        duration: 300 * DAY,
    }
}

/// Buys, with all accounts as they are recorded now.
pub fn buy(world: &World, token: &TokenFixture, buyer: Person, seller: Person, shares: u64) -> ListingBuy {
    let own = world.member_state(seller).token;
    let routes = own != Address::default() && seller.member != token.owner.member;
    ListingBuy {
        buyer: buyer.wallet,
        buyer_member: buyer.member,
        network: world.network,
        mint: token.mint,
        source: token.quote_account(buyer.wallet),
        seller: seller.wallet,
        seller_member: seller.member,
        nonce: 0,
        rent_payer: world.payer,
        seller_quote_account: world.member_state(seller).quote_account,
        owner_member: token.owner.member,
        owner_quote_account: world.member_state(token.owner).quote_account,
        treasury_quote_account: world.network_state().treasury_quote_account,
        routed_gain: routes.then(|| RoutedGain { own_mint: pda::mint(seller.member), has_position: true }),
        shares,
        minimum_shares: 1,
        maximum_price: 5,
    }
}

pub fn cancel(world: &World, token: &TokenFixture, seller: Person, signer: Address) -> ListingCancel {
    let Person { wallet, member } = seller;
    ListingCancel { signer, member, mint: token.mint, wallet, nonce: 0, rent_payer: world.payer }
}
