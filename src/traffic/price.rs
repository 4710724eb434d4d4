//! What a load costs a month, by request and by provisioned capacity.
//!
//! Owns the price list. Sums are in millionths of a US dollar, so that no cent is lost to rounding
//! before it is shown. Refuses to know how the load came about.

/// When the prices were looked up. They change: check before quoting.
pub const PRICES_AS_OF: &str = "2026-11";
/// Where they hold.
pub const PRICES_FOR: &str = "us-east-1, Standard table class";

/// Millionths of a dollar for a million write request units.
const MILLION_WRITES: u64 = 625_000;
/// Millionths of a dollar for a million read request units.
const MILLION_READS: u64 = 125_000;
/// Millionths of a dollar for one write capacity unit an hour.
const WRITE_HOUR: u64 = 650;
/// Millionths of a dollar for one read capacity unit an hour.
const READ_HOUR: u64 = 130;
/// Millionths of a dollar for a GB of storage a month.
const GB_MONTH: u64 = 250_000;
/// Bytes that are billed for each stored item or entry besides its own.
const ITEM_OVERHEAD: u64 = 100;
const GB: u64 = 1_000_000_000;
/// Hours of a month, as AWS's calculator counts them.
pub const MONTH_HOURS: u64 = 730;

/// Millionths of a US dollar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MicroDollars(pub u64);

/// Reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Units {
    /// Read units.
    pub read: u64,
    /// Write units.
    pub write: u64,
}

/// The bill of so many request units.
pub fn on_demand(units: Units) -> MicroDollars {
    let cost = |units: u64, million: u64| u128::from(units) * u128::from(million) / 1_000_000;
    let sum = cost(units.read, MILLION_READS) + cost(units.write, MILLION_WRITES);
    MicroDollars(u64::try_from(sum).unwrap_or(u64::MAX))
}

/// The bill of so many capacity units, used or not, for so many hours.
pub fn provisioned(units: Units, hours: u64) -> MicroDollars {
    let an_hour =
        units.read.saturating_mul(READ_HOUR).saturating_add(units.write.saturating_mul(WRITE_HOUR));
    MicroDollars(an_hour.saturating_mul(hours))
}

/// The bill of storing items for a month.
pub fn storage(bytes: u64, items: u64) -> MicroDollars {
    let billed = u128::from(bytes) + u128::from(items) * u128::from(ITEM_OVERHEAD);
    let sum = billed * u128::from(GB_MONTH) / u128::from(GB);
    MicroDollars(u64::try_from(sum).unwrap_or(u64::MAX))
}

/// How busy a provisioned write unit must be to be as cheap as paying by request, in thousandths.
pub fn break_even_permille() -> u64 {
    let hour_of_requests = 3_600 * MILLION_WRITES;
    WRITE_HOUR * 1_000_000 * 1_000 / hour_of_requests
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_of_each_costs_what_the_list_says() {
        assert_eq!(on_demand(Units { read: 0, write: 1_000_000 }), MicroDollars(625_000));
        assert_eq!(on_demand(Units { read: 8_000_000, write: 0 }), MicroDollars(1_000_000));
    }

    /// One write unit for a month is 0.4745 dollars, as are about 759,000 writes.
    #[test]
    fn the_modes_break_even_near_twenty_nine_percent() {
        let month = provisioned(Units { read: 0, write: 1 }, MONTH_HOURS);
        assert_eq!(month, MicroDollars(474_500));
        assert_eq!(on_demand(Units { read: 0, write: 759_200 }), month);
        assert_eq!(break_even_permille(), 288);
    }

    #[test]
    fn small_items_pay_for_more_than_their_bytes() {
        assert_eq!(storage(GB, 0), MicroDollars(250_000));
        assert_eq!(storage(GB, 10_000_000), MicroDollars(500_000));
        assert!(storage(u64::MAX, u64::MAX) > MicroDollars(0));
    }
}
