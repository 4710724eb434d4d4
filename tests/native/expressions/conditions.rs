//! What conditions say of items.
//!
//! Source: Developer Guide, *Condition and filter expressions, operators, and functions*.

use super::*;

const ITEM: &str = r##"{
    "s":"hello", "n":5, "five":5.0, "b":{"$b":"blob"}, "t":true, "u":null, "uni":"é𝄞",
    "m":{"x":1,"in":{"$ss":["p","q"]}}, "m2":{"in":{"$ss":["q","p"]},"x":1.0},
    "l":["a",1,{"k":[2]}], "ss":{"$ss":["x","y"]}, "ns":{"$ns":[1,2]}, "dotted.name":1 }"##;
const VALUES: &str = r##"{
    ":s":"hello", ":h":"he", ":z":"zz", ":n5":5, ":n9":9, ":n1":1, ":n0":0, ":n3":3, ":t":true, ":u":null,
    ":b":{"$b":"blob"}, ":bl":{"$b":"lo"}, ":ss":{"$ss":["y","x"]}, ":x":"x", ":k":{"k":[2]}, ":S":"S", ":NULL":"NULL", ":NS":"NS",
    "#d":"dotted.name", "#t":"t", "#n":"n" }"##;

fn check(table: &[(&str, bool)]) {
    let item = item(&parse(ITEM));
    for (text, expected) in table {
        assert_eq!(condition(text, VALUES).holds(&item), *expected, "{text}");
        let negated = format!("NOT ({text})");
        assert_eq!(condition(&negated, VALUES).holds(&item), !expected, "{negated}");
    }
}

#[test]
fn missing_attributes() {
    check(&[
        ("gone = :s", false),
        ("gone = lost", false),
        ("gone <> :s", true),
        ("gone <> lost", true),
        ("gone < :s", false),
        ("gone >= :s", false),
        ("gone BETWEEN :h AND :z", false),
        ("s BETWEEN gone AND :z", false),
        ("gone IN (:s)", false),
        ("begins_with(gone, :h)", false),
        ("contains(gone, :h)", false),
        ("contains(s, gone)", false),
        ("attribute_exists(gone)", false),
        ("attribute_not_exists(gone)", true),
        ("attribute_type(gone, :S)", false),
        ("size(gone) = :n0", false),
        // Unconfirmed: of a missing attribute; recorded of a number only (eu-west-2, 2026).
        ("size(gone) <> :n0", true),
        ("m.gone <> :s", true),
        ("l[9] = :s", false),
        ("s[0] = :s", false),
    ]);
}

#[test]
fn mixed_types() {
    check(&[
        ("s = :n5", false),
        ("s <> :n5", true),
        ("s < :n5", false),
        ("s >= :n5", false),
        ("n BETWEEN :h AND :z", false),
        ("n IN (:s, :n5)", true),
        ("m < :n5", false),
        ("size(n) > :n0", false),
        ("size(t) <> :n0", true),
        ("begins_with(n, :h)", false),
        ("contains(n, :n5)", false),
        ("contains(m, :x)", false),
    ]);
}

#[test]
fn comparisons() {
    check(&[
        ("n = :n5", true),
        ("#n = five", true),
        ("n < :n9 AND n > :n1", true),
        (":n9 > n", true),
        ("n <= :n5 AND n >= :n5", true),
        ("n BETWEEN :n5 AND :n9", true),
        ("n BETWEEN :n1 AND :n5", true),
        ("n BETWEEN five AND :n1", false),
        ("s > :h", true),
        ("b = :b", true),
        ("#t = :t", true),
        ("u = :u", true),
        ("m = m2", true),
        ("ss = :ss", true),
        ("ss <> :ss", false),
        ("s IN (:h, :s)", true),
        ("s IN (:h, :z)", false),
        ("m.x = :n1", true),
        ("l[2].k[0] = :n5", false),
        ("#d = :n1", true),
        (":n1 < :n5", true),
    ]);
}

#[test]
fn functions() {
    check(&[
        ("attribute_exists(u)", true),
        ("attribute_exists(l[1])", true),
        ("attribute_type(u, :NULL)", true),
        ("attribute_type(ns, :NS)", true),
        ("attribute_type(ns, :S)", false),
        ("begins_with(s, :h)", true),
        ("begins_with(s, :z)", false),
        ("begins_with(:s, :h)", true),
        ("contains(s, :h)", true),
        ("contains(b, :bl)", true),
        ("contains(ss, :x)", true),
        ("contains(ss, :s)", false),
        ("contains(ss, :ss)", false),
        ("contains(ns, :n1)", true),
        ("contains(l, :n1)", true),
        ("contains(l, :k)", true),
        ("size(uni) = :n3", true),
        ("size(l) = :n3", true),
        ("size(s) = n", true),
        ("size(ss) < size(l)", true),
        ("size(:s) = :n5", true),
    ]);
}

#[test]
fn precedence() {
    check(&[
        ("n = :n5 OR n = :n1 AND n = :n9", true),
        ("(n = :n5 OR n = :n1) AND n = :n9", false),
        ("NOT n = :n5 OR n = :n5", true),
        ("NOT n = :n1 AND n = :n5", true),
        ("NOT (n = :n1 AND n = :n5)", true),
        ("NOT NOT NOT n = :n1", true),
        ("n BETWEEN :n1 AND :n9 AND s = :s", true),
        ("n = :n1 AND n = :n5 OR n = :n5 AND s = :s", true),
        ("not n = :n1 and n in (:n5) or n between :n1 and :n5", true),
    ]);
}

#[test]
fn an_item_that_does_not_exist_has_no_attributes() {
    let nothing = Item::new();
    assert!(condition("attribute_not_exists(pk)", "{}").holds(&nothing));
    assert!(condition("x <> :n1", VALUES).holds(&nothing));
    assert!(!condition("x = :n1", VALUES).holds(&nothing));
}

#[test]
fn conditions_tell_which_attributes_they_mention() {
    let condition = condition(
        "attribute_exists(a.b) AND (size(c) > :n1 OR NOT #d IN (e[0], :n5)) AND contains(f, g)",
        VALUES,
    );
    let names: Vec<&str> = condition.top_level_names().map(AttributeName::as_str).collect();
    assert_eq!(names, ["a", "c", "dotted.name", "e", "f", "g"]);
    let nested: Vec<&str> = condition.nested_names().map(AttributeName::as_str).collect();
    assert_eq!(nested, ["a", "e"]);
}
