//! An exercise → the text of its file, for exercises that were made on the page.
//!
//! What comes out compiles to the same exercise again. Only templates (`{{…}}`) and tables can't be
//! written: an exercise that has some says so by having no text.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use crate::exercise::{
    Check, Exercise, Expected, Hint, LabCheck, Part, RowsCheck, Settings, ShapeCheck, Solution,
    StateCheck, Wrong,
};
use crate::number::Number;
use crate::prose::{Block, Inline, Link, Prose, Text};
use crate::request::{Request, Simulation, Start};
use crate::written::{data_text, text_of};

/// Small letters and digits, with a hyphen for whatever is between.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            '\'' | '’' => {}
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// The file of an exercise; none if it holds what can't be written.
pub fn exercise(exercise: &Exercise) -> Option<String> {
    let mut file = File::default();
    file.text("title", &exercise.title);
    if !exercise.intro.is_empty() {
        file.text("intro", &prose(&exercise.intro)?);
    }
    if !exercise.topics.is_empty() {
        file.line("topics", &list(&exercise.topics));
    }
    let only = match &exercise.parts[..] {
        // A part of another name has to be said by name.
        [only] if only.id == "answer" => Some(only),
        _ => None,
    };
    if let Some(part) = only {
        file.text("task", &prose(&part.task)?);
    }
    file.start(&exercise.start)?;
    if let Some(part) = only {
        file.given(part)?;
    }
    if let Some(hidden) = &exercise.hidden {
        file.head("[hidden]");
        file.hidden(&exercise.start, hidden)?;
    }
    match only {
        Some(part) => file.answering(part, "")?,
        None => {
            for part in &exercise.parts {
                file.head("[[part]]");
                file.text("id", &part.id);
                file.text("task", &prose(&part.task)?);
                file.given(part)?;
                file.answering(part, "part.")?;
            }
        }
    }
    for wrong in &exercise.wrong {
        file.head("[[wrong]]");
        file.wrong(wrong, only.is_some())?;
    }
    Some(file.0)
}

/// The text of a file so far.
#[derive(Default)]
struct File(String);

impl File {
    fn head(&mut self, head: &str) {
        let _ = writeln!(self.0, "\n{head}");
    }

    fn line(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.0, "{name} = {value}");
    }

    fn text(&mut self, name: &str, value: &str) {
        self.line(name, &quoted(value));
    }

    fn number(&mut self, name: &str, number: Option<Number>) {
        if let Some(number) = number {
            self.line(name, &number.to_plain());
        }
    }

    fn requests(&mut self, name: &str, requests: &[Request]) -> Option<()> {
        if requests.iter().any(|request| !request.holes.is_empty() || has_tag(&request.body)) {
            return None;
        }
        let text = text_of(requests);
        // What a literal string can't hold is written with escapes.
        match text.contains("'''") || text.contains('\u{7f}') {
            true => self.text(name, &text),
            false => self.line(name, &format!("'''\n{text}'''")),
        }
        Some(())
    }

    fn start(&mut self, start: &Start) -> Option<()> {
        self.text("dataset", &data_text(&start.data));
        if !start.setup.is_empty() {
            self.requests("setup", &start.setup)?;
        }
        if let Some(simulation) = &start.simulation {
            self.line("simulation", &simulation_text(simulation));
        }
        Some(())
    }

    /// The hidden state is said by what differs from the one that is shown.
    fn hidden(&mut self, start: &Start, hidden: &Start) -> Option<()> {
        let unseeded = |start: &Start| (start.data.dataset.clone(), start.data.size.clone());
        if unseeded(start) != unseeded(hidden) {
            self.text("dataset", &data_text(&hidden.data));
        } else if hidden.data.seed != start.data.seed {
            self.line("seed", &hidden.data.seed?.to_string());
        }
        let own = hidden.setup.strip_prefix(&start.setup[..])?;
        if !own.is_empty() {
            self.requests("setup", own)?;
        }
        (hidden.simulation == start.simulation).then_some(())
    }

    fn given(&mut self, part: &Part) -> Option<()> {
        if !part.given.is_empty() {
            self.requests("given", &part.given)?;
        }
        Some(())
    }

    /// What is checked, the help and the solution, in tables below this one.
    fn answering(&mut self, part: &Part, below: &str) -> Option<()> {
        self.head(&format!("[{below}check]"));
        self.check(&part.check)?;
        for hint in &part.hints {
            self.head(&format!("[[{below}hint]]"));
            self.hint(hint)?;
        }
        self.head(&format!("[{below}solution]"));
        let Solution { answer, lab, why, .. } = &part.solution;
        self.answer(answer, lab)?;
        self.text("why", &prose(why)?);
        Some(())
    }

    fn answer(&mut self, answer: &[Request], lab: &Settings) -> Option<()> {
        if !answer.is_empty() || lab.is_empty() {
            self.requests("answer", answer)?;
        }
        if !lab.is_empty() {
            self.line("lab", &settings(lab));
        }
        Some(())
    }

    fn check(&mut self, check: &Check) -> Option<()> {
        if let Some(rows) = &check.rows {
            self.line("rows", &rows_text(rows)?);
        }
        for (name, checks) in [
            ("state", check.state.iter().map(state).collect::<Vec<_>>()),
            ("shape", check.shape.iter().map(shape).collect()),
        ] {
            if !checks.is_empty() {
                let checks: String = checks.iter().map(|check| format!("  {check},\n")).collect();
                self.line(name, &format!("[\n{checks}]"));
            }
        }
        if !check.operation.is_empty() {
            self.line("operation", &list(&check.operation));
        }
        if let Some(most) = check.max_requests {
            self.line("max_requests", &most.to_string());
        }
        self.number("max_rcu", check.max_rcu);
        self.number("max_wcu", check.max_wcu);
        if let Some(changes) = check.changes {
            self.line("changes", &changes.to_string());
        }
        if let Some(error) = &check.error {
            self.text("error", error);
        }
        if let Some(lab) = &check.lab {
            self.line("lab", &lab_text(lab));
        }
        Some(())
    }

    fn hint(&mut self, hint: &Hint) -> Option<()> {
        match hint {
            Hint::Text(text) => self.text("text", &prose(text)?),
            Hint::Blocks { text, blocks, distractors, any_order } => {
                if !text.is_empty() {
                    self.text("text", &prose(text)?);
                }
                self.line("blocks", &list(blocks));
                if !distractors.is_empty() {
                    self.line("distractors", &list(distractors));
                }
                if *any_order {
                    self.line("any_order", "true");
                }
            }
        }
        Some(())
    }

    fn wrong(&mut self, wrong: &Wrong, is_only_part: bool) -> Option<()> {
        self.text("name", &wrong.name);
        if !is_only_part {
            self.text("part", &wrong.part);
        }
        self.answer(&wrong.answer, &wrong.lab)?;
        self.text("fails", wrong.fails.name());
        if wrong.hidden {
            self.line("hidden", "true");
        }
        if !wrong.says.is_empty() {
            self.text("says", &text(&wrong.says)?);
        }
        Some(())
    }
}

fn simulation_text(simulation: &Simulation) -> String {
    let Simulation { index_lag, replica_lag, stale_percent } = simulation;
    let members =
        [("index_lag", index_lag), ("replica_lag", replica_lag), ("stale_percent", stale_percent)];
    let members = members.into_iter().filter_map(|(name, value)| Some((name, (*value)?)));
    table(members.map(|(name, value)| (name.to_owned(), value.to_string())))
}

fn rows_text(rows: &RowsCheck) -> Option<String> {
    let mut members = vec![("by".to_owned(), list(&rows.by))];
    if rows.ordered {
        members.push(("ordered".into(), "true".into()));
    }
    if let Some(expect) = &rows.expect {
        let items: Vec<String> = expect.iter().map(item).collect();
        members.push(("expect".into(), format!("[{}]", items.join(", "))));
    }
    if let Some(oracle) = &rows.oracle {
        if !oracle.holes.is_empty() || has_tag(&oracle.body) {
            return None;
        }
        members.push(("oracle".into(), quoted(&text_of(std::slice::from_ref(oracle)))));
    }
    Some(table(members))
}

fn state(check: &StateCheck) -> String {
    let mut members = Vec::new();
    members.extend(check.table.as_ref().map(|table| ("table".to_owned(), quoted(table))));
    members.push(("item".into(), item(&check.item)));
    members.push(match &check.expect {
        Expected::Absent => ("absent".into(), "true".into()),
        Expected::Present => ("present".into(), "true".into()),
        Expected::Has(attributes) => ("has".into(), item(attributes)),
        Expected::Equals(attributes) => ("equals".into(), item(attributes)),
        Expected::Lacks(names) => ("lacks".into(), list(names)),
    });
    table(members)
}

fn shape(check: &ShapeCheck) -> String {
    let mut members: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        members.extend(value.map(|value| (name.to_owned(), value)));
    };
    let some_list = |names: &[String]| (!names.is_empty()).then(|| list(names));
    add("table", check.table.as_deref().map(quoted));
    add("index", check.index.map(|kind| quoted(kind.name())));
    add("name", check.name.as_deref().map(quoted));
    add("partition", some_list(&check.partition));
    add("sort", some_list(&check.sort));
    add("max_items", check.max_items.map(|most| most.to_string()));
    add("billing", check.billing.as_deref().map(quoted));
    table(members)
}

fn lab_text(check: &LabCheck) -> String {
    let mut members = vec![("preset".to_owned(), quoted(&check.experiment.preset))];
    if !check.experiment.set.is_empty() {
        members.push(("set".into(), settings(&check.experiment.set)));
    }
    if !check.choose.is_empty() {
        members.push(("choose".into(), list(&check.choose)));
    }
    if check.of_table {
        members.push(("table".into(), "true".into()));
    }
    for (name, limit) in [
        ("max_throttled_percent", check.max_throttled_percent),
        ("min_succeeded_percent", check.min_succeeded_percent),
        ("max_p99_millis", check.max_p99_millis),
        ("max_dollars", check.max_dollars),
    ] {
        members.extend(limit.map(|limit| (name.to_owned(), limit.to_plain())));
    }
    table(members)
}

fn settings(settings: &Settings) -> String {
    table(settings.iter().map(|(name, text)| (name.clone(), quoted(text))))
}

/// An inline table. Names are quoted unless they are bare keys.
fn table(members: impl IntoIterator<Item = (String, String)>) -> String {
    let is_bare = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    };
    let member = |(name, value): (String, String)| match is_bare(&name) {
        true => format!("{name} = {value}"),
        false => format!("{} = {value}", quoted(&name)),
    };
    let members: Vec<String> = members.into_iter().map(member).collect();
    match members.is_empty() {
        true => "{}".to_owned(),
        false => format!("{{ {} }}", members.join(", ")),
    }
}

/// Attributes in DynamoDB JSON. A text goes without its type, everything else keeps it.
fn item(item: &Json) -> String {
    let members = item.as_object().into_iter().flat_map(Map::iter);
    table(members.map(|(name, value)| {
        let text = value.as_object().filter(|members| members.len() == 1);
        let text = text.and_then(|members| members.get("S")).and_then(Json::as_str);
        (name.clone(), text.map_or_else(|| json(value), quoted))
    }))
}

fn json(value: &Json) -> String {
    match value {
        Json::Object(members) => {
            table(members.iter().map(|(name, value)| (name.clone(), json(value))))
        }
        Json::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(json).collect();
            format!("[{}]", elements.join(", "))
        }
        Json::String(text) => quoted(text),
        // Attributes hold neither, and TOML has no word for null.
        other => other.to_string(),
    }
}

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// Whether a text of it would be read as a template.
fn has_tag(json: &Json) -> bool {
    match json {
        Json::String(text) => text.contains("{{"),
        Json::Array(elements) => elements.iter().any(has_tag),
        Json::Object(members) => members.values().any(has_tag),
        _ => false,
    }
}

/// Prose as Markdown; none if it has templates or tables.
pub fn prose(prose: &Prose) -> Option<String> {
    let blocks: Option<Vec<String>> = prose.iter().map(block).collect();
    Some(blocks?.join("\n\n"))
}

fn block(block: &Block) -> Option<String> {
    match block {
        Block::Paragraph(paragraph) => text(paragraph),
        Block::List { ordered, items } => {
            let mark = if *ordered { "1. " } else { "- " };
            let item = |item: &Prose| {
                let inside = prose(item)?.replace('\n', &format!("\n{}", " ".repeat(mark.len())));
                Some(format!("{mark}{inside}"))
            };
            let items: Option<Vec<String>> = items.iter().map(item).collect();
            Some(items?.join("\n"))
        }
        Block::Code { language, text } => {
            let code = plain(text)?;
            Some(format!("```{language}\n{code}\n```"))
        }
        Block::Table { .. } => None,
    }
}

fn text(text: &Text) -> Option<String> {
    let mut markdown = String::new();
    for inline in text {
        push_inline(inline, &mut markdown)?;
    }
    // What a paragraph begins with may make it something else.
    let digits = markdown.bytes().take_while(u8::is_ascii_digit).count();
    let numbers = digits > 0 && markdown[digits..].starts_with(['.', ')']);
    if numbers {
        markdown.insert(digits, '\\');
    } else if markdown.starts_with(['#', '+', '-', '=', '>', '|']) {
        markdown.insert(0, '\\');
    }
    Some(markdown)
}

fn push_inline(inline: &Inline, into: &mut String) -> Option<()> {
    let marked = |mark: &str, inside: &Text, into: &mut String| {
        into.push_str(mark);
        inside.iter().try_for_each(|inline| push_inline(inline, into))?;
        into.push_str(mark);
        Some(())
    };
    match inline {
        Inline::Text(text) => push_escaped(text, into)?,
        Inline::Code(code) => into.push_str(&code_span(&plain(code)?)),
        Inline::Strong(inside) => marked("**", inside, into)?,
        Inline::Emphasis(inside) => marked("*", inside, into)?,
        Inline::Link { to, text } => {
            into.push('[');
            text.iter().try_for_each(|inline| push_inline(inline, into))?;
            let to = match to {
                Link::Term(id) => format!("term:{id}"),
                Link::Lesson(id) => format!("lesson:{id}"),
                Link::Place(to) | Link::Web(to) => to.clone(),
            };
            let _ = write!(into, "]({to})");
        }
        Inline::Value(_) | Inline::If { .. } => return None,
    }
    Some(())
}

/// Text without marks; none if it has templates.
fn plain(text: &Text) -> Option<String> {
    let part = |inline: &Inline| match inline {
        Inline::Text(text) if !text.contains("{{") => Some(text.clone()),
        _ => None,
    };
    text.iter().map(part).collect()
}

fn push_escaped(text: &str, into: &mut String) -> Option<()> {
    if text.contains("{{") {
        return None;
    }
    let mut before = into.chars().next_back();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let means_something = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '&' | '~' => true,
            // Inside a name it emphasizes nothing.
            '_' => {
                let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                !(is_word(before) && is_word(chars.peek().copied()))
            }
            _ => false,
        };
        if means_something {
            into.push('\\');
        }
        into.push(c);
        before = Some(c);
    }
    Some(())
}

/// Code between as many backquotes as it takes.
fn code_span(code: &str) -> String {
    let runs = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(runs + 1);
    let is_padded = code.starts_with(' ') && code.ends_with(' ') && !code.trim().is_empty();
    let touches = code.starts_with('`') || code.ends_with('`') || is_padded;
    match touches {
        true => format!("{fence} {code} {fence}"),
        false => format!("{fence}{code}{fence}"),
    }
}

/// The prose of a text as somebody types it: paragraphs with an empty line between them, and code
/// between backquotes. Nothing else means anything.
pub fn typed(text: &str) -> Prose {
    let lines: Vec<&str> = text.lines().collect();
    let paragraphs = lines.split(|line| line.trim().is_empty());
    let paragraph = |lines: &[&str]| {
        // White space at the ends and between words, and what no font shows, is lost.
        let shown = |c: &char| !c.is_control() && !('\u{E000}'..='\u{F8FF}').contains(c);
        let words = lines.iter().flat_map(|line| line.split_whitespace());
        let words: Vec<String> = words.map(|word| word.chars().filter(shown).collect()).collect();
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        (!words.is_empty()).then(|| Block::Paragraph(typed_text(&words.join(" "))))
    };
    paragraphs.filter_map(paragraph).collect()
}

/// One paragraph of [`typed`].
fn typed_text(line: &str) -> Text {
    let mut text = Text::new();
    let mut rest = line;
    loop {
        let code = rest.split_once('`').and_then(|(before, behind)| {
            let (code, after) = behind.split_once('`')?;
            (!code.trim().is_empty()).then_some((before, code, after))
        });
        let Some((before, code, after)) = code else {
            if !rest.is_empty() {
                text.push(Inline::Text(rest.to_owned()));
            }
            return text;
        };
        if !before.is_empty() {
            text.push(Inline::Text(before.to_owned()));
        }
        text.push(Inline::Code(vec![Inline::Text(code.trim().to_owned())]));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_has_paragraphs_and_code() {
        let prose = typed("One `PK = :p`  two.\nThree.\n\n  \nFour `` five");
        assert_eq!(
            prose,
            [
                Block::Paragraph(vec![
                    Inline::Text("One ".into()),
                    Inline::Code(vec![Inline::Text("PK = :p".into())]),
                    Inline::Text(" two. Three.".into()),
                ]),
                Block::Paragraph(vec![Inline::Text("Four `` five".into())]),
            ]
        );
        assert_eq!(typed(" \n\u{E000} \u{7}"), []);
    }

    #[test]
    fn templates_are_not_written() {
        assert_eq!(prose(&typed("It costs {{rcu}}.")), None);
        assert_eq!(prose(&typed("`{{rcu}}`")), None);
        assert_eq!(prose(&typed("`{rcu}}` {x}")).as_deref(), Some("`{rcu}}` {x}"));
    }

    #[test]
    fn a_slug_has_small_letters_and_hyphens() {
        assert_eq!(slug("Ship the order, once! It's 2 a.m."), "ship-the-order-once-its-2-a-m");
        assert_eq!(slug("…"), "");
    }
}
