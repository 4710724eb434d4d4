//! Tabs of one browser without a browser: a workbench, the storages that it shares with others, and
//! the timers and tasks that it has asked for, which come when a test says so.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use dynamodb_playground::api::Request;
use dynamodb_playground::engine::{Millis, Operation};
use dynamodb_playground::ui::model::notice::{Notice, Subject};
use dynamodb_playground::ui::model::service::Service;
use dynamodb_playground::ui::model::workbench::{Effect, LoadNumber, PageWork, Word, Workbench};
use dynamodb_playground::workspace::{
    Change, Entry, MemoryStorage, Storage as _, StorageFault, WorkspaceId, keys,
};
use serde_json::json;

pub const NOON: u64 = 1_767_225_600_000;
pub const TABLE: &str = "MedicalTests";

/// The two storages that tabs of one browser share. The small one can fail, and the large one may be
/// missing or slow.
#[derive(Debug, Clone, Default)]
pub struct Storage {
    pub small: Rc<RefCell<MemoryStorage>>,
    pub fault: Rc<RefCell<Option<StorageFault>>>,
    /// Takes everything and keeps nothing.
    pub is_idle: Rc<RefCell<bool>>,
    /// Characters that the small one has room for; none for as many as come.
    pub room: Rc<RefCell<Option<usize>>>,
    /// Characters that it holds.
    pub used: Rc<RefCell<usize>>,
    pub large: Rc<RefCell<BTreeMap<String, String>>>,
    pub has_large: Rc<RefCell<bool>>,
    pub writes: Rc<RefCell<usize>>,
}

impl Storage {
    pub fn with_large() -> Self {
        let storage = Self::default();
        *storage.has_large.borrow_mut() = true;
        storage
    }

    pub fn fail(&self, fault: Option<StorageFault>) {
        *self.fault.borrow_mut() = fault;
    }

    /// The small one is this now: of what it held, some was never on the disk.
    pub fn set_small(&self, small: MemoryStorage) {
        let texts = small.keys().unwrap().into_iter().map(|key| small.read(&key).unwrap());
        *self.used.borrow_mut() = texts.flatten().map(|text| text.len()).sum();
        *self.small.borrow_mut() = small;
    }

    /// Does all of these or none, as the browser does.
    pub fn apply_all(&self, changes: Vec<Change>) -> Result<(), StorageFault> {
        if !*self.has_large.borrow() {
            return Err(StorageFault::Other);
        }
        for change in &changes {
            let Change::Put(key, text) = change else { continue };
            let is_other = self.large.borrow().get(key).is_some_and(|stored| stored != text);
            if let (true, Some(number)) = (is_other, keys::batch_number(key)) {
                return Err(StorageFault::Conflict(keys::workspace(key).unwrap(), number));
            }
        }
        changes.into_iter().for_each(|change| self.apply(change));
        Ok(())
    }

    pub fn apply(&self, change: Change) {
        let mut large = self.large.borrow_mut();
        match change {
            Change::Put(key, text) => drop(large.insert(key, text)),
            Change::Remove(first, last) => {
                large.retain(|key, _| keys::is_head(key) || !(&first..=&last).contains(&key));
            }
            Change::Forget(id) => large.retain(|key, _| !key.contains(&id.to_string())),
        }
    }

    pub fn heads(&self) -> Option<Vec<(String, String)>> {
        let heads = |large: &BTreeMap<String, String>| {
            let heads = large.iter().filter(|(key, _)| keys::is_head(key));
            heads.map(|(key, text)| (key.clone(), text.clone())).collect()
        };
        self.has_large.borrow().then(|| heads(&self.large.borrow()))
    }

    /// The batches and parts of a workspace in the large storage.
    pub fn entries(&self, id: WorkspaceId) -> Vec<Entry> {
        let (first, last) = keys::entries(id);
        let large = self.large.borrow();
        large.range(first..=last).map(|(name, text)| Entry::new(name.clone(), text)).collect()
    }

    /// The same, none while it is out of reach.
    pub fn read_entries(&self, id: WorkspaceId) -> Option<Vec<Entry>> {
        self.has_large.borrow().then(|| self.entries(id))
    }

    /// From now on the large one answers, or no longer.
    pub fn reach_large(&self, does_answer: bool) {
        *self.has_large.borrow_mut() = does_answer;
    }

    /// The names of batches in the small storage.
    pub fn small_batches(&self) -> Vec<String> {
        let all = self.small.borrow().keys().unwrap();
        all.into_iter()
            .filter(|key| key.starts_with(keys::WORKSPACES) && !keys::is_head(key))
            .collect()
    }
}

impl dynamodb_playground::workspace::Storage for Storage {
    fn read(&self, key: &str) -> Result<Option<String>, StorageFault> {
        match *self.fault.borrow() {
            Some(StorageFault::Disabled) => Err(StorageFault::Disabled),
            _ => self.small.borrow().read(key),
        }
    }

    fn write(&mut self, key: &str, text: &str) -> Result<(), StorageFault> {
        match *self.fault.borrow() {
            Some(fault) => return Err(fault),
            None if *self.is_idle.borrow() => return Ok(()),
            None => {}
        }
        let mut small = self.small.borrow_mut();
        let used = *self.used.borrow() + text.len() - small.read(key)?.map_or(0, |text| text.len());
        if self.room.borrow().is_some_and(|room| used > room) {
            return Err(StorageFault::Full);
        }
        *self.used.borrow_mut() = used;
        *self.writes.borrow_mut() += 1;
        small.write(key, text)
    }

    fn remove(&mut self, key: &str) -> Result<(), StorageFault> {
        let mut small = self.small.borrow_mut();
        *self.used.borrow_mut() -= small.read(key)?.map_or(0, |text| text.len());
        small.remove(key)
    }

    fn keys(&self) -> Result<Vec<String>, StorageFault> {
        match *self.fault.borrow() {
            Some(StorageFault::Disabled) => Err(StorageFault::Disabled),
            _ => self.small.borrow().keys(),
        }
    }
}

/// A tab: a workbench, the page over it, and whatever it has asked for and was not yet done.
pub struct Tab {
    pub storage: Storage,
    pub bench: Workbench<Storage>,
    pub work: PageWork,
    pub notices: Vec<Notice>,
    pub loads: Vec<LoadNumber>,
    /// Whether a save was asked for, and its time has not come.
    pub timer: bool,
    /// Whether a piece of a checkpoint was asked for.
    pub checkpoint: bool,
    /// Whether the large storage takes its time, and what it is yet to do.
    pub is_slow: bool,
    pub pending: Vec<Vec<Change>>,
    pub words: Vec<Word>,
    pub now: u64,
    /// The real time, which goes on with every save.
    pub real: u64,
}

impl Tab {
    /// A tab that has opened what is stored and has come to rest.
    pub fn new(storage: &Storage, number: u64) -> Self {
        let mut tab = Self::opening(storage, number, true);
        tab.rest();
        tab
    }

    /// A tab beside one that saves.
    pub fn beside(storage: &Storage, number: u64) -> Self {
        let mut tab = Self::opening(storage, number, false);
        tab.rest();
        tab
    }

    /// A tab that has just begun to open what is stored.
    pub fn opening(storage: &Storage, number: u64, is_writer: bool) -> Self {
        let bench = Workbench::new(storage.clone(), number, Millis(NOON));
        let mut work = PageWork::new();
        work.page.service = Some(Service::plain(NOON));
        let mut tab = Self {
            storage: storage.clone(),
            bench,
            work,
            notices: Vec::new(),
            loads: Vec::new(),
            timer: false,
            checkpoint: false,
            is_slow: false,
            pending: Vec::new(),
            words: Vec::new(),
            now: NOON,
            real: NOON + number * 1_000,
        };
        let heads = storage.heads();
        let id = tab.act(|bench, _| bench.survey(heads, is_writer));
        let entries = id.and_then(|id| storage.read_entries(id));
        tab.act(|bench, now| bench.open(id, entries, now));
        tab
    }

    pub fn act<R>(&mut self, change: impl FnOnce(&mut Workbench<Storage>, Millis) -> R) -> R {
        let result = change(&mut self.bench, Millis(self.now));
        self.carry_out();
        result
    }

    pub fn carry_out(&mut self) {
        loop {
            let effects = self.bench.take_effects();
            if effects.is_empty() {
                break;
            }
            for effect in effects {
                match effect {
                    Effect::AdvanceLoad(number) => self.loads.push(number),
                    Effect::SaveSoon => {
                        assert!(!self.timer, "one timer is enough");
                        self.timer = true;
                    }
                    Effect::CheckpointSoon | Effect::AdvanceCheckpoint => {
                        assert!(!self.checkpoint, "one checkpoint at a time");
                        self.checkpoint = true;
                    }
                    Effect::TakeOver(changes) if self.is_slow => self.pending.push(changes),
                    Effect::TakeOver(changes) => self.do_in_large(changes),
                    Effect::Fetch(id) => {
                        let heads = self.storage.heads().unwrap_or_default();
                        let entries = self.storage.read_entries(id);
                        self.bench.open_kept(id, heads, entries, Millis(self.now));
                    }
                    Effect::Publish(word) => self.words.push(word),
                    Effect::Tell(notice) => notice.replace_in(&mut self.notices),
                    Effect::Dismiss(subject) => self.notices.retain(|n| n.subject != subject),
                    Effect::GoBackTo(place) => self.work.page.place = place,
                    Effect::Show(arrival) => self.work = arrival.work,
                }
            }
        }
    }

    pub fn do_in_large(&mut self, changes: Vec<Change>) {
        let outcome = self.storage.apply_all(changes);
        self.bench.taken_over(outcome);
    }

    /// The large storage answers, late or again.
    pub fn reach_large(&mut self) {
        self.storage.reach_large(true);
        self.real += 1;
        let (work, real) = (self.work.clone(), self.real);
        let heads = self.storage.heads().unwrap();
        self.act(|bench, _| bench.reach_large(heads, &work, real));
        self.rest();
    }

    /// The large storage, which was slow, does what it was asked for.
    pub fn finish_large(&mut self) {
        while !self.pending.is_empty() {
            for changes in std::mem::take(&mut self.pending) {
                self.do_in_large(changes);
            }
            self.carry_out();
        }
    }

    /// One task of each load that was asked for.
    pub fn task(&mut self) {
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
    pub fn finish_loads(&mut self) {
        while !self.loads.is_empty() {
            self.task();
        }
    }

    /// The time of the timer has come, if there is one.
    pub fn ring(&mut self) {
        if std::mem::take(&mut self.timer) {
            self.save_if_due();
        }
    }

    /// The time of the checkpoint has come, if one was asked for: one look at the clock of it.
    pub fn tell_checkpoint(&mut self) {
        if std::mem::take(&mut self.checkpoint) {
            let mut looks = 0;
            let is_time_left = || {
                looks += 1;
                looks <= 2
            };
            self.act(|bench, _| bench.advance_checkpoint(is_time_left));
        }
    }

    /// A checkpoint is made, if one was asked for.
    pub fn finish_checkpoint(&mut self) {
        while self.checkpoint {
            self.tell_checkpoint();
        }
    }

    pub fn save_if_due(&mut self) {
        self.real += 1;
        let (work, real) = (self.work.clone(), self.real);
        self.act(|bench, _| bench.save_if_due(|| work, real));
    }

    pub fn rest(&mut self) {
        self.finish_loads();
        self.ring();
    }

    pub fn put_back(&mut self) {
        self.act(|bench, _| bench.put_back());
    }

    pub fn take_over(&mut self) {
        self.real += 1;
        let (work, real) = (self.work.clone(), self.real);
        self.act(|bench, _| bench.set_writer(true, &work, real));
    }

    pub fn give_up(&mut self) {
        let (work, real) = (self.work.clone(), self.real);
        self.act(|bench, _| bench.set_writer(false, &work, real));
    }

    /// Hears what another tab has said since the last time.
    pub fn hear(&mut self, other: &mut Tab) {
        for word in std::mem::take(&mut other.words) {
            self.act(|bench, _| bench.hear(word));
        }
        self.rest();
    }

    pub fn send(&mut self, operation: Operation, body: serde_json::Value) {
        let sent = self.act(|bench, now| bench.send(Request { operation, body }, now));
        assert!(sent.exchange.response.is_ok(), "{:?}", sent.exchange.response);
    }

    pub fn put(&mut self, note: &str) {
        let item = json!({ "PK": { "S": "PATIENT#1" }, "SK": { "S": note } });
        self.send(Operation::PutItem, json!({ "TableName": TABLE, "Item": item }));
    }

    pub fn has(&self, note: &str) -> bool {
        let inspect = self.bench.engine().inspect();
        let table = dynamodb_playground::model::TableName::parse(TABLE).unwrap();
        let rows = inspect.rows(&table, None);
        let key = dynamodb_playground::model::Value::S(note.into());
        rows.iter().any(|row| row.item.item().get("SK") == Some(&key))
    }

    pub fn notice(&self, subject: Subject) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.subject == subject)
    }

    pub fn says(&self, subject: Subject) -> &str {
        self.notice(subject).map_or("", |notice| notice.text.as_str())
    }
}
