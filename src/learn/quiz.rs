//! The quiz: questions with four choices each, and what a person answered.
//!
//! A first answer counts and stays, since its explanation gives the right one away. The order of
//! the choices is drawn anew for each attempt, so that no position can be learnt.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::api::Request;
use crate::datasets::{DatasetId, SplitMix64};

/// How many choices a question has.
pub const CHOICES: usize = 4;

/// A question. Its choices stand in the order of writing, the right one first; show them in
/// [`Quiz::order`].
#[derive(Debug, Clone)]
pub struct Question {
    /// Kept for as long as the question means the same: answers are saved by it.
    pub id: &'static str,
    /// What is asked.
    pub prompt: &'static str,
    /// The right answer and three that people believe.
    pub choices: [Choice; CHOICES],
    /// What to run to see it.
    pub experiment: Experiment,
}

/// A possible answer.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// The answer.
    pub text: &'static str,
    /// Whether it is right.
    pub right: bool,
    /// Why it is right, or what is wrong with it: shown at once when it was chosen.
    pub why: &'static str,
}

/// The place of the page where an experiment opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Place {
    Explore,
    Compare,
    Partitions,
}

/// A request to try, and what to look for.
#[derive(Debug, Clone)]
pub struct Experiment {
    /// Where it opens.
    pub place: Place,
    /// What the button says.
    pub title: &'static str,
    /// What to do and what will be seen.
    pub look_for: &'static str,
    /// The dataset that it needs, in any size.
    pub dataset: DatasetId,
    /// The request to fill in.
    pub request: Option<Request>,
    /// The request to hold against it: the other lane of Compare, or the second one to run.
    pub against: Option<Request>,
}

/// What a person answered so far, in one attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiz {
    /// Decides the order of the choices.
    seed: u64,
    /// The chosen choice by question id, as its index in [`Question::choices`].
    answers: BTreeMap<String, usize>,
}

/// An answer that was given.
#[derive(Debug, Clone, Copy)]
pub struct Answered {
    /// The chosen choice's index in [`Question::choices`].
    pub index: usize,
    /// The chosen choice.
    pub choice: Choice,
}

/// How an attempt goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// Answers that were right.
    pub right: usize,
    /// Questions answered.
    pub answered: usize,
    /// Questions there are.
    pub total: usize,
}

impl Quiz {
    /// An attempt without answers. Give each attempt another seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, answers: BTreeMap::new() }
    }

    /// The next attempt: no answers, and another order.
    pub fn again(&self) -> Self {
        Self::new(self.seed.wrapping_add(1))
    }

    /// The order in which to show the choices of a question, as indexes.
    pub fn order(&self, question: &Question) -> [usize; CHOICES] {
        let salt = question
            .id
            .bytes()
            .fold(self.seed, |salt, byte| SplitMix64::new(salt ^ u64::from(byte)).next_u64());
        let mut order = [0, 1, 2, 3];
        SplitMix64::new(salt).shuffle(&mut order);
        order
    }

    /// Answers a question with the choice of this index, unless it is answered already, and gives
    /// the answer that counts. `None` if there is no such choice.
    pub fn answer(&mut self, question: &Question, index: usize) -> Option<Answered> {
        question.choices.get(index)?;
        self.answers.entry(question.id.to_owned()).or_insert(index);
        self.answered(question)
    }

    /// The answer given to the question.
    pub fn answered(&self, question: &Question) -> Option<Answered> {
        let index = *self.answers.get(question.id)?;
        // A saved index may be of another build; one that fits no choice counts as no answer.
        question.choices.get(index).map(|&choice| Answered { index, choice })
    }

    /// The score over these questions.
    pub fn score(&self, questions: &[Question]) -> Score {
        let given: Vec<_> =
            questions.iter().filter_map(|question| self.answered(question)).collect();
        Score {
            right: given.iter().filter(|answered| answered.choice.right).count(),
            answered: given.len(),
            total: questions.len(),
        }
    }
}

#[cfg(test)]
mod experiments;
#[cfg(test)]
mod tests;
