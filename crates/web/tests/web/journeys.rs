//! Every page that somebody can reach renders whole, in both languages; and the person's way through.

use std::collections::{BTreeSet, VecDeque};

use amanah_actions::staff::plan_batch::BatchInput;
use amanah_domain::Role;
use amanah_domain::values::Occupation;
use amanah_testkit::office::{OPENED_AT, regions};
use amanah_testkit::population::Traits;
use amanah_testkit::{Population, SyntheticPerson};
use axum::http::StatusCode;

use crate::house::{Browser, House};

/// Addresses on a page that lead to this house by GET.
fn links(page: &str) -> Vec<String> {
    let mut out = Vec::new();
    for rest in page.split("href=\"/").skip(1) {
        let Some(path) = rest.split('"').next() else { continue };
        let path = path.split('#').next().unwrap_or_default();
        out.push(format!("/{}", path.replace("&amp;", "&")));
    }
    out
}

/// Follows every link from `start`; no page may lack a word. Returns the addresses, without their queries.
async fn crawl(browser: &mut Browser<'_>, start: &[&str]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut shapes = BTreeSet::new();
    let mut queue: VecDeque<String> = start.iter().map(|path| (*path).to_owned()).collect();
    while let Some(path) = queue.pop_front() {
        let (bare, query) = path.split_once('?').unwrap_or((&path, ""));
        // One address of each shape of query, in each language, is enough.
        let lang = query.split('&').find(|pair| pair.starts_with("lang=")).unwrap_or("");
        let names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
        if !shapes.insert(format!("{bare} {names:?} {lang}")) || shapes.len() > 400 {
            continue;
        }
        let answer = browser.get(&path).await;
        let text = answer.text();
        assert!(
            matches!(answer.status, StatusCode::OK | StatusCode::SEE_OTHER),
            "{path}: {} {text}",
            answer.status
        );
        assert!(!text.contains('⟦'), "{path} lacks a word: {}", text.split('⟦').nth(1).unwrap_or_default());
        seen.insert(bare.to_owned());
        queue.extend(links(&text));
        if answer.status == StatusCode::SEE_OTHER {
            queue.push_back(answer.header("location").to_owned());
        }
    }
    seen
}

fn has(seen: &BTreeSet<String>, paths: &[&str]) {
    for path in paths {
        assert!(seen.contains(*path), "{path} was not reached: {seen:?}");
    }
}

#[tokio::test]
async fn every_page_for_everybody_is_whole() {
    let house = House::open().await;
    house.browser().register("Sari Dewi Lestari", "sari@contoh.example").await;
    let mut browser = house.browser();
    let seen = crawl(&mut browser, &["/", "/?lang=en", "/outbox", "/sign-in/password", "/ledger"]).await;
    has(
        &seen,
        &[
            "/",
            "/register",
            "/sign-in",
            "/privacy",
            "/privacy/table",
            "/privacy/versions/1/policy.toml",
            "/terms",
            "/batches",
            "/contact",
            "/ledger",
            "/ledger/checkpoint",
            "/outbox",
            "/outbox/1",
        ],
    );
    assert!(seen.iter().any(|path| path.starts_with("/assets/style.")), "{seen:?}");
    house.finish().await;
}

#[tokio::test]
async fn every_page_of_a_person_is_whole() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.register("Sari Dewi Lestari", "sari@contoh.example").await;
    let pages = [
        "/me",
        "/me?lang=en",
        "/me/profile/numbers",
        "/me/profile/address?province=31&regency=31.74",
        "/me/profile/address?province=99",
        "/me/profile/work",
        "/me/profile/account",
        "/me/eligibility",
        "/me/data",
        "/me/data/name",
        "/me/data/gender",
        "/me/trail?who=person",
        "/me/copy",
        "/me/copy/send",
        "/me/consents",
        "/me/security",
        "/me/security/phone",
        "/me/security/password",
    ];
    let seen = crawl(&mut browser, &pages).await;
    has(&seen, &["/me", "/me/data", "/me/trail", "/me/consents", "/me/security"]);
    assert!(seen.iter().any(|path| path.ends_with("/proof")), "{seen:?}");
    house.finish().await;
}

#[tokio::test]
async fn every_page_of_staff_is_whole() {
    let house = House::open().await;
    house.browser().register("Sari Dewi Lestari", "sari@contoh.example").await;
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| role.is_staff()).collect();
    house.test.staff("Ratna Administrator", "ratna@kantor.example", &roles).await;
    let mut browser = house.browser();
    browser.sign_in("ratna@kantor.example").await;
    let seen = crawl(&mut browser, &["/staff", "/staff?lang=en"]).await;
    has(
        &seen,
        &["/staff", "/staff/cases", "/staff/look-up", "/staff/batches", "/staff/numbers", "/staff/members"],
    );
    house.finish().await;
}

/// Somebody whom every rule of the model lets in.
fn eligible() -> SyntheticPerson {
    let today = OPENED_AT.date_at(7);
    let fits = |p: &SyntheticPerson| {
        let age = p.birth_date.age_on(today);
        p.traits == Traits { household: p.traits.household, ..Traits::default() }
            && (18..=64).contains(&age)
            && p.citizen
            && p.occupation != Occupation::Other
            && !p.education.in_formal_education
    };
    Population::new(1, 200, &regions(), today).iter().find(fits).unwrap()
}

#[tokio::test]
async fn a_profile_is_filled_in_corrected_and_kept_on_error() {
    let house = House::open().await;
    let person = eligible();
    house.test.registry.add(&person);
    let (nik, kk, born) = (person.nik.as_str(), person.kk.as_str(), person.birth_date.date());
    let (day, month, year) = (born.day().to_string(), born.month().to_string(), born.year().to_string());
    let mut browser = house.browser();
    browser.register(person.name.as_str(), person.email.as_str()).await;

    // What was typed stays; what is wrong is said.
    let token = browser.token("/me/profile/numbers").await;
    let fields = |nik: &str, day: &str| {
        vec![
            ("csrf", token.clone()),
            ("nik", nik.to_owned()),
            ("kk", kk.to_owned()),
            ("birth-date-day", day.to_owned()),
            ("birth-date-month", month.clone()),
            ("birth-date-year", year.clone()),
        ]
    };
    fn send<'f>(fields: &'f [(&'static str, String)]) -> Vec<(&'f str, &'f str)> {
        fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }
    let short = fields("3174<script>", &day);
    let answer = browser.post("/me/profile/numbers", &send(&short)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("3174&") && !answer.text().contains("<script>"), "{}", answer.text());
    assert!(answer.text().contains(kk), "{}", answer.text());

    // Another birth date than the NIK's is asked about, never rejected.
    let other_day = if day == "1" { "2" } else { "1" };
    let differs = fields(nik, other_day);
    let answer = browser.post("/me/profile/numbers", &send(&differs)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer.text().contains("/me/profile/birth-date") && answer.text().contains(nik),
        "{}",
        answer.text()
    );
    let answer = browser.post("/me/profile/birth-date", &send(&differs)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "no answer was chosen");
    let mut retype = differs.clone();
    retype.push(("answer", "retype".to_owned()));
    let answer = browser.post("/me/profile/birth-date", &send(&retype)).await;
    assert!(answer.text().contains(kk) && !answer.text().contains(nik), "{}", answer.text());
    let mut by_nik = differs;
    by_nik.push(("answer", "nik".to_owned()));
    let answer = browser.post("/me/profile/birth-date", &send(&by_nik)).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/me"),
        "{}",
        answer.text()
    );

    // The form begins with what is known.
    let page = browser.get("/me/profile/numbers").await.text();
    assert!(
        page.contains(&format!("name=\"birth-date-day\" value=\"{day}\""))
            || page.contains(&format!("value=\"{day}\""))
    );
    assert!(page.contains(&nik[12..]), "{page}");

    let work = [
        ("csrf", token.as_str()),
        ("occupation", person.occupation.name()),
        ("education", person.education.level.name()),
        ("enrolled", "no"),
    ];
    assert_eq!(browser.post("/me/profile/work", &work).await.status, StatusCode::SEE_OTHER);
    let district = house.test.office.programme.regions.districts("31.74").next().unwrap().code();
    let home = [
        ("csrf", token.as_str()),
        ("district", district.as_str()),
        ("street", "Jalan Melati 5"),
        ("rt", "4"),
        ("rw", ""),
        ("village", ""),
        ("postcode", "x"),
    ];
    let address = "/me/profile/address?province=31&regency=31.74";
    let answer = browser.post(address, &home).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Jalan Melati 5"));
    let home: Vec<_> = home.into_iter().filter(|(name, _)| *name != "postcode").collect();
    assert_eq!(browser.post(address, &home).await.status, StatusCode::SEE_OTHER);
    let account = [("csrf", token.as_str()), ("provider", "014"), ("number", "12345")];
    assert_eq!(browser.post("/me/profile/account", &account).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let account = [("csrf", token.as_str()), ("provider", "014"), ("number", "1234567890")];
    assert_eq!(browser.post("/me/profile/account", &account).await.status, StatusCode::SEE_OTHER);
    house.test.run_jobs().await;
    house.test.run_jobs().await;

    let data = browser.get("/me/data").await.text();
    for part in ["Jalan Melati 5, RT 004, ", "Kota Administrasi Jakarta Selatan", "BCA 1234567890"] {
        assert!(data.contains(part), "{part} is not in {data}");
    }
    let rules = browser.get("/me/eligibility?lang=en").await.text();
    assert!(
        rules.contains("NIK matches") || rules.contains("Matches") || rules.contains("civil registry"),
        "{rules}"
    );
    assert!(!rules.contains('⟦'), "{rules}");

    // A name that the civil registry has confirmed is changed with evidence alone, and the page says where.
    let answer = browser.post("/me/data/name", &[("csrf", &token), ("name", "X")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = browser.post("/me/data/name", &[("csrf", &token), ("name", "Nama Yang Lain")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("The civil registry has confirmed this."), "{}", answer.text());
    let data = browser.get("/me/data").await.text();
    assert!(!data.contains("Nama Yang Lain") && data.contains("href=\"/me/correct\""), "{data}");
    let gender = browser.post("/me/data/gender", &[("csrf", &token), ("gender", "female")]).await;
    assert_eq!(gender.status, StatusCode::SEE_OTHER);
    crawl(&mut browser, &["/me", "/me?lang=id"]).await;
    house.finish().await;
}

/// A batch from its opening to its draw, as an entrant and as everybody sees it.
#[tokio::test]
async fn a_batch_is_joined_left_drawn_and_checked() {
    let house = House::open().await;
    let (test, office) = (&house.test, &house.test.office);
    let admin = test.staff("Ratna Administrator", "ratna@kantor.example", &[Role::Administrator]).await;
    let at = |hours: i64| office.now().plus_hours(hours).at(7).strftime("%Y-%m-%dT%H:%M").to_string();
    let plan = BatchInput {
        quota: "5".to_owned(),
        opens: at(1),
        closes: at(25),
        public_source: "Penutupan IHSG <b>".to_owned(),
        public_known_at: at(37),
    };
    office.plan_batch(&admin, &plan).await.unwrap();
    let person = eligible();
    test.registry.add(&person);
    let mut browser = house.browser();
    browser.register(person.name.as_str(), person.email.as_str()).await;
    let session = browser.session().await;
    test.advance_hours(1);
    test.run_jobs().await;

    // Not yet: the page says what is missing, and joining says so too.
    let page = browser.get("/me/batches/1").await.text();
    assert!(page.contains("/me/eligibility") && !page.contains("/me/batches/1/join"), "{page}");
    let token = browser.token("/me/data/name").await;
    let csrf = [("csrf", token.as_str())];
    let answer = browser.post("/me/batches/1/join", &csrf).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(!answer.text().contains('⟦'), "{}", answer.text());

    office.save_identity(&session, &test.identity_of(&person)).await.unwrap();
    let work = [
        ("csrf", token.as_str()),
        ("occupation", person.occupation.name()),
        ("education", person.education.level.name()),
        ("enrolled", "no"),
    ];
    assert_eq!(browser.post("/me/profile/work", &work).await.status, StatusCode::SEE_OTHER);
    test.run_jobs().await;
    test.run_jobs().await;
    let see = |answer: crate::house::Answer| {
        let place = (answer.status, answer.header("location").to_owned());
        assert_eq!(place, (StatusCode::SEE_OTHER, "/me/batches/1".to_owned()), "{}", answer.text());
    };
    see(browser.post("/me/batches/1/join", &csrf).await);
    assert!(browser.get("/me/batches/1").await.text().contains("/me/batches/1/leave"));
    see(browser.post("/me/batches/1/leave", &csrf).await);
    see(browser.post("/me/batches/1/join", &csrf).await);
    crawl(&mut browser, &["/batches/1?lang=en", "/batches/1?lang=id", "/me/batches/1"]).await;
    assert_eq!(browser.get("/batches/1/draw.txt").await.status, StatusCode::CONFLICT);

    test.advance_hours(25);
    test.run_jobs().await;
    crawl(&mut browser, &["/me/batches/1?lang=en", "/me/batches/1?lang=id"]).await;
    test.advance_hours(12);
    office.reveal_draw(&admin, 1, "7242.11").await.unwrap();
    test.advance_seconds(11);
    test.run_jobs().await;
    test.run_jobs().await;

    let own = browser.get("/me/batches/1").await.text();
    assert!(own.contains("class=\"mono\">"), "{own}");
    let line =
        own.split("class=\"mono\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
    assert_eq!(line.len(), 32, "{own}");
    let mut anybody = house.browser();
    let file = anybody.get("/batches/1/draw.txt").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
    assert!(file.text().contains(&format!("\n{line} s\n")), "{}", file.text());
    let drawn = amanah_actions::draw::read(&mut file.body.as_slice()).unwrap();
    assert_eq!((drawn.header.quota, drawn.lines.len()), (5, 1));
    let page = anybody.get("/batches/1").await.text();
    let facts = office.draw_facts(1).await.unwrap().unwrap();
    assert_eq!(facts.file_bytes, file.body.len() as u64);
    let hash = hex::encode(facts.file_hash.unwrap());
    assert!(page.contains(&hash) && !page.contains(&line) && !page.contains("<b>"), "{page}");
    assert!(browser.get("/batches/1").await.text().contains(&line));
    crawl(&mut browser, &["/me", "/batches/1?lang=en", "/me/batches/1?lang=id", "/me/eligibility?lang=en"])
        .await;
    house.finish().await;
}
