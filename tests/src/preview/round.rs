//! Of settlements, refunds and withdrawals.

use personal_token_core::{proceeds::QuoteAccount, Error as Rule};
use personal_token_sdk::{
    instruction::{Kind, RoundRefund, RoundSettle, RoundWithdraw},
    quote::{self, SettlementPreview},
    state::{Member, Network, Position, Round, Subscription, Token, TokenAccount},
    TOKEN_ID,
};
use solana_address::Address;
use solana_instruction::Instruction;

use super::read;
use crate::World;

/// A settlement: the round, the subscription, the investor's position, and what was there before.
pub struct Settling {
    addresses: [Address; 3],
    before: (Round, Position),
    /// What the SDK says of it.
    pub preview: Result<SettlementPreview, Rule>,
}

impl Settling {
    /// If it is as the SDK builds it.
    pub fn of(world: &World, instruction: &Instruction) -> Option<Self> {
        let [network, token, mint, round, subscription, member, position, _, treasury, ..] =
            instruction.accounts.as_slice()
        else {
            return None;
        };
        let addresses = [round.pubkey, subscription.pubkey, position.pubkey];
        let (network_state, token): (Network, Token) = (read(world, network)?, read(world, token)?);
        let (round, subscription): (Round, Subscription) = (read(world, round)?, read(world, subscription)?);
        let (member_state, position): (Member, Position) = (read(world, member)?, read(world, position)?);
        let treasury: Option<Position> = read(world, treasury);
        let canonical = RoundSettle {
            network: network.pubkey,
            mint: mint.pubkey,
            index: round.index,
            member: member.pubkey,
            wallet: position.wallet,
            treasury: treasury.map(|treasury| treasury.wallet),
        };
        let recorded = round.treasury_position;
        let is_apart = recorded != Address::default() && recorded != position.address();
        let is_recorded = treasury.map(|treasury| treasury.address()) == is_apart.then_some(recorded);
        let is_his = (subscription.member, position.member) == (member.pubkey, member.pubkey);
        let is_sound = is_recorded && is_his && position.token == token.address() && token.network == network.pubkey;
        if canonical.instruction() != *instruction || !is_sound {
            return None;
        }
        let now = world.now();
        let receives = quote::check_investor(&network_state, &member_state, now).is_ok();
        let treasury_receives = match is_apart {
            true => treasury.is_some_and(|treasury| treasury.replaced_by().is_none()),
            false => recorded != Address::default(),
        };
        let preview = match position.replaced_by() {
            Some(_) => Err(Rule::PositionReplaced),
            None => quote::settlement(&round, &subscription, receives, treasury_receives, now),
        };
        Some(Self { addresses, before: (round, position), preview })
    }

    /// Compares with what came of it.
    #[track_caller]
    pub fn check(self, world: &World) {
        let [round, subscription, position] = self.addresses;
        let (round, subscription): (Round, Subscription) = (world.read(round), world.read(subscription));
        let position: Position = world.read(position);
        let (before, held) = self.before;
        let fee_shares = round.book.fee_issued - before.book.fee_issued;
        let is_investor = round.treasury_position == position.address();
        let own = if is_investor { fee_shares } else { 0 };
        let found = SettlementPreview {
            shares: position.shares - held.shares - own,
            fee_shares,
            paid: round.book.owed_to_owner - before.book.owed_to_owner,
            owed: subscription.book.owed,
            settles_round: round.book.accepted == 0,
        };
        assert_eq!(found, self.preview.unwrap(), "the SDK's preview, right");
    }
}

/// A refund or a withdrawal: the account that is paid, and what was in it before.
pub struct Returning {
    account: Address,
    before: u64,
    /// What the SDK says of it.
    pub preview: Result<u64, Rule>,
}

impl Returning {
    /// If it is one of the two, as the SDK builds it, and the member is neither held nor being recovered.
    pub fn of(world: &World, instruction: &Instruction, kind: Kind) -> Option<Self> {
        if !matches!(kind, Kind::RoundRefund | Kind::RoundWithdraw) {
            return None;
        }
        let [wallet, member, token, round, rent_payer, subscription, ..] = instruction.accounts.as_slice() else {
            return None;
        };
        let (member_state, token): (Member, Token) = (read(world, member)?, read(world, token)?);
        let (round, subscription): (Round, Subscription) = (read(world, round)?, read(world, subscription)?);
        let (mint, index, quote_account) = (token.mint, round.index, member_state.quote_account);
        let (member, rent_payer, now) = (member.pubkey, rent_payer.pubkey, world.now());
        let signer = wallet.is_signer.then_some(wallet.pubkey);
        let canonical = match kind {
            Kind::RoundRefund => {
                RoundRefund { wallet: signer, member, mint, index, rent_payer, quote_account }.instruction()
            }
            _ => RoundWithdraw { wallet: signer?, member, mint, index, rent_payer, quote_account }.instruction(),
        };
        let is_his = subscription.member == member && subscription.rent_payer == rent_payer;
        let signs = signer.is_none_or(|signer| signer == member_state.wallet);
        let is_free = member_state.restraint().check(now).is_ok();
        if canonical != *instruction || !is_his || !signs || !is_free {
            return None;
        }
        let preview = match kind {
            Kind::RoundRefund => quote::refund(&round, &subscription, now),
            _ => quote::withdrawal(&round, &subscription, now),
        };
        let preview = preview.and_then(|amount| match payable(world, &member_state, token.quote_mint).error() {
            Some(rule) if amount > 0 => Err(rule),
            _ => Ok(amount),
        });
        Some(Self { account: quote_account, before: world.quote_in(quote_account), preview })
    }

    /// Compares with what came of it.
    #[track_caller]
    pub fn check(self, world: &World) {
        assert_eq!(world.quote_in(self.account) - self.before, self.preview.unwrap(), "the SDK's preview, right");
    }
}

fn payable(world: &World, member: &Member, quote_mint: Address) -> personal_token_core::proceeds::Payout {
    let account = world.account(&member.quote_account);
    let account = account.and_then(|found| TokenAccount::decode(&found.owner, &found.data).ok());
    let account = account.filter(|account| account.program == TOKEN_ID && account.mint == quote_mint);
    let account = QuoteAccount {
        is_recorded: true,
        is_initialised: account.is_some(),
        is_own: account.as_ref().is_some_and(|account| account.owner == member.wallet),
        is_frozen: account.as_ref().is_some_and(TokenAccount::is_frozen),
    };
    account.payout()
}
