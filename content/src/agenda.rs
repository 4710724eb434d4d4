//! A workshop's agenda: blocks of minutes, each with what it uses of the lessons.

use serde::{Deserialize, Serialize};

use crate::Line;
use crate::prose::Prose;

/// An agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agenda {
    /// The name of its file.
    pub id: String,
    /// Its title: "90 minutes".
    pub title: String,
    /// For whom it is and what they can do afterwards.
    pub line: Prose,
    /// How long it takes: what its blocks add up to.
    pub minutes: u32,
    /// The blocks, in order.
    pub blocks: Vec<Block>,
}

/// A block of an agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is called, unless the lesson's title says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// How long it takes.
    pub minutes: u32,
    /// What it uses; nothing if it is a break or a talk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uses: Option<Uses>,
    /// What to show, and how to run the block.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub show: Prose,
    /// What to talk about: what people believe, and what to ask them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub say: Prose,
    /// Where it stands.
    #[serde(skip)]
    pub line: Line,
}

/// A lesson, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Uses {
    /// The lesson's id.
    pub lesson: String,
    /// Which part of it.
    pub part: LessonPart,
}

/// A part of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LessonPart {
    /// All its steps.
    Whole,
    /// One step.
    Step(String),
    /// One exercise.
    Exercise(String),
    /// Its questions.
    Questions,
}
