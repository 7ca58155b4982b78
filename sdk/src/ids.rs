//! Addresses of programs.

use crate::Address;

/// The Personal Token program.
pub const ID: Address = Address::from_str_const("PersonaLToken111111111111111111111111111111");
/// Token-2022, which holds the shares.
pub const TOKEN_2022_ID: Address = Address::from_str_const("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
/// The classic Token program, which holds the quote money.
pub const TOKEN_ID: Address = Address::from_str_const("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
/// The associated token account program, which derives and creates canonical accounts.
pub const ASSOCIATED_TOKEN_ID: Address = Address::from_str_const("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
/// The System program.
pub const SYSTEM_ID: Address = Address::from_str_const("11111111111111111111111111111111");
/// The compute budget program.
pub const COMPUTE_BUDGET_ID: Address = Address::from_str_const("ComputeBudget111111111111111111111111111111");
