//! Quote accounts that cannot be paid, at every step: refused with the code, the money stays, and it is paid when the
//! account is mended. Settling never depends on any.

use spl_token_2022_interface::instruction::{self as token, AuthorityType};

use super::{common::*, prelude::*};

#[derive(Clone, Copy)]
enum Damage {
    Closed,
    Frozen,
    Foreign,
}

impl Damage {
    const ALL: [Self; 3] = [Self::Closed, Self::Frozen, Self::Foreign];

    fn rule(self) -> Rule {
        match self {
            Self::Closed => Rule::QuoteAccountMissing,
            Self::Frozen => Rule::QuoteAccountFrozen,
            Self::Foreign => Rule::QuoteAccountForeign,
        }
    }

    fn inflict(self, world: &mut World, wallet: Address) {
        let account = world.quote_account(wallet);
        match self {
            Self::Closed => world.close_quote(wallet),
            Self::Frozen => world.freeze(account),
            Self::Foreign => {
                let stranger = mallory(world);
                world.hand_over_quote(wallet, stranger);
            }
        }
    }

    fn mend(self, world: &mut World, wallet: Address) {
        let account = pda::quote_account(wallet, world.quote_mint);
        match self {
            Self::Closed => drop(world.quote_account(wallet)),
            Self::Frozen => world.thaw(account),
            Self::Foreign => {
                let (owner, stranger) = (AuthorityType::AccountOwner, mallory(world));
                let back = token::set_authority(&TOKEN_ID, &account, Some(&wallet), owner, &stranger, &[]);
                world.must(&[back.unwrap()]);
            }
        }
    }
}

type Setup = fn() -> (World, Case);

/// With the account damaged the instruction is refused, and with the account mended it pays `amount`.
#[track_caller]
fn waits(
    damage: Damage,
    setup: Setup,
    payee: fn(&Case) -> Address,
    pay: fn(&World, &Case) -> Instruction,
    amount: u64,
) {
    let (mut world, case) = setup();
    let wallet = payee(&case);
    damage.inflict(&mut world, wallet);
    let escrow = world.quote_in(case.round.escrow);
    let instruction = pay(&world, &case);
    world.send(std::slice::from_ref(&instruction)).expect_refusal(damage.rule());
    world.warp(365 * DAYS);
    world.send(std::slice::from_ref(&instruction)).expect_refusal(damage.rule());
    assert_eq!(world.quote_in(case.round.escrow), escrow, "the money stays");

    damage.mend(&mut world, wallet);
    world.send(&[instruction]).expect_success();
    assert_eq!((world.quote_of(wallet), world.quote_in(case.round.escrow)), (amount, escrow - amount));
}

fn bob(case: &Case) -> Address {
    case.bob.wallet
}

fn ada(case: &Case) -> Address {
    case.ada.owner.wallet
}

fn declined() -> (World, Case) {
    let (mut world, case) = pending();
    world.decline(&case.round, case.bob);
    (world, case)
}

fn cancelled() -> (World, Case) {
    let (mut world, case) = accepted();
    world.cancel(&case.round);
    (world, case)
}

macro_rules! damages {
    ($(
        $name:ident: |$world:ident, $case:ident| $damage:ident, $setup:ident, $payee:ident, $pay:expr => $amount:expr;
    )+) => {
        $(
            #[test]
            fn $name() {
                waits(Damage::$damage, $setup, $payee, |$world, $case| $pay, $amount);
            }
        )+
    };
}

const WHOLE: u64 = 50_000 * PRICE;
const REST: u64 = 10_000 * PRICE;
const RAISED: u64 = 40_000 * PRICE;

damages! {
    refuses_to_withdraw_into_a_closed_account: |world, case| Closed, pending, bob,
        world.round_withdraw(&case.round, case.bob).instruction() => WHOLE;
    refuses_to_withdraw_into_a_frozen_account: |world, case| Frozen, pending, bob,
        world.round_withdraw(&case.round, case.bob).instruction() => WHOLE;
    refuses_to_withdraw_into_a_foreign_account: |world, case| Foreign, pending, bob,
        world.round_withdraw(&case.round, case.bob).instruction() => WHOLE;
    refuses_to_refund_the_declined_into_a_closed_account: |world, case| Closed, declined, bob,
        world.round_refund(&case.round, case.bob).instruction() => WHOLE;
    refuses_to_refund_the_declined_into_a_frozen_account: |world, case| Frozen, declined, bob,
        world.round_refund(&case.round, case.bob).instruction() => WHOLE;
    refuses_to_refund_the_declined_into_a_foreign_account: |world, case| Foreign, declined, bob,
        world.round_refund(&case.round, case.bob).instruction() => WHOLE;
    refuses_to_refund_the_cancelled_into_a_closed_account: |world, case| Closed, cancelled, bob,
        world.round_refund(&case.round, case.bob).instruction() => WHOLE;
    refuses_to_refund_the_cancelled_into_a_frozen_account: |world, case| Frozen, cancelled, bob,
        world.round_refund(&case.round, case.bob).instruction() => WHOLE;
    refuses_to_refund_the_cancelled_into_a_foreign_account: |world, case| Foreign, cancelled, bob,
        world.round_refund(&case.round, case.bob).instruction() => WHOLE;
    refuses_to_refund_the_rest_into_a_closed_account: |world, case| Closed, settled, bob,
        world.round_refund(&case.round, case.bob).instruction() => REST;
    refuses_to_refund_the_rest_into_a_frozen_account: |world, case| Frozen, settled, bob,
        world.round_refund(&case.round, case.bob).instruction() => REST;
    refuses_to_refund_the_rest_into_a_foreign_account: |world, case| Foreign, settled, bob,
        world.round_refund(&case.round, case.bob).instruction() => REST;
    refuses_to_collect_into_a_closed_account: |world, case| Closed, settled, ada,
        world.round_collect(&case.round).instruction() => RAISED;
    refuses_to_collect_into_a_frozen_account: |world, case| Frozen, settled, ada,
        world.round_collect(&case.round).instruction() => RAISED;
    refuses_to_collect_into_a_foreign_account: |world, case| Foreign, settled, ada,
        world.round_collect(&case.round).instruction() => RAISED;
}

/// Whatever became of everybody's account, the treasury's included, and of the escrow itself.
#[test]
fn settling_depends_on_no_quote_account() {
    for damage in Damage::ALL {
        let (mut world, ada, tess) = founded_with_treasury();
        let round = world.open_round(&ada, world.round_terms());
        let bob = accepted_subscriber(&mut world, &round, "bob", 1_000);
        world.finalise(&round);
        for wallet in [ada.owner.wallet, bob.wallet, tess.wallet] {
            damage.inflict(&mut world, wallet);
        }
        world.freeze(round.escrow);
        world.freeze(ada.vault);
        world.settle(&round, bob);
        let [bob, tess] = [bob, tess].map(|person| world.position_state(&ada, person).shares);
        assert_eq!((bob, tess), (1_000, 1));
    }
}

/// One investor's account is no obstacle to the others, nor to the owner.
#[test]
fn nobodys_account_is_anybody_elses_obstacle() {
    for damage in Damage::ALL {
        let (mut world, case) = accepted();
        let carol = subscriber(&mut world, &case.round, "carol", 10);
        world.finalise(&case.round);
        damage.inflict(&mut world, case.bob.wallet);
        world.settle(&case.round, case.bob);
        world.refund(&case.round, carol);
        world.collect(&case.round);
        assert_eq!(world.quote_in(case.round.escrow), REST);
        world.open_round(&case.ada, world.round_terms());
    }
}
