//! The console of staff, page by page: what it shows, what it refuses, and that every word is there.

use amanah_actions::person::view_trail::TrailFilter;
use amanah_domain::{Outcome, Role};
use axum::http::StatusCode;

use crate::house::{Answer, Browser, House};

async fn sign_in(
    house: &House,
    browser: &mut Browser<'_>,
    name: &str,
    address: &str,
    roles: &[Role],
) -> String {
    house.test.staff(name, address, roles).await;
    let answer = browser.post("/sign-in", &[("address", address)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let code = house.test.code_from_letter(address).await;
    let answer = browser.post("/code", &[("code", &code)]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/staff"));
    browser.session().await.csrf(&house.test.office)
}

fn complete(answer: &Answer, path: &str) -> String {
    let text = answer.text();
    assert!(!text.contains('⟦'), "a word is missing on {path}: {text}");
    text
}

async fn page(browser: &mut Browser<'_>, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    complete(&answer, path)
}

fn to(answer: &Answer) -> (StatusCode, &str) {
    (answer.status, answer.header("location"))
}

#[tokio::test]
async fn an_agent_looks_somebody_up() {
    let house = House::open().await;
    let sari = house.test.register("Sari Dewi", "sari@surat.example").await;
    let mut agent = house.browser();
    let roles = [Role::ContactAgent, Role::Reviewer];
    let csrf = sign_in(&house, &mut agent, "Budi Petugas", "budi@kantor.example", &roles).await;
    assert!(page(&mut agent, "/staff?lang=en").await.contains("4.1 i"));
    for path in
        ["/staff/look-up", "/staff/cases", "/staff/cases?state=all&kind=identity&page=3", "/staff/numbers"]
    {
        page(&mut agent, path).await;
    }
    for path in ["/staff/relations", "/staff/batches"] {
        page(&mut agent, path).await;
    }
    // Without a purpose nothing is looked up.
    let found =
        [("csrf", csrf.as_str()), ("kind", "email"), ("value", "sari@surat.example"), ("reason", "Bertanya")];
    assert_eq!(to(&agent.post("/staff/look-up", &found).await), (StatusCode::SEE_OTHER, "/staff"));
    let choice = [("csrf", csrf.as_str()), ("role", "contact-agent"), ("purpose", "questions")];
    assert_eq!(to(&agent.post("/staff/purpose", &choice).await), (StatusCode::SEE_OTHER, "/staff/look-up"));
    let form = page(&mut agent, "/staff/look-up").await;
    assert!(form.contains("name=\"purpose\" value=\"contact-agent.questions\""), "{form}");
    let answer = agent.post("/staff/look-up", &found).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let text = complete(&answer, "the person");
    assert!(text.contains("Sari Dewi") && text.contains("sari@surat.example"), "{text}");
    // Nobody, and input that cannot be used: the form comes back.
    let nobody =
        [("csrf", csrf.as_str()), ("kind", "phone"), ("value", "081234567890"), ("reason", "Bertanya")];
    let answer = agent.post("/staff/look-up", &nobody).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(complete(&answer, "nobody").contains("role=\"status\""));
    let empty = [("csrf", csrf.as_str()), ("kind", ""), ("value", ""), ("reason", "")];
    let answer = agent.post("/staff/look-up", &empty).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    complete(&answer, "empty");
    // What the purpose does not use is refused, on a page of the console, and on record.
    let nik =
        [("csrf", csrf.as_str()), ("kind", "nik"), ("value", "3174015203980001"), ("reason", "Bertanya")];
    let answer = agent.post("/staff/look-up", &nik).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(complete(&answer, "refused").contains("/staff/numbers"), "a page of the console");
    // Another purpose was chosen in another window.
    let stale = [found.as_slice(), &[("purpose", "reviewer.due-diligence")]].concat();
    assert_eq!(agent.post("/staff/look-up", &stale).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let forged = [("csrf", "00"), ("kind", "email"), ("value", "sari@surat.example"), ("reason", "Bertanya")];
    assert_eq!(agent.post("/staff/look-up", &forged).await.status, StatusCode::FORBIDDEN);
    let trail = house.test.office.view_trail(&sari, TrailFilter::default()).await.unwrap();
    let looks = trail.lines.iter().filter(|line| line.entry.role == Role::ContactAgent);
    assert_eq!(looks.filter(|line| line.entry.outcome == Outcome::Allowed).count(), 1, "one look");
    house.finish().await;
}

#[tokio::test]
async fn a_reviewer_decides_a_case() {
    use amanah_actions::person::save_livelihood::LivelihoodInput;
    use amanah_actions::staff::case_queue::CaseFilter;
    let house = House::open().await;
    let office = &house.test.office;
    let regions = amanah_testkit::office::regions();
    let people = amanah_testkit::Population::new(3, 50, &regions, office.now().date_at(7));
    let adult = |p: &amanah_testkit::SyntheticPerson| {
        (20..60).contains(&p.birth_date.age_on(office.now().date_at(7)))
    };
    let person = people.iter().find(|p| adult(p) && !p.education.in_formal_education).unwrap();
    let session = house.test.enrol(&person).await;
    let work = LivelihoodInput {
        occupation: "other".to_owned(),
        education: "senior-high".to_owned(),
        enrolled: "no".to_owned(),
    };
    office.save_livelihood(&session, &work).await.unwrap();
    house.test.run_jobs().await;
    let mut reviewer = house.browser();
    let csrf = sign_in(&house, &mut reviewer, "Rina Penilai", "rina@kantor.example", &[Role::Reviewer]).await;
    let queue = office.case_queue(&reviewer.session().await, CaseFilter::default()).await.unwrap();
    let case = format!("/staff/cases/{}", queue.lines[0].case.to_hex());
    assert!(page(&mut reviewer, "/staff/cases").await.contains(&case));
    // Without the purpose in force it stays closed.
    assert!(!page(&mut reviewer, &case).await.contains(person.name.as_str()));
    let choice = [("csrf", csrf.as_str()), ("role", "reviewer"), ("purpose", "due-diligence")];
    reviewer.post("/staff/purpose", &choice).await;
    assert!(page(&mut reviewer, &case).await.contains(person.name.as_str()));
    let decide = format!("{case}/decide");
    let missing = reviewer.post(&decide, &[("csrf", csrf.as_str()), ("reason", "")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    complete(&missing, "no decision");
    let decision = [("csrf", csrf.as_str()), ("decision", "grant"), ("reason", "Pekerjaan ini boleh")];
    assert_eq!(to(&reviewer.post(&decide, &decision).await), (StatusCode::SEE_OTHER, case.as_str()));
    assert!(page(&mut reviewer, &case).await.contains("Pekerjaan ini boleh"));
    assert_eq!(reviewer.post(&decide, &decision).await.status, StatusCode::CONFLICT);
    assert_eq!(reviewer.get("/staff/cases/00").await.status, StatusCode::NOT_FOUND);
    house.finish().await;
}

#[tokio::test]
async fn an_administrator_runs_staff_and_batches() {
    let house = House::open().await;
    let mut admin = house.browser();
    let roles = [Role::Administrator];
    let csrf = sign_in(&house, &mut admin, "Ratna Kepala", "ratna@kantor.example", &roles).await;
    for path in
        ["/staff", "/staff/members", "/staff/members/grant", "/staff/members/invite", "/staff/batches/plan"]
    {
        page(&mut admin, path).await;
    }
    assert_eq!(
        admin.get("/staff/cases").await.status,
        StatusCode::NOT_FOUND,
        "an administrator decides no cases"
    );
    let invite = [("csrf", csrf.as_str()), ("name", "Budi Santoso"), ("email", "budi@kantor.example")];
    assert_eq!(
        to(&admin.post("/staff/members/invite", &invite).await),
        (StatusCode::SEE_OTHER, "/staff/members")
    );
    let link = match house.test.newest_letter("budi@kantor.example").await {
        amanah_actions::letters::LetterKind::StaffInvitation { link, .. } => link,
        _ => panic!("not an invitation"),
    };
    let path = link.strip_prefix(&house.test.office.mode.origin).unwrap();
    let mut budi = house.browser();
    assert!(page(&mut budi, path).await.contains("Budi Santoso"));
    assert_eq!(budi.post(path, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(to(&budi.post(path, &[("agree", "yes")]).await), (StatusCode::SEE_OTHER, "/staff"));
    page(&mut budi, "/staff").await;
    page(&mut house.browser(), path).await;
    let grant = [("csrf", csrf.as_str()), ("email", "budi@kantor.example"), ("role", "reviewer")];
    assert_eq!(
        to(&admin.post("/staff/members/grant", &grant).await),
        (StatusCode::SEE_OTHER, "/staff/members")
    );
    let again = admin.post("/staff/members/grant", &grant).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    complete(&again, "granted twice");
    let nobody = [("csrf", csrf.as_str()), ("email", "lain@kantor.example"), ("role", "reviewer")];
    complete(&admin.post("/staff/members/grant", &nobody).await, "nobody");
    let budi_id = budi.session().await.person.to_hex();
    let approve = format!("/staff/members/{budi_id}/approve");
    let own = admin.post(&approve, &[("csrf", csrf.as_str()), ("role", "reviewer")]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    complete(&own, "own grant");
    assert!(page(&mut admin, "/staff/members").await.contains("Budi Santoso"));
    let left = admin.post(&format!("/staff/members/{budi_id}/left"), &[("csrf", csrf.as_str())]).await;
    assert_eq!(to(&left), (StatusCode::SEE_OTHER, "/staff/members"));
    assert_eq!(to(&budi.get("/staff").await), (StatusCode::SEE_OTHER, "/sign-in"));
    // A batch: wrong, right, opened by hand, closed by hand.
    let wrong = admin.post("/staff/batches/plan", &[("csrf", csrf.as_str()), ("quota", "x")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    complete(&wrong, "plan");
    let office = &house.test.office;
    let at = |hours: i64| office.now().plus_hours(hours).at(7).strftime("%Y-%m-%dT%H:%M").to_string();
    let (opens, closes, known) = (at(1), at(25), at(37));
    let plan = [
        ("csrf", csrf.as_str()),
        ("quota", "5"),
        ("opens", &opens),
        ("closes", &closes),
        ("public-source", "Penutupan IHSG"),
        ("public-known-at", &known),
    ];
    assert_eq!(
        to(&admin.post("/staff/batches/plan", &plan).await),
        (StatusCode::SEE_OTHER, "/staff/batches/1")
    );
    for path in ["/staff/batches/1", "/staff/batches"] {
        page(&mut admin, path).await;
    }
    let step = [("csrf", csrf.as_str())];
    assert_eq!(
        to(&admin.post("/staff/batches/1/open", &step).await),
        (StatusCode::SEE_OTHER, "/staff/batches/1")
    );
    page(&mut admin, "/staff/batches/1").await;
    let early = admin.post("/staff/batches/1/fail", &step).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    complete(&early, "too early");
    assert_eq!(admin.get("/staff/batches/01").await.status, StatusCode::NOT_FOUND);
    house.finish().await;
}

#[tokio::test]
async fn relations_close_a_door() {
    let house = House::open().await;
    house.test.register("Sari Dewi", "sari@surat.example").await;
    let mut agent = house.browser();
    let csrf =
        sign_in(&house, &mut agent, "Budi Petugas", "budi@kantor.example", &[Role::ContactAgent]).await;
    let declare = |value: &'static str| {
        [
            ("csrf", csrf.clone()),
            ("kind", "email".to_owned()),
            ("value", value.to_owned()),
            ("relation", "Adik ipar".to_owned()),
        ]
    };
    for (value, status) in [
        ("nobody@surat.example", StatusCode::OK),
        ("budi@kantor.example", StatusCode::UNPROCESSABLE_ENTITY),
        ("sari@surat.example", StatusCode::SEE_OTHER),
    ] {
        let fields = declare(value);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = agent.post("/staff/relations", &fields).await;
        assert_eq!(answer.status, status, "{value}");
        complete(&answer, value);
    }
    assert!(page(&mut agent, "/staff/relations").await.contains("Adik ipar"));
    let choice = [("csrf", csrf.as_str()), ("role", "contact-agent"), ("purpose", "questions")];
    agent.post("/staff/purpose", &choice).await;
    let look =
        [("csrf", csrf.as_str()), ("kind", "email"), ("value", "sari@surat.example"), ("reason", "Bertanya")];
    let answer = agent.post("/staff/look-up", &look).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!complete(&answer, "related").contains("Sari Dewi"));
    // Nor one's own account.
    let own = [
        ("csrf", csrf.as_str()),
        ("kind", "email"),
        ("value", "budi@kantor.example"),
        ("reason", "Bertanya"),
    ];
    assert_eq!(agent.post("/staff/look-up", &own).await.status, StatusCode::FORBIDDEN);
    house.finish().await;
}
