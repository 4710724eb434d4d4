//! Batches, and what of them the service gives back to be asked again.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{KeysAndAttributes, PutRequest, WriteRequest};
use aws_sdk_dynamodb::{Client, error::ProvideErrorMetadata as _};
use sdk::{Endpoint, Item, create_table, item, n, s};

#[tokio::test]
async fn what_a_batch_leaves_unprocessed_is_there_after_asking_again() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "Things").await;
    // 45 rows of 390 KB are more than the 16 MB of one answer.
    for sk in 0..45 {
        let row = [("pk", s(&format!("p{sk}"))), ("sk", n(sk)), ("text", s(&"x".repeat(390_000)))];
        let put = client.put_item().table_name("Things").set_item(Some(item(row)));
        put.send().await.unwrap();
    }
    let keys = (0..45).map(|sk| item([("pk", s(&format!("p{sk}"))), ("sk", n(sk))])).collect();
    let mut asked = 0;
    let mut rows: Vec<Item> = Vec::new();
    let mut left = Some(HashMap::from([("Things".to_owned(), wanted(keys))]));
    while let Some(request) = left.filter(|tables| !tables.is_empty()) {
        let got = client.batch_get_item().set_request_items(Some(request)).send().await.unwrap();
        rows.extend(got.responses().unwrap()["Things"].iter().cloned());
        left = got.unprocessed_keys().cloned();
        asked += 1;
    }
    assert_eq!(rows.len(), 45);
    assert!(asked > 1, "one answer holds 16 MB");
}

#[tokio::test]
async fn a_batch_writes_to_several_tables_or_not_at_all() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "First").await;
    create_table(&client, "Second").await;
    let both = client.batch_write_item().request_items("First", vec![put(1), put(2)]);
    let written = both.request_items("Second", vec![put(1)]).send().await.unwrap();
    assert_eq!(written.unprocessed_items(), Some(&HashMap::new()));
    assert_eq!((count(&client, "First").await, count(&client, "Second").await), (2, 1));

    let twice = client.batch_write_item().request_items("First", vec![put(3), put(4), put(3)]);
    let refused = twice.send().await.unwrap_err();
    assert_eq!(refused.message(), Some("Provided list of item keys contains duplicates"));
    assert_eq!(count(&client, "First").await, 2);
}

fn wanted(keys: Vec<Item>) -> KeysAndAttributes {
    KeysAndAttributes::builder().set_keys(Some(keys)).build().unwrap()
}

fn put(sk: i64) -> WriteRequest {
    let row = item([("pk", s("p")), ("sk", n(sk))]);
    let put = PutRequest::builder().set_item(Some(row)).build().unwrap();
    WriteRequest::builder().put_request(put).build()
}

async fn count(client: &Client, table: &str) -> i32 {
    client.scan().table_name(table).send().await.unwrap().count()
}
