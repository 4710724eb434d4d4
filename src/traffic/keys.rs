//! Which partition keys are asked for most.
//!
//! Owns counting them without a table of all keys: patterns number their keys so that the ones
//! they favour come first, so it is enough to count the first few. Refuses to know the others.

use super::sample::KeySample;

/// Keys that are counted.
const COUNTED: usize = 16;
/// Keys that are told.
pub const TOP_KEYS: usize = 8;

/// Attempts for the first few keys.
#[derive(Debug, Clone, Default)]
pub struct KeyCounts {
    asked: [u64; COUNTED],
    throttled: [u64; COUNTED],
}

impl KeyCounts {
    /// Counts an attempt.
    pub fn count(&mut self, key: u64, throttled: bool) {
        if key < COUNTED as u64 {
            self.asked[key as usize] += 1;
            self.throttled[key as usize] += u64::from(throttled);
        }
    }

    /// The keys with most attempts, and begins anew.
    pub fn take(&mut self) -> Vec<KeySample> {
        let Self { asked, throttled } = std::mem::take(self);
        let counts = (0..COUNTED).filter(|key| asked[*key] > 0);
        let sample =
            |key| KeySample { key: key as u64, asked: asked[key], throttled: throttled[key] };
        let mut keys = counts.map(sample).collect();
        most_asked(&mut keys);
        keys
    }
}

/// Puts the most asked for first and forgets the rest.
pub fn most_asked(keys: &mut Vec<KeySample>) {
    keys.sort_by(|a, b| b.asked.cmp(&a.asked).then(a.key.cmp(&b.key)));
    keys.truncate(TOP_KEYS);
}
