//! What is saved of the page itself: where the person was and what stood in its forms.
//!
//! Owns the form of it and what becomes of parts that this build does not understand. Refuses to
//! know the data that was loaded: the recipe and the log beside it bring that back.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::draft::Draft;
use super::lab::form::Form;
use super::route::Place;
use super::service::Service;

/// The state of the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageState {
    /// The open place.
    pub place: Place,
    /// The request in progress.
    pub draft: Draft,
    /// Over how many partitions one's own data is shown.
    pub partitions: u32,
    /// The form of the traffic lab.
    pub lab: Form,
    /// The service that requests are sent to; none when it is to be a plain one.
    pub service: Option<Service>,
    /// The height of Explore's request beside its result, in percent.
    #[serde(skip_serializing_if = "is_first_split")]
    pub split: u32,
}

fn is_first_split(percent: &u32) -> bool {
    *percent == PageState::FIRST_SPLIT
}

impl PageState {
    /// Over how many partitions data is shown at first.
    pub const FIRST_PARTITIONS: u32 = 4;

    /// The height of Explore's request at first, and its bounds.
    pub const FIRST_SPLIT: u32 = 49;
    /// The least of it.
    pub const LEAST_SPLIT: u32 = 20;
    /// The most of it.
    pub const MOST_SPLIT: u32 = 80;

    /// A height of the request that leaves room for both.
    pub fn within_split(percent: u32) -> u32 {
        percent.clamp(Self::LEAST_SPLIT, Self::MOST_SPLIT)
    }

    /// As it was saved. Each part that is missing or makes no sense to this build begins anew, and
    /// takes no other with it.
    pub fn from_json(page: &Json) -> Self {
        let partitions = part(page, "partitions").unwrap_or(Self::FIRST_PARTITIONS);
        Self {
            place: part(page, "place").unwrap_or_default(),
            draft: part(page, "draft").unwrap_or_default(),
            partitions: partitions.max(1),
            lab: part(page, "lab").unwrap_or_default(),
            service: part(page, "service"),
            split: Self::within_split(part(page, "split").unwrap_or(Self::FIRST_SPLIT)),
        }
    }
}

fn part<T: DeserializeOwned>(page: &Json, name: &str) -> Option<T> {
    T::deserialize(page.get(name)?).ok()
}
