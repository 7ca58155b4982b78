//! Nobody who did not sign has less, and the program's own hand touches shares only where it may.

use std::collections::BTreeMap;

use num_bigint::{BigInt, BigUint};
use personal_token_sdk::{
    event::Event,
    instruction::Kind::*,
    state::{Member, Position, Round, Token},
    Address, TOKEN_2022_ID,
};

use super::{changes, Step};
use crate::invariants::{holds, owed};

/// Token-2022's instructions by which shares could come, go or move: transfer, mint, burn, their checked forms, and the
/// permissioned burn.
const TRANSFERS: &[u8] = &[3, 12];
const MINTS_AND_BURNS: &[u8] = &[7, 8, 14, 15, 46];

impl Step<'_> {
    /// By wallet: quote money, what positions and rounds owe, times 2^64; and shares.
    pub(super) fn no_loss(&self) {
        let mut wealth: BTreeMap<Address, BigInt> = BTreeMap::new();
        let scaled = |units: u64| BigInt::from(units) << 64;
        for (was, is) in self.balances.values() {
            let spent_by_delegate = was.and_then(|was| was.delegate).is_some_and(|delegate| self.acts(&delegate));
            for (balance, sign) in [(was, -1), (is, 1)] {
                let of_quote = balance.filter(|balance| balance.mint == self.world.quote_mint && !spent_by_delegate);
                if let Some(balance) = of_quote {
                    *wealth.entry(balance.owner).or_default() += scaled(balance.amount) * sign;
                }
            }
        }
        for (address, was, is) in changes(&self.was.positions, &self.is.positions) {
            let any = was.or(is).unwrap();
            let new = self.now::<Token>(&any.token).unwrap();
            let old = self.before::<Token>(&any.token).unwrap_or(new);
            let value = |position: Option<&Position>, token| {
                BigInt::from(position.map_or_else(BigUint::default, |position| owed(token, position)))
            };
            let moved = self.did_to(&[RecoveryMove], address);
            if !moved {
                *wealth.entry(any.wallet).or_default() += value(is, &new) - value(was, &old);
                self.shares_stay(address, was, is);
            }
        }
        for (_, was, is) in changes(&self.was.subscriptions, &self.is.subscriptions) {
            let any = was.or(is).unwrap();
            let Some(member) = self.now::<Member>(&any.member) else { continue };
            let owed =
                |part: Option<&personal_token_sdk::state::Subscription>| scaled(part.map_or(0, |part| part.book.owed));
            *wealth.entry(member.wallet).or_default() += owed(is) - owed(was);
        }
        // What became shares was bought, at the round's price.
        let settlements = self.events_of(|event| match event {
            Event::SubscriptionSettled(settled) => Some(settled),
            _ => None,
        });
        for settled in settlements {
            let (round, member): (Round, Member) =
                (self.now(&settled.round).unwrap(), self.now(&settled.member).unwrap());
            *wealth.entry(member.wallet).or_default() += scaled(settled.shares * round.book.price);
        }
        for (_, was, is) in changes(&self.was.rounds, &self.is.rounds) {
            let any = was.or(is).unwrap();
            let owner = self.now::<Token>(&any.token).and_then(|token| self.now::<Member>(&token.owner)).unwrap();
            let owed = |round: Option<&Round>| scaled(round.map_or(0, |round| round.book.owed_to_owner));
            *wealth.entry(owner.wallet).or_default() += owed(is) - owed(was);
        }
        for (wallet, change) in wealth.into_iter().filter(|(wallet, _)| wallet.is_on_curve()) {
            let is_loss = change < BigInt::default() && !self.signed(&wallet);
            holds!(NoLoss, !is_loss, "{wallet} lost {} / 2^64 quote units", -change);
        }
    }

    /// A delegate signed, or is an address of a program, which alone can sign for it within the transaction.
    fn acts(&self, delegate: &Address) -> bool {
        self.signed(delegate) || !delegate.is_on_curve()
    }

    /// Shares leave nobody who did not sign, or let a delegate sign, or had listed them.
    fn shares_stay(&self, address: &Address, was: Option<&Position>, is: Option<&Position>) {
        let (Some(was), Some(is)) = (was, is) else { return };
        let Some(lost) = was.shares.checked_sub(is.shares).filter(|lost| *lost > 0) else { return };
        let delegate = self.balances.get(&was.share_account).and_then(|balance| balance.0?.delegate);
        let by_delegate = delegate.is_some_and(|delegate| self.acts(&delegate));
        let sold: u64 = self.sold().filter(|sold| sold.seller_position == *address).map(|sold| sold.shares).sum();
        let listed = was.listed >= is.listed && was.listed - is.listed >= lost && sold >= lost;
        let allowed = self.signed(&was.wallet) || by_delegate || listed;
        holds!(NoLoss, allowed, "{} lost {lost} shares of {}", was.wallet, was.token);
    }

    /// The calls of Token-2022 by which our program itself mints and burns: those right below an instruction of ours.
    pub(super) fn programs_hand(&self) {
        for call in self.outcome.inner_calls.iter().flatten().filter(|call| call.program == TOKEN_2022_ID) {
            let Some(byte) = call.data.first() else { continue };
            let signs = call.accounts.iter().any(|account| self.now::<Token>(account).is_some());
            let mints = MINTS_AND_BURNS.contains(byte) && signs;
            let kinds = [TokenIssue, RoundSettle, ListingBuy, RecoveryMove];
            holds!(
                Program,
                !mints || self.did_any(&kinds),
                "shares were minted or burned by {:?}",
                self.outcome.instructions
            );
            // A token as the authority of a transfer is the permanent delegate.
            let authority = call.accounts.get(if *byte == 3 { 2 } else { 3 });
            let by_token = authority.is_some_and(|authority| self.now::<Token>(authority).is_some());
            holds!(Program, !(TRANSFERS.contains(byte) && by_token), "the program transferred shares");
        }
    }
}
