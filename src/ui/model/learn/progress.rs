//! What a person has done in Learn, by ids that stay when texts change.
//!
//! Owns what counts, how two tabs' progress becomes one, and what is saved and exported. Ids that
//! the content no longer has are kept: the content may be an older one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::review::{Given, Review, Session};

/// Everything that was done. Times are milliseconds since 1970. Of what is missing in what was saved
/// nothing was done; only the beginning is always there, which tells progress from other JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Progress {
    /// When it began: what another tab did before counts no more.
    pub since: u64,
    /// The steps that were finished, by lesson, and when.
    #[serde(default)]
    pub lessons: BTreeMap<String, BTreeMap<String, u64>>,
    /// Exercises, by `lesson/exercise`.
    #[serde(default)]
    pub exercises: BTreeMap<String, Attempted>,
    /// Questions, by id.
    #[serde(default)]
    pub questions: BTreeMap<String, Review>,
    /// The review that was begun last.
    #[serde(default)]
    pub session: Option<Session>,
    /// Where the person was last.
    #[serde(default)]
    pub last: Option<Bookmark>,
}

/// An exercise that somebody has begun.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Attempted {
    /// The parts that were solved, and when.
    pub solved: BTreeMap<String, u64>,
    /// The hints that were opened, as `part/number`; recorded and never held against anyone.
    pub hints: BTreeSet<String>,
}

/// A step that somebody stood at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bookmark {
    /// The lesson.
    pub lesson: String,
    /// The step.
    pub step: String,
    /// When.
    pub at: u64,
}

impl Progress {
    /// Nothing done yet.
    pub fn new(now: u64) -> Self {
        Self { since: now, ..Self::default() }
    }

    /// Whether nothing was done.
    pub fn is_empty(&self) -> bool {
        *self == Self { since: self.since, ..Self::default() }
    }

    /// Notes that the person stands at a step.
    pub fn stand_at(&mut self, lesson: &str, step: &str, now: u64) {
        self.last = Some(Bookmark { lesson: lesson.into(), step: step.into(), at: now });
    }

    /// Notes that a step is finished. The first time counts.
    pub fn finish_step(&mut self, lesson: &str, step: &str, now: u64) {
        let steps = self.lessons.entry(lesson.to_owned()).or_default();
        steps.entry(step.to_owned()).or_insert(now);
    }

    /// Whether a step is finished.
    pub fn has_finished(&self, lesson: &str, step: &str) -> bool {
        self.lessons.get(lesson).is_some_and(|steps| steps.contains_key(step))
    }

    /// Notes that a part of an exercise is solved. The first time counts.
    pub fn solve(&mut self, exercise: &str, part: &str, now: u64) {
        let attempted = self.exercises.entry(exercise.to_owned()).or_default();
        attempted.solved.entry(part.to_owned()).or_insert(now);
    }

    /// Whether a part of an exercise is solved.
    pub fn has_solved(&self, exercise: &str, part: &str) -> bool {
        self.exercises.get(exercise).is_some_and(|known| known.solved.contains_key(part))
    }

    /// Notes that a hint was opened.
    pub fn open_hint(&mut self, exercise: &str, part: &str, number: usize) {
        let attempted = self.exercises.entry(exercise.to_owned()).or_default();
        attempted.hints.insert(format!("{part}/{number}"));
    }

    /// Notes an answer to a question.
    pub fn answer(&mut self, question: &str, given: Given, now: u64) {
        let before = self.questions.get(question).copied();
        self.questions.insert(question.to_owned(), Review::after(before, given, now));
    }

    /// This and what another tab has done. Of two beginnings the later one counts: whoever began
    /// anew did so for every tab.
    pub fn merged(mut self, other: Self) -> Self {
        if self.since != other.since {
            return if self.since > other.since { self } else { other };
        }
        for (lesson, steps) in other.lessons {
            add_earliest(self.lessons.entry(lesson).or_default(), steps);
        }
        for (exercise, attempted) in other.exercises {
            let own = self.exercises.entry(exercise).or_default();
            add_earliest(&mut own.solved, attempted.solved);
            own.hints.extend(attempted.hints);
        }
        for (question, review) in other.questions {
            let own = self.questions.entry(question).or_insert(review);
            if own.at < review.at {
                *own = review;
            }
        }
        self.session = self.session.into_iter().chain(other.session).max_by_key(|s| s.began);
        self.last = self.last.into_iter().chain(other.last).max_by_key(|bookmark| bookmark.at);
        self
    }

    /// Of an exported file; none if it is another one.
    pub fn from_text(text: &str) -> Option<Self> {
        // A list would be read as its fields in their order.
        text.trim_start().starts_with('{').then(|| serde_json::from_str(text).ok())?
    }

    /// As a file for the person.
    pub fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).expect("plain data with text keys is JSON")
    }
}

fn add_earliest(own: &mut BTreeMap<String, u64>, others: BTreeMap<String, u64>) {
    for (id, at) in others {
        let known = own.entry(id).or_insert(at);
        *known = at.min(*known);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done() -> Progress {
        let mut progress = Progress::new(5);
        progress.finish_step("filter-or-key", "scan", 10);
        progress.solve("filter-or-key/pending", "answer", 11);
        progress.open_hint("filter-or-key/pending", "answer", 0);
        progress.answer("rounding", Given { right: false, sure: true }, 12);
        progress.stand_at("filter-or-key", "projection", 13);
        progress
    }

    #[test]
    fn what_is_saved_is_there_again() {
        let text = done().to_text();
        assert_eq!(Progress::from_text(&text), Some(done()));
        for other in ["", "{}", "[5]", "DDBPG1 a workspace"] {
            assert_eq!(Progress::from_text(other), None, "{other}");
        }
    }

    #[test]
    fn what_an_older_page_saved_is_read_too() {
        let progress: Progress =
            serde_json::from_str(r#"{"since":5,"lessons":{"a":{"b":1}},"later":true}"#).unwrap();
        assert!(progress.has_finished("a", "b"));
        assert!(progress.questions.is_empty());
    }

    #[test]
    fn a_step_counts_from_the_first_time() {
        let mut progress = done();
        progress.finish_step("filter-or-key", "scan", 99);
        assert_eq!(progress.lessons["filter-or-key"]["scan"], 10);
        assert!(progress.has_solved("filter-or-key/pending", "answer"));
        assert!(!progress.has_solved("filter-or-key/pending", "other"));
    }

    #[test]
    fn two_tabs_lose_nothing() {
        let mut here = done();
        let mut there = done();
        here.finish_step("filter-or-key", "projection", 20);
        there.finish_step("hash", "first", 21);
        there.answer("rounding", Given { right: true, sure: true }, 22);
        there.stand_at("hash", "first", 23);
        let both = here.clone().merged(there.clone());
        assert_eq!(both, there.merged(here));
        assert!(both.has_finished("hash", "first"));
        assert!(both.has_finished("filter-or-key", "projection"));
        assert_eq!(both.questions["rounding"].at, 22);
        assert_eq!(both.last.unwrap().lesson, "hash");
    }

    #[test]
    fn a_new_beginning_holds_in_every_tab() {
        let anew = Progress::new(30);
        assert_eq!(done().merged(anew.clone()), anew);
        assert_eq!(anew.clone().merged(done()), anew);
        assert!(anew.is_empty());
        assert!(!done().is_empty());
    }
}
