//! BatchExecuteStatement.

use serde_json::Value as Json;

use super::shown::Shown;
use super::transact::count;
use super::write::return_old_on_failure;
use super::{FromBody, statement};
use crate::api::error::{ApiError, Constraints};
use crate::api::shape::{self, ATTRIBUTE_VALUE, Members, Shape, Structure};
use crate::engine::ops::BatchExecuteStatementInput;
use crate::engine::ops::statement::{MAX_STATEMENTS, StatementOptions};

static SHAPE: Structure = Structure {
    class: "BatchExecuteStatementInput",
    members: &[
        ("Statements", Shape::List(&Shape::Structure(&STATEMENT))),
        ("ReturnConsumedCapacity", Shape::Text),
    ],
};

static STATEMENT: Structure = Structure {
    class: "BatchStatementRequest",
    members: &[
        ("Statement", Shape::Text),
        ("Parameters", Shape::List(&Shape::Structure(&ATTRIBUTE_VALUE))),
        ("ConsistentRead", Shape::Flag),
        ("ReturnValuesOnConditionCheckFailure", Shape::Text),
    ],
};

impl FromBody for BatchExecuteStatementInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let mut constraints = Constraints::new();
        let shown = Shown::read(&mut constraints, members);
        let list = ("Statements", STATEMENT.class);
        let given = given(&mut constraints, members, list, MAX_STATEMENTS);
        let asked: Vec<StatementOptions> =
            given.iter().map(|one| asked(&mut constraints, *one)).collect();
        constraints.check()?;
        let statements = given.into_iter().map(statement::read).collect::<Result<Vec<_>, _>>()?;
        let statements = statements.into_iter().zip(asked).collect();
        Ok((BatchExecuteStatementInput { statements }, shown))
    }
}

/// The elements of a list of statements, objects of this class, each with its constraints checked.
pub(super) fn given<'a>(
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
            statement::check(constraints, *one, &format!("{path}.{}.member.", at + 1));
        }
    }
    given
}

fn asked(constraints: &mut Constraints, members: Members<'_>) -> StatementOptions {
    StatementOptions {
        consistent: members.flag("ConsistentRead").unwrap_or(false),
        return_old_on_failure: return_old_on_failure(constraints, members),
        ..StatementOptions::default()
    }
}
