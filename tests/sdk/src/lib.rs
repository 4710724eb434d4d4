//! An endpoint in this process and clients that know where it is.
//!
//! Empty without the feature `clients`, so that checking the whole workspace stays quick.
#![cfg(feature = "clients")]

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType,
    ScalarAttributeType,
};
use aws_sdk_dynamodb::{Client, config};
use aws_sdk_dynamodbstreams as streams;
use aws_smithy_http_client::Builder;
use dynamodb_playground::api::Session;
use dynamodb_playground::endpoint::{Server, Service};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// An item as the SDK has it.
pub type Item = HashMap<String, AttributeValue>;

/// An endpoint of a test's own, on a free port, with an engine of its own.
pub struct Endpoint {
    url: String,
    stop: oneshot::Sender<()>,
    running: JoinHandle<std::io::Result<()>>,
}

impl Endpoint {
    /// Starts one.
    pub async fn start() -> Self {
        Self::serving(Service::new(Session::default())).await
    }

    /// Starts one that answers out of this service.
    pub async fn serving(service: Service) -> Self {
        let server = Server::bind("127.0.0.1", 0, service).await.expect("a free port");
        let url = format!("http://{}", server.address());
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(server.run(async move {
            let _ = stopped.await;
        }));
        Self { url, stop, running }
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A client of it.
    pub fn client(&self) -> Client {
        client_of(&self.url)
    }

    /// A client of its streams.
    pub fn streams(&self) -> streams::Client {
        let config = streams::Config::builder()
            .behavior_version(streams::config::BehaviorVersion::latest())
            .region(streams::config::Region::new("us-east-1"))
            .credentials_provider(streams::config::Credentials::new(
                "any", "any", None, None, "test",
            ))
            .http_client(Builder::new().build_http())
            .endpoint_url(&self.url)
            .build();
        streams::Client::from_conf(config)
    }

    /// Tells it to stop, and waits until it has.
    pub async fn stop(self) -> std::io::Result<()> {
        let _ = self.stop.send(());
        self.running.await.expect("the server does not panic")
    }
}

/// A client of what listens at this address.
pub fn client_of(url: &str) -> Client {
    let config = config::Config::builder()
        .behavior_version(config::BehaviorVersion::latest())
        .region(config::Region::new("us-east-1"))
        .credentials_provider(config::Credentials::new("any", "any", None, None, "test"))
        .http_client(Builder::new().build_http())
        .endpoint_url(url)
        .build();
    Client::from_conf(config)
}

/// Text as a value.
pub fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.into())
}

/// A number as a value.
pub fn n(number: i64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// An item of these attributes.
pub fn item<const N: usize>(attributes: [(&str, AttributeValue); N]) -> Item {
    attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The element of a key schema.
pub fn key(name: &str, kind: KeyType) -> KeySchemaElement {
    KeySchemaElement::builder().attribute_name(name).key_type(kind).build().expect("both are given")
}

/// The definition of a key attribute.
pub fn definition(name: &str, kind: ScalarAttributeType) -> AttributeDefinition {
    let built = AttributeDefinition::builder().attribute_name(name).attribute_type(kind).build();
    built.expect("both are given")
}

/// Creates a table with partition key `pk` (text) and sort key `sk` (number).
pub async fn create_table(client: &Client, name: &str) {
    creation(client, name).send().await.expect("a table");
}

/// The request for such a table.
pub fn creation(client: &Client, name: &str) -> CreateTableFluentBuilder {
    client
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest)
        .attribute_definitions(definition("pk", ScalarAttributeType::S))
        .attribute_definitions(definition("sk", ScalarAttributeType::N))
        .key_schema(key("pk", KeyType::Hash))
        .key_schema(key("sk", KeyType::Range))
}

/// Puts items with partition key `p` and sort keys from 0.
pub async fn fill(client: &Client, table: &str, count: i64) {
    for sk in 0..count {
        let item = item([("pk", s("p")), ("sk", n(sk)), ("square", n(sk * sk))]);
        client.put_item().table_name(table).set_item(Some(item)).send().await.expect("a put");
    }
}
