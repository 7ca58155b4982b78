use super::settle::{divide, move_shares, owe_seller, route};
use crate::{
    access::now,
    account::{Account, Program},
    constants::*,
    events::{GainRouted, SharesSold},
    quote, send,
    state::{Token, *},
    token22,
};
use anchor_lang::{address_eq, prelude::*, AccountClose};
use personal_token_core::{
    market::{Buyer, Fill, Money, Order},
    policy::Policy,
    transfer::{may_receive, Receipt, Receiver},
    Error as Rule,
};
use pinocchio::cpi::Seed;

#[derive(AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct ListingBuyArgs {
    /// Number of the listing that was seen.
    pub nonce: u32,
    /// At most this many shares.
    pub shares: u64,
    /// At least this many, or nothing.
    pub minimum_shares: u64,
    /// At most this price, in quote units a share.
    pub maximum_price: u64,
}

/// Quote accounts may coincide: an owner who buys, a treasury that sells.
#[event_cpi]
#[derive(Accounts)]
pub struct ListingBuy {
    /// The buyer's wallet, and the authority of the source.
    pub buyer: Signer,
    #[account(constraint = buyer_member.wallet == *buyer.address() @ Rule::NotMemberWallet)]
    pub buyer_member: Account<Member>,
    pub network: Account<Network>,
    #[account(mut, constraint = token.network == *network.address() @ Rule::NetworkMismatch)]
    pub token: Account<Token>,
    /// CHECK: the address recorded in the token.
    #[account(mut, address = token.mint @ Rule::TokenMismatch)]
    pub mint: UncheckedAccount,
    /// CHECK: the address recorded in the token; where money goes that cannot be delivered to the owner or the seller.
    #[account(mut, address = token.vault @ Rule::TokenMismatch)]
    pub vault: UncheckedAccount,
    #[account(
        mut,
        constraint = buyer_position.token == *token.address() @ Rule::TokenMismatch,
        constraint = buyer_position.member == *buyer_member.address() @ Rule::PositionMismatch
    )]
    pub buyer_position: Account<Position>,
    /// CHECK: the address recorded in the position.
    #[account(mut, address = buyer_position.share_account @ Rule::PositionMismatch)]
    pub buyer_share_account: UncheckedAccount,
    /// CHECK: any quote account that the buyer may spend from, the token program checks it; not the seller's, in `divide`.
    #[account(mut, unsafe(dup))]
    pub source: UncheckedAccount,
    #[account(mut, constraint = listing.token == *token.address() @ Rule::ListingMismatch)]
    pub listing: Account<Listing>,
    /// CHECK: whoever paid the listing's rent, recorded in it.
    #[account(mut, unsafe(dup), address = listing.rent_payer @ Rule::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
    #[account(mut, address = listing.position @ Rule::ListingMismatch)]
    pub seller_position: Account<Position>,
    /// CHECK: the address recorded in the position.
    #[account(mut, address = seller_position.share_account @ Rule::PositionMismatch)]
    pub seller_share_account: UncheckedAccount,
    #[account(address = seller_position.member @ Rule::PositionMismatch)]
    pub seller_member: Account<Member>,
    /// CHECK: the account recorded in the seller's member, in `divide`.
    #[account(mut, unsafe(dup))]
    pub seller_quote_account: UncheckedAccount,
    #[account(address = token.owner @ Rule::NotTokenOwner)]
    pub owner_member: Account<Member>,
    /// CHECK: the address recorded in the owner's member; `divide` finds out whether it can be paid.
    #[account(mut, unsafe(dup), address = owner_member.quote_account @ Rule::QuoteAccountForeign)]
    pub owner_quote_account: UncheckedAccount,
    /// CHECK: the address recorded in the network; `divide` finds out whether it can be paid.
    #[account(mut, unsafe(dup), address = network.treasury_quote_account @ Rule::QuoteAccountForeign)]
    pub treasury_quote_account: UncheckedAccount,
    /// The seller's own token, if he has one and sells another person's shares.
    #[account(mut, address = seller_member.token @ Rule::GainRoutingRequired)]
    pub seller_token: Option<Account<Token>>,
    /// CHECK: the address recorded in the seller's token, in `route`.
    #[account(mut)]
    pub seller_vault: Option<UncheckedAccount>,
    /// The seller's position in his own token, whose part of the gain stays with him.
    #[account(mut, constraint = seller_own_position.member == *seller_member.address() @ Rule::GainRoutingRequired)]
    pub seller_own_position: Option<Account<Position>>,
    pub token_program: Program<anchor_lang::programs::Token>,
    pub token_2022_program: Program<Token2022>,
}

impl ListingBuy {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, args: ListingBuyArgs) -> Result<()> {
        let now = now()?;
        let (fill, approval_used) = check(&mut ctx.accounts, &args, now)?;
        let accounts = &mut ctx.accounts;
        let cost_basis = move_shares(accounts, &fill, approval_used, now)?;
        let mut money = divide(accounts, &fill, cost_basis, now)?;
        let per_share = route(accounts, &mut money, now)?;
        owe_seller(accounts, &money)?;

        pay(accounts, &money)?;
        deliver(accounts, fill.shares)?;

        let (listing, token) = (*ctx.accounts.listing.address(), *ctx.accounts.token.address());
        send!(
            ctx,
            SharesSold {
                token,
                listing,
                seller_position: *ctx.accounts.seller_position.address(),
                buyer_position: *ctx.accounts.buyer_position.address(),
                shares: fill.shares.into(),
                paid: fill.sale.paid.into(),
                owner_fee: money.owner_fee.into(),
                network_fee: money.network_fee.into(),
                received: money.received.into(),
                cost_basis: cost_basis.into(),
                fee_credited: u8::from(money.fee_credited),
                seller_owed: u8::from(money.seller_owed),
            }
        );
        if money.routed > 0 {
            let seller_token = ctx.accounts.seller_member.token;
            send!(
                ctx,
                GainRouted {
                    token,
                    listing,
                    seller_token,
                    gain: money.gain.into(),
                    transferred: money.routed.into(),
                    per_share: per_share.into(),
                }
            );
        }
        if ctx.accounts.listing.book.shares == 0 {
            let rent_payer = *ctx.accounts.rent_payer.account();
            ctx.accounts.listing.close(rent_payer)?;
        }
        Ok(())
    }
}

/// Whether this purchase may happen, and how much of it; books it in the listing.
#[inline(never)]
fn check(accounts: &mut ListingBuy, args: &ListingBuyArgs, now: i64) -> Result<(Fill, bool)> {
    accounts.network.check_running()?;
    accounts.token.check_not_paused(now)?;
    require!(accounts.listing.nonce == args.nonce, Rule::ListingMismatch);
    accounts.seller_position.check_present(&accounts.seller_member)?;
    accounts.seller_member.restraint().check(now)?;
    accounts.buyer_position.check_present(&accounts.buyer_member)?;
    accounts.buyer_member.restraint().check(now)?;

    // An owner who buys his own shares back is asked as well: it is a purchase.
    accounts.buyer_member.rights().check_current(accounts.network.charter_version)?;

    let order = Order { shares: args.shares, minimum_shares: args.minimum_shares, maximum_price: args.maximum_price };
    let position: &Position = &accounts.buyer_position;
    let is_owner = address_eq(&position.member, &accounts.token.owner);
    let buyer = Buyer { is_owner, is_holder: position.shares > 0 };
    let fill = accounts.listing.rules().fill(&order, buyer, now)?;
    accounts.listing.invariant()?;

    let (token, member): (&Token, &Member) = (&accounts.token, &accounts.buyer_member);
    let receipt = Receipt {
        policy: if fill.asks_policy { token.policy_term()?.at(now) } else { Policy::Open },
        minimum_reputation: accounts.network.parameters.minimum_reputation,
        total: token.total,
        shares: fill.shares,
        now,
    };
    let receiver = Receiver {
        is_owner,
        status: member.status()?,
        reputation: member.reputation(),
        shares: position.shares,
        cap: position.cap,
        approval: position.approval_from(&accounts.seller_member.wallet),
    };
    let approval_used = may_receive(&receipt, &receiver)?;
    Ok((fill, approval_used))
}

/// All money of the sale in one call, under the buyer's signature.
#[inline(never)]
fn pay(accounts: &ListingBuy, money: &Money) -> Result<()> {
    let fee_to = if money.fee_credited { &accounts.vault } else { &accounts.owner_quote_account };
    let seller_to = if money.seller_owed { &accounts.vault } else { &accounts.seller_quote_account };
    let routed = accounts.seller_vault.as_ref().map(|vault| (vault, money.routed));
    let payments = [
        Some((seller_to, money.to_seller()?)),
        Some((fee_to, money.owner_fee)),
        Some((&accounts.treasury_quote_account, money.network_fee)),
        routed,
    ];
    let due = payments.iter().flatten().filter(|(_, amount)| *amount > 0);
    let payments: alloc::vec::Vec<_> = due.map(|(account, amount)| (account.account(), *amount)).collect();
    quote::transfer_batch(accounts.source.account(), accounts.buyer.account(), &payments, &[])
}

/// The program never transfers shares: the seller's are burned and the buyer's are minted.
#[inline(never)]
fn deliver(accounts: &ListingBuy, shares: u64) -> Result<()> {
    let (mint, token) = (accounts.mint.account(), accounts.token.account());
    let bump = [accounts.token.bump];
    let mint_address = accounts.mint.address();
    let seeds: [Seed; 3] = [TOKEN_SEED.into(), mint_address.as_ref().into(), Seed::from(&bump)];
    token22::burn_as_permanent_delegate(mint, accounts.seller_share_account.account(), token, shares, &seeds)?;
    token22::mint_shares(mint, accounts.buyer_share_account.account(), token, shares, &seeds)
}
