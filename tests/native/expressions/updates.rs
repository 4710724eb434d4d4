//! What updates do to items.
//!
//! Source: Developer Guide, *Using update expressions in DynamoDB*.

use super::*;
use dynamodb_playground::expression::{Update, parse_update};

const VALUES: &str = r##"{
    ":n1":1, ":n2":2, ":big":9e125, ":s":"new", ":l":["p"], ":e":[], ":m":{"k":1},
    ":x":{"$ss":["x"]}, ":xyz":{"$ss":["x","y","z"]}, ":nset":{"$ns":[7]} }"##;
const OLD: &str = r#"{
    "pk":"k", "n":5, "s":"old", "m":{"a":1,"deep":{"b":2}}, "l":["a","b","c"], "tags":{"$ss":["x","y"]},
    "carton":{"tags":{"$ss":["x"]},"parcels":[{"v":1}]} }"#;

fn update(text: &str) -> Update {
    parse_update(text, &mut bindings(VALUES))
        .unwrap_or_else(|error| panic!("{text}: {}", sentence(error)))
}

/// What the update leaves of the item: attributes that changed, as JSON; removed ones as `null`.
fn check(table: &[(&str, &str)]) {
    let old = item(&parse(OLD));
    for (text, expected) in table {
        let mut wanted = old.clone();
        for (name, json) in parse(expected).as_object().unwrap() {
            match json {
                Json::Null => drop(wanted.remove(name)),
                json => drop(wanted.insert(AttributeName::member(name), value(json))),
            }
        }
        let updated = update(text).apply(&old, true);
        let item = updated.map(|updated| updated.item).map_err(sentence);
        assert_eq!(item, Ok(wanted), "{text}");
    }
}

#[test]
fn set_and_remove() {
    check(&[
        ("SET x = :s", r#"{"x":"new"}"#),
        ("SET s = :m", r#"{"s":{"k":1}}"#),
        ("SET m.a = :s, m.z = :n1", r#"{"m":{"a":"new","z":1,"deep":{"b":2}}}"#),
        ("SET m.deep.b = m.a", r#"{"m":{"a":1,"deep":{"b":1}}}"#),
        ("SET n = n + :n1", r#"{"n":6}"#),
        ("SET x = n - :n2", r#"{"x":3}"#),
        ("SET n = :n1 - n", r#"{"n":-4}"#),
        ("SET n = s, s = n", r#"{"n":"old","s":5}"#),
        ("REMOVE n SET x = n", r#"{"n":null,"x":5}"#),
        ("SET x = if_not_exists(gone, :n1)", r#"{"x":1}"#),
        ("SET n = if_not_exists(n, :n1) + :n1", r#"{"n":6}"#),
        ("SET x = if_not_exists(gone, if_not_exists(n, :n1))", r#"{"x":5}"#),
        ("SET l = list_append(l, :l)", r#"{"l":["a","b","c","p"]}"#),
        ("SET l = list_append(:l, l)", r#"{"l":["p","a","b","c"]}"#),
        ("SET x = list_append(if_not_exists(gone, :e), :l)", r#"{"x":["p"]}"#),
        ("REMOVE n, gone, m.gone, l[9]", r#"{"n":null}"#),
        ("REMOVE m.deep.b, m.a", r#"{"m":{"deep":{}}}"#),
    ]);
}

#[test]
fn lists_keep_their_old_positions_while_updating() {
    check(&[
        ("SET l[1] = :s", r#"{"l":["a","new","c"]}"#),
        ("SET l[3] = :s", r#"{"l":["a","b","c","new"]}"#),
        ("SET l[9] = :n2, l[5] = :n1", r#"{"l":["a","b","c",1,2]}"#),
        ("REMOVE l[1]", r#"{"l":["a","c"]}"#),
        ("REMOVE l[0], l[2]", r#"{"l":["b"]}"#),
        ("REMOVE l[2], l[0]", r#"{"l":["b"]}"#),
        ("REMOVE l[1] SET l[2] = :s", r#"{"l":["a","new"]}"#),
        ("REMOVE l[1] SET l[3] = :s", r#"{"l":["a","c","new"]}"#),
        ("REMOVE l[5] SET l[7] = :n1, l[8] = :n1, l[9] = :n1", r#"{"l":["a","b","c",1,1,1]}"#),
        ("REMOVE l[0], l[1], l[2]", r#"{"l":[]}"#),
        (
            "SET carton.parcels[0].v = :n2",
            r#"{"carton":{"tags":{"$ss":["x"]},"parcels":[{"v":2}]}}"#,
        ),
    ]);
}

#[test]
fn add_and_delete() {
    check(&[
        ("ADD n :n1", r#"{"n":6}"#),
        ("ADD x :n1", r#"{"x":1}"#),
        ("ADD m.a :n2, m.z :n2", r#"{"m":{"a":3,"z":2,"deep":{"b":2}}}"#),
        ("ADD l[9] :n1", r#"{"l":["a","b","c",1]}"#),
        ("ADD tags :xyz", r#"{"tags":{"$ss":["x","y","z"]}}"#),
        ("ADD x :x", r#"{"x":{"$ss":["x"]}}"#),
        ("DELETE tags :x", r#"{"tags":{"$ss":["y"]}}"#),
        ("DELETE tags :xyz", r#"{"tags":null}"#),
        ("DELETE gone :x", "{}"),
    ]);
}

#[test]
fn updates_that_do_not_fit_the_item() {
    const MISSING: &str =
        "The provided expression refers to an attribute that does not exist in the item";
    const TYPE: &str = "An operand in the update expression has an incorrect data type";
    const PATH: &str = "The document path provided in the update expression is invalid for update";
    const OVERFLOW: &str =
        "Number overflow. Attempting to store a number with magnitude larger than supported range";
    let old = item(&parse(OLD));
    let table = [
        ("SET x = gone", MISSING),
        ("SET x = :n1, y = x", MISSING),
        ("SET n = gone + :n1", MISSING),
        ("SET x = list_append(gone, :l)", MISSING),
        ("SET s = s + :n1", TYPE),
        ("SET x = list_append(s, :l)", TYPE),
        ("ADD s :n1", TYPE),
        ("ADD n :x", TYPE),
        ("ADD tags :n1", TYPE),
        ("ADD tags :nset", TYPE),
        ("DELETE n :x", TYPE),
        ("DELETE tags :nset", TYPE),
        ("SET gone.a = :s", PATH),
        ("SET s.a = :s", PATH),
        ("SET m[0] = :s", PATH),
        ("SET l.a = :s", PATH),
        ("SET l[9].a = :s", PATH),
        ("REMOVE gone.a", PATH),
        ("REMOVE s.a", PATH),
        ("REMOVE l[9].a", PATH),
        ("ADD gone.a :n1", PATH),
        ("DELETE gone.a :x", PATH),
        ("SET n = n + :big", OVERFLOW),
    ];
    for (text, expected) in table {
        let error = update(text).apply(&old, true).unwrap_err();
        assert_eq!(sentence(error), expected, "{text}");
    }
}

#[test]
fn an_update_cannot_nest_too_deep() {
    let levels = |count: usize| format!("{}1{}", "[".repeat(count), "]".repeat(count));
    let apply = |count: usize| {
        let values = format!(r#"{{":deep":{}}}"#, levels(count));
        let update = parse_update("SET m.x = :deep", &mut bindings(&values)).unwrap();
        update.apply(&item(&parse(r#"{"m":{}}"#)), true).map(drop)
    };
    assert_eq!(apply(30), Ok(()));
    let message = sentence(apply(31).unwrap_err());
    assert!(message.starts_with("Nesting Levels have exceeded supported limits"), "{message}");
}

#[test]
fn clearing_creates_no_item() {
    let nothing = Item::new();
    for text in ["REMOVE a", "REMOVE a.b, c[0]", "DELETE a :x", "DELETE a.b :x REMOVE c"] {
        let update = update(text);
        assert!(!update.creates_item(), "{text}");
        assert_eq!(update.apply(&nothing, false).unwrap().item, nothing, "{text}");
    }
    let mixed = update("SET a = :s ADD b :n1 REMOVE c DELETE d :x");
    assert!(mixed.creates_item());
    assert_eq!((mixed.value_writing_actions(), mixed.clearing_actions()), (2, 2));
    let created = mixed.apply(&nothing, false).unwrap().item;
    assert_eq!(created, item(&parse(r#"{"a":"new","b":1}"#)));
    assert!(update("SET a.b = :s").apply(&nothing, false).is_err());
}

#[test]
fn what_was_updated() {
    let old = item(&parse(OLD));
    let table = [
        ("SET n = n + :n1, x = :s", r#"{"n":5}"#, r#"{"n":6,"x":"new"}"#),
        ("SET n = n", r#"{"n":5}"#, r#"{"n":5}"#),
        ("SET m.a = :s", r#"{"m":{"a":1}}"#, r#"{"m":{"a":"new"}}"#),
        ("REMOVE n", r#"{"n":5}"#, "{}"),
        ("SET l[9] = :s", "{}", "{}"),
        ("REMOVE l[1]", r#"{"l":["b"]}"#, r#"{"l":["c"]}"#),
        ("SET x = :s", "{}", r#"{"x":"new"}"#),
    ];
    for (text, before, after) in table {
        let updated = update(text).apply(&old, true).unwrap();
        assert_eq!(updated.updated_old(&old), item(&parse(before)), "{text}");
        assert_eq!(updated.updated_new(), item(&parse(after)), "{text}");
    }
}
