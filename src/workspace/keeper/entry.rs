//! The entries of storages: what they are called and what they hold.
//!
//! A workspace has a head, the batches of its log, and the parts of a checkpoint, which stands for all
//! batches before a number. Refuses to know which storage an entry is in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::super::codec::{sealed, unsealed};
use super::super::{Batch, BatchError, Damage, Outline, Saved, WorkspaceError};
use crate::datasets::Recipe;
use crate::engine::applied::Applied;

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

    /// What the name of a part of a checkpoint begins with, behind its workspace. In the order of
    /// names parts come behind all batches.
    const CHECKPOINT: &str = "checkpoint-";

    /// The head of a workspace.
    pub fn head(id: WorkspaceId) -> String {
        format!("{WORKSPACES}{id}/head")
    }

    /// A batch of a workspace. In the order of names batches are in the order of their numbers.
    pub fn batch(id: WorkspaceId, number: u64) -> String {
        format!("{WORKSPACES}{id}/{number:020}")
    }

    /// A part of the checkpoint that stands for all batches before `next`.
    pub fn part(id: WorkspaceId, next: u64, part: u64) -> String {
        format!("{WORKSPACES}{id}/{CHECKPOINT}{next:020}-{part:020}")
    }

    /// The first name that a batch or a part of the workspace may have, and the last.
    pub fn entries(id: WorkspaceId) -> (String, String) {
        (batch(id, 0), part(id, u64::MAX, u64::MAX))
    }

    /// The names of the batches before this number; none before the first.
    pub fn batches_before(id: WorkspaceId, next: u64) -> Option<(String, String)> {
        Some((batch(id, 0), batch(id, next.checked_sub(1)?)))
    }

    /// The names of parts of checkpoints before this one.
    pub fn parts_before(id: WorkspaceId, next: u64) -> Option<(String, String)> {
        Some((part(id, 0, 0), part(id, next.checked_sub(1)?, u64::MAX)))
    }

    /// The names that the parts of a checkpoint may have.
    pub fn parts(id: WorkspaceId, next: u64) -> (String, String) {
        (part(id, next, 0), part(id, next, u64::MAX))
    }

    /// Whether the name is that of a head.
    pub fn is_head(key: &str) -> bool {
        key.starts_with(WORKSPACES) && key.ends_with("/head")
    }

    /// The workspace that an entry is of.
    pub fn workspace(key: &str) -> Option<WorkspaceId> {
        key.strip_prefix(WORKSPACES)?.get(..16)?.parse().ok()
    }

    /// The number of a batch, if it is one.
    pub fn batch_number(key: &str) -> Option<u64> {
        match numbers(key)? {
            super::Numbers::Batch(number) => Some(number),
            super::Numbers::Part { .. } => None,
        }
    }

    /// What a batch or a part is, by its name.
    pub(in super::super) fn numbers(key: &str) -> Option<super::Numbers> {
        let name = key.strip_prefix(WORKSPACES)?.get(17..)?;
        match name.strip_prefix(CHECKPOINT) {
            Some(numbers) => {
                let (next, part) = numbers.split_once('-')?;
                let (next, part) = (next.parse().ok()?, part.parse().ok()?);
                Some(super::Numbers::Part { next, part })
            }
            None => name.parse().ok().map(super::Numbers::Batch),
        }
    }
}

/// What a batch or a part of a checkpoint is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    Batch(u64),
    Part { next: u64, part: u64 },
}

/// A batch or a part of a checkpoint, as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Entry {
    /// An entry of this name. What is not a text of bytes is damaged, and told later.
    pub fn new(name: String, text: &str) -> Self {
        Self { name, bytes: to_bytes(text).unwrap_or_default() }
    }

    /// Its number and how many effects it has, if it is sound.
    pub(super) fn outline(&self) -> Result<Outline, WorkspaceError> {
        match Outline::of(&self.bytes) {
            Ok(outline) if outline.end == self.bytes.len() => Ok(outline),
            Err(BatchError::NewerVersion(version)) => {
                Err(WorkspaceError::NewerVersion(u32::from(version)))
            }
            _ => Err(WorkspaceError::Corrupted(Damage::Checksum)),
        }
    }
}

/// Everything of a workspace but its log of effects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Which workspace.
    pub(super) id: u64,
    /// Counts up with every head, of whatever workspace.
    pub(super) revision: u64,
    /// The data at the beginning.
    pub recipe: Recipe,
    /// When it was loaded, by the engine's clock.
    pub begun: u64,
    /// Requests that changed it since.
    pub changes: u64,
    /// Bytes of the log, with its checkpoint.
    pub(super) bytes: u64,
    /// The number of the next batch: fewer are not all. Builds that did not tell it leave that open.
    #[serde(default)]
    pub(super) next: u64,
    /// Whether the large storage may hold a part of it.
    #[serde(default = "is_anywhere")]
    pub(super) in_large: bool,
    /// When the head was written, in real time.
    pub saved_at: u64,
    /// The state of the page.
    pub page: Json,
    /// The running totals.
    pub meter: Json,
    /// What older builds saved of a quiz.
    pub quiz: Json,
}

/// Of a head that does not tell where its log is, nothing is known.
fn is_anywhere() -> bool {
    true
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
            next: 0,
            in_large: false,
            saved_at,
            page: saved.page.clone(),
            meter: saved.meter.clone(),
            quiz: saved.quiz.clone(),
        }
    }

    pub(super) fn encode(&self) -> String {
        sealed(&serde_json::to_string(self).expect("plain data with text keys is JSON"))
    }

    pub(super) fn decode(text: &str) -> Result<Self, WorkspaceError> {
        let contents = WorkspaceError::Corrupted(Damage::Contents);
        crate::api::json::parse(unsealed(text)?)
            .ok()
            .and_then(|json| Self::deserialize(json).ok())
            .ok_or(contents)
    }
}

/// A checkpoint that is being told. Its parts become entries together, once all are there: the engine
/// stands still only while it is told, and not while storages take it.
#[derive(Debug)]
pub struct CheckpointDraft {
    pub(super) id: WorkspaceId,
    pub(super) next: u64,
    pub(super) parts: Vec<String>,
    pub(super) bytes: u64,
}

impl CheckpointDraft {
    pub(super) fn new(id: WorkspaceId, next: u64) -> Self {
        Self { id, next, parts: Vec::new(), bytes: 0 }
    }

    /// Adds what the engine tells next.
    pub fn add(&mut self, effects: Vec<Applied>) {
        self.push(self.parts.len() as u64, effects);
    }

    /// Says that all is told: the last part has no effects, and the number of the next batch.
    pub(super) fn finish(mut self) -> Self {
        self.push(self.next, Vec::new());
        self
    }

    fn push(&mut self, number: u64, effects: Vec<Applied>) {
        let bytes = Batch { number, effects }.encode();
        self.bytes += bytes.len() as u64;
        self.parts.push(to_text(&bytes));
    }
}

/// Bytes as a text of as many characters: storages of browsers hold texts.
pub(super) fn to_text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// The bytes of such a text; none if it is another.
fn to_bytes(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|c| u8::try_from(c).ok()).collect()
}

/// The batch that another tab tells of.
pub(crate) fn batch_from_text(text: &str) -> Option<(Batch, u64)> {
    Batch::decode(&to_bytes(text)?).ok().map(|(batch, end)| (batch, end as u64))
}
