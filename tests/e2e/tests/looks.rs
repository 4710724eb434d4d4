//! Every place in its working state, narrow and wide, light and dark: axe finds nothing serious,
//! nothing scrolls sideways, and a picture is kept.

use anyhow::Result;

use crate::visit::{Hand, Visit, first_visit, visit};

const SIZES: [(u32, u32); 2] = [(1_280, 900), (360, 740)];
const COLOURS: [&str; 2] = ["light", "dark"];

/// Looks at a place in every size and colour.
async fn look(visit: &Visit<'_>, place: &str) -> Result<()> {
    for (width, height) in SIZES {
        visit.viewport(width, height).await?;
        for colours in COLOURS {
            let name = format!("{place}-{width}-{colours}");
            visit.prefer(&[("prefers-color-scheme", colours), REDUCED]).await?;
            examine(visit, &name).await?;
        }
    }
    let (width, height) = SIZES[0];
    visit.viewport(width, height).await
}

/// Looks at the page as it is now.
async fn examine(visit: &Visit<'_>, name: &str) -> Result<()> {
    visit.run("scrollTo(0, 0)").await?;
    visit.screenshot(name).await?;
    visit.expect_no_sideways_scrolling(name).await?;
    visit.nothing_serious(name).await
}

const REDUCED: (&str, &str) = ("prefers-reduced-motion", "reduce");

#[tokio::test]
async fn the_start_page_can_be_used_by_everyone() -> Result<()> {
    first_visit(Hand::Mouse, async |visit| {
        visit.prefer(&[REDUCED]).await?;
        look(visit, "start").await?;
        visit.press_on("50 times").await?;
        visit.until_text("Good guess").await?;
        look(visit, "start-guessed").await
    })
    .await
}

#[tokio::test]
async fn explore_can_be_used_by_everyone() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.prefer(&[REDUCED]).await?;
        look(visit, "explore-start").await?;
        visit.run_it().await?;
        visit.expect("result-count", "5 items").await?;
        look(visit, "explore").await?;
        visit.press_on("Data").await?;
        visit.press_on("Grid").await?;
        visit.choose("Operation", "Scan").await?;
        visit.press_on("Add filter").await?;
        look(visit, "explore-scan").await
    })
    .await
}

#[tokio::test]
async fn the_four_parts_of_explore_fit_a_phone() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        let (width, height) = SIZES[1];
        visit.viewport(width, height).await?;
        visit.prefer(&[REDUCED]).await?;
        visit.run_it().await?;
        for part in ["Request", "Result", "Cost", "Data"] {
            visit.press_on(part).await?;
            visit.css(&format!("section[aria-label={part}]")).await?;
            let name = format!("phone-{part}");
            examine(visit, &name).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn errors_can_be_read_by_everyone() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit
            .before_every_page(
                "Object.defineProperty(window, 'indexedDB', { get: () => undefined });",
            )
            .await?;
        visit.reload().await?;
        visit.until_loaded().await?;
        visit.write("PK =", "").await?;
        visit.run_it().await?;
        visit.expect_rejection("empty string value").await?;
        visit
            .run(
                "Storage.prototype.setItem = () => {
            throw new DOMException('no room', 'QuotaExceededError');
        }",
            )
            .await?;
        visit.write("PK =", "PATIENT#1").await?;
        visit.expect_notice("Storage is full").await?;
        look(visit, "errors").await
    })
    .await
}

#[tokio::test]
async fn compare_can_be_used_by_everyone() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.prefer(&[REDUCED]).await?;
        visit.go_to("Compare").await?;
        visit.tick("Strongly consistent").await?;
        visit.run_it().await?;
        visit.until_text("Same result").await?;
        look(visit, "compare").await
    })
    .await
}

#[tokio::test]
async fn partitions_can_be_used_by_everyone() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.run_it().await?;
        visit.go_to_data().await?;
        visit.press_on("Partitions as a table").await?;
        look(visit, "partitions").await
    })
    .await
}

#[tokio::test]
async fn the_lab_can_be_used_by_everyone() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.prefer(&[REDUCED]).await?;
        visit.go_to("Partitions").await?;
        look(visit, "lab-start").await?;
        visit.choose("Speed", "as fast as possible").await?;
        visit.run_it().await?;
        visit.until_test_id("verdict", "of requests were throttled").await?;
        look(visit, "lab-hot").await?;
        visit.press_on("Run again with the key sharded 10 ways").await?;
        visit.until_test_id("verdict", "none was throttled").await?;
        visit.press_on("More table settings").await?;
        look(visit, "lab-cured").await?;
        visit.press_on("Index on a status").await?;
        visit.run_it().await?;
        visit.until_test_id("verdict", "of requests were throttled").await?;
        look(visit, "lab-index").await
    })
    .await
}

#[tokio::test]
async fn the_quiz_can_be_used_by_everyone() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.go_to("Quiz").await?;
        visit.test_id("question").await?;
        look(visit, "quiz-question").await?;
        visit.answer_question().await?;
        look(visit, "quiz").await
    })
    .await
}

#[tokio::test]
async fn menus_can_be_used_by_everyone() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.run_it().await?;
        visit.press_on("Menu").await?;
        look(visit, "menu").await?;
        visit.press(thirtyfour::Key::Escape).await?;
        visit.test_id("meter-rcu").await?.click().await?;
        visit.until_text("Consumed capacity").await?;
        look(visit, "meter").await
    })
    .await
}

#[tokio::test]
async fn changes_can_be_used_by_everyone() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.prefer(&[REDUCED]).await?;
        visit.go_to("Changes").await?;
        visit.press_on("Enable stream").await?;
        visit.until_text("ENABLED").await?;
        look(visit, "changes").await?;
        for view in ["Lambda event", "TTL and index lag", "History"] {
            visit.press_on(view).await?;
            look(visit, &format!("changes-{view}")).await?;
        }
        Ok(())
    })
    .await
}
