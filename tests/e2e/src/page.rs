//! The page as a visitor meets it: what can be seen, pressed and typed.
//!
//! Waiting always means waiting for a state of the page, with a limit; nothing here sleeps for
//! a while and hopes.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use serde_json::{Value, json};
use thirtyfour::LoggingPrefsLogLevel;
use thirtyfour::common::capabilities::chrome::ChromeCapabilities;
use thirtyfour::extensions::query::ElementPollerWithTimeout;
use thirtyfour::prelude::*;

use crate::axe::{self, Violation};
use crate::site;

/// How long a state may take to come about.
const LIMIT: Duration = Duration::from_secs(20);
/// How often it is looked for.
const GLANCE: Duration = Duration::from_millis(50);
/// How much of the page's text a failure quotes.
const MOST_TOLD: usize = 1_500;
/// More presses of Tab than the page has stops.
const MOST_TABS: usize = 150;

const ARGUMENTS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--force-device-scale-factor=1",
    "--window-size=1280,900",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/// A browser with a fresh profile, or with this one, that keeps a log of what its pages complain about.
pub(crate) async fn browser(
    driver: &str,
    program: &Path,
    profile: Option<&Path>,
) -> Result<WebDriver> {
    let mut wanted: ChromeCapabilities = DesiredCapabilities::chrome();
    wanted.set_binary(&program.to_string_lossy())?;
    for argument in ARGUMENTS {
        wanted.add_arg(argument)?;
    }
    if let Some(profile) = profile {
        wanted.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    }
    wanted.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    let browser = WebDriver::builder(driver, wanted)
        .poller(std::sync::Arc::new(ElementPollerWithTimeout::new(LIMIT, GLANCE)))
        .connect()
        .await?;
    browser.set_script_timeout(LIMIT).await?;
    Ok(browser)
}

/// What has the focus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focus {
    /// Its role, by Chromium's name for it: `button`, `link`, `textbox`, `combobox`.
    pub role: String,
    /// Its accessible name.
    pub name: String,
    /// Its test id, or nothing.
    pub test_id: String,
}

/// The page in its browser.
pub struct Page {
    browser: WebDriver,
    address: String,
}

impl Page {
    /// A page in this browser.
    pub fn new(browser: WebDriver, address: String) -> Self {
        Self { browser, address }
    }

    /// The browser itself, for what has no shorter way here.
    pub fn browser(&self) -> &WebDriver {
        &self.browser
    }

    /// Where the page is served.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Goes to the page and waits until its engine runs.
    pub async fn open(&self) -> Result<()> {
        self.browser.goto(&self.address).await?;
        self.until_started().await
    }

    /// Loads the page anew, as after closing and opening its tab.
    pub async fn reload(&self) -> Result<()> {
        self.browser.goto("about:blank").await?;
        self.open().await
    }

    /// Leaves the page for another one of its host, which shares its storage.
    pub async fn leave(&self) -> Result<()> {
        let (host, _) = self.address.split_once(site::FOLDER).unwrap_or_default();
        Ok(self.browser.goto(format!("{host}{}", site::ELSEWHERE)).await?)
    }

    /// Waits until the start-up notice has gone.
    pub async fn until_started(&self) -> Result<()> {
        let gone = "return document.readyState === 'complete' && !document.getElementById('boot')";
        self.until("the engine is running", gone).await?;
        Ok(())
    }

    /// Waits until a script returns something truthy, which is handed back.
    pub async fn until(&self, what: &str, script: &str) -> Result<Value> {
        self.until_within(LIMIT, what, script).await
    }

    /// As [`Page::until`], with a limit of its own for what takes long.
    pub async fn until_within(&self, limit: Duration, what: &str, script: &str) -> Result<Value> {
        let start = Instant::now();
        loop {
            let seen = self.run(script).await?;
            if !matches!(seen, Value::Null | Value::Bool(false)) {
                return Ok(seen);
            }
            if start.elapsed() > limit {
                let text: String = self.text().await?.chars().take(MOST_TOLD).collect();
                bail!("waited in vain until {what}; the page says:\n{text}");
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Waits until the whole text of the page contains some words.
    pub async fn until_text(&self, words: &str) -> Result<()> {
        let script = format!("return document.body.innerText.includes({})", json!(words));
        self.until(&format!("it says “{words}”"), &script).await?;
        Ok(())
    }

    /// Waits until the element with a test id contains some words; its text.
    pub async fn until_test_id(&self, id: &str, words: &str) -> Result<String> {
        let script = format!(
            "const text = document.querySelector('[data-testid={}]')?.innerText;
             return text?.includes({}) ? {{ text }} : false",
            json!(id),
            json!(words)
        );
        let seen = self.until(&format!("{id} says “{words}”"), &script).await?;
        Ok(seen["text"].as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str) -> Result<Value> {
        Ok(self.browser.execute(script, vec![]).await?.json().clone())
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> Result<String> {
        let text = self.run("return document.body.innerText").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// The element with a test id, once it is shown.
    pub async fn test_id(&self, id: &str) -> Result<WebElement> {
        self.css(&format!("[data-testid={}]", json!(id))).await
    }

    /// The first element that a selector finds, once it is shown.
    pub async fn css(&self, selector: &str) -> Result<WebElement> {
        Ok(self.browser.query(By::Css(selector)).and_displayed().first().await?)
    }

    /// The button, link, tab or option with this name, once it can be pressed.
    pub async fn control(&self, name: &str) -> Result<WebElement> {
        let roles = "self::button or self::a or self::summary or @role='tab' or @role='button' \
                     or @role='option' or @role='radio' or @role='menuitem'";
        let named = format!("normalize-space()={0} or @aria-label={0}", xpath_text(name));
        let path = format!("//*[{roles}][{named}]");
        let found = self.browser.query(By::XPath(path)).desc(name);
        Ok(found.and_clickable().first().await?)
    }

    /// The field with this label, once it can be used.
    pub async fn field(&self, label: &str) -> Result<WebElement> {
        let inputs = "self::input or self::select or self::textarea";
        let text = xpath_text(label);
        let by_label = format!("@id=//label[normalize-space()={text}]/@for");
        let inside = format!("ancestor::label[starts-with(normalize-space(), {text})]");
        let path = format!("//*[{inputs}][@aria-label={text} or {by_label} or {inside}]");
        let found = self.browser.query(By::XPath(path)).desc(label);
        Ok(found.and_clickable().first().await?)
    }

    /// Presses keys wherever the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.browser.action_chain().send_keys(keys).perform().await?)
    }

    /// Replaces the text of the field that has the focus, key by key.
    pub async fn type_over(&self, text: &str) -> Result<()> {
        self.select_all().await?;
        if text.is_empty() { self.press(Key::Delete).await } else { self.press(text).await }
    }

    /// Replaces the text of the field that has the focus at once, as pasting does.
    pub async fn paste_over(&self, text: &str) -> Result<()> {
        self.select_all().await?;
        let text = json!({ "text": text });
        self.browser.cdp().send_raw("Input.insertText", text).await?;
        Ok(())
    }

    async fn select_all(&self) -> Result<()> {
        let keys = self.browser.action_chain().key_down(Key::Control).send_keys("a");
        Ok(keys.key_up(Key::Control).perform().await?)
    }

    /// What has the focus, as assistive technology is told of it.
    pub async fn focus(&self) -> Result<Focus> {
        let cdp = self.browser.cdp();
        let active = json!({ "expression": "document.activeElement" });
        let active = cdp.send_raw("Runtime.evaluate", active).await?;
        let object = active["result"]["objectId"].clone();
        let this = json!({ "objectId": object, "fetchRelatives": false });
        let tree = cdp.send_raw("Accessibility.getPartialAXTree", this).await?;
        let told = |part: &str| {
            tree["nodes"][0][part]["value"].as_str().unwrap_or_default().trim().to_owned()
        };
        let id = "return document.activeElement?.dataset?.testid ?? ''";
        let test_id = self.run(id).await?.as_str().unwrap_or_default().to_owned();
        Ok(Focus { role: told("role"), name: told("name"), test_id })
    }

    /// Presses Tab until the focus is where it is wanted. A page of which the focus cannot get
    /// there within a few rounds is not usable by keyboard.
    pub async fn tab_to(&self, what: &str, wanted: impl Fn(&Focus) -> bool) -> Result<Focus> {
        let mut passed = Vec::new();
        for _ in 0..MOST_TABS {
            let focus = self.focus().await?;
            if wanted(&focus) {
                return Ok(focus);
            }
            passed.push(format!("{} “{}”", focus.role, focus.name));
            self.press(Key::Tab).await?;
        }
        bail!("Tab never came to {what}; it passed\n{}", passed.join("\n"))
    }

    /// Runs a script in every document that is opened from now on, before the page's own.
    pub async fn before_every_page(&self, script: &str) -> Result<()> {
        let source = json!({ "source": script });
        let cdp = self.browser.cdp();
        cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", source).await?;
        Ok(())
    }

    /// Lets the page run so many times slower than the machine can.
    pub async fn slow_down(&self, times: u32) -> Result<()> {
        let rate = json!({ "rate": times });
        self.browser.cdp().send_raw("Emulation.setCPUThrottlingRate", rate).await?;
        Ok(())
    }

    /// Sets the size of the window's inside.
    pub async fn viewport(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.browser.cdp().send_raw("Emulation.setDeviceMetricsOverride", size).await?;
        Ok(())
    }

    /// Sets what the visitor prefers, such as `("prefers-color-scheme", "dark")`. Replaces
    /// every earlier preference.
    pub async fn prefer(&self, features: &[(&str, &str)]) -> Result<()> {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        let media = json!({ "features": features });
        self.browser.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Keeps a picture of the page in `target/e2e-shots/`, once what has changed is drawn: a frame
    /// that is asked for is drawn before the one behind it begins.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/e2e-shots");
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}.png"));
        let drawn = "const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        self.browser.execute_async(drawn, vec![]).await?;
        self.browser.screenshot(&path).await?;
        Ok(path)
    }

    /// Everything that axe finds.
    pub async fn violations(&self) -> Result<Vec<Violation>> {
        axe::violations(&self.browser).await
    }

    /// Fails if axe finds anything serious or worse.
    pub async fn nothing_serious(&self, place: &str) -> Result<()> {
        let found = self.violations().await?;
        let serious: Vec<String> =
            found.iter().filter(|rule| rule.is_serious()).map(Violation::to_string).collect();
        ensure!(serious.is_empty(), "axe on {place}:\n{}", serious.join("\n"));
        Ok(())
    }

    /// Errors in the console since the last look, what the policy blocked among them.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let log = self.browser.browser_log().await?;
        let severe = log.into_iter().filter(|entry| entry.level == "SEVERE");
        Ok(severe.map(|entry| entry.message).collect())
    }

    /// Fails if there were errors in the console that the test has not read itself.
    pub async fn nothing_went_wrong(&self) -> Result<()> {
        let complaints = self.complaints().await?;
        ensure!(complaints.is_empty(), "the console has errors:\n{}", complaints.join("\n"));
        Ok(())
    }
}

/// A text in an XPath, which has quotes but no way to escape them.
fn xpath_text(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}
