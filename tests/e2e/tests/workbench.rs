//! Explore as a workbench: what shares the screen, what stays where it is, and what the address
//! brings back.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::visit::{Hand, Visit, visit};

/// Where an element stands: `[top, bottom]`.
async fn span(visit: &Visit<'_>, selector: &str) -> Result<(f64, f64)> {
    let script = format!(
        "const place = document.querySelector({}).getBoundingClientRect();
         return [place.top, place.bottom]",
        json!(selector)
    );
    Ok(serde_json::from_value(visit.run(&script).await?)?)
}

#[tokio::test]
async fn request_result_and_receipt_share_one_screen() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.viewport(1280, 800).await?;
        visit.run_it().await?;
        visit.expect("result-count", "5 items").await?;
        for part in
            ["#run", "[data-testid=result-count]", "#answer-row-4", "[data-testid=receipt-total]"]
        {
            let (top, bottom) = span(visit, part).await?;
            ensure!(top >= 0.0 && bottom <= 800.0, "{part} lies at {top} to {bottom}");
        }
        let scrolls = "return document.documentElement.scrollHeight > innerHeight";
        ensure!(visit.run(scrolls).await? == false, "the page itself scrolls");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_run_button_stays_where_it_is_while_the_form_grows() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.viewport(1280, 800).await?;
        let before = span(visit, "#run").await?;
        for _ in 0..4 {
            visit.press_on("Add filter").await?;
        }
        ensure!(span(visit, "#run").await? == before);
        visit.press_on("JSON").await?;
        ensure!(span(visit, "#run").await?.1 == before.1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_splitter_moves_by_keyboard_and_stays_after_a_reload() -> Result<()> {
    visit(Hand::Keyboard, async |visit| {
        visit.viewport(1280, 800).await?;
        let height = async || Ok::<_, anyhow::Error>(span(visit, ".explore-request").await?.1);
        let before = height().await?;
        visit.tab_to("the splitter", |focus| focus.name == "Request height").await?;
        for _ in 0..3 {
            visit.press(thirtyfour::Key::Up).await?;
        }
        let moved = height().await?;
        ensure!(moved < before - 40.0, "{before} became {moved}");
        let saved =
            "return Object.values(localStorage).some((text) => text.includes('\"split\":37'))";
        visit.until("the height is saved", saved).await?;
        visit.reload().await?;
        visit.until_loaded().await?;
        ensure!((height().await? - moved).abs() < 1.0);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_address_brings_back_table_index_and_request() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.write("PK =", "PATIENT#456").await?;
        let written = "return location.hash.includes('PATIENT%23456') && location.href";
        let address = visit.until("the address has the request", written).await?;
        let address = address.as_str().unwrap_or_default().to_owned();
        visit.go_to("Compare").await?;
        visit.browser().back().await?;
        visit.expect_place("Explore").await?;
        ensure!(visit.field_text("PK =").await? == "PATIENT#456");

        // Someone else opens it, with nothing saved.
        visit.leave().await?;
        visit.run("localStorage.clear()").await?;
        visit.browser().goto(&address).await?;
        visit.until_loaded().await?;
        let filled = "return [...document.querySelectorAll('.ask input')]
            .some((field) => field.value === 'PATIENT#456')";
        visit.until("the request is in the form", filled).await?;
        visit.run_it().await?;
        visit.test_id("result-count").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_operation_has_an_example_that_runs_from_the_form() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        for operation in ["BatchGetItem", "ExecuteStatement", "DescribeTable", "TransactWriteItems"]
        {
            visit.choose("Operation", operation).await?;
            visit.run_it().await?;
            let told = format!(
                "return document.querySelector('.answer-title h2')?.innerText === {}
                     && !document.querySelector('.answer-rejected')",
                json!(operation)
            );
            visit.until(&format!("{operation} has run"), &told).await?;
        }
        let names = visit.run(
            "return [...document.querySelectorAll('[data-testid=history] .history-heading')]
                .map((entry) => entry.innerText)",
        );
        let names: Vec<String> =
            serde_json::from_value::<Value>(names.await?).and_then(serde_json::from_value)?;
        ensure!(names.first().is_some_and(|name| name == "TransactWriteItems"), "{names:?}");
        Ok(())
    })
    .await
}
