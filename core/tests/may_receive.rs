//! Who may receive, as one complete table: policy × owner × status × standing × cap × approval. And who may send.
//!
//! The rows are facts ("admitted, one share too many"), the numbers that make them so are chosen afterwards, and the
//! expected outcome is read off the facts alone.

use personal_token_core::member::{Reputation, Status};
use personal_token_core::policy::Policy;
use personal_token_core::transfer::{may_receive, may_send, Approval, Receipt, Receiver};
use personal_token_core::{Error, Result};
use std::collections::BTreeMap;

const NOW: i64 = 1_800_000_000;
const MINIMUM: u16 = 600;
const SHARES: u64 = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Below,
    JustEnough,
    Full,
}

impl Standing {
    const ALL: [Standing; 3] = [Standing::Below, Standing::JustEnough, Standing::Full];

    fn reputation(self) -> Reputation {
        match self {
            Standing::Below => Reputation { points: MINIMUM - 1, as_of: NOW },
            Standing::JustEnough => Reputation { points: MINIMUM, as_of: NOW },
            Standing::Full => Reputation::full(NOW),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cap {
    NotAdmitted,
    OneTooFew,
    JustEnough,
    Whole,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Approved {
    Never,
    OneTooFew,
    Expired,
    JustEnough,
    More,
}

#[derive(Clone, Copy, Debug)]
struct Facts {
    policy: Policy,
    is_owner: bool,
    status: Status,
    standing: Standing,
    cap: Cap,
    approved: Approved,
}

/// The rule as a list of obstacles, the first of which is named; nothing here computes with shares or times.
fn expected(facts: Facts) -> Result<bool> {
    let guest = !facts.is_owner;
    let under = |policy| guest && facts.policy == policy;
    let approved = matches!(facts.approved, Approved::JustEnough | Approved::More);
    let obstacles = [
        (facts.status != Status::Active, Error::MemberNotActive),
        (guest && facts.standing == Standing::Below, Error::NotInGoodStanding),
        (under(Policy::Village) && facts.cap == Cap::NotAdmitted, Error::NotAdmitted),
        (under(Policy::Village) && facts.cap == Cap::OneTooFew, Error::CapExceeded),
        (under(Policy::Approval) && !approved, Error::NotApproved),
        (under(Policy::Closed), Error::TransfersClosed),
    ];
    match obstacles.into_iter().find(|(stands, _)| *stands) {
        Some((_, error)) => Err(error),
        None => Ok(under(Policy::Approval)),
    }
}

fn actual(facts: Facts) -> Result<bool> {
    // 2 % of 10,000 shares are 200: whoever holds 100 may receive 100 more, and not one of 101.
    let (cap, held) = match facts.cap {
        Cap::NotAdmitted => (0, 0),
        Cap::OneTooFew => (200, 101),
        Cap::JustEnough => (200, 100),
        Cap::Whole => (10_000, 101),
    };
    let approval = match facts.approved {
        Approved::Never => Approval::default(),
        Approved::OneTooFew => Approval { shares: SHARES - 1, expires_at: NOW + 1 },
        Approved::Expired => Approval { shares: SHARES, expires_at: NOW },
        Approved::JustEnough => Approval { shares: SHARES, expires_at: NOW + 1 },
        Approved::More => Approval { shares: u64::MAX, expires_at: i64::MAX },
    };
    let reputation = facts.standing.reputation();
    let Facts { is_owner, status, policy, .. } = facts;
    let receipt = Receipt { policy, minimum_reputation: MINIMUM, total: 10_000, shares: SHARES, now: NOW };
    let total = if facts.cap == Cap::OneTooFew || facts.cap == Cap::JustEnough { 10_000 } else { 10_000_000 };
    may_receive(&Receipt { total, ..receipt }, &Receiver { is_owner, status, reputation, shares: held, cap, approval })
}

fn rows() -> Vec<Facts> {
    let mut rows = Vec::new();
    for policy in Policy::ALL {
        for is_owner in [false, true] {
            for status in Status::ALL {
                for standing in Standing::ALL {
                    for cap in [Cap::NotAdmitted, Cap::OneTooFew, Cap::JustEnough, Cap::Whole] {
                        for approved in [
                            Approved::Never,
                            Approved::OneTooFew,
                            Approved::Expired,
                            Approved::JustEnough,
                            Approved::More,
                        ] {
                            rows.push(Facts { policy, is_owner, status, standing, cap, approved });
                        }
                    }
                }
            }
        }
    }
    rows
}

#[test]
fn every_row_of_the_table_is_decided_as_its_facts_say() {
    let rows = rows();
    assert_eq!(rows.len(), 4 * 2 * 4 * 3 * 4 * 5);
    for facts in rows {
        assert_eq!(actual(facts), expected(facts), "{facts:?}");
    }
}

/// The same table counted by hand, so that the expectation cannot have gone wrong together with the rule.
#[test]
fn each_refusal_stands_in_as_many_rows_as_counted_by_hand() {
    let mut counts = BTreeMap::new();
    for facts in rows() {
        *counts.entry(actual(facts)).or_insert(0) += 1;
    }
    let by_hand = BTreeMap::from([
        // Three of four states.
        (Err(Error::MemberNotActive), 1_440),
        // Of the active: one of three standings, of those who are not the owner.
        (Err(Error::NotInGoodStanding), 80),
        // 40 rows are left for each policy: 4 caps of 10, or 5 approvals of 8.
        (Err(Error::NotAdmitted), 10),
        (Err(Error::CapExceeded), 10),
        (Err(Error::NotApproved), 24),
        (Err(Error::TransfersClosed), 40),
        (Ok(true), 16),
        // The owner in 240 rows, open in 40, village in 20.
        (Ok(false), 300),
    ]);
    assert_eq!(counts, by_hand);
}

/// Back to the owner always; to anybody else only in good standing.
#[test]
fn who_may_send_is_status_standing_and_receiver() {
    let mut refusals = 0;
    for status in Status::ALL {
        for standing in Standing::ALL {
            let good = status == Status::Active && standing != Standing::Below;
            let to = |owner| may_send(status, standing.reputation(), MINIMUM, owner, NOW);
            assert_eq!(to(true), Ok(()), "{status:?} {standing:?}");
            assert_eq!(
                to(false),
                if good { Ok(()) } else { Err(Error::SenderNotInGoodStanding) },
                "{status:?} {standing:?}"
            );
            refusals += usize::from(!good);
        }
    }
    // Of four states three, and of the active one of three standings.
    assert_eq!(refusals, 10);
}
