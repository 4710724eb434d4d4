//! Model constraints: what a request's members must be before any operation's rule applies.
//!
//! Owns the sentence that lists every broken constraint of a request. Refuses to know members.

use std::fmt::Display;

use super::{ApiError, Rule, Subject};

/// Most constraints that one answer lists.
const MAX_LISTED: usize = 10;

/// The constraints that a request has broken so far, in the order of checking.
#[derive(Debug, Default)]
pub struct Constraints(Vec<Broken>);

#[derive(Debug)]
struct Broken {
    rule: Rule,
    path: String,
    sentence: String,
}

impl Constraints {
    /// None broken yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The member must be there.
    pub fn require(&mut self, path: &str, present: bool) {
        if !present {
            self.push(Rule::Required, path, "null", "Member must not be null");
        }
    }

    /// The text must be one of these; the answer is what it stands for.
    pub fn choice<T: Copy>(
        &mut self,
        path: &str,
        value: Option<&str>,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let value = value?;
        let found = choices.iter().find(|(name, _)| *name == value);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let words = format!("Member must satisfy enum value set: [{}]", names.join(", "));
            self.push(Rule::KnownChoice, path, &quoted(value), &words);
        }
        found.map(|(_, meaning)| *meaning)
    }

    /// The number must not be below the bound.
    pub fn at_least(&mut self, path: &str, value: Option<i64>, bound: i64) {
        if let Some(value) = value.filter(|value| *value < bound) {
            let words = format!("Member must have value greater than or equal to {bound}");
            self.push(Rule::Minimum, path, &quoted(value), &words);
        }
    }

    /// The number must not be above the bound.
    pub fn at_most(&mut self, path: &str, value: Option<i64>, bound: i64) {
        if let Some(value) = value.filter(|value| *value > bound) {
            let words = format!("Member must have value less than or equal to {bound}");
            self.push(Rule::Maximum, path, &quoted(value), &words);
        }
    }

    /// The length of what prints like this must not be below or above the bounds.
    pub fn length(
        &mut self,
        path: &str,
        value: impl Display,
        length: usize,
        (low, high): (usize, usize),
    ) {
        if length < low {
            let words = format!("Member must have length greater than or equal to {low}");
            self.push(Rule::MinimumLength, path, &quoted(&value), &words);
        }
        if length > high {
            let words = format!("Member must have length less than or equal to {high}");
            self.push(Rule::MaximumLength, path, &quoted(&value), &words);
        }
    }

    /// Each text of a list that prints like this must have as many bytes.
    pub fn elements_length(
        &mut self,
        path: &str,
        value: impl Display,
        elements: &[&str],
        (low, high): (usize, usize),
    ) {
        let too_long = elements.iter().any(|element| element.len() > high);
        if too_long || elements.iter().any(|element| element.len() < low) {
            let rule = if too_long { Rule::MaximumLength } else { Rule::MinimumLength };
            let words = format!(
                "Member must satisfy constraint: [Member must have length less than or equal to \
                 {high}, Member must have length greater than or equal to {low}]"
            );
            self.push(rule, path, &quoted(value), &words);
        }
    }

    /// The text must consist of the characters that names of tables and indexes may have.
    pub fn name_characters(&mut self, path: &str, value: &str) {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
        if value.is_empty() || !value.bytes().all(allowed) {
            let words = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";
            self.push(Rule::NameCharacters, path, &quoted(value), words);
        }
    }

    /// A rule about the entries of a map, in these words.
    pub fn map_rule(&mut self, rule: Rule, path: &str, value: impl Display, words: &str) {
        self.push(rule, path, &quoted(value), words);
    }

    fn push(&mut self, rule: Rule, path: &str, value: &str, words: &str) {
        let sentence = format!("Value {value} at '{path}' failed to satisfy constraint: {words}");
        self.0.push(Broken { rule, path: path.to_owned(), sentence });
    }

    /// All must be kept. The error has one sentence for all that are broken, and the rule of the
    /// first: that is the one to mend first.
    pub fn check(self) -> Result<(), ApiError> {
        let Some(first) = self.0.first() else { return Ok(()) };
        let listed = &self.0[..self.0.len().min(MAX_LISTED)];
        let sentences: Vec<&str> = listed.iter().map(|broken| broken.sentence.as_str()).collect();
        let plural = if sentences.len() == 1 { "" } else { "s" };
        let message = format!(
            "{} validation error{plural} detected: {}",
            sentences.len(),
            sentences.join("; ")
        );
        Err(ApiError::validation(first.rule, message).with_subject(Subject::from_path(&first.path)))
    }
}

fn quoted(value: impl Display) -> String {
    format!("'{value}'")
}
