//! GetShardIterator.

use serde_json::Value as Json;

use super::stream::{SHARD_ID_LENGTH, read_arn};
use super::{FromBody, Shown};
use crate::api::error::{ApiError, Constraints, Parameter, StartRule};
use crate::api::shape::{self, Members, Shape, Structure};
use crate::changelog::{Millis, SequenceNumber};
use crate::engine::StreamError;
use crate::engine::ops::GetShardIteratorInput;
use crate::engine::ops::streams::ShardIteratorStart;

static SHAPE: Structure = Structure {
    class: "GetShardIteratorInput",
    members: &[
        ("StreamArn", Shape::Text),
        ("ShardId", Shape::Text),
        ("ShardIteratorType", Shape::Text),
        ("SequenceNumber", Shape::Text),
        ("Timestamp", Shape::Long),
    ],
};

/// A `ShardIteratorType`.
#[derive(Clone, Copy)]
enum Kind {
    TrimHorizon,
    Latest,
    At,
    After,
    AtTime,
}

/// The order in which the service prints them is unconfirmed.
const KINDS: &[(&str, Kind)] = &[
    ("AFTER_SEQUENCE_NUMBER", Kind::After),
    ("LATEST", Kind::Latest),
    ("AT_TIMESTAMP", Kind::AtTime),
    ("AT_SEQUENCE_NUMBER", Kind::At),
    ("TRIM_HORIZON", Kind::TrimHorizon),
];
const NUMBER_LENGTH: (usize, usize) = (21, 40);

impl FromBody for GetShardIteratorInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let mut broken = Constraints::new();
        broken.require("streamArn", members.has("StreamArn"));
        let shard = members.text("ShardId");
        broken.require("shardId", shard.is_some());
        let shard = shard.unwrap_or_default();
        if members.has("ShardId") {
            broken.length("shardId", shard, shard.len(), SHARD_ID_LENGTH);
        }
        let kind = members.text("ShardIteratorType");
        broken.require("shardIteratorType", kind.is_some());
        let kind = broken.choice("shardIteratorType", kind, KINDS);
        if let Some(number) = members.text("SequenceNumber") {
            broken.length("sequenceNumber", number, number.len(), NUMBER_LENGTH);
        }
        broken.check()?;
        let start = start(members, kind.unwrap_or(Kind::TrimHorizon))?;
        let input = GetShardIteratorInput {
            stream: read_arn(members.text("StreamArn").unwrap_or_default())?,
            shard: shard.to_owned(),
            start,
        };
        Ok((input, Shown::default()))
    }
}

/// Each type needs what it is named after, and no other type may have it.
fn start(members: Members<'_>, kind: Kind) -> Result<ShardIteratorStart, ApiError> {
    let kind_name = members.text("ShardIteratorType").unwrap_or_default();
    let rule = |parameter: Parameter, wanted| match (wanted, members.has(parameter.name())) {
        (true, false) => Err(StartRule::Missing(parameter).error(kind_name)),
        (false, true) => Err(StartRule::NotAllowed(parameter).error(kind_name)),
        _ => Ok(()),
    };
    rule(Parameter::SequenceNumber, matches!(kind, Kind::At | Kind::After))?;
    rule(Parameter::Timestamp, matches!(kind, Kind::AtTime))?;
    let number = || {
        let number = members.text("SequenceNumber").and_then(SequenceNumber::parse);
        number.ok_or_else(|| ApiError::from(StreamError::SequenceNumberOutsideShard))
    };
    Ok(match kind {
        Kind::TrimHorizon => ShardIteratorStart::TrimHorizon,
        Kind::Latest => ShardIteratorStart::Latest,
        Kind::At => ShardIteratorStart::At(number()?),
        Kind::After => ShardIteratorStart::After(number()?),
        Kind::AtTime => ShardIteratorStart::AtTime(millis(members)),
    })
}

/// Seconds, fractions allowed. Before 1970 there is nothing, so that the first second will do.
fn millis(members: Members<'_>) -> Millis {
    Millis(members.thousandths("Timestamp").unwrap_or(0).try_into().unwrap_or(0))
}
