//! Keeping the work when storage is full, forbidden, damaged, or written by a later version, and when
//! it is replaced.

use anyhow::{Context as _, Result, ensure};

use crate::visit::{Hand, Visit, visit};

const ITEM: &str = r#"{"PK": "PATIENT#123", "SK": "NOTE#1", "Text": "kept"}"#;
const MEANWHILE: &str = r#"{"PK": "PATIENT#123", "SK": "MEANWHILE"}"#;
/// A browser without its large storage.
const NO_DATABASE: &str = "Object.defineProperty(window, 'indexedDB', { get: () => undefined });";
/// A large storage that does not answer, until `release` is called. It answers at once from then on.
const HELD: &str = "const handler = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'onsuccess');
    const held = [];
    window.release = () => {
        sessionStorage.released = 'yes';
        held.splice(0).forEach((answer) => answer());
    };
    const hold = (answer) => sessionStorage.released ? answer() : held.push(answer);
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...all) {
        const request = open.apply(this, all);
        const listen = request.addEventListener;
        request.addEventListener = (kind, answer, ...rest) => listen.call(request, kind,
            kind === 'success' ? (event) => hold(() => answer.call(request, event)) : answer, ...rest);
        Object.defineProperty(request, 'onsuccess', {
            get: () => handler.get.call(request),
            set: (answer) => handler.set.call(request,
                answer && ((event) => hold(() => answer.call(request, event)))),
        });
        return request;
    };";
const FULL: &str = "window.setItem = Storage.prototype.setItem;
    Storage.prototype.setItem = () => {
        throw new DOMException('no room', 'QuotaExceededError');
    };";
const FORBIDDEN: &str = "Object.defineProperty(window, 'localStorage', { get: () => {
        throw new DOMException('not here', 'SecurityError');
    } });";

pub async fn put_the_note(visit: &Visit<'_>) -> Result<()> {
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

/// Comes back to Explore as after closing and opening the tab.
async fn come_back(visit: &Visit<'_>) -> Result<()> {
    visit.reload().await?;
    visit.until_loaded().await?;
    visit.go_to("Explore").await
}

#[tokio::test]
async fn what_the_small_storage_has_no_room_for_the_large_one_keeps() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.run(FULL).await?;
        put_the_note(visit).await?;
        visit.expect("saving", "Saved").await?;
        visit.expect_no_notice().await?;
        come_back(visit).await?;
        visit.until_text("1,001 items in").await
    })
    .await
}

#[tokio::test]
async fn full_storage_is_told_once_and_stays_in_sight() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.before_every_page(NO_DATABASE).await?;
        come_back(visit).await?;
        visit.run(FULL).await?;
        put_the_note(visit).await?;
        visit.expect_notice("Storage is full. Your last save is safe").await?;
        expect_offers(visit, &["Export my work", "Dismiss"]).await?;
        visit.press_on("Dismiss").await?;
        the_page_goes_on(visit).await?;
        visit.expect("saving", "Not saved").await?;
        // There is room again.
        visit.run("Storage.prototype.setItem = window.setItem").await?;
        visit.go_to("Quiz").await?;
        visit.expect("saving", "Saved").await?;
        come_back(visit).await?;
        visit.until_text("1,001 items in").await
    })
    .await
}

#[tokio::test]
async fn forbidden_storage_is_told_and_the_page_goes_on() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.before_every_page(&format!("{FORBIDDEN} {NO_DATABASE}")).await?;
        come_back(visit).await?;
        visit.expect_notice("This browser doesn't let the page store data.").await?;
        expect_offers(visit, &["Export my work", "Dismiss"]).await?;
        the_page_goes_on(visit).await?;
        visit.expect("saving", "Not saved").await?;
        // Nobody is asked whether to leave by what drives the browser.
        visit.run("window.addEventListener('beforeunload', (e) => e.stopImmediatePropagation(), true)")
            .await
            .map(drop)
    })
    .await
}

#[tokio::test]
async fn the_large_storage_alone_is_enough() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.before_every_page(FORBIDDEN).await?;
        come_back(visit).await?;
        put_the_note(visit).await?;
        visit.expect("saving", "Saved").await?;
        come_back(visit).await?;
        visit.until_text("1,001 items in").await
    })
    .await
}

#[tokio::test]
async fn a_storage_that_takes_everything_and_keeps_nothing_is_noticed() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        let idle = "Storage.prototype.setItem = () => {};";
        visit.before_every_page(&format!("{idle} {NO_DATABASE}")).await?;
        visit.reload().await?;
        visit.expect_notice("This browser doesn't let the page store data.").await
    })
    .await
}

#[tokio::test]
async fn damage_is_told_and_what_came_before_it_is_there() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.before_every_page(NO_DATABASE).await?;
        come_back(visit).await?;
        put_the_note(visit).await?;
        visit.write("Item as DynamoDB JSON or plain JSON", &ITEM.replace("#1", "#2")).await?;
        visit.run_it().await?;
        visit.until_text("1,002 items in").await?;
        visit.leave().await?;
        let damage = "const batches = Object.keys(localStorage)
                .filter((key) => key.includes('/w/') && !key.endsWith('/head')).sort();
            const last = batches.at(-1);
            localStorage[last] = localStorage[last].slice(0, -1)";
        visit.run(damage).await?;
        visit.come_back().await?;
        visit.expect_notice("Everything saved before the damage is restored").await?;
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
        visit
            .run(&format!(
                "localStorage.clear(); localStorage['dynamodb-playground/a'] = '{later}';
                 indexedDB.deleteDatabase('dynamodb-playground')"
            ))
            .await?;
        visit.come_back().await?;
        visit.expect_notice("has version 9; this page reads versions up to").await?;
        expect_offers(visit, &["Reload", "Export saved data", "Discard saved data", "Dismiss"])
            .await?;
        visit.go_to("Explore").await?;
        the_page_goes_on(visit).await?;
        visit.expect("saving", "Saved").await?;
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

/// Loading 100,000 items used to stop saving for good.
#[tokio::test]
async fn what_is_done_while_a_large_dataset_is_loaded_is_saved() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        put_the_note(visit).await?;
        visit.slow_down(8).await?;
        visit.choose("Size", "100,000 items").await?;
        visit.write("Item as DynamoDB JSON or plain JSON", &ITEM.replace("#1", "#2")).await?;
        visit.run_it().await?;
        visit.until_text("1,002 items").await?;
        visit.slow_down(1).await?;
        // The tab is closed before the load has ended.
        come_back(visit).await?;
        visit.until_text("1,002 items").await
    })
    .await
}

#[tokio::test]
async fn what_was_replaced_can_be_had_again_after_the_page_was_closed() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        put_the_note(visit).await?;
        visit.choose("Dataset", "Clinic").await?;
        visit.until_loaded().await?;
        visit
            .expect_notice("Your workspace with 1 change was saved before Clinic was loaded.")
            .await?;
        come_back(visit).await?;
        visit.press_on("Menu").await?;
        visit.expect_text_in("kept", "Medical, 1,000 items, 1 change").await?;
        visit.press_on("Open").await?;
        visit.until_text("1,001 items in").await?;
        come_back(visit).await?;
        visit.until_text("1,001 items in").await
    })
    .await
}

#[tokio::test]
async fn work_leaves_as_a_file_and_comes_back_from_it() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        put_the_note(visit).await?;
        visit.overhear_files().await?;
        visit.press_on("Menu").await?;
        visit.press_on("Export my work").await?;
        let text = visit.until("the work is exported", "return window.files[0]").await?;
        let text = text.as_str().context("a file is text")?;
        let file = tempfile::NamedTempFile::with_suffix(".txt")?;
        // As it comes back from a mail program.
        std::fs::write(&file, format!("{}\r\n", text.replace('\n', "\r\n")))?;

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
async fn a_file_that_is_no_work_is_rejected_and_nothing_is_lost() -> Result<()> {
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

#[tokio::test]
async fn a_large_storage_that_answers_late_loses_nothing() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        put_the_note(visit).await?;
        // The note is in the large storage alone.
        let moved = "return !Object.keys(localStorage)
            .some((name) => name.startsWith('dynamodb-playground/w/') && !name.endsWith('/head'))";
        visit.until("the large storage has taken the note over", moved).await?;
        visit.before_every_page(HELD).await?;
        visit.reload().await?;
        visit.expect_notice("Your saved workspace can't be read now").await?;
        visit.until_loaded().await?;
        visit.go_to("Explore").await?;
        visit.until_text("1,000 items in").await?;
        visit.choose("Operation", "PutItem").await?;
        visit.write("Item as DynamoDB JSON or plain JSON", MEANWHILE).await?;
        visit.run_it().await?;
        visit.until_text("1,001 items in").await?;
        visit.run("release()").await?;
        visit.expect_notice("Your earlier workspace can be read again").await?;
        expect_offers(visit, &["Open earlier workspace", "Dismiss"]).await?;
        visit.press_on("Open earlier workspace").await?;
        visit.until_loaded().await?;
        ask_for(visit, "NOTE#1").await?;
        visit.expect("result-count", "1 item").await?;
        ask_for(visit, "MEANWHILE").await?;
        visit.expect("result-count", "0 items").await?;
        // What was done meanwhile is a workspace of its own.
        visit.press_on("Menu").await?;
        visit.press_on("Open").await?;
        visit.until_loaded().await?;
        ask_for(visit, "MEANWHILE").await?;
        visit.expect("result-count", "1 item").await
    })
    .await
}

async fn ask_for(visit: &Visit<'_>, sort: &str) -> Result<()> {
    visit.go_to("Explore").await?;
    visit.choose("Operation", "Query").await?;
    visit.write("PK =", "PATIENT#123").await?;
    visit.choose("SK", "=").await?;
    visit.write("SK value", sort).await?;
    visit.run_it().await
}
