//! Scrolled elements: where they stand, how large they are, and being told when that changes.

use leptos::ev::{MouseEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition};

/// An observer, and what it calls: both end together.
type Watch = (ResizeObserver, Closure<dyn FnMut()>);

/// How far the element is scrolled down, in pixels.
pub fn offset(node: NodeRef<Div>) -> f64 {
    node.get_untracked().map_or(0.0, |element| f64::from(element.scroll_top()))
}

/// How far the element is scrolled to the side, in pixels.
pub fn offset_across(node: NodeRef<Div>) -> f64 {
    node.get_untracked().map_or(0.0, |element| f64::from(element.scroll_left()))
}

/// Scrolls the element to the side to this many pixels.
pub fn scroll_across(node: NodeRef<Div>, left: f64) {
    if let Some(element) = node.get_untracked() {
        element.set_scroll_left(left as i32);
    }
}

/// The inner height of the element with this id, in pixels.
pub fn height(id: &str) -> i32 {
    super::document().get_element_by_id(id).map_or(0, |element| element.client_height())
}

/// Sends the rest of a drag to the element that it began on, wherever the pointer goes.
pub fn hold_pointer(event: &PointerEvent) {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(element) = element {
        // A pointer that is gone by now has nothing to send.
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// Where in the element that listens the pointer is, from its left end, in pixels.
pub fn x_within(event: &MouseEvent) -> f64 {
    let element = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    element.map_or(0.0, |e| f64::from(event.client_x()) - e.get_bounding_client_rect().left())
}

/// How far down the element that listens the pointer is, from 0 at its top to 1 at its end.
pub fn share_down(event: &MouseEvent) -> f64 {
    let element = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    element.map_or(0.0, |element| {
        let frame = element.get_bounding_client_rect();
        let down = f64::from(event.client_y()) - frame.top();
        (down / frame.height().max(1.0)).clamp(0.0, 1.0)
    })
}

/// Scrolls the element down to this many pixels.
pub fn scroll_to(node: NodeRef<Div>, top: f64) {
    if let Some(element) = node.get_untracked() {
        element.set_scroll_top(top as i32);
    }
}

/// The inner width and height of the element, in pixels.
pub fn size(node: NodeRef<Div>) -> (f64, f64) {
    let inner = |element: web_sys::HtmlDivElement| {
        (f64::from(element.client_width()), f64::from(element.client_height()))
    };
    node.get_untracked().map_or((0.0, 0.0), inner)
}

/// Scrolls the element with this id into view, no further than needed.
pub fn reveal(id: &str) {
    if let Some(element) = super::document().get_element_by_id(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Calls back with the element's size once it is there and whenever it changes, for as long as
/// the current owner lives. An element that is not shown has size 0.
pub fn watch_size(node: NodeRef<Div>, changed: impl Fn((f64, f64)) + Copy + 'static) {
    let watch = StoredValue::new_local(None::<Watch>);
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        changed(size(node));
        let told = Closure::<dyn FnMut()>::new(move || changed(size(node)));
        let Ok(observer) = ResizeObserver::new(told.as_ref().unchecked_ref()) else { return };
        observer.observe(&element);
        watch.set_value(Some((observer, told)));
    });
    on_cleanup(move || {
        watch.try_update_value(|kept| {
            if let Some((observer, _)) = kept.take() {
                observer.disconnect();
            }
        });
    });
}
