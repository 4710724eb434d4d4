//! JSON text, read by hand.
//!
//! Why not `serde_json::from_str`:
//! - *Depth.* Its limit of 128 levels cannot be moved, only removed, and then a long run of brackets
//!   ends the browser's stack. A value of DynamoDB's 32 levels takes 64 of JSON, inside an item
//!   inside a transaction, and what nests a little deeper is still JSON: the service refuses it with
//!   its own sentence (*Nesting Levels have exceeded supported limits*), not as a malformed body.
//! - *Numbers.* DynamoDB's have 38 digits. The text of a number is kept as it stands and never
//!   passes through a float.
//! - *Errors.* On the wire a body that is no JSON is SerializationException without a word, but
//!   whoever types JSON into the page is told line, column and reason.
//!
//! Owns the grammar (RFC 8259, nothing beyond it) and says where a text leaves it. Refuses to know
//! what the JSON means.

use std::borrow::Cow;

use serde_json::Value;

use super::tree::{Json, Object};

/// Lists and objects that may stand in each other. Far more than the 64 of the deepest value, so that
/// deeper ones are refused for what they are; few enough for a browser's stack.
const MAX_DEPTH: usize = 512;

/// Where a text stops being JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonError {
    /// The line, from 1.
    pub line: usize,
    /// The byte in the line, from 1.
    pub column: usize,
    /// What is wrong there.
    pub found: &'static str,
}

/// The value that a text says, as a tree of its own.
pub fn parse(text: &str) -> Result<Value, JsonError> {
    read(text).map(|json| json.to_value())
}

/// The value that a text says.
pub fn read(text: &str) -> Result<Json<'_>, JsonError> {
    let mut reader = Reader { text, at: 0 };
    reader.document().map_err(|found| {
        let read = &text.as_bytes()[..text.len().min(reader.at + 1)];
        let before = read.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = 1 + read.iter().filter(|byte| **byte == b'\n').count();
        JsonError { line, column: read.len() - before, found }
    })
}

/// The part that was read, or what is wrong at the reader's place.
type Part<T> = Result<T, &'static str>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Part<Json<'a>> {
        let value = self.value(0)?;
        if self.next().is_some() { Err("trailing characters") } else { Ok(value) }
    }

    fn value(&mut self, depth: usize) -> Part<Json<'a>> {
        match self.next().ok_or("EOF while parsing a value")? {
            b'{' | b'[' if depth == MAX_DEPTH => Err("recursion limit exceeded"),
            b'{' => self.object(depth + 1).map(Json::Object),
            b'[' => self.array(depth + 1).map(Json::Array),
            b'"' => self.string().map(Json::String),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => Err("expected value"),
        }
    }

    fn object(&mut self, depth: usize) -> Part<Object<'a>> {
        let mut members = Vec::new();
        self.at += 1;
        while let Some(byte) = self.next() {
            match byte {
                b'}' if members.is_empty() => return Ok(self.over(Object::default())),
                b'"' => {}
                b'}' => return Err("trailing comma"),
                _ => return Err("key must be a string"),
            }
            let name = self.string()?;
            self.expect(b':', "EOF while parsing an object", "expected `:`")?;
            members.push((name, self.value(depth)?));
            match self.next() {
                Some(b'}') => return Ok(self.over(Object::from_members(members))),
                Some(b',') => self.at += 1,
                Some(_) => return Err("expected `,` or `}`"),
                None => break,
            }
        }
        Err("EOF while parsing an object")
    }

    fn array(&mut self, depth: usize) -> Part<Vec<Json<'a>>> {
        let mut elements = Vec::new();
        self.at += 1;
        while let Some(byte) = self.next() {
            match byte {
                b']' if elements.is_empty() => return Ok(self.over(elements)),
                b']' => return Err("trailing comma"),
                _ => elements.push(self.value(depth)?),
            }
            match self.next() {
                Some(b']') => return Ok(self.over(elements)),
                Some(b',') => self.at += 1,
                Some(_) => return Err("expected `,` or `]`"),
                None => break,
            }
        }
        Err("EOF while parsing a list")
    }

    fn string(&mut self) -> Part<Cow<'a, str>> {
        self.at += 1;
        let plain = self.plain();
        if self.peek() == Some(b'"') {
            return Ok(self.over(Cow::Borrowed(plain)));
        }
        let mut string = plain.to_owned();
        loop {
            match self.peek().ok_or("EOF while parsing a string")? {
                b'"' => return Ok(self.over(Cow::Owned(string))),
                b'\\' => string.push(self.escape()?),
                _ => {
                    return Err("control character (\\u0000-\\u001F) found while parsing a string");
                }
            }
            string.push_str(self.plain());
        }
    }

    /// What comes next of a string that stands for itself.
    fn plain(&mut self) -> &'a str {
        let start = self.at;
        let length = self.rest().iter().position(|b| matches!(b, b'"' | b'\\' | 0..0x20));
        self.at = length.map_or(self.text.len(), |length| start + length);
        &self.text[start..self.at]
    }

    fn escape(&mut self) -> Part<char> {
        self.at += 1;
        let escaped = match self.peek().ok_or("EOF while parsing a string")? {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err("invalid escape"),
        };
        Ok(self.over(escaped))
    }

    /// Four hexadecimal digits, or twice four that are the halves of one character.
    fn unicode(&mut self) -> Part<char> {
        let lone = "lone leading surrogate in hex escape";
        let first = self.hex()?;
        let point = match first {
            0xd800..0xdc00 if self.rest().starts_with(b"\\u") => {
                self.at += 1;
                match self.hex()? {
                    second @ 0xdc00..0xe000 => 0x10000 + ((first - 0xd800) << 10) + second - 0xdc00,
                    _ => return Err(lone),
                }
            }
            point => point,
        };
        char::from_u32(point).ok_or(lone)
    }

    fn hex(&mut self) -> Part<u32> {
        let digits = self.rest().get(1..5).ok_or("EOF while parsing a string")?;
        let digit = |value: u32, byte: &u8| Some(value << 4 | char::from(*byte).to_digit(16)?);
        let value = digits.iter().try_fold(0, digit).ok_or("invalid escape")?;
        self.at += 5;
        Ok(value)
    }

    fn number(&mut self) -> Part<Json<'a>> {
        let start = self.at;
        self.skip(b'-');
        if !self.skip(b'0') {
            self.digits()?;
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err("invalid number");
        }
        Ok(Json::Number(self.text[start..self.at].into()))
    }

    fn digits(&mut self) -> Part<()> {
        let count = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        match (count, self.peek()) {
            (0, None) => Err("EOF while parsing a value"),
            (0, _) => Err("invalid number"),
            _ => Ok(()),
        }
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Part<Json<'a>> {
        if self.rest().starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            Err("expected ident")
        }
    }

    fn expect(&mut self, byte: u8, at_end: &'static str, otherwise: &'static str) -> Part<()> {
        match self.next() {
            Some(found) if found == byte => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(otherwise),
            None => Err(at_end),
        }
    }

    /// The next byte that is no white space.
    fn next(&mut self) -> Option<u8> {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.peek()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    /// Goes past the last byte of what was read.
    fn over<T>(&mut self, read: T) -> T {
        self.at += 1;
        read
    }

    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The value as text. Exponents are as they were typed here, and normal with serde_json.
    fn told(value: Option<Value>) -> Option<String> {
        value.map(|value| value.to_string().replace('E', "e").replace('+', ""))
    }

    fn ours(text: &str) -> Option<String> {
        told(parse(text).ok())
    }

    fn by_serde(text: &str) -> Option<String> {
        told(serde_json::from_str(text).ok())
    }

    #[test]
    fn every_form_of_json_reads_as_serde_json_reads_it() {
        let texts = [
            r#" { "a" : [ 1 , -0.5e+10 , true , false , null , { } , [ ] ] , "a" : "b" } "#,
            r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 é😀""#,
            "123456789012345678901234567890.5",
            "-0",
            "1E400",
            r#"{"a":1,"b":2,"\u0061":[3]}"#,
            r#"{"1":1,"2":2,"3":3,"4":4,"5":5,"6":6,"7":7,"8":8,"9":9,"10":0,"11":1,"12":2,"13":3,
                "14":4,"15":5,"16":6,"17":7,"3":"again"}"#,
        ];
        for text in texts {
            assert_eq!(ours(text), by_serde(text), "{text}");
            let printed = read(text).map(|json| json.to_string());
            assert_eq!(printed, parse(text).map(|value| value.to_string()));
            assert!(parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let cases = [
            ("", 1, 0, "EOF while parsing a value"),
            ("{\n \"a\": ,}", 2, 7, "expected value"),
            ("{\"a\" 1}", 1, 6, "expected `:`"),
            ("[1 2]", 1, 4, "expected `,` or `]`"),
            ("{\"a\":1 \"b\"}", 1, 8, "expected `,` or `}`"),
            ("[1,]", 1, 4, "trailing comma"),
            ("{1:2}", 1, 2, "key must be a string"),
            ("01", 1, 2, "invalid number"),
            ("1 x", 1, 3, "trailing characters"),
            ("\"\\x\"", 1, 3, "invalid escape"),
        ];
        for (text, line, column, found) in cases {
            assert_eq!(parse(text), Err(JsonError { line, column, found }), "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        assert!(parse(&nested(MAX_DEPTH + 1)).is_err());
        assert!(parse(&nested(1_000_000)).is_err());
    }

    proptest! {
        #[test]
        fn it_takes_and_refuses_what_serde_json_does(
            text in r#"[\[\]{}:,\\"ue0-9.+\-truefalsn é\n\u{1}dD8cC]{0,24}"#,
        ) {
            prop_assert_eq!(ours(&text), by_serde(&text));
        }
    }
}
