//! Text into tokens, each with its place in the text.
//!
//! Owns which characters form a token. Refuses to know keywords: a word is a word.
//!
//! The service's expressions have no literals: [`tokenize`] splits a text as the service does.
//! A form may let a person write values into an expression (`Total > 20 AND City = 'Oslo'`) and
//! replace them by placeholders before it is sent: [`tokenize_with_literals`] is for that.

use std::ops::Range;

use super::error::Problem;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A letter, then letters, digits and underscores.
    Word,
    /// `#` and at least one letter, digit or underscore.
    Name,
    /// `:` and at least one letter, digit or underscore.
    Value,
    /// Digits.
    Integer,
    /// An operator or a mark of punctuation.
    Symbol,
    /// A character that begins no token.
    Unknown,
    /// Literals only: a text in single or double quotes. A doubled quote in it is one quote.
    Text,
    /// Literals only: a quote and the rest of the text, which has no closing quote.
    OpenText,
    /// Literals only: a number where a value can stand, with its sign, fraction and exponent.
    Number,
    /// The end of the text.
    End,
}

/// A token and its place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// The token as written; empty at the end of the text.
    pub text: &'a str,
    /// The byte at which it begins.
    pub start: usize,
}

impl Token<'_> {
    /// The bytes of the text that the token occupies.
    pub fn span(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// What a [`TokenKind::Text`] says: without its quotes, and with doubled quotes as one.
    pub fn unquoted(&self) -> String {
        unquoted(self.text)
    }

    fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == TokenKind::Symbol && self.text == symbol
    }
}

/// Splits a text into tokens as the service does. White space separates tokens and is otherwise
/// ignored; the last token is always the end.
pub fn tokenize(text: &str) -> Vec<Token<'_>> {
    scan(text, |rest, first, _| measure(rest, first))
}

/// Splits a text in which quotes and numbers stand for values. Everything else is split as by
/// [`tokenize`].
pub fn tokenize_with_literals(text: &str) -> Vec<Token<'_>> {
    scan(text, |rest, first, before| {
        measure_literal(rest, first, before).unwrap_or_else(|| measure(rest, first))
    })
}

/// Whether the text is one number, as [`tokenize_with_literals`] takes it for a value.
pub fn is_number_literal(text: &str) -> bool {
    matches!(tokenize_with_literals(text)[..], [token, _] if token.kind == TokenKind::Number
        && token.text.len() == text.len())
}

/// The syntax error of a token that has no place where it stands. It shows the token between
/// its neighbours, with the spacing of the text.
pub(super) fn misplaced(text: &str, tokens: &[Token<'_>], position: usize) -> Problem {
    let bad = token_at(tokens, position);
    let first = if position == 0 { bad } else { token_at(tokens, position - 1) };
    let last = token_at(tokens, position + 1);
    let end = match (bad.kind, last.kind) {
        (TokenKind::End, _) => first.span().end,
        (_, TokenKind::End) => bad.span().end,
        _ => last.span().end,
    };
    let token = if bad.kind == TokenKind::End { "<EOF>" } else { bad.text };
    Problem::Syntax {
        token: token.to_owned(),
        near: text[first.start..end].to_owned(),
        span: bad.span(),
    }
}

/// The token at a position; the end of the text for every position behind it.
pub(super) fn token_at<'a>(tokens: &[Token<'a>], position: usize) -> Token<'a> {
    let last = tokens.len() - 1;
    tokens[position.min(last)]
}

/// Splits a text by what `measure` says of the token that comes next: its kind and its length in
/// bytes, given the rest of the text, its first character and the tokens before.
fn scan<'a>(
    text: &'a str,
    measure: impl Fn(&str, char, &[Token<'a>]) -> (TokenKind, usize),
) -> Vec<Token<'a>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        if matches!(first, ' ' | '\t' | '\n' | '\r') {
            start += 1;
            continue;
        }
        let (kind, length) = measure(&text[start..], first, &tokens);
        tokens.push(Token { kind, text: &text[start..start + length], start });
        start += length;
    }
    tokens.push(Token { kind: TokenKind::End, text: "", start: text.len() });
    tokens
}

/// The kind and the length of the token that begins the text.
fn measure(text: &str, first: char) -> (TokenKind, usize) {
    match first {
        'a'..='z' | 'A'..='Z' => (TokenKind::Word, run_length(text)),
        '0'..='9' => (TokenKind::Integer, digits_length(text)),
        '#' | ':' => placeholder(first, 1 + run_length(&text[1..])),
        '<' if text.starts_with("<=") || text.starts_with("<>") => (TokenKind::Symbol, 2),
        '>' if text.starts_with(">=") => (TokenKind::Symbol, 2),
        '=' | '<' | '>' | '+' | '-' | '(' | ')' | '[' | ']' | '.' | ',' => (TokenKind::Symbol, 1),
        other => (TokenKind::Unknown, other.len_utf8()),
    }
}

fn placeholder(mark: char, length: usize) -> (TokenKind, usize) {
    match (mark, length) {
        (_, 1) => (TokenKind::Unknown, 1),
        ('#', _) => (TokenKind::Name, length),
        _ => (TokenKind::Value, length),
    }
}

/// The literal that begins the text, if one does behind these tokens.
fn measure_literal(text: &str, first: char, before: &[Token<'_>]) -> Option<(TokenKind, usize)> {
    // Brackets hold an index. Whatever else is in them stays as it is, so that the service
    // complains of what was typed.
    let bracket = before.iter().rfind(|token| token.is_symbol("[") || token.is_symbol("]"));
    if bracket.is_some_and(|token| token.is_symbol("[")) {
        return None;
    }
    if matches!(first, '\'' | '"') {
        return Some(match quotation_length(text) {
            Some(length) => (TokenKind::Text, length),
            None => (TokenKind::OpenText, text.len()),
        });
    }
    let before = before.last();
    let is_signed = first == '-' && before.is_none_or(begins_operand);
    let sign = usize::from(is_signed);
    let unsigned = &text[sign..];
    // Digits behind a dot or behind a character that no token has (`_1`, `ö2`) belong to a name
    // that only a placeholder can hold, and so do digits before a letter (`2nd`).
    let in_name =
        before.is_some_and(|token| token.is_symbol(".") || token.kind == TokenKind::Unknown);
    if in_name || !unsigned.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let length = sign + number_length(unsigned);
    let begins_name = text[length..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    (!begins_name).then_some((TokenKind::Number, length))
}

/// Whether an operand comes behind the token, so that a minus there is a sign: `a -1` is a
/// difference, and `BETWEEN -2 AND -1` has two numbers.
fn begins_operand(before: &Token<'_>) -> bool {
    match before.kind {
        TokenKind::Symbol => !matches!(before.text, ")" | "]" | "."),
        TokenKind::Word => ["AND", "OR", "NOT", "BETWEEN"]
            .iter()
            .any(|keyword| before.text.eq_ignore_ascii_case(keyword)),
        _ => false,
    }
}

/// The length of a quoted text that begins here, with both quotes; `None` if it has no end. The
/// quote itself is written twice, as in SQL.
pub(crate) fn quotation_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        if bytes[at] != bytes[0] {
            at += 1;
        } else if bytes.get(at + 1) == Some(&bytes[0]) {
            at += 2;
        } else {
            return Some(at + 1);
        }
    }
    None
}

/// What a quoted text says.
pub(crate) fn unquoted(quotation: &str) -> String {
    let quote = &quotation[..1];
    quotation[1..quotation.len() - 1].replace(&quote.repeat(2), quote)
}

/// The length of digits, points and an exponent. Whether they are a number is judged by whoever
/// receives it, so that `1.2.3` is one wrong number and not two right ones.
fn number_length(text: &str) -> usize {
    let mantissa = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let Some(exponent) = text[mantissa..].strip_prefix(['e', 'E']) else { return mantissa };
    let sign = usize::from(exponent.starts_with(['+', '-']));
    match digits_length(&exponent[sign..]) {
        0 => mantissa,
        digits => mantissa + 1 + sign + digits,
    }
}

/// How many bytes at the beginning are letters, digits or underscores.
pub(super) fn run_length(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
}

fn digits_length(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(tokens: Vec<Token<'_>>) -> Vec<&str> {
        tokens[..tokens.len() - 1].iter().map(|token| token.text).collect()
    }

    /// The tokens of these kinds.
    fn of_kinds<'a>(text: &'a str, kinds: &[TokenKind]) -> Vec<&'a str> {
        let tokens = tokenize_with_literals(text);
        tokens.iter().filter(|token| kinds.contains(&token.kind)).map(|token| token.text).collect()
    }

    #[test]
    fn texts_split_into_tokens() {
        let table: [(&str, &[&str]); 6] = [
            ("a.b[0]<=:v", &["a", ".", "b", "[", "0", "]", "<=", ":v"]),
            ("#a<>:b_1 AND", &["#a", "<>", ":b_1", "AND"]),
            ("_123", &["_", "123"]),
            ("# :", &["#", ":"]),
            ("a\t>=\n b", &["a", ">=", "b"]),
            ("é!", &["é", "!"]),
        ];
        for (text, tokens) in table {
            assert_eq!(texts(tokenize(text)), tokens, "{text}");
            assert_eq!(tokenize(text).last().unwrap().start, text.len());
        }
    }

    #[test]
    fn spans_lead_back_to_the_text() {
        let text = " a.b[10] >= :v AND é 'x' -1.5 'open";
        for token in tokenize(text).into_iter().chain(tokenize_with_literals(text)) {
            assert_eq!(&text[token.span()], token.text);
        }
    }

    #[test]
    fn the_service_has_no_literals() {
        assert_eq!(texts(tokenize("a = 'x y'")), ["a", "=", "'", "x", "y", "'"]);
        assert_eq!(texts(tokenize("a = -1.5e3")), ["a", "=", "-", "1", ".", "5", "e3"]);
    }

    #[test]
    fn quotes_and_numbers_can_be_values() {
        let table: [(&str, &[&str]); 12] = [
            ("City = 'O''Neill' AND \"a\"", &["'O''Neill'", "\"a\""]),
            ("Total > -2.5e3 OR a.b2[0] = 7", &["-2.5e3", "7"]),
            ("SET #a1 = #a1 - 1, n = n -2, x2 = :v9", &["1", "2"]),
            ("n BETWEEN -2 AND -1", &["-2", "-1"]),
            ("NOT -1 < a or -2 < b", &["-1", "-2"]),
            ("n IN (-1,+2)", &["-1", "2"]),
            ("a = 1.2.3", &["1.2.3"]),
            ("a = 1e5, b = 1E-3, c = 1e", &["1e5", "1E-3"]),
            ("l[-1] = 3 AND l['x'] = 'y'", &["3", "'y'"]),
            // Parts of names that are none.
            ("_1 = 2nd", &[]),
            ("ö2 = a.5", &[]),
            ("a = -b", &[]),
        ];
        for (text, literals) in table {
            assert_eq!(of_kinds(text, &[TokenKind::Text, TokenKind::Number]), literals, "{text}");
        }
        assert_eq!(of_kinds("é = 'x", &[TokenKind::OpenText]), ["'x"]);
        assert_eq!(tokenize_with_literals("'it''s'")[0].unquoted(), "it's");
    }

    #[test]
    fn a_number_literal_is_the_whole_text() {
        for text in ["0", "-1", "1.50", "2e-3"] {
            assert!(is_number_literal(text), "{text}");
        }
        for text in ["", "many", " 1", "1 ", "1 2", "+1", "-", ".5", "1x", "'1'"] {
            assert!(!is_number_literal(text), "{text}");
        }
    }

    #[test]
    fn a_syntax_error_shows_the_token_between_its_neighbours() {
        let table = [
            ("a  =  = b", 2, "=", "=  = b", 6..7),
            ("!!", 0, "!", "!!", 0..1),
            ("SET _123", 1, "_", "SET _123", 4..5),
            ("INVALID SYNTAX", 0, "INVALID", "INVALID SYNTAX", 0..7),
            ("foo ", 1, "<EOF>", "foo", 4..4),
            ("a = )", 2, ")", "= )", 4..5),
            ("é", 0, "é", "é", 0..2),
        ];
        for (text, position, token, near, span) in table {
            let expected = Problem::Syntax { token: token.into(), near: near.into(), span };
            assert_eq!(misplaced(text, &tokenize(text), position), expected, "{text}");
        }
    }
}
