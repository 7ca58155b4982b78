use crate::{
    access::now,
    account::{Account, Program},
    constants::*,
    events::SubscriptionSettled,
    send,
    state::{Token, *},
    token22,
};
use anchor_lang::{address_eq, prelude::*};
use personal_token_core::{accumulator::Pool, Error as Rule};
use pinocchio::cpi::Seed;

/// No signer, and no account that anybody could close, freeze or hand over: settling moves no quote money. The investor's
/// part of the escrow becomes the owner's in the same instruction in which the shares are issued.
#[event_cpi]
#[derive(Accounts)]
pub struct RoundSettle {
    pub network: Account<Network>,
    #[account(mut, constraint = token.network == *network.address() @ Rule::NetworkMismatch)]
    pub token: Account<Token>,
    /// CHECK: the address recorded in the token.
    #[account(mut, address = token.mint @ Rule::TokenMismatch)]
    pub mint: UncheckedAccount,
    #[account(mut, constraint = round.token == *token.address() @ Rule::RoundMismatch)]
    pub round: Account<Round>,
    #[account(mut, constraint = subscription.round == *round.address() @ Rule::RoundMismatch)]
    pub subscription: Account<Subscription>,
    #[account(address = subscription.member @ Rule::RoundMismatch)]
    pub member: Account<Member>,
    #[account(
        mut,
        constraint = position.token == *token.address() @ Rule::TokenMismatch,
        constraint = position.member == *member.address() @ Rule::PositionMismatch
    )]
    pub position: Account<Position>,
    /// CHECK: the address recorded in the position.
    #[account(mut, address = position.share_account @ Rule::PositionMismatch)]
    pub share_account: UncheckedAccount,
    /// The treasury's position, if the round has one and it is not the investor's.
    #[account(mut, address = round.treasury_position @ Rule::PositionMismatch)]
    pub treasury_position: Option<Account<Position>>,
    /// CHECK: the address recorded in the treasury's position.
    #[account(mut)]
    pub treasury_share_account: Option<UncheckedAccount>,
    pub token_2022_program: Program<Token2022>,
}

impl RoundSettle {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let now = now()?;
        accounts.position.check_not_replaced()?;
        let treasury = Treasury::of(accounts)?;
        let receives = accounts.member.check_standing(&accounts.network, now).is_ok();

        let settlement = accounts.round.rules().settle(
            accounts.subscription.rules(),
            receives,
            treasury != Treasury::Waived,
            now,
        )?;
        let (lock, price) = (accounts.round.book.lock, accounts.round.book.price);
        let mut pool = accounts.token.pool();
        let own_shares = match treasury {
            Treasury::IsInvestor => settlement.shares.checked_add(settlement.fee_shares).ok_or(Rule::MathOverflow)?,
            Treasury::Waived | Treasury::Apart => settlement.shares,
        };
        issue(&mut pool, &mut accounts.position, own_shares, settlement.paid, lock, now)?;
        if let (Treasury::Apart, Some(position)) = (treasury, &mut accounts.treasury_position) {
            issue(&mut pool, position, settlement.fee_shares, 0, lock, now)?;
        }

        let token = &mut accounts.token;
        token.set_pool(&pool);
        token.unsettled = accounts.round.book.accepted;
        if token.unsettled == 0 {
            token.round_closes_at = 0;
        }
        if settlement.shares > 0 {
            token.last_round_price = price;
        }
        token.invariant()?;
        accounts.round.invariant()?;
        accounts.subscription.invariant()?;

        mint(accounts, accounts.share_account.account(), own_shares)?;
        if let (Treasury::Apart, Some(account)) = (treasury, &accounts.treasury_share_account) {
            mint(accounts, account.account(), settlement.fee_shares)?;
        }

        send!(
            ctx,
            SubscriptionSettled {
                round: *ctx.accounts.round.address(),
                member: *ctx.accounts.member.address(),
                position: *ctx.accounts.position.address(),
                shares: settlement.shares.into(),
                fee_shares: settlement.fee_shares.into(),
                paid: settlement.paid.into(),
                owed: ctx.accounts.subscription.book.owed.into(),
            }
        );
        Ok(())
    }
}

/// Where the treasury's part goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Treasury {
    /// It had no position at completion, or has moved away from it since.
    Waived,
    /// Its position is the investor's own.
    IsInvestor,
    /// Into its position.
    Apart,
}

impl Treasury {
    fn of(accounts: &RoundSettle) -> Result<Self> {
        let recorded = &accounts.round.treasury_position;
        if address_eq(recorded, &Address::default()) {
            return Ok(Self::Waived);
        }
        if address_eq(recorded, accounts.position.address()) {
            return Ok(Self::IsInvestor);
        }
        // Whoever settles must not be able to leave the treasury out.
        let (Some(position), Some(account)) = (&accounts.treasury_position, &accounts.treasury_share_account) else {
            return Err(Rule::PositionMismatch.into());
        };
        require!(address_eq(&position.share_account, account.address()), Rule::PositionMismatch);
        Ok(if position.check_not_replaced().is_ok() { Self::Apart } else { Self::Waived })
    }
}

fn issue(pool: &mut Pool, position: &mut Position, shares: u64, cost: u64, lock: u32, now: i64) -> Result<()> {
    if shares == 0 {
        return Ok(());
    }
    let mut holding = position.holding();
    pool.issue(&mut holding, shares)?;
    let lockup = position.lockup().receive(shares, now, lock)?;
    position.set_holding(&holding);
    position.set_lockup(lockup);
    // Saturating, as settling must not fail; the quote mint's whole supply fits.
    position.cost_basis = position.cost_basis.saturating_add(cost);
    position.used = HELD;
    position.invariant()
}

fn mint(accounts: &RoundSettle, share_account: &AccountView, shares: u64) -> Result<()> {
    if shares == 0 {
        return Ok(());
    }
    let bump = [accounts.token.bump];
    let mint = accounts.mint.address();
    let seeds: [Seed; 3] = [TOKEN_SEED.into(), mint.as_ref().into(), Seed::from(&bump)];
    token22::mint_shares(accounts.mint.account(), share_account, accounts.token.account(), shares, &seeds)
}
