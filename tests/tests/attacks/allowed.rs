//! The replacements that are no attack, each with its reason, and with what is to come of it.

use std::collections::BTreeSet;

use personal_token_core::proceeds::Payout;
use personal_token_sdk::{
    instruction::Kind,
    pda,
    state::{Application, Complaint, Member, Network, Position, Steward, Subscription},
    Address, ID,
};
use personal_token_tests::{wallet, Outcome};
use solana_account::ReadableAccount;

use crate::{
    fixtures::Fixture,
    generate::{Attack, Case},
    ledger::{Ledger, Type},
    universe::Universe,
};

/// Replacements that may succeed. Whatever they are, every invariant holds, and nobody ends up with more lamports,
/// shares or money than he had before or than the honest instruction gives him.
pub struct Allowed {
    /// Of which instructions; of all if there are none.
    kinds: &'static [Kind],
    /// Of which slots.
    slots: &'static [&'static str],
    /// Of which replacements.
    when: fn(&Universe, &Case) -> bool,
    /// Why that is right.
    reason: &'static str,
    /// What is to come of it.
    effect: Effect,
}

/// What an allowed replacement does.
enum Effect {
    /// What the honest instruction does. Besides the two accounts that were exchanged only those of these slots are
    /// different from its result: they record one of the two instead of the other, and nothing else.
    Recorded(&'static [&'static str]),
    /// What the honest instruction does, but for the accounts of these slots.
    Differs(&'static [&'static str]),
    /// What the honest instruction does, to another subject: the same accounts change, but for that.
    OtherSubject,
    /// Nothing at all: not one account changes, and no status byte is that of a payment.
    Nothing,
}

pub const ALLOWED: &[Allowed] = &[
    Allowed {
        kinds: &[],
        slots: &["payer"],
        when: |universe, case| can_sign(universe, case),
        reason: "whoever signs for it may pay the rent of anything; a refundable rent goes back to him alone",
        effect: Effect::Recorded(&[
            "application",
            "steward",
            "position",
            "subscription",
            "listing",
            "recovery",
            "complaint",
        ]),
    },
    Allowed {
        kinds: &[Kind::NetworkCreate],
        slots: &["quote_mint"],
        when: |_, case| case.attack == Attack::Twin && case.by_type == Type::QuoteMint,
        reason: "the creator, who signs, chooses the money of his network among the classic mints",
        effect: Effect::Recorded(&["network"]),
    },
    Allowed {
        kinds: &[
            Kind::ApplicationClose,
            Kind::MemberAdmit,
            Kind::MemberSuspend,
            Kind::MemberReinstate,
            Kind::MemberAttest,
            Kind::MemberHold,
            Kind::MemberRelease,
        ],
        slots: &["signer"],
        when: |universe, case| case.by == universe.world.founder,
        reason: "the network's authority may do what its stewards may; the steward's accounts are not read then",
        effect: Effect::Recorded(&[]),
    },
    Allowed {
        kinds: &[Kind::ApplicationClose],
        slots: &["signer"],
        when: |universe, case| case.by == universe.applicants[0],
        reason: "the applicant may withdraw his own application",
        effect: Effect::Recorded(&[]),
    },
    Allowed {
        kinds: &[Kind::MemberSuspend, Kind::MemberExclude, Kind::MemberAttest, Kind::MemberHold, Kind::MemberRelease],
        slots: &["member"],
        when: |universe, case| {
            is_twin(case, Type::Member) && universe.world.read::<Member>(case.by).network == universe.world.network
        },
        reason: "the account is the only name of the member meant: a steward may act on every member of his network",
        effect: Effect::OtherSubject,
    },
    Allowed {
        kinds: &[Kind::StewardUpdate, Kind::StewardDismiss],
        slots: &["steward"],
        when: |universe, case| {
            is_twin(case, Type::Steward) && universe.world.read::<Steward>(case.by).network == universe.world.network
        },
        reason: "the account is the only name of the steward meant: the authority may act on every one of its network",
        effect: Effect::OtherSubject,
    },
    Allowed {
        kinds: &[Kind::ApplicationClose],
        slots: &["application"],
        when: |universe, case| {
            is_twin(case, Type::Application)
                && universe.world.read::<Application>(case.by).network == universe.world.network
        },
        reason: "the account is the only name of the application meant: a steward may refuse every one of his network",
        effect: Effect::OtherSubject,
    },
    Allowed {
        kinds: &[Kind::PositionAdmit, Kind::PositionApprove, Kind::PositionSetBoundary],
        slots: &["position"],
        when: |universe, case| {
            is_twin(case, Type::Position) && universe.world.read::<Position>(case.by).token == universe.ada.token
        },
        reason: "the account is the only name of the holder meant: the owner speaks of every holder of his token",
        effect: Effect::OtherSubject,
    },
    Allowed {
        kinds: &[Kind::ProceedsDeposit],
        slots: &["source"],
        when: |universe, case| {
            let data = universe.world.account(&case.by).map(|account| account.data).unwrap_or_default();
            is_twin(case, Type::QuoteAccount) && data[32..64] == *universe.ada.owner.wallet.as_ref()
        },
        reason: "the owner, who signs, pays out of any quote account that he may spend from",
        effect: Effect::Recorded(&[]),
    },
    Allowed {
        kinds: &[Kind::ProceedsDeposit],
        slots: &["owner_position"],
        when: |_, case| case.by == ID,
        reason: "the program in place of the optional position is how a deposit is gross, which the owner may choose",
        effect: Effect::Differs(&["token", "source", "vault", "distribution"]),
    },
    Allowed {
        kinds: &[Kind::ProceedsDistribute],
        slots: &["pair.position", "pair.quote_account"],
        when: |_, _| true,
        reason: "whom a batch cannot pay it skips, so that nobody can keep the others from being paid",
        effect: Effect::Nothing,
    },
    Allowed {
        kinds: &[Kind::RoundOpen],
        slots: &["treasury_position"],
        when: |_, case| case.by == ID,
        reason: "left out, the treasury counts as an outside holder: the owner gives notice where none might be due",
        effect: Effect::Recorded(&[]),
    },
    Allowed {
        kinds: &[Kind::RoundAccept, Kind::RoundDecline],
        slots: &["subscription"],
        when: |universe, case| {
            let round = pda::round(universe.ada.token, 0);
            is_twin(case, Type::Subscription) && universe.world.read::<Subscription>(case.by).round == round
        },
        reason: "the account is the only name of the investor meant: the owner decides on every one of his round",
        effect: Effect::OtherSubject,
    },
    Allowed {
        kinds: &[Kind::RecoveryVeto],
        slots: &["signer"],
        when: |universe, case| {
            let [sam, sue] = universe.stewards;
            [wallet("new bob"), sam.wallet, sue.wallet].contains(&case.by)
        },
        reason: "whoever proposed a recovery may give it up",
        effect: Effect::Recorded(&[]),
    },
    Allowed {
        kinds: &[Kind::PositionMark],
        slots: &["position"],
        when: |universe, case| {
            is_twin(case, Type::Position) && universe.world.read::<Position>(case.by).member == universe.bob.member
        },
        reason: "anybody marks any position of a member who is held",
        effect: Effect::OtherSubject,
    },
    Allowed {
        kinds: &[Kind::ComplaintOverturn, Kind::MemberExclude],
        slots: &["steward", "steward_member", "steward_position"],
        when: |_, _| true,
        reason: "the authority overturns and excludes, and is no steward; these are not read",
        effect: Effect::Recorded(&[]),
    },
    Allowed {
        kinds: &[
            Kind::ApplicationClose,
            Kind::MemberAdmit,
            Kind::MemberSuspend,
            Kind::MemberReinstate,
            Kind::MemberAttest,
            Kind::MemberHold,
            Kind::MemberRelease,
        ],
        slots: &["steward", "steward_member"],
        when: |_, case| case.slot.address == ID,
        reason: "the authority and the applicant are no stewards; these are not read",
        effect: Effect::Recorded(&[]),
    },
    Allowed {
        kinds: &[],
        slots: &["program"],
        when: |_, case| case.instruction.accounts.iter().any(|meta| meta.pubkey == ID),
        reason: "the program stands in the place of the absent accounts too, and is called from there",
        effect: Effect::Recorded(&[]),
    },
    Allowed {
        kinds: &[Kind::ComplaintClose],
        slots: &["complaint"],
        when: |universe, case| {
            is_twin(case, Type::Complaint) && universe.world.read::<Complaint>(case.by).rent_payer == universe.sponsor
        },
        reason: "anybody closes any complaint that is over; the rent goes back to whoever paid it",
        effect: Effect::OtherSubject,
    },
    Allowed {
        kinds: &[Kind::ReportRecord],
        slots: &["position"],
        when: |universe, case| {
            is_twin(case, Type::Position) && universe.world.read::<Position>(case.by).token == universe.ada.token
        },
        reason: "any outside shareholder shows that a report is owed",
        effect: Effect::Recorded(&[]),
    },
    Allowed {
        kinds: &[Kind::Execute],
        slots: &["destination"],
        when: |universe, case| case.by == universe.ada.share_account(universe.bob.wallet),
        reason: "to itself Token-2022 transfers nothing, and does not call the hook",
        effect: Effect::Nothing,
    },
];

fn can_sign(universe: &Universe, case: &Case) -> bool {
    let replaced = matches!(case.attack, Attack::Stranger | Attack::Twin | Attack::Duplicate);
    replaced && case.by_type == Type::Wallet && universe.people.contains(&case.by)
}

fn is_twin(case: &Case, of: Type) -> bool {
    case.attack == Attack::Twin && case.by_type == of
}

/// The honest instruction: the ledger before and after it, and what it changed.
pub struct Honest {
    pub before: Ledger,
    pub after: Ledger,
    pub changed: BTreeSet<Address>,
}

impl Allowed {
    /// The entry for a case.
    pub fn entry(fixture: &Fixture, case: &Case) -> Option<usize> {
        let fits = |entry: &Self| {
            (entry.kinds.is_empty() || entry.kinds.contains(&fixture.kind))
                && entry.slots.contains(&case.slot.name.as_str())
                && (entry.when)(&fixture.universe, case)
        };
        ALLOWED.iter().position(fits)
    }

    /// Slots of instructions, and the reason.
    pub fn describe(&self) -> (String, &'static str) {
        let kinds: Vec<_> = self.kinds.iter().map(|kind| kind.name()).collect();
        let kinds = if kinds.is_empty() { "all".into() } else { kinds.join(", ") };
        (format!("{} of {kinds}", self.slots.join(", ")), self.reason)
    }

    /// What is wrong with what came of a case; nothing, if it did no harm.
    pub fn harm(&self, fixture: &Fixture, case: &Case, honest: &Honest, outcome: &Outcome) -> Option<String> {
        let after = Ledger::of(&fixture.universe.world);
        self.unexpected(fixture, case, honest, outcome, &after).or_else(|| gain(honest, &after))
    }

    fn unexpected(
        &self,
        fixture: &Fixture,
        case: &Case,
        honest: &Honest,
        outcome: &Outcome,
        after: &Ledger,
    ) -> Option<String> {
        let address_of = |name: &&str| fixture.slots.iter().find(|slot| slot.name == **name).map(|slot| slot.address);
        let exchanged = |address: &Address| [case.by, case.slot.address].contains(address);
        let mut different = honest.after.differences(after, fixture.universe.world.payer);
        different.retain(|address| !exchanged(address));
        let expected = match self.effect {
            Effect::Nothing => {
                let paid = outcome.return_data.contains(&Payout::Done.byte());
                let skipped = fixture.kind != Kind::ProceedsDistribute || outcome.return_data.len() == 1;
                let harmless = outcome.changed.is_empty() && !paid && skipped;
                return (!harmless).then(|| format!("it changed {:?}, {:?}", outcome.changed, outcome.return_data));
            }
            Effect::OtherSubject => {
                let subject = |address: &Address| if *address == case.slot.address { case.by } else { *address };
                let expected: BTreeSet<_> = honest.changed.iter().map(subject).collect();
                return (outcome.changed != expected).then(|| format!("it changed {:?}", outcome.changed));
            }
            Effect::Differs(slots) => slots.iter().filter_map(address_of).collect::<BTreeSet<_>>(),
            Effect::Recorded(slots) => {
                let records: BTreeSet<_> = slots.iter().filter_map(address_of).collect();
                let is_right = |address: &Address| {
                    let [honest, found] = [&honest.after, after].map(|ledger| ledger.get(address));
                    let (Some(honest), Some(found)) = (honest, found) else { return false };
                    let expected = exchange(&recorded(honest.data(), case), &case.slot.address, &case.by);
                    honest.lamports() == found.lamports() && expected == found.data()
                };
                if let Some(wrong) = different.iter().find(|address| records.contains(*address) && !is_right(address)) {
                    return Some(format!("{wrong} records something else"));
                }
                records
            }
        };
        let rest: Vec<_> = different.difference(&expected).collect();
        (!rest.is_empty()).then(|| format!("{rest:?} are not what the honest instruction makes them"))
    }
}

/// A network records what follows from its quote mint too: the treasury's account.
fn recorded(data: &[u8], case: &Case) -> Vec<u8> {
    let Ok(network) = Network::decode(&ID, data) else { return data.into() };
    let [honest, found] = [case.slot.address, case.by].map(|mint| pda::quote_account(network.treasury, mint));
    exchange(data, &honest, &found)
}

/// One address in the place of another, wherever the bytes have it.
fn exchange(data: &[u8], address: &Address, by: &Address) -> Vec<u8> {
    let mut data = data.to_vec();
    for start in 0..data.len().saturating_sub(31) {
        if data[start..start + 32] == *address.as_ref() {
            data[start..start + 32].copy_from_slice(by.as_ref());
        }
    }
    data
}

/// Who has more of anything than before and than the honest instruction gives him.
fn gain(honest: &Honest, after: &Ledger) -> Option<String> {
    let (before, fair) = (honest.before.holdings(), honest.after.holdings());
    let nothing = Default::default();
    let has_more = after.holdings().into_iter().find(|(person, now)| {
        !now.is_at_most(before.get(person).unwrap_or(&nothing), fair.get(person).unwrap_or(&nothing))
    });
    has_more.map(|(person, now)| format!("{person} gained: he has {now:?}"))
}
