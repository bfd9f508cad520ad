//! What stays of a category when something of it is erased.

use amanah_domain::purposes::{EditOwn, RemoveForPerson, RemoveOwn, ViewOwn};
use amanah_domain::values::{Email, Phone};
use amanah_domain::{Category, FieldId, FieldSet, Operation, Purpose};
use amanah_vault::{OpenError, Permit, PermitError, SealedRow};

use crate::house::{Dice, House, Somebody};

const PHONE: &str = "+6281234567890";

fn two_values() -> (House, Somebody, SealedRow) {
    let mut house = House::new(90);
    let sari = house.somebody();
    let mut row = SealedRow::empty(sari.id, Category::Contact);
    row.put(house.sealed::<EditOwn, _>(&sari, &Email::parse("sari@example.id").unwrap())).unwrap();
    row.put(house.sealed::<EditOwn, _>(&sari, &Phone::parse(PHONE).unwrap())).unwrap();
    (house, sari, row)
}

fn permitted<P: Purpose>(
    house: &mut House,
    of: &Somebody,
    operation: Operation,
    fields: FieldSet,
) -> Permit<P> {
    let granted = house.use_of::<P>(of, operation, fields);
    house.permit_of(granted).unwrap()
}

#[test]
fn what_stays_opens_under_the_new_salt_and_what_goes_under_none() {
    let (mut house, mut sari, row) = two_values();
    let mut keys = house.keys(&sari);
    keys.resalt(Category::Contact, &Dice::new(91)).unwrap();
    let keep = FieldSet::of(&[FieldId::Phone]);
    let permit = permitted::<RemoveOwn>(&mut house, &sari, Operation::Update, keep);
    house.clock.move_by_millis(2_000);
    let anew = house.vault.reseal(&row, keep, &permit, &keys).unwrap();
    assert_eq!(anew.fields(), keep);
    assert_eq!(anew.origin(FieldId::Phone), row.origin(FieldId::Phone), "as old as before");
    sari.row = house.vault.wrap(&keys).unwrap();
    let both = FieldSet::of(&[FieldId::Email, FieldId::Phone]);
    let permit = permitted::<ViewOwn>(&mut house, &sari, Operation::Display, both);
    let phone = house.vault.open(&anew.get::<Phone>().unwrap(), &permit).unwrap();
    assert_eq!(phone.expose().as_str(), PHONE);
    // The old bytes, from wherever a copy of them lies.
    let gone = Some(OpenError::Gone { category: Category::Contact });
    assert_eq!(house.vault.open(&row.get::<Email>().unwrap(), &permit).err(), gone);
    assert_eq!(house.vault.open(&row.get::<Phone>().unwrap(), &permit).err(), gone);
}

#[test]
fn only_who_may_read_and_write_a_value_seals_it_anew() {
    let (mut house, sari, row) = two_values();
    let budi = house.somebody();
    let (mut keys, keep) = (house.keys(&sari), FieldSet::of(&[FieldId::Phone]));
    keys.resalt(Category::Contact, &Dice::new(92)).unwrap();
    let refused = |error: PermitError| Some(OpenError::Permit(error));
    // Declared as writing only: what it cannot read it cannot seal anew.
    let permit = permitted::<RemoveForPerson>(&mut house, &sari, Operation::Delete, keep);
    let other = refused(PermitError::OtherField(FieldId::Phone));
    assert_eq!(house.vault.reseal(&row, keep, &permit, &keys).err(), other);
    // On record as a reading.
    let permit = permitted::<RemoveOwn>(&mut house, &sari, Operation::Display, keep);
    let read_only = refused(PermitError::ReadOnly(Operation::Display));
    assert_eq!(house.vault.reseal(&row, keep, &permit, &keys).err(), read_only);
    // For another field than the record says.
    let permit =
        permitted::<RemoveOwn>(&mut house, &sari, Operation::Update, FieldSet::of(&[FieldId::Email]));
    assert_eq!(house.vault.reseal(&row, keep, &permit, &keys).err(), other);
    // Into somebody else's keys, or out of somebody else's row.
    let permit = permitted::<RemoveOwn>(&mut house, &sari, Operation::Update, keep);
    let stranger = refused(PermitError::OtherPerson);
    assert_eq!(house.vault.reseal(&row, keep, &permit, &house.keys(&budi)).err(), stranger);
    let permit = permitted::<RemoveOwn>(&mut house, &budi, Operation::Update, keep);
    assert_eq!(house.vault.reseal(&row, keep, &permit, &keys).err(), stranger);
}

#[test]
fn a_restored_row_lies_under_a_new_salt_and_shows_nothing() {
    let (mut house, mut sari, row) = two_values();
    let mut keys = house.keys(&sari);
    let anew = house.vault.resalt_restored(&row, &mut keys).unwrap();
    assert_eq!((anew.fields(), anew.origin(FieldId::Phone)), (row.fields(), row.origin(FieldId::Phone)));
    // What lies under another salt already, or is another's, is not taken.
    let gone = Some(OpenError::Gone { category: Category::Contact });
    assert_eq!(house.vault.resalt_restored(&row, &mut keys).err(), gone);
    let budi = house.somebody();
    let mut other = house.keys(&budi);
    let refused = Some(OpenError::Permit(PermitError::OtherPerson));
    assert_eq!(house.vault.resalt_restored(&anew, &mut other).err(), refused);
    sari.row = house.vault.wrap(&keys).unwrap();
    let both = FieldSet::of(&[FieldId::Email, FieldId::Phone]);
    let permit = permitted::<ViewOwn>(&mut house, &sari, Operation::Display, both);
    assert_eq!(house.vault.open(&anew.get::<Phone>().unwrap(), &permit).unwrap().expose().as_str(), PHONE);
    assert_eq!(house.vault.open(&row.get::<Email>().unwrap(), &permit).err(), gone);
}

#[test]
fn what_is_sealed_for_the_epochs_opens_until_the_newest_of_them_is_destroyed() {
    let house = House::new(95);
    assert_eq!(house.vault.begin_epoch().unwrap(), 2);
    let sealed = house.vault.seal_for_epochs("test", b"about", b"clear").unwrap();
    let open = |label, about: &[u8]| house.vault.open_for_epochs(label, about, &sealed).map(|c| c.to_vec());
    assert_eq!(open("test", b"about"), Ok(b"clear".to_vec()));
    assert_eq!(open("other", b"about"), Err(OpenError::Cipher));
    assert_eq!(open("test", b"another"), Err(OpenError::Cipher));
    for at in 0..sealed.len() {
        let mut altered = sealed.clone();
        altered[at] ^= 1;
        let opened = house.vault.open_for_epochs("test", b"about", &altered);
        // An epoch that is not there is passed over; nothing else opens.
        assert!(opened.is_err() || opened.is_ok_and(|clear| **clear == *b"clear"), "byte {at}");
        assert!(house.vault.open_for_epochs("test", b"about", &sealed[..at]).is_err(), "cut at {at}");
    }
    assert_eq!(house.vault.begin_epoch().unwrap(), 3);
    house.vault.destroy_epoch(1).unwrap();
    assert_eq!(open("test", b"about"), Ok(b"clear".to_vec()));
    house.vault.destroy_epoch(2).unwrap();
    assert_eq!(open("test", b"about"), Err(OpenError::NoEpoch { epoch: 2 }));
}
