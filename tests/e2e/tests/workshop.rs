//! A workshop from its room link to the table of results.

use anyhow::{Context as _, Result, ensure};

use crate::visit::{Hand, Visit, first_visit};

/// The room link of a block, as it stands on the wall.
async fn room_link(visit: &Visit<'_>, block: usize) -> Result<String> {
    let script = format!(
        "const blocks = document.querySelectorAll('.workshop-block');
         [...blocks[{block}].querySelectorAll('button')]
             .find((button) => button.innerText === 'Room link for the wall').click();"
    );
    visit.run(&script).await?;
    let link = visit.says("room-link").await?;
    Ok(link.split_once('#').context("a room link has a fragment")?.1.to_owned())
}

async fn from_a_link_to_the_table(visit: &Visit<'_>) -> Result<()> {
    visit.run("location.hash = '#/workshop'").await?;
    visit.press_on("90 minutes").await?;
    visit.press_on("Start the clock").await?;
    visit.expect_text_in("workshop-clock", "Block 1 of").await?;
    visit.nothing_serious("the instructor's view").await?;
    let link = room_link(visit, 1).await?;

    // A participant opens the link of the second block, types a name and stands in its lesson.
    visit.run(&format!("location.hash = '#{link}'")).await?;
    visit.write("Your name", "Ana <b>").await?;
    visit.press_on("Start").await?;
    visit.expect_text_in("workshop-bar", "90 minutes: 2 of").await?;
    visit
        .until("the lesson is open", "return location.hash.startsWith('#/learn/partition-key/')")
        .await?;
    visit.nothing_serious("a lesson in a workshop").await?;
    // Following the room by the next link asks for nothing.
    visit.press_on("Next").await?;
    visit.expect_text_in("workshop-bar", "90 minutes: 3 of").await?;
    visit.go_to("Quiz").await?;
    visit.expect_text_in("workshop-bar", "90 minutes: 3 of").await?;

    // The result link brings what was done to whoever collects.
    visit.press_on("My result").await?;
    visit
        .until(
            "the result has a link",
            "return document.querySelector('[data-testid=result-link]')?.value.length > 100",
        )
        .await?;
    let result =
        visit.run("return document.querySelector('[data-testid=result-link]').value").await?;
    let result = result.as_str().context("a link is text")?.to_owned();
    visit.nothing_serious("handing in").await?;
    visit.press_on("I lead the workshop: show the instructor's view").await?;
    visit.write("Result links", &format!("Ana: {result} bye")).await?;
    visit.press_on("Add these results").await?;
    visit.expect_text_in("collected", "1 result added.").await?;
    // A name is text, whatever it looks like.
    visit.expect_text_in("results-table", "Ana <b>").await?;
    let damaged = format!("{}AAAA", &result[..result.len() - 4]);
    visit.write("Result links", &damaged).await?;
    visit.press_on("Add these results").await?;
    visit.expect_text_in("collected", "couldn't be read").await?;
    visit.press_on("Remove all results").await?;
    visit.until_text("No results yet for this agenda.").await?;
    visit.press_on("Undo").await?;
    visit.expect_text_in("results-table", "Ana <b>").await?;
    visit.nothing_serious("the table of results").await?;
    visit.viewport(360, 780).await?;
    visit.expect_no_sideways_scrolling("the workshop").await?;
    visit.press_on("Leave the workshop").await?;
    visit.nothing_went_wrong().await
}

#[tokio::test]
async fn a_workshop_goes_from_its_link_to_the_table_by_mouse() -> Result<()> {
    first_visit(Hand::Mouse, from_a_link_to_the_table).await
}

#[tokio::test]
async fn a_workshop_goes_from_its_link_to_the_table_by_keyboard() -> Result<()> {
    first_visit(Hand::Keyboard, from_a_link_to_the_table).await
}

#[tokio::test]
async fn links_that_open_nothing_say_so() -> Result<()> {
    first_visit(Hand::Mouse, async |visit| {
        visit.run("location.hash = '#/workshop/join/nowhere/1'").await?;
        visit.until_text("This link opens no workshop").await?;
        visit.run("location.hash = '#/workshop/result/AQ'").await?;
        visit.until_test_id("no-result", "cut off at its end").await?;
        visit.run("location.hash = '#/workshop/cheat-sheet'").await?;
        visit.until_text("DynamoDB cheat sheet").await?;
        visit.nothing_serious("the cheat sheet").await?;
        visit.viewport(360, 780).await?;
        visit.expect_no_sideways_scrolling("the cheat sheet").await?;
        let parts = visit.run("return document.querySelectorAll('.cheat-part').length").await?;
        ensure!(parts.as_u64() == Some(8), "{parts}");
        visit.nothing_went_wrong().await
    })
    .await
}
