//! What is on the ledger: which type every account is of, who has what, and what is different from another moment.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigUint;
use personal_token_sdk::{
    ids::SYSTEM_ID,
    state::{
        Application, Complaint, Distribution, Listing, Member, Network, Position, Recovery, Report, Round, Steward,
        Subscription, Token, WalletLink,
    },
    Address, ID, TOKEN_2022_ID, TOKEN_ID,
};
use personal_token_tests::{invariants::claimable, World};
use solana_account::{AccountSharedData, ReadableAccount};

/// Changes with every transaction, whatever becomes of it.
const RECENT_BLOCKHASHES: Address = Address::from_str_const("SysvarRecentB1ockHashes11111111111111111111");

/// The type of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    Network,
    Steward,
    Application,
    Member,
    WalletLink,
    Token,
    Position,
    Distribution,
    Round,
    Subscription,
    Listing,
    Recovery,
    Complaint,
    Report,
    HookList,
    ShareMint,
    ShareAccount,
    QuoteMint,
    QuoteAccount,
    Wallet,
    Program,
    Nothing,
    Other,
}

impl Type {
    pub fn of(account: Option<&AccountSharedData>) -> Self {
        let Some(account) = account.filter(|account| account.lamports() > 0) else { return Self::Nothing };
        let (owner, data) = (*account.owner(), account.data());
        let ours: [(&[u8], Self); 15] = [
            (&Network::DISCRIMINATOR, Self::Network),
            (&Steward::DISCRIMINATOR, Self::Steward),
            (&Application::DISCRIMINATOR, Self::Application),
            (&Member::DISCRIMINATOR, Self::Member),
            (&WalletLink::DISCRIMINATOR, Self::WalletLink),
            (&Token::DISCRIMINATOR, Self::Token),
            (&Position::DISCRIMINATOR, Self::Position),
            (&Distribution::DISCRIMINATOR, Self::Distribution),
            (&Round::DISCRIMINATOR, Self::Round),
            (&Subscription::DISCRIMINATOR, Self::Subscription),
            (&Listing::DISCRIMINATOR, Self::Listing),
            (&Recovery::DISCRIMINATOR, Self::Recovery),
            (&Complaint::DISCRIMINATOR, Self::Complaint),
            (&Report::DISCRIMINATOR, Self::Report),
            (&[105, 37, 101, 197, 75, 251, 102, 26], Self::HookList),
        ];
        match (owner, data.len()) {
            _ if account.executable() => Self::Program,
            (ID, _) => ours.iter().find(|(start, _)| data.starts_with(start)).map_or(Self::Other, |(_, kind)| *kind),
            (TOKEN_ID, 82) => Self::QuoteMint,
            (TOKEN_ID, 165) => Self::QuoteAccount,
            (TOKEN_2022_ID, 166..) if data[165] == 1 => Self::ShareMint,
            (TOKEN_2022_ID, 165..) => Self::ShareAccount,
            (SYSTEM_ID, 0) => Self::Wallet,
            _ => Self::Other,
        }
    }
}

/// Every account at one moment.
pub struct Ledger(BTreeMap<Address, AccountSharedData>);

impl Ledger {
    pub fn of(world: &World) -> Self {
        // The ledger's own purse has another address in every run: the cases would not be the same.
        let purse = world.svm.airdrop_pubkey();
        let accounts = world.svm.accounts_db().inner.iter().filter(|(address, _)| **address != purse);
        Self(accounts.map(|(address, account)| (*address, account.clone())).collect())
    }

    pub fn get(&self, address: &Address) -> Option<&AccountSharedData> {
        self.0.get(address)
    }

    pub fn type_of(&self, address: &Address) -> Type {
        Type::of(self.0.get(address))
    }

    /// The accounts of each type.
    pub fn by_type(&self) -> BTreeMap<Type, Vec<Address>> {
        let mut found: BTreeMap<Type, Vec<Address>> = BTreeMap::new();
        for address in self.0.keys() {
            found.entry(self.type_of(address)).or_default().push(*address);
        }
        found
    }

    /// The accounts that are different, but for the lamports of the fee payer.
    pub fn differences(&self, other: &Self, fee_payer: Address) -> BTreeSet<Address> {
        let content = |ledger: &Self, address: &Address| {
            let account = ledger.0.get(address).filter(|account| account.lamports() > 0)?;
            let lamports = if *address == fee_payer { 0 } else { account.lamports() };
            Some((lamports, *account.owner(), account.executable(), account.data().to_vec()))
        };
        let all: BTreeSet<_> = self.0.keys().chain(other.0.keys()).copied().collect();
        let differs = |address: &Address| content(self, address) != content(other, address);
        all.into_iter().filter(|address| *address != RECENT_BLOCKHASHES && differs(address)).collect()
    }

    /// Puts the accounts that a transaction changed back as they were.
    pub fn restore(&self, world: &mut World, changed: &BTreeSet<Address>) {
        for address in changed {
            let account = self.0.get(address).cloned().unwrap_or_default();
            world.svm.set_account(*address, account.into()).unwrap();
        }
    }

    /// What everybody has.
    pub fn holdings(&self) -> BTreeMap<Address, Holding> {
        let mut all: BTreeMap<Address, Holding> = BTreeMap::new();
        let number = |data: &[u8]| u64::from_le_bytes(data[64..72].try_into().unwrap());
        let owner = |data: &[u8]| Address::try_from(&data[32..64]).unwrap();
        for (address, account) in &self.0 {
            let data = account.data();
            match Type::of(Some(account)) {
                Type::Wallet => all.entry(*address).or_default().lamports += account.lamports(),
                Type::QuoteAccount => all.entry(owner(data)).or_default().money += number(data),
                Type::ShareAccount => all.entry(owner(data)).or_default().shares += u128::from(number(data)),
                Type::Position => {
                    let position = Position::decode(&ID, data).unwrap();
                    let token = Token::decode(&ID, self.0[&position.token].data()).unwrap();
                    let holding = all.entry(position.wallet).or_default();
                    holding.booked += position.shares;
                    holding.money += claimable(&token, &position);
                }
                Type::Subscription => {
                    let subscription = Subscription::decode(&ID, data).unwrap();
                    all.entry(self.wallet_of(&subscription.member)).or_default().money += subscription.book.owed;
                }
                Type::Round => {
                    let round = Round::decode(&ID, data).unwrap();
                    let token = Token::decode(&ID, self.0[&round.token].data()).unwrap();
                    all.entry(self.wallet_of(&token.owner)).or_default().money += round.book.owed_to_owner;
                }
                _ => {}
            }
        }
        // The money of a vault or an escrow was counted to those whom it is owed; the invariants say that it is enough.
        all.retain(|owner, _| !matches!(self.type_of(owner), Type::Token | Type::Round));
        all
    }

    fn wallet_of(&self, member: &Address) -> Address {
        Member::decode(&ID, self.0[member].data()).unwrap().wallet
    }
}

/// What somebody has: in his wallet, in his token accounts, and to be claimed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holding {
    pub lamports: u64,
    pub shares: u128,
    pub booked: u64,
    pub money: BigUint,
}

impl Holding {
    /// No more of anything than in one of the two.
    pub fn is_at_most(&self, a: &Self, b: &Self) -> bool {
        self.lamports <= a.lamports.max(b.lamports)
            && self.shares <= a.shares.max(b.shares)
            && self.booked <= a.booked.max(b.booked)
            && self.money <= (&a.money).max(&b.money).clone()
    }
}
