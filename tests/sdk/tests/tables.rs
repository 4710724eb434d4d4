//! The life of a table, with the SDK's own waiters.

use std::time::Duration;

use aws_sdk_dynamodb::client::Waiters as _;
use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodb::types::TableStatus;
use sdk::{Endpoint, create_table, creation};

const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_table_is_created_waited_for_and_deleted() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "Music").await;
    client.wait_until_table_exists().table_name("Music").wait(PATIENCE).await.unwrap();

    let shown = client.describe_table().table_name("Music").send().await.unwrap();
    let table = shown.table().unwrap();
    assert_eq!(table.table_status(), Some(&TableStatus::Active));
    assert!(table.creation_date_time().unwrap().secs() > 1_700_000_000, "the time is real");

    client.delete_table().table_name("Music").send().await.unwrap();
    client.wait_until_table_not_exists().table_name("Music").wait(PATIENCE).await.unwrap();
    let gone = client.describe_table().table_name("Music").send().await.unwrap_err();
    assert!(gone.into_service_error().is_resource_not_found_exception());
}

#[tokio::test]
async fn errors_of_the_control_plane_have_their_types() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "Music").await;

    let twice = creation(&client, "Music").send().await.unwrap_err().into_service_error();
    assert!(twice.is_resource_in_use_exception());
    let bare = client.create_table().table_name("Other").send().await.unwrap_err();
    assert_eq!(bare.code(), Some("ValidationException"));
    let missing = client.delete_table().table_name("Other").send().await.unwrap_err();
    assert_eq!(missing.message(), Some("Requested resource not found: Table: Other not found"));
    assert!(missing.into_service_error().is_resource_not_found_exception());
}

#[tokio::test]
async fn the_paginator_of_list_tables_finds_every_table_once() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    for number in 0..7 {
        create_table(&client, &format!("table-{number}")).await;
    }
    let pages = client.list_tables().limit(3).into_paginator().items().send();
    let names: Vec<String> = pages.collect::<Result<_, _>>().await.unwrap();
    let expected: Vec<String> = (0..7).map(|number| format!("table-{number}")).collect();
    assert_eq!(names, expected);
}
