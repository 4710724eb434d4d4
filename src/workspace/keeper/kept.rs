//! The list of workspaces: which there are, how many are kept, and what is removed.

use super::{Change, Head, Keeper, Kept, Storage, WorkspaceId, keys};
use crate::workspace::WorkspaceError;
use crate::workspace::codec::decode_stamped;

/// Former workspaces that are kept.
const MOST_KEPT: usize = 10;

impl<S: Storage> Keeper<S> {
    /// Sees heads that another tab has written, and these of the large storage.
    pub fn see_heads(&mut self, others: Vec<(String, String)>) {
        let names = self.small.keys().unwrap_or_default();
        let heads = names.into_iter().filter(|key| keys::is_head(key));
        let own = heads.filter_map(|key| Some((key.clone(), self.small.read(&key).ok()??)));
        self.held.extend(others.iter().filter_map(|(key, _)| keys::workspace(key)));
        let all: Vec<(String, String)> = own.chain(others).collect();
        for (key, text) in all {
            if keys::workspace(&key).is_some_and(|id| self.forgotten.contains(&id)) {
                continue;
            }
            match Head::decode(&text) {
                Ok(head) => {
                    let id = WorkspaceId(head.id);
                    self.revision = self.revision.max(head.revision);
                    if self.heads.get(&id).is_none_or(|known| known.revision < head.revision) {
                        self.heads.insert(id, head);
                    }
                }
                Err(error) => {
                    if let Some(id) = keys::workspace(&key) {
                        self.unreadable.insert(id, error);
                    }
                }
            }
        }
        // The other storage may have it sound.
        self.unreadable.retain(|id, _| !self.heads.contains_key(id));
    }

    /// Why something that is stored can't be read, if anything can't.
    pub(super) fn unreadable(&self) -> Option<WorkspaceError> {
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

    pub(super) fn prune(&mut self) {
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
        let (first, last) = keys::entries(id);
        let head = keys::head(id);
        for key in self.small.keys().unwrap_or_default() {
            if key == head || (&first..=&last).contains(&&key) {
                let _ = self.small.remove(&key);
            }
        }
        self.waiting.retain(|key, _| *key != head && !(&first..=&last).contains(&key));
        if self.has_large {
            self.queue.push_back(Change::Forget(id));
        } else {
            self.forgotten.insert(id);
        }
    }
}
