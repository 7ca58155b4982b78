use crate::{
    access::now,
    account::Account,
    events::{log_event, PositionMarked},
    state::*,
};
use anchor_lang::{address_eq, prelude::*};
use personal_token_core::Error as Rule;

/// No signer: what is written follows from the member alone. His positions follow, all writable.
#[derive(Accounts)]
pub struct PositionMark {
    pub member: Account<Member>,
}

impl PositionMark {
    /// Marks each position as long as the member is held or being recovered, or as its wallet is not his any more; takes
    /// the mark away when nothing holds. A payout reads the position alone, and so needs it there.
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let mut positions = ctx.remaining_accounts()?;
        require!(!positions.is_empty(), Rule::PositionMismatch);
        let now = now()?;
        let member = &ctx.accounts.member;
        for view in positions.iter_mut() {
            let ours = view.is_writable() && address_eq(view.owner(), &crate::ID);
            require!(ours, Rule::PositionMismatch);
            let address = *view.address();
            let mut data = view.try_borrow_mut()?;
            let position = Position::from_data(&mut data).ok_or(Rule::PositionMismatch)?;
            require!(address_eq(&position.member, member.address()), Rule::PositionMismatch);
            let is_present = address_eq(&position.wallet, &member.wallet);
            position.held_until = member.restraint().mark(is_present, now);
            require!(position.is_sound(), Rule::InvariantBroken);
            log_event(&PositionMarked { position: address, held_until: position.held_until.into() });
        }
        Ok(())
    }
}
