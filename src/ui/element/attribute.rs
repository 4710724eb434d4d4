//! What is set on an element, and what it listens to.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::RenderEffect;
use leptos::tachys::renderer::{RemoveEventHandler, Rndr};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::ui::dom::property;

/// What an attribute, a class, or a property can be.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// Not there.
    Nothing,
    /// There or not.
    Flag(bool),
    /// There, with this text.
    Text(Cow<'static, str>),
}

/// Where a value comes from.
pub enum Source {
    /// It stays as it is.
    Fixed(Value),
    /// It is worked out, again whenever what it is worked out from has changed.
    Live(Box<dyn Fn() -> Value>),
}

/// A value that is worked out.
pub fn live<T: Into<Value>>(work_out: impl Fn() -> T + 'static) -> Source {
    Source::Live(Box::new(move || work_out().into()))
}

/// What a value is set as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The attribute of this name.
    Attribute(&'static str),
    /// This class among its classes.
    Class(&'static str),
    /// The property of this name of its style.
    Style(&'static str),
    /// The property of this name of its object.
    Property(&'static str),
}

/// What reacts to an event.
type Handle = Box<dyn FnMut(web_sys::Event)>;

/// One thing that an element has.
pub enum Attribute {
    /// A value in its place.
    Set(Place, Source),
    /// An ear for the event of this name.
    Listener(Cow<'static, str>, Handle),
    /// Someone who wants the element itself.
    Reference(Box<dyn FnOnce(&web_sys::Element)>),
}

/// The same on the page.
pub enum AttributeState {
    /// The value that it has.
    Fixed(Place, Value),
    /// What keeps the value what it should be.
    Live(Place, RenderEffect<Value>),
    /// What the browser calls.
    Listener {
        /// The event's name.
        event: Cow<'static, str>,
        /// What is done. It is not in here while it is at work, so what it does may raise the same
        /// event again; that one is then not handled.
        handle: Rc<RefCell<Option<Handle>>>,
        /// Takes the ear off the element when it is dropped.
        _ear: RemoveEventHandler<web_sys::Element>,
    },
    /// Someone who has the element.
    Reference,
}

impl AttributeState {
    /// Whether the attribute can take its place.
    pub fn is_of(&self, attribute: &Attribute) -> bool {
        match (self, attribute) {
            (Self::Fixed(known, _), Attribute::Set(place, Source::Fixed(_)))
            | (Self::Live(known, _), Attribute::Set(place, Source::Live(_))) => known == place,
            (Self::Listener { event, .. }, Attribute::Listener(other, _)) => event == other,
            (Self::Reference, Attribute::Reference(_)) => true,
            _ => false,
        }
    }
}

impl Attribute {
    /// Sets it on an element that does not have it.
    pub fn build(self, element: &web_sys::Element) -> AttributeState {
        match self {
            Self::Set(place, Source::Fixed(value)) => {
                place.change(element, &place.initial(), &value);
                AttributeState::Fixed(place, value)
            }
            Self::Set(place, Source::Live(work_out)) => {
                let effect = follow(element, place, work_out, place.initial());
                AttributeState::Live(place, effect)
            }
            Self::Listener(event, handle) => listen(element, event, handle),
            Self::Reference(keep) => {
                keep(element);
                AttributeState::Reference
            }
        }
    }

    /// Takes the place of one of its kind.
    pub fn rebuild(self, element: &web_sys::Element, state: &mut AttributeState) {
        match (self, state) {
            (Self::Set(place, Source::Fixed(value)), AttributeState::Fixed(_, known)) => {
                place.change(element, known, &value);
                *known = value;
            }
            (Self::Set(place, Source::Live(work_out)), AttributeState::Live(_, effect)) => {
                let known = effect.take_value().unwrap_or(place.initial());
                *effect = follow(element, place, work_out, known);
            }
            (Self::Listener(_, new), AttributeState::Listener { handle, .. }) => {
                *handle.borrow_mut() = Some(new);
            }
            (attribute, state) => *state = attribute.build(element),
        }
    }
}

/// Keeps a value what it is worked out to be.
fn follow(
    element: &web_sys::Element,
    place: Place,
    work_out: Box<dyn Fn() -> Value>,
    known: Value,
) -> RenderEffect<Value> {
    let element = element.clone();
    let follow = move |known: Option<Value>| {
        let value = work_out();
        place.change(&element, &known.unwrap_or(place.initial()), &value);
        value
    };
    RenderEffect::new_with_value(follow, Some(known))
}

fn listen(element: &web_sys::Element, event: Cow<'static, str>, handle: Handle) -> AttributeState {
    let handle = Rc::new(RefCell::new(Some(handle)));
    let cell = Rc::clone(&handle);
    let call = move |event: JsValue| {
        let handle = cell.borrow_mut().take();
        if let Some(mut handle) = handle {
            handle(event.unchecked_into());
            cell.borrow_mut().get_or_insert(handle);
        }
    };
    let ear = Rndr::add_event_listener(element, &event, Box::new(call));
    AttributeState::Listener { event, handle, _ear: ear }
}

impl Place {
    /// What is taken to be there before anything was set.
    fn initial(self) -> Value {
        match self {
            Self::Class(_) => Value::Flag(false),
            _ => Value::Nothing,
        }
    }

    /// Sets what is there, if it is not that already.
    fn change(self, element: &web_sys::Element, known: &Value, value: &Value) {
        let is_there = match self {
            // A person may have changed what an input holds since it was set.
            Self::Property(name) => property(element, name) == value.to_js(),
            _ => value == known,
        };
        if !is_there {
            self.set(element, value);
        }
    }

    fn set(self, element: &web_sys::Element, value: &Value) {
        match (self, value) {
            (Self::Attribute(name), Value::Text(text)) => Rndr::set_attribute(element, name, text),
            (Self::Attribute(name), Value::Flag(true)) => Rndr::set_attribute(element, name, ""),
            (Self::Attribute(name), _) => Rndr::remove_attribute(element, name),
            (Self::Class(name), Value::Flag(true)) => {
                Rndr::add_class(&Rndr::class_list(element), name);
            }
            (Self::Class(name), _) => Rndr::remove_class(&Rndr::class_list(element), name),
            (Self::Style(name), Value::Text(text)) => {
                Rndr::set_css_property(&Rndr::style(element), name, text);
            }
            (Self::Style(name), _) => Rndr::remove_css_property(&Rndr::style(element), name),
            (Self::Property(name), value) => Rndr::set_property(element, name, &value.to_js()),
        }
    }
}

impl Value {
    fn to_js(&self) -> JsValue {
        match self {
            Self::Nothing => JsValue::NULL,
            Self::Flag(flag) => JsValue::from_bool(*flag),
            Self::Text(text) => JsValue::from_str(text),
        }
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        number.to_string().into()
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        number.to_string().into()
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, T::into)
    }
}

impl<T: Into<Value>> From<T> for Source {
    fn from(value: T) -> Self {
        Self::Fixed(value.into())
    }
}
