//! Input of any size and depth is answered, on a stack as small as a browser gives.

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
        for levels in [32, 33, 60, 120, 5000, 100_000] {
            for (open, close) in [(r#"{"L":["#, "]}"), (r#"{"M":{"k":"#, "}}")] {
                let value =
                    format!("{}{}{}", open.repeat(levels), r#"{"S":"x"}"#, close.repeat(levels));
                let body = format!(
                    r#"{{"TableName": "Flat", "Item": {{"id": {{"S": "a"}}, "v": {value}}}}}"#
                );
                let (status, _) = send(&mut session(), "DynamoDB_20120810.PutItem", &body);
                assert_eq!(status, if levels <= 32 { 200 } else { 400 }, "{levels}");
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
