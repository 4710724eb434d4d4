//! Figures of the release build: measured and told, never judged, since machines differ.

use std::io::Write as _;
use std::time::Duration;

use anyhow::Result;
use e2e::dist;

use crate::visit::visit_alone;

/// Tells a figure. Straight to the terminal: the test harness would keep it from anyone.
pub fn report(figure: &str) -> Result<()> {
    Ok(writeln!(std::io::stderr(), "    figure: {figure}")?)
}

#[tokio::test]
async fn how_fast_the_page_is() -> Result<()> {
    visit_alone(async |visit| {
        visit.reload().await?;
        let begin = "window.began = performance.now();
            const tick = () => {
                const run = document.querySelector('[data-testid=run]');
                const ready = run?.innerText.includes('0.5 RCU');
                const answered = document.querySelector('[data-testid=result-count]');
                if (answered !== null) { window.firstResult = performance.now(); return; }
                if (ready) { run.click(); }
                setTimeout(tick, 0);
            };
            tick()";
        visit
            .before_every_page(&format!(
                "addEventListener('DOMContentLoaded', () => {{ {begin} }})"
            ))
            .await?;
        visit.leave().await?;
        visit.run("localStorage.clear()").await?;
        visit.open().await?;
        let first = visit.until("there is a result", "return window.firstResult").await?;
        report(&format!(
            "navigation to first result: {:.0} ms",
            first.as_f64().unwrap_or_default()
        ))?;

        visit.watch_long_tasks().await?;
        visit.run("window.began = performance.now()").await?;
        visit.load_size("100,000 items").await?;
        let load = visit.measure("return performance.now() - window.began").await?;
        report(&format!("loading 100,000 items: {:.1} s", load / 1_000.0))?;

        visit.choose("Operation", "Scan").await?;
        visit.press_on("Add a filter").await?;
        visit.write("Attribute", "Status").await?;
        visit.write("Value", "Pending").await?;
        let watch = "window.began = performance.now();
            const shown = () => {
                if (document.body.innerText.match(/\\d+ pages: [\\d,]+ items?, /) !== null) {
                    window.ended = performance.now();
                } else { setTimeout(shown, 0); }
            };
            shown();
            document.querySelector('.run-all').click()";
        visit.run(watch).await?;
        let limit = Duration::from_secs(120);
        visit.until_within(limit, "all pages are read", "return window.ended").await?;
        let scan = visit.measure("return window.ended - window.began").await?;
        let pages = visit.text().await?;
        let pages =
            pages.lines().find(|line| line.contains(" pages: ")).unwrap_or_default().to_owned();
        report(&format!(
            "full scan of 100,000 items with a filter: {:.2} s ({pages})",
            scan / 1_000.0
        ))?;
        report(&format!("long tasks in both: {:?} ms", visit.long_tasks().await?))
    })
    .await
}

#[test]
fn how_large_the_page_is() -> Result<()> {
    for entry in std::fs::read_dir(dist()?)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if [".wasm", ".js", ".css"].iter().any(|kind| name.ends_with(kind)) {
            report(&format!("{name}: {} bytes", entry.metadata()?.len()))?;
        }
    }
    Ok(())
}
