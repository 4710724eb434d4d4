//! Input of any size and depth is answered, on a stack as small as a browser gives.
//!
//! Source: Developer Guide, *Quotas in Amazon DynamoDB*; that nothing brings the engine down is its
//! own rule.

use std::thread;

use super::{ask, session};
use dynamodb_playground::api::send;
use serde_json::json;

/// A browser's stack.
const STACK_BYTES: usize = 1 << 20;

fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn(test).unwrap();
    thread.join().unwrap();
}

#[test]
fn expressions_of_any_depth() {
    on_a_small_stack(|| {
        let mut session = session();
        let nested = |open: &str, inner: &str, close: &str, levels: usize| {
            format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
        };
        const NESTED: &str = "expression has too many nesting levels; nesting levels: 101";
        const FAILED: &str = "The conditional request failed";
        let conditions = [
            ("(".repeat(4096), NESTED),
            (nested("(", "a = b", ")", 2000), NESTED),
            (nested("(a = b AND ", "a = b", ")", 90), FAILED),
            (nested("NOT (", "a = b", ")", 98), FAILED),
            (nested("NOT (", "a = b", ")", 600), NESTED),
            ("NOT ".repeat(1023), "Syntax error; token: \"<EOF>\""),
            (nested("size(", "a", ")", 600), NESTED),
            (
                format!("a{} = b", "[0]".repeat(1300)),
                "path has too many nesting levels; nesting levels: 1301",
            ),
            (
                format!("a{} = b", ".a".repeat(2000)),
                "path has too many nesting levels; nesting levels: 2001",
            ),
            (format!("a IN ({}b)", "c,".repeat(2000)), "number of operands: 2002"),
        ];
        let updates = [
            (format!("SET a = {}", "(".repeat(4000)), NESTED),
            (
                format!("SET a = {}", nested("if_not_exists(a, ", "b", ")", 99)),
                "does not exist in the item",
            ),
            (format!("SET a = {}", nested("if_not_exists(a, ", "b", ")", 220)), NESTED),
            (
                format!("SET a = {}", nested("list_append(a, ", "b", ")", 99)),
                "not allowed to be used this way",
            ),
            (
                format!("REMOVE a{}", ".a".repeat(2000)),
                "path has too many nesting levels; nesting levels: 2001",
            ),
            (format!("REMOVE {}a", "a, ".repeat(1300)), "Two document paths overlap"),
        ];
        let conditions =
            conditions.map(|(text, part)| ("DeleteItem", "ConditionExpression", text, part));
        let updates = updates.map(|(text, part)| ("UpdateItem", "UpdateExpression", text, part));
        for (operation, parameter, text, part) in conditions.into_iter().chain(updates) {
            let request = json!({"TableName": "Flat", "Key": {"id": {"S": "a"}}, parameter: text});
            let message = ask(&mut session, operation, &request).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
    });
}

#[test]
fn documents_of_any_depth() {
    on_a_small_stack(|| {
        for levels in [31, 32, 60, 120, 250, 5000, 100_000] {
            for (open, close) in [(r#"{"L":["#, "]}"), (r#"{"M":{"k":"#, "}}")] {
                let value =
                    format!("{}{}{}", open.repeat(levels), r#"{"S":"x"}"#, close.repeat(levels));
                let body = format!(
                    r#"{{"TableName": "Flat", "Item": {{"id": {{"S": "a"}}, "v": {value}}}}}"#
                );
                let (status, _) = send(&mut session(), "DynamoDB_20120810.PutItem", &body);
                assert_eq!(status, if levels <= 31 { 200 } else { 400 }, "{levels}");
            }
        }
    });
}

/// Megabytes, up to the sixteen that HTTP takes, in the shapes that would be slow if anything were
/// quadratic.
#[test]
fn bodies_of_any_size() {
    on_a_small_stack(|| {
        let mut session = session();
        let mut put = |item: String| {
            let body =
                format!(r#"{{"TableName": "Flat", "Item": {{"id": {{"S": "a"}}, {item}}}}}"#);
            let (status, answer) = send(&mut session, "DynamoDB_20120810.PutItem", &body);
            assert_eq!(status, 400);
            answer
        };
        const TOO_LARGE: &str = "Item size has exceeded the maximum allowed size";
        let letters = format!(r#""v": {{"S": "{}"}}"#, "x".repeat(16_000_000));
        assert!(put(letters).contains(TOO_LARGE));
        let descending = (0..150_000).rev().map(|n| format!(r#""{n:06}": {{"NULL": true}}"#));
        assert!(put(descending.collect::<Vec<_>>().join(", ")).contains(TOO_LARGE));
        let members = (0..150_000).rev().map(|n| format!(r#""{n:06}": {{"NULL": true}}"#));
        let members = format!(r#""m": {{"M": {{{}}}}}"#, members.collect::<Vec<_>>().join(", "));
        assert!(put(members).contains(TOO_LARGE));
        let elements =
            (0..300_000).rev().map(|n| format!(r#""{n}""#)).collect::<Vec<_>>().join(",");
        assert!(put(format!(r#""v": {{"NS": [{elements}]}}"#)).contains(TOO_LARGE));
        let digits = format!(r#""v": {{"N": "{}"}}"#, "7".repeat(4_000_000));
        assert!(put(digits).contains("Number overflow"));
        let digits = format!(r#""v": {{"N": "0.{}1"}}"#, "0".repeat(4_000_000));
        assert!(put(digits).contains("Number underflow"));
    });
}

/// What one action takes, a hundred do, and what refuses one refuses all.
#[test]
fn transactions_of_any_depth_and_size() {
    on_a_small_stack(|| {
        let mut session = session();
        let mut told = |operation: &str, items: String| {
            let body = format!(r#"{{"TransactItems": {items}}}"#);
            send(&mut session, &format!("DynamoDB_20120810.{operation}"), &body)
        };
        let action = |name: &str, n: usize, more: &str| {
            format!(
                r#"{{"{name}": {{"TableName": "Flat", "Key": {{"id": {{"S": "{n}"}}}}, {more}}}}}"#
            )
        };
        let all = |name: &str, more: &str| {
            let actions: Vec<String> = (0..100).map(|n| action(name, n, more)).collect();
            format!("[{}]", actions.join(", "))
        };
        let deep = "(".repeat(4096);
        let condition = format!(r#""ConditionExpression": "{deep}""#);
        let projection = format!(r#""ProjectionExpression": "a{}""#, ".a".repeat(2000));
        let update = format!(r#""UpdateExpression": "SET a = {}""#, "(".repeat(4000));
        for (operation, items) in [
            ("TransactWriteItems", all("ConditionCheck", &condition)),
            ("TransactWriteItems", all("Delete", &condition)),
            ("TransactWriteItems", all("Update", &update)),
            ("TransactGetItems", all("Get", &projection)),
        ] {
            let (status, answer) = told(operation, items);
            assert_eq!(status, 400);
            assert!(answer.contains("nesting levels"), "{answer}");
        }
        for levels in [31, 32, 60, 120, 250, 5000, 100_000] {
            let value = format!(
                "{}{}{}",
                r#"{"M":{"k":"#.repeat(levels),
                r#"{"S":"x"}"#,
                "}}".repeat(levels)
            );
            let values = format!(
                r#""UpdateExpression": "SET v = :v", "ExpressionAttributeValues": {{":v": {value}}}"#
            );
            let put = format!(
                r#"[{{"Put": {{"TableName": "Flat", "Item": {{"id": {{"S": "a"}}, "v": {value}}}}}}}]"#
            );
            for items in [put, format!("[{}]", action("Update", 1, &values))] {
                let (status, _) = told("TransactWriteItems", items);
                assert_eq!(status, if levels <= 31 { 200 } else { 400 }, "{levels}");
            }
            let nothing = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
            for operation in ["TransactWriteItems", "TransactGetItems"] {
                assert_eq!(told(operation, nothing.clone()).0, 400);
            }
        }
        let digits = format!(
            r#""UpdateExpression": "SET v = :v", "ExpressionAttributeValues": {{":v": {{"N": "{}"}}}}"#,
            "7".repeat(4_000_000)
        );
        let (_, answer) = told("TransactWriteItems", format!("[{}]", action("Update", 1, &digits)));
        assert!(answer.contains("Number overflow"));
        let many = vec!["{}"; 1_000_000].join(",");
        let (_, answer) = told("TransactWriteItems", format!("[{many}]"));
        assert!(answer.ends_with(r#"Member must have length less than or equal to 100"}"#));
    });
}

/// A token may be long and still is only too long.
#[test]
fn a_token_of_any_length() {
    on_a_small_stack(|| {
        let token = "x".repeat(8_000_000);
        let body = format!(r#"{{"ClientRequestToken": "{token}", "TransactItems": []}}"#);
        let (status, answer) = send(&mut session(), "DynamoDB_20120810.TransactWriteItems", &body);
        assert_eq!(status, 400);
        assert!(answer.contains("Member must have length less than or equal to 36"));
    });
}
