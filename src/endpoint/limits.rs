//! How much the server takes on: bytes on their way, and memory in all.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use sysinfo::{MemoryRefreshKind, Pid, ProcessRefreshKind, ProcessesToUpdate, RefreshKind, System};

/// Request bodies and large answers that may be in memory at once, over all connections.
const IN_FLIGHT: usize = 256 * MIB as usize;
/// How often the memory is looked at. What can be written in this time is small beside it.
const LOOK: Duration = Duration::from_millis(100);
const MIB: u64 = 1024 * 1024;

/// Bytes of bodies that are in memory.
#[derive(Debug, Clone, Default)]
pub(super) struct InFlight(Arc<AtomicUsize>);

/// A part of them, until it is dropped.
#[derive(Debug)]
pub(super) struct Held {
    of: InFlight,
    bytes: usize,
}

impl InFlight {
    /// Whether there is room for more.
    pub(super) fn has_room(&self) -> bool {
        self.0.load(Ordering::Relaxed) < IN_FLIGHT
    }

    /// Counts nothing yet.
    pub(super) fn hold(&self) -> Held {
        Held { of: self.clone(), bytes: 0 }
    }
}

impl Held {
    /// Counts so many bytes more.
    pub(super) fn add(&mut self, bytes: usize) {
        self.bytes += bytes;
        self.of.0.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Whether there is room for more.
    pub(super) fn has_room(&self) -> bool {
        self.of.has_room()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.of.0.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// Whether the process has taken as much memory as it may.
#[derive(Debug)]
pub(super) struct Memory {
    limit: AtomicU64,
    full: AtomicBool,
}

impl Default for Memory {
    /// Half of what this machine, or this container, has.
    fn default() -> Self {
        let system = System::new_with_specifics(
            RefreshKind::nothing().with_memory(MemoryRefreshKind::nothing().with_ram()),
        );
        let contained = system.cgroup_limits().map_or(u64::MAX, |limits| limits.total_memory);
        let limit = system.total_memory().min(contained) / 2;
        Self { limit: AtomicU64::new(limit), full: AtomicBool::new(false) }
    }
}

impl Memory {
    /// The limit in mebibytes.
    pub(super) fn limit(&self) -> u64 {
        self.limit.load(Ordering::Relaxed) / MIB
    }

    /// Whether it is reached.
    pub(super) fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    /// Sets the limit in mebibytes.
    pub(super) fn set_limit(&self, mebibytes: u64) {
        self.limit.store(mebibytes.saturating_mul(MIB), Ordering::Relaxed);
    }

    /// Looks at the memory from time to time, for ever.
    pub(super) async fn watch(&self) {
        let Ok(id) = sysinfo::get_current_pid() else { return };
        let mut system = System::new();
        let mut ticks = tokio::time::interval(LOOK);
        loop {
            ticks.tick().await;
            self.full.store(
                used(&mut system, id) >= self.limit.load(Ordering::Relaxed),
                Ordering::Relaxed,
            );
        }
    }
}

/// The bytes that the process occupies.
fn used(system: &mut System, id: Pid) -> u64 {
    let memory = ProcessRefreshKind::nothing().with_memory();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[id]), false, memory);
    system.process(id).map_or(0, |process| process.memory())
}
