//! What happened in a run besides requests, in sentences.

use super::clock::time;
use crate::capacity::Direction;
use crate::partition::{self, SplitReason, Unsplittable};
use crate::traffic::{Event, Resource};
use crate::ui::model::words::count;

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Happening {
    /// The second.
    pub second: u64,
    /// Whether something was split, for the mark on the chart.
    pub split: bool,
    /// What happened.
    pub words: String,
}

impl Happening {
    /// What an event comes to.
    pub fn of(event: &Event) -> Self {
        let split = matches!(event, Event::Partition(_, partition::Event::Split { .. }));
        Self { second: event.at().0 / 1_000, split, words: words(event) }
    }

    /// When it was, in words.
    pub fn time(&self) -> String {
        time(self.second)
    }
}

fn words(event: &Event) -> String {
    match event {
        Event::Partition(resource, event) => of_partition(*resource, event),
        Event::Scaled { resource, direction, from, to, .. } => format!(
            "Auto scaling set the {} of {} from {} to {}.",
            units(*direction),
            owner(*resource),
            count(*from),
            count(*to)
        ),
        Event::DecreaseDelayed { resource, direction, until, .. } => format!(
            "Auto scaling would lower the {} of {}, but has done so too often; it may at {}.",
            units(*direction),
            owner(*resource),
            time(until.0 / 1_000)
        ),
        Event::PeakDoubled { resource, direction, to, .. } => format!(
            "Its peak is half an hour old: {} takes {} {} a second from now on.",
            owner(*resource),
            count(*to),
            units(*direction)
        ),
        Event::CollectionFull { key, .. } => format!(
            "The collection of key {} has 10 GB, all that a local index allows: inserts are refused \
             with ItemCollectionSizeLimitExceededException.",
            count(*key)
        ),
    }
}

fn of_partition(resource: Resource, event: &partition::Event) -> String {
    let index = if resource == Resource::Index { " of the index" } else { "" };
    match event {
        partition::Event::Split { reason, parent, children: [low, high], .. } => {
            let why = match reason {
                SplitReason::Heat => {
                    "it was hot for two minutes (our assumption; AWS says minutes)"
                }
                SplitReason::Size => "it had 10 GB",
                SplitReason::Throughput => "more capacity was set than one serves",
            };
            let [parent, low, high] = [parent, low, high].map(|id| id.0 + 1);
            format!("P{parent}{index} became P{low} and P{high}: {why}.")
        }
        partition::Event::NotSplit { partition, why, .. } => {
            format!("P{}{index} is hot and stays whole: {}.", partition.0 + 1, kept(*why))
        }
    }
}

/// Why a split would be of no use.
pub fn kept(why: Unsplittable) -> &'static str {
    match why {
        Unsplittable::OneItem => "all its traffic is for one item, which cannot be parted",
        Unsplittable::SequentialKeys => {
            "its sort keys rise with time, so all that is new would fall into one half"
        }
        Unsplittable::LocalIndex => "a local index holds its hot collection together",
    }
}

fn owner(resource: Resource) -> &'static str {
    match resource {
        Resource::Table => "the table",
        Resource::Index => "the index",
    }
}

fn units(direction: Direction) -> &'static str {
    match direction {
        Direction::Read => "read units",
        Direction::Write => "write units",
    }
}
