//! Members: roles, status, and reputation as a function of time.

use crate::{parameters::Parameters, Error, Result, DAY};

/// A full reputation.
pub const FULL_REPUTATION: u16 = 1_000;
/// Points that return each whole day.
pub const RECOVERY_PER_DAY: u16 = 1;

/// What a member may do in a network.
pub mod role {
    /// May create a token of his own.
    pub const OWNER: u8 = 1;
    /// Holds other people's shares.
    pub const INVESTOR: u8 = 2;
    /// Every role.
    pub const ALL: u8 = 0b11;
}

/// What a steward may do for a network; also the index into the times at which each was granted.
pub mod capability {
    /// Admits and refuses applicants.
    pub const ADMIT: u8 = 1;
    /// Settles complaints; suspends and reinstates.
    pub const ARBITRATE: u8 = 2;
    /// Attests that the conversation about rights took place.
    pub const ATTEST: u8 = 4;
    /// Helps to recover lost wallets.
    pub const RECOVER: u8 = 8;
    /// Every capability.
    pub const ALL: u8 = 0b1111;
    /// How many there are.
    pub const COUNT: usize = 4;
}

/// Checks roles: at least one, none unknown.
pub fn check_roles(roles: u8) -> Result<()> {
    match roles != 0 && roles & !role::ALL == 0 {
        true => Ok(()),
        false => Err(Error::RolesInvalid),
    }
}

/// Checks capabilities: at least one, none unknown.
pub fn check_capabilities(capabilities: u8) -> Result<()> {
    match capabilities != 0 && capabilities & !capability::ALL == 0 {
        true => Ok(()),
        false => Err(Error::CapabilitiesInvalid),
    }
}

/// When each capability was granted, after a change: kept ones keep their time, so that a usable one cannot be reset
/// by accident; new ones count from now; withdrawn ones are cleared.
pub fn regrant(before: u8, granted_at: [i64; capability::COUNT], after: u8, now: i64) -> [i64; capability::COUNT] {
    let mut times = granted_at;
    for (time, bit) in
        times.iter_mut().zip([capability::ADMIT, capability::ARBITRATE, capability::ATTEST, capability::RECOVER])
    {
        *time = match (before & bit != 0, after & bit != 0) {
            (true, true) => *time,
            (false, true) => now,
            (_, false) => 0,
        };
    }
    times
}

/// Where a member stands in the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Status {
    /// Takes part in everything.
    Active = 1,
    /// Suspended by the network: keeps what he holds, is paid, receives nothing.
    Suspended = 2,
    /// Left of his own will: keeps what he holds, is paid, receives nothing.
    Left = 3,
    /// Excluded by the network's authority, who alone can take it back: keeps what he holds, is paid, receives nothing.
    Excluded = 4,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 4] = [Status::Active, Status::Suspended, Status::Left, Status::Excluded];

    /// The status behind its byte on chain.
    pub fn from_byte(byte: u8) -> Result<Self> {
        match byte {
            1 => Ok(Self::Active),
            2 => Ok(Self::Suspended),
            3 => Ok(Self::Left),
            4 => Ok(Self::Excluded),
            _ => Err(Error::InvariantBroken),
        }
    }

    /// The byte on chain.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Active => 1,
            Self::Suspended => 2,
            Self::Left => 3,
            Self::Excluded => 4,
        }
    }

    /// The word for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Left => "left",
            Self::Excluded => "excluded",
        }
    }

    /// Refuses members who are suspended or excluded, or have left.
    #[inline(always)]
    pub fn check_active(self) -> Result<()> {
        match self {
            Self::Active => Ok(()),
            Self::Suspended | Self::Left | Self::Excluded => Err(Error::MemberNotActive),
        }
    }

    /// Active → suspended. A member who left cannot be suspended; he receives nothing anyway.
    pub fn suspend(self) -> Result<Self> {
        self.only_active(Self::Suspended)
    }

    /// Active → left. A suspended member cannot leave his suspension behind.
    pub fn leave(self) -> Result<Self> {
        self.only_active(Self::Left)
    }

    /// Anything → excluded; those who left too, so that they do not come back.
    pub fn exclude(self) -> Result<Self> {
        match self {
            Self::Excluded => Err(Error::MemberExcluded),
            Self::Active | Self::Suspended | Self::Left => Ok(Self::Excluded),
        }
    }

    /// Suspended → active, and left → active with the member's own consent. The network's authority alone takes an
    /// exclusion back: with the member's consent he is active, without it as one who left, so that nobody who left comes
    /// back by it.
    pub fn reinstate(self, member_signed: bool, by_authority: bool) -> Result<Self> {
        match self {
            Self::Active => Err(Error::MemberActive),
            Self::Left if !member_signed => Err(Error::ConsentRequired),
            Self::Excluded if !by_authority => Err(Error::MemberExcluded),
            Self::Excluded if !member_signed => Ok(Self::Left),
            Self::Suspended | Self::Left | Self::Excluded => Ok(Self::Active),
        }
    }

    fn only_active(self, next: Self) -> Result<Self> {
        self.check_active().map(|()| next)
    }
}

/// What a member has said of his rights, and what was said to him.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights {
    /// The version of the charter that he acknowledged, every clause of it.
    pub acknowledged: u32,
    /// Unix time of that.
    pub acknowledged_at: i64,
    /// Unix time at which a steward attested the conversation; 0 if none did.
    pub attested_at: i64,
}

impl Rights {
    /// Refuses who has not acknowledged the current version: asked at each purchase, never when he is paid.
    pub fn check_current(&self, charter_version: u32) -> Result<()> {
        match self.acknowledged == charter_version {
            true => Ok(()),
            false => Err(Error::CharterNotAcknowledged),
        }
    }

    /// Whether an owner may raise capital: he has acknowledged the current version, has had time to think since, and has
    /// had the conversation if the network asks for it.
    pub fn may_raise(&self, charter_version: u32, parameters: &Parameters, now: i64) -> Result<()> {
        self.check_current(charter_version)?;
        if now < self.cooled_off_at(parameters)? {
            return Err(Error::CoolingOff);
        }
        match self.attested_at != 0 || parameters.attestation_required == 0 {
            true => Ok(()),
            false => Err(Error::AttestationRequired),
        }
    }

    /// Unix time from which the cooling-off is over.
    pub fn cooled_off_at(&self, parameters: &Parameters) -> Result<i64> {
        self.acknowledged_at.checked_add(i64::from(parameters.cooling_off)).ok_or(Error::MathOverflow)
    }
}

/// A reputation of 0 to 1,000 points, as it was at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reputation {
    /// Points at `as_of`.
    pub points: u16,
    /// Unix time of the last change.
    pub as_of: i64,
}

impl Reputation {
    /// A new member's.
    pub const fn full(now: i64) -> Self {
        Self { points: FULL_REPUTATION, as_of: now }
    }

    /// Points now: one comes back for each whole day since the last change (rounds down), up to 1,000. A clock that
    /// went back gives nothing.
    pub fn at(self, now: i64) -> u16 {
        if self.points >= FULL_REPUTATION {
            return FULL_REPUTATION;
        }
        // Unsigned, as the virtual machine has no signed division; a clock that went back counts as none.
        let seconds = u64::try_from(now.saturating_sub(self.as_of)).unwrap_or(0);
        let days = seconds.checked_div(u64::from(DAY)).unwrap_or(0);
        let missing = FULL_REPUTATION.saturating_sub(self.points);
        let regained = u16::try_from(days).unwrap_or(u16::MAX).saturating_mul(RECOVERY_PER_DAY).min(missing);
        self.points.saturating_add(regained)
    }

    /// The reputation after losing `points`: never below zero. The part of a day that had passed is lost, so several
    /// penalties in a row cannot recover faster than one.
    pub fn lower(self, points: u16, now: i64) -> Self {
        Self { points: self.at(now).saturating_sub(points), as_of: now.max(self.as_of) }
    }
    /// The reputation after points are given back that were taken wrongly. The part of a day that has passed is kept, so
    /// that it is what it would have been.
    pub fn raise(self, points: u16, now: i64) -> Self {
        let before = self.at(now);
        let passed = i64::from(before.saturating_sub(self.points)).saturating_mul(i64::from(DAY));
        Self { points: before.saturating_add(points).min(FULL_REPUTATION), as_of: self.as_of.saturating_add(passed) }
    }

    /// Unix time from which it is at least `minimum`; none if it never will be.
    pub fn reaches_at(self, minimum: u16) -> Option<i64> {
        if minimum > FULL_REPUTATION {
            return None;
        }
        let missing = i64::from(minimum.saturating_sub(self.points));
        Some(self.as_of.saturating_add(missing.saturating_mul(i64::from(DAY))))
    }
}
