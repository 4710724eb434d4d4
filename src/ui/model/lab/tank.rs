//! Partitions as tanks: how much is asked of each beside what it serves, and what it refuses.
//!
//! Owns heat as a step of the ramp and the figures in each tank. Refuses to know colours.

use crate::traffic::{PartitionSample, Sample};
use crate::ui::model::words::{bytes, count};

/// The steps of the heat ramp beyond cold.
const STEPS: u64 = 8;
/// What a partition serves.
const FULL: u64 = 1_000;
/// Samples for which a partition counts as just made.
const YOUNG: usize = 3;

/// One partition at one second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tank {
    /// What it is called.
    pub name: String,
    /// What was asked of it, in thousandths of what it serves.
    pub asked: u64,
    /// The step of the ramp: 0 cold, 8 all that it serves.
    pub heat: u8,
    /// How full it stands, in percent.
    pub level: u64,
    /// What it refused of what was asked, in percent.
    pub refused: u64,
    /// It came from a split a moment ago: 0 no, 1 as the lower half, 2 as the upper.
    pub born: u8,
    /// Where it begins.
    pub start: String,
    /// What is stored in it.
    pub bytes: u64,
}

impl Tank {
    fn of(partitions: &[PartitionSample], at: usize, before: &[u32]) -> Self {
        let partition = &partitions[at];
        let is_new = |at: usize| {
            partitions.get(at).is_some_and(|p| !before.is_empty() && !before.contains(&p.id.0))
        };
        // Halves are made in pairs, the lower with the lower number.
        let upper = at > 0 && is_new(at - 1) && partitions[at - 1].id.0 + 1 == partition.id.0;
        let asked = u64::from(partition.read_permille) + u64::from(partition.write_permille);
        Self {
            name: format!("P{}", partition.id.0 + 1),
            asked,
            heat: heat(asked),
            level: asked.min(FULL) / 10,
            refused: share(partition.throttled, partition.attempts),
            born: if is_new(at) { 1 + u8::from(upper) } else { 0 },
            start: start(partition),
            bytes: partition.bytes,
        }
    }

    /// The load in its tank.
    pub fn percent(&self) -> String {
        format!("{} %", count(self.asked / 10))
    }

    /// Its row of the table behind the picture.
    pub fn row(&self) -> Vec<String> {
        let refused = format!("{} %", self.refused);
        vec![self.name.clone(), self.start.clone(), self.percent(), refused, bytes(self.bytes)]
    }
}

/// A part in percent; not none if there is some.
fn share(part: u64, whole: u64) -> u64 {
    let rounded = (part * 100 + whole / 2) / whole.max(1);
    rounded.max(u64::from(part > 0))
}

/// Where a partition begins, in the first four digits of a hash.
fn start(partition: &PartitionSample) -> String {
    let hash = format!("{:0>4x}…", partition.start >> 48);
    match partition.begins_within_a_collection() {
        true => hash + " within a collection",
        false => hash,
    }
}

/// Whose tanks.
pub type Of = fn(&Sample) -> &[PartitionSample];

/// The table's partitions.
pub fn of_table(sample: &Sample) -> &[PartitionSample] {
    &sample.table.partitions
}

/// The index's partitions; none without an index.
pub fn of_index(sample: &Sample) -> &[PartitionSample] {
    sample.index.as_ref().map_or(&[], |index| &index.limits.partitions)
}

/// The tanks at a sample, in the order of the hash space.
pub fn tanks(samples: &[Sample], at: usize, of: Of) -> Vec<Tank> {
    let Some(sample) = samples.get(at) else { return Vec::new() };
    let earlier = of(&samples[at.saturating_sub(YOUNG)]);
    let before: Vec<u32> = earlier.iter().map(|partition| partition.id.0).collect();
    let all = of(sample);
    (0..all.len()).map(|at| Tank::of(all, at, &before)).collect()
}

/// All tanks in a sentence.
pub fn words(tanks: &[Tank]) -> String {
    let hot = tanks.iter().filter(|tank| tank.asked > FULL).count() as u64;
    let Some(hottest) = tanks.iter().max_by_key(|tank| tank.asked) else {
        return String::new();
    };
    let number = count(tanks.len() as u64);
    let plural = if tanks.len() == 1 { "" } else { "s" };
    let over = match hot {
        0 => "none is asked for more than it serves".into(),
        1 => "one is asked for more than it serves".into(),
        many => format!("{} are asked for more than they serve", count(many)),
    };
    format!(
        "{number} partition{plural}: {} is the hottest at {}; {over}.",
        hottest.name,
        hottest.percent()
    )
}

fn heat(permille: u64) -> u8 {
    if permille == 0 { 0 } else { (permille * STEPS / FULL).clamp(1, STEPS) as u8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heat_begins_with_the_first_request_and_ends_at_the_limit() {
        assert_eq!([0, 1, 500, 999, 1_000, 9_000].map(heat), [0, 1, 4, 7, 8, 8]);
    }

    #[test]
    fn a_small_part_is_not_none() {
        assert_eq!([share(0, 0), share(0, 9), share(1, 900), share(500, 1_500)], [0, 0, 1, 33]);
    }
}
