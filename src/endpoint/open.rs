//! A session to begin with: an empty one, or what a learner exported from the page.

use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use super::service::now;
use crate::api::{ApiError, Session};
use crate::datasets::{LoadError, Loader};
use crate::engine::Clock;
use crate::workspace::{Rebuild, Saved, WorkspaceError, decode};

/// A session, and what of the workspace did not come along.
#[derive(Debug)]
pub struct Opened {
    /// The session.
    pub session: Session,
    /// How many changes of the log could not be made again.
    pub failures: usize,
}

/// Why a workspace cannot be served.
#[derive(Debug)]
pub enum OpenError {
    /// The file cannot be read.
    File(PathBuf, io::Error),
    /// The file's text is no workspace.
    Workspace(PathBuf, WorkspaceError),
    /// The dataset cannot be loaded.
    Dataset(ApiError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::File(path, cause) => write!(f, "{}: {cause}", path.display()),
            OpenError::Workspace(path, error) => write!(f, "{}: {error}", path.display()),
            OpenError::Dataset(error) => {
                let reason = error.message().map_or_else(|| error.type_name(), str::to_owned);
                write!(f, "the workspace's dataset cannot be loaded: {reason}")
            }
        }
    }
}

impl std::error::Error for OpenError {}

/// An empty session, or the one that the file describes.
pub fn open(workspace: Option<&Path>) -> Result<Opened, OpenError> {
    let Some(path) = workspace else {
        return Ok(Opened { session: Session::default(), failures: 0 });
    };
    let text = fs::read_to_string(path).map_err(|e| OpenError::File(path.to_owned(), e))?;
    restore(decode(&text).map_err(|e| OpenError::Workspace(path.to_owned(), e))?)
}

fn restore(saved: Saved) -> Result<Opened, OpenError> {
    let start = saved.beginning().unwrap_or(now());
    let mut session = Session::new(Clock::fixed(start));
    let mut loader = Loader::new(saved.recipe);
    let rows = loader.progress().total;
    loader.step(&mut session, rows).map_err(|error| match error {
        LoadError::Table(error) | LoadError::Rows(error) => OpenError::Dataset(error),
    })?;
    let mut rebuild = Rebuild::new(saved.history);
    while !rebuild.step(&mut session, usize::MAX) {}
    Ok(Opened { session, failures: rebuild.failures() })
}
