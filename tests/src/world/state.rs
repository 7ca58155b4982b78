//! The accounts of the program, decoded.

use personal_token_sdk::state::{Network, Position, ProgramAccount, Token};
use solana_address::Address;

use super::{Person, TokenFixture, World};

impl World {
    /// An account of the program as it is now.
    #[track_caller]
    pub fn read<T: ProgramAccount>(&self, address: Address) -> T {
        let account = self.account(&address).unwrap_or_else(|| panic!("{address} does not exist"));
        T::decode(&account.owner, &account.data).unwrap()
    }

    /// The network of this world.
    pub fn network_state(&self) -> Network {
        self.read(self.network)
    }

    /// A token as it is now.
    pub fn token_state(&self, token: &TokenFixture) -> Token {
        self.read(token.token)
    }

    /// The position of a person in a token as it is now.
    pub fn position_state(&self, token: &TokenFixture, person: Person) -> Position {
        self.read(token.position(person.wallet))
    }

    /// Changes an account of the program behind its back, to a state that no instruction leads to, or none yet. From
    /// then on invariants are not checked any more.
    pub fn edit<T: ProgramAccount>(&mut self, address: Address, change: impl FnOnce(&mut T)) {
        let mut state = self.read::<T>(address);
        change(&mut state);
        self.corrupt(address, |data| data.copy_from_slice(&state.encode()));
    }
}
