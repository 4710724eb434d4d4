//! The goal of an exercise in words: what its answer must do, shown before anything is tried.

use content::exercise::{Check, Expected, IndexKind, LabCheck, RowsCheck, ShapeCheck, StateCheck};
use serde_json::Value as Json;

use crate::learn::grade::money;
use crate::ui::model::lab::form::Form;
use crate::ui::model::plain;

/// What the answer must do, a line each; the items that it must return are a table of their own.
pub fn lines(check: &Check) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(check.state.iter().map(state_line));
    lines.extend(check.shape.iter().map(shape_line));
    if let Some(error) = &check.error {
        lines.push(format!("The last request ends with {error}."));
    }
    if let Some(changes) = check.changes {
        let items = if changes == 1 { "item" } else { "items" };
        lines.push(format!("It changes exactly {changes} {items}."));
    }
    lines.extend(budget(check));
    if !check.operation.is_empty() {
        lines.push(format!("Allowed operations: {}.", check.operation.join(", ")));
    }
    lines.extend(check.lab.iter().flat_map(lab_lines));
    lines
}

/// What must come of the experiment, after a line that says which one it is.
fn lab_lines(check: &LabCheck) -> Vec<String> {
    let of_table = match check.of_table {
        true => ", with your table's capacity mode",
        false => "",
    };
    // An experiment that this page doesn't have is told where it is to run.
    let name = Form::from_lab(&check.experiment).map_or("", |form| form.preset().title);
    let mut lines = vec![format!("The load is the traffic lab's experiment “{name}”{of_table}.")];
    lines.extend(check.max_throttled_percent.map(|most| match most == content::Number::ZERO {
        true => "Nothing is throttled.".to_owned(),
        false => format!("At most {most}% of the attempts are throttled."),
    }));
    lines.extend(
        check
            .min_succeeded_percent
            .map(|least| format!("At least {least}% of the requests succeed.")),
    );
    lines.extend(
        check.max_p99_millis.map(|most| {
            format!("In every second, 99 of 100 requests are answered within {most} ms.")
        }),
    );
    lines.extend(
        check.max_dollars.map(|most| format!("A month like this costs at most {}.", money(most))),
    );
    lines
}

/// "Budget: 0.5 RCU, 1 request."
fn budget(check: &Check) -> Option<String> {
    let rcu = check.max_rcu.map(|most| format!("{most} RCU"));
    let wcu = check.max_wcu.map(|most| format!("{most} WCU"));
    let requests = check.max_requests.map(|most| match most {
        1 => "1 request".to_owned(),
        most => format!("{most} requests"),
    });
    let parts: Vec<String> = [rcu, wcu, requests].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("Budget: {}.", parts.join(", ")))
}

fn state_line(check: &StateCheck) -> String {
    let item = plain_text(&check.item);
    match &check.expect {
        Expected::Absent => format!("There is no item {item}."),
        Expected::Present => format!("There is an item {item}."),
        Expected::Has(attributes) => {
            format!("The item {item} has {}.", plain_text(attributes))
        }
        Expected::Equals(attributes) => {
            format!("The item {item} has {} and no other attributes.", plain_text(attributes))
        }
        Expected::Lacks(names) => format!("The item {item} has no {}.", names.join(", no ")),
    }
}

fn shape_line(check: &ShapeCheck) -> String {
    let what = match check.index {
        None => "table",
        Some(IndexKind::Gsi) => "GSI",
        Some(IndexKind::Lsi) => "LSI",
    };
    let mut line = format!("There is a {what}");
    if let Some(name) = &check.name {
        line += &format!(" {name}");
    }
    if let Some(table) = &check.table {
        line += &match check.index {
            None => format!(" {table}"),
            Some(_) => format!(" on {table}"),
        };
    }
    let key = |kind: &str, names: &[String]| {
        (!names.is_empty()).then(|| format!("{kind} key {}", names.join(" + ")))
    };
    let keys = [key("partition", &check.partition), key("sort", &check.sort)];
    let keys: Vec<String> = keys.into_iter().flatten().collect();
    if !keys.is_empty() {
        line += &format!(" with the {}", keys.join(" and the "));
    }
    if let Some(most) = check.max_items {
        line += &format!(", which holds at most {most} items");
    }
    if let Some(billing) = &check.billing {
        line += &format!(", billed as {billing}");
    }
    line + "."
}

/// The columns and rows of the items that an answer must return. `found` are those that an oracle
/// found, where the author doesn't list them.
pub fn rows(check: &RowsCheck, found: &[Json]) -> Vec<Vec<String>> {
    let items = check.expect.as_deref().unwrap_or(found);
    let cell =
        |item: &Json, name: &String| item.get(name).map_or_else(|| "–".to_owned(), plain_value);
    items.iter().map(|item| check.by.iter().map(|name| cell(item, name)).collect()).collect()
}

/// DynamoDB JSON as plain JSON: `{"PK": "PATIENT#123"}`.
fn plain_text(item: &Json) -> String {
    match item.as_object() {
        Some(members) => plain::plain_members(members).to_string(),
        None => item.to_string(),
    }
}

fn plain_value(value: &Json) -> String {
    let members = serde_json::Map::from_iter([("v".to_owned(), value.clone())]);
    match plain::plain_members(&members).get("v") {
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_goal_is_told_in_lines() {
        let check = Check {
            max_rcu: Some("0.5".parse().unwrap()),
            max_requests: Some(1),
            operation: vec!["Query".into()],
            state: vec![StateCheck {
                table: None,
                item: json!({ "PK": { "S": "A" } }),
                expect: Expected::Has(json!({ "status": { "S": "done" }, "n": { "N": "2" } })),
            }],
            ..Check::default()
        };
        assert_eq!(
            lines(&check),
            [
                r#"The item {"PK":"A"} has {"status":"done","n":2}."#,
                "Budget: 0.5 RCU, 1 request.",
                "Allowed operations: Query.",
            ]
        );
    }

    #[test]
    fn a_shape_is_told_with_its_keys() {
        let check = ShapeCheck {
            table: Some("Orders".into()),
            index: Some(IndexKind::Gsi),
            name: Some("ByStatus".into()),
            partition: vec!["status".into()],
            sort: vec!["created_at".into()],
            max_items: Some(10),
            billing: None,
        };
        assert_eq!(
            shape_line(&check),
            "There is a GSI ByStatus on Orders with the partition key status and the sort key created_at, which holds at most 10 items."
        );
        assert_eq!(shape_line(&ShapeCheck::default()), "There is a table.");
    }

    #[test]
    fn expected_items_are_rows_of_plain_values() {
        let check = RowsCheck {
            by: vec!["SK".into(), "n".into()],
            ordered: false,
            expect: None,
            oracle: None,
        };
        let found =
            [json!({ "SK": { "S": "A" }, "n": { "N": "1" } }), json!({ "SK": { "S": "B" } })];
        assert_eq!(rows(&check, &found), [["A", "1"], ["B", "–"]]);
    }
}
