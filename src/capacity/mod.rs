//! What requests cost: capacity units, and the receipt that shows how they came about.
//!
//! Owns every rounding rule. Charges come only from facts that the store returned, before any
//! filter or projection. Refuses to know expressions, requests and prices.

mod charge;
mod receipt;
mod units;

pub use crate::store::EntryChange;
pub use charge::{charge_items, charge_page, charge_refused_write, charge_write};
pub use receipt::{Arm, Brick, ReadCharge, Receipt, Rounding, WriteCharge};
pub use units::{
    Consistency, READ_BLOCK_BYTES, ReadUnits, WRITE_BLOCK_BYTES, WriteUnits, read_blocks,
    write_blocks,
};
