//! The index mirror in Explore: an item in its table and in an index.

use anyhow::{Result, ensure};

use crate::visit::{Hand, Visit, visit};

async fn an_item_is_found_in_both(visit: &Visit<'_>) -> Result<()> {
    visit.press_on("Data").await?;
    visit.press_on("Index mirror").await?;
    visit.until_text("it is a sparse index").await?;
    // The first item that the index holds is pointed at.
    visit.expect_text_in("mirror-told", "in GSI1: ").await?;
    let slide = |to: usize| {
        format!(
            "const slider = document.querySelector('#mirror-row');
             slider.value = {to};
             slider.dispatchEvent(new Event('input', {{ bubbles: true }}));"
        )
    };
    // A booking has no key of GSI1, which holds tests by their booking.
    let mut gaps = 0;
    for row in 0..8 {
        visit.run(&slide(row)).await?;
        visit.expect_text_in("mirror-told", &format!("Item {} of 1,000", row + 1)).await?;
        gaps += usize::from(visit.says("mirror-told").await?.contains("Not in GSI1: it has no"));
    }
    ensure!((1..8).contains(&gaps), "some of eight items are in the index: {gaps} aren't");
    visit.choose("Mirrored in", "GSI2").await?;
    visit.expect_text_in("mirror-told", "GSI2").await?;
    visit.nothing_serious("the index mirror").await?;
    visit.viewport(360, 780).await?;
    visit.expect_no_sideways_scrolling("the index mirror").await?;
    visit.nothing_went_wrong().await
}

#[tokio::test]
async fn an_item_is_found_in_table_and_index_by_mouse() -> Result<()> {
    visit(Hand::Mouse, an_item_is_found_in_both).await
}

#[tokio::test]
async fn an_item_is_found_in_table_and_index_by_keyboard() -> Result<()> {
    visit(Hand::Keyboard, an_item_is_found_in_both).await
}
