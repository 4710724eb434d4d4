//! The model: items in no order, and what a write to them should cost and leave behind.

use dynamodb_playground::capacity::TableOrIndex;
use dynamodb_playground::changelog::ChangeKind;
use dynamodb_playground::model::{IndexName, Item, Value};

use super::commands::{Command, Edit, Guard, number};
use super::setup::{INDEXES, Spec, name};

/// Every item of the table.
#[derive(Default, Clone)]
pub struct Naive {
    pub items: Vec<Item>,
}

/// Table or index, the item or entry before and after, writes, units.
pub type Charge = (TableOrIndex, Option<Item>, Option<Item>, u8, u64);
/// Kind, key, image before and after.
pub type Record = (ChangeKind, Item, Option<Item>, Option<Item>);

/// What a command should come to.
#[derive(Default)]
pub struct Outcome {
    pub refused: bool,
    pub charges: Vec<Charge>,
    pub records: Vec<Record>,
}

/// The size of an item of texts and whole numbers.
pub fn size(item: &Item) -> u64 {
    let pairs = item.iter().map(|(name, value)| name.as_str().len() + value_size(value));
    pairs.sum::<usize>() as u64
}

fn value_size(value: &Value) -> usize {
    match value {
        Value::S(text) => text.len(),
        Value::N(number) => {
            let text = number.to_string();
            let digits = text.trim_start_matches('-').trim_matches('0').len();
            1 + digits.div_ceil(2) + usize::from(text.starts_with('-'))
        }
        other => panic!("the model has no {other:?}"),
    }
}

fn write_units(bytes: u64) -> u64 {
    bytes.div_ceil(1024).max(1)
}

fn same_key(a: &Item, b: &Item) -> bool {
    ["pk", "sk"].iter().all(|key| a.get(key) == b.get(key))
}

impl Naive {
    /// Runs the command.
    pub fn run(&mut self, command: &Command) -> Outcome {
        match command {
            Command::Put(item, guard) => self.write(item, Some(item.clone()), *guard),
            Command::Delete(key, guard) => self.write(key, None, *guard),
            Command::Update(key, edit, guard) => {
                let after = edited(self.find(key), key, edit);
                self.write(key, after, *guard)
            }
            Command::Batch(writes) => {
                let mut all = Outcome::default();
                for (key, item) in writes {
                    let one = self.write(key, item.clone(), Guard::None);
                    all.charges.extend(one.charges);
                    all.records.extend(one.records);
                }
                all
            }
            Command::Check(..) => self.transact(std::slice::from_ref(command)),
            Command::Transact(actions) => self.transact(actions),
        }
    }

    /// Tries every action on a copy. Only if all go through, the copy is what there is.
    fn transact(&mut self, actions: &[Command]) -> Outcome {
        let mut trial = self.clone();
        let tried: Vec<Outcome> = actions.iter().map(|action| trial.act(action)).collect();
        let refused = tried.iter().any(|one| one.refused);
        let mut all = Outcome { refused, ..Outcome::default() };
        for one in tried {
            let shown = if refused { 1 } else { one.charges.len() };
            all.charges.extend(one.charges.into_iter().take(shown).map(doubled));
            all.records.extend(one.records.into_iter().filter(|_| !refused));
        }
        if !refused {
            *self = trial;
        }
        all
    }

    /// One action. A check costs what a write of the item as it is would cost the table.
    fn act(&mut self, action: &Command) -> Outcome {
        let (key, guard) = match action {
            Command::Check(key, guard) | Command::Update(key, Edit::Nothing, guard) => (key, guard),
            other => return self.run(other),
        };
        let mut outcome = self.write(key, self.find(key), *guard);
        outcome.charges.truncate(1);
        outcome
    }

    fn find(&self, key: &Item) -> Option<Item> {
        self.items.iter().find(|item| same_key(item, key)).cloned()
    }

    fn write(&mut self, key: &Item, after: Option<Item>, guard: Guard) -> Outcome {
        let before = self.find(key);
        let holds = match guard {
            Guard::None => true,
            Guard::Exists => before.is_some(),
            Guard::Missing => before.is_none(),
        };
        let table = table_charge(&before, &after);
        if !holds {
            return Outcome { refused: true, charges: vec![table], records: Vec::new() };
        }
        let indexes = INDEXES.iter().filter_map(|index| index_charge(index, &before, &after));
        let charges = std::iter::once(table).chain(indexes).collect();
        let records = record(&before, &after).into_iter().collect();
        self.items.retain(|item| !same_key(item, key));
        self.items.extend(after);
        Outcome { refused: false, charges, records }
    }
}

/// In a transaction the table's part costs twice as much.
fn doubled((on, before, after, writes, units): Charge) -> Charge {
    let times = if on == TableOrIndex::Table { 2 } else { 1 };
    (on, before, after, writes, units * times)
}

fn table_charge(before: &Option<Item>, after: &Option<Item>) -> Charge {
    let size = |item: &Option<Item>| item.as_ref().map_or(0, size);
    let units = write_units(size(before).max(size(after)));
    (TableOrIndex::Table, before.clone(), after.clone(), 1, units)
}

/// The table of write amplification, read off line by line.
fn index_charge(index: &Spec, before: &Option<Item>, after: &Option<Item>) -> Option<Charge> {
    let old = before.as_ref().and_then(|item| index.entry(item));
    let new = after.as_ref().and_then(|item| index.entry(item));
    let (writes, units) = match (&old, &new) {
        (None, None) => return None,
        (None, Some(entry)) | (Some(entry), None) => (1, write_units(size(entry))),
        (Some(old), Some(new)) if old == new => (0, 0),
        (Some(old), Some(new)) if index.keys().all(|key| old.get(key) == new.get(key)) => {
            (1, write_units(size(old).max(size(new))))
        }
        (Some(old), Some(new)) => (2, write_units(size(old)) + write_units(size(new))),
    };
    let name = IndexName::parse(index.name).unwrap();
    let on = if index.local { TableOrIndex::Local(name) } else { TableOrIndex::Global(name) };
    Some((on, old, new, writes, units))
}

fn record(before: &Option<Item>, after: &Option<Item>) -> Option<Record> {
    let kind = match (before, after) {
        (None, None) => return None,
        (None, Some(_)) => ChangeKind::Insert,
        (Some(_), None) => ChangeKind::Remove,
        (Some(old), Some(new)) if old == new => return None,
        (Some(_), Some(_)) => ChangeKind::Modify,
    };
    let item = after.as_ref().or(before.as_ref()).unwrap();
    let key = ["pk", "sk"].iter().map(|key| (name(key), item.get(key).unwrap().clone())).collect();
    Some((kind, key, before.clone(), after.clone()))
}

/// The item after an edit; `None` when there was none and the edit only removes.
fn edited(before: Option<Item>, key: &Item, edit: &Edit) -> Option<Item> {
    let removes_only = matches!(edit, Edit::Remove(_));
    if before.is_none() && removes_only {
        return None;
    }
    let mut item = before.unwrap_or_else(|| key.clone());
    match edit {
        Edit::Nothing => {}
        Edit::Set(attribute, value) => drop(item.insert(name(attribute), value.clone())),
        Edit::Remove(attribute) => drop(item.remove(attribute)),
        Edit::Count(by) => {
            let count = item.get("c").map_or(0, |count| match count {
                Value::N(number) => number.to_string().parse().unwrap(),
                other => panic!("the counter is {other:?}"),
            });
            item.insert(name("c"), number(count + by));
        }
        Edit::Replace(set, value, removed) => {
            item.insert(name(set), value.clone());
            item.remove(removed);
        }
    }
    Some(item)
}
