//! Draws for traffic, made of integers alone: the same on every platform.

use crate::model::random::SplitMix64;

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
        let total = weights.iter().map(|&w| u128::from(w)).sum::<u128>().max(1);
        // Scaled so that the average is 2^32.
        let mut scaled: Vec<u128> =
            weights.iter().map(|&w| (u128::from(w) * count as u128) * (1 << 32) / total).collect();
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

    /// How many ranks there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// The rank that 64 random bits stand for.
    pub fn pick(&self, bits: u64) -> u64 {
        let at = ((bits >> 32) * self.slots.len() as u64) >> 32;
        let (threshold, other) = self.slots[at as usize];
        if (bits as u32) < threshold { at } else { u64::from(other) }
    }
}

/// The weights of a Zipf distribution over so many ranks, its exponent counted in halves: rank
/// `r` weighs `1 / (r + 1)^(halves / 2)`.
pub fn zipf_weights(ranks: u64, halves: u32) -> Vec<u64> {
    (1..=ranks.max(1)).map(|rank| (1 << 40) / root_of_power(rank, halves)).collect()
}

/// `rank^(halves / 2)`, rounded down, at least one.
fn root_of_power(rank: u64, halves: u32) -> u64 {
    let power = u128::from(rank).saturating_pow(halves);
    u64::try_from(power.isqrt()).unwrap_or(u64::MAX).max(1)
}

/// True this many times in a hundred. It does without the wide product of [`SplitMix64::percent`],
/// which is slow in a page; the bias is under 2^-25.
pub fn percent(random: &mut SplitMix64, chance: u64) -> bool {
    ((random.next_u64() >> 32) * 100) >> 32 < chance
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
