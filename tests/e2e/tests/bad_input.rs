//! Input that no request can be made of, or that the service rejects: told in its words and in
//! plain ones, with nothing lost and nothing in the console.

use anyhow::{Result, ensure};

use crate::visit::{Hand, Visit, visit};

const ITEM: &str = "Item as DynamoDB JSON or plain JSON";

/// The table has what it had, and the meter too.
async fn nothing_happened(visit: &Visit<'_>) -> Result<()> {
    visit.until_text("1,000 items in").await?;
    visit.expect_meter("0", "0").await
}

#[tokio::test]
async fn an_empty_partition_key_is_rejected() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.write("PK =", "").await?;
        visit.run_it().await?;
        visit.expect_rejection("empty string value. Key: PK").await?;
        ensure!(visit.field_text("SK value").await? == "BOOKING#");
        nothing_happened(visit).await
    })
    .await
}

#[tokio::test]
async fn a_reserved_word_is_named() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.choose("Operation", "Scan").await?;
        let filter = "Status = 'Pending'";
        write_filter(visit, filter).await?;
        visit.run_it().await?;
        visit.expect_rejection("reserved keyword: Status").await?;
        ensure!(visit.field_text("Filter expression").await? == filter);
        nothing_happened(visit).await
    })
    .await
}

#[tokio::test]
async fn thousands_of_parentheses_are_rejected_and_kept() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.choose("Operation", "Scan").await?;
        let filter = format!("{}a = b{}", "(".repeat(4_096), ")".repeat(4_096));
        write_filter(visit, &filter).await?;
        visit.run_it().await?;
        visit.expect_rejection("Expression size has exceeded the maximum allowed size").await?;
        ensure!(visit.field_text("Filter expression").await? == filter);
        let deep = format!("{}a = b{}", "(".repeat(2_000), ")".repeat(2_000));
        visit.paste("Filter expression", &deep).await?;
        visit.run_it().await?;
        visit.expect_rejection("too many nesting levels").await?;
        visit.write("Filter expression", "((a = b))").await?;
        visit.run_it().await?;
        visit.expect_rejection("redundant parentheses").await?;
        nothing_happened(visit).await
    })
    .await
}

/// 4,095 signs of nothing but opening parentheses: under the limit of size, and a syntax error
/// at a depth that would end a careless parser's stack.
#[tokio::test]
async fn deep_nesting_does_not_end_the_page() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.choose("Operation", "Scan").await?;
        write_filter(visit, &"(".repeat(4_095)).await?;
        visit.run_it().await?;
        visit.expect_rejection("Invalid FilterExpression").await?;
        nothing_happened(visit).await
    })
    .await
}

async fn write_filter(visit: &Visit<'_>, filter: &str) -> Result<()> {
    let switch = "//fieldset[legend='Filter']//button[normalize-space()='Edit as expression']";
    let switch = thirtyfour::By::XPath(switch);
    visit.browser().find(switch).await?.click().await?;
    visit.paste("Filter expression", filter).await
}

#[tokio::test]
async fn markup_in_an_item_stays_text() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        let markup = "<img src=x onerror=window.ran=1><script>window.ran=1</script>";
        let item = format!(r#"{{"PK": "PATIENT#{markup}", "SK": "{markup}", "Name": "{markup}"}}"#);
        visit.choose("Operation", "PutItem").await?;
        visit.write(ITEM, &item).await?;
        visit.run_it().await?;
        visit.until_text("1,001 items in").await?;
        visit.choose("Operation", "Query").await?;
        visit.write("PK =", &format!("PATIENT#{markup}")).await?;
        visit.choose("SK", "any").await?;
        visit.run_it().await?;
        visit.expect_rows(&[markup]).await?;
        for shown in ["Plain JSON", "DynamoDB JSON", "Response"] {
            visit.press_on(shown).await?;
        }
        for place in ["Partitions", "Compare", "Explore"] {
            visit.go_to(place).await?;
            let script =
                "return window.ran === undefined && document.querySelector('img') === null";
            ensure!(visit.run(script).await? == true, "markup became part of {place}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_item_of_over_400_kb_is_rejected_and_kept() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        let text = "a".repeat(400 * 1_024);
        let item = format!(r#"{{"PK": "PATIENT#123", "SK": "BIG", "Text": "{text}"}}"#);
        visit.choose("Operation", "PutItem").await?;
        visit.paste(ITEM, &item).await?;
        visit.run_it().await?;
        visit.expect_rejection("Item size has exceeded the maximum allowed size").await?;
        ensure!(visit.field_text(ITEM).await? == item);
        nothing_happened(visit).await
    })
    .await
}

#[tokio::test]
async fn malformed_json_is_pointed_at_and_kept() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.choose("Operation", "PutItem").await?;
        let item = "{\"PK\": \"PATIENT#123\", \"SK\": }";
        visit.write(ITEM, item).await?;
        visit.run_it().await?;
        expect_problem(visit, "Line 1, column 29").await?;
        ensure!(visit.field_text(ITEM).await? == item);

        visit.press_on("All bookings of patient 123").await?;
        visit.press_on("JSON").await?;
        let body = "{\"TableName\": \"MedicalTests\",, }";
        visit.paste("Request body", body).await?;
        visit.run_it().await?;
        expect_problem(visit, "Line 1, column 30").await?;
        ensure!(visit.field_text("Request body").await? == body);
        nothing_happened(visit).await
    })
    .await
}

async fn expect_problem(visit: &Visit<'_>, place: &str) -> Result<()> {
    let script = format!(
        "return document.querySelector('[role=alert].ask-problem')?.innerText.includes({})",
        serde_json::json!(place)
    );
    visit.until(&format!("the form points at {place}"), &script).await?;
    Ok(())
}

#[tokio::test]
async fn json_of_the_wrong_shape_gets_the_services_answer() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.press_on("JSON").await?;
        let body = r#"{"TableName": "MedicalTests", "Limit": "many"}"#;
        visit.paste("Request body", body).await?;
        visit.run_it().await?;
        visit.expect_rejection("SerializationException").await?;
        nothing_happened(visit).await
    })
    .await
}
