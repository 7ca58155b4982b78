//! What a fresh ledger holds: the runtime's programs, ours, a faucet and a quote mint.

use {
    super::{clock, error::LedgerError, state::State},
    litesvm::LiteSVM,
    sha2::{Digest, Sha256},
    solana_account::Account,
    solana_address::{address, Address},
    solana_instruction::{AccountMeta, Instruction},
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// The classic token program, which owns the quote mint.
pub(crate) const TOKEN: Address = address!("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
/// The token program of the shares.
pub(super) const TOKEN_2022: Address = address!("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
const ASSOCIATED_TOKEN: Address = address!("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");

/// Decimals of the quote mint: one test USDC is 1,000,000 units.
pub const QUOTE_DECIMALS: u8 = 6;
/// What the faucet starts with, in lamports: 500 million SOL.
pub(crate) const FAUCET_LAMPORTS: u64 = 500_000_000 * 1_000_000_000;

const FAUCET_SEED: &[u8] = b"personal-token embedded ledger: faucet";
const QUOTE_MINT_SEED: &[u8] = b"personal-token embedded ledger: quote mint";
const GENESIS_SEED: &[u8] = b"personal-token embedded ledger: genesis";

/// A program to preload: its address and its ELF.
pub(crate) type Program = (Address, &'static [u8]);

/// The Personal Token program, as committed.
pub(crate) fn program() -> Program {
    (personal_token_sdk::ID, include_bytes!("../../../programs/personal_token/artifact/personal_token.so"))
}

pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// The key that gives out lamports and mints the quote money. Its secret is in the source and therefore public: it is
/// worth nothing outside an embedded ledger or a localnet.
pub(crate) fn faucet() -> Keypair {
    Keypair::new_from_array(sha256(&[FAUCET_SEED]))
}

/// The address of the quote mint, the same in every embedded ledger and localnet.
pub(crate) fn quote_mint() -> Address {
    Keypair::new_from_array(sha256(&[QUOTE_MINT_SEED])).pubkey()
}

/// Tells a client that this is no public cluster.
pub(super) fn genesis_hash() -> solana_hash::Hash {
    solana_hash::Hash::new_from_array(sha256(&[GENESIS_SEED]))
}

/// Identifies what a file was made with. The virtual machine is part of it: another one may read its snapshots otherwise.
pub(crate) fn fingerprint(programs: &[(Address, &[u8])]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(b"litesvm 0.16.0");
    for (address, elf) in programs {
        hasher.update(address.as_ref());
        hasher.update(Sha256::digest(elf));
    }
    hasher.finalize().into()
}

/// A ledger at slot 0 of its history. `add_program` deploys with the upgradeable loader: a Program account, and a
/// ProgramData account without an upgrade authority, which is what `doctor` reads.
pub(super) fn fresh(programs: &[(Address, &[u8])]) -> Result<State, LedgerError> {
    let faucet = faucet();
    let mut svm = LiteSVM::default();
    // LiteSVM's own key would be a new one each time, and two fresh ledgers would differ.
    svm.set_airdrop_keypair(faucet.to_bytes());
    let mut svm = svm
        .with_mainnet_features()
        .with_builtins()
        .with_lamports(FAUCET_LAMPORTS)
        .with_sysvars()
        .with_feature_accounts()
        .with_default_programs()
        .with_sigverify(true)
        .with_blockhash_check(true)
        // `State` keeps the history, with what LiteSVM does not record, and refuses duplicates.
        .with_transaction_history(0);

    let mut hashes = clock::Blockhashes::default();
    clock::start(&mut svm, &mut hashes);

    preload(&mut svm, programs)?;
    Ok(State::new(svm, hashes))
}

/// Deploys the programs and makes the quote mint. Returns the addresses of what is new.
pub(crate) fn preload(svm: &mut LiteSVM, programs: &[(Address, &[u8])]) -> Result<Vec<Address>, LedgerError> {
    let mut made = Vec::new();
    for (address, elf) in programs {
        svm.add_program(*address, elf)
            .map_err(|error| LedgerError::Program { program: *address, reason: error.to_string() })?;
        let loader = solana_sdk_ids::bpf_loader_upgradeable::ID;
        made.extend([Address::find_program_address(&[address.as_ref()], &loader).0, *address]);
    }

    let data = mint_data(&faucet().pubkey());
    let mint = Account {
        lamports: svm.minimum_balance_for_rent_exemption(data.len()),
        data,
        owner: TOKEN,
        executable: false,
        rent_epoch: u64::MAX,
    };
    svm.set_account(quote_mint(), mint)
        .map_err(|error| LedgerError::Program { program: TOKEN, reason: error.to_string() })?;
    made.push(quote_mint());
    Ok(made)
}

/// The token program's Mint: authority (tag, key), supply, decimals, initialised, no freeze authority (tag, key).
fn mint_data(authority: &Address) -> Vec<u8> {
    let mut data = Vec::with_capacity(82);
    data.extend_from_slice(&1u32.to_le_bytes());
    data.extend_from_slice(authority.as_ref());
    data.extend_from_slice(&0u64.to_le_bytes());
    data.push(QUOTE_DECIMALS);
    data.push(1);
    data.extend_from_slice(&[0; 36]);
    data
}

/// The canonical associated token account of the quote mint.
pub(super) fn quote_account(wallet: &Address) -> Address {
    let mint = quote_mint();
    let seeds: [&[u8]; 3] = [wallet.as_ref(), TOKEN.as_ref(), mint.as_ref()];
    Address::find_program_address(&seeds, &ASSOCIATED_TOKEN).0
}

/// Creates the wallet's quote account unless it exists, and mints into it.
pub(crate) fn mint_quote(wallet: &Address, amount: u64) -> [Instruction; 2] {
    const CREATE_IDEMPOTENT: u8 = 1;
    const MINT_TO: u8 = 7;
    let (faucet, account, mint) = (faucet().pubkey(), quote_account(wallet), quote_mint());
    let mut data = vec![MINT_TO];
    data.extend_from_slice(&amount.to_le_bytes());
    [
        Instruction {
            program_id: ASSOCIATED_TOKEN,
            accounts: vec![
                AccountMeta::new(faucet, true),
                AccountMeta::new(account, false),
                AccountMeta::new_readonly(*wallet, false),
                AccountMeta::new_readonly(mint, false),
                AccountMeta::new_readonly(solana_sdk_ids::system_program::ID, false),
                AccountMeta::new_readonly(TOKEN, false),
            ],
            data: vec![CREATE_IDEMPOTENT],
        },
        Instruction {
            program_id: TOKEN,
            accounts: vec![
                AccountMeta::new(mint, false),
                AccountMeta::new(account, false),
                AccountMeta::new_readonly(faucet, true),
            ],
            data,
        },
    ]
}
