//! PartiQL statements, one a line: the text and, behind a tab, the parameters as a JSON array.
//!
//! The first byte of an input says how they are sent: one by one, as a batch or as a transaction.
//! Whatever comes, a `SELECT` has the same answer again and page by page, what fails changes
//! nothing, and what a batch or a transaction carries out is what its statements do by themselves.

use dynamodb_playground::api::Session;
use dynamodb_playground::api::json::value_from_json;
use dynamodb_playground::engine::inspect::RowView;
use dynamodb_playground::engine::statement::Statement;
use dynamodb_playground::partiql;
use serde_json::{Value as Json, json};

use super::tables::{self, answered};

/// Most statements of one input: one more than a batch may have.
const MAX_STATEMENTS: usize = 26;

pub fn check(data: &[u8]) {
    let Some((way, text)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    let lines = text.lines().filter(|line| !line.is_empty()).take(MAX_STATEMENTS);
    let statements: Vec<Json> = lines.map(statement).collect();
    let mut session = tables::session();
    match way % 3 {
        0 => statements.iter().for_each(|statement| check_single(&mut session, statement)),
        1 => check_batch(session, &statements),
        _ => check_transaction(session, &statements),
    }
}

fn statement(line: &str) -> Json {
    let (text, parameters) = line.split_once('\t').unwrap_or((line, ""));
    let mut statement = json!({ "Statement": text });
    if let Ok(parameters) = serde_json::from_str(parameters) {
        statement["Parameters"] = parameters;
    }
    statement
}

fn check_single(session: &mut Session, statement: &Json) {
    let before = rows(session);
    let (status, answer) = execute(session, statement);
    if !is_select(statement) {
        assert!(status == 200 || rows(session) == before, "{statement} failed and changed items");
        return;
    }
    assert_eq!(execute(session, statement), (status, answer.clone()), "{statement}, again");
    if status == 200 && answer.get("NextToken").is_none() {
        assert_eq!(Json::from(paged(session, statement)), answer["Items"], "{statement} in pages");
    }
    assert!(rows(session) == before, "{statement} changed items");
}

fn check_batch(mut session: Session, statements: &[Json]) {
    let before = session.clone();
    let body = json!({ "Statements": statements });
    let (_, answer) = answered(&mut session, "BatchExecuteStatement", &body.to_string());
    let responses = answer["Responses"].as_array().into_iter().flatten();
    let carried = statements.iter().zip(responses).filter(|(_, r)| r.get("Error").is_none());
    check_singly(before, carried.map(|(statement, _)| statement), &session);
}

fn check_transaction(mut session: Session, statements: &[Json]) {
    let before = session.clone();
    let body = json!({ "TransactStatements": statements });
    let (status, _) = answered(&mut session, "ExecuteTransaction", &body.to_string());
    let carried = statements.iter().filter(|statement| {
        status == 200 && !matches!(parsed(statement), Some(Statement::Exists(_)))
    });
    check_singly(before, carried, &session);
}

/// Sent one by one, the statements come to the same.
fn check_singly<'a>(
    mut before: Session,
    statements: impl Iterator<Item = &'a Json>,
    after: &Session,
) {
    for statement in statements {
        let (status, answer) = execute(&mut before, statement);
        assert_eq!(status, 200, "{statement} by itself: {answer}");
    }
    assert!(rows(&before) == rows(after), "the statements by themselves come to something else");
}

fn execute(session: &mut Session, statement: &Json) -> (u16, Json) {
    answered(session, "ExecuteStatement", &statement.to_string())
}

/// The items of a `SELECT` that reads one at a time.
fn paged(session: &mut Session, statement: &Json) -> Vec<Json> {
    let (mut items, mut body) = (Vec::new(), statement.clone());
    body["Limit"] = 1.into();
    loop {
        let (status, mut page) = execute(session, &body);
        assert_eq!(status, 200, "{body}: {page}");
        items.extend(page["Items"].as_array().expect("a page has items").iter().cloned());
        match page["NextToken"].take() {
            Json::Null => return items,
            token => body["NextToken"] = token,
        }
    }
}

fn is_select(statement: &Json) -> bool {
    matches!(parsed(statement), Some(Statement::Select(_)))
}

fn parsed(statement: &Json) -> Option<Statement> {
    let parameters = statement["Parameters"].as_array().into_iter().flatten();
    let parameters: Result<Vec<_>, _> = parameters.map(value_from_json).collect();
    partiql::parse(statement["Statement"].as_str()?, &parameters.ok()?).ok()
}

/// What every table and index holds.
fn rows(session: &Session) -> Vec<Vec<RowView>> {
    let inspect = session.engine().inspect();
    let mut all = Vec::new();
    for table in inspect.tables() {
        let name = &table.schema.name;
        all.push(inspect.rows(name, None));
        all.extend(table.indexes.iter().map(|index| inspect.rows(name, Some(&index.name))));
    }
    all
}
