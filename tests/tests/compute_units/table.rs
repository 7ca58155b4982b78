//! Rows of the table: what a transaction cost, what the calls in it cost alone, and what the best peer publishes.

use std::fmt::Write;

use personal_token_sdk::ID;
use personal_token_tests::{Outcome, TokenFixture, World};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_message::Message;

/// Token-2022 searches the address of the hook's account list on every transfer: units a try.
const UNITS_PER_BUMP: u64 = 1_500;
/// What the runtime takes for a call before the called program does anything.
const UNITS_PER_CALL: u64 = 946;
/// What a call of a program that is built into the runtime takes; it logs no figure.
const UNITS_OF_BUILTIN: u64 = 150;

/// The lowest figure that a project with an instruction of the same purpose has published, and which.
const PEERS: [(&str, u64, &str); 6] = [
    ("wallet transfer, whole", 58_596, "trenches-hook, an allow-list hook of Anchor, devnet log of 2026-10-04"),
    ("… of which the hook", 26_839, "the same transaction"),
    ("proceeds_deposit, gross", 18_819, "solana-program/escrow, Deposit, best case"),
    ("proceeds_claim", 7_589, "solana-program/rewards, ClaimVesting, best case"),
    ("round_subscribe", 18_819, "solana-program/escrow, Deposit, best case"),
    ("round_refund", 15_342, "solana-program/escrow, Withdraw, best case"),
];

/// One line of the table.
pub struct Row {
    pub name: &'static str,
    pub units: u64,
    /// The calls in it alone: their own units, and those that a call takes.
    pub floor: Option<u64>,
    pub bytes: usize,
    pub budget: Option<u64>,
}

/// The world that is measured in, and the lines so far.
pub struct Table {
    pub world: World,
    pub rows: Vec<Row>,
}

impl Table {
    pub fn measure(&mut self, name: &'static str, budget: Option<u64>, instruction: Instruction) -> Outcome {
        let outcome = self.world.must(std::slice::from_ref(&instruction));
        let (bytes, floor) = (size(&self.world, &[instruction]), Some(called_units(&outcome)));
        self.rows.push(Row { name, units: outcome.compute_units, floor, bytes, budget });
        outcome
    }

    pub fn add(&mut self, name: &'static str, budget: Option<u64>, units: u64, bytes: usize) {
        self.rows.push(Row { name, units, floor: None, bytes, budget });
    }
}

/// Bytes of a legacy transaction with these instructions and no lookup table.
fn size(world: &World, instructions: &[Instruction]) -> usize {
    let message = Message::new(instructions, Some(&world.payer));
    1 + 64 * usize::from(message.header.num_required_signatures) + message.serialize().len()
}

/// Units of our program alone, from its last line in the logs.
pub fn own_units(outcome: &Outcome) -> u64 {
    let line = outcome.logs.iter().rev().find_map(|line| consumed(line, &ID.to_string())).unwrap();
    line.unwrap()
}

/// What a line says that a program consumed, if it is such a line of this program.
fn consumed(line: &str, program: &str) -> Option<Option<u64>> {
    let figures = line.strip_prefix("Program ")?.strip_prefix(program)?.strip_prefix(" consumed ")?;
    Some(figures.split(' ').next()?.parse().ok())
}

/// What the calls that the instruction makes cost without it: each its own units, and those of calling.
pub fn called_units(outcome: &Outcome) -> u64 {
    let mut units = 0;
    let mut running: Option<(&str, u64)> = None;
    for line in &outcome.logs {
        if let Some(program) = line.strip_suffix(" invoke [2]").and_then(|line| line.strip_prefix("Program ")) {
            units += UNITS_PER_CALL;
            running = Some((program, UNITS_OF_BUILTIN));
        }
        let Some((program, figure)) = &mut running else { continue };
        if let Some(Some(own)) = consumed(line, program) {
            *figure = own;
        }
        if line.strip_prefix("Program ").and_then(|line| line.strip_prefix(*program)) == Some(" success") {
            units += *figure;
            running = None;
        }
    }
    units
}

/// The units that a mint costs for ever because of the bump of its account list.
pub fn bump_units(token: &TokenFixture) -> u64 {
    let seeds: [&[u8]; 2] = [b"extra-account-metas", token.mint.as_ref()];
    let (address, bump) = Address::find_program_address(&seeds, &ID);
    assert_eq!(address, token.extra_account_metas);
    UNITS_PER_BUMP * u64::from(u8::MAX - bump)
}

/// The page.
pub fn document(rows: &[Row]) -> String {
    let mut text = String::from(
        "# Compute units and transaction sizes\n\n\
         Written by `tests/tests/compute_units`, which fails when a figure changes or a budget is passed. Units of a\n\
         whole transaction on the committed artifact, LiteSVM with the features of mainnet; every address is fixed, so\n\
         the figures are the same on each run. Address searches cost 1,500 units a try and depend on the addresses.\n\
         Bytes are those of a legacy transaction without a lookup table and without compute-budget instructions; 1,232\n\
         is the limit.\n\n\
         **Of which calls** is the floor: what the calls that the instruction makes cost without it, 946 units for\n\
         calling and what the called program takes. No program that makes these calls can be cheaper. The call that\n\
         records the event is among them. What remains is ours: reading the accounts, checks, rules, address searches,\n\
         writing.\n\n\
         A wallet transfer costs 1,500 units more for each step of the bump of its mint's account list below 255, for\n\
         the life of the token: Token-2022 searches that address on every transfer. The table leaves this out.\n\n\
         `token_create` makes fourteen calls. Token-2022 spends 23,700 units in eight of them, two thirds of\n\
         that on the metadata that says `voting_rights: none`; four addresses are searched. The instruction itself is a\n\
         small part of the rest.\n\n\
         | instruction | compute units | of which calls | budget | bytes |\n|---|---:|---:|---:|---:|\n",
    );
    for row in rows {
        let [floor, budget] = [row.floor, row.budget].map(|figure| figure.map(grouped).unwrap_or_default());
        let bytes = if row.bytes == 0 { String::new() } else { grouped(row.bytes as u64) };
        writeln!(text, "| {} | {} | {floor} | {budget} | {bytes} |", row.name, grouped(row.units)).unwrap();
    }
    text.push_str(
        "\n## Beside the best published figures\n\n\
         The lowest figure found for an instruction of the same purpose; few projects publish any. Theirs are not\n\
         measured here, and some were taken before the Token program became cheaper.\n\n\
         | instruction | ours | theirs | whose |\n|---|---:|---:|---|\n",
    );
    for (name, theirs, whose) in PEERS {
        let ours = rows.iter().find(|row| row.name == name).unwrap().units;
        writeln!(text, "| {name} | {} | {} | {whose} |", grouped(ours), grouped(theirs)).unwrap();
    }
    text
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
    groups.join(",")
}
