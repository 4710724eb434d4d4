//! What shelves and grid share: a scrolled box of which only the rows in view are drawn.
//!
//! Owns scroll position and size as signals. The arithmetic is `ui::model::window`'s.

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
    size: RwSignal<(f64, f64)>,
}

impl Scroller {
    /// A box that is yet to be put into the page.
    pub fn new() -> Self {
        let scroller =
            Self { node: NodeRef::new(), top: RwSignal::new(0.0), size: RwSignal::new((0.0, 0.0)) };
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
    }

    /// Brings a row into view.
    pub fn reveal(&self, row: usize, rows: usize, row_height: f64) {
        let (_, height) = self.size.get_untracked();
        let window = Window::new(rows, row_height, height);
        if let Some(top) = window.reveal(row, self.top.get_untracked()) {
            self.scroll_to(top);
        }
    }

    /// Brings a row near the top, once the box has a size.
    pub fn lead(&self, row: usize, rows: usize, row_height: f64) {
        let (_, height) = self.size.get();
        if height > 0.0 {
            self.scroll_to(Window::new(rows, row_height, height).lead(row));
        }
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
