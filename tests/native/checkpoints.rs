//! A log that has grown becomes a checkpoint, and whatever happens meanwhile, nothing is lost by it.

use dynamodb_playground::datasets::{DatasetId, Recipe, Size};
use dynamodb_playground::engine::{Checkpoint, Extent, Operation};
use dynamodb_playground::ui::model::notice::{Offer, Subject};
use dynamodb_playground::workspace::{
    Batch, Limits, MemoryStorage, SavingState, Storage as _, StorageFault, keys,
};
use proptest::prelude::*;
use serde_json::json;

use crate::tab::{Storage, TABLE, Tab};

/// A log of some ten changes is worth a checkpoint, and the large storage is given one entry at a time.
const LIMITS: Limits = Limits { log: 1_500, small_log: 1_500, characters: 1, changes: 1 };

fn tab(storage: &Storage, number: u64) -> Tab {
    let mut tab = Tab::new(storage, number);
    tab.act(|bench, _| bench.set_limits(LIMITS));
    tab
}

/// A tab with a few rows.
fn small_tab(storage: &Storage, number: u64) -> Tab {
    let mut tab = tab(storage, number);
    tab.act(|bench, now| bench.load(Recipe::new(DatasetId::Medical, Size::Article), now));
    tab.rest();
    tab
}

fn put_all(tab: &mut Tab, notes: std::ops::Range<usize>) {
    notes.for_each(|n| tab.put(&format!("NOTE#{n}")));
}

fn has_all(tab: &Tab, notes: std::ops::Range<usize>) -> bool {
    notes.into_iter().all(|n| tab.has(&format!("NOTE#{n}")))
}

/// The names of batches and of parts that both storages have.
fn stored(storage: &Storage) -> (usize, usize) {
    let large = storage.large.borrow();
    let small = storage.small_batches();
    let names: Vec<&String> =
        large.keys().chain(&small).filter(|key| !keys::is_head(key)).collect();
    let parts = names.iter().filter(|key| key.contains("checkpoint")).count();
    (names.len() - parts, parts)
}

/// Everything that the engine knows, as bytes.
fn state(tab: &Tab) -> Vec<u8> {
    let mut checkpoint = Checkpoint::new(Extent::Whole);
    let engine = tab.bench.engine();
    let parts = std::iter::from_fn(|| engine.checkpoint(&mut checkpoint, usize::MAX));
    (0..).zip(parts).flat_map(|(number, effects)| Batch { number, effects }.encode()).collect()
}

#[test]
fn a_log_that_has_grown_becomes_a_checkpoint() {
    for storage in [Storage::with_large(), Storage::default()] {
        let mut first = small_tab(&storage, 1);
        put_all(&mut first, 0..40);
        assert_eq!(stored(&storage), (40, 0));
        assert!(first.checkpoint);
        first.finish_checkpoint();
        let (batches, parts) = stored(&storage);
        assert!(batches == 0 && parts >= 2, "{batches} batches, {parts} parts");
        put_all(&mut first, 40..43);
        assert_eq!(stored(&storage).0, 3);
        first.ring();
        let mut again = tab(&storage, 2);
        assert!(has_all(&again, 0..43) && again.notices.is_empty());
        assert!(state(&again) == state(&first));
        // And once more, in place of the first one.
        put_all(&mut again, 43..200);
        again.finish_checkpoint();
        assert_eq!(stored(&storage).0, 0);
        assert!(state(&tab(&storage, 3)) == state(&again));
    }
}

/// Writing the same item again and again needs no more room than the item.
#[test]
fn a_small_storage_does_not_fill_with_what_was_replaced() {
    let storage = Storage::default();
    let mut tab = small_tab(&storage, 1);
    *storage.room.borrow_mut() = Some(700_000);
    for text in 0..8_000 {
        let item =
            json!({ "PK": { "S": "P" }, "SK": { "S": "S" }, "Text": { "N": text.to_string() } });
        tab.send(Operation::PutItem, json!({ "TableName": TABLE, "Item": item }));
        tab.finish_checkpoint();
    }
    tab.ring();
    assert_eq!(tab.bench.saving_state(), SavingState::Saved);
    assert!(tab.notices.is_empty());
}

#[test]
fn a_checkpoint_without_room_leaves_the_log_as_it_is() {
    let storage = Storage::default();
    let mut first = small_tab(&storage, 1);
    put_all(&mut first, 0..40);
    let used: usize = first.bench.stored_entries().values().map(String::len).sum();
    *storage.room.borrow_mut() = Some(used + 1_000);
    let (batches, _) = stored(&storage);
    first.finish_checkpoint();
    assert_eq!(stored(&storage), (batches, 0));
    assert!(first.notices.is_empty(), "nobody is bothered with it");
    first.put("NOTE#40");
    assert!(!first.checkpoint, "it is not tried again at once");
    assert!(state(&tab(&storage, 2)) == state(&first));
}

#[test]
fn a_change_meanwhile_begins_it_again() {
    let storage = Storage::with_large();
    let mut first = small_tab(&storage, 1);
    put_all(&mut first, 0..40);
    first.tell_checkpoint();
    first.put("BETWEEN");
    first.tell_checkpoint();
    assert_eq!(stored(&storage), (41, 0));
    first.finish_checkpoint();
    assert_eq!(stored(&storage).0, 0);
    assert!(state(&tab(&storage, 2)) == state(&first));
}

#[test]
fn other_data_ends_it() {
    let storage = Storage::with_large();
    let mut first = small_tab(&storage, 1);
    put_all(&mut first, 0..40);
    first.tell_checkpoint();
    first.act(|bench, now| bench.load(Recipe::new(DatasetId::Clinic, Size::Article), now));
    first.rest();
    first.finish_checkpoint();
    assert_eq!(stored(&storage), (40, 0), "the former workspace is as it was");
}

/// A page that is imported and one that parts from another begin with what was there.
#[test]
fn work_that_begins_with_data_is_whole_or_told() {
    let storage = Storage::with_large();
    let mut first = small_tab(&storage, 1);
    put_all(&mut first, 0..5);
    let saved = first.bench.saved(&first.work.clone());
    let text = dynamodb_playground::workspace::encode(&saved);
    first.act(|bench, now| bench.import(&text, now)).unwrap();
    first.rest();
    first.put("BEHIND");
    first.ring();
    let again = tab(&storage, 2);
    assert!(has_all(&again, 0..5) && again.has("BEHIND"));
    // Without its checkpoint what came behind is no whole log.
    storage.large.borrow_mut().retain(|key, _| !key.contains("checkpoint"));
    let without = tab(&storage, 3);
    assert_eq!(without.notice(Subject::Stored).unwrap().offers, [Offer::ExportStored]);
}

#[test]
fn of_a_damaged_checkpoint_what_is_sound_is_restored() {
    let storage = Storage::with_large();
    let mut first = small_tab(&storage, 1);
    put_all(&mut first, 0..40);
    first.finish_checkpoint();
    first.put("BEHIND");
    first.ring();
    let is_part = |key: &&String| key.contains("checkpoint");
    let parts: Vec<String> = storage.large.borrow().keys().filter(is_part).cloned().collect();
    for (at, part) in parts.iter().enumerate() {
        let sound = storage.large.borrow_mut().insert(part.clone(), "damage".into()).unwrap();
        let again = Tab::beside(&storage, 2);
        assert_eq!(again.notice(Subject::Stored).unwrap().offers, [Offer::ExportStored], "{part}");
        // All parts but those of items: tables, records, and the end.
        assert!(at == 0 || again.has("BEHIND"), "{part}");
        storage.large.borrow_mut().insert(part.clone(), sound);
    }
    assert!(state(&tab(&storage, 3)) == state(&first));
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Put(u8),
    Delete(u8),
    /// One piece of a checkpoint.
    Tell,
    /// All that is left of one.
    Finish,
    /// The large storage does what it was asked for first, so many times.
    Take(u8),
    Fail,
    Ring,
    /// The small storage is full, or no longer.
    Full(bool),
    /// The browser brings the small storage to the disk.
    Flush,
    /// The page ends without a word and is opened again.
    Reopen,
    /// The browser ends: of the small storage there is what was on the disk.
    Crash,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => any::<u8>().prop_map(Step::Put),
        2 => any::<u8>().prop_map(Step::Delete),
        2 => Just(Step::Tell),
        4 => Just(Step::Finish),
        6 => (1..20u8).prop_map(Step::Take),
        1 => Just(Step::Fail),
        1 => Just(Step::Ring),
        1 => any::<bool>().prop_map(Step::Full),
        2 => Just(Step::Flush),
        1 => Just(Step::Reopen),
        1 => Just(Step::Crash),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    /// Whenever the page or the browser ends, what is there is what was saved.
    #[test]
    fn whatever_happens_what_was_saved_is_there(
        has_large in any::<bool>(),
        steps in proptest::collection::vec(step(), 1..120),
    ) {
        let storage = Storage::default();
        *storage.has_large.borrow_mut() = has_large;
        let mut number = 1;
        let mut page = small_tab(&storage, number);
        page.is_slow = true;
        // The states since the page was opened, and how many of them outlive the browser.
        let mut states = vec![state(&page)];
        let mut safe = 1;
        let mut disk = storage.small.borrow().clone();
        for step in steps {
            match step {
                Step::Put(n) => {
                    page.put(&format!("NOTE#{}", n % 32));
                    states.push(state(&page));
                    page.put(&format!("LONG#{n}-{}", "x".repeat(usize::from(n))));
                }
                Step::Delete(n) => {
                    let key = json!({ "PK": { "S": "PATIENT#1" }, "SK": { "S": format!("NOTE#{}", n % 32) } });
                    page.send(Operation::DeleteItem, json!({ "TableName": TABLE, "Key": key }));
                }
                Step::Tell => page.tell_checkpoint(),
                Step::Finish => page.finish_checkpoint(),
                Step::Take(times) if !page.pending.is_empty() => {
                    for _ in 0..times {
                        let Some(changes) = page.pending.pop() else { break };
                        page.do_in_large(changes);
                        page.carry_out();
                    }
                    if page.pending.is_empty() && page.bench.saving_state() != SavingState::Saving {
                        safe = states.len();
                    }
                }
                Step::Fail if !page.pending.is_empty() => {
                    page.pending.clear();
                    page.act(|bench, _| bench.taken_over(Err(StorageFault::Other)));
                }
                Step::Take(_) | Step::Fail => {}
                Step::Ring => page.ring(),
                Step::Full(is_full) => storage.fail(is_full.then_some(StorageFault::Full)),
                Step::Flush => {
                    disk = storage.small.borrow().clone();
                    page.ring();
                    if page.bench.saving_state() == SavingState::Saved && disk_has_all(&disk, &storage) {
                        safe = states.len();
                    }
                }
                Step::Reopen | Step::Crash => {
                    page.ring();
                    let is_saved = page.bench.saving_state() == SavingState::Saved;
                    let mut least = if is_saved { states.len() } else { safe };
                    if matches!(step, Step::Crash) {
                        storage.set_small(disk.clone());
                        least = safe;
                    }
                    storage.fail(None);
                    number += 1;
                    page = tab(&storage, number);
                    page.is_slow = true;
                    let found = state(&page);
                    let at = states.iter().rposition(|state| *state == found);
                    prop_assert!(at.is_some_and(|at| at + 1 >= least), "{at:?} of {}, {least} safe", states.len());
                    states = vec![found];
                    safe = 1;
                    disk = storage.small.borrow().clone();
                }
            }
            let now = state(&page);
            if states.last() != Some(&now) {
                states.push(now);
            }
        }
    }
}

/// Whether the disk has the small storage as it is.
fn disk_has_all(disk: &MemoryStorage, storage: &Storage) -> bool {
    let small = storage.small.borrow();
    let names = small.keys().unwrap();
    names.iter().all(|key| disk.read(key) == small.read(key))
}
