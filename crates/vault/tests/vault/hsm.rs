//! The keyring in a hardware module: SoftHSM2, spoken to over PKCS#11 as any other.

use std::fs;
use std::path::Path;

use amanah_vault::{
    FileKeeper, HsmConfig, HsmKeeper, KeyKeeper, Keyring, KeyringError, OpenError, Protection,
};

use crate::house::{Dice, House};
use crate::soft_hsm::{PIN, Tokens};

fn refusal(keeper: Box<dyn KeyKeeper>) -> KeyringError {
    Keyring::open(keeper).expect_err("the keyring must not open")
}

fn with(config: impl FnOnce(&mut HsmConfig), file: &Path) -> KeyringError {
    let mut changed = Tokens::config("amanah", file);
    config(&mut changed);
    refusal(Box::new(HsmKeeper::new(changed)))
}

#[test]
fn keys_in_a_token_open_what_they_sealed_and_nothing_lies_open_in_the_file() {
    Tokens::run("hsm::keys_in_a_token_open_what_they_sealed_and_nothing_lies_open_in_the_file", |tokens| {
        let (file, chance) = (tokens.file("keyring"), Dice::new(100));
        let keyring = Keyring::create(tokens.keeper("amanah", &file), &chance).unwrap();
        assert!(keyring.is_sealed() && keyring.describe().contains("HSM token amanah"));
        let seed = *keyring.ledger_seed();
        let house = House::with(keyring, 100);
        let sari = house.somebody();
        let sealed = house.vault.seal_house("draw-seed", b"a seed").unwrap();
        assert_eq!(house.vault.begin_epoch().unwrap(), 2);
        let row = house.vault.rewrap(sari.id, &sari.row).unwrap();

        let again = Keyring::open(tokens.keeper("amanah", &file)).unwrap();
        assert_eq!((again.epochs(), *again.ledger_seed()), (vec![1, 2], seed));
        let again = House::with(again, 101);
        for row in [&sari.row, &row] {
            assert_eq!(again.vault.unlock(sari.id, row).unwrap().pseudonym(), house.keys(&sari).pseudonym());
        }
        assert_eq!(**again.vault.open_house("draw-seed", &sealed).unwrap(), *b"a seed");

        let text = fs::read_to_string(&file).unwrap();
        let hex: String = seed.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(!text.contains(&hex) && !text.contains(PIN), "{text}");
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
        let twice = Keyring::create(tokens.keeper("amanah", &file), &chance);
        assert!(matches!(twice, Err(KeyringError::Exists(_))));
    });
}

#[test]
fn a_destroyed_epoch_is_gone_from_every_copy_of_the_file() {
    Tokens::run("hsm::a_destroyed_epoch_is_gone_from_every_copy_of_the_file", |tokens| {
        let (file, copy, chance) = (tokens.file("keyring"), tokens.file("escrow"), Dice::new(101));
        let keyring = Keyring::create(tokens.keeper("amanah", &file), &chance).unwrap();
        let first = tokens.file("first");
        fs::copy(&file, &first).unwrap();
        let house = House::with(keyring, 102);
        let sari = house.somebody();
        house.vault.begin_epoch().unwrap();
        let row = house.vault.rewrap(sari.id, &sari.row).unwrap();
        fs::copy(&file, &copy).unwrap();
        let before = House::with(Keyring::open(tokens.keeper("amanah", &copy)).unwrap(), 103);
        assert!(before.vault.unlock(sari.id, &sari.row).is_ok(), "the copy was good until now");

        house.vault.destroy_epoch(1).unwrap();
        house.vault.destroy_epoch(1).unwrap();
        assert_eq!(house.vault.epochs(), [2]);
        for kept in [&file, &copy] {
            let after = House::with(Keyring::open(tokens.keeper("amanah", kept)).unwrap(), 104);
            assert_eq!(after.vault.epochs(), [2]);
            let found = after.vault.unlock(sari.id, &sari.row).err();
            assert_eq!(found, Some(OpenError::NoEpoch { epoch: 1 }));
            assert!(after.vault.unlock(sari.id, &row).is_ok());
        }
        // A copy from before the epoch in use says so, and destroys nothing when something is changed in it.
        let error = refusal(tokens.keeper("amanah", &first));
        assert!(error.to_string().contains("an old copy"), "{error}");
        house.vault.begin_epoch().unwrap();
        let old = Keyring::open(tokens.keeper("amanah", &copy)).unwrap();
        house.vault.begin_epoch().unwrap();
        for refused in [old.begin_epoch(&chance).err(), old.destroy_epoch(1, &chance).err()] {
            assert!(matches!(refused, Some(KeyringError::Older { used: 4, .. })), "{refused:?}");
        }
        assert_eq!(Keyring::open(tokens.keeper("amanah", &file)).unwrap().epochs(), [2, 3, 4]);
    });
}

#[test]
fn two_houses_share_a_token_and_leave_each_others_keys_alone() {
    Tokens::run("hsm::two_houses_share_a_token_and_leave_each_others_keys_alone", |tokens| {
        let chance = Dice::new(105);
        let rings: Vec<Keyring> = ["one", "other"]
            .iter()
            .map(|name| Keyring::create(tokens.keeper("amanah", &tokens.file(name)), &chance).unwrap())
            .collect();
        for ring in &rings {
            ring.begin_epoch(&chance).unwrap();
            ring.destroy_epoch(1, &chance).unwrap();
        }
        for name in ["one", "other"] {
            let ring = Keyring::open(tokens.keeper("amanah", &tokens.file(name))).unwrap();
            assert_eq!(ring.epochs(), [2]);
        }
        // The keys of one house do not come into the other.
        fs::copy(tokens.file("other"), tokens.file("one")).unwrap();
        assert!(matches!(rings[0].reload(), Err(KeyringError::Foreign(_))));
    });
}

#[test]
fn a_token_that_was_pulled_out_is_away_and_comes_back() {
    Tokens::run("hsm::a_token_that_was_pulled_out_is_away_and_comes_back", |tokens| {
        let (file, chance) = (tokens.file("keyring"), Dice::new(106));
        let house = House::with(Keyring::create(tokens.keeper("amanah", &file), &chance).unwrap(), 106);
        let sari = house.somebody();
        tokens.plug(false);
        let error = refusal(tokens.keeper("amanah", &file));
        assert!(error.is_away(), "{error}");
        assert!(error.to_string().starts_with("the keyring is away: "), "{error}");
        assert!(error.to_string().contains("--hsm-token"), "{error}");
        // What is open stays open; what needs the token waits for it.
        assert!(house.vault.unlock(sari.id, &sari.row).is_ok());
        assert!(house.vault.begin_epoch().unwrap_err().is_away());
        tokens.plug(true);
        assert_eq!(house.vault.begin_epoch().unwrap(), 2);
        assert!(Keyring::open(tokens.keeper("amanah", &file)).is_ok());
        fs::remove_file(&file).unwrap();
        assert!(refusal(tokens.keeper("amanah", &file)).is_away());
    });
}

#[test]
fn what_is_wrong_with_a_module_a_token_or_a_pin_is_said() {
    Tokens::run("hsm::what_is_wrong_with_a_module_a_token_or_a_pin_is_said", |tokens| {
        let (file, chance) = (tokens.file("keyring"), Dice::new(107));
        drop(Keyring::create(tokens.keeper("amanah", &file), &chance).unwrap());
        tokens.make("other");
        let says = |error: KeyringError, words: &[&str]| {
            let sentence = error.to_string();
            assert!(words.iter().all(|word| sentence.contains(word)), "{sentence}");
            assert!(!sentence.contains(PIN) && !sentence.contains("0000"), "a PIN is shown: {sentence}");
            error.is_away()
        };
        let wrong_pin = |pin: &str| with(|config| config.pin = pin.to_owned().into(), &file);
        assert!(!says(
            wrong_pin("00000000"),
            &["PIN does not open", "amanah", "--hsm-pin-file", "once only"]
        ));
        assert!(!says(wrong_pin(""), &["PIN does not open"]));
        let missing = with(|config| config.module = tokens.file("no.so"), &file);
        assert!(!says(missing, &["no PKCS#11 module at", "no.so", "--hsm-module"]));
        let no_module = with(|config| config.module = file.clone(), &file);
        assert!(!says(no_module, &["no PKCS#11 module that this machine can load", "--hsm-module"]));
        let nowhere = with(|config| config.token_label = "none".to_owned(), &file);
        assert!(says(nowhere, &["away", "no token called none", "amanah", "other", "--hsm-token"]));
        let another = with(|config| config.token_label = "other".to_owned(), &file);
        assert!(!says(another, &["belongs to another HSM token", "serial number", "--hsm-token"]));
        tokens.make("other");
        let two = with(|config| config.token_label = "other".to_owned(), &file);
        assert!(!says(two, &["2 tokens", "other"]));
    });
}

#[test]
fn a_token_that_lost_the_keys_says_so() {
    Tokens::run("hsm::a_token_that_lost_the_keys_says_so", |tokens| {
        let (file, chance) = (tokens.file("keyring"), Dice::new(108));
        drop(Keyring::create(tokens.keeper("amanah", &file), &chance).unwrap());
        let text = fs::read_to_string(&file).unwrap();
        // The same token, and keys of a keyring that it never made.
        let id = text.lines().find(|line| line.starts_with("id ")).unwrap();
        fs::write(&file, text.replace(id, &format!("id 0 {}", "7".repeat(32)))).unwrap();
        let error = refusal(tokens.keeper("amanah", &file));
        assert!(error.to_string().contains("does not hold the keys"), "{error}");
        // Altered anywhere else it is damaged.
        for word in ["house 0 ", "epoch 1 "] {
            let at = text.find(word).unwrap() + word.len() + 30;
            for (from, to) in [(at, "00"), (at + 40, "ff")] {
                let mut altered = text.clone();
                altered.replace_range(from..from + 2, to);
                if altered == text {
                    altered.replace_range(from..from + 2, "a5");
                }
                fs::write(&file, altered).unwrap();
                let error = refusal(tokens.keeper("amanah", &file));
                assert!(matches!(error, KeyringError::Damaged(_)), "{error}");
            }
            fs::write(&file, text.replace(word, "season 1 ")).unwrap();
            assert!(matches!(refusal(tokens.keeper("amanah", &file)), KeyringError::Damaged(_)));
        }
        let again = format!("{text}{}\n", text.lines().last().unwrap());
        fs::write(&file, again).unwrap();
        assert!(matches!(refusal(tokens.keeper("amanah", &file)), KeyringError::Damaged(_)));
        fs::write(&file, &text).unwrap();
        assert!(Keyring::open(tokens.keeper("amanah", &file)).is_ok());
    });
}

#[test]
fn a_keyring_of_one_keeper_is_not_opened_by_another() {
    Tokens::run("hsm::a_keyring_of_one_keeper_is_not_opened_by_another", |tokens| {
        let (file, chance) = (tokens.file("keyring"), Dice::new(109));
        drop(Keyring::create(tokens.keeper("amanah", &file), &chance).unwrap());
        for protection in
            [Protection::Plain, Protection::Passphrase("ketupat sayur di pagi hari".to_owned().into())]
        {
            let error = refusal(Box::new(FileKeeper::new(&file, protection)));
            assert!(error.to_string().contains("--hsm-module"), "{error}");
        }
        fs::remove_file(&file).unwrap();
        drop(Keyring::create(Box::new(FileKeeper::new(&file, Protection::Plain)), &chance).unwrap());
        let error = refusal(tokens.keeper("amanah", &file));
        assert!(error.to_string().contains("leave out --hsm-module"), "{error}");
    });
}

#[test]
fn what_a_crash_left_in_the_token_is_used_or_swept_up() {
    Tokens::run("hsm::what_a_crash_left_in_the_token_is_used_or_swept_up", |tokens| {
        let (file, kept, chance) = (tokens.file("keyring"), tokens.file("kept"), Dice::new(110));
        let keyring = Keyring::create(tokens.keeper("amanah", &file), &chance).unwrap();
        // The key of the new epoch was made, and the file was not written.
        fs::copy(&file, &kept).unwrap();
        keyring.begin_epoch(&chance).unwrap();
        fs::copy(&kept, &file).unwrap();
        let after = Keyring::open(tokens.keeper("amanah", &file)).unwrap();
        assert_eq!(after.epochs(), [1]);
        assert_eq!(after.begin_epoch(&chance).unwrap(), 2);
        assert_eq!(Keyring::open(tokens.keeper("amanah", &file)).unwrap().epochs(), [1, 2]);
        // The file was written without an epoch, and its key was not destroyed: it is when asked again.
        fs::copy(&file, &kept).unwrap();
        let text = fs::read_to_string(&file).unwrap();
        let without: String =
            text.split_inclusive('\n').filter(|line| !line.starts_with("epoch 1 ")).collect();
        fs::write(&file, without).unwrap();
        let after = Keyring::open(tokens.keeper("amanah", &file)).unwrap();
        assert_eq!(after.epochs(), [2]);
        assert_eq!(Keyring::open(tokens.keeper("amanah", &kept)).unwrap().epochs(), [1, 2]);
        after.destroy_epoch(1, &chance).unwrap();
        assert_eq!(Keyring::open(tokens.keeper("amanah", &kept)).unwrap().epochs(), [2]);
    });
}
