//! localStorage: the two slots of the workspace, the settings, word of other tabs, and the last
//! chance to save.

use std::cmp::Reverse;

use gloo_storage::{LocalStorage, Storage};
use leptos::ev;
use leptos::prelude::window_event_listener;
use serde::Serialize;
use serde::de::value::StringDeserializer;
use serde::de::{self, DeserializeOwned, IntoDeserializer};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use crate::workspace::{Slot, Slots, StorageFault, decode_stamped};

const SLOT_A: &str = "dynamodb-playground/a";
const SLOT_B: &str = "dynamodb-playground/b";

/// The slots of the workspace in localStorage. Texts are stored as they are: the codec of the
/// workspace checks them, and wrapping them in JSON once more would cost room.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalSlots;

impl Slots for LocalSlots {
    fn read(&self, slot: Slot) -> Result<Option<String>, StorageFault> {
        storage()?.get_item(name(slot)).map_err(|error| fault(&error))
    }

    fn write(&mut self, slot: Slot, text: &str) -> Result<(), StorageFault> {
        storage()?.set_item(name(slot), text).map_err(|error| fault(&error))
    }
}

fn name(slot: Slot) -> &'static str {
    match slot {
        Slot::A => SLOT_A,
        Slot::B => SLOT_B,
    }
}

/// gloo's `raw` panics where a browser forbids storage, so it is asked only when there is one.
fn storage() -> Result<web_sys::Storage, StorageFault> {
    match super::window().local_storage() {
        Ok(Some(_)) => Ok(LocalStorage::raw()),
        _ => Err(StorageFault::Disabled),
    }
}

fn fault(error: &JsValue) -> StorageFault {
    let name = error.dyn_ref::<DomException>().map(DomException::name);
    match name.as_deref() {
        Some("QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED") => StorageFault::Full,
        Some("SecurityError") => StorageFault::Disabled,
        _ => StorageFault::Other,
    }
}

/// The stored texts as they are, whatever they hold: the newest first, unreadable ones last.
pub fn stored_texts() -> Vec<String> {
    let read = |slot| LocalSlots.read(slot).ok().flatten();
    let mut texts: Vec<String> = Slot::BOTH.into_iter().filter_map(read).collect();
    texts.sort_by_key(|text| Reverse(revision(text)));
    texts
}

fn revision(text: &str) -> Option<u64> {
    decode_stamped(text).ok().map(|(_, stamp)| stamp.revision)
}

/// Calls back whenever another tab has saved the workspace.
pub fn on_other_tab(saved: impl Fn() + 'static) {
    let handle = window_event_listener(ev::storage, move |event| {
        let ours = event.key().is_some_and(|key| key == SLOT_A || key == SLOT_B);
        if ours && event.new_value().is_some() {
            saved();
        }
    });
    leptos::prelude::on_cleanup(move || handle.remove());
}

/// A setting of this browser, stored apart from the work.
pub fn setting<T: DeserializeOwned>(name: &str) -> Option<T> {
    let storage = storage().ok()?;
    let key = setting_key(name);
    LocalStorage::get(&key).ok().or_else(|| {
        // The first builds stored a name as it is and not as JSON.
        let bare = storage.get_item(&key).ok()??;
        let text: StringDeserializer<de::value::Error> = bare.into_deserializer();
        T::deserialize(text).ok()
    })
}

/// Stores a setting. Where nothing can be stored, it holds until the page closes.
pub fn store_setting(name: &str, value: &impl Serialize) {
    if storage().is_ok() {
        // A full storage is told when the work is saved, which matters more.
        let _ = LocalStorage::set(setting_key(name), value);
    }
}

fn setting_key(name: &str) -> String {
    format!("dynamodb-playground/{name}")
}

/// Calls back when the page is left, hidden behind another tab or closed: the last sure chance to
/// save, since a hidden page may be ended without another word. It may be called more than once.
pub fn on_leave(leave: impl Fn() + Clone + 'static) {
    for event in ["pagehide", "visibilitychange"] {
        let leave = leave.clone();
        let handle = window_event_listener(ev::Custom::<ev::Event>::new(event), move |_| leave());
        leptos::prelude::on_cleanup(move || handle.remove());
    }
}
