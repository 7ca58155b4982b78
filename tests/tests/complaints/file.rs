//! `complaint_file`

use super::common::*;

#[test]
fn records_every_field() {
    let (mut world, case) = ready();
    let Case { ada, bob, .. } = case;
    let boundary = world.position_set_boundary(&ada, bob, Contact::Quarterly);
    world.must(&[boundary.instruction()]);
    world.warp(1_000);
    let patron = world.person("patron");
    let file = ComplaintFile {
        payer: patron,
        occurred_at: world.now() - 100,
        ..world.complaint_file(&ada, bob, Category::BeyondBoundary, Severity::Serious)
    };
    let (address, bump) = pda::complaint_with_bump(ada.position(bob.wallet), 0);
    let (owner, position) = (world.member_state(ada.owner), world.position_state(&ada, bob));
    let now = world.now();

    let changed = [address, ada.owner.member, ada.position(bob.wallet), patron];
    let outcome = world.send(&[file.instruction()]).expect_changed(&changed);

    let expected = Complaint {
        version: 1,
        bump,
        category: 3,
        severity: 2,
        contact: 2,
        index: 0,
        occurred_at: now - 100,
        filed_at: now,
        lapses_at: now + 60 * DAYS,
        token: ada.token,
        position: ada.position(bob.wallet),
        member: bob.member,
        owner: ada.owner.member,
        evidence_hash: hash("evidence"),
        rent_payer: patron,
        ..Complaint::zeroed()
    };
    let complaint = read(&world, address);
    assert_eq!(complaint, expected);
    assert_eq!(complaint.category(), Ok(Category::BeyondBoundary));
    assert_eq!(complaint.severity(), Ok(Severity::Serious));
    assert_eq!(complaint.contact(), Ok(Contact::Quarterly));
    assert_eq!(complaint.decision(), Ok(None));
    assert_eq!(complaint.case().stage(now), Ok(Stage::Reply(now + 7 * DAYS)));
    let slots = [now + 60 * DAYS, 0, 0];
    assert_eq!(world.member_state(ada.owner), Member { complaints_lapse_at: slots, ..owner });
    assert_eq!(world.position_state(&ada, bob), Position { complaints: 1, ..position });
    assert_eq!(world.lamports(&patron), WEALTH - world.rent(Complaint::SPACE));
    assert_eq!(world.lamports(&address), world.rent(Complaint::SPACE));
    let filed = event::ComplaintFiled {
        complaint: address,
        token: ada.token,
        position: ada.position(bob.wallet),
        member: bob.member,
        owner: ada.owner.member,
        category: 3,
        severity: 2,
        occurred_at: now - 100,
        evidence_hash: hash("evidence"),
    };
    assert_eq!(emitted(&outcome), [filed.bytes()]);
}

/// Nothing about the shareholder changes before somebody decides.
#[test]
fn takes_nothing_from_the_shareholder() {
    let (mut world, case) = ready();
    let before = world.member_state(case.bob);
    harassed(&mut world, &case, case.bob, Severity::Severe);
    assert_eq!(world.member_state(case.bob), before);
    world.transfer(&case.ada, case.bob, case.carol, 10).expect_success();
}

#[test]
fn numbers_the_complaints_about_each_position() {
    let (mut world, case) = ready();
    let about = [case.bob, case.carol, case.bob].map(|holder| harassed(&mut world, &case, holder, Severity::Minor));
    let [bob, carol] = [case.bob, case.carol].map(|holder| case.ada.position(holder.wallet));
    let expected = [pda::complaint(bob, 0), pda::complaint(carol, 0), pda::complaint(bob, 1)];
    assert_eq!(about, expected);
    assert_eq!(about.map(|complaint| read(&world, complaint).index), [0, 0, 1]);
    assert_eq!(world.position_state(&case.ada, case.bob).complaints, 2);
}

#[test]
fn takes_every_category_and_severity() {
    let (mut world, case) = ready();
    let boundary = world.position_set_boundary(&case.ada, case.bob, Contact::NoContact);
    world.must(&[boundary.instruction()]);
    world.warp(1);
    for category in Category::ALL {
        for severity in Severity::ALL {
            tentatively(&mut world, |world| {
                let address = world.complain(&case.ada, case.bob, category, severity);
                let complaint = read(world, address);
                assert_eq!((complaint.category(), complaint.severity()), (Ok(category), Ok(severity)));
            });
        }
    }
}

#[test]
fn the_owner_may_pay_for_it_himself() {
    let (mut world, case) = ready();
    let file = ComplaintFile { payer: case.owner().wallet, ..file(&world, &case, case.bob) };
    world.send(&[file.instruction()]).expect_success();
    assert_eq!(read(&world, pda::complaint(file.position, 0)).rent_payer, case.owner().wallet);
    assert_eq!(world.lamports(&case.owner().wallet), WEALTH - world.rent(Complaint::SPACE));
}

#[test]
fn survives_lamports_at_its_address() {
    survives_prefunding(
        ready,
        |_, case| vec![pda::complaint(case.ada.position(case.bob.wallet), 0)],
        |world, case| file(world, case, case.bob).instruction(),
    );
}

#[test]
fn takes_any_event_of_the_past() {
    let (mut world, case) = ready();
    for occurred_at in [1, GENESIS, world.now() - 1, world.now()] {
        tentatively(&mut world, |world| {
            let file = ComplaintFile { occurred_at, ..file(world, &case, case.bob) };
            world.send(&[file.instruction()]).expect_success();
            assert_eq!(read(world, pda::complaint(file.position, 0)).occurred_at, occurred_at);
        });
    }
}

/// The instruction with other bytes of category and severity.
fn with_bytes(world: &World, case: &Case, category: u8, severity: u8) -> Instruction {
    file(world, case, case.bob).instruction().with_data(|data| data[1..3].copy_from_slice(&[category, severity]))
}

fn at(world: &World, case: &Case, occurred_at: i64) -> Instruction {
    ComplaintFile { occurred_at, ..file(world, case, case.bob) }.instruction()
}

refusals! {
    ready;
    refuses_a_stranger: |world, case|
        ComplaintFile { owner: mallory(&mut world), ..file(&world, &case, case.bob) }.instruction()
        => Rule::NotTokenOwner;
    refuses_a_shareholder: |world, case| {
        let Person { wallet: owner, member: owner_member } = case.carol;
        ComplaintFile { owner, owner_member, ..file(&world, &case, case.bob) }.instruction()
    } => Rule::NotTokenOwner;
    refuses_the_subject: |world, case| {
        let Person { wallet: owner, member: owner_member } = case.bob;
        ComplaintFile { owner, owner_member, ..file(&world, &case, case.bob) }.instruction()
    } => Rule::NotTokenOwner;
    refuses_a_shareholder_with_the_owners_member: |world, case|
        ComplaintFile { owner: case.carol.wallet, ..file(&world, &case, case.bob) }.instruction()
        => Rule::NotTokenOwner;
    refuses_the_owner_with_anothers_member: |world, case|
        ComplaintFile { owner_member: case.carol.member, ..file(&world, &case, case.bob) }.instruction()
        => Rule::NotTokenOwner;
    refuses_the_owner_of_another_token: |world, case| {
        let Person { wallet: owner, member: owner_member } = world.owner_with_token("dora").owner;
        ComplaintFile { owner, owner_member, ..file(&world, &case, case.bob) }.instruction()
    } => Rule::NotTokenOwner;
    refuses_a_steward: |world, case| {
        let Person { wallet: owner, member: owner_member } = case.judith;
        ComplaintFile { owner, owner_member, ..file(&world, &case, case.bob) }.instruction()
    } => Rule::NotTokenOwner;
    refuses_the_authority: |world, case|
        ComplaintFile { owner: world.founder, ..file(&world, &case, case.bob) }.instruction() => Rule::NotTokenOwner;
    refuses_without_the_owners_signature: |world, case|
        file(&world, &case, case.bob).instruction().unsigned(case.owner().wallet) => Error::MissingRequiredSignature;
    refuses_without_the_payers_signature: |world, case| {
        let payer = world.person("patron");
        ComplaintFile { payer, ..file(&world, &case, case.bob) }.instruction().unsigned(payer)
    } => Error::MissingRequiredSignature;
    refuses_a_read_only_payer: |world, case| {
        let payer = world.person("patron");
        ComplaintFile { payer, ..file(&world, &case, case.bob) }.instruction().read_only(payer)
    } => Error::MissingRequiredSignature;
    refuses_a_read_only_owner: |world, case|
        file(&world, &case, case.bob).instruction().read_only(case.owner().member) => NOT_WRITABLE;
    refuses_a_read_only_position: |world, case|
        file(&world, &case, case.bob).instruction().read_only(case.ada.position(case.bob.wallet)) => NOT_WRITABLE;
    refuses_a_read_only_complaint: |world, case| {
        let file = file(&world, &case, case.bob);
        file.instruction().read_only(pda::complaint(file.position, 0))
    } => Error::PrivilegeEscalation;
    refuses_another_system_program: |world, case|
        file(&world, &case, case.bob).instruction().replacing(SYSTEM_ID, TOKEN_ID) => Error::IncorrectProgramId;
    refuses_a_number_too_high: |world, case|
        ComplaintFile { index: 1, ..file(&world, &case, case.bob) }.instruction() => Error::InvalidSeeds;
    refuses_the_address_of_a_complaint_about_another: |world, case| {
        let [bob, carol] = [case.bob, case.carol].map(|holder| pda::complaint(case.ada.position(holder.wallet), 0));
        file(&world, &case, case.bob).instruction().replacing(bob, carol)
    } => Error::InvalidSeeds;
    refuses_what_is_no_position: |world, case|
        ComplaintFile { position: case.bob.member, ..file(&world, &case, case.bob) }.instruction()
        => TOO_SMALL;
    refuses_a_token_that_is_none: |world, case|
        file(&world, &case, case.bob).instruction().replacing(case.ada.token, world.network)
        => TOO_SMALL;
    refuses_without_evidence: |world, case|
        ComplaintFile { evidence_hash: [0; 32], ..file(&world, &case, case.bob) }.instruction()
        => Rule::EvidenceRequired;
    refuses_no_category: |world, case| with_bytes(&world, &case, 0, 1) => Rule::CategoryInvalid;
    refuses_an_unknown_category: |world, case| with_bytes(&world, &case, 6, 1) => Rule::CategoryInvalid;
    refuses_the_last_byte_as_category: |world, case| with_bytes(&world, &case, 255, 1) => Rule::CategoryInvalid;
    refuses_no_severity: |world, case| with_bytes(&world, &case, 1, 0) => Rule::SeverityInvalid;
    refuses_an_unknown_severity: |world, case| with_bytes(&world, &case, 1, 4) => Rule::SeverityInvalid;
    refuses_the_last_byte_as_severity: |world, case| with_bytes(&world, &case, 1, 255) => Rule::SeverityInvalid;
    refuses_an_event_a_second_ahead: |world, case| at(&world, &case, world.now() + 1) => Rule::EventTimeInvalid;
    refuses_an_event_at_the_end_of_time: |world, case| at(&world, &case, i64::MAX) => Rule::EventTimeInvalid;
    refuses_an_event_at_no_time: |world, case| at(&world, &case, 0) => Rule::EventTimeInvalid;
    refuses_an_event_before_time_began: |world, case| at(&world, &case, -1) => Rule::EventTimeInvalid;
    refuses_an_event_at_the_beginning_of_time: |world, case| at(&world, &case, i64::MIN) => Rule::EventTimeInvalid;
    refuses_data_cut_short: |world, case|
        file(&world, &case, case.bob).instruction().with_data(|data| data.truncate(data.len() - 1))
        => Error::InvalidInstructionData;
}

refusals! {
    filed;
    refuses_the_number_of_a_complaint_that_is_there: |world, (case, _)|
        ComplaintFile { index: 0, ..file(&world, &case, case.bob) }.instruction() => Error::InvalidSeeds;
}

/// The number of a closed complaint is not given again: what was said under it stays apart.
#[test]
fn refuses_the_number_of_a_closed_complaint() {
    let (mut world, (case, complaint)) = filed();
    world.warp(LAPSE);
    let close = world.complaint_close(complaint);
    world.must(&[close.instruction()]);
    let again = ComplaintFile { index: 0, ..file(&world, &case, case.bob) };
    world.send(&[again.instruction()]).expect_refusal(Error::InvalidSeeds);
    assert_eq!(harassed(&mut world, &case, case.bob, Severity::Minor), pda::complaint(again.position, 1));
}
