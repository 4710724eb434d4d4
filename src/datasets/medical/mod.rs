//! The medical dataset: patients, their bookings, tests and results, in one table `MedicalTests`.
//!
//! Owns the table's schema and what each row is. Rows of the article and generated rows are in
//! the files beside this one, access patterns too.

mod article;
mod generate;
mod patterns;

pub(super) use article::article;
pub(super) use generate::{Generator, hottest};
pub(super) use patterns::patterns;

use serde_json::{Value as Json, json};

use super::{Entity, OTHER};

/// The table's name.
pub const TABLE: &str = "MedicalTests";

const PATIENT: Entity = Entity { letter: 'P', name: "Patient", colour: 0 };
const BOOKING: Entity = Entity { letter: 'B', name: "Booking", colour: 1 };
const TEST: Entity = Entity { letter: 'T', name: "Test", colour: 2 };
const RESULT: Entity = Entity { letter: 'R', name: "Result", colour: 3 };
const TEST_TYPE: Entity = Entity { letter: 'Y', name: "Test type", colour: 4 };

/// The entities, in the order of a legend.
pub(super) const ENTITIES: [Entity; 5] = [PATIENT, BOOKING, TEST, RESULT, TEST_TYPE];

/// The body of CreateTable.
pub(super) fn table() -> Json {
    let keys = ["PK", "SK", "GSI1PK", "GSI1SK", "GSI2PK", "GSI2SK", "GSI3PK", "GSI3SK"];
    let definition = |name| json!({ "AttributeName": name, "AttributeType": "S" });
    json!({
        "TableName": TABLE,
        "AttributeDefinitions": keys.map(definition),
        "KeySchema": super::key_schema("PK", "SK"),
        "GlobalSecondaryIndexes": [
            super::index("GSI1", "GSI1PK", "GSI1SK"),
            super::index("GSI2", "GSI2PK", "GSI2SK"),
            super::index("GSI3", "GSI3PK", "GSI3SK"),
        ],
        "BillingMode": "PAY_PER_REQUEST",
    })
}

/// What the row with this key is.
pub(super) fn entity(partition: &str, sort: &str) -> Entity {
    if partition.starts_with("TESTTYPE#") && sort == "METADATA" {
        return TEST_TYPE;
    }
    if !partition.starts_with("PATIENT#") {
        return OTHER;
    }
    match sort {
        "PROFILE" => PATIENT,
        _ if !sort.starts_with("BOOKING#") => OTHER,
        _ if sort.ends_with("#RESULT") => RESULT,
        _ if sort.contains("#TEST#") => TEST,
        _ => BOOKING,
    }
}

/// A kind of test: its id and what its reference row says.
#[derive(Clone, Copy)]
struct TestType {
    id: &'static str,
    name: &'static str,
    description: &'static str,
    findings: [&'static str; 3],
}

const fn test_type(
    id: &'static str,
    name: &'static str,
    description: &'static str,
    findings: [&'static str; 3],
) -> TestType {
    TestType { id, name, description, findings }
}

/// Kinds of test, the most frequent first. The first five are in the article rows.
const TEST_TYPES: [TestType; 12] = [
    test_type("BloodTest", "Blood Test", "Counts blood cells and their components", LEVELS),
    test_type("XRay", "X-Ray", "Pictures bones and lungs with a low dose of radiation", IMAGES),
    test_type("Ultrasound", "Ultrasound", "Pictures soft tissue with sound waves", IMAGES),
    test_type("ECG", "Electrocardiogram", "Records the rhythm of the heart", RHYTHMS),
    test_type("MRI", "MRI Scan", "Pictures organs with a magnetic field", IMAGES),
    test_type("Urinalysis", "Urine Test", "Looks for sugar, protein and infection", LEVELS),
    test_type("LipidPanel", "Lipid Panel", "Measures fats in the blood", LEVELS),
    test_type("Thyroid", "Thyroid Panel", "Measures hormones of the thyroid", LEVELS),
    test_type("Spirometry", "Lung Function", "Measures how much air is breathed out", LEVELS),
    test_type("Holter", "Holter Monitor", "Records the heart for a day and a night", RHYTHMS),
    test_type("CTScan", "CT Scan", "Pictures the body slice by slice", IMAGES),
    test_type("Allergy", "Allergy Test", "Tries common allergens on the skin", REACTIONS),
];

const LEVELS: [&str; 3] = ["Normal", "Slightly high", "Slightly low"];
const IMAGES: [&str; 3] = ["Normal", "No fracture seen", "Small shadow, repeat"];
const RHYTHMS: [&str; 3] = ["Normal", "Regular rhythm", "Single extra beats"];
const REACTIONS: [&str; 3] = ["Normal", "Reacts to pollen", "Reacts to dust mites"];

/// How many of the kinds of test the article rows describe.
const ARTICLE_TEST_TYPES: usize = 5;
