//! Keeping workspaces in two storages: one that answers at once and is small, and one that is large
//! and answers later. Either alone is enough.
//!
//! Owns what is stored under which key, which storage has what, and the list of former workspaces.
//! A workspace is a head, which is written again when the page changes, and the batches of its log of
//! effects, each an entry of its own that never changes: so a save costs what the change costs, and
//! there is nothing that a write could destroy. Batches go to the small storage at once; the large one
//! takes them over, and then they are removed from the small one. Heads stay in both. Of several
//! heads the one with the highest revision is what the person worked on last.
//!
//! When the log has grown, a checkpoint takes the place of its batches: see [`CheckpointDraft`].
//!
//! The large storage may be out of reach and come back: see `reach`.
//!
//! Refuses to know the browser: the small storage is a [`Storage`] handed in, and what is to be done
//! in the large one is told as [`Change`]s.

mod entry;
mod kept;
mod open;
mod reach;
mod save;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

pub(crate) use entry::batch_from_text;
pub use entry::{CheckpointDraft, Entry, Head, WorkspaceId, keys};
pub use reach::Parted;

use super::{Saved, WorkspaceError};
use crate::datasets::Recipe;

/// Why storage did not do as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageFault {
    /// Storage is switched off.
    Disabled,
    /// There is no room.
    Full,
    /// Another tab has stored another batch of this number.
    Conflict(WorkspaceId, u64),
    /// Something else.
    Other,
}

impl fmt::Display for StorageFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Disabled => {
                "This browser doesn't let the page store data. Export your work to keep it."
            }
            Self::Full => {
                "Storage is full. Your last save is safe. Export your work to keep the rest."
            }
            Self::Conflict(..) | Self::Other => {
                "Saving failed. Your last save is safe. Export your work to keep the rest."
            }
        })
    }
}

/// A small storage that answers at once.
pub trait Storage {
    /// The text of an entry; `None` if there is none.
    fn read(&self, key: &str) -> Result<Option<String>, StorageFault>;
    /// Makes or replaces an entry.
    fn write(&mut self, key: &str, text: &str) -> Result<(), StorageFault>;
    /// Removes an entry.
    fn remove(&mut self, key: &str) -> Result<(), StorageFault>;
    /// The names of all entries.
    fn keys(&self) -> Result<Vec<String>, StorageFault>;
}

/// What is to be done in the large storage, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// To make or replace an entry.
    Put(String, String),
    /// To remove the batches or parts from this name to that.
    Remove(String, String),
    /// To remove a workspace.
    Forget(WorkspaceId),
}

/// A workspace that can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub id: WorkspaceId,
    /// Its data at the beginning.
    pub recipe: Recipe,
    /// Requests that changed it since.
    pub changes: u64,
    /// Bytes of its log.
    pub bytes: u64,
    /// When it was worked on last.
    pub saved_at: u64,
}

/// Where the log of a workspace goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which workspace.
    pub id: WorkspaceId,
    /// The number of the next batch.
    pub next: u64,
    /// Bytes of its checkpoint.
    pub checkpoint: u64,
    /// Bytes of the batches behind it.
    pub log: u64,
}

impl Place {
    /// The beginning of a workspace without a change.
    pub fn new(id: WorkspaceId) -> Self {
        Self { id, next: 0, checkpoint: 0, log: 0 }
    }
}

/// What opening found.
#[derive(Debug)]
pub enum Opened {
    /// Nothing was ever saved here.
    Empty,
    /// Saved work.
    Restored(Box<Found>),
    /// There is something, and none of it can be read. It stays as it is.
    Unreadable(WorkspaceError),
}

/// Saved work that was found.
#[derive(Debug)]
pub struct Found {
    /// The work.
    pub saved: Saved,
    /// Where its log goes on; `None` if it has to be written anew: it is of an older build, or a
    /// part of it is lost.
    pub goes_on: Option<Place>,
    /// What is wrong with it: what came behind is lost.
    pub damaged: Option<WorkspaceError>,
    /// Why other work that is stored can't be read, if any can't.
    pub unreadable: Option<WorkspaceError>,
    /// Whether there may be more of it in a large storage that is out of reach.
    pub is_out_of_reach: bool,
    /// What was worked on before, if this was begun while that was out of reach.
    pub earlier: Option<WorkspaceId>,
}

impl Found {
    /// A copy of work that is stored nowhere.
    pub fn copy(saved: Saved) -> Self {
        Self {
            saved,
            goes_on: None,
            damaged: None,
            unreadable: None,
            is_out_of_reach: false,
            earlier: None,
        }
    }
}

/// Why something is not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Storage failed.
    Storage(StorageFault),
    /// Another tab saves.
    OtherTab,
}

/// Whether what the person did is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SavingState {
    /// All of it is.
    Saved,
    /// Something is on its way.
    Saving,
    /// Something is not, and nothing is on its way.
    Unsaved(Trouble),
}

/// How much is written at once, and when a log is long.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// A log of fewer bytes is read again so quickly that no checkpoint is worth it.
    pub log: u64,
    /// The same where only the small storage is there, whose room is scarce.
    pub small_log: u64,
    /// Characters that the large storage is given at once, roughly, and changes: handing them over
    /// takes a task's time.
    pub characters: usize,
    /// Changes likewise.
    pub changes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { log: 1024 * 1024, small_log: 256 * 1024, characters: 256 * 1024, changes: 100 }
    }
}

/// Keeps workspaces, for one tab.
#[derive(Debug)]
pub struct Keeper<S> {
    small: S,
    /// Why the small storage doesn't take entries.
    fault: Option<StorageFault>,
    /// Whether it takes entries and keeps none.
    is_idle: bool,
    has_large: bool,
    is_writer: bool,
    heads: BTreeMap<WorkspaceId, Head>,
    /// Workspaces whose head can't be read, and why.
    unreadable: BTreeMap<WorkspaceId, WorkspaceError>,
    /// The highest revision of a head.
    revision: u64,
    /// The workspace that is written.
    place: Option<Place>,
    /// The first batch of it that this tab has appended.
    own: Option<u64>,
    /// Whether the small storage has taken its head.
    has_small_head: bool,
    /// Whether another tab saved it until now: not all that this one has followed need be stored.
    has_taken_over: bool,
    /// Why what is stored of it is no longer what this tab has saved.
    parted: Option<Parted>,
    /// Workspaces of which the large storage has a head.
    held: BTreeSet<WorkspaceId>,
    /// Workspaces that were removed while the large storage was out of reach.
    forgotten: BTreeSet<WorkspaceId>,
    limits: Limits,
    /// A checkpoint had no room: the next is made when the log has this size.
    retry_at: u64,
    /// Entries that no storage has yet.
    waiting: BTreeMap<String, String>,
    queue: VecDeque<Change>,
    in_flight: Vec<Change>,
}

impl<S: Storage> Keeper<S> {
    /// A keeper that has looked at nothing yet.
    pub fn new(small: S) -> Self {
        Self {
            small,
            fault: None,
            is_idle: false,
            has_large: false,
            is_writer: true,
            heads: BTreeMap::new(),
            unreadable: BTreeMap::new(),
            revision: 0,
            place: None,
            own: None,
            has_small_head: false,
            has_taken_over: false,
            parted: None,
            held: BTreeSet::new(),
            forgotten: BTreeSet::new(),
            limits: Limits::default(),
            retry_at: 0,
            waiting: BTreeMap::new(),
            queue: VecDeque::new(),
            in_flight: Vec::new(),
        }
    }

    /// Looks which workspaces there are: `heads` are those of the large storage by their names, `None`
    /// if there is no such storage. Returns the one that was worked on last.
    pub fn survey(&mut self, heads: Option<Vec<(String, String)>>) -> Option<WorkspaceId> {
        self.has_large = heads.is_some();
        if self.is_writer {
            self.probe();
        }
        self.see_heads(heads.unwrap_or_default());
        // One without a change that was begun while the large storage was out of reach only stood in
        // for what is there again.
        let stands_in = |head: &Head| self.has_large && !head.in_large && head.changes == 0;
        let heads = self.heads.values();
        heads.max_by_key(|head| (!stands_in(head), head.revision)).map(|head| WorkspaceId(head.id))
    }

    /// Whether entries stay is seen by writing one: a storage may take everything and keep nothing.
    fn probe(&mut self) {
        self.is_idle = false;
        self.fault = self.small.write(keys::PROBE, "1").err();
        if self.fault.is_none() {
            self.is_idle = self.small.read(keys::PROBE) != Ok(Some("1".to_owned()));
            self.fault = self.is_idle.then_some(StorageFault::Disabled);
            let _ = self.small.remove(keys::PROBE);
        }
    }

    /// From now on these limits hold.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    fn write_small(&mut self, key: &str, text: &str) -> Result<(), StorageFault> {
        if self.is_idle {
            self.probe();
        }
        match self.fault {
            Some(fault) if self.is_idle => Err(fault),
            _ => self.small.write(key, text),
        }
    }

    /// Characters in the small storage, names included, as browsers count them.
    pub fn small_size(&self) -> u64 {
        let size = |key: &String| {
            let text = self.small.read(key).ok().flatten();
            (key.len() + text.map_or(0, |text| text.encode_utf16().count())) as u64
        };
        self.small.keys().unwrap_or_default().iter().map(size).sum()
    }

    /// Every entry of the small storage as it is, to be exported whatever it holds.
    pub fn entries(&self) -> BTreeMap<String, String> {
        let names = self.small.keys().unwrap_or_default();
        let ours = names.into_iter().filter(|key| {
            key.starts_with(keys::WORKSPACES) || keys::LEGACY.contains(&key.as_str())
        });
        ours.filter_map(|key| Some((key.clone(), self.small.read(&key).ok()??))).collect()
    }

    /// The small storage.
    pub fn small(&self) -> &S {
        &self.small
    }
}

/// A storage in memory, for a page without one and for tests.
#[derive(Debug, Clone, Default)]
pub struct MemoryStorage {
    entries: BTreeMap<String, String>,
}

impl Storage for MemoryStorage {
    fn read(&self, key: &str) -> Result<Option<String>, StorageFault> {
        Ok(self.entries.get(key).cloned())
    }

    fn write(&mut self, key: &str, text: &str) -> Result<(), StorageFault> {
        self.entries.insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    fn remove(&mut self, key: &str) -> Result<(), StorageFault> {
        self.entries.remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StorageFault> {
        Ok(self.entries.keys().cloned().collect())
    }
}
