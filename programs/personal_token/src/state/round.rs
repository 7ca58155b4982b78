use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use personal_token_core::{
    round::{Round as RoundRules, Subscription as SubscriptionRules},
    Error as Rule,
};

/// New shares at one price, whose money waits in escrow.
#[account]
pub struct Round {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Canonical bump of the escrow.
    pub escrow_bump: u8,
    /// Zero.
    pub padding: u8,
    /// Number of the round, from 0.
    pub index: u32,
    /// Terms and books.
    pub book: RoundBook,
    /// Unix time of the announcement.
    pub announced_at: i64,
    /// The token.
    pub token: Address,
    /// The escrow, a token account of the classic Token program whose owner is this account.
    pub escrow: Address,
    /// The treasury's position at the last completion; default if it had none, and its part is waived.
    pub treasury_position: Address,
    /// Zero.
    pub reserved: [u8; 32],
}

/// `core::round::Round`, byte for byte, as the IDL shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
#[repr(C)]
pub struct RoundBook {
    /// New shares on offer.
    pub shares: u64,
    /// Quote units a share.
    pub price: u64,
    /// Quote units below which it cannot be completed.
    pub minimum_raise: u64,
    /// Least shares of one investor.
    pub minimum_subscription: u64,
    /// Most shares of one investor.
    pub maximum_subscription: u64,
    /// Unix time from which it takes subscriptions.
    pub opens_at: i64,
    /// Unix time from which it does not.
    pub closes_at: i64,
    /// Unix time at which the owner completed it last; 0 when he has not.
    pub completed_at: i64,
    /// Unix time of the last undo; 0 when there was none.
    pub reopened_at: i64,
    /// Shares accepted and not settled.
    pub accepted_shares: u64,
    /// Shares issued to investors.
    pub issued: u64,
    /// Shares issued to the treasury, on top.
    pub fee_issued: u64,
    /// Quote units in escrow that belong to investors.
    pub owed_to_investors: u64,
    /// Quote units in escrow that belong to the owner.
    pub owed_to_owner: u64,
    /// Quote units that settled shares have raised.
    pub raised: u64,
    /// Seconds after a completion in which the owner can undo it.
    pub undo_window: u32,
    /// Seconds for which the new shares are locked.
    pub lock: u32,
    /// Subscriptions accepted and not settled.
    pub accepted: u32,
    /// Subscriptions that are not closed.
    pub subscriptions: u32,
    /// The network's part of the issued shares, on top, in basis points.
    pub equity_fee: u16,
    /// Byte of `core::round::State`.
    pub state: u8,
    /// How often a completion was undone.
    pub undos: u8,
    /// Zero.
    pub padding: u32,
}

/// One member's part in a round.
#[account]
pub struct Subscription {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 6],
    /// What was asked for, accepted and is owed.
    pub book: SubscriptionBook,
    /// Unix time of the subscription.
    pub subscribed_at: i64,
    /// The round.
    pub round: Address,
    /// The member who subscribed.
    pub member: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    /// Zero.
    pub reserved: [u8; 32],
}

/// `core::round::Subscription`, byte for byte, as the IDL shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
#[repr(C)]
pub struct SubscriptionBook {
    /// Shares asked for.
    pub shares: u64,
    /// Shares accepted, and in the end issued.
    pub accepted: u64,
    /// Quote units in escrow that are the investor's.
    pub owed: u64,
    /// Byte of `core::round::SubscriptionState`.
    pub state: u8,
    /// How often the round had been undone when it was accepted; a later undo frees it.
    pub accepted_after: u8,
    /// Zero.
    pub padding: [u8; 6],
}

impl From<RoundRules> for RoundBook {
    fn from(rules: RoundRules) -> Self {
        bytemuck::must_cast(rules)
    }
}

impl From<SubscriptionRules> for SubscriptionBook {
    fn from(rules: SubscriptionRules) -> Self {
        bytemuck::must_cast(rules)
    }
}

impl Round {
    /// As the rules take it: the same bytes.
    #[inline(always)]
    pub fn rules(&mut self) -> &mut RoundRules {
        bytemuck::must_cast_mut(&mut self.book)
    }

    /// What must hold after every change.
    #[inline(never)]
    pub fn invariant(&mut self) -> Result<()> {
        Ok(self.rules().invariant()?)
    }
}

impl Subscription {
    /// As the rules take it: the same bytes.
    #[inline(always)]
    pub fn rules(&mut self) -> &mut SubscriptionRules {
        bytemuck::must_cast_mut(&mut self.book)
    }

    /// What must hold after every change.
    #[inline(never)]
    pub fn invariant(&mut self) -> Result<()> {
        let rules = self.rules();
        rules.state()?;
        require!(rules.accepted <= rules.shares, Rule::InvariantBroken);
        Ok(())
    }
}
