//! Partitions as segments of a bar.
//!
//! Owns where a hash lies between 0 and 1 and how hot a partition is beside an even share. Refuses
//! to know colours: heat is a step of the ramp.

use crate::engine::inspect::PartitionView;
use crate::model::PartitionHash;
use crate::ui::model::words::{bytes, count, items, share};

/// Steps of the heat ramp.
const HEAT_STEPS: f64 = 8.0;
/// The step of a partition with exactly an even share.
const EVEN_STEP: f64 = 4.0;

/// One partition as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its place, from 0.
    pub index: usize,
    /// The first hash that it holds.
    pub first: PartitionHash,
    /// The last.
    pub last: PartitionHash,
    /// Its left edge, from 0 to 1.
    pub x: f64,
    /// Its part of the bar.
    pub width: f64,
    /// Its items.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Distinct partition keys.
    pub collections: u64,
    /// Its part of all bytes, from 0 to 1.
    pub share: f64,
    /// Its bytes beside those of the fullest partition, from 0 to 1.
    pub level: f64,
    /// Step of the heat ramp: 0 empty, 4 an even share, 8 twice that or more.
    pub heat: u8,
}

impl Segment {
    /// One that holds nothing, for a place whose partition is gone.
    pub fn empty(index: usize) -> Self {
        Self {
            index,
            first: PartitionHash(0),
            last: PartitionHash(0),
            x: 0.0,
            width: 0.0,
            items: 0,
            bytes: 0,
            collections: 0,
            share: 0.0,
            level: 0.0,
            heat: 0,
        }
    }

    /// Its number as people count.
    pub fn number(&self) -> usize {
        self.index + 1
    }

    /// Its share of all bytes as a percentage.
    pub fn share_text(&self) -> String {
        percent(self.share)
    }

    /// The hashes that it holds, shortened to their first four digits.
    pub fn range_text(&self) -> String {
        format!("{:04x}… to {:04x}…", self.first.0 >> 48, self.last.0 >> 48)
    }

    /// Everything about it in a line.
    pub fn words(&self) -> String {
        format!(
            "Partition {}: {}, {}, {} of all bytes",
            self.number(),
            items(self.items),
            bytes(self.bytes),
            self.share_text()
        )
    }
}

/// The partitions as segments, in order of their hashes.
pub fn segments(partitions: &[PartitionView]) -> Vec<Segment> {
    let total: u64 = partitions.iter().map(|partition| partition.bytes).sum();
    let fullest = partitions.iter().map(|partition| partition.bytes).max().unwrap_or(0);
    let even = ratio(total, partitions.len() as u64);
    let of = |(index, view): (usize, &PartitionView)| {
        let (first, last) = (view.hashes.first, view.hashes.last);
        let x = position_of(first);
        Segment {
            index,
            first,
            last,
            x,
            width: position_of(last) - x,
            items: view.items,
            bytes: view.bytes,
            collections: view.collections,
            share: ratio(view.bytes, total),
            level: ratio(view.bytes, fullest),
            heat: heat(view.bytes, even),
        }
    };
    partitions.iter().enumerate().map(of).collect()
}

/// Where a hash lies in the hash space, from 0 to 1.
pub fn position_of(hash: PartitionHash) -> f64 {
    hash.0 as f64 / (u64::MAX as f64)
}

/// The place of the segment that holds the hash.
pub fn partition_of(segments: &[Segment], hash: PartitionHash) -> Option<usize> {
    segments.iter().position(|segment| segment.first <= hash && hash <= segment.last)
}

/// How even the load is, in a sentence; `None` when there is nothing to compare.
pub fn balance_words(segments: &[Segment]) -> Option<String> {
    let fullest = segments.iter().max_by_key(|segment| segment.bytes)?;
    if fullest.bytes == 0 || segments.len() < 2 {
        return None;
    }
    let even = percent(1.0 / segments.len() as f64);
    let (share, number) = (fullest.share_text(), fullest.number());
    Some(format!(
        "Partition {number} stores the most: {share} of the bytes (an even share is {even}). The \
         bars are relative to it."
    ))
}

/// What the bar shows, for those who do not see it.
pub fn bar_words(place: &str, segments: &[Segment]) -> String {
    let total: u64 = segments.iter().map(|segment| segment.items).sum();
    let number = count(segments.len() as u64);
    let plural = if segments.len() == 1 { "" } else { "s" };
    let details = segments.iter().map(Segment::words).collect::<Vec<_>>().join("; ");
    format!("{} of {place} in {number} partition{plural}. {details}.", items(total))
}

fn heat(bytes: u64, even: f64) -> u8 {
    if bytes == 0 || even == 0.0 {
        return 0;
    }
    (bytes as f64 / even * EVEN_STEP).round().clamp(1.0, HEAT_STEPS) as u8
}

fn percent(part: f64) -> String {
    if part > 0.0 && part < 0.01 { "under 1%".into() } else { share(part) }
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::partition::Ring;

    /// Segments of even partitions with these bytes; each item has 100.
    pub fn with_bytes(bytes: &[u64]) -> Vec<Segment> {
        let ring = Ring::even(bytes.len() as u32);
        let view = |(hashes, bytes): (&crate::partition::HashRange, &u64)| PartitionView {
            hashes: *hashes,
            items: bytes / 100,
            bytes: *bytes,
            collections: 1,
            largest: Vec::new(),
        };
        segments(&ring.ranges().iter().zip(bytes).map(view).collect::<Vec<_>>())
    }

    #[test]
    fn segments_fill_the_bar_from_end_to_end() {
        let bar = with_bytes(&[0, 0, 0, 0, 0]);
        assert_eq!(bar[0].x, 0.0);
        assert!((bar[4].x + bar[4].width - 1.0).abs() < 1e-9);
        assert!(bar.windows(2).all(|pair| (pair[0].x + pair[0].width - pair[1].x).abs() < 1e-9));
    }

    #[test]
    fn heat_is_measured_against_an_even_share() {
        let heat = |bytes: &[u64]| with_bytes(bytes).iter().map(|s| s.heat).collect::<Vec<_>>();
        assert_eq!(heat(&[100, 100]), [4, 4]);
        assert_eq!(heat(&[300, 100, 0, 0]), [8, 4, 0, 0]);
        assert_eq!(heat(&[0, 0]), [0, 0]);
        assert_eq!(heat(&[10_000, 1]), [8, 1]);
    }

    #[test]
    fn shares_and_levels_are_parts_of_one() {
        let bar = with_bytes(&[300, 100]);
        assert_eq!((bar[0].share, bar[1].share), (0.75, 0.25));
        assert_eq!(bar[0].level, 1.0);
        assert_eq!(bar[1].share_text(), "25%");
        assert_eq!(bar[0].range_text(), "0000… to 7fff…");
    }

    #[test]
    fn each_hash_has_its_partition() {
        let bar = with_bytes(&[0, 0, 0, 0]);
        let of = |hash| partition_of(&bar, PartitionHash(hash));
        assert_eq!((of(0), of(u64::MAX / 2 + 1), of(u64::MAX)), (Some(0), Some(2), Some(3)));
        assert_eq!(partition_of(&[], PartitionHash(0)), None);
    }

    #[test]
    fn the_words_name_the_fullest_partition() {
        let words = balance_words(&with_bytes(&[100, 300])).unwrap();
        assert_eq!(
            words,
            "Partition 2 stores the most: 75% of the bytes (an even share is 50%). The bars are \
             relative to it."
        );
        assert_eq!(balance_words(&with_bytes(&[0, 0])), None);
        assert_eq!(balance_words(&with_bytes(&[100])), None);
    }

    #[test]
    fn the_text_alternative_names_every_partition() {
        let words = bar_words("the table T", &with_bytes(&[100, 300]));
        assert!(
            words.starts_with("4 items of the table T in 2 partitions. Partition 1: 1 item, 100 B")
        );
        assert!(words.contains("Partition 2: 3 items"));
    }
}
