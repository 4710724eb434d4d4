//! Drawing one part after another while the page starts.
//!
//! A slow machine needs a second to draw everything for the first time. Cut into parts with a task
//! each, it can scroll, press and paint between them. Refuses to know what the parts are.

use std::collections::VecDeque;

use leptos::prelude::*;

use crate::ui::dom;

/// The parts that are still to be drawn, in order. One for the page, in its context.
#[derive(Clone, Copy)]
pub struct Turns {
    /// What draws each part; `None` once the page has started, from when on nothing waits.
    waiting: StoredValue<Option<VecDeque<WriteSignal<bool>>>>,
}

impl Default for Turns {
    fn default() -> Self {
        Self::new()
    }
}

impl Turns {
    /// Nothing waits yet, and whatever is added will.
    pub fn new() -> Self {
        Self { waiting: StoredValue::new(Some(VecDeque::new())) }
    }

    /// Draws the parts that wait, a task each, with those that are added meanwhile; then does this.
    pub fn take(self, then: impl FnOnce() + 'static) {
        dom::time::apart(move || {
            let next = self.waiting.try_update_value(|waiting| {
                let next = waiting.as_mut().and_then(VecDeque::pop_front);
                if next.is_none() {
                    *waiting = None;
                }
                next
            });
            match next.flatten() {
                Some(part) => {
                    part.set(true);
                    self.take(then);
                }
                None => then(),
            }
        });
    }

    /// Whether what asks is drawn now: at once when the page has started, and when its turn has come
    /// before that.
    fn turn(self) -> Signal<bool> {
        let waits = self.waiting.try_update_value(|waiting| {
            let waiting = waiting.as_mut()?;
            let (is_due, set_due) = signal(false);
            waiting.push_back(set_due);
            Some(is_due)
        });
        waits.flatten().map_or_else(|| true.into(), Into::into)
    }
}

/// A part of the page that is drawn in a task of its own while the page starts.
#[component]
pub fn InTurn(
    /// What is drawn.
    children: ChildrenFn,
) -> impl IntoView {
    // A component that is tried by itself has nobody who hands out turns.
    let is_due = use_context::<Turns>().map_or_else(|| true.into(), Turns::turn);
    move || is_due.get().then(|| children())
}
