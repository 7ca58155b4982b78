//! Networks, and the people in them.

use personal_token_core::{member::role, parameters::Parameters};
use personal_token_sdk::{
    instruction::{ApplicationOpen, MemberAdmit, NetworkCreate, StewardAppoint},
    pda,
    state::Application,
};
use solana_address::Address;

use super::{address, hash, World};

/// A member: his wallet, which the world signs for, and his member account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// The wallet.
    pub wallet: Address,
    /// The member account.
    pub member: Address,
}

/// What a network is founded with.
#[derive(Clone, Copy, Debug)]
pub struct Founding<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its parameters.
    pub parameters: Parameters,
}

impl Default for Founding<'_> {
    fn default() -> Self {
        Self { name: "Village of Makers", parameters: Parameters::default() }
    }
}

impl World {
    /// A network with the default parameters; the founder is its authority.
    pub fn founded() -> Self {
        Self::founded_with(Parameters::default())
    }

    /// A network with other parameters.
    pub fn founded_with(parameters: Parameters) -> Self {
        let mut world = Self::deployed();
        world.network = world.found(Founding { parameters, ..Founding::default() });
        world
    }

    /// Founds one more network; [`World::network`] stays what it is.
    pub fn found(&mut self, founding: Founding) -> Address {
        let create = self.network_create(founding);
        self.must(&[create.instruction()]);
        pda::network(self.founder, &create.name)
    }

    /// The instruction that founds a network.
    pub fn network_create(&self, founding: Founding) -> NetworkCreate {
        NetworkCreate {
            payer: self.payer,
            creator: self.founder,
            quote_mint: self.quote_mint,
            name: pda::network_name(founding.name).unwrap(),
            charter_hash: hash("charter"),
            charter_clauses: 12,
            treasury: address("treasury"),
            parameters: founding.parameters,
        }
    }

    /// Somebody who applied and was not admitted yet.
    pub fn applicant(&mut self, name: &str, roles: u8) -> Address {
        let wallet = self.person(name);
        let open = ApplicationOpen {
            payer: self.payer,
            wallet,
            network: self.network,
            roles,
            charter_version: 1,
            clauses: 12,
        };
        self.must(&[open.instruction()]);
        wallet
    }

    /// The instruction by which the authority admits an applicant, as his application is now.
    pub fn member_admit(&self, name: &str, wallet: Address) -> MemberAdmit {
        let account = self.account(&pda::application(self.network, wallet));
        let application = account.and_then(|account| Application::decode(&account.owner, &account.data).ok());
        MemberAdmit {
            payer: self.payer,
            signer: self.founder,
            steward_member: None,
            network: self.network,
            wallet,
            rent_payer: self.payer,
            identity: identity(name),
            roles: application.map_or(role::ALL, |application| application.roles),
            charter_version: application.map_or(1, |application| application.charter_version),
        }
    }

    /// A member with these roles, bits of `core::member::role`.
    pub fn member(&mut self, name: &str, roles: u8) -> Person {
        let wallet = self.applicant(name, roles);
        let admit = self.member_admit(name, wallet);
        self.must(&[admit.instruction()]);
        Person { wallet, member: pda::member(self.network, &admit.identity) }
    }

    /// A member who may hold other people's shares and create no token.
    pub fn investor(&mut self, name: &str) -> Person {
        self.member(name, role::INVESTOR)
    }

    /// A member who is a steward with these capabilities, bits of `core::member::capability`.
    pub fn steward(&mut self, name: &str, capabilities: u8) -> Person {
        let person = self.investor(name);
        let appoint = StewardAppoint {
            payer: self.payer,
            authority: self.founder,
            network: self.network,
            member: person.member,
            capabilities,
        };
        self.must(&[appoint.instruction()]);
        person
    }
}

/// The identity commitment of a person in this crate's networks.
pub fn identity(name: &str) -> [u8; 32] {
    hash(&format!("identity of {name}"))
}
