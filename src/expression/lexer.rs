//! Text into tokens, and the window of text that a syntax error shows.
//!
//! Owns which characters form a token. Refuses to know keywords: a word is a word.

use super::error::Problem;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
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
    /// Behind the last token.
    End,
}

/// A token and where it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: TokenKind,
    pub(super) text: &'a str,
    start: usize,
}

impl Token<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// All tokens of a text; the last one is always the end.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
}

impl<'a> Tokens<'a> {
    /// Splits the text. White space separates tokens and is otherwise ignored.
    pub(super) fn read(text: &'a str) -> Self {
        let mut tokens = Vec::new();
        let mut start = 0;
        while let Some(first) = text[start..].chars().next() {
            if matches!(first, ' ' | '\t' | '\n' | '\r') {
                start += 1;
                continue;
            }
            let (kind, length) = measure(&text[start..], first);
            tokens.push(Token { kind, text: &text[start..start + length], start });
            start += length;
        }
        tokens.push(Token { kind: TokenKind::End, text: "", start: text.len() });
        Self { text, tokens }
    }

    /// The token at a position; the end for every position behind it.
    pub(super) fn at(&self, position: usize) -> Token<'a> {
        let last = self.tokens.len() - 1;
        self.tokens[position.min(last)]
    }

    /// The syntax error of a token that has no place where it stands. It shows the token between
    /// its neighbours, with the spacing of the text.
    pub(super) fn misplaced(&self, position: usize) -> Problem {
        let bad = self.at(position);
        let first = if position == 0 { bad } else { self.at(position - 1) };
        let last = self.at(position + 1);
        let end = match (bad.kind, last.kind) {
            (TokenKind::End, _) => first.end(),
            (_, TokenKind::End) => bad.end(),
            _ => last.end(),
        };
        let token = if bad.kind == TokenKind::End { "<EOF>" } else { bad.text };
        Problem::Syntax { token: token.to_owned(), near: self.text[first.start..end].to_owned() }
    }
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

    fn texts(text: &str) -> Vec<&str> {
        let tokens = Tokens::read(text).tokens;
        tokens[..tokens.len() - 1].iter().map(|token| token.text).collect()
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
            assert_eq!(texts(text), tokens, "{text}");
        }
    }

    #[test]
    fn a_syntax_error_shows_the_token_between_its_neighbours() {
        let table = [
            ("a  =  = b", 2, "=", "=  = b"),
            ("!!", 0, "!", "!!"),
            ("SET _123", 1, "_", "SET _123"),
            ("INVALID SYNTAX", 0, "INVALID", "INVALID SYNTAX"),
            ("foo ", 1, "<EOF>", "foo"),
            ("a = )", 2, ")", "= )"),
            ("é", 0, "é", "é"),
        ];
        for (text, position, token, near) in table {
            let expected = Problem::Syntax { token: token.into(), near: near.into() };
            assert_eq!(Tokens::read(text).misplaced(position), expected, "{text}");
        }
    }
}
