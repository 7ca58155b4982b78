//! The SDK's previews are what the chain does, to the unit: every transfer, claim, deposit, settlement, refund and
//! withdrawal that a test sends as the SDK builds it is previewed before, and compared afterwards.

use personal_token_core::{proceeds::Payout, Error as Rule};
use personal_token_sdk::{
    instruction::{Kind, ProceedsClaim, SharesTransfer},
    quote::{self, DepositPreview, TransferInputs, TransferPreview},
    state::{Distribution, Member, Network, Position, ProgramAccount, Token, TokenAccount},
    ID, TOKEN_2022_ID,
};
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};

use crate::{Outcome, Refusal, World};

mod round;

pub use round::{Returning, Settling};

/// What the SDK says beforehand.
pub enum Preview {
    /// Of a transfer: source and destination position, and what becomes of them.
    Transfer([Address; 2], Box<Result<TransferPreview, Rule>>),
    /// Of a claim: the quote account, what is in it, and what it is paid.
    Claim(Address, u64, Result<u64, Rule>),
    /// Of a deposit: its record, and what is in it.
    Deposit(Address, Result<DepositPreview, Rule>),
    /// Of a settlement.
    Settlement(Box<Settling>),
    /// Of a refund or a withdrawal.
    Return(Returning),
}

impl Preview {
    /// Of the only instruction of a transaction, if it is one of the three, all its accounts are there, and it is as
    /// the SDK builds it.
    pub fn of(world: &World, instructions: &[Instruction]) -> Option<Self> {
        let [instruction] = instructions else { return None };
        let accounts = &instruction.accounts;
        match (instruction.program_id, instruction.data.as_slice()) {
            (TOKEN_2022_ID, [12, amount @ .., 0]) if accounts.len() == 12 => {
                transfer(world, instruction, u64::from_le_bytes(amount.try_into().ok()?))
            }
            (ID, data) if Kind::of(data) == Some(Kind::ProceedsClaim) => claim(world, instruction),
            (ID, data) if Kind::of(data) == Some(Kind::ProceedsDeposit) => deposit(world, accounts, data),
            (ID, data) if Kind::of(data) == Some(Kind::RoundSettle) => {
                Some(Self::Settlement(Box::new(Settling::of(world, instruction)?)))
            }
            (ID, data) => Returning::of(world, instruction, Kind::of(data)?).map(Self::Return),
            _ => None,
        }
    }

    /// Compares with what came of it. What other programs refuse, the SDK does not preview; neither does it doubt that
    /// the accounts are sound.
    #[track_caller]
    pub fn check(self, world: &World, outcome: &Outcome) {
        let expected = match &self {
            Self::Transfer(_, preview) => preview.as_ref().as_ref().err(),
            Self::Claim(_, _, preview) => preview.as_ref().err(),
            Self::Deposit(_, preview) => preview.as_ref().err(),
            Self::Settlement(settling) => settling.preview.as_ref().err(),
            Self::Return(returning) => returning.preview.as_ref().err(),
        };
        match (outcome.refusal(), expected) {
            (None, None) => self.check_success(world),
            (None, Some(rule)) => panic!("the SDK said that it would be refused: {rule:?}"),
            (Some(Refusal::Rule(Rule::InvariantBroken)), _) => {}
            // A deposit has more rules than those about its amount.
            (Some(Refusal::Rule(_)), _) if matches!(self, Self::Deposit(..)) => {}
            (Some(Refusal::Rule(found)), expected) => {
                assert_eq!(Some(&found), expected, "the rule, left, and the one that the SDK said, right")
            }
            (Some(_), _) => {}
        }
    }

    #[track_caller]
    fn check_success(self, world: &World) {
        match self {
            Self::Transfer([source, destination], preview) => {
                let preview = preview.unwrap();
                assert_eq!(world.read::<Position>(source), preview.source, "the SDK's preview, right");
                assert_eq!(world.read::<Position>(destination), preview.destination, "the SDK's preview, right");
            }
            Self::Claim(account, before, preview) => {
                assert_eq!(world.quote_in(account) - before, preview.unwrap(), "the SDK's preview, right");
            }
            Self::Deposit(record, preview) => {
                let record: Distribution = world.read(record);
                let (gross, retained, per_share) = (record.gross, record.retained, record.per_share.get());
                let found = DepositPreview { gross, per_share, transferred: gross - retained, retained };
                assert_eq!(found, preview.unwrap(), "the SDK's preview, right");
            }
            Self::Settlement(settling) => settling.check(world),
            Self::Return(returning) => returning.check(world),
        }
    }
}

fn read<T: ProgramAccount>(world: &World, meta: &AccountMeta) -> Option<T> {
    let account = world.account(&meta.pubkey)?;
    T::decode(&account.owner, &account.data).ok()
}

fn transfer(world: &World, instruction: &Instruction, shares: u64) -> Option<Preview> {
    let [_, mint, _, authority, token, network, source, destination, source_member, destination_member, ..] =
        instruction.accounts.as_slice()
    else {
        return None;
    };
    let positions = [source.pubkey, destination.pubkey];
    let (source, destination): (Position, Position) = (read(world, source)?, read(world, destination)?);
    let canonical = SharesTransfer {
        authority: authority.pubkey,
        mint: mint.pubkey,
        network: network.pubkey,
        source_wallet: source.wallet,
        source_member: source_member.pubkey,
        destination_wallet: destination.wallet,
        destination_member: destination_member.pubkey,
        shares,
    };
    if canonical.instruction() != *instruction {
        return None;
    }
    let preview = quote::transfer(&TransferInputs {
        network: &read::<Network>(world, network)?,
        token: &read::<Token>(world, token)?,
        source_position: &source,
        source_member: &read::<Member>(world, source_member)?,
        destination_position: &destination,
        destination_member: &read::<Member>(world, destination_member)?,
        shares,
        now: world.now(),
    });
    Some(Preview::Transfer(positions, Box::new(preview)))
}

fn claim(world: &World, instruction: &Instruction) -> Option<Preview> {
    let [token, _, position, ..] = instruction.accounts.as_slice() else { return None };
    let address = position.pubkey;
    let (token, position): (Token, Position) = (read(world, token)?, read(world, position)?);
    let account = position.quote_account;
    let canonical = ProceedsClaim { mint: token.mint, position: address, quote_account: account, holder: None };
    if canonical.instruction() != *instruction {
        return None;
    }
    let state = world.account(&account).and_then(|found| TokenAccount::decode(&found.owner, &found.data).ok());
    let preview = match quote::payout(&token, &position, state.as_ref(), world.now()) {
        Payout::Done => quote::claimable(&token, &position),
        obstacle => Err(obstacle.error().unwrap()),
    };
    Some(Preview::Claim(account, world.quote_in(account), preview))
}

fn deposit(world: &World, accounts: &[AccountMeta], data: &[u8]) -> Option<Preview> {
    let [_, _, _, token, owner_position, _, _, record, ..] = accounts else { return None };
    let number = |offset: usize| Some(u64::from_le_bytes(data.get(offset..offset + 8)?.try_into().ok()?));
    // After the instruction's byte, the source and the year.
    let (proceeds, cost_basis) = (number(4)?, number(12)?);
    let token: Token = read(world, token)?;
    let preview = match owner_position.pubkey == ID {
        true => quote::deposit(&token, proceeds, cost_basis),
        false => quote::net_deposit(&token, &read(world, owner_position)?, proceeds, cost_basis),
    };
    Some(Preview::Deposit(record.pubkey, preview))
}
