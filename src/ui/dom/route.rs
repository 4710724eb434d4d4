//! The fragment of the page's address, and the page's title.

use leptos::ev;
use leptos::prelude::window_event_listener;
use wasm_bindgen::JsCast;

/// The fragment, with its `#`; empty if there is none.
pub fn fragment() -> String {
    super::window().location().hash().unwrap_or_default()
}

/// Goes to a fragment, as a new entry of the browser's history.
pub fn go(fragment: &str) {
    // A fragment that is set never fails: the address stays on this page.
    let _ = super::window().location().set_hash(fragment);
}

/// Calls back whenever the fragment changed, by link, by address bar or by going back.
pub fn on_change(changed: impl Fn(String) + 'static) {
    let handle = window_event_listener(ev::hashchange, move |_| changed(fragment()));
    leptos::prelude::on_cleanup(move || handle.remove());
}

/// Names the page in the tab and in the browser's history.
pub fn set_title(title: &str) {
    super::document().set_title(title);
}

/// Moves the keyboard to the element with this id and brings it into view.
pub fn focus(id: &str) {
    let element = super::document().get_element_by_id(id);
    if let Some(element) = element.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that cannot have the focus leaves it where it was.
        let _ = element.focus();
    }
}

/// Loads the page again.
pub fn reload() {
    let _ = super::window().location().reload();
}
