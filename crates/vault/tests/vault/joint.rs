//! The joint: a permit is a decision, its record, and half a minute.

use amanah_domain::purposes::{AssessAge, CompleteProfile, EditOwn, RotateKeys, ViewOwn};
use amanah_domain::values::{BirthDate, Email, Statement};
use amanah_domain::{Entry, FieldId, FieldSet, Operation, Outcome, PersonId, Role, Source, Timestamp};
use amanah_vault::{
    OpenError, PERMIT_SECONDS_MAX, Permit, PermitError, SealedRow, Use, commit_reason, draft_of,
};

use crate::house::{Book, House};

const HALF_A_MINUTE: i64 = PERMIT_SECONDS_MAX * 1_000;

fn birth_date(house: &House) -> BirthDate {
    BirthDate::parse_iso("1998-05-17", one_moment(house).date_at(7)).unwrap()
}

fn email() -> Email {
    Email::parse("sari@example.id").unwrap()
}

fn birth() -> FieldSet {
    FieldSet::of(&[FieldId::BirthDate])
}

#[test]
fn a_use_that_is_on_record_opens_the_fields_it_names() {
    let mut house = House::new(1);
    let sari = house.somebody();
    let born = birth_date(&house);
    let sealed = house.sealed::<CompleteProfile, _>(&sari, &born);
    let permit = house.permit::<AssessAge>(&sari, Operation::Analyse, FieldId::BirthDate);
    let opened = house.vault.open(&sealed, &permit).unwrap();
    assert!(*opened.expose() == born);
    assert_eq!((permit.person(), permit.grant().fields()), (sari.id, birth()));

    // What stands in the log is what the permit allows.
    let line = house.book.line(permit.receipt().index());
    let entry = Entry::decode(&line.body).unwrap();
    assert_eq!((entry.operation, entry.purpose), (Operation::Analyse, permit.grant().purpose()));
    assert_eq!((entry.role, entry.outcome, entry.fields), (Role::System, Outcome::Allowed, birth()));
    assert_eq!(entry.person, house.keys(&sari).pseudonym());
    assert_eq!(line.tags, [*entry.person.as_bytes(), *entry.actor.as_bytes()]);
    assert_eq!(entry.policy, house.policy.hash());
}

#[test]
fn a_grant_needs_the_keys_and_the_watch_of_its_own_person() {
    let house = House::new(2);
    let (sari, budi) = (house.somebody(), house.somebody());
    let grant = || house.grant::<AssessAge>(sari.id, Operation::Analyse, birth());
    let join = |seen: PersonId, keys| {
        Use::new(house.vault.seen(seen), grant(), keys, Entry::NOBODY, [0; 32], "").map(|_| ())
    };
    assert_eq!(join(sari.id, house.keys(&sari)), Ok(()));
    assert_eq!(join(sari.id, house.keys(&budi)), Err(PermitError::OtherKeys));
    assert_eq!(join(budi.id, house.keys(&sari)), Err(PermitError::OtherKeys));
}

#[test]
fn the_receipt_of_another_log_or_of_other_words_gives_no_permit() {
    let mut house = House::new(3);
    let sari = house.somebody();
    let granted = |house: &House| house.use_of::<AssessAge>(&sari, Operation::Analyse, birth());

    let mut other_book = Book::new([8; 32]);
    let one = granted(&house);
    let receipt = other_book.record(one_moment(&house), one.draft());
    assert_eq!(refusal(Permit::new(&house.vault, one, receipt)), PermitError::NotRecorded);

    let (one, other) =
        (granted(&house), house.use_of::<AssessAge>(&sari, Operation::Analyse, FieldSet::EMPTY));
    let receipt = house.record(&other);
    assert_eq!(refusal(Permit::new(&house.vault, one, receipt)), PermitError::NotRecorded);

    // Every byte of the record counts.
    let one = granted(&house);
    let mut draft = one.draft();
    draft.body.push(b'x');
    let receipt = house.book.record(one_moment(&house), draft);
    assert_eq!(refusal(Permit::new(&house.vault, one, receipt)), PermitError::NotRecorded);

    let one = granted(&house);
    assert!(house.permit_of(one).is_ok());
}

#[test]
fn a_permit_opens_nothing_after_half_a_minute() {
    let mut house = House::new(4);
    let sari = house.somebody();
    let born = birth_date(&house);
    let sealed = house.sealed::<CompleteProfile, _>(&sari, &born);
    let permit = house.permit::<AssessAge>(&sari, Operation::Analyse, FieldId::BirthDate);
    house.clock.move_by_millis(HALF_A_MINUTE);
    assert!(house.vault.open(&sealed, &permit).is_ok());
    house.clock.move_by_millis(1);
    assert_eq!(house.vault.open(&sealed, &permit).err(), Some(OpenError::Permit(PermitError::Ended)));

    let writing = house.permit::<CompleteProfile>(&sari, Operation::Update, FieldId::BirthDate);
    house.clock.move_by_millis(HALF_A_MINUTE + 1);
    let sealed = house.vault.seal(&born, Source::Ministry, &writing);
    assert_eq!(sealed.err(), Some(OpenError::Permit(PermitError::Ended)));
}

#[test]
fn a_record_that_took_half_a_minute_gives_no_permit() {
    let mut house = House::new(5);
    let sari = house.somebody();
    let granted = house.use_of::<AssessAge>(&sari, Operation::Analyse, birth());
    let receipt = house.record(&granted);
    house.clock.move_by_millis(HALF_A_MINUTE + 1);
    assert_eq!(refusal(Permit::new(&house.vault, granted, receipt)), PermitError::Ended);
}

/// Decision, record and clock may disagree; whichever is first counts.
#[test]
fn neither_an_old_record_nor_a_date_in_the_future_makes_a_permit_last() {
    let mut house = House::new(6);
    let sari = house.somebody();

    let old = house.use_of::<AssessAge>(&sari, Operation::Analyse, birth());
    let receipt = house.record(&old);
    house.clock.move_by_millis(HALF_A_MINUTE + 1);
    let granted = house.use_of::<AssessAge>(&sari, Operation::Analyse, birth());
    assert_eq!(granted.draft(), old.draft());
    assert_eq!(refusal(Permit::new(&house.vault, granted, receipt)), PermitError::Ended);

    let tomorrow = one_moment(&house).plus_hours(24);
    let seen = house.vault.seen(sari.id);
    let grant = house.grant_at::<AssessAge>(sari.id, Operation::Analyse, birth(), tomorrow);
    let granted = Use::new(seen, grant, house.keys(&sari), Entry::NOBODY, [0; 32], "").unwrap();
    let receipt = house.book.record(tomorrow, granted.draft());
    assert_eq!(refusal(Permit::new(&house.vault, granted, receipt)), PermitError::Ended);
}

#[test]
fn a_clock_that_is_set_back_ends_permits() {
    let mut house = House::new(7);
    let sari = house.somebody();
    let born = birth_date(&house);
    let sealed = house.sealed::<CompleteProfile, _>(&sari, &born);
    let permit = house.permit::<AssessAge>(&sari, Operation::Analyse, FieldId::BirthDate);
    house.clock.move_by_millis(-1);
    assert_eq!(house.vault.open(&sealed, &permit).err(), Some(OpenError::Permit(PermitError::Ended)));
}

#[test]
fn changed_facts_and_a_new_policy_end_a_permit() {
    let mut house = House::new(8);
    let (sari, budi) = (house.somebody(), house.somebody());
    let born = birth_date(&house);
    let sealed = house.sealed::<CompleteProfile, _>(&sari, &born);
    let changed = Some(OpenError::Permit(PermitError::Changed));

    let permit = house.permit::<AssessAge>(&sari, Operation::Analyse, FieldId::BirthDate);
    house.vault.facts_changed(budi.id);
    assert!(house.vault.open(&sealed, &permit).is_ok(), "somebody else's facts changed");
    house.vault.facts_changed(sari.id);
    assert_eq!(house.vault.open(&sealed, &permit).err(), changed);

    let permit = house.permit::<AssessAge>(&sari, Operation::Analyse, FieldId::BirthDate);
    assert!(house.vault.open(&sealed, &permit).is_ok());
    house.vault.policy_changed();
    assert_eq!(house.vault.open(&sealed, &permit).err(), changed);
}

/// The facts are read, then somebody withdraws a consent, then the decision falls on the old facts.
#[test]
fn facts_that_change_between_reading_and_record_end_the_permit_too() {
    let mut house = House::new(9);
    let sari = house.somebody();
    let born = birth_date(&house);
    let sealed = house.sealed::<CompleteProfile, _>(&sari, &born);
    let seen = house.vault.seen(sari.id);
    house.vault.facts_changed(sari.id);
    let grant = house.grant::<AssessAge>(sari.id, Operation::Analyse, birth());
    let granted = Use::new(seen, grant, house.keys(&sari), Entry::NOBODY, [0; 32], "").unwrap();
    let permit = house.permit_of(granted).unwrap();
    let opened = house.vault.open(&sealed, &permit);
    assert_eq!(opened.err(), Some(OpenError::Permit(PermitError::Changed)));
}

#[test]
fn a_permit_opens_only_the_fields_that_were_granted() {
    let mut house = House::new(10);
    let sari = house.somebody();
    let born = birth_date(&house);
    let sealed = house.sealed::<CompleteProfile, _>(&sari, &born);
    // The purpose may read birth dates; this use did not ask for any.
    let permit = house.permit::<ViewOwn>(&sari, Operation::Display, FieldId::Email);
    let refused = OpenError::Permit(PermitError::OtherField(FieldId::BirthDate));
    assert_eq!(house.vault.open(&sealed, &permit).err(), Some(refused));
    assert_eq!(
        refused.to_string(),
        "the permit does not open this value: the permit does not name the field birth-date"
    );

    let permit = house.permit::<EditOwn>(&sari, Operation::Update, FieldId::Email);
    assert_eq!(house.vault.seal(&born, Source::Ministry, &permit).err(), Some(refused));
}

/// The purpose may write it; what stands in the person's trail is that it was displayed.
#[test]
fn what_is_on_record_as_a_reading_writes_nothing() {
    let mut house = House::new(16);
    let sari = house.somebody();
    for (operation, writes) in
        [(Operation::Display, false), (Operation::Manage, false), (Operation::Revise, true)]
    {
        let permit = house.permit::<EditOwn>(&sari, operation, FieldId::Email);
        let refused = OpenError::Permit(PermitError::ReadOnly(operation));
        let sealed = house.vault.seal(&email(), Source::WebsiteInput, &permit);
        assert_eq!(sealed.err(), (!writes).then_some(refused), "{}", operation.name());
    }
}

#[test]
fn a_permit_opens_nobody_elses_value() {
    let mut house = House::new(11);
    let (sari, budi) = (house.somebody(), house.somebody());
    let sealed = house.sealed::<EditOwn, _>(&budi, &email());
    let permit = house.permit::<ViewOwn>(&sari, Operation::Display, FieldId::Email);
    let opened = house.vault.open(&sealed, &permit);
    assert_eq!(opened.err(), Some(OpenError::Permit(PermitError::OtherPerson)));
}

#[test]
fn what_is_sealed_under_a_permit_is_its_persons_with_source_and_time() {
    let mut house = House::new(12);
    let sari = house.somebody();
    let permit = house.permit::<EditOwn>(&sari, Operation::Update, FieldId::Email);
    house.clock.move_by_millis(1_500);
    let sealed = house.vault.seal(&email(), Source::Event, &permit).unwrap();
    assert_eq!((sealed.person(), sealed.source()), (sari.id, Source::Event));
    assert_eq!(sealed.collected(), one_moment(&house));
}

#[test]
fn a_reason_is_committed_with_salt_and_sealed_for_the_person() {
    let mut house = House::new(13);
    let sari = house.somebody();
    let reason = Statement::parse("She asked by telephone about her batch.", 200).unwrap();
    let (commitment, salt) = house.vault.salt_reason(reason.as_str());
    assert_eq!(commitment, commit_reason(&salt, reason.as_str()));
    assert_ne!(commitment, commit_reason(&[0; 16], reason.as_str()));
    assert_ne!(commitment, house.vault.salt_reason(reason.as_str()).0, "a salt of its own each time");

    let row = house.vault.seal_reason(&house.keys(&sari), &reason).unwrap();
    let row = SealedRow::decode(sari.id, row.category(), &row.encode()).unwrap();
    let permit = house.permit::<ViewOwn>(&sari, Operation::Display, FieldId::Statement);
    let opened = house.vault.open(&row.get::<Statement>().unwrap(), &permit).unwrap();
    assert_eq!(opened.expose().as_str(), reason.as_str());
}

#[test]
fn the_record_of_what_opens_nothing_carries_its_pseudonyms_as_tags() {
    let house = House::new(14);
    let (sari, budi) = (house.somebody(), house.somebody());
    let (person, actor) = (house.keys(&sari).pseudonym(), house.keys(&budi).pseudonym());
    let entry = Entry {
        operation: Operation::Display,
        purpose: amanah_domain::PurposeId::Questions,
        role: Role::ContactAgent,
        outcome: Outcome::Refused,
        policy: house.policy.hash(),
        actor,
        person,
        reason: [0; 32],
        fields: FieldSet::EMPTY,
        recipient: None,
        note: String::new(),
    };
    let draft = draft_of(&entry);
    assert_eq!(draft.tags, [*person.as_bytes(), *actor.as_bytes()]);
    assert_eq!(Entry::decode(&draft.body), Some(entry));
}

#[test]
fn a_draw_pseudonym_is_of_one_batch_and_leads_nowhere_else() {
    let mut house = House::new(15);
    let (sari, budi) = (house.somebody(), house.somebody());
    let mut of = |who, batch: u8| {
        let granted = house.use_of::<RotateKeys>(who, Operation::Update, FieldSet::EMPTY);
        let permit = house.permit_of(granted).unwrap();
        permit.draw_pseudonym(&[batch; 16]).unwrap()
    };
    let found = [of(&sari, 1), of(&sari, 2), of(&budi, 1), of(&budi, 2)];
    assert_eq!(found[0], of(&sari, 1), "found again");
    for (at, one) in found.iter().enumerate() {
        assert!(!found[..at].contains(one));
    }
    let in_the_ledger = house.keys(&sari).pseudonym();
    assert!(!found.contains(&in_the_ledger));
}

fn one_moment(house: &House) -> Timestamp {
    amanah_domain::Clock::now(&*house.clock)
}

fn refusal<P: amanah_domain::Purpose>(permit: Result<Permit<P>, PermitError>) -> PermitError {
    permit.map(|_| ()).expect_err("there is no permit")
}
