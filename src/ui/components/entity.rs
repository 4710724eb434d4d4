//! The mark of an entity: a letter on a colour, so that colour never speaks alone.

use leptos::prelude::*;

/// What marks a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntityMark {
    /// The letter.
    pub letter: char,
    /// The entity's name.
    pub name: &'static str,
    /// Which of the eight entity colours.
    pub colour: u8,
}

impl EntityMark {
    /// The class that gives the colour.
    pub fn class(self) -> String {
        format!("entity entity-{}", self.colour)
    }
}

/// The lettered square of an entity.
#[component]
pub fn EntityBadge(
    /// What it marks.
    entity: EntityMark,
) -> impl IntoView {
    view! {
        <span class=entity.class() title=entity.name>
            {entity.letter.to_string()}
        </span>
    }
}

/// The legend: every entity with its letter and name.
#[component]
pub fn EntityLegend(
    /// The entities of the dataset.
    #[prop(into)]
    entities: Signal<Vec<EntityMark>>,
) -> impl IntoView {
    let entry = |entity: EntityMark| view! { <li><EntityBadge entity/> {entity.name}</li> };
    view! {
        <ul class="entity-legend" aria-label="Entities">
            {move || entities.get().into_iter().map(entry).collect_view()}
        </ul>
    }
}
