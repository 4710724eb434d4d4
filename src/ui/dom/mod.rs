//! The only code that touches the browser: time, tasks, address, storage, files, copying, packing,
//! fetching, theme, panics.
//!
//! Refuses to know what the page means.

pub mod clipboard;
pub mod compress;
pub mod dialog;
pub mod fetch;
pub mod file;
pub mod large;
pub mod panic;
pub mod route;
pub mod scroll;
pub mod storage;
pub mod tabs;
pub mod theme;
pub mod time;

use leptos::ev;
use leptos::prelude::event_target;

/// The window, which every page has.
fn window() -> web_sys::Window {
    web_sys::window().expect("a page has a window")
}

/// The document, which every window has.
fn document() -> web_sys::Document {
    window().document().expect("a window has a document")
}

/// Whether the `details` that was just opened or closed is open now.
pub fn is_open(toggled: &ev::Event) -> bool {
    event_target::<web_sys::Element>(toggled).has_attribute("open")
}

/// Takes away what stood in the page until it was drawn (`#boot` in index.html).
pub fn leave_shell() {
    if let Some(shell) = document().get_element_by_id("boot") {
        shell.remove();
    }
}

/// Opens the browser's dialog that prints the page. A browser that can't print does nothing.
pub fn print() {
    let _ = window().print();
}
