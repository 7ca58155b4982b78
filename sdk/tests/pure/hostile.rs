//! Whatever bytes a node answers with, decoding ends in an account that encodes to them, or in an error.

use crate::support::{
    application, complaint, distribution, listing, recovery, report, round, steward, subscription, wallet_link,
    Numbers, World, NOW,
};
use personal_token_sdk::{
    state::{
        Complaint, Distribution, Listing, Member, Network, Position, ProgramAccount, Recovery, Report, Round, Steward,
        Token,
    },
    Address, SdkError, ID, TOKEN_ID,
};

fn attack<T: ProgramAccount + PartialEq + std::fmt::Debug>(sample: &T) {
    let data = sample.encode();
    assert_eq!(data.len(), T::SPACE);
    assert_eq!(T::decode(&ID, &data).as_ref(), Ok(sample));

    let foreign = T::decode(&TOKEN_ID, &data);
    assert_eq!(foreign, Err(SdkError::Owner { account: T::NAME, found: TOKEN_ID }));
    for length in 0..data.len() {
        let short = T::decode(&ID, &data[..length]);
        assert_eq!(short, Err(SdkError::Length { account: T::NAME, expected: T::SPACE, found: length }));
    }
    for more in [1, 8, 10_240] {
        let long = [data.clone(), vec![0; more]].concat();
        assert!(matches!(T::decode(&ID, &long), Err(SdkError::Length { .. })), "{}", T::NAME);
    }
    for bit in 0..data.len() * 8 {
        let mut flipped = data.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        match T::decode(&ID, &flipped) {
            Ok(decoded) => assert_eq!(decoded.encode(), flipped),
            Err(SdkError::Discriminator { .. }) => assert!(bit < 64),
            Err(SdkError::Version { .. }) => assert!((64..72).contains(&bit)),
            Err(error) => assert!(matches!(error, SdkError::Field { .. }), "{error}"),
        }
    }
    let mut numbers = Numbers(11);
    for _ in 0..500 {
        let mut noise = numbers.bytes(T::SPACE);
        assert!(T::decode(&ID, &noise).is_err());
        noise[..8].copy_from_slice(&T::DISCRIMINATOR);
        noise[8] = 1;
        if let Ok(decoded) = T::decode(&ID, &noise) {
            assert_eq!(decoded.encode(), noise);
        }
    }
}

#[test]
fn no_bytes_break_a_decoder() {
    let world = World::new();
    attack(&world.network);
    attack(&steward(&world.network, &world.sender));
    attack(&application(&world.network, world.sender.wallet));
    attack(&world.sender);
    attack(&wallet_link(&world.sender));
    attack(&world.token);
    attack(&world.source);
    attack(&distribution(&world.token));
    let round = round(&world.token);
    attack(&round);
    attack(&subscription(&round, &world.sender));
    attack(&listing(&world.source));
    attack(&recovery(&world.sender));
    attack(&complaint(&world.source, &world.token));
    attack(&report(&world.token));
}

#[test]
fn only_this_layout_version_is_read() {
    let token = Token { version: 2, ..World::new().token };
    let error = SdkError::Version { account: "Token", found: 2 };
    assert_eq!(Token::decode(&ID, &token.encode()), Err(error));
    let zeros = Token { version: 0, ..token };
    assert!(matches!(Token::decode(&ID, &zeros.encode()), Err(SdkError::Version { found: 0, .. })));
}

#[test]
fn one_account_is_not_another() {
    let world = World::new();
    let token = world.token.encode();
    assert_eq!(Position::decode(&ID, &token), Err(SdkError::Discriminator { account: "Position" }));
    assert_eq!(Member::decode(&ID, &token), Err(SdkError::Discriminator { account: "Member" }));
    // An address that nobody has used: empty, and the System program's.
    assert!(matches!(Token::decode(&Address::default(), &[]), Err(SdkError::Owner { .. })));
}

/// The field that is refused, and its value.
fn field<T: ProgramAccount + std::fmt::Debug>(account: &T) -> (&'static str, u64) {
    match T::decode(&ID, &account.encode()) {
        Err(SdkError::Field { account, field, value }) => {
            assert_eq!(account, T::NAME);
            (field, value)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn bytes_that_stand_for_no_choice_are_named() {
    let World { network, sender, token, source, .. } = World::new();
    let steward = steward(&network, &sender);
    let distribution = distribution(&token);
    assert_eq!(field(&Network { halted: 2, ..network }), ("halted", 2));
    assert_eq!(field(&Member { status: 0, ..sender }), ("status", 0));
    assert_eq!(field(&Member { status: 5, ..sender }), ("status", 5));
    assert_eq!(field(&Member { roles: 4, ..sender }), ("roles", 4));
    assert_eq!(field(&Member { reputation: 1_001, ..sender }), ("reputation", 1_001));
    assert_eq!(field(&Token { policy: 4, ..token }), ("policy", 4));
    assert_eq!(field(&Token { announced_policy: 255, ..token }), ("announced_policy", 255));
    assert_eq!(field(&Token { total: 10_001, ..token }), ("total", 10_001));
    assert_eq!(field(&Token { paid: 1, ..token }), ("paid", 1));
    assert_eq!(field(&Position { used: 3, ..source }), ("used", 3));
    assert_eq!(field(&Position { contact: 4, ..source }), ("contact", 4));
    assert_eq!(field(&Position { cap: 10_001, ..source }), ("cap", 10_001));
    assert_eq!(field(&Position { locked: 401, ..source }), ("locked", 401));
    assert_eq!(field(&Steward { capabilities: 16, ..steward }), ("capabilities", 16));
    assert_eq!(field(&Distribution { source: 3, ..distribution }), ("source", 3));
    assert_eq!(field(&Token { authorised: 10_001, ..token }), ("authorised", 10_001));
    assert_eq!(field(&Token { credited: 1, ..token }), ("credited", 1));
    assert_eq!(field(&Position { locked: 1, listed: 400, ..source }), ("listed", 400));

    let round = round(&token);
    let with = |change: &dyn Fn(&mut Round)| {
        let mut changed = round;
        change(&mut changed);
        field(&changed)
    };
    assert_eq!(with(&|round| round.book.state = 0), ("state", 0));
    assert_eq!(with(&|round| round.book.state = 5), ("state", 5));
    assert_eq!(with(&|round| round.book.undos = 3), ("undos", 3));
    assert_eq!(with(&|round| round.book.accepted_shares = 1_001), ("accepted_shares", 1_001));
    assert_eq!(with(&|round| round.book.owed_to_investors = 4_999), ("accepted_shares", 100));
    let mut part = subscription(&round, &sender);
    part.book.accepted = 121;
    assert_eq!(field(&part), ("accepted", 121));
    part.book.state = 5;
    assert_eq!(field(&part), ("state", 5));
    let mut listing: Listing = listing(&source);
    listing.book.owner_until = listing.book.holders_until + 1;
    assert_eq!(field(&listing).0, "owner_until");
    let recovery = recovery(&sender);
    assert_eq!(field(&Recovery { lapses_at: recovery.executable_at - 1, ..recovery }).0, "lapses_at");
}

#[test]
fn complaints_that_cannot_be_are_named() {
    let World { token, source, .. } = World::new();
    let filed = complaint(&source, &token);
    for byte in [0, 6, 255] {
        assert_eq!(field(&Complaint { category: byte, ..filed }), ("category", byte.into()));
    }
    for byte in [0, 4, 255] {
        assert_eq!(field(&Complaint { severity: byte, ..filed }), ("severity", byte.into()));
    }
    assert_eq!(field(&Complaint { contact: 4, ..filed }), ("contact", 4));
    assert_eq!(field(&Complaint { overturned: 2, ..filed }), ("overturned", 2));
    // A time without a decision, and a decision without a time.
    assert_eq!(field(&Complaint { decided_at: 7, ..filed }), ("decided_at", 7));
    let decided = |decision, decided_severity| Complaint { decision, decided_severity, decided_at: NOW, ..filed };
    for (decision, severity) in [(1, 1), (1, 2), (1, 3), (2, 0), (3, 0)] {
        let decided = decided(decision, severity);
        assert_eq!(Complaint::decode(&ID, &decided.encode()), Ok(decided));
        assert_eq!(field(&Complaint { decided_at: 0, ..decided }), ("decided_at", 0));
    }
    // No such decision; a severity where none can be, or none where one has to be.
    for (decision, severity) in [(4, 0), (255, 1), (1, 0), (1, 4), (2, 1), (3, 3)] {
        assert_eq!(field(&decided(decision, severity)), ("decision", decision.into()), "{severity}");
    }
    // Never more than was complained of.
    assert_eq!(field(&Complaint { severity: 1, ..decided(1, 2) }), ("decision", 1));
}

#[test]
fn reports_that_cannot_be_are_named() {
    let token = World::new().token;
    let filed = report(&token);
    let sound = |report: Report| assert_eq!(Report::decode(&ID, &report.encode()), Ok(report));
    sound(Report { late: 1, ..filed });
    sound(Report { missed_at: NOW, ..filed });
    sound(Report { short_at: NOW, ..filed });
    sound(Report { missed_at: NOW, short_at: NOW, ..filed });
    sound(Report { missed_at: NOW, filed_at: 0, ..filed });
    assert_eq!(field(&Report { late: 2, ..filed }), ("late", 2));
    assert_eq!(field(&Report { missed_at: NOW, filed_at: 0, late: 1, ..filed }), ("late", 1));
    // Neither filed nor missed; and short, though nothing was said that could be.
    assert_eq!(field(&Report { filed_at: 0, ..filed }), ("missed_at", 0));
    assert_eq!(field(&Report { filed_at: 0, missed_at: NOW, short_at: 5, ..filed }), ("short_at", 5));
}
