//! A statement into tokens.
//!
//! Owns which characters form a token, quotes, comments, and which words are keywords. Its rules are
//! not those of expressions, which have neither literals nor comments.

use crate::expression::{quotation_length, unquoted};

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
    /// What a quotation says; a doubled quote in it is one quote.
    pub fn unquoted(&self) -> String {
        unquoted(self.text)
    }
}

/// All tokens of a statement; the last one is always the end.
pub fn tokenize(text: &str) -> Vec<Token<'_>> {
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
    match quotation_length(text) {
        Some(length) => (kind, length),
        None => (TokenKind::Invalid, text.len()),
    }
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

/// The line and column of a byte of the text, both 1-based.
pub fn position_of(text: &str, start: usize) -> (usize, usize) {
    let before = &text[..start];
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line..].chars().count() + 1)
}

/// The words that cannot be names unless they are quoted: those of SQL-92 without the parts of a
/// date, and PartiQL's own.
const KEYWORDS: &str = " absolute action add all allocate alter and any are as asc assertion at \
    authorization avg bag begin between bit bit_length blob bool boolean both by can_lossless_cast \
    cascade cascaded case cast catalog char char_length character character_length check clob \
    close coalesce collate collation column commit connect connection constraint constraints \
    continue convert corresponding count create cross current current_date current_time \
    current_timestamp current_user cursor date deallocate dec decimal declare default deferrable \
    deferred delete desc describe descriptor diagnostics disconnect distinct domain double drop \
    else end escape except exception exec execute exists explain external extract false fetch \
    first float for foreign found from full get global go goto grant group having identity \
    immediate in index indicator initially inner input insensitive insert int integer intersect \
    interval into is isolation join key language last leading left let level like limit list \
    local lower match max min missing module names national natural nchar next no not null nullif \
    numeric octet_length of on only open option or order outer output overlaps pad partial pivot \
    position precision prepare preserve primary prior privileges procedure public read real \
    references relative remove restrict revoke right rollback rows schema scroll section select \
    session session_user set sexp size smallint some space sql sqlcode sqlerror sqlstate string \
    struct substring sum symbol system_user table temporary then time timestamp to trailing \
    transaction translate translation trim true tuple union unique unknown unpivot update upper \
    usage user using value values varchar varying view when whenever where with work write zone ";

/// Whether the word is a keyword, in any case.
pub fn is_keyword(word: &str) -> bool {
    let mut padded = String::with_capacity(word.len() + 2);
    padded.push(' ');
    padded.push_str(&word.to_ascii_lowercase());
    padded.push(' ');
    KEYWORDS.contains(&padded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        let tokens = tokenize(text);
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
        assert_eq!(tokenize("'it''s'")[0].unquoted(), "it's");
        assert_eq!(tokenize("'open")[0].kind, TokenKind::Invalid);
    }

    #[test]
    fn positions_count_lines_and_characters() {
        assert_eq!(position_of("SELECT a", 7), (1, 8));
        assert_eq!(position_of("é\nab", 4), (2, 2));
    }

    #[test]
    fn keywords_have_any_case_and_names_in_examples_are_none() {
        assert!(is_keyword("select") && is_keyword("SIZE") && is_keyword("Zone"));
        let names =
            ["", "Artist", "title", "year", "a", "sk", "elect", "OrderID", "name", "status"];
        assert!(names.iter().all(|name| !is_keyword(name)));
    }
}
