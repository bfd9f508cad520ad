//! A search for personal values in files, in every form in which one could have slipped out: as typed,
//! in capitals, wide, in hexadecimal digits, in Base64, hashed without a key.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use amanah_testkit::population::SyntheticPerson;
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA512, digest};

/// Bytes of a needle, at least: shorter ones turn up in ciphertext by chance.
const NEEDLE_BYTES_MIN: usize = 6;
/// Bytes of a file looked at together.
const WINDOW_BYTES: usize = 1 << 20;

/// What is looked for.
#[derive(Default)]
pub(crate) struct Needles {
    /// By the first two bytes, so that most places are passed with one look.
    by_start: HashMap<[u8; 2], Vec<(Vec<u8>, String)>>,
    begins: Vec<bool>,
    longest: usize,
    pub(crate) count: usize,
}

impl Needles {
    pub(crate) fn of<'p>(people: impl IntoIterator<Item = &'p SyntheticPerson>) -> Self {
        let mut needles = Self::default();
        for person in people {
            needles.add("name", person.name.as_str());
            needles.add("NIK", person.nik.as_str());
            needles.add("KK", person.kk.as_str());
            needles.add("e-mail", person.email.as_str());
            needles.add("street", person.address.street());
            for phone in phone_forms(person.phone.as_str()) {
                needles.add("phone", &phone);
            }
            for number in [person.nik.as_str(), person.kk.as_str()] {
                let groups: Vec<&str> = (0..4).map(|at| &number[4 * at..4 * at + 4]).collect();
                needles.add("number in groups", &groups.join(" "));
                needles.add("number in groups", &groups.join("-"));
            }
        }
        needles
    }

    /// Adds a value in all its forms.
    pub(crate) fn add(&mut self, what: &str, value: &str) {
        let told = |form: &str| format!("{what} {value:?} as {form}");
        let mut cases = vec![value.to_owned(), value.to_lowercase(), value.to_uppercase()];
        cases.dedup();
        for case in &cases {
            self.bytes(case.as_bytes(), told("text"));
            self.bytes(case.replace(' ', "+").as_bytes(), told("a form"));
            self.bytes(case.replace('@', "%40").replace(' ', "%20").as_bytes(), told("a form"));
            let wide: Vec<u16> = case.encode_utf16().collect();
            self.bytes(
                &wide.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>(),
                told("UTF-16LE"),
            );
            self.bytes(
                &wide.iter().flat_map(|unit| unit.to_be_bytes()).collect::<Vec<_>>(),
                told("UTF-16BE"),
            );
            for hex in [hex(case.as_bytes()), hex(case.as_bytes()).to_uppercase()] {
                self.bytes(hex.as_bytes(), told("hexadecimal digits"));
            }
            for base64 in base64_cores(case.as_bytes()) {
                self.bytes(base64.as_bytes(), told("Base64"));
            }
            for algorithm in [&SHA1_FOR_LEGACY_USE_ONLY, &SHA256, &SHA512] {
                let hash = digest(algorithm, case.as_bytes());
                self.bytes(hash.as_ref(), told("a bare hash"));
                self.bytes(hex(hash.as_ref()).as_bytes(), told("a bare hash in hexadecimal digits"));
            }
        }
    }

    fn bytes(&mut self, needle: &[u8], what: String) {
        if needle.len() < NEEDLE_BYTES_MIN {
            return;
        }
        let start = [needle[0], needle[1]];
        let known = self.by_start.entry(start).or_default();
        if known.iter().all(|(other, _)| other != needle) {
            known.push((needle.to_vec(), what));
            self.begins.resize(1 << 16, false);
            self.begins[usize::from(u16::from_be_bytes(start))] = true;
            self.longest = self.longest.max(needle.len());
            self.count += 1;
        }
    }

    /// What of it stands in these bytes.
    fn in_bytes(&self, bytes: &[u8], found: &mut Vec<String>) {
        let mut pair = 0usize;
        for (at, byte) in bytes.iter().enumerate() {
            pair = (pair << 8 | usize::from(*byte)) & 0xffff;
            if at == 0 || !self.begins[pair] {
                continue;
            }
            let here = &bytes[at - 1..];
            let known = self.by_start.get(&[here[0], here[1]]).into_iter().flatten();
            found.extend(known.filter(|(needle, _)| here.starts_with(needle)).map(|(_, what)| what.clone()));
        }
    }

    /// What of it stands in a file, however large.
    pub(crate) fn in_file(&self, path: &Path) -> Vec<String> {
        let mut found = Vec::new();
        // A file that a server removed meanwhile holds nothing any more.
        let Ok(mut file) = File::open(path) else { return found };
        let mut window = Vec::new();
        loop {
            let read = file.by_ref().take(WINDOW_BYTES as u64).read_to_end(&mut window).unwrap();
            self.in_bytes(&window, &mut found);
            if read == 0 {
                break;
            }
            // A needle may lie across the border.
            let rest = window.len().saturating_sub(self.longest);
            window.drain(..rest);
        }
        found.sort();
        found.dedup();
        found
    }

    /// Searches every file below these folders, and fails with what was found and where. The number of
    /// files.
    pub(crate) fn must_not_lie_in(&self, folders: &[&Path], except: &[&str]) -> usize {
        let mut files = Vec::new();
        folders.iter().for_each(|folder| below(folder, &mut files));
        let excepted = |file: &Path| except.iter().any(|name| file.file_name().is_some_and(|n| n == *name));
        files.retain(|file| !excepted(file));
        let found: Vec<String> = files
            .iter()
            .flat_map(|file| self.in_file(file).into_iter().map(|what| format!("{}: {what}", file.display())))
            .collect();
        assert!(found.is_empty(), "personal values lie open:\n{}", found.join("\n"));
        files.len()
    }
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => below(&entry.path(), files),
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
}

/// `+6284…`, `6284…`, `084…`, `84…`, and in groups, as people write them and as pages show them.
fn phone_forms(phone: &str) -> Vec<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let bare = digits.strip_prefix("62").or(digits.strip_prefix('0')).unwrap_or(&digits).to_owned();
    let mut forms = vec![bare.clone(), format!("0{bare}"), format!("62{bare}"), format!("+62{bare}")];
    for separator in ["-", " "] {
        let (head, rest) = bare.split_at(3);
        let (middle, tail) = rest.split_at(4);
        forms.push([head, middle, tail].join(separator));
    }
    forms
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The characters of Base64 that do not depend on what stands before and after, for each of the three
/// places at which the bytes can begin.
fn base64_cores(bytes: &[u8]) -> Vec<String> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    (0..3usize)
        .map(|shift| {
            let bits = |at: usize| -> Option<u8> {
                let at = at.checked_sub(8 * shift)?;
                bytes.get(at / 8).map(|byte| byte >> (7 - at % 8) & 1)
            };
            (0..(bytes.len() + shift) * 8 / 6)
                .filter_map(|at| {
                    let six: Option<Vec<u8>> = (6 * at..6 * at + 6).map(bits).collect();
                    six.map(|six| six.iter().fold(0u8, |sum, bit| sum << 1 | bit))
                })
                .map(|six| char::from(LETTERS[usize::from(six)]))
                .collect()
        })
        .collect()
}

#[test]
fn what_is_planted_is_found_in_every_form() {
    assert_eq!(base64_cores(b"Sari Dewi"), ["U2FyaSBEZXdp", "NhcmkgRGV3a", "TYXJpIERld2"].map(str::to_owned));
    let folder = crate::program::Folder::new();
    let mut needles = Needles::default();
    needles.add("name", "Sari Dewi");
    for phone in phone_forms("+6284112345678") {
        needles.add("phone", &phone);
    }
    let planted: [&[u8]; 8] = [
        b"x=Sari+Dewi&y",
        b"{\"name\":\"SARI DEWI\"}",
        b"S\0a\0r\0i\0 \0D\0e\0w\0i\0",
        b"..536172692044657769..",
        b"U2FyaSBEZXdp",
        b"call 0841-1234-5678 now",
        b"to=+6284112345678",
        b"6284112345678",
    ];
    for (number, bytes) in planted.into_iter().enumerate() {
        let path = folder.join(&number.to_string());
        // Across the border of two windows, too.
        let noise = vec![b'.'; WINDOW_BYTES - 3];
        for file in [bytes.to_vec(), [&noise, bytes].concat()] {
            std::fs::write(&path, file).unwrap();
            assert!(!needles.in_file(&path).is_empty(), "{}", String::from_utf8_lossy(bytes));
        }
    }
    std::fs::write(folder.join("clean"), vec![7u8; 3 * WINDOW_BYTES]).unwrap();
    assert!(needles.in_file(&folder.join("clean")).is_empty());
    let hash = digest(&SHA256, b"Sari Dewi");
    std::fs::write(folder.join("hash"), hash.as_ref()).unwrap();
    assert_eq!(needles.in_file(&folder.join("hash")), ["name \"Sari Dewi\" as a bare hash"]);
}
