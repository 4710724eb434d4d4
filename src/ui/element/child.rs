//! What an element holds.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};

use leptos::prelude::{AnyView, IntoAny as _, Mountable, Render as _};
use leptos::tachys::renderer::Rndr;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::iterators::StaticVec;

use super::{Element, ElementState};

/// One thing that an element holds.
pub enum Child {
    /// A text.
    Text(Cow<'static, str>),
    /// An element.
    Element(Element),
    /// Any other view.
    View(AnyView),
}

/// The same on the page.
pub enum ChildState {
    Text(web_sys::Text, Cow<'static, str>),
    Element(ElementState),
    View(AnyViewState),
}

/// What changes: drawn again whenever what it is made from has changed.
pub fn changing<C: Into<Child>>(mut make: impl FnMut() -> C + Send + 'static) -> Child {
    let make: Arc<Mutex<dyn FnMut() -> AnyView + Send>> =
        Arc::new(Mutex::new(move || view(make())));
    Child::View(make.into_any())
}

/// As a view.
pub fn view(child: impl Into<Child>) -> AnyView {
    match child.into() {
        Child::Text(text) => text.into_any(),
        Child::Element(element) => element.into_any(),
        Child::View(view) => view,
    }
}

/// Several as one view.
pub fn views(views: Vec<AnyView>) -> AnyView {
    StaticVec::from(views).into_any()
}

impl Child {
    /// Draws it.
    pub fn build(self) -> ChildState {
        match self {
            Self::Text(text) => ChildState::Text(Rndr::create_text_node(&text), text),
            Self::Element(element) => ChildState::Element(element.build()),
            Self::View(view) => ChildState::View(view.build()),
        }
    }

    /// Draws it in place of what is there.
    pub fn rebuild(self, state: &mut ChildState) {
        match (self, state) {
            (Self::Text(text), ChildState::Text(node, known)) => {
                if text != *known {
                    Rndr::set_text(node, &text);
                    *known = text;
                }
            }
            (Self::Element(element), ChildState::Element(known)) => element.rebuild(known),
            (Self::View(view), ChildState::View(known)) => view.rebuild(known),
            (child, state) => {
                let mut new = child.build();
                state.insert_before_this(&mut new);
                state.unmount();
                *state = new;
            }
        }
    }
}

impl ChildState {
    fn mounted(&mut self) -> &mut dyn Mountable {
        match self {
            Self::Text(node, _) => node,
            Self::Element(element) => element,
            Self::View(view) => view,
        }
    }
}

impl Mountable for ChildState {
    fn unmount(&mut self) {
        self.mounted().unmount();
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&web_sys::Node>) {
        self.mounted().mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self {
            Self::Text(node, _) => node.insert_before_this(child),
            Self::Element(element) => element.insert_before_this(child),
            Self::View(view) => view.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        match self {
            Self::Text(..) => Vec::new(),
            Self::Element(element) => element.elements(),
            Self::View(view) => view.elements(),
        }
    }
}

impl From<Element> for Child {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<AnyView> for Child {
    fn from(view: AnyView) -> Self {
        Self::View(view)
    }
}

impl<T: Into<Child>> From<Option<T>> for Child {
    fn from(child: Option<T>) -> Self {
        Self::View(child.map(view).into_any())
    }
}

impl From<Vec<AnyView>> for Child {
    fn from(views: Vec<AnyView>) -> Self {
        Self::View(views.into_any())
    }
}

impl From<&'static str> for Child {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Child {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<usize> for Child {
    fn from(number: usize) -> Self {
        number.to_string().into()
    }
}

impl From<Cow<'static, str>> for Child {
    fn from(text: Cow<'static, str>) -> Self {
        Self::Text(text)
    }
}
