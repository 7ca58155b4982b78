use crate::{
    access::{check_owner, now},
    account::Account,
    events::{AuthorisedChanged, HoldChanged, PolicyChanged},
    send,
    state::{Token, *},
};
use anchor_lang::prelude::*;
use personal_token_core::{
    policy::{check_hold, raise_authorised, Policy},
    Error as Rule,
};

/// What the owner does alone to his token.
#[event_cpi]
#[derive(Accounts)]
pub struct TokenByOwner {
    /// The owner's wallet.
    pub owner: Signer,
    /// CHECK: the owner's member, in `check_owner`.
    pub owner_member: UncheckedAccount,
    pub network: Account<Network>,
    #[account(mut, constraint = token.network == *network.address() @ Rule::NetworkMismatch)]
    pub token: Account<Token>,
}

impl TokenByOwner {
    #[inline(never)]
    pub fn set_policy(ctx: &mut Context<Self>, policy: u8) -> Result<()> {
        check_owner(&ctx.accounts.owner, &ctx.accounts.owner_member, &ctx.accounts.token)?;
        let token = &mut ctx.accounts.token;
        let term = token.policy_term()?.announce(Policy::from_byte(policy)?, now()?)?;
        let term = term.ok_or(Rule::PolicyUnchanged)?;

        token.policy = term.current.byte();
        token.announced_policy = term.announced.byte();
        token.policy_effective_at = term.effective_at;
        token.invariant()?;

        send!(
            ctx,
            PolicyChanged { token: *ctx.accounts.token.address(), policy, effective_at: term.effective_at.into() }
        );
        Ok(())
    }
}

impl TokenByOwner {
    #[inline(never)]
    pub fn set_hold(ctx: &mut Context<Self>, hold: u32) -> Result<()> {
        check_owner(&ctx.accounts.owner, &ctx.accounts.owner_member, &ctx.accounts.token)?;
        check_hold(hold, ctx.accounts.network.parameters.minimum_hold)?;
        let token = &mut ctx.accounts.token;
        let term = token.hold_term().announce(hold, now()?)?.ok_or(Rule::HoldUnchanged)?;

        token.hold = term.current;
        token.announced_hold = term.announced;
        token.hold_effective_at = term.effective_at;
        token.invariant()?;

        send!(
            ctx,
            HoldChanged {
                token: *ctx.accounts.token.address(),
                hold: hold.into(),
                effective_at: term.effective_at.into()
            }
        );
        Ok(())
    }
}

impl TokenByOwner {
    #[inline(never)]
    pub fn authorise(ctx: &mut Context<Self>, authorised: u64) -> Result<()> {
        check_owner(&ctx.accounts.owner, &ctx.accounts.owner_member, &ctx.accounts.token)?;
        let token = &mut ctx.accounts.token;
        let term = raise_authorised(token.authorised_term(), authorised, now()?)?;

        token.authorised = term.current;
        token.announced_authorised = term.announced;
        token.authorised_effective_at = term.effective_at;
        token.invariant()?;

        send!(
            ctx,
            AuthorisedChanged {
                token: *ctx.accounts.token.address(),
                authorised: authorised.into(),
                effective_at: term.effective_at.into()
            }
        );
        Ok(())
    }
}
