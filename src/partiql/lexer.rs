//! A statement into tokens.
//!
//! Owns which characters form a token, quotes and comments. Refuses to know keywords.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A letter, `_` or `$`, then the same or digits.
    Word,
    /// `"name"`
    Quoted,
    /// `'text'`
    Text,
    /// Digits, perhaps with a fraction and an exponent.
    Number,
    /// An operator, a mark of punctuation, or `?`.
    Symbol,
    /// What begins no token, or a quotation without an end.
    Invalid,
    /// Behind the last token.
    End,
}

/// A token and where it begins, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    pub kind: TokenKind,
    pub text: &'a str,
    pub start: usize,
}

impl Token<'_> {
    /// What stands between the quotes; a doubled quote is one.
    pub fn unquoted(&self) -> String {
        let quote = &self.text[..1];
        self.text[1..self.text.len() - 1].replace(&quote.repeat(2), quote)
    }
}

/// All tokens of a statement; the last one is always the end.
pub fn read(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        let rest = &text[start..];
        if first.is_whitespace() {
            start += first.len_utf8();
        } else if rest.starts_with("--") {
            start += rest.find('\n').unwrap_or(rest.len());
        } else {
            let (kind, length) = measure(rest, first);
            tokens.push(Token { kind, text: &rest[..length], start });
            start += length;
        }
    }
    tokens.push(Token { kind: TokenKind::End, text: "", start: text.len() });
    tokens
}

const PAIRS: [&str; 7] = ["<=", "<>", ">=", "!=", "<<", ">>", "||"];

/// The kind and the length of the token that begins the text.
fn measure(text: &str, first: char) -> (TokenKind, usize) {
    match first {
        '"' => quotation(text, TokenKind::Quoted),
        '\'' => quotation(text, TokenKind::Text),
        '0'..='9' => (TokenKind::Number, number_length(text)),
        'a'..='z' | 'A'..='Z' | '_' | '$' => (TokenKind::Word, run(text, is_word)),
        _ if PAIRS.iter().any(|pair| text.starts_with(pair)) => (TokenKind::Symbol, 2),
        _ if "=<>+-()[]{}.,:;?*".contains(first) => (TokenKind::Symbol, 1),
        other => (TokenKind::Invalid, other.len_utf8()),
    }
}

fn quotation(text: &str, kind: TokenKind) -> (TokenKind, usize) {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        if bytes[at] != bytes[0] {
            at += 1;
        } else if bytes.get(at + 1) == Some(&bytes[0]) {
            at += 2;
        } else {
            return (kind, at + 1);
        }
    }
    (TokenKind::Invalid, text.len())
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$'
}

fn run(text: &str, belongs: fn(u8) -> bool) -> usize {
    text.bytes().take_while(|byte| belongs(*byte)).count()
}

/// The length of `12`, `1.5`, `1e10` or `1.5E-3`. A dot or an `e` without a digit behind it does
/// not belong to the number.
fn number_length(text: &str) -> usize {
    let digits = |from: usize| run(&text[from..], |byte| byte.is_ascii_digit());
    let bytes = text.as_bytes();
    let mut length = digits(0);
    if bytes.get(length) == Some(&b'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        match digits(length + 1 + sign) {
            0 => {}
            exponent => length += 1 + sign + exponent,
        }
    }
    length
}

/// Line and column of a place in the text, both from one.
pub fn place(text: &str, start: usize) -> (usize, usize) {
    let before = &text[..start];
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        let tokens = read(text);
        tokens[..tokens.len() - 1].iter().map(|token| token.text).collect()
    }

    #[test]
    fn statements_split_into_tokens() {
        let table: [(&str, &[&str]); 7] = [
            ("a<>'it''s'", &["a", "<>", "'it''s'"]),
            ("\"a\"\"b\".c[0]", &["\"a\"\"b\"", ".", "c", "[", "0", "]"]),
            ("<<1,2.5e-3>>", &["<<", "1", ",", "2.5e-3", ">>"]),
            ("a=a-1 -- b\n?", &["a", "=", "a", "-", "1", "?"]),
            ("1.e", &["1", ".", "e"]),
            ("x != -1e", &["x", "!=", "-", "1", "e"]),
            ("é 'open", &["é", "'open"]),
        ];
        for (text, tokens) in table {
            assert_eq!(texts(text), tokens, "{text}");
        }
        assert_eq!(read("'it''s'")[0].unquoted(), "it's");
        assert_eq!(read("'open")[0].kind, TokenKind::Invalid);
    }

    #[test]
    fn places_count_lines_and_characters() {
        assert_eq!(place("SELECT a", 7), (1, 8));
        assert_eq!(place("é\nab", 4), (2, 2));
    }
}
