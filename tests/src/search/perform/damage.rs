//! Attacks: transactions damaged in one place, and those that no honest client builds.

use personal_token_core::{member::capability, parameters::Parameters, policy::Policy};
use personal_token_sdk::{
    instruction::{
        MemberHold, MemberSuspend, NetworkHalt, NetworkProposeAuthority, NetworkProposeParameters, ProceedsDistribute,
        SetCloseAuthority, StewardAppoint, StewardUpdate, TokenCreate,
    },
    pda, Address, ID, TOKEN_2022_ID,
};
use solana_instruction::{AccountMeta, Instruction};
use spl_token_2022_interface::{
    extension::{permissioned_burn, transfer_hook},
    instruction::{self as token_program, AuthorityType},
};

use super::{send_quote, Stage};
use crate::{
    hash,
    search::{
        attack::Attack,
        model::RON,
        op::{Op, TokenId, Wallet},
    },
};

/// `Execute` of the transfer hook interface.
const EXECUTE: [u8; 8] = [105, 37, 101, 197, 75, 251, 102, 26];

impl Stage<'_> {
    /// If there is nothing to damage, shares are forged instead: an attack is always one.
    pub(super) fn attack(&self, attack: &Attack) -> Vec<Instruction> {
        let built = match attack {
            Attack::Illegal(op) => return self.cast.instructions(self.model, op),
            Attack::Unsigned { op, which } => self.damaged(op, |it| unsigned(it, *which, self.cast.payer)),
            Attack::Impersonated { op, which, by } => {
                self.damaged(op, |it| impersonated(it, *which, self.cast.payer, self.wallet(*by)))
            }
            Attack::Swapped { op, slots } => self.damaged(op, |it| swapped(it, *slots)),
            Attack::OtherToken { op, other, which } => self.damaged(op, |it| self.other_token(it, *other, *which)),
            Attack::OtherNetwork { op } => self.damaged(op, |it| {
                // Mallory governs it; what she does there is no attack.
                let mallory = self.wallet(super::MALLORY);
                if it.accounts.iter().any(|meta| meta.is_signer && meta.pubkey == mallory) {
                    return false;
                }
                let mut found = it.accounts.iter_mut().filter(|meta| meta.pubkey == self.cast.network).peekable();
                let is_there = found.peek().is_some();
                found.for_each(|meta| meta.pubkey = self.cast.other_network);
                is_there
            }),
            Attack::CallHook { token, from, to, shares } => Some(self.call_hook(*token, *from, *to, *shares)),
            Attack::BareTransfer { token, from, to, shares } if from != to => {
                let mut transfer = self.transfer(*token, *from, *to, *shares);
                transfer.accounts.truncate(4);
                Some(transfer)
            }
            Attack::BareTransfer { .. } => None,
            Attack::ForgeShares { token, by, to, shares } => Some(self.forge(*token, *by, *to, *shares)),
            Attack::Burn { token, wallet, shares, with_permission } => {
                Some(self.burn(*token, *wallet, *shares, *with_permission))
            }
            Attack::TakeShareAccount { token, wallet, how } => self.take_share_account(*token, *wallet, *how),
            Attack::TakeMint { token, by, how } => Some(self.take_mint(*token, *by, *how)),
            Attack::Drain { token, round, to, amount } => {
                let from = match round {
                    Some(round) => self.cast.escrow(*token, *round),
                    None => self.cast.tokens[*token].vault,
                };
                Some(send_quote(self.wallet(*to), from, self.cast.quote(*to), *amount))
            }
            Attack::Govern { by, how } => Some(self.govern(*by, *how)),
            Attack::FakeSteward { by, member, how } => Some(self.fake_steward(*by, *member, *how)),
            Attack::SecondToken { by } => Some(self.second_token(*by)),
            Attack::OddPairs { token, holder } => {
                let fixture = &self.cast.tokens[*token];
                let pairs = vec![fixture.pair(self.wallet(*holder))];
                let mut batch = ProceedsDistribute { mint: fixture.mint, pairs }.instruction();
                batch.accounts.pop();
                Some(batch)
            }
        };
        vec![built.unwrap_or_else(|| self.forge(0, RON, RON, 1))]
    }

    /// Damage to what would succeed without it: another signer, say, can be the right one of what was refused.
    fn damaged(&self, op: &Op, damage: impl FnOnce(&mut Instruction) -> bool) -> Option<Instruction> {
        self.model.clone().apply(op).ok()?;
        let mut instruction = self.cast.instructions(self.model, op).pop()?;
        let is_ours = instruction.program_id == ID;
        (is_ours && damage(&mut instruction)).then_some(instruction)
    }

    /// One of the accounts of a token, replaced by the same account of another one.
    fn other_token(&self, instruction: &mut Instruction, other: TokenId, which: u8) -> bool {
        let accounts = |token: TokenId| {
            let fixture = &self.cast.tokens[token];
            let positions = self.cast.wallets.iter().map(|wallet| fixture.position(*wallet));
            let share_accounts = self.cast.wallets.iter().map(|wallet| fixture.share_account(*wallet));
            let fixed = [fixture.token, fixture.mint, fixture.vault, pda::round(fixture.token, 0)];
            let escrow = [pda::escrow(pda::round(fixture.token, 0))];
            fixed.into_iter().chain(escrow).chain(positions).chain(share_accounts).collect::<Vec<_>>()
        };
        let all: Vec<Vec<Address>> = (0..self.cast.tokens.len()).map(accounts).collect();
        let replaceable = |meta: &AccountMeta| {
            let of = (0..self.cast.tokens.len()).filter(|token| *token != other);
            of.into_iter().find_map(|token| all[token].iter().position(|account| *account == meta.pubkey))
        };
        let found = instruction.accounts.iter().enumerate();
        let found: Vec<_> = found.filter_map(|(slot, meta)| Some((slot, replaceable(meta)?))).collect();
        let Some((slot, place)) = found.get(usize::from(which) % found.len().max(1)) else { return false };
        instruction.accounts[*slot].pubkey = all[other][*place];
        true
    }

    fn transfer(&self, token: TokenId, from: Wallet, to: Wallet, shares: u64) -> Instruction {
        let op = Op::Transfer { token, from, to, authority: from, shares };
        self.cast.instructions(self.model, &op).pop().expect("a transfer")
    }

    /// The accounts that Token-2022 would pass, and nobody's transfer.
    fn call_hook(&self, token: TokenId, from: Wallet, to: Wallet, shares: u64) -> Instruction {
        let transfer = self.transfer(token, from, to, shares).accounts;
        let [source, mint, destination, authority, book, network, from, to, sender, receiver, _, metas] = &transfer[..]
        else {
            unreachable!("the SDK's transfer has twelve accounts")
        };
        let order = [source, mint, destination, authority, metas, book, network, from, to, sender, receiver];
        let accounts = order.into_iter().cloned().collect();
        let data = [&EXECUTE[..], &shares.to_le_bytes()].concat();
        Instruction { program_id: ID, accounts, data }
    }

    fn forge(&self, token: TokenId, by: Wallet, to: Wallet, shares: u64) -> Instruction {
        let account = self.cast.tokens[token].share_account(self.wallet(to));
        let mint = self.mint(token);
        token_program::mint_to(&TOKEN_2022_ID, &mint, &account, &self.wallet(by), &[], shares).unwrap()
    }

    fn burn(&self, token: TokenId, wallet: Wallet, shares: u64, with_permission: bool) -> Instruction {
        let (mint, wallet) = (self.mint(token), self.wallet(wallet));
        let account = self.cast.tokens[token].share_account(wallet);
        match with_permission {
            true => {
                permissioned_burn::instruction::burn(&TOKEN_2022_ID, &account, &mint, &wallet, &wallet, &[], shares)
            }
            false => token_program::burn(&TOKEN_2022_ID, &account, &mint, &wallet, &[], shares),
        }
        .unwrap()
    }

    /// A share account without a position is its owner's to do with as he likes.
    fn take_share_account(&self, token: TokenId, wallet: Wallet, how: u8) -> Option<Instruction> {
        self.model.positions.get(&(token, wallet))?;
        let wallet = self.wallet(wallet);
        let account = self.cast.tokens[token].share_account(wallet);
        let attacker = self.wallet(super::MALLORY);
        Some(match how % 4 {
            0 => SetCloseAuthority { wallet, account, new_authority: Some(attacker) }.instruction(),
            1 => SetCloseAuthority { wallet, account, new_authority: None }.instruction(),
            2 => token_program::close_account(&TOKEN_2022_ID, &account, &wallet, &wallet, &[]).unwrap(),
            _ => {
                let kind = AuthorityType::AccountOwner;
                token_program::set_authority(&TOKEN_2022_ID, &account, Some(&attacker), kind, &wallet, &[]).unwrap()
            }
        })
    }

    fn take_mint(&self, token: TokenId, by: Wallet, how: u8) -> Instruction {
        let (mint, by) = (self.mint(token), self.wallet(by));
        let take = |kind| token_program::set_authority(&TOKEN_2022_ID, &mint, Some(&by), kind, &by, &[]).unwrap();
        match how % 6 {
            0 => take(AuthorityType::MintTokens),
            1 => take(AuthorityType::FreezeAccount),
            2 => take(AuthorityType::PermanentDelegate),
            3 => take(AuthorityType::TransferHookProgramId),
            4 => take(AuthorityType::CloseMint),
            _ => transfer_hook::instruction::update(&TOKEN_2022_ID, &mint, &by, &[], None).unwrap(),
        }
    }

    fn govern(&self, by: Wallet, how: u8) -> Instruction {
        let (payer, authority, network) = (self.cast.payer, self.wallet(by), self.cast.network);
        let member = self.cast.members[super::MALLORY];
        match how % 5 {
            0 => NetworkHalt { authority, network }.instruction(),
            1 => NetworkProposeAuthority { authority, network, successor: authority }.instruction(),
            2 => {
                let parameters = Parameters { minimum_hold: 0, ..Parameters::default() };
                NetworkProposeParameters { authority, network, parameters }.instruction()
            }
            3 => StewardAppoint { payer, authority, network, member, capabilities: capability::ALL }.instruction(),
            _ => {
                let member = self.cast.members[RON];
                StewardUpdate { authority, network, member, capabilities: capability::ALL }.instruction()
            }
        }
    }

    /// With his own member and no such steward, or with that of a steward who does not sign.
    fn fake_steward(&self, by: Wallet, member: usize, how: u8) -> Instruction {
        let (signer, network, member) = (self.wallet(by), self.cast.network, self.cast.members[member]);
        let steward_member = match how % 3 {
            0 => None,
            1 => Some(self.member(by)),
            _ => Some(self.cast.members[RON]),
        };
        match how % 2 {
            0 => MemberHold { signer, steward_member, network, member, seconds: 60 }.instruction(),
            _ => {
                let reason_hash = hash("reason");
                MemberSuspend { signer, steward_member, network, member, reason_hash }.instruction()
            }
        }
    }

    fn second_token(&self, by: Wallet) -> Instruction {
        let create = TokenCreate {
            payer: self.cast.payer,
            owner: self.wallet(by),
            network: self.cast.network,
            member: self.member(by),
            quote_mint: self.cast.quote_mint,
            name: "Second".into(),
            symbol: "TWO".into(),
            uri: "https://example.com/two.json".into(),
            terms_hash: hash("terms"),
            authorised: 1,
            policy: Policy::Open,
            hold: 86_400,
        };
        create.instruction()
    }
}

/// Takes one signature away; none if there is none but the payer's, who signs for the fee anyway.
fn unsigned(instruction: &mut Instruction, which: u8, payer: Address) -> bool {
    let Some(signer) = signer(instruction, which, payer) else { return false };
    let metas = instruction.accounts.iter_mut().filter(|meta| meta.pubkey == signer);
    metas.for_each(|meta| meta.is_signer = false);
    true
}

fn impersonated(instruction: &mut Instruction, which: u8, payer: Address, by: Address) -> bool {
    let Some(signer) = signer(instruction, which, payer).filter(|signer| *signer != by) else { return false };
    let metas = instruction.accounts.iter_mut().filter(|meta| meta.pubkey == signer && meta.is_signer);
    metas.for_each(|meta| meta.pubkey = by);
    true
}

fn signer(instruction: &Instruction, which: u8, payer: Address) -> Option<Address> {
    let signers = instruction.accounts.iter().filter(|meta| meta.is_signer && meta.pubkey != payer);
    let signers: Vec<_> = signers.map(|meta| meta.pubkey).collect();
    signers.get(usize::from(which) % signers.len().max(1)).copied()
}

/// Who cannot sign does not. Where the program itself is named nothing is asked: it stands for an account that is not
/// there, or is called to record an event, wherever it is named.
fn swapped(instruction: &mut Instruction, [first, second]: [u8; 2]) -> bool {
    let count = instruction.accounts.len();
    let (first, second) = (usize::from(first) % count, usize::from(second) % count);
    let [one, other] = [&instruction.accounts[first], &instruction.accounts[second]];
    if one.pubkey == other.pubkey || [one.pubkey, other.pubkey].contains(&ID) {
        return false;
    }
    let signers: Vec<_> = instruction.accounts.iter().filter(|it| it.is_signer).map(|it| it.pubkey).collect();
    let (one, other) = (one.pubkey, other.pubkey);
    (instruction.accounts[first].pubkey, instruction.accounts[second].pubkey) = (other, one);
    for meta in &mut instruction.accounts {
        meta.is_signer &= signers.contains(&meta.pubkey);
    }
    true
}
