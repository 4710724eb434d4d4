//! What the place looks at: a table or an index, cut into a number of partitions.
//!
//! Owns the choice and the figures derived from it. Refuses to know how they are drawn.

use leptos::prelude::*;

use crate::model::{KeyAttribute, PartitionHash};
use crate::ui::model::partition::{
    Landing, LargeCollection, Segment, TableOrGlobalIndex, has_items, landing,
};
use crate::ui::state::App;

/// Collections in the table of the largest.
const LARGEST: usize = 10;

/// The state of the place.
#[derive(Clone, Copy)]
pub struct View {
    /// The page's state.
    pub app: App,
    /// Everything that may be looked at.
    pub subjects: Memo<Vec<TableOrGlobalIndex>>,
    /// What is looked at.
    pub subject: Memo<Option<TableOrGlobalIndex>>,
    /// The partitions.
    pub segments: Memo<Vec<Segment>>,
    /// The collections with the most bytes.
    pub largest: Memo<Vec<LargeCollection>>,
    /// Where the last request landed.
    pub landing: Memo<Landing>,
    /// The hash of the key in the prober.
    pub probed: RwSignal<Option<PartitionHash>>,
    chosen: RwSignal<Option<TableOrGlobalIndex>>,
}

impl View {
    /// Looks at what the last request went to, or at the first table.
    pub fn new(app: App) -> Self {
        let chosen = RwSignal::new(untrack(|| last_subject(app)));
        let subjects = Memo::new(move |_| app.look(TableOrGlobalIndex::all));
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
        self.app.look(has_items)
    }

    /// Looks at this.
    pub fn look_at(self, subject: TableOrGlobalIndex) {
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
        let keys =
            |subject: TableOrGlobalIndex| self.app.look(|inspect| subject.partition_key(inspect));
        self.subject.get().map(keys).unwrap_or_default()
    }
}

/// What the last request went to.
fn last_subject(app: App) -> Option<TableOrGlobalIndex> {
    let last = app.last.get()?;
    let touched = last.touched.first()?;
    Some(TableOrGlobalIndex::from_table_or_index(&touched.table, &touched.on))
}

fn cut(app: App, subject: Option<TableOrGlobalIndex>) -> Vec<Segment> {
    let count = app.partition_count.get();
    let cut = |subject: TableOrGlobalIndex| app.look(|inspect| subject.segments(inspect, count));
    subject.map(cut).unwrap_or_default()
}

fn largest(app: App, subject: Option<TableOrGlobalIndex>) -> Vec<LargeCollection> {
    let largest = |subject: TableOrGlobalIndex| {
        app.look(|inspect| subject.largest_collections(inspect, LARGEST))
    };
    subject.map(largest).unwrap_or_default()
}

fn landed(app: App, subject: Option<TableOrGlobalIndex>, bar: &[Segment]) -> Landing {
    match (app.last.get(), subject) {
        (Some(last), Some(subject)) => {
            landing(&last.touched, &subject.table, &subject.table_or_index(), bar)
        }
        _ => Landing::Nowhere,
    }
}
