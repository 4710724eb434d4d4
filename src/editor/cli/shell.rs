//! A text as a shell cuts it into commands and words.
//!
//! Owns quotes, escapes, comments, continuations (also those of PowerShell and cmd.exe), variables,
//! and where each byte of a word came from. Refuses to know what a word means.

use std::ops::Range;

use super::fault::{Fault, FaultKind};
use super::{Given, Missing};

/// A word, with its quotes taken off.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Word {
    /// What the program gets.
    pub text: String,
    /// Where it stands.
    pub span: Range<usize>,
    /// Whether its first byte stood in quotes.
    pub is_quoted: bool,
    /// Where quotes first begin, if they do.
    quoted_at: Option<usize>,
    /// The file that the text was read from.
    pub file: Option<String>,
    /// Where runs of bytes begin, here and in the source.
    runs: Vec<Run>,
}

/// A run of bytes of a word.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Run {
    begin: usize,
    source: usize,
    /// Whether the source has the same bytes, and not a variable for them.
    is_same: bool,
}

impl Word {
    /// The place in the source of a byte of the text.
    pub fn source(&self, at: usize) -> Range<usize> {
        let run = self.runs.iter().rev().find(|run| run.begin <= at);
        match run.filter(|_| self.file.is_none() && at < self.text.len()) {
            Some(run) if run.is_same => {
                let start = run.source + at - run.begin;
                let sign = self.text[at..].chars().next();
                start..start + sign.map_or(1, char::len_utf8)
            }
            Some(run) => run.source..run.source + 1,
            None if self.file.is_some() => self.span.clone(),
            // What is missing at the end is missing there.
            None => self.span.end..self.span.end,
        }
    }

    /// The word without its first bytes.
    pub fn behind(&self, at: usize) -> Self {
        let start = self.source(at).start;
        let cut = self.runs.iter().rev().find(|run| run.begin <= at).copied();
        let cut = cut.map(|run| match run.is_same {
            true => Run { begin: at, source: run.source + at - run.begin, ..run },
            false => Run { begin: at, ..run },
        });
        let later = self.runs.iter().filter(|run| run.begin > at).copied();
        let runs = cut.into_iter().chain(later);
        let runs = runs.map(|run| Run { begin: run.begin - at, ..run }).collect();
        let (text, file) = (self.text[at..].to_owned(), self.file.clone());
        // Quotes behind the `=` are quotes of the value.
        let is_quoted = self.is_quoted || self.quoted_at == Some(at);
        let span = start.min(self.span.end)..self.span.end;
        Self { text, span, is_quoted, file, runs, quoted_at: None }
    }

    fn push(&mut self, text: &str, source: usize) {
        self.runs.push(Run { begin: self.text.len(), source, is_same: true });
        self.text.push_str(text);
    }

    /// The value of the variable whose `$` stands there.
    fn push_value(&mut self, value: &str, source: usize) {
        self.runs.push(Run { begin: self.text.len(), source, is_same: false });
        self.text.push_str(value);
    }
}

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// At the end of a line, at `;` or at `&&`.
    Done,
    /// At a `|`.
    Pipe,
}

/// One command of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub words: Vec<Word>,
    pub ending: Ending,
    /// Whether its output goes to a file.
    pub is_redirected: bool,
    /// Variables that nobody has given.
    pub missing: Vec<Missing>,
}

/// Reads a text command by command.
pub(super) struct Shell<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Shell<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip(&mut self, text: &str) -> bool {
        let is_there = self.rest().starts_with(text);
        if is_there {
            self.at += text.len();
        }
        is_there
    }

    /// A sign that continues a line, with the line's end behind it: of a Unix shell, of PowerShell or
    /// of cmd.exe.
    fn skip_continuation(&mut self) -> bool {
        ['\\', '`', '^'].iter().any(|sign| {
            self.rest().strip_prefix(*sign).is_some_and(|behind| {
                let end = ["\r\n", "\n"].iter().find(|end| behind.starts_with(**end));
                end.is_some_and(|end| {
                    self.at += 1 + end.len();
                    true
                })
            })
        })
    }

    /// The next command; `None` at the end of the text.
    pub fn next_line(&mut self, given: &Given) -> Result<Option<Line>, Fault> {
        let mut line =
            Line { words: vec![], ending: Ending::Done, is_redirected: false, missing: vec![] };
        loop {
            if self.skip_continuation() {
                continue;
            }
            let Some(next) = self.peek() else { break };
            match next {
                '\n' | ';' => {
                    self.at += 1;
                    if !line.words.is_empty() {
                        return Ok(Some(line));
                    }
                }
                '\\' if self.space_before_end() => {
                    return Err(FaultKind::SpaceAfterBackslash.at(self.at..self.at + 1));
                }
                // A backslash at the very end continues a line that isn't there.
                '\\' if self.rest().len() == 1 => self.at += 1,
                next if next.is_whitespace() => self.at += next.len_utf8(),
                '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                '&' => {
                    self.at += 1;
                    self.skip("&");
                    if !line.words.is_empty() {
                        return Ok(Some(line));
                    }
                }
                '|' => {
                    self.at += 1;
                    line.ending = if self.skip("|") { Ending::Done } else { Ending::Pipe };
                    if !line.words.is_empty() {
                        return Ok(Some(line));
                    }
                }
                '<' => return Err(FaultKind::Redirection.at(self.at..self.at + 1)),
                '>' => {
                    self.at += 1;
                    let _ = self.skip(">") || self.skip("&");
                    // A prompt's sign has no command before it.
                    if !line.words.is_empty() {
                        self.skip_redirection(given, &mut line)?;
                    }
                }
                _ => {
                    let word = self.word(given, &mut line.missing)?;
                    // The number before a redirection is a stream, and no word of the command.
                    if matches!(word.text.as_str(), "1" | "2") && self.peek() == Some('>') {
                        continue;
                    }
                    line.words.push(word);
                }
            }
        }
        Ok(Some(line).filter(|line| !line.words.is_empty()))
    }

    fn skip_redirection(&mut self, given: &Given, line: &mut Line) -> Result<(), Fault> {
        line.is_redirected = true;
        while self.peek().is_some_and(|next| next == ' ' || next == '\t') {
            self.at += 1;
        }
        if self.peek().is_some_and(|next| !next.is_whitespace() && !";|&<>".contains(next)) {
            self.word(given, &mut Vec::new())?;
        }
        Ok(())
    }

    /// Whether nothing but spaces stands between the `\` here and the end of its line.
    fn space_before_end(&self) -> bool {
        let behind = &self.rest()[1..];
        let spaces = behind.trim_start_matches([' ', '\t']);
        // A comment behind it doesn't help: the line isn't continued either.
        let is_end = ["\n", "\r\n", "#"].iter().any(|end| spaces.starts_with(end));
        spaces.len() < behind.len() && is_end
    }

    fn word(&mut self, given: &Given, missing: &mut Vec<Missing>) -> Result<Word, Fault> {
        let start = self.at;
        let mut word = Word::default();
        while let Some(next) = self.peek() {
            let here = self.at;
            if self.skip_continuation() {
                continue;
            }
            match next {
                '\'' => {
                    word.is_quoted |= word.text.is_empty();
                    word.quoted_at.get_or_insert(word.text.len());
                    self.single_quoted(&mut word)?;
                }
                '"' => {
                    word.is_quoted |= word.text.is_empty();
                    word.quoted_at.get_or_insert(word.text.len());
                    self.double_quoted(&mut word, given, missing)?;
                }
                '$' if self.rest().starts_with("$'") => {
                    word.is_quoted |= word.text.is_empty();
                    word.quoted_at.get_or_insert(word.text.len());
                    self.escaped_quoted(&mut word)?;
                }
                '$' => self.dollar(&mut word, given, missing)?,
                '`' => return Err(FaultKind::Substitution.at(here..here + 1)),
                '\\' if self.space_before_end() => {
                    return Err(FaultKind::SpaceAfterBackslash.at(here..here + 1));
                }
                '\\' => {
                    self.at += 1;
                    if let Some(escaped) = self.peek() {
                        self.at += escaped.len_utf8();
                        word.push(&self.text[here + 1..self.at], here + 1);
                    }
                }
                '“' | '”' | '‘' | '’' if word.text.is_empty() || word.text.ends_with('=') =>
                {
                    return Err(FaultKind::Typographic(next).at(here..here + next.len_utf8()));
                }
                '–' | '—' if word.text.is_empty() => {
                    return Err(FaultKind::Typographic(next).at(here..here + next.len_utf8()));
                }
                next if next.is_whitespace() || ";&|<>".contains(next) => break,
                _ => {
                    self.at += next.len_utf8();
                    word.push(&self.text[here..self.at], here);
                }
            }
        }
        word.span = start..self.at;
        Ok(word)
    }

    fn single_quoted(&mut self, word: &mut Word) -> Result<(), Fault> {
        let open = self.at;
        self.at += 1;
        let Some(length) = self.rest().find('\'') else {
            return Err(FaultKind::OpenQuote('\'').at(open..open + 1));
        };
        word.push(&self.rest()[..length], self.at);
        self.at += length + 1;
        Ok(())
    }

    /// `$'…'`, in which a backslash escapes as it does in C.
    fn escaped_quoted(&mut self, word: &mut Word) -> Result<(), Fault> {
        let open = self.at;
        self.at += 2;
        while let Some(next) = self.peek() {
            let here = self.at;
            self.at += next.len_utf8();
            if next == '\'' {
                return Ok(());
            }
            let escaped = if next == '\\' { self.peek() } else { None };
            let meant = match escaped {
                Some('n') => "\n",
                Some('r') => "\r",
                Some('t') => "\t",
                Some('\'') => "'",
                Some('"') => "\"",
                Some('\\') => "\\",
                // Before anything else the backslash stays.
                _ => {
                    word.push(&self.text[here..self.at], here);
                    continue;
                }
            };
            self.at += 1;
            word.push(meant, here + 1);
        }
        Err(FaultKind::OpenQuote('\'').at(open + 1..open + 2))
    }

    fn double_quoted(
        &mut self,
        word: &mut Word,
        given: &Given,
        missing: &mut Vec<Missing>,
    ) -> Result<(), Fault> {
        let open = self.at;
        self.at += 1;
        loop {
            let here = self.at;
            let Some(next) = self.peek() else {
                return Err(FaultKind::OpenQuote('"').at(open..open + 1));
            };
            match next {
                '"' => {
                    self.at += 1;
                    return Ok(());
                }
                '\\' => {
                    self.at += 1;
                    match self.peek() {
                        // Only these are escaped; before anything else the backslash stays.
                        Some(escaped @ ('"' | '\\' | '$' | '`')) => {
                            self.at += 1;
                            word.push(escaped.encode_utf8(&mut [0; 4]), here + 1);
                        }
                        Some('\n') => self.at += 1,
                        Some('\r') if self.rest().starts_with("\r\n") => self.at += 2,
                        _ => word.push("\\", here),
                    }
                }
                '$' => self.dollar(word, given, missing)?,
                '`' => return Err(FaultKind::Substitution.at(here..here + 1)),
                _ => {
                    self.at += next.len_utf8();
                    word.push(&self.text[here..self.at], here);
                }
            }
        }
    }

    /// A variable, or a `$` that begins none.
    fn dollar(
        &mut self,
        word: &mut Word,
        given: &Given,
        missing: &mut Vec<Missing>,
    ) -> Result<(), Fault> {
        let here = self.at;
        self.at += 1;
        if self.rest().starts_with('(') {
            return Err(FaultKind::Substitution.at(here..here + 2));
        }
        let (name, default) = if self.skip("{") {
            let Some(length) = self.rest().find('}') else {
                return Err(FaultKind::OpenQuote('{').at(here + 1..here + 2));
            };
            let inside = &self.rest()[..length];
            self.at += length + 1;
            let (name, default) = inside.split_once(":-").unwrap_or((inside, ""));
            (name, Some(default).filter(|default| !default.is_empty()))
        } else {
            // PowerShell's variables of the environment.
            let prefix = if self.rest().starts_with("env:") { 4 } else { 0 };
            let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let behind = &self.rest()[prefix..];
            let length = behind.find(|c| !is_of_name(c)).unwrap_or(behind.len());
            let name = &self.rest()[..prefix + length];
            self.at += name.len();
            (name, None)
        };
        if name.is_empty() {
            word.push("$", here);
            return Ok(());
        }
        match given.variables.get(name).map(String::as_str).or(default) {
            Some(value) => word.push_value(value, here),
            None => {
                let wanted = Missing::Variable(name.to_owned());
                if !missing.contains(&wanted) {
                    missing.push(wanted);
                }
            }
        }
        Ok(())
    }
}
