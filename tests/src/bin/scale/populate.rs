//! Holders by the thousand, written into a ledger as the program would have written them.
//!
//! To admit ten thousand people by transactions takes an hour and measures nothing of a payout. A holder who came by
//! transactions is the pattern: every other one has the same five accounts, with his own addresses, bumps and shares. The
//! shares are the owner's, so every sum stays what it was. A test compares the bytes with those of real holders.

use {
    personal_token_cli::ledger::Ledger,
    personal_token_sdk::{
        pda,
        state::{Member, Position, WalletLink, DISCRIMINATOR_SPACE},
        Address,
    },
    std::mem::offset_of,
};

/// Somebody who is to hold shares.
#[derive(Clone, Copy, Debug)]
pub struct Holder {
    pub wallet: Address,
    pub identity: [u8; 32],
    pub shares: u64,
}

impl Holder {
    pub fn member(&self, network: Address) -> Address {
        pda::member(network, &self.identity)
    }
}

/// The accounts of a holder that a payout or a cap table reads, or that point to them.
pub fn accounts_of(network: Address, mint: Address, quote_mint: Address, holder: &Holder) -> [Address; 5] {
    let wallet = holder.wallet;
    [
        holder.member(network),
        pda::wallet_link(network, wallet),
        pda::share_account(wallet, mint),
        pda::quote_account(wallet, quote_mint),
        pda::position_of(wallet, mint),
    ]
}

// A token account of either program: mint, owner, amount …; the shares' close authority is the position.
const OWNER: usize = 32;
const AMOUNT: usize = 64;
const CLOSE_AUTHORITY: usize = 133;

/// Writes holders after the pattern of one who has the same number of shares locked as he holds, or none; their shares
/// are taken from the owner of the token.
pub fn write(ledger: &Ledger, network: Address, mint: Address, owner: Address, pattern: &Holder, holders: &[Holder]) {
    let quote_mint = ledger.quote_mint();
    let read = |address: Address| ledger.with_svm(|svm| svm.get_account(&address)).unwrap();
    let [member, link, share, quote, position] = accounts_of(network, mint, quote_mint, pattern).map(read);
    let locks = u64_at(&position.data, field(offset_of!(Position, locked))) > 0;
    for holder in holders {
        let addresses = accounts_of(network, mint, quote_mint, holder);
        let [at_member, _, at_share, at_quote, at_position] = addresses;
        let [mut member, mut link, mut share, mut quote, mut position] =
            [&member, &link, &share, &quote, &position].map(Clone::clone);
        let wallet = holder.wallet;

        put(&mut member.data, offset_of!(Member, bump), &[pda::member_with_bump(network, &holder.identity).1]);
        put(&mut member.data, offset_of!(Member, identity), &holder.identity);
        put(&mut member.data, offset_of!(Member, wallet), wallet.as_ref());
        put(&mut member.data, offset_of!(Member, quote_account), at_quote.as_ref());

        put(&mut link.data, offset_of!(WalletLink, bump), &[pda::wallet_link_with_bump(network, wallet).1]);
        put(&mut link.data, offset_of!(WalletLink, wallet), wallet.as_ref());
        put(&mut link.data, offset_of!(WalletLink, member), at_member.as_ref());

        let shares = holder.shares.to_le_bytes();
        share.data[OWNER..][..32].copy_from_slice(wallet.as_ref());
        share.data[AMOUNT..][..8].copy_from_slice(&shares);
        share.data[CLOSE_AUTHORITY..][..32].copy_from_slice(at_position.as_ref());
        quote.data[OWNER..][..32].copy_from_slice(wallet.as_ref());

        put(&mut position.data, offset_of!(Position, bump), &[pda::position_with_bump(at_share).1]);
        put(&mut position.data, offset_of!(Position, member), at_member.as_ref());
        put(&mut position.data, offset_of!(Position, share_account), at_share.as_ref());
        put(&mut position.data, offset_of!(Position, wallet), wallet.as_ref());
        put(&mut position.data, offset_of!(Position, quote_account), at_quote.as_ref());
        put(&mut position.data, offset_of!(Position, shares), &shares);
        put(&mut position.data, offset_of!(Position, locked), &if locks { shares } else { [0; 8] });

        ledger.with_svm(|svm| {
            for (address, account) in addresses.into_iter().zip([member, link, share, quote, position]) {
                assert!(svm.get_account(&address).is_none(), "{address} exists");
                svm.set_account(address, account).unwrap();
            }
        });
    }

    let given: u64 = holders.iter().map(|holder| holder.shares).sum();
    let at_share = pda::share_account(owner, mint);
    for (address, offset) in [(at_share, AMOUNT), (pda::position(at_share), field(offset_of!(Position, shares)))] {
        let mut account = read(address);
        let left = u64_at(&account.data, offset).checked_sub(given).expect("the owner has as many shares");
        account.data[offset..][..8].copy_from_slice(&left.to_le_bytes());
        ledger.with_svm(|svm| svm.set_account(address, account)).unwrap();
    }
}

/// Where a field of one of the program's accounts lies in the data.
fn field(offset: usize) -> usize {
    DISCRIMINATOR_SPACE + offset
}

fn put(data: &mut [u8], offset: usize, bytes: &[u8]) {
    data[field(offset)..][..bytes.len()].copy_from_slice(bytes);
}

fn u64_at(data: &[u8], offset: usize) -> u64 {
    u64::from_le_bytes(data[offset..][..8].try_into().unwrap())
}
