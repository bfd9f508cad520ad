//! The file with the keys of the house.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use amanah_vault::{FileKeeper, KeyKeeper, Keyring, KeyringError, Protection};

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
    let keyring = Keyring::create(keeper(&file, protection), &chance).unwrap();
    assert_eq!(keyring.is_sealed(), matches!(protection, Protection::Passphrase(_)));
    (file, *keyring.ledger_seed())
}

fn keeper(file: &Path, protection: &Protection) -> Box<dyn KeyKeeper> {
    let protection = match protection {
        Protection::Passphrase(text) => Protection::Passphrase(text.clone()),
        Protection::Plain => Protection::Plain,
    };
    Box::new(FileKeeper::new(file, protection))
}

fn load(file: &Path, protection: &Protection) -> Keyring {
    Keyring::open(keeper(file, protection)).unwrap()
}

fn refusal(file: &Path, protection: &Protection) -> KeyringError {
    Keyring::open(keeper(file, protection)).expect_err("the keyring must not load")
}

#[test]
fn a_sealed_keyring_opens_with_its_passphrase_alone() {
    let folder = Folder::new("sealed");
    let (file, seed) = written(&folder, &passphrase(GOOD));
    let loaded = load(&file, &passphrase(GOOD));
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
    let loaded = load(&file, &Protection::Plain);
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
    for short in ["", "fourteen chars"] {
        let keeper = keeper(&folder.file("keyring"), &passphrase(short));
        let error = Keyring::create(keeper, &chance).unwrap_err();
        assert!(matches!(error, KeyringError::ShortPassphrase));
        assert!(error.to_string().contains("15"), "{error}");
    }
    assert!(folder.names().is_empty());
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
    load(&file, &Protection::Plain);
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
    let keyring = load(&file, &Protection::Plain);
    for link in [false, true] {
        if link {
            fs::write(&elsewhere, "mine").unwrap();
            symlink(&elsewhere, &fresh).unwrap();
        } else {
            fs::write(&fresh, "half a keyring, and longer than a whole one: ".repeat(99)).unwrap();
            fs::set_permissions(&fresh, fs::Permissions::from_mode(0o666)).unwrap();
        }
        let begun = keyring.begin_epoch(&chance).unwrap();
        assert_eq!(mode(&file), 0o600);
        let again = load(&file, &Protection::Plain);
        assert_eq!((again.newest(), *again.ledger_seed()), (begun, first));
    }
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "mine");
    let mut names = folder.names();
    names.sort();
    assert_eq!(names, ["elsewhere", "keyring.sealed"]);

    let nowhere = keeper(&folder.file("no such folder/keyring"), &Protection::Plain);
    assert!(matches!(Keyring::create(nowhere, &chance), Err(KeyringError::Io(..))));
}

#[test]
fn a_damaged_keyring_is_told_from_a_wrong_passphrase() {
    let folder = Folder::new("damaged");
    let (file, _) = written(&folder, &Protection::Plain);
    let text = fs::read_to_string(&file).unwrap();
    let line = |word: &str| text.lines().find(|line| line.starts_with(word)).unwrap();
    let damaged = [
        String::new(),
        "amanah keyring 2".to_owned(),
        text.replacen("keyring 2", "keyring 0", 1),
        text.replacen("keyring 2", "keyring 1", 1),
        text.replacen("keyring 2", "keyring two", 1),
        text.replacen("keyring 2", "keyring", 1),
        text.replacen(" plain", "", 1),
        text.replacen(" plain", " open", 1),
        text.replacen(line("epoch"), "", 1),
        text.replacen(line("index"), "", 1),
        text.replacen(line("ledger"), "", 1),
        text.replacen(line("backup"), "", 1),
        text.replacen("epoch 1", "epoch one", 1),
        text.replacen("epoch 1", "season 1", 1),
        text.replacen(line("index"), &line("index")[..70], 1),
        format!("{text}{}\n", line("epoch")),
        format!("{text}{}\n", line("ledger")),
        format!("{text}{}\n", line("backup")),
        text.replacen(line("index"), &format!("{} more", line("index")), 1),
        text.replacen(line("index"), &line("index").replace(|c: char| c.is_ascii_digit(), "x"), 1),
        "x".repeat((1 << 20) + 1),
    ];
    for (at, wrong) in damaged.iter().enumerate() {
        fs::write(&file, wrong).unwrap();
        let error = refusal(&file, &Protection::Plain);
        assert!(matches!(error, KeyringError::Damaged(_)), "sample {at}: {error}");
    }
    fs::write(&file, text.replacen("keyring 2", "keyring 3", 1)).unwrap();
    let error = refusal(&file, &Protection::Plain);
    assert!(matches!(error, KeyringError::Newer(_)) && error.to_string().contains("newer"), "{error}");
    fs::write(&file, b"amanah keyring 1 plain\n\xff\n").unwrap();
    assert!(matches!(refusal(&file, &Protection::Plain), KeyringError::Damaged(_)));

    let sealed =
        ["", "00\n", "00112233445566778899aabbccddeeff\n", "00112233445566778899aabbccddeeff\nxyz\n"];
    for rest in sealed {
        fs::write(&file, format!("amanah keyring 1 sealed\n{rest}")).unwrap();
        assert!(matches!(refusal(&file, &passphrase(GOOD)), KeyringError::Damaged(_)), "{rest}");
    }
}

#[test]
fn a_keyring_from_before_there_were_backups_opens_and_is_written_anew_when_it_changes() {
    let folder = Folder::new("version-1");
    let (file, seed) = written(&folder, &Protection::Plain);
    let text = fs::read_to_string(&file).unwrap();
    let backup = text.lines().find(|line| line.starts_with("backup")).unwrap();
    let older = text.replacen("keyring 2", "keyring 1", 1).replacen(&format!("{backup}\n"), "", 1);
    fs::write(&file, &older).unwrap();
    let keyring = load(&file, &Protection::Plain);
    assert_eq!((keyring.epochs(), *keyring.ledger_seed()), (vec![1], seed));
    assert_eq!(fs::read_to_string(&file).unwrap(), older, "reading changes nothing");
    // Its key of backups is the same before and after: what is kept now opens then.
    assert_eq!(keyring.begin_epoch(&Dice::new(53)).unwrap(), 2);
    keyring.reload().unwrap();
    let newer = fs::read_to_string(&file).unwrap();
    assert!(newer.starts_with("amanah keyring 2 plain\n") && newer.contains("\nbackup 0 "), "{newer}");
    assert_eq!(load(&file, &Protection::Plain).epochs(), [1, 2]);
}

#[test]
fn a_destroyed_epoch_is_in_no_file_any_more_and_in_no_older_block_of_it() {
    let folder = Folder::new("destroyed");
    let (file, _) = written(&folder, &Protection::Plain);
    let (keyring, chance) = (load(&file, &Protection::Plain), Dice::new(54));
    // Whoever holds the old file open sees what lies in its blocks.
    let mut old = fs::File::open(&file).unwrap();
    let copy = folder.file("escrow");
    keyring.begin_epoch(&chance).unwrap();
    let mut left = String::new();
    old.read_to_string(&mut left).unwrap();
    assert!(left.bytes().all(|byte| byte == 0), "the old file was not wiped");
    // A hard link is somebody's copy, and stays as it is.
    fs::hard_link(&file, &copy).unwrap();
    let kept = fs::read_to_string(&copy).unwrap();
    keyring.destroy_epoch(1, &chance).unwrap();
    assert_eq!(fs::read_to_string(&copy).unwrap(), kept);
    let text = fs::read_to_string(&file).unwrap();
    assert!(!text.contains("epoch 1 ") && text.contains("epoch 2 "), "{text}");
}

#[test]
fn two_processes_that_begin_epochs_at_once_lose_none() {
    let folder = Folder::new("two-processes");
    let (file, _) = written(&folder, &Protection::Plain);
    let rings = [load(&file, &Protection::Plain), load(&file, &Protection::Plain)];
    let begun: Vec<u32> = std::thread::scope(|scope| {
        let begin = |ring: &Keyring, seed| {
            let chance = Dice::new(seed);
            (0..20).map(|_| ring.begin_epoch(&chance).unwrap()).collect::<Vec<_>>()
        };
        let threads = [(0, 55), (1, 56)].map(|(at, seed)| {
            let ring = &rings[at];
            scope.spawn(move || begin(ring, seed))
        });
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let mut sorted = begun.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (2..42).collect::<Vec<u32>>());
    assert_eq!(load(&file, &Protection::Plain).epochs(), (1..42).collect::<Vec<u32>>());
}
