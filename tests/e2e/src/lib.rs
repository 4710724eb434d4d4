//! The stage of the end-to-end tests: the built page in a sub-folder of a plain static host, and
//! a fresh Chromium for each test.
//!
//! Owns the host ([`site`]), the driver's process ([`driver`]), what a test can see and do
//! ([`page`]) and the accessibility check ([`axe`]). Knows nothing of what the page is about. No
//! name but the host's own resolves in this browser, so a test can't depend on the network.

pub mod axe;
pub mod driver;
pub mod page;
pub mod site;

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use thirtyfour::WebDriverRunError;
use tokio::sync::RwLock;

pub use page::{Focus, Page};

/// Held shared by every test, and alone by one that measures time.
static MACHINE: RwLock<()> = RwLock::const_new(());

/// Runs a test on the page in a browser of its own, and ends that browser however the test ends.
///
/// The page is opened and its engine running when `work` begins. An error in the console, or
/// anything that the Content-Security-Policy refused, fails the test after it.
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

/// As [`on_page`], while no other test runs: for what is measured.
pub async fn alone_on_page<F>(work: F) -> Result<()>
where
    F: AsyncFnOnce(&Page) -> Result<()>,
{
    let _machine = MACHINE.write().await;
    stage(dist()?, async |page| {
        page.open().await?;
        work(page).await
    })
    .await
}

/// As [`on_page`], but of a bundle of the test's choice, which the test opens itself.
pub async fn on_stage<F>(bundle: PathBuf, work: F) -> Result<()>
where
    F: AsyncFnOnce(&Page) -> Result<()>,
{
    let _machine = MACHINE.read().await;
    stage(bundle, work).await
}

async fn stage<F>(bundle: PathBuf, work: F) -> Result<()>
where
    F: AsyncFnOnce(&Page) -> Result<()>,
{
    let site = site::serve(bundle).await?;
    let driver = driver::start(&named("CHROMEDRIVER")?).await?;
    let browser = page::browser(&driver.address, &named("CHROMIUM")?).await?;
    let outcome = browser
        .run_and_quit(|browser| async move {
            let page = Page::new(browser, site);
            work(&page).await?;
            page.nothing_went_wrong().await
        })
        .await;
    outcome.map_err(|failure| match failure {
        WebDriverRunError::Body(reason) => reason,
        other => anyhow::anyhow!("{other}"),
    })
}

/// The folder of the built page.
pub fn dist() -> Result<PathBuf> {
    named("PLAYGROUND_DIST")
}

fn named(variable: &str) -> Result<PathBuf> {
    let value = std::env::var_os(variable);
    value.map(PathBuf::from).with_context(|| {
        format!("{variable} is not set: start these tests with `cargo xtask test`")
    })
}
