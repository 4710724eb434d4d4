//! Values written straight into an expression: `Total > 20 AND City = 'Oslo'`.
//!
//! DynamoDB's expressions have no literals, so quotes and bare numbers can only mean values: each
//! becomes a `:v` placeholder. Everything else stays as typed, reserved words included, so that
//! the service's own complaint about them is seen. Index numbers (`Tags[0]`) are no values.

use super::placeholders::Placeholders;
use super::problem::{DraftProblem, Field};
use crate::api::json::json;

/// The expression with its literals taken out.
pub fn lift(field: Field, text: &str, to: &mut Placeholders) -> Result<String, DraftProblem> {
    let mut scanner = Scanner { text, at: 0, lifted: String::with_capacity(text.len()) };
    while let Some(next) = scanner.peek() {
        match next {
            '\'' | '"' => scanner.quoted(next, &field, to)?,
            '[' => scanner.copy_through(']'),
            _ if is_word(next) => scanner.copy_while(is_word_rest),
            _ if next.is_ascii_digit() || scanner.is_sign() => scanner.number(to),
            _ => scanner.copy_one(),
        }
    }
    Ok(scanner.lifted)
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    lifted: String,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn copy(&mut self, bytes: usize) {
        let end = self.at + bytes;
        self.lifted.push_str(&self.text[self.at..end]);
        self.at = end;
    }

    fn copy_one(&mut self) {
        self.copy(self.peek().map_or(0, char::len_utf8));
    }

    fn copy_while(&mut self, belongs: fn(char) -> bool) {
        self.copy(self.rest().find(|c| !belongs(c)).unwrap_or(self.rest().len()));
    }

    fn copy_through(&mut self, end: char) {
        self.copy(self.rest().find(end).map_or(self.rest().len(), |at| at + end.len_utf8()));
    }

    /// A minus counts as part of a number only where an operand begins: `a -1` is `a - 1`, and
    /// `BETWEEN -2 AND -1` are two numbers.
    fn is_sign(&self) -> bool {
        let mut rest = self.rest().chars();
        let digit_follows =
            rest.next() == Some('-') && rest.next().is_some_and(|c| c.is_ascii_digit());
        let before = self.lifted.trim_end();
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        digit_follows
            && (before.ends_with(['=', '<', '>', '(', ',', '+', '-'])
                || ["", "AND", "BETWEEN"].iter().any(|keyword| word.eq_ignore_ascii_case(keyword)))
    }

    fn number(&mut self, to: &mut Placeholders) {
        let end = number_length(self.rest());
        let digits = self.rest()[..end].to_owned();
        self.at += end;
        self.lifted.push_str(&to.value(json!({ "N": digits })));
    }

    /// A text in quotes; the quote itself is written twice, as in SQL.
    fn quoted(
        &mut self,
        quote: char,
        field: &Field,
        to: &mut Placeholders,
    ) -> Result<(), DraftProblem> {
        let column = self.text[..self.at].chars().count() + 1;
        let mut content = String::new();
        let mut rest = self.rest()[1..].char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            if c != quote {
                content.push(c);
            } else if rest.next_if(|(_, c)| *c == quote).is_some() {
                content.push(quote);
            } else {
                self.at += at + 2;
                self.lifted.push_str(&to.value(json!({ "S": content })));
                return Ok(());
            }
        }
        Err(DraftProblem::OpenQuote { field: field.clone(), column })
    }
}

/// Whether the text is one number, as it may stand in an expression.
pub fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit()) && number_length(text) == text.len()
}

/// The length of the number at the start of the text.
fn number_length(text: &str) -> usize {
    let signed = usize::from(text.starts_with('-'));
    let belongs = |c: char| c.is_ascii_digit() || c == '.';
    let end = signed + prefix_length(&text[signed..], belongs);
    end + exponent_length(&text[end..])
}

fn prefix_length(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// The length of `e10`, `E-3`, … at the start of the text, or 0.
fn exponent_length(text: &str) -> usize {
    let Some(rest) = text.strip_prefix(['e', 'E']) else { return 0 };
    let signed = usize::from(rest.starts_with(['+', '-']));
    match prefix_length(&rest[signed..], |c| c.is_ascii_digit()) {
        0 => 0,
        digits => 1 + signed + digits,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | '#' | ':')
}

fn is_word_rest(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '#' | ':' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Map, Value as Json};

    fn lifted(text: &str) -> (String, Json) {
        let mut to = Placeholders::default();
        let text = lift(Field::Filter, text, &mut to).unwrap();
        let mut body = Map::new();
        to.finish(&mut body);
        (text, body.remove("ExpressionAttributeValues").unwrap_or_default())
    }

    #[test]
    fn quotes_and_numbers_become_values() {
        let (text, values) = lifted("City = 'O''Neill' AND (Total > -2.5e3 OR a.b2[0] = 7)");
        assert_eq!(text, "City = :v0 AND (Total > :v1 OR a.b2[0] = :v2)");
        assert_eq!(values, json!({":v0":{"S":"O'Neill"},":v1":{"N":"-2.5e3"},":v2":{"N":"7"}}));
    }

    #[test]
    fn placeholders_words_and_subtractions_stay() {
        let (text, values) = lifted("SET #a1 = #a1 - 1, n = n -2, x2 = :v9");
        assert_eq!(text, "SET #a1 = #a1 - :v0, n = n -:v1, x2 = :v9");
        assert_eq!(values, json!({":v0":{"N":"1"},":v1":{"N":"2"}}));
    }

    #[test]
    fn an_open_quote_is_named_by_its_column() {
        let problem = lift(Field::Filter, "é = 'x", &mut Placeholders::default());
        assert_eq!(problem, Err(DraftProblem::OpenQuote { field: Field::Filter, column: 5 }));
    }
}
