//! The answers about streams: which there are, what they are made of, and their records.

use serde_json::{Value as Json, json};

use super::tables::{key_schema, seconds, view_type};
use super::{Body, Respond, Response, decimal};
use crate::api::{arn, shard_iterator};
use crate::changelog::{ChangeKind, Origin, SequenceNumber, Shard, StreamId, ViewType};
use crate::engine::ops::streams::{
    DescribeStreamOutput, GetRecordsOutput, GetShardIteratorOutput, ListStreamsOutput, StreamRecord,
};

/// The region that records name; the same as in every ARN.
const REGION: &str = arn::REGION;

/// ListStreams.
impl Respond for ListStreamsOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        let stream = |id: &StreamId| {
            json!({
                "StreamArn": arn::stream(id),
                "TableName": id.table.as_str(),
                "StreamLabel": id.label.to_string(),
            })
        };
        body.put("Streams", self.streams.iter().map(stream).collect::<Json>());
        body.put_some("LastEvaluatedStreamArn", self.last.as_ref().map(arn::stream));
    }
}

/// DescribeStream. A stream is ENABLED and DISABLED at once, as a table is ACTIVE at once.
impl Respond for DescribeStreamOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        let stream = &self.stream;
        let mut inner = Body::default();
        inner.put("StreamArn", arn::stream(&stream.id));
        inner.put("StreamLabel", stream.id.label.to_string());
        inner.put("StreamStatus", if stream.is_enabled() { "ENABLED" } else { "DISABLED" });
        inner.put("StreamViewType", view_type(stream.view));
        inner.put("CreationRequestDateTime", seconds(stream.id.label.0));
        inner.put("TableName", stream.id.table.as_str());
        inner.put("KeySchema", key_schema(&stream.keys));
        inner.put("Shards", self.shards.iter().map(shard).collect::<Json>());
        inner.put_some("LastEvaluatedShardId", self.last.map(|id| id.to_string()));
        body.put("StreamDescription", inner.into_json());
    }
}

/// Only a closed shard has an end.
fn shard(shard: &Shard) -> Json {
    let mut range = Body::default();
    let number = |sequence| SequenceNumber::before_sequence(sequence).to_string();
    range.put("StartingSequenceNumber", number(shard.start));
    range.put_some("EndingSequenceNumber", shard.end.map(number));
    let mut body = Body::default();
    body.put("ShardId", shard.id.to_string());
    body.put("SequenceNumberRange", range.into_json());
    body.put_some("ParentShardId", shard.parent.map(|id| id.to_string()));
    body.into_json()
}

/// GetShardIterator.
impl Respond for GetShardIteratorOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put("ShardIterator", shard_iterator::write(&self.iterator));
    }
}

/// GetRecords.
impl Respond for GetRecordsOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put_bodies("Records", self.records.iter().map(|record| event(record, self.view)));
        body.put_some("NextShardIterator", self.next.as_ref().map(shard_iterator::write));
    }
}

/// The event that AWS Lambda hands to a function for these records of a stream. It says the same as
/// GetRecords, names the stream, and writes an identity in lower case (Lambda Developer Guide, *Using
/// AWS Lambda with Amazon DynamoDB*).
pub fn lambda_event(stream: &StreamId, view: ViewType, records: &[StreamRecord]) -> Json {
    let arn = arn::stream(stream);
    let record = |record: &StreamRecord| {
        let mut body = event_of(record, view);
        if record.origin == Origin::Expiry {
            let identity = json!({ "type": "Service", "principalId": "dynamodb.amazonaws.com" });
            body.put("userIdentity", identity);
        }
        body.put("eventSourceARN", arn.clone());
        body.into_json()
    };
    json!({ "Records": records.iter().map(record).collect::<Vec<_>>() })
}

fn event(record: &StreamRecord, view: ViewType) -> Body {
    let mut body = event_of(record, view);
    if record.origin == Origin::Expiry {
        let identity = json!({ "PrincipalId": "dynamodb.amazonaws.com", "Type": "Service" });
        body.put("userIdentity", identity);
    }
    body
}

fn event_of(record: &StreamRecord, view: ViewType) -> Body {
    let mut body = Body::default();
    body.put("eventID", event_id(record.number));
    body.put("eventName", event_name(record.kind));
    body.put("eventVersion", "1.1");
    body.put("eventSource", "aws:dynamodb");
    body.put("awsRegion", REGION);
    body.put_body("dynamodb", change(record, view));
    body
}

/// An id in the service's form, 32 hexadecimal digits. A change is in one stream only, so that its
/// number will do.
pub fn event_id(number: SequenceNumber) -> String {
    format!("{:032x}", number.get())
}

fn event_name(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Insert => "INSERT",
        ChangeKind::Modify => "MODIFY",
        ChangeKind::Remove => "REMOVE",
    }
}

/// The time is told to the second.
fn change(record: &StreamRecord, view: ViewType) -> Body {
    let mut body = Body::default();
    body.put("ApproximateCreationDateTime", decimal(record.at.0 / 1000 * 1000));
    body.put_item("Keys", Some(&record.key));
    body.put_item("NewImage", record.new.as_deref().map(|row| row.item()));
    body.put_item("OldImage", record.old.as_deref().map(|row| row.item()));
    body.put("SequenceNumber", record.number.to_string());
    body.put("SizeBytes", record.bytes);
    body.put("StreamViewType", view_type(view));
    body
}
