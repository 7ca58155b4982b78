//! What must hold after every step of every test, at no tolerance, over every account that there is.

use std::collections::BTreeMap;

use num_bigint::BigUint;
use personal_token_core::{policy::LONGEST_HOLD, BASIS_POINTS};
use personal_token_sdk::{
    pda,
    state::{
        Application, Complaint, Distribution, Listing, Member, Network, Position, Recovery, Report, Round, Steward,
        Subscription, Token, WalletLink,
    },
    Address, ID, TOKEN_2022_ID, TOKEN_ID,
};
use solana_account::Account;
use spl_token_2022_interface::extension::ExtensionType;

use crate::World;

mod guarding;
mod raising;

/// Every account of the program, decoded.
#[derive(Default)]
struct Ledger {
    networks: BTreeMap<Address, Network>,
    stewards: BTreeMap<Address, Steward>,
    applications: BTreeMap<Address, Application>,
    members: BTreeMap<Address, Member>,
    links: BTreeMap<Address, WalletLink>,
    tokens: BTreeMap<Address, Token>,
    positions: BTreeMap<Address, Position>,
    distributions: BTreeMap<Address, Distribution>,
    rounds: BTreeMap<Address, Round>,
    subscriptions: BTreeMap<Address, Subscription>,
    listings: BTreeMap<Address, Listing>,
    recoveries: BTreeMap<Address, Recovery>,
    complaints: BTreeMap<Address, Complaint>,
    reports: BTreeMap<Address, Report>,
    lists: BTreeMap<Address, Vec<u8>>,
}

/// Panics if any invariant is broken anywhere.
#[track_caller]
pub fn invariants(world: &World) {
    let ledger = Ledger::read(world);
    ledger.addresses();
    ledger.people();
    ledger.complaints(world);
    let share_accounts = token_accounts(world, &TOKEN_2022_ID);
    let quote_accounts = token_accounts(world, &TOKEN_ID);
    for (address, token) in &ledger.tokens {
        let positions: BTreeMap<_, _> =
            ledger.positions.iter().filter(|(_, position)| position.token == *address).collect();
        shares(world, token, &positions, &share_accounts);
        money(world, token, &positions);
        ledger.distributions(address, token);
        ledger.raising(world, address, token);
        ledger.reports(address, token);
        ledger.hook_list(address, token);
        mint(world, address, token);
        vault(world, address, token);
    }
    quote_supply(world, &quote_accounts);
}

/// How much each position could be paid now, in whole quote units, by arithmetic without limits.
pub fn claimable(token: &Token, position: &Position) -> BigUint {
    owed(token, position) >> 64
}

/// What a position is owed, in quote units times 2^64.
fn owed(token: &Token, position: &Position) -> BigUint {
    let (acc, last) = (token.acc.get(), position.last.get());
    assert!(acc >= last, "a position is ahead of its token");
    BigUint::from(position.owed.get()) + BigUint::from(acc - last) * position.shares
}

impl Ledger {
    /// Decodes every account of the program: known kind, exact length, version, owner. All are rent-exempt.
    fn read(world: &World) -> Self {
        let mut ledger = Self::default();
        for (address, account) in world.accounts_of(&ID) {
            let minimum = world.rent(account.data.len());
            assert!(account.lamports >= minimum, "{address} is not rent-exempt");
            let data = &account.data;
            macro_rules! decode {
                ($($kind:ident $map:ident,)*) => {
                    match data.get(..8) {
                        $(Some(kind) if kind == $kind::DISCRIMINATOR => {
                            assert_eq!(data.len(), $kind::SPACE, "{address}");
                            assert_eq!(data[8], 1, "the version of {address}");
                            let decoded = $kind::decode(&account.owner, data).unwrap();
                            ledger.$map.insert(address, decoded);
                        })*
                        Some(kind) if kind == EXECUTE => {
                            ledger.lists.insert(address, data.clone());
                        }
                        kind => panic!("{address} is no account of the program: {kind:?}"),
                    }
                };
            }
            decode! {
                Network networks, Steward stewards, Application applications, Member members, WalletLink links,
                Token tokens, Position positions, Distribution distributions, Round rounds,
                Subscription subscriptions, Listing listings, Recovery recoveries, Complaint complaints, Report reports,
            }
        }
        ledger
    }

    /// Every account lies at the address and has the bump that its own fields say.
    fn addresses(&self) {
        macro_rules! check {
            ($map:ident, |$account:ident| $address:expr) => {
                for (address, $account) in &self.$map {
                    assert_eq!((*address, $account.bump), $address, "address and bump");
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
            assert_eq!((token.mint, token.mint_bump), pda::mint_with_bump(token.owner));
            assert_eq!((token.vault, token.vault_bump), pda::vault_with_bump(token.mint));
        }
    }

    /// One human one member, one wallet one member, one human one token; all of one network. A wallet that was replaced
    /// stays its member's for ever.
    fn people(&self) {
        for link in self.links.values() {
            assert_eq!(self.members[&link.member].network, link.network);
        }
        for (address, member) in &self.members {
            assert!(self.networks.contains_key(&member.network));
            let link = self.links.get(&pda::wallet_link(member.network, member.wallet));
            assert_eq!(link.map(|link| link.member), Some(*address), "a link for each member");
            let quote_mint = self.networks[&member.network].quote_mint;
            assert_eq!(member.quote_account, pda::quote_account(member.wallet, quote_mint), "his quote account");
            assert!(member.wallet.is_on_curve());
            assert!((1..=3).contains(&member.roles) && member.reputation <= 1_000);
            let has_token = member.token != Address::default();
            assert!(!has_token || self.tokens[&member.token].owner == *address, "the token of {address}");
        }
        for (address, token) in &self.tokens {
            let owner = &self.members[&token.owner];
            assert_eq!((owner.token, owner.network), (*address, token.network));
            assert_eq!(self.networks[&token.network].quote_mint, token.quote_mint);
            assert!(token.hold.max(token.announced_hold) <= LONGEST_HOLD);
        }
        for steward in self.stewards.values() {
            assert_eq!(self.members[&steward.member].network, steward.network);
        }
        for position in self.positions.values() {
            let (token, member) = (&self.tokens[&position.token], &self.members[&position.member]);
            assert_eq!(token.network, member.network);
            let link = self.links.get(&pda::wallet_link(member.network, position.wallet));
            assert_eq!(link.map(|link| link.member), Some(position.member), "a wallet of the member");
            assert_eq!(position.share_account, pda::share_account(position.wallet, token.mint));
            assert_eq!(position.quote_account, pda::quote_account(position.wallet, token.quote_mint));
        }
        for network in self.networks.values() {
            assert_eq!(network.parameters.check(), Ok(()));
            let account = pda::quote_account(network.treasury, network.quote_mint);
            assert_eq!(network.treasury_quote_account, account, "the treasury's quote account");
        }
    }

    /// The records of the deposits say what the token says.
    fn distributions(&self, address: &Address, token: &Token) {
        let all: Vec<_> = self.distributions.values().filter(|record| record.token == *address).collect();
        assert_eq!(all.len(), token.distributions as usize, "the number of distributions");
        let sum = |part: fn(&Distribution) -> u64| all.iter().map(|record| u128::from(part(record))).sum::<u128>();
        let gross = sum(|record| record.gross) + u128::from(token.credited);
        assert_eq!(gross, u128::from(token.deposited), "Σ gross = deposited, less what was credited");
        assert!(sum(|record| record.retained) <= u128::from(token.paid), "Σ retained ≤ paid");
        let per_share: u128 = all.iter().map(|record| record.per_share.get()).sum();
        let acc = token.acc.get();
        assert!(per_share <= acc && (token.credited > 0 || per_share == acc), "Σ per share = acc");
        for record in all {
            assert_eq!(record.gross, record.proceeds - record.cost_basis);
            assert!(record.net == 1 || record.retained == 0);
        }
    }

    /// The hook's account list is what it was made with, byte for byte.
    fn hook_list(&self, address: &Address, token: &Token) {
        let literal = |address: &Address| [&[0], address.as_ref(), &[0, 0]].concat();
        let from_account = |account, offset, writable| {
            let mut entry = vec![2, 2, account, offset];
            entry.resize(34, 0);
            entry.push(writable);
            entry
        };
        let list = [
            EXECUTE.to_vec(),
            (4 + 6 * 35u32).to_le_bytes().to_vec(),
            6u32.to_le_bytes().to_vec(),
            literal(address),
            literal(&token.network),
            from_account(0, 133, 1),
            from_account(2, 133, 1),
            from_account(7, 16, 0),
            from_account(8, 16, 0),
        ];
        assert_eq!(self.lists[&pda::extra_account_metas(token.mint)], list.concat());
    }
}

const EXECUTE: &[u8] = &[105, 37, 101, 197, 75, 251, 102, 26];

/// Σ position.shares = total = mint supply = Σ balances; each position = its share account.
fn shares(
    world: &World,
    token: &Token,
    positions: &BTreeMap<&Address, &Position>,
    share_accounts: &BTreeMap<Address, Account>,
) {
    let mint = world.account(&token.mint).unwrap();
    assert_eq!(read_u64(&mint.data, 36), token.total, "supply = total");
    assert!(token.total <= token.authorised_at(world.now()), "more shares than authorised");
    let mut sum = 0u128;
    for (address, position) in positions {
        let account = &share_accounts[&position.share_account];
        assert_eq!(read_u64(&account.data, 64), position.shares, "the balance of {address}");
        assert_eq!(&account.data[32..64], position.wallet.as_ref(), "the owner of the share account");
        assert_eq!(account.data[129..133], [1, 0, 0, 0], "the share account has a close authority");
        assert_eq!(&account.data[133..165], address.as_ref(), "which is the position");
        assert!(position.cap <= BASIS_POINTS);
        assert!(position.used <= Position::KEPT);
        assert!(position.used == Position::HELD || position.shares == 0 && position.owed.get() == 0);
        sum += u128::from(position.shares);
    }
    assert_eq!(sum, u128::from(token.total), "Σ position.shares = total");
    let of_mint = share_accounts.values().filter(|account| account.data[..32] == *token.mint.as_ref());
    let balances: u128 = of_mint.map(|account| u128::from(read_u64(&account.data, 64))).sum();
    assert_eq!(balances, u128::from(token.total), "Σ balances = total");
}

/// Σ [owed + shares·(acc − last)] + rem + paid·2^64 = deposited·2^64, exactly; Σ claimable ≤ deposited − paid ≤ vault.
fn money(world: &World, token: &Token, positions: &BTreeMap<&Address, &Position>) {
    let scale = BigUint::from(1u8) << 64;
    let all_owed: BigUint = positions.values().map(|position| owed(token, position)).sum();
    let left = &all_owed + token.rem.get() + BigUint::from(token.paid) * &scale;
    assert_eq!(left, BigUint::from(token.deposited) * &scale, "the accumulator equality");

    let unpaid = token.deposited.checked_sub(token.paid).unwrap();
    let all_claimable: BigUint = positions.values().map(|position| claimable(token, position)).sum();
    assert!(all_claimable <= BigUint::from(unpaid), "Σ claimable ≤ deposited − paid");
    let dust = BigUint::from(unpaid) - &all_claimable;
    assert!(dust <= BigUint::from(positions.len()), "at most one unit a position is not payable yet");
    assert!(unpaid <= world.quote_in(token.vault), "deposited − paid ≤ vault");
}

/// Authorities and extensions of the mint are what they were made with; nobody else can have any.
fn mint(world: &World, address: &Address, token: &Token) {
    let account = world.account(&token.mint).unwrap();
    assert_eq!(account.owner, TOKEN_2022_ID);
    let nobody = [0; 32];
    let (of_token, of_mint): (&[u8], &[u8]) = (address.as_ref(), token.mint.as_ref());
    let mut expected = [&[1, 0, 0, 0], of_token, &token.total.to_le_bytes(), &[0, 1], &[0; 36]].concat();
    expected.resize(165, 0);
    expected.push(1);
    let extensions: [(ExtensionType, Vec<u8>); 4] = [
        (ExtensionType::TransferHook, [&nobody, ID.as_ref()].concat()),
        (ExtensionType::PermanentDelegate, of_token.to_vec()),
        (ExtensionType::PermissionedBurn, of_token.to_vec()),
        (ExtensionType::MetadataPointer, [&nobody, of_mint].concat()),
    ];
    for (kind, value) in extensions {
        expected.extend(u16::from(kind).to_le_bytes());
        expected.extend(u16::try_from(value.len()).unwrap().to_le_bytes());
        expected.extend(value);
    }
    let (fixed, metadata) = account.data.split_at(expected.len());
    assert_eq!(fixed, expected, "the mint and its extensions before the metadata");

    let kind = u16::from(ExtensionType::TokenMetadata).to_le_bytes();
    let length = u16::try_from(metadata.len() - 4).unwrap().to_le_bytes();
    assert_eq!(metadata[..4], [kind, length].concat(), "the metadata is the last extension");
    assert_eq!(&metadata[4..36], of_token, "the metadata's update authority");
    assert_eq!(&metadata[36..68], of_mint, "the metadata's mint");
    let terms: String = token.terms_hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let fields = ["voting_rights", "none", "terms_hash", &terms];
    let mut end = 2u32.to_le_bytes().to_vec();
    for text in fields {
        end.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
        end.extend(text.as_bytes());
    }
    assert!(metadata.ends_with(&end), "the metadata's fields");
    assert!(account.lamports >= world.rent(account.data.len()), "the mint is rent-exempt");
}

/// The vault is the token's alone: of the quote mint, not frozen by us, without delegate or close authority.
fn vault(world: &World, address: &Address, token: &Token) {
    let account = world.account(&token.vault).unwrap();
    assert_eq!(account.owner, TOKEN_ID);
    assert_eq!(&account.data[..32], token.quote_mint.as_ref());
    assert_eq!(&account.data[32..64], address.as_ref());
    assert_eq!(account.data[72..76], [0; 4], "the vault has a delegate");
    assert_eq!(account.data[109..113], [0; 4], "the vault is native");
    assert_eq!(account.data[129..133], [0; 4], "the vault has a close authority");
}

/// A closed world: quote money is neither made nor lost.
fn quote_supply(world: &World, accounts: &BTreeMap<Address, Account>) {
    let supply = world.account(&world.quote_mint).map_or(0, |mint| read_u64(&mint.data, 36));
    let of_mint = accounts.values().filter(|account| account.data[..32] == *world.quote_mint.as_ref());
    let sum: u128 = of_mint.map(|account| u128::from(read_u64(&account.data, 64))).sum();
    assert_eq!(sum, u128::from(supply), "Σ quote balances = supply");
}

/// The token accounts, not the mints, of a token program.
fn token_accounts(world: &World, program: &Address) -> BTreeMap<Address, Account> {
    let is_account = |account: &Account| {
        let length = account.data.len();
        length == 165 || length > 165 && account.data[165] == 2
    };
    world.accounts_of(program).into_iter().filter(|(_, account)| is_account(account)).collect()
}

fn read_u64(data: &[u8], offset: usize) -> u64 {
    u64::from_le_bytes(data[offset..offset + 8].try_into().unwrap())
}
