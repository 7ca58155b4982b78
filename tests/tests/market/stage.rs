//! The people of the market, and what befalls them.

pub use personal_token_tests::world::market::ListingFixture;
use personal_token_tests::Outcome;
use spl_token_2022_interface::{extension::ExtensionType, instruction::reallocate};

use crate::prelude::*;

/// Who sells and who buys.
#[derive(Clone, Copy)]
pub struct Stage {
    /// The token that is traded.
    pub ada: TokenFixture,
    /// The seller, who has twice as many free shares as he listed.
    pub bob: Person,
    /// Who holds ten free shares.
    pub carol: Person,
    /// Who has a position and no shares.
    pub dave: Person,
    /// Two stewards who recover wallets.
    pub stewards: [Person; 2],
    /// Bob's listing.
    pub listing: ListingFixture,
}

/// The owner's and the holders' windows, in seconds.
pub const OWNER_WINDOW: i64 = 14 * DAYS;
pub const HOLDER_WINDOW: i64 = 7 * DAYS;
/// From when anybody buys, after the listing.
pub const EVERYONE: i64 = OWNER_WINDOW + HOLDER_WINDOW;
/// How long a listing of the stage stands.
pub const DURATION: i64 = 60 * DAYS;
/// How long received shares are locked.
pub const HOLD: i64 = 90 * DAYS;

/// Bob has just listed 1,000 shares at 5, so that the owner has the first refusal.
pub fn listed() -> (World, Stage) {
    listed_with(1_000, 5)
}

/// As [`listed`], when anybody may buy.
pub fn on_sale() -> (World, Stage) {
    on_sale_with(1_000, 5)
}

/// As [`on_sale`], of so many shares at that price.
pub fn on_sale_with(shares: u64, price: u64) -> (World, Stage) {
    let (mut world, stage) = listed_with(shares, price);
    world.warp(EVERYONE);
    (world, stage)
}

/// As [`listed`], of so many shares at that price.
pub fn listed_with(shares: u64, price: u64) -> (World, Stage) {
    let (mut world, mut stage) = unlisted(2 * shares);
    stage.listing = world.list(&stage.ada, stage.bob, shares, price);
    (world, stage)
}

/// Bob has so many free shares and has listed none yet. The treasury has a quote account.
pub fn unlisted(shares: u64) -> (World, Stage) {
    unlisted_under(World::founded(), shares)
}

/// As [`unlisted`], in this world.
pub fn unlisted_under(mut world: World, shares: u64) -> (World, Stage) {
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, shares);
    let carol = world.holder("carol", &ada, 10);
    let dave = world.holder("dave", &ada, 0);
    let stewards = ["sam", "sue"].map(|name| world.steward(name, capability::RECOVER));
    world.quote_account(treasury());
    world.warp(HOLD);
    let listing = ListingFixture { token: ada, seller: bob, nonce: 0, rent_payer: world.payer };
    (world, Stage { ada, bob, carol, dave, stewards, listing })
}

/// The wallet of the network's treasury.
pub fn treasury() -> Address {
    address("treasury")
}

impl Stage {
    /// The instruction that buys of Bob's listing; the buyer has got the money.
    pub fn order(&self, world: &mut World, buyer: Person, shares: u64) -> ListingBuy {
        world.fund_purchase(&self.listing, buyer, shares);
        world.listing_buy(&self.listing, buyer, shares)
    }

    /// Gives the buyer the money, and buys of Bob's listing.
    #[must_use = "say whether it was to succeed or to be refused, and how"]
    #[track_caller]
    pub fn buy(&self, world: &mut World, buyer: Person, shares: u64) -> Outcome {
        purchase(world, &self.listing, buyer, shares)
    }

    /// The treasury's quote account.
    pub fn treasury_account(&self) -> Address {
        self.ada.quote_account(treasury())
    }
}

/// Gives the buyer the money, and buys.
#[must_use = "say whether it was to succeed or to be refused, and how"]
#[track_caller]
pub fn purchase(world: &mut World, listing: &ListingFixture, buyer: Person, shares: u64) -> Outcome {
    world.fund_purchase(listing, buyer, shares);
    let buy = world.listing_buy(listing, buyer, shares);
    crate::preview::send(world, buy.instruction())
}

/// The network suspends a member.
pub fn suspend(world: &mut World, person: Person) {
    let (signer, network, member) = (world.founder, world.network, person.member);
    let suspend = MemberSuspend { signer, steward_member: None, network, member, reason_hash: hash("reason") };
    world.must(&[suspend.instruction()]);
}

/// A member leaves.
pub fn leave(world: &mut World, person: Person) {
    world.must(&[MemberLeave { wallet: person.wallet, member: person.member }.instruction()]);
}

/// A member's reputation becomes so many points, as of now.
pub fn set_reputation(world: &mut World, person: Person, points: u16) {
    let now = world.now();
    world.edit::<Member>(person.member, |member| (member.reputation, member.reputation_as_of) = (points, now));
}

/// The network's authority holds a member's shares.
pub fn hold(world: &mut World, person: Person, seconds: u32) {
    let (signer, network, member) = (world.founder, world.network, person.member);
    world.must(&[MemberHold { signer, steward_member: None, network, member, seconds }.instruction()]);
}

/// Two stewards and a new wallet propose the recovery of a member.
pub fn propose_recovery(world: &mut World, stage: &Stage, person: Person) -> Address {
    let new_wallet = world.person("a new wallet");
    let [first, second] = stage.stewards;
    let propose = RecoveryPropose {
        payer: world.payer,
        new_wallet,
        first_signer: first.wallet,
        first_member: first.member,
        second_signer: second.wallet,
        second_member: second.member,
        network: world.network,
        member: person.member,
    };
    world.must(&[propose.instruction()]);
    new_wallet
}

/// A member's recovery is proposed and executed after its 14 days; the person with the new wallet, which has no
/// position yet.
pub fn recover(world: &mut World, stage: &Stage, person: Person) -> Person {
    let new_wallet = propose_recovery(world, stage, person);
    world.warp(14 * DAYS);
    let (payer, network, member) = (world.payer, world.network, person.member);
    world.must(&[RecoveryExecute { payer, network, member, rent_payer: payer, new_wallet }.instruction()]);
    Person { wallet: new_wallet, member }
}

/// The position of a recovered member's old wallet moves to a new one of his present wallet.
pub fn move_position(world: &mut World, token: &TokenFixture, old: Person, present: Person) {
    world.open_position(present, token);
    let moved =
        RecoveryMove { member: old.member, mint: token.mint, old_wallet: old.wallet, new_wallet: present.wallet };
    world.must(&[moved.instruction()]);
}

/// The owner pauses his token.
pub fn pause(world: &mut World, token: &TokenFixture, seconds: u32) {
    let Person { wallet: owner, member: owner_member } = token.owner;
    world.must(&[TokenPause { owner, owner_member, network: world.network, seconds }.instruction()]);
}

/// The network's authority halts it.
pub fn halt(world: &mut World) {
    world.must(&[NetworkHalt { authority: world.founder, network: world.network }.instruction()]);
}

/// New parameters are announced and applied after their delay.
pub fn change_parameters(world: &mut World, change: impl FnOnce(&mut Parameters)) {
    let mut parameters = world.network_state().parameters;
    change(&mut parameters);
    let (authority, network) = (world.founder, world.network);
    world.must(&[NetworkProposeParameters { authority, network, parameters }.instruction()]);
    world.warp(i64::from(world.network_state().parameters.parameter_delay));
    world.must(&[NetworkApplyParameters { network }.instruction()]);
}

/// Makes room for an extension in a wallet's share account.
pub fn grow(world: &mut World, token: &TokenFixture, wallet: Address, extension: ExtensionType) {
    let account = token.share_account(wallet);
    world.must(&[reallocate(&TOKEN_2022_ID, &account, &world.payer, &wallet, &[], &[extension]).unwrap()]);
}
