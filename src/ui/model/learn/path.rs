//! The path: every lesson with how far one is, and where to go on.

use content::index::{ExerciseEntry, Index, LessonEntry};

use super::progress::Progress;
use super::review::Candidate;
use super::route::LearnRoute;
use crate::ui::model::words::plural;

/// The key of an exercise's progress.
pub fn exercise_key(lesson: &str, exercise: &str) -> String {
    format!("{lesson}/{exercise}")
}

/// How far a lesson is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// Steps finished.
    pub steps: usize,
    /// Steps in all.
    pub of_steps: usize,
    /// Exercises of which all parts are solved.
    pub exercises: usize,
    /// Exercises in all.
    pub of_exercises: usize,
    /// Questions whose last answer was right.
    pub questions: usize,
    /// Questions in all.
    pub of_questions: usize,
}

/// Whether all parts of an exercise are solved.
pub fn is_solved(lesson: &str, entry: &ExerciseEntry, progress: &Progress) -> bool {
    let attempted = progress.exercises.get(&exercise_key(lesson, &entry.id));
    attempted.is_some_and(|attempted| attempted.solved.len() >= entry.parts)
}

impl Done {
    /// How far this lesson is.
    pub fn of(lesson: &LessonEntry, progress: &Progress) -> Self {
        let finished = |step: &&String| progress.has_finished(&lesson.id, step);
        let right = |id: &String| progress.questions.get(id).is_some_and(|review| review.right);
        Self {
            steps: lesson.steps.iter().filter(finished).count(),
            of_steps: lesson.steps.len(),
            exercises: lesson
                .exercises
                .iter()
                .filter(|entry| is_solved(&lesson.id, entry, progress))
                .count(),
            of_exercises: lesson.exercises.len(),
            questions: lesson.questions.iter().filter(|entry| right(&entry.id)).count(),
            of_questions: lesson.questions.len(),
        }
    }

    /// Whether every step is finished.
    pub fn is_read(self) -> bool {
        self.steps == self.of_steps
    }

    /// "2 of 4 steps", and once those are done what is left besides them.
    pub fn words(self) -> String {
        if self.steps == 0 {
            return "Not started".to_owned();
        }
        if !self.is_read() {
            return format!("{} of {} steps", self.steps, self.of_steps);
        }
        let exercises = (self.of_exercises - self.exercises) as u64;
        let questions = (self.of_questions - self.questions) as u64;
        let left = [
            (exercises, plural(exercises, "exercise", "exercises")),
            (questions, plural(questions, "question", "questions")),
        ];
        let left: Vec<String> =
            left.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
        match left.is_empty() {
            true => "Done".to_owned(),
            false => format!("Steps done, {} left", left.join(" and ")),
        }
    }
}

/// Every lesson, in order.
pub fn lessons(index: &Index) -> impl Iterator<Item = &LessonEntry> {
    index.units.iter().flat_map(|unit| &unit.lessons)
}

/// The lesson of this id.
pub fn lesson<'a>(index: &'a Index, id: &str) -> Option<&'a LessonEntry> {
    lessons(index).find(|lesson| lesson.id == id)
}

/// The step to go on with in a lesson: the first that isn't finished, or else the first of all.
pub fn next_step<'a>(lesson: &'a LessonEntry, progress: &Progress) -> Option<&'a String> {
    let open = lesson.steps.iter().find(|step| !progress.has_finished(&lesson.id, step));
    open.or(lesson.steps.first())
}

/// The lesson behind this one.
pub fn next_lesson<'a>(index: &'a Index, id: &str) -> Option<&'a LessonEntry> {
    lessons(index).skip_while(|lesson| lesson.id != id).nth(1)
}

/// Where to go on, and the words of the button: the lesson where one was, or the first that isn't
/// finished behind it. `None` when everything is finished.
pub fn go_on(index: &Index, progress: &Progress) -> Option<(LearnRoute, String)> {
    let is_open = |lesson: &&LessonEntry| !Done::of(lesson, progress).is_read();
    let last = progress.last.as_ref().map(|bookmark| bookmark.lesson.as_str());
    let from_last = || {
        let known = last.filter(|id| lesson(index, id).is_some())?;
        lessons(index).skip_while(|lesson| lesson.id != known).find(is_open)
    };
    let entry = from_last().or_else(|| lessons(index).find(is_open))?;
    let verb = if progress.lessons.is_empty() && last.is_none() { "Start" } else { "Continue" };
    let step = next_step(entry, progress).cloned();
    let route = LearnRoute::Step { lesson: entry.id.clone(), step };
    Some((route, format!("{verb}: {}", entry.title)))
}

/// Every question that there is.
pub fn candidates(index: &Index) -> Vec<Candidate> {
    let of_lesson = |lesson: &LessonEntry| {
        let candidate = |entry: &content::index::QuestionEntry| Candidate {
            id: entry.id.clone(),
            concept: entry.concept.clone(),
            lesson: lesson.id.clone(),
        };
        lesson.questions.iter().map(candidate).collect::<Vec<_>>()
    };
    lessons(index).flat_map(of_lesson).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::model::learn::review::Given;
    use content::index::{QuestionEntry, Unit};

    fn entry(id: &str, steps: &[&str]) -> LessonEntry {
        LessonEntry {
            id: id.into(),
            title: format!("About {id}"),
            point: Vec::new(),
            minutes: 5,
            steps: steps.iter().map(|step| (*step).to_owned()).collect(),
            exercises: vec![ExerciseEntry { id: "one".into(), title: "One".into(), parts: 1 }],
            questions: vec![QuestionEntry { id: format!("{id}-q"), concept: "c".into() }],
            file: format!("{id}.json"),
        }
    }

    fn index() -> Index {
        let unit = |id: &str, lessons| Unit {
            id: id.into(),
            title: id.into(),
            line: String::new(),
            lessons,
        };
        Index {
            units: vec![
                unit("first", vec![entry("keys", &["a", "b"]), entry("hash", &["a"])]),
                unit("second", vec![entry("cost", &["a"])]),
            ],
            agendas: String::new(),
        }
    }

    #[test]
    fn one_goes_on_where_one_was_and_then_to_what_is_open() {
        let (index, mut progress) = (index(), Progress::default());
        let next = |progress: &Progress| {
            go_on(&index, progress).map(|(route, words)| (route.to_fragment(), words))
        };
        let at = |address: &str, words: &str| Some((address.to_owned(), words.to_owned()));
        assert_eq!(next(&progress), at("#/learn/keys/a", "Start: About keys"));
        progress.finish_step("keys", "a", 1);
        progress.stand_at("keys", "b", 1);
        assert_eq!(next(&progress), at("#/learn/keys/b", "Continue: About keys"));
        progress.finish_step("hash", "a", 2);
        progress.stand_at("hash", "a", 2);
        assert_eq!(next(&progress), at("#/learn/cost/a", "Continue: About cost"));
        progress.finish_step("cost", "a", 3);
        assert_eq!(next(&progress), at("#/learn/keys/b", "Continue: About keys"));
        progress.finish_step("keys", "b", 4);
        assert_eq!(next(&progress), None);
    }

    #[test]
    fn an_exercise_is_solved_when_all_its_parts_are() {
        let exercise = ExerciseEntry { id: "two".into(), title: "Two".into(), parts: 2 };
        let mut progress = Progress::default();
        let key = exercise_key("keys", "two");
        assert!(!is_solved("keys", &exercise, &progress));
        progress.solve(&key, "write", 1);
        assert!(!is_solved("keys", &exercise, &progress), "one of two");
        progress.solve(&key, "read", 2);
        assert!(is_solved("keys", &exercise, &progress));
    }

    #[test]
    fn a_lesson_that_is_gone_leads_to_the_first_open_one() {
        let mut progress = Progress::default();
        progress.stand_at("gone", "a", 1);
        let (route, _) = go_on(&index(), &progress).unwrap();
        assert_eq!(route.to_fragment(), "#/learn/keys/a");
    }

    #[test]
    fn a_lesson_says_how_far_one_is() {
        let (index, mut progress) = (index(), Progress::default());
        let words = |p: &Progress| Done::of(lesson(&index, "keys").unwrap(), p).words();
        assert_eq!(words(&progress), "Not started");
        progress.finish_step("keys", "a", 1);
        progress.finish_step("keys", "a-step-of-an-older-text", 1);
        assert_eq!(words(&progress), "1 of 2 steps");
        progress.finish_step("keys", "b", 1);
        progress.solve("keys/one", "answer", 1);
        assert_eq!(words(&progress), "Steps done, 1 question left");
        let done = Done::of(lesson(&index, "keys").unwrap(), &progress);
        assert_eq!((done.exercises, done.of_exercises, done.questions), (1, 1, 0));
        progress.answer("keys-q", Given { right: true, sure: true }, 2);
        assert_eq!(words(&progress), "Done");
    }

    #[test]
    fn lessons_follow_one_another_across_units() {
        let index = index();
        let next = |id: &str| next_lesson(&index, id).map(|lesson| lesson.id.as_str());
        assert_eq!((next("keys"), next("hash"), next("cost")), (Some("hash"), Some("cost"), None));
        assert_eq!(candidates(&index).len(), 3);
    }
}
