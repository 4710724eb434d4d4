//! The part of an element that is known at compile time, as HTML.

use rstml::node::{KeyedAttribute, KeyedAttributeValue, Node, NodeAttribute, NodeElement};
use syn::{Expr, Lit};

/// Elements without content, which have no closing tag.
const EMPTY: [&str; 4] = ["br", "hr", "img", "input"];

/// A piece of HTML under construction.
pub struct Html(String);

impl Html {
    /// An element with those attributes that are known, its leading children that are known through
    /// and through, and how many those are.
    pub fn of(element: &NodeElement<rstml::Infallible>) -> (Self, usize) {
        let mut html = Self(String::new());
        html.open(element);
        let known = element.children.iter().take_while(|child| is_known(child));
        let known = known.inspect(|child| html.node(child)).count();
        html.close(element);
        (html, known)
    }

    /// As text.
    pub fn into_text(self) -> String {
        self.0
    }

    fn node(&mut self, node: &Node<rstml::Infallible>) {
        match node {
            Node::Text(text) => self.escaped(&text.value_string()),
            Node::Element(element) => {
                self.open(element);
                element.children.iter().for_each(|child| self.node(child));
                self.close(element);
            }
            _ => (),
        }
    }

    fn open(&mut self, element: &NodeElement<rstml::Infallible>) {
        self.0.push('<');
        self.0.push_str(&element.name().to_string());
        for attribute in element.attributes() {
            if let Some(known) = known(attribute) {
                self.attribute(known);
            }
        }
        self.0.push('>');
    }

    fn attribute(&mut self, (name, value): (String, Option<String>)) {
        self.0.push(' ');
        self.0.push_str(&name);
        if let Some(value) = value {
            self.0.push_str("=\"");
            self.escaped(&value);
            self.0.push('"');
        }
    }

    fn close(&mut self, element: &NodeElement<rstml::Infallible>) {
        let name = element.name().to_string();
        if !EMPTY.contains(&name.as_str()) {
            self.0.push_str(&format!("</{name}>"));
        }
    }

    fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '"' => self.0.push_str("&quot;"),
                _ => self.0.push(character),
            }
        }
    }
}

/// Whether there is nothing in it that only a running page knows.
fn is_known(node: &Node<rstml::Infallible>) -> bool {
    match node {
        Node::Text(_) | Node::Comment(_) => true,
        Node::Element(element) => {
            !is_component(element)
                && element.attributes().iter().all(|attribute| known(attribute).is_some())
                && element.children.iter().all(is_known)
        }
        _ => false,
    }
}

/// Whether the name is that of a component.
pub fn is_component(element: &NodeElement<rstml::Infallible>) -> bool {
    element.name().to_string().starts_with(char::is_uppercase)
}

/// The name and the value of an attribute that is written out; a flag has no value.
pub fn known(attribute: &NodeAttribute) -> Option<(String, Option<String>)> {
    let NodeAttribute::Attribute(attribute) = attribute else { return None };
    let name = attribute.key.to_string();
    if name.contains(':') {
        return None;
    }
    match (&attribute.possible_value, attribute.value()) {
        (KeyedAttributeValue::None, _) => Some((name, None)),
        (_, Some(Expr::Lit(literal))) if name != "style" => {
            let is_text = matches!(literal.lit, Lit::Str(_) | Lit::Int(_));
            is_text.then(|| (name, attribute.value_literal_string()))
        }
        _ => None,
    }
}

/// The attribute, unless its name is worked out.
pub fn keyed(attribute: &NodeAttribute) -> Option<&KeyedAttribute> {
    match attribute {
        NodeAttribute::Attribute(attribute) => Some(attribute),
        NodeAttribute::Block(_) => None,
    }
}
