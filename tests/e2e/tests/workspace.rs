//! Files of other tools, and sharing the workspace by link.

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use thirtyfour::By;

use crate::visit::{Hand, Visit, visit};

/// A file for the page to read. It is gone with the folder of the test's own.
fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> Result<PathBuf> {
    let path = folder.path().join(name);
    std::fs::write(&path, text)?;
    Ok(path)
}

async fn go_to_workspace(visit: &Visit<'_>) -> Result<()> {
    visit.run("location.hash = '#/workspace'").await?;
    visit.expect_place("Workspace").await
}

async fn choose_files(visit: &Visit<'_>, paths: &[PathBuf]) -> Result<()> {
    let field = visit.browser().find(By::Css("[data-testid=import-files]")).await?;
    let paths: Vec<_> = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    Ok(field.send_keys(paths.join("\n")).await?)
}

async fn a_table_comes_in_and_is_taken_back(visit: &Visit<'_>) -> Result<()> {
    let folder = tempfile::tempdir()?;
    go_to_workspace(visit).await?;
    // A broken file says where, and nothing changes.
    choose_files(visit, &[file(&folder, "broken.json", "{\"a\": 1}\n{\"a\": }\n")?]).await?;
    visit.until_test_id("import-fault", "Line 2, column").await?;
    visit.nothing_serious("a file that can't be read").await?;

    let text = "Customer,Day,Total\n<b>Ana</b>,2026-01-02,12.50\n=1+1,2026-01-03,7\n";
    choose_files(visit, &[file(&folder, "sales.csv", text)?]).await?;
    visit.until_test_id("import-preview", "This is CSV: 1 table, 2 items.").await?;
    visit.until_test_id("import-preview", "Read as numbers: Total").await?;
    visit.nothing_serious("the preview of a file").await?;
    visit.press_on("Import").await?;
    visit.until_test_id("import-state", "Created 1 table and put 2 items.").await?;
    visit.choose("Table", "sales").await?;
    visit.go_to("Explore").await?;
    visit.choose("Table", "sales").await?;

    go_to_workspace(visit).await?;
    // The same file again is added to the table that is there now.
    choose_files(visit, &[file(&folder, "sales.csv", text)?]).await?;
    visit.until_test_id("import-preview", "This table exists").await?;
    visit.press_on("Import").await?;
    visit.until_test_id("import-state", "Created 0 tables and put 2 items.").await?;
    visit.press_on("Undo the import").await?;
    visit.until_test_id("import-state", "The import is taken back.").await?;
    visit.viewport(360, 780).await?;
    visit.expect_no_sideways_scrolling("the workspace").await?;
    visit.nothing_went_wrong().await
}

#[tokio::test]
async fn a_file_is_imported_and_taken_back_by_mouse() -> Result<()> {
    visit(Hand::Mouse, a_table_comes_in_and_is_taken_back).await
}

#[tokio::test]
async fn a_file_is_imported_and_taken_back_by_keyboard() -> Result<()> {
    visit(Hand::Keyboard, a_table_comes_in_and_is_taken_back).await
}

#[tokio::test]
async fn a_shared_workspace_opens_only_when_one_says_so() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.choose("Operation", "PutItem").await?;
        let item = r#"{"PK": "SHARED#1", "SK": "A"}"#;
        visit.write("Item as DynamoDB JSON or plain JSON", item).await?;
        visit.run_it().await?;
        visit.until_text("Created a new item").await?;
        go_to_workspace(visit).await?;
        visit.press_on("Make a link").await?;
        visit
            .until(
                "there is a link",
                "return document.querySelector('[data-testid=share-link]')?.value.length > 50",
            )
            .await?;
        let link =
            visit.run("return document.querySelector('[data-testid=share-link]').value").await?;
        let link = link.as_str().context("a link is text")?.to_owned();
        let fragment = link.split_once('#').context("a link has a fragment")?.1;
        visit.nothing_serious("sharing").await?;

        visit.run(&format!("location.hash = '#{}'", &fragment[..fragment.len() - 9])).await?;
        visit.until_test_id("no-workspace", "cut off").await?;
        visit.run(&format!("location.hash = '#{fragment}'")).await?;
        visit.until_test_id("shared-workspace", "1 change").await?;
        visit.nothing_serious("a shared workspace").await?;
        visit.press_on("Open it").await?;
        visit.expect_place("Explore").await?;
        visit.until_loaded().await?;
        let kept = "return document.querySelectorAll('[data-testid=kept] li').length > 0";
        visit.until("the former work is kept", kept).await?;
        ensure!(fragment.len() < 4_000, "a small change makes a short link: {}", fragment.len());
        visit.nothing_went_wrong().await
    })
    .await
}
