//! The accounts of the program, decoded.

use std::collections::BTreeMap;

use personal_token_sdk::{
    pda,
    state::{
        Application, Complaint, Distribution, Listing, Member, Network, Position, Recovery, Report, Round, Steward,
        Subscription, Token, WalletLink,
    },
    Address, SdkError, ID,
};
use solana_account::{Account, ReadableAccount};

use super::{equal, holds, Invariant};
use crate::World;

/// The discriminator of the hook's account lists, which the interface has.
pub const EXECUTE: &[u8] = &[105, 37, 101, 197, 75, 251, 102, 26];

/// Accounts of the program: all of them, or those that a transaction changed.
#[derive(Default)]
pub struct Ledger {
    pub networks: BTreeMap<Address, Network>,
    pub stewards: BTreeMap<Address, Steward>,
    pub applications: BTreeMap<Address, Application>,
    pub members: BTreeMap<Address, Member>,
    pub links: BTreeMap<Address, WalletLink>,
    pub tokens: BTreeMap<Address, Token>,
    pub positions: BTreeMap<Address, Position>,
    pub distributions: BTreeMap<Address, Distribution>,
    pub rounds: BTreeMap<Address, Round>,
    pub subscriptions: BTreeMap<Address, Subscription>,
    pub listings: BTreeMap<Address, Listing>,
    pub recoveries: BTreeMap<Address, Recovery>,
    pub complaints: BTreeMap<Address, Complaint>,
    pub reports: BTreeMap<Address, Report>,
    pub lists: BTreeMap<Address, Vec<u8>>,
}

impl Ledger {
    /// Every account of the program. All are rent-exempt.
    pub fn read(world: &World) -> Self {
        let mut ledger = Self::default();
        for (address, account) in world.accounts_of(&ID) {
            let minimum = world.rent(account.data.len());
            holds!(Rent, account.lamports >= minimum, "{address} is not rent-exempt");
            ledger.add(address, &account);
        }
        ledger
    }

    /// Decodes an account, if it is the program's: known kind, exact length, version.
    pub fn add(&mut self, address: Address, account: &impl ReadableAccount) {
        if *account.owner() != ID || account.lamports() == 0 {
            return;
        }
        let data = account.data();
        macro_rules! decode {
            ($($kind:ident $map:ident,)*) => {
                match data.get(..8) {
                    $(Some(kind) if kind == $kind::DISCRIMINATOR => {
                        equal!(Layout, data.len(), $kind::SPACE, "the length of {address}");
                        equal!(Layout, data[8], 1, "the version of {address}");
                        let decoded = $kind::decode(account.owner(), data)
                            .unwrap_or_else(|error| of(&error).broken(format_args!("{address}: {error}")));
                        holds!(Clean, decoded.reserved.iter().all(|byte| *byte == 0), "reserved bytes of {address}");
                        self.$map.insert(address, decoded);
                    })*
                    Some(kind) if kind == EXECUTE => {
                        self.lists.insert(address, data.to_vec());
                    }
                    kind => Invariant::Layout.broken(format_args!("{address} is no account of the program: {kind:?}")),
                }
            };
        }
        decode! {
            Network networks, Steward stewards, Application applications, Member members, WalletLink links,
            Token tokens, Position positions, Distribution distributions, Round rounds,
            Subscription subscriptions, Listing listings, Recovery recoveries, Complaint complaints, Report reports,
        }
    }

    pub fn positions_of(&self, token: &Address) -> BTreeMap<&Address, &Position> {
        self.positions.iter().filter(|(_, position)| position.token == *token).collect()
    }

    /// Every account lies at the address and has the bump that its own fields say.
    pub fn addresses(&self) {
        macro_rules! check {
            ($map:ident, |$account:ident| $address:expr) => {
                for (address, $account) in &self.$map {
                    equal!(Addresses, (*address, $account.bump), $address, "address and bump");
                }
            };
        }
        check!(networks, |network| pda::network_with_bump(network.creator, &network.name));
        check!(stewards, |steward| pda::steward_with_bump(steward.network, steward.member));
        check!(applications, |application| pda::application_with_bump(application.network, application.wallet));
        check!(members, |member| pda::member_with_bump(member.network, &member.identity));
        check!(links, |link| pda::wallet_link_with_bump(link.network, link.wallet));
        check!(tokens, |token| pda::token_with_bump(token.mint));
        check!(positions, |position| pda::position_with_bump(position.share_account));
        check!(distributions, |distribution| pda::distribution_with_bump(distribution.token, distribution.index));
        check!(rounds, |round| pda::round_with_bump(round.token, round.index));
        check!(subscriptions, |subscription| pda::subscription_with_bump(subscription.round, subscription.member));
        check!(listings, |listing| pda::listing_with_bump(listing.position, listing.nonce));
        check!(recoveries, |recovery| pda::recovery_with_bump(recovery.member));
        check!(complaints, |complaint| pda::complaint_with_bump(complaint.position, complaint.index));
        check!(reports, |report| pda::report_with_bump(report.token, report.year));
        for token in self.tokens.values() {
            equal!(Addresses, (token.mint, token.mint_bump), pda::mint_with_bump(token.owner), "the mint");
            equal!(Addresses, (token.vault, token.vault_bump), pda::vault_with_bump(token.mint), "the vault");
        }
        for (address, round) in &self.rounds {
            let escrow = (round.escrow, round.escrow_bump);
            equal!(Addresses, escrow, pda::escrow_with_bump(*address), "the address of an escrow");
        }
    }
}

/// What a field that the SDK refuses to decode breaks: numbers that contradict each other are more than bytes.
fn of(error: &SdkError) -> Invariant {
    let SdkError::Field { account, field, .. } = error else { return Invariant::Layout };
    match (*account, *field) {
        ("Position", "locked" | "listed") => Invariant::SpokenFor,
        ("Position", "contact") => Invariant::Boundaries,
        ("Member" | "Application", "roles" | "reputation") => Invariant::Members,
        ("Token", "paid" | "credited") => Invariant::Solvency,
        ("Token", "authorised" | "total") => Invariant::Authorised,
        ("Network", "attestation_required" | "route_gains") => Invariant::Parameters,
        ("Round", _) => Invariant::RoundBooks,
        ("Subscription", "accepted") => Invariant::SubscriptionBooks,
        ("Report", _) => Invariant::Reports,
        _ => Invariant::Layout,
    }
}

/// The token accounts, not the mints, of a token program.
pub fn token_accounts(world: &World, program: &Address) -> BTreeMap<Address, Account> {
    world.accounts_of(program).into_iter().filter(|(_, account)| is_token_account(&account.data)).collect()
}

/// Whether an account of a token program holds tokens, and is no mint.
pub fn is_token_account(data: &[u8]) -> bool {
    data.len() == 165 || data.len() > 165 && data[165] == 2
}

pub fn read_u64(data: &[u8], offset: usize) -> u64 {
    u64::from_le_bytes(data[offset..offset + 8].try_into().unwrap())
}

pub fn read_address(data: &[u8], offset: usize) -> Address {
    Address::new_from_array(data[offset..offset + 32].try_into().unwrap())
}
