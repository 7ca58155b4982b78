//! Complaints and reports.

use super::{
    rule::{ensure, known, start_of_year, year_of},
    Complaint, Decision, Model, Report, Verdict, DAY, FOUNDER, PARAMETERS, RITA, RON,
};
use crate::search::op::{Op, TokenId, Wallet};

const BEYOND_BOUNDARY: u8 = 3;

impl Model {
    pub(super) fn run_guard(&mut self, op: &Op) -> Option<Verdict> {
        Some(match *op {
            Op::Complain { token, by, holder, index, category, severity, occurred_at } => {
                self.complain(token, by, (holder, index), (category, severity, occurred_at))
            }
            Op::Reply { token, holder, index, by } => self.reply((token, holder, index), by),
            Op::Resolve { token, holder, index, by, decision } => self.resolve((token, holder, index), by, decision),
            Op::Overturn { token, holder, index, by, decision } => self.overturn((token, holder, index), by, decision),
            Op::CloseComplaint { token, holder, index } => self.close_complaint((token, holder, index)),
            Op::Report { token, by, year, proceeds, cost } => {
                self.report(token, by, i64::from(year), proceeds.saturating_sub(cost))
            }
            Op::Record { token, year, witness } => self.record(token, i64::from(year), witness),
            _ => return None,
        })
    }

    fn complain(&mut self, token: TokenId, by: Wallet, about: (Wallet, u32), what: (u8, u8, i64)) -> Verdict {
        let (now, (holder, index), (category, severity, occurred_at)) = (self.now, about, what);
        self.check_owner(token, by)?;
        let position = self.position(token, holder)?;
        let member = known(self.purses[holder].member, "no member")?;
        ensure(member != token, "his own position")?;
        ensure(position.complaints == index, "another complaint came before")?;
        ensure(position.has_held, "never a shareholder")?;
        ensure((1..=5).contains(&category) && (1..=3).contains(&severity), "no such complaint")?;
        ensure(0 < occurred_at && occurred_at <= now, "not yet, or never")?;
        if category == BEYOND_BOUNDARY {
            let first = position.first_contact_at;
            ensure(first != 0 && first < occurred_at, "no boundary before")?;
        }
        let barred = self.owner(token).abuses.iter().any(|abuse| now < abuse + 90 * DAY);
        ensure(!barred, "barred")?;
        let of_owner = self.complaints.iter().filter(|((of, ..), _)| *of == token);
        let open = of_owner.filter(|(_, complaint)| complaint.decided.is_none() && now < complaint.filed_at + 60 * DAY);
        ensure(open.count() < 3, "three are open")?;
        self.position_mut(token, holder)?.complaints += 1;
        let complaint = Complaint { member, severity, filed_at: now, replied: false, decided: None, overturned: false };
        self.complaints.insert((token, holder, index), complaint);
        Ok(())
    }

    fn reply(&mut self, key: (TokenId, Wallet, u32), by: Wallet) -> Verdict {
        let (now, signer) = (self.now, self.signing_member(by)?);
        let complaint = known(self.complaints.get_mut(&key), "no complaint")?;
        ensure(complaint.member == signer, "not about him")?;
        ensure(complaint.decided.is_none() && now < complaint.filed_at + 7 * DAY, "too late")?;
        ensure(!complaint.replied, "replied already")?;
        complaint.replied = true;
        Ok(())
    }

    /// A steward without a part in it and without shares of that token, between the seventh and the sixtieth day.
    fn resolve(&mut self, key: (TokenId, Wallet, u32), by: Wallet, decision: Decision) -> Verdict {
        let (now, token) = (self.now, key.0);
        let complaint = known(self.complaints.get(&key).cloned(), "no complaint")?;
        let steward = self.check_steward(by)?;
        ensure([RON, RITA].contains(&steward), "no steward")?;
        ensure(steward != complaint.member && steward != token, "a party")?;
        let shares = self.positions.get(&(token, by)).map_or(0, |position| position.shares);
        ensure(shares == 0, "he holds shares")?;
        ensure(complaint.decided.is_none(), "decided")?;
        let in_time = complaint.filed_at + 7 * DAY..complaint.filed_at + 60 * DAY;
        ensure(in_time.contains(&now), "too early or too late")?;
        self.decide(key, &complaint, decision)
    }

    fn overturn(&mut self, key: (TokenId, Wallet, u32), by: Wallet, decision: Decision) -> Verdict {
        let (now, token) = (self.now, key.0);
        let complaint = known(self.complaints.get(&key).cloned(), "no complaint")?;
        ensure(by == FOUNDER, "not the authority")?;
        let (before, decided_at, points) = known(complaint.decided, "undecided")?;
        ensure(!complaint.overturned && now < decided_at + 30 * DAY, "too late, or overturned already")?;
        ensure(decision != before, "the same decision")?;
        match before {
            Decision::Upheld(_) => self.members[complaint.member].regain(points, now),
            Decision::Dismissed => {}
            Decision::Abusive => {
                let owner = &mut self.members[token];
                owner.regain(points, now);
                let place = owner.abuses.iter().position(|abuse| *abuse == decided_at).expect("it stands");
                owner.abuses.remove(place);
            }
        }
        self.decide(key, &complaint, decision)?;
        self.complaints.get_mut(&key).expect("a complaint").overturned = true;
        Ok(())
    }

    fn decide(&mut self, key: (TokenId, Wallet, u32), complaint: &Complaint, decision: Decision) -> Verdict {
        let (now, token) = (self.now, key.0);
        let points = match decision {
            Decision::Upheld(severity) => {
                ensure((1..=complaint.severity).contains(&severity), "graver than the complaint")?;
                let points = [50, 200, 500][usize::from(severity) - 1];
                self.members[complaint.member].lose(points, now)
            }
            Decision::Dismissed => 0,
            Decision::Abusive => {
                self.members[token].abuses.push(now);
                self.members[token].lose(100, now)
            }
        };
        self.complaints.get_mut(&key).expect("a complaint").decided = Some((decision, now, points));
        Ok(())
    }

    fn close_complaint(&mut self, key: (TokenId, Wallet, u32)) -> Verdict {
        let now = self.now;
        let complaint = known(self.complaints.get(&key), "no complaint")?;
        let is_over = match complaint.decided {
            None => now >= complaint.filed_at + 60 * DAY,
            Some((_, decided_at, _)) => complaint.overturned || now >= decided_at + 30 * DAY,
        };
        ensure(is_over, "it stands")?;
        self.complaints.remove(&key);
        Ok(())
    }

    /// The year is over, not before the token, and one of the last three.
    fn check_year(&self, token: TokenId, year: i64) -> Verdict {
        let present = year_of(self.now);
        let first = year_of(self.tokens[token].created_at).max(present - 3);
        ensure((first..present).contains(&year), "no year to report on")
    }

    fn report(&mut self, token: TokenId, by: Wallet, year: i64, gain: u64) -> Verdict {
        self.check_owner(token, by)?;
        self.check_year(token, year)?;
        let now = self.now;
        let due_at = start_of_year(year + 1) + PARAMETERS.report_deadline * DAY;
        let report = self.reports.entry((token, year)).or_default();
        ensure(report.filed_at.is_none() || now < due_at, "it is final")?;
        report.late |= now >= due_at + PARAMETERS.report_grace;
        (report.gain, report.filed_at) = (gain, Some(now));
        Ok(())
    }

    fn record(&mut self, token: TokenId, year: i64, witness: Wallet) -> Verdict {
        self.check_year(token, year)?;
        let now = self.now;
        let opens_at = start_of_year(year + 1);
        let recordable_at = opens_at + PARAMETERS.report_deadline * DAY + PARAMETERS.report_grace;
        let position = self.position(token, witness)?;
        let is_outside = self.purses[witness].member != Some(token);
        ensure(is_outside && position.shares > 0 && position.opened_at < opens_at, "no outside shareholder")?;
        ensure(now >= recordable_at, "not overdue")?;
        let deposited = self.tokens[token].years.get(&year).copied().unwrap_or(0);
        let report: &mut Report = self.reports.entry((token, year)).or_default();
        let points = if (report.filed_at.is_none() || report.late) && !report.missed {
            report.missed = true;
            100
        } else {
            ensure(report.filed_at.is_some() && report.gain > deposited && !report.short, "in order")?;
            report.short = true;
            150
        };
        self.members[token].lose(points, now);
        Ok(())
    }
}
