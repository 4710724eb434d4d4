//! What a table tells of its changes, read with the SDK's client for streams.

use aws_sdk_dynamodb::types::{StreamSpecification, StreamViewType};
use aws_sdk_dynamodbstreams::Client as Streams;
use aws_sdk_dynamodbstreams::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodbstreams::types::{
    AttributeValue, OperationType, Record, ShardIteratorType, StreamStatus,
};
use sdk::{Endpoint, creation, item, n, s};

#[tokio::test]
async fn every_change_of_an_item_is_read_once_and_in_order() {
    let endpoint = Endpoint::start().await;
    let (client, streams) = (endpoint.client(), endpoint.streams());
    let arn = table_with_stream(&endpoint).await;
    let row = item([("pk", s("p")), ("sk", n(1))]);
    let put = client.put_item().table_name("Things").set_item(Some(row.clone()));
    put.clone().item("color", s("red")).send().await.unwrap();
    put.clone().item("color", s("red")).send().await.unwrap();
    put.item("color", s("blue")).send().await.unwrap();
    let delete = client.delete_item().table_name("Things").set_key(Some(row));
    delete.send().await.unwrap();

    let records = read_all(&streams, &arn).await;
    let names: Vec<_> = records.iter().map(|record| record.event_name().unwrap()).collect();
    assert_eq!(names, [&OperationType::Insert, &OperationType::Modify, &OperationType::Remove]);
    let change = records[1].dynamodb().unwrap();
    let color = |text: &str| Some(AttributeValue::S(text.to_owned()));
    assert_eq!(change.old_image().unwrap().get("color").cloned(), color("red"));
    assert_eq!(change.new_image().unwrap().get("color").cloned(), color("blue"));
    assert_eq!(change.keys().unwrap().len(), 2);
    assert!(records[2].dynamodb().unwrap().new_image().is_none());
}

#[tokio::test]
async fn a_stream_outlives_its_table_and_its_shard_ends() {
    let endpoint = Endpoint::start().await;
    let (client, streams) = (endpoint.client(), endpoint.streams());
    let arn = table_with_stream(&endpoint).await;
    let listed = streams.list_streams().table_name("Things").send().await.unwrap();
    assert_eq!(listed.streams()[0].stream_arn(), Some(arn.as_str()));

    client.delete_table().table_name("Things").send().await.unwrap();
    let described = streams.describe_stream().stream_arn(&arn).send().await.unwrap();
    let stream = described.stream_description().unwrap();
    assert_eq!(stream.stream_status(), Some(&StreamStatus::Disabled));
    let range = stream.shards()[0].sequence_number_range().unwrap();
    assert!(range.ending_sequence_number().is_some());
}

#[tokio::test]
async fn what_is_no_stream_is_not_found_and_what_is_no_arn_is_invalid() {
    let endpoint = Endpoint::start().await;
    let streams = endpoint.streams();
    let label = "arn:aws:dynamodb:us-east-1:123456789012:table/None/stream/2026-01-01T00:00:00.000";
    let missing = streams.describe_stream().stream_arn(label).send().await.unwrap_err();
    assert!(missing.into_service_error().is_resource_not_found_exception());
    let wrong = "not-an-arn-but-long-enough-to-be-one-of-them";
    let wrong = streams.describe_stream().stream_arn(wrong).send().await.unwrap_err();
    assert_eq!(wrong.code(), Some("ValidationException"));
}

async fn table_with_stream(endpoint: &Endpoint) -> String {
    let stream = StreamSpecification::builder()
        .stream_enabled(true)
        .stream_view_type(StreamViewType::NewAndOldImages)
        .build()
        .unwrap();
    let request = creation(&endpoint.client(), "Things").stream_specification(stream);
    let created = request.send().await.unwrap();
    created.table_description().unwrap().latest_stream_arn().unwrap().to_owned()
}

/// The records of the first shard from its beginning.
async fn read_all(streams: &Streams, arn: &str) -> Vec<Record> {
    let described = streams.describe_stream().stream_arn(arn).send().await.unwrap();
    let shard = described.stream_description().unwrap().shards()[0].shard_id().unwrap();
    let iterator = streams.get_shard_iterator().stream_arn(arn).shard_id(shard);
    let iterator = iterator.shard_iterator_type(ShardIteratorType::TrimHorizon).send().await;
    let mut next = iterator.unwrap().shard_iterator().map(str::to_owned);
    let mut records = Vec::new();
    while let Some(iterator) = next.take() {
        let page = streams.get_records().shard_iterator(iterator).limit(2).send().await.unwrap();
        if !page.records().is_empty() {
            next = page.next_shard_iterator().map(str::to_owned);
        }
        records.extend(page.records().iter().cloned());
    }
    records
}
