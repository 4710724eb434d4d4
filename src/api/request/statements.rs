//! ExecuteStatement, BatchExecuteStatement and ExecuteTransaction: PartiQL.
//!
//! Owns a statement with its parameters, which a batch has many times, and the form of `NextToken`:
//! base64 of a JSON array with the statement's fingerprint, the number of the collection and the
//! key. A token of another statement is told by the fingerprint.

use serde_json::{Value as Tree, json};

use super::items::return_old_on_failure;
use super::reads::positive;
use super::table::name_of_arn;
use super::transactions::{MAX_ACTIONS, check_payload, count, given_token, token_of};
use super::{FromBody, Shown};
use crate::api::error::{ApiError, Constraints, Parameter};
use crate::api::json::{Json, blob, item_from_json, item_to_json, parse, read_value};
use crate::api::shape::{self, ATTRIBUTE_VALUE, Members, Shape, Structure};
use crate::engine::Operation;
use crate::engine::ops::statement::{MAX_STATEMENTS, StatementOptions};
use crate::engine::ops::{
    BatchExecuteStatementInput, ExecuteStatementInput, ExecuteTransactionInput,
};
use crate::engine::statement::{Cursor, Statement, StatementError};
use crate::model::Value;
use crate::model::size::value_size;
use crate::partiql::{self, MAX_STATEMENT};

/// Checks the constraints of a statement whose members lie below this path.
fn check_statement(constraints: &mut Constraints, members: Members<'_>, below: &str) {
    let statement = members.text("Statement");
    let path = format!("{below}statement");
    constraints.require(&path, statement.is_some());
    if let Some(statement) = statement {
        constraints.length(&path, statement, statement.chars().count(), (1, MAX_STATEMENT));
    }
    if members.list("Parameters").is_some_and(<[Json<'_>]>::is_empty) {
        constraints.length(&format!("{below}parameters"), "[]", 0, (1, usize::MAX));
    }
}

/// What the text of a statement says, or what is wrong with it: not yet an error of the request.
type ParsedStatement = Result<Statement, StatementError>;

/// The statement, if its parameters are values.
fn read_statement(members: Members<'_>) -> Result<ParsedStatement, ApiError> {
    Ok(read_sized(members)?.0)
}

/// The statement, and the bytes of its text and its parameters.
fn read_sized(members: Members<'_>) -> Result<(ParsedStatement, usize), ApiError> {
    let text = members.text("Statement").unwrap_or_default();
    let parameters = members.list("Parameters").unwrap_or_default().iter().map(read_value);
    let parameters = parameters
        .collect::<Result<Vec<Value>, _>>()
        .map_err(|error| ApiError::from(error).about(Parameter::Parameters))?;
    let bytes = text.len() + parameters.iter().map(value_size).sum::<usize>();
    let read = partiql::parse(text, &parameters);
    let arn = match &read {
        Err(StatementError::NoTable(given)) => name_of_arn(given)
            .map_err(|error| error.about(Parameter::Statement))?
            .map(|name| (given, name)),
        _ => None,
    };
    match arn {
        None => Ok((read, bytes)),
        // What an ARN is, the language need not know: the name that it ends with takes its place.
        Some((given, name)) => {
            let named = text.replacen(&format!("\"{given}\""), &format!("\"{name}\""), 1);
            Ok((partiql::parse(&named, &parameters), bytes))
        }
    }
}

static EXECUTE_STATEMENT: Structure = Structure {
    class: "ExecuteStatementInput",
    members: &[
        ("Statement", Shape::Text),
        ("Parameters", Shape::List(&Shape::Structure(&ATTRIBUTE_VALUE))),
        ("ConsistentRead", Shape::Flag),
        ("NextToken", Shape::Text),
        ("Limit", Shape::Integer),
        ("ReturnConsumedCapacity", Shape::Text),
        ("ReturnValuesOnConditionCheckFailure", Shape::Text),
    ],
};

impl FromBody for ExecuteStatementInput {
    const SHAPE: &'static Structure = &EXECUTE_STATEMENT;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let mut constraints = Constraints::new();
        let shown = Shown::read(&mut constraints, members);
        check_statement(&mut constraints, members, "");
        let token = members.text("NextToken");
        if let Some(token) = token {
            constraints.length("nextToken", token, token.chars().count(), (1, MAX_TOKEN));
        }
        let limit = members.integer("Limit");
        constraints.at_least("limit", limit, 1);
        let return_old_on_failure = return_old_on_failure(&mut constraints, members);
        constraints.check()?;
        let statement = read_statement(members)?
            .map_err(|error| ApiError::from(error).about(Parameter::Statement))?;
        let fingerprint = fingerprint(members);
        let options = StatementOptions {
            consistent: members.flag("ConsistentRead").unwrap_or(false),
            limit: positive(limit),
            fingerprint,
            cursor: token.map(|token| cursor(token, fingerprint)).transpose()?,
            return_old_on_failure,
        };
        Ok((ExecuteStatementInput { statement, options }, shown))
    }
}

static BATCH_EXECUTE: Structure = Structure {
    class: "BatchExecuteStatementInput",
    members: &[
        ("Statements", Shape::List(&Shape::Structure(&BATCH_STATEMENT))),
        ("ReturnConsumedCapacity", Shape::Text),
    ],
};

static BATCH_STATEMENT: Structure = Structure {
    class: "BatchStatementRequest",
    members: &[
        ("Statement", Shape::Text),
        ("Parameters", Shape::List(&Shape::Structure(&ATTRIBUTE_VALUE))),
        ("ConsistentRead", Shape::Flag),
        ("ReturnValuesOnConditionCheckFailure", Shape::Text),
    ],
};

impl FromBody for BatchExecuteStatementInput {
    const SHAPE: &'static Structure = &BATCH_EXECUTE;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let mut constraints = Constraints::new();
        let shown = Shown::read(&mut constraints, members);
        let list = ("Statements", BATCH_STATEMENT.class);
        let given = given_statements(&mut constraints, members, list, MAX_STATEMENTS);
        let options: Vec<StatementOptions> =
            given.iter().map(|one| options(&mut constraints, *one)).collect();
        constraints.check()?;
        // A statement that cannot be read fails alone: its error is a response among the others.
        // Only parameters that are no values fail the whole batch.
        let statements = given.into_iter().map(read_statement).collect::<Result<Vec<_>, _>>()?;
        let statements = statements.into_iter().zip(options).collect();
        Ok((BatchExecuteStatementInput { statements }, shown))
    }
}

/// The elements of a list of statements, objects of this class, each with its constraints checked.
fn given_statements<'a>(
    constraints: &mut Constraints,
    members: Members<'a>,
    (member, class): (&str, &str),
    most: usize,
) -> Vec<Members<'a>> {
    let path = format!("{}{}", member[..1].to_ascii_lowercase(), &member[1..]);
    let given = members.structures(member);
    constraints.require(&path, given.is_some());
    let given = given.unwrap_or_default();
    if members.has(member) {
        count(constraints, &path, class, given.len(), most);
    }
    if given.len() <= most {
        for (at, one) in given.iter().enumerate() {
            check_statement(constraints, *one, &format!("{path}.{}.member.", at + 1));
        }
    }
    given
}

fn options(constraints: &mut Constraints, members: Members<'_>) -> StatementOptions {
    StatementOptions {
        consistent: members.flag("ConsistentRead").unwrap_or(false),
        return_old_on_failure: return_old_on_failure(constraints, members),
        ..StatementOptions::default()
    }
}

static EXECUTE_TRANSACTION: Structure = Structure {
    class: "ExecuteTransactionInput",
    members: &[
        (TRANSACT_STATEMENTS, Shape::List(&Shape::Structure(&TRANSACTION_STATEMENT))),
        ("ClientRequestToken", Shape::Text),
        ("ReturnConsumedCapacity", Shape::Text),
    ],
};

static TRANSACTION_STATEMENT: Structure = Structure {
    class: "ParameterizedStatement",
    members: &[
        ("Statement", Shape::Text),
        ("Parameters", Shape::List(&Shape::Structure(&ATTRIBUTE_VALUE))),
        ("ReturnValuesOnConditionCheckFailure", Shape::Text),
    ],
};

const TRANSACT_STATEMENTS: &str = "TransactStatements";

impl FromBody for ExecuteTransactionInput {
    const SHAPE: &'static Structure = &EXECUTE_TRANSACTION;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let mut constraints = Constraints::new();
        let shown = Shown::read(&mut constraints, members);
        let token = given_token(&mut constraints, members);
        let given = given_statements(
            &mut constraints,
            members,
            (TRANSACT_STATEMENTS, TRANSACTION_STATEMENT.class),
            MAX_ACTIONS,
        );
        let shows = |one: &Members<'_>| return_old_on_failure(&mut constraints, *one);
        let shows: Vec<bool> = given.iter().map(shows).collect();
        constraints.check()?;
        let statements =
            given.into_iter().enumerate().map(|(at, one)| read_in_transaction(at, one));
        let statements = statements.collect::<Result<Vec<_>, _>>()?;
        check_payload(statements.iter().map(|(_, bytes)| bytes).sum())?;
        let statements =
            statements.into_iter().map(|(statement, _)| statement).zip(shows).collect();
        let operation = Operation::ExecuteTransaction;
        let token =
            token.map(|token| token_of(operation, token, members.json(TRANSACT_STATEMENTS)));
        Ok((ExecuteTransactionInput { statements, token }, shown))
    }
}

/// The statement, and the bytes that it sends.
fn read_in_transaction(at: usize, members: Members<'_>) -> Result<(Statement, usize), ApiError> {
    let (statement, bytes) = read_sized(members)?;
    let statement = statement.map_err(|error| {
        ApiError::from(error.in_transaction(at)).about(Parameter::TransactStatements)
    })?;
    Ok((statement, bytes))
}

/// Longest token, in characters.
const MAX_TOKEN: usize = 32_768;

/// The token of a cursor.
pub fn next_token(cursor: &Cursor) -> String {
    let after = cursor.after.as_ref().map(item_to_json);
    let parts = json!([format!("{:016x}", cursor.statement), cursor.collection, after]);
    blob::encode(parts.to_string().as_bytes())
}

/// The cursor of a token that was given out for this statement.
fn cursor(token: &str, statement: u64) -> Result<Cursor, ApiError> {
    let cursor = read_token(token).ok_or(StatementError::NextTokenInvalid)?;
    if cursor.statement == statement {
        Ok(cursor)
    } else {
        Err(StatementError::NextTokenOfOther.into())
    }
}

fn read_token(token: &str) -> Option<Cursor> {
    let parts = parse(std::str::from_utf8(&blob::decode(token)?).ok()?).ok()?;
    let [statement, collection, after] = parts.as_array()?.as_slice() else { return None };
    let statement = u64::from_str_radix(statement.as_str()?, 16).ok()?;
    let collection = usize::try_from(collection.as_u64()?).ok()?;
    let after = match after {
        Tree::Null => None,
        after => Some(item_from_json(after).ok()?),
    };
    Some(Cursor { statement, collection, after })
}

/// A number that tells statements and their parameters apart (FNV-1a).
fn fingerprint(members: Members<'_>) -> u64 {
    let statement = members.text("Statement").unwrap_or_default();
    let parameters = members.json("Parameters").map(Json::to_string).unwrap_or_default();
    let bytes = statement.bytes().chain([0]).chain(parameters.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
