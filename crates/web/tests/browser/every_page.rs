//! Every page, on the smallest phone and on a desk, in light and in dark: nobody scrolls sideways, the
//! checker finds nothing, nothing fails to load, and a picture of each is kept for whoever changes a
//! page (`target/screens/`). SQLite shows them in Indonesian, PostgreSQL in English: pages know no
//! engine, so both languages and both engines are had for the time of two.

use amanah_actions::Session;
use amanah_actions::person::save_livelihood::LivelihoodInput;
use amanah_domain::Role;
use amanah_domain::values::AddressInput;
use amanah_testkit::{Engine, SyntheticPerson, TestOffice};

use crate::house::House;
use crate::people::{administrator, eligible, plan};
use crate::visit::Visit;

const ADMIN: &str = "ratna@kantor.example";
const REVIEWER: &str = "budi@kantor.example";
const AGENT: &str = "tuti@kantor.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_fits_in_indonesian_on_sqlite() {
    every_page_fits(Engine::Sqlite, "id").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_fits_in_english_on_postgres() {
    every_page_fits(Engine::Postgres, "en").await;
}

/// A walk that notes what is wrong and goes on, so that one run tells everything.
struct Tour<'h> {
    visit: Visit<'h>,
    lang: &'static str,
    faults: Vec<String>,
}

impl Tour<'_> {
    /// Looks at the page that is shown.
    async fn see(&mut self, name: &str) {
        let visit = &self.visit;
        visit.phone().await;
        let mut faults = visit.faults().await;
        visit.browser.screenshot(&format!("{name}-{}-320", self.lang)).await.unwrap();
        visit.desk().await;
        visit.browser.screenshot(&format!("{name}-{}-1280", self.lang)).await.unwrap();
        visit.browser.dark(true).await.unwrap();
        faults.extend(visit.faults().await.into_iter().map(|fault| format!("dark, {fault}")));
        visit.browser.dark(false).await.unwrap();
        let lang = visit.browser.attribute("html", "lang").await.unwrap();
        if lang.as_deref() != Some(self.lang) {
            faults.push(format!("the language is {lang:?}"));
        }
        self.faults.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
    }

    async fn open(&mut self, name: &str, path: &str) {
        self.visit.open(path).await;
        self.see(name).await;
    }

    /// An empty form, sent: every message of it.
    async fn open_and_send(&mut self, name: &str, path: &str) {
        self.open(name, path).await;
        self.visit.send().await;
        self.see(&format!("{name}-wrong")).await;
    }
}

/// Who lives in the house, and in which batch they are.
struct Town {
    people: Vec<SyntheticPerson>,
    drawn: i64,
    revealable: i64,
    open: i64,
    planned: i64,
}

/// Enrolled, verified, and living somewhere.
async fn enrol(test: &TestOffice, person: &SyntheticPerson) -> Session {
    let session = test.enrol(person).await;
    let home = AddressInput {
        street: "Jalan Melati 5",
        rt: "4",
        rw: "2",
        village: "",
        district: person.address.district_code(),
        postcode: "12730",
    };
    test.office.save_address(&session, &home).await.unwrap();
    test.run_jobs().await;
    session
}

async fn asks_for_review(test: &TestOffice, session: &Session) {
    let work = LivelihoodInput {
        occupation: "other".to_owned(),
        education: "senior-high".to_owned(),
        enrolled: "yes".to_owned(),
    };
    test.office.save_livelihood(session, &work).await.unwrap();
    test.run_jobs().await;
    let statement = "Saya lulus bulan lalu dan bekerja serabutan di pasar.";
    test.office.ask_review(session, None, statement).await.unwrap();
}

/// A drawn batch, one that waits for its value, one that is open, one that is planned; people at every
/// step of the way.
async fn settle(test: &TestOffice) -> Town {
    let admin = administrator(test).await;
    let people = eligible(6);
    let drawn = plan(test, &admin, 1).await;
    test.advance_hours(1);
    for person in &people[..2] {
        let session = enrol(test, person).await;
        test.office.join_batch(&session, drawn).await.unwrap();
    }
    test.office.close_batch(&admin, drawn).await.unwrap();
    test.advance_hours(37);
    test.run_jobs().await;
    test.office.reveal_draw(&admin, drawn, "7321.45").await.unwrap();
    test.advance_seconds(11);
    let revealable = plan(test, &admin, 5).await;
    test.run_jobs().await;
    test.advance_hours(38);
    let open = plan(test, &admin, 5).await;
    test.run_jobs().await;
    test.advance_hours(1);
    test.run_jobs().await;
    let planned = plan(test, &admin, 5).await;
    // Somebody has joined, somebody waits for a human, somebody claims a NIK that is taken.
    let joined = enrol(test, &people[3]).await;
    test.office.join_batch(&joined, open).await.unwrap();
    let asking = enrol(test, &people[4]).await;
    asks_for_review(test, &asking).await;
    let rival = test.register("Orang Lain", "lain@surat.example").await;
    test.office.save_identity(&rival, &test.identity_of(&people[0])).await.unwrap();
    enrol(test, &people[2]).await;
    test.register("Warga Baru", "baru@surat.example").await;
    test.staff("Budi Penilai", REVIEWER, &[Role::Reviewer]).await;
    let agent = test.staff("Tuti Petugas", AGENT, &[Role::ContactAgent]).await;
    test.office.at_desk(&agent, true).await.unwrap();
    Town { people, drawn, revealable, open, planned }
}

async fn every_page_fits(engine: Engine, lang: &'static str) {
    let house = House::open(engine).await;
    let town = settle(&house.test).await;
    let mut tour = Tour { visit: Visit::begin(&house).await, lang, faults: Vec::new() };
    tour.visit.open(&format!("/?lang={lang}")).await;
    for_everybody(&mut tour, &town).await;
    writes_without_an_account(&mut tour).await;
    locked_out(&mut tour, &town).await;
    on_the_way(&mut tour, &town).await;
    for_a_person(&mut tour, &town).await;
    for_a_reviewer(&mut tour, &town).await;
    for_an_agent(&mut tour, &town).await;
    for_an_administrator(&mut tour, &town).await;
    assert!(tour.faults.is_empty(), "{}", tour.faults.join("\n"));
    tour.visit.end().await;
    house.finish().await;
}

async fn for_everybody(tour: &mut Tour<'_>, town: &Town) {
    tour.open("landing", "/").await;
    tour.open("privacy", "/privacy").await;
    tour.open("privacy-table", "/privacy/table").await;
    tour.open("privacy-table-reviewer", "/privacy/table?who=reviewer").await;
    tour.open("terms", "/terms").await;
    tour.open("batches", "/batches").await;
    for (name, batch) in [("drawn", town.drawn), ("closed", town.revealable), ("open", town.open)] {
        tour.open(&format!("batch-public-{name}"), &format!("/batches/{batch}")).await;
    }
    tour.open("contact", "/contact").await;
    tour.open("ledger", "/ledger").await;
    tour.open("outbox", "/outbox").await;
    tour.visit.follow("main .rows a").await;
    tour.see("outbox-letter").await;
    tour.open("not-found", "/nowhere").await;
    tour.open_and_send("register", "/register").await;
    tour.open_and_send("sign-in", "/sign-in").await;
    tour.open_and_send("sign-in-password", "/sign-in/password").await;
    tour.open_and_send("lost-access", "/lost-access").await;
    tour.open("lost-access-sent", "/lost-access/sent").await;
    tour.open_and_send("chat", "/chat").await;
    tour.visit.fill("text", "Kenapa saya belum bisa memilih gelombang?").await;
    tour.visit.send().await;
    tour.see("chat-room").await;
    tour.visit.follow("form[action$='/leave'] button").await;
    tour.see("chat-room-over").await;
}

/// The Report Form, and what whoever sent it holds.
async fn writes_without_an_account(tour: &mut Tour<'_>) {
    tour.open_and_send("receipt-find", "/report/receipt").await;
    tour.open_and_send("report", "/report").await;
    tour.visit.tick("kind", "complaint").await;
    tour.visit.fill("said", "Insentif saya belum masuk.\nSudah dua minggu.").await;
    tour.visit.fill("contact", "penulis@surat.example").await;
    tour.visit.send().await;
    tour.see("report-filed").await;
    tour.open_and_send("receipt", "/report/receipt").await;
    tour.visit.fill("said", "Bank saya BRI.").await;
    tour.visit.send().await;
    tour.see("receipt-said").await;
}

/// Somebody who can open neither telephone nor mail any more.
async fn locked_out(tour: &mut Tour<'_>, town: &Town) {
    let (person, fresh) = (&town.people[2], "nomor-baru@surat.example");
    let born = person.birth_date.date();
    tour.open_and_send("lost-access", "/lost-access").await;
    tour.visit.fill("nik", person.nik.as_str()).await;
    tour.visit.fill("name", person.name.as_str()).await;
    tour.visit.fill("birth-date-day", &born.day().to_string()).await;
    tour.visit.fill("birth-date-month", &born.month().to_string()).await;
    tour.visit.fill("birth-date-year", &born.year().to_string()).await;
    tour.visit.fill("address", fresh).await;
    tour.visit.fill("statement", "HP saya jatuh ke sungai.").await;
    tour.visit.tick("attest", "yes").await;
    tour.visit.send().await;
    tour.see("lost-access-code").await;
    let code = tour.visit.house.test.code_from_letter(fresh).await;
    tour.visit.fill("code", &code).await;
    tour.visit.send().await;
    tour.see("lost-access-sent").await;
    tour.visit.house.test.run_jobs().await;
}

/// Home as it is for people at different steps.
async fn on_the_way(tour: &mut Tour<'_>, town: &Town) {
    for (name, email) in [
        ("drawn", town.people[0].email.as_str()),
        ("drawn-too", town.people[1].email.as_str()),
        ("eligible", town.people[2].email.as_str()),
        ("joined", town.people[3].email.as_str()),
        ("asking", town.people[4].email.as_str()),
        ("contested", "lain@surat.example"),
    ] {
        tour.visit.sign_in(email).await;
        tour.see(&format!("home-{name}")).await;
        tour.open(&format!("eligibility-{name}"), "/me/eligibility").await;
        let batch = if name.starts_with("drawn") { town.drawn } else { town.open };
        tour.open(&format!("batch-{name}"), &format!("/me/batches/{batch}")).await;
        if name == "joined" {
            tour.open("correct", "/me/correct").await;
            tour.open_and_send("correct-nik", "/me/correct/nik").await;
            tour.open("correct-name", "/me/correct/name").await;
            tour.open("correct-birth-date", "/me/correct/birth-date").await;
        }
        tour.visit.sign_out().await;
    }
}

async fn for_a_person(tour: &mut Tour<'_>, town: &Town) {
    let person = &town.people[5];
    tour.visit.open("/sign-in").await;
    tour.visit.fill("address", "baru@surat.example").await;
    tour.visit.send().await;
    tour.see("code").await;
    tour.visit.send().await;
    tour.see("code-wrong").await;
    tour.visit.enter_code("baru@surat.example").await;
    tour.see("home-new").await;
    tour.open("data-new", "/me/data").await;
    tour.open("copy", "/me/copy").await;
    tour.open("copy-over", "/me/copy/ready/00").await;
    tour.open("copy-send", "/me/copy/send").await;
    tour.open_and_send("profile-numbers", "/me/profile/numbers").await;
    tour.visit.fill("nik", person.nik.as_str()).await;
    tour.visit.fill("kk", person.kk.as_str()).await;
    for (part, value) in [("day", "1"), ("month", "1"), ("year", "1991")] {
        tour.visit.fill(&format!("birth-date-{part}"), value).await;
    }
    tour.visit.send().await;
    tour.see("birth-question").await;
    tour.visit.tick("answer", "typed").await;
    tour.visit.send().await;
    tour.see("home-address").await;
    tour.open("profile-province", "/me/profile/address").await;
    tour.open("profile-regency", "/me/profile/address?province=31").await;
    tour.open_and_send("profile-district", "/me/profile/address?province=31&regency=31.74").await;
    tour.open_and_send("profile-work", "/me/profile/work").await;
    tour.open_and_send("profile-account", "/me/profile/account").await;
    tour.open("eligibility-open", "/me/eligibility").await;
    tour.open("batch-hindered", &format!("/me/batches/{}", town.open)).await;
    tour.open_and_send("data-name", "/me/data/name").await;
    tour.open("data-gender", "/me/data/gender").await;
    tour.open("trail", "/me/trail").await;
    tour.open("trail-none", "/me/trail?who=auditor").await;
    tour.visit.open("/me/trail").await;
    tour.visit.follow("main ol.rows a").await;
    tour.see("trail-entry").await;
    tour.visit.follow("form[action$='/complain'] button").await;
    tour.see("case-complaint").await;
    tour.visit.send().await;
    tour.see("case-complaint-wrong").await;
    tour.visit.open("/me/trail").await;
    tour.visit.follow("main ol.rows a").await;
    tour.see("trail-entry-complained").await;
    tour.open("rights", "/me/rights").await;
    tour.open("rights-restrict", "/me/rights/restrict").await;
    tour.visit.send().await;
    tour.see("case-restriction").await;
    tour.open("rights-asked", "/me/rights").await;
    tour.open("rights-object", "/me/rights/object").await;
    tour.open("rights-object-one", "/me/rights/object/benefits").await;
    tour.open_and_send("rights-delete", "/me/rights/delete").await;
    tour.open("rights-delete-all", "/me/rights/delete?what=all").await;
    tour.open("cases", "/me/cases").await;
    tour.open_and_send("standings", "/me/standings").await;
    tour.open("consents", "/me/consents").await;
    tour.open("security", "/me/security").await;
    tour.open_and_send("security-password", "/me/security/password").await;
    tour.open_and_send("security-phone", "/me/security/phone").await;
    tour.open("security-email", "/me/security/email").await;
    tour.visit.fill("email", "lebih-baru@surat.example").await;
    tour.visit.send().await;
    tour.see("security-email-code").await;
    let code = tour.visit.house.test.code_from_letter("lebih-baru@surat.example").await;
    tour.visit.fill("code", &code).await;
    tour.visit.send().await;
    tour.open("security-pending", "/me/security").await;
    tour.visit.sign_out().await;
}

async fn for_a_reviewer(tour: &mut Tour<'_>, town: &Town) {
    tour.visit.sign_in(REVIEWER).await;
    tour.see("staff-home").await;
    tour.open("staff-look-up-closed", "/staff/look-up").await;
    tour.visit.open("/staff").await;
    tour.visit.follow("main form:has([name=purpose][value=due-diligence]) button").await;
    tour.see("staff-look-up").await;
    tour.visit.send().await;
    tour.see("staff-look-up-wrong").await;
    for (name, nik) in [("none", "3174015203980001"), ("person", town.people[4].nik.as_str())] {
        tour.visit.open("/staff/look-up").await;
        tour.visit.tick("kind", "nik").await;
        tour.visit.fill("value", nik).await;
        tour.visit.fill("reason", "Menelepon dan bertanya tentang pekerjaannya").await;
        tour.visit.send().await;
        tour.see(&format!("staff-look-up-{name}")).await;
    }
    tour.open("staff-home-chosen", "/staff").await;
    tour.open("staff-cases", "/staff/cases").await;
    tour.visit.follow("main tbody a").await;
    tour.see("staff-case").await;
    tour.visit.send().await;
    tour.see("staff-case-wrong").await;
    tour.visit.tick("decision", "refuse").await;
    tour.visit.fill("reason", "Masih terdaftar di sekolah menurut data sendiri.").await;
    tour.visit.send().await;
    tour.see("staff-case-decided").await;
    tour.open("staff-cases-all", "/staff/cases?state=refused").await;
    tour.open_and_send("staff-relations", "/staff/relations").await;
    tour.open("staff-batches-read", "/staff/batches").await;
    tour.open("staff-numbers", "/staff/numbers").await;
    tour.open("staff-security", "/me/security").await;
    tour.visit.sign_out().await;
}

fn asked_by_chat() -> amanah_actions::cases::chat::BeginChat {
    amanah_actions::cases::chat::BeginChat {
        name: "Wulan".to_owned(),
        text: "Insentif saya belum masuk, padahal pelatihannya sudah selesai minggu lalu.".to_owned(),
        line_id: "1".to_owned(),
        language: amanah_actions::letters::Language::Id,
    }
}

async fn for_an_agent(tour: &mut Tour<'_>, town: &Town) {
    tour.visit.sign_in(AGENT).await;
    tour.see("agent-home").await;
    tour.visit.follow("main form:has([name=purpose]) button").await;
    tour.see("agent-look-up").await;
    tour.open("agent-calls", "/staff/calls").await;
    tour.visit.fill("caller", "0812 0000 1111").await;
    tour.visit.send().await;
    tour.see("agent-calls-none").await;
    tour.visit.fill("nik", "12").await;
    tour.visit.send().await;
    tour.see("agent-calls-wrong").await;
    tour.visit.fill("nik", town.people[2].nik.as_str()).await;
    tour.visit.send().await;
    tour.see("agent-calls-found").await;
    tour.visit.choose("kind", "question").await;
    tour.visit.fill("said", "Bertanya kapan undian berikutnya.").await;
    tour.visit.follow("button[value=note]").await;
    tour.see("agent-calls-noted").await;
    tour.open("agent-cases", "/staff/cases").await;
    tour.visit.follow("main tbody a").await;
    tour.see("agent-case").await;
    tour.open("agent-chats", "/staff/chats").await;
    tour.visit.house.test.office.begin_chat(None, b"tour", &asked_by_chat()).await.unwrap();
    tour.open("agent-chats-waiting", "/staff/chats").await;
    tour.visit.click("#lists .rows button").await;
    while !tour.visit.has("#talk .words").await {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    tour.see("agent-chats-open").await;
    tour.visit.sign_out().await;
}

async fn for_an_administrator(tour: &mut Tour<'_>, town: &Town) {
    tour.visit.sign_in(ADMIN).await;
    tour.see("admin-home").await;
    tour.open("admin-members", "/staff/members").await;
    tour.open_and_send("admin-grant", "/staff/members/grant").await;
    tour.open_and_send("admin-invite", "/staff/members/invite").await;
    tour.visit.fill("name", "Joko Calon").await;
    tour.visit.fill("email", "joko@kantor.example").await;
    tour.visit.send().await;
    tour.see("admin-members-invited").await;
    tour.open("admin-batches", "/staff/batches").await;
    tour.open_and_send("admin-plan", "/staff/batches/plan").await;
    for (name, batch) in
        [("drawn", town.drawn), ("reveal", town.revealable), ("open", town.open), ("planned", town.planned)]
    {
        tour.open(&format!("admin-batch-{name}"), &format!("/staff/batches/{batch}")).await;
    }
    tour.visit.sign_out().await;
    let house = tour.visit.house;
    house.test.run_jobs().await;
    let letters = house.test.letters_to("joko@kantor.example");
    let link = letters[0].text.split_whitespace().find(|word| word.contains("/invitation/")).unwrap();
    let path = link.strip_prefix(house.origin.as_str()).unwrap().to_owned();
    tour.open_and_send("invitation", &path).await;
    tour.open("invitation-over", "/invitation/00").await;
}
