//! The main job, as the person does it who comes for it: register, complete the profile, join a batch,
//! see the result, see who used the data, check the proof (issue 2, ways 1 to 7; clauses 2.6, 3.3, 5.4,
//! 7.2, 7.3).

use amanah_ledger::Proof;
use amanah_testkit::{Engine, SyntheticPerson};

use crate::house::House;
use crate::people::{administrator, eligible, plan};
use crate::visit::Visit;

const NAME: &str = "Sari Dewi Lestari";
const EMAIL: &str = "sari.dewi@surat.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_goes_the_whole_way_on_sqlite() {
    goes_the_whole_way(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_goes_the_whole_way_on_postgres() {
    goes_the_whole_way(Engine::Postgres).await;
}

async fn goes_the_whole_way(engine: Engine) {
    let house = House::open(engine).await;
    let test = &house.test;
    let admin = administrator(test).await;
    let batch = plan(test, &admin, 2).await;
    test.advance_hours(1);
    test.run_jobs().await;
    let mut crowd = eligible(4);
    let person = crowd.remove(0);
    test.registry.put(person.nik.as_str(), person.kk.as_str(), NAME, &person.birth_date.date().to_string());

    let visit = Visit::begin(&house).await;
    registers(&visit).await;
    completes_the_profile(&visit, &person).await;
    joins_and_leaves(&visit, batch).await;

    for other in &crowd {
        let session = test.enrol(other).await;
        test.run_jobs().await;
        test.office.join_batch(&session, batch).await.unwrap();
    }
    test.office.close_batch(&admin, batch).await.unwrap();
    test.advance_seconds(11);
    test.run_jobs().await;
    visit.open(&format!("/me/batches/{batch}")).await;
    visit.is_usable().await;
    test.advance_hours(37);
    test.office.reveal_draw(&admin, batch, "7321.45").await.unwrap();
    test.advance_seconds(11);
    test.run_jobs().await;

    sees_the_result(&visit, batch).await;
    sees_the_data(&visit, &person).await;
    checks_the_trail(&visit).await;
    changes_a_consent(&visit).await;
    signs_in_by_passkey(&visit).await;
    visit.end().await;
    house.finish().await;
}

async fn registers(visit: &Visit<'_>) {
    visit.open("/").await;
    visit.is_usable().await;
    visit.follow("a.button.primary").await;
    visit.is_at("/register").await;

    // Wrong input keeps what was typed, and says beside each field what to do.
    visit.fill("address", "sari.dewi").await;
    visit.fill("name", NAME).await;
    visit.click("main fieldset details summary").await;
    visit.tick("consent-research", "yes").await;
    visit.send().await;
    visit.is_at("/register").await;
    assert_eq!((visit.value("address").await, visit.value("name").await), ("sari.dewi".into(), NAME.into()));
    assert!(visit.has("[name=consent-research]:checked").await);
    assert!(visit.has("[name=address][aria-invalid=true]").await && !visit.has("#f-name-error").await);
    assert!(visit.text("#f-address-error").await.contains("name@example.id"));
    assert!(visit.has("#f-accept-error").await && visit.has("#f-attest-error").await);
    assert_eq!(visit.browser.focused().await.unwrap(), "div#summary");
    visit.click("#summary a[href='#f-address']").await;
    assert_eq!(visit.browser.focused().await.unwrap(), "input#f-address");

    visit.fill("address", EMAIL).await;
    visit.tick("accept", "yes").await;
    visit.tick("attest", "yes").await;
    visit.send().await;
    visit.is_at("/code").await;
    assert!(visit.text("main").await.contains(EMAIL));

    visit.fill("code", "000000").await;
    visit.send().await;
    visit.is_at("/code").await;
    assert!(visit.has("#f-code-error").await);

    // The code stands in a letter, with a gap and all, as people copy it.
    visit.house.test.run_jobs().await;
    visit.open("/outbox").await;
    visit.is_at("/outbox").await;
    visit.follow("main .rows a").await;
    visit.is_usable().await;
    let code = visit.text("main .big").await;
    visit.open("/code").await;
    visit.fill("code", &format!("{} {}", &code[..3], &code[3..])).await;
    visit.send().await;
    visit.is_at("/me").await;
    assert!(visit.text("main").await.contains(NAME));
}

async fn birth_date(visit: &Visit<'_>, person: &SyntheticPerson, day: i8) {
    let born = person.birth_date.date();
    visit.fill("birth-date-day", &day.to_string()).await;
    visit.fill("birth-date-month", &born.month().to_string()).await;
    visit.fill("birth-date-year", &born.year().to_string()).await;
}

/// Each step is the one that the home page offers.
async fn completes_the_profile(visit: &Visit<'_>, person: &SyntheticPerson) {
    let test = &visit.house.test;
    visit.follow("main .primary").await;
    visit.is_at("/me/profile/numbers").await;
    let (nik, kk, born) = (person.nik.as_str(), person.kk.as_str(), person.birth_date.date());
    [nik, kk].iter().for_each(|number| test.secret(number));
    visit.fill("nik", &nik[..15]).await;
    visit.fill("kk", kk).await;
    birth_date(visit, person, if born.day() == 1 { 2 } else { 1 }).await;
    visit.send().await;
    visit.is_at("/me/profile/numbers").await;
    assert_eq!((visit.value("nik").await.as_str(), visit.value("kk").await.as_str()), (&nik[..15], kk));
    assert!(visit.text("#f-nik-error").await.contains("16"));

    // Another birth date than the NIK's is asked about, never rejected.
    visit.fill("nik", nik).await;
    visit.send().await;
    visit.is_at("/me/profile/numbers").await;
    assert!(visit.has("form[action='/me/profile/birth-date']").await);
    visit.send().await;
    assert!(visit.has("#f-answer-error").await);
    visit.is_usable().await;
    visit.tick("answer", "nik").await;
    visit.send().await;
    visit.is_at("/me").await;

    visit.follow("main .primary").await;
    visit.is_at("/me/profile/address").await;
    visit.choose("province", person.address.province_code()).await;
    visit.send().await;
    visit.is_usable().await;
    visit.choose("regency", person.address.regency_code()).await;
    visit.send().await;
    visit.is_usable().await;
    visit.fill("street", "Jalan Melati 5").await;
    visit.fill("rt", "4").await;
    visit.fill("postcode", "12x").await;
    visit.send().await;
    assert!(visit.has("#f-district-error").await, "{}", visit.text("main").await);
    visit.is_usable().await;
    assert_eq!((visit.value("street").await, visit.value("rt").await), ("Jalan Melati 5".into(), "4".into()));
    visit.choose("district", person.address.district_code()).await;
    visit.fill("postcode", "").await;
    visit.send().await;
    visit.is_at("/me").await;

    visit.follow("main .primary").await;
    visit.is_at("/me/profile/work").await;
    visit.choose("occupation", person.occupation.name()).await;
    visit.choose("education", person.education.level.name()).await;
    visit.send().await;
    assert!(visit.has("#f-enrolled-error").await);
    visit.tick("enrolled", "no").await;
    visit.send().await;
    visit.is_at("/me").await;

    visit.open("/me/profile/account").await;
    visit.is_at("/me/profile/account").await;
    visit.choose("provider", "014").await;
    visit.fill("number", "12345").await;
    visit.send().await;
    assert!(visit.text("#f-number-error").await.contains("10"));
    visit.fill("number", "123 456 7890").await;
    visit.send().await;
    visit.is_at("/me").await;

    // The civil registry answers.
    test.run_jobs().await;
    assert_eq!(test.registry.answered(), 1);
    visit.open("/me/eligibility").await;
    visit.is_at("/me/eligibility").await;
    assert_eq!(visit.browser.count("main .tag-done").await.unwrap(), 6, "{}", visit.text("main").await);
}

async fn joins_and_leaves(visit: &Visit<'_>, batch: i64) {
    let page = format!("/me/batches/{batch}");
    visit.open("/me").await;
    visit.follow("main .primary").await;
    visit.is_at(&page).await;
    let (join, leave) =
        (format!("form[action='{page}/join'] button"), format!("form[action='{page}/leave'] button"));
    visit.follow(&join).await;
    visit.is_at(&page).await;
    assert!(!visit.has(&join).await);
    visit.follow(&leave).await;
    visit.is_at(&page).await;
    visit.follow(&join).await;
    assert!(visit.has(&leave).await);
    visit.open("/me").await;
    visit.is_usable().await;
}

async fn sees_the_result(visit: &Visit<'_>, batch: i64) {
    let letters = visit.house.test.letters_to(EMAIL);
    assert!(
        letters.iter().any(|letter| letter.text.contains(&format!("/me/batches/{batch}"))
            || letter.text.contains("Batch")
            || letter.text.contains("Gelombang")),
        "nobody was told"
    );
    visit.open(&format!("/me/batches/{batch}")).await;
    visit.is_usable().await;
    let rank: u32 = visit.text("main .big").await.parse().unwrap();
    assert!((1..=4).contains(&rank));
    let pseudonym = visit.text("main .mono").await;
    // Everybody finds their own line in the public file.
    let file = fetched(visit, &format!("/batches/{batch}/draw.txt")).await;
    assert!(file.contains(&pseudonym) && !file.contains(NAME), "{file}");
    visit.open(&format!("/batches/{batch}")).await;
    visit.is_usable().await;
}

async fn sees_the_data(visit: &Visit<'_>, person: &SyntheticPerson) {
    visit.open("/me/data").await;
    visit.is_at("/me/data").await;
    let data = visit.text("main").await;
    for part in [NAME, EMAIL, &person.nik.as_str()[12..], "Jalan Melati 5", "RT 004", "BCA 1234567890"] {
        assert!(data.contains(part), "{part} is missing in {data}");
    }
    // Each value says where it is from, and what it may be used for.
    let values = visit.browser.count("main .rows > li strong").await.unwrap();
    assert_eq!(visit.browser.count("main .rows > li details").await.unwrap(), values);
    visit.click("main .rows details summary").await;
    assert!(visit.has("main details[open] li").await);
    visit.is_usable().await;
    visit.follow("a[href='/me/data/gender']").await;
    visit.is_at("/me/data/gender").await;
    visit.tick("gender", person.gender.name()).await;
    visit.send().await;
    visit.is_at("/me/data").await;
}

/// What a link of the page leads to, fetched by the page itself: a file that is saved has no window.
async fn fetched(visit: &Visit<'_>, path: &str) -> String {
    let script = "const done = arguments[1]; fetch(arguments[0]).then(a => a.text()).then(done, e => done(String(e)));";
    let answer = visit.browser.client().execute_async(script, vec![path.into()]).await.unwrap();
    answer.as_str().unwrap().to_owned()
}

async fn checks_the_trail(visit: &Visit<'_>) {
    visit.open("/me/trail").await;
    visit.is_at("/me/trail").await;
    let lines = visit.browser.count("main ol.rows > li").await.unwrap();
    assert!(lines > 5, "{}", visit.text("main").await);
    visit.click("main details.filter summary").await;
    visit.choose("who", "person").await;
    visit.follow("main details.filter button").await;
    visit.is_usable().await;
    let own = visit.text("main ol.rows").await;
    visit.open("/me/trail?who=system").await;
    assert_ne!(own, visit.text("main").await);

    visit.follow("main ol.rows a").await;
    visit.is_usable().await;
    let entry = visit.path().await;
    let verifier = &visit.house.test.office.ledger.verifier;
    assert_eq!(
        visit.browser.attribute("main a[href$='/proof']", "href").await.unwrap(),
        Some(format!("{entry}/proof"))
    );
    let file = fetched(visit, &format!("{entry}/proof")).await;
    let proved = Proof::parse(&file).unwrap().verify(verifier).unwrap();
    assert!(entry.ends_with(&format!("-{}", proved.index)), "{entry}");
    // With one letter changed it proves nothing.
    let (head, tail) = file.split_once("extra ").unwrap();
    let letter = if tail.starts_with('A') { "B" } else { "A" };
    let changed = format!("{head}extra {letter}{}", &tail[1..]);
    assert!(Proof::parse(&changed).map_or(true, |proof| proof.verify(verifier).is_err()));

    // What is wrong with it is said with one tap (the whole way of a complaint: `rights`).
    assert!(visit.has("form[action$='/complain'] button").await);
}

async fn changes_a_consent(visit: &Visit<'_>) {
    visit.open("/me/consents").await;
    visit.is_at("/me/consents").await;
    let give = "form[action='/me/consents/research/give'] button";
    let withdraw = "form[action='/me/consents/research/withdraw'] button";
    assert!(!visit.has(give).await);
    visit.follow(withdraw).await;
    visit.is_at("/me/consents").await;
    assert!(visit.has(give).await && !visit.has(withdraw).await);
}

async fn signs_in_by_passkey(visit: &Visit<'_>) {
    let device = visit.browser.add_passkey_device().await.unwrap();
    visit.sign_out().await;
    visit.is_at("/").await;
    visit.open("/me").await;
    visit.is_at("/sign-in").await;
    // A way to sign in is only added by whoever has just signed in.
    visit.sign_in(EMAIL).await;
    visit.open("/me/security").await;
    visit.is_at("/me/security").await;
    visit.click("form[data-passkey=create] button").await;
    visit.text("form[action^='/me/security/passkeys/'][action$='/remove'] button").await;
    visit.is_at("/me/security").await;
    assert_eq!(device.passkeys().await.unwrap(), 1);

    visit.sign_out().await;
    visit.open("/sign-in").await;
    visit.is_at("/sign-in").await;
    visit.click("form[data-passkey=get] button").await;
    visit.text("main .glance").await;
    visit.is_at("/me").await;

    // Somebody is signed in elsewhere: ended from here.
    visit.house.test.sign_in(EMAIL).await;
    visit.open("/me/security").await;
    let end = "form[action^='/me/security/sessions/'][action$='/end'] button";
    assert_eq!(visit.browser.count(end).await.unwrap(), 1);
    visit.is_usable().await;
    visit.follow(end).await;
    visit.is_at("/me/security").await;
    assert_eq!(visit.browser.count(end).await.unwrap(), 0);
    assert!(visit.house.test.letters_to(EMAIL).len() > 3, "sign-ins are told");
}
