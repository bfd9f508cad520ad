//! Somebody with a browser in front of a house.

use amanah_testkit::browser::Browser;

use crate::house::House;

pub(crate) struct Visit<'h> {
    pub(crate) house: &'h House,
    pub(crate) browser: Browser,
}

impl<'h> Visit<'h> {
    pub(crate) async fn begin(house: &'h House) -> Self {
        let visit = Self { house, browser: Browser::start().await.unwrap() };
        visit.phone().await;
        visit
    }

    pub(crate) async fn without_script(house: &'h House) -> Self {
        let visit = Self { house, browser: Browser::start_without_script().await.unwrap() };
        visit.phone().await;
        visit
    }

    /// The smallest screen that the portal promises to fit.
    pub(crate) async fn phone(&self) {
        self.browser.size(320, 640).await.unwrap();
    }

    pub(crate) async fn desk(&self) {
        self.browser.size(1280, 900).await.unwrap();
    }

    pub(crate) async fn open(&self, path: &str) {
        self.browser.goto(&format!("{}{path}", self.house.origin)).await.unwrap();
    }

    /// Path and query of the page that is shown.
    pub(crate) async fn path(&self) -> String {
        let address = self.browser.address().await.unwrap();
        address.strip_prefix(&self.house.origin).unwrap_or(&address).to_owned()
    }

    pub(crate) async fn fill(&self, name: &str, text: &str) {
        self.browser.fill(&format!("[name={name}]"), text).await.unwrap();
    }

    pub(crate) async fn value(&self, name: &str) -> String {
        self.browser.value(&format!("[name={name}]")).await.unwrap()
    }

    pub(crate) async fn choose(&self, name: &str, value: &str) {
        self.browser.choose(&format!("select[name={name}]"), value).await.unwrap();
    }

    /// Ticks a box or a choice that is not ticked yet.
    pub(crate) async fn tick(&self, name: &str, value: &str) {
        self.click(&format!("input[name={name}][value='{value}']")).await;
    }

    pub(crate) async fn click(&self, css: &str) {
        self.browser.click(css).await.unwrap();
    }

    /// Sends the page's own form.
    pub(crate) async fn send(&self) {
        self.follow("main form button.primary").await;
    }

    /// Clicks what leads to another page.
    pub(crate) async fn follow(&self, css: &str) {
        self.browser.follow(css).await.unwrap();
    }

    pub(crate) async fn text(&self, css: &str) -> String {
        self.browser.text(css).await.unwrap()
    }

    pub(crate) async fn has(&self, css: &str) -> bool {
        self.browser.count(css).await.unwrap() > 0
    }

    /// The page is this one, whole and usable by everybody: the checker finds nothing, nobody scrolls
    /// sideways, nothing failed to load.
    pub(crate) async fn is_at(&self, path: &str) {
        let here = self.path().await;
        assert_eq!(here, path, "{}", self.text("main").await);
        self.is_usable().await;
    }

    pub(crate) async fn is_usable(&self) {
        let faults = self.faults().await;
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    /// What would keep somebody from using the page.
    pub(crate) async fn faults(&self) -> Vec<String> {
        let here = self.path().await;
        let mut faults = self.browser.axe().await.unwrap();
        let window: u32 = self
            .browser
            .client()
            .execute("return window.innerWidth", vec![])
            .await
            .unwrap()
            .as_u64()
            .and_then(|width| u32::try_from(width).ok())
            .unwrap();
        let width = self.browser.content_size().await.unwrap().0;
        if width > window {
            faults.push(format!("{width} pixels wide on a screen of {window}"));
        }
        let complaints = self.browser.console_errors().await.unwrap();
        // A page that says no with its status is a page all the same, and the browser says that aloud.
        let page = format!("{}{here} - Failed to load resource: the server responded", self.house.origin);
        let form = "the server responded with a status of 422";
        faults.extend(complaints.into_iter().filter(|line| !line.starts_with(&page) && !line.contains(form)));
        faults.into_iter().map(|fault| format!("{here}: {fault}")).collect()
    }

    /// Registers with the short form: who is already known to be registering well.
    pub(crate) async fn register(&self, name: &str, address: &str) {
        self.house.test.secret(name);
        self.house.test.secret(address);
        self.open("/register").await;
        self.fill("address", address).await;
        self.fill("name", name).await;
        self.tick("attest", "yes").await;
        self.tick("accept", "yes").await;
        self.send().await;
        self.enter_code(address).await;
    }

    /// Asks for a code and enters it.
    pub(crate) async fn sign_in(&self, address: &str) {
        self.open("/sign-in").await;
        self.fill("address", address).await;
        self.send().await;
        self.enter_code(address).await;
    }

    pub(crate) async fn enter_code(&self, address: &str) {
        assert_eq!(self.path().await, "/code", "{}", self.text("main").await);
        let code = self.house.test.code_from_letter(address).await;
        self.fill("code", &code).await;
        self.send().await;
    }

    pub(crate) async fn sign_out(&self) {
        self.follow("form[action='/sign-out'] button").await;
    }

    pub(crate) async fn end(self) {
        self.browser.close().await.unwrap();
    }
}
