//! localStorage: the small storage of workspaces, the settings, and the last chance to save.

use gloo_storage::{LocalStorage, Storage as _};
use leptos::ev;
use leptos::prelude::window_event_listener;
use serde::Serialize;
use serde::de::value::StringDeserializer;
use serde::de::{self, DeserializeOwned, IntoDeserializer};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use crate::workspace::{Storage, StorageFault};

/// The entries of localStorage. Texts are stored as they are: whoever wrote them checks them, and
/// wrapping them in JSON once more would cost room.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalEntries;

impl Storage for LocalEntries {
    fn read(&self, key: &str) -> Result<Option<String>, StorageFault> {
        storage()?.get_item(key).map_err(|error| fault(&error))
    }

    fn write(&mut self, key: &str, text: &str) -> Result<(), StorageFault> {
        storage()?.set_item(key, text).map_err(|error| fault(&error))
    }

    fn remove(&mut self, key: &str) -> Result<(), StorageFault> {
        storage()?.remove_item(key).map_err(|error| fault(&error))
    }

    fn keys(&self) -> Result<Vec<String>, StorageFault> {
        let storage = storage()?;
        let count = storage.length().map_err(|error| fault(&error))?;
        Ok((0..count).filter_map(|at| storage.key(at).ok().flatten()).collect())
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
    // A full storage is told when the work is saved, which matters more.
    let _ = try_store_setting(name, value);
}

/// Stores a setting that a person would miss; tells why it couldn't be.
pub fn try_store_setting(name: &str, value: &impl Serialize) -> Result<(), StorageFault> {
    let text = serde_json::to_string(value).map_err(|_| StorageFault::Other)?;
    storage()?.set_item(&setting_key(name), &text).map_err(|error| fault(&error))
}

/// What is stored under a setting's name although it is none that this page can read, as it stands
/// there.
pub fn unreadable_setting<T: DeserializeOwned>(name: &str) -> Option<String> {
    let stored = storage().ok()?.get_item(&setting_key(name)).ok()??;
    setting::<T>(name).is_none().then_some(stored)
}

fn setting_key(name: &str) -> String {
    format!("dynamodb-playground/{name}")
}

/// Calls back when the page is left, hidden behind another tab or closed: the last sure chance to
/// save, since a hidden page may be ended without another word. It may be called more than once.
pub fn on_leave(leave: impl Fn() + Clone + 'static) {
    on_event("pagehide", leave.clone());
    on_event("visibilitychange", leave);
}

/// Calls back at each event of the window of this name.
pub(super) fn on_event(name: &'static str, heard: impl Fn() + 'static) {
    let handle = window_event_listener(ev::Custom::<ev::Event>::new(name), move |_| heard());
    leptos::prelude::on_cleanup(move || handle.remove());
}

/// Before the page is left, asks the person to stay while `is_unsaved` says so.
pub fn ask_before_leaving(is_unsaved: impl Fn() -> bool + 'static) {
    // The only one that has to be answered.
    let event = ev::Custom::<ev::Event>::new("beforeunload");
    let handle = window_event_listener(event, move |event| {
        if is_unsaved() {
            event.prevent_default();
        }
    });
    leptos::prelude::on_cleanup(move || handle.remove());
}

/// Calls back when the start-up script has seen that a newer build is served.
pub fn on_new_build(seen: impl Fn() + 'static) {
    on_event("newbuild", seen);
}
