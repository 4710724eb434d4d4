//! Model constraints: what a request's members must be before any operation's rule applies.
//!
//! Owns the sentence that lists every broken constraint of a request. Refuses to know members.

use std::fmt::Display;

use super::ApiError;

/// Most constraints that one answer lists.
const MAX_LISTED: usize = 10;

/// The constraints that a request has broken so far, in the order of checking.
#[derive(Debug, Default)]
pub struct Constraints(Vec<String>);

impl Constraints {
    /// None broken yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The member must be there.
    pub fn require(&mut self, path: &str, present: bool) {
        if !present {
            self.0.push(broken("null", path, "Member must not be null"));
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
            let rule = format!("Member must satisfy enum value set: [{}]", names.join(", "));
            self.0.push(broken(&quoted(value), path, &rule));
        }
        found.map(|(_, meaning)| *meaning)
    }

    /// The number must not be below the bound.
    pub fn at_least(&mut self, path: &str, value: Option<i64>, bound: i64) {
        if let Some(value) = value.filter(|value| *value < bound) {
            let rule = format!("Member must have value greater than or equal to {bound}");
            self.0.push(broken(&quoted(value), path, &rule));
        }
    }

    /// The number must not be above the bound.
    pub fn at_most(&mut self, path: &str, value: Option<i64>, bound: i64) {
        if let Some(value) = value.filter(|value| *value > bound) {
            let rule = format!("Member must have value less than or equal to {bound}");
            self.0.push(broken(&quoted(value), path, &rule));
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
            let rule = format!("Member must have length greater than or equal to {low}");
            self.0.push(broken(&quoted(&value), path, &rule));
        }
        if length > high {
            let rule = format!("Member must have length less than or equal to {high}");
            self.0.push(broken(&quoted(&value), path, &rule));
        }
    }

    /// The text must consist of the characters that names of tables and indexes may have.
    pub fn name_characters(&mut self, path: &str, value: &str) {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
        if value.is_empty() || !value.bytes().all(allowed) {
            let rule = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";
            self.0.push(broken(&quoted(value), path, rule));
        }
    }

    /// A rule about the entries of a map.
    pub fn map_rule(&mut self, path: &str, value: impl Display, rule: &str) {
        self.0.push(broken(&quoted(value), path, rule));
    }

    /// All must be kept.
    pub fn check(self) -> Result<(), ApiError> {
        let count = self.0.len().min(MAX_LISTED);
        let plural = if count == 1 { "" } else { "s" };
        match count {
            0 => Ok(()),
            _ => Err(ApiError::validation(format!(
                "{count} validation error{plural} detected: {}",
                self.0[..count].join("; ")
            ))),
        }
    }
}

fn broken(value: &str, path: &str, rule: &str) -> String {
    format!("Value {value} at '{path}' failed to satisfy constraint: {rule}")
}

fn quoted(value: impl Display) -> String {
    format!("'{value}'")
}
