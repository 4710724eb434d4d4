//! `view!`: markup as Leptos writes it, compiled to calls of `ui::element`.
//!
//! Leptos compiles each element to a type of its own and spells its attributes out one call each. Here
//! whatever of an element is known at compile time is one piece of HTML, which the browser parses
//! once and copies; only what is not known is a call. Owns that translation. Components are left to
//! Leptos, and what is in them is translated again.

mod html;
mod node;

use proc_macro2::TokenStream;
use rstml::{Parser, ParserConfig};

/// Markup as a view: HTML elements and their attributes (`name=value`, `class:name=flag`,
/// `style:name=value`, `prop:name=value`, `on:event=handler`, `node_ref=reference`), texts, values in
/// braces, and components. A closure without parameters is a value that changes.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    translated(tokens.into()).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn translated(tokens: TokenStream) -> syn::Result<TokenStream> {
    let parser = Parser::new(ParserConfig::default());
    node::view(&parser.parse_simple(tokens)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The calls that markup comes to, without the spaces between their tokens.
    fn calls(markup: &str) -> String {
        let tokens: TokenStream = markup.parse().unwrap();
        let calls = translated(tokens).unwrap().to_string();
        calls.replace("crate :: ui :: element :: ", "").replace(' ', "")
    }

    /// The first piece of HTML among them, to the letter.
    fn html(markup: &str) -> String {
        let calls = translated(markup.parse().unwrap()).unwrap().to_string();
        let (from, to) = (calls.find('"').unwrap(), calls.rfind('"').unwrap() + 1);
        syn::parse_str::<syn::LitStr>(&calls[from..to]).unwrap().value()
    }

    fn refusal(markup: &str) -> String {
        translated(markup.parse().unwrap()).unwrap_err().to_string()
    }

    #[test]
    fn what_is_known_is_html() {
        let markup =
            r#"<p class="note" hidden>"1 < 2 & \"so\""<b>"on"</b><input type="text"/></p>"#;
        let known = r#"<p class="note" hidden>1 &lt; 2 &amp; &quot;so&quot;<b>on</b><input type="text"></p>"#;
        assert_eq!(html(markup), known);
        assert_eq!(html(r#"<p>"Read "<b>"5"</b></p>"#), "<p>Read <b>5</b></p>");
    }

    #[test]
    fn what_follows_something_unknown_is_put_in_behind_it() {
        assert_eq!(
            calls(r#"<p>"Read " {count} <b>"items"</b></p>"#),
            r#"view(Element::new("<p>Read</p>").child({{count}}).child(Element::new("<b>items</b>")))"#
                .replace("{{count}}", "{#[allow(unused_braces)]{count}}")
        );
    }

    #[test]
    fn each_kind_of_attribute_has_its_call() {
        let markup = "<input id=name class:wrong=wrong style:--columns=columns prop:value=move || text() \
            on:input=take node_ref=node/>";
        assert_eq!(
            calls(markup),
            "view(Element::new(\"<input>\").attribute(\"id\",name).class(\"wrong\",wrong)\
             .style(\"--columns\",columns).property(\"value\",live(#[allow(clippy::redundant_closure)]move||text()))\
             .on(leptos::ev::input,take).reference(node))"
        );
    }

    #[test]
    fn the_parts_of_a_drawing_are_drawn() {
        assert!(
            calls("<svg>{x}<title>{t}</title></svg>")
                .contains("Element::drawn(\"<title></title>\")")
        );
        assert!(calls("<path d=line/>").starts_with("view(Element::drawn(\"<path></path>\")"));
    }

    #[test]
    fn components_are_left_to_leptos_and_their_content_is_not() {
        let calls = calls("<Show when=open><p>{words}</p></Show>");
        assert!(
            calls.contains("leptos::view!{<Showwhen=open>{view(Element::new(\"<p></p>\")"),
            "{calls}"
        );
    }

    #[test]
    fn several_are_one_view() {
        assert_eq!(
            calls("<br/>\"and\""),
            "views(vec![view(Element::new(\"<br>\")),view(\"and\")])"
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert_eq!(refusal("<p {name}>\"x\"</p>"), "an attribute has a name");
        assert_eq!(refusal("<p use:magic=x>\"x\"</p>"), "no such kind of attribute");
        assert_eq!(refusal("<p on:click>\"x\"</p>"), "this kind of attribute has a value");
        assert_eq!(refusal("<p title(x)>\"x\"</p>"), "this kind of attribute has a value");
        assert_eq!(refusal("<p on:my-event=x>\"x\"</p>"), "there is no such event");
        assert_eq!(refusal("<p class=x class:y=z>\"x\"</p>"), "write these classes as one value");
        assert_eq!(refusal("<p style=\"x\">\"x\"</p>"), "the page's policy forbids it: use style:");
        assert_eq!(refusal("<foreignObject/>"), "the page's drawings hold no HTML");
        assert_eq!(refusal("<!DOCTYPE html>"), "the page's markup has no such thing");
    }
}
