//! The part of the crate `wasm-streams` that Leptos names, without what is behind it.
//!
//! Leptos streams to and from its servers with it. This page has no server, but the crate's classes
//! are exported to JavaScript, so that no linker leaves them out of the download. Nothing here is
//! ever called; what would be called gives empty streams.

use futures_util::stream::{self, Stream};
use wasm_bindgen::{JsCast, JsValue};

/// A stream that JavaScript reads.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// JavaScript's stream as one of Rust's.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// No stream at all.
    pub fn from_stream<S: Stream>(_: S) -> Self {
        Self(JsValue::UNDEFINED.unchecked_into())
    }

    /// The stream as JavaScript has it.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// Nothing of what the stream brings.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> {
        stream::empty()
    }
}
