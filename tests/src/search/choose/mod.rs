//! From an intent to a transaction: whom, which and how much, as the model is at that moment.
//!
//! An intent says little (a kind and some bytes), so that it means something in every state and a failing case can be
//! shortened. Nine times out of ten the choice is among what might succeed; otherwise among everything.

mod hostile;
mod money;
mod others;
mod raising;
mod useful;

use proptest::prelude::*;

use super::{
    kind::{kind_at, wheel, Kind},
    model::{Model, FIRST_SPARE, FOUNDER, MEMBERS, OUTSIDER, TOKENS},
    op::{Op, TokenId, Wallet},
};

/// What somebody has in mind.
#[derive(Clone, Debug)]
pub struct Intent {
    pub kind: Kind,
    pub picks: [u8; 10],
    pub amount: Amount,
}

/// How much, measured by what there is.
#[derive(Clone, Copy, Debug)]
pub enum Amount {
    Zero,
    One,
    Two,
    Dust(u8),
    Part(u8),
    All,
    AllAndOne,
    Most,
}

impl Amount {
    /// Of so much.
    pub fn of(self, all: u64) -> u64 {
        match self {
            Self::Zero => 0,
            Self::One => 1,
            Self::Two => 2,
            Self::Dust(dust) => u64::from(dust),
            Self::Part(part) => u64::try_from(u128::from(all) * u128::from(part) / 1_024).expect("a part of it").max(1),
            Self::All => all,
            Self::AllAndOne => all.saturating_add(1),
            Self::Most => u64::MAX,
        }
    }
}

/// Any intent, as often as its kind is weighted.
pub fn intents() -> BoxedStrategy<Intent> {
    let amounts = prop_oneof![
        2 => Just(Amount::Zero),
        3 => Just(Amount::One),
        2 => Just(Amount::Two),
        4 => any::<u8>().prop_map(Amount::Dust),
        16 => any::<u8>().prop_map(Amount::Part),
        4 => Just(Amount::All),
        2 => Just(Amount::AllAndOne),
        1 => Just(Amount::Most),
    ];
    let picks = any::<[u8; 10]>();
    (0..wheel(), picks, amounts)
        .prop_map(|(place, picks, amount)| Intent { kind: kind_at(place), picks, amount })
        .boxed()
}

/// The transaction that an intent means now, and of what kind it is; `past` are those that succeeded before.
pub fn choose(model: &Model, intent: &Intent, past: &[Op]) -> (Kind, Op) {
    let mut choice = Choice { model, picks: intent.picks, next: 0, amount: intent.amount };
    let kind = choice.useful(intent.kind);
    let op = choice.money(kind).or_else(|| choice.raising(kind)).or_else(|| choice.others(kind));
    (kind, op.unwrap_or_else(|| choice.hostile(kind, past)))
}

struct Choice<'a> {
    model: &'a Model,
    picks: [u8; 10],
    next: usize,
    amount: Amount,
}

impl Choice<'_> {
    /// The next byte of the intent.
    fn pick(&mut self) -> usize {
        self.next += 1;
        usize::from(self.picks[(self.next - 1) % (self.picks.len() - 1)])
    }

    /// Whether it is one of the intents that choose among everything.
    fn is_wild(&self) -> bool {
        self.picks[self.picks.len() - 1] % 10 == 9
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.pick().is_multiple_of(one_in)
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        let pick = self.pick();
        all.get(pick.checked_rem(all.len())?).cloned()
    }

    fn token(&mut self) -> TokenId {
        self.pick() % TOKENS
    }

    fn member(&mut self) -> usize {
        self.pick() % MEMBERS
    }

    /// Any wallet but the authority's.
    fn wallet(&mut self) -> Wallet {
        self.pick() % FOUNDER
    }

    fn attacker(&mut self) -> Wallet {
        let mallory = self.model.members[super::model::MALLORY].wallet;
        [mallory, OUTSIDER][self.pick() % 2]
    }

    /// The owner of the token, or anybody.
    fn owner(&mut self, token: TokenId) -> Wallet {
        match self.is_wild() {
            true => self.wallet(),
            false => self.model.owner_wallet(token),
        }
    }

    /// The authority, a steward, or anybody.
    fn governor(&mut self) -> Wallet {
        let stewards = [super::model::RON, super::model::RITA].map(|steward| self.model.members[steward].wallet);
        match self.pick() % 3 {
            _ if self.is_wild() => self.wallet(),
            2 => FOUNDER,
            steward => stewards[steward],
        }
    }

    fn authority(&mut self) -> Wallet {
        match self.is_wild() {
            true => self.wallet(),
            false => FOUNDER,
        }
    }

    /// Wallets with a position in a token, of which this is true.
    fn positions(&self, token: TokenId, is: impl Fn(Wallet) -> bool) -> Vec<Wallet> {
        let all = self.model.positions.keys().filter(|(of, _)| *of == token).map(|(_, wallet)| *wallet);
        all.filter(|wallet| is(*wallet)).collect()
    }

    /// A wallet with a position in a token, of which this is true; or any wallet.
    fn holder(&mut self, token: TokenId, is: impl Fn(Wallet) -> bool) -> Wallet {
        let all = if self.is_wild() { Vec::new() } else { self.positions(token, is) };
        match self.of(&all) {
            Some(wallet) => wallet,
            None => self.wallet(),
        }
    }

    /// A wallet that is nobody's.
    fn spare(&mut self) -> Wallet {
        let free: Vec<_> = (FIRST_SPARE..FOUNDER).filter(|spare| self.model.purses[*spare].member.is_none()).collect();
        match self.of(&free) {
            Some(spare) if !self.is_wild() => spare,
            _ => self.wallet(),
        }
    }
}
