//! Opening what is stored: which workspace it is, and its checkpoint and log put together.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Numbers;
use super::{Change, Entry, Found, Keeper, Opened, Place, Storage, WorkspaceId, keys};
use crate::engine::Millis;
use crate::workspace::codec::decode_stamped;
use crate::workspace::{Damage, History, Saved, WorkspaceError};

/// A batch or a part, if it is sound.
type Sound = Result<Vec<u8>, WorkspaceError>;

/// The entries of a workspace, by their numbers.
#[derive(Default)]
struct Entries {
    batches: BTreeMap<u64, Sound>,
    /// Parts by the first batch that their checkpoint doesn't stand for.
    checkpoints: BTreeMap<u64, BTreeMap<u64, Part>>,
}

struct Part {
    bytes: Sound,
    /// The number in the part that has no effects, which is the last one.
    ends: Option<u64>,
}

/// What entries come to.
struct Log {
    /// The parts of the checkpoint and the batches behind it.
    bytes: Vec<u8>,
    place: Place,
    /// The first batch that its checkpoint doesn't stand for.
    start: u64,
    fault: Option<WorkspaceError>,
}

impl Entries {
    fn add(&mut self, entry: Entry) {
        let damaged = WorkspaceError::Corrupted(Damage::Checksum);
        let outline = entry.outline();
        match keys::numbers(&entry.name) {
            Some(Numbers::Batch(number)) => {
                let is_it = outline.and_then(|outline| {
                    if outline.number == number { Ok(entry.bytes) } else { Err(damaged) }
                });
                insert(self.batches.entry(number).or_insert(Err(damaged)), is_it);
            }
            Some(Numbers::Part { next, part }) => {
                let ends =
                    outline.ok().filter(|outline| outline.effects == 0).map(|last| last.number);
                let bytes = outline.and_then(|outline| match outline.number == part {
                    false if ends.is_none() => Err(damaged),
                    _ => Ok(entry.bytes),
                });
                let parts = self.checkpoints.entry(next).or_default();
                let known = parts.entry(part).or_insert(Part { bytes: Err(damaged), ends: None });
                insert(&mut known.bytes, bytes);
                known.ends = known.ends.or(ends);
            }
            None => {}
        }
    }

    /// The newest checkpoint that is complete and the batches behind it.
    fn into_log(mut self, id: WorkspaceId) -> Log {
        let complete =
            self.checkpoints.iter().rev().find(|(next, parts)| is_complete(**next, parts));
        let complete = complete.map(|(next, _)| *next);
        // One that is not complete is a draft as long as what it stands for is there; otherwise it is
        // damaged, and what of it is sound is better than nothing.
        let newest = self.checkpoints.keys().next_back().copied();
        let damaged = newest.filter(|_| complete.is_none() && !self.batches.contains_key(&0));
        let chosen = complete.or(damaged);
        let parts = chosen.and_then(|next| self.checkpoints.remove(&next)).unwrap_or_default();
        let start = chosen.unwrap_or_default();
        let mut fault = damaged.map(|_| {
            let told = parts.values().find_map(|part| part.bytes.as_ref().err());
            told.copied().unwrap_or(WorkspaceError::Corrupted(Damage::Contents))
        });
        let mut log: Vec<Vec<u8>> =
            parts.into_values().filter_map(|part| part.bytes.ok()).collect();
        let checkpoint = log.iter().map(|part| part.len() as u64).sum();
        let mut next = start;
        for (number, batch) in self.batches.split_off(&start) {
            match batch {
                Ok(bytes) if number == next => {
                    log.push(bytes);
                    next += 1;
                }
                Ok(_) => {
                    fault.get_or_insert(WorkspaceError::Corrupted(Damage::Contents));
                }
                Err(error) => fault = Some(error),
            }
        }
        let bytes = log.concat();
        let place = Place { id, next, checkpoint, log: bytes.len() as u64 - checkpoint };
        Log { bytes, place, start, fault }
    }
}

/// Two storages may have the same entry, and one of them a damaged one.
fn insert(known: &mut Sound, found: Sound) {
    if known.is_err() {
        *known = found;
    }
}

fn is_complete(next: u64, parts: &BTreeMap<u64, Part>) -> bool {
    let in_order = (0..).zip(parts).all(|(at, (part, found))| at == *part && found.bytes.is_ok());
    let ends = parts.values().filter_map(|part| part.ends);
    in_order && ends.eq([next]) && parts.values().next_back().is_some_and(|p| p.ends.is_some())
}

impl<S: Storage> Keeper<S> {
    /// Puts a workspace together from its entries; `large` are those of the large storage, none if it
    /// is missing or out of reach.
    pub fn assemble(&mut self, id: Option<WorkspaceId>, large: Option<Vec<Entry>>) -> Opened {
        let Some(head) = id.and_then(|id| self.heads.get(&id)).cloned() else {
            return match (self.open_legacy(), self.unreadable()) {
                (Opened::Empty, Some(error)) => Opened::Unreadable(error),
                (legacy, _) => legacy,
            };
        };
        let (id, in_large) = (WorkspaceId(head.id), head.in_large);
        let mut entries = Entries::default();
        let mut taken_over = BTreeSet::new();
        let is_out_of_reach = large.is_none() && in_large;
        for entry in large.into_iter().flatten() {
            if entry.outline().is_ok() {
                taken_over.insert(entry.name.clone());
            }
            entries.add(entry);
        }
        let (first, last) = keys::entries(id);
        let mut own = self.small.keys().unwrap_or_default();
        own.retain(|key| {
            let text = (&first..=&last).contains(&key).then(|| self.small.read(key));
            let Some(Ok(Some(text))) = text else { return false };
            let entry = Entry::new(key.clone(), &text);
            let is_sound = entry.outline().is_ok();
            entries.add(entry);
            is_sound
        });
        let mut log = entries.into_log(id);
        // A tab that follows reads while another writes, and hears of what it has missed.
        if log.place.next < head.next && (self.is_writer || is_out_of_reach) {
            log.fault.get_or_insert(WorkspaceError::Corrupted(Damage::Missing));
        }
        if is_out_of_reach {
            // Half of a log shows nothing that ever was.
            let is_whole = log.fault.is_none();
            return Opened::Restored(Box::new(Found {
                // There is nothing to miss of one without a change.
                is_out_of_reach: head.changes > 0 || head.next > 0,
                unreadable: self.unreadable(),
                ..Found::copy(Saved {
                    recipe: head.recipe,
                    begun: Some(Millis(head.begun)),
                    history: History::Effects(if is_whole { log.bytes } else { Vec::new() }),
                    changes: if is_whole { head.changes } else { 0 },
                    page: head.page,
                    meter: head.meter,
                    quiz: head.quiz,
                })
            }));
        }
        if self.is_writer {
            let start = log.fault.is_none().then_some(log.start);
            self.tidy(id, own, &taken_over, start.unwrap_or_default());
        }
        Opened::Restored(Box::new(Found {
            saved: Saved {
                recipe: head.recipe,
                begun: Some(Millis(head.begun)),
                history: History::Effects(log.bytes),
                // Changes may have come behind the head that counted them.
                changes: head.changes,
                page: head.page,
                meter: head.meter,
                quiz: head.quiz,
            },
            goes_on: log.fault.is_none().then_some(log.place),
            damaged: log.fault,
            unreadable: self.unreadable(),
            is_out_of_reach: false,
            earlier: self.earlier_than(id).filter(|_| self.has_large && !in_large),
        }))
    }

    /// Takes over what the small storage alone has, and removes what has become needless: entries that
    /// the page that wrote them had no time to remove.
    fn tidy(
        &mut self,
        id: WorkspaceId,
        own: Vec<String>,
        taken_over: &BTreeSet<String>,
        start: u64,
    ) {
        let is_replaced = |key: &String| match keys::numbers(key) {
            Some(Numbers::Batch(number)) => number < start,
            Some(Numbers::Part { next, .. }) => next < start,
            None => false,
        };
        for key in own {
            if taken_over.contains(&key) || is_replaced(&key) {
                let _ = self.small.remove(&key);
            } else if let (true, Ok(Some(text))) = (self.has_large, self.small.read(&key)) {
                self.queue.push_back(Change::Put(key, text));
            }
        }
        if taken_over.iter().any(is_replaced) {
            let replaced = [keys::batches_before(id, start), keys::parts_before(id, start)];
            let replaced = replaced.into_iter().flatten();
            self.queue.extend(replaced.map(|(first, last)| Change::Remove(first, last)));
        }
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
                Opened::Restored(Box::new(Found { damaged, ..Found::copy(saved) }))
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
}
