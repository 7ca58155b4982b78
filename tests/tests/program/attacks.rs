//! Attacks across instructions, which no module of one instruction shows: what was tried, and what came of it.

use litesvm::LiteSVM;
use solana_account::Account;
use solana_clock::Clock;
use spl_token_2022_interface::instruction::initialize_account3;

use super::prelude::*;

/// The feature gates that the cluster does not have yet and that change how a program sees its memory.
const MEMORY_FEATURES: [Address; 2] = [
    Address::from_str_const("7VgiehxNxu53KdxgLspGQY8myE6f7UokaWa4jsGcaSz"), // virtual_address_space_adjustments
    Address::from_str_const("CR3dVN2Yoo95Y96kLSTaziWDAQT2MNEpiWh5cqVq2pNE"), // account_data_direct_mapping
];

fn artifact() -> Vec<u8> {
    std::fs::read(personal_token_tests::world::artifact_path()).unwrap()
}

/// A founded world on a ledger that has these features as well as those of mainnet.
fn founded_with_features(features: &[Address]) -> World {
    let mut world = World::deployed();
    let clock: Clock = world.svm.get_sysvar();
    let kept: Vec<(Address, Account)> = [world.payer, world.founder, world.issuer, world.quote_mint]
        .map(|address| (address, world.account(&address).unwrap()))
        .into();
    let mut all = LiteSVM::mainnet_feature_set();
    for feature in features {
        all.activate(feature, 0);
    }
    world.svm = LiteSVM::default()
        .with_feature_set(all)
        .with_builtins()
        .with_lamports(1_000_000_000_000_000)
        .with_sysvars()
        .with_feature_accounts()
        .with_default_programs()
        .with_sigverify(true)
        .with_blockhash_check(true)
        .with_log_bytes_limit(None);
    world.svm.add_program(ID, &artifact()).unwrap();
    world.svm.set_sysvar(&clock);
    for (address, account) in kept {
        world.svm.set_account(address, account).unwrap();
    }
    world.network = world.found(Founding::default());
    world
}

/// Every kind of access to account data: created, grown and closed within one transaction, written by the hook, read
/// raw in a batch.
fn story(mut world: World) {
    let ada = world.owner_with_token("ada");
    let holders: Vec<Person> =
        (0..12).map(|index| world.holder(&format!("holder {index}"), &ada, 1_000 + index)).collect();
    world.deposit(&ada, 987_654_321).expect_success();
    world.deposit_net(&ada, 123_456_789).expect_success();
    world.claim(&ada, holders[0].wallet).expect_success();
    let wallets: Vec<Address> = holders.iter().map(|holder| holder.wallet).collect();
    world.distribute(&ada, &wallets).expect_success();
    world.warp(91 * DAYS);
    world.transfer(&ada, holders[1], holders[2], 500).expect_success();
    let zoe = world.holder("zoe", &ada, 0);
    let close = PositionClose { wallet: zoe.wallet, member: zoe.member, mint: ada.mint, rent_payer: world.payer };
    let reopen = world.position_open(zoe, &ada);
    world.send(&[close.instruction(), reopen.instruction()]).expect_success();
    let sam = world.steward("sam", capability::ADMIT);
    let (authority, network, member, rent_payer) = (world.founder, world.network, sam.member, world.payer);
    world.send(&[StewardDismiss { authority, network, member, rent_payer }.instruction()]).expect_success();
}

/// The artifact reads and writes unaligned memory, which the machine allows; accounts in regions of their own, which
/// are to come, must not change that.
#[test]
fn memory_regions_to_come_change_nothing() {
    story(founded_with_features(&[]));
    story(founded_with_features(&MEMORY_FEATURES[..1]));
    story(founded_with_features(&MEMORY_FEATURES));
}

/// An admission names what it admits: who applied as an investor cannot withdraw and apply as an owner while the
/// steward's signature is under way.
#[test]
fn an_admission_is_of_the_application_that_was_reviewed() {
    let mut world = World::founded();
    let wallet = world.applicant("bob", role::INVESTOR);
    let admit = world.member_admit("bob", wallet); // read, judged, signed
    let (network, rent_payer) = (world.network, world.payer);
    let close = ApplicationClose { signer: wallet, steward_member: None, network, wallet, rent_payer };
    let open =
        ApplicationOpen { payer: world.payer, wallet, network, roles: role::ALL, charter_version: 1, clauses: 12 };
    world.must(&[close.instruction(), open.instruction()]);
    world.send(&[admit.instruction()]).expect_refusal(Rule::ApplicationChanged);
    let other_charter = MemberAdmit { charter_version: 2, ..world.member_admit("bob", wallet) };
    world.send(&[other_charter.instruction()]).expect_refusal(Rule::ApplicationChanged);
}

/// Announced parameters lapse 30 days after they fell due: nobody can keep them for a moment of his own choice.
#[test]
fn announced_parameters_lapse() {
    let mut world = World::founded();
    let (network, authority) = (world.network, world.founder);
    let parameters = Parameters { minimum_reputation: 900, ..Parameters::default() };
    let propose = NetworkProposeParameters { authority, network, parameters }.instruction();
    let apply = NetworkApplyParameters { network }.instruction();
    world.must(std::slice::from_ref(&propose));
    world.warp(i64::from(parameters.parameter_delay) + 30 * DAYS);
    world.send(std::slice::from_ref(&apply)).expect_refusal(Rule::ParametersLapsed);
    world.must(&[propose]);
    world.warp(i64::from(parameters.parameter_delay) + 30 * DAYS - 1);
    world.send(&[apply]).expect_success();
}

/// What an authority announced does not outlive it.
#[test]
fn announced_parameters_end_with_the_authority() {
    let mut world = World::founded();
    let (network, authority, successor) = (world.network, world.founder, world.person("successor"));
    let parameters = Parameters { minimum_hold: 5 * 365 * DAY, ..Parameters::default() };
    world.must(&[
        NetworkProposeParameters { authority, network, parameters }.instruction(),
        NetworkProposeAuthority { authority, network, successor }.instruction(),
        NetworkAcceptAuthority { successor, network }.instruction(),
    ]);
    world.warp(i64::from(parameters.parameter_delay));
    world.send(&[NetworkApplyParameters { network }.instruction()]).expect_refusal(Rule::NoPendingParameters);
}

/// KNOWN: `deposited` says what passed through the vault, not what anybody else gained: with all shares his own, an
/// owner deposits and is paid back in one transaction, as often as he likes, until the lifetime's limit is used up.
#[test]
fn an_owner_alone_uses_up_the_lifetime_of_deposits() {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let borrowed = u64::MAX / 4;
    world.fund(ada.owner.wallet, borrowed + 1); // a fraction of a unit waits in the remainder
    for _ in 0..4 {
        let deposit = world.proceeds_deposit(&ada, borrowed).instruction();
        let claim = world.proceeds_claim(&ada, ada.owner.wallet).instruction();
        world.send(&[deposit, claim]).expect_success();
    }
    assert!(world.quote_of(ada.owner.wallet) >= borrowed);
    world.holder("bob", &ada, 1_000_000);
    world.deposit(&ada, 1_000_000).expect_refusal(Rule::DepositLimit);
}

/// A remainder of the size of the shares pays a whole unit of the owner's part: nothing is transferred, nothing is owed
/// twice, and the vault stays solvent (checked after each transaction).
#[test]
fn a_net_deposit_of_which_the_owner_keeps_everything() {
    let mut world = World::founded();
    let shares = (1 << 63) + 1;
    let ada = world.owner_with("ada", Terms { shares, authorised: u64::MAX, ..Terms::default() });
    let bob = world.holder("bob", &ada, 1);
    world.deposit(&ada, 1).expect_success();
    assert_eq!(world.token_state(&ada).rem, U128::from((1u128 << 63) - 1));
    let vault = world.quote_in(ada.vault);
    world.deposit_net(&ada, 1).expect_success();
    assert_eq!(world.quote_in(ada.vault), vault);
    assert_eq!((world.token_state(&ada).deposited, world.token_state(&ada).paid), (2, 1));
    world.distribute(&ada, &[ada.owner.wallet, bob.wallet]).expect_success();
}

/// A member's second share account, without immutable owner, cannot borrow the position of the first.
#[test]
fn a_second_share_account_cannot_stand_for_the_first() {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, 0);
    let (account, wallet) = (address("second share account"), bob.wallet);
    world.put(account, TOKEN_2022_ID, vec![0; 171]);
    let new_authority = Some(ada.position(wallet));
    world.must(&[
        initialize_account3(&TOKEN_2022_ID, &account, &ada.mint, &wallet).unwrap(),
        SetCloseAuthority { wallet, account, new_authority }.instruction(),
    ]);
    let transfer = world.shares_transfer(&ada, ada.owner, bob, 1).instruction();
    world.send(&[transfer.replacing(ada.share_account(wallet), account)]).expect_refusal(Rule::PositionMismatch);
}

/// Whatever became of the account that paid a rent, it can be paid back: a steward cannot be made irremovable.
#[test]
fn a_steward_is_dismissed_though_a_program_has_the_payer() {
    let mut world = World::founded();
    let sam = world.investor("sam");
    let (authority, network, member, payer) = (world.founder, world.network, sam.member, world.person("patron"));
    let capabilities = capability::ALL;
    world.must(&[StewardAppoint { payer, authority, network, member, capabilities }.instruction()]);
    let mut account = world.account(&payer).unwrap();
    account.owner = TOKEN_2022_ID;
    world.svm.set_account(payer, account).unwrap();
    let dismiss = StewardDismiss { authority, network, member, rent_payer: payer };
    world.send(&[dismiss.instruction()]).expect_success();
}

/// The lengths of texts are the caller's word: no allocation follows it.
#[test]
fn a_text_of_four_gigabytes_is_refused() {
    let mut world = World::founded();
    let owner = world.member("ada", role::ALL);
    world.warp(30 * DAYS);
    let create = world.token_create(owner, Terms::default()).instruction();
    for at in [1, 1 + 4 + "Ada Lovelace".len()] {
        for length in [u32::MAX, 1 << 20, 40_000] {
            let create = create.clone().with_data(|data| data[at..at + 4].copy_from_slice(&length.to_le_bytes()));
            world.send(&[create]).expect_refusal(Error::InvalidInstructionData);
        }
    }
}
