//! The main job from beginning to end, told once and done twice: by mouse, and by keyboard alone.

use anyhow::{Result, ensure};

use crate::visit::{Hand, Visit, number, visit};

const BOOKINGS: [&str; 5] = [
    "BOOKING#001",
    "BOOKING#001#TEST#A1",
    "BOOKING#001#TEST#A1#RESULT",
    "BOOKING#001#TEST#A2",
    "BOOKING#002",
];

#[tokio::test]
async fn the_main_job_by_mouse() -> Result<()> {
    visit(Hand::Mouse, the_main_job).await
}

#[tokio::test]
async fn the_main_job_by_keyboard_alone() -> Result<()> {
    visit(Hand::Keyboard, the_main_job).await
}

async fn the_main_job(visit: &Visit<'_>) -> Result<()> {
    medical_is_there(visit).await?;
    bookings_by_query(visit).await?;
    let scanned = the_same_by_scan(visit).await?;
    a_booking_is_put(visit, scanned).await?;
    clinic_replaces_medical(visit).await?;
    an_appointment_is_put(visit).await?;
    let question = the_quiz_is_begun(visit).await?;
    all_is_as_it_was(visit, &question).await?;
    damage_is_told(visit).await
}

async fn medical_is_there(visit: &Visit<'_>) -> Result<()> {
    visit.expect_place("Explore").await?;
    visit.until_text("1,000 items in").await?;
    visit.until_text("MedicalTests").await?;
    visit.expect_meter("0", "0").await?;
    ensure!(visit.field_text("PK =").await? == "PATIENT#123");
    ensure!(visit.field_text("SK").await? == "begins_with");
    ensure!(visit.field_text("SK value").await? == "BOOKING#");
    Ok(())
}

async fn bookings_by_query(visit: &Visit<'_>) -> Result<()> {
    visit.until_test_id("run", "Query · 1 collection · about 0.5 RCU").await?;
    visit.run_it().await?;
    visit.expect("result-count", "5 items").await?;
    visit.expect_rows(&BOOKINGS).await?;
    let rows = visit.rows().await?;
    ensure!(rows.iter().all(|row| row["PK"] == "PATIENT#123"), "{rows:?}");
    visit.expect("receipt-total", "0.5 RCU").await?;
    let bill = visit.figures(".receipt").await?;
    ensure!(
        bill["Items evaluated (ScannedCount)"] == "5" && bill["Items returned (Count)"] == "5",
        "{bill:?}"
    );
    ensure!(number(&bill["Bytes read"])? < 4_096, "{bill:?}");
    visit.expect_meter("0.5", "0").await
}

/// Both ways of asking; what the Scan cost, in half units.
async fn the_same_by_scan(visit: &Visit<'_>) -> Result<u64> {
    let table_bytes = bytes_by_partition(visit).await?;
    visit.go_to("Compare").await?;
    visit.run_it().await?;
    visit.until_text("Same result: both returned the same 5 items.").await?;
    let query = visit.figures("[data-testid=compare-query]").await?;
    let scan = visit.figures("[data-testid=compare-scan]").await?;
    let (evaluated, returned) = ("Items evaluated (ScannedCount)", "Items returned (Count)");
    ensure!(query[evaluated] == "5", "{query:?}");
    ensure!(scan[evaluated] == "1,000" && scan[returned] == "5", "{scan:?}");
    ensure!(number(&scan["Bytes read"])? == table_bytes, "{scan:?}, the table has {table_bytes}");
    // Half a unit for each 4 KB of the table, begun ones whole.
    let halves = table_bytes.div_ceil(4_096);
    let total = "[data-testid=compare-scan] [data-testid=receipt-total]";
    let total = visit.css(total).await?.text().await?;
    ensure!(total == format!("{} RCU", units(halves)), "{total} for {table_bytes} bytes");
    visit.expect_meter(&units(1 + 1 + halves), "0").await?;
    Ok(halves)
}

async fn bytes_by_partition(visit: &Visit<'_>) -> Result<u64> {
    visit.go_to_data().await?;
    visit.press_on("Partitions as a table").await?;
    visit.column_sum(".partition-data table", "Bytes").await
}

async fn a_booking_is_put(visit: &Visit<'_>, scanned: u64) -> Result<()> {
    visit.go_to("Explore").await?;
    visit.choose("Operation", "PutItem").await?;
    let item = r#"{"PK": "PATIENT#123", "SK": "BOOKING#003", "BookingDate": "2025-12-20"}"#;
    visit.write("Item as DynamoDB JSON or plain JSON", item).await?;
    visit.run_it().await?;
    visit.until_text("Created a new item").await?;
    visit.expect("receipt-total", "1 WCU").await?;
    visit.expect_meter(&units(2 + scanned), "1").await?;
    visit.until_text("1,001 items in").await?;

    visit.press_on("All bookings of patient 123").await?;
    visit.run_it().await?;
    visit.expect_rows(&[&BOOKINGS[..], &["BOOKING#003"]].concat()).await?;
    visit.press_on("Data").await?;
    visit.expect_on_strip("Booking BOOKING#003,").await?;

    visit.go_to_data().await?;
    visit.press_on("Partitions as a table").await?;
    ensure!(visit.column_sum(".partition-data table", "Items").await? == 1_001);
    visit.until_test_id("landing", "of 4. The hash of the partition key").await?;
    Ok(())
}

async fn clinic_replaces_medical(visit: &Visit<'_>) -> Result<()> {
    visit.go_to("Explore").await?;
    visit.choose("Dataset", "Clinic").await?;
    visit.until_loaded().await?;
    visit.load_size("10,000 items").await?;
    visit.until_text("10,000 items in").await?;
    visit.expect_notice("Your workspace with 1 change was saved before").await?;
    visit.press_on("Dismiss").await
}

async fn an_appointment_is_put(visit: &Visit<'_>) -> Result<()> {
    visit.press_on("Create an appointment without overwriting one").await?;
    visit.run_it().await?;
    // One write for the table and one for GSI1.
    visit.expect("receipt-total", "2 WCU").await?;
    visit.choose("Operation", "Query").await?;
    visit.write("PK =", "CLINIC#CLN-001").await?;
    visit.choose("SK", "begins_with").await?;
    visit.write("SK value", "APPT#2026-04-20#").await?;
    visit.go_to_data().await?;
    visit.write("Partitions (1 to 32)", "7").await?;
    visit.press(thirtyfour::Key::Tab).await?;
    visit.test_id("partition-6").await?;
    Ok(())
}

/// Two answers, whatever they are worth; the number of the question that comes then.
async fn the_quiz_is_begun(visit: &Visit<'_>) -> Result<String> {
    visit.go_to("Quiz").await?;
    for answered in 1..=2 {
        visit.expect("question-number", &format!("Question {answered} of 12")).await?;
        visit.answer_question().await?;
        visit.press_on("Next question").await?;
    }
    visit.expect("question-number", "Question 3 of 12").await?;
    visit.says("question-number").await
}

async fn all_is_as_it_was(visit: &Visit<'_>, question: &str) -> Result<()> {
    let (read, written) = (visit.says("meter-rcu").await?, visit.says("meter-wcu").await?);
    visit.reload().await?;
    visit.until_loaded().await?;
    visit.expect_place("Quiz").await?;
    visit.expect("question-number", question).await?;
    visit.expect_meter(&read, &written).await?;

    visit.go_to_data().await?;
    visit.test_id("partition-6").await?;
    visit.press_on("Partitions as a table").await?;
    ensure!(visit.column_sum(".partition-data table", "Items").await? == 10_001);

    visit.go_to("Explore").await?;
    ensure!(visit.field_text("PK =").await? == "CLINIC#CLN-001");
    ensure!(visit.field_text("SK value").await? == "APPT#2026-04-20#");
    visit.run_it().await?;
    visit.expect_rows(&["APPT#2026-04-20#APT-5"]).await
}

async fn damage_is_told(visit: &Visit<'_>) -> Result<()> {
    visit.leave().await?;
    // In both storages; either alone would do.
    let damage = "for (const key of Object.keys(localStorage)) {
            localStorage[key] = localStorage[key].replace('recipe', 'rezept');
        }
        return new Promise((done) => {
            indexedDB.open('dynamodb-playground').onsuccess = ({ target }) => {
                const change = target.result.transaction('heads', 'readwrite');
                change.objectStore('heads').openCursor().onsuccess = ({ target }) => {
                    const cursor = target.result;
                    cursor?.update(cursor.value.replace('recipe', 'rezept'));
                    cursor?.continue();
                };
                change.oncomplete = () => { target.result.close(); done(true); };
            };
        })";
    visit.run(damage).await?;
    visit.come_back().await?;
    visit.expect_notice("damaged: its checksum doesn't match").await?;
    let offers = visit.offers().await?;
    ensure!(offers.iter().any(|offer| offer == "Export saved data"), "{offers:?}");
    visit.press_on("Discard saved data").await?;
    visit.until_loaded().await?;
    visit.expect_no_notice().await?;
    visit.reload().await?;
    visit.until_loaded().await?;
    visit.expect_no_notice().await
}

/// Half units as the page writes them.
fn units(halves: u64) -> String {
    if halves.is_multiple_of(2) { (halves / 2).to_string() } else { format!("{}.5", halves / 2) }
}
