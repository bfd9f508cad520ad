//! A person's copy: everything is in it or named as left out; whatever is changed in it is found; its link
//! works once; it is as quick with ten thousand entries as with ten.

use std::collections::{BTreeMap, BTreeSet};

use amanah_actions::ActionError;
use amanah_actions::archive::contents::{Content, TABLES};
use amanah_actions::archive::person_file::SCHEMA;
use amanah_actions::cases::attach::FileInput;
use amanah_actions::letters::LetterKind;
use amanah_actions::removal::RemovalRequest;
use amanah_domain::{PersonId, PurposeId, Role};
use amanah_ledger::{Draft, Note, Signer};
use amanah_store::{StoreError, mentions, schema};
use amanah_testkit::TestOffice;
use aws_lc_rs::digest::{SHA256, digest};
use serde_json::Value;

use crate::archive_helpers::{check, files, fits, json, packed, take, take_link, text, wrong};
use crate::on_both;
use crate::people::{eligible, state_key};
use crate::staff_helpers::{AGENT, look_up, staff};

on_both! {
    a_copy_holds_everything_or_says_why_not
    whatever_is_changed_in_a_copy_is_found
    a_link_works_once_for_its_person_and_for_ten_minutes
    a_case_comes_with_what_was_said_and_names_nobody
    a_copy_breaks_off_when_its_person_is_erased
    ten_thousand_entries_come_by_pages
    a_restricted_and_an_ended_account_still_get_their_copy
}

const EMAIL: &str = "dewi@contoh.example";

/// Columns with the id of whoever the row is about.
fn tables_of_people() -> Vec<&'static str> {
    let about = |table: &&schema::Table| table.columns.iter().any(|(name, _)| *name == "person_id");
    schema::TABLES.iter().filter(about).map(|table| table.name).collect()
}

#[test]
fn every_table_of_people_is_in_the_copy_or_left_out_with_a_reason() {
    let mut named: Vec<&str> = TABLES.iter().map(|(table, _)| *table).collect();
    let mut there = tables_of_people();
    named.sort_unstable();
    there.sort_unstable();
    assert_eq!(named, there);
    for (table, content) in TABLES {
        let said = match content {
            Content::In(file) => file,
            Content::Left(why) => why,
        };
        assert!(!said.is_empty(), "{table}");
    }
}

/// The tables that have something of a person.
async fn tables_with(test: &TestOffice, person: PersonId) -> BTreeSet<&'static str> {
    let found = test.office.store.read(move |db| mentions::find(db, person.as_bytes())).await.unwrap();
    found.into_iter().map(|(table, _)| table).collect()
}

async fn a_copy_holds_everything_or_says_why_not(test: &mut TestOffice) {
    let agent = staff(test, &[Role::ContactAgent]).await;
    let person = eligible(1).remove(0);
    let session = test.enrol(&person).await;
    test.run_jobs().await;
    let email = person.email.as_str().to_owned();
    look_up(test, &agent, AGENT, ("email", &email)).await.unwrap();
    test.office.give_consent(&session, PurposeId::Outreach).await.unwrap();
    test.office.withdraw_consent(&session, PurposeId::Outreach).await.unwrap();
    let archive = take(test, &session).await.unwrap();
    assert_eq!(wrong(test, &archive), Vec::<String>::new());
    let files = files(&archive);

    // Values, exactly, with source and time; in the form that is published.
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let file = json(&files, "person.json");
    fits(&schema, &file, "person");
    let values: BTreeMap<&str, &str> = file["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|value| (value["field"].as_str().unwrap(), value["value"].as_str().unwrap()))
        .collect();
    assert_eq!(values["name"], person.name.as_str());
    assert_eq!(values["nik"], person.nik.as_str());
    assert_eq!(values["email"], email);
    assert_eq!(values["birth-date"], person.birth_date.date().to_string());
    assert!(text(&files, "values.csv").contains(person.nik.as_str()));
    // Consents, the one that was withdrawn among them.
    let consents = json(&files, "consents.json");
    assert!(consents["consents"].as_array().unwrap().iter().any(|one| !one["withdrawn_at"].is_null()));
    // The look of the agent, with the reason that they gave, and proven.
    let trail = text(&files, "trail.jsonl");
    let look = trail.lines().find(|line| line.contains("\"contact-agent\"")).unwrap();
    assert!(look.contains("Asks why nothing happened"), "{look}");
    let checked = check(test, &archive).unwrap();
    assert_eq!(checked.proven, trail.lines().count() as u64);
    assert_eq!(text(&files, "trail.csv").lines().count(), trail.lines().count() + 1);
    // Letters, and no code that signs in.
    let letters = text(&files, "letters.jsonl");
    assert!(letters.lines().any(|line| line.contains("SignedIn") || line.contains("IdentityResult")));
    for line in letters.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let code = line["kind"] == "Code" || line["kind"] == "AlreadyAccount";
        assert_eq!(line["text"].is_null(), code, "{line}");
    }
    // Every table with rows of this person has something in the file that is named for it.
    for table in tables_with(test, session.person).await {
        let Some((_, content)) = TABLES.iter().find(|(name, _)| *name == table) else {
            panic!("{table} has rows of a person and is not named")
        };
        if let Content::In(place) = content {
            let there = files.iter().any(|(name, bytes)| name.starts_with(place) && bytes.len() > 2);
            assert!(there, "{table}: nothing in {place}");
        }
    }
    // Nobody else: neither the id of the agent nor their name, nor the random id of the person.
    let whole: Vec<u8> = files.values().flatten().copied().collect();
    let whole = String::from_utf8_lossy(&whole);
    for secret in [agent.person.to_hex(), session.person.to_hex(), "Petugas Kantor".to_owned()] {
        assert!(!whole.contains(&secret), "{secret}");
    }
    // What is left out is said.
    let manifest = json(&files, "manifest.json");
    let left: Vec<&str> =
        manifest["left_out"].as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect();
    for (table, content) in TABLES {
        assert_eq!(left.contains(table), matches!(content, Content::Left(_)), "{table}");
    }
    // A letter says that it was taken.
    let told = test.newest_letter(&email).await;
    assert!(matches!(told, LetterKind::CopyTaken { .. }), "another letter");
}

/// A manifest signed by somebody, about these files.
fn signed_by(files: &mut BTreeMap<String, Vec<u8>>, signer: &Signer) {
    let hash = hex::encode(digest(&SHA256, &files["manifest.json"]));
    let note = Note::sign(&format!("amanah archive v1\nsha256 {hash}\n"), &[signer]).unwrap();
    files.insert("manifest.json.note".to_owned(), note.to_string().into_bytes());
}

/// The manifest made to fit what the files are: a house that lies.
fn listed_anew(files: &mut BTreeMap<String, Vec<u8>>) {
    let mut manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    for listed in manifest["files"].as_array_mut().unwrap() {
        let bytes = &files[listed["name"].as_str().unwrap()];
        listed["bytes"] = bytes.len().into();
        listed["sha256"] = hex::encode(digest(&SHA256, bytes)).into();
    }
    files.insert("manifest.json".to_owned(), serde_json::to_vec_pretty(&manifest).unwrap());
}

async fn whatever_is_changed_in_a_copy_is_found(test: &mut TestOffice) {
    let session = test.register("Dewi Lestari", EMAIL).await;
    let archive = take(test, &session).await.unwrap();
    assert_eq!(wrong(test, &archive), Vec::<String>::new());
    let good = files(&archive);
    assert_eq!(wrong(test, &packed(&good)), Vec::<String>::new(), "only the packing differs");
    // A byte of any file, a file that is missing, one that is added.
    for name in good.keys() {
        let mut other = good.clone();
        let bytes = other.get_mut(name).unwrap();
        match bytes.len() {
            0 => bytes.push(b'x'),
            length => bytes[length / 2] ^= 1,
        }
        assert!(!wrong(test, &packed(&other)).is_empty(), "{name} was changed");
        other.remove(name);
        assert!(!wrong(test, &packed(&other)).is_empty(), "{name} is missing");
    }
    let mut other = good.clone();
    other.insert("more.json".to_owned(), b"{}".to_vec());
    assert!(wrong(test, &packed(&other))[0].contains("more.json"));
    // Whoever signs with another key.
    let stranger = Signer::from_seed("amanah/prakerja", &[9; 32]).unwrap();
    let mut other = good.clone();
    signed_by(&mut other, &stranger);
    assert!(wrong(test, &packed(&other))[0].contains("another key"));
    // A house that lies about its own ledger: the manifest fits and is signed by the right key, and the
    // entries are not what the log was signed for.
    let ours = &test.office.ledger.signer;
    type Lie<'l> = &'l dyn Fn(&str) -> String;
    let lies: [(&str, Lie<'_>); 4] = [
        ("trail.jsonl", &|trail| trail.lines().skip(1).map(|line| format!("{line}\n")).collect()),
        ("trail.jsonl", &|trail| trail.replacen("\"display\"", "\"update\"", 1)),
        ("trail.jsonl", &|trail| format!("{trail}{}\n", trail.lines().next().unwrap())),
        ("proofs.jsonl", &|proofs| proofs.lines().skip(1).map(|line| format!("{line}\n")).collect()),
    ];
    for (name, lie) in lies {
        let mut other = good.clone();
        let told = lie(text(&good, name));
        other.insert(name.to_owned(), told.into_bytes());
        listed_anew(&mut other);
        signed_by(&mut other, ours);
        assert!(!wrong(test, &packed(&other)).is_empty(), "{name}");
    }
    // Cut short, and no archive at all.
    for broken in [&archive[..archive.len() / 2], &archive[..archive.len() - 1], b"PK", b""] {
        let why = check(test, broken).unwrap_err();
        assert!(why.contains("new link") || why.contains("no copy of ours"), "{why}");
    }
}

async fn a_link_works_once_for_its_person_and_for_ten_minutes(test: &mut TestOffice) {
    let session = test.register("Dewi Lestari", EMAIL).await;
    let other = test.register("Rudi Hartono", "rudi@contoh.example").await;
    let link = test.office.begin_copy(&session).await.unwrap();
    // To be looked at uses nothing up, and it is nobody else's.
    assert_eq!(test.office.view_copy_link(&session, &link.token).await.unwrap(), link.ends_at);
    assert_eq!(state_key(test.office.view_copy_link(&other, &link.token).await), "copy-link-over");
    assert_eq!(state_key(take_link(test, &other, &link.token).await), "copy-link-over");
    for wrong in ["", "x", &"0".repeat(64), &"é".repeat(32), &link.token.to_uppercase()[1..]] {
        assert_eq!(state_key(take_link(test, &session, wrong).await), "copy-link-over", "{wrong}");
    }
    // Of two at once, one gets it.
    let (one, two) =
        tokio::join!(take_link(test, &session, &link.token), take_link(test, &session, &link.token));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    assert_eq!(state_key(take_link(test, &session, &link.token).await), "copy-link-over");
    // Another one, and its time.
    let link = test.office.begin_copy(&session).await.unwrap();
    test.advance_seconds(600);
    assert_eq!(state_key(take_link(test, &session, &link.token).await), "copy-link-over");
    // A sign-in that is too old.
    test.advance_seconds(600);
    assert_eq!(state_key(test.office.begin_copy(&session).await.map(drop)), "stale-sign-in");
    let again = test.sign_in(EMAIL).await;
    assert!(take(test, &again).await.is_ok());
}

/// A photograph that cannot be made smaller.
fn photograph(bytes: usize) -> Vec<u8> {
    let frame = [0xff, 0xc0, 0, 11, 8, 0, 64, 0, 64, 1, 1, 0x11, 0];
    let scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
    let chance = amanah_testkit::SeededChance::new(7);
    let noise = (0..bytes / 32).flat_map(|_| amanah_domain::Chance::bytes32(&chance));
    let noise = noise.map(|byte| if byte == 0xff { 0 } else { byte });
    [0xff, 0xd8].into_iter().chain(frame).chain(scan).chain(noise).chain([0xff, 0xd9]).collect()
}

fn photographs(count: usize) -> Vec<FileInput> {
    (0..count).map(|_| FileInput { name: "surat.jpg".to_owned(), content: photograph(1_000_000) }).collect()
}

async fn a_case_comes_with_what_was_said_and_names_nobody(test: &mut TestOffice) {
    let officer = staff(test, &[Role::Dpo]).await;
    let session = test.register("Dewi Lestari", EMAIL).await;
    let office = &test.office;
    let case = office.ask_restriction(&session, "Tolong hentikan dulu.").await.unwrap();
    office.attach(&session, case, photographs(1)).await.unwrap();
    office.reply_case(&officer, case, "Kami periksa hari ini.", "").await.unwrap();
    office.note_case(&officer, case, "Only among ourselves.").await.unwrap();
    office.say_in_case(&session, case, "=HYPERLINK(1)").await.unwrap();
    test.run_jobs().await;
    let archive = take(test, &session).await.unwrap();
    assert_eq!(wrong(test, &archive), Vec::<String>::new());
    let files = files(&archive);
    let file = json(&files, &format!("cases/{}.json", case.to_hex()));
    assert_eq!(file["statement"], "Tolong hentikan dulu.");
    let said: Vec<(&str, &str)> = file["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|event| Some((event["by"]["role"].as_str()?, event["text"].as_str()?)))
        .collect();
    assert_eq!(said, [("dpo", "Kami periksa hari ini."), ("person", "=HYPERLINK(1)")]);
    let reply = file["events"].as_array().unwrap().iter().find(|event| event["by"]["role"] == "dpo").unwrap();
    assert_eq!(reply["by"]["pseudonym"].as_str().unwrap().len(), 32);
    assert_eq!(file["notes_among_staff"], 1);
    let attachment = file["attachments"][0]["file"].as_str().unwrap();
    assert_eq!(files[attachment], photograph(1_000_000));
    let whole: Vec<u8> = files.values().flatten().copied().collect();
    let whole = String::from_utf8_lossy(&whole);
    for secret in ["Only among ourselves", "Petugas Kantor", &officer.person.to_hex()] {
        assert!(!whole.contains(secret), "{secret}");
    }
}

async fn a_copy_breaks_off_when_its_person_is_erased(test: &mut TestOffice) {
    let session = test.register("Dewi Lestari", EMAIL).await;
    let case = test.office.ask_restriction(&session, "Tolong hentikan dulu.").await.unwrap();
    test.office.attach(&session, case, photographs(3)).await.unwrap();
    let link = test.office.begin_copy(&session).await.unwrap();
    let ready = test.office.begin_copy(&session).await.unwrap();
    let mut archive = test.office.take_copy(&session, &link.token).await.unwrap();
    // Nobody reads on: the maker waits in the first photograph.
    let mut bytes = archive.next().await.unwrap().unwrap();
    test.office.remove_own(&session, RemovalRequest::DESTROY).await.unwrap();
    let mut last = None;
    while let Some(next) = archive.next().await {
        match next {
            Ok(more) => bytes.extend(more),
            Err(error) => last = Some(error),
        }
    }
    assert!(matches!(last, Some(ActionError::NotFound)), "{last:?}");
    assert!(bytes.len() < 2_000_000, "no more than what was open");
    assert!(check(test, &bytes).unwrap_err().contains("new link"));
    // The other link is nobody's any more, and there is no third.
    assert_eq!(state_key(take_link(test, &session, &ready.token).await), "copy-link-over");
    let link = test.office.begin_copy(&session).await.unwrap();
    assert!(matches!(take_link(test, &session, &link.token).await, Err(ActionError::NotFound)));
}

/// Entries about this person, many at a time, with as many of others between them.
async fn fill_trail(test: &TestOffice, session: &amanah_actions::Session, count: usize) {
    let page = test.office.view_trail(session, Default::default()).await.unwrap();
    drop(page);
    let before = take(test, session).await.unwrap();
    let lines = text(&files(&before), "trail.jsonl").to_owned();
    let line: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let bytes = base64_of(line["bytes"].as_str().unwrap());
    let body = bytes[8..].to_vec();
    let own: [u8; 16] = body[56..72].try_into().unwrap();
    let mut left = count;
    while left > 0 {
        let some = left.min(100);
        let mut drafts = Vec::new();
        for _ in 0..some {
            drafts.push(Draft { tags: [own, [0; 16]], body: body.clone() });
            let mut other = body.clone();
            other[56..72].copy_from_slice(&[7; 16]);
            drafts.push(Draft { tags: [[7; 16], [0; 16]], body: other });
        }
        test.office.store.record(drafts).await.unwrap();
        left -= some;
    }
}

fn base64_of(text: &str) -> Vec<u8> {
    use base64::Engine;
    base64::prelude::BASE64_STANDARD.decode(text).unwrap()
}

async fn ten_thousand_entries_come_by_pages(test: &mut TestOffice) {
    let session = test.register("Dewi Lestari", EMAIL).await;
    fill_trail(test, &session, 10_000).await;
    let link = test.office.begin_copy(&session).await.unwrap();
    let mut archive = test.office.take_copy(&session, &link.token).await.unwrap();
    // Its beginning is here although nobody has read it: the maker waits, with few chunks in hand.
    let (mut whole, mut largest) = (Vec::new(), 0);
    while let Some(bytes) = archive.next().await {
        let bytes = bytes.unwrap();
        largest = largest.max(bytes.len());
        whole.extend(bytes);
    }
    assert!(largest < 512 * 1_024, "a chunk of {largest} bytes");
    let checked = check(test, &whole).unwrap();
    assert_eq!(checked.wrong, Vec::<String>::new());
    assert!(checked.proven > 10_000, "{}", checked.proven);
    let files = files(&whole);
    let proofs = files["proofs.jsonl"].len() as u64;
    assert!(proofs < checked.proven * 200, "{proofs} bytes of proofs");
    // One record each for what is opened, and none for a page of the trail.
    let (trail, copy) = (text(&files, "trail.jsonl"), checked.manifest.copy);
    assert!(trail.lines().filter(|line| line.contains(&copy)).count() <= 4);
}

async fn a_restricted_and_an_ended_account_still_get_their_copy(test: &mut TestOffice) {
    let session = test.register("Dewi Lestari", EMAIL).await;
    let person = session.person;
    let now = test.office.now();
    test.office
        .store
        .write(move |db| {
            amanah_store::account_rights::restrict(db, &person, true, now)?;
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    test.office.vault.facts_changed(person);
    let archive = take(test, &session).await.unwrap();
    assert_eq!(json(&files(&archive), "person.json")["account"]["restricted"], true);
    test.office.remove_own(&session, RemovalRequest::END).await.unwrap();
    let again = test.sign_in(EMAIL).await;
    let archive = take(test, &again).await.unwrap();
    assert_eq!(wrong(test, &archive), Vec::<String>::new());
    assert_eq!(json(&files(&archive), "person.json")["account"]["state"], "ended");
}
