//! Dialogs that cover the page, and keys that are heard wherever the focus is.

use leptos::ev::{self, KeyboardEvent};
use leptos::html::Dialog;
use leptos::prelude::*;

/// Opens a dialog over the page. The browser keeps the focus in it, closes it by Escape and gives the
/// focus back.
pub fn open(node: NodeRef<Dialog>) {
    if let Some(dialog) = node.get_untracked()
        && !dialog.open()
    {
        // Nothing but an open dialog refuses.
        let _ = dialog.show_modal();
    }
}

/// Closes a dialog.
pub fn close(node: NodeRef<Dialog>) {
    if let Some(dialog) = node.get_untracked() {
        dialog.close();
    }
}

/// Whether the dialog is open.
pub fn is_open(node: NodeRef<Dialog>) -> bool {
    node.get_untracked().is_some_and(|dialog| dialog.open())
}

/// Calls back at each key that is pressed on the page.
pub fn on_key(pressed: impl Fn(KeyboardEvent) + 'static) {
    let handle = window_event_listener(ev::keydown, pressed);
    on_cleanup(move || handle.remove());
}
