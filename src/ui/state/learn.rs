//! What Learn knows: the content that was fetched, and what the person has done.
//!
//! Owns when something is fetched, and that progress is saved with each change. What counts as done
//! is `ui::model::learn`'s.

use std::collections::BTreeMap;
use std::sync::Arc;

use content::index::{INDEX_FILE, Index, LessonFile};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

use crate::ui::dom;
use crate::ui::dom::fetch::FetchFault;
use crate::ui::dom::storage::{setting, store_setting, try_store_setting, unreadable_setting};
use crate::ui::model::learn::path;
use crate::ui::model::learn::progress::Progress;

/// The folder of the content, beside the page.
const FOLDER: &str = "content";
/// The name that progress is stored by.
const PROGRESS: &str = "progress";
/// The name that progress is put aside by which this page can't read: of a newer page, or damaged.
const ASIDE: &str = "progress-unreadable";

/// Something that is fetched.
#[derive(Debug)]
pub enum Fetched<T> {
    /// On its way.
    Waiting,
    /// Here.
    Here(Arc<T>),
    /// It didn't come.
    Failed(FetchFault),
}

impl<T> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        match self {
            Fetched::Waiting => Fetched::Waiting,
            Fetched::Here(it) => Fetched::Here(it.clone()),
            Fetched::Failed(fault) => Fetched::Failed(*fault),
        }
    }
}

/// The same is what is there already: nothing is drawn anew for it.
impl<T> PartialEq for Fetched<T> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Fetched::Waiting, Fetched::Waiting) => true,
            (Fetched::Here(one), Fetched::Here(other)) => Arc::ptr_eq(one, other),
            (Fetched::Failed(one), Fetched::Failed(other)) => one == other,
            _ => false,
        }
    }
}

impl<T> Fetched<T> {
    /// It, once it is here.
    pub fn here(&self) -> Option<&Arc<T>> {
        match self {
            Fetched::Here(it) => Some(it),
            Fetched::Waiting | Fetched::Failed(_) => None,
        }
    }
}

/// What can be wrong with progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgressTrouble {
    /// The browser doesn't take it.
    NotSaved,
    /// What was stored can't be read, and was put aside.
    PutAside,
}

/// What Learn knows. Copied freely.
#[derive(Clone, Copy)]
pub struct Learn {
    /// The path through all lessons. Fetched once: an update doesn't come in between.
    pub index: RwSignal<Fetched<Index>>,
    /// What the person has done.
    pub progress: RwSignal<Progress>,
    /// What was done before the last reset, for its undo.
    pub before_reset: RwSignal<Option<Progress>>,
    /// Progress of a file that was brought in as a workspace, until it is asked for.
    pub brought: StoredValue<Option<Progress>>,
    /// What the person should know of their progress.
    pub trouble: RwSignal<Option<ProgressTrouble>>,
    /// Lessons that were fetched, by id.
    lessons: RwSignal<BTreeMap<String, Fetched<LessonFile>>>,
    is_asked: StoredValue<bool>,
}

/// The state of Learn around a component.
pub fn use_learn() -> Learn {
    use_context().expect("the root of the page provides its state to everything in it")
}

impl Learn {
    /// Nothing fetched yet; progress as it was stored.
    pub fn new() -> Self {
        // Before anything is saved in its place.
        let unreadable = unreadable_setting::<Progress>(PROGRESS);
        if let Some(text) = &unreadable {
            store_setting(ASIDE, text);
        }
        let stored = setting(PROGRESS).unwrap_or_else(|| Progress::new(dom::time::now()));
        Self {
            index: RwSignal::new(Fetched::Waiting),
            progress: RwSignal::new(stored),
            trouble: RwSignal::new(unreadable.map(|_| ProgressTrouble::PutAside)),
            before_reset: RwSignal::new(None),
            brought: StoredValue::new(None),
            lessons: RwSignal::new(BTreeMap::new()),
            is_asked: StoredValue::new(false),
        }
    }

    /// With content that is here already, and nothing done yet.
    pub fn over(index: Index, lessons: Vec<LessonFile>) -> Self {
        let lesson = |file: LessonFile| (file.lesson.id.clone(), Fetched::Here(Arc::new(file)));
        Self {
            index: RwSignal::new(Fetched::Here(Arc::new(index))),
            progress: RwSignal::new(Progress::new(dom::time::now())),
            trouble: RwSignal::new(None),
            before_reset: RwSignal::new(None),
            brought: StoredValue::new(None),
            lessons: RwSignal::new(lessons.into_iter().map(lesson).collect()),
            is_asked: StoredValue::new(true),
        }
    }

    /// Fetches the index, unless it is here or on its way.
    pub fn open(&self) {
        if !self.is_asked.get_value() {
            self.fetch_index();
        }
    }

    /// Fetches the index, once more if it failed.
    pub fn fetch_index(&self) {
        let learn = *self;
        learn.is_asked.set_value(true);
        learn.index.set(Fetched::Waiting);
        spawn_local(async move { learn.index.set(fetched(INDEX_FILE).await) });
    }

    /// A lesson. Tracks it: it is on its way at first. `None` if the path has no such lesson.
    pub fn lesson(&self, id: &str) -> Option<Fetched<LessonFile>> {
        match self.index.with(|index| index.here().cloned()) {
            None => Some(self.index.with(|index| match index {
                Fetched::Failed(fault) => Fetched::Failed(*fault),
                _ => Fetched::Waiting,
            })),
            Some(index) => {
                path::lesson(&index, id)?;
                let known = self.lessons.with(|lessons| lessons.get(id).cloned());
                Some(known.unwrap_or(Fetched::Waiting))
            }
        }
    }

    /// Fetches a lesson unless it is here or on its way.
    pub fn want(&self, id: &str) {
        let known = self.lessons.with_untracked(|lessons| lessons.contains_key(id));
        if !known && self.index.with_untracked(|index| index.here().is_some()) {
            self.fetch_lesson(id);
        }
    }

    /// Fetches a lesson, once more if it failed.
    pub fn fetch_lesson(&self, id: &str) {
        let (learn, id) = (*self, id.to_owned());
        learn.lessons.update(|lessons| {
            lessons.insert(id.clone(), Fetched::Waiting);
        });
        spawn_local(async move {
            let mut lesson = learn.fetch_file_of(&id).await;
            if let Fetched::Failed(FetchFault::Status(_) | FetchFault::Content) = lesson {
                // The host has newer lessons by now, and their files have other names. Some hosts
                // answer with a page of their own for what is gone.
                if let index @ Fetched::Here(_) = fetched(INDEX_FILE).await {
                    learn.index.set(index);
                    lesson = learn.fetch_file_of(&id).await;
                }
            }
            learn.lessons.update(|lessons| {
                lessons.insert(id, lesson);
            });
        });
    }

    /// Fetches a lesson once more, and the index before it if that is what is missing.
    pub fn retry(&self, id: &str) {
        match self.index.with_untracked(|index| index.here().is_some()) {
            true => self.fetch_lesson(id),
            false => self.fetch_index(),
        }
    }

    async fn fetch_file_of(&self, id: &str) -> Fetched<LessonFile> {
        let index = self.index.with_untracked(|index| index.here().cloned());
        match index.as_ref().and_then(|index| path::lesson(index, id)) {
            Some(entry) => fetched(&entry.file).await,
            None => Fetched::Failed(FetchFault::Content),
        }
    }

    /// Notes something that was done, and saves it. What another tab has done meanwhile stays.
    pub fn note(&self, change: impl FnOnce(&mut Progress, u64)) {
        let mut progress = self.progress.get_untracked();
        if let Some(stored) = setting(PROGRESS) {
            progress = progress.merged(stored);
        }
        change(&mut progress, dom::time::now());
        let saved = try_store_setting(PROGRESS, &progress);
        let known = self.trouble.get_untracked();
        match saved {
            Err(_) => self.trouble.set(Some(ProgressTrouble::NotSaved)),
            Ok(()) if known == Some(ProgressTrouble::NotSaved) => self.trouble.set(None),
            Ok(()) => {}
        }
        self.progress.set(progress);
    }

    /// Begins anew; until the page is reloaded that can be undone.
    pub fn reset(&self) {
        self.note(|progress, now| {
            // With what another tab has done until now.
            self.before_reset.set(Some(progress.clone()));
            *progress = Progress::new(now.max(progress.since + 1));
        });
    }

    /// Has the progress again that was reset, with what was done since.
    pub fn undo_reset(&self) {
        if let Some(before) = self.before_reset.try_update(Option::take).flatten() {
            // As a later beginning, so that it counts in other tabs too.
            self.note(|progress, now| {
                let since = now.max(progress.since + 1);
                let done_since = Progress { since, ..progress.clone() };
                *progress = Progress { since, ..before }.merged(done_since);
            });
        }
    }

    /// Adds the progress of an exported file; tells whether it was one.
    pub fn import(&self, text: &str) -> bool {
        Progress::from_text(text).map(|read| self.add(read)).is_some()
    }

    /// Adds progress to that of this browser.
    pub fn add(&self, read: Progress) {
        self.note(|progress, _| {
            // Also of a time before a reset: whoever brings it in wants it.
            let here = Progress { since: read.since, ..progress.clone() };
            *progress = Progress { since: progress.since, ..here.merged(read) };
        });
    }

    /// The progress that was put aside, as a file.
    pub fn export_aside(&self) {
        if let Some(text) = setting::<String>(ASIDE) {
            dom::file::download("dynamodb-playground-progress-unreadable.json", &text);
        }
    }

    /// Progress as a file.
    pub fn export(&self) {
        let text = self.progress.with_untracked(Progress::to_text);
        dom::file::download("dynamodb-playground-progress.json", &text);
    }
}

impl Default for Learn {
    fn default() -> Self {
        Self::new()
    }
}

/// A file of the content.
pub(super) async fn fetched<T: DeserializeOwned>(file: &str) -> Fetched<T> {
    match dom::fetch::text(&format!("{FOLDER}/{file}")).await {
        Ok(text) => serde_json::from_str(&text)
            .map_or(Fetched::Failed(FetchFault::Content), |it| Fetched::Here(Arc::new(it))),
        Err(fault) => Fetched::Failed(fault),
    }
}
