//! Short words for tables, items and requests.

use crate::capacity::Receipt;
use crate::engine::ops::batch::{KeysAndAttributes, WriteRequest};
use crate::engine::ops::create_table::{BillingChoice, IndexDefinition, KeyElement};
use crate::engine::ops::{
    BatchGetItemInput, BatchWriteItemInput, CreateTableInput as Create, DeleteItemInput,
    GetItemInput, GivenUnits, PutItemInput, QueryInput, ScanInput, UpdateItemInput,
};
use crate::engine::{
    Clock, Engine, EngineError, Executed, Found, Input, Output, ProjectionKind, ReturnValues,
};
use crate::expression::{
    Bindings, Condition, ExpressionKind, parse_condition, parse_key_condition, parse_projection,
    parse_update,
};
use crate::model::key::KeyRole;
use crate::model::{AttributeName, IndexName, Item, ScalarType, TableName, Value};

pub const TABLE: &str = "Table";

pub fn name(text: &str) -> AttributeName {
    AttributeName::parse(text).unwrap()
}

pub fn table_name() -> TableName {
    TableName::parse(TABLE).unwrap()
}

pub fn index_name(text: &str) -> IndexName {
    IndexName::parse(text).unwrap()
}

pub fn s(text: &str) -> Value {
    Value::text(text)
}

pub fn n(number: i64) -> Value {
    Value::N(number.to_string().parse().unwrap())
}

pub fn item(pairs: &[(&str, Value)]) -> Item {
    pairs.iter().map(|(key, value)| (name(key), value.clone())).collect()
}

/// The attributes, and one more named `x` that makes so many bytes of the whole.
pub fn sized(pairs: &[(&str, Value)], bytes: usize) -> Item {
    let mut item = item(pairs);
    let pad = bytes - crate::model::size::item_size(&item) - 1;
    item.insert(name("x"), s(&"-".repeat(pad)));
    item
}

/// Keys as `"pk:S sk:N"`: the first is the partition key unless marked, `#` marks further ones.
pub fn keys(text: &str) -> (Vec<KeyElement>, Vec<(AttributeName, ScalarType)>) {
    let parts = text.split(' ').enumerate().map(|(at, part)| {
        let (key, kind) = part.split_once(':').unwrap();
        let partition = at == 0 || key.starts_with('#');
        let role = if partition { KeyRole::Partition } else { KeyRole::Sort };
        let kind = match kind {
            "S" => ScalarType::S,
            "N" => ScalarType::N,
            _ => ScalarType::B,
        };
        let attribute = name(key.trim_start_matches('#'));
        (KeyElement { name: attribute.clone(), role }, (attribute, kind))
    });
    parts.unzip()
}

/// A request for an on-demand table with this key.
pub fn create(key: &str) -> Create {
    let (keys, definitions) = keys(key);
    Create {
        table: table_name(),
        definitions,
        keys,
        local: None,
        global: None,
        billing: Some(BillingChoice::PayPerRequest),
        throughput: None,
        stream: None,
        max: GivenUnits::default(),
        warm: GivenUnits::default(),
        class: None,
        protected: false,
        encryption: None,
        tags: Vec::new(),
    }
}

fn define(mut request: Create, definitions: Vec<(AttributeName, ScalarType)>) -> Create {
    for definition in definitions {
        if !request.definitions.contains(&definition) {
            request.definitions.push(definition);
        }
    }
    request
}

fn definition(index: &str, keys: Vec<KeyElement>, listed: Option<&[&str]>) -> IndexDefinition {
    let (projection, attributes) = match listed {
        None => (ProjectionKind::All, None),
        Some([]) => (ProjectionKind::KeysOnly, None),
        Some(names) => {
            (ProjectionKind::Include, Some(names.iter().map(|text| name(text)).collect()))
        }
    };
    let projection = Some(projection);
    IndexDefinition {
        name: index_name(index),
        keys,
        projection,
        attributes,
        throughput: None,
        max: GivenUnits::default(),
        warm: GivenUnits::default(),
    }
}

/// Adds a global index that lists these attributes; `None` projects all.
pub fn global(request: Create, index: &str, key: &str, listed: Option<&[&str]>) -> Create {
    let (elements, definitions) = keys(key);
    let mut request = define(request, definitions);
    request.global.get_or_insert_default().push(definition(index, elements, listed));
    request
}

/// Adds a local index.
pub fn local(request: Create, index: &str, key: &str, listed: Option<&[&str]>) -> Create {
    let (elements, definitions) = keys(key);
    let mut request = define(request, definitions);
    request.local.get_or_insert_default().push(definition(index, elements, listed));
    request
}

/// An engine with the table.
pub fn engine(request: Create) -> Engine {
    let mut engine = Engine::new(Clock::default());
    engine.execute(request.into()).result.unwrap();
    engine
}

fn bindings(names: &[(&str, &str)], values: &[(&str, Value)]) -> Bindings {
    let names = names.iter().map(|(key, to)| (key.to_string(), to.to_string()));
    let values = values.iter().map(|(key, value)| (key.to_string(), value.clone()));
    let (names, values): (Vec<_>, Vec<_>) = (names.collect(), values.collect());
    let some = |names: Vec<_>| (!names.is_empty()).then_some(names);
    Bindings::new(some(names), (!values.is_empty()).then_some(values)).unwrap()
}

pub fn condition(text: &str, values: &[(&str, Value)]) -> Condition {
    parse_condition(text, ExpressionKind::Condition, &mut bindings(&[], values)).unwrap()
}

pub fn projection(text: &str) -> crate::expression::ProjectionPaths {
    parse_projection(text, &mut bindings(&[], &[])).unwrap()
}

pub fn update_expression(text: &str, values: &[(&str, Value)]) -> crate::expression::Update {
    parse_update(text, &mut bindings(&[], values)).unwrap()
}

pub fn put(item: Item) -> PutItemInput {
    PutItemInput {
        table: table_name(),
        item,
        condition: None,
        return_values: ReturnValues::None,
        return_old_on_failure: false,
    }
}

pub fn get(key: Item) -> GetItemInput {
    GetItemInput { table: table_name(), key, projection: None, consistent: true }
}

pub fn delete(key: Item) -> DeleteItemInput {
    DeleteItemInput {
        table: table_name(),
        key,
        condition: None,
        return_values: ReturnValues::None,
        return_old_on_failure: false,
    }
}

pub fn update(key: Item, text: &str, values: &[(&str, Value)]) -> UpdateItemInput {
    UpdateItemInput {
        table: table_name(),
        key,
        update: Some(update_expression(text, values)),
        condition: None,
        return_values: ReturnValues::None,
        return_old_on_failure: false,
    }
}

pub fn query(text: &str, values: &[(&str, Value)]) -> QueryInput {
    QueryInput {
        table: table_name(),
        index: None,
        key_condition: parse_key_condition(text, &mut bindings(&[], values)).unwrap(),
        filter: None,
        legacy_filter: false,
        projection: None,
        select: None,
        limit: None,
        consistent: false,
        forward: true,
        start_key: None,
    }
}

pub fn scan() -> ScanInput {
    ScanInput {
        table: table_name(),
        index: None,
        filter: None,
        projection: None,
        select: None,
        limit: None,
        consistent: false,
        segment: None,
        start_key: None,
    }
}

pub fn batch_get(keys: Vec<Item>) -> BatchGetItemInput {
    let (projection, consistent) = (None, true);
    let request = KeysAndAttributes { table: table_name(), keys, projection, consistent };
    BatchGetItemInput { requests: vec![request] }
}

pub fn batch_write(writes: Vec<WriteRequest>) -> BatchWriteItemInput {
    BatchWriteItemInput { requests: vec![(table_name(), writes)] }
}

/// Runs a request that must succeed and gives its only bill.
pub fn bill(engine: &mut Engine, input: impl Into<Input>) -> Receipt {
    let executed = engine.execute(input.into());
    assert!(executed.result.is_ok(), "{:?}", executed.result);
    executed.receipts.into_iter().next().unwrap()
}

/// Runs a request that must be rejected.
pub fn rejection(engine: &mut Engine, input: impl Into<Input>) -> EngineError {
    engine.execute(input.into()).result.unwrap_err()
}

/// Read units as the wire counts them.
pub fn rcu(engine: &mut Engine, input: impl Into<Input>) -> f64 {
    bill(engine, input).read_units().as_f64()
}

/// Writes charged and units of the table, then of each index.
pub fn wcu(engine: &mut Engine, input: impl Into<Input>) -> Vec<(u8, u64)> {
    let receipt = bill(engine, input);
    receipt.writes.iter().map(|charge| (charge.writes, charge.units.get())).collect()
}

/// A page: its items, how many were read, and where it goes on.
pub fn page(executed: Executed) -> (Vec<Item>, u32, Option<Item>) {
    match executed.result.unwrap() {
        Output::Query(page) | Output::Scan(page) => {
            let items = page.items.unwrap_or_default();
            (items.iter().map(Found::item).cloned().collect(), page.scanned, page.last_key)
        }
        other => panic!("no page: {other:?}"),
    }
}
