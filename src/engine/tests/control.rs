//! Tables: every rule of their shape, and their life.

use super::support::*;
use crate::engine::error::{CreateTableError as Wrong, IndexKeysError};
use crate::engine::ops::create_table::BillingChoice;
use crate::engine::ops::{
    CreateTableInput as Create, DeleteTableInput, DescribeTableInput, ListTablesInput,
};
use crate::engine::{Clock, Engine, EngineError, Output, Plane, ProjectionKind, TableStatus};
use crate::model::key::KeyRole;
use crate::model::{BillingMode, TableName, Throughput};

fn rejected(request: Create) -> Wrong {
    match rejection(&mut Engine::new(Clock::default()), request) {
        EngineError::CreateTable(error) => error,
        other => panic!("{other:?}"),
    }
}

fn changed(mut request: Create, change: impl FnOnce(&mut Create)) -> Create {
    change(&mut request);
    request
}

#[test]
fn billing_and_throughput_belong_together() {
    let units = Some(Throughput { read: 1, write: 1 });
    let provisioned = changed(create("pk:S"), |r| r.billing = Some(BillingChoice::Provisioned));
    assert_eq!(rejected(provisioned), Wrong::ThroughputMissing);
    assert_eq!(rejected(changed(create("pk:S"), |r| r.billing = None)), Wrong::ThroughputMissing);
    let both = changed(create("pk:S"), |r| r.throughput = units);
    assert_eq!(rejected(both), Wrong::ThroughputNotAllowed);
    let indexed = global(create("pk:S"), "by-g", "g:S", None);
    let on_index = changed(indexed.clone(), |r| r.global.as_mut().unwrap()[0].throughput = units);
    assert_eq!(rejected(on_index), Wrong::IndexThroughputNotAllowed(index_name("by-g")));
    let without = changed(indexed, |r| (r.billing, r.throughput) = (None, units));
    assert_eq!(rejected(without), Wrong::IndexThroughputMissing(index_name("by-g")));
    let zero = changed(create("pk:S"), |r| {
        (r.billing, r.throughput) = (None, Some(Throughput { read: 0, write: 1 }));
    });
    assert_eq!(rejected(zero), Wrong::ThroughputTooLow);
}

#[test]
fn table_keys_are_hash_and_range() {
    let three = changed(create("pk:S sk:S"), |r| r.keys = keys("pk:S sk:S x:S").0);
    assert_eq!(rejected(three), Wrong::KeyCount(3));
    assert_eq!(rejected(changed(create("pk:S"), |r| r.keys.clear())), Wrong::KeyCount(0));
    let sort_only = changed(create("pk:S"), |r| r.keys[0].role = KeyRole::Sort);
    assert_eq!(rejected(sort_only), Wrong::FirstNotHash);
    let two_hashes = changed(create("pk:S sk:S"), |r| r.keys[1].role = KeyRole::Partition);
    assert_eq!(rejected(two_hashes), Wrong::SecondNotRange);
    let same = changed(create("pk:S sk:S"), |r| r.keys[1].name = name("pk"));
    assert_eq!(rejected(same.clone()), Wrong::SameName);
    let one_definition = changed(same, |r| drop(r.definitions.pop()));
    assert_eq!(rejected(one_definition), Wrong::FewerDefinitionsThanKeys);
}

#[test]
fn definitions_and_keys_match() {
    let other = changed(create("pk:S"), |r| r.definitions = keys("other:S").1);
    let (keys_named, definitions) = (vec![name("pk")], vec![name("other")]);
    assert_eq!(rejected(other), Wrong::KeysUndefined { keys: keys_named, definitions });
    let more = changed(create("pk:S"), |r| r.definitions.extend(keys("other:S").1));
    assert_eq!(rejected(more), Wrong::DefinitionCount);
    let twice = changed(create("pk:S"), |r| r.definitions.extend(keys("pk:N").1));
    assert_eq!(rejected(twice), Wrong::DuplicateDefinition(name("pk")));
    let unused = changed(global(create("pk:S"), "by-g", "g:S", None), |r| {
        r.definitions.extend(keys("other:S").1);
    });
    assert!(matches!(rejected(unused), Wrong::DefinitionsUnused { .. }));
}

#[test]
fn indexes_are_counted_and_named() {
    let table = || create("pk:S sk:S");
    assert_eq!(rejected(changed(table(), |r| r.local = Some(vec![]))), Wrong::NoLocalIndexes);
    assert_eq!(rejected(changed(table(), |r| r.global = Some(vec![]))), Wrong::NoGlobalIndexes);
    let many = |count: usize, add: fn(Create, &str) -> Create| {
        (0..count).fold(table(), |request, at| add(request, &format!("index-{at}")))
    };
    let locals = many(6, |r, index| local(r, index, "pk:S l:S", None));
    assert_eq!(rejected(locals), Wrong::TooManyLocalIndexes);
    let globals = many(21, |r, index| global(r, index, "g:S", None));
    assert_eq!(rejected(globals), Wrong::TooManyGlobalIndexes);
    let twice = local(global(table(), "same", "g:S", None), "same", "pk:S l:S", None);
    assert_eq!(rejected(twice), Wrong::DuplicateIndexName(index_name("same")));
}

#[test]
fn local_indexes_share_the_partition_key() {
    let hash_only = local(create("pk:S"), "by-l", "pk:S l:S", None);
    assert_eq!(rejected(hash_only), Wrong::LocalIndexNeedsSortKey);
    let without = local(create("pk:S sk:S"), "by-l", "pk:S", None);
    assert_eq!(rejected(without), Wrong::LocalIndexWithoutSortKey(index_name("by-l")));
    let other = local(create("pk:S sk:S"), "by-l", "a:S l:S", None);
    let (index, index_hash, table_hash) = (index_name("by-l"), name("a"), name("pk"));
    assert_eq!(rejected(other), Wrong::LocalIndexOtherHash { index, index_hash, table_hash });
    let two = local(create("pk:S sk:S"), "by-l", "pk:S l:S m:S", None);
    assert_eq!(rejected(two), Wrong::IndexKeys(index_name("by-l"), IndexKeysError::TooManyRange));
}

#[test]
fn global_index_keys_are_up_to_four_hashes_and_four_ranges() {
    let wrong = |key: &str| match rejected(global(create("pk:S"), "by-g", key, None)) {
        Wrong::IndexKeys(_, error) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(wrong("a:S #b:S #c:S #d:S #e:S"), IndexKeysError::TooManyHash);
    assert_eq!(wrong("a:S b:S c:S d:S e:S f:S"), IndexKeysError::TooManyRange);
    assert_eq!(wrong("a:S b:S #c:S"), IndexKeysError::HashBehindRange);
    assert_eq!(wrong("a:S a:S"), IndexKeysError::SameName);
    engine(global(create("pk:S"), "by-g", "a:S #b:N #c:B #d:S e:S f:S g:S h:S", None));
}

#[test]
fn projections_say_what_they_list() {
    let with = |kind, listed: Option<&[&str]>| {
        changed(global(create("pk:S"), "by-g", "g:S", None), |request| {
            let index = &mut request.global.as_mut().unwrap()[0];
            index.projection = kind;
            index.attributes = listed.map(|names| names.iter().map(|text| name(text)).collect());
        })
    };
    let missing = Wrong::ProjectionMissing(index_name("by-g"));
    assert_eq!(rejected(with(None, None)), missing);
    let all = ProjectionKind::All;
    assert_eq!(rejected(with(Some(all), Some(&["a"]))), Wrong::AttributesNotAllowed(all));
    let include = Some(ProjectionKind::Include);
    assert_eq!(rejected(with(include, None)), Wrong::AttributesMissing);
    engine(with(include, Some(&["a"])));
}

#[test]
fn a_table_is_created_once_described_listed_and_deleted() {
    let units = Throughput { read: 2, write: 3 };
    let request = changed(create("pk:S"), |r| (r.billing, r.throughput) = (None, Some(units)));
    let mut engine = Engine::new(Clock::default());
    let Output::CreateTable(created) = engine.execute(request.clone().into()).result.unwrap()
    else {
        panic!("not created")
    };
    assert_eq!(created.description.status, TableStatus::Creating);
    assert_eq!(created.description.schema.billing, BillingMode::Provisioned(units));
    assert_eq!(rejection(&mut engine, request), EngineError::TableExists(table_name()));
    bill(&mut engine, put(item(&[("pk", s("A"))])));
    let describe = DescribeTableInput { table: table_name() };
    let Output::DescribeTable(described) = engine.execute(describe.clone().into()).result.unwrap()
    else {
        panic!("not described")
    };
    let description = described.description;
    assert_eq!((description.status, description.items), (TableStatus::Active, 1));
    assert_eq!(description.bytes, 3);
    let delete = DeleteTableInput { table: table_name() };
    assert!(engine.execute(delete.into()).result.is_ok());
    let gone = EngineError::TableNotFound { table: table_name(), plane: Plane::Control };
    assert_eq!(rejection(&mut engine, describe), gone);
}

#[test]
fn tables_are_listed_in_order_page_by_page() {
    let mut engine = Engine::new(Clock::default());
    for table in ["ccc", "aaa", "bbb"] {
        let named = changed(create("pk:S"), |r| r.table = TableName::parse(table).unwrap());
        engine.execute(named.into()).result.unwrap();
    }
    let mut list = |start: Option<&str>, limit| {
        let input = ListTablesInput { start: start.map(str::to_owned), limit };
        let Output::ListTables(output) = engine.execute(input.into()).result.unwrap() else {
            panic!("not a list")
        };
        let names: Vec<String> = output.names.iter().map(ToString::to_string).collect();
        (names.join(" "), output.last.map(|last| last.to_string()))
    };
    assert_eq!(list(None, Some(2)), ("aaa bbb".to_owned(), Some("bbb".to_owned())));
    assert_eq!(list(Some("bbb"), Some(2)), ("ccc".to_owned(), None));
    assert_eq!(list(Some("b"), None), ("bbb ccc".to_owned(), None));
    assert_eq!(list(None, Some(3)), ("aaa bbb ccc".to_owned(), None));
}
