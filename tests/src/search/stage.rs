//! The beginning of every case: one network, three tokens, eight wallets. Made once for each thread, then copied.

use std::cell::OnceCell;

use litesvm::LiteSVM;
use personal_token_core::{
    member::{capability, role},
    parameters::Parameters,
    policy::Policy,
    recovery::CAPABILITY_WAIT,
};
use personal_token_sdk::{
    instruction::{NetworkCreate, StewardAppoint},
    pda, Address,
};

use super::{
    model::{
        Member, Model, Purse, Status, DAY, FIRST_SPARE, MALLORY, MEMBERS, OUTSIDER, PARAMETERS, RITA, RON, TOKENS,
        TREASURY, WALLETS,
    },
    op::Op,
    perform::{introduce, Cast},
};
use crate::{
    world::{Founding, Person, TokenFixture},
    World,
};

const NAMES: [&str; MEMBERS] = ["ada", "ben", "cyd", "ivy", "ron", "mallory", "rita"];
/// The most shares that each token may have; half of them are issued, of the last one none.
const AUTHORISED: [u64; TOKENS] = [1_000_000, 3_000, 200];

/// The ledger, who is on it, and what the model says of it.
#[derive(Clone)]
pub struct Beginning {
    svm: LiteSVM,
    pub cast: Cast,
    pub model: Model,
}

thread_local! {
    static BEGINNING: OnceCell<Beginning> = const { OnceCell::new() };
}

/// The beginning, as this thread has made it.
pub fn with_beginning<T>(use_it: impl FnOnce(&Beginning) -> T) -> T {
    BEGINNING.with(|cell| use_it(cell.get_or_init(Beginning::new)))
}

/// A world at the beginning.
pub fn world() -> (World, Cast) {
    with_beginning(|beginning| {
        let mut world = World::deployed();
        introduce(&mut world);
        world.svm = beginning.svm.clone();
        world.network = beginning.cast.network;
        (world, beginning.cast.clone())
    })
}

impl Beginning {
    fn new() -> Self {
        let mut world = World::deployed();
        let wallets = introduce(&mut world);
        found(&mut world, &wallets);
        let role = |index: usize| if index < TOKENS { role::ALL } else { role::INVESTOR };
        let named = NAMES.iter().enumerate();
        let members: Vec<_> = named.map(|(index, name)| world.member(name, role(index)).member).collect();
        for steward in [RON, RITA] {
            let appoint = StewardAppoint {
                payer: world.payer,
                authority: world.founder,
                network: world.network,
                member: members[steward],
                capabilities: capability::ALL,
            };
            world.must(&[appoint.instruction()]);
        }
        let admitted_at = world.now();
        world.warp(i64::from(CAPABILITY_WAIT));
        let owner = |token: usize| Person { wallet: wallets[token], member: members[token] };
        let tokens: Vec<_> = (0..TOKENS).map(|token| create(&mut world, owner(token), AUTHORISED[token])).collect();
        let cast = Cast {
            wallets,
            members,
            tokens,
            network: world.network,
            other_network: pda::network(crate::wallet(NAMES[MALLORY]), &pda::network_name("Mallory's").unwrap()),
            quote_mint: world.quote_mint,
            payer: world.payer,
            issuer: world.issuer,
        };
        let mut model = empty(admitted_at, world.now());
        for op in opening() {
            world.must(&cast.instructions(&model, &op));
            model.apply(&op).expect("the beginning");
        }
        super::compare::compare(&world, &cast, &model);
        Self { svm: world.svm, cast, model }
    }
}

/// The members' network, and one that the attacker rules.
fn found(world: &mut World, wallets: &[Address]) {
    let narrow = |value: u64| u16::try_from(value).unwrap();
    let seconds = |value: i64| u32::try_from(value).unwrap();
    let parameters = Parameters {
        owner_fee: narrow(PARAMETERS.owner_fee),
        network_fee: narrow(PARAMETERS.network_fee),
        equity_fee: narrow(PARAMETERS.equity_fee),
        minimum_reputation: u16::try_from(PARAMETERS.minimum_reputation).unwrap(),
        cooling_off: seconds(PARAMETERS.cooling_off),
        owner_first_refusal: seconds(PARAMETERS.owner_first),
        holder_first_refusal: seconds(PARAMETERS.holder_first),
        round_notice: seconds(PARAMETERS.round_notice),
        minimum_hold: seconds(PARAMETERS.minimum_hold),
        report_grace: seconds(PARAMETERS.report_grace),
        report_deadline: u16::try_from(PARAMETERS.report_deadline).unwrap(),
        ..Parameters::default()
    };
    let create = world.network_create(Founding { parameters, ..Founding::default() });
    let create = NetworkCreate { treasury: wallets[TREASURY], ..create };
    world.must(&[create.instruction()]);
    world.network = pda::network(world.founder, &create.name);
    let other = Founding { name: "Mallory's", parameters };
    let other = NetworkCreate { creator: wallets[MALLORY], ..world.network_create(other) };
    world.must(&[other.instruction()]);
}

fn create(world: &mut World, owner: Person, authorised: u64) -> TokenFixture {
    let hold = u32::try_from(DAY).unwrap();
    let terms = crate::Terms { shares: 0, authorised, policy: Policy::Open, hold };
    let create = world.token_create(owner, terms);
    world.must(&[create.instruction()]);
    TokenFixture::of(owner, world.quote_mint)
}

/// As the ledger is before anything was opened or issued.
fn empty(admitted_at: i64, now: i64) -> Model {
    let member = |wallet: usize| Member {
        wallet,
        status: Status::Active,
        points: 1_000,
        points_at: admitted_at,
        charter: 1,
        acknowledged_at: admitted_at,
        held_until: 0,
        next_hold_at: 0,
        recovery_until: 0,
        abuses: Vec::new(),
    };
    let purse = |wallet: usize| Purse { member: (wallet < MEMBERS).then_some(wallet), quote: None, frozen: false };
    Model {
        now,
        halted: false,
        charter: 1,
        clauses: 12,
        charter_text: 0,
        members: (0..MEMBERS).map(member).collect(),
        purses: (0..WALLETS).map(purse).collect(),
        tokens: AUTHORISED.iter().map(|authorised| Model::new_token(*authorised, now)).collect(),
        share_accounts: Default::default(),
        delegates: Default::default(),
        positions: Default::default(),
        listings: Default::default(),
        recoveries: Default::default(),
        complaints: Default::default(),
        reports: Default::default(),
        supply: 0,
    }
}

/// Everybody has money, most have positions, and two tokens are spread a little.
fn opening() -> Vec<Op> {
    let mut ops = Vec::new();
    for wallet in 0..FIRST_SPARE {
        ops.push(Op::OpenQuote { wallet });
        ops.push(Op::Fund { wallet, amount: 10_u64.pow(6 + u32::try_from(wallet % 4).unwrap() * 2) });
    }
    for token in 0..TOKENS {
        ops.push(Op::OpenPosition { token, wallet: token });
    }
    for (token, authorised) in AUTHORISED.into_iter().enumerate().take(2) {
        let shares = authorised / 2;
        ops.push(Op::Issue { token, by: token, shares });
        for to in (0..OUTSIDER).filter(|wallet| *wallet != token && *wallet != RITA) {
            ops.push(Op::OpenPosition { token, wallet: to });
            let shares = shares / 10 + u64::try_from(to).unwrap();
            ops.push(Op::Transfer { token, from: token, to, authority: token, shares });
        }
    }
    ops
}
