//! Expressions of every kind: parsing them, deciding and applying them, and wording their errors.
//!
//! The first byte of an input says which kind the rest is. Besides never panicking, `NOT` must turn
//! every condition round, a key condition must select what the same text says as a condition, a
//! projection must show only what is there, and an update must leave alone what it does not name.
//! What parsed must, once printed, parse to the same again; tokens must lead back to the text; and
//! a syntax error must say which token it is about.

use std::sync::OnceLock;

use dynamodb_playground::api::ApiError;
use dynamodb_playground::api::json::{item_from_json, value_from_json};
use dynamodb_playground::expression::{
    Bindings, Condition, ExpressionError, ExpressionKind, MAX_EXPRESSION_BYTES, Notation,
    Placeholders, Problem, Step, Token, TokenKind, Update, parse_condition, parse_key_condition,
    parse_projection, parse_update, tokenize, tokenize_with_literals,
};
use dynamodb_playground::model::keycode::KeyRange;
use dynamodb_playground::model::{
    AttributeName, Item, KeyAttribute, KeyBytes, KeySchema, ScalarType, Value,
};
use serde_json::json;

/// Most levels of lists and maps in an item.
const MAX_NESTING: usize = 32;

pub fn check(data: &[u8]) {
    let Some((kind, text)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    check_tokens(&text, &tokenize(&text));
    check_tokens(&text, &tokenize_with_literals(&text));
    match kind % 5 {
        0 => check_condition(&text, ExpressionKind::Condition),
        1 => check_condition(&text, ExpressionKind::Filter),
        2 => check_key_condition(&text),
        3 => check_projection(&text),
        _ => check_update(&text),
    }
}

/// Tokens stand in the order of the text, with nothing but white space between them.
fn check_tokens(text: &str, tokens: &[Token<'_>]) {
    let mut end = 0;
    for token in tokens {
        let span = token.span();
        assert_eq!(&text[span.clone()], token.text);
        assert!(text[end..span.start].trim_matches([' ', '\t', '\n', '\r']).is_empty(), "{text}");
        end = span.end;
    }
    assert_eq!(
        tokens.last().map(|token| (token.kind, token.start)),
        Some((TokenKind::End, text.len()))
    );
}

/// Prints what the text parsed to and parses it again.
fn check_printed<T: PartialEq + std::fmt::Debug>(
    tree: &T,
    print: impl FnOnce(&T, &mut dyn Notation) -> String,
    parse: impl FnOnce(&str, &mut Bindings) -> Result<T, ExpressionError>,
) {
    let mut placeholders = Placeholders::default();
    let printed = print(tree, &mut placeholders);
    // Spaces and longer placeholders can make it longer than an expression may be.
    if printed.len() > MAX_EXPRESSION_BYTES {
        return;
    }
    let (names, values) = placeholders.into_maps();
    let names = (!names.is_empty()).then_some(names);
    let values = (!values.is_empty()).then_some(values);
    let mut bindings = Bindings::new(names, values).expect("generated placeholders are in order");
    assert_eq!(parse(&printed, &mut bindings).as_ref(), Ok(tree), "{printed}");
    assert_eq!(bindings.finish(), Ok(()), "{printed}");
}

fn check_condition(text: &str, kind: ExpressionKind) {
    let parsed = parse_condition(text, kind, &mut bindings());
    let Some(condition) = worded(text, parsed) else { return };
    check_printed(
        &condition,
        |tree, notation| tree.to_text(notation),
        |printed, bindings| parse_condition(printed, kind, bindings),
    );
    let turned = parse_condition(&format!("NOT ({text})"), kind, &mut bindings());
    for item in items() {
        let holds = condition.holds(item);
        if let Ok(turned) = &turned {
            assert_ne!(turned.holds(item), holds, "NOT ({text}) of {item:?}");
        }
    }
    let nested = condition.nested_names().count();
    assert!(nested <= condition.top_level_names().count());
}

fn check_key_condition(text: &str) {
    let parsed = parse_key_condition(text, &mut bindings());
    let Some(condition) = worded(text, parsed) else { return };
    check_printed(&condition, |tree, notation| tree.to_text(notation), parse_key_condition);
    let checked = worded(text, condition.check());
    let Some(selection) = worded(text, condition.bind(keys())) else { return };
    assert!(checked.is_some(), "{text} cannot be a key condition and was bound to a key");
    let range = KeyRange::select(&selection);
    let same: Condition = parse_condition(text, ExpressionKind::Condition, &mut bindings())
        .expect("it parsed before");
    for item in items() {
        let Ok(key) = keys().key_of(item) else { continue };
        let selected = range.contains(KeyBytes::encode(&key).as_bytes());
        assert_eq!(selected, same.holds(item), "{text} of {item:?}");
    }
}

fn check_projection(text: &str) {
    let Some(paths) = worded(text, parse_projection(text, &mut bindings())) else { return };
    check_printed(&paths, |tree, notation| tree.to_text(notation), parse_projection);
    for item in items() {
        let shown = paths.apply(item);
        assert!(shown.len() <= paths.paths().len());
        assert!(shown.iter().all(|(name, _)| item.contains(name.as_str())), "{text} of {item:?}");
        // Elements of lists move up, so that only members can be found again.
        let indexed = |step: &Step| matches!(step, Step::Index(_));
        if !paths.paths().iter().any(|path| path.steps().iter().any(indexed)) {
            assert_eq!(paths.apply(&shown), shown, "{text} of what it shows of {item:?}");
        }
    }
}

fn check_update(text: &str) {
    let Some(update) = worded(text, parse_update(text, &mut bindings())) else { return };
    check_printed(&update, |tree, notation| tree.to_text(notation), parse_update);
    for item in items() {
        check_applied(&update, item, true);
        check_applied(&update, item, false);
    }
}

fn check_applied(update: &Update, item: &Item, exists: bool) {
    let Ok(updated) = update.apply(item, exists) else { return };
    let named = |name: &AttributeName| update.targets().any(|target| target.top() == name);
    let left_alone = |of: &Item| -> Item {
        let pairs = of.iter().filter(|(name, _)| !named(name));
        pairs.map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    assert_eq!(left_alone(item), left_alone(&updated.item), "{update:?}");
    assert!(updated.item.iter().all(|(_, value)| depth(value) <= MAX_NESTING), "{update:?}");
    assert!(updated.updated_new().iter().all(|(name, _)| named(name)));
    assert!(updated.updated_old(item).iter().all(|(name, _)| named(name)));
}

fn depth(value: &Value) -> usize {
    match value {
        Value::M(map) => 1 + map.iter().map(|(_, member)| depth(member)).max().unwrap_or(0),
        Value::L(list) => 1 + list.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// What came of an expression. Every error has a sentence, and one of syntax the place of its token.
fn worded<T>(text: &str, result: Result<T, ExpressionError>) -> Option<T> {
    let error = match result {
        Ok(tree) => return Some(tree),
        Err(error) => error,
    };
    assert!(ApiError::from(&error).message().is_some_and(|sentence| !sentence.is_empty()));
    if let ExpressionError::Invalid { problem, .. } = &error
        && let Problem::Syntax { token, span, .. } = &**problem
    {
        let is_end = token == "<EOF>" && *span == (text.len()..text.len());
        assert!(is_end || text[span.clone()] == *token, "{text}: {error:?}");
    }
    None
}

fn bindings() -> Bindings {
    static SHARED: OnceLock<Bindings> = OnceLock::new();
    SHARED.get_or_init(made_bindings).clone()
}

fn made_bindings() -> Bindings {
    let names = [("#p", "pk"), ("#s", "sk"), ("#m", "m"), ("#l", "l"), ("#0", "a b"), ("#x", "x")];
    let values = json!({
        ":p": { "S": "a" }, ":s": { "N": "2" }, ":t": { "S": "" }, ":n": { "N": "-1.5e10" },
        ":b": { "B": "AAE=" }, ":f": { "BOOL": false }, ":0": { "NULL": true },
        ":l": { "L": [{ "N": "1" }, { "S": "a" }] }, ":m": { "M": { "a": { "L": [] } } },
        ":ss": { "SS": ["a", "b"] }, ":ns": { "NS": ["1", "2"] }, ":bs": { "BS": ["AA=="] },
        ":y": { "S": "SS" }, ":h": { "N": "9.9e125" },
    });
    let values = values.as_object().expect("it is one").iter();
    let value = |json| value_from_json(json).expect("each is a value");
    let values = values.map(|(key, json)| (key.clone(), value(json))).collect();
    let names = names.map(|(key, name)| (key.to_owned(), name.to_owned())).to_vec();
    Bindings::new(Some(names), Some(values)).expect("each is a placeholder")
}

fn keys() -> &'static KeySchema {
    static KEYS: OnceLock<KeySchema> = OnceLock::new();
    let key = |name, kind| vec![KeyAttribute { name: AttributeName::member(name), kind }];
    KEYS.get_or_init(|| KeySchema {
        partition: key("pk", ScalarType::S),
        sort: key("sk", ScalarType::N),
    })
}

fn items() -> &'static [Item] {
    static ITEMS: OnceLock<Vec<Item>> = OnceLock::new();
    ITEMS.get_or_init(|| {
        let mut deep = json!({ "S": "leaf" });
        for level in 1..MAX_NESTING {
            deep = match level % 2 {
                0 => json!({ "L": [deep] }),
                _ => json!({ "M": { "a": deep } }),
            };
        }
        let items = [
            json!({}),
            json!({ "pk": { "S": "a" }, "sk": { "N": "2" } }),
            json!({ "pk": { "S": "a" }, "sk": { "N": "-15000000000" }, "x": { "S": "" } }),
            json!({ "pk": { "S": "ab" }, "sk": { "N": "9.9e125" }, "x": { "N": "9.9e125" } }),
            json!({ "pk": { "S": "\u{0}" }, "sk": { "N": "1e-130" }, "m": { "M": {} } }),
            json!({
                "pk": { "S": "a" }, "sk": { "N": "0" }, "a b": { "B": "AAEC" }, "x": { "NULL": true },
                "m": { "M": { "a": { "L": [{ "N": "1" }] }, "b": { "BOOL": true }, "m": { "M": {} } } },
                "l": { "L": [{ "S": "a" }, { "L": [] }, { "M": { "a": { "N": "7" } } }] },
                "n": { "N": "12" }, "ss": { "SS": ["a", "c"] }, "ns": { "NS": ["1", "3"] },
                "bs": { "BS": ["AA==", "AQ=="] },
            }),
            json!({ "pk": { "S": "é🦀" }, "sk": { "N": "3" }, "x": deep, "l": { "L": [] } }),
        ];
        items.iter().map(|json| item_from_json(json).expect("each is an item")).collect()
    })
}
