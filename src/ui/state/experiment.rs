//! First questions and experiments: what stands in the form when a person arrives.

use leptos::prelude::*;

use super::App;
use crate::api::Request;
use crate::datasets::{Recipe, access_patterns};
use crate::learn::Experiment;
use crate::ui::model::draft::Draft;
use crate::ui::model::notice::Notice;
use crate::ui::model::route::Place;

/// The notice of the experiment that was opened last.
pub const EXPERIMENT_ID: &str = "experiment";
/// The explanation of the question that was answered.
pub const EXPLANATION_ID: &str = "quiz-feedback";

impl App {
    /// Opens an experiment where it belongs, and loads its dataset first if another is there.
    pub fn open_experiment(&self, experiment: Experiment) {
        let recipe = self.recipe.get_untracked();
        if recipe.dataset == experiment.dataset && self.loading.get_untracked().is_none() {
            return self.show_experiment(experiment);
        }
        let (changes, before) = (self.changes(), self.saved());
        let recipe = Recipe { dataset: experiment.dataset, ..recipe };
        self.begin(recipe, Vec::new(), move |app| {
            app.show_experiment(experiment);
            app.tell_replaced(Some(before), changes);
        });
    }

    /// Puts the first question of the dataset into the form.
    pub(super) fn ask_first_question(&self) {
        let patterns = access_patterns(self.recipe.get_untracked().dataset);
        if let Some(pattern) = patterns.first() {
            self.draft.set(draft_of(&pattern.request));
        }
    }

    /// Puts one of the two requests of the experiment into the form.
    pub(super) fn fill_from_experiment(&self, request: fn(&Experiment) -> &Option<Request>) {
        let request =
            self.experiment.with_untracked(|e| e.as_ref().and_then(|e| request(e).clone()));
        if let Some(request) = request {
            self.draft.set(draft_of(&request));
            self.go(Place::Explore);
        }
    }

    fn show_experiment(&self, experiment: Experiment) {
        if let Some(request) = &experiment.request {
            self.draft.set(draft_of(request));
        }
        let place = experiment.place.into();
        // Compare says by itself what its experiment shows.
        if place != Place::Compare {
            self.notify(Notice::of_experiment(&experiment));
        }
        self.experiment.set(Some(experiment));
        self.go_to(place, EXPERIMENT_ID);
    }

    /// Back to the question that the experiment belongs to, where its answer is explained.
    pub(super) fn back_to_question(&self) {
        self.go_to(Place::Quiz, EXPLANATION_ID);
    }
}

fn draft_of(request: &Request) -> Draft {
    Draft::from_request(request.operation.name(), &request.body)
}
