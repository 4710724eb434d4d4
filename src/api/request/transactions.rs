//! TransactGetItems and TransactWriteItems: actions that are made together or not at all.
//!
//! Owns the list of actions and its limits, `ClientRequestToken`, and the order of the checks.

use super::expressions::{Accepted, Expressions};
use super::items::{item_in, return_old_at};
use super::table::GivenTable;
use super::{FromBody, Shown, wants_metrics};
use crate::api::error::{ApiError, Constraints, Parameter, Rule, unconfirmed};
use crate::api::json::{Json, fingerprint};
use crate::api::shape::{self, Members, NAMES, Shape, Structure, VALUE_MAP};
use crate::engine::ops::transaction::{Action, ActionKind, TransactGet};
use crate::engine::ops::{TransactGetItemsInput, TransactWriteItemsInput};
use crate::engine::{Operation, Plane, Token, rules};
use crate::expression::ExpressionKind;
use crate::model::Item;
use crate::model::size::item_size;

/// Most actions of a transaction.
pub const MAX_ACTIONS: usize = 100;
/// Longest `ClientRequestToken`, in characters.
const MAX_TOKEN: usize = 36;
/// Most bytes of items, keys and values of a request.
const MAX_PAYLOAD_BYTES: usize = 4 << 20;

/// The elements of `TransactItems`, objects of this class.
fn elements<'a>(
    constraints: &mut Constraints,
    members: Members<'a>,
    class: &str,
) -> Vec<Members<'a>> {
    const PATH: &str = "transactItems";
    let given = members.structures("TransactItems");
    constraints.require(PATH, given.is_some());
    if let Some(list) = &given {
        count(constraints, PATH, class, list.len(), MAX_ACTIONS);
    }
    given.unwrap_or_default()
}

/// A list of objects of this class has one element at least, and no more than these.
pub fn count(constraints: &mut Constraints, path: &str, class: &str, count: usize, most: usize) {
    let shown = if (1..=most).contains(&count) { String::new() } else { dump(class, count) };
    constraints.length(path, shown, count, (1, most));
}

/// The path of an action's members: `transactItems.1.member.put.`
fn action_path(at: usize, action: &str) -> String {
    format!("transactItems.{}.member.{action}.", at + 1)
}

/// Reads `ClientRequestToken`.
pub fn given_token<'a>(constraints: &mut Constraints, members: Members<'a>) -> Option<&'a str> {
    let token = members.text("ClientRequestToken")?;
    constraints.length("clientRequestToken", token, token.chars().count(), (1, MAX_TOKEN));
    Some(token)
}

/// The token of a request for these actions. What else the request asks to see doesn't count.
pub fn token_of(operation: Operation, text: &str, actions: Option<&Json<'_>>) -> Token {
    let fingerprint = fingerprint(actions.unwrap_or(&Json::Null));
    Token { operation, text: text.to_owned(), fingerprint }
}

/// All actions together may not be too large.
pub fn check_payload(bytes: usize) -> Result<(), ApiError> {
    if bytes <= MAX_PAYLOAD_BYTES {
        return Ok(());
    }
    let most = MAX_PAYLOAD_BYTES.to_string();
    let sentence = unconfirmed::naming(unconfirmed::TRANSACTION_SIZE, &most);
    Err(ApiError::validation(Rule::TransactionSize, sentence).about(Parameter::TransactItems))
}

/// A list as the service prints it: the class of each element and a number that tells it from the
/// others.
fn dump(class: &str, count: usize) -> String {
    let element = |at: usize| format!("com.amazonaws.dynamodb.v20120810.{class}@{at:x}");
    format!("[{}]", (1..=count).map(element).collect::<Vec<_>>().join(", "))
}

static TRANSACT_GET: Structure = Structure {
    class: "TransactGetItemsInput",
    members: &[
        ("TransactItems", Shape::List(&Shape::Structure(&TRANSACT_GET_ITEM))),
        ("ReturnConsumedCapacity", Shape::Text),
    ],
};

static TRANSACT_GET_ITEM: Structure =
    Structure { class: "TransactGetItem", members: &[("Get", Shape::Structure(&GET))] };

static GET: Structure = Structure {
    class: "Get",
    members: &[
        ("Key", VALUE_MAP),
        ("TableName", Shape::Text),
        ("ProjectionExpression", Shape::Text),
        ("ExpressionAttributeNames", NAMES),
    ],
};

static GET_EXPRESSIONS: Accepted = Accepted { kinds: &[ExpressionKind::Projection], legacy: &[] };

impl FromBody for TransactGetItemsInput {
    const SHAPE: &'static Structure = &TRANSACT_GET;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let mut constraints = Constraints::new();
        let mut shown = Shown::read(&mut constraints, members);
        let elements = elements(&mut constraints, members, TRANSACT_GET_ITEM.class);
        let gets: Vec<(Members, GivenTable)> = elements
            .into_iter()
            .enumerate()
            .map(|(at, element)| check_get(&mut constraints, at, element))
            .collect();
        constraints.check()?;
        let mut read = Vec::new();
        let mut bytes = 0;
        for (get, table) in gets {
            let (get, size) = read_get(get, table)?;
            shown = shown.with_name(&get.table, table.given());
            bytes += size;
            read.push(get);
        }
        check_payload(bytes)?;
        Ok((TransactGetItemsInput { gets: read }, shown))
    }
}

/// The key and the table of an element, or nothing that could be read further.
fn check_get<'a>(
    constraints: &mut Constraints,
    at: usize,
    element: Members<'a>,
) -> (Members<'a>, GivenTable<'a>) {
    let get = element.structure("Get");
    constraints.require(action_path(at, "get").trim_end_matches('.'), get.is_some());
    let Some(get) = get else { return (element, GivenTable::from_entry("")) };
    let path = action_path(at, "get");
    constraints.require(&format!("{path}key"), get.has("Key"));
    (get, GivenTable::read_part(constraints, &path, get))
}

/// The action, and the bytes of its key.
fn read_get(get: Members<'_>, table: GivenTable<'_>) -> Result<(TransactGet, usize), ApiError> {
    let key = item_in(get, Parameter::Key)?;
    let mut expressions = Expressions::bind_names(get)?;
    let projection = expressions.projection()?;
    finish(expressions, &GET_EXPRESSIONS, get)?;
    let bytes = item_size(&key);
    Ok((TransactGet { table: table.name(Plane::Data)?, key, projection }, bytes))
}

/// Every name and value must have been used, if there was an expression that could use it. Unlike
/// the operations on one item, transactions take names and values without any.
fn finish(
    expressions: Expressions<'_>,
    accepted: &Accepted,
    members: Members<'_>,
) -> Result<(), ApiError> {
    if accepted.expressions_of(members).is_empty() { Ok(()) } else { expressions.finish() }
}

static TRANSACT_WRITE: Structure = Structure {
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

/// The form of one kind of action: what it is called, what it must have besides a table, and which
/// expressions it takes.
struct ActionForm {
    name: &'static str,
    /// The same in a path.
    path: &'static str,
    required: &'static [(&'static str, &'static str)],
    accepted: Accepted,
}

const CONDITION: Accepted = Accepted { kinds: &[ExpressionKind::Condition], legacy: &[] };

/// The kinds of actions, in the order in which the service's model lists them.
static ACTIONS: [ActionForm; 4] = [
    ActionForm {
        name: "ConditionCheck",
        path: "conditionCheck",
        required: &[("Key", "key"), ("ConditionExpression", "conditionExpression")],
        accepted: CONDITION,
    },
    ActionForm { name: "Put", path: "put", required: &[("Item", "item")], accepted: CONDITION },
    ActionForm { name: "Delete", path: "delete", required: &[("Key", "key")], accepted: CONDITION },
    ActionForm {
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
    kind: &'static ActionForm,
    members: Members<'a>,
    table: GivenTable<'a>,
    return_old_on_failure: bool,
}

impl FromBody for TransactWriteItemsInput {
    const SHAPE: &'static Structure = &TRANSACT_WRITE;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let mut constraints = Constraints::new();
        let mut shown = Shown::read(&mut constraints, members);
        let metrics = wants_metrics(&mut constraints, members);
        let token = given_token(&mut constraints, members);
        let elements = elements(&mut constraints, members, TRANSACT_WRITE_ITEM.class);
        let given = elements.into_iter().enumerate();
        let given: Vec<Vec<Given>> =
            given.map(|(at, element)| check_actions(&mut constraints, at, element)).collect();
        constraints.check()?;
        // That an element has one action is a rule of form, which comes after the constraints of
        // whatever actions it has.
        let given = given.into_iter().map(only).collect::<Result<Vec<Given>, ApiError>>()?;
        let mut actions = Vec::new();
        let mut bytes = 0;
        for given in given {
            let (action, size) = action(&given)?;
            shown = shown.with_name(&action.table, given.table.given());
            if metrics && let Some(item) = written(&action) {
                shown.collections.push((action.table.clone(), item.clone()));
            }
            bytes += size;
            actions.push(action);
        }
        check_payload(bytes)?;
        // The token stands for the actions alone: a second sender may ask to see more of the answer.
        let operation = Operation::TransactWriteItems;
        let token = token.map(|token| token_of(operation, token, members.json("TransactItems")));
        Ok((TransactWriteItemsInput { actions, token }, shown))
    }
}

/// The actions of an element, of which there should be one.
fn check_actions<'a>(
    constraints: &mut Constraints,
    at: usize,
    element: Members<'a>,
) -> Vec<Given<'a>> {
    let given = ACTIONS.iter().filter_map(|kind| Some((kind, element.structure(kind.name)?)));
    let check = |(kind, members): (&'static ActionForm, Members<'a>)| {
        let path = action_path(at, kind.path);
        for (member, name) in kind.required {
            constraints.require(&format!("{path}{name}"), members.has(member));
        }
        let table = GivenTable::read_part(constraints, &path, members);
        let return_old_on_failure = return_old_at(constraints, &path, members);
        Given { kind, members, table, return_old_on_failure }
    };
    given.map(check).collect()
}

/// The one action of an element.
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
    let puts = given.kind.name == "Put";
    let named = item_in(members, if puts { Parameter::Item } else { Parameter::Key })?;
    if puts {
        rules::check_item(&named)
            .map_err(|error| ApiError::from_engine(Operation::TransactWriteItems, error))?;
    }
    let mut expressions = Expressions::bind(members)?;
    let bytes = item_size(&named) + expressions.value_bytes();
    let update = expressions.update()?;
    let condition = expressions.condition()?;
    finish(expressions, &given.kind.accepted, members)?;
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
