//! What participants hand in, and the table of it.

use content::agenda::{Agenda, LessonPart};
use content::index::Index;
use serde::{Deserialize, Serialize};

use super::title_of;
use crate::ui::model::learn::path::{exercise_key, lesson};
use crate::ui::model::learn::progress::Progress;

/// The most bytes that a result has as text.
pub const MOST_BYTES: usize = 400_000;
/// The longest name that is taken over.
const LONGEST_NAME: usize = 80;
/// What tells a result from other JSON.
const KIND: &str = "dynamodb-playground-result";

/// What a participant hands in: everything they have done in Learn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedIn {
    kind: String,
    /// What they are called.
    pub name: String,
    /// The agenda's id.
    pub agenda: String,
    /// When it was made, in milliseconds since 1970.
    pub at: u64,
    /// What they have done.
    pub progress: Progress,
}

impl HandedIn {
    /// The result of a participant as it is now.
    pub fn new(name: &str, agenda: &str, progress: Progress, at: u64) -> Self {
        let name = name.trim().chars().take(LONGEST_NAME).collect();
        Self { kind: KIND.into(), name, agenda: agenda.into(), at, progress }
    }

    /// As text, for a link or a file.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a result; `None` if the text is none.
    pub fn from_text(text: &str) -> Option<Self> {
        let read: Self = serde_json::from_str(text).ok()?;
        (read.kind == KIND).then(|| Self::new(&read.name, &read.agenda, read.progress, read.at))
    }

    /// Whether this is of the same person: the name and when their progress began.
    fn is_of_same_person(&self, other: &Self) -> bool {
        (&self.name, self.progress.since) == (&other.name, other.progress.since)
    }
}

/// Adds results to those that are there. What a person handed in earlier gives way to what they
/// hand in later.
pub fn add(known: &mut Vec<HandedIn>, result: HandedIn) {
    match known.iter_mut().find(|other| other.is_of_same_person(&result)) {
        Some(other) if other.at > result.at => {}
        Some(other) => *other = result,
        None => known.push(result),
    }
}

/// How much of a block a participant has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Steps, parts or questions done.
    pub done: usize,
    /// Those that there are.
    pub of: usize,
}

impl Share {
    /// "3 of 5".
    pub fn words(self) -> String {
        format!("{} of {}", self.done, self.of)
    }

    /// Whether all of it is done.
    pub fn is_whole(self) -> bool {
        self.of > 0 && self.done >= self.of
    }
}

/// The table of results: a line for each person, a column for each block that uses a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultTable {
    /// The blocks' titles.
    pub columns: Vec<String>,
    /// The people, in the order of their names.
    pub people: Vec<Person>,
    /// How many of the people have finished each block.
    pub finished: Vec<usize>,
}

/// A person's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// What they are called.
    pub name: String,
    /// What they did of each block.
    pub blocks: Vec<Share>,
    /// Hints opened, over all exercises of the agenda.
    pub hints: usize,
}

/// What came of an agenda, person by person.
pub fn table(agenda: &Agenda, index: &Index, results: &[HandedIn]) -> ResultTable {
    let blocks: Vec<_> = agenda.blocks.iter().filter(|block| block.uses.is_some()).collect();
    let columns: Vec<String> = blocks.iter().map(|block| title_of(block, index)).collect();
    let person = |result: &HandedIn| {
        let uses = || blocks.iter().filter_map(|block| block.uses.as_ref());
        let shares = uses().map(|uses| share_of(&uses.lesson, &uses.part, index, &result.progress));
        let hints = uses().filter_map(|uses| match &uses.part {
            LessonPart::Exercise(id) => {
                result.progress.exercises.get(&exercise_key(&uses.lesson, id))
            }
            _ => None,
        });
        Person {
            name: result.name.clone(),
            blocks: shares.collect(),
            hints: hints.map(|attempted| attempted.hints.len()).sum(),
        }
    };
    let mut people: Vec<Person> = results.iter().map(person).collect();
    people.sort_by_key(|person| person.name.to_lowercase());
    let finished = (0..columns.len())
        .map(|at| people.iter().filter(|person| person.blocks[at].is_whole()).count())
        .collect();
    ResultTable { columns, people, finished }
}

/// How much of a part of a lesson is done. Of what the content no longer has nothing is.
pub fn share_of(id: &str, part: &LessonPart, index: &Index, progress: &Progress) -> Share {
    let Some(entry) = lesson(index, id) else { return Share::default() };
    match part {
        LessonPart::Whole => Share {
            done: entry.steps.iter().filter(|step| progress.has_finished(id, step)).count(),
            of: entry.steps.len(),
        },
        LessonPart::Step(step) => {
            Share { done: usize::from(progress.has_finished(id, step)), of: 1 }
        }
        LessonPart::Exercise(exercise) => {
            let known = entry.exercises.iter().find(|known| known.id == *exercise);
            let of = known.map_or(0, |known| known.parts);
            let attempted = progress.exercises.get(&exercise_key(id, exercise));
            Share { done: attempted.map_or(0, |attempted| attempted.solved.len().min(of)), of }
        }
        LessonPart::Questions => {
            let is_right = |id: &str| progress.questions.get(id).is_some_and(|review| review.right);
            Share {
                done: entry.questions.iter().filter(|question| is_right(&question.id)).count(),
                of: entry.questions.len(),
            }
        }
    }
}

/// The table as CSV, with a heading line.
pub fn csv(table: &ResultTable) -> String {
    let head = ["Name"].into_iter().chain(table.columns.iter().map(String::as_str));
    let mut text = csv_line(head.chain(["Hints"]).map(str::to_owned));
    for person in &table.people {
        let shares = person.blocks.iter().map(|share| share.words());
        let cells = std::iter::once(person.name.clone()).chain(shares);
        text += &csv_line(cells.chain([person.hints.to_string()]));
    }
    text
}

fn csv_line(cells: impl Iterator<Item = String>) -> String {
    let quoted = cells.map(|cell| {
        // A spreadsheet would take such a text for a formula and run it.
        let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let mark = if is_formula { "'" } else { "" };
        format!("\"{mark}{}\"", cell.replace('"', "\"\""))
    });
    quoted.collect::<Vec<_>>().join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::super::tests::{agenda, index};
    use super::*;

    fn done(name: &str, since: u64, at: u64) -> HandedIn {
        let mut progress = Progress::new(since);
        progress.finish_step("keys", "a", at);
        progress.solve("keys/one", "first", at);
        progress.open_hint("keys/one", "first", 0);
        HandedIn::new(name, "short", progress, at)
    }

    #[test]
    fn a_result_survives_its_text_and_other_json_is_none() {
        let result = done("Ana", 1, 2);
        assert_eq!(HandedIn::from_text(&result.to_text()), Some(result));
        for other in ["", "{}", "[]", "{\"since\":1}", "{\"kind\":\"x\",\"name\":\"\"}"] {
            assert_eq!(HandedIn::from_text(other), None, "{other}");
        }
        let long = HandedIn::new(&"x".repeat(500), "short", Progress::new(1), 1);
        assert_eq!(long.name.len(), LONGEST_NAME);
    }

    #[test]
    fn what_a_person_hands_in_later_takes_the_place_of_the_earlier() {
        let mut known = vec![done("Ana", 1, 10)];
        add(&mut known, done("Ana", 1, 5));
        assert_eq!(known[0].at, 10, "an older result changes nothing");
        add(&mut known, done("Ana", 1, 20));
        add(&mut known, done("Ana", 2, 3));
        let found: Vec<_> = known.iter().map(|result| (result.progress.since, result.at)).collect();
        assert_eq!(found, [(1, 20), (2, 3)], "two people may have one name");
    }

    #[test]
    fn the_table_has_a_column_for_each_block_that_uses_a_lesson() {
        let table = table(&agenda(), &index(), &[done("bob", 1, 1), done("Ana", 2, 1)]);
        assert_eq!(table.columns, ["Keys", "Exercise: One", "Questions: Keys"]);
        let names: Vec<_> = table.people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Ana", "bob"]);
        let words: Vec<_> = table.people[0].blocks.iter().map(|share| share.words()).collect();
        assert_eq!(words, ["1 of 2", "1 of 2", "0 of 3"]);
        assert_eq!((table.people[0].hints, table.finished), (1, vec![0, 0, 0]));
    }

    #[test]
    fn no_name_becomes_a_formula_of_a_spreadsheet() {
        let results = [done("=HYPERLINK(\"http://x\")", 1, 1), done("O\"Neil, Ann", 2, 1)];
        let text = csv(&table(&agenda(), &index(), &results));
        assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{text}");
        assert!(text.contains("\"O\"\"Neil, Ann\",\"1 of 2\""), "{text}");
        assert!(text.starts_with("\"Name\",\"Keys\","), "{text}");
    }
}
