//! What data is: names, values, numbers, items, sizes, keys and schemas.
//!
//! Everything else in the crate stands on this module, and it knows none of it: no JSON,
//! no storage, no capacity. Types here can only be built valid, so nothing above re-checks them.

pub mod cbor;
pub mod item;
pub mod key;
pub mod keycode;
pub mod name;
pub mod number;
pub mod random;
pub mod schema;
pub mod size;
pub mod time;
pub mod value;

pub use item::{AttributeMap, Item};
pub use key::{KeyError, KeyScalar, KeyTuple};
pub use keycode::{KeyBytes, PartitionHash};
pub use name::{AttributeName, IndexName, NameError, TableName};
pub use number::{Number, NumberError};
pub use schema::{
    BillingMode, IndexKind, IndexSchema, KeyAttribute, KeySchema, Projection, ScalarType,
    TableSchema, Throughput,
};
pub use time::Millis;
pub use value::{Set, SetError, Value, ValueType};
