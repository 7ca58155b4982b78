//! What can sign and is no ordinary wallet.

use personal_token_tests::proxy;
use spl_token_2022_interface::instruction as token;

use crate::prelude::*;

/// Bytes of an account that several keys share.
const MULTISIG_SPACE: usize = 355;
/// Bytes of a nonce account.
const NONCE_SPACE: usize = 80;

/// Ada's token, of which Bob holds 1,000 free shares; a program that anybody could have written, and its vault.
pub struct Case {
    pub ada: TokenFixture,
    pub bob: Person,
    pub carol: Person,
    pub program: Address,
    pub vault: Address,
}

pub fn ready() -> (World, Case) {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, 1_000);
    let carol = world.holder("carol", &ada, 0);
    world.warp(90 * DAYS);
    let program = address("voting program");
    world.add_proxy(program);
    (world, Case { ada, bob, carol, program, vault: proxy::signer(program) })
}

/// Who signs.
#[derive(Clone, Copy, Debug)]
pub enum Signs {
    /// The program, for its vault.
    Program(Address),
    /// Whoever has the key.
    Key,
}

impl Signs {
    /// As it is sent.
    pub fn send(self, instruction: &Instruction) -> Instruction {
        match self {
            Self::Program(program) => proxy::wrap(program, instruction),
            Self::Key => instruction.clone(),
        }
    }
}

/// Every kind of address that can sign and belongs to a program, or is one.
pub fn of_programs(world: &mut World, case: &Case) -> Vec<(&'static str, Address, Signs)> {
    let mut named = |name: &'static str, owner: Address, data: Vec<u8>| {
        let wallet = world.person(name);
        world.put(wallet, owner, data);
        (name, wallet, Signs::Key)
    };
    let found = vec![
        ("the vault of a program", case.vault, Signs::Program(case.program)),
        named("an account of a program", case.program, vec![1; 64]),
        named("an empty account of a program", case.program, vec![]),
        named("a multisig of Token-2022", TOKEN_2022_ID, vec![0; MULTISIG_SPACE]),
        named("a multisig of the classic program", TOKEN_ID, vec![0; MULTISIG_SPACE]),
        named("a token account", TOKEN_ID, vec![0; 165]),
        named("a mint", TOKEN_2022_ID, vec![0; 82]),
    ];
    let [bob, carol] = [&case.bob.wallet, &case.carol.wallet];
    let (mint, issuer) = (world.quote_mint, world.issuer);
    world.must(&[
        token::initialize_multisig2(&TOKEN_2022_ID, &wallet("a multisig of Token-2022"), &[bob, carol], 2).unwrap(),
        token::initialize_multisig2(&TOKEN_ID, &wallet("a multisig of the classic program"), &[bob, carol], 2).unwrap(),
        token::initialize_account3(&TOKEN_ID, &wallet("a token account"), &mint, bob).unwrap(),
        token::initialize_mint2(&TOKEN_2022_ID, &wallet("a mint"), &issuer, None, 0).unwrap(),
    ]);
    found
}

/// A nonce account at the address of a key pair: of the System program, with data.
pub fn nonce_account(world: &mut World) -> Address {
    let wallet = world.person("a nonce account");
    world.put(wallet, SYSTEM_ID, vec![0; NONCE_SPACE]);
    world.give_lamports(wallet, WEALTH);
    wallet
}
