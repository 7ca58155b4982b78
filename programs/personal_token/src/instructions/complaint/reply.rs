use crate::{access::now, account::Account, events::ComplaintReplied, send, state::*};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

#[event_cpi]
#[derive(Accounts)]
pub struct ComplaintReply {
    /// The shareholder's wallet. He may reply whatever his standing is.
    pub wallet: Signer,
    #[account(constraint = member.wallet == *wallet.address() @ Rule::NotMemberWallet)]
    pub member: Account<Member>,
    #[account(mut, constraint = complaint.member == *member.address() @ Rule::ComplaintMismatch)]
    pub complaint: Account<Complaint>,
}

impl ComplaintReply {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, reply_hash: [u8; 32]) -> Result<()> {
        let now = now()?;
        require!(reply_hash != [0; 32], Rule::EvidenceRequired);
        ctx.accounts.complaint.case().check_reply(now)?;

        let complaint = &mut ctx.accounts.complaint;
        complaint.replied_at = now;
        complaint.reply_hash = reply_hash;
        complaint.invariant()?;

        send!(
            ctx,
            ComplaintReplied {
                complaint: *ctx.accounts.complaint.address(),
                member: *ctx.accounts.member.address(),
                reply_hash,
            }
        );
        Ok(())
    }
}
