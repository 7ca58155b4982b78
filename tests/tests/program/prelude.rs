//! What every module uses.

pub use bytemuck::Zeroable;
pub use personal_token_core::{
    member::{capability, role, Status},
    parameters::Parameters,
    policy::Policy,
    proceeds::Source,
    report::{YearBook, YEARS},
    Error as Rule, DAY,
};
pub use personal_token_sdk::{
    event::{self, Event},
    instruction::*,
    pda,
    state::{Application, Distribution, Member, Network, Position, ProgramAccount, Steward, Token, WalletLink, U128},
    Address, Instruction, ASSOCIATED_TOKEN_ID, ID, TOKEN_2022_ID, TOKEN_ID,
};
pub use personal_token_tests::{
    address, hash, identity,
    outcome::{DUPLICATE, NOT_WRITABLE},
    wallet,
    world::{Founding, GENESIS, WEALTH},
    Person, Terms, TokenFixture, Vary, World, SHARES,
};
pub use solana_instruction::error::InstructionError as Error;

/// The System program.
pub const SYSTEM_ID: Address = personal_token_sdk::ids::SYSTEM_ID;

/// The System program's refusal to create what is there already.
pub const ALREADY_IN_USE: (Address, u32) = (SYSTEM_ID, 0);

/// Anchor's refusal of a writable account that is absent, or of a smaller kind.
pub const TOO_SMALL: Error = Error::AccountDataTooSmall;

/// Anchor's refusal of fewer accounts than an instruction has.
#[allow(deprecated)] // the name that the runtime still reports
pub const TOO_FEW_ACCOUNTS: Error = Error::NotEnoughAccountKeys;

/// A day, as clocks count.
pub const DAYS: i64 = 86_400;

/// Somebody else than whoever an instruction is for, with lamports.
pub fn mallory(world: &mut World) -> Address {
    world.person("mallory")
}

/// One more network of the same founder.
pub fn other_network(world: &mut World) -> Address {
    world.found(Founding { name: "Another Village", ..Founding::default() })
}

/// Sends the instruction in fresh worlds, where the addresses that it creates have one lamport, a lamport less than
/// their rent, exactly that, or more: nobody can keep it from succeeding, and nothing is paid twice.
#[track_caller]
pub fn survives_prefunding<T>(
    setup: impl Fn() -> (World, T),
    addresses: impl Fn(&World, &T) -> Vec<Address>,
    instruction: impl Fn(&World, &T) -> Instruction,
) {
    let gifts: [fn(u64) -> u64; 5] = [|_| 0, |_| 1, |rent| rent - 1, |rent| rent, |rent| rent + 1_000_000];
    let mut rents = Vec::new();
    for gift in gifts {
        let (mut world, case) = setup();
        let addresses = addresses(&world, &case);
        for (address, rent) in addresses.iter().zip(&rents) {
            world.give_lamports(*address, gift(*rent));
        }
        let instruction = instruction(&world, &case);
        world.send(&[instruction]).expect_success();
        // The first time nothing was given: that is what the accounts cost.
        let lamports: Vec<u64> = addresses.iter().map(|address| world.lamports(address)).collect();
        if rents.is_empty() {
            rents = lamports;
            assert!(rents.iter().all(|rent| *rent > 0));
            continue;
        }
        let expected: Vec<u64> = rents.iter().map(|rent| gift(*rent).max(*rent)).collect();
        assert_eq!(lamports, expected);
    }
}

/// What a token remembers of deposits for one year only.
pub fn of_year(year: u16, gross: u64) -> ([u16; YEARS], [u64; YEARS]) {
    let mut book = YearBook::default();
    book.deposit(year, gross).unwrap();
    (book.years, book.gross)
}
