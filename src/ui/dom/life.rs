//! The end of a page's life, as far as a page is told of it.

use leptos::ev;
use leptos::prelude::window_event_listener;

/// Calls back when the page is left, hidden behind another tab or closed: the last sure chance to
/// save, since a hidden page may be ended without another word. It may be called more than once.
pub fn on_leave(leave: impl Fn() + Clone + 'static) {
    for event in ["pagehide", "visibilitychange"] {
        let leave = leave.clone();
        let handle = window_event_listener(ev::Custom::<ev::Event>::new(event), move |_| leave());
        leptos::prelude::on_cleanup(move || handle.remove());
    }
}
