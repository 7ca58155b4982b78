//! Builds a transfer of shares without any network, for a wallet that signs it elsewhere.
//!
//! ```sh
//! cargo run --example build_without_rpc --no-default-features
//! ```
//!
//! It prints the accounts and the message in base64. The blockhash in it is a placeholder: whoever signs puts in a
//! recent one.

use {
    anyhow::Context,
    base64::{prelude::BASE64_STANDARD, Engine},
    personal_token_sdk::{instruction::SharesTransfer, pda, Address},
    solana_message::Message,
};

fn main() -> anyhow::Result<()> {
    // Everything follows from a few addresses: here a network, the token of its member Ada, and Bob, who buys.
    let founder = Address::from([1; 32]);
    let network = pda::network(founder, &pda::network_name("Village of Makers")?);
    let [ada, bob] = [Address::from([2; 32]), Address::from([3; 32])];
    let [ada_member, bob_member] = [pda::member(network, &[2; 32]), pda::member(network, &[3; 32])];

    let transfer = SharesTransfer {
        authority: ada,
        mint: pda::mint(ada_member),
        network,
        source_wallet: ada,
        source_member: ada_member,
        destination_wallet: bob,
        destination_member: bob_member,
        shares: 1_000,
    }
    .instruction();

    println!("program  {}", transfer.program_id);
    for (index, account) in transfer.accounts.iter().enumerate() {
        let (signer, writable) = (["", " signer"], [" readonly", " writable"]);
        let (signer, writable) = (signer[usize::from(account.is_signer)], writable[usize::from(account.is_writable)]);
        println!("{index:>7}  {}{writable}{signer}", account.pubkey);
    }

    let message = Message::new(&[transfer], Some(&ada));
    let bytes = message.serialize();
    let size = bytes.len().checked_add(1 + 64).context("no transaction is that large")?;
    println!("message  {}", BASE64_STANDARD.encode(&bytes));
    println!("{size} of 1232 bytes with one signature");
    Ok(())
}
