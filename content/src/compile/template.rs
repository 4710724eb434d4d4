//! Finds `{{…}}` in a text and says what each is.
//!
//! Before Markdown is read each tag is replaced by a placeholder of private-use characters, so that
//! its `*`, `<` and `_` mean nothing to Markdown; behind it the placeholders are found again.

use super::expr::{self, Scope};
use crate::expr::Expr;
use crate::prose::{Inline, Text};
pub use crate::written::Wrong;

const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// What stands between braces.
#[derive(Debug, Clone, PartialEq)]
pub enum Tag {
    /// `{{rcu}}`
    Value(Expr),
    /// `{{#if rcu > 1}}`
    If(Expr),
    /// `{{else if rcu > 1}}`
    ElseIf(Expr),
    /// `{{else}}`
    Else,
    /// `{{/if}}`
    EndIf,
}

/// A part of a text: what Markdown made of it, or a tag.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Anything else.
    Inline(Inline),
    /// A tag.
    Tag(Tag),
}

/// Replaces the tags of a text by placeholders. Tells the lines of errors from 0.
pub fn extract(text: &str, scope: &Scope) -> Result<(String, Vec<Tag>), Wrong> {
    let line = |at: usize| text[..at].matches('\n').count();
    if let Some(at) = text.find([OPEN, CLOSE]) {
        return Err((
            line(at),
            "private-use characters are reserved for templates; use another character".into(),
        ));
    }
    let (mut replaced, mut tags, mut at) = (String::new(), Vec::new(), 0);
    while let Some(open) = text[at..].find("{{").map(|open| at + open) {
        let inside = &text[open + 2..];
        let end = inside.find("}}").filter(|end| !inside[..*end].contains('\n'));
        let end =
            end.ok_or_else(|| (line(open), "`{{` isn't closed by `}}` on its line".into()))?;
        replaced.push_str(&text[at..open]);
        replaced.push_str(&format!("{OPEN}{}{CLOSE}", tags.len()));
        tags.push(read_tag(inside[..end].trim(), scope).map_err(|wrong| (line(open), wrong))?);
        at = open + 2 + end + 2;
    }
    replaced.push_str(&text[at..]);
    Ok((replaced, tags))
}

fn read_tag(inside: &str, scope: &Scope) -> Result<Tag, String> {
    let condition = |text: &str| expr::parse(text, scope);
    match inside {
        "else" => Ok(Tag::Else),
        "/if" => Ok(Tag::EndIf),
        _ if inside.starts_with("#if ") => condition(&inside[4..]).map(Tag::If),
        _ if inside.starts_with("else if ") => condition(&inside[8..]).map(Tag::ElseIf),
        _ if inside.starts_with(['#', '/']) => {
            Err(format!("`{{{{{inside}}}}}` means nothing: there are #if, else and /if"))
        }
        _ => condition(inside).map(Tag::Value),
    }
}

/// Cuts a text of Markdown at its placeholders.
pub fn split(text: &str, tags: &[Tag]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(OPEN) {
        let Some((index, after)) = behind.split_once(CLOSE) else { break };
        if !before.is_empty() {
            pieces.push(Piece::Inline(Inline::Text(before.to_owned())));
        }
        let tag = index.parse::<usize>().ok().and_then(|index| tags.get(index));
        pieces.extend(tag.cloned().map(Piece::Tag));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Inline(Inline::Text(rest.to_owned())));
    }
    pieces
}

/// Puts the parts of an `if` together.
pub fn fold(pieces: Vec<Piece>) -> Result<Text, String> {
    let mut pieces = pieces.into_iter();
    match fold_until(&mut pieces)? {
        (text, None) => Ok(text),
        (_, Some(_)) => Err("an `{{else}}` or `{{/if}}` has no `{{#if …}}` before it here".into()),
    }
}

/// The text up to the tag that ends it.
fn fold_until(pieces: &mut std::vec::IntoIter<Piece>) -> Result<(Text, Option<Tag>), String> {
    let mut text = Text::new();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Inline(inline) => text.push(inline),
            Piece::Tag(Tag::Value(expr)) => text.push(Inline::Value(expr)),
            Piece::Tag(Tag::If(condition)) => text.push(fold_if(condition, pieces)?),
            Piece::Tag(end) => return Ok((text, Some(end))),
        }
    }
    Ok((text, None))
}

fn fold_if(condition: Expr, pieces: &mut std::vec::IntoIter<Piece>) -> Result<Inline, String> {
    const OPEN_END: &str = "an `{{#if …}}` isn't closed: its `{{/if}}` must stand in the same \
                            paragraph, and inside or outside of the same **bold** or *slanted* text";
    let (then, end) = fold_until(pieces)?;
    let otherwise = match end {
        Some(Tag::EndIf) => Text::new(),
        // `else if` shares its `/if` with what it belongs to.
        Some(Tag::ElseIf(condition)) => vec![fold_if(condition, pieces)?],
        Some(Tag::Else) => match fold_until(pieces)? {
            (otherwise, Some(Tag::EndIf)) => otherwise,
            _ => return Err(OPEN_END.into()),
        },
        _ => return Err(OPEN_END.into()),
    };
    Ok(Inline::If { condition, then, otherwise })
}

/// A text without Markdown, such as a member of a request.
pub fn plain(text: &str, scope: &Scope) -> Result<Text, Wrong> {
    let (replaced, tags) = extract(text, scope)?;
    fold(split(&replaced, &tags)).map_err(|wrong| (0, wrong))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Text, Wrong> {
        plain(text, &Scope { has_run: true, ..Scope::default() })
    }

    #[test]
    fn values_and_ifs_are_found() {
        let text = read("a {{rcu}}{{#if ok}} b{{else if more}}c{{else}}d{{/if}}").unwrap();
        let [Inline::Text(a), Inline::Value(_), Inline::If { then, otherwise, .. }] = &text[..]
        else {
            panic!("{text:?}")
        };
        assert_eq!((&**a, then), ("a ", &vec![Inline::Text(" b".into())]));
        let [Inline::If { then, otherwise, .. }] = &otherwise[..] else { panic!("{otherwise:?}") };
        assert_eq!(then, &vec![Inline::Text("c".into())]);
        assert_eq!(otherwise, &vec![Inline::Text("d".into())]);
    }

    #[test]
    fn what_is_wrong_has_its_line() {
        assert_eq!(read("a\nb {{rcu").unwrap_err().0, 1);
        assert!(read("{{#if ok}}a").unwrap_err().1.contains("isn't closed"));
        assert!(read("a{{/if}}").unwrap_err().1.contains("has no"));
        assert!(read("{{#each ok}}").unwrap_err().1.contains("means nothing"));
        assert!(read("{{#if ok}}a{{else}}b{{else}}c{{/if}}").is_err());
        assert!(read("\u{E000}0\u{E001}").is_err());
    }

    #[test]
    fn braces_that_close_json_are_no_tags() {
        let text = r#"{"Key":{"PK":{"S":"a"}}}"#;
        assert_eq!(read(text).unwrap(), vec![Inline::Text(text.into())]);
    }
}
