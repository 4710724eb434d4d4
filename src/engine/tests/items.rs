//! Single items: keys, upserts, limits, and which error comes first.

use super::support::*;
use crate::engine::ops::batch::WriteRequest;
use crate::engine::{EngineError, Found, Output, Plane, ReturnValues};
use crate::model::key::{KeyError, KeyRole};
use crate::model::{Item, ScalarType, TableName, Value, ValueType};

fn key() -> Item {
    item(&[("pk", s("A"))])
}

fn attributes(engine: &mut crate::engine::Engine, input: crate::engine::Input) -> Option<Item> {
    match engine.execute(input).result.unwrap() {
        Output::UpdateItem(output) => output.attributes.map(|found| found.item().clone()),
        Output::GetItem(output) => output.item.map(|found| found.item().clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_missing_table_is_missed_by_every_operation() {
    let mut engine = engine(create("pk:S"));
    let mut other = get(key());
    other.table = TableName::parse("Other").unwrap();
    let error = EngineError::TableNotFound { table: other.table.clone(), plane: Plane::Data };
    assert_eq!(rejection(&mut engine, other), error);
}

#[test]
fn put_names_the_key_attribute_that_is_wrong() {
    let mut engine = engine(create("pk:S sk:N"));
    let mut wrong = |pairs: &[(&str, Value)]| match rejection(&mut engine, put(item(pairs))) {
        EngineError::Key { attribute, error } => (attribute.to_string(), error),
        other => panic!("{other:?}"),
    };
    assert_eq!(wrong(&[("pk", s("A"))]), ("sk".to_owned(), KeyError::Missing));
    let mistyped = KeyError::WrongType { expected: ScalarType::S, actual: ValueType::N };
    assert_eq!(wrong(&[("pk", n(1)), ("sk", n(1))]), ("pk".to_owned(), mistyped));
    let empty = wrong(&[("pk", s("")), ("sk", n(1))]);
    assert_eq!(empty, ("pk".to_owned(), KeyError::Empty(ScalarType::S)));
    let long = wrong(&[("pk", s(&"-".repeat(2049))), ("sk", n(1))]);
    assert_eq!(long, ("pk".to_owned(), KeyError::TooLong(KeyRole::Partition)));
}

#[test]
fn key_maps_must_be_the_key_and_nothing_else() {
    let mut engine = engine(create("pk:S sk:N"));
    let wrong = [
        item(&[("pk", s("A"))]),
        item(&[("pk", s("A")), ("sk", s("1"))]),
        item(&[("pk", s("A")), ("sk", n(1)), ("x", n(1))]),
        item(&[("pk", s("A")), ("x", n(1))]),
    ];
    for key in wrong {
        assert_eq!(rejection(&mut engine, get(key.clone())), EngineError::KeyMismatch);
        assert_eq!(rejection(&mut engine, delete(key.clone())), EngineError::KeyMismatch);
        let batch = batch_write(vec![WriteRequest::Delete(key)]);
        assert_eq!(rejection(&mut engine, batch), EngineError::KeyMismatch);
    }
    let put = batch_write(vec![WriteRequest::Put(item(&[("pk", s("A"))]))]);
    assert_eq!(rejection(&mut engine, put), EngineError::KeyMismatch);
}

#[test]
fn index_keys_are_checked_in_put_and_update() {
    let mut engine = engine(global(create("pk:S"), "by-g", "g:S", None));
    let mistyped = put(item(&[("pk", s("A")), ("g", n(1))]));
    let error = KeyError::WrongType { expected: ScalarType::S, actual: ValueType::N };
    let (index, attribute) = (index_name("by-g"), name("g"));
    assert_eq!(rejection(&mut engine, mistyped), EngineError::IndexKey { index, attribute, error });
    bill(&mut engine, put(item(&[("pk", s("A")), ("n", n(1))])));
    let emptied = update(key(), "SET g = :v", &[(":v", s(""))]);
    assert_eq!(rejection(&mut engine, emptied), EngineError::UpdateEmptiesIndexKey(ScalarType::S));
    let copied = update(key(), "SET g = n", &[]);
    assert_eq!(rejection(&mut engine, copied), EngineError::UpdateMistypesIndexKey);
    let literal = update(key(), "SET g = :v", &[(":v", n(1))]);
    assert!(matches!(rejection(&mut engine, literal), EngineError::IndexKey { .. }));
}

#[test]
fn updates_keep_off_the_key() {
    let mut engine = engine(global(create("pk:S"), "by-g", "g:S", None));
    let whole = update(key(), "SET pk = :v", &[(":v", s("A"))]);
    assert_eq!(rejection(&mut engine, whole), EngineError::UpdateOfKey(name("pk")));
    let nested = update(key(), "SET g.a = :v", &[(":v", s("A"))]);
    let error = EngineError::NestedKeyPath { attribute: name("g"), of_index: true };
    assert_eq!(rejection(&mut engine, nested), error);
}

#[test]
fn an_update_creates_the_item_unless_it_only_removes() {
    let mut engine = engine(create("pk:S"));
    let mut removing = update(key(), "REMOVE a.b", &[]);
    removing.return_values = ReturnValues::AllNew;
    let executed = engine.execute(removing.into());
    assert!(executed.changes.is_empty() && executed.receipts[0].write_units().get() == 1);
    assert_eq!(attributes(&mut engine, get(key()).into()), None);
    let mut bare = update(key(), "SET a = :v", &[(":v", n(1))]);
    bare.update = None;
    bare.return_values = ReturnValues::AllNew;
    assert_eq!(attributes(&mut engine, bare.into()), Some(key()));
}

#[test]
fn return_values_show_before_and_after() {
    let mut engine = engine(create("pk:S"));
    bill(&mut engine, put(item(&[("pk", s("A")), ("a", n(1)), ("b", n(1))])));
    let mut shown = |return_values| {
        let mut input = update(key(), "SET a = a + :v", &[(":v", n(1))]);
        input.return_values = return_values;
        attributes(&mut engine, input.into())
    };
    assert_eq!(shown(ReturnValues::None), None);
    assert_eq!(shown(ReturnValues::UpdatedOld), Some(item(&[("a", n(2))])));
    assert_eq!(shown(ReturnValues::UpdatedNew), Some(item(&[("a", n(4))])));
    let whole = |a| Some(item(&[("pk", s("A")), ("a", n(a)), ("b", n(1))]));
    assert_eq!(shown(ReturnValues::AllOld), whole(4));
    assert_eq!(shown(ReturnValues::AllNew), whole(6));
}

#[test]
fn put_returns_the_shared_old_item_and_refuses_other_return_values() {
    let mut engine = engine(create("pk:S"));
    bill(&mut engine, put(key()));
    let mut again = put(item(&[("pk", s("A")), ("a", n(1))]));
    again.return_values = ReturnValues::AllOld;
    let Output::PutItem(output) = engine.execute(again.clone().into()).result.unwrap() else {
        panic!("not a put")
    };
    assert_eq!(output.old.unwrap().item(), &key());
    again.return_values = ReturnValues::AllNew;
    assert_eq!(rejection(&mut engine, again), EngineError::ReturnValuesNotAllowed);
}

#[test]
fn an_item_has_at_most_409_600_bytes_and_an_updated_one_409_581() {
    let mut engine = engine(create("pk:S"));
    bill(&mut engine, put(sized(&[("pk", s("A"))], 409_600)));
    let over = put(sized(&[("pk", s("A"))], 409_601));
    assert_eq!(rejection(&mut engine, over), EngineError::ItemTooLarge);
    bill(&mut engine, delete(key()));
    let set = |bytes: usize| {
        let text = s(&"-".repeat(bytes - 4));
        update(item(&[("pk", s("A"))]), "SET x = :v", &[(":v", text)])
    };
    assert_eq!(rejection(&mut engine, set(409_582)), EngineError::UpdateTooLarge);
    bill(&mut engine, set(409_581));
}

#[test]
fn an_item_and_its_local_entries_share_400_kb() {
    let mut engine = engine(local(create("pk:S sk:N"), "by-l", "pk:S l:N", None));
    let entry = [("pk", s("A")), ("sk", n(1)), ("l", n(1))];
    let over = put(sized(&entry, 204_801));
    assert_eq!(rejection(&mut engine, over), EngineError::LocalEntriesTooLarge);
    bill(&mut engine, put(sized(&entry, 204_800)));
    bill(&mut engine, put(sized(&entry[..2], 409_600)));
}

#[test]
fn a_batch_is_refused_as_a_whole() {
    let mut engine = engine(create("pk:S"));
    let twice = batch_write(vec![WriteRequest::Put(key()), WriteRequest::Delete(key())]);
    assert_eq!(rejection(&mut engine, twice), EngineError::DuplicateKeys);
    let other = item(&[("pk", n(1))]);
    let bad = batch_write(vec![WriteRequest::Put(key()), WriteRequest::Put(other)]);
    assert_eq!(rejection(&mut engine, bad), EngineError::KeyMismatch);
    assert_eq!(attributes(&mut engine, get(key()).into()), None);
    let many = (0..26).map(|at| WriteRequest::Put(item(&[("pk", s(&at.to_string()))]))).collect();
    assert_eq!(rejection(&mut engine, batch_write(many)), EngineError::TooManyWrites);
    let keys = |count: i64| (0..count).map(|at| item(&[("pk", s(&at.to_string()))])).collect();
    let error = EngineError::TooManyKeysOfTable(table_name());
    assert_eq!(rejection(&mut engine, batch_get(keys(101))), error);
    bill(&mut engine, batch_get(keys(100)));
}

#[test]
fn a_batch_get_leaves_keys_behind_1_mb_of_a_partition() {
    let mut engine = engine(create("pk:S sk:N"));
    let keys: Vec<Item> = (0..5).map(|at| item(&[("pk", s("A")), ("sk", n(at))])).collect();
    for at in 0..5 {
        let item = sized(&[("pk", s("A")), ("sk", n(at))], 400_000);
        engine.load(&table_name(), item).unwrap();
    }
    let executed = engine.execute(batch_get(keys.clone()).into());
    assert_eq!(executed.receipts[0].items_evaluated(), 3);
    let Output::BatchGetItem(output) = executed.result.unwrap() else { panic!("not a batch") };
    assert!(matches!(output.responses[0].1[0], Found::Whole(_)));
    assert_eq!(output.unprocessed, [(table_name(), keys[3..].to_vec())]);
}
