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
    /// The pieces that were parsed already. The text's place in memory names a piece, so that none
    /// has to be compared.
    static PARSED: RefCell<Vec<(*const u8, usize, web_sys::Element)>> =
        const { RefCell::new(Vec::new()) };
}

impl Html {
    /// A new element of it.
    pub fn build(self) -> web_sys::Element {
        let (place, length) = (self.text.as_ptr(), self.text.len());
        let known = PARSED.with_borrow(|parsed| {
            let mut parsed = parsed.iter();
            parsed.find(|piece| (piece.0, piece.1) == (place, length)).map(|piece| copied(&piece.2))
        });
        known.unwrap_or_else(|| {
            let element = self.parse();
            let copy = copied(&element);
            PARSED.with_borrow_mut(|parsed| parsed.push((place, length, element)));
            copy
        })
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
        root.expect("markup is HTML with an element in it")
    }
}

fn copied(element: &web_sys::Element) -> web_sys::Element {
    element.clone_node_with_deep(true).expect("an element can be copied").unchecked_into()
}
