//! Partitions of a run: the traffic of each beside what it can take, and what it throttles.
//!
//! Owns heat as a step of the ramp and the figures of each partition. Refuses to know colours.

use crate::traffic::{PartitionSample, Resource, Sample};

use super::shot::{self, Shot};
use crate::ui::model::words::{bytes, count, percent};

/// The steps of the heat ramp beyond cold.
const STEPS: u64 = 8;
/// What a partition can take.
const FULL: u64 = 1_000;
/// Samples for which a partition counts as just made.
const YOUNG: usize = 3;

/// One partition at one second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionLoad {
    /// What it is called.
    pub name: String,
    /// The traffic for it, in thousandths of what it can take.
    pub load: u64,
    /// The step of the ramp: 0 cold, 8 all that it can take.
    pub heat: u8,
    /// How full it stands, in percent.
    pub level: u64,
    /// The part of its requests that were throttled, in percent. An index throttles nothing by
    /// itself: what it can't take waits.
    pub throttled: u64,
    /// It gets more than it can take: requests for its keys are throttled, or, where it is an
    /// index's, writes to the table. What a limit of the whole table throttles makes it not hot.
    pub is_hot: bool,
    /// It came from a split a moment ago: 0 no, 1 as the lower half, 2 as the upper.
    pub born: u8,
    /// Where it begins.
    pub start: String,
    /// What is stored in it.
    pub bytes: u64,
}

impl PartitionLoad {
    fn from_sample(
        partitions: &[PartitionSample],
        at: usize,
        before: &[u32],
        throttles_by_itself: bool,
    ) -> Self {
        let partition = &partitions[at];
        let is_new = |at: usize| {
            partitions.get(at).is_some_and(|p| !before.is_empty() && !before.contains(&p.id.0))
        };
        // Halves are made in pairs, the lower with the lower number.
        let upper = at > 0 && is_new(at - 1) && partitions[at - 1].id.0 + 1 == partition.id.0;
        let load = u64::from(partition.read_permille) + u64::from(partition.write_permille);
        Self {
            name: format!("P{}", partition.id.0 + 1),
            load,
            heat: heat(load),
            level: load.min(FULL) / 10,
            throttled: share(partition.throttled, partition.attempts),
            is_hot: load > FULL || (throttles_by_itself && partition.throttled > 0),
            born: if is_new(at) { 1 + u8::from(upper) } else { 0 },
            start: start(partition),
            bytes: partition.bytes,
        }
    }

    /// Its load, in percent of what it can take.
    pub fn percent(&self) -> String {
        percent(self.load / 10, 100)
    }

    /// Its row of the table behind the picture.
    pub fn row(&self) -> Vec<String> {
        let throttled = percent(self.throttled, 100);
        vec![self.name.clone(), self.start.clone(), self.percent(), throttled, bytes(self.bytes)]
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
        true => hash + " (within an item collection)",
        false => hash,
    }
}

/// The partitions of the table or of its index at a sample, in the order of the hash space.
pub fn loads(shot: &Shot, at: usize, resource: Resource) -> Vec<PartitionLoad> {
    let samples = shot.run.samples();
    let Some(sample) = samples.get(at) else { return Vec::new() };
    let earlier = partitions(&samples[at.saturating_sub(YOUNG)], resource);
    let before: Vec<u32> = earlier.iter().map(|partition| partition.id.0).collect();
    let all = partitions(sample, resource);
    let by_itself = shot::by_partition(sample, &shot.scenario.load, resource);
    let load = |at| {
        let mut load = PartitionLoad::from_sample(all, at, &before, by_itself);
        if resource == Resource::Index {
            load.throttled = 0;
        }
        load
    };
    (0..all.len()).map(load).collect()
}

fn partitions(sample: &Sample, resource: Resource) -> &[PartitionSample] {
    match resource {
        Resource::Table => &sample.table.partitions,
        Resource::Index => sample.index.as_ref().map_or(&[], |index| &index.limits.partitions),
    }
}

/// The table and its index, if it has one: first what is hottest at the worst time of the run.
pub fn hottest_first(shot: &Shot) -> Vec<Resource> {
    let Some(worst) = shot.worst() else { return vec![Resource::Table] };
    let load = |resource| {
        let load = |p: &PartitionSample| p.read_permille + p.write_permille;
        partitions(worst, resource).iter().map(load).max()
    };
    let mut all = vec![Resource::Table, Resource::Index];
    all.retain(|resource| load(*resource).is_some());
    all.sort_by_key(|resource| std::cmp::Reverse(load(*resource)));
    all
}

/// All partitions of the table or its index in a sentence that begins with the hottest, and what
/// else throttles besides them at that sample. `loads` are theirs.
pub fn words(shot: &Shot, at: usize, resource: Resource, loads: &[PartitionLoad]) -> String {
    let Some(hottest) = loads.iter().max_by_key(|load| load.load) else {
        return String::new();
    };
    let whose = match resource {
        Resource::Table => "the table",
        Resource::Index => "the index",
    };
    let (name, percent) = (&hottest.name, hottest.percent());
    let hot = loads.iter().filter(|load| load.is_hot).count() as u64;
    let sample = shot.run.samples().get(at);
    let whole = sample.and_then(|s| shot::whole_limit(s, &shot.scenario.load, resource));
    let whole = whole.map(|limit| format!(" {limit}")).unwrap_or_default();
    if hot == 0 {
        return format!(
            "The hottest partition of {whose}, {name}, is at {percent} of its limit.{whole}"
        );
    }
    let effect = match resource {
        Resource::Table => "the excess is throttled",
        Resource::Index => "writes to the table are throttled",
    };
    let several = match hot {
        1 => String::new(),
        _ => format!(" {} of {} partitions are hot.", count(hot), count(loads.len() as u64)),
    };
    format!(
        "Partition {name} of {whose} is hot: its traffic is {percent} of its limit, and \
         {effect}.{several}{whole}"
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
