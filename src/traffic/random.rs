//! Draws for traffic, made of integers alone: the same on every platform.

use crate::model::random::SplitMix64;

/// Draws of ranks, by how often each comes.
#[derive(Debug, Clone)]
pub enum Ranks {
    /// Each as often as every other.
    Even(u64),
    /// The first takes so many of a hundred, so many others share the rest evenly.
    FirstAnd {
        /// The share of the first, in percent.
        percent: u64,
        /// How many others there are.
        others: u64,
    },
    /// By weight.
    Weighted(Alias),
}

impl Ranks {
    /// How many ranks there are.
    pub fn len(&self) -> u64 {
        match self {
            Ranks::Even(count) => *count,
            Ranks::FirstAnd { others, .. } => others + 1,
            Ranks::Weighted(alias) => alias.slots.len() as u64,
        }
    }

    /// The rank that 64 random bits stand for.
    pub fn pick(&self, bits: u64) -> u64 {
        match self {
            Ranks::Even(count) => share(bits >> 32, *count),
            Ranks::FirstAnd { percent, others } => {
                let first = *others == 0 || share(bits & u64::from(u32::MAX), 100) < *percent;
                if first { 0 } else { 1 + share(bits >> 32, *others) }
            }
            Ranks::Weighted(alias) => alias.pick(bits),
        }
    }
}

/// A number below the bound, which takes 32 bits at most, for as many random bits.
fn share(bits: u64, bound: u64) -> u64 {
    (bits * bound) >> 32
}

/// Weighted draws in constant time (Walker's alias method, as Vose builds it).
#[derive(Debug, Clone)]
pub struct Alias {
    /// For each rank: below this threshold of 2^32 it is the rank itself, else the other one.
    slots: Vec<(u32, u32)>,
}

impl Alias {
    /// Draws of ranks with these weights. Weights of zero are never drawn unless all are.
    pub fn new(weights: &[u64]) -> Self {
        let count = weights.len().max(1);
        let total = weights.iter().sum::<u64>().max(1);
        // Both are cut to where the quotient of 32 binary places fits.
        let cut = (u64::BITS - total.leading_zeros()).saturating_sub(31);
        let scaled = |weight: u64| {
            let product = weight * count as u64;
            let (whole, rest) = (product / total, product % total);
            (whole << 32) + ((rest >> cut) << 32) / (total >> cut)
        };
        // Scaled so that the average is 2^32.
        let mut scaled: Vec<u64> = weights.iter().map(|weight| scaled(*weight)).collect();
        scaled.resize(count, 1 << 32);
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..count).partition(|&rank| scaled[rank] < 1 << 32);
        let mut slots: Vec<(u32, u32)> = (0..count).map(|rank| (u32::MAX, rank as u32)).collect();
        while let (Some(poor), Some(&rich)) = (small.pop(), large.last()) {
            slots[poor] = (scaled[poor] as u32, rich as u32);
            scaled[rich] -= (1 << 32) - scaled[poor];
            if scaled[rich] < 1 << 32 {
                large.pop();
                small.push(rich);
            }
        }
        Self { slots }
    }

    fn pick(&self, bits: u64) -> u64 {
        let at = share(bits >> 32, self.slots.len() as u64);
        let (threshold, other) = self.slots[at as usize];
        if (bits as u32) < threshold { at } else { u64::from(other) }
    }
}

/// The weights of a Zipf distribution over so many ranks, its exponent counted in halves: rank
/// `r` weighs `1 / (r + 1)^(halves / 2)`.
pub fn zipf_weights(ranks: u64, halves: u32) -> Vec<u64> {
    (1..=ranks.max(1)).map(|rank| zipf_weight(rank, halves)).collect()
}

fn zipf_weight(rank: u64, halves: u32) -> u64 {
    let whole = rank.saturating_pow(halves / 2).max(1);
    // The root is taken of a number that is 2^40 times as large, for twenty binary places.
    let root = if halves % 2 == 1 { (rank << 40).isqrt() } else { 1 << 20 };
    (1 << 60) / root.max(1) / whole
}

/// True this many times in a hundred. It does without the wide product of [`SplitMix64::percent`],
/// which is slow in a page; the bias is under 2^-25.
pub fn percent(random: &mut SplitMix64, chance: u64) -> bool {
    share(random.next_u64() >> 32, 100) < chance
}

/// Mixes a number into one that could be the hash of a partition key.
pub fn hash(number: u64) -> u64 {
    SplitMix64::new(number).next_u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(weights: &[u64], draws: u64) -> Vec<u64> {
        let alias = Alias::new(weights);
        let mut random = SplitMix64::new(1);
        let mut counts = vec![0; weights.len()];
        (0..draws).for_each(|_| counts[alias.pick(random.next_u64()) as usize] += 1);
        counts.iter().map(|count| count * 1_000 / draws).collect()
    }

    #[test]
    fn ranks_come_as_often_as_they_weigh() {
        let found = shares(&[5, 0, 3, 2], 1_000_000);
        assert!(found[1] == 0 && (498..=502).contains(&found[0]), "{found:?}");
        assert!((298..=302).contains(&found[2]) && (198..=202).contains(&found[3]), "{found:?}");
    }

    #[test]
    fn zipf_falls_as_its_exponent_says() {
        assert_eq!(zipf_weights(4, 0), [1 << 40; 4]);
        let steep = zipf_weights(4, 4);
        assert_eq!(steep[0] / steep[1], 4);
        assert_eq!(steep[0] / steep[3], 16);
        assert_eq!(zipf_weights(4, 1)[3] * 2, 1 << 40);
    }

    #[test]
    fn one_rank_or_none_can_be_drawn() {
        assert_eq!(shares(&[7], 10), [1_000]);
        assert_eq!(Alias::new(&[]).pick(3), 0);
    }
}
