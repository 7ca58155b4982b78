//! What each instruction does in each stage of a round, as one complete table, on chain: with a subscription in each
//! state, and for every cell a ledger that is set to it and a single instruction.

use personal_token_core::round::Stage;
use solana_account::Account;

use super::{common::*, prelude::*};

/// The stages of a round, in the order of the columns.
const STAGES: [Stage; 7] = Stage::ALL;

/// `freed` was accepted before an undo. A dash: the instruction names no subscription.
const TABLE: &str = "
    # instruction subscription  announced   open        failed      undoable    settling    settled     cancelled
    subscribe     -             NotOpenYet  +           Closed      Completed   Completed   Completed   Closed
    complete      -             NotOpenYet  +           Closed      Completed   Completed   Completed   Closed
    undo          -             NotCompl    NotCompl    NotCompl    +           WindowOver  WindowOver  NotCompl
    cancel        -             +           +           Closed      Completed   Completed   Completed   Closed
    collect       -             +           +           +           +           +           +           +

    accept        pending       NotOpenYet  +           Closed      Completed   Completed   Completed   Closed
    accept        accepted      NotOpenYet  NotPending  Closed      Completed   Completed   Completed   Closed
    accept        freed         NotOpenYet  NotPending  Closed      Completed   Completed   Completed   Closed
    accept        declined      NotOpenYet  NotPending  Closed      Completed   Completed   Completed   Closed
    accept        settled       NotOpenYet  NotPending  Closed      Completed   Completed   Completed   Closed

    decline       pending       NotOpenYet  +           Closed      Completed   Completed   Completed   Closed
    decline       accepted      NotOpenYet  NotPending  Closed      Completed   Completed   Completed   Closed
    decline       freed         NotOpenYet  NotPending  Closed      Completed   Completed   Completed   Closed
    decline       declined      NotOpenYet  NotPending  Closed      Completed   Completed   Completed   Closed
    decline       settled       NotOpenYet  NotPending  Closed      Completed   Completed   Completed   Closed

    withdraw      pending       +           +           +           +           +           +           +
    withdraw      accepted      Accepted    Accepted    +           Accepted    Accepted    Accepted    +
    withdraw      freed         Accepted    +           +           Accepted    Accepted    Accepted    +
    withdraw      declined      +           +           +           +           +           +           +
    withdraw      settled       +           +           +           +           +           +           +

    settle        pending       NotCompl    NotCompl    NotCompl    WindowOpen  NotAccepted NotCompl    NotCompl
    settle        accepted      NotCompl    NotCompl    NotCompl    WindowOpen  +           NotCompl    NotCompl
    settle        freed         NotCompl    NotCompl    NotCompl    WindowOpen  +           NotCompl    NotCompl
    settle        declined      NotCompl    NotCompl    NotCompl    WindowOpen  NotAccepted NotCompl    NotCompl
    settle        settled       NotCompl    NotCompl    NotCompl    WindowOpen  NotAccepted NotCompl    NotCompl

    refund        pending       NotRefund   NotRefund   +           NotRefund   +           +           +
    refund        accepted      NotRefund   NotRefund   +           NotRefund   NotRefund   NotRefund   +
    refund        freed         NotRefund   NotRefund   +           NotRefund   NotRefund   NotRefund   +
    refund        declined      +           +           +           +           +           +           +
    refund        settled       +           +           +           +           +           +           +
";

fn verdict(cell: &str) -> Option<Rule> {
    Some(match cell {
        "+" => return None,
        "NotOpenYet" => Rule::RoundNotOpenYet,
        "Closed" => Rule::RoundClosed,
        "Completed" => Rule::RoundCompleted,
        "NotCompl" => Rule::RoundNotCompleted,
        "WindowOver" => Rule::UndoWindowOver,
        "WindowOpen" => Rule::UndoWindowOpen,
        "NotPending" => Rule::SubscriptionNotPending,
        "NotAccepted" => Rule::SubscriptionNotAccepted,
        "Accepted" => Rule::SubscriptionAccepted,
        "NotRefund" => Rule::SubscriptionNotRefundable,
        cell => panic!("{cell}"),
    })
}

/// A ledger that is set to each cell in turn.
struct Board {
    world: World,
    case: Case,
    dan: Person,
    fresh: Vec<(Address, Account)>,
}

/// Bob asked for 50,000 shares, Carol's 300 are accepted, and Dan has the money for ten.
fn board() -> Board {
    let (mut world, case) = pending();
    accepted_subscriber(&mut world, &case.round, "carol", 300);
    let dan = world.holder("dan", &case.ada, 0);
    world.fund(dan.wallet, 10 * PRICE);
    world.quote_account(case.ada.owner.wallet);
    let fresh = [ID, TOKEN_ID, TOKEN_2022_ID].iter().flat_map(|program| world.accounts_of(program)).collect();
    Board { world, case, dan, fresh }
}

impl Board {
    /// Sets the ledger to a cell: what an instruction would have written, and the time.
    fn set(&mut self, stage: Stage, subscription: &str) {
        for (address, account) in &self.fresh {
            self.world.svm.set_account(*address, account.clone()).unwrap();
        }
        let dan = self.case.round.subscription(self.dan);
        self.world.svm.set_account(dan, Account::default()).unwrap();

        let freed = subscription == "freed";
        let (state, accepted) = match subscription {
            "accepted" | "freed" => (SubscriptionState::Accepted, 40_000),
            "declined" => (SubscriptionState::Declined, 0),
            "settled" => (SubscriptionState::Settled, 40_000),
            _ => (SubscriptionState::Pending, 0),
        };
        let (issued, owed) = match state {
            SubscriptionState::Settled => (40_000, 10_000 * PRICE),
            _ => (0, 50_000 * PRICE),
        };
        let bob = self.case.round.subscription(self.case.bob);
        self.world.edit::<Subscription>(bob, |part| {
            part.book = Part { shares: 50_000, accepted, owed, state: state.byte(), ..Part::zeroed() };
            part.book.accepted_after = u8::from(subscription == "accepted");
        });

        let round = self.world.round_state(&self.case.round).book;
        let (opens_at, closes_at) = (round.opens_at, round.closes_at);
        let (state, completed_at, now) = match stage {
            Stage::Announced => (State::Open, 0, opens_at - 1),
            Stage::Open => (State::Open, 0, closes_at - 1),
            Stage::Failed => (State::Open, 0, closes_at),
            Stage::Undoable => (State::Completing, opens_at + 1, opens_at + 6 * HOURS),
            Stage::Settling => (State::Completing, opens_at + 1, opens_at + 6 * HOURS + 1),
            Stage::Settled => (State::Settled, opens_at + 1, opens_at + 10 * DAYS),
            Stage::Cancelled => (State::Cancelled, 0, opens_at + DAYS),
        };
        let is_accepted = matches!(subscription, "accepted" | "freed");
        let book = Book {
            accepted: 1 + u32::from(is_accepted),
            accepted_shares: 300 + if is_accepted { accepted } else { 0 },
            issued: 300 + issued,
            raised: (300 + issued) * PRICE,
            owed_to_investors: owed + 300 * PRICE,
            owed_to_owner: (300 + issued) * PRICE,
            undos: u8::from(freed || subscription == "accepted"),
            reopened_at: 0,
            state: state.byte(),
            completed_at,
            ..round
        };
        self.world.edit::<Round>(self.case.round.round, |round| round.book = book);
        let unsettled = if state == State::Completing { book.accepted } else { 0 };
        self.world.edit::<Token>(self.case.ada.token, |token| token.unsettled = unsettled);
        let held = (book.owed_to_investors + book.owed_to_owner).to_le_bytes();
        self.world.corrupt(self.case.round.escrow, |data| data[64..72].copy_from_slice(&held));
        self.world.warp_to(now);
    }

    fn instruction(&self, name: &str) -> Instruction {
        let (world, round, bob) = (&self.world, &self.case.round, self.case.bob);
        match name {
            "subscribe" => world.round_subscribe(round, self.dan, 10).instruction(),
            "complete" => world.round_complete(round).instruction(),
            "undo" => world.round_undo(round).instruction(),
            "cancel" => world.round_cancel(round).instruction(),
            "collect" => world.round_collect(round).instruction(),
            "accept" => world.round_accept(round, bob, 10).instruction(),
            "decline" => world.round_decline(round, bob).instruction(),
            "withdraw" => world.round_withdraw(round, bob).instruction(),
            "settle" => world.round_settle(round, bob).instruction(),
            "refund" => world.round_refund(round, bob).instruction(),
            name => panic!("{name}"),
        }
    }
}

/// The rows that name a subscription, or those that name none: a stage each, with its column.
fn rows(of: &str) -> Vec<Vec<&'static str>> {
    let rows = TABLE.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    rows.filter(|row| row.first().is_some_and(|name| *name == of)).collect()
}

fn check(instruction: &str) {
    let mut board = board();
    let rows = rows(instruction);
    for row in &rows {
        assert_eq!(row.len(), 2 + STAGES.len());
        for (stage, cell) in STAGES.iter().zip(&row[2..]) {
            // Without a subscription of its own, every state of one that is there is tried.
            let states = ["pending", "accepted", "freed", "declined", "settled"];
            let states: Vec<_> = states.into_iter().filter(|state| row[1] == "-" || row[1] == *state).collect();
            for subscription in states {
                board.set(*stage, subscription);
                let instruction_ = board.instruction(instruction);
                let outcome = board.world.send(&[instruction_]);
                println!("{instruction} {subscription} {stage:?}: {cell}");
                match verdict(cell) {
                    Some(rule) => outcome.expect_refusal(rule),
                    None => drop(outcome.expect_success()),
                }
            }
        }
    }
    assert!(!rows.is_empty());
}

macro_rules! table {
    ($($name:ident: |$instruction:ident|;)+) => {
        $(
            #[test]
            fn $name() {
                check(stringify!($instruction));
            }
        )+
    };
}

table! {
    refuses_to_subscribe_where_the_table_says_so: |subscribe|;
    refuses_to_complete_where_the_table_says_so: |complete|;
    refuses_to_undo_where_the_table_says_so: |undo|;
    refuses_to_cancel_where_the_table_says_so: |cancel|;
    collects_in_every_stage: |collect|;
    refuses_to_accept_where_the_table_says_so: |accept|;
    refuses_to_decline_where_the_table_says_so: |decline|;
    refuses_to_withdraw_where_the_table_says_so: |withdraw|;
    refuses_to_settle_where_the_table_says_so: |settle|;
    refuses_to_refund_where_the_table_says_so: |refund|;
}

/// The table is complete: each instruction of a round but the first, and each state where one is named.
#[test]
fn the_table_is_complete() {
    let of_rounds = Kind::ALL.iter().filter_map(|kind| kind.name().strip_prefix("round_"));
    for name in of_rounds.filter(|name| *name != "open") {
        let states: Vec<_> = rows(name).iter().map(|row| row[1]).collect();
        let all = ["pending", "accepted", "freed", "declined", "settled"];
        assert!(states == ["-"] || states == all, "{name}: {states:?}");
    }
}
