//! Mail: a mailbox as a folder here, a real server in `mail_server.rs`.

use std::path::PathBuf;

use amanah_actions::Session;
use amanah_actions::channels::mail::MailIn;
use amanah_actions::letters::{CaseLetter, CaseNews, LetterKind};
use amanah_actions::staff::purposes_of_role::StaffPurpose;
use amanah_domain::Role;
use amanah_domain::cases::{AttachmentState, CaseChannel, CaseEvent, Fate};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{attachments, case_events};
use amanah_testkit::TestOffice;

use crate::on_both;
use crate::whatsapp::{agent, open_cases};

const SARI: &str = "sari@surat.example";
const OURS: &str = "Layanan <layanan@programme.example>";

/// A mailbox as a folder.
struct Folder(PathBuf);

impl Folder {
    fn open(office: &TestOffice) -> Self {
        let folder = office.folder().join("mailbox");
        std::fs::create_dir_all(folder.join("new")).unwrap();
        office
            .office
            .channels
            .open_mail(MailIn::in_folder(folder.clone(), &[OURS]).checked_by("mx.programme.example"));
        office.secret(SARI);
        Self(folder)
    }

    fn put(&self, name: &str, message: &str) {
        std::fs::write(self.0.join("new").join(name), message).unwrap();
    }

    fn files(&self, part: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.join(part)).into_iter().flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// A mailbox is not part of the database, and what lies in it is not ours to seal.
    fn burn(self) {
        std::fs::remove_dir_all(self.0).unwrap();
    }
}

pub(crate) fn mail(from: &str, id: &str, more: &str, body: &str) -> String {
    format!("From: Sari Dewi <{from}>\nTo: layanan@programme.example\nMessage-ID: <{id}>\n{more}\n{body}\n")
}

pub(crate) async fn only_mail_case(office: &TestOffice) -> CaseRow {
    let rows = open_cases(office, CaseChannel::Email).await;
    assert_eq!(rows.len(), 1);
    rows.into_iter().next().unwrap()
}

/// What was said in a case, in order.
pub(crate) async fn said(office: &TestOffice, agent: &Session, row: &CaseRow) -> Vec<String> {
    let file = office.office.open_case(agent, Role::ContactAgent, StaffPurpose::AnswerQuestion, row.case);
    let file = file.await.unwrap();
    let mut said = vec![file.statement().unwrap().unwrap().expose().as_str().to_owned()];
    for event in file.events.iter().filter(|event| event.kind == CaseEvent::Said) {
        said.extend(file.said_in(event).unwrap().map(|said| said.expose().as_str().to_owned()));
    }
    said
}

async fn a_mail_becomes_a_case_once_however_often_it_is_found(office: &mut TestOffice) {
    let folder = Folder::open(office);
    let text = mail(SARI, "a1@surat.example", "Subject: Kuota saya\n", "Apakah kuota saya hangus?");
    folder.put("1", &text);
    assert_eq!(office.office.look_into_mailbox().await.unwrap(), 1);
    // The house died before the file was moved: it lies there again, and another beside it is the same.
    folder.put("1", &text);
    folder.put("2", &text);
    assert_eq!(office.office.look_into_mailbox().await.unwrap(), 2);
    assert_eq!(
        (folder.files("new").len(), folder.files("cur")),
        (0, vec!["1:2,S".to_owned(), "2:2,S".to_owned()])
    );
    let row = only_mail_case(office).await;
    assert_eq!(row.events, 1);
    let agent = agent(office).await;
    assert_eq!(said(office, &agent, &row).await, ["Kuota saya\n\nApakah kuota saya hangus?"]);
    // The writer holds number and code.
    let letters = office.letters_to(SARI);
    let told: LetterKind = serde_json::from_str(&letters[0].text).unwrap();
    assert!(matches!(
        told,
        LetterKind::Case(CaseLetter { news: CaseNews::Opened { code: Some(_), .. }, .. })
    ));
    assert_eq!(letters.len(), 1);
    folder.burn();
}

async fn an_answer_finds_its_case_and_leaves_the_history_out(office: &mut TestOffice) {
    let folder = Folder::open(office);
    let agent = agent(office).await;
    folder.put("1", &mail(SARI, "a1@surat.example", "", "Apakah kuota saya hangus?"));
    office.office.look_into_mailbox().await.unwrap();
    let row = only_mail_case(office).await;
    office.office.reply_case(&agent, row.case, "Tidak, kuota Anda tetap.", "").await.unwrap();
    office.run_jobs().await;
    let ours = office.letters_to(SARI)[0].message_id.clone();
    let answer = "Terima kasih banyak.\n\nPada Senin, Layanan menulis:\n> Tidak, kuota Anda tetap.\n";
    let headers = format!(
        "In-Reply-To: <{ours}@programme.example>\nReferences: <x@y.example> <{ours}@programme.example>\n"
    );
    folder.put("2", &mail(SARI, "a2@surat.example", &headers, answer));
    office.office.look_into_mailbox().await.unwrap();
    let row = only_mail_case(office).await;
    assert_eq!(said(office, &agent, &row).await, ["Apakah kuota saya hangus?", "Terima kasih banyak."]);
    folder.burn();
}

async fn machines_are_never_answered(office: &mut TestOffice) {
    let folder = Folder::open(office);
    folder.put("1", &mail(SARI, "a1@surat.example", "", "Halo"));
    office.office.look_into_mailbox().await.unwrap();
    office.run_jobs().await;
    let row = only_mail_case(office).await;
    let ours = office.letters_to(SARI)[0].message_id.clone();
    let begun = office.post.begun().len();
    for (number, (from, headers)) in [
        (SARI, "Auto-Submitted: auto-replied\nSubject: Cuti\n".to_owned()),
        ("lain@surat.example", "Precedence: bulk\n".to_owned()),
        ("lain@surat.example", "List-Id: <berita.example>\n".to_owned()),
        ("lain@surat.example", "X-Auto-Response-Suppress: All\n".to_owned()),
        ("lain@surat.example", "Return-Path: <>\n".to_owned()),
        ("MAILER-DAEMON@surat.example", format!("In-Reply-To: <{ours}@programme.example>\n")),
        ("layanan@programme.example", "Subject: went in a circle\n".to_owned()),
    ]
    .into_iter()
    .enumerate()
    {
        folder
            .put(&format!("m{number}"), &mail(from, &format!("m{number}@x.example"), &headers, "Saya cuti."));
    }
    assert_eq!(office.office.look_into_mailbox().await.unwrap(), 7);
    office.run_jobs().await;
    assert_eq!(office.post.begun().len(), begun, "not one letter");
    assert_eq!(only_mail_case(office).await.events, row.events);
    assert_eq!(folder.files("cur").len(), 8);

    // A report that the letter will not arrive stands in the case.
    let (person, case) = (row.person, row.case);
    let agent = agent(office).await;
    office.office.reply_case(&agent, case, "Sudah kami jawab.", "").await.unwrap();
    office.run_jobs().await;
    let ours = office.letters_to(SARI)[0].message_id.clone();
    let report = format!(
        "From: Mail <mailer-daemon@surat.example>\nMessage-ID: <r@x.example>\nContent-Type: multipart/report; \
         report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nno\n--b\nContent-Type: \
         message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; {SARI}\nAction: failed\n\
         --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{ours}@programme.example>\n--b--\n"
    );
    folder.put("r", &report);
    office.office.look_into_mailbox().await.unwrap();
    let events =
        office.office.store.read(move |db| case_events::list(db, &person, &case, 0, 50)).await.unwrap();
    let reply = events.iter().find(|row| row.event.kind == CaseEvent::Replied).unwrap();
    assert_eq!(reply.event.fate, Fate::Failed);
    folder.burn();
}

async fn an_address_is_believed_where_our_server_vouches(office: &mut TestOffice) {
    let sari = office.register("Sari Dewi Lestari", SARI).await;
    let folder = Folder::open(office);
    let forged = "Authentication-Results: mx.programme.example; dmarc=fail; spf=pass\n";
    folder.put("1", &mail(SARI, "a1@surat.example", forged, "Hapus akun saya."));
    office.office.look_into_mailbox().await.unwrap();
    let row = only_mail_case(office).await;
    assert_ne!(row.person, sari.person, "kept apart from the account");
    let person = sari.person;
    let own = office.office.store.read(move |db| cases::of_person(db, &person)).await.unwrap();
    assert_eq!(own.len(), 0);
    // Nor is what nobody vouches for believed, nor another server's word.
    folder.put("3", &mail(SARI, "a3@surat.example", "", "Hapus akun saya."));
    let other = "Authentication-Results: mx.evil.example; dmarc=pass\n";
    folder.put("4", &mail(SARI, "a4@surat.example", other, "Hapus akun saya."));
    office.office.look_into_mailbox().await.unwrap();
    let own = office.office.store.read(move |db| cases::of_person(db, &person)).await.unwrap();
    assert_eq!(own.len(), 0);
    let good = "Authentication-Results: mx.programme.example; dmarc=pass\n";
    folder.put("2", &mail(SARI, "a2@surat.example", good, "Kapan gelombang berikutnya?"));
    office.office.look_into_mailbox().await.unwrap();
    let own = office.office.store.read(move |db| cases::of_person(db, &person)).await.unwrap();
    assert_eq!((own.len(), own[0].channel), (1, CaseChannel::Email));
    folder.burn();
}

async fn files_and_html_are_looked_at_and_floods_stay_outside(office: &mut TestOffice) {
    let folder = Folder::open(office);
    let png =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNk+P+fAQAFCAIAcqmy9gAAAABJRU5ErkJggg==";
    let part = |name: &str, body: &str| {
        format!(
            "--b\nContent-Type: application/octet-stream; name=\"{name}\"\nContent-Disposition: attachment; \
             filename=\"{name}\"\nContent-Transfer-Encoding: base64\n\n{body}\n"
        )
    };
    let html = "<html><head><style>p { color: red }</style><script>alert(1)</script></head><body><p>KTP &amp; KK \
                saya</p></body></html>";
    let body = format!(
        "--b\nContent-Type: text/html; charset=utf-8\n\n{html}\n{}{}--b--\n",
        part("ktp.png", png),
        part("ktp.jpg", "UEsDBAoAAAAAAA==")
    );
    let kind = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n";
    folder.put("1", &mail(SARI, "a1@surat.example", kind, &body));
    office.office.look_into_mailbox().await.unwrap();
    let row = only_mail_case(office).await;
    let (person, case) = (row.person, row.case);
    let files = office.office.store.read(move |db| attachments::of_case(db, &person, &case)).await.unwrap();
    let mut found: Vec<_> = files.into_iter().map(|file| (file.state, file.failure)).collect();
    found.sort();
    assert_eq!(
        found,
        [(AttachmentState::Kept, String::new()), (AttachmentState::Refused, "file-archive".to_owned())]
    );
    let agent = agent(office).await;
    let words = said(office, &agent, &row).await;
    assert_eq!(words, ["KTP & KK saya"]);
    assert!(office.letters_to(SARI).iter().any(|letter| letter.text.contains("NotTaken")));

    // What nobody wrote, what cannot be read, and what one address sends beyond what people send.
    folder.put("2", "no headers at all");
    folder.put("3", "");
    for number in 10..50 {
        folder.put(&number.to_string(), &mail(SARI, &format!("f{number}@surat.example"), "", "Halo"));
    }
    assert_eq!(office.office.look_into_mailbox().await.unwrap(), 42);
    let left = folder.files("cur").into_iter().filter(|name| name.ends_with(":2,F")).count();
    assert_eq!(left, 2 + 11, "flagged for a human, and nothing lost");
    assert_eq!(only_mail_case(office).await.events, 30);
    folder.burn();
}

on_both! {
    a_mail_becomes_a_case_once_however_often_it_is_found
    an_answer_finds_its_case_and_leaves_the_history_out
    machines_are_never_answered
    an_address_is_believed_where_our_server_vouches
    files_and_html_are_looked_at_and_floods_stay_outside
}
