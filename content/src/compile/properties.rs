//! Whatever an author writes, the readers end with prose or a problem, and never panic.

use proptest::prelude::*;

use super::expr::{self, Scope};
use super::{markdown, request, template};
use crate::prose::{Block, Inline, Prose};

/// Pieces that mean something to one reader or another, in any order.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{{",
        "}}",
        "{{rcu}}",
        "{{#if ok}}",
        "{{else}}",
        "{{else if more}}",
        "{{/if}}",
        "**",
        "*",
        "`",
        "```\n",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "    ",
        "| a | b |\n|---|---|\n",
        "| ",
        "[",
        "](term:x)",
        "](",
        "<b>",
        "<",
        "# ",
        "> ",
        "![",
        "\\",
        "a",
        "rcu",
        "(",
        ")",
        " + ",
        " * ",
        " < ",
        "'",
        "\"",
        "0.5",
        "9999999999999999999",
        ".",
        "é",
        "\u{E000}",
        "\u{E001}",
        "0",
        "not ",
        "count(",
        ",",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

fn scope() -> Scope {
    Scope { runs: vec!["query".into()], has_run: true, guessed: Some(vec!["rcu".into()]) }
}

/// Whether a placeholder of a tag is left anywhere: then a tag was lost.
fn has_placeholder(prose: &Prose) -> bool {
    fn in_text(text: &[Inline]) -> bool {
        text.iter().any(|inline| match inline {
            Inline::Text(text) => text.contains(['\u{E000}', '\u{E001}']),
            Inline::Code(text) | Inline::Strong(text) | Inline::Emphasis(text) => in_text(text),
            Inline::Link { text, .. } => in_text(text),
            Inline::Value(_) => false,
            Inline::If { then, otherwise, .. } => in_text(then) || in_text(otherwise),
        })
    }
    prose.iter().any(|block| match block {
        Block::Paragraph(text) | Block::Code { text, .. } => in_text(text),
        Block::List { items, .. } => items.iter().any(has_placeholder),
        Block::Table { head, rows } => {
            head.iter().chain(rows.iter().flatten()).any(|cell| in_text(cell))
        }
    })
}

proptest! {
    #[test]
    fn prose_is_read_or_told(text in text()) {
        if let Ok(prose) = markdown::prose(&text, &scope()) {
            prop_assert!(!has_placeholder(&prose), "{prose:?}");
            let json = serde_json::to_string(&prose).unwrap();
            prop_assert_eq!(serde_json::from_str::<Prose>(&json).unwrap(), prose);
        }
    }

    #[test]
    fn typed_text_is_the_same_in_a_file(text in text()) {
        let typed = crate::print::typed(&text);
        if let Some(markdown) = crate::print::prose(&typed) {
            prop_assert_eq!(markdown::prose(&markdown, &Scope::default()), Ok(typed), "{}", markdown);
        }
    }

    #[test]
    fn templates_and_expressions_are_read_or_told(text in text()) {
        let _ = template::plain(&text, &scope());
        if let Ok(expr) = expr::parse(&text, &scope()) {
            let json = serde_json::to_string(&expr).unwrap();
            prop_assert_eq!(serde_json::from_str::<crate::expr::Expr>(&json).unwrap(), expr);
        }
    }

    #[test]
    fn requests_are_read_or_told(text in "(Query|Put)?[ {}\":,a-z\n\\[\\]]{0,40}") {
        if let Err((line, _)) = request::read_all(&text) {
            prop_assert!(line <= text.matches('\n').count());
        }
    }

    #[test]
    fn what_is_wrong_stands_on_a_line_of_the_text(text in text()) {
        if let Err((line, message)) = markdown::prose(&text, &scope()) {
            prop_assert!(line <= text.matches('\n').count(), "{line}: {message}");
        }
    }
}
