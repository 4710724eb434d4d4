//! What time it is, how long a task may take, and work that comes later: in a task of its own, after
//! a while, or before each frame.

use std::time::Duration;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::JsValue;
use web_sys::MessageChannel;

/// Milliseconds since 1970.
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// Minutes that the clock on the wall here is ahead of UTC.
pub fn minutes_ahead() -> i64 {
    -(js_sys::Date::new_0().get_timezone_offset() as i64)
}

/// Milliseconds since the page began, in fractions; never goes back.
pub fn since_start() -> f64 {
    super::window().performance().map_or_else(js_sys::Date::now, |performance| performance.now())
}

/// A number nobody can foresee, to tell tabs and attempts apart.
pub fn random() -> u64 {
    let half = || (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
    (half() << 32) ^ half()
}

/// A span of time that a task may use before it gives the page a turn.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    ends: f64,
}

impl Budget {
    /// What one task takes: short enough for a frame to be drawn after it.
    const TASK: f64 = 12.0;

    /// The budget of a task that starts now.
    pub fn of_task() -> Self {
        Self { ends: since_start() + Self::TASK }
    }

    /// Whether there is time left.
    pub fn is_left(self) -> bool {
        since_start() < self.ends
    }
}

/// Runs this as a task of its own, after whatever waits already: events and drawing go first.
///
/// A message, not a timer: browsers make nested timers wait 4 ms each, and in hidden tabs a second.
pub fn soon(task: impl FnOnce() + 'static) {
    let Ok(channel) = MessageChannel::new() else { return later(Duration::ZERO, task) };
    let receiver = channel.port1();
    let done = receiver.clone();
    let handler = Closure::once_into_js(move || {
        done.close();
        task();
    });
    receiver.set_onmessage(Some(handler.unchecked_ref()));
    // Only a message that cannot be copied is rejected, and null can be.
    let _ = channel.port2().post_message(&JsValue::NULL);
}

/// Runs this as a task of its own, with nothing beside it.
///
/// A timer: several messages that wait are handled in one task. A page that nobody sees has its
/// timers held back by a second each, and nobody to answer between them.
pub fn apart(task: impl FnOnce() + 'static) {
    if super::document().hidden() {
        soon(task);
    } else {
        later(Duration::ZERO, task);
    }
}

/// Runs this after a while.
pub fn later(wait: Duration, task: impl FnOnce() + 'static) {
    leptos::prelude::set_timeout(task, wait);
}

/// Whether the person asked for less motion.
pub fn is_reduced() -> bool {
    let query = super::window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// Calls back before each frame with the milliseconds since the start, until it answers false.
pub fn each_frame(step: impl FnMut(f64) -> bool + 'static) {
    go_on(since_start(), step);
}

fn go_on(start: f64, mut step: impl FnMut(f64) -> bool + 'static) {
    leptos::prelude::request_animation_frame(move || {
        if step(since_start() - start) {
            go_on(start, step);
        }
    });
}
