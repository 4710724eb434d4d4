//! How lessons read: the length of steps and sentences, and words that are not to be said.

use std::path::Path;

use super::{Content, Problem, agenda_file, exercise_file, lesson_file, question_file};
use crate::Line;
use crate::agenda::Agenda;
use crate::exercise::{Exercise, Hint};
use crate::index::LessonFile;
use crate::lesson::Lesson;
use crate::prose::{self, Block, Inline};
use crate::question::{Kind, Question};
use crate::wording::{BANNED, says};

/// Words of a step's text, which is what there is to read before the run.
pub const MOST_STEP_WORDS: usize = 120;
/// Words of an explanation.
pub const MOST_EXPLAIN_WORDS: usize = 120;
/// Words of a sentence.
pub const MOST_SENTENCE_WORDS: usize = 30;
/// Words of the average sentence of a file.
pub const MOST_MEAN_WORDS: usize = 17;

/// A text with the line to report.
struct Passage<'a> {
    prose: &'a [Block],
    line: Line,
}

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

fn check_words(file: &Path, passages: &[Passage<'_>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut lengths = Vec::new();
    for passage in passages {
        let mut problem = |message: String| {
            problems.push(Problem { file: file.to_owned(), line: passage.line.max(1), message });
        };
        for sentence in sentences(passage.prose) {
            let words = count_words(&sentence);
            lengths.push(words);
            if words > MOST_SENTENCE_WORDS {
                problem(format!(
                    "a sentence of {words} words, {MOST_SENTENCE_WORDS} are the most: “{sentence}”"
                ));
            }
            for banned in BANNED.iter().filter(|banned| !banned.allowed_in_lessons) {
                let word = banned.words.iter().find(|word| says(&sentence, word, banned.allowed));
                if let Some(word) = word {
                    problem(format!("“{sentence}” has “{word}”; say {}", banned.say));
                }
            }
        }
    }
    let total: usize = lengths.iter().sum();
    if !lengths.is_empty() && total > MOST_MEAN_WORDS * lengths.len() {
        problems.push(Problem {
            file: file.to_owned(),
            line: 1,
            message: format!(
                "the average sentence has {} words, {MOST_MEAN_WORDS} are the most: cut some in two",
                total.div_ceil(lengths.len())
            ),
        });
    }
    problems
}

fn count_words(sentence: &str) -> usize {
    sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// The sentences of prose. Code blocks have none, and each part of an `if` is read by itself
/// behind what stands before it.
fn sentences(prose: &[Block]) -> Vec<String> {
    let mut sentences = Vec::new();
    for block in prose {
        match block {
            Block::Paragraph(text) => sentences_of(text, &mut sentences),
            Block::List { items, .. } => {
                items.iter().for_each(|item| sentences.extend(self::sentences(item)));
            }
            Block::Table { head, rows } => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| sentences_of(cell, &mut sentences));
            }
            Block::Code { .. } => {}
        }
    }
    sentences
}

fn sentences_of(text: &[Inline], into: &mut Vec<String>) {
    // The longer way through each `if`: both are sentences that somebody reads.
    let mut line = String::new();
    push_longer(text, &mut line);
    let mut sentence = String::new();
    let mut words = line.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if !sentence.is_empty() {
            sentence.push(' ');
        }
        sentence.push_str(word);
        let bare = word.trim_end_matches(['"', '”', '’', ')', '*']);
        let ends = bare.ends_with(['.', '?', '!', ':']) && !["e.g.", "i.e."].contains(&bare);
        if ends || words.peek().is_none() {
            into.push(std::mem::take(&mut sentence));
        }
    }
}

fn push_longer(text: &[Inline], into: &mut String) {
    for inline in text {
        match inline {
            Inline::Text(text) => into.push_str(text),
            // Code is one word, whatever it holds: its dots end no sentence.
            Inline::Code(_) => into.push_str("code"),
            Inline::Value(_) => into.push('1'),
            Inline::Strong(text) | Inline::Emphasis(text) | Inline::Link { text, .. } => {
                push_longer(text, into);
            }
            Inline::If { then, otherwise, .. } => {
                let longer = prose::words_of_text(then) >= prose::words_of_text(otherwise);
                push_longer(if longer { then } else { otherwise }, into);
            }
        }
    }
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

fn of_exercise(exercise: &Exercise) -> Vec<Passage<'_>> {
    let mut passages = vec![Passage { prose: &exercise.intro, line: exercise.line }];
    for part in &exercise.parts {
        passages.push(Passage { prose: &part.task, line: part.line });
        for hint in &part.hints {
            let (Hint::Text(text) | Hint::Blocks { text, .. }) = hint;
            passages.push(Passage { prose: text, line: part.line });
        }
        passages.push(Passage { prose: &part.solution.why, line: part.solution.line });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::expr::Scope;
    use crate::compile::markdown;

    #[test]
    fn sentences_end_at_their_marks_and_code_is_a_word() {
        let text = "One `a.b. c` two. Three *four*? Five, e.g. six (seven).\n\n- eight\n- nine";
        let prose = markdown::prose(text, &Scope::default()).unwrap();
        let read = sentences(&prose);
        assert_eq!(
            read,
            ["One code two.", "Three four?", "Five, e.g. six (seven).", "eight", "nine"]
        );
    }

    #[test]
    fn long_sentences_and_banned_words_are_told() {
        let long = "word ".repeat(31);
        let prose = markdown::prose(&format!("{long}.\n\nIt was refused."), &Scope::default());
        let prose = prose.unwrap();
        let problems = check_words(Path::new("x"), &[Passage { prose: &prose, line: 4 }]);
        let messages: Vec<&str> = problems.iter().map(|p| &*p.message).collect();
        assert!(messages[0].contains("31 words"), "{messages:?}");
        assert!(messages[1].contains("throttled, rejected"), "{messages:?}");
        assert_eq!(problems[0].line, 4);
    }
}
