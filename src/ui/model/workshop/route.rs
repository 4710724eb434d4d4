//! The addresses of workshops: the instructor's view, a room link, a result, the cheat sheet.

use crate::ui::model::route::Place;

const JOIN: &str = "join";
const RESULT: &str = "result";
const CHEAT_SHEET: &str = "cheat-sheet";

/// Where in the workshop one is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum WorkshopRoute {
    /// The instructor's view; for whoever takes part, what they have done and hand in.
    #[default]
    Home,
    /// A room link: takes part, at this block.
    Join {
        /// The agenda's id.
        agenda: String,
        /// The block, from 0.
        block: usize,
    },
    /// What a participant hands in.
    Result {
        /// The link's data.
        data: String,
    },
    /// What the course teaches, to be printed.
    CheatSheet,
}

impl WorkshopRoute {
    /// Where the address leads; to the instructor's view unless it says otherwise.
    pub fn from_fragment(fragment: &str) -> Self {
        let rest = fragment.strip_prefix(Place::Workshop.fragment()).unwrap_or_default();
        let rest = rest.split_once('?').map_or(rest, |(rest, _)| rest);
        let mut parts = rest.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (Some(JOIN), Some(agenda), block) => {
                // Blocks are counted from 1 where people see them.
                let block = block.and_then(|block| block.parse::<usize>().ok()).unwrap_or(1);
                Self::Join { agenda: agenda.to_owned(), block: block.saturating_sub(1) }
            }
            (Some(RESULT), data, _) => Self::Result { data: data.unwrap_or_default().to_owned() },
            (Some(CHEAT_SHEET), ..) => Self::CheatSheet,
            _ => Self::Home,
        }
    }

    /// The address that leads here.
    pub fn to_fragment(&self) -> String {
        let workshop = Place::Workshop.fragment();
        match self {
            Self::Home => workshop.to_owned(),
            Self::Join { agenda, block } => format!("{workshop}/{JOIN}/{agenda}/{}", block + 1),
            Self::Result { data } => format!("{workshop}/{RESULT}/{data}"),
            Self::CheatSheet => format!("{workshop}/{CHEAT_SHEET}"),
        }
    }

    /// The data of a result link that somebody pasted, alone or in a sentence.
    pub fn result_in(text: &str) -> Option<String> {
        let begin = format!("{}/{RESULT}/", Place::Workshop.fragment());
        let (_, behind) = text.split_once(&begin)?;
        let is_data = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let end = behind.find(|c| !is_data(c)).unwrap_or(behind.len());
        Some(behind[..end].to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_back_to_where_they_are_of() {
        for route in [
            WorkshopRoute::Home,
            WorkshopRoute::Join { agenda: "a-day".into(), block: 3 },
            WorkshopRoute::Result { data: "AQ-_9".into() },
            WorkshopRoute::CheatSheet,
        ] {
            let fragment = route.to_fragment();
            assert_eq!(WorkshopRoute::from_fragment(&fragment), route, "{fragment}");
            assert_eq!(Place::of_fragment(&fragment), Some(Place::Workshop));
        }
        let first = WorkshopRoute::Join { agenda: "a-day".into(), block: 0 };
        for odd in ["#/workshop/join/a-day", "#/workshop/join/a-day/0", "#/workshop/join/a-day/x"] {
            assert_eq!(WorkshopRoute::from_fragment(odd), first, "{odd}");
        }
        assert_eq!(WorkshopRoute::from_fragment("#/workshop/other"), WorkshopRoute::Home);
    }

    #[test]
    fn a_result_is_found_in_what_somebody_pasted() {
        let pasted = "Ana: http://127.0.0.1:8080/#/workshop/result/AQ-_9. Bye";
        assert_eq!(WorkshopRoute::result_in(pasted).as_deref(), Some("AQ-_9"));
        assert_eq!(WorkshopRoute::result_in("http://127.0.0.1/#/learn"), None);
    }
}
