//! Which topics are covered by what: a table for the docs, generated.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use content::compile::{Content, Topic};

/// The table's file, below the root.
pub const FILE: &str = "docs/coverage.md";

/// What covers a topic.
struct Covered<'a> {
    topic: &'a Topic,
    lessons: Vec<&'a str>,
    exercises: usize,
    questions: usize,
}

fn covered(content: &Content) -> impl Iterator<Item = Covered<'_>> {
    content.topics.iter().map(|topic| {
        let has = |topics: &[String]| topics.contains(&topic.id);
        let lessons = content.lessons.iter();
        let of_topic = lessons.clone().filter(|file| has(&file.lesson.topics));
        Covered {
            topic,
            lessons: of_topic.map(|file| &*file.lesson.id).collect(),
            exercises: lessons
                .clone()
                .flat_map(|f| &f.exercises)
                .filter(|e| has(&e.topics))
                .count(),
            questions: lessons.flat_map(|f| &f.questions).filter(|q| has(&q.topics)).count(),
        }
    })
}

/// Topics that nothing covers, or no exercise or question.
pub fn gaps(content: &Content) -> Vec<String> {
    covered(content)
        .filter_map(|covered| {
            let lacks = [
                (covered.lessons.is_empty(), "lesson"),
                (covered.exercises == 0, "exercise"),
                (covered.questions == 0, "question"),
            ];
            let lacks: Vec<&str> =
                lacks.into_iter().filter_map(|(lacks, what)| lacks.then_some(what)).collect();
            let topic = &covered.topic.id;
            (!lacks.is_empty()).then(|| format!("`{topic}` has no {}", lacks.join(" and no ")))
        })
        .collect()
}

/// The table as Markdown.
pub fn table(content: &Content) -> String {
    let count = |of: fn(&content::index::LessonFile) -> usize| -> usize {
        content.lessons.iter().map(of).sum()
    };
    let mut text = format!(
        "# What is covered\n\n\
         {} lessons, {} exercises, {} questions. Written by `cargo xtask content check --update`; \
         topics are those of `lessons/topics.toml`, seeds the material that has them.\n\n\
         | topic | seeds | lesson | exercises | questions |\n|---|---|---|---|---|\n",
        content.lessons.len(),
        count(|file| file.exercises.len()),
        count(|file| file.questions.len()),
    );
    for Covered { topic, lessons, exercises, questions } in covered(content) {
        let seeds = topic.seeds.join(", ");
        let lessons = lessons.join(", ");
        let title = &topic.title;
        writeln!(text, "| {title} | {seeds} | {lessons} | {exercises} | {questions} |")
            .expect("a text takes everything");
    }
    text
}

/// Whether the table in the docs is as it should be.
pub fn is_current(root: &Path, content: &Content) -> bool {
    std::fs::read_to_string(root.join(FILE)).is_ok_and(|text| text == table(content))
}

/// Writes the table into the docs.
pub fn update(root: &Path, content: &Content) -> Result<()> {
    let path = root.join(FILE);
    std::fs::create_dir_all(path.parent().unwrap_or(root))?;
    std::fs::write(&path, table(content))
        .with_context(|| format!("{} can't be written", path.display()))
}
