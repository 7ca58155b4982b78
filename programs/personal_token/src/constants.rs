//! Seeds, program ids and sizes.

use anchor_lang::prelude::*;

/// Seed of a network: `["network", creator, name]`.
#[constant]
pub const NETWORK_SEED: &[u8] = b"network";
/// Seed of a steward: `["steward", network, member]`.
#[constant]
pub const STEWARD_SEED: &[u8] = b"steward";
/// Seed of an application: `["application", network, wallet]`.
#[constant]
pub const APPLICATION_SEED: &[u8] = b"application";
/// Seed of a member: `["member", network, identity]`.
#[constant]
pub const MEMBER_SEED: &[u8] = b"member";
/// Seed of a wallet's link to its member: `["wallet", network, wallet]`.
#[constant]
pub const WALLET_SEED: &[u8] = b"wallet";
/// Seed of a token: `["token", mint]`.
#[constant]
pub const TOKEN_SEED: &[u8] = b"token";
/// Seed of a share mint: `["mint", member]`.
#[constant]
pub const MINT_SEED: &[u8] = b"mint";
/// Seed of the quote vault of a token: `["vault", mint]`.
#[constant]
pub const VAULT_SEED: &[u8] = b"vault";
/// Seed of the hook's account list, as the interface has it: `["extra-account-metas", mint]`.
#[constant]
pub const EXTRA_ACCOUNT_METAS_SEED: &[u8] = b"extra-account-metas";
/// Seed of a position: `["position", share account]`.
#[constant]
pub const POSITION_SEED: &[u8] = b"position";
/// Seed of a distribution: `["distribution", token, index as u32 little-endian]`.
#[constant]
pub const DISTRIBUTION_SEED: &[u8] = b"distribution";

/// Seed of a round: `["round", token, index as u32 little-endian]`.
#[constant]
pub const ROUND_SEED: &[u8] = b"round";
/// Seed of a round's escrow: `["escrow", round]`.
#[constant]
pub const ESCROW_SEED: &[u8] = b"escrow";
/// Seed of a subscription: `["subscription", round, member]`.
#[constant]
pub const SUBSCRIPTION_SEED: &[u8] = b"subscription";
/// Seed of a listing: `["listing", position, nonce as u32 little-endian]`.
#[constant]
pub const LISTING_SEED: &[u8] = b"listing";
/// Seed of a recovery: `["recovery", member]`.
#[constant]
pub const RECOVERY_SEED: &[u8] = b"recovery";
/// Seed of a complaint: `["complaint", position, index as u32 little-endian]`.
#[constant]
pub const COMPLAINT_SEED: &[u8] = b"complaint";
/// Seed of a report: `["report", token, year as u16 little-endian]`.
#[constant]
pub const REPORT_SEED: &[u8] = b"report";

/// Token-2022, which holds the shares.
pub const TOKEN_2022_ID: Address = Address::from_str_const("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
/// The classic Token program, which holds the quote money.
pub const TOKEN_ID: Address = Address::from_str_const("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
/// The associated token account program, which derives canonical accounts.
pub const ASSOCIATED_TOKEN_ID: Address = Address::from_str_const("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");

/// The transfer hook interface's `Execute`: the first eight bytes of sha256("spl-transfer-hook-interface:execute").
pub const EXECUTE_DISCRIMINATOR: [u8; 8] = [105, 37, 101, 197, 75, 251, 102, 26];

/// The layout version of every account of this program.
pub const VERSION: u8 = 1;
