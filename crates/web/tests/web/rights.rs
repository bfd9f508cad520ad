//! Rights by the person's own hand, as a browser asks: every form, what is wrong in it, and nobody else's.

use amanah_domain::states::RemovalAct;
use axum::http::StatusCode;

use crate::house::{Answer, Browser, House};

/// Where an answer leads.
fn led(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").to_owned()
}

async fn page(browser: &mut Browser<'_>, path: &str) -> String {
    let answer = browser.get(path).await;
    let text = answer.text();
    assert_eq!(answer.status, StatusCode::OK, "{path}: {text}");
    assert!(!text.contains('⟦'), "{path} lacks a word: {}", text.split('⟦').nth(1).unwrap_or_default());
    text
}

#[tokio::test]
async fn every_right_stands_on_one_page_with_its_clock() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.register("Sari Berhak", "sari.berhak@contoh.example").await;
    for lang in ["id", "en"] {
        let text = page(&mut browser, &format!("/me/rights?lang={lang}")).await;
        for article in [6, 7, 8, 9, 10, 11, 12, 13] {
            let law = if lang == "id" { format!("pasal {article}") } else { format!("article {article}") };
            assert!(text.contains(&law), "{law}: {text}");
        }
        for way in [
            "/me/copy",
            "/me/correct",
            "/me/consents",
            "/me/rights/restrict",
            "/me/rights/object",
            "/me/rights/delete",
            "/me/leave",
            "/me/copy/send",
            "/me/trail",
            "/contact",
        ] {
            assert!(text.contains(&format!("href=\"{way}\"")), "{way}: {text}");
        }
        assert!(text.contains("72 jam") || text.contains("72 hours"), "by the clock of the policy");
        assert!(text.contains("Kementerian Komunikasi dan Digital"), "how the authority is reached");
    }
    let home = page(&mut browser, "/me").await;
    assert!(home.contains("href=\"/me/rights\"") && home.contains("href=\"/me/cases\""));
    let nobody = house.browser().get("/me/rights").await;
    assert_eq!(led(&nobody), "/sign-in");
    house.finish().await;
}

#[tokio::test]
async fn a_request_becomes_a_case_that_is_followed_and_taken_back() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.register("Sari Berhak", "sari.berhak@contoh.example").await;
    assert!(page(&mut browser, "/me/cases").await.contains("/me/rights"), "nothing yet, and where to begin");
    let token = browser.token("/me/rights/restrict").await;
    let forged = browser.post("/me/rights/restrict", &[("csrf", "00"), ("statement", "")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let long = "x".repeat(2_001);
    let wrong = browser.post("/me/rights/restrict", &[("csrf", &token), ("statement", &long)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains(&long), "what was typed stays");
    let sent = [("csrf", token.as_str()), ("statement", "<b>Tolong</b> tunda")];
    let case = led(&browser.post("/me/rights/restrict", &sent).await);
    let text = page(&mut browser, &case).await;
    assert!(text.contains("&#60;b&#62;Tolong") && !text.contains("<b>Tolong"), "{text}");
    assert!(page(&mut browser, "/me/cases").await.contains(&format!("href=\"{case}\"")));
    assert!(page(&mut browser, "/me/rights").await.contains(&format!("href=\"{case}\"")), "asked already");

    let said = browser.post(&format!("{case}/say"), &[("csrf", &token), ("statement", "  ")]).await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said =
        browser.post(&format!("{case}/say"), &[("csrf", &token), ("statement", "Satu hal lagi")]).await;
    assert_eq!(led(&said), case);
    assert!(page(&mut browser, &case).await.contains("Satu hal lagi"));
    let early = browser.get(&format!("{case}/appeal")).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "nothing is decided yet");

    let mut other = house.browser();
    other.register("Orang Lain", "orang.lain@contoh.example").await;
    let token_other = other.token("/me/rights").await;
    assert_eq!(other.get(&case).await.status, StatusCode::NOT_FOUND);
    let said = other.post(&format!("{case}/say"), &[("csrf", &token_other), ("statement", "Halo")]).await;
    assert_eq!(said.status, StatusCode::NOT_FOUND);
    assert_eq!(other.get("/me/cases/zz").await.status, StatusCode::NOT_FOUND);

    assert_eq!(led(&browser.post(&format!("{case}/withdraw"), &[("csrf", &token)]).await), case);
    let again = browser.post(&format!("{case}/withdraw"), &[("csrf", &token)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(!page(&mut browser, &case).await.contains("/withdraw\""));
    house.finish().await;
}

#[tokio::test]
async fn an_objection_holds_at_once_and_is_taken_back_in_one_step() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.register("Sari Keberatan", "keberatan@contoh.example").await;
    let list = page(&mut browser, "/me/rights/object").await;
    for purpose in ["benefits", "due-diligence"] {
        assert!(list.contains(&format!("/me/rights/object/{purpose}")), "{list}");
    }
    for none in ["research", "fraud", "nothing"] {
        let answer = browser.get(&format!("/me/rights/object/{none}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{none}");
    }
    let path = "/me/rights/object/benefits";
    let token = browser.token(path).await;
    let case = led(&browser.post(path, &[("csrf", &token), ("statement", "")]).await);
    page(&mut browser, &case).await;
    let list = page(&mut browser, "/me/rights/object").await;
    assert!(list.contains("action=\"/me/rights/object/benefits/end\""), "{list}");
    let ended = browser.post("/me/rights/object/benefits/end", &[("csrf", &token)]).await;
    assert_eq!(led(&ended), "/me/rights/object");
    let again = browser.post("/me/rights/object/benefits/end", &[("csrf", &token)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    house.finish().await;
}

#[tokio::test]
async fn a_deletion_says_first_what_goes_and_what_stays() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.register("Sari Hapus", "hapus@contoh.example").await;
    let chooses = page(&mut browser, "/me/rights/delete").await;
    assert!(chooses.contains("name=\"category-identity\""), "{chooses}");
    assert!(!chooses.contains("name=\"category-contact\""), "an account is reached by it");
    let unsaid = browser.get("/me/rights/delete?sent=yes").await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nothing = browser.get("/me/rights/delete?sent=yes&what=parts").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let preview = page(&mut browser, "/me/rights/delete?sent=yes&what=parts&category-identity=yes").await;
    assert!(preview.contains("name=\"category-identity\" value=\"yes\""), "{preview}");
    page(&mut browser, "/me/rights/delete?what=all&lang=en").await;

    let token = browser.token("/me/rights/delete?what=all").await;
    let sent = [("csrf", token.as_str()), ("what", "all"), ("statement", "Semua, tolong")];
    let case = led(&browser.post("/me/rights/delete", &sent).await);
    assert!(page(&mut browser, &case).await.contains("Semua, tolong"));
    let session = browser.session().await;
    let removed = house.test.office.list_own_removals(&session).await.unwrap();
    assert!(removed.iter().all(|one| one.act != RemovalAct::Destroy), "asking deletes nothing");
    house.finish().await;
}

#[tokio::test]
async fn one_tap_complains_about_a_look_and_the_answer_is_bound_to_it() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.register("Sari Mengeluh", "mengeluh@contoh.example").await;
    let trail = page(&mut browser, "/me/trail?who=person").await;
    let (_, rest) = trail.split_once("href=\"/me/trail/1-").unwrap();
    let entry = format!("/me/trail/1-{}", rest.split('"').next().unwrap());
    let token = browser.token(&entry).await;
    let complain = format!("{entry}/complain");
    let case = led(&browser.post(&complain, &[("csrf", &token)]).await);
    assert_eq!(led(&browser.post(&complain, &[("csrf", &token)]).await), case, "one open complaint an entry");
    assert!(
        page(&mut browser, &case).await.contains(&format!("href=\"{entry}\"")),
        "the case names its line"
    );
    let line = page(&mut browser, &entry).await;
    assert!(line.contains(&format!("href=\"{case}\"")) && !line.contains("/complain\""), "{line}");

    let dpo = house.test.staff("Dewi Pelindung", "dpo@kantor.example", &[amanah_domain::Role::Dpo]).await;
    let id = amanah_domain::CaseId::from_hex(case.rsplit('/').next().unwrap()).unwrap();
    house.test.office.answer_case(&dpo, id, "Itu Anda sendiri, saat mendaftar.").await.unwrap();
    house.test.run_jobs().await;
    let line = page(&mut browser, &entry).await;
    assert!(line.contains("/proof\"") && line.contains("/complain\""), "answered, it may be asked again");
    let told = page(&mut browser, &case).await;
    assert!(told.contains("Itu Anda sendiri") && told.contains("/proof\""), "{told}");

    let mut other = house.browser();
    other.register("Orang Lain", "orang.lain@contoh.example").await;
    let token = other.token("/me/rights").await;
    let tried = other.post(&complain, &[("csrf", &token)]).await;
    assert_eq!(tried.status, StatusCode::NOT_FOUND, "nobody complains about another's line");
    house.finish().await;
}

#[tokio::test]
async fn a_refusal_names_its_ground_and_leads_to_an_appeal() {
    use amanah_actions::staff::decide_case::Decision;
    let house = House::open().await;
    let mut browser = house.browser();
    browser.register("Sari Banding", "banding@contoh.example").await;
    let token = browser.token("/me/rights/restrict").await;
    let case = led(&browser.post("/me/rights/restrict", &[("csrf", &token), ("statement", "")]).await);
    let dpo = house.test.staff("Dewi Pelindung", "dpo@kantor.example", &[amanah_domain::Role::Dpo]).await;
    let id = amanah_domain::CaseId::from_hex(case.rsplit('/').next().unwrap()).unwrap();
    let no = Decision { granted: false, reason: "Uang negara harus dapat diperiksa.".to_owned() };
    let ground = Some(amanah_domain::rights::RefusalGround::PublicInterest);
    house.test.office.decide_case_on(&dpo, id, no, ground).await.unwrap();
    let text = page(&mut browser, &case).await;
    assert!(text.contains("Uang negara") && text.contains("pasal 15(1)c"), "reason and ground: {text}");
    assert!(text.contains("Kementerian Komunikasi") && text.contains("pasal 12"), "authority and court");
    let path = format!("{case}/appeal");
    page(&mut browser, &path).await;
    let empty = browser.post(&path, &[("csrf", &token), ("statement", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let appeal = led(&browser.post(&path, &[("csrf", &token), ("statement", "Saya tidak ditanya")]).await);
    assert_ne!(appeal, case);
    assert!(page(&mut browser, &appeal).await.contains(&format!("href=\"{case}\"")));
    assert!(page(&mut browser, &case).await.contains(&format!("href=\"{appeal}\"")));
    let twice = browser.post(&path, &[("csrf", &token), ("statement", "Sekali lagi")]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "one appeal against a decision");
    house.test.run_jobs().await;
    house.finish().await;
}
