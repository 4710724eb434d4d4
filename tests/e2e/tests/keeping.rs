//! Keeping the work when storage is full, forbidden, damaged, or written by a later version.

use anyhow::{Context as _, Result, ensure};

use crate::visit::{Hand, Visit, visit};

const ITEM: &str = r#"{"PK": "PATIENT#123", "SK": "NOTE#1", "Text": "kept"}"#;

async fn put_the_note(visit: &Visit<'_>) -> Result<()> {
    visit.choose("Operation", "PutItem").await?;
    visit.write("Item as DynamoDB JSON or plain JSON", ITEM).await?;
    visit.run_it().await?;
    visit.until_text("1,001 items in").await
}

async fn the_page_goes_on(visit: &Visit<'_>) -> Result<()> {
    visit.go_to("Explore").await?;
    visit.press_on("All bookings of patient 123").await?;
    visit.run_it().await?;
    visit.expect("result-count", "5 items").await
}

async fn expect_offers(visit: &Visit<'_>, expected: &[&str]) -> Result<()> {
    let offers = visit.offers().await?;
    ensure!(offers == expected, "the ways on are {offers:?}");
    Ok(())
}

#[tokio::test]
async fn full_storage_is_told_and_the_page_goes_on() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        let full = "Storage.prototype.setItem = () => {
            throw new DOMException('no room', 'QuotaExceededError');
        }";
        visit.run(full).await?;
        put_the_note(visit).await?;
        visit.expect_notice("Storage is full. Your last save is kept").await?;
        expect_offers(visit, &["Export my work", "Discard and start fresh", "Dismiss"]).await?;
        the_page_goes_on(visit).await
    })
    .await
}

#[tokio::test]
async fn when_there_is_room_again_the_work_is_kept_and_the_notice_goes() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        let full = "window.setItem = Storage.prototype.setItem;
            Storage.prototype.setItem = () => {
                throw new DOMException('no room', 'QuotaExceededError');
            }";
        visit.run(full).await?;
        put_the_note(visit).await?;
        visit.expect_notice("Storage is full").await?;
        visit.run("Storage.prototype.setItem = window.setItem").await?;
        the_page_goes_on(visit).await?;
        visit.expect_no_notice().await?;
        visit.reload().await?;
        visit.until_text("1,001 items in").await
    })
    .await
}

#[tokio::test]
async fn forbidden_storage_is_told_and_the_page_goes_on() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        let forbidden = "Object.defineProperty(window, 'localStorage', { get: () => {
            throw new DOMException('not here', 'SecurityError');
        } })";
        visit.before_every_page(forbidden).await?;
        visit.reload().await?;
        visit.until_loaded().await?;
        visit.expect_notice("This browser doesn't let the page store data.").await?;
        expect_offers(visit, &["Export my work", "Dismiss"]).await?;
        the_page_goes_on(visit).await
    })
    .await
}

#[tokio::test]
async fn one_damaged_slot_leaves_the_state_before_it() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        put_the_note(visit).await?;
        visit.reload().await?;
        visit.until_text("1,001 items in").await?;
        visit.go_to("Quiz").await?;
        visit.reload().await?;
        visit.expect_place("Quiz").await?;
        visit.leave().await?;
        let damage = "const revision = (key) => Number(localStorage[key].split(' ', 4)[3]);
            const slots = ['dynamodb-playground/a', 'dynamodb-playground/b'];
            const newest = slots.toSorted((a, b) => revision(b) - revision(a))[0];
            localStorage[newest] = localStorage[newest].slice(0, -1)";
        visit.run(damage).await?;
        visit.come_back().await?;
        visit.expect_notice("The previous save was restored").await?;
        expect_offers(visit, &["Export saved data", "Dismiss"]).await?;
        visit.go_to("Explore").await?;
        visit.until_text("1,001 items in").await
    })
    .await
}

#[tokio::test]
async fn what_a_later_version_wrote_is_left_alone() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.leave().await?;
        let later = later_version();
        visit.run(&format!("localStorage['dynamodb-playground/a'] = '{later}'")).await?;
        visit.run("localStorage.removeItem('dynamodb-playground/b')").await?;
        visit.come_back().await?;
        visit.expect_notice("has version 9; this page reads up to").await?;
        expect_offers(
            visit,
            &["Reload", "Export saved data", "Discard and start fresh", "Dismiss"],
        )
        .await?;
        the_page_goes_on(visit).await?;
        visit.leave().await?;
        let kept = visit.run("return localStorage['dynamodb-playground/a']").await?;
        ensure!(kept == later, "the page wrote over it: {kept}");
        Ok(())
    })
    .await
}

/// A sound text as a later version of the page would store it.
fn later_version() -> String {
    let rest = "what a later build writes";
    let checksum = crc32fast::hash(format!("9 {rest}").as_bytes());
    format!("dynamodb-playground 9 {checksum:08x} {rest}")
}

#[tokio::test]
async fn work_leaves_as_a_file_and_comes_back_from_it() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        put_the_note(visit).await?;
        visit.overhear_files().await?;
        visit.press_on("Menu").await?;
        visit.press_on("Export my work").await?;
        let text = visit.until("the work is exported", "return window.files[0]").await?;
        let file = tempfile::NamedTempFile::with_suffix(".txt")?;
        std::fs::write(&file, text.as_str().context("a file is text")?)?;

        visit.press_on("Start over").await?;
        visit.until_loaded().await?;
        visit.until_text("1,000 items in").await?;
        visit.press_on("Menu").await?;
        visit.bring_in(file.path()).await?;
        visit.until_text("1,001 items in").await
    })
    .await
}

#[tokio::test]
async fn a_file_that_is_no_work_is_refused_and_nothing_is_lost() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        put_the_note(visit).await?;
        let file = tempfile::NamedTempFile::with_suffix(".txt")?;
        std::fs::write(&file, "a shopping list")?;
        visit.press_on("Menu").await?;
        visit.bring_in(file.path()).await?;
        visit.expect_notice("The file wasn't loaded. This isn't a saved workspace.").await?;
        visit.until_text("1,001 items in").await
    })
    .await
}
