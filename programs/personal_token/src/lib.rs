//! Personal Token: a person raises capital by selling shares in a token instead of going into debt.
//!
//! Shares are a Token-2022 mint a person. Wallets transfer them directly; Token-2022 calls this program's hook
//! ([`execute`](personal_token::execute)) on every transfer, which admits only members of the network, keeps to the
//! owner's policy and to locks, and books what both sides were owed before.
//!
//! The owner deposits what he gained from selling equity, never wages. One division credits all shares pro rata; anyone
//! may then have any holder paid, at any time, for ever. Shareholders have no vote: a shareholder's signature acts on
//! his own position and membership only.
//!
//! Rules that need no account live in `personal_token_core`. The protocol is in `docs/protocol.md`.
#![deny(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::integer_division,
    clippy::unwrap_used
)]

extern crate alloc;

use anchor_lang::prelude::*;
#[cfg(target_os = "solana")]
use sbf_builtins as _;

mod access;
mod account;
pub mod constants;
pub mod error;
pub mod events;
pub mod instructions;
mod quote;
mod security;
pub mod state;
mod system;
mod token22;
mod token_account;

use instructions::{
    complaint::*, market::*, member::*, network::*, position::*, proceeds::*, recovery::*, report::*, round::*,
    token::*,
};
use state::NetworkParameters;

declare_id!("PersonaLToken111111111111111111111111111111");

#[program]
pub mod personal_token {
    use super::*;

    // Network
    /// Founds a network; the creator is its first authority.
    #[discrim = 0]
    pub fn network_create(ctx: &mut Context<NetworkCreate>, args: NetworkCreateArgs) -> Result<()> {
        NetworkCreate::handle(ctx, args)
    }

    /// Names a successor of the authority; the default address withdraws the proposal.
    #[discrim = 1]
    pub fn network_propose_authority(ctx: &mut Context<NetworkByAuthority>, successor: Address) -> Result<()> {
        NetworkByAuthority::propose_authority(ctx, successor)
    }

    /// The successor takes over.
    #[discrim = 2]
    pub fn network_accept_authority(ctx: &mut Context<NetworkAcceptAuthority>) -> Result<()> {
        NetworkAcceptAuthority::handle(ctx)
    }

    /// Announces new parameters; they can be applied after the delay in force.
    #[discrim = 3]
    pub fn network_propose_parameters(
        ctx: &mut Context<NetworkByAuthority>,
        parameters: NetworkParameters,
    ) -> Result<()> {
        NetworkByAuthority::propose_parameters(ctx, parameters)
    }

    /// Withdraws announced parameters.
    #[discrim = 4]
    pub fn network_cancel_parameters(ctx: &mut Context<NetworkByAuthority>) -> Result<()> {
        NetworkByAuthority::cancel_parameters(ctx)
    }

    /// Puts announced parameters into force; anyone may.
    #[discrim = 5]
    pub fn network_apply_parameters(ctx: &mut Context<NetworkApplyParameters>) -> Result<()> {
        NetworkApplyParameters::handle(ctx)
    }

    /// Stops transfers, new tokens, rounds and sales; whatever ends or pays something goes on.
    #[discrim = 6]
    pub fn network_halt(ctx: &mut Context<NetworkByAuthority>) -> Result<()> {
        NetworkByAuthority::set_halted(ctx, true)
    }

    /// Ends a halt.
    #[discrim = 7]
    pub fn network_resume(ctx: &mut Context<NetworkByAuthority>) -> Result<()> {
        NetworkByAuthority::set_halted(ctx, false)
    }

    /// Makes a member a steward.
    #[discrim = 8]
    pub fn steward_appoint(ctx: &mut Context<StewardAppoint>, capabilities: u8) -> Result<()> {
        StewardAppoint::handle(ctx, capabilities)
    }

    /// Changes what a steward may do.
    #[discrim = 9]
    pub fn steward_update(ctx: &mut Context<StewardUpdate>, capabilities: u8) -> Result<()> {
        StewardUpdate::handle(ctx, capabilities)
    }

    /// Dismisses a steward.
    #[discrim = 10]
    pub fn steward_dismiss(ctx: &mut Context<StewardDismiss>) -> Result<()> {
        StewardDismiss::handle(ctx)
    }

    // Members
    /// A wallet asks for admission and acknowledges every clause of the charter.
    #[discrim = 11]
    pub fn application_open(
        ctx: &mut Context<ApplicationOpen>,
        roles: u8,
        charter_version: u32,
        clauses: u16,
    ) -> Result<()> {
        ApplicationOpen::handle(ctx, roles, charter_version, clauses)
    }

    /// The applicant withdraws, or a steward refuses.
    #[discrim = 12]
    pub fn application_close(ctx: &mut Context<ApplicationClose>) -> Result<()> {
        ApplicationClose::handle(ctx)
    }

    /// Admits an applicant under an identity commitment; roles and charter version are those that were reviewed.
    #[discrim = 13]
    pub fn member_admit(
        ctx: &mut Context<MemberAdmit>,
        identity: [u8; 32],
        roles: u8,
        charter_version: u32,
    ) -> Result<()> {
        MemberAdmit::handle(ctx, identity, roles, charter_version)
    }

    /// Suspends a member; he keeps what he holds and is paid, but receives nothing.
    #[discrim = 14]
    pub fn member_suspend(ctx: &mut Context<MemberGovern>, reason_hash: [u8; 32]) -> Result<()> {
        MemberGovern::suspend(ctx, reason_hash)
    }

    /// Ends a suspension; brings back a member who left, if his wallet signs too.
    #[discrim = 15]
    pub fn member_reinstate(ctx: &mut Context<MemberReinstate>) -> Result<()> {
        MemberReinstate::handle(ctx)
    }

    /// A member leaves the network.
    #[discrim = 16]
    pub fn member_leave(ctx: &mut Context<MemberLeave>) -> Result<()> {
        MemberLeave::handle(ctx)
    }

    /// Attests that the conversation about rights took place.
    #[discrim = 17]
    pub fn member_attest(ctx: &mut Context<MemberGovern>) -> Result<()> {
        MemberGovern::attest(ctx)
    }

    // Tokens
    /// Creates a member's token: mint, metadata, hook accounts and vault.
    #[discrim = 18]
    pub fn token_create(ctx: &mut Context<TokenCreate>, args: TokenCreateArgs) -> Result<()> {
        TokenCreate::handle(ctx, args)
    }

    /// Issues the first shares, all to the owner.
    #[discrim = 19]
    pub fn token_issue(ctx: &mut Context<TokenIssue>, shares: u64) -> Result<()> {
        TokenIssue::handle(ctx, shares)
    }

    /// Sets the transfer policy; a narrower one takes effect after 30 days.
    #[discrim = 20]
    pub fn token_set_policy(ctx: &mut Context<TokenByOwner>, policy: u8) -> Result<()> {
        TokenByOwner::set_policy(ctx, policy)
    }

    /// Sets for how many seconds received shares are locked; a longer hold takes effect after 30 days.
    #[discrim = 21]
    pub fn token_set_hold(ctx: &mut Context<TokenByOwner>, hold: u32) -> Result<()> {
        TokenByOwner::set_hold(ctx, hold)
    }

    /// Pauses transfers, rounds and sales for a number of seconds, at most 14 days.
    #[discrim = 22]
    pub fn token_pause(ctx: &mut Context<TokenByOwner>, seconds: u32) -> Result<()> {
        TokenByOwner::pause(ctx, seconds)
    }

    /// Ends a pause early.
    #[discrim = 23]
    pub fn token_resume(ctx: &mut Context<TokenByOwner>) -> Result<()> {
        TokenByOwner::resume(ctx)
    }

    // Positions
    /// Opens a member's position; the holder signs, anybody may pay.
    #[discrim = 24]
    pub fn position_open(ctx: &mut Context<PositionOpen>, share_bump: u8) -> Result<()> {
        PositionOpen::handle(ctx, share_bump)
    }

    /// Closes a position that never held shares; the rent goes back to whoever paid it.
    #[discrim = 25]
    pub fn position_close(ctx: &mut Context<PositionClose>) -> Result<()> {
        PositionClose::handle(ctx)
    }

    /// The owner admits a member up to a cap in basis points of all shares; 0 withdraws.
    #[discrim = 26]
    pub fn position_admit(ctx: &mut Context<PositionByOwner>, cap: u16) -> Result<()> {
        PositionByOwner::admit(ctx, cap)
    }

    /// The owner approves one receipt; 0 shares withdraw.
    #[discrim = 27]
    pub fn position_approve(
        ctx: &mut Context<PositionByOwner>,
        from: Address,
        shares: u64,
        expires_at: i64,
    ) -> Result<()> {
        PositionByOwner::approve(ctx, from, shares, expires_at)
    }

    // Transfers
    /// The transfer hook: `Execute` of the interface, whose other seven discriminator bytes are `tail`.
    #[discrim = 105]
    pub fn execute(ctx: &mut Context<Execute>, tail: [u8; 7], amount: u64) -> Result<()> {
        Execute::handle(ctx, tail, amount)
    }

    // Proceeds
    /// The owner deposits the gain of a sale of equity; all shares are credited pro rata.
    #[discrim = 28]
    pub fn proceeds_deposit(ctx: &mut Context<ProceedsDeposit>, args: ProceedsDepositArgs) -> Result<()> {
        ProceedsDeposit::handle(ctx, args)
    }

    /// Pays a holder everything whole that he is owed; anyone may.
    #[discrim = 29]
    pub fn proceeds_claim(ctx: &mut Context<ProceedsClaim>) -> Result<()> {
        ProceedsClaim::handle(ctx)
    }

    /// Pays any number of holders; pairs of position and quote account follow. Skips whom it cannot pay.
    #[discrim = 30]
    pub fn proceeds_distribute(ctx: &mut Context<ProceedsDistribute>) -> Result<()> {
        ProceedsDistribute::handle(ctx)
    }

    /// Announces a greater number of authorised shares, after 30 days; the number in force withdraws an announcement.
    #[discrim = 31]
    pub fn token_authorise(ctx: &mut Context<TokenByOwner>, authorised: u64) -> Result<()> {
        TokenByOwner::authorise(ctx, authorised)
    }

    // Rounds
    /// Announces a round; it opens after the owner's delay or the network's notice, whichever is longer.
    #[discrim = 32]
    pub fn round_open(ctx: &mut Context<RoundOpen>, args: RoundOpenArgs) -> Result<()> {
        RoundOpen::handle(ctx, args)
    }

    /// An investor subscribes; the whole cost goes into escrow.
    #[discrim = 33]
    pub fn round_subscribe(ctx: &mut Context<RoundSubscribe>, shares: u64) -> Result<()> {
        RoundSubscribe::handle(ctx, shares)
    }

    /// The owner accepts a subscription, in part if he likes.
    #[discrim = 34]
    pub fn round_accept(ctx: &mut Context<RoundDecide>, shares: u64) -> Result<()> {
        RoundDecide::accept(ctx, shares)
    }

    /// The owner declines a subscription; anyone may then have it refunded.
    #[discrim = 35]
    pub fn round_decline(ctx: &mut Context<RoundDecide>) -> Result<()> {
        RoundDecide::decline(ctx)
    }

    /// An investor takes back a subscription that was not accepted, or that an undo has freed.
    #[discrim = 36]
    pub fn round_withdraw(ctx: &mut Context<RoundReturn>) -> Result<()> {
        RoundReturn::withdraw(ctx)
    }

    /// The owner closes the list of investors; the undo window starts.
    #[discrim = 37]
    pub fn round_complete(ctx: &mut Context<RoundComplete>) -> Result<()> {
        RoundComplete::handle(ctx)
    }

    /// The owner takes a completion back; after closing it is a cancellation.
    #[discrim = 38]
    pub fn round_undo(ctx: &mut Context<RoundByOwner>) -> Result<()> {
        RoundByOwner::undo(ctx)
    }

    /// The owner gives a round up before its completion.
    #[discrim = 39]
    pub fn round_cancel(ctx: &mut Context<RoundByOwner>) -> Result<()> {
        RoundByOwner::cancel(ctx)
    }

    /// Issues the shares of an accepted subscription, once the undo window is over; anyone may.
    #[discrim = 40]
    pub fn round_settle(ctx: &mut Context<RoundSettle>) -> Result<()> {
        RoundSettle::handle(ctx)
    }

    /// Pays back what a subscription is still owed, and ends it; anyone may.
    #[discrim = 41]
    pub fn round_refund(ctx: &mut Context<RoundReturn>) -> Result<()> {
        RoundReturn::refund(ctx)
    }

    /// Pays the owner what settled subscriptions have raised; anyone may.
    #[discrim = 42]
    pub fn round_collect(ctx: &mut Context<RoundCollect>) -> Result<()> {
        RoundCollect::handle(ctx)
    }

    // Market
    /// Offers unlocked shares for sale; they stay where they are.
    #[discrim = 43]
    pub fn listing_open(ctx: &mut Context<ListingOpen>, args: ListingOpenArgs) -> Result<()> {
        ListingOpen::handle(ctx, args)
    }

    /// Buys listed shares: shares, money, fees and a routed gain move together or not at all.
    #[discrim = 44]
    pub fn listing_buy(ctx: &mut Context<ListingBuy>, args: ListingBuyArgs) -> Result<()> {
        ListingBuy::handle(ctx, args)
    }

    /// Ends a listing: the seller at any time, anyone once it has expired or its position was moved.
    #[discrim = 45]
    pub fn listing_cancel(ctx: &mut Context<ListingCancel>) -> Result<()> {
        ListingCancel::handle(ctx)
    }

    // Lost and stolen keys
    /// Holds a member's shares for a number of seconds, at most 30 days: his key was stolen.
    #[discrim = 46]
    pub fn member_hold(ctx: &mut Context<MemberGovern>, seconds: u32) -> Result<()> {
        MemberGovern::hold(ctx, seconds)
    }

    /// Ends a hold early.
    #[discrim = 47]
    pub fn member_release(ctx: &mut Context<MemberGovern>) -> Result<()> {
        MemberGovern::release(ctx)
    }

    /// Marks a member's positions while he is held or being recovered, and takes the marks away afterwards; anyone may.
    #[discrim = 48]
    pub fn position_mark(ctx: &mut Context<PositionMark>) -> Result<()> {
        PositionMark::handle(ctx)
    }

    /// Two stewards and the new wallet propose to move a member whose key is lost.
    #[discrim = 49]
    pub fn recovery_propose(ctx: &mut Context<RecoveryPropose>) -> Result<()> {
        RecoveryPropose::handle(ctx)
    }

    /// Ends a recovery: the old wallet's veto.
    #[discrim = 50]
    pub fn recovery_veto(ctx: &mut Context<RecoveryVeto>) -> Result<()> {
        RecoveryVeto::handle(ctx)
    }

    /// Gives the member his new wallet, after the time for a veto; anyone may.
    #[discrim = 51]
    pub fn recovery_execute(ctx: &mut Context<RecoveryExecute>) -> Result<()> {
        RecoveryExecute::handle(ctx)
    }

    /// Moves a position of the old wallet to that of the new one; anyone may.
    #[discrim = 52]
    pub fn recovery_move(ctx: &mut Context<RecoveryMove>) -> Result<()> {
        RecoveryMove::handle(ctx)
    }

    // Rights
    /// Publishes a new version of the charter; it is asked for at the next purchase, round or token.
    #[discrim = 53]
    pub fn charter_publish(ctx: &mut Context<NetworkByAuthority>, clauses: u16, charter_hash: [u8; 32]) -> Result<()> {
        NetworkByAuthority::publish_charter(ctx, clauses, charter_hash)
    }

    /// A member acknowledges every clause of the current charter.
    #[discrim = 54]
    pub fn charter_acknowledge(
        ctx: &mut Context<CharterAcknowledge>,
        charter_version: u32,
        clauses: u16,
    ) -> Result<()> {
        CharterAcknowledge::handle(ctx, charter_version, clauses)
    }

    /// The network's authority excludes a member; he keeps what he holds and is paid, but receives nothing.
    #[discrim = 55]
    pub fn member_exclude(ctx: &mut Context<MemberGovern>, reason_hash: [u8; 32]) -> Result<()> {
        MemberGovern::exclude(ctx, reason_hash)
    }

    // Boundaries and complaints
    /// The owner says how a shareholder may contact him.
    #[discrim = 56]
    pub fn position_set_boundary(ctx: &mut Context<PositionByOwner>, contact: u8) -> Result<()> {
        PositionByOwner::set_boundary(ctx, contact)
    }

    /// The owner complains about a present or past shareholder.
    #[discrim = 57]
    pub fn complaint_file(ctx: &mut Context<ComplaintFile>, args: ComplaintFileArgs) -> Result<()> {
        ComplaintFile::handle(ctx, args)
    }

    /// The shareholder replies, once, within seven days.
    #[discrim = 58]
    pub fn complaint_reply(ctx: &mut Context<ComplaintReply>, reply_hash: [u8; 32]) -> Result<()> {
        ComplaintReply::handle(ctx, reply_hash)
    }

    /// A steward without shares of the token decides: 1 upheld, with a severity; 2 dismissed; 3 dismissed as abusive.
    #[discrim = 59]
    pub fn complaint_resolve(
        ctx: &mut Context<ComplaintDecide>,
        decision: u8,
        severity: u8,
        reason_hash: [u8; 32],
    ) -> Result<()> {
        ComplaintDecide::resolve(ctx, decision, severity, reason_hash)
    }

    /// The network's authority puts another decision in its place, within 30 days, once.
    #[discrim = 60]
    pub fn complaint_overturn(
        ctx: &mut Context<ComplaintDecide>,
        decision: u8,
        severity: u8,
        reason_hash: [u8; 32],
    ) -> Result<()> {
        ComplaintDecide::overturn(ctx, decision, severity, reason_hash)
    }

    /// Closes a complaint that has lapsed or is final; the rent goes back. Anyone may.
    #[discrim = 61]
    pub fn complaint_close(ctx: &mut Context<ComplaintClose>) -> Result<()> {
        ComplaintClose::handle(ctx)
    }

    // Reports
    /// The owner reports what his sales of equity brought in a year, and what they had cost.
    #[discrim = 62]
    pub fn report_file(
        ctx: &mut Context<ReportFile>,
        year: u16,
        proceeds: u64,
        cost_basis: u64,
        evidence_hash: [u8; 32],
    ) -> Result<()> {
        ReportFile::handle(ctx, year, proceeds, cost_basis, evidence_hash)
    }

    /// Records that a report is missing, or that less was deposited than it says; anyone may, once each.
    #[discrim = 63]
    pub fn report_record(ctx: &mut Context<ReportRecord>, year: u16) -> Result<()> {
        ReportRecord::handle(ctx, year)
    }
}
