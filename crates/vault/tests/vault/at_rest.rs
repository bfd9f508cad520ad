//! What was sealed once opens for ever: a keyring, a key row, values and the parts of a backup, as they
//! lay in a file and in a store. If this fails, the change needs a way to read the older form; new bytes in
//! `at_rest.txt` would only hide that.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use amanah_domain::purposes::{RotateKeys, ViewOwn};
use amanah_domain::values::{BirthDate, Nik};
use amanah_domain::{Category, Clock as _, FieldId, FieldSet, Operation, PersonId, Source};
use amanah_vault::{FileKeeper, IndexId, KeyRow, Keyring, PART_HEADER_BYTES, Part, Protection, SealedRow};

use crate::house::{House, Somebody};
use crate::keyring::Folder;

const KEPT: &str = include_str!("at_rest.txt");

fn kept(name: &str) -> &'static str {
    let found = KEPT.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    found.expect("a line of this name")
}

fn bytes(name: &str) -> Vec<u8> {
    let text = kept(name);
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The house whose keys were kept, and the person.
fn house(test: &str) -> (House, Somebody) {
    let folder = Folder::new(test);
    let file = folder.file("keyring");
    fs::write(&file, kept("keyring").replace('|', "\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let house = House::with(Keyring::open(Box::new(FileKeeper::new(&file, Protection::Plain))).unwrap(), 70);
    let id = PersonId::from_hex(kept("person")).unwrap();
    (house, Somebody { id, row: KeyRow { epoch: 1, wrapped: bytes("key-row") } })
}

#[test]
fn what_was_sealed_opens() {
    let (mut house, sari) = house("what-was-sealed");
    let numbers = SealedRow::decode(sari.id, Category::Numbers, &bytes("numbers")).unwrap();
    let permit = house.permit::<ViewOwn>(&sari, Operation::Display, FieldId::Nik);
    let nik = house.vault.open(&numbers.get::<Nik>().unwrap(), &permit).unwrap();
    assert_eq!(nik.expose().as_str(), "3273014505980001");
    assert_eq!(numbers.origin(FieldId::Nik).unwrap().0, Source::WebsiteInput);

    let birth = SealedRow::decode(sari.id, Category::Birth, &bytes("birth")).unwrap();
    let permit = house.permit::<ViewOwn>(&sari, Operation::Display, FieldId::BirthDate);
    let born = house.vault.open(&birth.get::<BirthDate>().unwrap(), &permit).unwrap();
    assert_eq!(born.expose().age_on(house.clock.now().date_at(7)), 27);

    assert_eq!(**house.vault.open_house("draw-seed", &bytes("house")).unwrap(), *b"a seed");
}

#[test]
fn what_was_indexed_is_found() {
    let (mut house, sari) = house("what-was-indexed");
    assert_eq!(hex(&house.vault.tag(IndexId::Nik, b"3273014505980001").0), kept("tag"));
    assert_eq!(hex(&house.vault.token_tag("session", b"a token").0), kept("token-tag"));
    assert_eq!(house.keys(&sari).pseudonym().to_hex(), kept("pseudonym"));
    let granted = house.use_of::<RotateKeys>(&sari, Operation::Update, FieldSet::EMPTY);
    let permit = house.permit_of(granted).unwrap();
    assert_eq!(permit.draw_pseudonym(&[7; 16]).unwrap().to_hex(), kept("draw"));
}

/// The keyring is of version 1, so this also holds the key of backups that follows from its index key.
#[test]
fn what_was_backed_up_opens() {
    let (house, _) = house("what-was-backed-up");
    for (part, name) in [(Part::Data, "data-part"), (Part::Keys, "key-part")] {
        let kept = bytes(name);
        let (header, frames) = kept.split_at(PART_HEADER_BYTES);
        let mut opener = house.vault.open_part(part, header, [0xb1; 16]).unwrap();
        let mut clear = Vec::new();
        opener.push(frames, &mut clear).unwrap();
        opener.finish().unwrap();
        assert_eq!(clear, b"a row");
    }
}
