//! The tables and indexes that there are, with their counts.
//!
//! Owns looking them up by the names that stand in a form. Refuses to know who lists them.

use super::rows::Target;
use super::words::visible;
use crate::engine::inspect::{Inspect, TableSummary};
use crate::model::{IndexKind, KeySchema, Projection, TableSchema};

/// How much there is in a table or index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Its items.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Every table, in order of the names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tables(Vec<TableSummary>);

impl Tables {
    /// The tables as they are now.
    pub fn read(inspect: &Inspect<'_>) -> Self {
        Self(inspect.tables())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their names.
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(|table| table.schema.name.to_string()).collect()
    }

    /// Every table, each followed by its indexes.
    pub fn targets(&self) -> Vec<Target> {
        let of_table = |table: String| {
            let of_index = |name| Target { table: table.clone(), index: Some(name) };
            let indexes: Vec<_> = self.indexes(&table).into_iter().map(of_index).collect();
            std::iter::once(Target { table, index: None }).chain(indexes)
        };
        self.names().into_iter().flat_map(of_table).collect()
    }

    /// The shape of a table.
    pub fn schema(&self, table: &str) -> Option<&TableSchema> {
        self.find(table).map(|table| &table.schema)
    }

    /// The names of a table's indexes, in the order of its schema.
    pub fn indexes(&self, table: &str) -> Vec<String> {
        let indexes = self.find(table).into_iter().flat_map(|table| &table.indexes);
        indexes.map(|index| index.name.to_string()).collect()
    }

    /// The names of those that are global.
    pub fn global_indexes(&self, table: &str) -> Vec<String> {
        let indexes = self.find(table).into_iter().flat_map(|table| &table.indexes);
        let global = indexes.filter(|index| index.kind == IndexKind::Global);
        global.map(|index| index.name.to_string()).collect()
    }

    /// How much there is in a table or index; none if there is no such thing.
    pub fn extent(&self, target: &Target) -> Option<Extent> {
        let table = self.find(&target.table)?;
        match &target.index {
            None => Some(Extent { items: table.items, bytes: table.bytes }),
            Some(name) => {
                let index = table.indexes.iter().find(|index| index.name.as_str() == name)?;
                Some(Extent { items: index.items, bytes: index.bytes })
            }
        }
    }

    /// What a table or index is keyed by and what an index holds: "GSI · GSI1PK, GSI1SK · projects
    /// all". None if there is no such thing.
    pub fn shape(&self, target: &Target) -> Option<String> {
        let table = self.find(&target.table)?;
        let keys = |keys: &KeySchema| {
            let names: Vec<String> =
                keys.attributes().map(|key| visible(key.name.as_str())).collect();
            names.join(", ")
        };
        let Some(name) = &target.index else { return Some(keys(&table.schema.keys)) };
        let index = table.indexes.iter().find(|index| index.name.as_str() == name)?;
        let kind = match index.kind {
            IndexKind::Global => "GSI",
            IndexKind::Local => "LSI",
        };
        let projection = match &index.projection {
            Projection::All => "projects all attributes".to_owned(),
            Projection::KeysOnly => "projects keys only".to_owned(),
            Projection::Include(names) => {
                let names: Vec<String> = names.iter().map(|name| visible(name.as_str())).collect();
                format!("projects {}", names.join(", "))
            }
        };
        Some(format!("{kind} · {} · {projection}", keys(&index.keys)))
    }

    /// What to look at instead of a table or index that may be gone: its table, or else the first
    /// one. None while there is no table at all.
    pub fn nearest(&self, target: &Target) -> Option<Target> {
        if self.extent(target).is_some() {
            return Some(target.clone());
        }
        let table = self.find(&target.table).or(self.0.first())?;
        Some(Target { table: table.schema.name.to_string(), index: None })
    }

    fn find(&self, table: &str) -> Option<&TableSummary> {
        self.0.iter().find(|summary| summary.schema.name.as_str() == table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Session;
    use crate::datasets::{DatasetId, Loader, Recipe, Size};
    use crate::engine::{Clock, Millis};

    #[test]
    fn tables_and_indexes_are_found_by_name() {
        let mut session = Session::new(Clock::fixed(Millis(0)));
        let mut loader = Loader::new(Recipe::new(DatasetId::Medical, Size::Article));
        while !loader.step(&mut session, 1_000).unwrap().is_complete() {}
        let tables = Tables::read(&session.engine().inspect());
        assert_eq!(tables.names(), ["MedicalTests"]);
        let targets = tables.targets();
        assert_eq!(targets[0], Target { table: "MedicalTests".into(), index: None });
        assert!(targets[1..].iter().all(|target| target.index.is_some()));
        let own = tables.extent(&targets[0]).unwrap();
        assert!(own.items > 0);
        for index in &targets[1..] {
            assert!(tables.extent(index).unwrap().items <= own.items);
        }
        let gone = Target { table: "MedicalTests".into(), index: Some("Gone".into()) };
        assert_eq!(tables.extent(&gone), None);
        assert_eq!(tables.shape(&targets[0]).as_deref(), Some("PK, SK"));
        let shape = tables.shape(&targets[1]).unwrap();
        assert_eq!(shape, "GSI · GSI1PK, GSI1SK · projects all attributes");
        assert_eq!(tables.shape(&gone), None);
        assert_eq!(tables.nearest(&gone).as_ref(), Some(&targets[0]));
        assert_eq!(tables.nearest(&targets[1]).as_ref(), Some(&targets[1]));
        let other = Target { table: "Gone".into(), index: None };
        assert_eq!(
            tables.nearest(&other).as_ref(),
            Some(&targets[0]),
            "of a table that was deleted"
        );
        assert_eq!(Tables::default().nearest(&other), None);
        assert!(tables.schema("Gone").is_none() && tables.indexes("Gone").is_empty());
    }
}
