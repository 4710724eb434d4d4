//! The level builder on the release: a level made from the workspace, proved, and solved by its link;
//! by keyboard alone too. Links that hold no level.

use anyhow::{Context as _, Result, ensure};
use e2e::{Page, on_page};

use crate::visit::{Hand, visit};

/// Types into the field that has this label, as a person does who then leaves it.
async fn fill(page: &Page, label: &str, text: &str) -> Result<()> {
    let script = format!(
        "const label = [...document.querySelectorAll('.build label.field')]
            .find((label) => label.querySelector('span').innerText === {label:?});
        const field = label.querySelector('input, textarea');
        const prototype = Object.getPrototypeOf(field);
        Object.getOwnPropertyDescriptor(prototype, 'value').set.call(field, {text:?});
        for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, {{ bubbles: true }}));
        return true"
    );
    let done = page.run(&script).await.with_context(|| format!("the field {label}"))?;
    ensure!(done == true, "the field {label}");
    Ok(())
}

const SOLUTION: &str = r#"Query {
  "KeyConditionExpression": "PK = :p AND begins_with(SK, :s)",
  "ExpressionAttributeValues": { ":p": { "S": "PATIENT#123" }, ":s": { "S": "BOOKING#001#TEST" } }
}"#;

/// A level that holds, with checks from its solution and a Scan as its wrong answer; gives its link.
async fn build(page: &Page) -> Result<String> {
    page.run("location.hash = '#/learn/build'").await?;
    page.until("the builder is there", "return document.querySelector('.build') !== null").await?;
    page.test_id("take-workspace").await?.click().await?;
    page.until_test_id("proof", "begins with your workspace").await?;
    for (label, text) in [
        ("Second seed (optional)", "7"),
        ("Title", "Tests of <b>booking</b> 001"),
        ("Task", "Return the tests of booking 001 of `PATIENT#123`."),
        ("Requests", SOLUTION),
        ("Why it's right", "The sort key does it."),
        ("Hint 1", "Which prefix do the tests share?"),
    ] {
        fill(page, label, text).await?;
    }
    page.test_id("suggest-checks").await?.click().await?;
    page.until_test_id("proof", "that the solution meets").await?;
    // Nothing fails the budget yet, so there is a link and no file.
    page.test_id("prove").await?.click().await?;
    page.until_test_id("holds", "The solution passes with the second seed").await?;
    page.until_test_id("gaps", "budget in RCU").await?;
    page.test_id("add-scan").await?.click().await?;
    page.until(
        "the Scan is there",
        "return document.querySelectorAll('.build-item[aria-label^=Wrong]').length === 1",
    )
    .await?;
    page.test_id("prove").await?.click().await?;
    page.until(
        "the file is there",
        "return document.querySelector('[data-testid=level-file]') !== null",
    )
    .await?;
    page.until(
        "the link is there",
        "return document.querySelector('[data-testid=level-link]')?.value.length > 0",
    )
    .await?;
    let link = page.run("return document.querySelector('[data-testid=level-link]').value").await?;
    link.as_str().map(str::to_owned).context("a link is text")
}

#[tokio::test]
async fn a_level_is_built_and_solved_by_its_link() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.until_loaded().await?;
        let link = build(visit).await?;
        visit.nothing_serious("the level builder").await?;
        let fragment = link.split_once('#').context("a link has a fragment")?.1;
        visit.run(&format!("location.hash = '#{fragment}'")).await?;
        visit.until_test_id("goal", "Budget: 0.5 RCU").await?;
        // What an author typed is text.
        visit.until("the title is text", "return document.querySelector('#lesson-title').innerText.includes('<b>booking</b>')").await?;
        visit.css("#run").await?.click().await?;
        visit.until_test_id("outcome", "Not there yet").await?;
        visit.test_id("hint").await?.click().await?;
        visit.test_id("solution").await?.click().await?;
        visit.test_id("fill-solution").await?.click().await?;
        visit.css("#run").await?.click().await?;
        visit.until_test_id("outcome", "Solved").await?;
        visit.test_id("reset").await?.click().await?;
        visit.test_id("undo-reset").await?.click().await?;
        visit.until_test_id("outcome", "Solved").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_level_that_does_not_hold_says_why_and_its_changes_are_undone() -> Result<()> {
    on_page(async |page| {
        page.run("location.hash = '#/learn/build'").await?;
        page.until("the builder is there", "return document.querySelector('.build') !== null")
            .await?;
        page.test_id("prove").await?.click().await?;
        page.until_test_id("unreadable", "title").await?;
        fill(page, "Title", "First").await?;
        fill(page, "Title", "Second").await?;
        page.test_id("undo-level").await?.click().await?;
        let title = "return [...document.querySelectorAll('.build label.field')]
            .find((label) => label.innerText === 'Title')?.querySelector('input').value === 'First'";
        page.until("the change is undone", title).await?;
        // The draft is there again on the next visit.
        page.reload().await?;
        page.run("location.hash = '#/learn/build'").await?;
        page.until("the draft is kept", title).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn links_that_hold_no_level_say_so() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.until_loaded().await?;
        let link = build(visit).await?;
        let data = link.rsplit('/').next().context("a link has data")?.to_owned();
        let changed = format!(
            "{}{}{}",
            &data[..40],
            if &data[40..41] == "A" { "B" } else { "A" },
            &data[41..]
        );
        for (data, sentence) in [
            (&data[..data.len() / 2], "cut off"),
            (changed.as_str(), "changed after it was made"),
            ("", "cut off"),
            ("****", "changed after it was made"),
            ("Af____8", "cut off"),
            ("Af______________________", "more than any level"),
            ("CAAA", "newer version"),
            ("%3Cscript%3E", "changed after it was made"),
        ] {
            visit.run(&format!("location.hash = '#/learn/level/{data}'")).await?;
            visit.until_test_id("no-level", sentence).await?;
            visit.until_test_id("no-level", "Nothing of yours has changed").await?;
        }
        Ok(())
    })
    .await
}
