//! What a certificate proves to somebody who trusts nothing but the ledger's published key.

use amanah_actions::person::view_trail::EntryId;
use amanah_actions::removal::RemovalRequest;
use amanah_actions::removal::check_certificate::check_certificate;
use amanah_domain::Entry;
use amanah_ledger::{Note, Proof, Signer, Verifier};
use amanah_testkit::TestOffice;
use aws_lc_rs::digest::{SHA256, digest};

use crate::archive_helpers::{files, take, text};
use crate::on_both;
use crate::people::eligible;
use crate::removal_helpers::LATER_HOURS;

on_both! {
    a_falsified_certificate_is_found_out
    a_certificate_outlives_the_person_and_proves_each_step
    the_trail_outlives_the_person
}

/// Somebody whose number went to the registry destroys everything; the code of their certificate.
async fn leaves(test: &TestOffice) -> String {
    let session = test.enrol(&eligible(1)[0]).await;
    test.run_jobs().await;
    let removed = test.office.remove_own(&session, RemovalRequest::DESTROY).await.unwrap();
    test.run_jobs().await;
    removed.code
}

fn wrong(text: &str, verifier: &Verifier) -> Vec<String> {
    check_certificate(text, verifier).map_or_else(|why| vec![why], |checked| checked.wrong)
}

/// Signs what somebody changed, as the contract says: the house itself that lies.
fn signed_anew(text: &str, signer: &Signer) -> String {
    let at = text.find("\n  \"signature\": ").unwrap() + 1;
    let (lines, removal) = (&text[..at], text.split("\"removal\": \"").nth(1).unwrap());
    let (removal, hash) = (&removal[..32], hex::encode(digest(&SHA256, lines.as_bytes())));
    let said = format!("amanah erasure certificate v1\nremoval {removal}\nsha256 {hash}\n");
    let note = serde_json::Value::from(Note::sign(&said, &[signer]).unwrap().to_string());
    format!("{lines}  \"signature\": {note}\n}}\n")
}

/// The line with another value, where it has one.
fn altered(line: &str) -> Option<String> {
    let bare = line.trim_end_matches(',');
    let comma = &line[bare.len()..];
    if let Some(head) = bare.strip_suffix('"') {
        return Some(format!("{head}0\"{comma}"));
    }
    if let Some(head) = bare.strip_suffix("null") {
        return Some(format!("{head}7{comma}"));
    }
    if let Some(head) = bare.strip_suffix("[]") {
        return Some(format!("{head}[\"x\"]{comma}"));
    }
    bare.ends_with(|c: char| c.is_ascii_digit()).then(|| format!("{bare}0{comma}"))
}

async fn a_falsified_certificate_is_found_out(test: &mut TestOffice) {
    let code = leaves(test).await;
    let text = test.office.certificate_file(&code).await.unwrap();
    let ledger = &test.office.ledger;
    assert_eq!(wrong(&text, &ledger.verifier), Vec::<String>::new(), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    let mut tried = 0;
    for (at, line) in lines.iter().enumerate() {
        let Some(other) = altered(line) else { continue };
        let mut changed = lines.clone();
        changed[at] = &other;
        let changed = changed.join("\n");
        assert!(!wrong(&changed, &ledger.verifier).is_empty(), "unnoticed: {other}");
        tried += 1;
    }
    assert!(tried > 40, "{tried} members");
    // Left out, added, without a signature, of another installation, with a key of the forger's own.
    let without = text.replacen("  \"clause\": \"7.4\",\n", "", 1);
    let twice = text.replacen("\n}\n", ",\n  \"state\": \"gone\"\n}\n", 1);
    let bare = format!("{}\n}}\n", text[..text.find("\n  \"signature\"").unwrap()].trim_end_matches(','));
    for changed in [without, twice, bare] {
        assert!(!wrong(&changed, &ledger.verifier).is_empty(), "{changed}");
    }
    let other = Signer::from_seed(ledger.signer.name(), &[9; 32]).unwrap();
    let found = wrong(&text, other.verifier());
    assert!(found.iter().any(|why| why.contains("another key")), "{found:?}");
    let forged = signed_anew(&text.replace("\"act\": \"destroy\"", "\"act\": \"erase\""), &other);
    assert!(wrong(&forged, &ledger.verifier).iter().any(|why| why.contains("another key")));

    // The house itself cannot say what its ledger, or the recipient's signature, does not.
    assert_eq!(wrong(&signed_anew(&text, &ledger.signer), &ledger.verifier), Vec::<String>::new());
    let lies = [
        ("\"act\": \"destroy\"", "\"act\": \"erase\"", "another act"),
        ("\"asked_by\": \"person\"", "\"asked_by\": \"dpo\"", "somebody else asked"),
        ("    \"birth\",\n", "", "other fields"),
        ("\"category:birth\"", "\"category:bank\"", "unknown as gone"),
        ("\"done_at\": \"20", "\"done_at\": \"21", "another time"),
        ("\"class\": \"government\"", "\"class\": \"researchers\"", "somebody else was told"),
        ("state erased", "state nothing-held", "not signed by the recipient's key"),
        ("\"state\": \"acknowledged\"", "\"state\": \"told\"", "said not to have answered"),
    ];
    for (from, to, why) in lies {
        assert!(text.contains(from), "{from} is not in {text}");
        let found = wrong(&signed_anew(&text.replacen(from, to, 1), &ledger.signer), &ledger.verifier);
        assert!(found.iter().any(|said| said.contains(why)), "{to}: {found:?}");
    }
}

fn notes(text: &str) -> Vec<String> {
    let file: serde_json::Value = serde_json::from_str(text).unwrap();
    let note = |proof: &serde_json::Value| {
        let proof = Proof::parse(proof.as_str().unwrap()).unwrap();
        Entry::decode(&proof.entry[8..]).unwrap().note
    };
    file["proofs"].as_array().unwrap().iter().map(note).collect()
}

async fn a_certificate_outlives_the_person_and_proves_each_step(test: &mut TestOffice) {
    let code = leaves(test).await;
    let verifier = test.office.ledger.verifier.clone();
    let first = test.office.certificate_file(&code).await.unwrap();
    assert_eq!(wrong(&first, &verifier), Vec::<String>::new());
    let told = notes(&first);
    assert!(told.iter().any(|note| note.starts_with("removal ")), "{told:?}");
    assert!(told.iter().any(|note| note.starts_with("notice ")), "{told:?}");
    assert!(!told.iter().any(|note| note.starts_with("epoch ")), "its end has not come: {told:?}");
    test.advance_hours(LATER_HOURS);
    test.run_jobs().await;
    // The ledger grows, the epochs of every copy end.
    test.register("Sari Dewi", "sari@surat.example").await;
    for _ in 0..6 {
        // Later than the farewell letter's day, which would move the last epoch on.
        test.advance_hours(50);
        test.office.rotate_now(false, &mut |_| {}).await.unwrap();
    }
    test.advance_hours(1);
    for epoch in 1..=5 {
        test.office.destroy_epoch_now(epoch, true).await.unwrap().unwrap();
    }
    assert_eq!(wrong(&first, &verifier), Vec::<String>::new(), "what was downloaded then");
    let now = test.office.certificate_file(&code).await.unwrap();
    assert_eq!(wrong(&now, &verifier), Vec::<String>::new());
    assert!(notes(&now).iter().any(|note| note.starts_with("epoch ") && note.ends_with(" destroyed")));
}

async fn the_trail_outlives_the_person(test: &mut TestOffice) {
    let session = test.enrol(&eligible(1)[0]).await;
    test.run_jobs().await;
    let archive = files(&take(test, &session).await.unwrap());
    let mut proofs = Vec::new();
    for line in text(&archive, "trail.jsonl").lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let at = EntryId::from_text(line["entry"].as_str().unwrap()).unwrap();
        proofs.push(test.office.prove_entry(&session, at).await.unwrap());
    }
    assert!(proofs.len() > 3);
    test.office.remove_own(&session, RemovalRequest::DESTROY).await.unwrap();
    test.advance_hours(LATER_HOURS);
    test.run_jobs().await;
    test.register("Sari Dewi", "sari@surat.example").await;
    let verifier = &test.office.ledger.verifier;
    let proven: Vec<Entry> = proofs
        .iter()
        .map(|proof| Entry::decode(&Proof::parse(proof).unwrap().verify(verifier).unwrap().body).unwrap())
        .collect();
    // All of one person, who is nobody any more; and each entry is still where the proof says.
    assert!(proven.iter().all(|entry| entry.person == proven[0].person));
    for proof in &proofs {
        let old = Proof::parse(proof).unwrap();
        let log =
            old.verify(verifier).unwrap().checkpoint.origin.rsplit('/').next().unwrap().parse().unwrap();
        let at = EntryId { log, index: old.index };
        let found = test.office.store.scan(move |db| amanah_actions::person::prove_entry::prove(db, at));
        assert_eq!(Proof::parse(&found.await.unwrap()).unwrap().entry, old.entry);
    }
    verify_whole(test).await;
}

/// Every log of the house, from its first entry to its signed head.
async fn verify_whole(test: &TestOffice) {
    use amanah_actions::ledger_reader::LedgerReader;
    use amanah_store::ledger_rows;
    let (verifier, name) = (test.office.ledger.verifier.clone(), test.office.ledger.origin.clone());
    let heads = test.office.store.read(ledger_rows::heads).await.unwrap();
    for head in heads {
        let (log, verifier) = (head.log, verifier.clone());
        let origin = format!("{name}/log/{}", log.0);
        let report = test
            .office
            .store
            .scan(move |db| {
                amanah_ledger::verify_log(
                    &mut LedgerReader(db),
                    log,
                    &origin,
                    &verifier,
                    None,
                    &mut |_, _| {},
                )
            })
            .await
            .unwrap();
        assert!(report.findings.is_empty() && report.size > 0, "{:?}", report.findings);
    }
}
