//! ListStreams, DescribeStream, GetShardIterator and GetRecords.
//!
//! Owns the order of their checks, and what they have in common.

use crate::api::json::Json;

use super::table::GivenTable;
use super::{FromBody, Shown};
use crate::api::error::{
    ApiError, Constraints, Parameter, StartRule, invalid_iterator, invalid_stream_arn,
};
use crate::api::shape::{self, Members, Shape, Structure};
use crate::api::{arn, shard_iterator};
use crate::changelog::{SequenceNumber, StreamId};
use crate::engine::ops::streams::{MAX_RECORDS, MAX_SHARDS, MAX_STREAMS, ShardIteratorStart};
use crate::engine::ops::{
    DescribeStreamInput, GetRecordsInput, GetShardIteratorInput, ListStreamsInput,
};
use crate::engine::{Plane, StreamError};
use crate::model::Millis;

/// The member `Limit`.
const LIMIT: (&str, Shape) = ("Limit", Shape::Integer);
/// How long ids of shards are.
const SHARD_ID_LENGTH: (usize, usize) = (28, 65);

/// Reads the member `Limit`, 1 to so many.
fn read_limit(broken: &mut Constraints, members: Members<'_>, most: u32) -> Option<u32> {
    let limit = members.integer("Limit");
    broken.at_least("limit", limit, 1);
    broken.at_most("limit", limit, i64::from(most));
    limit.and_then(|limit| u32::try_from(limit).ok())
}

/// The stream of an ARN. The service refuses what is none in these words, however short it is.
fn read_arn(given: &str) -> Result<StreamId, ApiError> {
    arn::read_stream(given).ok_or_else(invalid_stream_arn)
}

static LIST_STREAMS: Structure = Structure {
    class: "ListStreamsInput",
    members: &[("TableName", Shape::Text), ("ExclusiveStartStreamArn", Shape::Text), LIMIT],
};

impl FromBody for ListStreamsInput {
    const SHAPE: &'static Structure = &LIST_STREAMS;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let table = match members.has("TableName") {
            true => Some(GivenTable::read(members)?),
            false => None,
        };
        let mut broken = Constraints::new();
        let limit = read_limit(&mut broken, members, MAX_STREAMS);
        broken.check()?;
        let start = members.text("ExclusiveStartStreamArn").map(read_arn).transpose()?;
        let table = table.map(|table| table.name(Plane::Control)).transpose()?;
        let input = ListStreamsInput { table, start, limit };
        Ok((input, Shown::default()))
    }
}

static DESCRIBE_STREAM: Structure = Structure {
    class: "DescribeStreamInput",
    members: &[
        ("StreamArn", Shape::Text),
        LIMIT,
        ("ExclusiveStartShardId", Shape::Text),
        ("ShardFilter", Shape::Structure(&SHARD_FILTER)),
    ],
};

static SHARD_FILTER: Structure =
    Structure { class: "ShardFilter", members: &[("Type", Shape::Text), ("ShardId", Shape::Text)] };

impl FromBody for DescribeStreamInput {
    const SHAPE: &'static Structure = &DESCRIBE_STREAM;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let mut broken = Constraints::new();
        broken.require("streamArn", members.has("StreamArn"));
        let limit = read_limit(&mut broken, members, MAX_SHARDS);
        let start = members.text("ExclusiveStartShardId");
        if let Some(start) = start {
            broken.length("exclusiveStartShardId", start, start.len(), SHARD_ID_LENGTH);
        }
        let children_of = read_filter(&mut broken, members);
        broken.check()?;
        let input = DescribeStreamInput {
            stream: read_arn(members.text("StreamArn").unwrap_or_default())?,
            start: start.map(str::to_owned),
            limit,
            children_of,
        };
        Ok((input, Shown::default()))
    }
}

/// The shard whose children are asked for. The service's model requires neither member; here a
/// filter without them is refused, since there is nothing that it could mean.
fn read_filter(broken: &mut Constraints, members: Members<'_>) -> Option<String> {
    let filter = members.structure("ShardFilter")?;
    broken.require("shardFilter.type", filter.has("Type"));
    broken.choice("shardFilter.type", filter.text("Type"), &[("CHILD_SHARDS", ())]);
    let shard = filter.text("ShardId");
    broken.require("shardFilter.shardId", shard.is_some());
    let shard = shard?;
    broken.length("shardFilter.shardId", shard, shard.len(), SHARD_ID_LENGTH);
    Some(shard.to_owned())
}

static GET_SHARD_ITERATOR: Structure = Structure {
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
enum IteratorType {
    TrimHorizon,
    Latest,
    At,
    After,
    AtTime,
}

/// The order in which the service prints them is unconfirmed.
const ITERATOR_TYPES: &[(&str, IteratorType)] = &[
    ("AFTER_SEQUENCE_NUMBER", IteratorType::After),
    ("LATEST", IteratorType::Latest),
    ("AT_TIMESTAMP", IteratorType::AtTime),
    ("AT_SEQUENCE_NUMBER", IteratorType::At),
    ("TRIM_HORIZON", IteratorType::TrimHorizon),
];
const NUMBER_LENGTH: (usize, usize) = (21, 40);

impl FromBody for GetShardIteratorInput {
    const SHAPE: &'static Structure = &GET_SHARD_ITERATOR;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
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
        let kind = broken.choice("shardIteratorType", kind, ITERATOR_TYPES);
        if let Some(number) = members.text("SequenceNumber") {
            broken.length("sequenceNumber", number, number.len(), NUMBER_LENGTH);
        }
        broken.check()?;
        let start = start(members, kind.unwrap_or(IteratorType::TrimHorizon))?;
        let input = GetShardIteratorInput {
            stream: read_arn(members.text("StreamArn").unwrap_or_default())?,
            shard: shard.to_owned(),
            start,
        };
        Ok((input, Shown::default()))
    }
}

/// Each type needs what it is named after, and no other type may have it.
fn start(members: Members<'_>, kind: IteratorType) -> Result<ShardIteratorStart, ApiError> {
    let kind_name = members.text("ShardIteratorType").unwrap_or_default();
    let rule = |parameter: Parameter, wanted| match (wanted, members.has(parameter.name())) {
        (true, false) => Err(StartRule::Missing(parameter).error(kind_name)),
        (false, true) => Err(StartRule::NotAllowed(parameter).error(kind_name)),
        _ => Ok(()),
    };
    rule(Parameter::SequenceNumber, matches!(kind, IteratorType::At | IteratorType::After))?;
    rule(Parameter::Timestamp, matches!(kind, IteratorType::AtTime))?;
    let number = || {
        let number = members.text("SequenceNumber").and_then(SequenceNumber::parse);
        number.ok_or_else(|| ApiError::from(StreamError::SequenceNumberOutsideShard))
    };
    Ok(match kind {
        IteratorType::TrimHorizon => ShardIteratorStart::TrimHorizon,
        IteratorType::Latest => ShardIteratorStart::Latest,
        IteratorType::At => ShardIteratorStart::At(number()?),
        IteratorType::After => ShardIteratorStart::After(number()?),
        IteratorType::AtTime => ShardIteratorStart::AtTime(millis(members)),
    })
}

/// Seconds, fractions allowed. Before 1970 there is nothing, so that the first second will do.
fn millis(members: Members<'_>) -> Millis {
    Millis(members.thousandths("Timestamp").unwrap_or(0).try_into().unwrap_or(0))
}

static GET_RECORDS: Structure =
    Structure { class: "GetRecordsInput", members: &[("ShardIterator", Shape::Text), LIMIT] };

const ITERATOR_LENGTH: (usize, usize) = (1, 2048);

impl FromBody for GetRecordsInput {
    const SHAPE: &'static Structure = &GET_RECORDS;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let mut broken = Constraints::new();
        let given = members.text("ShardIterator");
        broken.require("shardIterator", given.is_some());
        if let Some(given) = given {
            broken.length("shardIterator", given, given.len(), ITERATOR_LENGTH);
        }
        let limit = read_limit(&mut broken, members, MAX_RECORDS);
        broken.check()?;
        let iterator = given.and_then(shard_iterator::read).ok_or_else(invalid_iterator)?;
        Ok((GetRecordsInput { iterator, limit }, Shown::default()))
    }
}
