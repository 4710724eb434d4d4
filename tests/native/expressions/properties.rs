//! No text brings the parser or the evaluation down.
//!
//! Source: no rule of the service: that no text brings the engine down is its own.

use super::*;
use dynamodb_playground::expression::{parse_key_condition, parse_projection, parse_update};
use proptest::prelude::*;

const TOKENS: [&str; 46] = [
    "a",
    "b",
    "name",
    "#a",
    "#zz",
    ":s",
    ":n",
    ":l",
    ":m",
    ":x",
    ":zz",
    "0",
    "1",
    "99999999999999",
    "AND",
    "or",
    "NOT",
    "between",
    "IN",
    "SET",
    "REMOVE",
    "ADD",
    "DELETE",
    "size",
    "contains",
    "begins_with",
    "attribute_exists",
    "attribute_type",
    "if_not_exists",
    "list_append",
    "foo",
    "(",
    "(",
    ")",
    ")",
    "[",
    "]",
    ".",
    ",",
    "=",
    "<>",
    "<",
    ">=",
    "+",
    "-",
    "é",
];
const VALUES: &str = r##"{"#a":"a",":s":"S",":n":1,":l":[1],":m":{},":x":{"$ss":["x"]}}"##;

/// Parses the text as every kind of expression and tries what was accepted.
fn try_all(text: &str) {
    let item = item(&parse(r#"{"a":{"b":[1,"x"]},"b":5}"#));
    let mut bindings = bindings(VALUES);
    if let Ok(condition) = parse_condition(text, ExpressionKind::Filter, &mut bindings) {
        condition.holds(&item);
    }
    if let Ok(projection) = parse_projection(text, &mut bindings) {
        projection.apply(&item);
    }
    if let Ok(update) = parse_update(text, &mut bindings) {
        let _ = update.apply(&item, true);
        let _ = update.apply(&Item::new(), false);
    }
    if let Ok(condition) = parse_key_condition(text, &mut bindings) {
        let _ = condition.check();
    }
}

proptest! {
    #[test]
    fn any_row_of_tokens(tokens in prop::collection::vec(prop::sample::select(&TOKENS[..]), 0..40)) {
        try_all(&tokens.join(" "));
        try_all(&tokens.concat());
    }

    #[test]
    fn any_text(text in "\\PC{0,60}") {
        try_all(&text);
    }

    #[test]
    fn any_conjunction_of_comparisons(parts in prop::collection::vec((0usize..6, any::<bool>()), 1..20)) {
        let symbols = ["=", "<>", "<", "<=", ">", ">="];
        let texts: Vec<String> = parts
            .iter()
            .map(|(symbol, negated)| {
                format!("{}b {} :n", if *negated { "NOT " } else { "" }, symbols[*symbol])
            })
            .collect();
        let item = item(&parse(r#"{"b":5}"#));
        let expected = parts.iter().all(|(symbol, negated)| [1, 4, 5].contains(symbol) != *negated);
        prop_assert_eq!(condition(&texts.join(" AND "), VALUES).holds(&item), expected);
    }
}

/// The deepest expressions that are accepted, in a stack as small as a browser's.
#[test]
fn depth_is_bounded() {
    let small_stack = std::thread::Builder::new().stack_size(1 << 20);
    let tried = small_stack.spawn(|| {
        for text in ["(", "NOT ", "NOT (", "size(", "a[", "((a) = b AND ", "if_not_exists(a,"] {
            try_all(&text.repeat(4096 / text.len()));
        }
        let levels = 99;
        let deep = format!("{}a = :n{}", "NOT (".repeat(levels), ")".repeat(levels));
        let deep = condition(&deep, VALUES);
        assert!(!deep.holds(&item(&parse(r#"{"a":1}"#))) && deep.holds(&Item::new()));
        let nested =
            |open: &str| format!("SET a = {}:n{}", open.repeat(levels), ")".repeat(levels));
        parse_update(&nested("if_not_exists(b, "), &mut bindings(VALUES)).unwrap();
        try_all(&nested("("));
    });
    tried.unwrap().join().unwrap();
}
