//! Loads a recipe into a session step by step, so that a page can draw between steps, or stop.
//!
//! Refuses to know how rows are made.

use crate::api::{ApiError, Session};
use crate::model::TableName;

use super::{Items, Recipe, items, table_request};

/// How far a load is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows loaded.
    pub done: usize,
    /// Rows in all.
    pub total: usize,
}

impl Progress {
    /// Whether every row is loaded.
    pub fn is_complete(self) -> bool {
        self.done == self.total
    }
}

/// Why a load cannot go on.
#[derive(Debug, Clone)]
pub enum LoadError {
    /// The table could not be created: there is one of that name, most likely.
    Table(ApiError),
    /// A row was rejected.
    Rows(ApiError),
}

/// A load under way. Dropping it stops the load; the table keeps the rows it has.
pub struct Loader {
    recipe: Recipe,
    items: Items,
    created: bool,
    progress: Progress,
}

impl Loader {
    /// Prepares the load; nothing happens before the first step.
    pub fn new(recipe: Recipe) -> Self {
        let items = items(&recipe);
        let progress = Progress { done: 0, total: items.len() };
        Self { recipe, items, created: false, progress }
    }

    /// Creates the table, the first time, and loads at most this many rows.
    pub fn step(&mut self, session: &mut Session, rows: usize) -> Result<Progress, LoadError> {
        if !self.created {
            session.send(table_request(self.recipe.dataset)).response.map_err(LoadError::Table)?;
            self.created = true;
        }
        let table = TableName::parse(self.recipe.dataset.table()).expect("datasets name tables");
        let batch = self.items.by_ref().take(rows);
        session.load_items(&table, batch).map_err(LoadError::Rows)?;
        self.progress.done = self.progress.total - self.items.len();
        Ok(self.progress)
    }

    /// How far the load is.
    pub fn progress(&self) -> Progress {
        self.progress
    }
}

/// Loads the whole recipe at once. A page, which has to draw in between, uses a [`Loader`].
pub fn load(session: &mut Session, recipe: Recipe) -> Result<(), LoadError> {
    let mut loader = Loader::new(recipe);
    loader.step(session, recipe.items()).map(drop)
}
