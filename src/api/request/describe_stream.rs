//! DescribeStream.

use serde_json::Value as Json;

use super::stream::{LIMIT, SHARD_ID_LENGTH, read_arn, read_limit};
use super::{FromBody, Shown};
use crate::api::error::{ApiError, Constraints};
use crate::api::shape::{self, Members, Shape, Structure};
use crate::engine::ops::DescribeStreamInput;
use crate::engine::ops::streams::MAX_SHARDS;

static SHAPE: Structure = Structure {
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
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
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
