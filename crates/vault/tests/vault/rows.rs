//! Rows of sealed values: bytes from a database that may hold anything.

use amanah_domain::purposes::EditOwn;
use amanah_domain::values::{Email, Phone};
use amanah_domain::{Category, Field, FieldId, FieldSet, PersonId};
use amanah_vault::{RowError, SealedRow};
use proptest::prelude::*;

use crate::house::{House, Somebody};

const ANYBODY: PersonId = PersonId::from_bytes([1; 16]);

fn two_values() -> (House, Somebody, SealedRow) {
    let mut house = House::new(30);
    let sari = house.somebody();
    let mut row = SealedRow::empty(sari.id, Category::Contact);
    row.put(house.sealed::<EditOwn, _>(&sari, &Email::parse("sari@example.id").unwrap())).unwrap();
    row.put(house.sealed::<EditOwn, _>(&sari, &Phone::parse("081234567890").unwrap())).unwrap();
    (house, sari, row)
}

#[test]
fn a_row_holds_one_value_a_field() {
    let (mut house, sari, mut row) = two_values();
    assert_eq!(row.fields(), FieldSet::of(&[FieldId::Email, FieldId::Phone]));
    house.clock.move_by_millis(1_000);
    let newer = house.sealed::<EditOwn, _>(&sari, &Email::parse("sari@example.org").unwrap());
    let collected = newer.collected();
    row.put(newer).unwrap();
    assert_eq!(row.fields().len(), 2);
    assert_eq!(row.origin(FieldId::Email).unwrap().1, collected);
    assert_eq!(row.origin(FieldId::Name), None);
    row.remove(FieldId::Email);
    assert_eq!(row.fields(), FieldSet::of(&[Phone::ID]));
    assert!(row.get::<Email>().is_none());
    assert_eq!((row.person(), row.category()), (sari.id, Category::Contact));
}

#[test]
fn a_row_takes_no_value_of_another_person_or_category() {
    let (mut house, sari, _) = two_values();
    let budi = house.somebody();
    let email = Email::parse("sari@example.id").unwrap();
    let put = |mut row: SealedRow, sealed| row.put(sealed);
    let sealed = house.sealed::<EditOwn, _>(&sari, &email);
    assert_eq!(put(SealedRow::empty(sari.id, Category::Contact), sealed.clone()), Ok(()));
    assert_eq!(put(SealedRow::empty(budi.id, Category::Contact), sealed.clone()), Err(RowError));
    assert_eq!(put(SealedRow::empty(sari.id, Category::Identity), sealed), Err(RowError));
}

#[test]
fn a_damaged_row_is_no_row() {
    let (_, sari, row) = two_values();
    let bytes = row.encode();
    let decode = |bytes: &[u8]| SealedRow::decode(sari.id, Category::Contact, bytes).map(|_| ());
    assert_eq!(decode(&bytes), Ok(()));
    for length in 0..bytes.len() {
        assert_eq!(decode(&bytes[..length]), Err(RowError), "cut to {length} bytes");
    }
    assert_eq!(decode(&[&bytes[..], &[0]].concat()), Err(RowError), "something follows");
    let with = |place: usize, to: u8| {
        let mut other = bytes.clone();
        other[place] = to;
        decode(&other)
    };
    assert_eq!(with(0, 2), Err(RowError), "another version");
    assert_eq!(with(2, FieldId::Phone.code()), Err(RowError), "a field twice");
    assert_eq!(with(2, FieldId::Name.code()), Err(RowError), "a field of another category");
    assert_eq!(with(2, 0xff), Err(RowError), "a field that is none");
    assert_eq!(with(3, 0xff), Err(RowError), "a source that is none");
    assert_eq!(with(14, 0xff), Err(RowError), "longer than the row");
}

proptest! {
    #[test]
    fn any_bytes_are_a_row_or_an_error(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        category in 0..Category::ALL.len(),
    ) {
        if let Ok(row) = SealedRow::decode(ANYBODY, Category::ALL[category], &bytes) {
            prop_assert_eq!(row.encode(), bytes);
        }
    }

    /// Near enough to a row that the reader gets past its first bytes.
    #[test]
    fn an_altered_row_is_a_row_or_an_error(place in 0_usize..200, to in any::<u8>(), cut in 0_usize..40) {
        let (_, sari, row) = two_values();
        let mut bytes = row.encode();
        let place = place % bytes.len();
        bytes[place] = to;
        bytes.truncate(bytes.len().saturating_sub(cut));
        if let Ok(row) = SealedRow::decode(sari.id, Category::Contact, &bytes) {
            prop_assert_eq!(row.encode(), bytes);
        }
    }
}
