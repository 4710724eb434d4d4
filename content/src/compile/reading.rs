//! How lessons read: the length of steps, and of all that belongs to them what `reading` says.

use std::path::Path;

use super::{Content, Problem, agenda_file, exercise_file, lesson_file, question_file};
use crate::agenda::Agenda;
use crate::index::LessonFile;
use crate::lesson::Lesson;
use crate::prose;
use crate::question::{Kind, Question};
use crate::reading::{self, Passage, of_exercise};

/// Words of a step's text, which is what there is to read before the run.
pub const MOST_STEP_WORDS: usize = 120;
/// Words of an explanation.
pub const MOST_EXPLAIN_WORDS: usize = 120;

/// What is wrong with the words of a lesson and what belongs to it.
pub fn check(content: &Content) -> Vec<Problem> {
    let mut problems = Vec::new();
    for LessonFile { lesson, exercises, questions } in &content.lessons {
        let file = lesson_file(&lesson.id);
        problems.extend(check_lengths(lesson, &file));
        problems.extend(check_words(&file, &of_lesson(lesson)));
        for exercise in exercises {
            let file = exercise_file(&lesson.id, &exercise.id);
            problems.extend(check_words(&file, &of_exercise(exercise)));
        }
        for question in questions {
            let file = question_file(&lesson.id, &question.id);
            problems.extend(check_words(&file, &of_question(question)));
        }
    }
    for agenda in &content.agendas {
        problems.extend(check_words(&agenda_file(&agenda.id), &of_agenda(agenda)));
    }
    problems
}

fn check_words(file: &Path, passages: &[Passage<'_>]) -> Vec<Problem> {
    let problem = |(line, message)| Problem { file: file.to_owned(), line, message };
    reading::check(passages).into_iter().map(problem).collect()
}

fn check_lengths(lesson: &Lesson, file: &Path) -> Vec<Problem> {
    let mut problems = Vec::new();
    for step in &lesson.steps {
        let parts = [
            ("the text", &step.text, MOST_STEP_WORDS),
            ("the explanation", &step.explain, MOST_EXPLAIN_WORDS),
        ];
        for (what, text, most) in parts {
            let words = prose::words(text);
            if words > most {
                problems.push(Problem {
                    file: file.to_owned(),
                    line: step.line,
                    message: format!("{what} of this step has {words} words; {most} are the most"),
                });
            }
        }
    }
    problems
}

fn of_lesson(lesson: &Lesson) -> Vec<Passage<'_>> {
    let mut passages = vec![Passage { prose: &lesson.instructor, line: 1 }];
    for step in &lesson.steps {
        passages.push(Passage { prose: &step.text, line: step.line });
        if let Some(predict) = &step.predict {
            passages.push(Passage { prose: &predict.prompt, line: predict.line });
        }
        passages.push(Passage { prose: &step.explain, line: step.line });
        if let Some(attempt) = &step.attempt {
            passages.push(Passage { prose: &attempt.text, line: attempt.line });
        }
    }
    passages
}

fn of_question(question: &Question) -> Vec<Passage<'_>> {
    let mut passages = vec![
        Passage { prose: &question.prompt, line: question.line },
        Passage { prose: &question.explain, line: question.line },
    ];
    let mut add = |prose, line| passages.push(Passage { prose, line });
    match &question.kind {
        Kind::Choose(choices) | Kind::ChooseAll(choices) => {
            choices.iter().for_each(|choice| add(&choice.why, choice.line));
        }
        Kind::Number { beliefs, .. } => beliefs.iter().for_each(|b| add(&b.why, b.line)),
        Kind::Costly(options) => options.iter().for_each(|option| add(&option.why, option.line)),
        Kind::Match { distractors, .. } => distractors.iter().for_each(|d| add(&d.why, d.line)),
        Kind::Error(choices) => choices.iter().for_each(|choice| add(&choice.why, choice.line)),
        Kind::Order(_) => {}
    }
    passages
}

fn of_agenda(agenda: &Agenda) -> Vec<Passage<'_>> {
    let mut passages = vec![Passage { prose: &agenda.line, line: 1 }];
    for block in &agenda.blocks {
        passages.push(Passage { prose: &block.show, line: block.line });
        passages.push(Passage { prose: &block.say, line: block.line });
    }
    passages
}
