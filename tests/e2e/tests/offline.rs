//! Without a network, and when a newer build is served.

use std::fs;

use anyhow::{Context as _, Result, ensure};
use e2e::{dist, in_browser, on_stage, site};

const LOADED: &str = "return document.querySelector('main h1') !== null
    && document.querySelector('[data-testid=loading]') === null";
/// Whether a worker has the page and all that it names.
const KEPT: &str = "return navigator.serviceWorker.ready.then(() => caches.open('build'))
        .then((build) => build.match(location.href.split('#')[0])).then((page) => Boolean(page))";

#[tokio::test]
async fn the_page_opens_without_a_network() -> Result<()> {
    let (address, switch) = site::serve_switched(dist()?).await?;
    in_browser(address, async |page| {
        page.open().await?;
        page.until("the build is kept", KEPT).await?;
        switch.set_down(true);
        page.reload().await?;
        page.until("the data is loaded", LOADED).await?;
        let answered = "return fetch('nothing-here', { cache: 'no-store' })
            .then(() => true, () => false)";
        ensure!(page.run(answered).await? == false, "the host is still up");
        // The host that is down is complained of; nothing else is.
        let complaints = page.complaints().await?;
        let others: Vec<_> = complaints.iter().filter(|line| !line.contains("net::ERR_")).collect();
        ensure!(others.is_empty(), "{others:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_newer_build_is_told_and_comes_with_a_reload() -> Result<()> {
    let release = site::copy(&dist()?)?;
    let folder = release.path().to_path_buf();
    on_stage(folder.clone(), async |page| {
        page.open().await?;
        page.until("the build is kept", KEPT).await?;
        let engine = "return document.querySelector('meta[name=engine-module]').content";
        let before = page.run(engine).await?;
        let before = before.as_str().context("the page names its engine")?.to_owned();
        let name = before.trim_start_matches("./");
        // Another build: the engine has another hash, and the old one is gone.
        let newer = name.replace(&hash_of(name)?, "0123456789abcdef");
        fs::rename(folder.join(name), folder.join(&newer))?;
        let index = fs::read_to_string(folder.join("index.html"))?;
        fs::write(folder.join("index.html"), index.replace(name, &newer))?;
        page.run("document.dispatchEvent(new Event('visibilitychange'))").await?;
        page.until_text("A newer version of this page is available.").await?;
        ensure!(page.run(engine).await? == before, "nothing changes before the person says so");
        page.control("Reload").await?.click().await?;
        page.until(
            "the newer build is there",
            &format!(
            "return document.querySelector('meta[name=engine-module]')?.content.includes('{newer}')
                && !document.getElementById('boot')"
        ),
        )
        .await?;
        let gone = format!(
            "return caches.open('build').then((build) => build.keys())
                .then((kept) => !kept.some(({{ url }}) => url.endsWith('{name}')))"
        );
        page.until("the older build is no longer kept", &gone).await?;
        Ok(())
    })
    .await
}

fn hash_of(name: &str) -> Result<String> {
    let hash = name.split(['-', '_', '.']).find(|part| part.len() == 16);
    hash.map(str::to_owned).with_context(|| format!("{name} has no hash"))
}

#[tokio::test]
async fn a_page_without_its_start_up_script_says_so() -> Result<()> {
    let broken = site::copy(&dist()?)?;
    for entry in fs::read_dir(broken.path())? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("boot-"))
            && path.extension().is_some_and(|kind| kind == "js")
        {
            fs::remove_file(path)?;
        }
    }
    on_stage(broken.path().to_path_buf(), async |page| {
        page.browser().goto(page.address()).await?;
        let seen = "return document.querySelector('.boot-late')?.checkVisibility(
            { visibilityProperty: true })";
        page.until("the sentence is there", seen).await?;
        page.until_text("one of its files, boot.js, is missing").await?;
        page.complaints().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn another_file_of_the_folder_is_not_taken_for_the_page() -> Result<()> {
    let release = site::copy(&dist()?)?;
    let folder = release.path().to_path_buf();
    fs::write(
        folder.join("other.html"),
        "<!doctype html><title>Other</title><link rel='icon' href='data:,'><p>Other</p>",
    )?;
    on_stage(folder, async |page| {
        page.open().await?;
        page.until("the build is kept", KEPT).await?;
        page.until("a worker answers", "return navigator.serviceWorker.controller !== null").await?;
        page.run("location.href = 'other.html'").await?;
        page.until("the other file shows", "return document.title === 'Other'").await?;
        // What is kept as the page is still the page.
        let kept = "return caches.open('build').then((build) => build.match(location.href.replace('other.html', '')))
            .then((page) => page.text()).then((text) => text.includes('engine-module'))";
        page.until("the page is still the one that is kept", kept).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_host_that_answers_with_a_page_for_what_is_gone_spoils_no_lesson() -> Result<()> {
    let release = site::copy(&dist()?)?;
    let folder = release.path().to_path_buf();
    let content = folder.join("content");
    fs::create_dir_all(&content)?;
    fs::write(content.join("gone.html"), "<!doctype html><title>x</title>")?;
    fs::write(content.join("there.json"), "{}")?;
    on_stage(folder, async |page| {
        page.open().await?;
        page.until("the build is kept", KEPT).await?;
        page.until("a worker answers", "return navigator.serviceWorker.controller !== null")
            .await?;
        let kept = "return Promise.all(['content/gone.html', 'content/there.json'].map((name) => fetch(name)))
            .then(() => caches.open('lessons')).then((kept) => kept.keys())
            .then((keys) => keys.map(({ url }) => url.split('/').pop()).sort().join())";
        // Keeping goes on after the answer.
        page.until("a lesson is kept, and a page is not", &format!("{kept}.then((names) => names === 'there.json')"))
            .await?;
        Ok(())
    })
    .await
}
