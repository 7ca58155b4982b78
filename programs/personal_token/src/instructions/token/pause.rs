use super::TokenByOwner;
use crate::{
    access::{check_owner, now},
    events::PauseChanged,
    send,
};
use anchor_lang::prelude::*;
use personal_token_core::policy::TRANSFER_PAUSE;

impl TokenByOwner {
    #[inline(never)]
    pub fn pause(ctx: &mut Context<Self>, seconds: u32) -> Result<()> {
        check_owner(&ctx.accounts.owner, &ctx.accounts.owner_member, &ctx.accounts.token)?;
        let token = &mut ctx.accounts.token;
        let pause = token.pause().start(seconds, &TRANSFER_PAUSE, now()?)?;
        token.set_pause(pause);
        token.invariant()?;
        send!(ctx, PauseChanged { token: *ctx.accounts.token.address(), until: pause.until.into() });
        Ok(())
    }
}

impl TokenByOwner {
    #[inline(never)]
    pub fn resume(ctx: &mut Context<Self>) -> Result<()> {
        check_owner(&ctx.accounts.owner, &ctx.accounts.owner_member, &ctx.accounts.token)?;
        let token = &mut ctx.accounts.token;
        let pause = token.pause().stop(&TRANSFER_PAUSE, now()?)?;
        token.set_pause(pause);
        token.invariant()?;
        send!(ctx, PauseChanged { token: *ctx.accounts.token.address(), until: pause.until.into() });
        Ok(())
    }
}
