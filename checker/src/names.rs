//! Names that lead somewhere: terms, lessons, places of the page.

use std::path::{Path, PathBuf};

use content::Line;
use content::compile::{Content, Problem, agenda_file, exercise_file, lesson_file, question_file};
use content::exercise::{Exercise, Hint};
use content::index::LessonFile;
use content::lesson::{Lesson, Prediction};
use content::prose::{Block, Inline, Link};
use content::question::{Kind, Question};
use dynamodb_playground::ui::model::glossary::GLOSSARY;

/// Links that lead nowhere, and terms that a lesson says it explains and doesn't.
pub fn check(content: &Content) -> Vec<Problem> {
    let mut problems = Vec::new();
    let lessons: Vec<&str> = content.lessons.iter().map(|file| &*file.lesson.id).collect();
    for LessonFile { lesson, exercises, questions } in &content.lessons {
        let mut links = Vec::new();
        collect_lesson(lesson, &mut links);
        let file = lesson_file(&lesson.id);
        problems.extend(check_terms(lesson, &links, &file));
        problems.extend(check_links(&file, &links, &lessons));
        for exercise in exercises {
            let mut links = Vec::new();
            collect_exercise(exercise, &mut links);
            problems.extend(check_links(
                &exercise_file(&lesson.id, &exercise.id),
                &links,
                &lessons,
            ));
        }
        for question in questions {
            let mut links = Vec::new();
            collect_question(question, &mut links);
            problems.extend(check_links(
                &question_file(&lesson.id, &question.id),
                &links,
                &lessons,
            ));
        }
    }
    for agenda in &content.agendas {
        let mut links = Vec::new();
        collect_prose(&agenda.line, 1, &mut links);
        for block in &agenda.blocks {
            collect_prose(&block.show, block.line, &mut links);
            collect_prose(&block.say, block.line, &mut links);
        }
        problems.extend(check_links(&agenda_file(&agenda.id), &links, &lessons));
    }
    problems
}

/// Links with the lines that they are near.
type Links<'a> = Vec<(&'a Link, Line)>;

fn check_terms(lesson: &Lesson, links: &Links<'_>, file: &Path) -> Vec<Problem> {
    let problem = |message: String| Problem { file: PathBuf::from(file), line: 1, message };
    let mut problems = Vec::new();
    for term in &lesson.terms {
        let is_linked = links.iter().any(|(link, _)| matches!(link, Link::Term(id) if id == term));
        if !is_term(term) {
            problems.push(problem(no_term(term)));
        } else if !is_linked {
            problems.push(problem(format!(
                "`terms` has `{term}`, and no step explains it: write [{term}](term:{term}) where it \
                 first appears"
            )));
        }
    }
    problems
}

fn check_links(file: &Path, links: &Links<'_>, lessons: &[&str]) -> Vec<Problem> {
    const PLACES: [&str; 8] = [
        "#/explore",
        "#/compare",
        "#/partitions",
        "#/quiz",
        "#/learn",
        "#/glossary",
        "#/workshop",
        "#/",
    ];
    let wrong = links.iter().filter_map(|(link, line)| {
        let message = match link {
            Link::Term(id) if !is_term(id) => no_term(id),
            Link::Lesson(id) if !lessons.contains(&&**id) => format!("there is no lesson `{id}`"),
            Link::Place(place)
                if !PLACES.iter().any(|known| {
                    place == known || (*known != "#/" && place.starts_with(&format!("{known}/")))
                }) =>
            {
                format!("there is no place `{place}`")
            }
            _ => return None,
        };
        Some(Problem { file: file.to_owned(), line: (*line).max(1), message })
    });
    wrong.collect()
}

fn is_term(id: &str) -> bool {
    GLOSSARY.iter().any(|entry| entry.id == id)
}

fn no_term(id: &str) -> String {
    let like = GLOSSARY.iter().find(|entry| entry.id.contains(id) || id.contains(entry.id));
    match like {
        Some(like) => format!("the glossary has no term `{id}`; did you mean `{}`?", like.id),
        None => format!("the glossary has no term `{id}`; src/ui/model/glossary.rs lists all"),
    }
}

fn collect_prose<'a>(prose: &'a [Block], line: Line, into: &mut Links<'a>) {
    for block in prose {
        match block {
            Block::Paragraph(text) => collect_text(text, line, into),
            Block::List { items, .. } => {
                items.iter().for_each(|item| collect_prose(item, line, into))
            }
            Block::Table { head, rows } => {
                head.iter().chain(rows.iter().flatten()).for_each(|c| collect_text(c, line, into));
            }
            Block::Code { .. } => {}
        }
    }
}

fn collect_text<'a>(text: &'a [Inline], line: Line, into: &mut Links<'a>) {
    for inline in text {
        match inline {
            Inline::Link { to, text } => {
                into.push((to, line));
                collect_text(text, line, into);
            }
            Inline::Strong(text) | Inline::Emphasis(text) => collect_text(text, line, into),
            Inline::If { then, otherwise, .. } => {
                collect_text(then, line, into);
                collect_text(otherwise, line, into);
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Value(_) => {}
        }
    }
}

fn collect_lesson<'a>(lesson: &'a Lesson, into: &mut Links<'a>) {
    collect_text(&lesson.point, 1, into);
    collect_prose(&lesson.instructor, 1, into);
    for step in &lesson.steps {
        collect_prose(&step.text, step.line, into);
        if let Some(predict) = &step.predict {
            collect_prose(&predict.prompt, predict.line, into);
            if let Prediction::Choice(choices) = &predict.answer {
                choices.iter().for_each(|choice| collect_text(&choice.text, predict.line, into));
            }
        }
        step.runs.iter().for_each(|run| collect_text(&run.caption, run.line, into));
        collect_prose(&step.explain, step.line, into);
        if let Some(attempt) = &step.attempt {
            collect_prose(&attempt.text, attempt.line, into);
        }
    }
}

fn collect_exercise<'a>(exercise: &'a Exercise, into: &mut Links<'a>) {
    collect_prose(&exercise.intro, exercise.line, into);
    for part in &exercise.parts {
        collect_prose(&part.task, part.line, into);
        for hint in &part.hints {
            let (Hint::Text(text) | Hint::Blocks { text, .. }) = hint;
            collect_prose(text, part.line, into);
        }
        collect_prose(&part.solution.why, part.solution.line, into);
    }
    exercise.wrong.iter().for_each(|wrong| collect_text(&wrong.says, wrong.line, into));
}

fn collect_question<'a>(question: &'a Question, into: &mut Links<'a>) {
    collect_prose(&question.prompt, question.line, into);
    collect_prose(&question.explain, question.line, into);
    match &question.kind {
        Kind::Choose(choices) | Kind::ChooseAll(choices) => choices.iter().for_each(|choice| {
            collect_text(&choice.text, choice.line, into);
            collect_prose(&choice.why, choice.line, into);
        }),
        Kind::Number { beliefs, .. } => {
            beliefs.iter().for_each(|belief| collect_prose(&belief.why, belief.line, into));
        }
        Kind::Costly(options) => {
            options.iter().for_each(|option| collect_prose(&option.why, option.line, into));
        }
        Kind::Match { distractors, .. } => {
            distractors.iter().for_each(|other| collect_prose(&other.why, other.line, into));
        }
        Kind::Error(choices) => {
            choices.iter().for_each(|choice| collect_prose(&choice.why, choice.line, into));
        }
        Kind::Order(_) => {}
    }
}
