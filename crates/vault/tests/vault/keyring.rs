//! The file with the keys of the house.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use amanah_vault::{Keyring, KeyringError, Protection};

use crate::house::Dice;

/// A folder of its own for each test, removed at the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let folder =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("keyring-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn names(&self) -> Vec<String> {
        fs::read_dir(&self.0).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn passphrase(text: &str) -> Protection {
    Protection::Passphrase(text.to_owned().into())
}

const GOOD: &str = "ketupat sayur di pagi hari";

/// A keyring in a file, and the seed in it.
fn written(folder: &Folder, protection: &Protection) -> (PathBuf, [u8; 32]) {
    let (file, chance) = (folder.file("keyring.sealed"), Dice::new(50));
    let mut keyring = Keyring::create(&chance).unwrap();
    keyring.store(&file, protection, &chance).unwrap();
    assert_eq!(keyring.is_sealed(), matches!(protection, Protection::Passphrase(_)));
    (file, *keyring.ledger_seed())
}

fn refusal(file: &Path, protection: &Protection) -> KeyringError {
    Keyring::load(file, protection).expect_err("the keyring must not load")
}

#[test]
fn a_sealed_keyring_opens_with_its_passphrase_alone() {
    let folder = Folder::new("sealed");
    let (file, seed) = written(&folder, &passphrase(GOOD));
    let loaded = Keyring::load(&file, &passphrase(GOOD)).unwrap();
    assert!(loaded.is_sealed());
    assert_eq!(*loaded.ledger_seed(), seed);
    assert_eq!(format!("{loaded:?}"), "Keyring(epochs [1])");

    assert!(matches!(
        refusal(&file, &passphrase("ketupat sayur di sore hari")),
        KeyringError::WrongPassphrase
    ));
    let error = refusal(&file, &Protection::Plain);
    assert!(matches!(error, KeyringError::Protection(_)));
    assert!(error.to_string().contains("passphrase"), "{error}");

    // The salt and the sealed bytes: one digit each.
    let text = fs::read_to_string(&file).unwrap();
    assert!(!text.contains("epoch"), "the keys lie open");
    for line in 1..3 {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let digit = if lines[line].starts_with('0') { "1" } else { "0" };
        lines[line].replace_range(..1, digit);
        fs::write(&file, lines.join("\n")).unwrap();
        assert!(matches!(refusal(&file, &passphrase(GOOD)), KeyringError::WrongPassphrase));
    }
}

#[test]
fn a_plain_keyring_says_so() {
    let folder = Folder::new("plain");
    let (file, seed) = written(&folder, &Protection::Plain);
    let loaded = Keyring::load(&file, &Protection::Plain).unwrap();
    assert!(!loaded.is_sealed());
    assert_eq!(*loaded.ledger_seed(), seed);
    let error = refusal(&file, &passphrase(GOOD));
    assert!(matches!(error, KeyringError::Protection(_)));
    assert!(error.to_string().contains("not sealed"), "{error}");
}

#[test]
fn a_short_passphrase_seals_nothing() {
    let folder = Folder::new("short");
    let chance = Dice::new(51);
    let mut keyring = Keyring::create(&chance).unwrap();
    for short in ["", "fourteen chars"] {
        let error = keyring.store(&folder.file("keyring"), &passphrase(short), &chance).unwrap_err();
        assert!(matches!(error, KeyringError::ShortPassphrase));
        assert!(error.to_string().contains("15"), "{error}");
    }
    assert!(folder.names().is_empty());
    assert!(!keyring.is_sealed());
}

#[test]
fn a_missing_keyring_and_one_that_others_may_read_say_what_to_do() {
    let folder = Folder::new("mode");
    let error = refusal(&folder.file("nowhere"), &Protection::Plain);
    assert!(matches!(error, KeyringError::Missing(_)));
    assert!(error.to_string().contains("amanah migrate"), "{error}");

    let (file, _) = written(&folder, &Protection::Plain);
    for mode in [0o640, 0o604, 0o666, 0o610] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let error = refusal(&file, &Protection::Plain);
        assert!(matches!(error, KeyringError::Readable(_, found) if found == mode), "{error}");
        assert!(error.to_string().contains("chmod 600"), "{error}");
    }
    fs::set_permissions(&file, fs::Permissions::from_mode(0o400)).unwrap();
    assert!(Keyring::load(&file, &Protection::Plain).is_ok());
}

#[test]
fn a_keyring_is_replaced_in_one_step_by_a_file_for_its_owner_alone() {
    let folder = Folder::new("replace");
    let (file, first) = written(&folder, &Protection::Plain);
    let mode = |file: &Path| fs::metadata(file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);

    // What a crash left behind, open to everybody, and a link that leads elsewhere.
    let (fresh, elsewhere) = (file.with_extension("new"), folder.file("elsewhere"));
    let chance = Dice::new(52);
    let mut other = Keyring::create(&chance).unwrap();
    for link in [false, true] {
        if link {
            fs::write(&elsewhere, "mine").unwrap();
            symlink(&elsewhere, &fresh).unwrap();
        } else {
            fs::write(&fresh, "half a keyring, and longer than a whole one: ".repeat(99)).unwrap();
            fs::set_permissions(&fresh, fs::Permissions::from_mode(0o666)).unwrap();
        }
        other.store(&file, &Protection::Plain, &chance).unwrap();
        assert_eq!(mode(&file), 0o600);
        let seed = *Keyring::load(&file, &Protection::Plain).unwrap().ledger_seed();
        assert_ne!(seed, first);
    }
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "mine");
    let mut names = folder.names();
    names.sort();
    assert_eq!(names, ["elsewhere", "keyring.sealed"]);

    let nowhere = folder.file("no such folder/keyring");
    assert!(matches!(other.store(&nowhere, &Protection::Plain, &chance), Err(KeyringError::Io(..))));
}

#[test]
fn a_damaged_keyring_is_told_from_a_wrong_passphrase() {
    let folder = Folder::new("damaged");
    let (file, _) = written(&folder, &Protection::Plain);
    let text = fs::read_to_string(&file).unwrap();
    let line = |word: &str| text.lines().find(|line| line.starts_with(word)).unwrap();
    let damaged = [
        String::new(),
        "amanah keyring 1".to_owned(),
        text.replacen("keyring 1", "keyring 2", 1),
        text.replacen(" plain", "", 1),
        text.replacen(" plain", " open", 1),
        text.replacen(line("epoch"), "", 1),
        text.replacen(line("index"), "", 1),
        text.replacen(line("ledger"), "", 1),
        text.replacen("epoch 1", "epoch one", 1),
        text.replacen("epoch 1", "season 1", 1),
        text.replacen(line("index"), &line("index")[..70], 1),
        format!("{text}{}\n", line("epoch")),
        format!("{text}{}\n", line("ledger")),
        text.replacen(line("index"), &format!("{} more", line("index")), 1),
        text.replacen(line("index"), &line("index").replace(|c: char| c.is_ascii_digit(), "x"), 1),
        "x".repeat((1 << 20) + 1),
    ];
    for (at, wrong) in damaged.iter().enumerate() {
        fs::write(&file, wrong).unwrap();
        let error = refusal(&file, &Protection::Plain);
        assert!(matches!(error, KeyringError::Damaged(_)), "sample {at}: {error}");
    }
    fs::write(&file, b"amanah keyring 1 plain\n\xff\n").unwrap();
    assert!(matches!(refusal(&file, &Protection::Plain), KeyringError::Damaged(_)));

    let sealed =
        ["", "00\n", "00112233445566778899aabbccddeeff\n", "00112233445566778899aabbccddeeff\nxyz\n"];
    for rest in sealed {
        fs::write(&file, format!("amanah keyring 1 sealed\n{rest}")).unwrap();
        assert!(matches!(refusal(&file, &passphrase(GOOD)), KeyringError::Damaged(_)), "{rest}");
    }
}
