//! Changes: what a stream shows, what a handler gets of it, what lags and expires, and the history of
//! the visit.
//!
//! Refuses to know how it is drawn, and how the engine goes back.

pub mod handler;
pub mod lambda;
pub mod lasting;
pub mod moment;
pub mod pattern;
pub mod record;
pub mod said;
pub mod stream;
pub mod timeline;
pub mod view;
