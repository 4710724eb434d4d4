//! The rules of the page's state, played through without a browser: what is saved and when, what a
//! load replaces and what brings it back, what the person is told.

use dynamodb_playground::api::Request;
use dynamodb_playground::datasets::{DatasetId, Recipe, Size, access_patterns};
use dynamodb_playground::engine::Operation;
use dynamodb_playground::ui::model::clock::Pace;
use dynamodb_playground::ui::model::draft::Draft;
use dynamodb_playground::ui::model::notice::{Offer, Subject};
use dynamodb_playground::ui::model::page_state::PageState;
use dynamodb_playground::ui::model::route::Place;
use dynamodb_playground::ui::model::workbench::{PagedRun, RunEnd, draft_of};
use dynamodb_playground::workspace::{
    MemoryStorage, SavingState, Storage as _, StorageFault, Trouble, decode, encode, keys,
};
use serde_json::json;

use crate::tab::{NOON, Storage, TABLE, Tab};

fn small(dataset: DatasetId) -> Recipe {
    Recipe::new(dataset, Size::Article)
}

fn first_question(dataset: DatasetId) -> Draft {
    draft_of(&access_patterns(dataset)[0].request)
}

#[test]
fn a_read_is_no_change_of_the_data_and_a_repeated_put_is_none() {
    let mut tab = Tab::new(&Storage::default(), 1);
    let request = access_patterns(DatasetId::Medical).remove(0).request;
    let sent = tab.act(|bench, now| bench.send(request, now));
    assert!(!sent.changed_data && tab.bench.changes() == 0);
    tab.put("NOTE#1");
    tab.put("NOTE#1");
    assert_eq!(tab.bench.changes(), 1);
    let key = json!({ "PK": { "S": "PATIENT#1" }, "SK": { "S": "NO" } });
    let body = json!({ "TableName": TABLE, "Key": key });
    let delete = Request { operation: Operation::DeleteItem, body };
    let sent = tab.act(|bench, now| bench.send(delete, now));
    assert!(!sent.changed_data, "there was nothing to delete");
    assert_eq!(tab.bench.changes(), 1);
}

#[test]
fn other_data_comes_with_its_question_and_what_it_replaced_can_be_put_back() {
    let mut tab = Tab::new(&Storage::default(), 1);
    tab.put("NOTE#1");
    tab.work.page.draft = draft_of(&access_patterns(DatasetId::Medical)[1].request);
    let before = tab.work.clone();
    tab.act(|bench, now| bench.load(small(DatasetId::Clinic), now));
    // What is still done to the data that goes is not lost either.
    tab.put("NOTE#2");
    tab.rest();
    assert_eq!(tab.work.page.draft, first_question(DatasetId::Clinic));
    assert_eq!(tab.bench.changes(), 0);
    assert!(tab.says(Subject::Loading).contains("with 2 changes"));
    assert_eq!(tab.notice(Subject::Loading).unwrap().offers, [Offer::PutBack]);
    tab.put_back();
    tab.rest();
    assert!(tab.has("NOTE#1") && tab.has("NOTE#2"));
    assert_eq!(tab.work, before);
    tab.put_back();
    assert!(tab.loads.is_empty(), "there is nothing more to put back");
}

#[test]
fn data_without_changes_is_replaced_without_a_word() {
    let mut tab = Tab::new(&Storage::default(), 1);
    tab.act(|bench, now| bench.load(small(DatasetId::Clinic), now));
    tab.rest();
    assert!(tab.notices.is_empty());
}

#[test]
fn a_cancelled_load_leaves_everything_as_it_was() {
    let mut tab = Tab::new(&Storage::default(), 1);
    tab.put("NOTE#1");
    let work = tab.work.clone();
    tab.act(|bench, now| bench.load(Recipe::new(DatasetId::Clinic, Size::Thousand), now));
    tab.task();
    let loading = tab.bench.loading().unwrap();
    assert!(loading.done > 0 && loading.done < loading.total, "{loading:?}");
    tab.act(|bench, now| bench.cancel_load(now));
    tab.rest();
    assert_eq!(tab.bench.loading(), None);
    assert_eq!(tab.bench.recipe().dataset, DatasetId::Medical);
    assert_eq!(tab.work, work);
    assert!(tab.has("NOTE#1") && tab.bench.changes() == 1);
    assert!(tab.says(Subject::Loading).contains("Your data is unchanged"));
}

#[test]
fn a_load_takes_the_place_of_one_that_is_under_way() {
    let mut tab = Tab::new(&Storage::default(), 1);
    tab.act(|bench, now| bench.load(Recipe::new(DatasetId::Medical, Size::TenThousand), now));
    tab.task();
    tab.act(|bench, now| bench.load(small(DatasetId::Clinic), now));
    tab.rest();
    assert_eq!(tab.bench.recipe(), small(DatasetId::Clinic));
}

#[test]
fn a_first_load_that_is_cancelled_leaves_a_few_rows_to_ask() {
    let mut tab = Tab::opening(&Storage::default(), 1, true);
    tab.task();
    tab.act(|bench, now| bench.cancel_load(now));
    tab.rest();
    assert_eq!(tab.bench.recipe(), small(DatasetId::Medical));
    assert_eq!(tab.work.page.draft, first_question(DatasetId::Medical));
    assert!(tab.notices.is_empty());
}

#[test]
fn starting_over_forgets_everything_but_place_and_time_and_can_be_undone() {
    let mut tab = Tab::new(&Storage::default(), 1);
    tab.put("NOTE#1");
    tab.work.page.place = Place::Quiz;
    tab.work.page.partitions = 7;
    let mut service = tab.work.page.service.unwrap();
    service.simulated = true;
    service.clock.turn(3_600_000, NOON);
    tab.work.page.service = Some(service);
    let before = tab.work.clone();
    tab.act(|bench, now| bench.start_over(now));
    tab.rest();
    assert!(!tab.has("NOTE#1"));
    assert_eq!(tab.work.page.partitions, PageState::FIRST_PARTITIONS);
    assert_eq!(tab.work.page.place, Place::Quiz);
    let service = tab.work.page.service.unwrap();
    assert!(!service.simulated, "a service that answers at once");
    assert_eq!(service.clock.at(NOON), NOON + 3_600_000, "time never goes back");
    assert!(tab.says(Subject::Loading).contains("with 1 change was saved"));
    tab.put_back();
    tab.rest();
    assert!(tab.has("NOTE#1"));
    assert_eq!(tab.work, before);
}

#[test]
fn a_file_brings_everything_back_and_what_it_replaced_can_be_put_back() {
    let mut first = Tab::new(&Storage::default(), 1);
    first.put("NOTE#1");
    first.work.page.place = Place::Compare;
    first.work.page.partitions = 12;
    let file = encode(&first.bench.saved(&first.work));
    let mut other = Tab::new(&Storage::default(), 2);
    other.put("NOTE#2");
    other.act(|bench, now| bench.import(&file, now)).unwrap();
    assert_eq!(other.work.page.place, Place::Compare, "before the data is there");
    other.rest();
    assert!(other.has("NOTE#1") && !other.has("NOTE#2"));
    assert_eq!(other.work, first.work);
    assert_eq!(other.notice(Subject::Loading).unwrap().offers, [Offer::PutBack]);
    other.put_back();
    other.rest();
    assert!(other.has("NOTE#2") && !other.has("NOTE#1"));
}

#[test]
fn a_file_that_cannot_be_read_changes_nothing_and_its_notice_goes_with_the_next() {
    let mut tab = Tab::new(&Storage::default(), 1);
    tab.put("NOTE#1");
    assert!(tab.act(|bench, now| bench.import("nothing of ours", now)).is_err());
    assert!(tab.loads.is_empty() && tab.has("NOTE#1"));
    assert!(tab.says(Subject::File).starts_with("The file wasn't loaded."));
    let file = encode(&tab.bench.saved(&tab.work));
    tab.act(|bench, now| bench.import(&file, now)).unwrap();
    assert!(tab.notice(Subject::File).is_none());
}

#[test]
fn a_restored_clock_has_not_raced_on_meanwhile() {
    let storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    let mut service = tab.work.page.service.unwrap();
    service.clock.set_pace(Pace::Hour, NOON);
    tab.work.page.service = Some(service);
    tab.act(|bench, _| bench.touch());
    tab.ring();
    let again = Tab::new(&storage, 2);
    assert_eq!(again.work.page.service.unwrap().clock.pace(), Pace::Paused);
}

fn scan() -> Request {
    let body = json!({ "TableName": TABLE, "Limit": 400, "Select": "COUNT" });
    Request { operation: Operation::Scan, body }
}

#[test]
fn a_run_follows_the_keys_to_the_last_page() {
    let mut tab = Tab::new(&Storage::default(), 1);
    let mut run = PagedRun::new(scan(), tab.bench.load_number());
    let mut counts = Vec::new();
    let end = loop {
        let request = run.next(tab.bench.load_number()).unwrap();
        let page = tab.act(|bench, now| bench.send(request, now)).exchange;
        counts.push(page.response.as_ref().unwrap().to_json()["Count"].as_u64().unwrap());
        if let Some(end) = run.add(&page) {
            break end;
        }
    };
    assert_eq!((end, counts), (RunEnd::Done, vec![400, 400, 200]));
    assert_eq!(run.next(tab.bench.load_number()), Err(RunEnd::Done));
}

#[test]
fn a_run_ends_when_its_data_goes_and_when_a_page_fails() {
    let mut tab = Tab::new(&Storage::default(), 1);
    let run = PagedRun::new(scan(), tab.bench.load_number());
    assert!(run.next(tab.bench.load_number()).is_ok());
    tab.act(|bench, now| bench.load(small(DatasetId::Clinic), now));
    assert_eq!(run.next(tab.bench.load_number()), Err(RunEnd::Cancelled));
    tab.rest();
    let gone = Request { operation: Operation::Scan, body: json!({ "TableName": "Gone" }) };
    let mut run = PagedRun::new(gone.clone(), tab.bench.load_number());
    let page = tab.act(|bench, now| bench.send(gone, now)).exchange;
    assert_eq!(run.add(&page), Some(RunEnd::Failed));
}

#[test]
fn a_first_visit_loads_data_with_a_question_and_saves_it() {
    let storage = Storage::default();
    let tab = Tab::new(&storage, 1);
    assert_eq!(tab.bench.recipe(), Recipe::new(DatasetId::Medical, Size::Thousand));
    assert_eq!(tab.work.page.draft, first_question(DatasetId::Medical));
    assert_eq!(tab.bench.loading(), None);
    assert!(tab.notices.is_empty(), "{:?}", tab.notices);
    assert_eq!(tab.bench.saving_state(), SavingState::Saved);
    let again = Tab::new(&storage, 2);
    assert_eq!((again.bench.recipe(), again.bench.changes()), (tab.bench.recipe(), 0));
}

/// The renderer is killed the moment that an answer is shown.
#[test]
fn a_write_is_saved_before_anyone_sees_its_answer() {
    for storage in [Storage::default(), Storage::with_large()] {
        let mut tab = Tab::new(&storage, 1);
        tab.is_slow = true;
        for n in 0..5 {
            tab.put(&format!("NOTE#{n}"));
            let again = Tab::new(&storage, 10 + n);
            assert!((0..=n).all(|n| again.has(&format!("NOTE#{n}"))), "after {n}");
        }
    }
}

#[test]
fn the_large_storage_takes_batches_over_and_the_small_one_lets_go() {
    let storage = Storage::with_large();
    let mut tab = Tab::new(&storage, 1);
    tab.is_slow = true;
    (0..3).for_each(|n| tab.put(&format!("NOTE#{n}")));
    assert_eq!(storage.small_batches().len(), 3);
    tab.finish_large();
    assert!(storage.small_batches().is_empty());
    tab.put("NOTE#3");
    assert_eq!(storage.small_batches().len(), 1);
    let again = Tab::new(&storage, 2);
    assert!((0..4).all(|n| again.has(&format!("NOTE#{n}"))), "from both");
}

/// The browser is killed: what the small storage held was never on the disk.
#[test]
fn what_the_large_storage_has_is_there_without_the_small_one() {
    let storage = Storage::with_large();
    let mut tab = Tab::new(&storage, 1);
    tab.put("NOTE#1");
    tab.ring();
    storage.set_small(MemoryStorage::default());
    let again = Tab::new(&storage, 2);
    assert!(again.has("NOTE#1"));
}

#[test]
fn a_save_costs_what_the_change_costs() {
    let storage = Storage::with_large();
    let mut tab = Tab::new(&storage, 1);
    (0..200).for_each(|n| tab.put(&format!("NOTE#{n}")));
    let before = *storage.writes.borrow();
    tab.put("ONE MORE");
    assert_eq!(*storage.writes.borrow() - before, 1);
}

#[test]
fn nothing_is_written_without_a_change() {
    let storage = Storage::with_large();
    let mut tab = Tab::new(&storage, 1);
    tab.put("NOTE#1");
    tab.ring();
    let before = *storage.writes.borrow();
    tab.act(|bench, _| bench.touch());
    tab.ring();
    tab.save_if_due();
    assert_eq!(*storage.writes.borrow(), before);
}

#[test]
fn nothing_is_saved_over_work_that_is_yet_to_be_restored() {
    let storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    tab.put("NOTE#1");
    tab.work.page.partitions = 9;
    tab.act(|bench, _| bench.touch());
    tab.ring();
    let mut reopened = Tab::opening(&storage, 2, true);
    reopened.act(|bench, _| bench.touch());
    reopened.ring();
    reopened.save_if_due();
    reopened.rest();
    assert!(reopened.has("NOTE#1"));
    assert_eq!(reopened.work.page.partitions, 9);
}

/// Loading 100,000 items used to stop saving until the page was hidden.
#[test]
fn what_is_done_while_data_is_loaded_is_saved_at_once() {
    let storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    tab.act(|bench, now| bench.load(Recipe::new(DatasetId::Clinic, Size::Thousand), now));
    tab.task();
    tab.put("NOTE#1");
    assert!(Tab::new(&storage, 2).has("NOTE#1"));
    tab.work.page.partitions = 7;
    tab.act(|bench, _| bench.touch());
    tab.ring();
    assert_eq!(Tab::new(&storage, 3).work.page.partitions, 7);
    tab.act(|bench, now| bench.cancel_load(now));
    tab.put("NOTE#2");
    assert!(Tab::new(&storage, 4).has("NOTE#2"));
}

#[test]
fn a_stored_sample_of_an_older_build_is_restored_and_saved_anew() {
    for name in ["version-1", "version-2-form"] {
        let path = format!("{}/tests/native/stored/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let saved = decode(&text).unwrap();
        let mut storage = Storage::default();
        storage.write(keys::LEGACY[1], &text).unwrap();
        for number in 1..3 {
            let tab = Tab::new(&storage, number);
            assert_eq!(tab.bench.recipe(), saved.recipe);
            assert_eq!(tab.bench.changes(), 3);
            let page = PageState::from_json(&saved.page);
            assert_eq!(tab.work.page.draft, page.draft);
            assert_eq!(tab.work.page.place, page.place);
            assert_eq!(tab.work.page.lab, page.lab);
            assert!(tab.notices.is_empty(), "{:?}", tab.notices);
            let now = tab.bench.engine().now().0;
            assert!(
                tab.work.page.service.unwrap().clock.at(NOON) >= now,
                "no time before what happened"
            );
        }
    }
}

#[test]
fn former_workspaces_are_there_after_days() {
    let storage = Storage::with_large();
    let mut tab = Tab::new(&storage, 1);
    tab.put("NOTE#1");
    tab.act(|bench, now| bench.load(small(DatasetId::Clinic), now));
    tab.rest();
    // The message that offers to put it back is gone by then.
    let mut later = Tab::new(&storage, 2);
    later.now += 9 * 86_400_000;
    assert_eq!(later.bench.recipe(), small(DatasetId::Clinic));
    let kept = later.bench.kept();
    assert_eq!(kept.iter().map(|kept| kept.changes).collect::<Vec<_>>(), [1]);
    let entries = storage.entries(kept[0].id);
    later.act(|bench, now| bench.open_kept(kept[0].id, Vec::new(), Some(entries), now));
    later.rest();
    assert!(later.has("NOTE#1"));
    later.put("NOTE#2");
    assert!(Tab::new(&storage, 3).has("NOTE#2"), "it is the current one again");
}

#[test]
fn the_last_ten_workspaces_are_kept_and_those_without_changes_are_not() {
    let storage = Storage::with_large();
    let mut tab = Tab::new(&storage, 1);
    for n in 0..14 {
        tab.act(|bench, now| bench.load(small(DatasetId::Medical), now));
        tab.rest();
        tab.put(&format!("NOTE#{n}"));
        tab.act(|bench, now| bench.load(small(DatasetId::Clinic), now));
        tab.rest();
    }
    assert_eq!(tab.bench.kept().len(), 10);
    let heads = storage.heads().unwrap().len();
    assert_eq!(heads, 11, "what is not kept takes no room");
    let first = tab.bench.kept()[0].id;
    tab.act(|bench, _| bench.forget(first));
    assert_eq!(tab.bench.kept().len(), 9);
    assert!(storage.entries(first).is_empty());
}

#[test]
fn a_damaged_batch_is_told_and_what_came_before_it_restored() {
    let storage = Storage::with_large();
    let mut tab = Tab::new(&storage, 1);
    (0..3).for_each(|n| tab.put(&format!("NOTE#{n}")));
    tab.ring();
    let second = storage.large.borrow().keys().filter(|key| !keys::is_head(key)).nth(1).cloned();
    storage.large.borrow_mut().insert(second.unwrap(), "damage".into());
    let mut again = Tab::new(&storage, 2);
    assert!(again.has("NOTE#0") && !again.has("NOTE#1"));
    assert_eq!(again.notice(Subject::Stored).unwrap().offers, [Offer::ExportStored]);
    assert_eq!(again.bench.kept().len(), 1, "the damaged work stays");
    again.put("NOTE#9");
    assert!(Tab::new(&storage, 3).has("NOTE#9"));
}

#[test]
fn trouble_with_saving_is_told_once_and_stays_in_sight() {
    let storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    let full = SavingState::Unsaved(Trouble::Storage(StorageFault::Full));
    storage.fail(Some(StorageFault::Full));
    tab.put("NOTE#1");
    assert!(tab.says(Subject::Saving).starts_with("Storage is full"));
    tab.notices.clear();
    tab.put("NOTE#2");
    assert!(tab.notices.is_empty(), "the person knows");
    assert_eq!(tab.bench.saving_state(), full, "and sees it all the same");
    storage.fail(None);
    tab.act(|bench, _| bench.touch());
    tab.ring();
    assert_eq!(tab.bench.saving_state(), SavingState::Saved);
    let again = Tab::new(&storage, 2);
    assert!(again.has("NOTE#1") && again.has("NOTE#2"), "what did not fit is not lost");
    storage.fail(Some(StorageFault::Other));
    tab.put("NOTE#3");
    assert!(tab.notice(Subject::Saving).is_some(), "it is new trouble");
}

#[test]
fn either_storage_alone_is_enough() {
    for fault in [StorageFault::Disabled, StorageFault::Full] {
        let storage = Storage::with_large();
        storage.fail(Some(fault));
        let mut tab = Tab::new(&storage, 1);
        tab.is_slow = true;
        tab.put("NOTE#1");
        assert_eq!(tab.bench.saving_state(), SavingState::Saving);
        tab.finish_large();
        tab.ring();
        tab.finish_large();
        assert_eq!(tab.bench.saving_state(), SavingState::Saved);
        assert!(tab.notices.is_empty(), "{:?}", tab.notices);
        assert!(Tab::new(&storage, 2).has("NOTE#1"));
    }
    let storage = Storage::with_large();
    let mut tab = Tab::new(&storage, 1);
    tab.is_slow = true;
    tab.put("NOTE#1");
    tab.pending.clear();
    tab.act(|bench, _| bench.taken_over(Err(StorageFault::Other)));
    assert_eq!(tab.bench.saving_state(), SavingState::Saving, "only the page is yet to be");
    *storage.has_large.borrow_mut() = false;
    tab.put("NOTE#2");
    let again = Tab::new(&storage, 2);
    assert!(again.has("NOTE#2"));
}

#[test]
fn a_browser_that_stores_nothing_is_noticed_and_the_page_works() {
    let disabled = Storage::default();
    disabled.fail(Some(StorageFault::Disabled));
    let idle = Storage::default();
    *idle.is_idle.borrow_mut() = true;
    for storage in [disabled, idle] {
        let mut tab = Tab::new(&storage, 1);
        assert!(tab.says(Subject::Saving).contains("doesn't let the page store data"));
        tab.put("NOTE#1");
        tab.ring();
        assert!(tab.has("NOTE#1"));
        let disabled = SavingState::Unsaved(Trouble::Storage(StorageFault::Disabled));
        assert_eq!(tab.bench.saving_state(), disabled);
    }
}

#[test]
fn a_second_tab_follows_the_first_and_writes_nothing() {
    let storage = Storage::with_large();
    let mut first = Tab::new(&storage, 1);
    first.put("NOTE#1");
    first.words.clear();
    let writes = *storage.writes.borrow();
    let mut second = Tab::beside(&storage, 2);
    assert_eq!(*storage.writes.borrow(), writes);
    assert!(second.has("NOTE#1"));
    assert_eq!(second.notice(Subject::OtherTab).unwrap().offers, [Offer::TakeOver]);
    first.put("NOTE#2");
    second.hear(&mut first);
    assert!(second.has("NOTE#2"));
    assert_eq!(second.bench.saving_state(), SavingState::Saved);
    first.act(|bench, now| bench.load(small(DatasetId::Clinic), now));
    first.rest();
    second.hear(&mut first);
    assert_eq!(second.bench.recipe(), small(DatasetId::Clinic));
    assert!(*storage.writes.borrow() > writes);
}

#[test]
fn a_tab_that_takes_over_goes_on_where_the_first_was() {
    let storage = Storage::with_large();
    let mut first = Tab::new(&storage, 1);
    let mut second = Tab::beside(&storage, 2);
    first.words.clear();
    first.put("NOTE#1");
    second.hear(&mut first);
    first.give_up();
    second.take_over();
    assert!(second.notice(Subject::OtherTab).is_none());
    second.put("NOTE#2");
    first.hear(&mut second);
    assert!(first.has("NOTE#2"), "now the first one follows");
    let third = Tab::new(&storage, 3);
    assert!(third.has("NOTE#1") && third.has("NOTE#2"));
    assert!(third.bench.kept().is_empty());
}

#[test]
fn the_work_of_neither_tab_is_lost_when_they_have_parted() {
    let storage = Storage::with_large();
    let mut first = Tab::new(&storage, 1);
    let mut second = Tab::beside(&storage, 2);
    first.words.clear();
    second.put("MINE");
    assert_eq!(second.bench.saving_state(), SavingState::Unsaved(Trouble::OtherTab));
    first.put("THEIRS");
    second.hear(&mut first);
    assert!(!second.has("THEIRS"), "it has work of its own");
    first.ring();
    first.give_up();
    second.take_over();
    let mut third = Tab::new(&storage, 3);
    assert!(third.has("MINE") && !third.has("THEIRS"));
    let kept = third.bench.kept();
    assert_eq!(kept.len(), 1);
    let entries = storage.entries(kept[0].id);
    third.act(|bench, now| bench.open_kept(kept[0].id, Vec::new(), Some(entries), now));
    third.rest();
    assert!(third.has("THEIRS"));
}

#[test]
fn what_cannot_be_read_stays_and_new_work_is_saved_beside_it() {
    let mut storage = Storage::default();
    let newer = "dynamodb-playground 99 00000000 1 0000000000000001\n{}";
    storage.write(keys::LEGACY[0], newer).unwrap();
    let mut tab = Tab::new(&storage, 1);
    assert_eq!(tab.bench.recipe().dataset, DatasetId::Medical, "the page works all the same");
    assert!(tab.notice(Subject::Stored).unwrap().offers.contains(&Offer::ExportStored));
    assert!(tab.bench.stored_entries().values().any(|text| text == newer));
    tab.put("NOTE#1");
    assert_eq!(storage.read(keys::LEGACY[0]).unwrap().as_deref(), Some(newer));
    assert!(Tab::new(&storage, 2).has("NOTE#1"));
}

#[test]
fn a_head_that_cannot_be_read_is_told_and_can_be_removed() {
    let mut storage = Storage::with_large();
    let mut tab = Tab::new(&storage, 1);
    tab.put("NOTE#1");
    tab.ring();
    let key = storage.heads().unwrap()[0].0.clone();
    let sound = storage.large.borrow_mut().insert(key.clone(), "damage".into()).unwrap();
    assert!(Tab::new(&storage, 2).has("NOTE#1"), "the other storage has it");
    assert_eq!(storage.large.borrow()[&key], "damage");
    storage.write(&key, &sound.replace("medical", "clinic")).unwrap();
    let mut again = Tab::new(&storage, 3);
    assert!(!again.has("NOTE#1"));
    let offers = &again.notice(Subject::Stored).unwrap().offers;
    assert_eq!(*offers, [Offer::ExportStored, Offer::Discard]);
    again.act(|bench, _| bench.discard_unreadable());
    assert!(Tab::new(&storage, 4).notices.is_empty());
    assert_eq!(storage.large.borrow().keys().filter(|key| keys::is_head(key)).count(), 1);
}
