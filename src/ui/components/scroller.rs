//! What strips and grid share: a scrolled box of which only the rows in view are drawn.
//!
//! Owns scroll position and size as signals. The arithmetic is `ui::model::window`'s.

use leptos::ev::MouseEvent;
use leptos::html::Div;
use leptos::prelude::*;

use crate::ui::dom::scroll;
use crate::ui::model::window::{Slice, Window};

/// A scrolled box.
#[derive(Clone, Copy)]
pub struct Scroller {
    /// The box; goes on the element that scrolls.
    pub node: NodeRef<Div>,
    top: RwSignal<f64>,
    left: RwSignal<f64>,
    size: RwSignal<(f64, f64)>,
    /// The item that it has led to.
    led: StoredValue<Option<usize>>,
}

impl Scroller {
    /// A box that is yet to be put into the page.
    pub fn new() -> Self {
        let (top, left) = (RwSignal::new(0.0), RwSignal::new(0.0));
        let (size, led) = (RwSignal::new((0.0, 0.0)), StoredValue::new(None));
        let scroller = Self { node: NodeRef::new(), top, left, size, led };
        scroll::watch_size(scroller.node, move |size| {
            scroller.size.maybe_update(|known| {
                let differs = *known != size;
                *known = size;
                differs
            });
        });
        scroller
    }

    /// The inner width in pixels.
    pub fn width(&self) -> f64 {
        self.size.get().0
    }

    /// The list seen through this box.
    pub fn window(&self, rows: usize, row_height: f64) -> Window {
        Window::new(rows, row_height, self.size.get().1)
    }

    /// The rows to draw now.
    pub fn slice(&self, rows: usize, row_height: f64) -> Slice {
        self.window(rows, row_height).slice(self.top.get())
    }

    /// To be called when the box was scrolled.
    pub fn scrolled(&self) {
        self.top.set(scroll::offset(self.node));
        // Most scrolling is up or down, and redraws nothing across.
        let left = scroll::offset_across(self.node);
        self.left.maybe_update(|known| {
            let differs = *known != left;
            *known = left;
            differs
        });
    }

    /// How far the box is scrolled to the side, in pixels.
    pub fn left(&self) -> f64 {
        self.left.get()
    }

    /// Brings what lies at this place of a line into view, of which so much shows.
    pub fn reveal_across(&self, left: f64, width: f64, shown: f64) {
        let now = self.left.get_untracked();
        let wanted = match () {
            () if left < now => left,
            () if left + width > now + shown => left + width - shown,
            () => return,
        };
        scroll::scroll_across(self.node, wanted);
        self.left.set(scroll::offset_across(self.node));
    }

    /// Where in the element that listens a pointer is, from its left end, in pixels.
    pub fn x_in_track(event: &MouseEvent) -> f64 {
        scroll::x_within(event)
    }

    /// Brings a row into view.
    pub fn reveal(&self, row: usize, rows: usize, row_height: f64) {
        let (_, height) = self.size.get_untracked();
        let window = Window::new(rows, row_height, height);
        if let Some(top) = window.reveal(row, self.top.get_untracked()) {
            self.scroll_to(top);
        }
    }

    /// Brings the line of an item near the top, once the box has a size; tells whether it did. An
    /// item that it has led to already is left where the person has scrolled it since, also when the
    /// box grows or shrinks: opening an item does that.
    pub fn lead(&self, item: Option<usize>, line: usize, lines: usize, line_height: f64) -> bool {
        if item.is_none() || self.led.get_value() == item {
            self.led.set_value(item);
            return false;
        }
        let (_, height) = self.size.get();
        if height > 0.0 {
            self.led.set_value(item);
            self.scroll_to(Window::new(lines, line_height, height).lead(line));
        }
        height > 0.0
    }

    fn scroll_to(&self, top: f64) {
        scroll::scroll_to(self.node, top);
        self.top.set(top);
    }
}

impl Default for Scroller {
    fn default() -> Self {
        Self::new()
    }
}
