//! The engine over HTTP, for any AWS SDK: one session behind one port.
//!
//! Owns what AWS puts around a JSON request and its answer: headers, checksum, compression, CORS,
//! the look of an unsigned request. Refuses to know what a request asks: [`crate::api`] answers it.
//! Any credentials will do; none is checked, kept or written anywhere.

mod authentication;
mod body;
mod open;
mod options;
mod reply;
mod server;
mod service;

pub use open::{OpenError, Opened, open};
pub use options::{Command, HELP, Options, parse};
pub use server::{BindError, Server};
pub use service::Service;
