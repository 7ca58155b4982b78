//! The second calculation: the same story in plain integers, written without a look at the program or its core. A
//! deposit of `g` for `t` shares entitles a holder of `s` to `g·s/t`; whole units are paid, fractions stay owed. Shares
//! that are issued later change `t` for later deposits only.

use std::collections::BTreeMap;

/// What one person should have.
#[derive(Clone, Debug, Default)]
struct Entry {
    shares: u64,
    /// Units of money times shares, by the number of all shares then: divided by it, what he was ever entitled to.
    entitled: BTreeMap<u64, u128>,
    /// Whole units that he has received, or kept.
    received: u64,
    /// What is in his account.
    money: u64,
}

/// Everybody's books.
#[derive(Clone, Debug, Default)]
pub struct Books {
    total: u64,
    vault: u64,
    deposited: u64,
    escrow: u64,
    people: BTreeMap<&'static str, Entry>,
    checks: usize,
    wrong: Vec<String>,
}

impl Books {
    /// Money from outside.
    pub fn fund(&mut self, who: &'static str, units: u64) {
        self.entry(who).money += units;
    }

    /// New shares.
    pub fn issue(&mut self, owner: &'static str, shares: u64) {
        self.total += shares;
        self.entry(owner).shares += shares;
    }

    /// Shares that move.
    pub fn transfer(&mut self, from: &'static str, to: &'static str, shares: u64) {
        self.entry(from).shares -= shares;
        self.entry(to).shares += shares;
    }

    /// A deposit; net, the owner keeps his own part. Returns what leaves his account.
    pub fn deposit(&mut self, owner: &'static str, gain: u64, net: bool) -> u64 {
        let total = self.total;
        for entry in self.people.values_mut() {
            *entry.entitled.entry(total).or_default() += u128::from(gain) * u128::from(entry.shares);
        }
        let entry = self.entry(owner);
        let kept = match net {
            true => whole(u128::from(gain) * u128::from(entry.shares), u128::from(total)),
            false => 0,
        };
        entry.received += kept;
        entry.money -= gain - kept;
        self.deposited += gain;
        self.vault += gain - kept;
        gain - kept
    }

    /// What a person can be paid.
    pub fn due(&self, who: &'static str) -> u64 {
        let Some(entry) = self.people.get(who) else { return 0 };
        whole_sum(&entry.entitled).saturating_sub(entry.received)
    }

    /// A payout of everything whole.
    pub fn pay(&mut self, who: &'static str) -> u64 {
        let due = self.due(who);
        let entry = self.entry(who);
        entry.received += due;
        entry.money += due;
        self.vault -= due;
        due
    }

    /// Money that goes into escrow.
    pub fn put_in_escrow(&mut self, who: &'static str, units: u64) {
        self.entry(who).money -= units;
        self.escrow += units;
    }

    /// Money that comes out of escrow.
    pub fn take_from_escrow(&mut self, who: &'static str, units: u64) {
        self.escrow -= units;
        self.entry(who).money += units;
    }

    /// Money from one to another.
    pub fn pay_over(&mut self, from: &'static str, to: &'static str, units: u64) {
        self.entry(from).money -= units;
        self.entry(to).money += units;
    }

    /// Money that leaves this token's books.
    pub fn spend(&mut self, who: &'static str, units: u64) {
        self.entry(who).money -= units;
    }

    /// A new wallet of the same person: shares and what they are owed are now his there; money stays where it is.
    pub fn recover(&mut self, old: &'static str, new: &'static str) {
        let entry = self.entry(old);
        let shares = std::mem::take(&mut entry.shares);
        let (entitled, received) = (std::mem::take(&mut entry.entitled), std::mem::take(&mut entry.received));
        let entry = self.entry(new);
        (entry.shares, entry.entitled, entry.received) = (shares, entitled, received);
    }

    /// Who has ever had anything.
    pub fn people(&self) -> Vec<&'static str> {
        self.people.keys().copied().collect()
    }

    /// Shares that a person should hold.
    pub fn shares(&self, who: &'static str) -> u64 {
        self.people.get(who).map_or(0, |entry| entry.shares)
    }

    /// What should be in a person's account.
    pub fn money(&self, who: &'static str) -> u64 {
        self.people.get(who).map_or(0, |entry| entry.money)
    }

    /// What a person has ever been paid, or kept.
    pub fn received(&self, who: &'static str) -> u64 {
        self.people.get(who).map_or(0, |entry| entry.received)
    }

    /// All shares.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// What should be in the vault.
    pub fn vault(&self) -> u64 {
        self.vault
    }

    /// What should be in escrow.
    pub fn escrow(&self) -> u64 {
        self.escrow
    }

    /// All that was ever deposited.
    pub fn deposited(&self) -> u64 {
        self.deposited
    }

    /// Compares a number of the ledger with the one that it should be.
    pub fn check(&mut self, what: impl FnOnce() -> String, ledger: impl Into<i128>, expected: impl Into<i128>) {
        self.checks += 1;
        let (ledger, expected) = (ledger.into(), expected.into());
        if ledger != expected {
            self.wrong.push(format!("{}: the ledger says {ledger}, it should be {expected}", what()));
        }
    }

    /// How many numbers were compared.
    pub fn checks(&self) -> usize {
        self.checks
    }

    /// What differs.
    pub fn wrong(&self) -> &[String] {
        &self.wrong
    }

    fn entry(&mut self, who: &'static str) -> &mut Entry {
        self.people.entry(who).or_default()
    }
}

/// The sum of fractions with these denominators, rounded down at the very end.
fn whole_sum(parts: &BTreeMap<u64, u128>) -> u64 {
    let (mut units, mut numerator, mut denominator) = (0_u128, 0_u128, 1_u128);
    for (total, dividend) in parts.iter().filter(|(total, _)| **total > 0) {
        let total = u128::from(*total);
        units += dividend / total;
        numerator = numerator * total + dividend % total * denominator;
        denominator *= total;
    }
    u64::try_from(units + numerator / denominator).unwrap_or(u64::MAX)
}

/// The quotient, rounded down; nothing of nothing.
fn whole(dividend: u128, divisor: u128) -> u64 {
    u64::try_from(dividend.checked_div(divisor).unwrap_or(0)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published vectors, in units of a mint without decimals.
    #[test]
    fn published_vectors() {
        let mut books = Books::default();
        books.fund("owner", 10_000_000);
        books.issue("owner", 10_000_000);
        books.transfer("owner", "a", 1_500_000);
        books.transfer("owner", "b", 500_000);
        books.deposit("owner", 10_000, false);
        assert_eq!((books.due("owner"), books.due("a"), books.due("b")), (8_000, 1_500, 500));
        assert_eq!(books.pay("a"), 1_500);
        assert_eq!(books.pay("a"), 0);
        assert_eq!(books.deposit("owner", 100_000, true), 20_000);
        assert_eq!((books.due("owner"), books.due("b")), (8_000, 5_500));
        assert_eq!(books.vault(), 8_000 + 15_000 + 5_500);
    }

    #[test]
    fn a_difference_is_found() {
        let mut books = Books::default();
        books.check(|| "same".to_owned(), 1_u64, 1_u64);
        books.check(|| "vault".to_owned(), 1_u64, 2_u64);
        assert_eq!(books.checks(), 2);
        assert_eq!(books.wrong(), ["vault: the ledger says 1, it should be 2"]);
    }
}
