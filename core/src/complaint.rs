//! Complaints of an owner about a shareholder: filing, reply, decision, and what a decision does to reputations.

use crate::{member::Reputation, Error, Result, DAY};

/// For how long the shareholder may reply, in seconds; nobody decides before.
pub const REPLY_TIME: u32 = 7 * DAY;
/// After which time an undecided complaint lapses, in seconds.
pub const LAPSE_TIME: u32 = 60 * DAY;
/// For how long the network's authority may overturn a decision, in seconds.
pub const OVERTURN_TIME: u32 = 30 * DAY;
/// For how long an owner files nothing after an abusive complaint, in seconds.
pub const BAR_TIME: u32 = 90 * DAY;
/// How many complaints of one owner may be open at once.
pub const OPEN_COMPLAINTS: usize = 3;
/// How many abusive decisions bar an owner at once; of more than these the latest count, which bar the longest.
pub const BARS: usize = 3;
/// Points that an abusive complaint costs its owner.
pub const ABUSE_POINTS: u16 = 100;

/// What a complaint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Category {
    /// Insults, threats, stalking, unwanted advances.
    Harassment = 1,
    /// Pressing the owner to decide, to work, to sell, to pay.
    Pressure = 2,
    /// Contact beyond the boundary that the owner had set.
    BeyondBoundary = 3,
    /// Untruths about the owner, or in his name.
    Misrepresentation = 4,
    /// Anything else; the evidence says what.
    Other = 5,
}

impl Category {
    /// Every category.
    pub const ALL: [Category; 5] = [
        Category::Harassment,
        Category::Pressure,
        Category::BeyondBoundary,
        Category::Misrepresentation,
        Category::Other,
    ];

    /// The category behind its byte.
    pub fn from_byte(byte: u8) -> Result<Self> {
        match byte {
            1 => Ok(Self::Harassment),
            2 => Ok(Self::Pressure),
            3 => Ok(Self::BeyondBoundary),
            4 => Ok(Self::Misrepresentation),
            5 => Ok(Self::Other),
            _ => Err(Error::CategoryInvalid),
        }
    }

    /// The byte on chain.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Harassment => 1,
            Self::Pressure => 2,
            Self::BeyondBoundary => 3,
            Self::Misrepresentation => 4,
            Self::Other => 5,
        }
    }

    /// The words for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Harassment => "harassment",
            Self::Pressure => "pressure",
            Self::BeyondBoundary => "boundary",
            Self::Misrepresentation => "misrepresentation",
            Self::Other => "other",
        }
    }
}

/// How grave it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Severity {
    /// Costs 50 points if upheld.
    Minor = 1,
    /// Costs 200 points.
    Serious = 2,
    /// Costs 500 points.
    Severe = 3,
}

impl Severity {
    /// Every severity, the least first.
    pub const ALL: [Severity; 3] = [Severity::Minor, Severity::Serious, Severity::Severe];

    /// The severity behind its byte.
    pub fn from_byte(byte: u8) -> Result<Self> {
        match byte {
            1 => Ok(Self::Minor),
            2 => Ok(Self::Serious),
            3 => Ok(Self::Severe),
            _ => Err(Error::SeverityInvalid),
        }
    }

    /// The byte on chain.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Minor => 1,
            Self::Serious => 2,
            Self::Severe => 3,
        }
    }

    /// The word for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Serious => "serious",
            Self::Severe => "severe",
        }
    }

    /// Points of reputation that it costs.
    pub const fn points(self) -> u16 {
        match self {
            Self::Minor => 50,
            Self::Serious => 200,
            Self::Severe => 500,
        }
    }
}

/// How a complaint was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It is true, and as grave as this.
    Upheld(Severity),
    /// It is not, or cannot be known.
    Dismissed,
    /// It was made to harm the shareholder.
    Abusive,
}

impl Decision {
    /// The decision behind its two bytes: kind (1 upheld, 2 dismissed, 3 abusive) and severity (0 unless upheld). A
    /// complaint is upheld as it was made, or as a lesser one: its party replied to no greater.
    pub fn from_bytes(kind: u8, severity: u8, claimed: Severity) -> Result<Self> {
        match (kind, severity) {
            (1, severity) => {
                let severity = Severity::from_byte(severity)?;
                if severity > claimed {
                    return Err(Error::SeverityAboveComplaint);
                }
                Ok(Self::Upheld(severity))
            }
            (2, 0) => Ok(Self::Dismissed),
            (3, 0) => Ok(Self::Abusive),
            (2 | 3, _) => Err(Error::SeverityInvalid),
            _ => Err(Error::DecisionInvalid),
        }
    }

    /// The two bytes on chain: kind and severity.
    pub const fn bytes(self) -> (u8, u8) {
        match self {
            Self::Upheld(severity) => (1, severity.byte()),
            Self::Dismissed => (2, 0),
            Self::Abusive => (3, 0),
        }
    }

    /// The word for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Upheld(_) => "upheld",
            Self::Dismissed => "dismissed",
            Self::Abusive => "dismissed as abusive",
        }
    }
}

/// What an owner may still file. A slot is the Unix time at which its complaint lapses: time frees it, or a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filings {
    /// Unix times at which the open complaints lapse; 0, or a time that has passed, is a free slot.
    pub lapse_at: [i64; OPEN_COMPLAINTS],
    /// Unix times at which the bars of abusive decisions end; 0, or a time that has passed, is a free slot. One for each
    /// decision, so that overturning one of them takes back its own bar and no other.
    pub bars: [i64; BARS],
}

impl Filings {
    /// Takes a slot for a complaint filed now; returns it with the time at which it lapses.
    pub fn file(mut self, now: i64) -> Result<(Self, i64)> {
        if now < self.barred_until() {
            return Err(Error::FilingBarred);
        }
        let lapses_at = after(now, LAPSE_TIME)?;
        let free = self.lapse_at.iter_mut().find(|lapses| **lapses <= now).ok_or(Error::TooManyComplaints)?;
        *free = lapses_at;
        Ok((self, lapses_at))
    }

    /// Frees the slot of a decided complaint.
    pub fn free(mut self, lapses_at: i64) -> Self {
        if let Some(slot) = self.lapse_at.iter_mut().find(|lapses| **lapses == lapses_at) {
            *slot = 0;
        }
        self
    }

    /// How many complaints are open.
    pub fn open(&self, now: i64) -> usize {
        self.lapse_at.iter().filter(|lapses| **lapses > now).count()
    }

    /// Unix time before which nothing is filed.
    pub fn barred_until(&self) -> i64 {
        self.bars.iter().copied().max().unwrap_or(0)
    }

    /// Bars filing for 90 days, in the place of the bar that ends first.
    pub fn bar(mut self, now: i64) -> Result<Self> {
        let until = after(now, BAR_TIME)?;
        if let Some(slot) = self.bars.iter_mut().min() {
            *slot = until;
        }
        Ok(self)
    }

    /// Takes back the bar of a decision of `decided_at`.
    fn lift(mut self, decided_at: i64) -> Result<Self> {
        let until = after(decided_at, BAR_TIME)?;
        if let Some(slot) = self.bars.iter_mut().find(|bar| **bar == until) {
            *slot = 0;
        }
        Ok(self)
    }
}

/// Those whom a decision concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parties {
    /// The shareholder's reputation.
    pub member: Reputation,
    /// The owner's reputation.
    pub owner: Reputation,
    /// What the owner may file.
    pub filings: Filings,
}

impl Parties {
    /// After a decision, and the points that it took: of the shareholder, or of the owner if the complaint was abusive;
    /// fewer than it costs if he had fewer left.
    pub fn decide(self, decision: Decision, now: i64) -> Result<(Self, u16)> {
        match decision {
            Decision::Upheld(severity) => {
                let points = severity.points().min(self.member.at(now));
                let member = self.member.lower(severity.points(), now);
                Ok((Self { member, ..self }, points))
            }
            Decision::Dismissed => Ok((self, 0)),
            Decision::Abusive => {
                let points = ABUSE_POINTS.min(self.owner.at(now));
                let owner = self.owner.lower(ABUSE_POINTS, now);
                let filings = self.filings.bar(now)?;
                Ok((Self { owner, filings, ..self }, points))
            }
        }
    }

    /// After a decision of `decided_at` that took so many points is taken back. The bars of other decisions stay.
    pub fn undo(self, decision: Decision, taken: u16, decided_at: i64, now: i64) -> Result<Self> {
        Ok(match decision {
            Decision::Upheld(_) => Self { member: self.member.raise(taken, now), ..self },
            Decision::Dismissed => self,
            Decision::Abusive => {
                let filings = self.filings.lift(decided_at)?;
                Self { owner: self.owner.raise(taken, now), filings, ..self }
            }
        })
    }
}

/// Where a complaint stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Unix time of filing.
    pub filed_at: i64,
    /// Unix time of the reply; 0 if there is none.
    pub replied_at: i64,
    /// Unix time of the decision; 0 if there is none.
    pub decided_at: i64,
    /// Whether the decision was overturned already.
    pub overturned: bool,
}

/// What can happen to a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The shareholder may reply until this Unix time.
    Reply(i64),
    /// A steward may decide until this Unix time.
    Decision(i64),
    /// The network's authority may overturn the decision until this Unix time.
    Appeal(i64),
    /// Nobody decided in time.
    Lapsed,
    /// The decision stands for good.
    Final,
}

impl Case {
    /// Where it stands now.
    pub fn stage(&self, now: i64) -> Result<Stage> {
        let reply_until = after(self.filed_at, REPLY_TIME)?;
        let lapses_at = after(self.filed_at, LAPSE_TIME)?;
        let appeal_until = after(self.decided_at, OVERTURN_TIME)?;
        Ok(match self.decided_at {
            0 if now < reply_until => Stage::Reply(reply_until),
            0 if now < lapses_at => Stage::Decision(lapses_at),
            0 => Stage::Lapsed,
            _ if self.overturned || now >= appeal_until => Stage::Final,
            _ => Stage::Appeal(appeal_until),
        })
    }

    /// Whether the shareholder may reply.
    pub fn check_reply(&self, now: i64) -> Result<()> {
        match self.stage(now)? {
            Stage::Reply(_) if self.replied_at != 0 => Err(Error::AlreadyReplied),
            Stage::Reply(_) => Ok(()),
            _ => Err(Error::ReplyTimeOver),
        }
    }

    /// Whether a steward may decide.
    pub fn check_decision(&self, now: i64) -> Result<()> {
        match self.stage(now)? {
            Stage::Reply(_) => Err(Error::ReplyTimeRuns),
            Stage::Decision(_) => Ok(()),
            Stage::Lapsed => Err(Error::ComplaintLapsed),
            Stage::Appeal(_) | Stage::Final => Err(Error::ComplaintDecided),
        }
    }

    /// Whether the network's authority may overturn the decision.
    pub fn check_overturn(&self, now: i64) -> Result<()> {
        match self.stage(now)? {
            Stage::Appeal(_) => Ok(()),
            Stage::Final if self.overturned => Err(Error::AlreadyOverturned),
            Stage::Final => Err(Error::OverturnTimeOver),
            Stage::Reply(_) | Stage::Decision(_) | Stage::Lapsed => Err(Error::ComplaintUndecided),
        }
    }

    /// Whether its account may be closed and the rent go back: nothing can happen to it any more.
    pub fn check_close(&self, now: i64) -> Result<()> {
        match self.stage(now)? {
            Stage::Lapsed | Stage::Final => Ok(()),
            Stage::Reply(_) | Stage::Decision(_) | Stage::Appeal(_) => Err(Error::ComplaintStands),
        }
    }
}

/// Refuses an event that lies in the future, or at no time at all.
pub fn check_event(occurred_at: i64, now: i64) -> Result<()> {
    match occurred_at > 0 && occurred_at <= now {
        true => Ok(()),
        false => Err(Error::EventTimeInvalid),
    }
}

fn after(time: i64, seconds: u32) -> Result<i64> {
    time.checked_add(i64::from(seconds)).ok_or(Error::MathOverflow)
}
