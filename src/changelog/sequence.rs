//! Sequence numbers as readers of streams see them: decimal numbers of 21 digits.
//!
//! A record's number lies strictly between the bounds of its shard, and a shard that had no record
//! still ends no earlier than it begins. Refuses to know what is at a place of the log.

use std::fmt;

/// What all numbers are above, so that each has as many digits as the service's shortest.
const BASE: u128 = 100_000_000_000_000_000_000;
/// From the number of one record to that of the next.
const STEP: u128 = 10;
/// From the bound before a record to its number.
const MIDDLE: u128 = 5;

/// A number that a record has, that bounds a shard, or that a reader made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SequenceNumber(u128);

impl SequenceNumber {
    /// The number of the record at this place of the log.
    pub fn of_record(sequence: u64) -> Self {
        Self(BASE + u128::from(sequence) * STEP + MIDDLE)
    }

    /// The number before the record at this place, and behind the one before it.
    pub fn before_record(sequence: u64) -> Self {
        Self(BASE + u128::from(sequence) * STEP)
    }

    /// The number.
    pub fn get(self) -> u128 {
        self.0
    }

    /// A number as a reader gives it: decimal digits alone.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits).map(Self)
    }

    /// The first place of the log whose record has this number or a greater one.
    pub fn place(self) -> u64 {
        place(self.0.saturating_sub(BASE).saturating_add(STEP - MIDDLE - 1))
    }

    /// The first place of the log whose record has a greater number.
    pub fn place_after(self) -> u64 {
        place(self.0.saturating_sub(BASE).saturating_add(STEP - MIDDLE))
    }
}

fn place(number: u128) -> u64 {
    u64::try_from(number / STEP).unwrap_or(u64::MAX)
}

impl fmt::Display for SequenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lead_to_their_record_and_the_one_after() {
        for sequence in [0, 1, 7, 1 << 40, u64::MAX - 1] {
            let number = SequenceNumber::of_record(sequence);
            assert_eq!((number.place(), number.place_after()), (sequence, sequence + 1));
            let before = SequenceNumber::before_record(sequence);
            assert_eq!((before.place(), before.place_after()), (sequence, sequence));
            assert_eq!(SequenceNumber::parse(&number.to_string()), Some(number));
            assert!(number.to_string().len() >= 21);
        }
    }

    #[test]
    fn what_a_reader_makes_up_leads_somewhere() {
        let places = |text: &str| SequenceNumber::parse(text).map(|n| (n.place(), n.place_after()));
        assert_eq!(places("0"), Some((0, 0)));
        assert_eq!(places(&"9".repeat(38)), Some((u64::MAX, u64::MAX)));
        for text in ["", "-1", "+1", "1.5", "one", &"9".repeat(40)] {
            assert_eq!(places(text), None, "{text}");
        }
    }
}
