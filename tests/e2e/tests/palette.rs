//! The command palette, by keyboard alone.

use anyhow::Result;
use thirtyfour::Key;

use crate::visit::{Hand, Visit, visit};

/// Presses Ctrl+K.
async fn summon(visit: &Visit<'_>) -> Result<()> {
    let keys = visit.browser().action_chain().key_down(Key::Control).send_keys("k");
    Ok(keys.key_up(Key::Control).perform().await?)
}

async fn type_in(visit: &Visit<'_>, text: &str) -> Result<()> {
    let open = "return document.activeElement?.id === 'palette-input'";
    visit.until("the palette is open", open).await?;
    Ok(visit.browser().action_chain().send_keys(text).perform().await?)
}

#[tokio::test]
async fn everything_is_reached_by_a_few_letters() -> Result<()> {
    visit(Hand::Keyboard, async |visit| {
        summon(visit).await?;
        type_in(visit, "compare").await?;
        visit.nothing_serious("the command palette").await?;
        visit.press(Key::Enter).await?;
        visit.expect_place("Compare").await?;

        summon(visit).await?;
        type_in(visit, "batchgetitem").await?;
        visit.press(Key::Enter).await?;
        visit.expect_place("Explore").await?;
        visit.until_text("BatchGetItem").await?;

        // An exercise of a lesson, by a word of its title and the arrow keys.
        summon(visit).await?;
        type_in(visit, "phone exercise").await?;
        visit.until_test_id("palette", "The patient on the phone").await?;
        visit.press(Key::Enter).await?;
        visit.until("the exercise is open", "return location.hash.includes('/exercise/')").await?;

        // Escape leaves everything as it was.
        summon(visit).await?;
        type_in(visit, "no such command").await?;
        visit.until_test_id("palette", "Nothing is called that.").await?;
        visit.press(Key::Escape).await?;
        let closed = "return !document.querySelector('[data-testid=palette]').open";
        visit.until("the palette is closed", closed).await?;
        visit.nothing_went_wrong().await
    })
    .await
}
