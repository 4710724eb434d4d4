//! TransactWriteItems.

use serde_json::Value as Json;

use super::FromBody;
use super::expressions::{Accepted, Expressions};
use super::shown::{Shown, wants_metrics};
use super::table::GivenTable;
use super::transact::{check_payload, elements, given_token, path, token_of};
use super::write::{item_in, return_old_at};
use crate::api::error::{ApiError, Constraints, Parameter, Rule};
use crate::api::shape::{self, Members, NAMES, Shape, Structure, VALUE_MAP};
use crate::engine::ops::TransactWriteItemsInput;
use crate::engine::ops::transaction::{Action, ActionKind};
use crate::engine::{Operation, Plane, rules};
use crate::expression::ExpressionKind;
use crate::model::Item;
use crate::model::size::item_size;

static SHAPE: Structure = Structure {
    class: "TransactWriteItemsInput",
    members: &[
        ("TransactItems", Shape::List(&Shape::Structure(&TRANSACT_WRITE_ITEM))),
        ("ReturnConsumedCapacity", Shape::Text),
        ("ReturnItemCollectionMetrics", Shape::Text),
        ("ClientRequestToken", Shape::Text),
    ],
};

static TRANSACT_WRITE_ITEM: Structure = Structure {
    class: "TransactWriteItem",
    members: &[
        ("ConditionCheck", Shape::Structure(&CONDITION_CHECK)),
        ("Put", Shape::Structure(&PUT)),
        ("Delete", Shape::Structure(&DELETE)),
        ("Update", Shape::Structure(&UPDATE)),
    ],
};

static CONDITION_CHECK: Structure = Structure {
    class: "ConditionCheck",
    members: &[
        ("Key", VALUE_MAP),
        ("TableName", Shape::Text),
        ("ConditionExpression", Shape::Text),
        ("ExpressionAttributeNames", NAMES),
        ("ExpressionAttributeValues", VALUE_MAP),
        ("ReturnValuesOnConditionCheckFailure", Shape::Text),
    ],
};

static PUT: Structure = Structure {
    class: "Put",
    members: &[
        ("Item", VALUE_MAP),
        ("TableName", Shape::Text),
        ("ConditionExpression", Shape::Text),
        ("ExpressionAttributeNames", NAMES),
        ("ExpressionAttributeValues", VALUE_MAP),
        ("ReturnValuesOnConditionCheckFailure", Shape::Text),
    ],
};

static DELETE: Structure = Structure { class: "Delete", members: CONDITION_CHECK.members };

static UPDATE: Structure = Structure {
    class: "Update",
    members: &[
        ("Key", VALUE_MAP),
        ("UpdateExpression", Shape::Text),
        ("TableName", Shape::Text),
        ("ConditionExpression", Shape::Text),
        ("ExpressionAttributeNames", NAMES),
        ("ExpressionAttributeValues", VALUE_MAP),
        ("ReturnValuesOnConditionCheckFailure", Shape::Text),
    ],
};

/// What an action is called, what it must have besides a table, and which expressions it takes.
struct Kind {
    name: &'static str,
    /// The same in a path.
    path: &'static str,
    required: &'static [(&'static str, &'static str)],
    accepted: Accepted,
}

const CONDITION: Accepted = Accepted { kinds: &[ExpressionKind::Condition], legacy: &[] };

static KINDS: [Kind; 4] = [
    Kind {
        name: "ConditionCheck",
        path: "conditionCheck",
        required: &[("Key", "key"), ("ConditionExpression", "conditionExpression")],
        accepted: CONDITION,
    },
    Kind { name: "Put", path: "put", required: &[("Item", "item")], accepted: CONDITION },
    Kind { name: "Delete", path: "delete", required: &[("Key", "key")], accepted: CONDITION },
    Kind {
        name: "Update",
        path: "update",
        required: &[("Key", "key"), ("UpdateExpression", "updateExpression")],
        accepted: Accepted {
            kinds: &[ExpressionKind::Update, ExpressionKind::Condition],
            legacy: &[],
        },
    },
];

const NO_ACTION: &str =
    "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request";
const MANY_ACTIONS: &str = "TransactItems can only contain one of Check, Put, Update or Delete";

/// One action whose constraints were checked.
struct Given<'a> {
    kind: &'static Kind,
    members: Members<'a>,
    table: GivenTable<'a>,
    return_old_on_failure: bool,
}

impl FromBody for TransactWriteItemsInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let mut constraints = Constraints::new();
        let mut shown = Shown::read(&mut constraints, members);
        let metrics = wants_metrics(&mut constraints, members);
        let token = given_token(&mut constraints, members);
        let elements = elements(&mut constraints, members, TRANSACT_WRITE_ITEM.class);
        let given = elements.into_iter().enumerate();
        let given: Vec<Vec<Given>> =
            given.map(|(at, element)| check(&mut constraints, at, element)).collect();
        constraints.check()?;
        let given = given.into_iter().map(only).collect::<Result<Vec<Given>, ApiError>>()?;
        let (mut actions, mut bytes) = (Vec::new(), 0);
        for given in given {
            let (action, size) = action(&given)?;
            shown = shown.of_table(&action.table, given.table.given());
            if metrics && let Some(item) = written(&action) {
                shown.collections.push((action.table.clone(), item.clone()));
            }
            bytes += size;
            actions.push(action);
        }
        check_payload(bytes)?;
        let operation = Operation::TransactWriteItems;
        let token = token.map(|token| token_of(operation, token, members.json("TransactItems")));
        Ok((TransactWriteItemsInput { actions, token }, shown))
    }
}

/// The actions of an element, of which there should be one.
fn check<'a>(constraints: &mut Constraints, at: usize, element: Members<'a>) -> Vec<Given<'a>> {
    let given = KINDS.iter().filter_map(|kind| Some((kind, element.structure(kind.name)?)));
    let check = |(kind, members): (&'static Kind, Members<'a>)| {
        let path = path(at, kind.path);
        for (member, name) in kind.required {
            constraints.require(&format!("{path}{name}"), members.has(member));
        }
        let table = GivenTable::read_part(constraints, &path, members);
        let return_old_on_failure = return_old_at(constraints, &path, members);
        Given { kind, members, table, return_old_on_failure }
    };
    given.map(check).collect()
}

fn only(mut given: Vec<Given<'_>>) -> Result<Given<'_>, ApiError> {
    match (given.pop(), given.is_empty()) {
        (Some(one), true) => Ok(one),
        (Some(_), false) => Err(wrong_action(MANY_ACTIONS)),
        (None, _) => Err(wrong_action(NO_ACTION)),
    }
}

fn wrong_action(sentence: &str) -> ApiError {
    ApiError::validation(Rule::TransactionAction, sentence).about(Parameter::TransactItems)
}

/// The action, and the bytes that it sends: its item or key, and the values of its expressions.
fn action(given: &Given<'_>) -> Result<(Action, usize), ApiError> {
    let members = given.members;
    given.kind.accepted.check(members)?;
    let puts = given.kind.name == "Put";
    let named = item_in(members, if puts { Parameter::Item } else { Parameter::Key })?;
    if puts {
        rules::check_item(&named)
            .map_err(|error| ApiError::of_engine(Operation::TransactWriteItems, error))?;
    }
    let mut expressions = Expressions::bind(members)?;
    let bytes = item_size(&named) + expressions.value_bytes();
    let update = expressions.update()?;
    let condition = expressions.condition()?;
    expressions.finish()?;
    let kind = match (given.kind.name, update) {
        ("Put", _) => ActionKind::Put(named),
        ("Delete", _) => ActionKind::Delete(named),
        (_, Some(update)) => ActionKind::Update(named, update),
        (_, None) => ActionKind::Check(named),
    };
    let table = given.table.name(Plane::Data)?;
    let return_old_on_failure = given.return_old_on_failure;
    Ok((Action { table, kind, condition, return_old_on_failure }, bytes))
}

/// The item or key that is written, if any is.
fn written(action: &Action) -> Option<&Item> {
    match &action.kind {
        ActionKind::Check(_) => None,
        ActionKind::Put(item) | ActionKind::Update(item, _) | ActionKind::Delete(item) => {
            Some(item)
        }
    }
}
