//! What requests about streams share, and `StreamSpecification` of tables created or changed.

use crate::api::arn;
use crate::api::error::{ApiError, Constraints, StreamRule, invalid_stream_arn};
use crate::api::shape::{Members, Shape, Structure};
use crate::changelog::{StreamId, ViewType};
use crate::engine::StreamSpecification;

/// The member `Limit`.
pub const LIMIT: (&str, Shape) = ("Limit", Shape::Integer);
/// How long ids of shards are.
pub const SHARD_ID_LENGTH: (usize, usize) = (28, 65);

/// Reads the member `Limit`, 1 to so many.
pub fn read_limit(broken: &mut Constraints, members: Members<'_>, most: u32) -> Option<u32> {
    let limit = members.integer("Limit");
    broken.at_least("limit", limit, 1);
    broken.at_most("limit", limit, i64::from(most));
    limit.and_then(|limit| u32::try_from(limit).ok())
}

/// The stream of an ARN. The service refuses what is none in these words, however short it is.
pub fn read_arn(given: &str) -> Result<StreamId, ApiError> {
    arn::read_stream(given).ok_or_else(invalid_stream_arn)
}

/// The shape of the member.
pub static STREAM_SPECIFICATION: Structure = Structure {
    class: "StreamSpecification",
    members: &[("StreamEnabled", Shape::Flag), ("StreamViewType", Shape::Text)],
};

/// The view types. The order in which the service prints them is unconfirmed.
const VIEWS: &[(&str, ViewType)] = &[
    ("NEW_IMAGE", ViewType::NewImage),
    ("OLD_IMAGE", ViewType::OldImage),
    ("NEW_AND_OLD_IMAGES", ViewType::NewAndOldImages),
    ("KEYS_ONLY", ViewType::KeysOnly),
];

/// What was given, with its constraints kept.
#[derive(Debug, Clone, Copy)]
pub struct GivenStream {
    enabled: Option<bool>,
    view: Option<ViewType>,
}

/// Reads the member `StreamSpecification`.
pub fn read(broken: &mut Constraints, members: Members<'_>) -> GivenStream {
    let Some(given) = members.structure("StreamSpecification") else {
        return GivenStream { enabled: None, view: None };
    };
    let enabled = given.flag("StreamEnabled");
    broken.require("streamSpecification.streamEnabled", enabled.is_some());
    let view = given.text("StreamViewType");
    let view = broken.choice("streamSpecification.streamViewType", view, VIEWS);
    GivenStream { enabled, view }
}

impl GivenStream {
    /// The specification, if one was given. A broken rule is told in the operation's words.
    pub fn specification(
        self,
        words: fn(StreamRule) -> ApiError,
    ) -> Result<Option<StreamSpecification>, ApiError> {
        match (self.enabled, self.view) {
            (None, _) => Ok(None),
            (Some(true), Some(view)) => Ok(Some(StreamSpecification::Enabled(view))),
            (Some(false), None) => Ok(Some(StreamSpecification::Disabled)),
            (Some(enabled), _) => Err(words(StreamRule { enabled })),
        }
    }
}
