//! Requests as they come over the wire, one a line: the operation, a space, the body.
//!
//! Whatever comes, each is answered with a status and a JSON object, an error with its type; and
//! however the requests have changed the tables, what each index holds agrees with its table.

use dynamodb_playground::api::Session;
use dynamodb_playground::engine::Operation;
use serde_json::{Value as Json, json};

use super::tables::{self, answered, asked};

/// Most requests of one input.
const MAX_REQUESTS: usize = 16;

pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut session = tables::session();
    for line in text.lines().take(MAX_REQUESTS) {
        let (operation, body) = line.split_once(' ').unwrap_or((line, "{}"));
        answered(&mut session, operation, body);
    }
    for table in session.engine().inspect().tables() {
        check_table(&mut session, table.schema.name.as_str());
    }
}

/// Counts of a table and its indexes, taken and counted.
fn check_table(session: &mut Session, table: &str) {
    let described = asked(session, Operation::DescribeTable, json!({ "TableName": table }));
    let description = &described["Table"];
    assert_eq!(counted(session, table, None), description["ItemCount"], "{table}");
    for kind in ["LocalSecondaryIndexes", "GlobalSecondaryIndexes"] {
        for index in description[kind].as_array().into_iter().flatten() {
            let name = index["IndexName"].as_str();
            assert_eq!(counted(session, table, name), index["ItemCount"], "{table} {name:?}");
        }
    }
}

fn counted(session: &mut Session, table: &str, index: Option<&str>) -> u64 {
    let mut body = json!({ "TableName": table, "Select": "COUNT", "Limit": 7 });
    if let Some(index) = index {
        body["IndexName"] = index.into();
    }
    let mut count = 0;
    loop {
        let mut page = asked(session, Operation::Scan, body.clone());
        count += page["Count"].as_u64().expect("a page has a count");
        match page["LastEvaluatedKey"].take() {
            Json::Null => return count,
            key => body["ExclusiveStartKey"] = key,
        }
    }
}
