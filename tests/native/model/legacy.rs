//! Random conditions written the old way and the new way: what one is answered, the other is.

use dynamodb_playground::api::{Session, send};
use dynamodb_playground::engine::{Clock, Millis};
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

const ATTRIBUTES: [&str; 3] = ["a", "b", "c"];

/// A value, mostly of a type that has an order.
fn value() -> impl Strategy<Value = Json> {
    let scalar = prop_oneof![text(), number(), Just(json!({"B": "AAE="}))];
    let other = prop_oneof![
        Just(json!({"BOOL": true})),
        Just(json!({"NULL": true})),
        Just(json!({"SS": ["x", "xy"]})),
        Just(json!({"NS": ["1", "2"]})),
        Just(json!({"L": [{"S": "x"}, {"N": "1"}]})),
        Just(json!({"M": {"x": {"N": "1"}}})),
    ];
    prop_oneof![3 => scalar, 1 => other]
}

fn text() -> impl Strategy<Value = Json> {
    prop_oneof!["x", "xy", "y"].prop_map(|text| json!({"S": text}))
}

fn number() -> impl Strategy<Value = Json> {
    (0..4u8).prop_map(|number| json!({"N": number.to_string()}))
}

/// A condition on one attribute: as a member of `Expected`, and as an expression in which `@0` and
/// `@1` stand for its values.
type Pair = (Json, String, Vec<Json>);

fn operator(name: &'static str, text: &'static str, values: Vec<Json>) -> Pair {
    let old = json!({"ComparisonOperator": name, "AttributeValueList": values.clone()});
    (old, text.to_owned(), values)
}

/// What both ways take: the old one refuses some values that the new one compares in vain.
fn pair() -> impl Strategy<Value = Pair> {
    let one = |name, text| value().prop_map(move |v| operator(name, text, vec![v]));
    let part = |name, text| {
        let element = prop_oneof![text_or_number(), Just(json!({"BOOL": true}))];
        element.prop_map(move |v| operator(name, text, vec![v]))
    };
    prop_oneof![
        one("EQ", "# = @0"),
        one("NE", "# <> @0"),
        one("LT", "# < @0"),
        one("LE", "# <= @0"),
        one("GT", "# > @0"),
        one("GE", "# >= @0"),
        one("BEGINS_WITH", "begins_with(#, @0)"),
        part("CONTAINS", "contains(#, @0)"),
        part("NOT_CONTAINS", "(attribute_exists(#) AND NOT contains(#, @0))"),
        Just(operator("NULL", "attribute_not_exists(#)", Vec::new())),
        Just(operator("NOT_NULL", "attribute_exists(#)", Vec::new())),
        (value(), value()).prop_map(|(a, b)| operator(
            "BETWEEN",
            "# BETWEEN @0 AND @1",
            vec![a, b]
        )),
        (number(), number()).prop_map(|(a, b)| operator("IN", "# IN (@0, @1)", vec![a, b])),
        (text(), text()).prop_map(|(a, b)| operator("IN", "# IN (@0, @1)", vec![a, b])),
        Just((json!({"Exists": false}), "attribute_not_exists(#)".to_owned(), Vec::new())),
        value().prop_map(|v| (json!({"Value": v.clone()}), "# = @0".to_owned(), vec![v])),
    ]
}

fn text_or_number() -> impl Strategy<Value = Json> {
    prop_oneof![text(), number()]
}

fn item() -> impl Strategy<Value = Json> {
    prop::collection::vec(prop::option::of(value()), ATTRIBUTES.len()).prop_map(|values| {
        let named = ATTRIBUTES.iter().zip(values).filter_map(|(name, v)| Some((*name, v?)));
        let mut item: Map<_, _> = named.map(|(name, v)| (name.to_owned(), v)).collect();
        item.insert("id".to_owned(), json!({"S": "1"}));
        item.into()
    })
}

/// The same conditions, both ways.
fn both(conditions: &[Pair], any: bool) -> (Json, Json) {
    let (mut expected, mut texts, mut values) = (Map::new(), Vec::new(), Map::new());
    for (name, (old, text, given)) in ATTRIBUTES.iter().zip(conditions) {
        expected.insert((*name).to_owned(), old.clone());
        let mut text = text.replace('#', name);
        for (at, value) in given.iter().enumerate() {
            text = text.replace(&format!("@{at}"), &format!(":{name}{at}"));
            values.insert(format!(":{name}{at}"), value.clone());
        }
        texts.push(text);
    }
    let word = if any { "OR" } else { "AND" };
    let mut old = json!({"Expected": expected});
    if conditions.len() > 1 {
        old["ConditionalOperator"] = word.into();
    }
    let mut new = json!({"ConditionExpression": texts.join(&format!(" {word} "))});
    if !values.is_empty() {
        new["ExpressionAttributeValues"] = values.into();
    }
    (old, new)
}

/// A delete of the item under this condition: the name of the error, or none.
fn outcome(item: &Json, condition: &Json) -> Option<String> {
    let mut session = Session::new(Clock::fixed(Millis(0)));
    let mut ask = |operation: &str, mut body: Json| {
        body["TableName"] = "Table".into();
        let target = format!("DynamoDB_20120810.{operation}");
        let (_, answer) = send(&mut session, &target, &body.to_string());
        let answer: Json = serde_json::from_str(&answer).unwrap();
        answer["__type"].as_str().map(str::to_owned)
    };
    let keys = json!([{"AttributeName": "id", "KeyType": "HASH"}]);
    let definitions = json!([{"AttributeName": "id", "AttributeType": "S"}]);
    let table = json!({"KeySchema": keys, "AttributeDefinitions": definitions,
        "BillingMode": "PAY_PER_REQUEST"});
    assert_eq!(ask("CreateTable", table), None);
    assert_eq!(ask("PutItem", json!({"Item": item})), None);
    let mut delete = condition.clone();
    delete["Key"] = json!({"id": {"S": "1"}});
    ask("DeleteItem", delete)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..Default::default() })]

    #[test]
    fn old_conditions_say_what_their_expressions_say(
        item in item(),
        conditions in prop::collection::vec(pair(), 1..=ATTRIBUTES.len()),
        any in any::<bool>(),
    ) {
        let (old, new) = both(&conditions, any);
        prop_assert_eq!(outcome(&item, &old), outcome(&item, &new), "{} {}", old, new);
    }
}
