//! The quiz as it is shown: one question with its choices, the feedback, the score and the summary.
//!
//! Owns letters, states and sentences. Refuses to know which answers are right: the quiz says so.

use crate::learn::quiz::{Choice, Question, Quiz, Score};

/// What a choice looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceState {
    /// The question is not answered yet.
    Open,
    /// Chosen, and right.
    ChosenRight,
    /// Chosen, and wrong.
    ChosenWrong,
    /// Right, but another was chosen.
    MissedRight,
    /// Neither chosen nor right.
    Other,
}

impl ChoiceState {
    /// What stands beside the choice, so that it is not told by colour alone.
    pub fn words(self) -> Option<&'static str> {
        match self {
            ChoiceState::ChosenRight => Some("Your answer: correct"),
            ChoiceState::ChosenWrong => Some("Your answer: incorrect"),
            ChoiceState::MissedRight => Some("Correct answer"),
            ChoiceState::Open | ChoiceState::Other => None,
        }
    }
}

/// One choice in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChoiceView {
    /// Its index in the question, which the answer is saved by.
    pub index: usize,
    /// The letter of its place.
    pub letter: char,
    /// The answer.
    pub text: &'static str,
    /// What it looks like.
    pub state: ChoiceState,
}

/// What is said once a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// Whether the answer was right.
    pub right: bool,
    /// The verdict.
    pub headline: String,
    /// Why the chosen answer is right or wrong.
    pub why: &'static str,
    /// When it was wrong: why the right one is right.
    pub right_why: Option<&'static str>,
}

/// One step of the progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Not answered.
    Open,
    /// Answered rightly.
    Right,
    /// Answered wrongly.
    Wrong,
}

impl Step {
    /// A mark that does not need colour.
    pub fn mark(self) -> &'static str {
        match self {
            Step::Open => "",
            Step::Right => "✓",
            Step::Wrong => "✗",
        }
    }

    /// The state in words.
    pub fn words(self) -> &'static str {
        match self {
            Step::Open => "not answered",
            Step::Right => "correct",
            Step::Wrong => "incorrect",
        }
    }
}

/// The choices of a question in the order of this attempt.
pub fn choices(quiz: &Quiz, question: &Question) -> Vec<ChoiceView> {
    let chosen = quiz.answered(question).map(|answered| answered.index);
    let view = |(index, letter): (usize, char)| {
        let choice = &question.choices[index];
        ChoiceView { index, letter, text: choice.text, state: state(choice, index, chosen) }
    };
    quiz.order(question).into_iter().zip('A'..).map(view).collect()
}

fn state(choice: &Choice, index: usize, chosen: Option<usize>) -> ChoiceState {
    match (chosen, choice.right) {
        (None, _) => ChoiceState::Open,
        (Some(chosen), true) if chosen == index => ChoiceState::ChosenRight,
        (Some(chosen), false) if chosen == index => ChoiceState::ChosenWrong,
        (Some(_), true) => ChoiceState::MissedRight,
        (Some(_), false) => ChoiceState::Other,
    }
}

/// The feedback to a question, once it is answered.
pub fn feedback(quiz: &Quiz, question: &Question) -> Option<Feedback> {
    let chosen = quiz.answered(question)?.choice;
    let right = choices(quiz, question).into_iter().find(|c| question.choices[c.index].right)?;
    let headline = match chosen.right {
        true => "Correct.".into(),
        false => format!("Incorrect. The correct answer is {}.", right.letter),
    };
    let right_why = (!chosen.right).then_some(question.choices[right.index].why);
    Some(Feedback { right: chosen.right, headline, why: chosen.why, right_why })
}

/// The state of every question, in order.
pub fn steps(quiz: &Quiz, questions: &[Question]) -> Vec<Step> {
    let step = |question: &Question| match quiz.answered(question) {
        None => Step::Open,
        Some(answered) if answered.choice.right => Step::Right,
        Some(_) => Step::Wrong,
    };
    questions.iter().map(step).collect()
}

/// Where to go on: the next open question after this one, or the first open one before it.
pub fn next_open(steps: &[Step], after: Option<usize>) -> Option<usize> {
    let from = after.map_or(0, |index| index + 1);
    let open = |index: &usize| steps[*index] == Step::Open;
    (from..steps.len()).find(open).or_else(|| (0..from.min(steps.len())).find(open))
}

/// The score in words.
pub fn score_words(score: Score) -> String {
    match score.answered {
        0 => format!("{} questions, none answered yet", score.total),
        answered => format!("{} of {answered} correct, {} questions", score.right, score.total),
    }
}

/// The summary, once every question is answered.
pub fn summary_words(score: Score) -> Option<String> {
    if score.total == 0 || score.answered < score.total {
        return None;
    }
    Some(match score.total - score.right {
        0 => format!("All {} correct. Nothing to review.", score.total),
        1 => format!("{} of {} correct. One to review:", score.right, score.total),
        wrong => format!("{} of {} correct. {wrong} to review:", score.right, score.total),
    })
}

/// The places of the questions to repeat.
pub fn to_repeat(steps: &[Step]) -> Vec<usize> {
    (0..steps.len()).filter(|index| steps[*index] == Step::Wrong).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::questions;

    fn index_of(question: &Question, right: bool) -> usize {
        question.choices.iter().position(|choice| choice.right == right).unwrap()
    }

    fn answered(rights: &[bool]) -> (Quiz, Vec<Question>) {
        let (mut quiz, questions) = (Quiz::new(7), questions());
        for (question, right) in questions.iter().zip(rights) {
            quiz.answer(question, index_of(question, *right));
        }
        (quiz, questions)
    }

    #[test]
    fn choices_come_in_the_order_of_the_attempt_with_letters_of_their_place() {
        let (quiz, questions) = answered(&[]);
        let views = choices(&quiz, &questions[0]);
        assert_eq!(views.iter().map(|v| v.letter).collect::<String>(), "ABCD");
        let order: Vec<_> = views.iter().map(|v| v.index).collect();
        assert_eq!(order, quiz.order(&questions[0]));
        assert!(views.iter().all(|v| v.state == ChoiceState::Open));
        assert_eq!(feedback(&quiz, &questions[0]), None);
    }

    #[test]
    fn a_wrong_answer_shows_what_was_right_and_why() {
        let (quiz, questions) = answered(&[false]);
        let views = choices(&quiz, &questions[0]);
        let count = |state| views.iter().filter(|v| v.state == state).count();
        assert_eq!(count(ChoiceState::ChosenWrong), 1);
        assert_eq!(count(ChoiceState::MissedRight), 1);
        assert_eq!(count(ChoiceState::Other), 2);
        let right = views.iter().find(|v| v.state == ChoiceState::MissedRight).unwrap();
        let feedback = feedback(&quiz, &questions[0]).unwrap();
        assert!(feedback.headline.ends_with(&format!("is {}.", right.letter)));
        assert_eq!(feedback.right_why, Some(questions[0].choices[right.index].why));
    }

    #[test]
    fn a_right_answer_is_explained_once() {
        let (quiz, questions) = answered(&[true]);
        let feedback = feedback(&quiz, &questions[0]).unwrap();
        assert_eq!((feedback.right, feedback.right_why), (true, None));
    }

    #[test]
    fn going_on_finds_the_next_open_question_and_wraps_around() {
        let steps = [Step::Open, Step::Right, Step::Open, Step::Wrong];
        assert_eq!(next_open(&steps, None), Some(0));
        assert_eq!(next_open(&steps, Some(0)), Some(2));
        assert_eq!(next_open(&steps, Some(2)), Some(0));
        assert_eq!(next_open(&[Step::Right], Some(0)), None);
        assert_eq!(next_open(&[], Some(9)), None);
    }

    #[test]
    fn the_summary_comes_last_and_names_what_to_repeat() {
        let (quiz, questions) = answered(&[true, false, true]);
        let score = quiz.score(&questions);
        assert_eq!(score_words(score), "2 of 3 correct, 8 questions");
        assert_eq!(summary_words(score), None);
        let (quiz, questions) = answered(&[true, false, true, true, false, true, true, true]);
        assert_eq!(summary_words(quiz.score(&questions)).unwrap(), "6 of 8 correct. 2 to review:");
        assert_eq!(to_repeat(&steps(&quiz, &questions)), [1, 4]);
    }
}
