//! The ledger, driven through the client that talks to clusters.

mod files;
mod past;
mod reads;
mod speed;
mod tables;
mod time;
mod transactions;

use {
    super::*, solana_keypair::Keypair, solana_rpc_client_api::client_error::Result as ClientResult,
    solana_system_interface::instruction::transfer,
};

const SOL: u64 = 1_000_000_000;
const MEMO: Address = solana_address::address!("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");

/// A wallet that the seed determines.
fn wallet(seed: u8) -> Keypair {
    Keypair::new_from_array([seed; 32])
}

/// A fresh ledger and a wallet with 10 SOL.
fn funded() -> (Ledger, RpcClient, Keypair) {
    let ledger = Ledger::in_memory().unwrap();
    let payer = wallet(1);
    ledger.airdrop(&payer.pubkey(), 10 * SOL).unwrap();
    let client = ledger.rpc_client();
    (ledger, client, payer)
}

async fn signed(client: &RpcClient, payer: &Keypair, instructions: &[Instruction]) -> VersionedTransaction {
    let blockhash = client.get_latest_blockhash().await.unwrap();
    let message = Message::new_with_blockhash(instructions, Some(&payer.pubkey()), &blockhash);
    VersionedTransaction::try_new(VersionedMessage::Legacy(message), &[payer]).unwrap()
}

async fn send(client: &RpcClient, payer: &Keypair, instructions: &[Instruction]) -> ClientResult<Signature> {
    let transaction = signed(client, payer, instructions).await;
    client.send_and_confirm_transaction(&transaction).await
}

fn memo(text: &str) -> Instruction {
    Instruction { program_id: MEMO, accounts: Vec::new(), data: text.as_bytes().to_vec() }
}

/// Creates the payer's own quote account, at his expense: an instruction that invokes others.
fn open_quote_account(payer: &Keypair) -> Instruction {
    let [mut open, _] = genesis::mint_quote(&payer.pubkey(), 0);
    open.accounts[0].pubkey = payer.pubkey();
    open
}

/// An ELF that is at hand, in the place of our program: the memo program's.
fn elf() -> Vec<u8> {
    Ledger::in_memory().unwrap().with_svm(|svm| svm.accounts_db().try_program_elf_bytes(&MEMO).unwrap().to_vec())
}

#[tokio::test]
async fn fresh_ledgers_are_the_same() {
    let (first, first_client, _) = funded();
    let (second, second_client, _) = funded();
    assert_eq!(first.now(), 1_767_225_600);
    assert_eq!(first.now(), second.now());
    assert_eq!(first.quote_mint(), second.quote_mint());
    assert_eq!(first_client.get_latest_blockhash().await.unwrap(), second_client.get_latest_blockhash().await.unwrap(),);
}

#[tokio::test]
async fn a_preloaded_program_runs_and_nobody_can_upgrade_it() {
    let id = wallet(9).pubkey();
    let elf = elf();
    let ledger = Ledger::with_programs(&[(id, &elf)]).unwrap();
    let client = ledger.rpc_client();
    let payer = wallet(1);
    ledger.airdrop(&payer.pubkey(), SOL).unwrap();

    let program = client.get_account(&id).await.unwrap();
    assert!(program.executable);
    assert_eq!(program.owner, solana_sdk_ids::bpf_loader_upgradeable::ID);
    // Program: tag 2, then the address of the ProgramData.
    assert_eq!(program.data[..4], 2u32.to_le_bytes());
    let data_address = Address::try_from(&program.data[4..36]).unwrap();
    let data = client.get_account(&data_address).await.unwrap();
    // ProgramData: tag 3, the slot, no authority; the ELF after 45 bytes.
    assert_eq!(data.data[..4], 3u32.to_le_bytes());
    assert_eq!(data.data[12], 0);
    assert_eq!(data.data[45..], elf);

    let call = Instruction { program_id: id, ..memo("hello") };
    send(&client, &payer, &[call]).await.unwrap();
}

#[test]
fn a_program_that_is_none_is_refused() {
    let id = wallet(9).pubkey();
    let error = Ledger::with_programs(&[(id, b"not an ELF")]).unwrap_err();
    assert!(error.to_string().contains(&id.to_string()), "{error}");
}

#[tokio::test]
async fn the_faucet_gives_lamports() {
    let (ledger, client, payer) = funded();
    assert_eq!(client.get_balance(&payer.pubkey()).await.unwrap(), 10 * SOL);
    let signature = client.request_airdrop(&payer.pubkey(), SOL).await.unwrap();
    assert_eq!(client.get_balance(&payer.pubkey()).await.unwrap(), 11 * SOL);
    assert!(client.confirm_transaction(&signature).await.unwrap());

    // Less than the rent of an empty account: refused, and without a trace.
    let slot = client.get_slot().await.unwrap();
    let error = ledger.airdrop(&wallet(2).pubkey(), 1).unwrap_err();
    assert!(matches!(error, LedgerError::Faucet { error: TransactionError::InsufficientFundsForRent { .. }, .. }));
    assert!(ledger.airdrop(&wallet(2).pubkey(), u64::MAX).is_err());
    assert_eq!(client.get_slot().await.unwrap(), slot);
}

#[tokio::test]
async fn the_faucet_mints_quote_money() {
    let (ledger, client, payer) = funded();
    let mint = ledger.quote_mint();
    ledger.faucet_quote(&payer.pubkey(), 2_500_000).unwrap();
    ledger.faucet_quote(&payer.pubkey(), 1).unwrap();
    let account = genesis::quote_account(&payer.pubkey());
    let balance = client.get_token_account_balance(&account).await.unwrap();
    assert_eq!(balance.amount, "2500001");
    assert_eq!(balance.decimals, 6);
    assert_eq!(balance.ui_amount_string, "2.500001");
    let supply = client.get_token_supply(&mint).await.unwrap();
    assert_eq!(supply.amount, "2500001");
    // The supply is a u64, and the token program says so.
    assert!(ledger.faucet_quote(&payer.pubkey(), u64::MAX).is_err());
    let balance = client.get_token_account_balance(&account).await.unwrap();
    assert_eq!(balance.amount, "2500001");
}

#[test]
fn after_a_panic_nothing_half_done_is_used() {
    let (ledger, _, payer) = funded();
    let broken = ledger.clone();
    std::thread::spawn(move || broken.with_svm(|_| panic!("on purpose"))).join().unwrap_err();
    assert!(matches!(ledger.airdrop(&payer.pubkey(), SOL), Err(LedgerError::Poisoned)));
    assert!(matches!(ledger.save(), Err(LedgerError::Poisoned)));
    assert_eq!(ledger.now(), 1_767_225_600);
}
