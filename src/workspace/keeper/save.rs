//! Saving: batches and heads in the small storage at once, in the large one in the background, and
//! checkpoints in place of a log that has grown.

use super::entry::to_text;
use super::{
    Change, CheckpointDraft, Head, Keeper, Limits, Place, SavingState, Storage, StorageFault,
    Trouble, WorkspaceId, keys,
};
use crate::engine::applied::Applied;
use crate::workspace::Batch;

impl<S: Storage> Keeper<S> {
    /// From now on this workspace is written.
    pub fn begin(&mut self, place: Place) {
        self.place = Some(place);
        self.own = None;
        self.has_small_head = false;
        self.has_taken_over = false;
        self.parted = None;
        self.retry_at = 0;
    }

    /// From now on this workspace is written, which is yet to be known to any storage and begins with
    /// what the engine tells.
    pub fn begin_with(&mut self, id: WorkspaceId, parts: impl Iterator<Item = Vec<Applied>>) {
        // No log without this checkpoint could be taken for a whole one: its first batch is missing.
        let next = 1;
        let mut draft = CheckpointDraft::new(id, next);
        parts.for_each(|part| draft.add(part));
        let CheckpointDraft { parts, bytes, .. } = draft.finish();
        self.begin(Place { id, next, checkpoint: bytes, log: 0 });
        if self.is_writer {
            for (part, text) in (0..).zip(parts) {
                self.put(keys::part(id, next, part), text);
            }
        }
    }

    /// The workspace that is written.
    pub fn current(&self) -> Option<WorkspaceId> {
        self.place.map(|place| place.id)
    }

    /// The number of its next batch.
    pub fn next(&self) -> u64 {
        self.place.map_or(0, |place| place.next)
    }

    /// Saves effects of one request. Returns the text of the batch, for other tabs.
    pub fn append(&mut self, effects: Vec<Applied>) -> Option<String> {
        let place = self.place.as_mut().filter(|_| !effects.is_empty() && self.parted.is_none())?;
        let (id, number) = (place.id, place.next);
        let key = keys::batch(id, number);
        // A batch never changes. One that is there was saved by a tab that took this one's place.
        if self.is_writer && matches!(self.small.read(&key), Ok(Some(_))) {
            self.part(id, number, Vec::new());
            return None;
        }
        let bytes = Batch { number, effects }.encode();
        place.next += 1;
        place.log += bytes.len() as u64;
        let text = to_text(&bytes);
        if self.is_writer {
            self.own.get_or_insert(number);
            self.put(key, text.clone());
        }
        Some(text)
    }

    /// Notes that a batch was applied that another tab has saved.
    pub fn follow(&mut self, bytes: u64) {
        if let Some(place) = &mut self.place {
            place.next += 1;
            place.log += bytes;
        }
    }

    /// Whether this tab has appended a batch of this number.
    pub fn is_own(&self, number: u64) -> bool {
        self.own.is_some_and(|first| (first..self.next()).contains(&number))
    }

    /// Saves everything but the log. Nothing is written unless it has changed.
    pub fn save_head(&mut self, mut head: Head) {
        let Some(place) = self.place.filter(|_| self.is_writer) else { return };
        let id = place.id;
        head.id = id.0;
        head.bytes = place.checkpoint + place.log;
        head.next = place.next;
        head.in_large = self.has_large || self.heads.get(&id).is_some_and(|known| known.in_large);
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
                self.has_small_head |= keys::is_head(&key);
            }
            Err(fault) => {
                self.fault = Some(fault);
                self.waiting.insert(key.clone(), text.clone());
            }
        }
        if self.has_large {
            self.queue.push_back(Change::Put(key, text));
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

    /// What is to be done next in the large storage, unless something is under way. Tell the outcome
    /// with [`Keeper::taken_over`].
    pub fn take_changes(&mut self) -> Option<Vec<Change>> {
        if !self.in_flight.is_empty() || self.queue.is_empty() {
            return None;
        }
        let mut size = 0;
        while size < self.limits.characters && self.in_flight.len() < self.limits.changes {
            let Some(change) = self.queue.pop_front() else { break };
            if let Change::Put(_, text) = &change {
                size += text.len();
            }
            self.in_flight.push(change);
        }
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
                    if keys::is_head(&key) {
                        self.held.extend(keys::workspace(&key));
                    } else if self.small.read(&key) == Ok(Some(text)) {
                        // One that stays is found again by the next page, which has it twice then.
                        let _ = self.small.remove(&key);
                    }
                }
            }
            Err(StorageFault::Conflict(id, number)) => self.part(id, number, done),
            Err(fault) => {
                self.has_large = false;
                for change in done.into_iter().chain(self.queue.drain(..)) {
                    if let Change::Forget(id) = change {
                        self.forgotten.insert(id);
                    }
                }
                self.try_again();
                if !self.waiting.is_empty() {
                    self.fault = Some(self.fault.unwrap_or(fault));
                }
            }
        }
    }

    /// Whether something that this tab was to save is in no storage, and on its way to none.
    pub fn has_unsaved(&self) -> bool {
        self.parted.is_some() || (!self.has_large && !self.waiting.is_empty())
    }

    /// Whether everything is saved.
    pub fn state(&self) -> SavingState {
        if !self.is_writer {
            return SavingState::Unsaved(Trouble::OtherTab);
        }
        match self.fault {
            _ if self.parted.is_some() => SavingState::Saving,
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
            self.has_taken_over = true;
        } else {
            // Batches are still handed over: the other tab goes on behind them, or this one learns that
            // it does not. Heads and checkpoints would take the place of the other's.
            let is_batch = |key: &str| keys::batch_number(key).is_some();
            self.queue.retain(|change| matches!(change, Change::Put(key, _) if is_batch(key)));
            self.waiting.retain(|key, _| self.has_large && is_batch(key));
        }
    }

    /// Whether the log has grown so far that a checkpoint is worth making: to more than the last one,
    /// so that what is written for checkpoints is at most as much again as the log.
    pub fn wants_checkpoint(&self) -> bool {
        let Limits { log, small_log, .. } = self.limits;
        let least = if self.has_large { log } else { small_log };
        let can_write = self.is_writer && (self.has_large || self.fault.is_none());
        let is_worth_it = |place: Place| {
            place.log >= least.max(place.checkpoint).max(self.retry_at)
                || (self.has_taken_over && place.log > 0)
        };
        can_write && self.parted.is_none() && self.place.is_some_and(is_worth_it)
    }

    /// A checkpoint of what is saved now. It is worth nothing once another batch is appended.
    pub fn draft_checkpoint(&self) -> Option<CheckpointDraft> {
        self.place.map(|place| CheckpointDraft::new(place.id, place.next))
    }

    /// Whether the draft is of what is saved now.
    pub fn is_current(&self, draft: &CheckpointDraft) -> bool {
        self.is_writer && self.place.is_some_and(|p| (p.id, p.next) == (draft.id, draft.next))
    }

    /// Saves a checkpoint, to which nothing is added any more, in place of the batches before it. They
    /// are removed behind it, so that at any moment one or the other is there.
    pub fn save_checkpoint(&mut self, draft: CheckpointDraft) {
        if !self.is_current(&draft) {
            return;
        }
        let CheckpointDraft { id, next, parts, bytes } = draft.finish();
        let parts = (0..).zip(parts).map(|(part, text)| (keys::part(id, next, part), text));
        let replaced = [keys::batches_before(id, next), keys::parts_before(id, next)];
        let replaced = replaced.into_iter().flatten();
        if self.has_large {
            // A tab that was closed meanwhile may have left a part of another draft.
            let (first, last) = keys::parts(id, next);
            self.queue.push_back(Change::Remove(first, last));
            self.queue.extend(parts.map(|(key, text)| Change::Put(key, text)));
            self.queue.extend(replaced.map(|(first, last)| Change::Remove(first, last)));
        } else {
            for (key, text) in parts {
                if self.write_small(&key, &text).is_err() {
                    // There is no room for both. The log says the same.
                    let (first, last) = keys::parts(id, next);
                    self.remove_small(&first, &last);
                    self.retry_at = 2 * self.place.map_or(0, |place| place.log);
                    self.has_taken_over = false;
                    return;
                }
            }
            for (first, last) in replaced {
                self.remove_small(&first, &last);
            }
        }
        self.begin(Place { id, next, checkpoint: bytes, log: 0 });
    }

    pub(super) fn remove_small(&mut self, first: &str, last: &str) {
        for key in self.small.keys().unwrap_or_default() {
            if (first..=last).contains(&key.as_str()) {
                // One that stays is ignored by whoever opens the workspace, and removed.
                let _ = self.small.remove(&key);
            }
        }
    }
}
