//! A large storage that is out of reach, and what happens when it is there again.
//!
//! It may be blocked by another page, take long to open, break down, or be emptied. What it holds is
//! not known then, and may be more than the small storage and the head tell. So of a workspace that it
//! may hold a part of, nothing is written as long as it is out of reach:
//!
//! ```text
//!                 the large storage answers        it does not
//! at the start    log = large + small, goes on     a workspace that it may have a part of: what is
//!                                                  shown is a copy, saved as a workspace of its own;
//!                                                  any other goes on in the small storage
//! while at work   batches are taken over           batches stay in the small storage
//! later           ◄── `reach_large`: it takes over what came meanwhile
//! ```

use super::{Change, Keeper, Storage, WorkspaceId, keys};

/// Why what is stored of the current workspace is no longer what this tab has saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parted {
    /// Another tab has saved other changes under the same numbers.
    Conflict,
    /// It was removed.
    Removed,
}

impl<S: Storage> Keeper<S> {
    /// Whether there is a large storage that answers.
    pub fn has_large(&self) -> bool {
        self.has_large
    }

    /// Whether the current workspace was begun while there was no large storage, or it did not answer.
    pub fn was_begun_without_large(&self) -> bool {
        let head = self.current().and_then(|id| self.heads.get(&id));
        head.is_some_and(|head| !head.in_large)
    }

    /// The large storage answers, late or again, and these are its heads. It takes over what the small
    /// one holds.
    pub fn reach_large(&mut self, mut heads: Vec<(String, String)>) {
        self.has_large = true;
        let forgotten = std::mem::take(&mut self.forgotten);
        heads.retain(|(key, _)| keys::workspace(key).is_none_or(|id| !forgotten.contains(&id)));
        if let Some(id) = self.current().filter(|id| self.held.contains(id)) {
            let head = keys::head(id);
            if !heads.iter().any(|(key, _)| *key == head) {
                self.parted.get_or_insert(Parted::Removed);
            }
        }
        self.held.clear();
        self.see_heads(heads);
        if !self.is_writer {
            return;
        }
        self.queue.extend(forgotten.into_iter().map(Change::Forget));
        // Heads last: none may tell of a batch that isn't there.
        let mut names = self.small.keys().unwrap_or_default();
        names.retain(|key| key.starts_with(keys::WORKSPACES));
        names.sort_by_key(|key| keys::is_head(key));
        for key in names {
            if let (false, Ok(Some(text))) =
                (self.waiting.contains_key(&key), self.small.read(&key))
            {
                self.queue.push_back(Change::Put(key, text));
            }
        }
        let waiting = self.waiting.iter().map(|(key, text)| (key.clone(), text.clone()));
        self.queue.extend(waiting.map(|(key, text)| Change::Put(key, text)));
    }

    /// The latest workspace besides this one that the large storage holds.
    pub fn earlier_than(&self, id: WorkspaceId) -> Option<WorkspaceId> {
        let others =
            self.heads.iter().filter(|(other, _)| **other != id && self.held.contains(other));
        others.max_by_key(|(_, head)| head.revision).map(|(other, _)| *other)
    }

    /// Whether [`Keeper::parted`] is to be asked.
    pub fn has_parted(&self) -> bool {
        self.parted.is_some()
    }

    /// Whether what is stored of the current workspace is no longer what this tab has saved: then all
    /// of it has to be saved as a workspace of its own.
    pub fn parted(&mut self) -> Option<Parted> {
        let id = self.current().filter(|_| self.is_writer)?;
        // The small storage alone has the log, and was emptied while the page is open.
        let is_alone = !self.has_large && self.has_small_head;
        if self.parted.is_none() && is_alone && self.small.read(&keys::head(id)) == Ok(None) {
            self.probe();
            self.parted = Some(Parted::Removed);
        }
        if self.parted == Some(Parted::Removed) {
            // Nothing is there that could be opened.
            self.heads.remove(&id);
        }
        self.parted
    }

    /// Another tab has saved a batch of this number, and maybe more behind it, that this tab knows
    /// nothing of: see [`Keeper::parted`]. What this tab has saved in their place goes, so that no log
    /// is made of both; `undone` is what the large storage has refused.
    pub fn part(&mut self, id: WorkspaceId, number: u64, undone: Vec<Change>) {
        if self.current() == Some(id) {
            self.parted = Some(Parted::Conflict);
        }
        let (first, last) = keys::entries(id);
        let is_of_it = |key: &String| (&first..=&last).contains(&key);
        let changes: Vec<Change> = undone.into_iter().chain(self.queue.drain(..)).collect();
        for change in changes {
            match &change {
                // The other tab has seen these.
                Change::Put(key, _) if keys::batch_number(key).is_some_and(|n| n < number) => {}
                Change::Put(key, text) if is_of_it(key) => {
                    self.waiting.remove(key);
                    if self.small.read(key).is_ok_and(|found| found.as_ref() == Some(text)) {
                        let _ = self.small.remove(key);
                    }
                    continue;
                }
                // A checkpoint of both. The log says the same.
                Change::Remove(key, _) if is_of_it(key) => continue,
                _ => {}
            }
            self.queue.push_back(change);
        }
    }
}
