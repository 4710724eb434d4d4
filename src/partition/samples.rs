//! Some keys of many, to judge the many by.
//!
//! Owns which ones are kept; how many is fixed, and their memory is used again. Refuses to know
//! what they are judged for.

/// Keys that are remembered.
const KEPT: usize = 64;

/// A sample of keys. It takes either the newest ones or some of all, not both.
#[derive(Debug, Clone, Default)]
pub struct KeySamples {
    keys: Vec<Vec<u8>>,
    /// Where the oldest is, once the newest have come round.
    oldest: usize,
    /// Keys that were offered, of which one in 2^`skips` is kept.
    offered: u64,
    skips: u32,
}

impl KeySamples {
    /// Keeps this key instead of the oldest.
    pub fn push_newest(&mut self, key: &[u8]) {
        if self.keys.len() < KEPT {
            return self.keys.push(key.into());
        }
        let slot = &mut self.keys[self.oldest];
        slot.clear();
        slot.extend_from_slice(key);
        self.oldest = (self.oldest + 1) % KEPT;
    }

    /// Keeps one in so many that the sample is of all keys ever offered: when it is full, every
    /// second one makes room and half as many are taken from then on.
    pub fn push_some(&mut self, key: &[u8]) {
        self.offered += 1;
        if !self.offered.is_multiple_of(1 << self.skips) {
            return;
        }
        self.keys.push(key.into());
        if self.keys.len() == KEPT {
            self.skips += 1;
            let mut nth = 0;
            self.keys.retain(|_| {
                nth += 1;
                nth % 2 == 0
            });
        }
    }

    /// The keys, the oldest first.
    pub fn in_order(&self) -> impl Iterator<Item = &[u8]> + Clone {
        let (newer, older) = self.keys.split_at(self.oldest.min(self.keys.len()));
        older.iter().chain(newer).map(Vec::as_slice)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Those below the key, and the others.
    pub fn part(self, key: &[u8]) -> (Self, Self) {
        let (below, above) = self.keys.into_iter().partition(|kept| **kept < *key);
        let of = |keys| Self { keys, oldest: 0, offered: 0, skips: self.skips };
        (of(below), of(above))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_push_out_the_oldest() {
        let mut samples = KeySamples::default();
        (0..100_u8).for_each(|key| samples.push_newest(&[key]));
        let kept: Vec<u8> = samples.in_order().map(|key| key[0]).collect();
        assert_eq!(kept, (36..100).collect::<Vec<u8>>());
    }

    #[test]
    fn some_of_all_are_spread_over_all() {
        let mut samples = KeySamples::default();
        (0..10_000_u16).for_each(|key| samples.push_some(&key.to_be_bytes()));
        let kept: Vec<u16> =
            samples.in_order().map(|key| u16::from_be_bytes([key[0], key[1]])).collect();
        assert!((KEPT / 2..KEPT).contains(&kept.len()));
        assert!(kept[0] < 300 && kept[kept.len() - 1] > 9_700, "{kept:?}");
        assert!(kept.windows(2).all(|pair| pair[1] - pair[0] < 300));
    }

    #[test]
    fn parting_loses_none() {
        let mut samples = KeySamples::default();
        (0..40_u8).for_each(|key| samples.push_some(&[key]));
        let (below, above) = samples.part(&[15]);
        assert_eq!((below.len(), above.len()), (15, 25));
    }
}
