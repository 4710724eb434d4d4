//! Statements as data, and errors that need no table.

use proptest::prelude::*;

use super::parse;
use crate::engine::ReturnValues;
use crate::engine::statement::{Malformed, Position, Statement, StatementError};
use crate::expression::{Action, Bindings, Condition, ExpressionKind, parse_condition};
use crate::model::{Value, ValueType};

fn condition(text: &str) -> Condition {
    match parse(&format!("SELECT * FROM \"Table\" WHERE {text}"), &[]) {
        Ok(Statement::Select(select)) => select.condition.unwrap(),
        other => panic!("{text}: {other:?}"),
    }
}

fn error(text: &str) -> StatementError {
    parse(text, &[]).unwrap_err()
}

/// The same in the language of expressions, values by placeholder.
fn expressed(text: &str) -> Condition {
    let values = [("x", Value::text("x")), ("y", Value::text("y"))];
    let one = Value::N("1".parse().unwrap());
    let values = values.into_iter().chain([("one", one)]);
    let values = values.map(|(name, value)| (format!(":{name}"), value)).collect();
    let names = vec![("#s".to_owned(), "size".to_owned())];
    let mut bindings = Bindings::new(Some(names), Some(values)).unwrap();
    parse_condition(text, ExpressionKind::Condition, &mut bindings).unwrap()
}

#[test]
fn conditions_are_the_same_tree_as_expressions() {
    let table = [
        ("a = 'x'", "a = :x"),
        ("a='x' AND b='y' OR NOT c < 1", "a = :x AND b = :y OR NOT c < :one"),
        ("(a = 'x' or b = 'y') and c >= 1", "(a = :x OR b = :y) AND c >= :one"),
        ("a BETWEEN 'x' AND 'y'", "a BETWEEN :x AND :y"),
        ("a IN ['x', 'y']", "a IN (:x, :y)"),
        ("a in ('x', b)", "a IN (:x, b)"),
        ("a IS MISSING", "attribute_not_exists(a)"),
        ("a IS NOT MISSING", "attribute_exists(a)"),
        ("Begins_With(a, 'x')", "begins_with(a, :x)"),
        ("contains(\"a\".b[0], 'x')", "contains(a.b[0], :x)"),
        ("size(\"size\") > 1", "size(#s) > :one"),
        ("a <> 'x'", "attribute_exists(a) AND a <> :x"),
        ("a != 'x' AND b = 'y'", "attribute_exists(a) AND a <> :x AND b = :y"),
        ("NOT NOT NOT a = 'x'", "NOT a = :x"),
        ("a NOT IN ['x']", "NOT a IN (:x)"),
    ];
    for (statement, expression) in table {
        assert_eq!(condition(statement), expressed(expression), "{statement}");
    }
    let null = Condition::HasType { operand: operand("a"), kind: ValueType::Null };
    assert_eq!(condition("a IS NULL"), null);
    let string = Condition::HasType { operand: operand("a"), kind: ValueType::S };
    assert_eq!(condition("a IS STRING"), string);
    assert_eq!(condition("attribute_type(a, 'S')"), string);
}

fn operand(name: &str) -> crate::expression::Operand {
    match condition(&format!("{name} = 1")) {
        Condition::Compare { left, .. } => left,
        other => panic!("{other:?}"),
    }
}

#[test]
fn literals_are_values() {
    let parsed = parse(
        "INSERT INTO T3x VALUE {'s': 'it''s', 'n': -1.50, 'b': TRUE, 'z': null, 'l': [1, []], \
         'm': {'k': 'v'}, 'ss': <<'a', 'b'>>, 'ns': <<1, 2e1>>, 'p': ?}",
        &[Value::B([1, 2].as_slice().into())],
    );
    let Ok(Statement::Insert(insert)) = parsed else { panic!("{parsed:?}") };
    let shown = format!("{:?}", insert.item.get("s"));
    assert!(shown.contains("it's"), "{shown}");
    assert_eq!(insert.item.get("n"), Some(&Value::N("-1.5".parse().unwrap())));
    assert_eq!(insert.item.get("z"), Some(&Value::Null));
    assert_eq!(insert.item.get("p").map(Value::kind), Some(ValueType::B));
    let kinds = ["b", "l", "m", "ss", "ns"].map(|name| insert.item.get(name).unwrap().kind());
    use ValueType::{Bool, L, M, Ns, Ss};
    assert_eq!(kinds, [Bool, L, M, Ss, Ns]);
}

#[test]
fn updates_are_actions() {
    let text = "UPDATE Music SET a = 1, b = b - 1 SET c.d[0] = list_append(c.e, [1]) \
        SET s = set_add(s, <<'x'>>) SET t = set_delete(t, <<1>>) REMOVE e REMOVE f[1] \
        WHERE pk = 'x' RETURNING MODIFIED NEW *";
    let Ok(Statement::Update(update)) = parse(text, &[]) else { panic!("{:?}", parse(text, &[])) };
    assert_eq!(update.returning, ReturnValues::UpdatedNew);
    let kinds = update.actions.iter().map(|action| match action {
        Action::Set { .. } => 's',
        Action::Remove { .. } => 'r',
        Action::Add { .. } => 'a',
        Action::Delete { .. } => 'd',
    });
    assert_eq!(kinds.collect::<String>(), "sssadrr");
}

#[test]
fn what_is_not_well_formed_is_told_apart() {
    use Malformed::*;
    let table = [
        ("", UnexpectedTerm),
        ("SHOW TABLES", TokenAfterExpression),
        ("'", Token),
        ("SELECT", UnexpectedTerm),
        ("SELECT * FROM", UnexpectedTerm),
        ("SELECT * FROM user", UnexpectedKeyword),
        ("SELECT * WHERE a = 1", ExpectedFrom),
        ("SELECT * FROM Music WHERE", UnexpectedTerm),
        ("SELECT * FROM Music WHERE a = 'open", Token),
        ("SELECT * FROM Music WHERE a = é", Token),
        ("SELECT * FROM Music WHERE a = 1 b", TokenAfterExpression),
        ("SELECT * FROM Music WHERE a IN []", UnexpectedTerm),
        ("SELECT a.size FROM Music", DotComponent),
        ("SELECT * FROM Music ORDER a", ExpectedToken("BY")),
        ("INSERT INTO Music (a) VALUES (1)", TokenAfterExpression),
        ("INSERT INTO Music VALUES {'a': 1}", UnexpectedKeyword),
        ("INSERT INTO Music VALUE 1", UnexpectedTerm),
        ("UPDATE Music WHERE a = 1", ExpectedStatement),
        ("UPDATE Music SET a 1", ExpectedEquals),
        ("DELETE FROM Music WHERE a = 1 RETURNING ALL OLD", UnexpectedTerm),
    ];
    for (text, problem) in table {
        assert_eq!(error(text), StatementError::Malformed(problem), "{text}");
    }
}

#[test]
fn clauses_that_the_service_has_not_are_told_by_name_and_place() {
    let table = [
        // Told by the place of the number, as recorded: `Unsupported clause: LIMIT at 1:33:1`.
        ("SELECT id FROM any_thing1 LIMIT 5", "LIMIT", 33),
        ("SELECT a, count(b) FROM Music GROUP BY a", "GROUP BY", 31),
        ("SELECT DISTINCT a FROM Music", "DISTINCT", 8),
        ("SELECT * FROM Music, Films", "JOIN", 20),
        ("SELECT * FROM Music LEFT JOIN Films ON a = b", "JOIN", 21),
    ];
    for (text, clause, column) in table {
        match error(text) {
            StatementError::UnsupportedClause { clause: found, position } => {
                assert_eq!((found, position.column), (clause, column), "{text}");
            }
            // What is selected is looked at first.
            StatementError::UnexpectedPathComponent(position) => {
                assert_eq!((text.find("count"), position.column), (Some(10), 11), "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn nothing_has_another_name() {
    for text in [
        "SELECT * FROM Music m WHERE m.a = 1",
        "SELECT a AS b FROM Music",
        "SELECT a b FROM Music LIMIT 1",
        "UPDATE Music m SET a = 1 WHERE b = 1",
        "DELETE FROM Music AS m WHERE m.b = 1",
    ] {
        assert!(matches!(error(text), StatementError::Alias), "{text}");
    }
}

#[test]
fn aggregates_are_told_by_their_place() {
    let at = |line, column, length| {
        StatementError::UnexpectedPathComponent(Position { line, column, length })
    };
    assert_eq!(error("SELECT COUNT(*) FROM Music"), at(1, 8, 5));
    assert_eq!(error("SELECT a,\n  size(b) FROM Music"), at(2, 3, 4));
    assert_eq!(error("SELECT * FROM Music WHERE a"), at(1, 27, 1));
}

#[test]
fn one_semicolon_may_end_a_statement() {
    assert_eq!(parse("SELECT * FROM T1t;", &[]), parse("SELECT * FROM T1t", &[]));
    let malformed = [
        ("SELECT * FROM T1t;;", Malformed::TokenAfterSemicolon),
        ("SELECT * FROM T1t; SELECT * FROM T1t", Malformed::TokenAfterSemicolon),
    ];
    for (text, problem) in malformed {
        assert_eq!(error(text), StatementError::Malformed(problem), "{text}");
    }
}

#[test]
fn parameters_are_counted() {
    let text = "SELECT * FROM Music WHERE a = ? AND b IN [?, ?]";
    let values = [Value::Null, Value::text("b"), Value::text("c"), Value::text("d")];
    assert!(parse(text, &values[..3]).is_ok());
    assert_eq!(parse(text, &values[..2]), Err(StatementError::ParameterCount));
    assert_eq!(parse(text, &values), Err(StatementError::ParameterCount));
}

#[test]
fn nesting_ends_in_an_error_and_not_in_the_stack() {
    let rows = [("(", Malformed::TooDeep), ("NOT ", Malformed::UnexpectedTerm)];
    for (opening, problem) in rows {
        let text = format!("SELECT * FROM Music WHERE {}", opening.repeat(8192));
        assert_eq!(error(&text), StatementError::Malformed(problem), "{opening}");
    }
    for opening in ["[", "{'a':", "<<", "[["] {
        let text = format!("INSERT INTO Music VALUE {{'a': {}", opening.repeat(8192));
        assert_eq!(error(&text), StatementError::Malformed(Malformed::TooDeep), "{opening}");
    }
    let calls = format!("UPDATE Music SET a = {}", "list_append(".repeat(8192));
    assert_eq!(error(&calls), StatementError::Malformed(Malformed::TooDeep));
    let long = format!("SELECT * FROM Music WHERE {}a=1", "a=1 AND b=2 OR ".repeat(500));
    assert!(parse(&long, &[]).is_ok());
}

/// Pieces that statements are made of, and some that they are not.
const PIECES: &[&str] = &[
    "SELECT",
    "*",
    "FROM",
    "WHERE",
    "AND",
    "OR",
    "NOT",
    "IN",
    "BETWEEN",
    "IS",
    "MISSING",
    "NULL",
    "ORDER",
    "BY",
    "DESC",
    "INSERT",
    "INTO",
    "VALUE",
    "UPDATE",
    "SET",
    "REMOVE",
    "DELETE",
    "RETURNING",
    "ALL",
    "OLD",
    "EXISTS",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<<",
    ">>",
    ",",
    ".",
    ":",
    "=",
    "<>",
    "!=",
    "<",
    "-",
    "+",
    "?",
    "'it''s'",
    "'",
    "\"a\"",
    "\"",
    "a",
    "Music",
    "1",
    "1.5e3",
    "1e999",
    "begins_with",
    "size",
    "list_append",
    "set_add",
    "--",
    "\n",
    "é",
    "\0",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_is_too_much(text in "\\PC{0,200}") {
        drop(parse(&text, &[]));
    }

    #[test]
    fn no_row_of_pieces_is_too_much(
        start in 0..5_usize,
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60),
        spaced in any::<bool>(),
    ) {
        let starts = ["", "SELECT * FROM Music WHERE ", "UPDATE Music SET a = ",
            "INSERT INTO Music VALUE {'a': ", "DELETE FROM Music WHERE "];
        let text = format!("{}{}", starts[start], pieces.join(if spaced { " " } else { "" }));
        drop(parse(&text, &[Value::text("x")]));
    }
}
