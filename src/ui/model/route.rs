//! The places of the page and the fragments that lead to them.

use serde::{Deserialize, Serialize};

/// A place of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Place {
    /// What this is, for whoever comes for the first time.
    #[default]
    Start,
    /// Lessons with their exercises and questions.
    Learn,
    Explore,
    /// The tables, to create, change and delete them.
    Tables,
    Compare,
    /// What writes lead to: streams, expiry, lag, and the history.
    Changes,
    /// The traffic lab.
    Partitions,
    /// How what is loaded spreads over partitions.
    YourData,
    Quiz,
    /// Files of other tools in and out, and links that share the workspace.
    Workspace,
    /// Workshops: an agenda, room links, results, the cheat sheet.
    Workshop,
    /// Every term in one or two sentences.
    Glossary,
    /// Every part that places are made of, for whoever builds them.
    #[cfg(debug_assertions)]
    Parts,
}

impl Place {
    /// The places of the navigation, in its order.
    pub const ALL: [Place; 6] = [
        Place::Learn,
        Place::Explore,
        Place::Compare,
        Place::Changes,
        Place::Partitions,
        Place::Quiz,
    ];

    /// The places that nothing in the navigation leads to. A longer fragment comes before the one
    /// that it begins with.
    const UNLISTED: &[Place] = &[
        Place::Tables,
        Place::YourData,
        Place::Workshop,
        Place::Workspace,
        Place::Glossary,
        #[cfg(debug_assertions)]
        Place::Parts,
    ];

    /// The place of the navigation that this one belongs to.
    pub fn parent(self) -> Place {
        match self {
            Place::Tables | Place::Workspace => Place::Explore,
            Place::YourData => Place::Partitions,
            Place::Workshop => Place::Learn,
            place => place,
        }
    }

    /// The name to show.
    pub fn title(self) -> &'static str {
        match self {
            Place::Start => "Start",
            Place::Learn => "Learn",
            Place::Explore => "Explore",
            Place::Tables => "Tables",
            Place::Compare => "Compare",
            Place::Changes => "Changes",
            Place::Partitions => "Partitions",
            Place::YourData => "Your data in partitions",
            Place::Quiz => "Quiz",
            Place::Workshop => "Workshop",
            Place::Workspace => "Workspace",
            Place::Glossary => "Glossary",
            #[cfg(debug_assertions)]
            Place::Parts => "Parts",
        }
    }

    /// What the browser's tab says.
    pub fn window_title(self) -> String {
        match self {
            Place::Start => "DynamoDB Playground".into(),
            place => format!("{} · DynamoDB Playground", place.title()),
        }
    }

    /// The fragment that leads here. Fragments need nothing of the host that serves the page.
    pub fn fragment(self) -> &'static str {
        match self {
            Place::Start => "#/",
            Place::Learn => "#/learn",
            Place::Explore => "#/explore",
            Place::Tables => "#/tables",
            Place::Compare => "#/compare",
            Place::Changes => "#/changes",
            Place::Partitions => "#/partitions",
            Place::YourData => "#/partitions/data",
            Place::Quiz => "#/quiz",
            Place::Workshop => "#/workshop",
            Place::Workspace => "#/workspace",
            Place::Glossary => "#/glossary",
            #[cfg(debug_assertions)]
            Place::Parts => "#/parts",
        }
    }

    /// Another place that the address leads to from this one. An address without a place leads
    /// nowhere: one stays where one was.
    pub fn followed_to(self, fragment: &str) -> Option<Self> {
        Self::of_fragment(fragment).filter(|place| *place != self)
    }

    /// Whether a fragment asks for a place that there isn't.
    pub fn leads_nowhere(fragment: &str) -> bool {
        fragment.starts_with("#/") && Self::of_fragment(fragment).is_none()
    }

    /// The place that a fragment leads to; what comes behind the place is its own affair.
    pub fn of_fragment(fragment: &str) -> Option<Self> {
        let leads = |place: &Place| {
            let rest = fragment.strip_prefix(place.fragment());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        };
        if fragment == Place::Start.fragment() {
            return Some(Place::Start);
        }
        Self::UNLISTED.iter().copied().chain(Self::ALL).find(leads)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_lead_back_to_their_place() {
        for place in [Place::ALL.as_slice(), Place::UNLISTED].concat() {
            assert_eq!(Place::of_fragment(place.fragment()), Some(place));
            assert_eq!(Place::of_fragment(&format!("{}/more", place.fragment())), Some(place));
        }
        assert_eq!(Place::of_fragment("#/"), Some(Place::Start));
        for nowhere in ["", "#", "#/explorer", "explore", "#/settings"] {
            assert_eq!(Place::of_fragment(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn an_address_leads_elsewhere_or_leaves_one_where_one_is() {
        assert_eq!(Place::Quiz.followed_to("#/compare"), Some(Place::Compare));
        assert_eq!(Place::Quiz.followed_to("#/quiz"), None);
        assert_eq!(Place::Quiz.followed_to("#/nowhere"), None);
        assert_eq!(Place::Quiz.followed_to(""), None);
    }

    #[test]
    fn an_address_of_no_place_leads_nowhere() {
        assert!(Place::leads_nowhere("#/nowhere"));
        for fragment in ["", "#", "#main", "#/", "#/explore?table=T"] {
            assert!(!Place::leads_nowhere(fragment), "{fragment}");
        }
    }
}
