//! One ledger with two of everything: two networks of different authorities, several tokens, holders, stewards and
//! applicants in each, and accounts that were closed.

use personal_token_core::{
    complaint::{Category, Severity},
    member::{capability, role},
};
use personal_token_sdk::{instruction::*, pda, Address, TOKEN_2022_ID, TOKEN_ID};
use personal_token_tests::{address, identity, wallet, world::Founding, Person, Terms, TokenFixture, World, SHARES};
use spl_token_2022_interface::instruction as spl;

use crate::{common, ledger::Type};

/// The program of the attacker, which calls whatever it is told and owns the accounts that he forged.
pub fn attackers_program() -> Address {
    address("the attacker's program")
}

/// What every attack starts from.
pub struct Universe {
    pub world: World,
    /// Pays the rents of everything that is made here; not the fee payer, so that his flags are his own.
    pub sponsor: Address,
    /// The attacker: authority of his own network, owner of his own token there, and a holder in the other one.
    pub mallory: Address,
    /// Everybody who can sign.
    pub people: Vec<Address>,
    pub ada: TokenFixture,
    /// Another owner, who holds shares of Ada's too.
    pub dora: TokenFixture,
    pub bob: Person,
    pub carol: Person,
    /// Two stewards with every capability.
    pub stewards: [Person; 2],
    /// Two applicants.
    pub applicants: [Address; 2],
    /// Two who left.
    pub gone: [Person; 2],
    /// Two who may create a token and did not.
    pub makers: [Person; 2],
    /// Two tokens whose shares were not issued yet, the owners' positions open.
    pub unissued: [TokenFixture; 2],
    /// Two with share account and quote account, without a position in Ada's token.
    pub guests: [Person; 2],
    /// Two with a position in Ada's token that never held shares.
    pub unused: [Person; 2],
    /// What once existed.
    pub closed: Vec<Address>,
    /// What could be created by somebody, and was not, by what it would be.
    pub uncreated: Vec<(Type, Address)>,
}

const PEOPLE: &[&str] = &[
    "payer", "founder", "issuer", "sponsor", "mallory", "ada", "bob", "carol", "sam", "sue", "amy", "abe", "lee",
    "leo", "max", "mia", "ivan", "ivy", "gus", "gia", "uli", "una", "dora", "quitter", "dropout", "drained", "marc",
    "tina", "tom", "new bob", "new lee", "new leo", "new marc",
];

impl Universe {
    pub fn new() -> Self {
        let mut world = World::deployed();
        world.network = found(&mut world, "Village of Makers", "tina");
        let people: Vec<_> = PEOPLE.iter().map(|name| world.person(name)).collect();
        let (sponsor, mallory) = (world.person("sponsor"), world.person("mallory"));
        // Whoever makes an account here is paid for by the sponsor.
        let fee_payer = std::mem::replace(&mut world.payer, sponsor);

        let makers = ["max", "mia"].map(|name| world.member(name, role::ALL));
        let growing = Terms { authorised: 2 * SHARES, ..Terms::default() };
        let ada = world.owner_with("ada", growing);
        let dora = world.owner_with("dora", growing);
        let unissued = ["ivan", "ivy"].map(|name| world.owner_with(name, Terms { shares: 0, ..Terms::default() }));
        let bob = world.holder("bob", &ada, 1_000);
        world.open_position(bob, &dora);
        world.transfer(&dora, dora.owner, bob, 2_000).expect_success();
        let carol = world.holder("carol", &ada, 10);
        world.holder("mallory", &ada, 500);
        world.holder("tina", &ada, 0);
        world.open_position(dora.owner, &ada);
        world.transfer(&ada, ada.owner, dora.owner, 300).expect_success();
        for person in [ada.owner, carol] {
            world.open_position(person, &dora);
        }
        let unused = ["uli", "una"].map(|name| world.holder(name, &ada, 0));
        let guests = ["gus", "gia"].map(|name| guest(&mut world, name, &ada));
        let stewards = ["sam", "sue"].map(|name| world.steward(name, capability::ALL));
        let applicants = ["amy", "abe"].map(|name| world.applicant(name, role::INVESTOR));
        let gone = ["lee", "leo"].map(|name| {
            let person = world.investor(name);
            world.must(&[MemberLeave { wallet: person.wallet, member: person.member }.instruction()]);
            person
        });
        second_quote_account(&mut world, ada.owner.wallet);

        // Mallory's own network, with people of both and with its own.
        let (network, founder) = (world.network, world.founder);
        world.founder = mallory;
        world.network = found(&mut world, "Mallory's Village", "tom");
        let twin = world.network;
        let hers = world.owner_with("mallory", growing);
        let twin_bob = world.holder("bob", &hers, 3_000);
        let twin_marc = world.holder("marc", &hers, 30);
        world.holder("tom", &hers, 0);
        let twin_stewards = ["sam", "sue"].map(|name| world.steward(name, capability::ALL));
        world.applicant("amy", role::ALL);
        world.member("ada", role::ALL);
        (world.network, world.founder) = (network, founder);

        let lapsed = world.complain(&ada, bob, Category::Other, Severity::Minor);
        world.warp(90 * 86_400); // every share is free
        for token in [&ada, &dora, &hers] {
            world.deposit(token, 5 * SHARES).expect_success();
        }
        let mut closed = close_some(&mut world, &ada, sponsor);
        world.must(&[world.complaint_close(lapsed).instruction()]);
        closed.push(lapsed);
        world.complain(&ada, carol, Category::Pressure, Severity::Severe);
        world.complain(&dora, bob, Category::Pressure, Severity::Severe);
        closed.extend(open_and_close(&mut world, [&ada, &dora], [bob, carol], gone, stewards));
        world.network = twin;
        common::open_round(&mut world, &hers);
        for investor in [twin_bob, twin_marc] {
            common::subscribed(&mut world, &hers, investor, 100);
        }
        world.must(&[common::list(&world, &hers, twin_bob, 0, 10).instruction()]);
        world.complain(&hers, twin_bob, Category::Pressure, Severity::Severe);
        let twin_lost = world.lose(twin_marc, "new marc", twin_stewards);
        world.propose(&twin_lost);
        world.network = network;
        world.payer = fee_payer;
        world.add_proxy(attackers_program());
        world.create_quote_mint("other quote mint");

        let maker = TokenFixture::of(makers[1], world.quote_mint);
        let stranger = address("nobody");
        let uncreated = vec![
            (Type::Network, pda::network(mallory, &pda::network_name("Third").unwrap())),
            (Type::Application, pda::application(world.network, bob.wallet)),
            (Type::Application, pda::application(twin, applicants[0])),
            (Type::Member, pda::member(world.network, &identity("nobody"))),
            (Type::Member, pda::member(twin, &identity("amy"))),
            (Type::WalletLink, pda::wallet_link(world.network, stranger)),
            (Type::Steward, pda::steward(world.network, carol.member)),
            (Type::Steward, pda::steward(twin, twin_bob.member)),
            (Type::Distribution, pda::distribution(dora.token, 1)),
            (Type::Distribution, pda::distribution(ada.token, 2)),
            (Type::Position, pda::position(ada.share_account(stranger))),
            (Type::Round, pda::round(ada.token, 1)),
            (Type::Round, pda::round(dora.token, 1)),
            (Type::Round, pda::round(hers.token, 1)),
            (Type::QuoteAccount, pda::escrow(pda::round(dora.token, 1))),
            (Type::Subscription, pda::subscription(pda::round(dora.token, 0), dora.owner.member)),
            (Type::Subscription, pda::subscription(pda::round(hers.token, 0), pda::member(twin, &identity("tom")))),
            (Type::Listing, pda::listing(ada.position(bob.wallet), 1)),
            (Type::Listing, pda::listing(dora.position(bob.wallet), 1)),
            (Type::Recovery, pda::recovery(carol.member)),
            (Type::Recovery, pda::recovery(twin_bob.member)),
            (Type::Complaint, pda::complaint(ada.position(bob.wallet), 7)),
            (Type::Complaint, pda::complaint(dora.position(bob.wallet), 1)),
            (Type::Report, pda::report(ada.token, 2025)),
            (Type::Report, pda::report(hers.token, 2026)),
            (Type::ShareMint, maker.mint),
            (Type::Token, maker.token),
            (Type::QuoteAccount, maker.vault),
            (Type::HookList, maker.extra_account_metas),
            (Type::Wallet, stranger),
        ];
        Self {
            world,
            sponsor,
            mallory,
            people,
            ada,
            dora,
            bob,
            carol,
            stewards,
            applicants,
            gone,
            makers,
            unissued,
            guests,
            unused,
            closed,
            uncreated,
        }
    }
}

/// A network whose treasury is a wallet that may hold shares.
fn found(world: &mut World, name: &str, treasury: &str) -> Address {
    let create = world.network_create(Founding { name, ..Founding::default() });
    let create = NetworkCreate { treasury: wallet(treasury), ..create };
    world.must(&[create.instruction()]);
    pda::network(create.creator, &create.name)
}

/// A round, listings and a recovery, and one of each that is over; returns what is closed.
fn open_and_close(
    world: &mut World,
    [ada, dora]: [&TokenFixture; 2],
    [bob, carol]: [Person; 2],
    gone: [Person; 2],
    stewards: [Person; 2],
) -> Vec<Address> {
    common::open_round(world, dora);
    for investor in [bob, carol, ada.owner] {
        common::subscribed(world, dora, investor, 100);
    }
    world.must(&[common::withdraw(world, dora, ada.owner).instruction()]);

    world.must(&[common::list(world, ada, carol, 0, 5).instruction()]);
    world.must(&[common::cancel(world, ada, carol, carol.wallet).instruction()]);
    world.must(&[common::list(world, ada, carol, 1, 5).instruction()]);
    world.must(&[common::list(world, dora, bob, 0, 10).instruction()]);

    let [lee, leo] = [(gone[0], "new lee"), (gone[1], "new leo")].map(|(old, new)| world.lose(old, new, stewards));
    world.propose(&lee);
    world.must(&[world.recovery_veto(&lee, lee.old.wallet).instruction()]);
    world.propose(&leo);

    let closed =
        [common::part_of(dora, ada.owner), pda::listing(ada.position(carol.wallet), 0), pda::recovery(gone[0].member)];
    for address in closed {
        assert!(world.account(&address).is_none(), "{address} is closed");
    }
    closed.into()
}

fn guest(world: &mut World, name: &str, token: &TokenFixture) -> Person {
    let person = world.investor(name);
    world.create_share_account(person.wallet, token);
    world.quote_account(person.wallet);
    person
}

/// Another quote account of the same wallet, not at the canonical address, with money in it.
fn second_quote_account(world: &mut World, wallet: Address) {
    let account = address("second quote account");
    world.put(account, TOKEN_ID, vec![0; 165]);
    let mint = world.quote_mint;
    world.must(&[spl::initialize_account3(&TOKEN_ID, &account, &mint, &wallet).unwrap()]);
    world.mint_quote(account, 100 * SHARES);
}

/// An application withdrawn, a steward dismissed, a position, a share account and a quote account closed, a wallet
/// emptied.
fn close_some(world: &mut World, token: &TokenFixture, rent_payer: Address) -> Vec<Address> {
    let network = world.network;
    let quitter = world.applicant("quitter", role::INVESTOR);
    let close = ApplicationClose { signer: quitter, steward_member: None, network, wallet: quitter, rent_payer };
    world.must(&[close.instruction()]);

    let Person { wallet, member } = world.steward("dropout", capability::ALL);
    let dismiss = StewardDismiss { authority: world.founder, network, member, rent_payer };
    world.must(&[dismiss.instruction()]);
    let quote_account = world.quote_account(wallet);
    let share_account = world.create_share_account(wallet, token);
    let position = world.open_position(Person { wallet, member }, token);
    world.must(&[PositionClose { wallet, member, mint: token.mint, rent_payer }.instruction()]);
    world.close_quote(wallet);
    world.must(&[spl::close_account(&TOKEN_2022_ID, &share_account, &wallet, &wallet, &[]).unwrap()]);

    let drained = world.person("drained");
    let lamports = world.lamports(&drained);
    world.must(&[solana_system_interface::instruction::transfer(&drained, &rent_payer, lamports)]);
    let closed = [
        pda::application(network, quitter),
        pda::steward(network, member),
        position,
        quote_account,
        share_account,
        drained,
    ];
    for address in closed {
        assert!(world.account(&address).is_none(), "{address} is closed");
    }
    closed.into()
}
