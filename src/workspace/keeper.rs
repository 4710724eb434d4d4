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
//! Refuses to know the browser: the small storage is a [`Storage`] handed in, and what is to be done
//! in the large one is told as [`Change`]s.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::codec::{decode_stamped, sealed, unsealed};
use super::{Batch, BatchError, Damage, History, Saved, WorkspaceError};
use crate::datasets::Recipe;
use crate::engine::Millis;
use crate::engine::applied::Applied;

/// Former workspaces that are kept.
const MOST_KEPT: usize = 10;

/// A workspace, by a number drawn when it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkspaceId(pub u64);

impl fmt::Display for WorkspaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for WorkspaceId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(text, 16).map(Self)
    }
}

/// The names of entries.
pub mod keys {
    use super::WorkspaceId;

    /// What the name of every entry of a workspace begins with.
    pub const WORKSPACES: &str = "dynamodb-playground/w/";
    /// What builds before version 3 stored.
    pub const LEGACY: [&str; 2] = ["dynamodb-playground/a", "dynamodb-playground/b"];
    /// An entry that is written to see whether anything is.
    pub const PROBE: &str = "dynamodb-playground/probe";

    /// The head of a workspace.
    pub fn head(id: WorkspaceId) -> String {
        format!("{WORKSPACES}{id}/head")
    }

    /// A batch of a workspace. In the order of names batches are in the order of their numbers.
    pub fn batch(id: WorkspaceId, number: u64) -> String {
        format!("{WORKSPACES}{id}/{number:020}")
    }

    /// The first name that a batch of the workspace may have, and the last.
    pub fn batches(id: WorkspaceId) -> (String, String) {
        (batch(id, 0), batch(id, u64::MAX))
    }

    /// Whether the name is that of a head.
    pub fn is_head(key: &str) -> bool {
        key.starts_with(WORKSPACES) && key.ends_with("/head")
    }
}

/// Why storage did not do as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageFault {
    /// Storage is switched off.
    Disabled,
    /// There is no room.
    Full,
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
                "Storage is full. Your last save is kept; export your work to keep the rest."
            }
            Self::Other => "Saving failed. Your last save is kept.",
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
    /// To remove a workspace.
    Forget(WorkspaceId),
}

/// Everything of a workspace but its log of effects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Which workspace.
    id: u64,
    /// Counts up with every head, of whatever workspace.
    revision: u64,
    /// The data at the beginning.
    pub recipe: Recipe,
    /// When it was loaded, by the engine's clock.
    pub begun: u64,
    /// Requests that changed it since.
    pub changes: u64,
    /// Bytes of the log.
    bytes: u64,
    /// When the head was written, in real time.
    pub saved_at: u64,
    /// The state of the page.
    pub page: Json,
    /// The running totals.
    pub meter: Json,
    /// The answers of the quiz.
    pub quiz: Json,
}

impl Head {
    /// A head of what is saved, which the keeper completes.
    pub fn new(saved: &Saved, saved_at: u64) -> Self {
        Self {
            id: 0,
            revision: 0,
            recipe: saved.recipe,
            begun: saved.begun.unwrap_or_default().0,
            changes: saved.changes,
            bytes: 0,
            saved_at,
            page: saved.page.clone(),
            meter: saved.meter.clone(),
            quiz: saved.quiz.clone(),
        }
    }

    fn encode(&self) -> String {
        sealed(&serde_json::to_string(self).expect("plain data with text keys is JSON"))
    }

    fn decode(text: &str) -> Result<Self, WorkspaceError> {
        let contents = WorkspaceError::Corrupted(Damage::Contents);
        crate::api::json::parse(unsealed(text)?)
            .ok()
            .and_then(|json| Self::deserialize(json).ok())
            .ok_or(contents)
    }
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
    pub goes_on: Option<(WorkspaceId, u64)>,
    /// What is wrong with it: what came behind is lost.
    pub damaged: Option<WorkspaceError>,
    /// Why other work that is stored can't be read, if any can't.
    pub unreadable: Option<WorkspaceError>,
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
    /// The workspace that is written, and the number of its next batch.
    current: Option<(WorkspaceId, u64)>,
    bytes: u64,
    /// Entries that no storage has yet.
    waiting: BTreeMap<String, String>,
    queue: Vec<Change>,
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
            current: None,
            bytes: 0,
            waiting: BTreeMap::new(),
            queue: Vec::new(),
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
        self.heads.values().max_by_key(|head| head.revision).map(|head| WorkspaceId(head.id))
    }

    /// Sees heads that another tab has written, and these of the large storage.
    pub fn see_heads(&mut self, others: Vec<(String, String)>) {
        let names = self.small.keys().unwrap_or_default();
        let heads = names.into_iter().filter(|key| keys::is_head(key));
        let own = heads.filter_map(|key| Some((key.clone(), self.small.read(&key).ok()??)));
        let all: Vec<(String, String)> = own.chain(others).collect();
        for (key, text) in all {
            match Head::decode(&text) {
                Ok(head) => {
                    let id = WorkspaceId(head.id);
                    self.revision = self.revision.max(head.revision);
                    if self.heads.get(&id).is_none_or(|known| known.revision < head.revision) {
                        self.heads.insert(id, head);
                    }
                }
                Err(error) => {
                    let id = key.strip_prefix(keys::WORKSPACES).and_then(|rest| rest.get(..16));
                    if let Some(id) = id.and_then(|id| id.parse().ok()) {
                        self.unreadable.insert(id, error);
                    }
                }
            }
        }
        // The other storage may have it sound.
        self.unreadable.retain(|id, _| !self.heads.contains_key(id));
    }

    /// Why something that is stored can't be read, if anything can't.
    fn unreadable(&self) -> Option<WorkspaceError> {
        let newer = |error: &&WorkspaceError| matches!(error, WorkspaceError::NewerVersion(_));
        let errors = || self.unreadable.values();
        errors().find(newer).or(errors().next()).copied()
    }

    /// Removes what can't be read.
    pub fn discard_unreadable(&mut self) {
        for id in std::mem::take(&mut self.unreadable).into_keys() {
            self.forget(id);
        }
        for key in keys::LEGACY {
            let text = self.small.read(key).ok().flatten();
            if text.is_some_and(|text| decode_stamped(&text).is_err()) {
                let _ = self.small.remove(key);
            }
        }
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

    fn write_small(&mut self, key: &str, text: &str) -> Result<(), StorageFault> {
        if self.is_idle {
            self.probe();
        }
        match self.fault {
            Some(fault) if self.is_idle => Err(fault),
            _ => self.small.write(key, text),
        }
    }

    /// Puts a workspace together from its entries; `batches` are those of the large storage.
    pub fn assemble(&mut self, id: Option<WorkspaceId>, batches: Vec<String>) -> Opened {
        let Some(head) = id.and_then(|id| self.heads.get(&id)).cloned() else {
            return match (self.open_legacy(), self.unreadable()) {
                (Opened::Empty, Some(error)) => Opened::Unreadable(error),
                (legacy, _) => legacy,
            };
        };
        let id = WorkspaceId(head.id);
        let mut by_number: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
        let mut fault = None;
        let mut add = |text: &str| match read_batch(text) {
            Ok((number, bytes)) => {
                by_number.insert(number, bytes);
                Some(number)
            }
            Err(error) => {
                fault = Some(error);
                None
            }
        };
        let taken_over: BTreeSet<u64> = batches.iter().filter_map(|text| add(text)).collect();
        let (first, last) = keys::batches(id);
        let names = self.small.keys().unwrap_or_default();
        for key in names.into_iter().filter(|key| (&first..=&last).contains(&key)) {
            let Ok(Some(text)) = self.small.read(&key) else { continue };
            let Some(number) = add(&text) else { continue };
            // The page was closed before the large storage had it, or before that was noted.
            if taken_over.contains(&number) {
                let _ = self.small.remove(&key);
            } else if self.has_large && self.is_writer {
                self.queue.push(Change::Put(key, text));
            }
        }
        let known = by_number.keys().next_back().map_or(0, |last| last + 1);
        let whole =
            by_number.keys().zip(0..).take_while(|(number, at)| *number == at).count() as u64;
        if whole < known {
            fault.get_or_insert(WorkspaceError::Corrupted(Damage::Contents));
        }
        let log: Vec<u8> = by_number.into_values().take(whole as usize).flatten().collect();
        self.bytes = log.len() as u64;
        Opened::Restored(Box::new(Found {
            saved: Saved {
                recipe: head.recipe,
                begun: Some(Millis(head.begun)),
                history: History::Effects(log),
                // Changes may have come behind the head that counted them.
                changes: head.changes,
                page: head.page,
                meter: head.meter,
                quiz: head.quiz,
            },
            goes_on: fault.is_none().then_some((id, whole)),
            damaged: fault,
            unreadable: self.unreadable(),
        }))
    }

    /// What builds before version 3 stored: the newer of two texts.
    fn open_legacy(&self) -> Opened {
        let texts = keys::LEGACY.iter().filter_map(|key| self.small.read(key).ok().flatten());
        let mut newest: Option<(Saved, u64)> = None;
        let mut fault = None;
        for text in texts {
            match decode_stamped(&text) {
                Ok((saved, stamp)) if newest.as_ref().is_none_or(|(_, r)| *r < stamp.revision) => {
                    newest = Some((saved, stamp.revision));
                }
                Ok(_) => {}
                // A newer version is not damage.
                Err(error) if !matches!(fault, Some(WorkspaceError::NewerVersion(_))) => {
                    fault = Some(error);
                }
                Err(_) => {}
            }
        }
        match (newest, fault) {
            // A newer build has worked here. Going on from the older state would fork the two.
            (_, Some(error @ WorkspaceError::NewerVersion(_))) => Opened::Unreadable(error),
            (Some((saved, _)), damaged) => {
                let unreadable = None;
                Opened::Restored(Box::new(Found { saved, goes_on: None, damaged, unreadable }))
            }
            (None, Some(error)) => Opened::Unreadable(error),
            (None, None) => Opened::Empty,
        }
    }

    /// Removes what builds before version 3 stored, once it is saved anew.
    pub fn drop_legacy(&mut self) {
        if self.waiting.is_empty() && self.fault.is_none() {
            for key in keys::LEGACY {
                // Only what this build can read: what it can't was not saved anew.
                let text = self.small.read(key).ok().flatten();
                if text.is_some_and(|text| decode_stamped(&text).is_ok()) {
                    let _ = self.small.remove(key);
                }
            }
        }
    }

    /// From now on this workspace is written, behind batches of so many bytes.
    pub fn begin(&mut self, id: WorkspaceId, next: u64, bytes: u64) {
        self.current = Some((id, next));
        self.bytes = bytes;
    }

    /// The workspace that is written.
    pub fn current(&self) -> Option<WorkspaceId> {
        self.current.map(|(id, _)| id)
    }

    /// The number of its next batch.
    pub fn next(&self) -> u64 {
        self.current.map_or(0, |(_, next)| next)
    }

    /// Saves effects of one request. Returns the text of the batch, for other tabs.
    pub fn append(&mut self, effects: Vec<Applied>) -> Option<String> {
        let (id, next) = self.current.as_mut().filter(|_| !effects.is_empty())?;
        let (id, number) = (*id, *next);
        *next += 1;
        let bytes = Batch { number, effects }.encode();
        self.bytes += bytes.len() as u64;
        let text = to_text(&bytes);
        if self.is_writer {
            self.put(keys::batch(id, number), text.clone());
        }
        Some(text)
    }

    /// Notes that a batch was applied that another tab has saved.
    pub fn follow(&mut self, bytes: u64) {
        if let Some((_, next)) = &mut self.current {
            *next += 1;
            self.bytes += bytes;
        }
    }

    /// Saves everything but the log. Nothing is written unless it has changed.
    pub fn save_head(&mut self, mut head: Head) {
        let Some(id) = self.current().filter(|_| self.is_writer) else { return };
        head.id = id.0;
        head.bytes = self.bytes;
        if let Some(known) = self.heads.get(&id) {
            let same = Head { revision: known.revision, saved_at: known.saved_at, ..head.clone() };
            if same == *known && known.revision == self.revision {
                return;
            }
        }
        // By the time, so that a tab that takes over is ahead of heads that it hasn't seen.
        self.revision = (self.revision + 1).max(head.saved_at);
        head.revision = self.revision;
        self.put(keys::head(id), head.encode());
        self.heads.insert(id, head);
        self.prune();
    }

    fn put(&mut self, key: String, text: String) {
        match self.write_small(&key, &text) {
            Ok(()) => {
                self.fault = None;
                self.waiting.remove(&key);
            }
            Err(fault) => {
                self.fault = Some(fault);
                self.waiting.insert(key.clone(), text.clone());
            }
        }
        if self.has_large {
            self.queue.push(Change::Put(key, text));
        }
    }

    /// Tries once more what no storage has taken.
    pub fn try_again(&mut self) {
        if self.is_writer {
            for (key, text) in std::mem::take(&mut self.waiting) {
                match self.write_small(&key, &text) {
                    Ok(()) => self.fault = None,
                    Err(fault) => {
                        self.fault = Some(fault);
                        self.waiting.insert(key, text);
                    }
                }
            }
        }
    }

    /// What is to be done in the large storage, unless something is under way. Tell the outcome with
    /// [`Keeper::taken_over`].
    pub fn take_changes(&mut self) -> Option<Vec<Change>> {
        if !self.in_flight.is_empty() || self.queue.is_empty() {
            return None;
        }
        self.in_flight = std::mem::take(&mut self.queue);
        Some(self.in_flight.clone())
    }

    /// The large storage has done everything that it was asked for last, or it does no more.
    pub fn taken_over(&mut self, outcome: Result<(), StorageFault>) {
        let done = std::mem::take(&mut self.in_flight);
        match outcome {
            Ok(()) => {
                for change in done {
                    let Change::Put(key, text) = change else { continue };
                    if self.waiting.get(&key) == Some(&text) {
                        self.waiting.remove(&key);
                    }
                    if !keys::is_head(&key) {
                        // One that stays is found again by the next page, which has it twice then.
                        let _ = self.small.remove(&key);
                    }
                }
            }
            Err(fault) => {
                self.has_large = false;
                self.queue.clear();
                self.try_again();
                if !self.waiting.is_empty() {
                    self.fault = Some(self.fault.unwrap_or(fault));
                }
            }
        }
    }

    /// Whether everything is saved.
    pub fn state(&self) -> SavingState {
        if !self.is_writer {
            return SavingState::Unsaved(Trouble::OtherTab);
        }
        match self.fault {
            _ if self.waiting.is_empty() => SavingState::Saved,
            Some(fault) if !self.has_large => SavingState::Unsaved(Trouble::Storage(fault)),
            _ => SavingState::Saving,
        }
    }

    /// Whether this tab writes. One that does not only looks.
    pub fn is_writer(&self) -> bool {
        self.is_writer
    }

    /// From now on this tab writes, or no longer.
    pub fn set_writer(&mut self, is_writer: bool) {
        self.is_writer = is_writer;
        if is_writer {
            // The other tab has written heads meanwhile.
            self.see_heads(Vec::new());
        } else {
            self.queue.clear();
            self.waiting.clear();
        }
    }

    /// The workspaces besides the current one, what was worked on last first.
    pub fn kept(&self) -> Vec<Kept> {
        let others =
            self.heads.values().filter(|head| Some(WorkspaceId(head.id)) != self.current());
        let mut kept: Vec<(u64, Kept)> = others
            .map(|head| {
                let kept = Kept {
                    id: WorkspaceId(head.id),
                    recipe: head.recipe,
                    changes: head.changes,
                    bytes: head.bytes,
                    saved_at: head.saved_at,
                };
                (head.revision, kept)
            })
            .collect();
        kept.sort_by_key(|(revision, _)| std::cmp::Reverse(*revision));
        kept.into_iter().map(|(_, kept)| kept).collect()
    }

    fn prune(&mut self) {
        for kept in self.kept().into_iter().skip(MOST_KEPT) {
            self.forget(kept.id);
        }
    }

    /// Removes a workspace.
    pub fn forget(&mut self, id: WorkspaceId) {
        if !self.is_writer {
            return;
        }
        self.heads.remove(&id);
        let (first, last) = keys::batches(id);
        let head = keys::head(id);
        for key in self.small.keys().unwrap_or_default() {
            if key == head || (&first..=&last).contains(&&key) {
                let _ = self.small.remove(&key);
            }
        }
        self.waiting.retain(|key, _| *key != head && !(&first..=&last).contains(&key));
        if self.has_large {
            self.queue.push(Change::Forget(id));
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

/// Bytes as a text of as many characters: storages of browsers hold texts.
fn to_text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// The number and the bytes of a batch that is stored as a text.
fn read_batch(text: &str) -> Result<(u64, Vec<u8>), WorkspaceError> {
    let damaged = WorkspaceError::Corrupted(Damage::Checksum);
    let bytes: Result<Vec<u8>, _> = text.chars().map(u8::try_from).collect();
    let bytes = bytes.map_err(|_| damaged)?;
    match Batch::decode(&bytes) {
        Ok((batch, end)) if end == bytes.len() => Ok((batch.number, bytes)),
        Err(BatchError::NewerVersion(version)) => {
            Err(WorkspaceError::NewerVersion(u32::from(version)))
        }
        _ => Err(damaged),
    }
}

/// The batch that another tab tells of.
pub(crate) fn batch_from_text(text: &str) -> Option<(Batch, u64)> {
    let bytes: Vec<u8> = text.chars().map(u8::try_from).collect::<Result<_, _>>().ok()?;
    Batch::decode(&bytes).ok().map(|(batch, end)| (batch, end as u64))
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
