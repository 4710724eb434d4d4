//! Makes a lesson, an exercise or a question that runs, to be changed into what is meant.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use content::compile::{FOLDER, exercise_file, lesson_file, path_file, question_file, slug};

const LESSON: &str = include_str!("scaffold/lesson.md");
const EXERCISE: &str = include_str!("scaffold/exercise.toml");
const QUESTION: &str = include_str!("scaffold/question.toml");

/// What can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A lesson, `id`.
    Lesson,
    /// An exercise, `lesson/id`.
    Exercise,
    /// A question, `lesson/id`.
    Question,
}

/// Makes it, and returns its file.
pub fn make(root: &Path, what: What, id: &str) -> Result<PathBuf> {
    let file = match (what, id.split_once('/')) {
        (What::Lesson, None) => lesson_file(id),
        (What::Exercise, Some((lesson, id))) => exercise_file(lesson, id),
        (What::Question, Some((lesson, id))) => question_file(lesson, id),
        (What::Lesson, Some(_)) => bail!("a lesson's id has no slash"),
        _ => bail!("say of which lesson: `lesson-id/{id}`"),
    };
    let name = id.rsplit('/').next().unwrap_or(id);
    ensure!(name == slug(name) && !name.is_empty(), "an id has small letters, digits and hyphens");
    if let Some((lesson, _)) = id.split_once('/') {
        ensure!(root.join(lesson_file(lesson)).exists(), "there is no lesson `{lesson}`");
    }
    let path = root.join(&file);
    ensure!(!path.exists(), "{} is there already", file.display());
    let folder = path.parent().context("the file lies in a folder")?;
    fs::create_dir_all(folder)?;
    let text = match what {
        What::Lesson => LESSON,
        What::Exercise => EXERCISE,
        What::Question => QUESTION,
    };
    fs::write(&path, text)?;
    if what == What::Lesson {
        list(root, id)?;
    }
    Ok(file)
}

/// Lists a new lesson as the last of the last unit that has none, or of the last unit.
fn list(root: &Path, id: &str) -> Result<()> {
    let path = root.join(path_file());
    let text = fs::read_to_string(&path).with_context(|| format!("{FOLDER}/path.toml"))?;
    let Some(at) = text.rfind("lessons = [").map(|at| at + "lessons = [".len()) else {
        bail!("{FOLDER}/path.toml has no `lessons = [` to list the lesson in");
    };
    let empty = text[at..].trim_start().starts_with(']');
    let entry = if empty { format!("\"{id}\"") } else { format!("\"{id}\", ") };
    fs::write(&path, format!("{}{entry}{}", &text[..at], &text[at..]))?;
    Ok(())
}
