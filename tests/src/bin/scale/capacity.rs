//! What a block takes of one token's payouts, by the cost model that validators count with.

/// Units that the cost model adds to what is executed, from Agave's `cost-model/src/block_cost_limits.rs`.
const A_SIGNATURE: u64 = 720;
const A_WRITE_LOCK: u64 = 300;
const A_LOADED_PAGE: u64 = 8;
const PAGE_BYTES: u64 = 32 * 1_024;
const BYTES_PER_UNIT: u64 = 4;

/// Instruction data: one byte that says which instruction, and five of the compute-unit limit.
const DATA_BYTES: u64 = 6;
/// Our program as committed, the token program (p-token's file), the token and its vault; each account counts 64 more.
const PROGRAM: &[u8] = include_bytes!("../../../../programs/personal_token/artifact/personal_token.so");
const LOADED_BYTES: u64 = PROGRAM.len() as u64 + 100_312 + 456 + 165 + 4 * 64;
const LOADED_BYTES_A_HOLDER: u64 = 456 + 165 + 2 * 64;

/// Units a slot that may write one account, and the length of a slot. Sources are in docs/scale.md.
const REGIMES: [(&str, u64, u64); 4] = [
    ("12M an account, 400 ms", 12_000_000, 400),
    ("24M an account, 400 ms", 24_000_000, 400),
    ("40M an account, 400 ms", 40_000_000, 400),
    ("30M an account, 300 ms", 30_000_000, 300),
];

/// What the cost model counts for a payout to so many holders that executes so many units. The payer, the token, its
/// vault and two accounts a holder are written.
pub fn block_units(holders: u64, executed: u64) -> u64 {
    let locks = A_WRITE_LOCK * (3 + 2 * holders);
    let pages = (LOADED_BYTES + holders * LOADED_BYTES_A_HOLDER).div_ceil(PAGE_BYTES);
    A_SIGNATURE + locks + executed + DATA_BYTES / BYTES_PER_UNIT + pages * A_LOADED_PAGE
}

/// Prints what that comes to: every payout of a token writes the token and its vault, so that account's limit is the
/// first that is reached.
pub fn print(holders: u64, executed: u64) {
    let units = block_units(holders, executed);
    println!("\nA payout to {holders} executes {executed} units and counts as {units} in a block:\n");
    println!("| limit | payouts a slot | holders a slot | a minute | an hour |");
    println!("|---|---:|---:|---:|---:|");
    for (regime, limit, milliseconds) in REGIMES {
        let payouts = limit / units;
        let slot = payouts * holders;
        let [minute, hour] = [60, 3_600].map(|seconds| slot * seconds * 1_000 / milliseconds);
        println!("| {regime} | {payouts} | {slot} | {minute} | {hour} |");
    }
}
