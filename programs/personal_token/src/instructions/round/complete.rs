use crate::{
    access::now,
    account::Account,
    events::RoundChanged,
    send,
    state::{Token, *},
};
use anchor_lang::{address_eq, prelude::*};
use personal_token_core::Error as Rule;

#[event_cpi]
#[derive(Accounts)]
pub struct RoundComplete {
    /// The owner's wallet.
    pub owner: Signer,
    #[account(constraint = owner_member.wallet == *owner.address() @ Rule::NotTokenOwner)]
    pub owner_member: Account<Member>,
    pub network: Account<Network>,
    #[account(
        mut,
        constraint = token.network == *network.address() @ Rule::NetworkMismatch,
        constraint = token.owner == *owner_member.address() @ Rule::NotTokenOwner
    )]
    pub token: Account<Token>,
    #[account(mut, constraint = round.token == *token.address() @ Rule::RoundMismatch)]
    pub round: Account<Round>,
    /// CHECK: the one address at which the treasury's position would be, in the handler; it need not exist.
    #[account(mut)]
    pub treasury_position: UncheckedAccount,
}

impl RoundComplete {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let now = now()?;
        // Whoever stole the owner's key is not to raise money with it; undoing and cancelling stay possible.
        accounts.owner_member.restraint().check(now)?;
        let treasury_position = find_treasury_position(accounts)?;

        let book = {
            let rules = accounts.round.rules();
            rules.complete(now)?;
            *rules
        };

        accounts.round.treasury_position = treasury_position;
        accounts.round.invariant()?;
        accounts.token.unsettled = book.accepted;
        accounts.token.invariant()?;

        send!(
            ctx,
            RoundChanged {
                token: *ctx.accounts.token.address(),
                round: *ctx.accounts.round.address(),
                state: book.state,
                undos: book.undos,
                accepted_shares: book.accepted_shares.into(),
            }
        );
        Ok(())
    }
}

/// The treasury's position, or the default address if it has none. Searched for, as the owner would gain from passing
/// another address.
#[inline(never)]
fn find_treasury_position(accounts: &RoundComplete) -> Result<Address> {
    let position = Position::address_of(&accounts.network.treasury, &accounts.token.mint);
    let view = accounts.treasury_position.account();
    require!(address_eq(&position, view.address()), Rule::PositionMismatch);
    if !view.owned_by(&crate::ID) {
        return Ok(Address::default());
    }
    // A position that could be closed could not be settled, and the round would never end.
    let mut view = *view;
    let mut data = view.try_borrow_mut()?;
    Position::from_data(&mut data).ok_or(Rule::PositionMismatch)?.keep();
    Ok(position)
}
