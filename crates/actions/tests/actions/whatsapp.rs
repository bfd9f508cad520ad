//! WhatsApp, against the stand-in of its API: what comes in becomes one case, and what is answered goes out
//! as the day allows.

use std::sync::Arc;

use amanah_actions::Session;
use amanah_actions::channels::whatsapp::HookAnswer;
use amanah_actions::letters::{CaseLetter, CaseNews, LetterKind};
use amanah_actions::staff::purposes_of_role::StaffPurpose;
use amanah_domain::cases::{AttachmentState, CaseChannel, CaseEvent, Fate};
use amanah_domain::{CaseId, PersonId, Role};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{attachments, case_events, case_queue};
use amanah_testkit::TestOffice;
use amanah_testkit::whatsapp::{Mode, Sent, WhatsAppStandIn, sign};
use serde_json::json;

use crate::case_work::fill;
use crate::on_both;
use crate::removal_helpers::{LATER_HOURS, places_of};
use crate::staff_helpers::staff;

const SARI: &str = "6281234567890";
const SARI_TYPED: &str = "+6281234567890";

async fn joined(office: &TestOffice) -> Arc<WhatsAppStandIn> {
    let (api, _) = WhatsAppStandIn::start(Arc::clone(&office.clock)).await.unwrap();
    api.join(office).unwrap();
    office.secret(SARI);
    api
}

fn seconds(office: &TestOffice) -> i64 {
    office.office.now().millis() / 1_000
}

/// The webhook is called with these, in one call each.
async fn hook(office: &TestOffice, calls: Vec<(String, Vec<u8>)>) {
    for (signature, body) in calls {
        let answer = office.office.whatsapp_hook(&signature, &body).await;
        assert_eq!(answer.unwrap(), HookAnswer::Taken);
    }
}

async fn write(office: &TestOffice, api: &WhatsAppStandIn, id: &str, body: &str) {
    office.secret(body);
    let text = api.text(SARI, id, seconds(office), body);
    hook(office, vec![api.notification(&[text])]).await;
}

/// Every open case that came by WhatsApp.
pub(crate) async fn open_cases(office: &TestOffice, channel: CaseChannel) -> Vec<CaseRow> {
    let desk = case_queue::QueueFilter::of(amanah_domain::cases::Desk::Contact);
    let rows = office.office.store.read(move |db| {
        let listed = case_queue::open(db, &desk, None, 50)?;
        listed.iter().map(|row| cases::read(db, &row.case)).collect::<Result<Vec<_>, _>>()
    });
    rows.await.unwrap().into_iter().flatten().filter(|row| row.channel == channel).collect()
}

async fn only_case(office: &TestOffice) -> CaseRow {
    let rows = open_cases(office, CaseChannel::WhatsApp).await;
    assert_eq!(rows.len(), 1);
    rows.into_iter().next().unwrap()
}

fn letter(sent: &Sent) -> CaseLetter {
    match serde_json::from_str(&sent.text).unwrap() {
        LetterKind::Case(letter) => letter,
        _ => panic!("a letter about something else"),
    }
}

fn receipt(sent: &Sent) -> (String, String) {
    let letter = letter(sent);
    match letter.news {
        CaseNews::Opened { code: Some(code), .. } => (letter.receipt, code),
        _ => panic!("no code"),
    }
}

pub(crate) async fn agent(office: &TestOffice) -> Session {
    staff(office, &[Role::ContactAgent]).await
}

async fn fates(office: &TestOffice, person: PersonId, case: CaseId) -> Vec<(CaseEvent, Fate)> {
    let events =
        office.office.store.read(move |db| case_events::list(db, &person, &case, 0, 50)).await.unwrap();
    events.into_iter().map(|row| (row.event.kind, row.event.fate)).collect()
}

async fn an_unknown_number_becomes_a_writer_who_holds_a_receipt(office: &mut TestOffice) {
    let api = joined(office).await;
    write(office, &api, "wamid.1", "Kapan gelombang berikutnya dibuka?").await;
    write(office, &api, "wamid.2", "Saya tinggal di Makassar.").await;
    office.run_jobs().await;
    let row = only_case(office).await;
    assert_eq!(row.channel, CaseChannel::WhatsApp);
    let sent = api.sent();
    assert_eq!((sent.len(), sent[0].to.as_str(), sent[0].kind.as_str()), (1, SARI, "text"));
    let (number, code) = receipt(&sent[0]);
    assert_eq!(number, row.receipt);
    let pass = office.office.open_receipt(&number, &code, b"n").await.unwrap();
    let seen = office.office.view_receipt(&pass).await.unwrap();
    let mut said = Vec::new();
    for line in &seen.lines {
        said.extend(seen.said(line).unwrap().map(|said| said.expose().as_str().to_owned()));
    }
    assert_eq!(said, ["Kapan gelombang berikutnya dibuka?", "Saya tinggal di Makassar."]);
}

async fn twice_and_in_any_order_is_once_and_in_order(office: &mut TestOffice) {
    let api = joined(office).await;
    let begun = seconds(office) - 100;
    let told = ["satu", "dua", "tiga", "empat"];
    let news: Vec<_> =
        (0..4).map(|n| api.text(SARI, &format!("wamid.{n}"), begun + n, told[n as usize])).collect();
    hook(office, api.twice_and_backwards(&news)).await;
    // And all of it again in one call.
    hook(office, vec![api.notification(&news)]).await;
    office.run_jobs().await;
    let row = only_case(office).await;
    let agent = agent(office).await;
    let file = office.office.open_case(&agent, Role::ContactAgent, StaffPurpose::AnswerQuestion, row.case);
    let file = file.await.unwrap();
    let mut said = Vec::new();
    for event in file.events.iter().filter(|event| event.kind == CaseEvent::Said) {
        said.extend(file.said_in(event).unwrap().map(|said| said.expose().as_str().to_owned()));
    }
    // The last one came first and opened it: its words are the case's statement.
    assert_eq!(said, ["satu", "dua", "tiga"]);
    assert_eq!(file.statement().unwrap().unwrap().expose().as_str(), "empat");
    assert_eq!(file.events.last().unwrap().kind, CaseEvent::Opened, "it was said last");
    assert_eq!(api.sent().len(), 1, "one letter that says that it was opened");
}

async fn what_is_brought_again_uses_up_no_limit(office: &mut TestOffice) {
    let api = joined(office).await;
    let at = seconds(office);
    let old = api.text(SARI, "wamid.0", at, "satu");
    for _ in 0..70 {
        hook(office, vec![api.notification(std::slice::from_ref(&old))]).await;
    }
    // Fresh ones are bounded; one over it stops neither what came before nor somebody else's.
    let many: Vec<_> = (1..=60).map(|n| api.text(SARI, &format!("wamid.{n}"), at, "lagi")).collect();
    let other = api.text("6281311112222", "wamid.other", at, "dari orang lain");
    let (signature, body) = api.notification(&[many, vec![other, old]].concat());
    assert!(office.office.whatsapp_hook(&signature, &body).await.is_err(), "one is to be brought again");
    let mut events: Vec<_> =
        open_cases(office, CaseChannel::WhatsApp).await.iter().map(|row| row.events).collect();
    events.sort_unstable();
    assert_eq!(events, [1, 60]);
    office.advance_seconds(20);
    hook(office, vec![(signature, body)]).await;
    let rows = open_cases(office, CaseChannel::WhatsApp).await;
    assert_eq!(rows.iter().map(|row| row.events).max(), Some(61));
}

async fn a_full_case_is_followed_by_another(office: &mut TestOffice) {
    let api = joined(office).await;
    write(office, &api, "wamid.1", "satu").await;
    let first = only_case(office).await;
    fill(office, first.person, first.case, 899).await;
    for (id, said) in [("wamid.2", "dua"), ("wamid.3", "tiga")] {
        write(office, &api, id, said).await;
    }
    let mut events: Vec<_> =
        open_cases(office, CaseChannel::WhatsApp).await.iter().map(|row| row.events).collect();
    events.sort_unstable();
    assert_eq!(events, [2, 900]);
}

async fn a_known_number_opens_its_accounts_own_case(office: &mut TestOffice) {
    let api = joined(office).await;
    let sari = office.register("Sari Dewi Lestari", SARI_TYPED).await;
    write(office, &api, "wamid.1", "Nama saya salah tertulis.").await;
    let own = office.office.store.read(move |db| cases::of_person(db, &sari.person)).await.unwrap();
    assert_eq!((own.len(), own[0].channel, own[0].code), (1, CaseChannel::WhatsApp, None));
    office.run_jobs().await;
    assert!(matches!(letter(&api.sent()[0]).news, CaseNews::Opened { code: None, .. }));
    let seen = office.office.view_own_case(&sari, own[0].case).await.unwrap();
    assert_eq!(seen.said(&seen.lines[0]).unwrap().unwrap().expose().as_str(), "Nama saya salah tertulis.");
}

async fn an_answer_goes_out_freely_within_a_day_and_as_a_template_after_it(office: &mut TestOffice) {
    let api = joined(office).await;
    write(office, &api, "wamid.1", "Apakah kuota saya hangus?").await;
    let row = only_case(office).await;
    let agent = agent(office).await;
    office.office.reply_case(&agent, row.case, "Tidak, kuota Anda tetap.", "").await.unwrap();
    office.run_jobs().await;
    let sent = api.sent();
    assert_eq!((sent.len(), sent[1].kind.as_str()), (2, "text"));
    assert!(matches!(letter(&sent[1]).news, CaseNews::Replied { .. }));

    // Reports come back in any order, by its id or by ours, and never lead backwards.
    let reply =
        |fates: &[(CaseEvent, Fate)]| fates.iter().find(|(kind, _)| *kind == CaseEvent::Replied).unwrap().1;
    assert_eq!(reply(&fates(office, row.person, row.case).await), Fate::Sent);
    hook(office, vec![api.notification(&[api.status(&sent[1].id, "read")])]).await;
    hook(
        office,
        vec![api.notification(&[api.status(&sent[1].id, "delivered"), api.status("unknown", "read")])],
    )
    .await;
    assert_eq!(reply(&fates(office, row.person, row.case).await), Fate::Read);

    // They answer to it: the same case.
    let text = json!({ "type": "text", "text": { "body": "Terima kasih" }, "context": { "id": sent[1].id } });
    let text = api.message(SARI, "wamid.2", seconds(office), text);
    hook(office, vec![api.notification(&[text])]).await;
    assert_eq!(only_case(office).await.case, row.case);

    // A day without a word: no free text leaves, only what was approved, with the number.
    office.advance_hours(25);
    office.office.reply_case(&agent, row.case, "Satu hal lagi tentang kuota Anda.", "").await.unwrap();
    office.run_jobs().await;
    let last = api.sent().pop().unwrap();
    assert_eq!((last.kind.as_str(), last.text), ("template", format!("case_update id {}", row.receipt)));

    // They are believed to have written a moment ago, and the API knows better.
    write(office, &api, "wamid.3", "Ya?").await;
    api.close_windows();
    office.office.reply_case(&agent, row.case, "Kuota Anda berlaku sampai akhir tahun.", "").await.unwrap();
    office.run_jobs().await;
    let last = api.sent().pop().unwrap();
    assert_eq!((api.sent().len(), last.kind.as_str()), (4, "template"));
}

async fn a_letter_waits_where_the_api_is_away_and_fails_where_it_refuses(office: &mut TestOffice) {
    let api = joined(office).await;
    api.set_mode(Mode::Refuses(429, 130_429));
    write(office, &api, "wamid.1", "Halo").await;
    office.run_jobs().await;
    api.set_mode(Mode::Refuses(503, 131_016));
    office.advance_seconds(60);
    office.run_jobs().await;
    assert!(api.sent().is_empty());
    api.set_mode(Mode::Up);
    office.advance_seconds(3_600);
    office.run_jobs().await;
    assert_eq!(api.sent().len(), 1);

    let (row, agent) = (only_case(office).await, agent(office).await);
    api.set_mode(Mode::Refuses(400, 131_026));
    office.office.reply_case(&agent, row.case, "Ini tidak sampai.", "").await.unwrap();
    office.run_jobs().await;
    api.set_mode(Mode::Up);
    office.advance_seconds(7_200);
    office.run_jobs().await;
    assert_eq!(api.sent().len(), 1, "for good");
}

/// A picture of one pixel.
fn png() -> Vec<u8> {
    let text = "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6364f8ff9f0100\
                0508020072a9b2f60000000049454e44ae426082";
    let text: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

async fn send_file(office: &TestOffice, api: &WhatsAppStandIn, id: &str, media: &str, name: &str) {
    let content =
        json!({ "type": "document", "document": { "id": media, "filename": name, "caption": "KTP saya" } });
    let message = api.message(SARI, id, seconds(office), content);
    hook(office, vec![api.notification(std::slice::from_ref(&message)), api.notification(&[message])]).await;
}

async fn files(office: &TestOffice) -> Vec<(AttachmentState, String)> {
    let row = only_case(office).await;
    let (person, case) = (row.person, row.case);
    let files = office.office.store.read(move |db| attachments::of_case(db, &person, &case)).await.unwrap();
    let mut found: Vec<_> = files.into_iter().map(|file| (file.event, file.state, file.failure)).collect();
    found.sort();
    found.into_iter().map(|(_, state, failure)| (state, failure)).collect()
}

async fn files_are_fetched_by_a_job_and_looked_at(office: &mut TestOffice) {
    let api = joined(office).await;
    office.secret("ktp-sari.png");
    api.keep_file("901", &png());
    api.set_file_mode("901", Mode::Refuses(503, 2));
    send_file(office, &api, "wamid.1", "901", "ktp-sari.png").await;
    office.run_jobs().await;
    assert_eq!(files(office).await, [(AttachmentState::Awaited, String::new())], "the API is away");
    api.set_file_mode("901", Mode::Up);
    office.advance_hours(1);
    office.run_jobs().await;
    assert_eq!(files(office).await, [(AttachmentState::Kept, String::new())]);
    let asked = api.fetches().len();

    // One that lies about what it is, one that is gone, one that is too long, and one with a crooked id.
    api.keep_file("902", b"PK\x03\x04 an archive");
    api.keep_file("904", &vec![0; 6 << 20]);
    for (id, media) in [("wamid.2", "902"), ("wamid.3", "903"), ("wamid.4", "904"), ("wamid.5", "../x")] {
        send_file(office, &api, id, media, "ktp.png").await;
    }
    office.run_jobs().await;
    let found = files(office).await;
    let failures: Vec<&str> = found.iter().map(|(_, failure)| failure.as_str()).collect();
    assert_eq!(failures, ["", "file-archive", "file-gone", "file-large", "file-gone"]);
    assert!(found[1..].iter().all(|(state, _)| *state == AttachmentState::Refused));
    assert_eq!(api.fetches().len(), asked + 3, "each once, and none for a crooked id");
    let told = api.sent().iter().filter(|sent| sent.text.contains("NotTaken")).count();
    assert_eq!(told, 2, "told what can be sent, and not for each again");
}

async fn what_cannot_be_taken_is_said_politely(office: &mut TestOffice) {
    let api = joined(office).await;
    let audio = json!({ "type": "audio", "audio": { "id": "1", "voice": true } });
    let message = api.message(SARI, "wamid.1", seconds(office), audio);
    hook(office, vec![api.notification(&[message])]).await;
    office.run_jobs().await;
    assert_eq!(files(office).await, [(AttachmentState::Refused, "file-kind".to_owned())]);
    assert!(api.sent().iter().any(|sent| sent.text.contains("NotTaken")));
    // A number of another country, a thumb, and nothing at all: no case, no answer, no complaint.
    let foreign = api.text("14155550100", "wamid.2", seconds(office), "hello");
    let thumb = api.message(SARI, "wamid.3", seconds(office), json!({ "type": "reaction", "reaction": {} }));
    let blank = api.text(SARI, "wamid.4", seconds(office), " \u{200b} ");
    hook(office, vec![api.notification(&[foreign, thumb, blank])]).await;
    assert_eq!(only_case(office).await.events, 1);
}

async fn what_is_not_signed_changes_nothing(office: &mut TestOffice) {
    let api = joined(office).await;
    let (signature, body) =
        api.notification(&[api.text(SARI, "wamid.1", seconds(office), "Hapus akun saya")]);
    let mut altered = body.clone();
    *altered.last_mut().unwrap() = b' ';
    for (signature, body) in [
        (String::new(), body.clone()),
        (signature.replace("sha256=", "sha1="), body.clone()),
        (signature[..signature.len() - 1].to_owned(), body.clone()),
        ("sha256=".to_owned() + &"0".repeat(64), body.clone()),
        (signature.clone(), altered),
    ] {
        let answer = office.office.whatsapp_hook(&signature, &body).await.unwrap();
        assert_eq!(answer, HookAnswer::Forged);
    }
    let odd = br#"{"object":"page"}"#;
    let answer = office.office.whatsapp_hook(&sign(odd), odd).await.unwrap();
    assert_eq!(answer, HookAnswer::Unreadable);
    assert!(open_cases(office, CaseChannel::WhatsApp).await.is_empty());
    assert_eq!(office.run_jobs().await, 0);
    // Something must be on record for the ledger's own check.
    write(office, &api, "wamid.1", "Halo").await;
}

async fn whoever_is_destroyed_in_the_middle_stays_gone(office: &mut TestOffice) {
    let api = joined(office).await;
    let agent = agent(office).await;
    let sari = office.register("Sari Dewi Lestari", SARI_TYPED).await;
    api.keep_file("901", &png());
    send_file(office, &api, "wamid.1", "901", "ktp.png").await;
    let row = only_case(office).await;
    office.office.reply_case(&agent, row.case, "Kami periksa.", "").await.unwrap();
    // The file is not fetched yet, and the reply not handed over.
    let request = amanah_actions::removal::RemovalRequest::DESTROY;
    office.office.remove_own(&sari, request).await.unwrap();
    office.run_jobs().await;
    let reports: Vec<_> = api.sent().iter().map(|sent| api.status(&sent.id, "read")).collect();
    hook(office, vec![api.notification(&reports)]).await;
    office.advance_hours(LATER_HOURS);
    office.run_jobs().await;
    assert_eq!(places_of(office, sari.person).await, []);
    assert!(api.fetches().is_empty());
    // Whoever writes again from the number is nobody that we know.
    write(office, &api, "wamid.9", "Halo lagi").await;
    assert_ne!(only_case(office).await.person, sari.person);
}

on_both! {
    an_unknown_number_becomes_a_writer_who_holds_a_receipt
    twice_and_in_any_order_is_once_and_in_order
    what_is_brought_again_uses_up_no_limit
    a_full_case_is_followed_by_another
    a_known_number_opens_its_accounts_own_case
    an_answer_goes_out_freely_within_a_day_and_as_a_template_after_it
    a_letter_waits_where_the_api_is_away_and_fails_where_it_refuses
    files_are_fetched_by_a_job_and_looked_at
    what_cannot_be_taken_is_said_politely
    what_is_not_signed_changes_nothing
    whoever_is_destroyed_in_the_middle_stays_gone
}
