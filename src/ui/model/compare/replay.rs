//! Going through a race again, item by item.
//!
//! All lanes stand at one number of bytes. A step forward goes to where the next item begins in any
//! lane, a step back to before the last one. Owns these positions and the sentence of a step.
//! Refuses to know who turns the wheel.

use super::lane::{Lane, Touch};
use crate::ui::model::words::{bytes, count};

/// What one lane did last.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// How many items it has read by now.
    pub nth: u64,
    /// The last of them.
    pub touch: Touch,
}

impl Step {
    /// The last step of a lane; none before its first item.
    pub fn of(lane: &Lane) -> Option<Self> {
        Some(Self { nth: lane.items_shown(), touch: lane.last()? })
    }
}

/// Where the replay ends: when the longest lane has read everything.
pub fn whole<'a>(lanes: impl IntoIterator<Item = &'a Lane>) -> u64 {
    lanes.into_iter().map(Lane::bytes_read).max().unwrap_or(0)
}

/// The position at which one more item is shown; none at the end.
pub fn forward<'a>(lanes: impl IntoIterator<Item = &'a Lane>) -> Option<u64> {
    let unfinished = lanes.into_iter().filter(|lane| !lane.is_level());
    unfinished.map(|lane| lane.bytes_shown() + 1).min()
}

/// The position at which one item fewer is shown; none at the start.
pub fn back<'a>(lanes: impl IntoIterator<Item = &'a Lane>) -> Option<u64> {
    lanes.into_iter().filter_map(Lane::last_start).max()
}

/// What a lane did in its last step, in a sentence.
pub fn step_words(name: &str, step: Option<&Step>) -> String {
    let Some(Step { nth, touch }) = step else {
        return format!("{name}: nothing read yet.");
    };
    let fate = if touch.returned { "returned it" } else { "filtered it out, and paid for it" };
    format!("{name}: read item {} ({}), {fate}.", count(*nth), bytes(touch.bytes))
}

#[cfg(test)]
mod tests {
    use super::super::lane::Strip;
    use super::*;

    fn lane(sizes: &[u64]) -> Lane {
        let mut lane = Lane::new(Strip::of(sizes.len()));
        let touches = sizes.iter().enumerate();
        lane.push(touches.map(|(position, bytes)| Touch {
            position: Some(position),
            bytes: *bytes,
            returned: position == 0,
        }));
        lane
    }

    #[test]
    fn a_replay_goes_item_by_item_over_all_lanes_and_back() {
        let mut lanes = [lane(&[100, 100]), lane(&[100, 50, 70, 30])];
        assert_eq!(whole(&lanes), 250);
        let shown = |lanes: &[Lane; 2]| lanes.each_ref().map(Lane::items_shown);
        let mut seen = vec![shown(&lanes)];
        while let Some(at) = forward(&lanes) {
            lanes.iter_mut().for_each(|lane| {
                lane.show_at(at);
            });
            seen.push(shown(&lanes));
        }
        assert_eq!(seen, [[0, 0], [1, 1], [2, 2], [2, 3], [2, 4]]);
        let mut again = vec![shown(&lanes)];
        while let Some(at) = back(&lanes) {
            lanes.iter_mut().for_each(|lane| {
                lane.show_at(at);
            });
            again.push(shown(&lanes));
        }
        again.reverse();
        assert_eq!(again, seen);
    }

    #[test]
    fn going_back_and_forth_marks_what_going_straight_marks() {
        let mut turned = lane(&[100, 50, 70, 30]);
        turned.finish();
        turned.show_at(0);
        turned.show_at(130);
        let mut straight = lane(&[100, 50, 70, 30]);
        straight.advance_to(130);
        assert_eq!(turned, straight);
    }

    #[test]
    fn a_step_says_what_was_read_and_what_became_of_it() {
        let mut lane = lane(&[100, 50]);
        assert_eq!(step_words("Scan", Step::of(&lane).as_ref()), "Scan: nothing read yet.");
        lane.finish();
        let words = step_words("Scan", Step::of(&lane).as_ref());
        assert_eq!(words, "Scan: read item 2 (50 B), filtered it out, and paid for it.");
    }
}
