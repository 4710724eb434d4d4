//! Markdown → prose. What prose has no place for is an error, not lost.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{
    CodeBlockKind, Event, Options, Parser, Tag as Mark, TagEnd, TextMergeWithOffset,
};

use super::expr::Scope;
use super::template::{self, Piece, Tag, Wrong};
use crate::prose::{Block, Inline, Link, Prose, Text};

/// Reads prose. Lines of errors are from 0.
pub fn prose(text: &str, scope: &Scope) -> Result<Prose, Wrong> {
    let (replaced, tags) = template::extract(text, scope)?;
    let events = Parser::new_ext(&replaced, Options::ENABLE_TABLES).into_offset_iter();
    let mut reader = Reader {
        text: &replaced,
        tags: &tags,
        events: TextMergeWithOffset::new(events).peekable(),
    };
    reader.blocks(None)
}

/// Reads what is to be one paragraph, such as a choice.
pub fn text(text: &str, scope: &Scope) -> Result<Text, Wrong> {
    let mut blocks = prose(text, scope)?;
    match (blocks.pop(), blocks.is_empty()) {
        (Some(Block::Paragraph(text)), true) => Ok(text),
        (None, _) => Err((0, "there is no text".into())),
        _ => {
            Err((0, "this must be a single paragraph, without a list, table or code block".into()))
        }
    }
}

type Events<'a> = Peekable<TextMergeWithOffset<'a, pulldown_cmark::OffsetIter<'a>>>;

struct Reader<'a> {
    /// The text with placeholders.
    text: &'a str,
    tags: &'a [Tag],
    events: Events<'a>,
}

impl Reader<'_> {
    fn line(&self, at: &Range<usize>) -> usize {
        self.text[..at.start].matches('\n').count()
    }

    fn wrong<T>(&self, at: &Range<usize>, message: impl Into<String>) -> Result<T, Wrong> {
        Err((self.line(at), message.into()))
    }

    /// The blocks up to this end.
    fn blocks(&mut self, end: Option<TagEnd>) -> Result<Prose, Wrong> {
        let mut blocks = Prose::new();
        while let Some((event, at)) = self.events.peek().cloned() {
            match event {
                Event::End(found) if Some(found) == end => {
                    self.events.next();
                    break;
                }
                Event::Start(mark) if is_block(&mark) => {
                    self.events.next();
                    blocks.push(self.block(mark, &at)?);
                }
                // Ends are in pairs with starts, so this is none of ours.
                Event::End(_) => break,
                // The items of a list without blank lines have no paragraphs.
                _ => blocks.push(Block::Paragraph(self.loose_text()?)),
            }
        }
        Ok(blocks)
    }

    fn block(&mut self, mark: Mark<'_>, at: &Range<usize>) -> Result<Block, Wrong> {
        match mark {
            Mark::Paragraph => Ok(Block::Paragraph(self.inlines(TagEnd::Paragraph, at)?)),
            Mark::List(first) => {
                let mut items = Vec::new();
                while let Some((Event::Start(Mark::Item), _)) = self.events.next() {
                    items.push(self.blocks(Some(TagEnd::Item))?);
                }
                Ok(Block::List { ordered: first.is_some(), items })
            }
            Mark::CodeBlock(kind) => self.code_block(&kind, at),
            Mark::Table(_) => self.table(at),
            other => self.wrong(at, unsupported(&other)),
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, at: &Range<usize>) -> Result<Block, Wrong> {
        let language = match kind {
            CodeBlockKind::Fenced(language) => language.to_string(),
            CodeBlockKind::Indented => {
                return self.wrong(at, "put code between lines of ```, not behind four spaces");
            }
        };
        let mut code = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(text) => code.push_str(&text),
                _ => break,
            }
        }
        let pieces = template::split(code.trim_end(), self.tags);
        let text = template::fold(pieces).map_err(|wrong| (self.line(at), wrong))?;
        Ok(Block::Code { language, text })
    }

    fn table(&mut self, at: &Range<usize>) -> Result<Block, Wrong> {
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Mark::TableHead) => head = self.cells(TagEnd::TableHead, at)?,
                Event::Start(Mark::TableRow) => rows.push(self.cells(TagEnd::TableRow, at)?),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Ok(Block::Table { head, rows })
    }

    fn cells(&mut self, end: TagEnd, at: &Range<usize>) -> Result<Vec<Text>, Wrong> {
        let mut cells = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Mark::TableCell) => cells.push(self.inlines(TagEnd::TableCell, at)?),
                Event::End(found) if found == end => break,
                _ => {}
            }
        }
        Ok(cells)
    }

    /// Text that stands in no paragraph, up to whatever isn't text.
    fn loose_text(&mut self) -> Result<Text, Wrong> {
        let (mut pieces, mut line) = (Vec::new(), 0);
        while let Some((event, at)) = self.events.peek().cloned() {
            match &event {
                Event::End(_) => break,
                Event::Start(mark) if is_block(mark) => break,
                _ => {}
            }
            self.events.next();
            line = self.line(&at);
            pieces.extend(self.inline(event, &at)?);
        }
        template::fold(pieces).map_err(|wrong| (line, wrong))
    }

    /// What stands inside, up to its end.
    fn inlines(&mut self, end: TagEnd, at: &Range<usize>) -> Result<Text, Wrong> {
        let mut pieces = Vec::new();
        while let Some((event, at)) = self.events.next() {
            if event == Event::End(end) {
                break;
            }
            pieces.extend(self.inline(event, &at)?);
        }
        template::fold(pieces).map_err(|wrong| (self.line(at), wrong))
    }

    fn inline(&mut self, event: Event<'_>, at: &Range<usize>) -> Result<Vec<Piece>, Wrong> {
        let one = |inline| Ok(vec![Piece::Inline(inline)]);
        match event {
            Event::Text(text) => Ok(template::split(&text, self.tags)),
            Event::SoftBreak | Event::HardBreak => one(Inline::Text(" ".into())),
            Event::Code(code) => {
                let text = template::fold(template::split(&code, self.tags));
                one(Inline::Code(text.map_err(|wrong| (self.line(at), wrong))?))
            }
            Event::Start(Mark::Strong) => one(Inline::Strong(self.inlines(TagEnd::Strong, at)?)),
            Event::Start(Mark::Emphasis) => {
                one(Inline::Emphasis(self.inlines(TagEnd::Emphasis, at)?))
            }
            Event::Start(Mark::Link { dest_url, .. }) => {
                let text = self.inlines(TagEnd::Link, at)?;
                let to = link(&dest_url).map_err(|wrong| (self.line(at), wrong))?;
                one(Inline::Link { to, text })
            }
            Event::Html(_) | Event::InlineHtml(_) => self.wrong(
                at,
                "text holds no HTML; put what has angle brackets between backquotes: `<id>`",
            ),
            Event::Start(mark) => self.wrong(at, unsupported(&mark)),
            other => self.wrong(at, format!("text can't hold this: {other:?}")),
        }
    }
}

fn is_block(mark: &Mark<'_>) -> bool {
    !matches!(mark, Mark::Strong | Mark::Emphasis | Mark::Link { .. } | Mark::Image { .. })
}

fn unsupported(mark: &Mark<'_>) -> String {
    let what = match mark {
        Mark::Heading { .. } => "a heading; a new step begins with `# step: Title`",
        Mark::BlockQuote(_) => "a quotation",
        Mark::HtmlBlock => "HTML",
        Mark::Image { .. } => "an image; use `::picture`",
        _ => "this part of Markdown",
    };
    format!(
        "text can't hold {what}. It has paragraphs, lists, tables, code, **strong**, *emphasis* and [links](#/explore)"
    )
}

fn link(to: &str) -> Result<Link, String> {
    if let Some(term) = to.strip_prefix("term:") {
        Ok(Link::Term(term.to_owned()))
    } else if let Some(lesson) = to.strip_prefix("lesson:") {
        Ok(Link::Lesson(lesson.to_owned()))
    } else if to.starts_with("#/") {
        Ok(Link::Place(to.to_owned()))
    } else if to.starts_with("https://") {
        Ok(Link::Web(to.to_owned()))
    } else {
        Err(format!("`{to}` leads nowhere: a link begins with term:, lesson:, #/ or https://"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Prose, Wrong> {
        prose(text, &Scope { has_run: true, ..Scope::default() })
    }

    fn paragraph(text: &str) -> Text {
        let mut blocks = read(text).unwrap();
        let Some(Block::Paragraph(text)) = blocks.pop() else { panic!("{blocks:?}") };
        assert!(blocks.is_empty());
        text
    }

    fn plain(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    #[test]
    fn paragraphs_hold_marks_links_and_values() {
        let text = paragraph("a **b {{rcu * 2}}** *c*\n`d {{rcu}}` [e](term:item)");
        assert_eq!(text.len(), 8);
        assert_eq!(text[0], plain("a "));
        assert!(
            matches!(&text[1], Inline::Strong(inside) if matches!(inside[..], [Inline::Text(_), Inline::Value(_)]))
        );
        assert_eq!(text[3], Inline::Emphasis(vec![plain("c")]));
        assert!(matches!(&text[5], Inline::Code(inside) if inside.len() == 2));
        assert_eq!(text[7], Inline::Link { to: Link::Term("item".into()), text: vec![plain("e")] });
    }

    #[test]
    fn lists_tables_and_code_are_blocks() {
        let blocks = read("- a\n- b **c**\n\n1. d\n\n| x | y |\n|---|---|\n| {{rcu}} | 2 |\n\n```json\n{\"a\": {\"b\": 1}}\n```").unwrap();
        let [
            Block::List { ordered: false, items },
            Block::List { ordered: true, .. },
            Block::Table { head, rows },
            Block::Code { language, text },
        ] = &blocks[..]
        else {
            panic!("{blocks:?}")
        };
        assert_eq!((items.len(), head.len(), rows.len()), (2, 2, 1));
        assert!(matches!(rows[0][0][..], [Inline::Value(_)]));
        assert_eq!((&**language, text), ("json", &vec![plain("{\"a\": {\"b\": 1}}")]));
    }

    #[test]
    fn what_prose_has_no_place_for_is_an_error_with_its_line() {
        let wrong = [
            ("a\n\n## b", 2, "heading"),
            ("a\n\nb <b>c</b>", 2, "HTML"),
            ("a ![x](y)", 0, "image"),
            ("> a", 0, "quotation"),
            ("[a](http://b)", 0, "leads nowhere"),
            ("a\n\n{{nope}}", 2, "there is no fact"),
            ("{{#if ok}}a\n\nb{{/if}}", 0, "isn't closed"),
            ("**{{#if ok}}a**{{/if}}", 0, "isn't closed"),
        ];
        for (text, line, part) in wrong {
            let (at, message) = read(text).unwrap_err();
            assert!(at == line && message.contains(part), "{text}: {at} {message}");
        }
    }

    #[test]
    fn an_expression_means_nothing_to_markdown() {
        let text = paragraph("{{rcu * 2}} and {{wcu * 2}} or {{#if rcu <wcu}}a{{/if}}");
        assert!(matches!(
            text[..],
            [
                Inline::Value(_),
                Inline::Text(_),
                Inline::Value(_),
                Inline::Text(_),
                Inline::If { .. }
            ]
        ));
    }
}
