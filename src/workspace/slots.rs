//! Two slots for one state, written in turn, so that a write that fails loses nothing.
//!
//! Owns which slot is read and written, and that no tab overwrites another's work: each state carries a
//! stamp of who wrote it. The newest sound state wins on opening; a write goes to the slot that does not
//! hold it. Between the check for another tab's write and the own write there is a moment that storage
//! without locks leaves open; the stamp then shows the conflict at the next write. Refuses to know where
//! the slots are.

use std::fmt;
use std::str::FromStr;

use super::Saved;
use super::codec::{WorkspaceError, decode_stamped, encode_stamped, stamp_of};

/// A tab, by a number drawn when it opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OwnerId(pub u64);

impl fmt::Display for OwnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for OwnerId {
    type Err = ();

    /// Only what `Display` writes: sixteen lower-case hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, ()> {
        let owner = Self(u64::from_str_radix(text, 16).map_err(|_| ())?);
        if owner.to_string() == text { Ok(owner) } else { Err(()) }
    }
}

/// Says of a saved state how many were written before it and by which tab it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Counts up with every write, whoever writes.
    pub revision: u64,
    /// Who wrote.
    pub owner: OwnerId,
}

impl Stamp {
    /// The stamp of the next state, written by this owner.
    pub fn next(stored: Option<Stamp>, owner: OwnerId) -> Self {
        Self { revision: stored.map_or(1, |stamp| stamp.revision.saturating_add(1)), owner }
    }
}

/// Whether a tab may write over what is stored: only if nothing is, or if it is exactly the state
/// that the tab itself last read or wrote. Anything else was written by another tab meanwhile.
pub fn may_write(stored: Option<Stamp>, mine: Option<Stamp>) -> bool {
    stored.is_none() || stored == mine
}

/// One of the two places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Slot {
    A,
    B,
}

impl Slot {
    /// Both.
    pub const BOTH: [Slot; 2] = [Slot::A, Slot::B];

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Slot::A => Slot::B,
            Slot::B => Slot::A,
        }
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

/// Where texts are kept.
pub trait Slots {
    /// The text of the slot; `None` if nothing was written yet.
    fn read(&self, slot: Slot) -> Result<Option<String>, StorageFault>;
    /// Replaces the text of the slot.
    fn write(&mut self, slot: Slot, text: &str) -> Result<(), StorageFault>;
}

/// What opening found.
#[derive(Debug, Clone, PartialEq)]
pub enum Opened {
    /// Nothing was ever saved here.
    Empty,
    /// The newest sound state. A slot that could not be read may stand beside it.
    Restored {
        /// The state.
        saved: Box<Saved>,
        /// Why the other slot is unreadable, if it is: the last change or two may be missing.
        damaged: Option<WorkspaceError>,
    },
    /// There is something, and none of it can be read. Nothing is overwritten before the person
    /// asks for it with [`Vault::start_fresh`].
    Unreadable {
        /// Why.
        error: WorkspaceError,
        /// The texts as they are, to export.
        texts: Vec<String>,
    },
    /// Storage itself failed.
    Fault(StorageFault),
}

/// Why a state was not saved. What was saved before is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveError {
    /// Storage failed.
    Storage(StorageFault),
    /// Another tab has written this since.
    OtherTab(Stamp),
    /// What is stored cannot be read by this build, and nobody has agreed to lose it.
    Unreadable(WorkspaceError),
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Storage(fault) => fault.fmt(f),
            Self::OtherTab(_) => f.write_str(
                "Another tab has changed this workspace. Reload to continue from there, or export your work.",
            ),
            Self::Unreadable(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SaveError {}

/// Saves and opens states, for one tab.
#[derive(Debug)]
pub struct Vault<S> {
    slots: S,
    owner: OwnerId,
    seen: Option<Stamp>,
    /// Set by the person's wish to lose what cannot be read.
    may_discard: bool,
}

impl<S: Slots> Vault<S> {
    /// For the tab with this number, over these slots.
    pub fn new(slots: S, owner: OwnerId) -> Self {
        Self { slots, owner, seen: None, may_discard: false }
    }

    /// Finds the newest sound state.
    pub fn open(&mut self) -> Opened {
        let texts = match self.texts() {
            Ok(texts) => texts,
            Err(fault) => return Opened::Fault(fault),
        };
        let mut newest: Option<(Saved, Stamp)> = None;
        let mut damaged = None;
        for text in &texts {
            match decode_stamped(text) {
                Ok(read) if newest.as_ref().is_none_or(|(_, s)| s.revision < read.1.revision) => {
                    newest = Some(read);
                }
                Ok(_) => {}
                Err(error) => damaged = Some(worse(damaged, error)),
            }
        }
        self.seen = newest.as_ref().map(|(_, stamp)| *stamp);
        match (newest, damaged) {
            // A newer build has worked here. Going on from the older state would fork the two.
            (_, Some(error @ WorkspaceError::NewerVersion(_))) => {
                Opened::Unreadable { error, texts }
            }
            (Some((saved, _)), damaged) => Opened::Restored { saved: Box::new(saved), damaged },
            (None, Some(error)) => Opened::Unreadable { error, texts },
            (None, None) => Opened::Empty,
        }
    }

    /// Saves the state beside the last one, unless another tab has saved meanwhile.
    pub fn save(&mut self, saved: &Saved) -> Result<Stamp, SaveError> {
        let (newest, slot) = self.survey()?;
        if !may_write(newest, self.seen) {
            return Err(SaveError::OtherTab(newest.expect("only a stored state rejects a write")));
        }
        let stamp = Stamp::next(newest, self.owner);
        let text = encode_stamped(saved, stamp);
        self.slots.write(slot, &text).map_err(SaveError::Storage)?;
        self.seen = Some(stamp);
        if self.may_discard {
            self.discard_unreadable(slot.other(), &text).map_err(SaveError::Storage)?;
            self.may_discard = false;
        }
        Ok(stamp)
    }

    /// Replaces the other slot too if it cannot be read: a newer version left there would win on
    /// the next opening.
    fn discard_unreadable(&mut self, slot: Slot, text: &str) -> Result<(), StorageFault> {
        match self.slots.read(slot)?.map(|stored| stamp_of(&stored)) {
            Some(Err(_)) => self.slots.write(slot, text),
            _ => Ok(()),
        }
    }

    /// The person agrees that the next save may replace what cannot be read or what another tab
    /// has saved.
    pub fn start_fresh(&mut self) {
        self.may_discard = true;
        // With permission to discard, only storage itself can fail here, and the save will tell.
        self.seen = self.survey().ok().and_then(|(newest, _)| newest);
    }

    /// The storage behind the vault.
    pub fn slots(&self) -> &S {
        &self.slots
    }

    fn texts(&self) -> Result<Vec<String>, StorageFault> {
        let texts = Slot::BOTH.map(|slot| self.slots.read(slot));
        texts.into_iter().filter_map(Result::transpose).collect()
    }

    /// The newest stamp, and the slot that may be written without losing it.
    fn survey(&self) -> Result<(Option<Stamp>, Slot), SaveError> {
        let mut newest: Option<(Stamp, Slot)> = None;
        let mut unreadable = None;
        for slot in Slot::BOTH {
            let Some(text) = self.slots.read(slot).map_err(SaveError::Storage)? else { continue };
            match stamp_of(&text) {
                Ok(stamp) if newest.is_none_or(|(s, _)| s.revision < stamp.revision) => {
                    newest = Some((stamp, slot));
                }
                Ok(_) => {}
                Err(error) => unreadable = Some(worse(unreadable, error)),
            }
        }
        let lost = match unreadable {
            Some(error @ WorkspaceError::NewerVersion(_)) => Some(error),
            damaged if newest.is_none() => damaged,
            _ => None,
        };
        match lost {
            Some(error) if !self.may_discard => Err(SaveError::Unreadable(error)),
            _ => Ok((newest.map(|(s, _)| s), newest.map_or(Slot::A, |(_, slot)| slot.other()))),
        }
    }
}

/// The error that matters more: a newer version is not damage.
fn worse(known: Option<WorkspaceError>, error: WorkspaceError) -> WorkspaceError {
    match known {
        Some(newer @ WorkspaceError::NewerVersion(_)) => newer,
        _ => error,
    }
}

/// Slots in memory, for a page without storage and for tests.
#[derive(Debug, Clone, Default)]
pub struct MemorySlots {
    texts: [Option<String>; 2],
}

impl Slots for MemorySlots {
    fn read(&self, slot: Slot) -> Result<Option<String>, StorageFault> {
        Ok(self.texts[slot as usize].clone())
    }

    fn write(&mut self, slot: Slot, text: &str) -> Result<(), StorageFault> {
        self.texts[slot as usize] = Some(text.to_owned());
        Ok(())
    }
}

#[cfg(test)]
mod tests;
