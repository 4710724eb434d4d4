//! What a client does with a throttled request: how long it waits, how often it tries.
//!
//! The numbers are those of the SDKs' standard mode (botocore 1.44, November 2026): four attempts,
//! one second before the first retry of a throttled request, doubled each time, at most 20 seconds
//! (`retries/standard.py`). Refuses to know why a request was throttled.

use super::pattern::DrawnKey;
use crate::model::random::SplitMix64;

/// Attempts in all.
pub const ATTEMPTS: u32 = 4;
/// The wait before the first retry.
const BASE_MILLIS: u64 = 1_000;
/// The longest wait.
pub const LONGEST_MILLIS: u64 = 20_000;

/// How a client goes on after a request was throttled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// It gives up.
    Never,
    /// It waits twice as long each time. Clients that were throttled together come back together.
    Backoff,
    /// It waits anything up to that ("full jitter"), so that they come back one by one.
    BackoffWithJitter,
}

impl Retry {
    /// Milliseconds to wait after the `attempts`th attempt; none when the client gives up.
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

/// Milliseconds that a client waits before it sends again what came back as `UnprocessedItems` for
/// the `rounds`th time: anything up to twice as long each time, as the documentation advises.
pub fn resubmit_wait(rounds: u32, random: &mut SplitMix64) -> u64 {
    random.below(longest_wait(rounds) + 1)
}

fn longest_wait(attempts: u32) -> u64 {
    let doubled = BASE_MILLIS.saturating_mul(1 << attempts.saturating_sub(1).min(16));
    doubled.min(LONGEST_MILLIS)
}

/// Milliseconds that the wheel reaches ahead: a power of two above the longest wait, so that no two
/// times that are waited for share a list.
const TICKS: usize = 1 << 15;
/// Requests that clients hold at most; one more is given up.
pub const MOST_WAITING: usize = 500_000;
/// Lists that are kept to be used again.
const SPARE: usize = 64;
/// The longest list that is kept. A crowd in one millisecond makes one list large, and lists go from
/// tick to tick: without a bound, each would in time be as large as the largest.
const SPARE_CAPACITY: usize = 256;

/// One request, through all its attempts.
#[derive(Debug, Clone, Copy)]
pub struct Request {
    /// The key that it is for.
    pub key: DrawnKey,
    /// The millisecond in which the client made it.
    pub began: u32,
    /// Attempts so far in this call of the SDK.
    pub attempts: u8,
    /// Calls that came back with it unprocessed.
    pub rounds: u8,
    /// Whether it writes.
    pub write: bool,
}

/// A timing wheel: requests that wait for their next attempt, in a list for each millisecond of the
/// longest wait, so that waiting needs no sorting. Those of one millisecond stay in the order in which
/// they came.
#[derive(Debug, Clone)]
pub struct Wheel {
    ticks: Vec<Vec<Request>>,
    spare: Vec<Vec<Request>>,
    count: usize,
}

impl Wheel {
    /// A wheel on which nothing waits.
    pub fn new() -> Self {
        Self { ticks: vec![Vec::new(); TICKS], spare: Vec::new(), count: 0 }
    }

    /// How many requests wait.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Lets a request wait until `due`, which must be after now and within the longest wait. Returns
    /// whether there was room.
    pub fn push(&mut self, due: u64, request: Request) -> bool {
        if self.count == MOST_WAITING {
            return false;
        }
        let tick = &mut self.ticks[due as usize % TICKS];
        if tick.capacity() == 0 {
            *tick = self.spare.pop().unwrap_or_default();
        }
        tick.push(request);
        self.count += 1;
        true
    }

    /// Takes the requests that are due in this millisecond.
    pub fn take(&mut self, now: u64) -> Vec<Request> {
        let due = std::mem::take(&mut self.ticks[now as usize % TICKS]);
        self.count -= due.len();
        due
    }

    /// Takes back a list from [`Wheel::take`], so that its memory is used again.
    pub fn give_back(&mut self, mut list: Vec<Request>) {
        list.clear();
        if (1..=SPARE_CAPACITY).contains(&list.capacity()) && self.spare.len() < SPARE {
            self.spare.push(list);
        }
    }
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

    fn request(began: u32) -> Request {
        let key = DrawnKey { partition: 0, sort: 0, item: 0 };
        Request { key, began, attempts: 0, rounds: 0, write: true }
    }

    fn due(wheel: &mut Wheel, now: u64) -> Vec<u32> {
        let due = wheel.take(now);
        let began = due.iter().map(|request| request.began).collect();
        wheel.give_back(due);
        began
    }

    #[test]
    fn requests_come_when_they_are_due_in_the_order_they_went() {
        let mut wheel = Wheel::new();
        for (at, began) in [(7, 1), (LONGEST_MILLIS, 2), (7, 3), (8, 4)] {
            assert!(wheel.push(at, request(began)));
        }
        assert_eq!(due(&mut wheel, 7), [1, 3]);
        assert!(wheel.push(9, request(5)));
        assert_eq!((wheel.len(), wheel.spare.len()), (3, 0), "the list is used again");
        assert_eq!((due(&mut wheel, 8), due(&mut wheel, 9)), (vec![4], vec![5]));
        assert_eq!(due(&mut wheel, LONGEST_MILLIS), [2]);
        assert_eq!(wheel.len(), 0);
    }

    #[test]
    fn there_is_an_end_to_waiting() {
        assert!((LONGEST_MILLIS as usize) < TICKS);
        let mut wheel = Wheel::new();
        assert!((0..MOST_WAITING).all(|_| wheel.push(5, request(0))));
        assert!(!wheel.push(5, request(0)));
        assert_eq!(wheel.take(5).len(), MOST_WAITING);
        assert!(wheel.push(6, request(0)));
    }
}
