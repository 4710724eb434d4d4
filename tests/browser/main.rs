//! Browser tests: what only a browser can show, in headless Chromium through wasm-bindgen-test.
#![cfg(target_arch = "wasm32")]
// Clippy allows `unwrap` in tests, but takes only `#[test]` functions for tests.
#![allow(clippy::unwrap_used)]

mod answer;
mod changes;
mod engine;
mod explore;
mod faces;
mod lab;
mod learn;
mod places;
mod shell;
mod stage;
mod storage;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
