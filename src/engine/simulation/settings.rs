//! What may be chosen of the simulation.

/// How the simulated service behaves where AWS promises no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimulationSettings {
    /// Where chance begins.
    pub seed: u64,
    /// Eventually consistent reads that a replica behind the leader answers, in percent. Two of
    /// three replicas follow.
    pub follower_percent: u64,
    /// Milliseconds that such a replica is behind.
    pub follower_lag: u64,
    /// Milliseconds until a global index shows a write, if it can take it.
    pub index_lag: u64,
    /// How many items each stored item stands for, so that partitions of 10 GB fill with data that
    /// fits a browser. One is no scale at all.
    pub scale: u64,
}

impl SimulationSettings {
    /// The longest lag that may be set: a day.
    pub const LONGEST_LAG: u64 = 86_400_000;
    /// The largest scale.
    pub const LARGEST_SCALE: u64 = 1_000_000_000;

    /// The same within what may be set.
    pub fn within_bounds(self) -> Self {
        Self {
            seed: self.seed,
            follower_percent: self.follower_percent.min(100),
            follower_lag: self.follower_lag.min(Self::LONGEST_LAG),
            index_lag: self.index_lag.min(Self::LONGEST_LAG),
            scale: self.scale.clamp(1, Self::LARGEST_SCALE),
        }
    }
}

impl Default for SimulationSettings {
    fn default() -> Self {
        Self { seed: 1, follower_percent: 66, follower_lag: 20, index_lag: 50, scale: 1 }
    }
}
