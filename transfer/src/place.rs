//! The two sides of a copy: a service at an address, AWS, or an endpoint in this process.

use std::path::Path;

use anyhow::{Context as _, Result};
use aws_sdk_dynamodb::{Client, config};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use dynamodb_playground::endpoint::{Directory, Durability, Server, open};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::options::Service;

/// How often a request that was throttled or broken off is sent in all.
const ATTEMPTS: u32 = 10;

/// An endpoint in this process.
pub struct Local {
    url: String,
    stop: oneshot::Sender<()>,
    running: JoinHandle<std::io::Result<()>>,
}

impl Local {
    /// One that begins with what was exported from the page, and keeps nothing.
    ///
    /// # Errors
    ///
    /// The file can't be read, or is no workspace.
    pub async fn of_workspace(file: &Path) -> Result<Self> {
        let opened = open(Some(file))?;
        anyhow::ensure!(
            opened.failures == 0,
            "{} changes of the workspace could not be made again",
            opened.failures
        );
        Self::serving(dynamodb_playground::endpoint::Service::new(opened.session)).await
    }

    /// One that keeps its tables in a directory.
    ///
    /// # Errors
    ///
    /// The directory can't be used, or another endpoint has it.
    pub async fn of_directory(path: &Path) -> Result<Self> {
        let directory = Directory::open(path)?;
        let restored = directory.restore(None)?;
        for damage in &restored.damage {
            eprintln!("transfer: {damage}");
        }
        let service = dynamodb_playground::endpoint::Service::keeping(
            directory,
            restored,
            Durability::Always,
        )?;
        Self::serving(service).await
    }

    /// One that answers out of this service.
    ///
    /// # Errors
    ///
    /// There is no free port.
    pub async fn serving(service: dynamodb_playground::endpoint::Service) -> Result<Self> {
        let server = Server::bind("127.0.0.1", 0, service).await?;
        let url = format!("http://{}", server.address());
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(server.run(async move {
            let _ = stopped.await;
        }));
        Ok(Self { url, stop, running })
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A client of it.
    pub fn client(&self) -> Client {
        at(&self.url)
    }

    /// Ends it; what it keeps is on disk then.
    ///
    /// # Errors
    ///
    /// It couldn't write.
    pub async fn stop(self) -> Result<()> {
        let _ = self.stop.send(());
        self.running.await?.context("the endpoint ended badly")
    }
}

/// A client of the other side.
pub async fn client(service: &Service) -> Client {
    match service {
        Service::At(url) => at(url),
        Service::Aws => {
            let loader = aws_config::defaults(config::BehaviorVersion::latest());
            let shared = loader.http_client(https()).retry_config(retries()).load().await;
            Client::new(&shared)
        }
    }
}

/// A client of what listens at this address. Credentials and region may be anything there.
pub fn at(url: &str) -> Client {
    let config = config::Config::builder()
        .behavior_version(config::BehaviorVersion::latest())
        .region(config::Region::new("us-east-1"))
        .credentials_provider(config::Credentials::new("any", "any", None, None, "playground"))
        .http_client(https())
        .retry_config(retries())
        .endpoint_url(url)
        .build();
    Client::from_conf(config)
}

/// With waits that grow and differ: throttling is no failure.
fn retries() -> config::retry::RetryConfig {
    config::retry::RetryConfig::adaptive().with_max_attempts(ATTEMPTS)
}

fn https() -> config::SharedHttpClient {
    Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https()
}
