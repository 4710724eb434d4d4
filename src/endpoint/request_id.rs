//! Names for requests: 52 letters and digits, as `x-amzn-RequestId` has them.

use std::sync::atomic::{AtomicU64, Ordering};

use md5::{Digest as _, Md5};

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHIJKLMNOPQRSTUV";
const LENGTH: usize = 52;

/// Hands out names that differ within a run and, as far as its seed does, between runs.
#[derive(Debug)]
pub(super) struct RequestIds {
    seed: u64,
    next: AtomicU64,
}

impl RequestIds {
    /// Names of a run.
    pub(super) fn new(seed: u64) -> Self {
        Self { seed, next: AtomicU64::new(0) }
    }

    /// The next name.
    pub(super) fn next(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let bytes = [self.half(number, 0), self.half(number, 1)].concat();
        (0..LENGTH).map(|at| DIGITS[five_bits(&bytes, at * 5)] as char).collect()
    }

    fn half(&self, number: u64, which: u8) -> [u8; 16] {
        let mut hash = Md5::new();
        hash.update(self.seed.to_be_bytes());
        hash.update(number.to_be_bytes());
        hash.update([which]);
        hash.finalize().into()
    }
}

/// Five bits of the bytes from this bit on; bits behind the end are zero.
fn five_bits(bytes: &[u8], from: usize) -> usize {
    let byte = |at: usize| u16::from(bytes.get(at).copied().unwrap_or(0));
    let window = byte(from / 8) << 8 | byte(from / 8 + 1);
    usize::from(window >> (11 - from % 8) & 0b11111)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_have_the_form_of_the_service_and_never_repeat() {
        let ids = RequestIds::new(1);
        let names: BTreeSet<String> = (0..100).map(|_| ids.next()).collect();
        assert_eq!(names.len(), 100);
        for name in &names {
            assert_eq!(name.len(), 52);
            assert!(name.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()), "{name}");
        }
        assert!(!names.contains(&RequestIds::new(2).next()));
    }
}
