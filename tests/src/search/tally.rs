//! What was tried, and what came of it.

use std::{
    fmt::{self, Display},
    sync::Mutex,
};

use super::kind::{Kind, KINDS};

/// Successes and refusals of each action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(Vec<(u64, u64)>);

static ALL: Mutex<Tally> = Mutex::new(Tally(Vec::new()));

/// Counts one action.
pub fn count(kind: Kind, succeeded: bool) {
    let mut tally = ALL.lock().unwrap();
    tally.0.resize(KINDS.len(), (0, 0));
    let (done, refused) = &mut tally.0[kind as usize];
    *if succeeded { done } else { refused } += 1;
}

/// What all threads have counted so far.
pub fn all() -> Tally {
    ALL.lock().unwrap().clone()
}

impl Tally {
    /// All actions.
    pub fn actions(&self) -> u64 {
        self.0.iter().map(|(done, refused)| done + refused).sum()
    }

    /// Those that succeeded, after which everything was compared.
    pub fn successes(&self) -> u64 {
        self.0.iter().map(|(done, _)| done).sum()
    }

    /// Hostile ones.
    pub fn attacks(&self) -> u64 {
        let all = self.0.iter().zip(KINDS).filter(|(_, about)| about.is_hostile);
        all.map(|((done, refused), _)| done + refused).sum()
    }

    /// Honest actions that never succeeded, and hostile ones that did.
    pub fn suspicious(&self) -> Vec<&'static str> {
        let is_wrong = |(index, about): &(usize, &super::kind::About)| {
            let done = self.0.get(*index).map_or(0, |(done, _)| *done);
            (done > 0) == about.is_hostile
        };
        KINDS.iter().enumerate().filter(is_wrong).map(|(_, about)| about.name).collect()
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (about, (done, refused)) in KINDS.iter().zip(&self.0) {
            let side = if about.is_hostile { "hostile" } else { "honest" };
            writeln!(f, "{side:8} {:44} {done:9} done {refused:9} refused", about.name)?;
        }
        Ok(())
    }
}
