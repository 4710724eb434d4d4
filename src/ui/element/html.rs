//! Pieces of HTML that are known beforehand, each parsed once.

use std::cell::RefCell;

use leptos::prelude::document;
use wasm_bindgen::JsCast as _;

/// A piece of HTML: one element and all that it begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Html {
    /// The HTML.
    pub text: &'static str,
    /// It stands inside of a drawing.
    pub is_svg: bool,
}

thread_local! {
    /// The pieces that were parsed already.
    static PARSED: RefCell<Vec<(Html, web_sys::Element)>> = const { RefCell::new(Vec::new()) };
}

impl Html {
    /// A new element of it.
    pub fn build(self) -> web_sys::Element {
        let known = PARSED.with_borrow(|parsed| {
            let is_this = |(piece, _): &&(Html, web_sys::Element)| piece.is(self);
            parsed.iter().find(is_this).map(|(_, element)| copied(element))
        });
        known.unwrap_or_else(|| {
            let element = self.parse();
            let copy = copied(&element);
            PARSED.with_borrow_mut(|parsed| parsed.push((self, element)));
            copy
        })
    }

    /// Whether both are the same piece: at one place in memory, so that no text has to be compared.
    fn is(self, other: Self) -> bool {
        std::ptr::eq(self.text, other.text) && self.is_svg == other.is_svg
    }

    fn parse(self) -> web_sys::Element {
        let template = document().create_element("template").expect("a page can have a template");
        match self.is_svg {
            true => template.set_inner_html(&format!("<svg>{}</svg>", self.text)),
            false => template.set_inner_html(self.text),
        }
        let content = template.unchecked_into::<web_sys::HtmlTemplateElement>().content();
        let root = content.first_element_child();
        let root = if self.is_svg { root.and_then(|svg| svg.first_element_child()) } else { root };
        let root = root.expect("markup is HTML with an element in it");
        debug_assert!(root.next_sibling().is_none(), "HTML has no such nesting: {}", self.text);
        root
    }
}

fn copied(element: &web_sys::Element) -> web_sys::Element {
    element.clone_node_with_deep(true).expect("an element can be copied").unchecked_into()
}
