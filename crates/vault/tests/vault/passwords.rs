//! Passwords: length in characters, one hash each, no second chance for altered ones.

use amanah_vault::{PasswordRefused, hash_password, password_matches};

use crate::house::Dice;

const GOOD: &str = "nasi goreng tanpa kecap";

#[test]
fn a_password_matches_its_own_hash_and_no_other() {
    let chance = Dice::new(60);
    let stored = hash_password(GOOD, &chance).unwrap();
    assert!(stored.starts_with("argon2id$19456$2$"), "{stored}");
    assert!(password_matches(GOOD, &stored));
    assert!(!password_matches("nasi goreng tanpa kecaP", &stored));
    assert!(!password_matches("", &stored));
    assert!(!password_matches(&"x".repeat(1 << 20), &stored));
    assert_ne!(hash_password(GOOD, &chance).unwrap(), stored, "a salt of its own each time");
}

#[test]
fn a_password_has_fifteen_to_a_hundred_and_twenty_eight_characters() {
    let hash = |length: usize| hash_password(&"é".repeat(length), &Dice::new(61));
    assert_eq!(hash(0), Err(PasswordRefused::TooShort));
    assert_eq!(hash(14), Err(PasswordRefused::TooShort));
    assert!(hash(15).is_ok());
    let longest = hash(128).unwrap();
    assert!(password_matches(&"é".repeat(128), &longest));
    assert_eq!(hash(129), Err(PasswordRefused::TooLong));
    assert!(PasswordRefused::TooShort.to_string().contains("15"));
    assert!(PasswordRefused::TooLong.to_string().contains("128"));
}

#[test]
fn what_is_no_hash_matches_nothing() {
    let good = "00112233445566778899aabbccddeeff";
    let damaged = [
        String::new(),
        "argon2id".to_owned(),
        format!("argon2i$19456$2${good}${good}{good}"),
        format!("argon2id$many$2${good}${good}{good}"),
        // No stored hash makes this process ask for terabytes or for years.
        format!("argon2id$4294967295$2${good}${good}{good}"),
        format!("argon2id$19456$4294967295${good}${good}{good}"),
        format!("argon2id$0$0${good}${good}{good}"),
        format!("argon2id$64$1$00${good}{good}"),
        format!("argon2id$64$1${good}$xyz"),
        format!("argon2id$64$1${good}$"),
        format!("argon2id$64$1${good}${good}"),
        format!("argon2id$64$1${good}${good}{good}$"),
    ];
    for stored in damaged {
        assert!(!password_matches(GOOD, &stored), "{stored}");
    }
}
