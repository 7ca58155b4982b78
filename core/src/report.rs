//! The yearly report of an owner who has outside shareholders: what he says he gained, against what he deposited.

use crate::{
    calendar::{start_of_year, year_of},
    Error, Result, DAY,
};

/// Points that a missing report costs, once a year reported on.
pub const MISSED_POINTS: u16 = 100;
/// Points that it costs to have deposited less than was reported, once a year reported on.
pub const SHORT_POINTS: u16 = 150;
/// How many years' deposits a token remembers: the present one and those that can still be reported or recorded.
pub const YEARS: usize = 4;

/// Gross deposits by the year in which the equity was sold, and gains that sales have routed; a year's place is its remainder by [`YEARS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct YearBook {
    /// The year that each place is about; 0 for none.
    pub years: [u16; YEARS],
    /// Quote units deposited for it.
    pub gross: [u64; YEARS],
}

impl YearBook {
    /// Books a deposit. One for a year whose report can no longer be recorded is not remembered.
    pub fn deposit(&mut self, year: u16, gross: u64) -> Result<()> {
        let Some((kept, sum)) = self.place(year) else { return Ok(()) };
        if *kept > year {
            return Ok(());
        }
        if *kept < year {
            (*kept, *sum) = (year, 0);
        }
        *sum = sum.checked_add(gross).ok_or(Error::MathOverflow)?;
        Ok(())
    }

    /// What was deposited for a year, in quote units.
    pub fn gross(&self, year: u16) -> u64 {
        let mut entries = self.years.iter().zip(self.gross);
        entries.find(|(kept, _)| **kept == year).map_or(0, |(_, gross)| gross)
    }

    fn place(&mut self, year: u16) -> Option<(&mut u16, &mut u64)> {
        let index = usize::from(year).checked_rem(YEARS)?;
        Some((self.years.get_mut(index)?, self.gross.get_mut(index)?))
    }
}

/// When the report on a year falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// Unix time at which the year is over, from which it can be filed.
    pub opens_at: i64,
    /// Unix time of the end of the day by which it is due.
    pub due_at: i64,
    /// Unix time from which anyone records that it is missing, or short.
    pub recordable_at: i64,
}

impl Deadline {
    /// Of the report on `year`, due on the `deadline`th day of the next one, with `grace` seconds.
    pub fn of(year: u16, deadline: u16, grace: u32) -> Result<Self> {
        let opens_at = start_of_year(u64::from(year).saturating_add(1)).ok_or(Error::ReportYearInvalid)?;
        let days = i64::from(deadline).checked_mul(i64::from(DAY)).ok_or(Error::MathOverflow)?;
        let due_at = opens_at.checked_add(days).ok_or(Error::MathOverflow)?;
        let recordable_at = due_at.checked_add(i64::from(grace)).ok_or(Error::MathOverflow)?;
        Ok(Self { opens_at, due_at, recordable_at })
    }
}

/// Refuses a year that cannot be reported on: before the token, not over yet, or too long ago for its deposits to be
/// remembered.
pub fn check_year(year: u16, token_created_at: i64, now: i64) -> Result<()> {
    let (first, present) = (year_of(token_created_at), year_of(now));
    let year = u64::from(year);
    let remembered = year.saturating_add(4) > present;
    match first <= year && year < present && remembered {
        true => Ok(()),
        false => Err(Error::ReportYearInvalid),
    }
}

/// A report, or the want of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What the sales of the year brought, in quote units.
    pub proceeds: u64,
    /// What the sold equity had cost, in quote units.
    pub cost_basis: u64,
    /// Unix time of filing; 0 if it was not filed.
    pub filed_at: i64,
    /// Whether it was filed when the grace was over, as the network's parameters were then: later ones make no report
    /// late.
    pub late: bool,
    /// Unix time at which somebody recorded that it was missing; 0 if nobody did.
    pub missed_at: i64,
    /// Unix time at which somebody recorded that it was short; 0 if nobody did.
    pub short_at: i64,
}

/// What is wrong with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Finding {
    /// It was not filed before the grace was over.
    Missed = 1,
    /// Less was deposited than it says was gained.
    Short = 2,
}

impl Finding {
    /// Every finding.
    pub const ALL: [Finding; 2] = [Finding::Missed, Finding::Short];

    /// The finding behind its byte.
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.byte() == byte)
    }

    /// The byte in events.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Missed => 1,
            Self::Short => 2,
        }
    }

    /// The word for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Short => "short",
        }
    }

    /// Points that it costs the owner.
    pub const fn points(self) -> u16 {
        match self {
            Self::Missed => MISSED_POINTS,
            Self::Short => SHORT_POINTS,
        }
    }
}

impl Report {
    /// The gain it states, in quote units; a loss is none.
    pub fn gain(&self) -> u64 {
        self.proceeds.saturating_sub(self.cost_basis)
    }

    /// Files it, or corrects it while it is not due yet.
    pub fn file(self, proceeds: u64, cost_basis: u64, deadline: &Deadline, now: i64) -> Result<Self> {
        if self.filed_at != 0 && now >= deadline.due_at {
            return Err(Error::ReportFinal);
        }
        let late = self.late || now >= deadline.recordable_at;
        Ok(Self { proceeds, cost_basis, filed_at: now, late, ..self })
    }

    /// What is to be recorded now, each finding once: first that it was not filed in time, then that it is short of
    /// `deposited` quote units. Filing late does not undo the first.
    pub fn record(mut self, deposited: u64, deadline: &Deadline, now: i64) -> Result<(Self, Finding)> {
        if now < deadline.recordable_at {
            return Err(Error::ReportNotOverdue);
        }
        if (self.filed_at == 0 || self.late) && self.missed_at == 0 {
            self.missed_at = now;
            return Ok((self, Finding::Missed));
        }
        if self.filed_at != 0 && self.gain() > deposited && self.short_at == 0 {
            self.short_at = now;
            return Ok((self, Finding::Short));
        }
        Err(Error::ReportInOrder)
    }
}

/// Whether a position shows that its token had an outside shareholder in `year`: it is not the owner's, was opened
/// before the year was over, and holds shares now.
pub fn owes_report(is_owner: bool, shares: u64, opened_at: i64, deadline: &Deadline) -> bool {
    !is_owner && shares > 0 && opened_at < deadline.opens_at
}
