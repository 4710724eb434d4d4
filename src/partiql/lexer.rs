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

/// What a word is to the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordKind {
    /// A name.
    Identifier,
    /// A keyword that is a function if a parenthesis follows.
    Function,
    /// `TRUE`, `FALSE`, `NULL`, `MISSING`
    Literal,
    /// An operator that is written as a word.
    Operator,
    /// A word that only marks what follows: `AS`.
    Mark,
    /// Any other keyword.
    Keyword,
}

impl Token<'_> {
    /// What a quotation says; a doubled quote in it is one quote.
    pub fn unquoted(&self) -> String {
        unquoted(self.text)
    }

    /// Whether it is this word, in any case.
    pub fn is_word(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// What a word is.
    pub fn word_kind(&self) -> WordKind {
        let word = self.text.to_ascii_lowercase();
        let kinds = [
            ("true false null missing", WordKind::Literal),
            (OPERATORS, WordKind::Operator),
            ("as at by for", WordKind::Mark),
            (FUNCTIONS, WordKind::Function),
            (KEYWORDS, WordKind::Keyword),
            (UNCONFIRMED_KEYWORDS, WordKind::Keyword),
        ];
        let kind = kinds.iter().find(|(words, _)| words.split(' ').any(|other| other == word));
        kind.map_or(WordKind::Identifier, |(_, kind)| *kind)
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
        } else if let Some(end) = rest.strip_prefix("/*").and_then(|rest| rest.find("*/")) {
            start += end + "/**/".len();
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
        // A comment that has no end.
        '/' if text.starts_with("/*") => (TokenKind::Invalid, text.len()),
        '0'..='9' => number(text),
        '.' if text[1..].starts_with(|c: char| c.is_ascii_digit()) => number(text),
        'a'..='z' | 'A'..='Z' | '_' | '$' => (TokenKind::Word, run(text, is_word)),
        _ if PAIRS.iter().any(|pair| text.starts_with(pair)) => (TokenKind::Symbol, 2),
        _ if "=<>+-()[]{}.,:;?*/%".contains(first) => (TokenKind::Symbol, 1),
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

/// `12`, `1.`, `.5`, `1e10` or `1.5E-3`. An `e` behind digits must have an exponent.
fn number(text: &str) -> (TokenKind, usize) {
    let digits = |from: usize| run(&text[from..], |byte| byte.is_ascii_digit());
    let bytes = text.as_bytes();
    let mut length = digits(0);
    if bytes.get(length) == Some(&b'.') {
        length += 1 + digits(length + 1);
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        match digits(length + 1 + sign) {
            0 => return (TokenKind::Invalid, text.len()),
            exponent => length += 1 + sign + exponent,
        }
    }
    (TokenKind::Number, length)
}

/// The line and column of a byte of the text, both 1-based.
pub fn position_of(text: &str, start: usize) -> (usize, usize) {
    let before = &text[..start];
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line..].chars().count() + 1)
}

/// The operators that are written as words.
const OPERATORS: &str = "and or not is in like between union except intersect";

/// The keywords that are functions as well.
const FUNCTIONS: &str = "exists count avg max min sum substring char_length character_length \
    octet_length bit_length upper lower size nullif coalesce sexp list bag";

/// All other words that cannot be names unless they are quoted: those of SQL-92 without the parts of
/// a date, and PartiQL's own.
const KEYWORDS: &str = "absolute action add all allocate alter any are asc assertion \
    authorization begin bit blob bool boolean can_lossless_cast cascade cascaded case cast \
    catalog char character check clob close collate collation column commit conflict connect \
    connection constraint constraints continue convert corresponding create cross current \
    current_date current_time current_timestamp current_user cursor date deallocate dec decimal \
    declare default deferrable deferred delete desc describe descriptor diagnostics disconnect \
    distinct do domain double drop else end escape exception exec execute explain external \
    extract fetch first float foreign found from full get global go goto grant group having \
    identity immediate index indicator initially inner input insensitive insert int integer \
    interval into isolation join key language last left let level limit local match modified \
    module names national natural nchar new next no numeric of old on only open option \
    order outer output overlaps pad partial pivot position precision prepare preserve primary \
    prior privileges procedure public read real references relative remove restrict returning \
    revoke right rollback rows schema scroll section select session session_user set smallint \
    some space sql sqlcode sqlerror sqlstate string struct symbol system_user table temporary \
    then time timestamp to transaction translate translation trim tuple unique unknown unpivot \
    update usage user using value values varchar varying view when whenever where with work \
    write zone";

/// The same of later versions of the language. Unconfirmed: that the service's parser knows `NOTHING`,
/// which came with `ON CONFLICT DO NOTHING`.
const UNCONFIRMED_KEYWORDS: &str = "nothing";

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
            ("1. .5 1.5.2", &["1.", ".5", "1.5", ".2"]),
            ("x != /* - */ -1e5y", &["x", "!=", "-", "1e5", "y"]),
            ("é 'open", &["é", "'open"]),
        ];
        for (text, tokens) in table {
            assert_eq!(texts(text), tokens, "{text}");
        }
        assert_eq!(tokenize("'it''s'")[0].unquoted(), "it's");
        for broken in ["'open", "/* open", "1e", "1.e+", "#"] {
            assert_eq!(tokenize(broken)[0].kind, TokenKind::Invalid, "{broken}");
        }
    }

    #[test]
    fn positions_count_lines_and_characters() {
        assert_eq!(position_of("SELECT a", 7), (1, 8));
        assert_eq!(position_of("é\nab", 4), (2, 2));
    }

    #[test]
    fn words_have_any_case_and_names_in_examples_are_names() {
        let kind = |word: &'static str| tokenize(word)[0].word_kind();
        assert_eq!(kind("select"), WordKind::Keyword);
        assert_eq!(kind("SIZE"), WordKind::Function);
        assert_eq!(kind("And"), WordKind::Operator);
        assert_eq!(kind("Missing"), WordKind::Literal);
        assert_eq!(kind("as"), WordKind::Mark);
        let names = ["Artist", "title", "year", "a", "sk", "elect", "OrderID", "name", "status"];
        assert!(names.iter().all(|name| kind(name) == WordKind::Identifier));
    }
}
