//! The samples of a run, as many as memory is worth.
//!
//! Owns thinning out: up to a bound every second has a sample of its own; beyond it, two and two
//! become one, as often as it takes. Nothing that was counted is lost. Refuses to know what a
//! sample tells.

use super::sample::Sample;

/// Samples that are kept: over an hour by the second, a day by the half minute.
const MOST_SAMPLES: usize = 4_096;
/// Partitions in all samples together.
const MOST_PARTITIONS: usize = 400_000;

/// Samples in order.
#[derive(Debug, Clone)]
pub struct History {
    samples: Vec<Sample>,
    /// Seconds that a sample covers when it is complete.
    span: u64,
    partitions: usize,
}

impl History {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { samples: Vec::new(), span: 1, partitions: 0 }
    }

    /// The samples so far. The last may still grow.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// Adds the next second.
    pub fn push(&mut self, sample: Sample) {
        self.partitions += sample.partitions();
        match self.samples.last_mut() {
            Some(last) if last.seconds < self.span => {
                self.partitions -= last.partitions();
                last.join(sample);
            }
            _ => self.samples.push(sample),
        }
        if self.samples.len() > MOST_SAMPLES || self.partitions > MOST_PARTITIONS {
            self.halve();
        }
    }

    fn halve(&mut self) {
        self.span *= 2;
        let mut halved: Vec<Sample> = Vec::with_capacity(self.samples.len().div_ceil(2));
        for sample in std::mem::take(&mut self.samples) {
            match halved.last_mut() {
                Some(last) if last.seconds < self.span => last.join(sample),
                _ => halved.push(sample),
            }
        }
        self.partitions = halved.iter().map(Sample::partitions).sum();
        self.samples = halved;
    }
}
