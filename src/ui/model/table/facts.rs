//! What a table and its indexes are said to be.

use super::form::{Billing, Capacity};
use crate::capacity::{Consistency, WriteUnits, read_blocks};
use crate::changelog::ViewType;
use crate::engine::inspect::Inspect;
use crate::engine::{IndexStatus, TableDescription, TableStatus};
use crate::model::{
    BillingMode, IndexKind, IndexSchema, KeyAttribute, KeySchema, Projection, ScalarType,
    TableName, Throughput,
};
use crate::ui::model::words::{bytes, count, items, plural, read_units, visible, write_units};

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableFacts {
    /// Its name.
    pub name: String,
    /// Its key: "PK (String), SK (String)".
    pub key: String,
    /// Its status, unless it is ACTIVE.
    pub status: Option<&'static str>,
    /// Figures, each with its label.
    pub figures: Vec<(&'static str, String)>,
    /// Its indexes.
    pub indexes: Vec<IndexFacts>,
    /// Its capacity, as the form has it.
    pub capacity: Capacity,
    /// What its stream's records show, while it has one.
    pub stream: Option<&'static str>,
    /// The attribute that its items expire by.
    pub ttl: Option<String>,
    /// Whether deletion protection is on.
    pub is_protected: bool,
    /// Its items.
    pub items: u64,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IndexFacts {
    /// Its name.
    pub name: String,
    /// "GSI" or "LSI".
    pub kind: &'static str,
    /// Whether it can be deleted by itself.
    pub is_global: bool,
    /// Its key.
    pub key: String,
    /// What it holds besides keys.
    pub projection: String,
    /// Its entries beside the items of the table: "250 of 1,000 items".
    pub entries: String,
    /// Their bytes.
    pub size: String,
    /// Its status, unless it is ACTIVE: "CREATING, backfilling".
    pub status: Option<String>,
}

impl TableFacts {
    /// Every table, by name.
    pub fn read(inspect: &Inspect<'_>) -> Vec<Self> {
        let names = inspect.tables().into_iter().map(|summary| summary.schema.name);
        names.filter_map(|name| Self::of(inspect, &name)).collect()
    }

    fn of(inspect: &Inspect<'_>, name: &TableName) -> Option<Self> {
        let table = inspect.describe(name)?;
        let ttl = inspect.time_to_live(name).map(|attribute| attribute.to_string());
        let indexes = table.schema.indexes.iter().zip(&table.indexes);
        let indexes = indexes.map(|(schema, described)| IndexFacts {
            name: schema.name.to_string(),
            kind: match schema.kind {
                IndexKind::Global => "GSI",
                IndexKind::Local => "LSI",
            },
            is_global: schema.kind == IndexKind::Global,
            key: key_words(&schema.keys),
            projection: projection_words(schema),
            entries: format!("{} of {}", count(described.items), items(table.items)),
            size: bytes(described.bytes),
            status: index_status(described.status, described.backfilling),
        });
        Some(Self {
            name: name.to_string(),
            key: key_words(&table.schema.keys),
            status: table_status(table.status),
            figures: figures(&table),
            indexes: indexes.collect(),
            capacity: capacity(table.schema.billing),
            stream: table.stream.filter(|stream| stream.enabled).map(|stream| view(stream.view)),
            ttl,
            is_protected: table.protected,
            items: table.items,
        })
    }

    /// The names of its global indexes.
    pub fn global_indexes(&self) -> Vec<String> {
        let global = self.indexes.iter().filter(|index| index.is_global);
        global.map(|index| index.name.clone()).collect()
    }
}

/// What filling a new index came to; none while it is under way, or when it is gone.
///
/// The service charges the writes of a backfill to the index (`OnlineIndexConsumedWriteCapacity`,
/// *DynamoDB metrics*) and nothing for reading the table.
pub fn backfill_words(inspect: &Inspect<'_>, table: &str, index: &str) -> Option<String> {
    let name: TableName = TableName::parse(table).ok()?;
    let described = inspect.describe(&name)?;
    let entry = described.indexes.iter().find(|entry| entry.name.as_str() == index)?;
    if entry.status == IndexStatus::Creating {
        return None;
    }
    let units: WriteUnits = inspect.cost_of_filling(&name, &entry.name)?;
    let missing = match described.items.saturating_sub(entry.items) {
        0 => String::new(),
        1 => " The index doesn't have the item without its key attributes.".to_owned(),
        absent => {
            format!(" The index doesn't have the {} without its key attributes.", items(absent))
        }
    };
    Some(format!(
        "Index {} is filled: {}, {}. The backfill consumed {} WCU of the index: 1 WCU for each KB \
         of an entry, rounded up. It consumed no read capacity of the table.{missing}",
        visible(index),
        plural(entry.items, "entry", "entries"),
        bytes(entry.bytes),
        write_units(units),
    ))
}

fn figures(table: &TableDescription) -> Vec<(&'static str, String)> {
    let average = table.bytes.checked_div(table.items);
    let scan = Consistency::from_consistent_read(false).units(read_blocks(table.bytes));
    let mut figures = vec![
        ("Items", count(table.items)),
        ("Size", bytes(table.bytes)),
        ("Average item", average.map_or("–".into(), bytes)),
        ("A Scan of all of it", format!("about {} RCU", read_units(scan))),
    ];
    figures.push((
        "Capacity",
        match table.schema.billing {
            BillingMode::PayPerRequest => "on-demand".into(),
            BillingMode::Provisioned(Throughput { read, write }) => {
                format!("provisioned, {} RCU and {} WCU per second", count(read), count(write))
            }
        },
    ));
    figures
}

fn capacity(billing: BillingMode) -> Capacity {
    match billing {
        BillingMode::PayPerRequest => Capacity::default(),
        BillingMode::Provisioned(Throughput { read, write }) => Capacity {
            billing: Billing::Provisioned,
            read: read.to_string(),
            write: write.to_string(),
        },
    }
}

fn key_words(keys: &KeySchema) -> String {
    let attribute = |key: &KeyAttribute| {
        let kind = match key.kind {
            ScalarType::S => "String",
            ScalarType::N => "Number",
            ScalarType::B => "Binary",
        };
        format!("{} ({kind})", visible(key.name.as_str()))
    };
    let part = |keys: &[KeyAttribute]| keys.iter().map(attribute).collect::<Vec<_>>().join(" + ");
    match keys.sort.is_empty() {
        true => part(&keys.partition),
        false => format!("{}, {}", part(&keys.partition), part(&keys.sort)),
    }
}

fn projection_words(index: &IndexSchema) -> String {
    match &index.projection {
        Projection::All => "all attributes".into(),
        Projection::KeysOnly => "keys only".into(),
        Projection::Include(names) => {
            let names: Vec<String> = names.iter().map(|name| visible(name.as_str())).collect();
            format!("keys, {}", names.join(", "))
        }
    }
}

fn table_status(status: TableStatus) -> Option<&'static str> {
    match status {
        TableStatus::Active => None,
        TableStatus::Creating => Some("CREATING"),
        TableStatus::Updating => Some("UPDATING"),
        TableStatus::Deleting => Some("DELETING"),
    }
}

fn index_status(status: IndexStatus, backfilling: Option<bool>) -> Option<String> {
    let name = match status {
        IndexStatus::Active => return None,
        IndexStatus::Creating => "CREATING",
        IndexStatus::Updating => "UPDATING",
        IndexStatus::Deleting => "DELETING",
    };
    let filling = if backfilling == Some(true) { ", backfilling" } else { "" };
    Some(format!("{name}{filling}"))
}

fn view(view: ViewType) -> &'static str {
    match view {
        ViewType::KeysOnly => "KEYS_ONLY",
        ViewType::NewImage => "NEW_IMAGE",
        ViewType::OldImage => "OLD_IMAGE",
        ViewType::NewAndOldImages => "NEW_AND_OLD_IMAGES",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Session;
    use crate::datasets::{DatasetId, Loader, Recipe, Size};
    use crate::engine::{Clock, Millis};
    use crate::model::IndexName;
    use crate::ui::model::table::{KeyField, TableForm, TypeName};

    fn medical() -> Session {
        let mut session = Session::new(Clock::fixed(Millis(0)));
        let mut loader = Loader::new(Recipe::new(DatasetId::Medical, Size::Article));
        while !loader.step(&mut session, 1_000).unwrap().is_complete() {}
        session
    }

    #[test]
    fn a_table_says_its_key_its_figures_and_its_indexes() {
        let session = medical();
        let [table] = &TableFacts::read(&session.engine().inspect())[..] else { panic!() };
        assert_eq!(table.key, "PK (String), SK (String)");
        assert_eq!(table.status, None);
        assert_eq!(table.figures[0], ("Items", count(table.items)));
        assert_eq!(table.indexes[0].kind, "GSI");
        assert_eq!(table.indexes[0].projection, "all attributes");
        assert_eq!(table.capacity.billing, Billing::OnDemand);
    }

    /// The bill of the backfill is what writing each entry by itself would have cost the index.
    #[test]
    fn filling_an_index_is_told_with_its_cost() {
        let mut session = medical();
        let mut form = TableForm::of_new_index(Capacity::default());
        form.indexes[0].name = "ByType".into();
        form.indexes[0].partition =
            vec![KeyField { name: "TestType".into(), kind: TypeName::String }];
        let request = form.add_index("MedicalTests").unwrap();
        assert!(session.send(request).response.is_ok());
        while session.advance(100) {}
        let inspect = session.engine().inspect();
        let words = backfill_words(&inspect, "MedicalTests", "ByType").unwrap();
        let table = TableName::parse("MedicalTests").unwrap();
        let index = IndexName::parse("ByType").unwrap();
        let index = inspect.counts(&table, Some(&index));
        assert!(words.contains(&plural(index.items, "entry", "entries")), "{words}");
        assert!(words.contains("without its key attributes"), "{words}");
        assert_eq!(backfill_words(&inspect, "MedicalTests", "Gone"), None);
    }
}
