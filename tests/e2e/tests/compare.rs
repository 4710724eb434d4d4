//! Compare with more than two ways, and the replay of what they read.

use anyhow::{Result, ensure};

use crate::visit::{Hand, Visit, visit};

/// The steps of the replay as they are told, a line a way.
async fn steps(visit: &Visit<'_>) -> Result<String> {
    visit.says("compare-steps").await
}

async fn more_ways_and_a_replay(visit: &Visit<'_>) -> Result<()> {
    visit.go_to("Compare").await?;
    // By GSI1: the Query of an index.
    visit.choose("Access pattern", "All tests of booking 001").await?;
    visit.tick("Scan of the index").await?;
    visit.tick("PartiQL").await?;
    visit.run_it().await?;
    visit.expect_text_in("compare-standings", "Scan of the index").await?;
    let table = visit.says("compare-standings").await?;
    ensure!(table.contains("the least") && !table.contains("different"), "{table}");
    ensure!(table.lines().count() >= 5, "a line for each of four ways: {table}");

    visit.press_on("Back one item").await?;
    let before = steps(visit).await?;
    visit.press_on("Next item").await?;
    let after = steps(visit).await?;
    ensure!(before != after, "a step changes what is told: {before}");
    visit.press_on("Replay").await?;
    // At its end every way tells what it told after the last step.
    for line in after.lines() {
        visit.expect_text_in("compare-steps", line).await?;
    }
    visit.nothing_serious("Compare with four ways").await?;
    visit.viewport(360, 780).await?;
    visit.expect_no_sideways_scrolling("Compare").await?;
    visit.nothing_went_wrong().await
}

#[tokio::test]
async fn four_ways_run_and_are_replayed_by_mouse() -> Result<()> {
    visit(Hand::Mouse, more_ways_and_a_replay).await
}

#[tokio::test]
async fn four_ways_run_and_are_replayed_by_keyboard() -> Result<()> {
    visit(Hand::Keyboard, more_ways_and_a_replay).await
}

#[tokio::test]
async fn a_receipt_is_priced_for_a_month_and_a_scan_says_what_is_cheaper() -> Result<()> {
    visit(Hand::Keyboard, async |visit| {
        visit.choose("Operation", "Scan").await?;
        visit.expect_text_in("run-note", "A Query of the table would read only").await?;
        visit.run_it().await?;
        visit.expect("receipt-total", "29 RCU").await?;
        visit.press_on("Cost in a month").await?;
        visit.write("Requests", "10").await?;
        // 10 times 29 RCU per second take 290 units of capacity.
        visit.expect_text_in("month-cost", "with 290 RCU").await?;
        visit.write("Requests", "none").await?;
        visit.expect_text_in("month-cost", "Enter a whole number").await?;
        visit.nothing_serious("the cost in a month").await?;
        visit.nothing_went_wrong().await
    })
    .await
}
