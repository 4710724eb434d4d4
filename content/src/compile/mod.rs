//! The compiler: the files in `lessons/` → what the page fetches, or problems with file and line.
//!
//! Owns the format of the files. Needs no engine, so that `trunk serve` can run it in a moment;
//! what only an engine can tell (whether a solution passes) is the checker's.

pub mod expr;
pub mod lesson;
pub mod markdown;
pub mod output;
pub mod reading;
pub mod request;
pub mod source;
pub mod template;

mod agenda;
mod exercise;
mod question;
mod toml_parts;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::agenda::Agenda;
use crate::index::{ExerciseEntry, Index, LessonEntry, LessonFile, QuestionEntry, Unit};
pub use crate::print::slug;
pub use source::{Problem, Source};

/// What the addresses of Learn mean otherwise.
const RESERVED: [&str; 3] = ["review", "build", "level"];

/// The folder of all content, below the root of the repository.
pub const FOLDER: &str = "lessons";

/// Everything that was compiled.
#[derive(Debug)]
pub struct Content {
    /// The units with their lessons' ids, in order.
    pub units: Vec<UnitPlan>,
    /// The topics that are to be covered, in order.
    pub topics: Vec<Topic>,
    /// Every lesson that could be read, in order of the path.
    pub lessons: Vec<LessonFile>,
    /// Every agenda that could be read, the shortest first.
    pub agendas: Vec<Agenda>,
}

/// A unit as `path.toml` has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitPlan {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is about, in a line.
    pub line: String,
    /// The ids of its lessons, in order.
    pub lessons: Vec<String>,
}

/// Something that is to be taught, as `topics.toml` has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// The seeds that have it; empty if none does.
    pub seeds: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PathFile {
    unit: Vec<UnitPlan>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicsFile {
    topic: Vec<Topic>,
}

/// Where the files of a lesson lie, below the root.
pub fn lesson_file(id: &str) -> PathBuf {
    Path::new(FOLDER).join(id).join("lesson.md")
}

/// The file of an exercise.
pub fn exercise_file(lesson: &str, id: &str) -> PathBuf {
    Path::new(FOLDER).join(lesson).join("exercises").join(format!("{id}.toml"))
}

/// The file of a question.
pub fn question_file(lesson: &str, id: &str) -> PathBuf {
    Path::new(FOLDER).join(lesson).join("questions").join(format!("{id}.toml"))
}

/// The folder of the agendas, below that of all content.
const AGENDAS: &str = "agendas";

/// The file of an agenda.
pub fn agenda_file(id: &str) -> PathBuf {
    Path::new(FOLDER).join(AGENDAS).join(format!("{id}.toml"))
}

/// The file that puts lessons into units.
pub fn path_file() -> PathBuf {
    Path::new(FOLDER).join("path.toml")
}

/// Compiles all content below a root. What could be read is there even if something else is wrong.
pub fn compile(root: &Path) -> (Content, Vec<Problem>) {
    let mut problems = Vec::new();
    let path_source = Source::read(root, &path_file());
    let units =
        keep(path_source.clone().and_then(|source| source.toml::<PathFile>()), &mut problems)
            .map_or(Vec::new(), |file| file.unit);
    let topics_file = Path::new(FOLDER).join("topics.toml");
    let topics = Source::read(root, &topics_file).and_then(|source| source.toml::<TopicsFile>());
    let topics = keep(topics, &mut problems).map_or(Vec::new(), |file| file.topic);
    let mut content = Content { units, topics, lessons: Vec::new(), agendas: Vec::new() };

    let listed: Vec<&String> = content.units.iter().flat_map(|unit| &unit.lessons).collect();
    let mut seen = BTreeSet::new();
    for id in &listed {
        let line = path_source.as_ref().map_or(1, |source| line_naming(source, id));
        let problem = |message: String| Problem { file: path_file(), line, message };
        if !seen.insert(*id) {
            problems.push(problem(format!("the lesson `{id}` is listed twice")));
            continue;
        }
        if !root.join(lesson_file(id)).exists() {
            let file = lesson_file(id);
            problems
                .push(problem(format!("there is no lesson `{id}`: {} is missing", file.display())));
            continue;
        }
        let (lesson, wrong) = compile_lesson(root, id);
        content.lessons.extend(lesson);
        problems.extend(wrong);
    }
    for id in folders(&root.join(FOLDER)) {
        if !listed.contains(&&id) && root.join(lesson_file(&id)).exists() {
            problems.push(Problem {
                file: lesson_file(&id),
                line: 1,
                message: format!(
                    "no unit of lessons/path.toml lists `{id}`, so nobody would find it"
                ),
            });
        }
    }
    let folder = Path::new(FOLDER).join(AGENDAS);
    for name in toml_files(&root.join(&folder), &folder, &mut problems) {
        let read = agenda::read(root, &agenda_file(&name), &name, &content.lessons);
        content.agendas.extend(keep(read, &mut problems));
    }
    content.agendas.sort_by_key(|agenda| agenda.minutes);
    problems.extend(check_names(&content));
    (content, problems)
}

/// Compiles one lesson with what belongs to it.
fn compile_lesson(root: &Path, id: &str) -> (Option<LessonFile>, Vec<Problem>) {
    let mut problems = Vec::new();
    if id != slug(id) {
        problems.push(Problem {
            file: lesson_file(id),
            line: 1,
            message: "the name of the folder must be of small letters, digits and hyphens".into(),
        });
    }
    if RESERVED.contains(&id) {
        problems.push(Problem {
            file: lesson_file(id),
            line: 1,
            message: format!("`{id}` is an address of the page already: choose another name"),
        });
    }
    let Some(lesson) = keep(lesson::read(root, &lesson_file(id), id), &mut problems) else {
        return (None, problems);
    };
    let folder = Path::new(FOLDER).join(id);
    let mut exercises = Vec::new();
    for name in
        toml_files(&root.join(&folder).join("exercises"), &folder.join("exercises"), &mut problems)
    {
        let read = exercise::read(root, &exercise_file(id, &name), &name, &lesson);
        exercises.extend(keep(read, &mut problems));
    }
    let mut questions = Vec::new();
    for name in
        toml_files(&root.join(&folder).join("questions"), &folder.join("questions"), &mut problems)
    {
        let read = question::read(root, &question_file(id, &name), &name, &lesson);
        questions.extend(keep(read, &mut problems));
    }
    (Some(LessonFile { lesson, exercises, questions }), problems)
}

/// Ids are unique and topics exist: what no file by itself can tell.
fn check_names(content: &Content) -> Vec<Problem> {
    let mut problems = Vec::new();
    let (mut exercises, mut questions) = (BTreeSet::new(), BTreeSet::new());
    let known = |topics: &[String]| {
        let unknown = topics.iter().find(|id| !content.topics.iter().any(|topic| topic.id == **id));
        unknown.map(|id| format!("there is no topic `{id}` in lessons/topics.toml"))
    };
    for LessonFile { lesson, exercises: of_lesson, questions: asked } in &content.lessons {
        let id = &lesson.id;
        let mut add = |file: PathBuf, message: Option<String>| {
            problems.extend(message.map(|message| Problem { file, line: 1, message }));
        };
        add(lesson_file(id), known(&lesson.topics));
        if lesson.topics.is_empty() {
            add(
                lesson_file(id),
                Some("`topics` is missing: name those of lessons/topics.toml".into()),
            );
        }
        for exercise in of_lesson {
            let file = exercise_file(id, &exercise.id);
            add(file.clone(), known(&exercise.topics));
            let doubled = !exercises.insert(&exercise.id);
            add(file, doubled.then(|| "another lesson has an exercise of this name".into()));
        }
        for question in asked {
            let file = question_file(id, &question.id);
            add(file.clone(), known(&question.topics));
            let doubled = !questions.insert(&question.id);
            add(file, doubled.then(|| "another lesson has a question of this name".into()));
        }
    }
    problems
}

fn keep<T>(result: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

/// The first line that has the name in quotes.
fn line_naming(source: &Source, name: &str) -> crate::Line {
    let at = source.text.find(&format!("\"{name}\"")).unwrap_or(0);
    source.line_at(at)
}

fn folders(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> =
        folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// The names of the TOML files of a folder, without `.toml`. Other files are told, since somebody
/// meant something with them. `shown` is the folder below the root.
fn toml_files(folder: &Path, shown: &Path, problems: &mut Vec<Problem>) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names = Vec::new();
    for entry in entries {
        let file = entry.file_name().to_string_lossy().into_owned();
        match file.strip_suffix(".toml") {
            Some(name) if name == slug(name) => names.push(name.to_owned()),
            _ => problems.push(Problem {
                file: shown.join(&file),
                line: 1,
                message:
                    "a file here is called `<id>.toml`, the id of small letters, digits and hyphens"
                        .into(),
            }),
        }
    }
    names.sort();
    names
}

impl Content {
    /// The index, given the name of the file that holds each lesson. That of the agendas is left out.
    pub fn index(&self, file_of: impl Fn(&LessonFile) -> String) -> Index {
        let entry = |id: &String| {
            let file = self.lessons.iter().find(|file| file.lesson.id == *id)?;
            let LessonFile { lesson, exercises, questions } = file;
            Some(LessonEntry {
                id: lesson.id.clone(),
                title: lesson.title.clone(),
                point: lesson.point.clone(),
                minutes: lesson.minutes,
                steps: lesson.steps.iter().map(|step| step.id.clone()).collect(),
                exercises: exercises
                    .iter()
                    .map(|exercise| ExerciseEntry {
                        id: exercise.id.clone(),
                        title: exercise.title.clone(),
                        parts: exercise.parts.len(),
                    })
                    .collect(),
                questions: questions
                    .iter()
                    .map(|question| QuestionEntry {
                        id: question.id.clone(),
                        concept: question.concept.clone(),
                    })
                    .collect(),
                file: file_of(file),
            })
        };
        let unit = |unit: &UnitPlan| Unit {
            id: unit.id.clone(),
            title: unit.title.clone(),
            line: unit.line.clone(),
            lessons: unit.lessons.iter().filter_map(entry).collect(),
        };
        Index { units: self.units.iter().map(unit).collect(), agendas: String::new() }
    }
}
