//! The CLI's shorthand: `AttributeName=a,AttributeType=S`, with lists in `[…]` and maps in `{…}`.
//!
//! Owns the grammar, which is that of the CLI (awscli/shorthand.py), and where a text leaves it.
//! Refuses to know what the names mean.

/// Lists and maps that may stand in each other: more than any parameter has, and few enough for the
/// stack of a browser.
const MAX_DEPTH: usize = 96;

/// A value of shorthand.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Short {
    /// Text, a number or a truth: the shape says which. With where it stands.
    Text(String, usize),
    /// Several values.
    List(Vec<Short>, usize),
    /// Values by name.
    Map(Vec<(String, usize, Short)>, usize),
}

impl Short {
    /// Where it stands.
    pub fn at(&self) -> usize {
        match self {
            Short::Text(_, at) | Short::List(_, at) | Short::Map(_, at) => *at,
        }
    }
}

/// Where a text leaves the grammar, and what should stand there.
pub(super) type Broken = (usize, &'static str);

/// Reads a whole word.
pub(super) fn read(text: &str) -> Result<Short, Broken> {
    let mut reader = Reader { text, at: 0 };
    let mut pairs = vec![reader.pair(false, 0)?];
    while reader.at < text.len() {
        reader.expect(',', ", or the end")?;
        let pair = reader.pair(false, 0)?;
        if pairs.iter().any(|(name, _, _)| *name == pair.0) {
            return Err((pair.1, "each name once"));
        }
        pairs.push(pair);
    }
    Ok(Short::Map(pairs, 0))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn spaces(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn expect(&mut self, sign: char, what: &'static str) -> Result<(), Broken> {
        self.spaces();
        if self.peek() != Some(sign) {
            return Err((self.at, what));
        }
        self.at += sign.len_utf8();
        self.spaces();
        Ok(())
    }

    fn pair(&mut self, nested: bool, depth: usize) -> Result<(String, usize, Short), Broken> {
        let begin = self.at;
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || "-_.#/:".contains(c);
        let rest = &self.text[begin..];
        let name = &rest[..rest.find(|c| !is_of_name(c)).unwrap_or(rest.len())];
        if name.is_empty() {
            return Err((begin, "a name, followed by ="));
        }
        self.at += name.len();
        self.expect('=', "= after the name")?;
        let value = if nested { self.nested(depth)? } else { self.value(depth)? };
        Ok((name.to_owned(), begin, value))
    }

    /// What stands behind a `=` outside of brackets: commas make a list of it.
    fn value(&mut self, depth: usize) -> Result<Short, Broken> {
        if matches!(self.peek(), Some('[' | '{')) {
            return self.nested(depth);
        }
        let begin = self.at;
        let mut values = vec![self.single(false)?];
        loop {
            self.spaces();
            let comma = self.at;
            if self.peek() != Some(',') {
                break;
            }
            self.at += 1;
            self.spaces();
            // What has a `=` behind it is the next name, and this list ended before the comma.
            let begin = self.at;
            let next = self.single(true)?;
            let is_empty = self.at == begin;
            self.spaces();
            if self.peek() == Some('=') || is_empty {
                self.at = comma;
                break;
            }
            values.push(next);
        }
        Ok(if values.len() == 1 { values.remove(0) } else { Short::List(values, begin) })
    }

    fn nested(&mut self, depth: usize) -> Result<Short, Broken> {
        let begin = self.at;
        if depth > MAX_DEPTH {
            return Err((begin, "fewer levels"));
        }
        match self.peek() {
            Some('[') => {
                self.expect('[', "[")?;
                let mut values = Vec::new();
                while self.peek() != Some(']') {
                    values.push(self.nested(depth + 1)?);
                    self.spaces();
                    if self.peek() != Some(']') {
                        self.expect(',', ", or ]")?;
                    }
                }
                self.at += 1;
                Ok(Short::List(values, begin))
            }
            Some('{') => {
                self.expect('{', "{")?;
                let mut pairs = Vec::new();
                while self.peek() != Some('}') {
                    pairs.push(self.pair(true, depth + 1)?);
                    self.spaces();
                    if self.peek() != Some('}') {
                        self.expect(',', ", or }")?;
                    }
                }
                self.at += 1;
                Ok(Short::Map(pairs, begin))
            }
            None => Err((begin, "a value and the closing bracket")),
            Some(_) => self.single(false),
        }
    }

    /// A quoted text, or a bare one up to a comma or bracket; `\,` is a comma. Behind a comma a bare
    /// text ends at a `=` too, since it may be a name.
    fn single(&mut self, after_comma: bool) -> Result<Short, Broken> {
        let begin = self.at;
        if let Some(quote @ ('"' | '\'')) = self.peek() {
            self.at += 1;
            let mut text = String::new();
            loop {
                let Some(next) = self.peek() else { return Err((begin, "a closing quote")) };
                self.at += next.len_utf8();
                match next {
                    '\\' => match self.peek() {
                        Some(escaped) if escaped == quote || escaped == '\\' => {
                            self.at += 1;
                            text.push(escaped);
                        }
                        _ => text.push('\\'),
                    },
                    next if next == quote => return Ok(Short::Text(text, begin)),
                    next => text.push(next),
                }
            }
        }
        let mut text = String::new();
        while let Some(next) = self.peek() {
            let rest = &self.text[self.at..];
            if rest.starts_with("\\,") {
                self.at += 2;
                text.push(',');
                continue;
            }
            let ends = match next {
                ',' | ']' | '}' => true,
                '=' => after_comma,
                _ => false,
            };
            if ends {
                break;
            }
            self.at += next.len_utf8();
            text.push(next);
        }
        Ok(Short::Text(text.trim_end().to_owned(), begin))
    }
}
