//! How the page is coloured.

use serde::{Deserialize, Serialize};

use super::storage::{setting, store_setting};

/// A choice of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
    Projector,
}

impl Theme {
    /// Every choice, in the order of the menu.
    pub const ALL: [Theme; 4] = [Theme::System, Theme::Light, Theme::Dark, Theme::Projector];

    /// The name in the page.
    pub fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Projector => "projector",
        }
    }

    /// The name to show.
    pub fn title(self) -> &'static str {
        match self {
            Theme::System => "System colors",
            Theme::Light => "Light",
            Theme::Dark => "Dark",
            Theme::Projector => "Projector",
        }
    }

    /// The choice made earlier in this browser.
    pub fn stored() -> Self {
        setting("theme").unwrap_or_default()
    }

    /// Colours the page so, now and the next time.
    pub fn choose(self) {
        store_setting("theme", &self);
        self.apply();
    }

    /// Colours the page so.
    pub fn apply(self) {
        let Some(root) = super::document().document_element() else { return };
        // Setting an attribute with a fixed, valid name does not fail.
        let _ = match self {
            Theme::System => root.remove_attribute("data-theme"),
            chosen => root.set_attribute("data-theme", chosen.name()),
        };
    }
}
