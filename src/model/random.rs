//! Random numbers that are the same on every platform.
//!
//! Owns SplitMix64 (Steele, Lea and Flood, 2014) and draws made of it by integers alone: a float
//! could round differently elsewhere. Refuses to know what is drawn, and is no source of secrets.

/// SplitMix64: 64 bits of state, one addition and three shifts per number.
#[derive(Debug, Clone)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// The sequence of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below the bound, 0 if the bound is 0. The bias of the multiplication is under
    /// `bound / 2^64`, which no dataset here could show.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next_u64()) * u128::from(bound)) >> 64) as u64
    }

    /// A number of the range, both ends included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True this many times in a hundred.
    pub fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// One of these, each as likely as the others. An array, so that there is one.
    pub fn pick<T: Copy, const N: usize>(&mut self, of: &[T; N]) -> T {
        const { assert!(N > 0) };
        of[self.below(N as u64) as usize]
    }

    /// Puts the elements in a random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, elements: &mut [T]) {
        for last in (1..elements.len()).rev() {
            elements.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

/// A Zipf distribution of exponent 1 over ranks `0..n`: rank `r` weighs `2^32 / (r + 1)`,
/// rounded down.
#[derive(Debug, Clone)]
pub struct Zipf {
    cumulative: Vec<u64>,
}

impl Zipf {
    /// Over this many ranks, at least one.
    pub fn new(ranks: usize) -> Self {
        let weight = |rank: u64| (1_u64 << 32) / (rank + 1);
        let add = |sum: &mut u64, rank| {
            *sum += weight(rank);
            Some(*sum)
        };
        Self { cumulative: (0..ranks.max(1) as u64).scan(0, add).collect() }
    }

    /// A rank; 0 is the likeliest.
    pub fn draw(&self, random: &mut SplitMix64) -> usize {
        let at = random.below(self.total());
        self.cumulative.partition_point(|&sum| sum <= at)
    }

    /// The share of rank 0, in thousandths, rounded down.
    pub fn hottest_permille(&self) -> u32 {
        (self.cumulative[0] * 1000 / self.total()) as u32
    }

    fn total(&self) -> u64 {
        *self.cumulative.last().expect("there is at least one rank")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs for seed 1234567, as published with the reference implementation.
    #[test]
    fn splitmix64_is_the_published_one() {
        let mut random = SplitMix64::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| random.next_u64()).collect();
        assert_eq!(
            first,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn draws_keep_to_their_bounds() {
        let mut random = SplitMix64::new(7);
        assert!((0..1000).all(|_| random.below(10) < 10));
        assert!((0..1000).all(|_| (3..=5).contains(&random.between(3, 5))));
        assert_eq!(random.below(0), 0);
    }

    #[test]
    fn zipf_halves_from_rank_to_rank_as_one_over_r() {
        let zipf = Zipf::new(10);
        let mut random = SplitMix64::new(1);
        let mut counts = [0_u32; 10];
        (0..100_000).for_each(|_| counts[zipf.draw(&mut random)] += 1);
        // 1 / (1 + 1/2 + … + 1/10) is 34.14 %.
        assert_eq!(zipf.hottest_permille(), 341);
        assert!((33_500..34_800).contains(&counts[0]), "{counts:?}");
        assert!((16_500..17_700).contains(&counts[1]), "{counts:?}");
        assert!(counts.windows(2).all(|pair| pair[0] > pair[1]), "{counts:?}");
    }

    #[test]
    fn shuffling_loses_nothing() {
        let mut elements = [0, 1, 2, 3, 4, 5];
        SplitMix64::new(9).shuffle(&mut elements);
        let mut sorted = elements;
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3, 4, 5]);
        assert_ne!(elements, sorted);
    }
}
