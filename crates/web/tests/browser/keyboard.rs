//! Without a mouse: registration with Tab, Space, Enter and typing alone, in an order that makes sense,
//! with the focus always to be seen (issue 2; WCAG 2.1.1, 2.4.3, 2.4.7, 2.4.11).

use amanah_testkit::Engine;

use crate::house::House;
use crate::visit::Visit;

const NAME: &str = "Putri Handayani";
const EMAIL: &str = "putri@surat.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keyboard_is_enough_on_sqlite() {
    is_enough(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keyboard_is_enough_on_postgres() {
    is_enough(Engine::Postgres).await;
}

/// What has the focus lies inside the window, uncovered, with a ring around it. A box or a radio may be
/// smaller than its ring.
const SEEN: &str = r#"
const at = document.activeElement, box = at.getBoundingClientRect(), look = getComputedStyle(at);
const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
const top = document.elementFromPoint(x, y);
const clear = !!top && (at.contains(top) || top.contains(at));
const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
return inside && clear && ring;
"#;

/// Presses Tab until this has the focus; whatever lies on the way is in sight as well.
pub(crate) async fn tab_to(visit: &Visit<'_>, wanted: &str) {
    let mut met = Vec::new();
    for _ in 0..60 {
        visit.browser.press("Tab").await.unwrap();
        let here = visit.browser.focused().await.unwrap();
        let seen = visit.browser.client().execute(SEEN, vec![]).await.unwrap();
        assert_eq!(seen.as_bool(), Some(true), "{here} has the focus and is not seen");
        if here == wanted {
            return;
        }
        met.push(here);
    }
    panic!("{wanted} is not reached by Tab: {met:?}");
}

/// Goes through the whole page by Tab: in the order in which it is read, and nothing twice.
pub(crate) async fn order(visit: &Visit<'_>) -> Vec<i64> {
    // Places are counted in the document; radios of one name are one stop, wherever it is.
    let place = r#"return [...document.querySelectorAll("*")].indexOf(document.activeElement)"#;
    let mut places: Vec<i64> = Vec::new();
    for _ in 0..80 {
        visit.browser.press("Tab").await.unwrap();
        let here = visit.browser.client().execute(place, vec![]).await.unwrap().as_i64().unwrap();
        let body = visit.browser.focused().await.unwrap().starts_with("body");
        if body || places.first() == Some(&here) {
            break;
        }
        places.push(here);
    }
    places
}

async fn is_enough(engine: Engine) {
    let house = House::open(engine).await;
    house.test.secret(NAME);
    house.test.secret(EMAIL);
    let visit = Visit::begin(&house).await;

    // The first stop leads past the head of the page.
    visit.open("/").await;
    visit.browser.press("Tab").await.unwrap();
    assert_eq!(visit.browser.focused().await.unwrap(), "a \"Skip to content\"");
    visit.browser.press("Enter").await.unwrap();
    assert_eq!(visit.browser.focused().await.unwrap(), "main#main");
    tab_to(&visit, "a \"Register\"").await;
    enter(&visit).await;
    visit.is_at("/register").await;

    tab_to(&visit, "input#f-address").await;
    visit.browser.type_text("putri").await.unwrap();
    tab_to(&visit, "input#f-name").await;
    visit.browser.type_text(NAME).await.unwrap();
    // Enter in a field sends the form; the summary of what is wrong takes the focus, and leads there.
    enter(&visit).await;
    visit.is_at("/register").await;
    assert_eq!(visit.browser.focused().await.unwrap(), "div#summary");
    visit.browser.press("Tab").await.unwrap();
    visit.browser.press("Enter").await.unwrap();
    assert_eq!(visit.browser.focused().await.unwrap(), "input#f-address");
    visit.browser.press("End").await.unwrap();
    visit.browser.type_text("@surat.example").await.unwrap();
    tab_to(&visit, "summary \"See the 6 choices\"").await;
    visit.browser.press("Enter").await.unwrap();
    for tick in ["input#f-consent-events", "input#f-attest", "input#f-accept"] {
        tab_to(&visit, tick).await;
        visit.browser.press("Space").await.unwrap();
    }
    assert_eq!(visit.browser.count("input:checked").await.unwrap(), 3);
    tab_to(&visit, "button \"Register and send a code\"").await;
    enter(&visit).await;
    visit.is_at("/code").await;
    let code = house.test.code_from_letter(EMAIL).await;
    tab_to(&visit, "input#f-code").await;
    visit.browser.type_text(&code).await.unwrap();
    enter(&visit).await;
    visit.is_at("/me").await;

    for path in [
        "/me",
        "/me/profile/numbers",
        "/me/data",
        "/me/trail",
        "/me/consents",
        "/me/security",
        "/me/leave",
        "/privacy",
    ] {
        visit.open(path).await;
        let places = order(&visit).await;
        assert!(places.len() > 5 && places.is_sorted(), "{path}: {places:?}");
    }
    visit.end().await;
    house.finish().await;
}

/// Enter where it leads to another page.
async fn enter(visit: &Visit<'_>) {
    visit.browser.leave_by("Enter").await.unwrap();
}
