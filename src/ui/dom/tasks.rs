//! Work that comes after the page has had its turn.

use std::time::Duration;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::JsValue;
use web_sys::MessageChannel;

/// Runs this as a task of its own, after whatever waits already: events and drawing go first.
///
/// A message, not a timer: browsers make nested timers wait 4 ms each, and in hidden tabs a second.
pub fn soon(task: impl FnOnce() + 'static) {
    soon_boxed(Box::new(task));
}

/// Any task: compiled once, and not for each.
type Task = Box<dyn FnOnce()>;

fn soon_boxed(task: Task) {
    match MessageChannel::new() {
        Ok(channel) => post(&channel, task),
        Err(_) => later(Duration::ZERO, task),
    }
}

fn post(channel: &MessageChannel, task: Task) {
    let receiver = channel.port1();
    let done = receiver.clone();
    let handler = Closure::once_into_js(move || {
        done.close();
        task();
    });
    receiver.set_onmessage(Some(handler.unchecked_ref()));
    // Only a message that cannot be copied is refused, and null can be.
    let _ = channel.port2().post_message(&JsValue::NULL);
}

/// Runs this after a while.
pub fn later(wait: Duration, task: impl FnOnce() + 'static) {
    let task: Task = Box::new(task);
    leptos::prelude::set_timeout(task, wait);
}
