//! How long a visit waits: from the navigation until the first Run button can be used.

use std::time::Duration;

use anyhow::{Context as _, Result};
use e2e::{Page, in_browser};
use serde_json::json;

use crate::SLOWER;

/// A visitor's line.
const BITS_PER_SECOND: u32 = 9_000_000;
const LATENCY_MS: u32 = 60;

/// Visits of one browser after the first that count. Script is kept compiled at the second time,
/// so that one makes ready for these and does not count.
const LATER_VISITS: usize = 3;
/// Browsers write down what they have compiled when the page has been quiet for some seconds.
const STAY: Duration = Duration::from_secs(5);
const LIMIT: Duration = Duration::from_secs(60);

/// Notes in `window.usable` when the Run button is there and can be used: the engine is loaded,
/// the data are, and the task that drew the button is over, so that a press would be answered.
const NOTE_WHEN_USABLE: &str = "
    const usable = () => {
        const run = document.querySelector('[data-testid=run]');
        return run !== null && !run.disabled
            && document.getElementById('boot') === null
            && document.querySelector('[data-testid=loading]') === null;
    };
    const observer = new MutationObserver(() => {
        if (!usable()) return;
        observer.disconnect();
        setTimeout(() => { window.usable = performance.now(); }, 0);
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });";

/// What the visits of one browser waited, in milliseconds.
pub struct Visits {
    /// With nothing cached.
    pub first: f64,
    /// Once the browser has the files and the compiled code.
    pub later: Vec<f64>,
}

/// Visits the page with a new browser, and then again and again.
pub async fn visits(address: &str) -> Result<Visits> {
    in_browser(address.to_owned(), async |page| {
        let first = visit(page).await?;
        open_another_tab(page).await?;
        visit(page).await?;
        let mut later = Vec::new();
        for _ in 0..LATER_VISITS {
            open_another_tab(page).await?;
            later.push(visit(page).await?);
        }
        Ok(Visits { first, later })
    })
    .await
}

/// Opens the page as a visitor with a slow line and processor does, and stays for a while.
async fn visit(page: &Page) -> Result<f64> {
    let line = json!({
        "offline": false,
        "latency": LATENCY_MS,
        "downloadThroughput": BITS_PER_SECOND / 8,
        "uploadThroughput": BITS_PER_SECOND / 8,
    });
    let cdp = page.browser().cdp();
    cdp.send_raw("Network.enable", json!({})).await?;
    cdp.send_raw("Network.emulateNetworkConditions", line).await?;
    page.slow_down(SLOWER).await?;
    let waited = arrive(page).await?;
    tokio::time::sleep(STAY).await;
    Ok(waited)
}

/// Goes to the page and waits until it can be used; the milliseconds that took.
pub async fn arrive(page: &Page) -> Result<f64> {
    page.before_every_page(NOTE_WHEN_USABLE).await?;
    page.browser().goto(format!("{}#/explore", page.address())).await?;
    let waited = page.until_within(LIMIT, "it can be used", "return window.usable").await?;
    waited.as_f64().context("the page keeps the time in milliseconds")
}

/// Closes the page's tab and opens another, so that the next visit has a process of its own: within
/// one, compiled code would live on in memory.
async fn open_another_tab(page: &Page) -> Result<()> {
    let browser = page.browser();
    let old = browser.window().await?;
    let new = browser.new_tab().await?;
    browser.switch_to_window(old).await?;
    browser.close_window().await?;
    browser.switch_to_window(new).await?;
    Ok(())
}
