//! The items of a result: sorted, selected, saved and deleted.

use anyhow::{Result, ensure};

use crate::visit::{Hand, Visit, visit};

/// The first item of the grid as text.
async fn first_row(visit: &Visit<'_>) -> Result<String> {
    let row = visit.run("return document.querySelector('#answer-row-0')?.innerText ?? ''").await?;
    Ok(row.as_str().unwrap_or_default().to_owned())
}

async fn a_page_is_worked_on(visit: &Visit<'_>) -> Result<()> {
    visit.overhear_files().await?;
    visit.run_it().await?;
    visit.expect_text_in("result-count", "5 items").await?;
    let as_returned = first_row(visit).await?;
    visit.choose("Sort by", "SK").await?;
    visit.expect_text_in("sorted", "Sorted on this page only: 5 items.").await?;
    visit.press_on("Ascending").await?;
    visit
        .until(
            "the last item comes first",
            &format!(
                "return document.querySelector('#answer-row-0')?.innerText !== {as_returned:?}"
            ),
        )
        .await?;
    visit.nothing_serious("a sorted page").await?;

    visit.choose("Save as", "CSV").await?;
    visit.press_on("Save this page").await?;
    visit
        .until("the file is there", "return window.files.at(-1)?.split('\\n').length === 7")
        .await?;

    visit.tick("Select all").await?;
    visit.press_on("Delete 5 items").await?;
    visit.expect_text_in("deleted", "Deleted 5 items with BatchWriteItem for").await?;
    visit.nothing_serious("deleted items").await?;
    visit.press_on("Put back").await?;
    visit.expect_text_in("deleted", "The items are back.").await?;
    visit.run_it().await?;
    visit.expect_text_in("result-count", "5 items").await?;
    ensure!(first_row(visit).await? == as_returned, "the items are as they were");
    visit.viewport(360, 780).await?;
    visit.expect_no_sideways_scrolling("the result").await?;
    visit.nothing_went_wrong().await
}

#[tokio::test]
async fn a_page_is_sorted_saved_deleted_and_put_back_by_mouse() -> Result<()> {
    visit(Hand::Mouse, a_page_is_worked_on).await
}

#[tokio::test]
async fn a_page_is_sorted_saved_deleted_and_put_back_by_keyboard() -> Result<()> {
    visit(Hand::Keyboard, a_page_is_worked_on).await
}
