//! Copying a text.

use js_sys::{Function, Promise, Reflect};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::window;

/// Copies the text and tells whether that worked. A page that was not served securely has no
/// clipboard, and a browser may forbid it.
pub fn copy(text: &str, told: impl FnOnce(bool) + 'static) {
    let Some(promise) = write(text) else { return told(false) };
    spawn_local(async move { told(JsFuture::from(promise).await.is_ok()) });
}

fn write(text: &str) -> Option<Promise> {
    let navigator = window().navigator();
    let clipboard = Reflect::get(&navigator, &JsValue::from_str("clipboard")).ok()?;
    let write = Reflect::get(&clipboard, &JsValue::from_str("writeText")).ok()?;
    let write = write.dyn_into::<Function>().ok()?;
    write.call1(&clipboard, &JsValue::from_str(text)).ok()?.dyn_into().ok()
}
