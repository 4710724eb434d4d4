//! A large storage that does not answer, answers late or breaks down, and tabs that learn too late that
//! another one saves: nothing is written over, and nothing is lost without a word.

use dynamodb_playground::datasets::{DatasetId, Recipe, Size};
use dynamodb_playground::ui::model::draft::Draft;
use dynamodb_playground::ui::model::notice::{Offer, Subject};
use dynamodb_playground::workspace::{
    Limits, MemoryStorage, SavingState, Storage as _, StorageFault,
};

use crate::tab::{Storage, Tab};

/// A tab with a few rows and these notes, all of which the large storage has.
fn with_notes(storage: &Storage, notes: &[&str]) -> Tab {
    let mut tab = Tab::new(storage, 1);
    tab.act(|bench, now| bench.load(Recipe::new(DatasetId::Medical, Size::Article), now));
    tab.rest();
    notes.iter().for_each(|note| tab.put(note));
    tab.ring();
    tab.words.clear();
    tab
}

fn open_latest_kept(tab: &mut Tab) {
    let id = tab.bench.kept()[0].id;
    let (heads, entries) = (tab.storage.heads().unwrap_or_default(), tab.storage.read_entries(id));
    tab.act(|bench, now| bench.open_kept(id, heads, entries, now));
    tab.rest();
}

#[test]
fn what_cannot_be_reached_is_told_and_not_written_over() {
    let storage = Storage::with_large();
    drop(with_notes(&storage, &["BEFORE"]));
    let stored = storage.large.borrow().clone();
    storage.reach_large(false);
    let mut without = Tab::new(&storage, 2);
    assert_eq!(without.notice(Subject::Stored).unwrap().offers, [Offer::Reload]);
    assert!(!without.has("BEFORE"), "half of a log shows nothing that ever was");
    without.put("MEANWHILE");
    without.ring();
    assert_eq!(without.bench.saving_state(), SavingState::Saved);
    assert_eq!(*storage.large.borrow(), stored);
    // Nor is it opened from the menu, half of it.
    open_latest_kept(&mut without);
    assert!(
        without.has("MEANWHILE") && without.says(Subject::Stored).contains("can't be read now")
    );

    storage.reach_large(true);
    let mut again = Tab::new(&storage, 3);
    assert!(again.has("MEANWHILE"), "what was done meanwhile is kept");
    assert_eq!(again.notice(Subject::Stored).unwrap().offers, [Offer::OpenEarlier]);
    again.put_back();
    again.rest();
    assert!(again.has("BEFORE"));
    // It is told once.
    assert!(Tab::new(&storage, 4).notices.is_empty());
}

#[test]
fn what_comes_late_takes_the_place_of_what_nobody_has_touched() {
    let storage = Storage::with_large();
    drop(with_notes(&storage, &["BEFORE"]));
    storage.reach_large(false);
    let mut late = Tab::new(&storage, 2);
    late.reach_large();
    assert!(late.has("BEFORE") && late.notices.is_empty(), "{:?}", late.notices);
    assert!(late.bench.kept().is_empty(), "what only stood in for it is gone");
    late.put("BEHIND");
    late.ring();
    let again = Tab::new(&storage, 3);
    assert!(again.has("BEFORE") && again.has("BEHIND"));
}

/// Even if localStorage was emptied, so that nothing tells that there was other work.
#[test]
fn what_comes_late_is_found_without_the_small_storage() {
    let storage = Storage::with_large();
    drop(with_notes(&storage, &["BEFORE"]));
    storage.reach_large(false);
    storage.set_small(MemoryStorage::default());
    let mut late = Tab::new(&storage, 2);
    assert!(late.notices.is_empty());
    late.reach_large();
    assert!(late.has("BEFORE"));
    // Likewise if it comes before anything else is there, or only for the next page.
    storage.reach_large(false);
    storage.set_small(MemoryStorage::default());
    let mut sooner = Tab::opening(&storage, 3, true);
    sooner.reach_large();
    assert!(sooner.has("BEFORE"));
    storage.reach_large(false);
    storage.set_small(MemoryStorage::default());
    drop(Tab::new(&storage, 4));
    storage.reach_large(true);
    assert!(Tab::new(&storage, 5).has("BEFORE"));
}

#[test]
fn what_was_done_meanwhile_stays_when_it_comes_late() {
    let storage = Storage::with_large();
    drop(with_notes(&storage, &["BEFORE"]));
    for number in [2, 3] {
        storage.reach_large(false);
        let mut late = Tab::new(&storage, number);
        match number {
            2 => late.put("MEANWHILE"),
            _ => late.work.page.draft = Draft::from_request("Scan", &serde_json::json!({})),
        }
        late.reach_large();
        assert!(!late.has("BEFORE"));
        assert_eq!(late.notice(Subject::Stored).unwrap().offers, [Offer::OpenEarlier]);
        late.put_back();
        late.rest();
        assert!(late.has("BEFORE"));
    }
}

/// The small storage alone has everything; but the large one may have more.
#[test]
fn a_whole_log_beside_a_storage_out_of_reach_goes_on_as_a_copy() {
    let storage = Storage::with_large();
    let mut first = Tab::new(&storage, 1);
    first.act(|bench, now| bench.load(Recipe::new(DatasetId::Medical, Size::Article), now));
    first.rest();
    first.is_slow = true;
    first.put("BOTH");
    first.ring();
    drop(first);
    storage.reach_large(false);
    let mut copy = Tab::new(&storage, 2);
    assert!(copy.has("BOTH"));
    let former = copy.bench.kept();
    assert_eq!(former.len(), 1);
    copy.put("COPY");
    copy.ring();
    let mut again = Tab::new(&storage, 3);
    assert!(again.has("BOTH") && again.has("COPY"));
    assert!(again.notices.is_empty(), "the copy is no copy of anything any more");
    again.reach_large();
    assert!(again.has("COPY"), "work of another day is not replaced");
    assert_eq!(again.notice(Subject::Stored).unwrap().offers, [Offer::OpenEarlier]);
    open_latest_kept(&mut again);
    assert!(again.has("BOTH") && !again.has("COPY"));
}

#[test]
fn a_storage_that_breaks_down_and_comes_back_takes_over_what_came_meanwhile() {
    let storage = Storage::with_large();
    let mut page = with_notes(&storage, &["BEFORE"]);
    storage.reach_large(false);
    page.put("BETWEEN");
    page.ring();
    assert_eq!(page.bench.saving_state(), SavingState::Saved);
    assert_eq!(storage.small_batches().len(), 1);
    page.reach_large();
    page.put("BEHIND");
    page.ring();
    assert!(storage.small_batches().is_empty() && page.notices.is_empty());
    storage.set_small(MemoryStorage::default());
    let again = Tab::new(&storage, 2);
    assert!(["BEFORE", "BETWEEN", "BEHIND"].iter().all(|note| again.has(note)));
}

/// What is removed while the large storage is out of reach does not come back with it.
#[test]
fn a_workspace_that_is_removed_meanwhile_stays_removed() {
    let storage = Storage::with_large();
    let mut page = with_notes(&storage, &["OLD"]);
    page.act(|bench, now| bench.load(Recipe::new(DatasetId::Clinic, Size::Article), now));
    page.rest();
    let old = page.bench.kept()[0].id;
    storage.reach_large(false);
    page.act(|bench, _| bench.forget(old));
    page.rest();
    page.reach_large();
    assert!(page.bench.kept().is_empty());
    assert!(!storage.large.borrow().keys().any(|key| key.contains(&old.to_string())));
}

#[test]
fn storages_that_are_emptied_meanwhile_are_filled_again() {
    // localStorage is all there is, and is emptied while the page is open.
    let storage = Storage::default();
    let mut page = with_notes(&storage, &["BEFORE"]);
    storage.set_small(MemoryStorage::default());
    page.put("BEHIND");
    page.ring();
    let again = Tab::new(&storage, 2);
    assert!(again.has("BEFORE") && again.has("BEHIND") && again.notices.is_empty());
    // The person removes all data of the page: the browser closes the connection.
    let storage = Storage::with_large();
    let mut page = with_notes(&storage, &["BEFORE"]);
    storage.reach_large(false);
    page.put("BETWEEN");
    storage.set_small(MemoryStorage::default());
    storage.large.borrow_mut().clear();
    page.reach_large();
    page.put("BEHIND");
    page.ring();
    let again = Tab::new(&storage, 2);
    assert!(["BEFORE", "BETWEEN", "BEHIND"].iter().all(|note| again.has(note)));
    assert!(again.notices.is_empty() && again.bench.kept().is_empty());
}

/// The large storage is missing a part that the head tells of.
#[test]
fn an_end_that_is_missing_is_told() {
    let storage = Storage::with_large();
    drop(with_notes(&storage, &["FIRST", "LAST"]));
    let last = storage.large.borrow().keys().rfind(|key| !key.ends_with("/head")).cloned();
    storage.large.borrow_mut().remove(&last.unwrap());
    let again = Tab::new(&storage, 2);
    assert!(again.says(Subject::Stored).starts_with("A part of the saved workspace is missing."));
    assert!(again.has("FIRST") && !again.has("LAST"));
}

/// A tab that slept while another took over acts before it hears of that.
#[test]
fn a_tab_that_wakes_late_keeps_what_it_does_apart() {
    for (is_slow, is_heard) in [(false, false), (true, false), (false, true), (true, true)] {
        let storage = Storage::with_large();
        let mut sleeper = with_notes(&storage, &["BEFORE"]);
        let mut other = Tab::beside(&storage, 2);
        other.take_over();
        other.put("OTHER");
        other.put("OTHER 2");
        other.ring();
        sleeper.is_slow = is_slow;
        sleeper.put("SLEEPER");
        if is_heard {
            sleeper.hear(&mut other);
        }
        sleeper.finish_large();
        sleeper.ring();
        sleeper.finish_large();
        sleeper.give_up();
        other.hear(&mut sleeper);
        assert!(sleeper.says(Subject::Loading).starts_with("Another tab changed"));

        other.ring();
        let mut again = Tab::new(&storage, 3);
        let mut found = Vec::new();
        for _ in 0..2 {
            let has = |note| again.has(note);
            assert!(has("BEFORE") && has("OTHER") != has("SLEEPER"), "{is_slow} {is_heard}");
            assert_eq!(has("OTHER"), has("OTHER 2"));
            found.push(has("OTHER"));
            assert!(again.notice(Subject::Stored).is_none(), "{:?}", again.notices);
            open_latest_kept(&mut again);
        }
        found.sort_unstable();
        assert_eq!(found, [false, true]);
    }
}

/// What another tab did just before this one took its place is heard, not written over.
#[test]
fn the_last_word_of_the_tab_before_is_followed() {
    let storage = Storage::with_large();
    let mut first = with_notes(&storage, &["BEFORE"]);
    let mut second = Tab::beside(&storage, 2);
    first.put("LAST WORD");
    second.take_over();
    second.hear(&mut first);
    second.put("BEHIND");
    first.give_up();
    first.hear(&mut second);
    second.ring();
    for tab in [&first, &second, &Tab::new(&storage, 3)] {
        assert!(["BEFORE", "LAST WORD", "BEHIND"].iter().all(|note| tab.has(note)));
    }
    assert!(second.bench.kept().is_empty());
}

/// The tab before could save nothing: what was followed is saved by the one that takes its place.
#[test]
fn what_the_tab_before_could_not_save_is_saved_by_the_next() {
    let storage = Storage::default();
    let mut first = with_notes(&storage, &["BEFORE"]);
    let mut second = Tab::beside(&storage, 2);
    storage.fail(Some(StorageFault::Full));
    first.put("UNSAVED");
    second.hear(&mut first);
    first.give_up();
    storage.fail(None);
    second.take_over();
    second.put("BEHIND");
    second.finish_checkpoint();
    second.ring();
    let again = Tab::new(&storage, 3);
    assert!(["BEFORE", "UNSAVED", "BEHIND"].iter().all(|note| again.has(note)));
    assert!(again.notices.is_empty());
}

/// A clock that is set back makes no older workspace the latest.
#[test]
fn a_clock_that_is_set_back_makes_nothing_older() {
    let storage = Storage::with_large();
    let mut page = with_notes(&storage, &["BEFORE"]);
    page.act(|bench, now| bench.load(Recipe::new(DatasetId::Clinic, Size::Article), now));
    page.rest();
    page.real -= 1_000_000;
    page.act(|bench, now| bench.load(Recipe::new(DatasetId::Medical, Size::Article), now));
    page.rest();
    page.put("LATEST");
    page.ring();
    assert!(Tab::new(&storage, 0).has("LATEST"));
}

/// A storage that opens and takes nothing is tried again and again, and makes no copies.
#[test]
fn a_storage_that_only_opens_makes_no_copies() {
    let storage = Storage::with_large();
    let mut page = Tab::new(&storage, 1);
    page.act(|bench, _| bench.set_limits(Limits::default()));
    page.is_slow = true;
    page.put("NOTE");
    for _ in 0..5 {
        page.pending.clear();
        page.act(|bench, _| bench.taken_over(Err(StorageFault::Full)));
        page.reach_large();
    }
    page.pending.clear();
    page.act(|bench, _| bench.taken_over(Err(StorageFault::Full)));
    assert_eq!(page.bench.saving_state(), SavingState::Saved);
    let names = storage.small.borrow().keys().unwrap();
    assert_eq!(names.iter().filter(|key| key.ends_with("/head")).count(), 1, "{names:?}");
}
