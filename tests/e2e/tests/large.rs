//! 100,000 items: loaded in pieces, with progress and a way out, and shown a screen at a time.

use std::time::Duration;

use anyhow::{Result, ensure};
use thirtyfour::Key;

use crate::visit::{Hand, Visit, visit};

/// More rows than any screen shows.
const MOST_ROWS: f64 = 120.0;
/// How long a Scan of everything may take on a slow machine.
const SCAN_LIMIT: Duration = Duration::from_secs(120);

#[tokio::test]
async fn a_load_tells_how_far_it_is_and_can_be_cancelled() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        // On a fast machine the load would be over before anyone can press a button.
        visit.slow_down(8).await?;
        visit.choose("Size", "100,000 items").await?;
        let under_way = "const text = document.querySelector('[data-testid=loading]')?.innerText;
            const done = text?.match(/Medical: ([\\d,]+) of 100,000 items/)?.[1];
            return Number(done?.replaceAll(',', '')) > 0";
        visit.until("a part is loaded", under_way).await?;
        visit.press_on("Cancel").await?;
        visit.until_loaded().await?;
        visit.slow_down(1).await?;
        visit.expect_notice("Loading was canceled. Your data is unchanged.").await?;
        visit.until_text("1,000 items in").await?;
        let size = "return document.querySelector('#size').selectedOptions[0].text";
        ensure!(visit.run(size).await? == "1,000 items");
        visit.run_it().await?;
        visit.expect("result-count", "5 items").await
    })
    .await
}

#[tokio::test]
async fn a_scan_of_all_pages_reads_100_000_items_with_a_filter() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.load_size("100,000 items").await?;
        visit.choose("Operation", "Scan").await?;
        visit.press_on("Add filter").await?;
        visit.write("Attribute", "Status").await?;
        visit.write("Value", "Pending").await?;
        visit.css(".run-all").await?.click().await?;
        // One page for each 1 MB that the table holds.
        let all =
            "return document.querySelector('.answer-words')?.innerText.includes('All 23 pages: ')";
        visit.until_within(SCAN_LIMIT, "all pages are read", all).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_grid_of_100_000_rows_draws_those_in_view() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.load_size("100,000 items").await?;
        visit.until_text("100,000 items in").await?;
        expect_few_rows(visit, ".strip-item").await?;
        visit.press_on("Grid").await?;
        let grid = visit.css("[role=grid][aria-label=Items]").await?;
        expect_few_rows(visit, "[aria-label=Items] [role=row]").await?;
        let scroll = "const grid = document.querySelector('[role=grid][aria-label=Items]');
            const most = grid.scrollHeight - grid.clientHeight;
            let frame = 0;
            window.drawn = 0;
            const step = () => {
                grid.scrollTop = most * frame / 120;
                const rows = grid.querySelectorAll('[role=row]').length;
                window.drawn = Math.max(window.drawn, rows);
                frame += 1;
                if (frame <= 120) { requestAnimationFrame(step); } else { window.scrolled = true; }
            };
            step()";
        visit.run(scroll).await?;
        visit.until("the grid is scrolled to its end", "return window.scrolled").await?;
        let drawn = visit.measure("return window.drawn").await?;
        ensure!(drawn <= MOST_ROWS, "{drawn} rows in the page");
        let last = "return document.querySelector('[aria-rowindex=\"100001\"]') !== null";
        visit.until("the last row is drawn", last).await?;
        grid.click().await?;
        visit.press(Key::Home).await?;
        let first = "return document.querySelector('[aria-label=Items] [aria-rowindex=\"2\"]')
            ?.ariaSelected === 'true'";
        visit.until("Home leads to the first row", first).await?;
        Ok(())
    })
    .await
}

async fn expect_few_rows(visit: &Visit<'_>, selector: &str) -> Result<()> {
    let script = format!("return document.querySelectorAll('{selector}').length");
    let rows = visit.measure(&script).await?;
    ensure!((2.0..=MOST_ROWS).contains(&rows), "{rows} of {selector} in the page");
    Ok(())
}
