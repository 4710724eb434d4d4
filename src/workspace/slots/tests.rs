//! Storage that fails in every way, and tabs that write over each other.

use std::cell::RefCell;
use std::rc::Rc;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::super::codec::later_version;
use super::*;
use crate::datasets::{DatasetId, Recipe, Size};

fn state(number: u64) -> Saved {
    Saved {
        recipe: Recipe::new(DatasetId::Medical, Size::Article),
        operations: vec![],
        page: json!({ "number": number, "filler": "é".repeat(number as usize % 50) }),
        meter: Json::Null,
        quiz: Json::Null,
    }
}

fn restored(slots: &Shared) -> Option<Saved> {
    match Vault::new(slots.clone(), OwnerId(77)).open() {
        Opened::Restored { saved, .. } => Some(*saved),
        Opened::Empty => None,
        other => panic!("{other:?}"),
    }
}

/// What the next write does.
#[derive(Debug, Clone, Copy)]
enum Mood {
    Works,
    /// Refuses and changes nothing.
    Refuses(StorageFault),
    /// Leaves the first part of the text behind and refuses: worse than any browser.
    Tears(usize),
}

/// Memory that tabs share, in a mood.
#[derive(Clone)]
struct Shared(Rc<RefCell<(MemorySlots, Mood)>>);

impl Shared {
    fn new() -> Self {
        Self(Rc::new(RefCell::new((MemorySlots::default(), Mood::Works))))
    }

    fn mood(&self, mood: Mood) {
        self.0.borrow_mut().1 = mood;
    }

    fn put(&self, slot: Slot, text: &str) {
        self.0.borrow_mut().0.write(slot, text).unwrap();
    }
}

impl Slots for Shared {
    fn read(&self, slot: Slot) -> Result<Option<String>, StorageFault> {
        self.0.borrow().0.read(slot)
    }

    fn write(&mut self, slot: Slot, text: &str) -> Result<(), StorageFault> {
        let (slots, mood) = &mut *self.0.borrow_mut();
        match *mood {
            Mood::Works => slots.write(slot, text),
            Mood::Refuses(fault) => Err(fault),
            Mood::Tears(at) => {
                let kept: String = text.chars().take(at.min(text.chars().count() - 1)).collect();
                slots.write(slot, &kept)?;
                Err(StorageFault::Other)
            }
        }
    }
}

#[test]
fn what_is_saved_is_opened() {
    let slots = Shared::new();
    assert_eq!(restored(&slots), None);
    let mut vault = Vault::new(slots.clone(), OwnerId(1));
    for number in 0..5 {
        vault.save(&state(number)).unwrap();
        assert_eq!(restored(&slots), Some(state(number)));
    }
}

#[test]
fn two_tabs_do_not_overwrite_each_other() {
    let slots = Shared::new();
    let mut first = Vault::new(slots.clone(), OwnerId(1));
    first.save(&state(1)).unwrap();
    let mut second = Vault::new(slots.clone(), OwnerId(2));
    assert!(matches!(second.open(), Opened::Restored { .. }));
    let theirs = second.save(&state(2)).unwrap();
    assert_eq!(first.save(&state(3)), Err(SaveError::OtherTab(theirs)));
    assert_eq!(restored(&slots), Some(state(2)));
    first.open();
    first.save(&state(4)).unwrap();
    assert_eq!(restored(&slots), Some(state(4)));
}

#[test]
fn a_tab_that_has_not_opened_what_is_there_may_not_write() {
    let slots = Shared::new();
    let stamp = Vault::new(slots.clone(), OwnerId(1)).save(&state(1)).unwrap();
    let mut late = Vault::new(slots.clone(), OwnerId(2));
    assert_eq!(late.save(&state(2)), Err(SaveError::OtherTab(stamp)));
    late.start_fresh();
    late.save(&state(2)).unwrap();
    assert_eq!(restored(&slots), Some(state(2)));
}

#[test]
fn one_damaged_slot_is_told_and_the_other_opened() {
    let slots = Shared::new();
    let mut vault = Vault::new(slots.clone(), OwnerId(1));
    vault.save(&state(1)).unwrap();
    vault.save(&state(2)).unwrap();
    slots.put(Slot::B, "dynamodb-playground 1 00000000 damaged");
    let opened = vault.open();
    assert!(
        matches!(&opened, Opened::Restored { saved, damaged: Some(WorkspaceError::Corrupted(_)) } if **saved == state(1)),
        "{opened:?}"
    );
    vault.save(&state(3)).unwrap();
    assert_eq!(restored(&slots), Some(state(3)));
}

#[test]
fn what_cannot_be_read_is_kept_until_the_person_agrees() {
    let slots = Shared::new();
    slots.put(Slot::A, "garbage");
    let mut vault = Vault::new(slots.clone(), OwnerId(1));
    let Opened::Unreadable { texts, .. } = vault.open() else { panic!() };
    assert_eq!(texts, ["garbage"]);
    assert!(matches!(vault.save(&state(1)), Err(SaveError::Unreadable(_))));
    assert_eq!(slots.read(Slot::A), Ok(Some("garbage".into())));
    vault.start_fresh();
    vault.save(&state(1)).unwrap();
    assert_eq!(restored(&slots), Some(state(1)));
}

#[test]
fn a_newer_version_is_neither_overwritten_nor_ignored() {
    let slots = Shared::new();
    let mut vault = Vault::new(slots.clone(), OwnerId(1));
    vault.save(&state(1)).unwrap();
    slots.put(Slot::B, &later_version());
    let newer = WorkspaceError::NewerVersion(9);
    assert!(matches!(vault.open(), Opened::Unreadable { error, .. } if error == newer));
    assert_eq!(vault.save(&state(2)), Err(SaveError::Unreadable(newer)));
    slots.put(Slot::A, &later_version());
    vault.start_fresh();
    vault.save(&state(3)).unwrap();
    assert_eq!(restored(&slots), Some(state(3)));
    vault.save(&state(4)).unwrap();
    assert_eq!(restored(&slots), Some(state(4)));
}

#[test]
fn storage_that_is_off_is_told_on_opening() {
    struct Off;
    impl Slots for Off {
        fn read(&self, _: Slot) -> Result<Option<String>, StorageFault> {
            Err(StorageFault::Disabled)
        }
        fn write(&mut self, _: Slot, _: &str) -> Result<(), StorageFault> {
            Err(StorageFault::Disabled)
        }
    }
    let mut vault = Vault::new(Off, OwnerId(1));
    assert_eq!(vault.open(), Opened::Fault(StorageFault::Disabled));
    assert_eq!(vault.save(&state(1)), Err(SaveError::Storage(StorageFault::Disabled)));
}

fn mood() -> impl Strategy<Value = Mood> {
    prop_oneof![
        3 => Just(Mood::Works),
        1 => Just(Mood::Refuses(StorageFault::Full)),
        1 => Just(Mood::Refuses(StorageFault::Disabled)),
        2 => (0_usize..300).prop_map(Mood::Tears),
    ]
}

proptest! {
    #[test]
    fn no_failing_write_loses_the_last_good_state(moods in prop::collection::vec(mood(), 1..12)) {
        let slots = Shared::new();
        let mut vault = Vault::new(slots.clone(), OwnerId(1));
        vault.save(&state(1000)).unwrap();
        let mut last_good = state(1000);
        for (number, mood) in moods.into_iter().enumerate() {
            slots.mood(mood);
            let saved = vault.save(&state(number as u64));
            prop_assert_eq!(saved.is_ok(), matches!(mood, Mood::Works));
            if saved.is_ok() {
                last_good = state(number as u64);
            }
            prop_assert_eq!(restored(&slots), Some(last_good.clone()));
        }
    }
}

#[test]
fn a_tab_sees_that_another_has_written() {
    let (mine, other) = (OwnerId(1), OwnerId(2));
    let first = Stamp::next(None, mine);
    assert!(may_write(None, None));
    assert!(may_write(Some(first), Some(first)));
    let theirs = Stamp::next(Some(first), other);
    assert!(!may_write(Some(theirs), Some(first)));
    assert!(!may_write(Some(first), None), "a tab that has not read what is stored");
    assert!(!may_write(Some(Stamp { owner: other, ..first }), Some(first)), "same revision");
    assert!(may_write(None, Some(first)), "nothing is lost where nothing is stored");
}

#[test]
fn owners_read_back_and_nothing_else_does() {
    let owner = OwnerId(0xABC);
    assert_eq!(owner.to_string().parse(), Ok(owner));
    assert!("ABC".parse::<OwnerId>().is_err());
    assert!("0000000000000ABC".parse::<OwnerId>().is_err());
}
