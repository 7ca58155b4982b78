use crate::{
    access::now,
    account::{Account, Program},
    constants::*,
    events::PositionOpened,
    send,
    state::{Token, *},
    token22::{set_close_authority, ShareAccount},
};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

#[event_cpi]
#[derive(Accounts)]
pub struct PositionOpen {
    /// Pays the rent; gets it back if the position is closed unused.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// The holder's wallet.
    pub wallet: Signer,
    pub token: Account<Token>,
    #[account(
        constraint = member.network == token.network @ Rule::NetworkMismatch,
        constraint = member.wallet == *wallet.address() @ Rule::NotMemberWallet
    )]
    pub member: Account<Member>,
    /// CHECK: canonical, of this mint and of Token-2022, in the handler.
    #[account(mut)]
    pub share_account: UncheckedAccount,
    #[account(init, payer = payer, seeds = [POSITION_SEED, share_account.address().as_ref()], bump)]
    pub position: Account<Position>,
    pub token_2022_program: Program<Token2022>,
    pub system_program: Program<System>,
}

impl PositionOpen {
    /// Whoever is suspended or has left opens one too: it receives nothing, but after a recovery it is where he is paid.
    /// The bump of the share account's address comes from the client, as no account can exist at a wrong one.
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, share_bump: u8) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let wallet = *accounts.wallet.address();
        let mint = &accounts.token.mint;
        let seeds = [wallet.as_ref(), TOKEN_2022_ID.as_ref(), mint.as_ref(), &[share_bump]];
        let share_account = create_program_address(&seeds, &ASSOCIATED_TOKEN_ID)?;
        require!(share_account == *accounts.share_account.address(), Rule::ShareAccountInvalid);
        let hand_over = must_hand_over(accounts)?;

        let position = &mut accounts.position;
        position.version = VERSION;
        position.bump = ctx.bumps.position;
        position.member = *accounts.member.address();
        position.token = *accounts.token.address();
        position.share_account = *accounts.share_account.address();
        position.wallet = wallet;
        position.quote_account = accounts.member.quote_account;
        position.rent_payer = *accounts.payer.address();
        position.last = accounts.token.acc;
        position.opened_at = now()?;
        position.invariant()?;

        if hand_over {
            set_close_authority(
                accounts.share_account.account(),
                accounts.wallet.account(),
                Some(accounts.position.address()),
                &[],
            )?;
        }

        send!(
            ctx,
            PositionOpened {
                token: *ctx.accounts.token.address(),
                position: *ctx.accounts.position.address(),
                member: *ctx.accounts.member.address(),
                wallet,
            }
        );
        Ok(())
    }
}

/// Whether the close authority has still to be handed over: `false` if a top-level SetAuthority of the holder has done
/// it, which is the way for accounts with CpiGuard.
fn must_hand_over(accounts: &PositionOpen) -> Result<bool> {
    let view = accounts.share_account.account();
    let data = view.try_borrow()?;
    let account = ShareAccount::parse(view, &data, &accounts.token.mint).map_err(|_| Rule::ShareAccountInvalid)?;
    match account.account.close_authority() {
        None => Ok(true),
        Some(authority) if authority == accounts.wallet.address() => Ok(true),
        Some(authority) if authority == accounts.position.address() => Ok(false),
        Some(_) => Err(Rule::CloseAuthorityTaken.into()),
    }
}
