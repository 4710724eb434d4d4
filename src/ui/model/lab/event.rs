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
            "Auto scaling can't lower the {} of {} yet: its decreases are used up until {}.",
            units(*direction),
            owner(*resource),
            time(until.0 / 1_000)
        ),
        Event::PeakDoubled { resource, direction, to, .. } => format!(
            "After half an hour at this peak, {} serves up to {} {} per second.",
            owner(*resource),
            count(*to),
            units(*direction)
        ),
        Event::CollectionFull { key, .. } => format!(
            "The item collection of key {} reached 10 GB, the maximum with a local secondary index: \
             inserts are rejected with ItemCollectionSizeLimitExceededException.",
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
                    "it was hot for two minutes (our assumption; AWS says only “minutes”)"
                }
                SplitReason::Size => "it had reached 10 GB",
                SplitReason::Throughput => "the new capacity is more than one partition can serve",
            };
            let [parent, low, high] = [parent, low, high].map(|id| id.0 + 1);
            format!("P{parent}{index} was split into P{low} and P{high}: {why}.")
        }
        partition::Event::NotSplit { partition, why, .. } => {
            format!("P{}{index} is hot but wasn't split: {}.", partition.0 + 1, kept(*why))
        }
    }
}

/// Why a split would be of no use.
pub fn kept(why: Unsplittable) -> &'static str {
    match why {
        Unsplittable::OneItem => {
            "all its traffic is for one item, and an item can't be split across partitions"
        }
        Unsplittable::SequentialKeys => {
            "its sort keys keep rising, so all new items would land in one half"
        }
        Unsplittable::LocalIndex => {
            "a local secondary index keeps its hot item collection together"
        }
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
