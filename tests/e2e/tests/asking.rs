//! What the main job does not pass: pages, the quiz, two tabs, a failed engine.

use anyhow::{Result, ensure};

use crate::visit::{Hand, Visit, visit};

#[tokio::test]
async fn the_next_page_goes_on_behind_the_last_key() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.write("Limit", "2").await?;
        visit.run_it().await?;
        visit.expect_rows(&["BOOKING#001", "BOOKING#001#TEST#A1"]).await?;
        visit.until_text("page 1, more to come").await?;
        visit.until_text("LastEvaluatedKey").await?;
        visit.press_on("Next page").await?;
        visit.expect_rows(&["BOOKING#001#TEST#A1#RESULT", "BOOKING#001#TEST#A2"]).await?;
        visit.press_on("Next page").await?;
        visit.expect_rows(&["BOOKING#002"]).await?;
        visit.until_text("page 3 of 3").await?;
        visit.expect_meter("1.5", "0").await?;
        visit.press_on("Previous page").await?;
        visit.expect_rows(&["BOOKING#001#TEST#A1#RESULT", "BOOKING#001#TEST#A2"]).await?;
        visit.expect_meter("1.5", "0").await
    })
    .await
}

#[tokio::test]
async fn a_question_of_the_quiz_is_answered_and_a_reload_goes_on_behind_it() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.go_to("Quiz").await?;
        visit.answer_question().await?;
        visit.expect("question-number", "Question 1 of 12").await?;
        visit.reload().await?;
        visit.expect_place("Quiz").await?;
        visit.expect("question-number", "Question 2 of 12").await
    })
    .await
}

#[tokio::test]
async fn the_keyboard_stays_among_the_filters() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        let focus = async |selector: &str| {
            let script = format!("return document.activeElement.matches('{selector}')");
            visit.until(&format!("{selector} has the focus"), &script).await
        };
        visit.press_on("Add filter").await?;
        focus("[aria-label=\"Filter 1\"] input").await?;
        visit.press_on("Add filter").await?;
        focus("[aria-label=\"Filter 2\"] input").await?;
        visit.press_on("Remove filter 1").await?;
        focus("[aria-label=\"Remove filter 1\"]").await?;
        visit.press_on("Remove filter 1").await?;
        focus("#add-filter").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_access_pattern_that_the_form_asks_is_the_chosen_one() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        let chosen = async |text: &str| {
            let script = format!(
                "return [...document.querySelectorAll('.catalogue-pattern[aria-current]')]
                    .map((pattern) => pattern.innerText).join() === '{text}'"
            );
            visit.until(&format!("“{text}” is chosen"), &script).await
        };
        chosen("All bookings of patient 123").await?;
        visit.choose("Operation", "Scan").await?;
        chosen("").await?;
        visit.choose("Operation", "Query").await?;
        chosen("All bookings of patient 123").await?;
        visit.reload().await?;
        chosen("All bookings of patient 123").await?;
        Ok(())
    })
    .await
}

async fn put_note(visit: &Visit<'_>, sort_key: &str) -> Result<()> {
    visit.choose("Operation", "PutItem").await?;
    let item = format!(r#"{{"PK": "PATIENT#123", "SK": "{sort_key}"}}"#);
    visit.write("Item as DynamoDB JSON or plain JSON", &item).await?;
    visit.run_it().await?;
    visit.until_text("Created a new item").await
}

/// The trap is one as the browser throws it past everything that the page could catch.
#[tokio::test]
async fn a_failed_engine_leaves_a_report_and_ways_on() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        put_note(visit, "NOTE#1").await?;
        visit.reload().await?;
        visit.until_text("1,001 items in").await?;
        visit.overhear_files().await?;
        let trap = "dispatchEvent(new ErrorEvent('error', {
            error: new WebAssembly.RuntimeError('unreachable'), message: 'unreachable',
        }))";
        visit.run(trap).await?;
        visit.until_text("The page has stopped").await?;
        visit.nothing_serious("the report of a failure").await?;
        let files = visit.until("the work can be taken", "return window.files[0]").await?;
        ensure!(files.as_str().is_some_and(|text| text.contains("NOTE#1")), "{files}");
        visit.control("Reload").await?.click().await?;
        visit.until_text("1,001 items in").await
    })
    .await
}
