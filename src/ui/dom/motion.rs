//! Frames for motion that explains, and whether the person wants any.

use super::time::since_start;

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
