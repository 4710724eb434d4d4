//! What key conditions select, and which conditions are none.
//!
//! Source: Developer Guide, *Key condition expressions for the Query operation*.

use super::*;
use dynamodb_playground::expression::parse_key_condition;
use dynamodb_playground::model::key::{KeySelection, SortCondition};
use dynamodb_playground::model::{KeyAttribute, KeyScalar, KeySchema, ScalarType};

const VALUES: &str = r##"{":p":"P",":a":"a",":b":"b",":n":1,":e":"","#pk":"pk"}"##;

fn schema(partition: &[&str], sort: &[&str]) -> KeySchema {
    let attribute = |name: &&str| KeyAttribute {
        name: AttributeName::parse(name).unwrap(),
        kind: if name.starts_with('n') { ScalarType::N } else { ScalarType::S },
    };
    KeySchema {
        partition: partition.iter().map(attribute).collect(),
        sort: sort.iter().map(attribute).collect(),
    }
}

fn bind(text: &str, keys: &KeySchema) -> Result<KeySelection, ExpressionError> {
    parse_key_condition(text, &mut bindings(VALUES))?.bind(keys)
}

fn text(text: &str) -> KeyScalar {
    KeyScalar::S(text.into())
}

#[test]
fn conditions_on_a_composite_key() {
    let keys = schema(&["pk"], &["sk"]);
    let (a, b) = (|| text("a"), || text("b"));
    let table = [
        ("pk = :p", SortCondition::Any),
        ("(#pk = :p)", SortCondition::Any),
        (":p = pk AND sk = :a", SortCondition::Equal(a())),
        ("sk < :a AND pk = :p", SortCondition::Less(a())),
        ("pk = :p AND sk <= :a", SortCondition::LessOrEqual(a())),
        ("pk = :p AND (sk > :a)", SortCondition::Greater(a())),
        ("(pk = :p) AND :a <= sk", SortCondition::GreaterOrEqual(a())),
        ("pk = :p AND :a > sk", SortCondition::Less(a())),
        ("pk = :p AND sk BETWEEN :a AND :b", SortCondition::Between(a(), b())),
        ("pk = :p AND begins_with(sk, :a)", SortCondition::BeginsWith(a())),
    ];
    for (condition, sort) in table {
        let expected = KeySelection { partition: vec![text("P")], sort_equal: vec![], sort };
        assert_eq!(bind(condition, &keys), Ok(expected), "{condition}");
    }
}

#[test]
fn conditions_that_are_no_key_conditions() {
    let keys = schema(&["pk"], &["sk"]);
    let invalid = "Invalid condition in KeyConditionExpression: ";
    let operator = "Invalid operator used in KeyConditionExpression: ";
    let prefixed = |prefix: &str, rest: &str| format!("{prefix}{rest}");
    let table = [
        ("sk = :a", "Query condition missed key schema element: pk".to_owned()),
        ("pk = :p AND x = :a", "Query condition missed key schema element: sk".to_owned()),
        ("pk > :p", "Query key condition not supported".to_owned()),
        ("pk = :p AND sk = :a AND x = :b", "The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)".to_owned()),
        (
            "pk = :p AND sk > :a AND sk < :b",
            "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition \
             per key"
                .to_owned(),
        ),
        ("pk = :p OR sk = :a", prefixed(operator, "OR")),
        ("NOT pk = :p", prefixed(operator, "NOT")),
        ("NOT NOT pk = :p", prefixed(operator, "NOT")),
        ("pk IN (:p)", prefixed(operator, "IN")),
        ("pk <> :p", prefixed(operator, "<>")),
        ("pk = :p AND attribute_exists(sk)", prefixed(operator, "attribute_exists")),
        ("contains(pk.a, :p)", prefixed(operator, "contains")),
        ("a > b and size(b) > c or a > c", prefixed(operator, "OR")),
        (
            "pk = :p AND size(sk) = :n",
            "Invalid KeyConditionExpression: KeyConditionExpressions cannot contain nested operations"
                .to_owned(),
        ),
        (
            "pk.x = :p",
            "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on \
             nested attributes"
                .to_owned(),
        ),
        (
            "pk.x = sk",
            "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on \
             nested attributes"
                .to_owned(),
        ),
        (
            "pk = :p AND pk = :a AND size(sk) = :n",
            "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition \
             per key"
                .to_owned(),
        ),
        ("pk = sk", prefixed(invalid, "Multiple attribute names used in one condition")),
        ("pk = sk.x", prefixed(invalid, "Multiple attribute names used in one condition")),
        (":p = :a", prefixed(invalid, "No key attribute specified")),
        (
            "pk = :p AND :a BETWEEN sk AND :b",
            prefixed(invalid, "BETWEEN operator must have the key attribute as its first operand"),
        ),
        (
            "begins_with(:a, sk)",
            prefixed(
                invalid,
                "begins_with operator must have the key attribute as its first operand",
            ),
        ),
        (
            "pk = :n",
            "One or more parameter values were invalid: Condition parameter type does not match \
             schema type"
                .to_owned(),
        ),
        (
            "pk BETWEEN :n AND :n",
            "One or more parameter values were invalid: Condition parameter type does not match \
             schema type"
                .to_owned(),
        ),
        (
            "pk = :e",
            "One or more parameter values are not valid. The AttributeValue for a key attribute \
             cannot contain an empty string value. Key: pk"
                .to_owned(),
        ),
        ("", "Invalid KeyConditionExpression: The expression can not be empty;".to_owned()),
        (
            "pk = :zz",
            "Invalid KeyConditionExpression: An expression attribute value used in expression is \
             not defined; attribute value: :zz"
                .to_owned(),
        ),
    ];
    for (condition, expected) in table {
        assert_eq!(message(bind(condition, &keys)), expected, "{condition}");
    }
    let hash_only = schema(&["pk"], &[]);
    // Source: a sentence in the notes of a project on AWS (2026), whose query by two keys met a table
    // that has one.
    for extra in ["pk = :p AND sk = :a", "x = :p AND sk = :a"] {
        let too_many = "The number of query conditions (2) exceeds the number of key attributes \
                        defined in the schema (1)";
        assert_eq!(message(bind(extra, &hash_only)), too_many);
    }
    let check = parse_key_condition("pk = :p OR sk = :a", &mut bindings(VALUES)).unwrap().check();
    assert_eq!(message(check), prefixed(operator, "OR"));
}

#[test]
fn keys_of_several_attributes() {
    let keys = schema(&["p1", "p2"], &["s1", "n2", "s3"]);
    let number = || KeyScalar::N("1".parse().unwrap());
    let selection =
        |sort_equal, sort| KeySelection { partition: vec![text("P"), text("a")], sort_equal, sort };
    let table = [
        ("p2 = :a AND p1 = :p", selection(vec![], SortCondition::Any)),
        ("p1 = :p AND p2 = :a AND s1 > :b", selection(vec![], SortCondition::Greater(text("b")))),
        (
            "n2 < :n AND p1 = :p AND s1 = :b AND p2 = :a",
            selection(vec![text("b")], SortCondition::Less(number())),
        ),
        (
            "p1 = :p AND p2 = :a AND s1 = :b AND n2 = :n AND begins_with(s3, :a)",
            selection(vec![text("b"), number()], SortCondition::BeginsWith(text("a"))),
        ),
    ];
    for (condition, expected) in table {
        assert_eq!(bind(condition, &keys), Ok(expected), "{condition}");
    }
    let refused = [
        (
            "p1 = :p",
            "All HASH key attributes must have equality conditions specified in the query. HASH key \
             attributes without an equality condition: p2",
        ),
        (
            "p1 = :p AND p2 = :a AND n2 = :n",
            "RANGE key attributes s1 must have equality conditions specified in the query because a \
             condition is present on key attribute n2",
        ),
        (
            "p1 = :p AND p2 = :a AND s1 > :b AND n2 = :n",
            "RANGE key attributes s1 must have equality conditions specified in the query because a \
             condition is present on key attribute n2",
        ),
        (
            "p1 = :p AND p2 > :a",
            "All HASH key attributes must have equality conditions specified in the query. HASH key \
             attributes without an equality condition: p2",
        ),
    ];
    for (condition, expected) in refused {
        assert_eq!(message(bind(condition, &keys)), expected, "{condition}");
    }
}
