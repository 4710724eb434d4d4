//! The page: what a learner sees and does.
//!
//! `model` is pure and is built and tested natively; everything else needs the browser. Only
//! `dom` touches the browser itself. The page reads the engine through `engine::inspect` and
//! changes it through `api::Session` alone.

pub mod model;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod components;
#[cfg(target_arch = "wasm32")]
pub mod dom;
#[cfg(target_arch = "wasm32")]
pub mod frame;
#[cfg(target_arch = "wasm32")]
pub mod pages;
#[cfg(target_arch = "wasm32")]
pub mod state;
