//! A village with one shareholder, Bob, whose part in Ada's token is of any size.

use std::collections::BTreeMap;

use crate::prelude::*;

/// One share of ten million.
pub const ONE: u64 = 1;
/// 99 of 100 shares.
pub const NEARLY_ALL: u64 = SHARES / 100 * 99;
/// All but what Carol and Dora have; Ada has none.
pub const ALL_OF_ADAS: u64 = SHARES - 200;
/// The parts that Bob has, one after the other.
pub const STAKES: [u64; 3] = [ONE, NEARLY_ALL, ALL_OF_ADAS];
/// The year of everything here.
pub const YEAR: u16 = 2026;

pub struct Village {
    pub world: World,
    pub ada: TokenFixture,
    /// Has a token of her own, and shares of Ada's.
    pub dora: TokenFixture,
    /// The shareholder. Everybody's shares are free.
    pub bob: Person,
    /// Another one.
    pub carol: Person,
    pub stewards: [Person; 2],
    /// Whom the next instruction is about: Bob, or Carol.
    pub subject: Person,
}

impl Village {
    /// Bob holds so many of Ada's 10,000,000 shares, and may create a token of his own.
    pub fn new(stake: u64) -> Self {
        let mut world = World::founded();
        let growing = Terms { authorised: 2 * SHARES, ..Terms::default() };
        let [ada, dora] = ["ada", "dora"].map(|name| world.owner_with(name, growing));
        let bob = world.member("bob", role::ALL);
        let carol = world.member("carol", role::ALL);
        for (person, shares) in [(bob, stake), (carol, 100), (dora.owner, 100)] {
            world.open_position(person, &ada);
            world.transfer(&ada, ada.owner, person, shares).expect_success();
        }
        world.holder("erin", &dora, 1_000);
        world.quote_account(world.network_state().treasury);
        let stewards = ["sam", "sue"].map(|name| world.steward(name, capability::ALL));
        world.deposit(&ada, 5 * SHARES).expect_success();
        world.warp(90 * DAYS);
        Self { world, ada, dora, bob, carol, stewards, subject: bob }
    }

    /// Whose an address is.
    pub fn names(&self) -> BTreeMap<Address, String> {
        let [sam, sue] = self.stewards;
        let people = [("ada", self.ada.owner), ("dora", self.dora.owner), ("bob", self.bob), ("carol", self.carol)];
        let mut names = BTreeMap::new();
        for (name, Person { wallet, member }) in people.into_iter().chain([("sam", sam), ("sue", sue)]) {
            names.extend([wallet, member].map(|address| (address, name.to_owned())));
        }
        let of_bob = TokenFixture::of(self.bob, self.world.quote_mint);
        for (name, token) in [("ada", self.ada), ("dora", self.dora), ("bob", of_bob)] {
            let round = pda::round(token.token, 0);
            for address in [token.token, token.mint, token.extra_account_metas, round, pda::escrow(round)] {
                names.insert(address, format!("{name}'s token"));
            }
        }
        let village = self.world.network_create(Founding::default()).name;
        names.insert(pda::network(self.bob.wallet, &village), "bob's village".into());
        names.insert(self.world.network, "the village".into());
        names.insert(pda::report(self.ada.token, YEAR), "ada's token".into());
        names.insert(self.world.network_state().treasury, "the treasury".into());
        names
    }
}
