//! Attacks.

use super::{Choice, Kind};
use crate::search::{
    attack::Attack,
    model::{Part, FOUNDER, MALLORY, OUTSIDER, RITA, RON, TOKENS},
    op::{Op, Wallet},
};

/// What is damaged: instructions of ours that somebody signs.
const SIGNED: [Kind; 30] = [
    Kind::OpenPosition,
    Kind::Admit,
    Kind::Approve,
    Kind::Deposit,
    Kind::DepositNet,
    Kind::Issue,
    Kind::OpenRound,
    Kind::Subscribe,
    Kind::Accept,
    Kind::Decline,
    Kind::Withdraw,
    Kind::Complete,
    Kind::Undo,
    Kind::CancelRound,
    Kind::List,
    Kind::Buy,
    Kind::Hold,
    Kind::Release,
    Kind::Propose,
    Kind::SetPolicy,
    Kind::SetHold,
    Kind::Pause,
    Kind::Authorise,
    Kind::Halt,
    Kind::Publish,
    Kind::Acknowledge,
    Kind::SetBoundary,
    Kind::Complain,
    Kind::Resolve,
    Kind::Report,
];
/// What is damaged without a thought for signatures.
const UNSIGNED: [Kind; 6] = [Kind::Claim, Kind::Settle, Kind::Refund, Kind::Collect, Kind::Move, Kind::Record];

impl Choice<'_> {
    pub(super) fn hostile(&mut self, kind: Kind, past: &[Op]) -> Op {
        let model = self.model;
        let attack = match kind {
            Kind::Unsigned => Attack::Unsigned { op: self.victim(false), which: self.byte() },
            Kind::Impersonated => {
                let op = self.victim(false);
                Attack::Impersonated { op, which: self.byte(), by: self.attacker() }
            }
            Kind::Swapped => Attack::Swapped { op: self.victim(true), slots: [self.byte(), self.byte()] },
            Kind::OtherToken => {
                let op = self.victim(true);
                Attack::OtherToken { op, other: self.token(), which: self.byte() }
            }
            Kind::OtherNetwork => Attack::OtherNetwork { op: self.victim(false) },
            Kind::CallHook | Kind::BareTransfer => {
                let token = self.token();
                let (from, to) = (self.holder(token, |_| true), self.holder(token, |_| true));
                let shares = self.amount.of(model.free_shares(token, from));
                match kind {
                    Kind::CallHook => Attack::CallHook { token, from, to, shares },
                    _ => Attack::BareTransfer { token, from, to, shares },
                }
            }
            Kind::ForgeShares => {
                let token = self.token();
                let (by, to) = (self.wallet(), self.holder(token, |_| true));
                Attack::ForgeShares { token, by, to, shares: self.amount.of(1_000) }
            }
            Kind::Burn => {
                let token = self.token();
                let wallet = self.holder(token, |wallet| model.shares(token, wallet) > 0);
                let shares = self.amount.of(model.shares(token, wallet));
                Attack::Burn { token, wallet, shares, with_permission: self.chance(2) }
            }
            Kind::TakeShareAccount => {
                let token = self.token();
                Attack::TakeShareAccount { token, wallet: self.holder(token, |_| true), how: self.byte() }
            }
            Kind::TakeMint => {
                let token = self.token();
                let by = if self.chance(2) { model.owner_wallet(token) } else { self.attacker() };
                Attack::TakeMint { token, by, how: self.byte() }
            }
            Kind::DrainVault | Kind::DrainEscrow => {
                let (token, round) = self.round(|round| round.escrow > 0);
                let held = model.tokens[token].rounds.get(round).map_or(0, |round| round.escrow);
                let round = (kind == Kind::DrainEscrow && held > 0).then_some(round);
                let held = if round.is_some() { held } else { model.tokens[token].vault };
                let to = if self.chance(2) { model.owner_wallet(token) } else { self.attacker() };
                Attack::Drain { token, round, to, amount: self.amount.of(held).min(held) }
            }
            Kind::Govern => {
                let by = if self.chance(3) { model.owner_wallet(0) } else { self.attacker() };
                Attack::Govern { by, how: self.byte() }
            }
            Kind::FakeSteward => Attack::FakeSteward { by: self.attacker(), member: self.member(), how: self.byte() },
            Kind::SecondToken => Attack::SecondToken { by: self.wallet() },
            Kind::OddPairs => {
                let token = self.token();
                Attack::OddPairs { token, holder: self.holder(token, |_| true) }
            }
            _ => match self.illegal(kind, past).filter(|op| model.clone().apply(op).is_err()) {
                Some(op) => Attack::Illegal(Box::new(op)),
                None => self.forgery(),
            },
        };
        Op::Attack(attack)
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.pick()).expect("a byte")
    }

    /// An honest transaction to be damaged.
    fn victim(&mut self, with_unsigned: bool) -> Box<Op> {
        let kind = match self.pick() % 3 {
            0 if with_unsigned => UNSIGNED[self.pick() % UNSIGNED.len()],
            _ => SIGNED[self.pick() % SIGNED.len()],
        };
        let op = self.money(kind).or_else(|| self.raising(kind)).or_else(|| self.others(kind));
        let mut op = op.expect("an honest action");
        // A signature that is not needed is not asked for: without it, or with its slot empty, nothing is wrong.
        if let Op::Claim { signer, .. } | Op::Refund { signer, .. } | Op::Collect { signer, .. } = &mut op {
            *signer = None;
        }
        Box::new(op)
    }

    /// Where nothing is there to break a rule with.
    fn forgery(&mut self) -> Attack {
        let token = self.token();
        let by = self.attacker();
        Attack::ForgeShares { token, by, to: self.model.owner_wallet(token), shares: 1 }
    }

    fn illegal(&mut self, kind: Kind, past: &[Op]) -> Option<Op> {
        let model = self.model;
        let now = model.now;
        let mallory = model.members[MALLORY].wallet;
        Some(match kind {
            Kind::ClaimElsewhere => {
                let token = self.token();
                let holder = self.holder(token, |wallet| model.positions[&(token, wallet)].owed >> 64 > 0);
                let signer = self.chance(2).then_some(mallory);
                Op::Claim { token, holder, to: self.attacker(), signer }
            }
            Kind::SettleTwice => {
                let (token, round, member) = self.part(|_, part| part == Part::Settled);
                Op::Settle { token, round, member, wallet: model.members[member].wallet }
            }
            Kind::RefundTwice => {
                let (token, round) = self.round(|_| true);
                let subscriptions = model.tokens[token].rounds.get(round).map(|round| &round.subscriptions);
                let gone = (0..model.members.len())
                    .find(|member| subscriptions.is_none_or(|subscriptions| !subscriptions.contains_key(member)));
                Op::Refund { token, round, member: gone.unwrap_or(0), signer: None }
            }
            Kind::CollectTwice => {
                let (token, round) = self.round(|round| round.to_owner == 0);
                Op::Collect { token, round, signer: None }
            }
            Kind::BuyFromOneself => {
                let (token, seller, nonce) = self.listing(|_, _| true);
                let shares = self.amount.of(10);
                Op::Buy { token, seller, nonce, buyer: seller, shares, minimum: 0, maximum_price: u64::MAX }
            }
            Kind::MoveLocked | Kind::ListLocked | Kind::MoveHeld => self.stuck(kind),
            Kind::OldWallet => self.old_wallet(),
            Kind::SpendOthers => self.spend_others(),
            Kind::Replay => self.of(past)?,
            Kind::EarlySettle => {
                let (token, round, member) = self.part(|round, part| part == Part::Accepted && !round.is_final(now));
                Op::Settle { token, round, member, wallet: model.members[member].wallet }
            }
            Kind::EarlyRecovery => {
                let pending: Vec<_> = model.recoveries.keys().copied().collect();
                Op::Execute { member: self.of(&pending).unwrap_or(0) }
            }
            Kind::OneStewardTwice => {
                let steward = model.members[[RON, RITA][self.pick() % 2]].wallet;
                Op::Propose { stewards: [steward; 2], member: self.member(), new_wallet: self.spare() }
            }
            Kind::UnlistOthers => {
                let (token, seller, nonce) = self.listing(|_, listing| now < listing.expires_at);
                Op::Unlist { token, seller, nonce, signer: self.attacker() }
            }
            Kind::OutsiderBuys => {
                let (token, seller, nonce) = self.listing(|_, _| true);
                match self.pick() % 3 {
                    0 => {
                        let shares = self.amount.of(10);
                        Op::Buy { token, seller, nonce, buyer: OUTSIDER, shares, minimum: 0, maximum_price: u64::MAX }
                    }
                    1 => Op::OpenPosition { token, wallet: OUTSIDER },
                    _ => {
                        let from = model.owner_wallet(token);
                        Op::Transfer { token, from, to: OUTSIDER, authority: from, shares: 1 }
                    }
                }
            }
            _ => return None,
        })
    }

    /// Shares that may not leave: one more than is free, or those of a member who is held.
    fn stuck(&mut self, kind: Kind) -> Op {
        let model = self.model;
        let token = self.token();
        let now = model.now;
        let is_held = |wallet: Wallet| model.present(wallet).is_some_and(|member| model.members[member].is_held(now));
        let from = match kind {
            Kind::MoveHeld => self.holder(token, |wallet| model.shares(token, wallet) > 0 && is_held(wallet)),
            _ => self.holder(token, |wallet| model.shares(token, wallet) > model.free_shares(token, wallet)),
        };
        let (all, free) = (model.shares(token, from), model.free_shares(token, from));
        let shares = match kind {
            Kind::MoveHeld => free,
            _ => free + self.amount.of(all - free).clamp(1, (all - free).max(1)),
        };
        match kind {
            Kind::ListLocked => {
                let nonce = model.positions.get(&(token, from)).map_or(0, |position| position.listings);
                Op::List { token, wallet: from, nonce, shares, price: 2, minimum: 1, duration: 86_400 }
            }
            _ => {
                let to = model.owner_wallet((token + self.pick() % 2) % TOKENS);
                Op::Transfer { token, from, to, authority: from, shares }
            }
        }
    }

    /// A wallet that its member has left behind.
    fn old_wallet(&mut self) -> Op {
        let model = self.model;
        let all = 0..model.purses.len();
        let old: Vec<_> =
            all.filter(|wallet| model.purses[*wallet].member.is_some() && !model.is_present(*wallet)).collect();
        let wallet = self.of(&old).unwrap_or(OUTSIDER);
        let token = model.purses[wallet].member.filter(|member| *member < TOKENS).unwrap_or(0);
        let (holder, shares) = (self.wallet(), self.amount.of(model.shares(token, wallet)));
        match self.pick() % 8 {
            0 => Op::Transfer { token, from: wallet, to: self.wallet(), authority: wallet, shares },
            1 => Op::OpenPosition { token, wallet },
            2 => Op::Acknowledge { wallet, version: model.charter, clauses: model.clauses },
            3 => Op::Admit { token, by: wallet, holder, cap: 10_000 },
            4 => Op::Pause { token, by: wallet, seconds: 60 },
            5 => Op::List { token, wallet, nonce: 0, shares, price: 2, minimum: 1, duration: 86_400 },
            6 => Op::Leave { wallet },
            _ => Op::Claim { token, holder: wallet, to: wallet, signer: Some(wallet) },
        }
    }

    /// From the account of somebody who does not sign.
    fn spend_others(&mut self) -> Op {
        let model = self.model;
        let victim = self.holder(0, |wallet| model.purses[wallet].quote.unwrap_or(0) > 0);
        match self.pick() % 2 {
            0 => {
                let token = (self.token() + usize::from(victim < TOKENS)) % TOKENS;
                let by = model.owner_wallet(token);
                let (index, year) = (model.tokens[token].distributions, 2026);
                if by == victim {
                    return Op::Admit { token, by: FOUNDER, holder: by, cap: 1 };
                }
                Op::Deposit { token, by, source: victim, index, net: false, proceeds: 1, cost: 0, year }
            }
            _ => {
                let now = model.now;
                let (token, round) = self.round(|round| round.is_open(now));
                let wallet = self.holder(token, |wallet| wallet != token && wallet != victim);
                if wallet == victim {
                    return Op::Admit { token, by: FOUNDER, holder: wallet, cap: 1 };
                }
                let shares = model.tokens[token].rounds.get(round).map_or(1, |round| round.least);
                Op::Subscribe { token, round, wallet, source: victim, shares }
            }
        }
    }
}
