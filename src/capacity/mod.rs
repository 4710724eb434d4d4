//! Consumed capacity and throughput limits: capacity units, the receipt that shows how they came
//! about, and the rate limiters that throttle.
//!
//! Owns every rounding rule, and the limits of both capacity modes. Charges come only from facts that
//! the store returned, before any filter or projection. Refuses to know expressions, requests and
//! prices.

mod bucket;
mod charge;
mod decreases;
mod limiter;
mod receipt;
mod units;

pub use crate::store::EntryChange;
pub use bucket::{Bucket, Tokens};
pub use charge::{
    charge_failed_write, charge_fetches, charge_items, charge_page, charge_partitions, charge_write,
};
pub use decreases::{Decreases, TooManyDecreases};
pub use limiter::{
    BURST_SECONDS, DOUBLING_MINUTES, Direction, Limit, RateLimiter, Setting, TABLE_QUOTA,
};
pub use receipt::{ReadCharge, ReadItem, Receipt, Rounding, TableOrIndex, WriteCharge};
pub use units::{
    Consistency, READ_BLOCK_BYTES, ReadUnits, WRITE_BLOCK_BYTES, WriteUnits, read_blocks,
    write_blocks,
};
