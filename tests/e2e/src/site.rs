//! A plain static host with the built page in a sub-folder, as a visitor would find it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::http::{HeaderValue, header::CACHE_CONTROL};
use axum::response::Html;
use axum::routing::get;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// Where on the host the page lies.
pub(crate) const FOLDER: &str = "/any/sub/folder";
/// Another page of the same host: it shares the page's storage and nothing else.
pub(crate) const ELSEWHERE: &str = "/elsewhere";
/// Brings its icon along, or the browser would ask the host for one.
const ELSEWHERE_PAGE: &str =
    "<!doctype html><title>Elsewhere</title><link rel='icon' href='data:,'><p>Elsewhere</p>";

/// Serves the bundle on a free port for as long as the test's runtime lives; the page's address.
pub async fn serve(dist: PathBuf) -> Result<String> {
    ensure!(dist.join("index.html").exists(), "{} holds no page", dist.display());
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.context("no free port")?;
    let address = format!("http://{}{FOLDER}/", listener.local_addr()?);
    // The browser asks again each time, so that no test sees what another one left.
    let fresh = HeaderValue::from_static("no-cache");
    let host = Router::new()
        .route(ELSEWHERE, get(async || Html(ELSEWHERE_PAGE)))
        .nest_service(FOLDER, ServeDir::new(dist))
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, fresh));
    tokio::spawn(async move { axum::serve(listener, host).await });
    Ok(address)
}

/// A copy of a release that a test may damage.
pub fn copy(dist: &Path) -> Result<TempDir> {
    let copy = tempfile::tempdir()?;
    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        if path.is_file() {
            fs::copy(&path, copy.path().join(path.file_name().context("a file has a name")?))?;
        }
    }
    Ok(copy)
}
