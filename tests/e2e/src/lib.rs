//! The stage of the end-to-end tests and of the figures: a release in a sub-folder of a static
//! host, and a fresh Chromium for each test or measurement.
//!
//! Owns the hosts ([`site`]), the driver's process ([`driver`]), what can be seen and done on the
//! page ([`page`]) and the accessibility check ([`axe`]). Knows nothing of what the page is about.
//! No name but the host's own resolves in this browser, so nothing here can depend on the network.

pub mod axe;
pub mod driver;
pub mod page;
pub mod site;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use thirtyfour::WebDriver;
use thirtyfour::WebDriverRunError;

pub use page::{Focus, Page};

/// Runs a test on the page in a browser of its own, and ends that browser however the test ends.
///
/// The page is opened and its engine running when `work` begins. An error in the console, or
/// anything that the Content-Security-Policy blocked, fails the test after it.
pub async fn on_page<F>(work: F) -> Result<()>
where
    F: AsyncFnOnce(&Page) -> Result<()>,
{
    on_stage(dist()?, async |page| {
        page.open().await?;
        work(page).await
    })
    .await
}

/// As [`on_page`], but on a release of the test's choice, which the test opens itself.
pub async fn on_stage<F>(release: PathBuf, work: F) -> Result<()>
where
    F: AsyncFnOnce(&Page) -> Result<()>,
{
    in_browser(site::serve(release).await?, work).await
}

/// Starts a browser with a fresh profile for the page at this address, and ends it however the work
/// ends. The work opens the page itself; an error in the console after it is an error of the work.
pub async fn in_browser<T, F>(address: String, work: F) -> Result<T>
where
    F: AsyncFnOnce(&Page) -> Result<T>,
{
    let driver = driver::start(&named("CHROMEDRIVER")?).await?;
    let browser = page::browser(&driver.address, &named("CHROMIUM")?, None).await?;
    let outcome = browser
        .run_and_quit(|browser| async move {
            let page = Page::new(browser, address);
            let found = work(&page).await?;
            page.nothing_went_wrong().await?;
            Ok(found)
        })
        .await;
    outcome.map_err(|failure| match failure {
        WebDriverRunError::Body(reason) => reason,
        other => anyhow::anyhow!("{other}"),
    })
}

/// A browser with a profile that outlives it, and its driver.
pub async fn browser_with_profile(profile: &Path) -> Result<(driver::Driver, WebDriver)> {
    let driver = driver::start(&named("CHROMEDRIVER")?).await?;
    let browser = page::browser(&driver.address, &named("CHROMIUM")?, Some(profile)).await?;
    Ok((driver, browser))
}

/// The folder of the release.
pub fn dist() -> Result<PathBuf> {
    named("PLAYGROUND_DIST")
}

fn named(variable: &str) -> Result<PathBuf> {
    let value = std::env::var_os(variable);
    value.map(PathBuf::from).with_context(|| {
        format!("{variable} is not set: start these tests with `cargo xtask test`")
    })
}
