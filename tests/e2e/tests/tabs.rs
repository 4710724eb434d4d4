//! Several tabs with the same work: one saves, the others follow, and none writes over another.

use anyhow::Result;

use crate::keeping::put_the_note;
use crate::visit::{Hand, Visit, visit};

/// A browser without locks, as for a page that came over plain HTTP from another machine.
const NO_LOCKS: &str = "Object.defineProperty(navigator, 'locks', { get: () => undefined });";

/// Opens the page in another tab and goes there.
async fn open_another(visit: &Visit<'_>) -> Result<()> {
    open_another_after(visit, "").await
}

/// As [`open_another`], with a script that runs before the page's own.
async fn open_another_after(visit: &Visit<'_>, script: &str) -> Result<()> {
    let tab = visit.browser().new_tab().await?;
    visit.browser().switch_to_window(tab).await?;
    visit.before_every_page(script).await?;
    visit.open().await?;
    visit.until_loaded().await?;
    visit.go_to("Explore").await
}

async fn go_to_tab(visit: &Visit<'_>, at: usize) -> Result<()> {
    let tabs = visit.browser().windows().await?;
    Ok(visit.browser().switch_to_window(tabs[at].clone()).await?)
}

async fn put_another(visit: &Visit<'_>, note: &str) -> Result<()> {
    visit.choose("Operation", "PutItem").await?;
    let item = format!(r#"{{"PK": "PATIENT#123", "SK": "{note}"}}"#);
    visit.write("Item as DynamoDB JSON or plain JSON", &item).await?;
    visit.run_it().await
}

#[tokio::test]
async fn a_second_and_a_third_tab_follow_the_one_that_saves() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        open_another(visit).await?;
        visit.expect_notice("This workspace is open in another tab, which saves it.").await?;
        open_another(visit).await?;
        go_to_tab(visit, 0).await?;
        visit.expect_no_notice().await?;
        put_the_note(visit).await?;
        for tab in [1, 2] {
            go_to_tab(visit, tab).await?;
            visit.until_text("1,001 items in").await?;
        }
        visit.press_on("Continue in this tab").await?;
        visit.expect_no_notice().await?;
        put_another(visit, "NOTE#2").await?;
        visit.until_text("1,002 items in").await?;
        go_to_tab(visit, 0).await?;
        visit.expect_notice("This workspace is open in another tab").await?;
        visit.until_text("1,002 items in").await?;
        go_to_tab(visit, 2).await?;
        visit.reload().await?;
        visit.until_loaded().await?;
        visit.go_to("Explore").await?;
        visit.until_text("1,002 items in").await
    })
    .await
}

#[tokio::test]
async fn when_the_tab_that_saves_is_closed_the_next_one_saves() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        open_another(visit).await?;
        visit.expect_notice("This workspace is open in another tab").await?;
        go_to_tab(visit, 0).await?;
        visit.browser().close_window().await?;
        go_to_tab(visit, 0).await?;
        visit.expect_no_notice().await?;
        put_the_note(visit).await?;
        visit.expect("saving", "Saved").await
    })
    .await
}

#[tokio::test]
async fn the_work_of_neither_tab_is_lost() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        open_another(visit).await?;
        put_the_note(visit).await?;
        visit.expect("saving", "Not saved").await?;
        go_to_tab(visit, 0).await?;
        put_another(visit, "THEIRS#1").await?;
        put_another(visit, "THEIRS#2").await?;
        visit.until_text("1,002 items in").await?;
        go_to_tab(visit, 1).await?;
        visit.press_on("Continue in this tab").await?;
        visit.expect("saving", "Saved").await?;
        visit.until_text("1,001 items in").await?;
        visit.press_on("Menu").await?;
        visit.expect_text_in("kept", "Medical, 1,000 items").await?;
        visit.press_on("Open").await?;
        visit.until_text("1,002 items in").await
    })
    .await
}

#[tokio::test]
async fn without_locks_one_tab_saves_and_the_others_follow() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.before_every_page(NO_LOCKS).await?;
        visit.reload().await?;
        visit.until_loaded().await?;
        visit.go_to("Explore").await?;
        open_another_after(visit, NO_LOCKS).await?;
        visit.expect_notice("This workspace is open in another tab, which saves it.").await?;
        go_to_tab(visit, 0).await?;
        visit.expect_no_notice().await?;
        put_the_note(visit).await?;
        visit.expect("saving", "Saved").await?;
        go_to_tab(visit, 1).await?;
        visit.until_text("1,001 items in").await?;
        visit.press_on("Continue in this tab").await?;
        visit.expect_no_notice().await?;
        put_another(visit, "NOTE#2").await?;
        visit.expect("saving", "Saved").await?;
        go_to_tab(visit, 0).await?;
        visit.expect_notice("This workspace is open in another tab").await?;
        visit.until_text("1,002 items in").await?;
        // The tab that saves is closed: the one that is left saves by itself.
        go_to_tab(visit, 1).await?;
        visit.browser().close_window().await?;
        go_to_tab(visit, 0).await?;
        visit.expect_no_notice().await?;
        put_another(visit, "NOTE#3").await?;
        visit.until_text("1,003 items in").await?;
        visit.expect("saving", "Saved").await
    })
    .await
}
