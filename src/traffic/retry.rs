//! What a client does when it is refused.
//!
//! Owns how long it waits and how often it tries. The numbers are those of the SDKs (botocore
//! 1.44, November 2026): four attempts, one second before the first retry of a throttled request,
//! doubled each time, 20 seconds at most. Refuses to know why it was refused.

use crate::model::random::SplitMix64;

/// Attempts in all.
pub const ATTEMPTS: u32 = 4;
/// The wait before the first retry.
const BASE_MILLIS: u64 = 1_000;
/// The longest wait.
pub const LONGEST_MILLIS: u64 = 20_000;

/// How a client goes on after it was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// It gives up.
    Never,
    /// It waits twice as long each time; all clients that were refused together come back together.
    Backoff,
    /// It waits anything up to that, so that they come back one by one ("full jitter").
    BackoffWithJitter,
}

impl Retry {
    /// How long to wait after so many attempts; none when the client gives up.
    pub fn wait(self, attempts: u32, random: &mut SplitMix64) -> Option<u64> {
        if attempts >= ATTEMPTS {
            return None;
        }
        let longest = longest_wait(attempts);
        match self {
            Retry::Never => None,
            Retry::Backoff => Some(longest),
            Retry::BackoffWithJitter => Some(random.below(longest + 1)),
        }
    }
}

/// How long a client waits before it sends again what came back unprocessed for the so manieth
/// time: anything up to twice as long each time.
pub fn resubmit_wait(rounds: u32, random: &mut SplitMix64) -> u64 {
    random.below(longest_wait(rounds) + 1)
}

fn longest_wait(attempts: u32) -> u64 {
    let doubled = BASE_MILLIS.saturating_mul(1 << attempts.saturating_sub(1).min(16));
    doubled.min(LONGEST_MILLIS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_end_after_four_attempts() {
        let mut random = SplitMix64::new(1);
        let waits = [1, 2, 3, 4].map(|tries| Retry::Backoff.wait(tries, &mut random));
        assert_eq!(waits, [Some(1_000), Some(2_000), Some(4_000), None]);
        assert_eq!(Retry::Never.wait(1, &mut random), None);
    }

    #[test]
    fn jitter_spreads_over_the_whole_wait() {
        let mut random = SplitMix64::new(1);
        let waits: Vec<u64> =
            (0..1_000).filter_map(|_| Retry::BackoffWithJitter.wait(2, &mut random)).collect();
        assert!(waits.iter().all(|&wait| wait <= 2_000));
        let mean = waits.iter().sum::<u64>() / 1_000;
        assert!((950..1_050).contains(&mean), "{mean}");
    }
}
