//! What a write leads to, told once and done by mouse and by keyboard: its stream record, the event
//! that a handler gets, and the way back. Then the clinic's handler, which gets a batch twice, and an
//! item that expires.

use anyhow::{Result, ensure};

use crate::visit::{Hand, Visit, visit};

const NOTE: &str = r#"{"PK": "PATIENT#9", "SK": "NOTE", "text": "<b>call back</b>"}"#;

#[tokio::test]
async fn a_write_is_followed_by_mouse() -> Result<()> {
    visit(Hand::Mouse, a_write_is_followed).await
}

#[tokio::test]
async fn a_write_is_followed_by_keyboard_alone() -> Result<()> {
    visit(Hand::Keyboard, a_write_is_followed).await
}

async fn a_write_is_followed(visit: &Visit<'_>) -> Result<()> {
    visit.go_to("Changes").await?;
    visit.until_text("This table has no stream").await?;
    visit.press_on("Enable stream").await?;
    visit.until_text("ENABLED, NEW_AND_OLD_IMAGES").await?;
    visit.expect_text_in("said", "UpdateTable").await?;
    visit.expect_text_in("record-count", "0 records").await?;

    visit.go_to("Explore").await?;
    visit.choose("Operation", "PutItem").await?;
    visit.write("Item as DynamoDB JSON or plain JSON", NOTE).await?;
    visit.run_it().await?;
    visit.until_text("Created a new item").await?;
    visit.press_on("Undo this write").await?;
    visit.press_on("Redo this write").await?;

    visit.go_to("Changes").await?;
    visit.expect_text_in("record-count", "1 record").await?;
    visit.open_newest_record().await?;
    visit.expect_text_in("record", "PATIENT#9 · NOTE").await?;
    // Markup in a value is text.
    visit.expect_text_in("record", "<b>call back</b>").await?;
    visit.expect_text_in("iterators", "AFTER_SEQUENCE_NUMBER").await?;
    visit.nothing_serious("a stream").await?;

    visit.choose("View type", "KEYS_ONLY: only the key of the item").await?;
    visit.until_text("This sends two UpdateTable requests").await?;
    visit.press_on("Switch view type").await?;
    visit.until_text("ENABLED, KEYS_ONLY").await?;
    visit.expect_text_in("record-count", "0 records").await?;

    visit.press_on("History").await?;
    visit.expect_text_in("events", "PutItem").await?;
    visit.expect_text_in("extents", "1,001 items").await?;
    // Past the two requests that switched the stream and the Put itself.
    for _ in 0..3 {
        visit.press_on("One event back").await?;
    }
    visit.expect_text_in("past", "another state of your data").await?;
    visit.expect_text_in("extents", "1,000 items").await?;
    visit.nothing_serious("the past").await?;
    visit.press_on("Return to the present").await?;
    visit.expect_text_in("extents", "1,001 items").await?;
    for _ in 0..3 {
        visit.press_on("One event back").await?;
    }
    visit.press_on("Make this the current state").await?;
    visit.expect_text_in("extents", "1,000 items").await?;
    let address = visit.run("return location.hash").await?;
    ensure!(address == "#/changes?table=MedicalTests&view=history", "{address}");
    visit.reload().await?;
    visit.until_loaded().await?;
    visit.press_on("History").await?;
    visit.expect_text_in("extents", "1,000 items").await
}

#[tokio::test]
async fn a_batch_arrives_twice_and_an_item_expires() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.go_to("Changes").await?;
        visit.press_on("Handler").await?;
        visit.press_on("Load clinic dataset").await?;
        visit.until_loaded().await?;
        visit.press_on("Enable stream").await?;
        visit.press_on("Create an appointment without overwriting one").await?;
        visit.press_on("Complete a scheduled appointment").await?;
        visit.expect_text_in("batch", "2 records").await?;
        visit.press_on("Deliver batch").await?;
        visit.expect_text_in("deliveries", "Delivery 1: 2 records, 2 notices sent").await?;
        visit.press_on("Deliver the same batch again").await?;
        visit.expect_text_in("notices", "more than once").await?;
        visit.press_on("Mark for each eventID").await?;
        visit.press_on("Deliver the same batch again").await?;
        visit.expect_text_in("deliveries", "Delivery 3: 2 records, 2 notices sent").await?;
        visit.press_on("Deliver the same batch again").await?;
        visit.expect_text_in("deliveries", "Delivery 4: 2 records, 0 notices sent").await?;
        visit.expect_text_in("deliveries", "the mark of this eventID exists").await?;
        visit.nothing_serious("the handler").await?;

        visit.press_on("Lambda event").await?;
        visit.until_text("\"eventSourceARN\"").await?;
        visit.tick("Filter the events").await?;
        visit.expect_text_in("batch", "The filter dropped 1 record").await?;
        visit.write("Filter pattern", "{").await?;
        visit.until_text("Write the pattern as a JSON object").await?;
        visit.nothing_serious("a Lambda event").await?;

        visit.press_on("TTL and index lag").await?;
        visit.press_on("Paused").await?;
        visit.press_on("Enable TTL").await?;
        visit.press_on("Let an item expire in 5 minutes").await?;
        visit.expect_text_in("expiring", "Expires in 5 min").await?;
        visit.press_on("+ 5 min").await?;
        // Up to a second is left of the one it expires in, and that must be over as well.
        visit.press_on("+ 1 s").await?;
        visit.press_on("+ 1 s").await?;
        visit.expect_text_in("expiring", "still readable").await?;
        visit.nothing_serious("time to live").await?;
        visit.press_on("+ 1 h").await?;
        visit.expect_text_in("expiring", "deleted by the next request").await
    })
    .await
}
