//! The traffic lab: a partition is made hot, its reason read, and its cure seen beside it, by mouse
//! and by keyboard; bad settings are told at their fields; the largest run comes to its end.

use anyhow::{Result, ensure};

use crate::visit::{Hand, Visit, number, visit};

const VERDICT: &str = "verdict";

#[tokio::test]
async fn a_hot_partition_is_cured_by_mouse() -> Result<()> {
    visit(Hand::Mouse, a_hot_partition_is_cured).await
}

#[tokio::test]
async fn a_hot_partition_is_cured_by_keyboard_alone() -> Result<()> {
    visit(Hand::Keyboard, a_hot_partition_is_cured).await
}

async fn a_hot_partition_is_cured(visit: &Visit<'_>) -> Result<()> {
    visit.go_to("Partitions").await?;
    visit.press_on("One hot key").await?;
    visit.until_text("How many of the 1,500 succeed?").await?;
    visit.choose("Speed", "as fast as possible").await?;
    visit.run_it().await?;
    let said = visit.until_test_id(VERDICT, "TableWriteKeyRangeThroughputExceeded").await?;
    ensure!(said.starts_with("33% of requests were throttled"), "{said}");
    let hot = visit.figures("[aria-label='This run'] .lab-facts").await?;
    ensure!(hot["succeeded"] == "1,000" && hot["throttled"].starts_with("500 "), "{hot:?}");
    ensure!(hot["write units consumed / available"] == "1,000 / 4,000", "{hot:?}");
    visit.until_text("is hot but wasn't split: all its traffic is for one item").await?;

    visit.press_on("Run again with the key sharded 10 ways").await?;
    let said = visit.until_test_id(VERDICT, "none was throttled").await?;
    ensure!(said.starts_with("All 270,000 writes succeeded"), "{said}");
    let (hot, cured) = (throttled(visit, "Run A").await?, throttled(visit, "This run").await?);
    ensure!(hot > 80_000 && cured == 0, "{hot} {cured}");
    visit.until_text("B: nothing throttled").await
}

/// Requests that a run throttled, by its list of reasons.
async fn throttled(visit: &Visit<'_>, run: &str) -> Result<u64> {
    let script = format!(
        "const counts = document.querySelectorAll('[aria-label=\"{run}\"] .lab-reasons .num');
         return [...counts].map((count) => count.innerText)"
    );
    let counts: Vec<String> = serde_json::from_value(visit.run(&script).await?)?;
    counts.iter().map(|count| number(count)).sum()
}

#[tokio::test]
async fn what_was_played_can_be_looked_at_again() -> Result<()> {
    visit(Hand::Keyboard, async |visit| {
        visit.go_to("Partitions").await?;
        visit.choose("Speed", "as fast as possible").await?;
        visit.run_it().await?;
        visit.until_test_id(VERDICT, "of requests were throttled").await?;
        visit.tab_to("the slider", |focus| focus.role == "slider").await?;
        visit.press(thirtyfour::Key::Home).await?;
        visit.until_text("0:01 of 3:00").await?;
        visit.press(thirtyfour::Key::Right).await?;
        visit.until_text("0:02 of 3:00").await?;
        visit.press_on("Back to start").await?;
        visit.until_text("0:00 of 3:00").await?;
        visit.press_on("Step 1 s").await?;
        visit.until_text("0:01 of 3:00").await
    })
    .await
}

#[tokio::test]
async fn bad_settings_get_a_message_at_their_field() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.go_to("Partitions").await?;
        let cases = [
            ("0", "at least 1"),
            ("-5", "Enter 0 or more"),
            ("99999999999999999999", "at most 1,000,000"),
            ("plenty", "Enter a whole number"),
            ("", "Enter a whole number"),
        ];
        for (text, message) in cases {
            visit.write("Requests per second", text).await?;
            expect_message(visit, "lab-rate", message).await?;
            ensure!(visit.field_text("Requests per second").await? == text);
            ensure!(
                visit.field_text("Duration, seconds").await? == "180",
                "another setting was lost"
            );
            let disabled = "return document.querySelector('[data-testid=run]').disabled";
            ensure!(visit.run(disabled).await? == true, "it could be run with “{text}”");
        }
        visit.press_on("More load settings").await?;
        visit.write("Item size, bytes", "500000").await?;
        expect_message(visit, "lab-bytes", "at most 409,600").await?;
        visit.nothing_serious("bad settings").await?;
        visit.write("Item size, bytes", "2000").await?;
        visit.write("Requests per second", "1,000").await?;
        visit.choose("Speed", "as fast as possible").await?;
        visit.run_it().await?;
        visit.until_test_id(VERDICT, "500 of 1,000 writes per second").await?;

        visit.reload().await?;
        visit.until_loaded().await?;
        visit.expect_place("Partitions").await?;
        ensure!(
            visit.field_text("Requests per second").await? == "1,000",
            "a setting was not kept"
        );
        Ok(())
    })
    .await
}

/// Waits until a field is marked as wrong and described by these words.
async fn expect_message(visit: &Visit<'_>, field: &str, words: &str) -> Result<()> {
    let script = format!(
        "const field = document.getElementById('{field}');
         const note = document.getElementById(field.getAttribute('aria-describedby'));
         return field.ariaInvalid === 'true' && note.innerText.includes('{words}')"
    );
    visit.until(&format!("{field} says “{words}”"), &script).await?;
    Ok(())
}

#[tokio::test]
async fn a_run_of_six_million_requests_is_played_to_its_end() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.go_to("Partitions").await?;
        visit.press_on("Skewed keys (Zipf)").await?;
        visit.write("Requests per second", "20,000").await?;
        visit.write("Duration, seconds", "300").await?;
        visit.choose("Speed", "as fast as possible").await?;
        visit.run_it().await?;
        visit.until_test_id(VERDICT, "per second").await?;
        visit.until_text("of 5:00").await?;
        ensure!(visit.css(".lab-reached").await?.text().await?.starts_with("Ran at "));
        Ok(())
    })
    .await
}
