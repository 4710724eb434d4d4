//! Read and write units, and the blocks that sizes are rounded up to.
//!
//! Owns the arithmetic of units. Refuses to know what was read or written.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// Bytes that one read block holds.
pub const READ_BLOCK_BYTES: u64 = 4096;
/// Bytes that one write block holds.
pub const WRITE_BLOCK_BYTES: u64 = 1024;

/// Blocks of 4 KB that reading these bytes takes; reading nothing takes one (Developer Guide,
/// *DynamoDB read and write operations*).
pub fn read_blocks(bytes: u64) -> u64 {
    bytes.div_ceil(READ_BLOCK_BYTES).max(1)
}

/// Blocks of 1 KB that writing these bytes takes; writing nothing takes one.
pub fn write_blocks(bytes: u64) -> u64 {
    bytes.div_ceil(WRITE_BLOCK_BYTES).max(1)
}

/// How fresh a read is asked to be, which sets the price of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consistency {
    /// Half a unit for each block.
    Eventual,
    /// One unit for each block.
    Strong,
    /// Two units for each block.
    Transactional,
}

impl Consistency {
    /// The consistency that the parameter `ConsistentRead` means.
    pub fn from_consistent_read(consistent: bool) -> Self {
        if consistent { Consistency::Strong } else { Consistency::Eventual }
    }

    /// Half units that one block costs.
    pub fn halves_per_block(self) -> u64 {
        match self {
            Consistency::Eventual => 1,
            Consistency::Strong => 2,
            Consistency::Transactional => 4,
        }
    }

    /// The price of a number of blocks.
    pub fn units(self, blocks: u64) -> ReadUnits {
        ReadUnits::from_halves(blocks * self.halves_per_block())
    }
}

/// Read capacity units, counted in exact halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ReadUnits(u64);

/// Write capacity units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WriteUnits(u64);

impl ReadUnits {
    /// No unit.
    pub const ZERO: Self = Self(0);

    /// A count of half units.
    pub fn from_halves(halves: u64) -> Self {
        Self(halves)
    }

    /// The count of half units.
    pub fn halves(self) -> u64 {
        self.0
    }

    /// The number for ratios and charts.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 2.0
    }
}

impl WriteUnits {
    /// No unit.
    pub const ZERO: Self = Self(0);

    /// A count of units.
    pub fn new(units: u64) -> Self {
        Self(units)
    }

    /// The count of units.
    pub fn get(self) -> u64 {
        self.0
    }

    /// The number for ratios and charts.
    pub fn as_f64(self) -> f64 {
        self.0 as f64
    }
}

impl fmt::Display for ReadUnits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let half = if self.0 % 2 == 1 { ".5" } else { "" };
        write!(f, "{}{half}", self.0 / 2)
    }
}

impl fmt::Display for WriteUnits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

macro_rules! summable {
    ($($units:ident),*) => {$(
        impl Add for $units {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl AddAssign for $units {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl Sum for $units {
            fn sum<I: Iterator<Item = Self>>(units: I) -> Self {
                units.fold(Self::ZERO, Add::add)
            }
        }
    )*};
}

summable!(ReadUnits, WriteUnits);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_print_as_the_wire_counts_them() {
        let printed = [0, 1, 2, 25].map(|halves| ReadUnits::from_halves(halves).to_string());
        assert_eq!(printed, ["0", "0.5", "1", "12.5"]);
        assert_eq!(ReadUnits::from_halves(3).as_f64(), 1.5);
        assert_eq!((WriteUnits::new(2) + WriteUnits::new(1)).to_string(), "3");
    }

    #[test]
    fn sizes_round_up_and_nothing_costs_a_block() {
        assert_eq!([0, 1, 4096, 4097].map(read_blocks), [1, 1, 1, 2]);
        assert_eq!([0, 1, 1024, 1025].map(write_blocks), [1, 1, 1, 2]);
    }
}
