//! The end of a page's life, as far as a page is told of it.

use leptos::ev;
use leptos::prelude::window_event_listener;

/// Calls back when the page is left or closed: the last chance to save.
pub fn on_leave(leave: impl Fn() + 'static) {
    let handle = window_event_listener(ev::Custom::<ev::Event>::new("pagehide"), move |_| leave());
    leptos::prelude::on_cleanup(move || handle.remove());
}
