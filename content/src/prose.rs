//! Prose as a small tree: all that a lesson's text may hold, and nothing that is markup.
//!
//! The tree is a template. [`Inline::Value`] and [`Inline::If`] stand for what depends on a run;
//! filled in, prose holds neither.

use serde::{Deserialize, Serialize};

use crate::expr::Expr;

/// Several paragraphs and the like.
pub type Prose = Vec<Block>;
/// What stands in one paragraph, cell or label.
pub type Text = Vec<Inline>;

/// A paragraph, or what stands beside paragraphs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Paragraph(Text),
    /// A list.
    List {
        /// Whether it is numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Prose>,
    },
    /// A table.
    Table {
        /// The headings of the columns.
        head: Vec<Text>,
        /// The rows, each with a cell for each column.
        rows: Vec<Vec<Text>>,
    },
    /// A block of code.
    Code {
        /// The language that follows the fence, such as `json`; empty without one.
        language: String,
        /// The code: texts and values alone.
        text: Text,
    },
}

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Code: texts and values alone.
    Code(Text),
    /// Of strong importance.
    Strong(Text),
    /// Emphasized.
    Emphasis(Text),
    /// A link or an explained term.
    Link {
        /// Where it leads.
        to: Link,
        /// What it says.
        text: Text,
    },
    /// A value, `{{rcu}}`.
    Value(Expr),
    /// One of two, `{{#if a < b}}…{{else}}…{{/if}}`.
    If {
        /// What decides.
        condition: Expr,
        /// What stands if it is true.
        then: Text,
        /// What stands if it is false.
        otherwise: Text,
    },
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// A term of the glossary, by its id: its definition shows here.
    Term(String),
    /// Another lesson, by its id.
    Lesson(String),
    /// A place of the page: `#/explore`.
    Place(String),
    /// A page on the web.
    Web(String),
}

/// The words of prose, for counting them. A value counts as one word, and of an `if` the longer
/// part counts.
pub fn words(prose: &[Block]) -> usize {
    prose.iter().map(words_of_block).sum()
}

fn words_of_block(block: &Block) -> usize {
    match block {
        Block::Paragraph(text) => words_of_text(text),
        Block::List { items, .. } => items.iter().map(|item| words(item)).sum(),
        Block::Table { head, rows } => {
            head.iter().chain(rows.iter().flatten()).map(|cell| words_of_text(cell)).sum()
        }
        Block::Code { .. } => 0,
    }
}

/// The words of a text.
pub fn words_of_text(text: &[Inline]) -> usize {
    let words_of = |inline: &Inline| match inline {
        Inline::Text(text) => {
            text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
        }
        Inline::Code(_) | Inline::Value(_) => 1,
        Inline::Strong(text) | Inline::Emphasis(text) | Inline::Link { text, .. } => {
            words_of_text(text)
        }
        Inline::If { then, otherwise, .. } => words_of_text(then).max(words_of_text(otherwise)),
    };
    text.iter().map(words_of).sum()
}

/// The text without marks and values, for titles and screen readers. Of an `if` both parts.
pub fn plain(text: &[Inline]) -> String {
    let mut plain_text = String::new();
    push_plain(text, &mut plain_text);
    plain_text
}

fn push_plain(text: &[Inline], into: &mut String) {
    for inline in text {
        match inline {
            Inline::Text(text) => into.push_str(text),
            Inline::Code(text) | Inline::Strong(text) | Inline::Emphasis(text) => {
                push_plain(text, into);
            }
            Inline::Link { text, .. } => push_plain(text, into),
            Inline::Value(_) => into.push('…'),
            Inline::If { then, otherwise, .. } => {
                push_plain(then, into);
                push_plain(otherwise, into);
            }
        }
    }
}
