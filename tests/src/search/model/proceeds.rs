//! Money: what every holder is owed is written out to him at once.

use super::{
    rule::{ensure, known, year_of},
    Model, Verdict,
};
use crate::search::op::{Op, TokenId, Wallet};

/// How the payout of one pair ends, as the program reports it.
const PAID: u8 = 0;
const NOT_A_POSITION: u8 = 1;
const FOREIGN: u8 = 2;
const MISSING: u8 = 3;
const FROZEN: u8 = 4;
const MARKED: u8 = 5;

impl Model {
    pub(super) fn run_proceeds(&mut self, op: &Op) -> Option<Verdict> {
        Some(match op {
            Op::Deposit { token, by, source, index, net, proceeds, cost, year } => {
                let gross = proceeds.saturating_sub(*cost);
                ensure(source == by, "another's money")
                    .and_then(|()| self.check_deposit(*token, *by, *index, *year, gross))
                    .and_then(|()| self.deposit(*token, *source, *net, gross, i64::from(*year)))
            }
            Op::Claim { token, holder, to, signer } => self.claim(*token, *holder, *to, *signer),
            Op::ClaimTwice { token, holder } => self.claim(*token, *holder, *holder, None),
            Op::Distribute { token, pairs } => {
                let all = !pairs.is_empty();
                self.distribute(*token, pairs);
                ensure(all, "nobody to pay")
            }
            Op::Fund { wallet, amount } => self.fund(*wallet, *amount),
            Op::Pay { from, to, amount } => self.pay(*from, *to, *amount),
            Op::Freeze { wallet } => self.set_frozen(*wallet, true),
            Op::Thaw { wallet } => self.set_frozen(*wallet, false),
            Op::OpenQuote { wallet } => {
                self.purses[*wallet].quote.get_or_insert(0);
                Ok(())
            }
            Op::CloseQuote { wallet } => self.close_quote(*wallet),
            Op::DonateToVault { token, amount } => {
                self.mint_quote(*amount).map(|()| self.tokens[*token].vault += amount)
            }
            Op::DonateToEscrow { token, round, amount } => {
                known(self.tokens[*token].rounds.get(*round).cloned(), "no round").and_then(|_| {
                    self.mint_quote(*amount)?;
                    let round = &mut self.tokens[*token].rounds[*round];
                    (round.escrow, round.donated) = (round.escrow + amount, round.donated + amount);
                    Ok(())
                })
            }
            _ => return None,
        })
    }

    fn check_deposit(&self, token: TokenId, by: Wallet, index: u32, year: u16, gross: u64) -> Verdict {
        self.check_owner(token, by)?;
        let book = &self.tokens[token];
        ensure(index == book.distributions, "another deposit came before")?;
        ensure(book.unsettled == 0, "a round is not settled")?;
        ensure((2000..=year_of(self.now)).contains(&i64::from(year)), "no year of a sale")?;
        ensure(gross > 0, "no gain")?;
        ensure(book.total > 0, "no shares")
    }

    fn deposit(&mut self, token: TokenId, source: Wallet, net: bool, gross: u64, year: i64) -> Verdict {
        let kept = match net {
            true => self.credit_net(token, gross)?,
            false => self.credit(token, gross).map(|_| 0)?,
        };
        self.take_quote(source, gross - kept)?;
        let book = &mut self.tokens[token];
        book.vault += gross - kept;
        *book.years.entry(year).or_default() += gross;
        book.distributions += 1;
        Ok(())
    }

    /// Writes a gain out to every share; returns what one share gets, times 2^64.
    pub(super) fn credit(&mut self, token: TokenId, gross: u64) -> Result<u128, super::Refused> {
        let book = &mut self.tokens[token];
        book.deposited = known(book.deposited.checked_add(gross), "the lifetime limit")?;
        let scaled = (u128::from(gross) << 64) + book.rem;
        let each = scaled / u128::from(book.total);
        book.rem = scaled % u128::from(book.total);
        for ((_, _), position) in self.positions.iter_mut().filter(|((of, _), _)| *of == token) {
            position.owed += each * u128::from(position.shares);
        }
        Ok(each)
    }

    /// The owner keeps what is whole of his own part of this gain; returns how much.
    pub(super) fn credit_net(&mut self, token: TokenId, gross: u64) -> Result<u64, super::Refused> {
        let owner = self.owner_wallet(token);
        let shares = self.position(token, owner)?.shares;
        ensure(shares < self.tokens[token].total, "no outside shares")?;
        let each = self.credit(token, gross)?;
        let kept = u64::try_from((each * u128::from(shares)) >> 64).expect("a part");
        self.position_mut(token, owner)?.owed -= u128::from(kept) << 64;
        self.tokens[token].paid += kept;
        Ok(kept)
    }

    /// Whether a position's payout to this wallet's account would go through, as the status of the program.
    fn payout(&self, token: TokenId, (of, holder, to): (TokenId, Wallet, Wallet)) -> u8 {
        match self.positions.get(&(of, holder)) {
            Some(position) if of == token => match position {
                position if self.now < position.held_until => MARKED,
                _ if holder != to => FOREIGN,
                _ if self.purses[holder].quote.is_none() => MISSING,
                _ if self.purses[holder].frozen => FROZEN,
                _ => PAID,
            },
            _ => NOT_A_POSITION,
        }
    }

    fn claim(&mut self, token: TokenId, holder: Wallet, to: Wallet, signer: Option<Wallet>) -> Verdict {
        let position = self.position(token, holder)?;
        if self.now < position.held_until {
            ensure(signer == Some(holder) && self.present(holder).is_some(), "it is marked")?;
        }
        let status = self.payout(token, (token, holder, to));
        ensure(matches!(status, PAID | MARKED), "it cannot be paid")?;
        ensure(holder == to && self.is_payable(holder), "it cannot be paid")?;
        self.pay_out(token, holder);
        Ok(())
    }

    /// Pays everything whole that a position is owed.
    fn pay_out(&mut self, token: TokenId, holder: Wallet) {
        let position = self.positions.get_mut(&(token, holder)).expect("a position");
        let whole = u64::try_from(position.owed >> 64).expect("quote units");
        position.owed -= u128::from(whole) << 64;
        let book = &mut self.tokens[token];
        (book.paid, book.vault) = (book.paid + whole, book.vault - whole);
        self.give_quote(holder, whole).expect("can be paid");
    }

    /// Pays whom it can; returns how each pair ended.
    fn distribute(&mut self, token: TokenId, pairs: &[(TokenId, Wallet, Wallet)]) -> Vec<u8> {
        let pay = |pair: &(TokenId, Wallet, Wallet)| {
            let status = self.payout(token, *pair);
            if status == PAID {
                self.pay_out(token, pair.1);
            }
            status
        };
        pairs.iter().map(pay).collect()
    }

    /// What a batch reports, one byte a pair.
    pub fn statuses(&self, token: TokenId, pairs: &[(TokenId, Wallet, Wallet)]) -> Vec<u8> {
        pairs.iter().map(|pair| self.payout(token, *pair)).collect()
    }

    fn mint_quote(&mut self, amount: u64) -> Verdict {
        self.supply = known(self.supply.checked_add(amount), "more than there can be")?;
        Ok(())
    }

    fn fund(&mut self, wallet: Wallet, amount: u64) -> Verdict {
        self.mint_quote(amount)?;
        self.give_quote(wallet, amount)
    }

    fn pay(&mut self, from: Wallet, to: Wallet, amount: u64) -> Verdict {
        ensure(self.is_payable(to), "it cannot be paid")?;
        self.take_quote(from, amount)?;
        self.give_quote(to, amount)
    }

    fn set_frozen(&mut self, wallet: Wallet, frozen: bool) -> Verdict {
        let purse = &mut self.purses[wallet];
        ensure(purse.quote.is_some() && purse.frozen != frozen, "it is so, or is not there")?;
        purse.frozen = frozen;
        Ok(())
    }

    fn close_quote(&mut self, wallet: Wallet) -> Verdict {
        let purse = &mut self.purses[wallet];
        ensure(purse.quote == Some(0), "it holds something, or is not there")?;
        // Classic accounts are closed frozen or not; a new one is not frozen.
        (purse.quote, purse.frozen) = (None, false);
        Ok(())
    }
}
