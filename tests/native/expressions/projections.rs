//! Which parts of an item projections keep.
//!
//! Source: Developer Guide, *Using projection expressions in DynamoDB*.

use super::*;
use dynamodb_playground::expression::parse_projection;

#[test]
fn parts_keep_their_places_and_lists_close_up() {
    let source = item(&parse(
        r#"{"pk":"k","a":{"b":1,"c":{"d":2,"e":3}},"l":["zero",{"x":1,"y":2},"two"],"s":"t"}"#,
    ));
    let table = [
        ("pk", r#"{"pk":"k"}"#),
        ("gone", "{}"),
        ("a.b", r#"{"a":{"b":1}}"#),
        ("a.c.d, a.b", r#"{"a":{"b":1,"c":{"d":2}}}"#),
        ("a.gone", "{}"),
        ("a.c.gone, s", r#"{"s":"t"}"#),
        ("l[2]", r#"{"l":["two"]}"#),
        ("l[2], l[0]", r#"{"l":["zero","two"]}"#),
        ("l[1].y, l[1].x", r#"{"l":[{"x":1,"y":2}]}"#),
        ("l[1].y, l[2]", r#"{"l":[{"y":2},"two"]}"#),
        ("l[9], l[0].x", "{}"),
        ("s.x, a[0], l.x", "{}"),
    ];
    for (text, expected) in table {
        let projection = parse_projection(text, &mut Bindings::none()).unwrap();
        assert_eq!(projection.apply(&source), item(&parse(expected)), "{text}");
    }
}

#[test]
fn a_placeholder_is_one_component() {
    let source = item(&parse(r#"{"a.b":1,"a":{"b":2}}"#));
    let mut bindings = bindings(r##"{"#n":"a.b"}"##);
    let projection = parse_projection("#n", &mut bindings).unwrap();
    assert_eq!(projection.apply(&source), item(&parse(r#"{"a.b":1}"#)));
    let names: Vec<&str> = projection.top_level_names().map(AttributeName::as_str).collect();
    assert_eq!(names, ["a.b"]);
}
