//! Counts of what became of requests.
//!
//! Owns counting and the latencies. Refuses to know why a request was refused beyond its reason.

use super::sample::Place;
use crate::capacity::{Direction, Limit, Tokens};

/// Why a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Throttle {
    /// Whose limit.
    pub place: Place,
    /// Of reading or of writing.
    pub direction: Direction,
    /// Which limit.
    pub limit: Limit,
}

/// There are as many as `ThrottlingReason` has values.
const REASONS: usize = 16;
const PLACES: [Place; 2] = [Place::Table, Place::Index];
const DIRECTIONS: [Direction; 2] = [Direction::Read, Direction::Write];
const LIMITS: [Limit; 4] = [
    Limit::ProvisionedThroughput,
    Limit::KeyRangeThroughput,
    Limit::AccountLimit,
    Limit::MaxOnDemandThroughput,
];

impl Throttle {
    /// The service's name for it: `TableWriteKeyRangeThroughputExceeded`.
    pub fn reason(self) -> String {
        self.limit.reason(self.place == Place::Index, self.direction)
    }

    fn number(self) -> usize {
        self.place as usize * 8 + self.direction as usize * 4 + self.limit as usize
    }

    fn of_number(number: usize) -> Self {
        Self {
            place: PLACES[number / 8],
            direction: DIRECTIONS[number / 4 % 2],
            limit: LIMITS[number % 4],
        }
    }
}

/// Counts of one second, or of several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Requests that were begun. Each write of a batch is one, and so is each read of a fan-out.
    pub begun: u64,
    /// Attempts, retries included.
    pub attempts: u64,
    /// Requests that were granted, at whichever attempt; those that the cache served included.
    pub granted: u64,
    /// Requests whose client gave up.
    pub given_up: u64,
    /// Writes that came back unprocessed and were dropped.
    pub lost: u64,
    /// Inserts that were refused because their collection is as large as a local index allows.
    pub full: u64,
    /// Reads that gave an item as it was before the latest write.
    pub stale: u64,
    /// Reads that the cache served.
    pub hits: u64,
    /// Reads that the cache was asked for and didn't have.
    pub misses: u64,
    /// Read units that the cache saved.
    pub saved: Tokens,
    /// Read units taken of the table.
    pub read: Tokens,
    /// Write units taken of the table.
    pub write: Tokens,
    /// Write units taken of the index.
    pub index_write: Tokens,
    throttled: [u64; REASONS],
    latencies: Latencies,
}

impl Tally {
    /// Counts a request that was granted after so many milliseconds.
    pub fn grant(&mut self, millis: u64) {
        self.granted += 1;
        self.latencies.count(millis);
    }

    /// Counts units taken of the table.
    pub fn consume(&mut self, direction: Direction, tokens: Tokens) {
        match direction {
            Direction::Read => self.read += tokens,
            Direction::Write => self.write += tokens,
        }
    }

    /// Counts an attempt that was refused.
    pub fn throttle(&mut self, throttle: Throttle) {
        self.throttled[throttle.number()] += 1;
    }

    /// Attempts that were refused, by reason; only the reasons that there were.
    pub fn throttled(&self) -> Vec<(Throttle, u64)> {
        let counts = self.throttled.iter().enumerate().filter(|(_, count)| **count > 0);
        counts.map(|(number, count)| (Throttle::of_number(number), *count)).collect()
    }

    /// Attempts that were throttled.
    pub fn refused(&self) -> u64 {
        self.throttled.iter().sum()
    }

    /// The latency below which so many of a thousand granted requests stayed, in milliseconds, to
    /// about a quarter of it. Zero when none was granted.
    pub fn latency(&self, permille: u64) -> u64 {
        self.latencies.below(permille)
    }

    /// Adds what was counted later.
    pub fn add(&mut self, later: &Tally) {
        self.begun += later.begun;
        self.attempts += later.attempts;
        self.granted += later.granted;
        self.given_up += later.given_up;
        self.lost += later.lost;
        self.full += later.full;
        self.stale += later.stale;
        self.hits += later.hits;
        self.misses += later.misses;
        self.saved += later.saved;
        self.read += later.read;
        self.write += later.write;
        self.index_write += later.index_write;
        add_each(&mut self.throttled, &later.throttled);
        add_each(&mut self.latencies.0, &later.latencies.0);
    }
}

fn add_each(sums: &mut [u64], more: &[u64]) {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

/// Powers of two of milliseconds, the last for all that takes longer than some minutes.
const POWERS: usize = 20;
/// Each is cut into so many.
const CUTS: u64 = 4;

/// How many requests took how long.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Latencies([u64; POWERS * CUTS as usize]);

impl Default for Latencies {
    fn default() -> Self {
        Self([0; POWERS * CUTS as usize])
    }
}

impl Latencies {
    fn count(&mut self, millis: u64) {
        let millis = millis.clamp(1, (1 << POWERS) - 1);
        let power = millis.ilog2() as usize;
        let cut = ((millis - (1 << power)) * CUTS) >> power;
        let at = power * CUTS as usize + cut as usize;
        self.0[at] += 1;
    }

    fn below(&self, permille: u64) -> u64 {
        let all: u64 = self.0.iter().sum();
        let wanted = (all * permille).div_ceil(1_000);
        let mut seen = 0;
        for (at, count) in self.0.iter().enumerate().filter(|(_, count)| **count > 0) {
            seen += count;
            if seen >= wanted {
                let (power, cut) = (at as u64 / CUTS, at as u64 % CUTS);
                return ((CUTS + cut + 1) << power).div_ceil(CUTS);
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_own_name_and_place() {
        let mut names: Vec<String> =
            (0..REASONS).map(|number| Throttle::of_number(number).reason()).collect();
        assert!((0..REASONS).all(|number| Throttle::of_number(number).number() == number));
        assert_eq!(names[6], "TableWriteAccountLimitExceeded");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), REASONS);
    }

    #[test]
    fn latencies_are_told_to_a_quarter() {
        let mut tally = Tally::default();
        (0..99).for_each(|_| tally.grant(5));
        tally.grant(7_005);
        assert_eq!((tally.latency(500), tally.latency(990), tally.latency(999)), (6, 6, 7_168));
        assert_eq!(Tally::default().latency(500), 0);
        tally.grant(u64::MAX);
        assert_eq!(tally.latency(1_000), 1 << 20);
    }

    #[test]
    fn tallies_add_up() {
        let throttle =
            Throttle { place: Place::Index, direction: Direction::Write, limit: LIMITS[1] };
        let mut tally = Tally { begun: 3, misses: 1, ..Tally::default() };
        tally.consume(Direction::Read, Tokens::of_units(2));
        tally.throttle(throttle);
        tally.grant(5);
        let mut sum = tally.clone();
        sum.add(&tally);
        assert_eq!((sum.begun, sum.misses, sum.granted, sum.read.units()), (6, 2, 2, 4));
        assert_eq!(sum.throttled(), [(throttle, 2)]);
    }
}
