//! Files that people send: what lies about itself, what is too much, and who may take one out.

use amanah_actions::files::{CASE_FILES_MAX, FILE_BYTES_MAX, PERSON_FILES_BYTES_MAX};
use amanah_actions::{ActionError, Session};
use amanah_domain::{AttachmentId, CaseId, FieldId, Role};
use amanah_testkit::TestOffice;

use crate::correction_helpers::{card, file, files_of, large_card, name_input, png};
use crate::on_both;
use crate::people::{eligible, refused};
use crate::staff_helpers::{AGENT, REVIEWER, staff, trail};

async fn with_case(test: &TestOffice) -> (Session, CaseId) {
    let session = test.enrol(&eligible(1)[0]).await;
    test.run_jobs().await;
    let wanted = name_input("Nama Yang Benar");
    let case = test.office.ask_correction(&session, FieldId::Name, &wanted, Vec::new()).await.unwrap();
    (session, case)
}

async fn what_lies_or_is_too_much_is_refused_with_a_sentence(test: &mut TestOffice) {
    let (session, case) = with_case(test).await;
    let why = async |files| match refused(test.office.attach(&session, case, files).await)[..] {
        [("files", why)] => why,
        ref other => panic!("{other:?}"),
    };
    for (sent, expected) in [
        (file("ktp.jpg", b"<html><script>".to_vec()), "file-kind"),
        (file("ktp.pdf", png(9, 9)), "file-lies"),
        (file("ktp.png", png(60_000, 60_000)), "file-pixels"),
        (file("surat.docx", b"PK\x03\x04".to_vec()), "file-archive"),
        (file("ktp.png", [png(9, 9), b"<script>alert(1)</script>".to_vec()].concat()), "file-mixed"),
        (file("ktp.png", vec![0; FILE_BYTES_MAX + 1]), "file-large"),
        (file("ktp.png", Vec::new()), "file-empty"),
    ] {
        assert_eq!(why(vec![card(), sent]).await, expected);
    }
    assert_eq!(why(vec![card(), card(), card(), card()]).await, "file-many");
    assert_eq!(why(Vec::new()).await, "needed");
    assert!(files_of(test, &session, case).await.is_empty(), "nothing of a form is kept when one is refused");

    // A name of a megabyte is cut, not stored.
    let long = file(&format!("{}.png", "k".repeat(1 << 20)), png(9, 9));
    test.office.attach(&session, case, vec![long]).await.unwrap();
    let [kept] = &files_of(test, &session, case).await[..] else { panic!("one file") };
    let taken = test.office.open_own_file(&session, case, kept.attachment).await.unwrap();
    assert_eq!((taken.name.len(), taken.content == png(9, 9)), (120, true));

    for _ in 1..CASE_FILES_MAX {
        test.office.attach(&session, case, vec![card()]).await.unwrap();
    }
    assert_eq!(why(vec![card()]).await, "file-case-full");
}

async fn a_person_has_so_much_room_and_no_more(test: &mut TestOffice) {
    let session = test.enrol(&eligible(1)[0]).await;
    test.run_jobs().await;
    let office = &test.office;
    let fits = PERSON_FILES_BYTES_MAX as usize / FILE_BYTES_MAX;
    let wanted = name_input("Nama Benar");
    let name = office.ask_correction(&session, FieldId::Name, &wanted, Vec::new()).await.unwrap();
    for _ in 0..fits / 2 {
        office.attach(&session, name, vec![large_card(), large_card()]).await.unwrap();
    }
    let born = amanah_actions::person::correct::CorrectionInput {
        birth: ("1".to_owned(), "2".to_owned(), "1990".to_owned()),
        ..Default::default()
    };
    let full = office.ask_correction(&session, FieldId::BirthDate, &born, vec![card()]).await;
    assert_eq!(refused(full), [("files", "file-person-full")]);
    assert_eq!(office.list_corrections(&session).await.unwrap().len(), 1, "and no case is left behind");
}

async fn only_who_works_on_a_case_takes_its_files_out_and_each_time_is_a_look(test: &mut TestOffice) {
    let (session, case) = with_case(test).await;
    let office = &test.office;
    office.attach(&session, case, vec![card()]).await.unwrap();
    let [kept] = &files_of(test, &session, case).await[..] else { panic!("one file") };
    let file = kept.attachment;
    assert!(kept.evidence, "an identity card lies under the key of the documents");

    let stranger = test.register("Orang Lain", "lain@surat.example").await;
    let not_found = |done: Result<_, ActionError>| assert!(matches!(done, Err(ActionError::NotFound)));
    not_found(office.open_own_file(&stranger, case, file).await.map(drop));
    not_found(office.open_own_file(&session, CaseId::from_bytes([9; 16]), file).await.map(drop));
    not_found(office.open_own_file(&session, case, AttachmentId::from_bytes([9; 16])).await.map(drop));
    not_found(office.attach(&stranger, case, vec![card()]).await);
    let agent = staff(test, &[Role::ContactAgent]).await;
    not_found(office.open_case_file(&agent, AGENT.0, AGENT.1, case, file).await.map(drop));

    let before = trail(test, &session).await.len();
    let reviewer = staff(test, &[Role::Reviewer]).await;
    let (role, purpose) = REVIEWER;
    let taken = office.open_case_file(&reviewer, role, purpose, case, file).await.unwrap();
    assert_eq!(taken.content, card().content);
    let lines = trail(test, &session).await;
    assert_eq!(lines.len(), before + 1);
    assert!(lines[0].entry.fields.contains(FieldId::Evidence));
}

on_both! {
    what_lies_or_is_too_much_is_refused_with_a_sentence
    a_person_has_so_much_room_and_no_more
    only_who_works_on_a_case_takes_its_files_out_and_each_time_is_a_look
}
