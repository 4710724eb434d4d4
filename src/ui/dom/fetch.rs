//! Files of the page's own folder, fetched when they are needed.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Why a file isn't here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchFault {
    /// Nobody answered.
    Offline,
    /// The host answered that there is no such file, or with an error of its own.
    Status(u16),
    /// What came is not what was asked for.
    Content,
}

impl FetchFault {
    /// What to say of it.
    pub fn sentence(self) -> String {
        match self {
            FetchFault::Offline => {
                "The lessons couldn't be fetched: there is no connection, and your browser hasn't stored them yet."
                    .to_owned()
            }
            FetchFault::Status(status) => {
                format!("The lessons couldn't be fetched: the server answered {status}.")
            }
            FetchFault::Content => {
                "What came is no lesson that this page understands. Reload the page: it may be older than its lessons."
                    .to_owned()
            }
        }
    }
}

/// The text of a file, by its path below the page's folder.
pub async fn text(path: &str) -> Result<String, FetchFault> {
    let response = JsFuture::from(super::window().fetch_with_str(path)).await;
    let response = response.map_err(|_| FetchFault::Offline)?;
    let response: Response = response.dyn_into().map_err(|_| FetchFault::Content)?;
    if !response.ok() {
        return Err(FetchFault::Status(response.status()));
    }
    let text = response.text().map_err(|_| FetchFault::Content)?;
    // A connection may also break while the text arrives.
    let text = JsFuture::from(text).await.map_err(|_| FetchFault::Offline)?;
    text.as_string().ok_or(FetchFault::Content)
}
