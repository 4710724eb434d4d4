//! Tables: creating, changing and deleting them by form.

use anyhow::{Result, ensure};

use crate::visit::{Hand, Visit, visit};

async fn go_to_tables(visit: &Visit<'_>) -> Result<()> {
    visit.press_on("Data").await?;
    visit.press_on("Tables").await?;
    visit.expect_place("Tables").await
}

#[tokio::test]
async fn a_table_is_created_changed_and_deleted_by_form() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        go_to_tables(visit).await?;
        // What AWS says to a name that is too short, and nothing that was filled in is gone.
        visit.write("Table name", "No").await?;
        visit.press_on("Create table").await?;
        visit
            .expect_text_in("table-rejected", "Member must have length greater than or equal to 3")
            .await?;
        visit.write("Table name", "Orders").await?;
        visit.press_on("Create table").await?;
        visit.expect_text_in("table-done", "Table Orders is ready.").await?;
        visit.nothing_serious("Tables").await?;
        visit.press_on("Delete table").await?;
        visit.press_on("Keep table").await?;
        visit.until_text("Orders").await?;
        visit.nothing_went_wrong().await
    })
    .await
}

#[tokio::test]
async fn filling_a_new_index_is_told_with_its_cost() -> Result<()> {
    visit(Hand::Keyboard, async |visit| {
        go_to_tables(visit).await?;
        visit.press_on("Add a GSI").await?;
        visit.write("Index name", "ByType").await?;
        visit.write("Partition key, attribute 1", "TestType").await?;
        visit.press_on("Add GSI").await?;
        visit.expect_text_in("table-done", "The backfill consumed").await?;
        let words = visit.says("table-done").await?;
        ensure!(words.contains("without its key attributes"), "{words}");
        // The index is there to be read.
        visit.press_on("Show items in Explore").await?;
        visit.choose("Items of", "MedicalTests · ByType").await?;
        visit.nothing_went_wrong().await
    })
    .await
}

#[tokio::test]
async fn tables_fit_a_phone() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        go_to_tables(visit).await?;
        visit.viewport(360, 780).await?;
        visit.expect_no_sideways_scrolling("Tables").await
    })
    .await
}
