//! A source file, and what is wrong with it.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::Line;

/// What is wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, below the root.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: Line,
    /// The sentence.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.message)
    }
}

/// A file with its text.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its path below the root.
    pub file: PathBuf,
    /// Its text.
    pub text: String,
}

impl Source {
    /// Reads a file below the root.
    pub fn read(root: &Path, file: &Path) -> Result<Self, Problem> {
        let path = root.join(file);
        std::fs::read_to_string(&path)
            .map(|text| Self { file: file.to_owned(), text: text.replace("\r\n", "\n") })
            .map_err(|error| Problem {
                file: file.to_owned(),
                line: 1,
                message: format!("this file can't be read: {error}"),
            })
    }

    /// A problem at this line.
    pub fn problem(&self, line: Line, message: impl Into<String>) -> Problem {
        Problem { file: self.file.clone(), line, message: message.into() }
    }

    /// The line of a byte of the text.
    pub fn line_at(&self, byte: usize) -> Line {
        let before = self.text.get(..byte).unwrap_or(&self.text);
        1 + before.bytes().filter(|byte| *byte == b'\n').count() as Line
    }

    /// The line on which the inside of a TOML string begins, given the bytes of the string with its
    /// quotes. A newline right behind three quotes is no part of the string.
    pub fn line_inside(&self, span: Range<usize>) -> Line {
        let quoted = self.text.get(span.clone()).unwrap_or("");
        let inside = quoted.trim_start_matches(['\'', '"']);
        self.line_at(span.start)
            + Line::from(quoted.len() > inside.len() && inside.starts_with('\n'))
    }

    /// Reads TOML that begins at this line of the file.
    pub fn toml<T: serde::de::DeserializeOwned>(&self) -> Result<T, Problem> {
        toml::from_str(&self.text).map_err(|error| {
            let line = error.span().map_or(1, |span| self.line_at(span.start));
            self.problem(line, error.message().trim_end())
        })
    }
}
