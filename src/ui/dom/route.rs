//! The fragment of the page's address, the page's title, and where one comes in at a place.

use leptos::ev;
use leptos::prelude::{request_animation_frame, window_event_listener};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FocusOptions, HtmlElement};

/// The fragment, with its `#`; empty if there is none.
pub fn fragment() -> String {
    super::window().location().hash().unwrap_or_default()
}

/// The whole address of a fragment of this page.
pub fn address(fragment: &str) -> String {
    let here = super::window().location().href().unwrap_or_default();
    format!("{}{fragment}", here.split('#').next().unwrap_or_default())
}

/// Goes to a fragment, as a new entry of the browser's history.
pub fn go(fragment: &str) {
    // A fragment that is set never fails: the address stays on this page.
    let _ = super::window().location().set_hash(fragment);
}

/// Goes to a fragment in place of the one that is there: going back leads to what came before both.
pub fn go_instead(fragment: &str) {
    let _ = super::window().location().replace(fragment);
}

/// Writes another fragment into the address, in place of the one that is there: no entry of the
/// history, and nobody is told.
pub fn replace(fragment: &str) {
    if let Ok(history) = super::window().history() {
        // Browsers limit how often; the next change writes it again.
        let _ = history.replace_state_with_url(&JsValue::TRUE, "", Some(fragment));
    }
}

/// Calls back whenever the fragment changed, by link, by address bar or by going back, and tells
/// whether the browser's history has been at this entry before.
pub fn on_change(changed: impl Fn(String, bool) + 'static) {
    was_here();
    let handle = window_event_listener(ev::hashchange, move |_| changed(fragment(), was_here()));
    leptos::prelude::on_cleanup(move || handle.remove());
}

/// Whether the history has been at this entry before. An entry is marked when it is first seen.
fn was_here() -> bool {
    let Ok(history) = super::window().history() else { return false };
    let marked = history.state().is_ok_and(|state| !state.is_null());
    if !marked {
        // A browser that marks nothing takes every coming for the first.
        let _ = history.replace_state(&JsValue::TRUE, "");
    }
    marked
}

/// Comes in at a place once it is drawn: the keyboard goes to the element with this id or else to
/// the place's heading, which says where one is. The page begins at its top; when the person goes
/// back to where they were, the browser knows better.
pub fn arrive(id: Option<&'static str>, back: bool) {
    request_animation_frame(move || {
        let document = super::document();
        if !back {
            super::window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        let wanted = id.and_then(|id| document.get_element_by_id(id));
        let options = FocusOptions::new();
        options.set_prevent_scroll(wanted.is_none());
        let heading = || document.query_selector("#main h1").ok().flatten();
        let element = wanted.or_else(heading).and_then(|e| e.dyn_into::<HtmlElement>().ok());
        if let Some(element) = element {
            element.set_tab_index(-1);
            let _ = element.focus_with_options(&options);
        }
    });
}

/// Comes in at what is drawn only now, since it had to be fetched: the keyboard goes to its heading,
/// unless it is somewhere already.
pub fn arrive_late() {
    request_animation_frame(|| {
        let document = super::document();
        let is_nowhere = document.active_element().is_none_or(|e| e.tag_name() == "BODY");
        let heading = document.query_selector("#main h1").ok().flatten();
        if let Some(heading) = heading.filter(|_| is_nowhere).and_then(|e| e.dyn_into().ok()) {
            let heading: HtmlElement = heading;
            heading.set_tab_index(-1);
            let _ = heading.focus();
        }
    });
}

/// Names the page in the tab and in the browser's history.
pub fn set_title(title: &str) {
    super::document().set_title(title);
}

/// Moves the keyboard to the element with this id and brings it into view.
pub fn focus(id: &str) {
    let element = super::document().get_element_by_id(id);
    if let Some(element) = element.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot have the focus leaves it where it was.
        let _ = element.focus();
    }
}

/// Moves the keyboard to the first element of this selector, once the page is drawn.
pub fn focus_soon(selector: String) {
    request_animation_frame(move || {
        let element = super::document().query_selector(&selector).ok().flatten();
        if let Some(element) = element.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

/// Loads the page again.
pub fn reload() {
    let _ = super::window().location().reload();
}
