//! What the page fetches: an index, and a file for each lesson.

use serde::{Deserialize, Serialize};

use crate::exercise::Exercise;
use crate::lesson::Lesson;
use crate::prose::Text;
use crate::question::Question;

/// The name of the index's file.
pub const INDEX_FILE: &str = "index.json";

/// `content/index.json`: the path through all lessons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The units, in order.
    pub units: Vec<Unit>,
    /// The file that holds the agendas of workshops; empty if there are none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agendas: String,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its id: `what-it-costs`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is about, in a line.
    pub line: String,
    /// Its lessons, in order.
    pub lessons: Vec<LessonEntry>,
}

/// A lesson in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonEntry {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its point.
    pub point: Text,
    /// How long it takes.
    pub minutes: u32,
    /// Its steps, in order.
    pub steps: Vec<String>,
    /// The ids of its exercises with their titles, in the order of their files' names.
    pub exercises: Vec<ExerciseEntry>,
    /// Its questions.
    pub questions: Vec<QuestionEntry>,
    /// The file that holds it, below the index's folder: its name changes with what it holds, so
    /// that it may be kept for ever.
    pub file: String,
}

/// An exercise in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExerciseEntry {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many parts it has.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub parts: usize,
}

/// What most exercises have.
fn one() -> usize {
    1
}

fn is_one(parts: &usize) -> bool {
    *parts == 1
}

/// A question in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionEntry {
    /// Its id.
    pub id: String,
    /// Its concept.
    pub concept: String,
}

/// A lesson with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonFile {
    /// The lesson.
    pub lesson: Lesson,
    /// Its exercises.
    pub exercises: Vec<Exercise>,
    /// Its questions.
    pub questions: Vec<Question>,
}
