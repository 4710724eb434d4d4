//! The only code that touches the browser: time, tasks, address, storage, files, theme, panics.
//!
//! Refuses to know what the page means.

pub mod file;
pub mod life;
pub mod motion;
pub mod panic;
pub mod route;
pub mod scroll;
pub mod storage;
pub mod tasks;
pub mod theme;
pub mod time;

use wasm_bindgen::JsValue;

/// The window, which every page has.
fn window() -> web_sys::Window {
    web_sys::window().expect("a page has a window")
}

/// The document, which every window has.
fn document() -> web_sys::Document {
    window().document().expect("a window has a document")
}

/// What a property of an element's object is now.
pub fn property(element: &web_sys::Element, name: &str) -> JsValue {
    js_sys::Reflect::get(element, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}
