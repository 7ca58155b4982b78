use crate::{
    access::{check_ordinary_wallet, now},
    account::{Account, Program},
    constants::*,
    events::RecoveryProposed,
    send,
    state::*,
};
use anchor_lang::prelude::*;
use personal_token_core::{
    member::capability,
    recovery::{check_granted, Schedule},
    Error as Rule,
};

#[event_cpi]
#[derive(Accounts)]
pub struct RecoveryPropose {
    /// Pays the rent; gets it back when the recovery ends.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// The member's new wallet.
    pub new_wallet: Signer,
    /// The wallet of one steward who recovers.
    pub first_signer: Signer,
    /// The wallet of another.
    pub second_signer: Signer,
    pub network: Account<Network>,
    #[account(constraint = first_steward.network == *network.address() @ Rule::NetworkMismatch)]
    pub first_steward: Account<Steward>,
    #[account(address = first_steward.member @ Rule::NotAuthorised)]
    pub first_member: Account<Member>,
    #[account(constraint = second_steward.network == *network.address() @ Rule::NetworkMismatch)]
    pub second_steward: Account<Steward>,
    #[account(address = second_steward.member @ Rule::NotAuthorised)]
    pub second_member: Account<Member>,
    #[account(mut, constraint = member.network == *network.address() @ Rule::NetworkMismatch)]
    pub member: Account<Member>,
    /// CHECK: the address; nothing may be there, as the recovery could never be executed.
    #[account(seeds = [WALLET_SEED, network.address().as_ref(), new_wallet.address().as_ref()], bump)]
    pub wallet_link: UncheckedAccount,
    #[account(init, payer = payer, seeds = [RECOVERY_SEED, member.address().as_ref()], bump)]
    pub recovery: Account<Recovery>,
    pub system_program: Program<System>,
}

impl RecoveryPropose {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let now = now()?;
        require!(accounts.first_steward.address() != accounts.second_steward.address(), Rule::SameSteward);
        check_steward(&accounts.first_signer, &accounts.first_steward, &accounts.first_member, now)?;
        check_steward(&accounts.second_signer, &accounts.second_steward, &accounts.second_member, now)?;
        check_ordinary_wallet(&accounts.new_wallet)?;
        require!(accounts.member.wallet != *accounts.new_wallet.address(), Rule::WalletUnchanged);
        require!(!accounts.wallet_link.account().owned_by(&crate::ID), Rule::WalletTaken);

        let schedule = Schedule::starting(now)?;

        accounts.member.recovery_until = schedule.lapses_at;
        accounts.member.invariant()?;
        let recovery = &mut accounts.recovery;
        recovery.version = VERSION;
        recovery.bump = ctx.bumps.recovery;
        recovery.proposed_at = now;
        recovery.executable_at = schedule.executable_at;
        recovery.lapses_at = schedule.lapses_at;
        recovery.member = *accounts.member.address();
        recovery.new_wallet = *accounts.new_wallet.address();
        recovery.first_steward = *accounts.first_signer.address();
        recovery.second_steward = *accounts.second_signer.address();
        recovery.rent_payer = *accounts.payer.address();

        send!(
            ctx,
            RecoveryProposed {
                member: *ctx.accounts.member.address(),
                new_wallet: *ctx.accounts.new_wallet.address(),
                first_steward: *ctx.accounts.first_signer.address(),
                second_steward: *ctx.accounts.second_signer.address(),
                executable_at: schedule.executable_at.into(),
                lapses_at: schedule.lapses_at.into(),
            }
        );
        Ok(())
    }
}

/// An active member's own signature, and a capability that others had two weeks to notice. The network's authority
/// cannot stand in for a steward here.
fn check_steward(signer: &Signer, steward: &Steward, member: &Member, now: i64) -> Result<()> {
    require!(member.wallet == *signer.address(), Rule::NotAuthorised);
    require!(steward.capabilities & capability::RECOVER != 0, Rule::NotAuthorised);
    require!(member.check_active().is_ok(), Rule::StewardNotActive);
    member.restraint().check(now)?;
    let [.., granted_at] = steward.granted_at;
    Ok(check_granted(granted_at, now)?)
}
