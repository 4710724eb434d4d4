//! The page starts, and says so in words when it can't.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};
use e2e::{Page, dist, on_page, on_stage, site};
use tempfile::TempDir;

#[tokio::test]
async fn the_engine_starts_under_the_page_s_own_policy() -> Result<()> {
    on_page(async |page| {
        let policy =
            "return document.querySelector('meta[http-equiv=Content-Security-Policy]').content";
        let policy = page.run(policy).await?;
        ensure!(policy.as_str().is_some_and(|rules| rules.starts_with("default-src 'none'")));
        ensure!(!page.text().await?.trim().is_empty(), "the page is blank");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_the_policy_blocks_is_noticed() -> Result<()> {
    on_page(async |page| {
        let inline = "const script = document.createElement('script');
                      script.textContent = 'window.ran = true';
                      document.head.append(script);
                      return window.ran === true";
        ensure!(page.run(inline).await? == false, "an inline script ran");
        let complaints = page.complaints().await?;
        ensure!(complaints.iter().any(|line| line.contains("Content Security Policy")));
        Ok(())
    })
    .await
}

/// Only what is compiled while it streams in is kept compiled for the next visit, and a page that
/// needs another way to start would be started differently in development.
#[tokio::test]
async fn the_engine_is_compiled_while_it_arrives() -> Result<()> {
    on_stage(dist()?, async |page| {
        let count = "window.streamed = 0;
            const streaming = WebAssembly.instantiateStreaming;
            WebAssembly.instantiateStreaming = (...all) => {
                window.streamed += 1;
                return streaming.apply(WebAssembly, all);
            };";
        page.before_every_page(count).await?;
        page.open().await?;
        ensure!(page.run("return window.streamed").await? == 1);
        let fetched = "return performance.getEntriesByType('resource')
            .filter((fetched) => fetched.name.endsWith('.wasm')).length";
        ensure!(page.run(fetched).await? == 1, "the engine was fetched more than once");
        Ok(())
    })
    .await
}

/// What can be read before the engine is there is what the engine shows, in the same place.
#[tokio::test]
async fn nothing_moves_when_the_engine_takes_over() -> Result<()> {
    const PLACES: &str = "window.places = () => Object.fromEntries(
        [...document.querySelectorAll('.page-header a, .page-header button, h1, .start-head p')]
            .filter((part) => part.checkVisibility() && part.offsetWidth > 1)
            .map((part) => [`${part.tagName} ${part.innerText.replace('Meter:', '').trim()}`, part.getBoundingClientRect()])
            .map(([name, { x, y, width, height }]) => [name, [x, y, width, height]]));";
    for address in ["", "#/explore", "#/quiz"] {
        on_stage(dist()?, async |page| {
            let note = "window.shifted = 0;
                new PerformanceObserver((list) => {
                    for (const shift of list.getEntries()) window.shifted += shift.value;
                }).observe({ type: 'layout-shift', buffered: true });
                const look = () => {
                    if (document.getElementById('boot')) window.shell = places();
                    if (!document.body || document.getElementById('boot')) requestAnimationFrame(look);
                };
                requestAnimationFrame(look);";
            page.before_every_page(&format!("{PLACES} {note}")).await?;
            page.browser().goto(format!("{}{address}", page.address())).await?;
            page.until_started().await?;
            page.until("the data is loaded", "return !document.querySelector('[data-testid=loading]')")
                .await?;
            let moved = "const now = places();
                return Object.entries(window.shell ?? { 'no shell': [] }).filter(([name, there]) =>
                    !now[name] || there.some((value, at) => Math.abs(value - now[name][at]) > 1))
                    .map(([name, there]) => [name, there, now[name]]);";
            let settled = "const now = places();
                return Object.entries(window.shell ?? { 'no shell': [] }).every(([name, there]) =>
                    now[name]?.every((value, at) => Math.abs(value - there[at]) <= 1));";
            if let Err(error) = page.until("all is where the shell had it", settled).await {
                bail!("{address}: these moved: {}; {error:#}", page.run(moved).await?);
            }
            let shifted = page.run("return window.shifted").await?;
            let shifted = shifted.as_f64().unwrap_or(1.0);
            ensure!(shifted <= 0.02, "{address}: the layout shifted by {shifted}");
            Ok(())
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_engine_that_is_missing_leaves_a_sentence_and_not_a_blank_page() -> Result<()> {
    for kind in ["wasm", "js"] {
        let broken = site::copy(&dist()?)?;
        std::fs::remove_file(engine_file(broken.path(), kind)?)?;
        starts_with_a_sentence(broken, "The engine couldn't start").await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_engine_that_is_cut_short_does_the_same() -> Result<()> {
    let cut = site::copy(&dist()?)?;
    let path = engine_file(cut.path(), "wasm")?;
    let engine = std::fs::read(&path)?;
    std::fs::write(&path, &engine[..engine.len() / 2])?;
    starts_with_a_sentence(cut, "The engine couldn't start").await
}

#[tokio::test]
async fn a_browser_without_webassembly_is_told_what_it_lacks() -> Result<()> {
    on_stage(dist()?, async |page| {
        page.before_every_page("delete globalThis.WebAssembly").await?;
        expect_sentence(page, page.address(), "This browser doesn't support WebAssembly").await
    })
    .await
}

#[tokio::test]
async fn a_page_that_is_opened_as_a_file_says_how_to_serve_it() -> Result<()> {
    on_stage(dist()?, async |page| {
        let index = dist()?.join("index.html").canonicalize()?;
        let address = format!("file://{}", index.display());
        expect_sentence(page, &address, "Browsers don't load WebAssembly from a local file").await
    })
    .await
}

async fn starts_with_a_sentence(broken: TempDir, sentence: &str) -> Result<()> {
    on_stage(broken.path().to_path_buf(), async |page| {
        expect_sentence(page, page.address(), sentence).await
    })
    .await
}

async fn expect_sentence(page: &Page, address: &str, sentence: &str) -> Result<()> {
    page.browser().goto(address).await?;
    page.until_text(sentence).await?;
    ensure!(!page.complaints().await?.is_empty(), "the console should tell why");
    Ok(())
}

/// The engine's file of a kind. The other scripts are what starts it and what stands before it.
fn engine_file(dist: &Path, kind: &str) -> Result<PathBuf> {
    for entry in std::fs::read_dir(dist)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("dynamodb-playground-")
            && Path::new(&*name).extension().is_some_and(|e| e == kind)
        {
            return Ok(path);
        }
    }
    bail!("{} has no engine in {kind}", dist.display())
}
