//! Static hosts with a release in a sub-folder, as a visitor would find it: a plain one for tests,
//! and one for figures that compresses and lets browsers cache.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header::CACHE_CONTROL};
use axum::middleware::{self, Next};
use axum::response::{Html, Response};
use axum::routing::get;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;
use xtask::weight::gzip;

/// Where on the host the page lies.
pub(crate) const FOLDER: &str = "/any/sub/folder";
/// Another page of the same host: it shares the page's storage and nothing else.
pub(crate) const ELSEWHERE: &str = "/elsewhere";
/// Brings its icon along, or the browser would ask the host for one.
const ELSEWHERE_PAGE: &str =
    "<!doctype html><title>Elsewhere</title><link rel='icon' href='data:,'><p>Elsewhere</p>";

/// What hosts compress: text, and WebAssembly.
const COMPRESSED: [&str; 6] = ["css", "html", "js", "json", "svg", "wasm"];
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Serves a release on a free port for as long as the test's runtime lives; the page's address.
pub async fn serve(release: PathBuf) -> Result<String> {
    ensure_page(&release)?;
    // The browser asks again each time, so that no test sees what another one left.
    let fresh = HeaderValue::from_static(ASK_AGAIN);
    let host = Router::new()
        .route(ELSEWHERE, get(async || Html(ELSEWHERE_PAGE)))
        .nest_service(FOLDER, ServeDir::new(release))
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, fresh));
    listen(host).await
}

/// A host that can go down and come up again.
#[derive(Clone, Debug, Default)]
pub struct Switch(Arc<AtomicBool>);

impl Switch {
    /// From now on no request is answered, or every one is.
    pub fn set_down(&self, is_down: bool) {
        self.0.store(is_down, Ordering::Relaxed);
    }
}

/// As [`serve`], with a switch.
pub async fn serve_switched(release: PathBuf) -> Result<(String, Switch)> {
    ensure_page(&release)?;
    let switch = Switch::default();
    let is_down = Arc::clone(&switch.0);
    let fresh = HeaderValue::from_static(ASK_AGAIN);
    let host = Router::new()
        .nest_service(FOLDER, ServeDir::new(release))
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, fresh))
        .layer(middleware::from_fn(move |request: Request, next: Next| {
            let is_down = Arc::clone(&is_down);
            async move {
                if is_down.load(Ordering::Relaxed) {
                    // The connection ends without an answer, as where there is no host.
                    std::panic::resume_unwind(Box::new("the host is down"));
                }
                next.run(request).await
            }
        }));
    Ok((listen(host).await?, switch))
}

/// As [`serve`], and hears the numbers that the page asks for under `/heard/`.
pub async fn serve_hearing(
    release: PathBuf,
    heard: impl Fn(u64) + Clone + Send + Sync + 'static,
) -> Result<String> {
    ensure_page(&release)?;
    let host = Router::new()
        .route(
            "/heard/{number}",
            get(async move |axum::extract::Path(number): axum::extract::Path<u64>| heard(number)),
        )
        .nest_service(FOLDER, ServeDir::new(release));
    listen(host).await
}

/// A host as good static hosts are: files are compressed with gzip, and those whose names hold a
/// hash of their content are cached for good.
pub struct Host {
    /// The page's address.
    pub address: String,
    release: PathBuf,
    fetched: Arc<Mutex<BTreeSet<String>>>,
    /// The release with the compressed files beside the others.
    _folder: TempDir,
}

impl Host {
    /// Serves a release on a free port for as long as this and the runtime live.
    pub async fn serve(release: &Path) -> Result<Self> {
        ensure_page(release)?;
        let folder = copy(release)?;
        for entry in fs::read_dir(folder.path())? {
            let path = entry?.path();
            let kind = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            if COMPRESSED.contains(&kind.as_str()) {
                let compressed = gzip(&fs::read(&path)?)?;
                fs::write(path.with_extension(format!("{kind}.gz")), compressed)?;
            }
        }
        let fetched = Arc::default();
        let files = ServeDir::new(folder.path()).precompressed_gzip();
        let host = Router::new()
            .nest_service(FOLDER, files)
            .layer(middleware::from_fn_with_state(Arc::clone(&fetched), note_and_cache));
        let address = listen(host).await?;
        Ok(Self { address, release: release.to_path_buf(), fetched, _folder: folder })
    }

    /// The files that were asked for until now.
    pub fn fetched(&self) -> Vec<PathBuf> {
        let paths = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
        let names = paths.iter().filter_map(|path| path.strip_prefix(FOLDER));
        let names = names.map(|path| match path.trim_matches('/') {
            "" => "index.html",
            file => file,
        });
        names.map(|name| self.release.join(name)).filter(|file| file.exists()).collect()
    }
}

async fn note_and_cache(
    State(fetched): State<Arc<Mutex<BTreeSet<String>>>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let lasting = if holds_hash(&path) { FOR_GOOD } else { ASK_AGAIN };
    fetched.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
    let mut response = next.run(request).await;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(lasting));
    response
}

/// Whether a file has a name such as Trunk gives: `base-fd4b51b7ec661a2b.css`.
fn holds_hash(path: &str) -> bool {
    const DIGITS: usize = 16;
    path.rsplit('/')
        .next()
        .unwrap_or_default()
        .split(['-', '_', '.'])
        .any(|part| part.len() == DIGITS && part.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// A copy of a release that a test may damage.
pub fn copy(release: &Path) -> Result<TempDir> {
    let copy = tempfile::tempdir()?;
    for entry in fs::read_dir(release)? {
        let path = entry?.path();
        if path.is_file() {
            fs::copy(&path, copy.path().join(path.file_name().context("a file has a name")?))?;
        }
    }
    Ok(copy)
}

fn ensure_page(release: &Path) -> Result<()> {
    let there = release.join("index.html").exists();
    ensure!(there, "{} holds no page; `cargo xtask build` makes one", release.display());
    Ok(())
}

async fn listen(host: Router) -> Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.context("no free port")?;
    let address = format!("http://{}{FOLDER}/", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, host).await });
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::holds_hash;

    #[test]
    fn only_names_with_a_hash_may_be_cached_for_good() {
        for name in ["base-fd4b51b7ec661a2b.css", "dynamodb-playground-7bfb2ebc1d6c1d1f_bg.wasm"] {
            assert!(holds_hash(&format!("/any/sub/folder/{name}")), "{name}");
        }
        for name in ["", "index.html", "unpack.js", "dynamodb-playground.js"] {
            assert!(!holds_hash(&format!("/any/sub/folder/{name}")), "{name}");
        }
    }
}
