//! Checks that fit a solution: what it returned, changed, made and consumed.

use content::exercise::Part;
use content::written;
use serde_json::{Value as Json, json};

use super::{Checks, ItemIs, ItemText, Level, RowsText, ShapeText, WrongAnswer};
use crate::api::json::item_to_json;
use crate::api::{Exchange, Request};
use crate::engine::inspect::TableSummary;
use crate::learn::facts::{Value, returned_items};
use crate::learn::stage::{Stage, StageError};
use crate::model::{BillingMode, IndexKind, KeyAttribute, KeySchema};
use crate::ui::model::compare::counterpart;

/// Items whose state is checked at most.
const MOST_ITEMS: usize = 8;

/// Checks of what the solution does, played on the stage that the level begins with.
pub fn checks(stage: &Stage, part: &Part) -> Result<Checks, StageError> {
    let requests = stage.requests(&part.solution.answer)?;
    let mut after = stage.clone();
    let sent: Vec<Exchange> = requests.iter().map(|request| after.send(request.clone())).collect();
    let mut checks = Checks::default();
    if let Some(error) = sent.last().and_then(|last| last.response.as_ref().err()) {
        checks.error = Some(error.kind().name().to_owned());
    }
    let has_returned = sent.iter().any(|exchange| {
        exchange.request.operation.is_read()
            && exchange.response.as_ref().is_ok_and(|r| !returned_items(&r.to_json()).is_empty())
    });
    if has_returned {
        let first = requests.iter().find_map(|request| request.body["TableName"].as_str());
        checks.rows = Some(RowsText { by: key_names(stage, first), ordered: false });
        let mut names: Vec<&str> =
            requests.iter().map(|request| request.operation.name()).collect();
        names.dedup();
        checks.operation = Some(names.join(", "));
        let facts = after.ran(sent.clone()).facts;
        if let Some(Value::Number(rcu)) = facts.get("rcu") {
            checks.max_rcu = Some(rcu.to_plain());
        }
    }
    let changed = changed_items(&after, &sent, &mut checks.items);
    checks.changes = (changed > 0).then(|| changed.to_string());
    checks.shapes = new_shapes(stage, &after);
    Ok(checks)
}

/// The key of a table, by names.
fn key_names(stage: &Stage, table: Option<&str>) -> String {
    let tables = stage.session().engine().inspect().tables();
    let table = tables.iter().find(|known| Some(known.schema.name.as_str()) == table);
    let names = |keys: &KeySchema| -> Vec<String> {
        keys.attributes().map(|key| key.name.as_str().to_owned()).collect()
    };
    table.map(|table| names(&table.schema.keys).join(", ")).unwrap_or_default()
}

/// How the items are afterwards that were changed; gives the number of changes.
fn changed_items(after: &Stage, sent: &[Exchange], into: &mut Vec<ItemText>) -> u64 {
    let changed = sent.iter().map(|exchange| exchange.changes.end - exchange.changes.start).sum();
    let Some(first) = sent.first().map(|exchange| exchange.changes.start) else { return 0 };
    let own = after.table();
    let mut seen: Vec<(String, Json)> = Vec::new();
    let inspect = after.session().engine().inspect();
    for record in inspect.changes(first) {
        let key = item_to_json(&record.key);
        let table = record.table.as_str().to_owned();
        if seen.contains(&(table.clone(), key.clone())) || into.len() == MOST_ITEMS {
            continue;
        }
        let found = inspect.item(&record.table, &record.key).map(|row| item_to_json(row.item()));
        let attributes = found.as_ref().map(|found| {
            let old = record.old.as_ref().map(|row| item_to_json(row.item())).unwrap_or(json!({}));
            let members = found.as_object().into_iter().flatten();
            let differs = |(name, value): &(&String, &Json)| {
                key.get(name.as_str()).is_none() && old.get(name.as_str()) != Some(value)
            };
            let members = members.filter(differs).map(|(n, v)| (n.clone(), v.clone()));
            Json::Object(members.collect())
        });
        let (is, attributes) = match attributes {
            None => (ItemIs::Absent, String::new()),
            Some(new) if new.as_object().is_none_or(|new| new.is_empty()) => {
                (ItemIs::Present, String::new())
            }
            Some(new) => (ItemIs::Has, new.to_string()),
        };
        let named = if Some(&table) == own.as_ref() { String::new() } else { table.clone() };
        into.push(ItemText { table: named, item: key.to_string(), is, attributes });
        seen.push((table, key));
    }
    changed
}

/// The tables and indexes that weren't there before.
fn new_shapes(before: &Stage, after: &Stage) -> Vec<ShapeText> {
    let tables = |stage: &Stage| stage.session().engine().inspect().tables();
    let (before, after) = (tables(before), tables(after));
    let mut shapes = Vec::new();
    for table in &after {
        let known: Option<&TableSummary> =
            before.iter().find(|known| known.schema.name == table.schema.name);
        let name = table.schema.name.as_str().to_owned();
        let billing = match table.schema.billing {
            BillingMode::PayPerRequest => "PAY_PER_REQUEST",
            BillingMode::Provisioned(_) => "PROVISIONED",
        };
        let is_other_mode = known.is_some_and(|known| known.schema.billing != table.schema.billing);
        if known.is_none() || is_other_mode {
            let billing = if is_other_mode { billing } else { "" };
            let shape = ShapeText {
                table: name.clone(),
                billing: billing.into(),
                ..keys(&table.schema.keys)
            };
            shapes.push(shape);
        }
        let is_new = |index: &&crate::engine::inspect::IndexSummary| {
            known.is_none_or(|known| known.indexes.iter().all(|other| other.name != index.name))
        };
        for index in table.indexes.iter().filter(is_new) {
            let kind = match index.kind {
                IndexKind::Global => "GSI",
                IndexKind::Local => "LSI",
            };
            shapes.push(ShapeText { table: name.clone(), index: kind.into(), ..keys(&index.keys) });
        }
    }
    shapes
}

fn keys(keys: &KeySchema) -> ShapeText {
    let names = |keys: &[KeyAttribute]| {
        let names: Vec<&str> = keys.iter().map(|key| key.name.as_str()).collect();
        names.join(", ")
    };
    ShapeText { partition: names(&keys.partition), sort: names(&keys.sort), ..ShapeText::default() }
}

/// The Scan that returns what the solution does, as a wrong answer; none where there is none.
pub fn scan_instead(stage: &Stage, level: &Level) -> Option<WrongAnswer> {
    let exercise = level.exercise().ok()?;
    let [only] = &exercise.parts[0].solution.answer[..] else { return None };
    let request: Request = stage.request(only).ok()?;
    let scan = counterpart(&request).ok()?.scan;
    let mut body = scan.body;
    let own = stage.table();
    if let Some(members) = body.as_object_mut()
        && members.get("TableName").and_then(Json::as_str) == own.as_deref()
    {
        members.remove("TableName");
    }
    Some(WrongAnswer {
        name: "a Scan".into(),
        answer: written::to_text([(scan.operation.name(), &body)]),
        says: "The items are right, but a Scan reads the whole table.".into(),
        ..WrongAnswer::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::level;
    use super::*;
    use crate::learn::grade;

    fn stage(level: &Level) -> (Stage, Part) {
        let exercise = level.exercise().unwrap();
        let opening = grade::open(&exercise, false, |_| None).unwrap();
        (opening.finish().unwrap(), exercise.parts[0].clone())
    }

    #[test]
    fn a_read_is_checked_by_its_items_and_its_cost() {
        let (stage, part) = stage(&level());
        let checks = checks(&stage, &part).unwrap();
        assert_eq!(checks.rows, Some(RowsText { by: "PK, SK".into(), ordered: false }));
        assert_eq!(
            (checks.operation.as_deref(), checks.max_rcu.as_deref()),
            (Some("Query"), Some("0.5"))
        );
        assert_eq!((checks.items.len(), checks.changes), (0, None));
        let scan = scan_instead(&stage, &level()).unwrap();
        assert!(scan.answer.starts_with("Scan {") && !scan.answer.contains("TableName"));
    }

    #[test]
    fn writes_are_checked_by_what_they_leave() {
        let mut level = level();
        level.solution = r#"
            UpdateItem { "Key": { "PK": { "S": "PATIENT#123" }, "SK": { "S": "PROFILE" } },
                "UpdateExpression": "SET n = :n", "ExpressionAttributeValues": { ":n": { "N": "1" } } }
            DeleteItem { "Key": { "PK": { "S": "PATIENT#456" }, "SK": { "S": "PROFILE" } } }
            CreateTable { "TableName": "Notes", "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
                "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }] }
            PutItem { "TableName": "Notes", "Item": {} }"#
            .into();
        let (stage, part) = stage(&level);
        let checks = checks(&stage, &part).unwrap();
        let items: Vec<_> =
            checks.items.iter().map(|item| (item.is, item.attributes.as_str())).collect();
        assert_eq!(items, [(ItemIs::Has, r#"{"n":{"N":"1"}}"#), (ItemIs::Absent, "")]);
        assert_eq!(checks.changes.as_deref(), Some("2"));
        assert_eq!(checks.shapes[0].partition, "id");
        assert_eq!(checks.error.as_deref(), Some("ValidationException"));
    }
}
