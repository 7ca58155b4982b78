use super::MemberGovern;
use crate::{
    access::{check_capability, now},
    events::EducationAttested,
    send,
};
use anchor_lang::prelude::*;
use personal_token_core::member::capability;

impl MemberGovern {
    #[inline(never)]
    pub fn attest(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        check_capability(
            &accounts.network,
            &accounts.signer,
            accounts.steward.as_ref(),
            accounts.steward_member.as_ref(),
            capability::ATTEST,
        )?;
        accounts.member.check_active()?;

        accounts.member.education_attested_at = now()?;
        accounts.member.invariant()?;

        send!(
            ctx,
            EducationAttested {
                network: *ctx.accounts.network.address(),
                member: *ctx.accounts.member.address(),
                by: *ctx.accounts.signer.address(),
            }
        );
        Ok(())
    }
}
