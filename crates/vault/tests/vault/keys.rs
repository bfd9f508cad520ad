//! Key rows, epochs, the house's own seals, blind indexes.

use std::collections::BTreeSet;
use std::fs;

use amanah_domain::PersonId;
use amanah_vault::{IndexId, KeyRow, Keyring, OpenError, Protection};

use crate::house::House;
use crate::keyring::Folder;

fn refusal(house: &House, person: PersonId, row: &KeyRow) -> Option<OpenError> {
    house.vault.unlock(person, row).err()
}

#[test]
fn a_key_row_opens_for_its_person_and_as_it_was_written() {
    let house = House::new(40);
    let (sari, budi) = (house.somebody(), house.somebody());
    assert_eq!(refusal(&house, sari.id, &sari.row), None);
    assert_eq!(refusal(&house, sari.id, &budi.row), Some(OpenError::Cipher));
    for place in 0..sari.row.wrapped.len() {
        let mut row = sari.row.clone();
        row.wrapped[place] ^= 1;
        assert_eq!(refusal(&house, sari.id, &row), Some(OpenError::Cipher), "byte {place}");
        row.wrapped.truncate(place);
        assert_eq!(refusal(&house, sari.id, &row), Some(OpenError::Cipher), "cut to {place} bytes");
    }
    let other_house = House::new(41);
    assert_eq!(refusal(&other_house, sari.id, &sari.row), Some(OpenError::Cipher));
}

#[test]
fn keys_are_a_persons_own_and_stay_through_wrapping() {
    let house = House::new(42);
    let (sari, budi) = (house.somebody(), house.somebody());
    let keys = house.keys(&sari);
    assert_eq!(keys.person(), sari.id);
    assert_ne!(keys.pseudonym(), house.keys(&budi).pseudonym());
    let again = house.vault.wrap(&keys).unwrap();
    assert_ne!(again.wrapped, sari.row.wrapped, "wrapped anew each time");
    assert_eq!(house.vault.unlock(sari.id, &again).unwrap().pseudonym(), keys.pseudonym());
}

#[test]
fn the_newest_epoch_wraps_the_older_ones_unwrap_and_a_destroyed_one_does_not() {
    let folder = Folder::new("epochs");
    let file = folder.file("keyring");
    let chance = crate::house::Dice::new(43);
    Keyring::create(&chance).unwrap().store(&file, &Protection::Plain, &chance).unwrap();
    let load = || House::with(Keyring::load(&file, &Protection::Plain).unwrap(), 43);
    let first = load();
    let sari = first.somebody();
    assert_eq!(sari.row.epoch, 1);

    let text = fs::read_to_string(&file).unwrap();
    let second_epoch = format!("epoch 2 {}\nindex", "5a".repeat(32));
    fs::write(&file, text.replacen("index", &second_epoch, 1)).unwrap();
    let second = load();
    let row = second.vault.wrap(&second.keys(&sari)).unwrap();
    assert_eq!(row.epoch, 2);
    assert_eq!(refusal(&second, sari.id, &row), None);
    assert_eq!(refusal(&first, sari.id, &row), Some(OpenError::NoEpoch { epoch: 2 }));
    let pretended = KeyRow { epoch: 2, ..sari.row.clone() };
    assert_eq!(refusal(&second, sari.id, &pretended), Some(OpenError::Cipher));

    let text = fs::read_to_string(&file).unwrap();
    let kept: String = text.split_inclusive('\n').filter(|line| !line.starts_with("epoch 1 ")).collect();
    fs::write(&file, kept).unwrap();
    let third = load();
    assert_eq!(refusal(&third, sari.id, &row), None);
    assert_eq!(refusal(&third, sari.id, &sari.row), Some(OpenError::NoEpoch { epoch: 1 }));
}

#[test]
fn a_house_seal_opens_under_its_own_label() {
    let house = House::new(44);
    let sealed = house.vault.seal_house("draw-seed", b"thirty-two bytes of a draw's seed").unwrap();
    assert_eq!(
        **house.vault.open_house("draw-seed", &sealed).unwrap(),
        *b"thirty-two bytes of a draw's seed"
    );
    assert_ne!(
        house.vault.seal_house("draw-seed", b"x").unwrap(),
        house.vault.seal_house("draw-seed", b"x").unwrap()
    );
    assert_eq!(house.vault.open_house("draw-seeds", &sealed).err(), Some(OpenError::Cipher));
    assert_eq!(House::new(45).vault.open_house("draw-seed", &sealed).err(), Some(OpenError::Cipher));
    for place in 0..sealed.len() {
        let mut altered = sealed.clone();
        altered[place] ^= 1;
        assert_eq!(house.vault.open_house("draw-seed", &altered).err(), Some(OpenError::Cipher));
    }
}

#[test]
fn equal_values_have_equal_tags_in_one_index_of_one_house_alone() {
    let (house, same_keys, other_keys) = (House::new(46), House::new(46), House::new(47));
    let mut found = BTreeSet::new();
    for index in IndexId::ALL {
        for value in [&b"3273014505980001"[..], b"3273014505980002", b""] {
            let tag = house.vault.tag(index, value);
            assert_eq!(tag, same_keys.vault.tag(index, value));
            assert_ne!(tag, other_keys.vault.tag(index, value));
            assert!(found.insert(tag), "two tags are the same");
        }
    }
    let codes: BTreeSet<i64> = IndexId::ALL.iter().map(|index| index.code()).collect();
    assert_eq!(codes.len(), IndexId::ALL.len());
}

#[test]
fn a_token_is_tagged_by_its_kind() {
    let house = House::new(48);
    let tag = |kind, token: &[u8]| house.vault.token_tag(kind, token);
    assert_eq!(tag("session", b"abc"), tag("session", b"abc"));
    assert_ne!(tag("session", b"abc"), tag("session", b"abd"));
    assert_ne!(tag("session", b"abc"), tag("code", b"abc"));
    assert_ne!(tag("session", b"abc"), tag("sessiona", b"bc"), "kind and token do not run together");
    assert_ne!(tag("session", b"abc").0, house.vault.tag(IndexId::Nik, b"abc").0);
}
