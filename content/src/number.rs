//! Numbers of facts and expressions: exact decimals, so that half a unit is half a unit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

const PLACES: u32 = 9;
const ONE: i128 = 1_000_000_000;
/// Most digits of a number in a text; more are no figure of a lesson.
const MOST_DIGITS: usize = 18;
/// Places that a figure is shown with.
const SHOWN_PLACES: u32 = 2;

/// A decimal with nine places. Fixed-point because units come in halves and prices in millionths,
/// and because formatting floats would bring their tables into the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Number(i128);

/// The text is no number that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotANumber;

impl Number {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// A whole number.
    pub fn from_u64(whole: u64) -> Self {
        Self(i128::from(whole) * ONE)
    }

    /// A number of halves.
    pub fn from_halves(halves: u64) -> Self {
        Self(i128::from(halves) * (ONE / 2))
    }

    /// The sum; the largest or the smallest number if it would be beyond.
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference.
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The product, rounded towards zero. `None` when it is out of range.
    pub fn times(self, other: Self) -> Option<Self> {
        self.0.checked_mul(other.0).map(|product| Self(product / ONE))
    }

    /// The quotient, rounded towards zero. `None` when divided by zero or out of range.
    pub fn divided_by(self, other: Self) -> Option<Self> {
        let scaled = self.0.checked_mul(ONE)?;
        (other.0 != 0).then(|| Self(scaled / other.0))
    }

    /// Rounded to so many places, halves away from zero.
    pub fn rounded(self, places: u32) -> Self {
        let unit = 10_i128.pow(PLACES.saturating_sub(places));
        let half = if self.0 < 0 { -unit / 2 } else { unit / 2 };
        Self(self.0.saturating_add(half) / unit * unit)
    }

    /// Rounded up to a whole number.
    pub fn ceiling(self) -> Self {
        let up = i128::from(self.0.rem_euclid(ONE) != 0);
        Self(self.0.div_euclid(ONE).saturating_add(up).saturating_mul(ONE))
    }

    /// The whole number that it is, unless it is negative or has a fraction.
    pub fn to_u64(self) -> Option<u64> {
        (self.0 % ONE == 0).then(|| u64::try_from(self.0 / ONE).ok()).flatten()
    }

    /// All its places and no groups: `1234.5`, as JSON and AWS have numbers.
    pub fn to_plain(self) -> String {
        let digits = self.0.unsigned_abs();
        let (whole, part) = (digits / ONE.unsigned_abs(), digits % ONE.unsigned_abs());
        let sign = if self.0 < 0 { "-" } else { "" };
        let text = format!("{sign}{whole}.{part:09}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// As a figure is shown: `12,345.5`. A number so small that two places would show little of it gets
/// as many as show two digits.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut places = SHOWN_PLACES;
        while places < PLACES && self.0 != 0 && self.rounded(places - 1) == Self::ZERO {
            places += 1;
        }
        let plain = self.rounded(places).to_plain();
        let (sign, digits) = plain.strip_prefix('-').map_or(("", &*plain), |rest| ("-", rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        f.write_str(sign)?;
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        if part.is_empty() { Ok(()) } else { write!(f, ".{part}") }
    }
}

/// Whether what stands before the first comma and behind it are groups of digits: `1` and `234,567`.
fn is_grouped(first: &str, rest: &str) -> bool {
    (1..=3).contains(&first.len()) && rest.split(',').all(|group| group.len() == 3)
}

/// Reads what a person or an author writes: `0.5`, `1,000`, `-3`.
impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let text = text.trim();
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        // A comma parts groups of three digits. One that doesn't may be meant as a decimal point,
        // and reading `0,5` as 5 would be worse than asking again.
        let whole = match whole.split_once(',') {
            Some((first, rest)) if !is_grouped(first, rest) => return Err(NotANumber),
            _ => whole.replace(',', ""),
        };
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let fits = whole.len() <= MOST_DIGITS && part.len() <= PLACES as usize;
        if whole.len() + part.len() == 0 || !is_digits(&whole) || !is_digits(part) || !fits {
            return Err(NotANumber);
        }
        let digits = format!("{whole}{part:0<9}");
        digits.parse::<i128>().map(|number| Self(sign * number)).map_err(|_| NotANumber)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_plain())
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom("this is no number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_read_and_shown() {
        let shown = |text: &str| number(text).to_string();
        assert_eq!(
            ["0.5", "29", "1000", "1,234,567.25", "-3"].map(shown),
            ["0.5", "29", "1,000", "1,234,567.25", "-3"]
        );
        assert_eq!(
            ["0.333333", "57.996", "0.00000362", "0"].map(shown),
            ["0.33", "58", "0.0000036", "0"]
        );
        assert_eq!(number(".5"), Number::from_halves(1));
        for wrong in ["", ".", "-", "1e5", "0x1", "1.0000000001", "1 000", "9999999999999999999"] {
            assert_eq!(wrong.parse::<Number>(), Err(NotANumber), "{wrong}");
        }
    }

    #[test]
    fn a_comma_that_parts_no_thousands_is_asked_about() {
        for wrong in ["0,5", "1,5", "1,00", ",5", "12,34,567", "1234,567", "1,,234", "1,2345"] {
            assert_eq!(wrong.parse::<Number>(), Err(NotANumber), "{wrong}");
        }
        assert_eq!(number("12,345.5"), number("12345.5"));
    }

    #[test]
    fn arithmetic_is_exact_and_never_wraps() {
        assert_eq!(number("29").divided_by(number("0.5")), Some(number("58")));
        assert_eq!(number("29").divided_by(Number::ZERO), None);
        assert_eq!(number("0.1").times(number("0.2")), Some(number("0.02")));
        let large = number("999999999999999999");
        assert_eq!(large.times(large), None);
        assert_eq!(number("2.1").ceiling(), number("3"));
        assert_eq!(number("-2.1").ceiling(), number("-2"));
        assert_eq!(number("2.5").rounded(0), number("3"));
        assert_eq!((number("7").to_u64(), number("7.5").to_u64()), (Some(7), None));
    }
}
