//! Nodes of the markup as expressions.

use proc_macro2::TokenStream;
use quote::quote;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};
use syn::spanned::Spanned as _;
use syn::{Error, Expr, Ident, Result, Stmt, parse_str};

use crate::html::{self, Html, is_component};

/// Names that only SVG has, for markup that begins inside of a drawing.
const SVG: [&str; 21] = [
    "circle",
    "clipPath",
    "defs",
    "ellipse",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "rect",
    "stop",
    "symbol",
    "text",
    "textPath",
    "tspan",
    "use",
];

/// All of it as one view.
pub fn view(nodes: &[Node<rstml::Infallible>]) -> Result<TokenStream> {
    let children = nodes.iter().map(|node| child(node, false)).collect::<Result<Vec<_>>>()?;
    Ok(match children.as_slice() {
        [only] => quote! { crate::ui::element::view(#only) },
        _ => quote! {
            crate::ui::element::views(vec![#(crate::ui::element::view(#children)),*])
        },
    })
}

/// A node as something that an element may hold.
fn child(node: &Node<rstml::Infallible>, in_svg: bool) -> Result<TokenStream> {
    match node {
        Node::Text(text) => Ok(text.value_string()).map(|text| quote! { #text }),
        Node::Block(block) => Ok(value(block)),
        Node::Element(element) if is_component(element) => component(element),
        Node::Element(element) => self::element(element, in_svg),
        Node::Fragment(fragment) => view(&fragment.children),
        other => Err(Error::new(other.span(), "the page's markup has no such thing")),
    }
}

/// A value in braces; a closure is one that changes.
fn value(block: &NodeBlock) -> TokenStream {
    let changes = block.try_block().is_some_and(|block| {
        matches!(block.stmts.as_slice(), [Stmt::Expr(Expr::Closure(_), None)])
    });
    match changes {
        true => quote! {
           crate::ui::element::changing(
               #[allow(unused_braces, clippy::redundant_closure)]
               #block
           )
        },
        false => quote! { { #[allow(unused_braces)] #block } },
    }
}

/// Leptos compiles the component; what is between its tags is a view of ours.
fn component(element: &NodeElement<rstml::Infallible>) -> Result<TokenStream> {
    let tag = &element.open_tag;
    let content = match element.children.is_empty() {
        true => quote! {},
        false => {
            let inner = view(&element.children)?;
            quote! { { #inner } }
        }
    };
    let close = &element.close_tag;
    Ok(quote! { leptos::prelude::IntoAny::into_any(leptos::view! { #tag #content #close }) })
}

fn element(element: &NodeElement<rstml::Infallible>, in_svg: bool) -> Result<TokenStream> {
    let name = element.name().to_string();
    if name == "foreignObject" {
        return Err(Error::new(element.name().span(), "the page's drawings hold no HTML"));
    }
    check_classes(element)?;
    let is_svg = in_svg || SVG.contains(&name.as_str());
    let (html, known) = Html::of(element);
    let html = html.into_text();
    let made = match is_svg {
        true => quote! { crate::ui::element::Element::drawn(#html) },
        false => quote! { crate::ui::element::Element::new(#html) },
    };
    let unknown = element.attributes().iter().filter(|attribute| html::known(attribute).is_none());
    let attributes = unknown.map(attribute).collect::<Result<Vec<_>>>()?;
    let in_svg = is_svg || name == "svg";
    let rest = element.children.iter().skip(known).filter(|node| !matches!(node, Node::Comment(_)));
    let children = rest.map(|node| child(node, in_svg)).collect::<Result<Vec<_>>>()?;
    Ok(quote! { #made #(#attributes)* #(.child(#children))* })
}

/// A class that changes beside `class:` would wipe out what that has set.
fn check_classes(element: &NodeElement<rstml::Infallible>) -> Result<()> {
    let keyed = || element.attributes().iter().filter_map(html::keyed);
    let toggles = keyed().any(|attribute| attribute.key.to_string().starts_with("class:"));
    let unknown = element.attributes().iter().filter(|attribute| html::known(attribute).is_none());
    let mut unknown = unknown.filter_map(html::keyed);
    match unknown.find(|attribute| toggles && attribute.key.to_string() == "class") {
        Some(class) => Err(Error::new(class.key.span(), "write these classes as one value")),
        None => Ok(()),
    }
}

/// An attribute as a call.
fn attribute(attribute: &NodeAttribute) -> Result<TokenStream> {
    let Some(attribute) = html::keyed(attribute) else {
        return Err(Error::new(attribute.span(), "an attribute has a name"));
    };
    let name = attribute.key.to_string();
    let value = attribute_value(attribute)?;
    Ok(match name.split_once(':') {
        Some(("on", event)) => {
            let event: Ident = parse_str(event)
                .map_err(|_| Error::new(attribute.key.span(), "there is no such event"))?;
            quote! { .on(leptos::ev::#event, #value) }
        }
        Some(("class", name)) => quote! { .class(#name, #value) },
        Some(("style", name)) => quote! { .style(#name, #value) },
        Some(("prop", name)) => quote! { .property(#name, #value) },
        Some(_) => return Err(Error::new(attribute.key.span(), "no such kind of attribute")),
        None if name == "style" => {
            return Err(Error::new(
                attribute.key.span(),
                "the page's policy forbids it: use style:",
            ));
        }
        None if name == "node_ref" => quote! { .reference(#value) },
        None => quote! { .attribute(#name, #value) },
    })
}

/// The value of an attribute; a closure without parameters is one that changes.
fn attribute_value(attribute: &KeyedAttribute) -> Result<TokenStream> {
    match attribute.value() {
        Some(closure @ Expr::Closure(parts)) if parts.inputs.is_empty() => {
            Ok(quote! { crate::ui::element::live(#[allow(clippy::redundant_closure)] #closure) })
        }
        Some(value) => Ok(quote! { #value }),
        None => Err(Error::new(attribute.key.span(), "this kind of attribute has a value")),
    }
}
