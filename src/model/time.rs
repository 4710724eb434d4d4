//! Points in time, and the calendar that some texts show them in.
//!
//! Which time it is, only the engine's clock knows.

/// Milliseconds since 1970-01-01 UTC.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    minicbor::Encode,
    minicbor::Decode,
)]
#[cbor(transparent)]
pub struct Millis(#[n(0)] pub u64);

/// The days of four hundred years, after which the calendar repeats itself.
const ERA_DAYS: u64 = 146_097;
/// The days from March 1 of the year 0 to 1970-01-01.
const DAYS_TO_1970: u64 = 719_468;

/// Year, month and day of a day since 1970-01-01 (after Howard Hinnant's `civil_from_days`).
pub fn civil_date(days: u64) -> (u64, u64, u64) {
    let days = days + DAYS_TO_1970;
    let era = days / ERA_DAYS;
    let day_of_era = days % ERA_DAYS;
    // Years are counted from March, so that the leap day is the last of its year.
    let year = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year + u64::from(month <= 2), month, day)
}

/// The inverse of [`civil_date`]. A month and a day of two digits that no calendar has lead to some
/// day as well; only a day before 1970 is `None`.
pub fn days_since_1970(year: u64, month: u64, day: u64) -> Option<u64> {
    let year = year - u64::from(month <= 2).min(year);
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * from_march + 2) / 5 + day.checked_sub(1)?;
    let era = year / 400;
    let year_of_era = year % 400;
    let days = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * ERA_DAYS + days).checked_sub(DAYS_TO_1970)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_turn_into_each_other() {
        let table = [
            (0, (1970, 1, 1)),
            (59, (1970, 3, 1)),
            (11_016, (2000, 2, 29)),
            (20_787, (2026, 11, 30)),
        ];
        for (days, date) in table {
            assert_eq!(civil_date(days), date);
        }
        for days in 0..200_000 {
            let (year, month, day) = civil_date(days);
            assert_eq!(days_since_1970(year, month, day), Some(days));
        }
        assert_eq!(days_since_1970(1969, 12, 31), None);
        assert_eq!(days_since_1970(1970, 1, 0), None);
    }
}
