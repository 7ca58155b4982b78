//! The invariants, numbered.

use std::{
    collections::BTreeMap,
    fmt::{self, Display},
};

use personal_token_sdk::Address;

/// What checks an invariant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole ledger, after every successful transaction.
    State,
    /// Each transaction: the ledger before and after it, its instructions, and its events.
    Step,
    /// Tests of their own; see the statement.
    Test,
}

impl Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::State => "state",
            Self::Step => "step",
            Self::Test => "test",
        })
    }
}

macro_rules! table {
    ($($scope:ident $name:ident $title:literal: $statement:literal;)+) => {
        /// What holds of every ledger, at no tolerance. A failure's message starts with number and title.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Invariant {
            $(#[doc = $statement] $name,)+
        }

        impl Invariant {
            /// Every invariant, in the order of the numbers.
            pub const ALL: &'static [Invariant] = &[$(Self::$name,)+];

            /// What checks it.
            pub const fn scope(self) -> Scope {
                match self { $(Self::$name => Scope::$scope,)+ }
            }

            /// A few words.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }

            /// What it says.
            pub const fn statement(self) -> &'static str {
                match self { $(Self::$name => $statement,)+ }
            }
        }
    };
}

table! {
    State Total "shares = total": "The shares of a token's positions are its total.";
    State Supply "supply = total": "The supply of a share mint is its token's total.";
    State Balances "balances = total":
        "The balances of all share accounts of a mint, wherever they are, are its token's total.";
    State Accumulator "accumulator equality":
        "Σ [owed + shares·(acc − last)] + rem + paid·2^64 = deposited·2^64, exactly, for each token.";
    State Solvency "solvency": "Σ claimable ≤ deposited − paid ≤ vault, for each token.";
    State Dust "dust": "What is deposited and not payable yet is at most one unit a position.";
    State Balance "position = balance":
        "A position's shares are the balance of its share account, which its wallet owns and the position alone \
        can close.";
    State Vault "vaults apart":
        "Each vault and each escrow is of one token or round alone: of its quote mint, owned by it, without \
        delegate or close authority.";
    State Escrow "escrow":
        "An escrow holds what its round owes to investors and to the owner, and what was donated, to the unit.";
    State Subscribed "subscriptions of a round":
        "A round's books are the sums over its subscriptions: their number, what they are owed, how many and how \
        many shares are accepted.";
    State RoundBooks "books of a round":
        "Sold ≤ offered; raised = issued × price; the owner is owed no more than was raised; the treasury has no \
        more than its part.";
    State SubscriptionBooks "books of a subscription":
        "A subscription is owed its whole cost until it is settled, and then exactly what did not become shares.";
    State SpokenFor "spoken for": "Locked + listed ≤ shares, of each position.";
    State Listed "listed = listings":
        "A position's listed shares are what its listings still offer, and each listing is the seller's own.";
    State Authorised "authorised":
        "A token's shares, and those that a round under way can still issue, are at most the authorised ones.";
    State OneRound "one round":
        "At most one round of a token is under way; the token knows when it closes and how much of it is \
        unsettled.";
    State LastPrice "last price": "A token's last price is that of a round which issued shares.";
    State Records "records of deposits":
        "Deposits have one record each: Σ gross + credited = deposited, Σ per share ≤ acc, Σ retained ≤ paid.";
    State Years "years": "What a token remembers of its years is part of what was deposited, each year in its place.";
    State Reports "reports": "A report that was not filed says nothing but that it is missing.";
    State Left "left positions":
        "A position that was left is empty, and its successor is the same member's in the same token.";
    State Layout "layout":
        "Every account of the program is of a known kind, with its length, its version, and choices that exist.";
    State Rent "rent": "Every account of the program, and every share mint, is rent-exempt.";
    State Addresses "addresses":
        "Every account of the program lies at the address, with the canonical bump, that its own fields say.";
    State Clean "nothing left over":
        "Reserved bytes are zero, and no share account is left in the middle of a transfer.";
    State People "one human, one member":
        "A member's wallet is linked to him, one wallet is one member, and both are of one network.";
    State OneToken "one human, one token": "A token is its owner's only one, of his network and its quote money.";
    State Wallets "wallets":
        "A member's wallet is a key pair, and the quote accounts of members and treasuries are the canonical \
        ones.";
    State Positions "positions":
        "A position is its member's, by a wallet that is or was his, in a token of his network, at canonical \
        accounts.";
    State Parameters "parameters": "The parameters of a network are within their bounds.";
    State HookList "hook list": "The hook's account list is what it was made with, byte for byte.";
    State Mint "mint": "Authorities, extensions and terms of a share mint are what they were made with, byte for byte.";
    State QuoteSupply "quote money": "The quote money of all accounts is its supply.";
    State Filings "open complaints": "An owner's slots are his undecided complaints, at most three.";
    State Complaints "complaints":
        "A complaint is the owner's, about another member who held shares of his, at its number.";
    State Boundaries "boundaries": "A contact boundary has a first and a last time, or none of it.";
    State Members "members": "Reputations are at most 1,000 and roles exist.";
    State Holds "holds": "A token's hold is at most the longest.";
    State Kept "used positions":
        "A position that was never used holds and is owed nothing, and who subscribed has one that stays.";
    Step Refused "refusal": "A transaction that fails changes nothing and costs its fee.";
    Step Lamports "lamports": "A transaction takes its fee out of the ledger and not one lamport more.";
    Step Issuer "issuer":
        "The supply of quote money changes only by instructions of the Token program that were sent as such.";
    Step Monotone "never less":
        "acc, deposited, paid, credited, total and every counter never fall; checkpoints never go back.";
    Step Fixed "never another":
        "What an account is about, and the terms it was opened with, never change; a record of a deposit never \
        changes at all.";
    Step Owed "what is owed":
        "What a member is owed grows only as his token's acc does or a sale owes it to him, and shrinks only as \
        it pays.";
    Step Paid "paid to the holder":
        "What claims and distributions pay arrives in the position's own quote account, to the unit.";
    Step Outflow "outflow":
        "A vault pays only in claims and distributions, no more than is booked; an escrow only in withdrawals, \
        refunds and collections.";
    Step Frame "frame":
        "Accounts of a token change only in instructions that name the token, or the account and its member.";
    Step NetworkFrame "frame of a network":
        "Accounts of a network change only in instructions that name the network, or are the member's own.";
    Step Reach "reach": "Each instruction changes, makes and ends only the kinds of accounts that are its business.";
    Step Fields "reach of fields":
        "Status, wallet, reputation, holds, token, policy, cap, approval and boundary change only by the \
        instructions for them.";
    Step Authority "authority": "What is the authority's is signed by the network's authority.";
    Step Stewards "stewards":
        "What is a steward's is signed by the authority or by an active steward who has the capability.";
    Step Owner "owner": "What is the owner's is signed by the present wallet of the token's owner.";
    Step Holder "holder": "What is a member's own is signed by his present wallet.";
    Step RoundEdges "rounds":
        "Rounds go only open → completing → settled, open → cancelled, and by an undo back or to cancelled, each \
        in its time.";
    Step SubscriptionEdges "subscriptions":
        "Subscriptions go only pending → accepted, declined; accepted → settled; and any that may be paid back is \
        closed.";
    Step StatusEdges "status":
        "A member's status changes only along the table; what was excluded does not come back without the \
        authority.";
    Step ComplaintEdges "course of complaints":
        "Complaints are replied to once, decided once in time, overturned once in time, and closed only when \
        final.";
    Step RecoveryEdges "recoveries":
        "A recovery never changes; a wallet changes only by one that two stewards signed, after its wait and \
        before its lapse.";
    Step ListingEdges "listings":
        "A listing only shrinks, by purchases, in its windows; it ends sold, cancelled or expired.";
    Step ReportEdges "course of reports": "A filing, or a finding, is never taken back.";
    Step Notice "notice":
        "A narrower policy, a longer hold and more shares come into force only after their notice; parameters \
        only as announced.";
    Step Ends "what ends":
        "Only stewards, applications, unused positions, subscriptions, listings, recoveries and complaints end; \
        the rent goes to who paid it.";
    Step Standing "standing of receivers":
        "Whoever receives shares is in good standing at that moment; the owner, at least active.";
    Step Policy "policy":
        "Whoever receives shares by a transfer or a purchase is let in by the policy, by first refusal, or is the \
        owner.";
    Step Locks "locks":
        "Locked shares do not leave; shares that others than the owner receive are locked for the hold.";
    Step Held "held": "Nothing leaves a member who is held or being recovered.";
    Step Halt "halt":
        "Under a halt or a pause there is no transfer, no sale, no round, no subscription and no listing; under a \
        halt no token.";
    Step NoLoss "no loss":
        "Nobody who did not sign has less: in money, in what he is owed, or in shares, but for what he had \
        offered or asked for.";
    Step Program "the program's hand":
        "The program mints and burns shares only in first issue, settlement, sale and move, and transfers none.";
    Step Sale "sale": "A sale is paid = shares × price = owner's fee + network's fee + received, in one transaction.";
    Step ShareEvents "events of shares": "The shares of every position change by exactly what the events say.";
    Step MoneyEvents "events of money": "Deposited and paid change by exactly what the events say.";
    Step ReputationEvents "events of reputation":
        "A reputation changes with an event that says what it is then, by points that the rules have.";
    Step StateEvents "events of states": "What begins, ends or changes its state says so in an event.";
    Test Preview "preview":
        "The SDK's previews are what the chain does, to the unit: compared at every transfer, claim, deposit, \
        settlement, refund and withdrawal of every test.";
    Test Order "any order":
        "Claims, distributions and refunds succeed in any order, at any time, and every order pays everybody the \
        same.";
    Test Budget "budgets":
        "No instruction takes more compute units than its budget, or more bytes than a transaction has.";
}

impl Invariant {
    /// The number, from 1.
    pub const fn number(self) -> usize {
        self as usize + 1
    }

    /// It does not hold.
    #[track_caller]
    pub(crate) fn broken(self, detail: impl Display) -> ! {
        panic!("{self}: {detail}")
    }
}

/// What an account refers to; the invariant is broken if it is not there.
pub(crate) fn find<'a, T>(map: &'a BTreeMap<Address, T>, address: &Address, invariant: Invariant) -> &'a T {
    map.get(address).unwrap_or_else(|| invariant.broken(format_args!("{address} is not there, or something else")))
}

impl Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "I-{:02} {}", self.number(), self.title())
    }
}

/// An invariant holds if the condition does.
macro_rules! holds {
    ($invariant:ident, $condition:expr, $($detail:tt)+) => {
        if !$condition {
            $crate::invariants::Invariant::$invariant.broken(format_args!($($detail)+));
        }
    };
}

/// An invariant holds if both are equal.
macro_rules! equal {
    ($invariant:ident, $found:expr, $expected:expr, $($detail:tt)+) => {
        match (&$found, &$expected) {
            (found, expected) if found != expected => $crate::invariants::Invariant::$invariant
                .broken(format_args!("{}: found {found:?}, expected {expected:?}", format_args!($($detail)+))),
            _ => {}
        }
    };
}

pub(crate) use {equal, holds};
