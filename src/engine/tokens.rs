//! `ClientRequestToken`: transactions that are not made twice.
//!
//! Owns which tokens are remembered, for how long, and for what. Refuses to know what was asked
//! under one: it compares fingerprints.

use std::collections::VecDeque;

use super::error::EngineError;
use super::operation::Operation;
use crate::capacity::ReadItem;
use crate::model::{Millis, TableName};

/// How long a token is remembered: ten minutes.
const MEMORY_MILLIS: u64 = 600_000;
/// Most tokens remembered; the oldest make room.
const MAX_TOKENS: usize = 1_000;
/// Bytes of the fingerprint of a payload.
pub const FINGERPRINT_BYTES: usize = 16;

/// A token, and what is asked under it.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Token {
    /// Each operation has tokens of its own.
    #[n(0)]
    pub operation: Operation,
    /// The text.
    #[n(1)]
    pub text: String,
    /// Equal payloads have equal fingerprints.
    #[n(2)]
    pub fingerprint: [u8; FINGERPRINT_BYTES],
}

/// A transaction that was made under a token.
#[derive(Debug, Clone, minicbor::Encode, minicbor::Decode)]
pub struct Remembered {
    /// The token.
    #[n(0)]
    pub token: Token,
    /// For each action its table and the row that it was billed for; `None` when there was no item.
    /// Asking again is billed as reading them.
    #[n(1)]
    pub reads: Vec<(TableName, Option<ReadItem>)>,
}

/// The tokens remembered, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Tokens(VecDeque<(Millis, Remembered)>);

impl Tokens {
    /// What was made under the token; none may have had another payload.
    pub fn find(&self, token: &Token, now: Millis) -> Result<Option<&Remembered>, EngineError> {
        let alive = self.0.iter().filter(|(at, _)| is_alive(*at, now)).map(|(_, kept)| kept);
        let same = |kept: &&Remembered| {
            kept.token.operation == token.operation && kept.token.text == token.text
        };
        match alive.into_iter().find(same) {
            Some(kept) if kept.token != *token => Err(EngineError::TokenMismatch),
            kept => Ok(kept),
        }
    }

    /// Remembers from now on.
    pub fn remember(&mut self, made: Remembered, now: Millis) {
        while self.0.front().is_some_and(|(at, _)| !is_alive(*at, now)) || self.is_full() {
            self.0.pop_front();
        }
        self.0.push_back((now, made));
    }

    /// Every token that is remembered, with the time since when, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &(Millis, Remembered)> {
        self.0.iter()
    }

    fn is_full(&self) -> bool {
        self.0.len() >= MAX_TOKENS
    }
}

impl FromIterator<(Millis, Remembered)> for Tokens {
    fn from_iter<I: IntoIterator<Item = (Millis, Remembered)>>(remembered: I) -> Self {
        Self(remembered.into_iter().collect())
    }
}

fn is_alive(at: Millis, now: Millis) -> bool {
    now.0 < at.0.saturating_add(MEMORY_MILLIS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(text: &str, payload: u8) -> Token {
        let operation = Operation::TransactWriteItems;
        Token { operation, text: text.into(), fingerprint: [payload; FINGERPRINT_BYTES] }
    }

    fn remember(tokens: &mut Tokens, text: &str, at: u64) {
        tokens.remember(Remembered { token: token(text, 1), reads: Vec::new() }, Millis(at));
    }

    #[test]
    fn a_token_lives_for_ten_minutes_and_has_one_payload() {
        let mut tokens = Tokens::default();
        remember(&mut tokens, "a", 5);
        let at = |now, payload| tokens.find(&token("a", payload), Millis(now)).map(|k| k.is_some());
        assert_eq!(at(5, 1), Ok(true));
        assert_eq!(at(5, 2), Err(EngineError::TokenMismatch));
        assert_eq!(at(600_004, 1), Ok(true));
        assert_eq!([at(600_005, 1), at(600_005, 2)], [Ok(false), Ok(false)]);
    }

    #[test]
    fn the_oldest_tokens_make_room() {
        let mut tokens = Tokens::default();
        for n in 0..=MAX_TOKENS {
            remember(&mut tokens, &n.to_string(), 0);
        }
        let found = |n: usize| tokens.find(&token(&n.to_string(), 1), Millis(0)).unwrap().is_some();
        assert_eq!([found(0), found(1), found(MAX_TOKENS)], [false, true, true]);
        remember(&mut tokens, "late", 700_000);
        assert_eq!(tokens.0.len(), 1);
    }
}
