//! The simulation behind the requests: throttled by hand, read while it lags, cached by DAX.

use anyhow::Result;

use crate::visit::{Hand, Visit, visit};

const NOTE: &str = r#"{"PK": "PATIENT#9", "SK": "NOTE"}"#;

/// Asks to put the note.
async fn draft_note(visit: &Visit<'_>, item: &str) -> Result<()> {
    visit.choose("Operation", "PutItem").await?;
    visit.write("Item as DynamoDB JSON or plain JSON", item).await
}

/// Opens the panel and lets the service limit and lag, its clock standing still.
async fn simulate(visit: &Visit<'_>) -> Result<()> {
    visit.open_service().await?;
    visit.press_on("Paused").await?;
    visit.tick("Simulate throttling and replication lag").await?;
    visit.expect_text_in("limits", "12,000 RCU and 4,000 WCU per second").await
}

#[tokio::test]
async fn a_small_table_throttles_and_time_cures_it() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        simulate(visit).await?;
        visit.press_on("1 RCU, 1 WCU").await?;
        visit.expect_text_in("limits", "1 RCU and 1 WCU per second").await?;
        draft_note(visit, NOTE).await?;
        visit.run_it().await?;
        visit.until_text("Created a new item").await?;
        visit.run_it().await?;
        visit.until_text("ProvisionedThroughputExceededException").await?;
        visit.expect("reason", "TableWriteProvisionedThroughputExceeded").await?;
        visit.until_text("Nothing was read or written, and you pay nothing").await?;
        let wait =
            "The request needs 1 write unit. Available now: 0, plus 1 per second, so wait about 1 second.";
        visit.expect_text_in("shortage", wait).await?;
        visit.nothing_serious("a throttled request").await?;
        visit.press_on("+ 1 s").await?;
        visit.run_it().await?;
        visit.until_text("the same item was already stored").await?;
        visit.reload().await?;
        visit.until_text("1,001 items in").await?;
        visit.open_service().await?;
        visit.expect_text_in("limits", "1 RCU and 1 WCU per second").await
    })
    .await
}

#[tokio::test]
async fn a_replica_that_is_behind_answers_with_the_past() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        simulate(visit).await?;
        visit.write("Eventually consistent reads from a lagging replica, %", "all of them").await?;
        visit.until_text("Enter a whole number from 0 to 100.").await?;
        visit.write("Eventually consistent reads from a lagging replica, %", "100").await?;
        visit.write("Replica lag, ms", "2000").await?;
        draft_note(visit, NOTE).await?;
        visit.run_it().await?;
        visit.until_text("Created a new item").await?;
        visit.choose("Operation", "GetItem").await?;
        visit.write("PK", "PATIENT#9").await?;
        visit.write("SK", "NOTE").await?;
        visit.run_it().await?;
        visit.expect_text_in("answered-by", "replica that answered is 2,000 ms behind").await?;
        visit.choose("Consistency", "strongly consistent").await?;
        visit.run_it().await?;
        visit.until_text("\"PATIENT#9\"").await?;
        visit.choose("Consistency", "eventually consistent").await?;
        visit.press_on("+ 5 min").await?;
        visit.run_it().await?;
        visit.expect_text_in("answered-by", "same data").await
    })
    .await
}

#[tokio::test]
async fn dax_serves_the_list_as_it_was_before_the_write() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.open_service().await?;
        visit.tick("Add a DAX cache").await?;
        visit.run_it().await?;
        visit.expect("result-count", "5 items").await?;
        visit.expect_text_in("answered-by", "Cache miss").await?;
        draft_note(visit, r#"{"PK": "PATIENT#123", "SK": "BOOKING#999"}"#).await?;
        visit.run_it().await?;
        visit.until_text("Created a new item").await?;
        visit.press_on("All bookings of patient 123").await?;
        visit.run_it().await?;
        visit.expect("result-count", "5 items").await?;
        visit.expect_text_in("answered-by", "Served from DAX's query cache").await?;
        visit.press_on("+ 5 min").await?;
        visit.run_it().await?;
        visit.expect("result-count", "6 items").await
    })
    .await
}

#[tokio::test]
async fn the_clock_goes_on_while_nothing_is_limited() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.open_service().await?;
        let shown = serde_json::json!(visit.says("service-time").await?);
        let goes = format!(
            "return document.querySelector('[data-testid=service-time]').innerText !== {shown}"
        );
        visit.until("the clock shows another second", &goes).await?;
        Ok(())
    })
    .await
}
