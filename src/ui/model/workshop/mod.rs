//! Workshops: an agenda, who takes part, where the room should be, and what came of it.
//!
//! Owns what a block leads to, what a participant hands in and how results are tabulated. Without a
//! server: results come as links and files. Refuses to know how they are shown and stored.

pub mod cheat_sheet;
pub mod result;
pub mod route;

use content::agenda::{Agenda, Block, LessonPart, Uses};
use content::index::Index;
use serde::{Deserialize, Serialize};

use super::learn::path::lesson;
use super::learn::route::LearnRoute;

/// A person who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The agenda's id.
    pub agenda: String,
    /// The block that they are at, from 0.
    pub block: usize,
    /// What they are called in the results.
    #[serde(default)]
    pub name: String,
}

/// Where a block leads; nowhere if it uses no lesson.
pub fn leads_to(block: &Block) -> Option<LearnRoute> {
    let Uses { lesson, part } = block.uses.clone()?;
    Some(match part {
        LessonPart::Whole => LearnRoute::Step { lesson, step: None },
        LessonPart::Step(step) => LearnRoute::Step { lesson, step: Some(step) },
        LessonPart::Exercise(exercise) => LearnRoute::Exercise { lesson, exercise },
        LessonPart::Questions => LearnRoute::Questions { lesson },
    })
}

/// Where the link to a block puts a room: at the beginning of what it uses.
pub fn beginning(block: &Block, index: &Index) -> Option<LearnRoute> {
    match leads_to(block)? {
        LearnRoute::Step { lesson: id, step: None } => {
            let step = lesson(index, &id).and_then(|lesson| lesson.steps.first().cloned());
            Some(LearnRoute::Step { lesson: id, step })
        }
        route => Some(route),
    }
}

/// What a block is called: its own title, or that of what it uses.
pub fn title_of(block: &Block, index: &Index) -> String {
    if !block.title.is_empty() {
        return block.title.clone();
    }
    let Some(uses) = &block.uses else { return String::new() };
    // The lesson may be gone from newer content.
    let Some(entry) = lesson(index, &uses.lesson) else { return uses.lesson.clone() };
    match &uses.part {
        LessonPart::Whole | LessonPart::Step(_) => entry.title.clone(),
        LessonPart::Exercise(id) => {
            let known = entry.exercises.iter().find(|exercise| exercise.id == *id);
            format!("Exercise: {}", known.map_or(id.as_str(), |exercise| &exercise.title))
        }
        LessonPart::Questions => format!("Questions: {}", entry.title),
    }
}

/// The minutes after which a block begins, counted from the start of the workshop.
pub fn begins_at(agenda: &Agenda, block: usize) -> u32 {
    agenda.blocks.iter().take(block).map(|block| block.minutes).sum()
}

/// A span of the agenda as a clock shows it: "0:12–0:22".
pub fn span_words(agenda: &Agenda, block: usize) -> String {
    let begin = begins_at(agenda, block);
    let end = begin + agenda.blocks.get(block).map_or(0, |block| block.minutes);
    let clock = |minutes: u32| format!("{}:{:02}", minutes / 60, minutes % 60);
    format!("{}–{}", clock(begin), clock(end))
}

/// Where the room should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Now {
    /// In this block, for so many more whole minutes.
    Block {
        /// The block, from 0.
        block: usize,
        /// Minutes left in it, the begun one counted.
        left: u32,
    },
    /// The time of the agenda is over, by so many whole minutes.
    Over(u32),
}

/// Where a room should be so many milliseconds after its start.
pub fn where_at(agenda: &Agenda, since_start: u64) -> Now {
    let mut left = since_start;
    for (block, minutes) in agenda.blocks.iter().map(|block| block.minutes).enumerate() {
        let length = u64::from(minutes) * 60_000;
        if left < length {
            return Now::Block { block, left: (length - left).div_ceil(60_000) as u32 };
        }
        left -= length;
    }
    Now::Over((left / 60_000) as u32)
}

#[cfg(test)]
pub(crate) mod tests {
    use content::index::{ExerciseEntry, LessonEntry, QuestionEntry, Unit};

    use super::*;

    pub fn block(minutes: u32, uses: Option<(&str, LessonPart)>) -> Block {
        Block {
            title: if uses.is_none() { "Arrive".into() } else { String::new() },
            minutes,
            uses: uses.map(|(lesson, part)| Uses { lesson: lesson.into(), part }),
            show: Vec::new(),
            say: Vec::new(),
            line: Default::default(),
        }
    }

    pub fn agenda() -> Agenda {
        let blocks = vec![
            block(5, None),
            block(10, Some(("keys", LessonPart::Whole))),
            block(8, Some(("keys", LessonPart::Exercise("one".into())))),
            block(7, Some(("keys", LessonPart::Questions))),
        ];
        Agenda {
            id: "short".into(),
            title: "Half an hour".into(),
            line: Vec::new(),
            minutes: 30,
            blocks,
        }
    }

    pub fn index() -> Index {
        let question = |id: &str| QuestionEntry { id: id.into(), concept: "keys".into() };
        let lesson = LessonEntry {
            id: "keys".into(),
            title: "Keys".into(),
            point: Vec::new(),
            minutes: 5,
            steps: vec!["a".into(), "b".into()],
            exercises: vec![ExerciseEntry { id: "one".into(), title: "One".into(), parts: 2 }],
            questions: vec![question("q1"), question("q2"), question("q3")],
            file: "keys.json".into(),
        };
        let unit =
            Unit { id: "u".into(), title: "U".into(), line: "".into(), lessons: vec![lesson] };
        Index { units: vec![unit], agendas: String::new() }
    }

    #[test]
    fn each_block_has_a_title_and_leads_to_what_it_uses() {
        let (agenda, index) = (agenda(), index());
        let titles: Vec<_> = agenda.blocks.iter().map(|block| title_of(block, &index)).collect();
        assert_eq!(titles, ["Arrive", "Keys", "Exercise: One", "Questions: Keys"]);
        let to: Vec<_> = agenda.blocks.iter().map(|block| beginning(block, &index)).collect();
        let fragment = |route: &Option<LearnRoute>| route.as_ref().map(LearnRoute::to_fragment);
        let to: Vec<_> = to.iter().map(fragment).collect();
        let expected = ["#/learn/keys/a", "#/learn/keys/exercise/one", "#/learn/keys/questions"];
        assert_eq!(to[0], None);
        assert_eq!(
            to[1..].iter().flatten().collect::<Vec<_>>(),
            expected.iter().collect::<Vec<_>>()
        );
        assert_eq!(title_of(&block(1, Some(("gone", LessonPart::Whole))), &index), "gone");
    }

    #[test]
    fn the_clock_says_where_the_room_should_be() {
        let agenda = agenda();
        let at = |minutes: u64| where_at(&agenda, minutes * 60_000);
        assert_eq!(at(0), Now::Block { block: 0, left: 5 });
        assert_eq!(at(5), Now::Block { block: 1, left: 10 });
        assert_eq!(where_at(&agenda, 14 * 60_000 + 59_000), Now::Block { block: 1, left: 1 });
        assert_eq!(at(29), Now::Block { block: 3, left: 1 });
        assert_eq!(at(30), Now::Over(0));
        assert_eq!(at(42), Now::Over(12));
        assert_eq!(span_words(&agenda, 2), "0:15–0:23");
        assert_eq!(
            span_words(&Agenda { minutes: 0, blocks: Vec::new(), ..agenda }, 9),
            "0:00–0:00"
        );
    }
}
