//! One ledger with two of everything: two networks of different authorities, several tokens, holders, stewards and
//! applicants in each, and accounts that were closed.

use personal_token_core::member::{capability, role};
use personal_token_sdk::{instruction::*, pda, Address, TOKEN_2022_ID, TOKEN_ID};
use personal_token_tests::{address, identity, world::Founding, Person, Terms, TokenFixture, World, SHARES};
use spl_token_2022_interface::instruction as spl;

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
    /// What could be created by somebody, and was not.
    pub uncreated: Vec<Address>,
}

const PEOPLE: &[&str] = &[
    "payer", "founder", "issuer", "sponsor", "mallory", "ada", "bob", "carol", "sam", "sue", "amy", "abe", "lee",
    "leo", "max", "mia", "ivan", "ivy", "gus", "gia", "uli", "una", "dora", "quitter", "dropout", "drained", "marc",
];

impl Universe {
    pub fn new() -> Self {
        let mut world = World::founded();
        let people: Vec<_> = PEOPLE.iter().map(|name| world.person(name)).collect();
        let (sponsor, mallory) = (world.person("sponsor"), world.person("mallory"));
        // Whoever makes an account here is paid for by the sponsor.
        let fee_payer = std::mem::replace(&mut world.payer, sponsor);

        let makers = ["max", "mia"].map(|name| world.member(name, role::ALL));
        let ada = world.owner_with_token("ada");
        let dora = world.owner_with_token("dora");
        let unissued = ["ivan", "ivy"].map(|name| world.owner_with(name, Terms { shares: 0, ..Terms::default() }));
        let bob = world.holder("bob", &ada, 1_000);
        world.open_position(bob, &dora);
        world.transfer(&dora, dora.owner, bob, 2_000).expect_success();
        let carol = world.holder("carol", &ada, 10);
        world.holder("mallory", &ada, 500);
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
        world.network = world.found(Founding { name: "Mallory's Village", ..Founding::default() });
        let twin = world.network;
        let hers = world.owner_with_token("mallory");
        let twin_bob = world.holder("bob", &hers, 3_000);
        world.holder("marc", &hers, 30);
        world.steward("sam", capability::ALL);
        world.applicant("amy", role::ALL);
        world.member("ada", role::ALL);
        (world.network, world.founder) = (network, founder);

        world.warp(90 * 86_400); // every share is free
        for token in [&ada, &dora, &hers] {
            world.deposit(token, 5 * SHARES).expect_success();
        }
        let closed = close_some(&mut world, &ada, sponsor);
        world.payer = fee_payer;
        world.add_proxy(attackers_program());
        world.create_quote_mint("other quote mint");

        let maker = TokenFixture::of(makers[1], world.quote_mint);
        let stranger = address("nobody");
        let uncreated = vec![
            pda::network(mallory, &pda::network_name("Third").unwrap()),
            pda::application(world.network, bob.wallet),
            pda::application(twin, applicants[0]),
            pda::member(world.network, &identity("nobody")),
            pda::member(twin, &identity("amy")),
            pda::wallet_link(world.network, stranger),
            pda::steward(world.network, carol.member),
            pda::steward(twin, twin_bob.member),
            pda::distribution(dora.token, 1),
            pda::distribution(ada.token, 2),
            pda::position(ada.share_account(stranger)),
            maker.mint,
            maker.token,
            maker.vault,
            maker.extra_account_metas,
            stranger,
        ];
        Self {
            world,
            sponsor,
            mallory,
            people,
            ada,
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
    world.must(&[PositionClose { wallet, mint: token.mint, rent_payer }.instruction()]);
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
