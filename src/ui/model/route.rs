//! The places of the page and the fragments that lead to them.

use crate::kept::kept_enum;
use crate::learn;

/// A place of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Place {
    #[default]
    Explore,
    Compare,
    Partitions,
    Quiz,
}

kept_enum!(Place {
    Explore = "explore",
    Compare = "compare",
    Partitions = "partitions",
    Quiz = "quiz",
});

impl Place {
    /// Every place, in the order of the navigation.
    pub const ALL: [Place; 4] = [Place::Explore, Place::Compare, Place::Partitions, Place::Quiz];

    /// The name to show.
    pub fn title(self) -> &'static str {
        match self {
            Place::Explore => "Explore",
            Place::Compare => "Compare",
            Place::Partitions => "Partitions",
            Place::Quiz => "Quiz",
        }
    }

    /// The fragment that leads here. Fragments need nothing of the host that serves the page.
    pub fn fragment(self) -> &'static str {
        match self {
            Place::Explore => "#/explore",
            Place::Compare => "#/compare",
            Place::Partitions => "#/partitions",
            Place::Quiz => "#/quiz",
        }
    }

    /// The place that a fragment leads to; what comes behind the place is its own affair.
    pub fn of_fragment(fragment: &str) -> Option<Self> {
        let leads = |place: &Place| {
            let rest = fragment.strip_prefix(place.fragment());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        };
        Self::ALL.into_iter().find(leads)
    }
}

impl From<learn::Place> for Place {
    fn from(place: learn::Place) -> Self {
        match place {
            learn::Place::Explore => Place::Explore,
            learn::Place::Compare => Place::Compare,
            learn::Place::Partitions => Place::Partitions,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_lead_back_to_their_place() {
        for place in Place::ALL {
            assert_eq!(Place::of_fragment(place.fragment()), Some(place));
            assert_eq!(Place::of_fragment(&format!("{}/more", place.fragment())), Some(place));
        }
        for nowhere in ["", "#", "#/", "#/explorer", "explore", "#/settings"] {
            assert_eq!(Place::of_fragment(nowhere), None, "{nowhere}");
        }
    }
}
