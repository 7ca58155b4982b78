//! What the owner does with a round.

use super::{Builder, Kind};
use crate::{core::round::Terms, ids, pda, Address, Instruction};

/// Announces a round of new shares; it opens after the owner's delay or the network's notice, whichever is longer.
///
/// ```
/// use personal_token_sdk::{core::round::Terms, instruction::RoundOpen, pda, Address};
///
/// let (owner, owner_member) = (Address::from([1; 32]), Address::from([2; 32]));
/// let open = RoundOpen {
///     payer: owner,
///     owner,
///     owner_member,
///     network: Address::from([3; 32]),
///     quote_mint: Address::from([4; 32]),
///     treasury: None,
///     index: 0, // the token's number of rounds
///     terms: Terms {
///         shares: 100_000,
///         price: 2_500_000,
///         minimum_raise: 50_000_000_000,
///         minimum_subscription: 400,
///         maximum_subscription: 20_000,
///         delay: 0,
///         duration: 30 * 86_400,
///         undo_window: 86_400,
///         lock: 365 * 86_400,
///     },
/// };
/// let token = pda::token(pda::mint(owner_member));
/// assert_eq!(open.instruction().accounts[7].pubkey, pda::round(token, 0));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundOpen {
    /// Pays the rent of the round and its escrow.
    pub payer: Address,
    /// The owner's wallet, which has a position.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The network.
    pub network: Address,
    /// The network's quote mint.
    pub quote_mint: Address,
    /// The wallet of the network's treasury, if it has a position in the token: it is no outside holder, who is due
    /// notice.
    pub treasury: Option<Address>,
    /// The token's number of rounds so far.
    pub index: u32,
    /// Shares, price, limits and times.
    pub terms: Terms,
}

impl RoundOpen {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let mint = pda::mint(self.owner_member);
        let token = pda::token(mint);
        let round = pda::round(token, self.index);
        let treasury_position = self.treasury.map(|wallet| pda::position_of(wallet, mint));
        Builder::new(Kind::RoundOpen)
            .paying_signer(self.payer)
            .signer(self.owner)
            .readonly(self.owner_member)
            .readonly(self.network)
            .writable(token)
            .readonly(pda::position_of(self.owner, mint))
            .optional_readonly(treasury_position)
            .writable(round)
            .writable(pda::escrow(round))
            .readonly(self.quote_mint)
            .readonly(ids::TOKEN_ID)
            .readonly(ids::SYSTEM_ID)
            .bytes(&terms(&self.terms))
            .with_events()
    }
}

/// The owner accepts a subscription, in part if he likes; the rest of its money goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundAccept {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// Number of the round.
    pub index: u32,
    /// The investor's member.
    pub member: Address,
    /// From the round's least to what was asked for.
    pub shares: u64,
}

impl RoundAccept {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        decide(Kind::RoundAccept, self.owner, self.owner_member, self.index, self.member)
            .bytes(&self.shares.to_le_bytes())
            .with_events()
    }
}

/// The owner declines a subscription; anyone may then have it refunded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundDecline {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// Number of the round.
    pub index: u32,
    /// The investor's member.
    pub member: Address,
}

impl RoundDecline {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        decide(Kind::RoundDecline, self.owner, self.owner_member, self.index, self.member).with_events()
    }
}

/// The owner closes the list of investors; the undo window starts. After an undo he waits as long as that window first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundComplete {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The network.
    pub network: Address,
    /// The wallet of the network's treasury, whether it has a position or not; without one its part is waived.
    pub treasury: Address,
    /// Number of the round.
    pub index: u32,
}

impl RoundComplete {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let mint = pda::mint(self.owner_member);
        let token = pda::token(mint);
        Builder::new(Kind::RoundComplete)
            .signer(self.owner)
            .readonly(self.owner_member)
            .readonly(self.network)
            .writable(token)
            .writable(pda::round(token, self.index))
            .writable(pda::position_of(self.treasury, mint))
            .with_events()
    }
}

/// The owner takes a completion back, within the undo window; those who were accepted are free to withdraw. Where no time is
/// left to complete again before closing, it is a cancellation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundUndo {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// Number of the round.
    pub index: u32,
}

impl RoundUndo {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_owner(Kind::RoundUndo, self.owner, self.owner_member, self.index).with_events()
    }
}

/// The owner gives a round up before its completion; everybody gets his money back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundCancel {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// Number of the round.
    pub index: u32,
}

impl RoundCancel {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_owner(Kind::RoundCancel, self.owner, self.owner_member, self.index).with_events()
    }
}

/// Pays the owner what settled subscriptions have raised, into his own quote account; anyone may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundCollect {
    /// The owner's present wallet, as a signer: needed while he is held or being recovered.
    pub wallet: Option<Address>,
    /// The owner's member.
    pub owner_member: Address,
    /// Number of the round.
    pub index: u32,
    /// The quote account that the owner's member records.
    pub quote_account: Address,
}

impl RoundCollect {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let token = pda::token(pda::mint(self.owner_member));
        let round = pda::round(token, self.index);
        Builder::new(Kind::RoundCollect)
            .optional_signer(self.wallet)
            .readonly(self.owner_member)
            .readonly(token)
            .writable(round)
            .writable(pda::escrow(round))
            .writable(self.quote_account)
            .readonly(ids::TOKEN_ID)
            .with_events()
    }
}

fn decide(kind: Kind, owner: Address, owner_member: Address, index: u32, member: Address) -> Builder {
    let token = pda::token(pda::mint(owner_member));
    let round = pda::round(token, index);
    Builder::new(kind)
        .signer(owner)
        .readonly(owner_member)
        .readonly(token)
        .writable(round)
        .writable(pda::subscription(round, member))
}

fn by_owner(kind: Kind, owner: Address, owner_member: Address, index: u32) -> Builder {
    let token = pda::token(pda::mint(owner_member));
    Builder::new(kind).signer(owner).readonly(owner_member).writable(token).writable(pda::round(token, index))
}

fn terms(terms: &Terms) -> Vec<u8> {
    let Terms {
        shares,
        price,
        minimum_raise,
        minimum_subscription,
        maximum_subscription,
        delay,
        duration,
        undo_window,
        lock,
    } = *terms;
    let numbers = [shares, price, minimum_raise, minimum_subscription, maximum_subscription];
    let times = [delay, duration, undo_window, lock];
    let numbers = numbers.into_iter().flat_map(u64::to_le_bytes);
    numbers.chain(times.into_iter().flat_map(u32::to_le_bytes)).collect()
}
