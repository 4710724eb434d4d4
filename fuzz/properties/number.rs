//! Numbers against schoolbook arithmetic on vectors of digits.
//!
//! An input is one or two texts, separated by a line break. Whatever they are, parsing must not
//! panic and must agree with the reference, size included; so must sum, difference and order of two.

use std::cmp::Ordering;

use dynamodb_playground::model::{Number, NumberError};

/// Most digits and the range of the leading digit's exponent, as the documentation has them.
const MAX_DIGITS: usize = 38;
const MAGNITUDES: std::ops::RangeInclusive<i64> = -130..=125;

pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut numbers = text.split('\n').map(checked_parse);
    if let (Some(Some(a)), Some(Some(b))) = (numbers.next(), numbers.next()) {
        check_pair(&a, &b);
        check_pair(&b, &a);
    }
}

/// The number that a text is, the same as the reference reads and as its own print is read back.
fn checked_parse(text: &str) -> Option<(Number, Digits)> {
    let parsed = text.parse::<Number>();
    let expected = Digits::read(text).and_then(Digits::fit);
    let number = match (parsed, expected) {
        (Ok(number), Some(digits)) => (number, digits),
        (Err(_), None) => return None,
        (parsed, expected) => panic!("{text:?} is {parsed:?} rather than {expected:?}"),
    };
    let printed = number.0.to_string();
    assert_eq!(printed.parse(), Ok(number.0), "{text:?} printed as {printed}");
    assert_eq!(Digits::read(&printed).and_then(Digits::fit), Some(number.1.clone()));
    assert_eq!(number.0.size(), number.1.size(), "size of {text:?}");
    Some(number)
}

fn check_pair((a, digits_a): &(Number, Digits), (b, digits_b): &(Number, Digits)) {
    check_result(a.checked_add(*b), digits_a.plus(digits_b), "sum", (a, b));
    check_result(a.checked_sub(*b), digits_a.plus(&digits_b.negated()), "difference", (a, b));
    let order = digits_a.plus(&digits_b.negated()).sign();
    assert_eq!(a.cmp(b), order, "{a} and {b}");
    assert_eq!(a == b, order.is_eq(), "{a} and {b}");
    assert_eq!(a.ordered_bytes().cmp(&b.ordered_bytes()), order, "{a} and {b} as bytes");
}

fn check_result(
    result: Result<Number, NumberError>,
    expected: Digits,
    what: &str,
    of: (&Number, &Number),
) {
    match (result, expected.fit()) {
        (Ok(number), Some(digits)) => {
            assert_eq!(Digits::read(&number.to_string()), Some(digits), "{what} of {of:?}");
        }
        (Err(NumberError::Overflow), None) => {}
        (result, expected) => panic!("{what} of {of:?} is {result:?}, not {expected:?}"),
    }
}

/// `± digits × 10^exponent`: neither the first nor the last digit is zero; zero has no digit.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Digits {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

impl Digits {
    /// Sign, digits with at most one point, exponent.
    fn read(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
            None => (text, 0),
        };
        let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = [whole, fraction].concat();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits: Vec<u8> = digits.bytes().map(|byte| byte - b'0').collect();
        let exponent = exponent - fraction.len() as i64;
        // A zero has to be in range as if its last digit were none.
        if digits.iter().all(|digit| *digit == 0) && !MAGNITUDES.contains(&exponent) {
            return None;
        }
        Some(Self { negative: mantissa.starts_with('-'), digits, exponent }.trimmed())
    }

    /// The same if it is a number of the service.
    fn fit(self) -> Option<Self> {
        let magnitude = self.exponent + self.digits.len() as i64 - 1;
        let fits = self.digits.len() <= MAX_DIGITS && MAGNITUDES.contains(&magnitude);
        (self.digits.is_empty() || fits).then_some(self)
    }

    /// A byte, one for each pair of digits on either side of the point, one for a minus sign.
    fn size(&self) -> usize {
        let places = (0..self.digits.len() as i64).map(|at| self.exponent + at);
        let (behind, before): (Vec<i64>, Vec<i64>) = places.partition(|place| *place < 0);
        1 + before.chunks(2).count() + behind.chunks(2).count() + usize::from(self.negative)
    }

    fn trimmed(mut self) -> Self {
        let first = self.digits.iter().position(|digit| *digit != 0);
        self.digits.drain(..first.unwrap_or(self.digits.len()));
        while self.digits.pop_if(|last| *last == 0).is_some() {
            self.exponent += 1;
        }
        match self.digits.is_empty() {
            true => Self { negative: false, digits: Vec::new(), exponent: 0 },
            false => self,
        }
    }

    fn negated(&self) -> Self {
        Self { negative: !self.negative && !self.digits.is_empty(), ..self.clone() }
    }

    fn sign(&self) -> Ordering {
        match (self.digits.is_empty(), self.negative) {
            (true, _) => Ordering::Equal,
            (_, true) => Ordering::Less,
            _ => Ordering::Greater,
        }
    }

    /// Digit by digit on signed columns, carried from right to left.
    fn plus(&self, other: &Self) -> Self {
        let exponent = self.exponent.min(other.exponent);
        let mut columns = vec![0i32; 600];
        self.add_to(&mut columns, exponent);
        other.add_to(&mut columns, exponent);
        let negative = columns.iter().rev().find(|c| **c != 0).is_some_and(|column| *column < 0);
        if negative {
            columns.iter_mut().for_each(|column| *column = -*column);
        }
        let mut carry = 0;
        for column in &mut columns {
            let sum = *column + carry;
            (*column, carry) = (sum.rem_euclid(10), sum.div_euclid(10));
        }
        let digits = columns.iter().rev().map(|column| *column as u8).collect();
        Self { negative, digits, exponent }.trimmed()
    }

    /// Adds the digits to columns of which the first is worth `10^exponent`.
    fn add_to(&self, columns: &mut [i32], exponent: i64) {
        let shift = (self.exponent - exponent) as usize;
        let sign = if self.negative { -1 } else { 1 };
        for (at, digit) in self.digits.iter().rev().enumerate() {
            columns[shift + at] += sign * i32::from(*digit);
        }
    }
}

/// An exponent, which has 32 bits at most.
fn read_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    format!("{sign}{digits}").parse::<i32>().ok().map(i64::from)
}
