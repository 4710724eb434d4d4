//! What happens in a run besides requests, for its timeline.
//!
//! Owns the kinds. Refuses to know how they are drawn.

use super::sample::Place;
use crate::capacity::Direction;
use crate::model::Millis;
use crate::partition;

/// Something that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A partition was split, or could not be.
    Partition(Place, partition::Event),
    /// Auto scaling set another capacity.
    Scaled {
        /// When.
        at: Millis,
        /// Whose.
        place: Place,
        /// Of reading or writing.
        direction: Direction,
        /// Units a second before.
        from: u64,
        /// Units a second from now on.
        to: u64,
    },
    /// Auto scaling wanted to lower a capacity, but had done so too often.
    Held {
        /// When.
        at: Millis,
        /// Whose.
        place: Place,
        /// Of reading or writing.
        direction: Direction,
        /// When it may.
        until: Millis,
    },
    /// An on-demand table or index may serve more, since its peak is old enough to be doubled.
    PeakDoubled {
        /// When.
        at: Millis,
        /// Whose.
        place: Place,
        /// Of reading or writing.
        direction: Direction,
        /// Units a second from now on.
        to: u64,
    },
    /// A collection that a local index holds together has reached 10 GB: inserts are refused with
    /// `ItemCollectionSizeLimitExceededException`.
    CollectionFull {
        /// When.
        at: Millis,
        /// The number of its partition key.
        key: u64,
    },
}

impl Event {
    /// When it happened.
    pub fn at(&self) -> Millis {
        match self {
            Event::Partition(_, event) => event.at(),
            Event::Scaled { at, .. }
            | Event::Held { at, .. }
            | Event::PeakDoubled { at, .. }
            | Event::CollectionFull { at, .. } => *at,
        }
    }
}
