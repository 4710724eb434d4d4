//! What requests cost, and what a table may be asked for: capacity units, the receipt that shows
//! how they came about, and the meters that refuse what is too much.
//!
//! Owns every rounding rule, and the limits of both capacity modes. Charges come only from facts that the store returned, before any
//! filter or projection. Refuses to know expressions, requests and prices.

mod bucket;
mod charge;
mod decreases;
mod meter;
mod peak;
mod receipt;
mod units;

pub use crate::store::EntryChange;
pub use bucket::{Bucket, Tokens};
pub use charge::{charge_fetches, charge_items, charge_page, charge_refused_write, charge_write};
pub use decreases::{Decreases, TooManyDecreases};
pub use meter::{BURST_SECONDS, Direction, Limit, Meter, Setting, TABLE_QUOTA};
pub use peak::DOUBLING_MINUTES;
pub use receipt::{ReadCharge, ReadItem, Receipt, Rounding, TableOrIndex, WriteCharge};
pub use units::{
    Consistency, READ_BLOCK_BYTES, ReadUnits, WRITE_BLOCK_BYTES, WriteUnits, read_blocks,
    write_blocks,
};
