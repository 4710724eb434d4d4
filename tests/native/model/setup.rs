//! The table that the model mirrors, described twice: as a request, and as plain lists of names.

use std::cmp::Ordering;

use dynamodb_playground::changelog::ViewType;
use dynamodb_playground::engine::ops::create_table::{BillingChoice, IndexDefinition, KeyElement};
use dynamodb_playground::engine::ops::{
    CreateTableInput as Create, GivenUnits, QueryInput, ScanInput,
};
use dynamodb_playground::engine::{
    Clock, Engine, Found, Input, Output, ProjectionKind, StreamSpecification,
};
use dynamodb_playground::model::key::KeyRole;
use dynamodb_playground::model::keycode::partition_hash;
use dynamodb_playground::model::{
    AttributeName, IndexName, Item, KeyScalar, ScalarType, TableName, Value,
};

/// An index, or the table itself, as the model sees it.
pub struct Spec {
    pub name: &'static str,
    pub local: bool,
    pub partition: &'static [&'static str],
    pub sort: &'static [&'static str],
    /// `None` for everything.
    pub listed: Option<&'static [&'static str]>,
}

pub const TABLE_SPEC: Spec =
    Spec { name: "Table", local: false, partition: &["pk"], sort: &["sk"], listed: None };

/// Local indexes first, as a table has them.
pub const INDEXES: &[Spec] = &[
    Spec { name: "local-keys", local: true, partition: &["pk"], sort: &["l"], listed: Some(&[]) },
    Spec {
        name: "local-some",
        local: true,
        partition: &["pk"],
        sort: &["h"],
        listed: Some(&["y"]),
    },
    Spec { name: "all", local: false, partition: &["g"], sort: &["h"], listed: None },
    Spec { name: "keys", local: false, partition: &["g"], sort: &[], listed: Some(&[]) },
    Spec {
        name: "inverted",
        local: false,
        partition: &["sk"],
        sort: &["pk"],
        listed: Some(&["y"]),
    },
    Spec { name: "many", local: false, partition: &["g", "h"], sort: &["l", "sk"], listed: None },
];

/// Which key attributes are numbers; all others are texts.
const NUMBERS: &[&str] = &["sk", "h"];

impl Spec {
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.partition.iter().chain(self.sort).copied()
    }

    /// What this table or index holds of an item, if it holds it at all.
    pub fn entry(&self, item: &Item) -> Option<Item> {
        if !self.keys().all(|key| item.contains(key)) {
            return None;
        }
        let kept = |attribute: &str| match self.listed {
            None => true,
            Some(listed) => {
                listed.contains(&attribute)
                    || self.keys().any(|key| key == attribute)
                    || TABLE_SPEC.keys().any(|key| key == attribute)
            }
        };
        let pairs = item.iter().filter(|(name, _)| kept(name.as_str()));
        Some(pairs.map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    /// What this table or index holds of all items, in its order.
    pub fn sorted(&self, items: &[Item]) -> Vec<Item> {
        let mut entries: Vec<Item> = items.iter().filter_map(|item| self.entry(item)).collect();
        entries.sort_by(|a, b| self.order(a, b).then_with(|| TABLE_SPEC.order(a, b)));
        entries
    }

    /// By hash, then by the key's values one after the other.
    fn order(&self, a: &Item, b: &Item) -> Ordering {
        let values = self.keys().map(|key| order(&a.get(key).cloned(), &b.get(key).cloned()));
        let by_value = values.fold(Ordering::Equal, Ordering::then);
        self.hash(a).cmp(&self.hash(b)).then(by_value)
    }

    fn hash(&self, item: &Item) -> u64 {
        let scalars = self.partition.iter().map(|key| match item.get(key) {
            Some(Value::S(text)) => KeyScalar::S(text.clone()),
            Some(Value::N(number)) => KeyScalar::N(*number),
            other => panic!("{key} is no key: {other:?}"),
        });
        partition_hash(&scalars.collect::<Vec<_>>()).0
    }
}

fn order(a: &Option<Value>, b: &Option<Value>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.order(b).unwrap(),
        _ => panic!("a key is missing"),
    }
}

pub fn name(text: &str) -> AttributeName {
    AttributeName::parse(text).unwrap()
}

pub fn table() -> TableName {
    TableName::parse("Table").unwrap()
}

fn elements(spec: &Spec) -> Vec<KeyElement> {
    let of = |keys: &[&str], role| {
        keys.iter().map(move |key| KeyElement { name: name(key), role }).collect::<Vec<_>>()
    };
    [of(spec.partition, KeyRole::Partition), of(spec.sort, KeyRole::Sort)].concat()
}

fn definition(spec: &Spec) -> IndexDefinition {
    let (kind, attributes) = match spec.listed {
        None => (ProjectionKind::All, None),
        Some([]) => (ProjectionKind::KeysOnly, None),
        Some(listed) => {
            (ProjectionKind::Include, Some(listed.iter().map(|text| name(text)).collect()))
        }
    };
    IndexDefinition {
        name: IndexName::parse(spec.name).unwrap(),
        keys: elements(spec),
        projection: Some(kind),
        attributes,
        throughput: None,
        max: GivenUnits::default(),
        warm: GivenUnits::default(),
    }
}

/// An engine with the table.
pub fn engine() -> Engine {
    let kind = |key| if NUMBERS.contains(&key) { ScalarType::N } else { ScalarType::S };
    let definitions = ["pk", "sk", "l", "h", "g"].map(|key| (name(key), kind(key)));
    let of_kind =
        |local| INDEXES.iter().filter(|spec| spec.local == local).map(definition).collect();
    let create = Create {
        table: table(),
        definitions: definitions.into(),
        keys: elements(&TABLE_SPEC),
        local: Some(of_kind(true)),
        global: Some(of_kind(false)),
        billing: Some(BillingChoice::PayPerRequest),
        throughput: None,
        stream: Some(StreamSpecification::Enabled(ViewType::NewAndOldImages)),
        max: GivenUnits::default(),
        warm: GivenUnits::default(),
        class: None,
        protected: false,
        encryption: None,
        tags: Vec::new(),
    };
    let mut engine = Engine::new(Clock::default());
    engine.execute(create.into()).result.unwrap();
    engine
}

/// A scan of the table or an index.
pub fn scan_of(index: Option<&str>) -> ScanInput {
    ScanInput {
        table: table(),
        index: index.map(|text| IndexName::parse(text).unwrap()),
        filter: None,
        projection: None,
        select: None,
        limit: None,
        consistent: false,
        segment: None,
        start_key: None,
    }
}

/// What the page sees of a table or index.
pub fn row_items(engine: &Engine, index: Option<&str>) -> Vec<Item> {
    let index = index.map(|text| IndexName::parse(text).unwrap());
    let rows = engine.inspect().rows(&table(), index.as_ref());
    rows.iter().map(|row| row.item.item().clone()).collect()
}

/// A request whose answer comes in pages.
pub trait Paged: Clone + Into<Input> {
    fn start_at(&mut self, key: Option<Item>);
}

impl Paged for ScanInput {
    fn start_at(&mut self, key: Option<Item>) {
        self.start_key = key;
    }
}

impl Paged for QueryInput {
    fn start_at(&mut self, key: Option<Item>) {
        self.start_key = key;
    }
}

/// Every item of every page.
pub fn pages(engine: &mut Engine, mut request: impl Paged) -> Vec<Item> {
    let mut all = Vec::new();
    loop {
        let page = match engine.execute(request.clone().into()).result.unwrap() {
            Output::Query(page) | Output::Scan(page) => page,
            other => panic!("no page: {other:?}"),
        };
        let items = page.items.unwrap_or_default();
        assert_eq!(items.len() as u32, page.count);
        all.extend(items.iter().map(Found::item).cloned());
        match page.last_key {
            None => return all,
            key => request.start_at(key),
        }
    }
}
