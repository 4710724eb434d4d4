//! The message table: an expression, and what the service says of it.
//!
//! Source: answers recorded of AWS by dynamodb-conformance (May 2026), architect/dynalite and
//! dynoxide (eu-west-2, July and August 2026).

use super::*;
use dynamodb_playground::expression::{parse_projection, parse_update};

const VALUES: &str = r##"{":a":"a",":b":"b",":n":1,":five":5,":l":[1],":m":{},":t":true,":u":null,
    ":ss":{"$ss":["x"]},":dog":"DOG",":S":"S","#a":"a","#x":"x.y"}"##;

fn check(
    table: &[(&str, &str)],
    prefix: &str,
    parse: impl Fn(&str, &mut Bindings) -> Result<(), ExpressionError>,
) {
    for (text, expected) in table {
        let expected = match *expected {
            "accepted" => "accepted".to_owned(),
            text => format!("{prefix}{text}"),
        };
        assert_eq!(message(parse(text, &mut bindings(VALUES))), expected, "{text}");
    }
}

fn check_conditions(table: &[(&str, &str)]) {
    check(table, "Invalid ConditionExpression: ", |text, bindings| {
        parse_condition(text, ExpressionKind::Condition, bindings).map(drop)
    });
}

fn check_updates(table: &[(&str, &str)]) {
    check(table, "Invalid UpdateExpression: ", |text, bindings| {
        parse_update(text, bindings).map(drop)
    });
}

#[test]
fn syntax_of_conditions() {
    check_conditions(&[
        ("", "The expression can not be empty;"),
        (" \t", "The expression can not be empty;"),
        ("foo", r#"Syntax error; token: "<EOF>", near: "foo""#),
        ("attribute_not_exists(", r#"Syntax error; token: "<EOF>", near: "(""#),
        ("!!", r#"Syntax error; token: "!", near: "!!""#),
        ("a = :a AND", r#"Syntax error; token: "<EOF>", near: "AND""#),
        ("a  =  = :a", r#"Syntax error; token: "=", near: "=  = :a""#),
        ("a = b = c", r#"Syntax error; token: "=", near: "b = c""#),
        ("a AND b = :a", r#"Syntax error; token: "AND", near: "a AND b""#),
        ("a IN ()", r#"Syntax error; token: ")", near: "()""#),
        ("a[:n] = :a", r#"Syntax error; token: ":n", near: "[:n]""#),
        ("a[#a] = :a", r##"Syntax error; token: "#a", near: "[#a]""##),
        ("a = :a)", r#"Syntax error; token: ")", near: ":a)""#),
        ("_a = :a", r#"Syntax error; token: "_", near: "_a""#),
        ("a != :a", r#"Syntax error; token: "!", near: "a !=""#),
        ("a = é", r#"Syntax error; token: "é", near: "= é""#),
        ("a BETWEEN :a", r#"Syntax error; token: "<EOF>", near: ":a""#),
        ("(a = :a) = :b", r#"Syntax error; token: "=", near: ") = :b""#),
        ("contains(a = :a, :b)", r#"Syntax error; token: "=", near: "a = :a""#),
    ]);
}

#[test]
fn names_values_and_paths() {
    check_conditions(&[
        ("Status = :a", "Attribute name is a reserved keyword; reserved keyword: Status"),
        ("a.name = :a", "Attribute name is a reserved keyword; reserved keyword: name"),
        (
            "#zz = :a",
            "An expression attribute name used in the document path is not defined; \
             attribute name: #zz",
        ),
        (
            "a = :zz",
            "An expression attribute value used in expression is not defined; attribute value: :zz",
        ),
        (
            "a[99999999999999] = :a",
            "List index is not within the allowable range; index: [99999999999999]",
        ),
        ("#x = :a and a.#a[0] = :b", "accepted"),
        ("(a.b)[0].c = :a and contains((a)[1], :b)", "accepted"),
        ("((a)).b = :a", "The expression has redundant parentheses;"),
        (
            "(a).b = a.b",
            "The first operand must be distinct from the remaining operands for this \
            operator or function; operator: =, first operand: [a, b]",
        ),
        ("(a = :a).b", r#"Syntax error; token: ".", near: ").b""#),
        ("(:a).b = :b", r#"Syntax error; token: ".", near: ").b""#),
    ]);
    let deep = |steps: usize| format!("a{} = :a", ".b".repeat(steps));
    check_conditions(&[
        (&deep(31), "accepted"),
        (&deep(32), "The document path has too many nesting levels; nesting levels: 33"),
    ]);
}

#[test]
fn sizes_and_depths() {
    let long = format!("a = :a{}", " ".repeat(4091));
    let operators = |count: usize| format!("a = :a{}", " AND a = :a".repeat((count - 1) / 2));
    let many = |values: usize| format!("a IN ({}:a)", ":a,".repeat(values - 1));
    let nots = format!("{} a = :a", "NOT ".repeat(299));
    let too_many_nots = format!("{} a = :a", "NOT ".repeat(300));
    check_conditions(&[
        (&long, "Expression size has exceeded the maximum allowed size; expression size: 4097"),
        (&operators(299), "accepted"),
        (&operators(301), "The expression contains too many operators; operator count: 301"),
        (&many(99), "accepted"),
        (&many(100), "The IN operator is provided with too many operands; number of operands: 101"),
        (&nots, "accepted"),
        (&too_many_nots, "The expression contains too many operators; operator count: 301"),
        (&"(".repeat(4096), "The expression has too many nesting levels; nesting levels: 101"),
    ]);
}

#[test]
fn parentheses() {
    check_conditions(&[
        ("(a = :a)", "accepted"),
        ("((a = :a) AND (b = :b))", "accepted"),
        ("(a) = (:a)", "accepted"),
        ("a IN ((:a), :b)", "accepted"),
        ("((a = :a))", "The expression has redundant parentheses;"),
        ("((a)) = :a", "The expression has redundant parentheses;"),
        ("b = :b AND ((attribute_exists(a)))", "The expression has redundant parentheses;"),
        ("NOT (NOT (a = :a))", "accepted"),
    ]);
}

#[test]
fn functions_of_conditions() {
    const MISUSED: &str =
        "The function is not allowed to be used this way in an expression; function: ";
    const COUNT: &str =
        "Incorrect number of operands for operator or function; operator or function: ";
    const TYPE: &str = "Incorrect operand type for operator or function; operator or function: ";
    check_conditions(&[
        ("foo(a) = :a", "Invalid function name; function: foo"),
        ("BEGINS_WITH(a, :a)", "Invalid function name; function: BEGINS_WITH"),
        ("size(a)", &format!("{MISUSED}size")),
        ("NOT size(a)", &format!("{MISUSED}size")),
        ("attribute_exists(a) = :a", &format!("{MISUSED}attribute_exists")),
        ("contains(attribute_exists(a), :a)", &format!("{MISUSED}attribute_exists")),
        ("contains(a)", &format!("{COUNT}contains, number of operands: 1")),
        ("size(a, b) = :n", &format!("{COUNT}size, number of operands: 2")),
        ("begins_with(a, :a, :b)", &format!("{COUNT}begins_with, number of operands: 3")),
        (
            "attribute_exists(:a)",
            "Operator or function requires a document path; operator or function: attribute_exists",
        ),
        (
            "attribute_type(a, :dog)",
            "Invalid attribute type name found; type: DOG, \
             valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
        ),
        (
            "attribute_type(a, b)",
            &format!("{TYPE}attribute_type, operand type: {{NS,SS,L,BS,N,M,B,BOOL,NULL,S}}"),
        ),
        ("attribute_type(a, :n)", &format!("{TYPE}attribute_type, operand type: N")),
        ("begins_with(a, :n)", &format!("{TYPE}begins_with, operand type: N")),
        ("begins_with(size(a), :a)", &format!("{TYPE}begins_with, operand type: N")),
        ("size(:n) = :n", &format!("{TYPE}size, operand type: N")),
        ("size(:u) = :n", &format!("{TYPE}size, operand type: NULL")),
        ("size(:l) = :n", "accepted"),
        (
            "list_append(a, :l) = :l",
            "The function is not allowed in a condition expression; function: list_append",
        ),
    ]);
}

#[test]
fn operands_of_conditions() {
    const TYPE: &str = "Incorrect operand type for operator or function; operator or function: ";
    const DISTINCT: &str = "The first operand must be distinct from the remaining operands for \
                            this operator or function; operator: ";
    check_conditions(&[
        ("a < :l", &format!("{TYPE}<, operand type: L")),
        (":m >= a", &format!("{TYPE}>=, operand type: M")),
        ("a BETWEEN :t AND :t", &format!("{TYPE}BETWEEN, operand type: BOOL")),
        ("a = :l and a <> :ss", "accepted"),
        ("a = a", &format!("{DISTINCT}=, first operand: [a]")),
        ("a.b[0] < #a.b[0]", &format!("{DISTINCT}<, first operand: [a, b, [0]]")),
        ("contains(a, a)", &format!("{DISTINCT}contains, first operand: [a]")),
        (":a = :a", "accepted"),
        (
            "a BETWEEN :a AND :n",
            "The BETWEEN operator requires same data type for lower and upper bounds; \
             lower bound operand: AttributeValue: {S:a}, upper bound operand: AttributeValue: {N:1}",
        ),
        (
            "a BETWEEN :five AND :n",
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; \
             lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {N:1}",
        ),
        ("a BETWEEN b AND :n", "accepted"),
    ]);
}

#[test]
fn the_worst_of_several_problems_is_reported() {
    check_conditions(&[
        ("foo(a) AND ((b = :b))", "The expression has redundant parentheses;"),
        ("name = :a AND foo(a)", "Invalid function name; function: foo"),
        ("#zz = :a AND name = :b", "Attribute name is a reserved keyword; reserved keyword: name"),
        (
            "a = a AND #zz = :b",
            "The first operand must be distinct from the remaining operands for this operator or \
             function; operator: =, first operand: [a]",
        ),
        (
            "contains(#zz)",
            "An expression attribute name used in the document path is not defined; \
             attribute name: #zz",
        ),
        ("name = = :a", r#"Syntax error; token: "=", near: "= = :a""#),
    ]);
}

#[test]
fn update_expressions() {
    const TYPE: &str = "Incorrect operand type for operator or function; operator or function: ";
    const ACTION: &str = "Incorrect operand type for operator or function; operator: ";
    const PATHS: &str = "with each other; must remove or rewrite one of these paths; path one:";
    check_updates(&[
        ("", "The expression can not be empty;"),
        ("INVALID SYNTAX", r#"Syntax error; token: "INVALID", near: "INVALID SYNTAX""#),
        ("SET _123 = :a", r#"Syntax error; token: "_", near: "SET _123""#),
        ("SET a = :a,", r#"Syntax error; token: "<EOF>", near: ",""#),
        ("SET a = :n + :n + :n", r#"Syntax error; token: "+", near: ":n + :n""#),
        ("SET a = if_not_exists(a, b + :n)", r#"Syntax error; token: "+", near: "b + :n""#),
        ("SET a = :a b = :b", r#"Syntax error; token: "b", near: ":a b =""#),
        ("ADD a b", r#"Syntax error; token: "b", near: "a b""#),
        ("SET a = :a, SET b = :b", r#"Syntax error; token: "SET", near: ", SET b""#),
        ("SET status = :a", "Attribute name is a reserved keyword; reserved keyword: status"),
        (
            "SET a = :a SET b = :b",
            r#"The "SET" section can only be used once in an update expression;"#,
        ),
        ("SET a = foo(b)", "Invalid function name; function: foo"),
        ("SET a = size(b)", "The function is not allowed in an update expression; function: size"),
        ("SET a = :a, a = :b", &format!("Two document paths overlap {PATHS} [a], path two: [a]")),
        (
            "SET a = :a REMOVE #a.b",
            &format!("Two document paths overlap {PATHS} [a], path two: [a, b]"),
        ),
        (
            "SET a.b = :a, a[1] = :a",
            &format!("Two document paths conflict {PATHS} [a, b], path two: [a, [1]]"),
        ),
        ("SET a = b + :a", &format!("{TYPE}+, operand type: S")),
        ("SET a = :l - b", &format!("{TYPE}-, operand type: L")),
        ("SET a = list_append(b, :a)", &format!("{TYPE}list_append, operand type: S")),
        (
            "SET a = if_not_exists(:a, :b)",
            "Operator or function requires a document path; operator or function: if_not_exists",
        ),
        (
            "SET a = list_append(list_append(a, :l), :l)",
            "The function is not allowed to be used this way in an expression; \
             function: list_append",
        ),
        (
            "SET a = if_not_exists(a)",
            "Incorrect number of operands for operator or function; \
             operator or function: if_not_exists, number of operands: 1",
        ),
        ("ADD a :l", &format!("{ACTION}ADD, operand type: LIST")),
        ("ADD a :a", &format!("{ACTION}ADD, operand type: STRING")),
        ("DELETE a :n", &format!("{ACTION}DELETE, operand type: NUMBER")),
        ("ADD a.b :n, c :ss DELETE d :ss", "accepted"),
        ("set a = list_append(if_not_exists(a, :l), :l) remove b[0]", "accepted"),
        ("SET a = if_not_exists(a, :n) + if_not_exists(b, :n)", "accepted"),
        ("SET a = (b + :n)", "accepted"),
    ]);
}

#[test]
fn projection_expressions() {
    let table = [
        ("a, b.c, d[0], d[1]", "accepted"),
        ("", "The expression can not be empty;"),
        ("a,", r#"Syntax error; token: "<EOF>", near: ",""#),
        ("a b", r#"Syntax error; token: "b", near: "a b""#),
        ("a, set", "Attribute name is a reserved keyword; reserved keyword: set"),
        (
            "a, a.b",
            "Two document paths overlap with each other; must remove or rewrite one of these \
             paths; path one: [a], path two: [a, b]",
        ),
        (
            "a.b, a[1]",
            "Two document paths conflict with each other; must remove or rewrite one of these \
             paths; path one: [a, b], path two: [a, [1]]",
        ),
    ];
    check(&table, "Invalid ProjectionExpression: ", |text, bindings| {
        parse_projection(text, bindings).map(drop)
    });
}

#[test]
fn placeholders_of_a_request() {
    let new = |names: &[&str], values: &[&str]| {
        let names = names.iter().map(|key| ((*key).to_owned(), "a".to_owned())).collect();
        let values = values.iter().map(|key| ((*key).to_owned(), Value::Null)).collect();
        Bindings::new(Some(names), Some(values))
    };
    let table = [
        (new(&[], &[":a"]), "ExpressionAttributeNames must not be empty"),
        (new(&["#a"], &[]), "ExpressionAttributeValues must not be empty"),
        (
            new(&["x"], &[":a"]),
            "ExpressionAttributeNames contains invalid key: Syntax error; key: \"x\"",
        ),
        (
            new(&["#a"], &[":a-"]),
            "ExpressionAttributeValues contains invalid key: Syntax error; key: \":a-\"",
        ),
    ];
    for (result, expected) in table {
        assert_eq!(message(result), expected);
    }
    let mut used = new(&["#b", "#a"], &[":v"]).unwrap();
    assert_eq!(
        message(used.clone().finish()),
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b, #a}"
    );
    parse_condition("#a = #b.c", ExpressionKind::Filter, &mut used).unwrap();
    assert_eq!(
        message(used.clone().finish()),
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}"
    );
    parse_update("SET x = :v", &mut used).unwrap();
    assert_eq!(message(used.finish()), "accepted");
}

#[test]
fn only_some_errors_are_counted_on_writes() {
    let counted = |text: &str| {
        let result = parse_condition(text, ExpressionKind::Condition, &mut bindings(VALUES));
        result.unwrap_err().counted_on_writes()
    };
    assert!(counted("a = = b") && counted("((a = :a))") && counted("a = a"));
    assert!(!counted("name = :a") && !counted("a = :zz"));
}
