//! Values at rest: every kind comes back as it was, and only where it belongs.

use std::collections::BTreeSet;

use amanah_domain::cases::MediaKind;
use amanah_domain::purposes::{CompleteProfile, EditOwn, RunStaff, SendLetter, SignIn, ViewOwn};
use amanah_domain::values::{
    Address, AddressInput, Attachment, BirthDate, Device, Draft, Education, EducationLevel, Email, Evidence,
    Gender, Kk, Letter, Nik, Occupation, Passkeys, PasswordHash, PayoutAccount, PendingContact, PersonName,
    Phone, Relation, Statement,
};
use amanah_domain::{
    Category, Clock as _, Field, FieldId, MayRead, MayWrite, Operation, Purpose, RecipientClass,
};
use amanah_vault::{KeyRow, OpenError, SealedRow};

use crate::house::{House, Somebody};

const NIK: &str = "3273014505980001";

/// Seals under one permit, opens under another, as the store keeps it in between.
fn comes_back<W, R, F>(house: &mut House, of: &Somebody, value: &F) -> FieldId
where
    F: Field,
    W: Purpose + MayWrite<F>,
    R: Purpose + MayRead<F>,
{
    let bytes = house.stored::<W, F>(of, value);
    let row = SealedRow::decode(of.id, F::ID.category(), &bytes).unwrap();
    assert_eq!(row.encode(), bytes);
    let sealed = row.get::<F>().unwrap();
    assert_eq!(format!("{sealed:?}"), format!("Sealed({})", F::ID.name()));
    let permit = house.permit::<R>(of, Operation::Display, F::ID);
    let opened = house.vault.open(&sealed, &permit).unwrap();
    assert_eq!(*opened.expose().to_bytes(), *value.to_bytes(), "{}", F::ID.name());
    let clear = value.to_bytes();
    let shows = clear.len() > 4 && bytes.windows(clear.len()).any(|part| part == clear.as_slice());
    assert!(!shows, "{} lies open in its row", F::ID.name());
    F::ID
}

#[test]
fn every_field_of_the_register_comes_back_as_it_was() {
    let mut house = House::new(20);
    let sari = house.somebody();
    let (h, s) = (&mut house, &sari);
    let today = h.clock.now().date_at(7);
    let address = AddressInput {
        street: "Jalan Braga 12",
        rt: "3",
        rw: "7",
        village: "Braga",
        district: "32.73.01",
        postcode: "40111",
    };
    let level = EducationLevel::ALL[0].name();
    let found = [
        comes_back::<EditOwn, ViewOwn, _>(h, s, &PersonName::parse("Sari Dewi").unwrap()),
        comes_back::<EditOwn, ViewOwn, _>(h, s, &Email::parse("sari@example.id").unwrap()),
        comes_back::<EditOwn, ViewOwn, _>(h, s, &Phone::parse("081234567890").unwrap()),
        comes_back::<EditOwn, ViewOwn, _>(h, s, &Nik::parse(NIK).unwrap()),
        comes_back::<EditOwn, ViewOwn, _>(h, s, &Kk::parse("3273010101100001").unwrap()),
        comes_back::<EditOwn, ViewOwn, _>(h, s, &BirthDate::parse_iso("1998-05-05", today).unwrap()),
        comes_back::<EditOwn, ViewOwn, _>(h, s, &Gender::ALL[0]),
        comes_back::<EditOwn, ViewOwn, _>(h, s, &Address::parse(&address).unwrap()),
        comes_back::<EditOwn, ViewOwn, _>(h, s, &Occupation::ALL[0]),
        comes_back::<EditOwn, ViewOwn, _>(h, s, &Education::parse(level, false).unwrap()),
        comes_back::<EditOwn, ViewOwn, _>(h, s, &PayoutAccount::parse("014", "1234567890").unwrap()),
        comes_back::<EditOwn, ViewOwn, _>(h, s, &Statement::new("A question.").unwrap()),
        comes_back::<EditOwn, ViewOwn, _>(
            h,
            s,
            &Attachment::new(MediaKind::Pdf, "surat.pdf", vec![7]).unwrap(),
        ),
        comes_back::<EditOwn, ViewOwn, _>(
            h,
            s,
            &Evidence::new(MediaKind::Png, "ktp.png", vec![0; 4_096]).unwrap(),
        ),
        comes_back::<EditOwn, ViewOwn, _>(h, s, &PendingContact::new("email:sari@example.org").unwrap()),
        comes_back::<SignIn, SignIn, _>(h, s, &Passkeys::new("[{}]").unwrap()),
        comes_back::<SignIn, SignIn, _>(h, s, &PasswordHash::new("argon2id$1$1$00$00").unwrap()),
        comes_back::<SignIn, SignIn, _>(h, s, &Device::new("Firefox, Android").unwrap()),
        comes_back::<SignIn, SignIn, _>(h, s, &Draft::new("{\"step\":2}").unwrap()),
        comes_back::<SendLetter, SendLetter, _>(h, s, &Letter::new("x".repeat(Letter::BYTES_MAX)).unwrap()),
        comes_back::<RunStaff, RunStaff, _>(h, s, &Relation::new("{\"kind\":\"sibling\"}").unwrap()),
    ];
    let found: BTreeSet<FieldId> = found.into_iter().collect();
    assert_eq!(found, FieldId::ALL.iter().copied().collect(), "a field without its round trip");
}

/// Where things lie in a row of one value.
mod at {
    pub(super) const FIELD: usize = 2;
    pub(super) const SOURCE: usize = 3;
    pub(super) const TIME: usize = 4;
    pub(super) const GENERATION: usize = 12;
    pub(super) const BODY: usize = 18;
}

/// Opens what stands in the row, changed by `change`, as `F`.
fn opened<F: Field>(house: &mut House, of: &Somebody, bytes: &[u8]) -> Option<OpenError>
where
    ViewOwn: MayRead<F>,
{
    let row = SealedRow::decode(of.id, F::ID.category(), bytes).unwrap();
    let permit = house.permit::<ViewOwn>(of, Operation::Display, F::ID);
    house.vault.open(&row.get::<F>().unwrap(), &permit).err()
}

fn changed(bytes: &[u8], place: usize, to: u8) -> Vec<u8> {
    let mut out = bytes.to_vec();
    assert_ne!(out[place], to);
    out[place] = to;
    out
}

#[test]
fn a_value_opens_only_where_and_as_what_it_was_sealed() {
    let mut house = House::new(21);
    let (sari, budi) = (house.somebody(), house.somebody());
    let name = PersonName::parse("Sari Dewi").unwrap();
    let bytes = house.stored::<EditOwn, _>(&sari, &name);
    assert_eq!(opened::<PersonName>(&mut house, &sari, &bytes), None);
    let cipher = Some(OpenError::Cipher);

    assert_eq!(opened::<PersonName>(&mut house, &budi, &bytes), cipher, "moved to another person");
    let moved = changed(&bytes, at::FIELD, FieldId::Gender.code());
    assert_eq!(opened::<Gender>(&mut house, &sari, &moved), cipher, "moved to another field");
    let moved = changed(&bytes, at::FIELD, FieldId::BirthDate.code());
    assert_eq!(opened::<BirthDate>(&mut house, &sari, &moved), cipher, "moved to another category");
    for source in amanah_domain::Source::ALL.iter().map(|s| s.code()).filter(|s| *s != bytes[at::SOURCE]) {
        let moved = changed(&bytes, at::SOURCE, source);
        assert_eq!(opened::<PersonName>(&mut house, &sari, &moved), cipher, "another source");
    }
    for place in at::TIME..at::GENERATION {
        let moved = changed(&bytes, place, bytes[place] ^ 1);
        assert_eq!(opened::<PersonName>(&mut house, &sari, &moved), cipher, "another time");
    }
    let gone = Some(OpenError::Gone { category: Category::Identity });
    for place in at::GENERATION..at::GENERATION + 2 {
        let moved = changed(&bytes, place, bytes[place] ^ 1);
        assert_eq!(opened::<PersonName>(&mut house, &sari, &moved), gone, "a key that never was");
    }
    for place in at::BODY..bytes.len() {
        let moved = changed(&bytes, place, bytes[place] ^ 0x80);
        assert_eq!(opened::<PersonName>(&mut house, &sari, &moved), cipher, "byte {place} altered");
    }
}

#[test]
fn equal_values_are_sealed_differently() {
    let mut house = House::new(22);
    let sari = house.somebody();
    let nik = Nik::parse(NIK).unwrap();
    assert_ne!(house.stored::<EditOwn, _>(&sari, &nik), house.stored::<EditOwn, _>(&sari, &nik));
}

#[test]
fn an_erased_category_is_gone_and_the_others_are_not() {
    let mut house = House::new(24);
    let sari = house.somebody();
    let nik = house.stored::<CompleteProfile, _>(&sari, &Nik::parse(NIK).unwrap());
    let email = house.stored::<EditOwn, _>(&sari, &Email::parse("sari@example.id").unwrap());

    let mut keys = house.keys(&sari);
    keys.drop_category(Category::Numbers);
    let kept = Somebody { id: sari.id, row: house.vault.wrap(&keys).unwrap() };
    assert!(kept.row.wrapped.len() < sari.row.wrapped.len());
    let keys = house.keys(&kept);
    for category in Category::ALL {
        assert_eq!(keys.has(*category), *category != Category::Numbers);
    }
    assert_eq!(keys.pseudonym(), house.keys(&sari).pseudonym());

    let gone = Some(OpenError::Gone { category: Category::Numbers });
    assert_eq!(opened::<Nik>(&mut house, &kept, &nik), gone);
    assert_eq!(opened::<Email>(&mut house, &kept, &email), None);
    let permit = house.permit::<EditOwn>(&kept, Operation::Update, FieldId::Nik);
    let again = house.vault.seal(&Nik::parse(NIK).unwrap(), amanah_domain::Source::Ministry, &permit);
    assert_eq!(again.err(), gone, "nothing new is sealed under a category without a key");
}

#[test]
fn a_category_with_a_new_salt_has_lost_the_old_values_and_takes_new_ones() {
    let mut house = House::new(26);
    let sari = house.somebody();
    let old = house.stored::<CompleteProfile, _>(&sari, &Nik::parse(NIK).unwrap());
    let email = house.stored::<EditOwn, _>(&sari, &Email::parse("sari@example.id").unwrap());
    let mut keys = house.keys(&sari);
    assert_eq!(keys.resalt(Category::Numbers, &*house.chance).unwrap(), 2);
    assert_eq!(keys.resalt(Category::Numbers, &*house.chance).unwrap(), 3);
    let fresh = Somebody { id: sari.id, row: house.vault.wrap(&keys).unwrap() };
    assert_eq!(fresh.row.wrapped.len(), sari.row.wrapped.len());
    let gone = Some(OpenError::Gone { category: Category::Numbers });
    assert_eq!(opened::<Nik>(&mut house, &fresh, &old), gone);
    assert_eq!(opened::<Email>(&mut house, &fresh, &email), None);
    let new = house.stored::<CompleteProfile, _>(&fresh, &Nik::parse(NIK).unwrap());
    assert_eq!(opened::<Nik>(&mut house, &fresh, &new), None);
    assert_eq!(opened::<Nik>(&mut house, &sari, &new), gone, "nor does the older key row open the new value");
    // A row that pretends to be of the new generation does not open under the new salt.
    let mut pretended = old.clone();
    assert_eq!(pretended[12..14], [0, 1], "the generation");
    pretended[13] = 3;
    assert_eq!(opened::<Nik>(&mut house, &fresh, &pretended), Some(OpenError::Cipher));
    keys.drop_category(Category::Numbers);
    assert_eq!(keys.resalt(Category::Numbers, &*house.chance).err(), gone, "what was dropped stays dropped");
}

#[test]
fn a_recipient_knows_a_person_by_a_reference_of_its_own_class() {
    let house = House::new(27);
    let (sari, budi) = (house.somebody(), house.somebody());
    let mut found = std::collections::BTreeSet::new();
    for person in [&sari, &budi] {
        let keys = house.keys(person);
        for class in RecipientClass::ALL {
            let reference = house.vault.recipient_reference(&keys, *class).unwrap();
            assert_eq!(house.vault.recipient_reference(&house.keys(person), *class).unwrap(), reference);
            assert_ne!(reference, *keys.pseudonym().as_bytes());
            assert!(found.insert(reference), "two references are the same");
        }
    }
    assert_eq!(found.len(), 2 * RecipientClass::ALL.len());
}

#[test]
fn nothing_shows_what_it_holds() {
    let mut house = House::new(25);
    let sari = house.somebody();
    let nik = Nik::parse(NIK).unwrap();
    assert_eq!(format!("{nik:?}"), "Nik(…)");
    let row = house.stored::<EditOwn, _>(&sari, &nik);
    let row = SealedRow::decode(sari.id, Category::Numbers, &row).unwrap();
    assert_eq!(format!("{row:?}"), "SealedRow(unique-numbers, 1 values)");
    assert_eq!(format!("{:?}", row.get::<Nik>().unwrap()), "Sealed(nik)");
    assert_eq!(format!("{:?}", house.keys(&sari)), "PersonKeys(…)");
    assert_eq!(format!("{:?}", house.vault.seen(sari.id)), "Seen");
    assert_eq!(format!("{:?}", KeyRow { epoch: 3, wrapped: vec![1, 2] }), "KeyRow(epoch 3, 2 bytes)");
    let tag = house.vault.tag(amanah_vault::IndexId::Nik, NIK.as_bytes());
    assert_eq!(format!("{tag:?}"), "Tag(…)");
    assert_eq!(format!("{:?}", house.vault.token_tag("session", b"x")), "TokenTag(…)");
}
