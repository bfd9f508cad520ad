//! The accessibility checker axe-core, run inside the page.
//!
//! Its script goes through the driver and not through the page, so that a page with the strictest
//! content security policy is checked as it is.

use fantoccini::Client;
use serde_json::Value;

use super::error::BrowserError;
use super::session::word;

/// Set by `./test` to the checker's one script file.
const AXE_VARIABLE: &str = "AMANAH_TEST_AXE";

/// `target-size` (WCAG 2.2 AA, 2.5.8) is off in axe-core by default; all else runs as delivered.
const RUN: &str = r#"
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })
  .then(result => done({ violations: result.violations }), error => done({ error: String(error) }));
"#;

pub(super) async fn violations(client: &Client) -> Result<Vec<String>, BrowserError> {
    let checker = checker()?;
    let failed = |error| BrowserError::new(format!("axe-core could not be put into the page: {error}"));
    // Half a megabyte, once a page is enough.
    let there = client.execute("return typeof axe === 'object'", Vec::new()).await.map_err(failed)?;
    if there != Value::Bool(true) {
        client.execute(&checker, Vec::new()).await.map_err(failed)?;
    }
    let answer = client
        .execute_async(RUN, Vec::new())
        .await
        .map_err(|error| BrowserError::new(format!("axe-core did not finish: {error}")))?;
    match answer.get("violations").and_then(Value::as_array) {
        Some(violations) => Ok(violations.iter().map(describe).collect()),
        None => Err(BrowserError::new(format!("axe-core failed: {answer}"))),
    }
}

fn checker() -> Result<String, BrowserError> {
    #[expect(clippy::disallowed_methods, reason = "./test hands the checker's path to the tests this way")]
    let path = std::env::var(AXE_VARIABLE).map_err(|_| {
        BrowserError::new(format!(
            "{AXE_VARIABLE} is not set, so there is no accessibility checker. Run ./test, which fetches it."
        ))
    })?;
    std::fs::read_to_string(&path).map_err(|error| {
        BrowserError::new(format!("The accessibility checker {path} cannot be read: {error}"))
    })
}

/// Rule, what it wants, and for each place the selector, the markup and what to do.
fn describe(violation: &Value) -> String {
    let mut text = format!(
        "{} ({}): {}\n  {}",
        word(violation, "id"),
        word(violation, "impact"),
        word(violation, "help"),
        word(violation, "helpUrl")
    );
    for node in list(violation, "nodes") {
        let target: Vec<String> = list(node, "target").iter().map(Value::to_string).collect();
        text.push_str(&format!("\n  at {}: {}", target.join(" "), word(node, "html")));
        for line in word(node, "failureSummary").lines() {
            text.push_str(&format!("\n    {}", line.trim()));
        }
    }
    text
}

fn list<'a>(answer: &'a Value, name: &str) -> &'a [Value] {
    answer.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
