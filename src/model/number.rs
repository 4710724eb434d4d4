//! Exact decimal numbers of up to 38 significant digits.
//!
//! Owns parsing, printing, order, addition and the byte size of a number (Developer Guide,
//! *Data types: Number*). Refuses to know which sentence a bad number becomes.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// Most significant digits that a number may have.
pub const MAX_DIGITS: u32 = 38;
/// Decimal exponent of the leading digit of the largest magnitude, 9.99…E+125.
const MAX_MAGNITUDE: i64 = 125;
/// Decimal exponent of the leading digit of the smallest magnitude, 1E-130.
const MIN_MAGNITUDE: i64 = -130;
/// How many bytes [`Number::ordered_bytes`] has: sign, magnitude, and 16 of digits.
pub(super) const ORDERED_BYTES: usize = 18;

/// A number, kept in one canonical form: equal numbers are equal field by field.
///
/// Its value is `± coefficient × 10^exponent`, the coefficient without trailing zeros.
/// The coefficient's 128 bits are kept in two halves to spare a value 16-byte alignment.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number {
    high: u64,
    low: u64,
    exponent: i16,
    negative: bool,
}

/// Why a text is not a number, or a result cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// The text is empty.
    Empty,
    /// The text does not follow the grammar of numbers.
    NotANumber,
    /// The magnitude is above 9.99…E+125, or a sum needs more than 38 digits.
    Overflow,
    /// The magnitude is below 1E-130 and not zero.
    Underflow,
    /// More than 38 significant digits.
    TooManyDigits,
}

impl Number {
    /// Zero.
    pub const ZERO: Number = Number { high: 0, low: 0, exponent: 0, negative: false };

    /// Bytes that this number counts in an item: one, one for each pair of significant digits on
    /// either side of the point, and one for a minus sign.
    pub fn size(&self) -> usize {
        let digits = digit_count(self.coefficient()) as usize;
        if digits == 0 {
            return 1;
        }
        let behind_point = digits.min(usize::from(self.exponent.min(0).unsigned_abs()));
        let before_point = digits - behind_point;
        1 + before_point.div_ceil(2) + behind_point.div_ceil(2) + usize::from(self.negative)
    }

    /// The exact sum. A sum that needs more than 38 digits is an overflow, as the service has it.
    pub fn checked_add(self, other: Number) -> Result<Number, NumberError> {
        let (large, small) =
            if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        if large.coefficient() == 0 {
            return Ok(small);
        }
        if small.coefficient() == 0 {
            return Ok(large);
        }
        let shift = u32::from(large.exponent.abs_diff(small.exponent));
        // A shifted coefficient beyond 128 bits always leaves a sum of over 38 digits, since the
        // smaller number's last digit is not zero.
        let aligned = power_of_ten(shift)
            .and_then(|p| large.coefficient().checked_mul(p))
            .ok_or(NumberError::Overflow)?;
        let (magnitude, negative) =
            add_signed((aligned, large.negative), (small.coefficient(), small.negative));
        Self::canonical(negative, magnitude, i64::from(small.exponent))
            .map_err(|_| NumberError::Overflow)
    }

    /// The exact difference, with the rules of [`Number::checked_add`].
    pub fn checked_sub(self, other: Number) -> Result<Number, NumberError> {
        self.checked_add(other.negated())
    }

    /// Bytes whose order is the order of numbers.
    pub fn ordered_bytes(&self) -> [u8; ORDERED_BYTES] {
        let mut bytes = [0u8; ORDERED_BYTES];
        if self.coefficient() == 0 {
            bytes[0] = 1;
            return bytes;
        }
        let biased = (self.magnitude() - MIN_MAGNITUDE) as u8;
        bytes[1] = biased;
        bytes[2..].copy_from_slice(&self.aligned_coefficient().to_be_bytes());
        if self.negative {
            bytes[1..].iter_mut().for_each(|b| *b = !*b);
        } else {
            bytes[0] = 2;
        }
        bytes
    }

    fn negated(self) -> Number {
        Number { negative: !self.negative && self.coefficient() != 0, ..self }
    }

    fn coefficient(&self) -> u128 {
        (u128::from(self.high) << 64) | u128::from(self.low)
    }

    /// The decimal exponent of the leading digit.
    fn magnitude(&self) -> i64 {
        i64::from(self.exponent) + i64::from(digit_count(self.coefficient())) - 1
    }

    /// The coefficient padded with zeros to 38 digits, so that equal magnitudes compare by it.
    fn aligned_coefficient(&self) -> u128 {
        let coefficient = self.coefficient();
        let padding = MAX_DIGITS - digit_count(coefficient);
        coefficient * power_of_ten(padding).expect("at most 38 zeros fit 128 bits")
    }

    fn canonical(
        negative: bool,
        mut coefficient: u128,
        mut exponent: i64,
    ) -> Result<Number, NumberError> {
        if coefficient == 0 {
            return Ok(Self::ZERO);
        }
        while coefficient.is_multiple_of(10) {
            coefficient /= 10;
            exponent += 1;
        }
        let digits = digit_count(coefficient);
        let magnitude = exponent.saturating_add(i64::from(digits) - 1);
        if magnitude > MAX_MAGNITUDE {
            return Err(NumberError::Overflow);
        }
        if magnitude < MIN_MAGNITUDE {
            return Err(NumberError::Underflow);
        }
        if digits > MAX_DIGITS {
            return Err(NumberError::TooManyDigits);
        }
        Ok(Number {
            high: (coefficient >> 64) as u64,
            low: coefficient as u64,
            exponent: exponent as i16,
            negative,
        })
    }
}

fn add_signed(a: (u128, bool), b: (u128, bool)) -> (u128, bool) {
    match (a.1 == b.1, a.0 >= b.0) {
        (true, _) => (a.0.saturating_add(b.0), a.1),
        (false, true) => (a.0 - b.0, a.1),
        (false, false) => (b.0 - a.0, b.1),
    }
}

fn digit_count(coefficient: u128) -> u32 {
    coefficient.checked_ilog10().map_or(0, |log| log + 1)
}

fn power_of_ten(exponent: u32) -> Option<u128> {
    10u128.checked_pow(exponent)
}

impl FromStr for Number {
    type Err = NumberError;

    /// Optional sign, digits with at most one point and at least one digit, optional exponent.
    /// Linear in the text, whatever its length: a request may hold a megabyte of zeros.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Err(NumberError::Empty);
        }
        let (negative, unsigned) = strip_sign(text.as_bytes());
        let (mantissa, exponent) = split_exponent(unsigned)?;
        let digits = Mantissa::read(mantissa)?;
        if digits.overlong {
            // What is out of range is reported as that, however many digits it has.
            return Err(match digits.leading_magnitude(exponent) {
                magnitude if magnitude > MAX_MAGNITUDE => NumberError::Overflow,
                magnitude if magnitude < MIN_MAGNITUDE => NumberError::Underflow,
                _ => NumberError::TooManyDigits,
            });
        }
        let exponent = exponent.saturating_add(digits.exponent);
        // A zero is judged by where its last digit stands, so that `0e126` is too large and
        // `0.0e126` is not.
        if digits.coefficient == 0 && exponent > MAX_MAGNITUDE {
            return Err(NumberError::Overflow);
        }
        if digits.coefficient == 0 && exponent < MIN_MAGNITUDE {
            return Err(NumberError::Underflow);
        }
        Self::canonical(negative, digits.coefficient, exponent)
    }
}

fn strip_sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// The digits before the `e`, and the exponent behind it. An exponent of over 32 bits is none: the
/// service reads numbers as Java's BigDecimal does.
fn split_exponent(text: &[u8]) -> Result<(&[u8], i64), NumberError> {
    let Some(at) = text.iter().position(|b| matches!(b, b'e' | b'E')) else {
        return Ok((text, 0));
    };
    let (negative, digits) = strip_sign(&text[at + 1..]);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(NumberError::NotANumber);
    }
    let value =
        digits.iter().fold(0i64, |n, d| n.saturating_mul(10).saturating_add(i64::from(d - b'0')));
    let value = if negative { -value } else { value };
    match i32::try_from(value) {
        Ok(exponent) => Ok((&text[..at], i64::from(exponent))),
        Err(_) => Err(NumberError::NotANumber),
    }
}

/// The significant digits of a text, read once from left to right.
#[derive(Default)]
struct Mantissa {
    coefficient: u128,
    /// Exponent of the coefficient's last digit.
    exponent: i64,
    /// Zeros seen since the last other digit: significant only if another digit follows.
    pending_zeros: u32,
    digits: u32,
    overlong: bool,
    any: bool,
    behind_point: bool,
}

impl Mantissa {
    fn read(text: &[u8]) -> Result<Self, NumberError> {
        let mut mantissa = Self::default();
        for &byte in text {
            match byte {
                b'0'..=b'9' => mantissa.push(byte - b'0'),
                b'.' if !mantissa.behind_point => mantissa.behind_point = true,
                _ => return Err(NumberError::NotANumber),
            }
        }
        if !mantissa.any {
            return Err(NumberError::NotANumber);
        }
        mantissa.exponent += i64::from(mantissa.pending_zeros);
        Ok(mantissa)
    }

    fn push(&mut self, digit: u8) {
        self.any = true;
        self.exponent -= i64::from(self.behind_point);
        if digit == 0 {
            // Leading zeros only move the point.
            if self.digits > 0 {
                self.pending_zeros = self.pending_zeros.saturating_add(1);
            }
            return;
        }
        let shift = self.pending_zeros.saturating_add(1);
        self.digits = self.digits.saturating_add(shift);
        self.overlong |= self.digits > MAX_DIGITS;
        self.pending_zeros = 0;
        if !self.overlong {
            let scale = power_of_ten(shift).expect("at most 38 digits fit 128 bits");
            self.coefficient = self.coefficient * scale + u128::from(digit);
        }
    }

    /// The magnitude of an overlong mantissa, whose coefficient was given up.
    fn leading_magnitude(&self, exponent: i64) -> i64 {
        exponent.saturating_add(self.exponent).saturating_add(i64::from(self.digits) - 1)
    }
}

impl Number {
    /// Writes it in plain decimal, never scientific: the form in which the service returns numbers.
    pub fn write(&self, out: &mut impl fmt::Write) -> fmt::Result {
        if self.negative {
            out.write_str("-")?;
        }
        let mut room = [0; MAX_DIGITS as usize];
        let digits = write_digits(self.coefficient(), &mut room);
        let point = digits.len() as i64 + i64::from(self.exponent);
        if self.exponent >= 0 {
            out.write_str(digits)?;
            zeros(out, self.exponent.unsigned_abs())
        } else if point <= 0 {
            out.write_str("0.")?;
            zeros(out, point.unsigned_abs() as u16)?;
            out.write_str(digits)
        } else {
            let (whole, fraction) = digits.split_at(point as usize);
            out.write_str(whole)?;
            out.write_str(".")?;
            out.write_str(fraction)
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)
    }
}

/// The digits of a coefficient, at least one, in a room for all that a number can have. Dividing
/// 128 bits takes long and is left off as soon as 64 bits are enough.
fn write_digits(coefficient: u128, room: &mut [u8; MAX_DIGITS as usize]) -> &str {
    let mut at = room.len();
    let mut push = |digit: u8| {
        at -= 1;
        room[at] = b'0' + digit;
    };
    let mut rest = coefficient;
    while rest > u128::from(u64::MAX) {
        push((rest % 10) as u8);
        rest /= 10;
    }
    let mut rest = rest as u64;
    loop {
        push((rest % 10) as u8);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    std::str::from_utf8(&room[at..]).expect("digits are ASCII")
}

fn zeros(out: &mut impl fmt::Write, count: u16) -> fmt::Result {
    (0..count).try_for_each(|_| out.write_str("0"))
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.signed_rank().cmp(&other.signed_rank())
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Number {
    /// Sign, then magnitude, then digits, each turned round for negative numbers.
    fn signed_rank(&self) -> (i8, i64, i128) {
        if self.coefficient() == 0 {
            return (0, 0, 0);
        }
        let magnitude = self.magnitude();
        // 38 digits stay below 2^127, so the cast keeps the value.
        let digits = self.aligned_coefficient() as i128;
        if self.negative { (-1, -magnitude, -digits) } else { (1, magnitude, digits) }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::canonical(value < 0, u128::from(value.unsigned_abs()), 0)
            .expect("64 bits are at most 19 digits")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        text.parse().unwrap_or_else(|e| panic!("{text}: {e:?}"))
    }

    #[test]
    fn prints_the_canonical_form() {
        let cases = [
            ("007", "7"),
            ("+1.5", "1.5"),
            ("100.000", "100"),
            (".5", "0.5"),
            ("1.10", "1.1"),
            ("1.5e2", "150"),
            ("1e-3", "0.001"),
            ("123e-2", "1.23"),
            ("-.5", "-0.5"),
            ("5.", "5"),
            ("-0", "0"),
            ("0e5", "0"),
            ("-0.0", "0"),
            ("1E-130", &format!("0.{}1", "0".repeat(129))),
            ("1e125", &format!("1{}", "0".repeat(125))),
        ];
        for (text, out) in cases {
            assert_eq!(n(text).to_string(), out, "{text}");
        }
    }

    #[test]
    fn rejects_what_is_not_a_number() {
        for text in [
            " 5",
            "5 ",
            "NaN",
            "Infinity",
            "1+2",
            "1.2.3",
            "1e",
            "+e2",
            ".",
            "-",
            "e5",
            "1e+",
            "１",
            "1e2147483648",
            "1e-9223372036854775809",
            "0e99999999999999999999",
        ] {
            assert_eq!(text.parse::<Number>(), Err(NumberError::NotANumber), "{text}");
        }
        assert_eq!("".parse::<Number>(), Err(NumberError::Empty));
    }

    #[test]
    fn keeps_38_digits_and_no_more() {
        let nines = "9".repeat(38);
        assert_eq!(n(&nines).to_string(), nines);
        assert_eq!("9".repeat(39).parse::<Number>(), Err(NumberError::TooManyDigits));
        assert_eq!(n(&format!("000{nines}.000")).to_string(), nines);
        assert_eq!("1e126".parse::<Number>(), Err(NumberError::Overflow));
        assert_eq!("1e-131".parse::<Number>(), Err(NumberError::Underflow));
        assert_eq!(
            n(&format!("9.{}e125", "9".repeat(37))),
            n(&format!("{nines}{}", "0".repeat(88)))
        );
        assert_eq!("1".repeat(2_000_000).parse::<Number>(), Err(NumberError::Overflow));
        assert_eq!(n(&format!("{}1", "0".repeat(1_000_000))), n("1"));
        assert_eq!("1e2147483647".parse::<Number>(), Err(NumberError::Overflow));
    }

    #[test]
    fn a_zero_is_as_large_as_its_exponent_says() {
        for zero in ["0e125", "0.0e126", "-0e-130", "00.00e10", "0e5"] {
            assert_eq!(n(zero), Number::ZERO, "{zero}");
        }
        assert_eq!("0e126".parse::<Number>(), Err(NumberError::Overflow));
        assert_eq!("0.0e127".parse::<Number>(), Err(NumberError::Overflow));
        assert_eq!("0e-131".parse::<Number>(), Err(NumberError::Underflow));
        assert_eq!("0.0e-130".parse::<Number>(), Err(NumberError::Underflow));
    }

    #[test]
    fn adds_exactly_or_says_overflow() {
        assert_eq!(n("0.1").checked_add(n("0.2")), Ok(n("0.3")));
        assert_eq!(n("5").checked_sub(n("7.5")), Ok(n("-2.5")));
        assert_eq!(n("3").checked_sub(n("3")), Ok(Number::ZERO));
        assert_eq!(n("1e38").checked_sub(n("1")), Ok(n(&"9".repeat(38))));
        assert_eq!(n("1e50").checked_add(n("1")), Err(NumberError::Overflow));
        assert_eq!(
            n(&format!("{}e88", "9".repeat(38))).checked_add(n("1e88")),
            Err(NumberError::Overflow)
        );
    }

    #[test]
    fn bytes_order_as_numbers_do() {
        let ascending = [
            "-1e125", "-100", "-99.5", "-1", "-1e-130", "0", "1e-130", "0.5", "1", "9", "10",
            "1e125",
        ];
        for pair in ascending.windows(2) {
            let a = n(pair[0]);
            let b = n(pair[1]);
            assert!(a < b && a.ordered_bytes() < b.ordered_bytes(), "{pair:?}");
        }
    }
}
