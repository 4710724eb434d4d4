//! The addresses of Learn: the path, a step, an exercise, a lesson's questions.
//!
//! Owns their form. Refuses to know which lessons there are: an address may name one that is gone.

use crate::ui::model::route::Place;

/// What an exercise's address has between lesson and exercise.
const EXERCISE: &str = "exercise";
/// What the address of a lesson's questions ends with.
const QUESTIONS: &str = "questions";
/// Where the daily review is; no lesson may be called so.
const REVIEW: &str = "review";
/// Where a level is made; no lesson may be called so.
const BUILD: &str = "build";
/// What the address of a level begins with; no lesson may be called so.
const LEVEL: &str = "level";

/// Where in Learn one is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum LearnRoute {
    /// All units and lessons.
    #[default]
    Path,
    /// Today's questions over all lessons.
    Review,
    /// A step of a lesson; the one to go on with if none is named.
    Step {
        /// The lesson's id.
        lesson: String,
        /// The step's id.
        step: Option<String>,
    },
    /// An exercise.
    Exercise {
        /// The lesson's id.
        lesson: String,
        /// The exercise's id.
        exercise: String,
    },
    /// Where a level is made.
    Build,
    /// A level that came by link.
    Level {
        /// The link's data.
        data: String,
    },
    /// The questions of a lesson.
    Questions {
        /// The lesson's id.
        lesson: String,
    },
}

impl LearnRoute {
    /// Where the address leads; to the path unless it says otherwise.
    pub fn from_fragment(fragment: &str) -> Self {
        let rest = fragment.strip_prefix(Place::Learn.fragment()).unwrap_or_default();
        let rest = rest.split_once('?').map_or(rest, |(rest, _)| rest);
        let mut parts = rest.split('/').filter(|part| !part.is_empty()).map(str::to_owned);
        let Some(lesson) = parts.next() else { return Self::Path };
        if lesson == REVIEW {
            return Self::Review;
        }
        if lesson == BUILD {
            return Self::Build;
        }
        if lesson == LEVEL {
            return Self::Level { data: parts.next().unwrap_or_default() };
        }
        match (parts.next(), parts.next()) {
            (Some(kind), Some(exercise)) if kind == EXERCISE => Self::Exercise { lesson, exercise },
            (Some(kind), _) if kind == QUESTIONS => Self::Questions { lesson },
            (step, _) => Self::Step { lesson, step },
        }
    }

    /// The address that leads here.
    pub fn to_fragment(&self) -> String {
        let learn = Place::Learn.fragment();
        match self {
            Self::Path => learn.to_owned(),
            Self::Review => format!("{learn}/{REVIEW}"),
            Self::Build => format!("{learn}/{BUILD}"),
            Self::Level { data } => format!("{learn}/{LEVEL}/{data}"),
            Self::Step { lesson, step: None } => format!("{learn}/{lesson}"),
            Self::Step { lesson, step: Some(step) } => format!("{learn}/{lesson}/{step}"),
            Self::Exercise { lesson, exercise } => {
                format!("{learn}/{lesson}/{EXERCISE}/{exercise}")
            }
            Self::Questions { lesson } => format!("{learn}/{lesson}/{QUESTIONS}"),
        }
    }

    /// The lesson that it belongs to.
    pub fn lesson(&self) -> Option<&str> {
        match self {
            Self::Path | Self::Review | Self::Build | Self::Level { .. } => None,
            Self::Step { lesson, .. }
            | Self::Exercise { lesson, .. }
            | Self::Questions { lesson } => Some(lesson),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_back_to_where_they_are_of() {
        let (lesson, id) = (|| "filter-or-key".to_owned(), || "scan".to_owned());
        for route in [
            LearnRoute::Path,
            LearnRoute::Review,
            LearnRoute::Build,
            LearnRoute::Level { data: "AQ-_9".to_owned() },
            LearnRoute::Step { lesson: lesson(), step: None },
            LearnRoute::Step { lesson: lesson(), step: Some(id()) },
            LearnRoute::Exercise { lesson: lesson(), exercise: id() },
            LearnRoute::Questions { lesson: lesson() },
        ] {
            let fragment = route.to_fragment();
            assert_eq!(LearnRoute::from_fragment(&fragment), route, "{fragment}");
            assert_eq!(Place::of_fragment(&fragment), Some(Place::Learn));
        }
    }

    #[test]
    fn what_an_address_does_not_say_is_the_path_or_the_lesson() {
        assert_eq!(LearnRoute::from_fragment("#/learn/"), LearnRoute::Path);
        assert_eq!(LearnRoute::from_fragment("#/explore"), LearnRoute::Path);
        let lesson = LearnRoute::Step { lesson: "a".to_owned(), step: None };
        assert_eq!(LearnRoute::from_fragment("#/learn/a/?from=mail"), lesson);
    }
}
