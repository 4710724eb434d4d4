//! Dates as sentences have them.

use crate::engine::Millis;
use crate::model::time::civil_date;

const WEEKDAYS: [&str; 7] =
    ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `Friday, October 9, 2026 at 12:21:34 AM Coordinated Universal Time`
pub fn in_words(at: Millis) -> String {
    let (days, seconds) = (at.0 / 86_400_000, at.0 / 1000 % 86_400);
    let (year, month, day) = civil_date(days);
    let weekday = WEEKDAYS[(days % 7) as usize];
    let month = MONTHS[(month as usize - 1) % MONTHS.len()];
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let half = if hour < 12 { "AM" } else { "PM" };
    let hour = (hour + 11) % 12 + 1;
    format!(
        "{weekday}, {month} {day}, {year} at {hour}:{minute:02}:{second:02} {half} Coordinated \
         Universal Time"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noon_and_midnight_are_twelve() {
        let dates = [
            (0, "Thursday, January 1, 1970 at 12:00:00 AM"),
            (1_791_505_294_000, "Friday, October 9, 2026 at 12:21:34 AM"),
            (1_700_000_000_000, "Tuesday, November 14, 2023 at 10:13:20 PM"),
            (1_699_963_200_000, "Tuesday, November 14, 2023 at 12:00:00 PM"),
        ];
        for (millis, words) in dates {
            let words = format!("{words} Coordinated Universal Time");
            assert_eq!(in_words(Millis(millis)), words);
        }
    }
}
