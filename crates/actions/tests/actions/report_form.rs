//! The Report Form without an account: work or a wait before it, a receipt after it, limits by network
//! address, and a page for whoever holds number and code (issue 4, "Every channel ends in the same case").

use altcha::{Payload, SolveChallengeOptions, solve_challenge};
use amanah_actions::cases::attach::FileInput;
use amanah_actions::letters::Language;
use amanah_actions::public::form_gate::{Passage, WAIT_SECONDS};
use amanah_actions::public::receipt::RECEIPT_MINUTES;
use amanah_actions::public::report::{Filed, ReportInput};
use amanah_actions::{ActionError, Done};
use amanah_domain::Role;
use amanah_domain::cases::{CaseEvent, CaseKind, CaseState};
use amanah_store::accounts::AccountKind;
use amanah_store::{StoreError, accounts, cases};
use amanah_testkit::TestOffice;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::correction_helpers::png;
use crate::on_both;
use crate::people::{refused, state_key};

const SAID: &str = "Insentif saya belum masuk,\nsudah dua minggu.";
const MAIL: &str = "penulis@surat.example";

fn input(contact: &str) -> ReportInput {
    ReportInput {
        kind: "complaint".to_owned(),
        said: SAID.to_owned(),
        name: "Wulan Penulis".to_owned(),
        contact: contact.to_owned(),
        language: Language::Id,
        files: Vec::new(),
    }
}

fn secrets(test: &TestOffice) {
    for secret in [MAIL, "Wulan Penulis", "dua minggu"] {
        test.secret(secret);
    }
}

/// The work, done by the solver that the protocol's own people wrote.
fn work(test: &TestOffice, network: &[u8]) -> Payload {
    let challenge = serde_json::to_value(test.office.form_challenge(network).unwrap()).unwrap();
    let challenge: altcha::Challenge = serde_json::from_value(challenge).unwrap();
    let solution = solve_challenge(SolveChallengeOptions::new(&challenge)).unwrap().unwrap();
    Payload { challenge, solution }
}

fn encoded(payload: &Payload) -> String {
    STANDARD.encode(serde_json::to_vec(payload).unwrap())
}

async fn send(test: &TestOffice, proof: &str, network: &[u8]) -> Done<Filed> {
    test.office.file_report(&input(MAIL), Passage { proof, ticket: "" }, network).await
}

async fn send_slowly(test: &TestOffice, ticket: &str, network: &[u8]) -> Done<Filed> {
    test.office.file_report(&input(""), Passage { proof: "", ticket }, network).await
}

/// How many cases there are.
async fn count(test: &TestOffice) -> u64 {
    let counted = test.office.store.read(cases::counts).await.unwrap();
    counted.iter().map(|(_, _, count)| count).sum()
}

async fn a_form_with_its_work_done_becomes_a_case_with_a_receipt(test: &mut TestOffice) {
    secrets(test);
    let proof = encoded(&work(test, b"n"));
    let filed = send(test, &proof, b"n").await.unwrap();
    assert!(filed.told && filed.due_at == Some(test.office.now().plus_hours(72)));
    let (number, code) = (filed.receipt.number.clone(), filed.receipt.code.clone());
    test.secret(&code);

    // The same form again, its answer having been lost, has the same receipt, and uses up no limit; other words on
    // the same work are refused.
    for _ in 0..40 {
        let again = send(test, &proof, b"n").await.unwrap();
        assert!((again.receipt.number, again.receipt.code) == (number.clone(), code.clone()));
        assert_eq!(again.due_at, filed.due_at);
    }
    let other = ReportInput { said: "Lain".to_owned(), ..input(MAIL) };
    let passage = Passage { proof: &proof, ticket: "" };
    assert_eq!(refused(test.office.file_report(&other, passage, b"n").await), [("proof", "form-spent")]);
    assert_eq!(count(test).await, 1);
    let again = encoded(&work(test, b"n"));
    let (one, other) = tokio::join!(send(test, &again, b"n"), send(test, &again, b"n"));
    assert!(one.unwrap().receipt == other.unwrap().receipt, "by two at once: one case");
    assert_eq!(count(test).await, 2, "a form is a case of its own");

    // Whoever left an address is told the number there.
    test.run_jobs().await;
    let letters = test.letters_to(MAIL);
    assert!(letters.iter().any(|letter| letter.text.contains(&number)), "no letter with the number");
    assert!(letters.iter().all(|letter| !letter.text.contains("dua minggu")));

    // The page that the form leads to, and the same by number and code as they are typed.
    let seen = test.office.view_receipt(&filed.pass).await.unwrap();
    assert_eq!((seen.kind, seen.state), (CaseKind::Complaint, CaseState::Open));
    assert_eq!(seen.number, number);
    drop(seen);
    let typed = (number.to_lowercase().replace('-', " "), code.replace('-', ""));
    let pass = test.office.open_receipt(&typed.0, &typed.1, b"n").await.unwrap();
    let key = test.office.message_key();
    test.office.say_by_receipt(&pass, "Bank saya BRI", Vec::new(), &key).await.unwrap();
    test.office.say_by_receipt(&pass, "Bank saya BRI", Vec::new(), &key).await.unwrap();
    let seen = test.office.view_receipt(&pass).await.unwrap();
    let lines: Vec<_> = seen.lines.iter().map(|line| (line.event, line.role)).collect();
    assert_eq!(
        lines,
        [(CaseEvent::Opened, Role::Person), (CaseEvent::Said, Role::Person)],
        "sent twice, said once"
    );
    let words = seen.said(&seen.lines[0]).unwrap().unwrap();
    assert_eq!(words.expose().as_str(), SAID);
    let words = seen.said(&seen.lines[1]).unwrap().unwrap();
    assert_eq!(words.expose().as_str(), "Bank saya BRI");
}

async fn whatever_is_wrong_with_the_work_is_said_and_nothing_is_kept(test: &mut TestOffice) {
    let good = work(test, b"n");
    let wrong = |change: &dyn Fn(&mut Payload)| {
        let mut payload = good.clone();
        change(&mut payload);
        encoded(&payload)
    };
    let key = "00".repeat(32);
    for proof in [
        "x".to_owned(),
        STANDARD.encode("{}"),
        STANDARD.encode([0xff; 40]),
        wrong(&|p| p.solution.derived_key.clone_from(&key)),
        wrong(&|p| p.solution.derived_key = p.challenge.parameters.key_prefix.clone()),
        wrong(&|p| p.challenge.parameters.cost = 1),
        wrong(&|p| p.challenge.parameters.expires_at = Some(9_000_000_000)),
        wrong(&|p| p.challenge.signature = Some("00".repeat(32))),
    ] {
        assert_eq!(refused(send(test, &proof, b"n").await), [("proof", "form-proof")], "{proof}");
    }
    // What is wrong with the words is said first, and the work stays good.
    let mut empty = input("bukan alamat");
    empty.said = " \u{202e}abc".to_owned();
    empty.kind = "objection".to_owned();
    let proof = encoded(&good);
    let answer = test.office.file_report(&empty, Passage { proof: &proof, ticket: "" }, b"n").await;
    let keys: Vec<_> = refused(answer).iter().map(|(field, _)| *field).collect();
    assert_eq!(keys, ["kind", "said", "contact"]);
    let long = ReportInput { said: "a".repeat(4_001), ..input("") };
    let answer = test.office.file_report(&long, Passage { proof: &proof, ticket: "" }, b"n").await;
    assert_eq!(refused(answer), [("said", "text-too-long")]);
    test.advance_seconds(1_201);
    assert_eq!(refused(send(test, &proof, b"n").await), [("proof", "form-lapsed")]);
    assert_eq!(count(test).await, 0);
    send(test, &encoded(&work(test, b"n")), b"n").await.unwrap();
    assert_eq!(count(test).await, 1);
}

async fn without_script_a_form_waits(test: &mut TestOffice) {
    let ticket = test.office.form_ticket();
    assert_eq!(refused(send_slowly(test, &ticket, b"n").await), [("proof", "form-wait")]);
    test.advance_seconds(WAIT_SECONDS - 1);
    assert_eq!(refused(send_slowly(test, &ticket, b"n").await), [("proof", "form-wait")]);
    test.advance_seconds(1);
    let filed = send_slowly(test, &ticket, b"n").await.unwrap();
    assert!(!filed.told, "no address was left");
    assert!(send_slowly(test, &ticket, b"n").await.unwrap().receipt == filed.receipt);
    let (at, rest) = ticket.split_once('.').unwrap();
    let earlier = format!("{}.{rest}", at.parse::<i64>().unwrap() - 60_000);
    for forged in ["", "1.2.3", &earlier, "a.b.c.d"] {
        assert_eq!(refused(send_slowly(test, forged, b"n").await), [("proof", "form-lapsed")], "{forged}");
    }
    let old = test.office.form_ticket();
    test.advance_hours(7);
    assert_eq!(refused(send_slowly(test, &old, b"n").await), [("proof", "form-lapsed")]);
}

async fn ten_thousand_forms_from_one_address_stop_at_the_limit(test: &mut TestOffice) {
    let tickets: Vec<String> = (0..10_000).map(|_| test.office.form_ticket()).collect();
    test.advance_seconds(WAIT_SECONDS);
    let mut taken = 0;
    for ticket in &tickets {
        match send_slowly(test, ticket, b"one").await {
            Ok(_) => taken += 1,
            Err(ActionError::Limit { name, retry_seconds }) => {
                assert_eq!(name, "slow_forms_per_network_max");
                assert!(retry_seconds > 0);
            }
            Err(other) => panic!("another error: {other}"),
        }
    }
    assert_eq!(taken, 5);
    assert_eq!(count(test).await, 5, "the store does not grow");
    // Nobody else is kept out, and whoever does the work is not either.
    let ticket = test.office.form_ticket();
    test.advance_seconds(WAIT_SECONDS);
    send_slowly(test, &ticket, b"two").await.unwrap();
    let proof = encoded(&work(test, b"one"));
    send(test, &proof, b"one").await.unwrap();
    assert_eq!(count(test).await, 7);
    // Work is given out in bounds as well.
    let asked = (0..1_000).filter(|_| test.office.form_challenge(b"one").is_ok()).count();
    assert!(asked < 70, "{asked}");
}

async fn a_number_and_a_code_open_one_case_and_no_other(test: &mut TestOffice) {
    let mut filed = Vec::new();
    for _ in 0..2 {
        let ticket = test.office.form_ticket();
        test.advance_seconds(WAIT_SECONDS);
        filed.push(send_slowly(test, &ticket, b"n").await.unwrap());
    }
    let (one, other) = (&filed[0].receipt, &filed[1].receipt);
    for (number, code) in [
        (one.number.as_str(), other.code.as_str()),
        ("7KQ2-M4XP-9DRT", one.code.as_str()),
        (one.number.as_str(), ""),
        ("", ""),
        ("\u{202e}", "0000"),
    ] {
        let answer = test.office.open_receipt(number, code, b"n").await;
        assert_eq!(refused(answer), [("code", "receipt-wrong")], "{number} {code}");
    }
    // Codes are not tried through, from wherever.
    let mut stopped = 0;
    for n in 0..40_u8 {
        let tried = test.office.open_receipt(&one.number, "22222222222222222", &[n]).await;
        match tried {
            Err(ActionError::Limit { name: "receipts_per_number_max", .. }) => stopped += 1,
            other => assert_eq!(refused(other), [("code", "receipt-wrong")]),
        }
    }
    assert!(stopped >= 28, "{stopped}");
    test.office.open_receipt(&other.number, &other.code, b"n").await.unwrap();

    // A pass is good for a while, as it was made, for its case.
    let pass = &filed[0].pass;
    let changed = format!("{}0", &pass[..pass.len() - 1]);
    for forged in ["", "a.b.c", changed.as_str()].into_iter().filter(|forged| forged != pass) {
        assert!(matches!(test.office.view_receipt(forged).await, Err(ActionError::NotFound)), "{forged}");
    }
    test.office.view_receipt(pass).await.unwrap();
    test.advance_seconds(RECEIPT_MINUTES * 60 + 1);
    assert!(matches!(test.office.view_receipt(pass).await, Err(ActionError::NotFound)));
    assert!(matches!(
        test.office.say_by_receipt(pass, "a", Vec::new(), "k").await,
        Err(ActionError::NotFound)
    ));
}

async fn what_is_written_stays_apart_from_the_account_that_has_the_address(test: &mut TestOffice) {
    secrets(test);
    let sari = test.register("Wulan Penulis", MAIL).await;
    let proof = encoded(&work(test, b"n"));
    let filed = send(test, &proof, b"n").await.unwrap();
    let (person, number) = (sari.person, filed.receipt.number.clone());
    let (own, row, kind) = test
        .office
        .store
        .read(move |db| {
            let own = cases::of_person(db, &person)?;
            let row = cases::read_receipt(db, &number)?.unwrap();
            let kind = accounts::read(db, &row.person)?.unwrap().kind;
            Ok::<_, StoreError>((own, row, kind))
        })
        .await
        .unwrap();
    assert!(own.is_empty() && row.person != sari.person && kind == AccountKind::Writer);

    // Signed in, it is their own case.
    let file = |key| test.office.file_own_report(&sari, "question", SAID, Vec::new(), key);
    let (one, other) = tokio::join!(file("k1"), file("k1"));
    let case = one.unwrap();
    assert_eq!((other.unwrap(), file("k1").await.unwrap()), (case, case), "pressed twice, one case");
    assert!(file("k2").await.unwrap() != case);
    let seen = test.office.view_own_case(&sari, case).await.unwrap();
    assert_eq!((seen.kind, seen.lines.len()), (CaseKind::Question, 1));
    drop(seen);
    assert!(matches!(test.office.view_own_case(&sari, row.case).await, Err(ActionError::NotFound)));
    let wrong = test.office.file_own_report(&sari, "deletion", " ", Vec::new(), "k3").await;
    assert_eq!(refused(wrong), [("kind", "choose"), ("said", "text-empty")]);

    // A case that came to its end takes nothing more.
    test.office
        .store
        .write(move |db| {
            let mut after = row.clone();
            after.state = CaseState::Answered;
            after.decided_at = Some(row.opened_at);
            cases::change(db, &after, &[])
        })
        .await
        .unwrap();
    assert_eq!(state_key(test.office.say_by_receipt(&filed.pass, "a", Vec::new(), "k").await), "case-ended");
    assert_eq!(test.office.view_receipt(&filed.pass).await.unwrap().state, CaseState::Answered);
}

/// Months go by here without anybody at work.
async fn retain(test: &TestOffice) {
    test.office.confirm_clock().await.unwrap();
    let run = test.office.run_retention(false, &mut |_| {}).await.unwrap();
    assert!(run.is_fine(), "{run:?}");
}

async fn a_writer_is_kept_as_long_as_what_they_wrote(test: &mut TestOffice) {
    secrets(test);
    let ticket = test.office.form_ticket();
    test.advance_seconds(WAIT_SECONDS);
    let filed = send_slowly(test, &ticket, b"n").await.unwrap();
    let number = filed.receipt.number.clone();
    let read = async |test: &TestOffice| {
        let number = number.clone();
        test.office.store.read(move |db| cases::read_receipt(db, &number)).await.unwrap()
    };
    let row = read(test).await.unwrap();
    let (person, case) = (row.person, row.case);
    // A stranger goes after a day; whoever wrote does not, and not while their case is open.
    test.advance_hours(24 * 365);
    test.run_jobs().await;
    retain(test).await;
    assert!(read(test).await.is_some());
    let agent = test.staff("Tuti Petugas", "tuti@kantor.example", &[Role::ContactAgent]).await;
    test.office.answer_case(&agent, case, "Sudah kami periksa.").await.unwrap();
    test.advance_hours(24 * 364 * 2);
    retain(test).await;
    assert!(read(test).await.is_some(), "two years from the answer");
    test.advance_hours(24 * 10);
    retain(test).await;
    test.run_jobs().await;
    let account = test.office.store.read(move |db| accounts::read(db, &person)).await.unwrap();
    assert!(read(test).await.is_none() && account.is_none(), "then all of it goes");
    let wrong = test.office.open_receipt(&number, &filed.receipt.code, b"n").await;
    assert_eq!(refused(wrong), [("code", "receipt-wrong")]);
}

async fn files_come_with_it_and_a_file_that_lies_keeps_it_out(test: &mut TestOffice) {
    let file = |name: &str, content: &[u8]| FileInput { name: name.to_owned(), content: content.to_vec() };
    let ticket = test.office.form_ticket();
    test.advance_seconds(WAIT_SECONDS);
    let passage = Passage { proof: "", ticket: &ticket };
    let lies = ReportInput { files: vec![file("foto.jpg", b"MZ\x90 not a picture")], ..input("") };
    assert_eq!(refused(test.office.file_report(&lies, passage, b"n").await), [("files", "file-kind")]);
    let many = (0..4).map(|_| file("a.png", &png(4, 4))).collect();
    let many = ReportInput { files: many, ..input("") };
    assert_eq!(refused(test.office.file_report(&many, passage, b"n").await), [("files", "file-many")]);
    let good = ReportInput { files: vec![file("bukti.png", &png(4, 4))], ..input("") };
    let filed = test.office.file_report(&good, passage, b"n").await.unwrap();
    let more = vec![file("lagi.png", &png(5, 5))];
    test.office.say_by_receipt(&filed.pass, "Satu lagi", more, "k").await.unwrap();
    let again = vec![file("lagi.png", &png(5, 5))];
    test.office.say_by_receipt(&filed.pass, "Satu lagi", again, "k").await.unwrap();
    let seen = test.office.view_receipt(&filed.pass).await.unwrap();
    let files: Vec<usize> = seen.lines.iter().map(|line| line.files.len()).collect();
    assert_eq!(files, [1, 1]);
}

on_both! {
    a_writer_is_kept_as_long_as_what_they_wrote
    files_come_with_it_and_a_file_that_lies_keeps_it_out
    a_form_with_its_work_done_becomes_a_case_with_a_receipt
    whatever_is_wrong_with_the_work_is_said_and_nothing_is_kept
    without_script_a_form_waits
    ten_thousand_forms_from_one_address_stop_at_the_limit
    a_number_and_a_code_open_one_case_and_no_other
    what_is_written_stays_apart_from_the_account_that_has_the_address
}
