//! What the place looks at: a table or an index, cut into a number of partitions.
//!
//! Owns the choice and the figures derived from it. Refuses to know how they are drawn.

use leptos::prelude::*;

use crate::capacity::TableOrIndex;
use crate::engine::inspect::{CollectionView, TableSummary};
use crate::model::{IndexKind, IndexName, KeyAttribute, PartitionHash, TableName};
use crate::ui::model::partition::{Landing, Segment, landing, segments};
use crate::ui::state::App;

/// Collections in the table of the largest.
const LARGEST: usize = 10;

/// A table, or one of its global indexes. A local index lives in its table's partitions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subject {
    /// The table.
    pub table: TableName,
    /// The index, if it is not the table itself.
    pub index: Option<IndexName>,
}

impl Subject {
    /// Its name in a menu.
    pub fn title(&self) -> String {
        match &self.index {
            Some(index) => format!("{index}, index of {}", self.table),
            None => format!("{}, the table", self.table),
        }
    }

    /// Its name in a sentence.
    pub fn words(&self) -> String {
        match &self.index {
            Some(index) => format!("the index {index}"),
            None => format!("the table {}", self.table),
        }
    }

    /// The table or index that requests to it are charged on.
    pub fn table_or_index(&self) -> TableOrIndex {
        self.index.clone().map_or(TableOrIndex::Table, TableOrIndex::Global)
    }

    /// The subject that a request to this table or index is about.
    pub fn from_table_or_index(table: &TableName, on: &TableOrIndex) -> Self {
        let index = match on {
            TableOrIndex::Global(index) => Some(index.clone()),
            TableOrIndex::Table | TableOrIndex::Local(_) => None,
        };
        Self { table: table.clone(), index }
    }
}

/// The state of the place.
#[derive(Clone, Copy)]
pub struct View {
    /// The page's state.
    pub app: App,
    /// Everything that may be looked at.
    pub subjects: Memo<Vec<Subject>>,
    /// What is looked at.
    pub subject: Memo<Option<Subject>>,
    /// The partitions.
    pub segments: Memo<Vec<Segment>>,
    /// The collections with the most bytes.
    pub largest: Memo<Vec<CollectionView>>,
    /// Where the last request landed.
    pub landing: Memo<Landing>,
    /// The hash of the key in the prober.
    pub probed: RwSignal<Option<PartitionHash>>,
    chosen: RwSignal<Option<Subject>>,
}

impl View {
    /// Looks at what the last request went to, or at the first table.
    pub fn new(app: App) -> Self {
        let chosen = RwSignal::new(untrack(|| last_subject(app)));
        let subjects = Memo::new(move |_| subjects(app));
        let subject = Memo::new(move |_| {
            let subjects = subjects.get();
            chosen.get().filter(|c| subjects.contains(c)).or_else(|| subjects.into_iter().next())
        });
        let segments = Memo::new(move |_| cut(app, subject.get()));
        let largest = Memo::new(move |_| largest(app, subject.get()));
        let landing = Memo::new(move |_| landed(app, subject.get(), &segments.get()));
        let probed = RwSignal::new(None);
        Self { app, subjects, subject, segments, largest, landing, probed, chosen }
    }

    /// The places of the partitions, from 0: what lists of them are keyed by.
    pub fn places(self) -> std::ops::Range<usize> {
        0..self.segments.with(Vec::len)
    }

    /// The partition in a place; an empty one once it is gone.
    pub fn segment(self, at: usize) -> Memo<Segment> {
        let segment = move || self.segments.with(|all| all.get(at).cloned());
        Memo::new(move |_| segment().unwrap_or_else(|| Segment::empty(at)))
    }

    /// Whether there is anything to place.
    pub fn has_items(self) -> bool {
        self.app.engine(|engine| engine.inspect().tables().iter().any(|table| table.items > 0))
    }

    /// Looks at this.
    pub fn look_at(self, subject: Subject) {
        self.chosen.set(Some(subject));
    }

    /// Looks at what the last request went to.
    pub fn follow_last(self) {
        if let Some(subject) = untrack(|| last_subject(self.app)) {
            self.look_at(subject);
        }
    }

    /// The partition key attributes of what is looked at.
    pub fn keys(self) -> Vec<KeyAttribute> {
        let Some(subject) = self.subject.get() else { return Vec::new() };
        let table = self.app.engine(|engine| engine.inspect().table(&subject.table));
        table.and_then(|table| keys_of(table, &subject.index)).unwrap_or_default()
    }
}

fn keys_of(table: TableSummary, index: &Option<IndexName>) -> Option<Vec<KeyAttribute>> {
    match index {
        None => Some(table.schema.keys.partition),
        Some(name) => {
            table.indexes.into_iter().find(|index| index.name == *name).map(|i| i.keys.partition)
        }
    }
}

fn subjects(app: App) -> Vec<Subject> {
    let of_table = |table: TableSummary| {
        let name = table.schema.name.clone();
        let global = table.indexes.into_iter().filter(|index| index.kind == IndexKind::Global);
        let parts = global.map(|index| Some(index.name)).collect::<Vec<_>>();
        std::iter::once(None).chain(parts).map(move |index| Subject { table: name.clone(), index })
    };
    app.engine(|engine| engine.inspect().tables().into_iter().flat_map(of_table).collect())
}

fn last_subject(app: App) -> Option<Subject> {
    let last = app.last.get()?;
    last.touched.first().map(|touched| Subject::from_table_or_index(&touched.table, &touched.on))
}

fn cut(app: App, subject: Option<Subject>) -> Vec<Segment> {
    let Some(Subject { table, index }) = subject else { return Vec::new() };
    let count = app.partition_count.get();
    segments(&app.engine(|engine| engine.inspect().partitions(&table, index.as_ref(), count)))
}

fn largest(app: App, subject: Option<Subject>) -> Vec<CollectionView> {
    let Some(Subject { table, index }) = subject else { return Vec::new() };
    app.engine(|engine| engine.inspect().largest_collections(&table, index.as_ref(), LARGEST))
}

fn landed(app: App, subject: Option<Subject>, bar: &[Segment]) -> Landing {
    match (app.last.get(), subject) {
        (Some(last), Some(subject)) => {
            landing(&last.touched, &subject.table, &subject.table_or_index(), bar)
        }
        _ => Landing::Nowhere,
    }
}
