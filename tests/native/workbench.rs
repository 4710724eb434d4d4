//! The rules of the page's state, played through without a browser: what is saved and when, what a
//! load replaces and what brings it back, what the person is told.

use std::cell::RefCell;
use std::rc::Rc;

use dynamodb_playground::api::Request;
use dynamodb_playground::datasets::{DatasetId, Recipe, Size, access_patterns};
use dynamodb_playground::engine::{Millis, Operation};
use dynamodb_playground::learn::questions;
use dynamodb_playground::ui::model::clock::Pace;
use dynamodb_playground::ui::model::draft::Draft;
use dynamodb_playground::ui::model::notice::{Notice, Offer, Subject};
use dynamodb_playground::ui::model::page_state::PageState;
use dynamodb_playground::ui::model::route::Place;
use dynamodb_playground::ui::model::service::Service;
use dynamodb_playground::ui::model::workbench::{
    Effect, LoadNumber, PageWork, PagedRun, RunEnd, Workbench, draft_of,
};
use dynamodb_playground::workspace::{
    MemorySlots, OwnerId, Slot, Slots, StorageFault, decode, encode,
};
use serde_json::json;

const NOON: u64 = 1_767_225_600_000;
const TABLE: &str = "MedicalTests";

/// Storage that several tabs share, and that can fail.
#[derive(Debug, Clone, Default)]
struct Storage {
    slots: Rc<RefCell<MemorySlots>>,
    fault: Rc<RefCell<Option<StorageFault>>>,
}

impl Storage {
    fn fail(&self, fault: Option<StorageFault>) {
        *self.fault.borrow_mut() = fault;
    }

    /// What is stored, newest last; nothing if nothing is.
    fn texts(&self) -> Vec<String> {
        let slots = self.slots.borrow();
        Slot::BOTH.into_iter().filter_map(|slot| slots.read(slot).unwrap()).collect()
    }
}

impl Slots for Storage {
    fn read(&self, slot: Slot) -> Result<Option<String>, StorageFault> {
        match *self.fault.borrow() {
            Some(StorageFault::Disabled) => Err(StorageFault::Disabled),
            _ => self.slots.borrow().read(slot),
        }
    }

    fn write(&mut self, slot: Slot, text: &str) -> Result<(), StorageFault> {
        match *self.fault.borrow() {
            Some(fault) => Err(fault),
            None => self.slots.borrow_mut().write(slot, text),
        }
    }
}

/// A tab: a workbench, the page over it, and whatever it has asked for and was not yet done.
struct Tab {
    bench: Workbench<Storage>,
    work: PageWork,
    notices: Vec<Notice>,
    opened: Vec<&'static str>,
    loads: Vec<LoadNumber>,
    /// Whether a save was asked for, and its time has not come.
    timer: bool,
    now: u64,
}

impl Tab {
    /// A tab that has opened what is stored and has come to rest.
    fn new(storage: &Storage, number: u64) -> Self {
        let mut tab = Self::opening(storage, number);
        tab.rest();
        tab
    }

    /// A tab that has just begun to open what is stored.
    fn opening(storage: &Storage, number: u64) -> Self {
        let bench = Workbench::new(storage.clone(), OwnerId(number), Millis(NOON));
        let mut work = PageWork::new(number);
        work.page.service = Some(Service::plain(NOON));
        let mut tab = Self {
            bench,
            work,
            notices: Vec::new(),
            opened: Vec::new(),
            loads: Vec::new(),
            timer: false,
            now: NOON,
        };
        tab.act(|bench, now| bench.open(now));
        tab
    }

    fn act<R>(&mut self, change: impl FnOnce(&mut Workbench<Storage>, Millis) -> R) -> R {
        let result = change(&mut self.bench, Millis(self.now));
        for effect in self.bench.take_effects() {
            match effect {
                Effect::AdvanceLoad(number) => self.loads.push(number),
                Effect::SaveSoon => {
                    assert!(!self.timer, "one timer is enough");
                    self.timer = true;
                }
                Effect::Tell(notice) => notice.replace_in(&mut self.notices),
                Effect::Dismiss(subject) => self.notices.retain(|n| n.subject != subject),
                Effect::GoBackTo(place) => self.work.page.place = place,
                Effect::Show(arrival) => self.work = arrival.work,
                Effect::Open(experiment) => self.opened.push(experiment.title),
            }
        }
        result
    }

    /// One task of each load that was asked for.
    fn task(&mut self) {
        for number in std::mem::take(&mut self.loads) {
            let (work, mut looks) = (self.work.clone(), 0);
            let is_time_left = || {
                looks += 1;
                looks <= 3
            };
            self.act(|bench, now| bench.advance_load(number, is_time_left, || work, now.0));
        }
    }

    /// Task after task until every load has come to its end.
    fn finish_loads(&mut self) {
        while !self.loads.is_empty() {
            self.task();
        }
    }

    /// The time of the timer has come, if there is one.
    fn ring(&mut self) {
        if std::mem::take(&mut self.timer) {
            self.save_if_due();
        }
    }

    fn save_if_due(&mut self) {
        let work = self.work.clone();
        self.act(|bench, _| bench.save_if_due(|| work));
    }

    fn rest(&mut self) {
        self.finish_loads();
        self.ring();
    }

    fn send(&mut self, operation: Operation, body: serde_json::Value) {
        let sent = self.act(|bench, now| bench.send(Request { operation, body }, now));
        assert!(sent.exchange.response.is_ok(), "{:?}", sent.exchange.response);
    }

    fn put(&mut self, note: &str) {
        let item = json!({ "PK": { "S": "PATIENT#1" }, "SK": { "S": note } });
        self.send(Operation::PutItem, json!({ "TableName": TABLE, "Item": item }));
    }

    fn has(&self, note: &str) -> bool {
        let inspect = self.bench.engine().inspect();
        let table = dynamodb_playground::model::TableName::parse(TABLE).unwrap();
        let rows = inspect.rows(&table, None);
        let key = dynamodb_playground::model::Value::S(note.into());
        rows.iter().any(|row| row.item.item().get("SK") == Some(&key))
    }

    fn notice(&self, subject: Subject) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.subject == subject)
    }

    fn says(&self, subject: Subject) -> &str {
        self.notice(subject).map_or("", |notice| notice.text.as_str())
    }
}

fn small(dataset: DatasetId) -> Recipe {
    Recipe::new(dataset, Size::Article)
}

fn first_question(dataset: DatasetId) -> Draft {
    draft_of(&access_patterns(dataset)[0].request)
}

#[test]
fn a_first_visit_loads_data_with_a_question_and_saves_it() {
    let storage = Storage::default();
    let tab = Tab::new(&storage, 1);
    assert_eq!(tab.bench.recipe(), Recipe::new(DatasetId::Medical, Size::Thousand));
    assert_eq!(tab.work.page.draft, first_question(DatasetId::Medical));
    assert_eq!(tab.bench.loading(), None);
    assert!(tab.notices.is_empty(), "{:?}", tab.notices);
    let saved = decode(&storage.texts()[0]).unwrap();
    assert_eq!((saved.recipe, saved.operations.len()), (tab.bench.recipe(), 0));
}

#[test]
fn a_change_is_saved_once_a_little_later() {
    let storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    tab.put("NOTE#1");
    tab.put("NOTE#2");
    assert!(tab.timer);
    let before = storage.texts();
    tab.ring();
    assert_ne!(storage.texts(), before);
    let after = storage.texts();
    tab.save_if_due();
    assert_eq!(storage.texts(), after, "nothing has changed since");
    let again = Tab::new(&storage, 2);
    assert!(again.has("NOTE#1") && again.has("NOTE#2"));
    assert_eq!(again.bench.changes(), 2);
}

#[test]
fn a_page_that_is_left_saves_at_once_and_the_timer_finds_nothing() {
    let storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    tab.put("NOTE#1");
    tab.save_if_due();
    let saved = storage.texts();
    assert!(saved.iter().any(|text| text.contains("NOTE#1")));
    tab.ring();
    assert_eq!(storage.texts(), saved);
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
fn nothing_is_saved_over_work_that_is_yet_to_be_restored() {
    let storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    tab.put("NOTE#1");
    tab.ring();
    let saved = storage.texts();
    let mut reopened = Tab::opening(&storage, 2);
    reopened.act(|bench, _| bench.touch());
    reopened.ring();
    reopened.save_if_due();
    assert_eq!(storage.texts(), saved);
    reopened.rest();
    assert!(reopened.has("NOTE#1"));
    assert!(decode(&storage.texts()[0]).is_ok() && storage.texts().len() == 2);
}

#[test]
fn a_save_that_falls_due_during_a_load_is_done_once_the_load_has_ended() {
    let storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    tab.act(|bench, now| bench.load(small(DatasetId::Clinic), now));
    tab.work.page.partitions = 9;
    tab.act(|bench, _| bench.touch());
    tab.ring();
    assert!(!tab.timer, "it cannot be saved now");
    tab.finish_loads();
    assert!(tab.timer, "it is due again");
    tab.ring();
    let again = Tab::new(&storage, 2);
    assert_eq!(again.bench.recipe(), small(DatasetId::Clinic));
    assert_eq!(again.work.page.partitions, 9);
}

#[test]
fn a_save_that_falls_due_during_a_cancelled_load_is_not_lost() {
    let storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    tab.act(|bench, now| bench.load(small(DatasetId::Clinic), now));
    tab.put("NOTE#1");
    tab.ring();
    assert!(!storage.texts().iter().any(|text| text.contains("NOTE#1")));
    tab.act(|bench, now| bench.cancel_load(now));
    assert!(tab.timer);
    tab.ring();
    assert!(storage.texts().iter().any(|text| text.contains("NOTE#1")));
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
    assert!(tab.says(Subject::Loading).contains("Discarded: 2 changes"));
    assert_eq!(tab.notice(Subject::Loading).unwrap().offers, [Offer::PutBack]);
    tab.act(|bench, now| bench.put_back(now));
    tab.rest();
    assert!(tab.has("NOTE#1") && tab.has("NOTE#2"));
    assert_eq!(tab.work, before);
    tab.act(|bench, now| bench.put_back(now));
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
    let mut tab = Tab::opening(&Storage::default(), 1);
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
    let question = questions().remove(0);
    tab.work.quiz.answer(&question, 0);
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
    assert!(tab.work.quiz.answered(&question).is_none());
    assert_eq!(tab.work.page.partitions, PageState::FIRST_PARTITIONS);
    assert_eq!(tab.work.page.place, Place::Quiz);
    let service = tab.work.page.service.unwrap();
    assert!(!service.simulated, "a service that answers at once");
    assert_eq!(service.clock.at(NOON), NOON + 3_600_000, "time never goes back");
    assert!(tab.says(Subject::Loading).contains("Discarded: 1 change to the data."));
    tab.act(|bench, now| bench.put_back(now));
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
    other.act(|bench, now| bench.put_back(now));
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
fn a_stored_sample_is_restored_with_its_data_and_its_page() {
    let text = include_str!("stored/version-2-form.txt");
    let saved = decode(text).unwrap();
    let mut storage = Storage::default();
    storage.write(Slot::A, text).unwrap();
    let mut tab = Tab::new(&storage, 1);
    assert_eq!(tab.bench.recipe(), saved.recipe);
    assert_eq!(tab.bench.changes(), saved.operations.len());
    let page = PageState::from_json(&saved.page);
    assert_eq!(tab.work.page.draft, page.draft);
    assert_eq!(tab.work.page.place, page.place);
    assert_eq!(tab.work.page.lab, page.lab);
    assert!(tab.notice(Subject::Saving).is_none(), "{:?}", tab.notices);
    let now = tab.bench.engine().now().0;
    assert!(tab.work.page.service.unwrap().clock.at(NOON) >= now, "no time before what happened");
    tab.act(|bench, _| bench.touch());
    tab.ring();
    assert!(tab.notice(Subject::Saving).is_none(), "what was restored can be saved");
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

#[test]
fn a_damaged_state_is_told_and_the_one_before_it_restored() {
    let mut storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    tab.put("NOTE#1");
    tab.ring();
    tab.put("NOTE#2");
    tab.ring();
    let newest = Slot::BOTH
        .into_iter()
        .find(|slot| storage.read(*slot).unwrap().is_some_and(|text| text.contains("NOTE#2")));
    let text = storage.read(newest.unwrap()).unwrap().unwrap().replace("NOTE#2", "NOTE#3");
    storage.write(newest.unwrap(), &text).unwrap();
    let again = Tab::new(&storage, 2);
    assert!(again.has("NOTE#1") && !again.has("NOTE#2"));
    assert_eq!(again.notice(Subject::Saving).unwrap().offers, [Offer::ExportStored]);
}

#[test]
fn trouble_with_saving_is_told_once_and_again_when_it_is_another() {
    let storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    let fail = |tab: &mut Tab, fault| {
        storage.fail(fault);
        tab.act(|bench, _| bench.touch());
        tab.ring();
    };
    fail(&mut tab, Some(StorageFault::Full));
    assert!(tab.says(Subject::Saving).starts_with("Storage is full"));
    tab.notices.clear();
    fail(&mut tab, Some(StorageFault::Full));
    assert!(tab.notices.is_empty(), "the person knows");
    fail(&mut tab, Some(StorageFault::Other));
    assert!(tab.says(Subject::Saving).starts_with("Saving failed."));
    fail(&mut tab, None);
    assert!(tab.notice(Subject::Saving).is_none(), "it is saved again");
    fail(&mut tab, Some(StorageFault::Other));
    assert!(tab.notice(Subject::Saving).is_some(), "it is new trouble");
}

#[test]
fn a_browser_that_stores_nothing_says_so_and_the_page_works() {
    let storage = Storage::default();
    storage.fail(Some(StorageFault::Disabled));
    let mut tab = Tab::new(&storage, 1);
    assert!(tab.says(Subject::Saving).contains("doesn't let the page store data"));
    tab.put("NOTE#1");
    tab.ring();
    assert!(tab.has("NOTE#1"));
}

#[test]
fn a_tab_does_not_save_over_another_until_the_person_says_so() {
    let storage = Storage::default();
    let mut mine = Tab::new(&storage, 1);
    let mut theirs = Tab::new(&storage, 2);
    theirs.put("NOTE#2");
    theirs.ring();
    mine.put("NOTE#1");
    mine.ring();
    assert!(mine.says(Subject::Saving).contains("Another tab saved this workspace"));
    assert!(!storage.texts().iter().any(|text| text.contains("NOTE#1")));
    let work = mine.work.clone();
    mine.act(|bench, _| bench.take_over(&work));
    assert!(mine.notice(Subject::Saving).is_none());
    assert!(Tab::new(&storage, 3).has("NOTE#1"));
}

#[test]
fn what_cannot_be_read_stays_until_the_person_begins_anew() {
    let mut storage = Storage::default();
    let newer = "dynamodb-playground 99 00000000 1 0000000000000001\n{}";
    storage.write(Slot::A, newer).unwrap();
    let mut tab = Tab::new(&storage, 1);
    assert_eq!(tab.bench.recipe().dataset, DatasetId::Medical, "the page works all the same");
    let offers = &tab.notice(Subject::Saving).unwrap().offers;
    assert!(offers.contains(&Offer::StartFresh) && offers.contains(&Offer::ExportStored));
    assert_eq!(storage.texts(), [newer]);
    tab.act(|bench, now| bench.start_fresh(now));
    tab.rest();
    assert!(storage.texts().iter().all(|text| decode(text).is_ok()));
}

#[test]
fn an_experiment_opens_at_once_over_its_data_and_else_after_it_has_come() {
    let mut tab = Tab::new(&Storage::default(), 1);
    let experiments = || questions().into_iter().map(|question| question.experiment);
    let here = experiments().find(|e| e.dataset == DatasetId::Medical).unwrap();
    tab.act(|bench, now| bench.open_experiment(here.clone(), now));
    assert_eq!(tab.opened, [here.title]);
    tab.put("NOTE#1");
    let there = experiments().find(|e| e.dataset == DatasetId::Clinic).unwrap();
    tab.act(|bench, now| bench.open_experiment(there.clone(), now));
    assert_eq!(tab.opened.len(), 1, "its data is not there yet");
    tab.rest();
    assert_eq!(tab.opened, [here.title, there.title]);
    assert_eq!(tab.bench.recipe(), Recipe::new(DatasetId::Clinic, Size::Thousand));
    assert!(tab.says(Subject::Loading).contains("Discarded: 1 change"));
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
