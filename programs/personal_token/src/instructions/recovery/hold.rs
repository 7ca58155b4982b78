use crate::{
    access::{check_capability, now},
    events::MemberHoldChanged,
    instructions::member::MemberGovern,
    send,
};
use anchor_lang::prelude::*;
use personal_token_core::{
    member::capability,
    policy::{Pause, MEMBER_HOLD},
};

impl MemberGovern {
    #[inline(never)]
    pub fn hold(ctx: &mut Context<Self>, seconds: u32) -> Result<()> {
        check_may_hold(&ctx.accounts)?;
        let hold = ctx.accounts.member.hold().start(seconds, &MEMBER_HOLD, now()?)?;
        store_hold(ctx, hold)
    }

    #[inline(never)]
    pub fn release(ctx: &mut Context<Self>) -> Result<()> {
        check_may_hold(&ctx.accounts)?;
        let hold = ctx.accounts.member.hold().stop(&MEMBER_HOLD, now()?)?;
        store_hold(ctx, hold)
    }
}

fn check_may_hold(accounts: &MemberGovern) -> Result<()> {
    check_capability(
        &accounts.network,
        &accounts.signer,
        accounts.steward.as_ref(),
        accounts.steward_member.as_ref(),
        capability::RECOVER,
    )
}

fn store_hold(ctx: &mut Context<MemberGovern>, hold: Pause) -> Result<()> {
    let member = &mut ctx.accounts.member;
    member.set_hold(hold);
    member.invariant()?;
    send!(
        ctx,
        MemberHoldChanged {
            member: *ctx.accounts.member.address(),
            until: hold.until.into(),
            by: *ctx.accounts.signer.address(),
        }
    );
    Ok(())
}
