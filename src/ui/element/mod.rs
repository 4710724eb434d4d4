//! Elements of the page: what `view!` (see `markup/`) makes of markup.
//!
//! Leptos has a type for each tag, attribute and list of children, and compiles the drawing of each.
//! Here an element is one type: a piece of HTML that is known beforehand, which the browser parses
//! once and copies, and what has to be set, listened to and put in. Owns the drawing of elements and
//! their redrawing in place. What depends on what, and components, are Leptos's.

mod attribute;
mod child;
mod html;

use std::borrow::Cow;

use leptos::ev::EventDescriptor;
use leptos::prelude::{Mountable, Owner, Render, RenderHtml};
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::html::element::ElementType;
use leptos::tachys::html::node_ref::NodeRefContainer;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::no_attrs;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::view::{Position, PositionState};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;

use attribute::{Attribute, AttributeState, Place};
pub use attribute::{Source, live};
use child::ChildState;
pub use child::{Child, changing, view, views};
use html::Html;

/// An element that is still to be drawn.
pub struct Element(SendWrapper<Box<Parts>>);

struct Parts {
    html: Html,
    attributes: Vec<Attribute>,
    children: Vec<Child>,
}

impl Element {
    /// An element that begins as this HTML.
    pub fn new(html: &'static str) -> Self {
        Self::of(Html { text: html, is_svg: false })
    }

    /// An element inside of a drawing (SVG) that begins so.
    pub fn drawn(html: &'static str) -> Self {
        Self::of(Html { text: html, is_svg: true })
    }

    fn of(html: Html) -> Self {
        let parts = Parts { html, attributes: Vec::new(), children: Vec::new() };
        Self(SendWrapper::new(Box::new(parts)))
    }

    /// With this attribute: a text, or a flag that says whether it is there at all.
    pub fn attribute(self, name: &'static str, value: impl Into<Source>) -> Self {
        self.with(Attribute::Set(Place::Attribute(name), value.into()))
    }

    /// With this class, if so.
    pub fn class(self, name: &'static str, value: impl Into<Source>) -> Self {
        self.with(Attribute::Set(Place::Class(name), value.into()))
    }

    /// With this property of its style.
    pub fn style(self, name: &'static str, value: impl Into<Source>) -> Self {
        self.with(Attribute::Set(Place::Style(name), value.into()))
    }

    /// With this property of its object.
    pub fn property(self, name: &'static str, value: impl Into<Source>) -> Self {
        self.with(Attribute::Set(Place::Property(name), value.into()))
    }

    /// Calls this at each such event, with the owner of what is drawn now.
    pub fn on<E>(self, event: E, mut handle: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        let handle = move |event: web_sys::Event| handle(event.unchecked_into());
        self.listen(event.name(), Box::new(handle))
    }

    /// Keeps the element in this reference, once it is there.
    pub fn reference<E: ElementType>(self, reference: impl NodeRefContainer<E>) -> Self {
        self.with(Attribute::Reference(Box::new(move |element| reference.load(element))))
    }

    /// With this at the end of its content.
    pub fn child(mut self, child: impl Into<Child>) -> Self {
        self.0.children.push(child.into());
        self
    }

    fn listen(self, event: Cow<'static, str>, mut handle: Box<dyn FnMut(web_sys::Event)>) -> Self {
        let owner = Owner::current().unwrap_or_default();
        let handle = Box::new(move |event| {
            // A handler reads what is now and follows nothing, which is no mistake of its author.
            #[cfg(debug_assertions)]
            let _zone = leptos::reactive::diagnostics::SpecialNonReactiveZone::enter();
            owner.with(|| handle(event));
        });
        self.with(Attribute::Listener(event, handle))
    }

    fn with(mut self, attribute: Attribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }
}

/// An event handler for `on:`. Boxed, so that what wraps it is compiled once for each kind of event.
pub fn handler<E>(handle: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(handle)
}

/// An element on the page.
pub struct ElementState {
    node: web_sys::Element,
    html: Html,
    attributes: Vec<AttributeState>,
    children: Vec<ChildState>,
}

impl ElementState {
    /// Whether the same piece of markup could have made both, so that one can become the other.
    fn is_like(&self, parts: &Parts) -> bool {
        let attributes = || self.attributes.iter().zip(&parts.attributes);
        self.html == parts.html
            && self.children.len() == parts.children.len()
            && self.attributes.len() == parts.attributes.len()
            && attributes().all(|(state, attribute)| state.is_of(attribute))
    }
}

impl Render for Element {
    type State = ElementState;

    /// The content comes before the attributes: a choice has to be there to be chosen.
    fn build(self) -> ElementState {
        let Parts { html, attributes, children } = *self.0.take();
        let node = html.build();
        let mut children: Vec<ChildState> = children.into_iter().map(Child::build).collect();
        for child in &mut children {
            child.mount(&node, None);
        }
        let attributes = attributes.into_iter().map(|attribute| attribute.build(&node)).collect();
        ElementState { node, html, attributes, children }
    }

    fn rebuild(self, state: &mut ElementState) {
        if !state.is_like(&self.0) {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
            return;
        }
        let Parts { attributes, children, .. } = *self.0.take();
        for (child, state) in children.into_iter().zip(&mut state.children) {
            child.rebuild(state);
        }
        for (attribute, known) in attributes.into_iter().zip(&mut state.attributes) {
            attribute.rebuild(&state.node, known);
        }
    }
}

impl Mountable for ElementState {
    fn unmount(&mut self) {
        self.node.unmount();
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&web_sys::Node>) {
        Rndr::insert_node(parent, &self.node, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.node.insert_before_this(child)
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        vec![self.node.clone()]
    }
}

no_attrs!(Element);

/// Leptos asks this of every view. The page is drawn by a browser alone, so there is no HTML to be
/// written, and nothing of a server's to be taken over.
impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _: &mut String,
        _: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> ElementState {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
