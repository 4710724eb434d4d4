//! The command palette: everything that one can do or go to, found by a few letters.
//!
//! Owns which commands there are and which of them a text means. Refuses to know how one is carried
//! out.

use content::index::Index;

use super::glossary::GLOSSARY;
use super::learn::path::lessons;
use super::learn::route::LearnRoute;
use super::route::Place;
use super::words::items;
use super::workshop::route::WorkshopRoute;
use crate::api::Operation;
use crate::datasets::{DatasetId, Recipe, Size, access_patterns};

/// Most commands that are shown at once.
const MOST: usize = 50;

/// What a command does.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Goes to an address of the page.
    Go(String),
    /// Opens an example of the operation in Explore.
    Operation(Operation),
    /// Opens an access pattern of the dataset in Explore, by its place.
    Pattern(usize),
    /// Loads data.
    Load(Recipe),
    /// Saves the work as a file.
    Export,
    /// Begins with the dataset as it was.
    StartOver,
}

/// A command.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// What it is called.
    pub label: String,
    /// What kind it is: "Operation".
    pub kind: &'static str,
    /// What it does.
    pub action: Action,
}

/// Every command, over the dataset that is loaded and the lessons that are known.
pub fn commands(dataset: DatasetId, index: Option<&Index>) -> Vec<Command> {
    let command = |kind, label: String, action| Command { label, kind, action };
    let go = |kind, label: &str, to: String| command(kind, label.to_owned(), Action::Go(to));
    let places = [Place::Start].into_iter().chain(Place::ALL).chain([
        Place::Tables,
        Place::YourData,
        Place::Workspace,
        Place::Workshop,
        Place::Glossary,
    ]);
    let mut all: Vec<Command> =
        places.map(|place| go("Place", place.title(), place.fragment().to_owned())).collect();
    all.push(go("Place", "Build a level", LearnRoute::Build.to_fragment()));
    all.push(go("Place", "Cheat sheet", WorkshopRoute::CheatSheet.to_fragment()));
    all.push(command("Your work", "Export my work".into(), Action::Export));
    all.push(command("Your work", "Start over".into(), Action::StartOver));
    let patterns = access_patterns(dataset).into_iter().enumerate();
    all.extend(patterns.map(|(at, pattern)| {
        command("Access pattern", pattern.title.to_owned(), Action::Pattern(at))
    }));
    let operations = Operation::ALL.iter().copied();
    all.extend(operations.map(|operation| {
        command("Operation", operation.name().to_owned(), Action::Operation(operation))
    }));
    for dataset in DatasetId::ALL {
        for size in Size::ALL {
            let recipe = Recipe::new(dataset, size);
            let label = format!("Load {}, {}", dataset.title(), items(recipe.items() as u64));
            all.push(command("Dataset", label, Action::Load(recipe)));
        }
    }
    for lesson in index.into_iter().flat_map(lessons) {
        let step = LearnRoute::Step { lesson: lesson.id.clone(), step: None };
        all.push(go("Lesson", &lesson.title, step.to_fragment()));
        for exercise in &lesson.exercises {
            let route =
                LearnRoute::Exercise { lesson: lesson.id.clone(), exercise: exercise.id.clone() };
            all.push(go("Exercise", &exercise.title, route.to_fragment()));
        }
    }
    let glossary = Place::Glossary.fragment();
    all.extend(
        GLOSSARY.iter().map(|entry| go("Term", entry.term, format!("{glossary}/{}", entry.id))),
    );
    all
}

/// The commands that a text means, the likeliest first: all of its words stand in the label or kind,
/// in any order; or else the letters of a single word stand in the label one after the other.
pub fn matching(all: &[Command], text: &str) -> Vec<Command> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<(u32, &Command)> =
        all.iter().filter_map(|command| Some((rank(command, &words)?, command))).collect();
    // The order of the list is kept among equals.
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(MOST).map(|(_, command)| command.clone()).collect()
}

/// How far a command is from these words; 0 is the nearest. `None` if they don't mean it.
fn rank(command: &Command, words: &[String]) -> Option<u32> {
    let label = command.label.to_lowercase();
    let kind = command.kind.to_lowercase();
    let begins =
        |word: &str| label.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word));
    let mut worst = 0;
    for (at, word) in words.iter().enumerate() {
        let of_word = match word.as_str() {
            word if at == 0 && label.starts_with(word) => 0,
            word if begins(word) => 1,
            word if label.contains(word) => 2,
            word if kind.contains(word) => 3,
            // Of several words one would always be found so, somewhere.
            word if words.len() == 1 && has_in_order(&label, word) => 4,
            _ => return None,
        };
        worst = worst.max(of_word);
    }
    Some(worst)
}

/// Whether the letters stand in the text in this order, whatever is between them.
fn has_in_order(text: &str, letters: &str) -> bool {
    let mut rest = text.chars();
    letters.chars().all(|letter| rest.any(|c| c == letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::model::workshop::tests::index;

    fn found(text: &str) -> Vec<String> {
        let all = commands(DatasetId::Medical, Some(&index()));
        matching(&all, text).into_iter().map(|command| command.label).collect()
    }

    #[test]
    fn a_few_letters_find_a_command() {
        assert_eq!(found("comp")[0], "Compare");
        assert_eq!(found("updateit")[0], "UpdateItem");
        assert_eq!(found("load orders 100")[0], "Load Orders, 100,000 items");
        assert_eq!(found("bookings patient")[0], "All bookings of patient 123");
        assert_eq!(found("qry")[0], "Query", "letters in their order");
        assert!(found("lesson").contains(&"Keys".to_owned()), "by its kind");
        assert!(found("no such thing at all").is_empty());
        assert_eq!(found("").len(), MOST);
        assert_eq!(found("")[0], "Start");
    }

    #[test]
    fn every_command_that_goes_somewhere_leads_to_a_place() {
        for command in commands(DatasetId::Orders, Some(&index())) {
            if let Action::Go(fragment) = &command.action {
                assert!(Place::of_fragment(fragment).is_some(), "{command:?}");
            }
            assert!(!command.label.is_empty());
        }
    }
}
