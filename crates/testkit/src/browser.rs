//! A real browser for tests: Debian's Chromium, driven through its chromedriver.
//!
//! Each [`Browser`] is a process of its own with an empty profile, so tests share nothing and may run
//! side by side. It reaches `localhost` and 127.0.0.1 and nothing else: a page that asks the outside
//! world for anything shows that as a console error. What is not here: knowledge of any page of ours.

mod axe;
mod error;
mod keyboard;
mod passkeys;
mod process;
mod session;

use std::path::PathBuf;
use std::time::Duration;

use axum::http::Method;
use fantoccini::elements::Element;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

pub use error::BrowserError;
pub use passkeys::PasskeyDevice;
use process::Driver;
use session::{pixels, word};

/// How long a method waits for its element; pages here are made by the server, so this is generous.
const ELEMENT_WAIT: Duration = Duration::from_secs(5);
/// Looks at a page that is being left, 20 ms apart.
const LEAVING_TRIES_MAX: u32 = 500;
/// Longer pages are cut in screenshots; Chromium's surfaces end at 16,384 pixels.
const SCREENSHOT_HEIGHT_PIXELS_MAX: u32 = 12_000;

/// A running browser with one window. Ends with the value; [`Browser::close`] ends it more politely.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    driver: Driver,
}

impl Browser {
    /// Starts Chromium with an empty profile and a window of 1280 by 900 pixels.
    pub async fn start() -> Result<Self, BrowserError> {
        Self::start_with(true).await
    }

    /// The same, with script switched off as a person may do in the settings: for the promise that
    /// nothing a person must do needs script.
    pub async fn start_without_script() -> Result<Self, BrowserError> {
        Self::start_with(false).await
    }

    async fn start_with(script: bool) -> Result<Self, BrowserError> {
        let driver = Driver::start().await?;
        // Chromium's own numbers: 1 allows, 2 blocks.
        let preferences = json!({
            "credentials_enable_service": false,
            "profile.password_manager_enabled": false,
            "profile.managed_default_content_settings.javascript": if script { 1 } else { 2 },
            "translate.enabled": false,
        });
        let wanted = json!({
            "goog:chromeOptions": { "args": driver.browser_arguments(), "prefs": preferences },
            "goog:loggingPrefs": { "browser": "ALL" },
            "timeouts": { "script": 60_000, "pageLoad": 30_000, "implicit": 0 },
        });
        let wanted: Capabilities = serde_json::from_value(wanted)
            .map_err(|error| BrowserError::new(format!("The browser's settings do not parse: {error}")))?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(driver.address())
            .await
            .map_err(|error| BrowserError::new(format!("Chromium did not start: {error}")))?;
        let browser = Self { client, driver };
        browser.size(1280, 900).await?;
        Ok(browser)
    }

    /// Sets the page's own width and height in CSS pixels. Below 600 it behaves like a phone: without
    /// a viewport declaration a page is laid out wide and shrunk, as a phone would.
    pub async fn size(&self, width: u32, height: u32) -> Result<(), BrowserError> {
        // Not the window's size: Chromium's window is never narrower than 500 pixels.
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        session::devtools(&self.client, "Emulation.setDeviceMetricsOverride", metrics).await?;
        Ok(())
    }

    /// Whether the person prefers a dark scheme.
    pub async fn dark(&self, on: bool) -> Result<(), BrowserError> {
        let scheme = if on { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        session::devtools(&self.client, "Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }

    /// Takes the network away, or gives it back.
    pub async fn offline(&self, on: bool) -> Result<(), BrowserError> {
        let network = json!({
            "offline": on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        session::devtools(&self.client, "Network.enable", json!({})).await?;
        session::devtools(&self.client, "Network.emulateNetworkConditions", network).await?;
        Ok(())
    }

    /// Puts files that the browser downloads into a folder.
    pub async fn downloads_into(&self, folder: &std::path::Path) -> Result<(), BrowserError> {
        let into = json!({ "behavior": "allow", "downloadPath": folder.display().to_string() });
        session::devtools(&self.client, "Browser.setDownloadBehavior", into).await?;
        Ok(())
    }

    /// Opens an address and waits until it is loaded.
    pub async fn goto(&self, address: &str) -> Result<(), BrowserError> {
        self.client
            .goto(address)
            .await
            .map_err(|error| BrowserError::new(format!("{address} could not be opened: {error}")))
    }

    /// The address of the page that is shown.
    pub async fn address(&self) -> Result<String, BrowserError> {
        Ok(self.client.current_url().await?.to_string())
    }

    /// The page's title.
    pub async fn title(&self) -> Result<String, BrowserError> {
        Ok(self.client.title().await?)
    }

    /// Clicks the first element that matches, and waits for the page it leads to.
    pub async fn click(&self, css: &str) -> Result<(), BrowserError> {
        let element = self.element(css).await?;
        element
            .click()
            .await
            .map_err(|error| BrowserError::new(format!("`{css}` cannot be clicked: {error}")))
    }

    /// Clicks what leads to another page, and waits until the page that was shown is gone: a form that
    /// comes back with what is wrong has the same address, so waiting for an address would not do.
    pub async fn follow(&self, css: &str) -> Result<(), BrowserError> {
        let before = self.element("html").await?;
        self.click(css).await?;
        self.left(&before).await
    }

    /// Presses a key that leads to another page, and waits like [`Browser::follow`].
    pub async fn leave_by(&self, keys: &str) -> Result<(), BrowserError> {
        let before = self.element("html").await?;
        self.press(keys).await?;
        self.left(&before).await
    }

    async fn left(&self, before: &Element) -> Result<(), BrowserError> {
        for _ in 0..LEAVING_TRIES_MAX {
            if before.tag_name().await.is_err() {
                self.element("body").await?;
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let here = self.address().await?;
        Err(BrowserError::new(format!("The page {here} was to be left, and is still there.")))
    }

    /// Replaces what stands in a text field. For a field of type `date` give `MMDDYYYY` as one types it.
    pub async fn fill(&self, css: &str, text: &str) -> Result<(), BrowserError> {
        let element = self.element(css).await?;
        element.clear().await?;
        Ok(element.send_keys(text).await?)
    }

    /// Chooses a file of this machine in a field for files.
    pub async fn choose_file(&self, css: &str, path: &std::path::Path) -> Result<(), BrowserError> {
        Ok(self.element(css).await?.send_keys(&path.to_string_lossy()).await?)
    }

    /// Chooses the option with this value in a `select`.
    pub async fn choose(&self, css: &str, value: &str) -> Result<(), BrowserError> {
        Ok(self.element(css).await?.select_by_value(value).await?)
    }

    /// Sends the form that matches by its own first submit button, as a person would.
    pub async fn submit(&self, css: &str) -> Result<(), BrowserError> {
        self.follow(&format!("{css} button:not([type=button]):not([type=reset]), {css} input[type=submit]"))
            .await
    }

    /// The visible text of the first element that matches.
    pub async fn text(&self, css: &str) -> Result<String, BrowserError> {
        Ok(self.element(css).await?.text().await?)
    }

    /// The current value of a form field.
    pub async fn value(&self, css: &str) -> Result<String, BrowserError> {
        Ok(self.element(css).await?.prop("value").await?.unwrap_or_default())
    }

    /// An attribute as it stands in the page, if it is there.
    pub async fn attribute(&self, css: &str, name: &str) -> Result<Option<String>, BrowserError> {
        Ok(self.element(css).await?.attr(name).await?)
    }

    /// How many elements match right now; does not wait.
    pub async fn count(&self, css: &str) -> Result<usize, BrowserError> {
        Ok(self.client.find_all(Locator::Css(css)).await?.len())
    }

    /// A description of the element that has the keyboard: its tag with id, name or text.
    pub async fn focused(&self) -> Result<String, BrowserError> {
        let element = self.client.active_element().await?;
        let tag = element.tag_name().await?;
        if let Some(id) = element.attr("id").await? {
            return Ok(format!("{tag}#{id}"));
        }
        if let Some(name) = element.attr("name").await? {
            return Ok(format!("{tag}[name={name}]"));
        }
        Ok(format!("{tag} \"{}\"", element.text().await?.chars().take(80).collect::<String>()))
    }

    /// Width and height of the whole page in CSS pixels; wider than the window means that a person
    /// must scroll sideways.
    pub async fn content_size(&self) -> Result<(u32, u32), BrowserError> {
        let metrics = session::devtools(&self.client, "Page.getLayoutMetrics", json!({})).await?;
        Ok((pixels(&metrics, "/cssContentSize/width")?, pixels(&metrics, "/cssContentSize/height")?))
    }

    /// Takes a picture of the whole page, however long, into `target/screens/<name>.png`.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf, BrowserError> {
        let metrics = session::devtools(&self.client, "Page.getLayoutMetrics", json!({})).await?;
        let width = pixels(&metrics, "/cssLayoutViewport/clientWidth")?;
        let height = pixels(&metrics, "/cssLayoutViewport/clientHeight")?;
        let whole = pixels(&metrics, "/cssContentSize/height")?;
        self.size(width, whole.min(SCREENSHOT_HEIGHT_PIXELS_MAX).max(height)).await?;
        let picture = self.client.screenshot().await;
        self.size(width, height).await?;
        process::write_screen(name, &picture?)
    }

    /// Runs the accessibility checker over the page as it is: one readable text a violation, none
    /// when all is well. Needs script, so not with [`Browser::start_without_script`].
    pub async fn axe(&self) -> Result<Vec<String>, BrowserError> {
        axe::violations(&self.client).await
    }

    /// What the browser complained of since the last call: script errors, pieces that did not load,
    /// violations of the content security policy.
    pub async fn console_errors(&self) -> Result<Vec<String>, BrowserError> {
        let entries =
            session::command(&self.client, Method::POST, "se/log", json!({ "type": "browser" })).await?;
        let severe =
            entries.as_array().into_iter().flatten().filter(|entry| word(entry, "level") == "SEVERE");
        Ok(severe.map(|entry| word(entry, "message").to_owned()).collect())
    }

    /// Presses one key or chord on the real keyboard path: `Tab`, `Shift+Tab`, `Enter`, `Space`,
    /// `Escape`, `ArrowDown`, a single character.
    pub async fn press(&self, keys: &str) -> Result<(), BrowserError> {
        keyboard::press(&self.client, keys).await
    }

    /// Types into whatever has the keyboard.
    pub async fn type_text(&self, text: &str) -> Result<(), BrowserError> {
        keyboard::type_text(&self.client, text).await
    }

    /// Plugs in a pretended passkey device that consents to everything. Pages must be opened under
    /// `localhost`: passkeys do not work on bare addresses.
    pub async fn add_passkey_device(&self) -> Result<PasskeyDevice, BrowserError> {
        passkeys::add(&self.client).await
    }

    /// Forgets all cookies, as a person does who clears them.
    pub async fn forget_cookies(&self) -> Result<(), BrowserError> {
        Ok(self.client.delete_all_cookies().await?)
    }

    /// Goes back one page.
    pub async fn back(&self) -> Result<(), BrowserError> {
        Ok(self.client.back().await?)
    }

    /// The driver's own client, for what has no method here.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Closes the window and waits until the processes are gone. Without it they are killed when the
    /// value is dropped, which a failing test relies on.
    pub async fn close(self) -> Result<(), BrowserError> {
        let Self { client, driver } = self;
        let closed = client.close().await;
        drop(driver);
        Ok(closed?)
    }

    async fn element(&self, css: &str) -> Result<Element, BrowserError> {
        let found = self.client.wait().at_most(ELEMENT_WAIT).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => Ok(element),
            Err(error) => {
                let address = self.address().await.unwrap_or_default();
                let body = match self.client.find(Locator::Css("body")).await {
                    Ok(body) => body.text().await.unwrap_or_default(),
                    Err(_) => String::new(),
                };
                let start: String = body.chars().take(1_500).collect();
                Err(BrowserError::new(format!(
                    "Nothing matches `{css}` on {address} ({error}). The page says:\n{start}"
                )))
            }
        }
    }
}
