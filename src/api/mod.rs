//! The wire: strict JSON in, JSON out, errors in AWS's words.
//!
//! Owns everything that a client can see of a request's form. Refuses to know how a request is
//! answered: that is the engine's. Nothing below this module knows JSON.

pub mod arn;
mod date;
pub mod error;
pub mod json;
mod request;
mod response;
mod session;
mod shape;
mod shard_iterator;

pub use crate::engine::Operation;
pub use error::unconfirmed::UNCONFIRMED;
pub use error::{ApiError, ErrorKind, ErrorWording, Parameter, Rule, Subject};
pub use request::{MAX_ACTIONS, Parsed, Request, WireRequest, shape_of, table_named};
pub use response::Response;
pub use response::streams::{event_id, lambda_event};
pub use session::{Exchange, Session, send};
pub use shape::{Shape, Structure};
