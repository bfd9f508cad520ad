//! Key rows, epochs, the house's own seals, blind indexes.

use std::collections::BTreeSet;

use amanah_domain::PersonId;
use amanah_vault::{IndexId, KeyKeeper as _, KeyRow, Keyring, KeyringError, OpenError};

use crate::house::{House, Pocket};

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
    let pocket = Pocket::default();
    let chance = crate::house::Dice::new(43);
    let first = House::with(Keyring::create(pocket.boxed(), &chance).unwrap(), 43);
    let open = || House::with(Keyring::open(pocket.boxed()).unwrap(), 43);
    let (other, sari) = (open(), first.somebody());
    assert_eq!((sari.row.epoch, first.vault.epochs(), first.vault.newest_epoch()), (1, vec![1], 1));

    assert_eq!(first.vault.begin_epoch().unwrap(), 2);
    assert_eq!((first.vault.epochs(), first.vault.newest_epoch()), (vec![1, 2], 2));
    assert_eq!(open().vault.epochs(), [1, 2], "kept before it is told");
    let row = first.vault.rewrap(sari.id, &sari.row).unwrap();
    assert_eq!(row.epoch, 2);
    assert_eq!(first.vault.unlock(sari.id, &row).unwrap().pseudonym(), first.keys(&sari).pseudonym());
    let pretended = KeyRow { epoch: 2, ..sari.row.clone() };
    assert_eq!(refusal(&first, sari.id, &pretended), Some(OpenError::Cipher));
    assert_eq!(first.vault.rewrap(sari.id, &pretended).err(), Some(OpenError::Cipher));

    // Another process meets a row of an epoch that it does not know yet.
    assert_eq!(refusal(&other, sari.id, &row), Some(OpenError::NoEpoch { epoch: 2 }));
    other.vault.reload_keys().unwrap();
    assert_eq!(refusal(&other, sari.id, &row), None);
    assert_eq!(other.vault.newest_epoch(), 2);

    first.vault.destroy_epoch(1).unwrap();
    for house in [&first, &open()] {
        assert_eq!(refusal(house, sari.id, &row), None);
        assert_eq!(refusal(house, sari.id, &sari.row), Some(OpenError::NoEpoch { epoch: 1 }));
    }
    // The other one begins an epoch on what is kept, not on what it remembers.
    assert_eq!(other.vault.begin_epoch().unwrap(), 3);
    assert_eq!(other.vault.epochs(), [2, 3]);
}

#[test]
fn epochs_are_destroyed_once_and_never_the_newest() {
    let house = House::new(49);
    assert!(matches!(house.vault.destroy_epoch(1), Err(KeyringError::NewestEpoch(1))));
    assert_eq!(house.vault.begin_epoch().unwrap(), 2);
    house.vault.destroy_epoch(1).unwrap();
    house.vault.destroy_epoch(1).unwrap();
    assert!(matches!(house.vault.destroy_epoch(2), Err(KeyringError::NewestEpoch(2))));
    for never in [0, 3] {
        assert!(matches!(house.vault.destroy_epoch(never), Err(KeyringError::NoEpoch(n)) if n == never));
    }
    assert_eq!(house.vault.begin_epoch().unwrap(), 3, "numbers are not used twice");
}

#[test]
fn a_keyring_put_in_place_of_the_one_in_use_is_refused() {
    let (pocket, chance) = (Pocket::default(), crate::house::Dice::new(60));
    let old = Pocket::default();
    let keyring = Keyring::create(pocket.boxed(), &chance).unwrap();
    old.put(pocket.load().unwrap());
    keyring.begin_epoch(&chance).unwrap();

    let newest = pocket.load().unwrap();
    pocket.put(old.load().unwrap());
    for refused in [keyring.reload().err(), keyring.begin_epoch(&chance).err()] {
        assert!(matches!(refused, Some(KeyringError::Older { found: 1, used: 2, .. })), "{refused:?}");
    }
    let foreign = Pocket::default();
    Keyring::create(foreign.boxed(), &chance).unwrap().begin_epoch(&chance).unwrap();
    pocket.put(foreign.load().unwrap());
    let refused =
        [keyring.reload().err(), keyring.begin_epoch(&chance).err(), keyring.destroy_epoch(1, &chance).err()];
    assert!(refused.iter().all(|e| matches!(e, Some(KeyringError::Foreign(_)))), "{refused:?}");
    assert_eq!((keyring.epochs(), keyring.newest()), (vec![1, 2], 2), "what is in use stays in use");

    pocket.put(newest);
    keyring.reload().unwrap();
    assert!(matches!(Keyring::create(pocket.boxed(), &chance), Err(KeyringError::Exists(_))));
}

#[test]
fn epochs_come_and_go_while_others_read() {
    let house = House::new(61);
    let people: Vec<_> = (0..64).map(|_| house.somebody()).collect();
    let (house, done) = (&house, &std::sync::atomic::AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut rows: Vec<KeyRow> = people.iter().map(|p| p.row.clone()).collect();
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    for (person, row) in people.iter().zip(&mut rows) {
                        *row = house.vault.rewrap(person.id, row).unwrap();
                    }
                }
            });
        }
        for _ in 0..50 {
            house.vault.begin_epoch().unwrap();
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    assert_eq!(house.vault.newest_epoch(), 51);
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
    let indexes = || IndexId::ALL.into_iter().chain([IndexId::OncePerPerson]);
    for index in indexes() {
        for value in [&b"3273014505980001"[..], b"3273014505980002", b""] {
            let tag = house.vault.tag(index, value);
            assert_eq!(tag, same_keys.vault.tag(index, value));
            assert_ne!(tag, other_keys.vault.tag(index, value));
            assert!(found.insert(tag), "two tags are the same");
        }
    }
    let codes: BTreeSet<i64> = indexes().map(IndexId::code).collect();
    assert_eq!(codes.len(), indexes().count());
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
