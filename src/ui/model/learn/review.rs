//! The review schedule: which questions come again, and when.
//!
//! Leitner's boxes with dates. A wrong answer comes again the next day. What was right after that
//! comes again after a week, so an error that somebody was sure of is asked after one day and after
//! seven; sure errors are corrected best, and come back if they aren't asked again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::progress::Progress;

const DAY: u64 = 24 * 60 * 60 * 1_000;
/// After how many days the questions of each box come again.
const DAYS: [u64; 4] = [1, 7, 21, 60];
/// Questions of one review.
const MOST_IN_REVIEW: usize = 12;

/// A moment as a person's calendar has it: days change at their midnight, not at that of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Here {
    /// Milliseconds since 1970.
    pub now: u64,
    /// Minutes that the clock on the wall is ahead of UTC.
    pub minutes_ahead: i64,
}

impl Here {
    /// The day that a moment falls on, in days since 1970.
    fn day_of(self, at: u64) -> i64 {
        let local =
            i64::try_from(at).unwrap_or(i64::MAX).saturating_add(self.minutes_ahead * 60_000);
        local.div_euclid(DAY as i64)
    }
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// Whether it was right.
    pub right: bool,
    /// Whether the person was sure of it.
    pub sure: bool,
}

/// What is known of a question that was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Its box, from 0.
    pub level: usize,
    /// When it was answered last.
    pub at: u64,
    /// When it comes again.
    pub due: u64,
    /// Whether the last answer was right.
    pub right: bool,
    /// Whether the person was sure of the last answer.
    pub sure: bool,
    /// The answers that were right.
    pub times_right: u32,
    /// All answers.
    pub times: u32,
}

impl Review {
    /// What is known after an answer.
    pub fn after(before: Option<Self>, given: Given, now: u64) -> Self {
        let level = match (given, before) {
            (Given { right: false, .. }, _) => 0,
            // A right answer that was a guess stays where it is, but not among the errors.
            (Given { sure: false, .. }, before) => {
                before.map_or(1, |known| known.level.clamp(1, DAYS.len() - 1))
            }
            (_, Some(known)) => known.level.saturating_add(1).min(DAYS.len() - 1),
            (_, None) => 2,
        };
        let times = |count: fn(&Self) -> u32| before.as_ref().map_or(0, count);
        Self {
            level,
            at: now,
            due: now + DAYS[level] * DAY,
            right: given.right,
            sure: given.sure,
            times_right: times(|known| known.times_right) + u32::from(given.right),
            times: times(|known| known.times) + 1,
        }
    }

    /// Whether it is due. A day is a day: what was answered in the evening is due the next morning.
    pub fn is_due(&self, here: Here) -> bool {
        here.day_of(self.due) <= here.day_of(here.now)
    }
}

/// A review that was begun: it goes on where it was, also after a reload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// When it began.
    pub began: u64,
    /// Its questions.
    pub questions: Vec<String>,
    /// The unit or lesson that they were chosen from; empty for all.
    #[serde(default)]
    pub of: String,
}

impl Session {
    /// The questions that are not answered yet.
    pub fn open<'a>(&'a self, progress: &'a Progress) -> impl Iterator<Item = &'a str> {
        let answered = |id: &str| progress.questions.get(id).is_some_and(|r| r.at >= self.began);
        self.questions.iter().map(String::as_str).filter(move |id| !answered(id))
    }

    /// Whether it is of another day.
    pub fn is_over(&self, here: Here) -> bool {
        here.day_of(self.began) != here.day_of(here.now)
    }
}

/// A question that could be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// Its concept.
    pub concept: String,
    /// Its lesson.
    pub lesson: String,
}

/// How many questions are due.
pub fn count_due(progress: &Progress, all: &[Candidate], here: Here) -> usize {
    let due = |c: &&Candidate| progress.questions.get(&c.id).is_some_and(|r| r.is_due(here));
    all.iter().filter(due).count()
}

/// Today's review: what is due, the oldest first, then questions that were never asked, of lessons
/// that were begun before others. Neighbours are of different concepts where that can be.
pub fn todays(progress: &Progress, all: &[Candidate], here: Here) -> Vec<String> {
    let begun: BTreeSet<&String> = progress.lessons.keys().collect();
    let rank = |candidate: &Candidate| match progress.questions.get(&candidate.id) {
        Some(review) if review.is_due(here) => Some((0, review.due)),
        Some(_) => None,
        None if begun.contains(&candidate.lesson) => Some((1, 0)),
        None => Some((2, 0)),
    };
    let mut wanted: Vec<((u32, u64), &Candidate)> =
        all.iter().filter_map(|candidate| Some((rank(candidate)?, candidate))).collect();
    wanted.sort_by_key(|(rank, _)| *rank);
    mixed(wanted.into_iter().take(MOST_IN_REVIEW).map(|(_, candidate)| candidate))
}

/// A round of questions that somebody chose, of a unit or a lesson: as today's review, and after
/// that those that are not due yet.
pub fn practice(progress: &Progress, chosen: &[Candidate], here: Here) -> Vec<String> {
    let mut round = todays(progress, chosen, here);
    let mut others: Vec<&Candidate> = chosen.iter().filter(|c| !round.contains(&c.id)).collect();
    // What went wrong, or was answered longest ago, first.
    others.sort_by_key(|candidate| {
        progress.questions.get(&candidate.id).map_or((0, 0), |review| (review.level, review.at))
    });
    let room = MOST_IN_REVIEW.saturating_sub(round.len());
    round.extend(mixed(others.into_iter().take(room)));
    round
}

/// The questions so that one of each concept comes before the second of any.
fn mixed<'a>(wanted: impl Iterator<Item = &'a Candidate>) -> Vec<String> {
    let mut concepts: Vec<&str> = Vec::new();
    let mut by_concept: BTreeMap<&str, VecDeque<&Candidate>> = BTreeMap::new();
    for candidate in wanted {
        if !concepts.contains(&&*candidate.concept) {
            concepts.push(&candidate.concept);
        }
        by_concept.entry(&candidate.concept).or_default().push_back(candidate);
    }
    let mut all = Vec::new();
    while !by_concept.is_empty() {
        for concept in &concepts {
            let Some(waiting) = by_concept.get_mut(concept) else { continue };
            all.extend(waiting.pop_front().map(|candidate| candidate.id.clone()));
            if waiting.is_empty() {
                by_concept.remove(concept);
            }
        }
    }
    all
}

/// How the answers of a concept went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConceptScore {
    /// The concept.
    pub concept: String,
    /// A lesson that explains it.
    pub lesson: String,
    /// Questions whose last answer was right.
    pub right: usize,
    /// Questions answered.
    pub answered: usize,
}

/// How the answers since the round began went, by concept; what went worst comes first.
pub fn by_concept<'a>(
    progress: &Progress,
    asked: impl Iterator<Item = &'a Candidate>,
    began: u64,
) -> Vec<ConceptScore> {
    let mut scores: Vec<ConceptScore> = Vec::new();
    for candidate in asked {
        let review = progress.questions.get(&candidate.id).filter(|review| review.at >= began);
        let Some(review) = review else { continue };
        let known = scores.iter().position(|score| score.concept == candidate.concept);
        let at = known.unwrap_or_else(|| {
            scores.push(ConceptScore {
                concept: candidate.concept.clone(),
                lesson: candidate.lesson.clone(),
                right: 0,
                answered: 0,
            });
            scores.len() - 1
        });
        scores[at].answered += 1;
        scores[at].right += usize::from(review.right);
    }
    scores.sort_by_key(|score| std::cmp::Reverse(score.answered - score.right));
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(now: u64) -> Here {
        Here { now, minutes_ahead: 0 }
    }

    const SURE: Given = Given { right: true, sure: true };
    const SURE_ERROR: Given = Given { right: false, sure: true };
    const GUESS: Given = Given { right: true, sure: false };

    fn due_days(answers: &[Given]) -> Vec<u64> {
        let mut known = None;
        let step = |given: &Given| {
            let review = Review::after(known, *given, 0);
            known = Some(review);
            review.due / DAY
        };
        answers.iter().map(step).collect()
    }

    #[test]
    fn a_sure_error_comes_again_after_one_day_and_after_seven() {
        assert_eq!(due_days(&[SURE_ERROR, SURE, SURE, SURE, SURE]), [1, 7, 21, 60, 60]);
        assert_eq!(due_days(&[SURE, SURE_ERROR, SURE]), [21, 1, 7]);
    }

    #[test]
    fn a_guess_that_was_right_comes_again_sooner_than_knowledge() {
        assert_eq!(due_days(&[GUESS, GUESS, SURE]), [7, 7, 21]);
    }

    #[test]
    fn a_day_is_a_day() {
        let evening = 10 * DAY + 22 * 3_600_000;
        let review = Review::after(None, SURE_ERROR, evening);
        assert!(!review.is_due(utc(evening + 3_600_000)));
        assert!(review.is_due(utc(11 * DAY + 8 * 3_600_000)), "ten hours later");
    }

    #[test]
    fn a_day_ends_at_the_midnight_of_the_person() {
        // 15:30 in Los Angeles, half past eleven in the evening of UTC.
        let afternoon = 10 * DAY + 23 * 3_600_000 + 1_800_000;
        let there = |now| Here { now, minutes_ahead: -8 * 60 };
        let review = Review::after(None, SURE_ERROR, afternoon);
        assert!(!review.is_due(there(afternoon + 3_600_000)), "the same afternoon");
        assert!(review.is_due(there(afternoon + 9 * 3_600_000)), "past midnight");
    }

    #[test]
    fn a_box_that_there_is_none_of_is_the_last() {
        let strange = Review { level: 9, ..Review::after(None, SURE, 0) };
        assert_eq!(Review::after(Some(strange), GUESS, 0).level, DAYS.len() - 1);
        assert_eq!(Review::after(Some(strange), SURE, 0).level, DAYS.len() - 1);
    }

    #[test]
    fn the_summary_is_of_this_round_alone() {
        let all = [candidate("a", "rounding", "units"), candidate("b", "filters", "filter")];
        let mut progress = Progress::default();
        progress.answer("a", SURE, 5);
        progress.answer("b", SURE, 20);
        let scores = by_concept(&progress, all.iter(), 10);
        assert_eq!(scores.iter().map(|score| &*score.concept).collect::<Vec<_>>(), ["filters"]);
    }

    fn candidate(id: &str, concept: &str, lesson: &str) -> Candidate {
        Candidate { id: id.into(), concept: concept.into(), lesson: lesson.into() }
    }

    #[test]
    fn what_is_due_comes_first_then_what_was_begun_and_concepts_take_turns() {
        let all = [
            candidate("new", "sharding", "sharding"),
            candidate("read", "rounding", "units"),
            candidate("due-1", "filters", "filter"),
            candidate("due-2", "filters", "filter"),
            candidate("later", "filters", "filter"),
            candidate("due-3", "pages", "pages"),
        ];
        let mut progress = Progress::default();
        progress.finish_step("units", "a", 0);
        progress.answer("due-1", SURE_ERROR, 0);
        progress.answer("due-2", SURE_ERROR, DAY);
        progress.answer("due-3", SURE_ERROR, 2 * DAY);
        progress.answer("later", SURE, 0);
        let now = 3 * DAY;
        assert_eq!(todays(&progress, &all, utc(now)), ["due-1", "due-3", "read", "new", "due-2"]);
        assert_eq!(count_due(&progress, &all, utc(now)), 3);
    }

    #[test]
    fn a_chosen_round_also_has_what_is_not_due_yet() {
        let all = [
            candidate("right", "a", "l"),
            candidate("new", "b", "l"),
            candidate("wrong", "c", "l"),
        ];
        let mut progress = Progress::default();
        progress.answer("right", SURE, 10);
        progress.answer("wrong", SURE_ERROR, 20);
        assert_eq!(todays(&progress, &all, utc(30)), ["new"]);
        assert_eq!(practice(&progress, &all, utc(30)), ["new", "wrong", "right"]);
    }

    #[test]
    fn a_review_goes_on_where_it_was() {
        let mut progress = Progress::default();
        let session =
            Session { began: 100, questions: vec!["a".into(), "b".into()], of: String::new() };
        progress.answer("a", SURE, 50);
        assert_eq!(session.open(&progress).collect::<Vec<_>>(), ["a", "b"]);
        progress.answer("a", SURE, 150);
        assert_eq!(session.open(&progress).collect::<Vec<_>>(), ["b"]);
        assert!(!session.is_over(utc(200)));
        assert!(session.is_over(utc(100 + DAY)));
    }

    #[test]
    fn the_summary_begins_with_what_went_worst() {
        let all = [
            candidate("a", "rounding", "units"),
            candidate("b", "filters", "filter"),
            candidate("c", "filters", "filter"),
            candidate("d", "pages", "pages"),
        ];
        let mut progress = Progress::default();
        progress.answer("a", SURE, 0);
        progress.answer("b", SURE_ERROR, 0);
        progress.answer("c", SURE, 0);
        let scores = by_concept(&progress, all.iter(), 0);
        let shown = |s: &ConceptScore| (s.concept.clone(), s.right, s.answered);
        assert_eq!(
            scores.iter().map(shown).collect::<Vec<_>>(),
            [("filters".to_owned(), 1, 2), ("rounding".to_owned(), 1, 1)]
        );
    }
}
