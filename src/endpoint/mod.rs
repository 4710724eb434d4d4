//! The engine over HTTP, for any AWS SDK: one session behind one port.
//!
//! Owns what AWS puts around a JSON request and its answer: headers, checksum, compression, CORS,
//! the look of an unsigned request; and what makes a server safe to leave running: who may ask, how
//! long a client may take, how much is taken on at once. Refuses to know what a request asks:
//! [`crate::api`] answers it. Any credentials will do; none is checked, kept or written anywhere.

mod access;
mod authentication;
mod body;
mod coding;
mod connection;
mod data;
mod limits;
mod open;
mod options;
mod refusal;
mod reply;
mod server;
mod service;

pub use access::Access;
pub use connection::converse;
pub use data::{Damage, DataError, Directory, Durability, Restored};
pub use open::{OpenError, Opened, open};
pub use options::{Command, HELP, Options, parse};
pub use server::{BindError, Server};
pub use service::Service;
