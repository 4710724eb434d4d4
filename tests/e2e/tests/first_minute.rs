//! The first minute: what a newcomer finds, the guess and the race, and the way on; and where
//! someone lands who comes back.

use anyhow::{Result, ensure};

use crate::visit::{Hand, Visit, first_visit};

#[tokio::test]
async fn the_first_minute_by_mouse() -> Result<()> {
    first_visit(Hand::Mouse, the_first_minute).await
}

#[tokio::test]
async fn the_first_minute_by_keyboard_alone() -> Result<()> {
    first_visit(Hand::Keyboard, the_first_minute).await
}

async fn the_first_minute(visit: &Visit<'_>) -> Result<()> {
    visit.until_text("All bookings of patient 123").await?;
    visit.expect_meter("0", "0").await?;
    visit.press_on("10 times").await?;
    visit.until_text("You guessed 10 times").await?;
    let outcome = visit.says("start-outcome").await?;
    ensure!(outcome.contains("The Query read 5 items (0.5 RCU)"), "{outcome}");
    ensure!(outcome.contains("read 1,000 items to return the same 5 items"), "{outcome}");

    // The figures are those of the requests that ran.
    let metered: f64 = visit.says("meter-rcu").await?.parse()?;
    ensure!(outcome.contains(&format!("({} RCU)", metered - 0.5)), "{metered}: {outcome}");

    visit.press_on("Explore the data").await?;
    visit.expect_place("Explore").await?;
    visit.come_back().await?;
    visit.expect_place("Explore").await?;
    visit.press_on("DynamoDB Playground").await?;
    visit.until_text("No account, nothing to install").await
}
