//! Reading simple expressions back into rows.
//!
//! Owns the conjunctions that rows can express: comparisons of one path with placeholders, joined
//! by AND. Anything else (OR, NOT, IN, size, nesting) is `None` and stays text, with nothing lost.

use serde_json::{Map, Value as Json};

use super::rows::Operator;

/// One condition: a path, an operator and the values behind its placeholders.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The path with its names filled in.
    pub path: String,
    /// The comparison.
    pub operator: Operator,
    /// Its operands as DynamoDB JSON.
    pub values: Vec<Json>,
}

/// What the placeholders of a request stand for.
#[derive(Debug, Clone, Copy)]
pub struct Meaning<'a> {
    /// `ExpressionAttributeNames`.
    pub names: &'a Map<String, Json>,
    /// `ExpressionAttributeValues`.
    pub values: &'a Map<String, Json>,
}

impl Meaning<'_> {
    /// A path with its names filled in; `None` when a name would read as several components.
    pub fn path(&self, text: &str) -> Option<String> {
        let parts = text.split('.').map(|part| {
            let (name, index) = part.split_at(part.find('[').unwrap_or(part.len()));
            let name = match name.starts_with('#') {
                true => self.names.get(name)?.as_str()?,
                false => name,
            };
            let plain = !name.is_empty() && !name.contains(['.', '[', ']', '#', ',', ' ']);
            plain.then(|| format!("{name}{index}"))
        });
        parts.collect::<Option<Vec<_>>>().map(|parts| parts.join("."))
    }

    fn value(&self, placeholder: &str) -> Option<Json> {
        self.values.get(placeholder).cloned()
    }
}

/// The expression as rows, if rows can say it.
pub fn terms(text: &str, meaning: Meaning<'_>) -> Option<Vec<Term>> {
    let words = words(text);
    let mut reader = Reader { words: &words, meaning };
    let mut terms = vec![reader.term()?];
    while !reader.words.is_empty() {
        reader.expect("AND")?;
        terms.push(reader.term()?);
    }
    Some(terms)
}

/// The words that are left, read from the front. `'a` outlives the reader, so that a word can be
/// kept while reading goes on.
struct Reader<'a> {
    words: &'a [&'a str],
    meaning: Meaning<'a>,
}

impl<'a> Reader<'a> {
    fn term(&mut self) -> Option<Term> {
        let head = self.next()?;
        match Operator::from_label(head).filter(|operator| operator.is_function()) {
            Some(operator) => self.function(operator),
            None => self.comparison(head),
        }
    }

    fn function(&mut self, operator: Operator) -> Option<Term> {
        self.expect("(")?;
        let path = self.path()?;
        let mut values = Vec::new();
        for _ in 0..operator.operands() {
            self.expect(",")?;
            values.push(self.operand()?);
        }
        self.expect(")")?;
        Some(Term { path, operator, values })
    }

    fn comparison(&mut self, path: &str) -> Option<Term> {
        let path = self.meaning.path(path)?;
        let operator = self.next()?;
        if operator.eq_ignore_ascii_case("BETWEEN") {
            let low = self.operand()?;
            self.expect("AND")?;
            let values = vec![low, self.operand()?];
            return Some(Term { path, operator: Operator::Between, values });
        }
        let operator = Operator::from_label(operator).filter(|o| !o.is_function())?;
        Some(Term { path, operator, values: vec![self.operand()?] })
    }

    fn next(&mut self) -> Option<&'a str> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first)
    }

    fn expect(&mut self, word: &str) -> Option<()> {
        self.next().filter(|next| next.eq_ignore_ascii_case(word)).map(|_| ())
    }

    fn path(&mut self) -> Option<String> {
        self.next().and_then(|path| self.meaning.path(path))
    }

    fn operand(&mut self) -> Option<Json> {
        self.next().filter(|word| word.starts_with(':')).and_then(|word| self.meaning.value(word))
    }
}

/// Words and symbols of an expression. A character that no simple expression has becomes a word
/// of its own, which no rule takes.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            '<' | '>' | '=' => rest.find(|c| !matches!(c, '<' | '>' | '=')).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (word, behind) = rest.split_at(length);
        words.push(word);
        rest = behind.trim_start();
    }
    words
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '#' | ':' | '.' | '[' | ']')
}
