//! Copies between endpoints: whole, stopped in the middle, and where something is there already.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so by failing")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, KeySchemaElement,
    KeyType, Projection, ProjectionType, ScalarAttributeType, Select, StreamSpecification,
    StreamViewType, TimeToLiveSpecification,
};
use dynamodb_playground::api::{Request, Session};
use dynamodb_playground::datasets::{DatasetId, Loader, Recipe, Size};
use dynamodb_playground::endpoint::Service as Endpoint;
use dynamodb_playground::engine::{Clock, Millis};
use dynamodb_playground::workspace::{Batch, History, Saved, encode};
use transfer::copy::{Copied, copy};
use transfer::options::{Direction, Existing, Options, Service};
use transfer::place::Local;

type Item = HashMap<String, AttributeValue>;

async fn endpoint() -> Local {
    Local::serving(Endpoint::new(Session::default())).await.expect("a free port")
}

fn options(existing: Existing) -> Options {
    Options {
        direction: Direction::Push { workspace: PathBuf::new() },
        service: Service::At(String::new()),
        tables: Vec::new(),
        dry_run: false,
        existing,
    }
}

async fn copied(source: &Client, target: &Client, existing: Existing) -> anyhow::Result<Copied> {
    copy(source, target, &options(existing), |_| ()).await
}

fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn key(name: &str, kind: KeyType) -> KeySchemaElement {
    KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap()
}

fn attribute(name: &str) -> AttributeDefinition {
    let attribute = AttributeDefinition::builder().attribute_name(name);
    attribute.attribute_type(ScalarAttributeType::S).build().unwrap()
}

async fn create(client: &Client, name: &str) {
    let index =
        GlobalSecondaryIndex::builder().index_name("ByKind").key_schema(key("kind", KeyType::Hash));
    let all = Projection::builder().projection_type(ProjectionType::All).build();
    let stream = StreamSpecification::builder().stream_enabled(true);
    let stream = stream.stream_view_type(StreamViewType::NewImage).build().unwrap();
    client
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest)
        .key_schema(key("id", KeyType::Hash))
        .attribute_definitions(attribute("id"))
        .attribute_definitions(attribute("kind"))
        .global_secondary_indexes(index.projection(all).build().unwrap())
        .stream_specification(stream)
        .send()
        .await
        .unwrap();
    let ttl =
        TimeToLiveSpecification::builder().enabled(true).attribute_name("until").build().unwrap();
    client
        .update_time_to_live()
        .table_name(name)
        .time_to_live_specification(ttl)
        .send()
        .await
        .unwrap();
}

async fn put(client: &Client, table: &str, item: Item) {
    client.put_item().table_name(table).set_item(Some(item)).send().await.unwrap();
}

async fn all(client: &Client, table: &str) -> HashMap<String, Item> {
    let mut pages = client.scan().table_name(table).into_paginator().items().send();
    let mut found = HashMap::new();
    while let Some(item) = pages.next().await {
        let item = item.unwrap();
        let id = item["id"].as_s().unwrap().clone();
        assert!(found.insert(id, item).is_none(), "an item is there twice");
    }
    found
}

async fn count(client: &Client, table: &str) -> i32 {
    let mut pages = client.scan().table_name(table).select(Select::Count).into_paginator().send();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => count += page.count,
            // The table isn't made yet.
            Err(_) => return 0,
        }
    }
    count
}

#[tokio::test]
async fn a_table_comes_over_with_all_that_belongs_to_it() {
    let (here, there) = (endpoint().await, endpoint().await);
    let (source, target) = (here.client(), there.client());
    create(&source, "Things").await;
    let rich: Item = [
        ("id", text("rich")),
        ("kind", text("k")),
        ("n", AttributeValue::N("12345678901234567890123456789012345678".to_owned())),
        ("b", AttributeValue::B(Blob::new([0_u8, 255, 7]))),
        ("ss", AttributeValue::Ss(vec!["a".into(), "b".into()])),
        (
            "m",
            AttributeValue::M(
                [("l".to_owned(), AttributeValue::L(vec![AttributeValue::Null(true)]))].into(),
            ),
        ),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    put(&source, "Things", rich).await;
    for number in 0..60 {
        let item = [("id".to_owned(), text(&format!("{number}"))), ("kind".to_owned(), text("k"))];
        put(&source, "Things", item.into()).await;
    }
    let result = copied(&source, &target, Existing::Refuse).await.unwrap();
    assert_eq!(result, Copied { created: 1, put: 61, kept: 0 });
    assert_eq!(all(&source, "Things").await, all(&target, "Things").await);

    let table = target.describe_table().table_name("Things").send().await.unwrap().table.unwrap();
    assert_eq!(table.global_secondary_indexes()[0].index_name(), Some("ByKind"));
    let stream = table.stream_specification().unwrap();
    assert_eq!(stream.stream_view_type(), Some(&StreamViewType::NewImage));
    let ttl = target.describe_time_to_live().table_name("Things").send().await.unwrap();
    let ttl = ttl.time_to_live_description.unwrap();
    assert_eq!(ttl.attribute_name(), Some("until"));
}

#[tokio::test]
async fn nothing_is_overwritten_unasked() {
    let (here, there) = (endpoint().await, endpoint().await);
    let (source, target) = (here.client(), there.client());
    let item = |id: &str, value: &str| -> Item {
        [("id".to_owned(), text(id)), ("v".to_owned(), text(value))].into()
    };
    create(&source, "Things").await;
    create(&target, "Things").await;
    put(&source, "Things", item("both", "source")).await;
    put(&source, "Things", item("new", "source")).await;
    put(&target, "Things", item("both", "target")).await;
    let value = async |id: &str| all(&target, "Things").await[id]["v"].as_s().unwrap().clone();

    let refused = copied(&source, &target, Existing::Refuse).await.unwrap_err();
    assert!(refused.to_string().contains("a table Things is there already"), "{refused}");
    assert_eq!(all(&target, "Things").await.len(), 1);

    let resumed = copied(&source, &target, Existing::Resume).await.unwrap();
    assert_eq!(resumed, Copied { created: 0, put: 1, kept: 1 });
    assert_eq!(value("both").await, "target");

    let over = copied(&source, &target, Existing::Overwrite).await.unwrap();
    assert_eq!(over.put, 2);
    assert_eq!(value("both").await, "source");
}

#[tokio::test]
async fn a_dry_run_changes_nothing() {
    let (here, there) = (endpoint().await, endpoint().await);
    create(&here.client(), "Things").await;
    let told = std::cell::RefCell::new(Vec::new());
    let dry = Options { dry_run: true, ..options(Existing::Refuse) };
    let (source, target) = (here.client(), there.client());
    let tell = |line: &str| told.borrow_mut().push(line.to_owned());
    let result = copy(&source, &target, &dry, tell).await;
    assert_eq!(result.unwrap(), Copied::default());
    assert!(told.borrow()[0].starts_with("create Things: about 0 items"), "{told:?}");
    assert!(target.list_tables().send().await.unwrap().table_names().is_empty());
}

/// A workspace with 10,000 items and one of the person's own.
fn workspace(folder: &Path) -> PathBuf {
    let recipe = Recipe::new(DatasetId::Orders, Size::TenThousand);
    let mut session = Session::new(Clock::fixed(Millis(1)));
    let mut loader = Loader::new(recipe);
    while !loader.step(&mut session, 1_000).unwrap().is_complete() {}
    session.keep_applied();
    let body = format!(
        r#"{{"TableName":"{}","Item":{{"PK":{{"S":"OWN"}},"SK":{{"S":"1"}}}}}}"#,
        DatasetId::Orders.table()
    );
    session.send(Request::from_target("DynamoDB_20120810.PutItem", &body).unwrap());
    let log = Batch { number: 0, effects: session.take_applied() }.encode();
    let (page, meter, quiz) = Default::default();
    let saved = Saved {
        recipe,
        begun: Some(Millis(1)),
        history: History::Effects(log),
        changes: 1,
        page,
        meter,
        quiz,
    };
    let file = folder.join("workspace.txt");
    std::fs::write(&file, encode(&saved)).unwrap();
    file
}

fn run(arguments: &[&str]) -> Child {
    let program = env!("CARGO_BIN_EXE_transfer");
    Command::new(program).args(arguments).stderr(Stdio::null()).spawn().unwrap()
}

/// Waits until the table holds a few of its items, and not all.
async fn until_under_way(client: &Client, table: &str) {
    while count(client, table).await < 300 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_that_is_killed_is_resumed_without_loss() {
    let folder = tempfile::tempdir().unwrap();
    let file = workspace(folder.path());
    let there = endpoint().await;
    let (client, table) = (there.client(), DatasetId::Orders.table());
    let arguments = ["push", "--workspace", file.to_str().unwrap(), "--to", there.url()];
    let mut killed = run(&arguments);
    until_under_way(&client, table).await;
    killed.kill().unwrap();
    killed.wait().unwrap();
    let arrived = count(&client, table).await;
    assert!((300..10_001).contains(&arrived), "killed in the middle: {arrived}");

    let resumed = [arguments.as_slice(), &["--resume"]].concat();
    assert!(run(&resumed).wait().unwrap().success());
    assert_eq!(count(&client, table).await, 10_001);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pull_that_is_killed_is_resumed_without_loss() {
    let folder = tempfile::tempdir().unwrap();
    let here = Local::of_workspace(&workspace(folder.path())).await.unwrap();
    let data = folder.path().join("data");
    let arguments = ["pull", "--from", here.url(), "--data", data.to_str().unwrap()];
    let mut killed = run(&arguments);
    // What is written shows in the size of the log.
    let size = || -> u64 {
        let files = std::fs::read_dir(&data).into_iter().flatten().flatten();
        files.filter_map(|file| Some(file.metadata().ok()?.len())).sum()
    };
    while size() < 100_000 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    let resumed = [arguments.as_slice(), &["--resume"]].concat();
    assert!(run(&resumed).wait().unwrap().success());

    let there = Local::of_directory(&data).await.unwrap();
    let table = DatasetId::Orders.table();
    assert_eq!(count(&there.client(), table).await, 10_001);
    there.stop().await.unwrap();
}
