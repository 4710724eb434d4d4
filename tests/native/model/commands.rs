//! Random writes over few keys and few values, so that they meet each other often.

use dynamodb_playground::engine::ops::batch::WriteRequest;
use dynamodb_playground::engine::ops::transaction::{Action, ActionKind};
use dynamodb_playground::engine::ops::{
    BatchWriteItemInput, DeleteItemInput, PutItemInput, TransactWriteItemsInput, UpdateItemInput,
};
use dynamodb_playground::engine::{Input, ReturnValues};
use dynamodb_playground::expression::{
    Bindings, Condition, ExpressionKind, parse_condition, parse_update,
};
use dynamodb_playground::model::{Item, Value};
use proptest::prelude::*;

use super::setup::{name, table};

/// A write that both sides understand.
#[derive(Debug, Clone)]
pub enum Command {
    Put(Item, Guard),
    Delete(Item, Guard),
    Update(Item, Edit, Guard),
    /// Keys with the item to put there, or none to delete.
    Batch(Vec<(Item, Option<Item>)>),
    /// Nothing but the condition of a key, in a transaction of its own or with others.
    Check(Item, Guard),
    /// Puts, deletes, updates and checks of different keys, all or none.
    Transact(Vec<Command>),
}

/// The condition of a write.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Guard {
    None,
    Exists,
    Missing,
}

/// What an update does.
#[derive(Debug, Clone)]
pub enum Edit {
    /// No update expression.
    Nothing,
    Set(&'static str, Value),
    Remove(&'static str),
    /// `ADD c :number`
    Count(i64),
    /// `SET a = :value REMOVE b`
    Replace(&'static str, Value, &'static str),
}

pub fn number(value: i64) -> Value {
    Value::N(value.to_string().parse().unwrap())
}

fn key() -> impl Strategy<Value = Item> {
    (prop::sample::select(vec!["a", "b", "c\u{0}", "c"]), -1..3_i64).prop_map(|(pk, sk)| {
        [(name("pk"), Value::text(pk)), (name("sk"), number(sk * 10))].into_iter().collect()
    })
}

/// An attribute outside the table's key, with a value that fits the indexes.
fn attribute() -> impl Strategy<Value = (&'static str, Value)> {
    let text = |texts: Vec<String>| prop::sample::select(texts).prop_map(|t| Value::text(&t));
    let short = || text(vec!["x".into(), "y".into(), "yy".into()]);
    let long = || text(vec![String::new(), "-".repeat(1000), "-".repeat(3000)]);
    prop_oneof![
        short().prop_map(|value| ("g", value)),
        short().prop_map(|value| ("l", value)),
        (-2..3_i64).prop_map(|value| ("h", number(value))),
        long().prop_map(|value| ("y", value)),
        long().prop_map(|value| ("z", value)),
    ]
}

fn attribute_name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["g", "l", "h", "y", "z", "c"])
}

fn item() -> impl Strategy<Value = Item> {
    (key(), prop::collection::vec(attribute(), 0..5)).prop_map(|(mut item, more)| {
        more.into_iter().for_each(|(attribute, value)| {
            item.insert(name(attribute), value);
        });
        item
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        1 => Just(Edit::Nothing),
        4 => attribute().prop_map(|(attribute, value)| Edit::Set(attribute, value)),
        3 => attribute_name().prop_map(Edit::Remove),
        1 => (-5..100_i64).prop_map(Edit::Count),
        2 => (attribute(), attribute_name())
            .prop_filter("paths must differ", |((a, _), b)| a != b)
            .prop_map(|((a, value), b)| Edit::Replace(a, value, b)),
    ]
}

fn guard() -> impl Strategy<Value = Guard> {
    prop_oneof![6 => Just(Guard::None), 1 => Just(Guard::Exists), 1 => Just(Guard::Missing)]
}

fn key_of(item: &Item) -> Item {
    ["pk", "sk"].iter().map(|key| (name(key), item.get(key).unwrap().clone())).collect()
}

fn batch() -> impl Strategy<Value = Command> {
    prop::collection::vec((item(), any::<bool>()), 1..6).prop_map(|writes| {
        let mut distinct: Vec<(Item, Option<Item>)> = Vec::new();
        for (item, puts) in writes {
            let key = key_of(&item);
            if distinct.iter().all(|(other, _)| *other != key) {
                distinct.push((key, puts.then_some(item)));
            }
        }
        Command::Batch(distinct)
    })
}

/// A write of one item.
fn single() -> impl Strategy<Value = Command> {
    prop_oneof![
        4 => (item(), guard()).prop_map(|(item, guard)| Command::Put(item, guard)),
        2 => (key(), guard()).prop_map(|(key, guard)| Command::Delete(key, guard)),
        4 => (key(), edit(), guard()).prop_map(|(key, edit, guard)| Command::Update(key, edit, guard)),
    ]
}

fn check() -> impl Strategy<Value = Command> {
    (key(), guard()).prop_map(|(key, guard)| Command::Check(key, guard))
}

fn transaction() -> impl Strategy<Value = Command> {
    let action = prop_oneof![4 => single(), 1 => check()];
    prop::collection::vec(action, 1..5).prop_map(|actions| {
        let mut distinct: Vec<Command> = Vec::new();
        for action in actions {
            if distinct.iter().all(|other| other.key() != action.key()) {
                distinct.push(action);
            }
        }
        Command::Transact(distinct)
    })
}

/// Any write.
pub fn command() -> impl Strategy<Value = Command> {
    prop_oneof![8 => single(), 1 => batch(), 1 => check(), 2 => transaction()]
}

impl Command {
    /// The key of the one item that it is about.
    fn key(&self) -> Item {
        match self {
            Command::Put(named, _)
            | Command::Delete(named, _)
            | Command::Update(named, _, _)
            | Command::Check(named, _) => key_of(named),
            Command::Batch(_) | Command::Transact(_) => panic!("{self:?} has many keys"),
        }
    }

    /// The same as an action of a transaction.
    fn action(&self) -> Action {
        let (kind, guard) = match self.clone() {
            Command::Put(item, guard) => (ActionKind::Put(item), guard),
            Command::Delete(key, guard) => (ActionKind::Delete(key), guard),
            // A transaction has no update without an expression: this one changes nothing either.
            Command::Update(key, edit, guard) => match edit.update() {
                Some(update) => (ActionKind::Update(key, update), guard),
                None => (ActionKind::Check(key), guard),
            },
            Command::Check(key, guard) => (ActionKind::Check(key), guard),
            Command::Batch(_) | Command::Transact(_) => panic!("{self:?} is no action"),
        };
        let condition = guard.condition();
        Action { table: table(), kind, condition, return_old_on_failure: false }
    }

    /// The request.
    pub fn input(&self) -> Input {
        let (table, return_values) = (table(), ReturnValues::None);
        let return_old_on_failure = false;
        match self.clone() {
            Command::Check(..) => {
                TransactWriteItemsInput { actions: vec![self.action()], token: None }.into()
            }
            Command::Transact(actions) => {
                let actions = actions.iter().map(Command::action).collect();
                TransactWriteItemsInput { actions, token: None }.into()
            }
            Command::Put(item, guard) => {
                let condition = guard.condition();
                PutItemInput { table, item, condition, return_values, return_old_on_failure }.into()
            }
            Command::Delete(key, guard) => {
                let condition = guard.condition();
                DeleteItemInput { table, key, condition, return_values, return_old_on_failure }
                    .into()
            }
            Command::Update(key, edit, guard) => {
                let (update, condition) = (edit.update(), guard.condition());
                UpdateItemInput {
                    table,
                    key,
                    update,
                    condition,
                    return_values,
                    return_old_on_failure,
                }
                .into()
            }
            Command::Batch(writes) => {
                let writes = writes.into_iter().map(|(key, put)| match put {
                    Some(item) => WriteRequest::Put(item),
                    None => WriteRequest::Delete(key),
                });
                BatchWriteItemInput { requests: vec![(table, writes.collect())] }.into()
            }
        }
    }
}

impl Guard {
    fn condition(self) -> Option<Condition> {
        let text = match self {
            Guard::None => return None,
            Guard::Exists => "attribute_exists(pk)",
            Guard::Missing => "attribute_not_exists(pk)",
        };
        let kind = ExpressionKind::Condition;
        Some(parse_condition(text, kind, &mut Bindings::none()).unwrap())
    }
}

impl Edit {
    fn update(&self) -> Option<dynamodb_playground::expression::Update> {
        let (text, value) = match self {
            Edit::Nothing => return None,
            Edit::Set(attribute, value) => (format!("SET {attribute} = :v"), Some(value.clone())),
            Edit::Remove(attribute) => (format!("REMOVE {attribute}"), None),
            Edit::Count(by) => ("ADD c :v".to_owned(), Some(number(*by))),
            Edit::Replace(a, value, b) => (format!("SET {a} = :v REMOVE {b}"), Some(value.clone())),
        };
        let values = value.map(|value| vec![(":v".to_owned(), value)]);
        Some(parse_update(&text, &mut Bindings::new(None, values).unwrap()).unwrap())
    }
}
