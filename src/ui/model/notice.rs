//! What the message bar says and offers.
//!
//! Owns every sentence about saving, loading and experiments. Refuses to know what the offers do.

use crate::workspace::{StorageFault, WorkspaceError};

use super::words::{plural, visible};

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Good to know.
    Info,
    /// Something needs a decision, or work may be lost.
    Warning,
}

/// A way on that a notice offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Offer {
    /// Save the work on screen as a file.
    Export,
    /// Save what is stored, as it is, as a file.
    ExportStored,
    /// Remove what is stored and can't be read.
    Discard,
    /// Load the page again.
    Reload,
    /// From now on save from this tab.
    TakeOver,
    /// Have the work again that was replaced last.
    PutBack,
    /// Open the work that was out of reach.
    OpenEarlier,
    /// Add the progress of the file that was chosen.
    ImportProgress,
    /// Save the progress in Learn as a file.
    ExportProgress,
    /// Save the progress that couldn't be read as a file.
    ExportAside,
}

impl Offer {
    /// What its button says.
    pub fn label(self) -> &'static str {
        match self {
            Offer::Export => "Export my work",
            Offer::ExportStored => "Export saved data",
            Offer::Discard => "Discard saved data",
            Offer::Reload => "Reload",
            Offer::TakeOver => "Continue in this tab",
            Offer::PutBack => "Undo",
            Offer::OpenEarlier => "Open earlier workspace",
            Offer::ImportProgress => "Import progress",
            Offer::ExportProgress => "Export progress",
            Offer::ExportAside => "Export what was put aside",
        }
    }
}

/// What a notice is about. A new notice replaces the old one on the same subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Keeping the work in the browser.
    Saving,
    /// What was stored earlier.
    Stored,
    /// Another tab with this work.
    OtherTab,
    /// How much room is left.
    Room,
    /// The build of the page.
    Build,
    /// Data that was loaded or replaced.
    Loading,
    /// A file that was brought in.
    File,
    /// Progress in Learn.
    Progress,
    /// Where the address leads.
    Address,
}

/// A message with ways on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Notice {
    /// What it is about.
    pub subject: Subject,
    /// How much it matters.
    pub tone: Tone,
    /// The message.
    pub text: String,
    /// What can be done.
    pub offers: Vec<Offer>,
}

/// What was replaced is kept.
const PUT_BACK: &str = "Undo to get your work back, or open it later from the menu.";

impl Notice {
    /// A message that is good to know.
    pub fn info(subject: Subject, text: impl Into<String>) -> Self {
        Self { subject, tone: Tone::Info, text: text.into(), offers: Vec::new() }
    }

    /// A message that matters.
    pub fn warning(subject: Subject, text: impl Into<String>) -> Self {
        Self { subject, tone: Tone::Warning, text: text.into(), offers: Vec::new() }
    }

    /// The same with these ways on.
    pub fn offering(mut self, offers: impl Into<Vec<Offer>>) -> Self {
        self.offers = offers.into();
        self
    }

    /// Puts it behind the others; one on the same subject goes.
    pub fn replace_in(self, notices: &mut Vec<Self>) {
        notices.retain(|known| known.subject != self.subject);
        notices.push(self);
    }

    /// Storage itself failed.
    pub fn of_fault(fault: StorageFault) -> Self {
        Self::warning(Subject::Saving, fault.to_string()).offering([Offer::Export])
    }

    /// Another tab saves this workspace.
    pub fn other_tab() -> Self {
        let text = "This workspace is open in another tab, which saves it. This tab shows its \
                    changes. What you change here isn't saved until you choose “Continue in this \
                    tab”.";
        Self::warning(Subject::OtherTab, text).offering([Offer::TakeOver])
    }

    /// What is stored cannot be read.
    pub fn unreadable(error: WorkspaceError) -> Self {
        let text = format!(
            "{error} It stays untouched until you discard it. New work is saved separately."
        );
        let mut offers = vec![Offer::ExportStored, Offer::Discard];
        if matches!(error, WorkspaceError::NewerVersion(_)) {
            offers.insert(0, Offer::Reload);
        }
        Self::warning(Subject::Stored, text).offering(offers)
    }

    /// A part of the stored work was damaged, and what came before it was restored.
    pub fn damaged(error: WorkspaceError) -> Self {
        let text = format!(
            "{error} Everything saved before the damage is restored. The damaged workspace stays \
             in the menu."
        );
        Self::warning(Subject::Stored, text).offering([Offer::ExportStored])
    }

    /// The large storage does not answer, and what is stored may be more than what is shown.
    pub fn out_of_reach() -> Self {
        let text = "Your saved workspace can't be read now: the browser's database doesn't \
                    respond. It stays untouched, and what you do meanwhile is saved as a workspace \
                    of its own.";
        Self::warning(Subject::Stored, text).offering([Offer::Reload])
    }

    /// It does not answer, and a former workspace was to be opened.
    pub fn unreachable() -> Self {
        let text = "This workspace can't be read now: the browser's database doesn't respond. It \
                    stays untouched. Try again later.";
        Self::warning(Subject::Stored, text)
    }

    /// Work that was out of reach can be had again, and other work was begun meanwhile.
    pub fn within_reach() -> Self {
        let text = "Your earlier workspace can be read again. What you did meanwhile is saved as a \
                    workspace of its own; both are in the menu.";
        Self::info(Subject::Stored, text).offering([Offer::OpenEarlier])
    }

    /// Two tabs have saved different changes to one workspace.
    pub fn parted() -> Self {
        let text = "Another tab changed this workspace at the same time. Your work in this tab is \
                    saved as a workspace of its own; the other is in the menu.";
        Self::warning(Subject::Loading, text)
    }

    /// Storage is nearly full.
    pub fn nearly_full() -> Self {
        let text = "Storage in this browser is over 80% full. Export your work, or delete earlier \
                    workspaces in the menu.";
        Self::warning(Subject::Room, text).offering([Offer::Export])
    }

    /// A newer build of the page is there.
    pub fn new_build() -> Self {
        let text =
            "A newer version of this page is available. Reload to use it; your work is saved.";
        Self::info(Subject::Build, text).offering([Offer::Reload])
    }

    /// A file that was brought in cannot be read.
    pub fn bad_file(error: WorkspaceError) -> Self {
        Self::warning(Subject::File, format!("The file wasn't loaded. {error}"))
    }

    /// A file that was brought in as a workspace has progress of Learn.
    pub fn progress_file() -> Self {
        let text = "This file has your progress in Learn, and no workspace. Your workspace stays as \
                    it is.";
        Self::info(Subject::File, text).offering([Offer::ImportProgress])
    }

    /// It was added.
    pub fn progress_added() -> Self {
        Self::info(Subject::File, "The progress in the file was added to yours.")
    }

    /// The browser didn't take what was done in Learn.
    pub fn progress_not_saved() -> Self {
        let text = "Your progress in Learn isn't saved: the browser has no room or doesn't store \
                    anything. It lasts until you close the page.";
        Self::warning(Subject::Progress, text).offering([Offer::ExportProgress])
    }

    /// What was stored of Learn can't be read.
    pub fn progress_put_aside() -> Self {
        let text = "Your saved progress in Learn can't be read: it is damaged, or a newer version of \
                    this page saved it. The page put it aside, so you start over.";
        Self::warning(Subject::Progress, text).offering([Offer::ExportAside])
    }

    /// Some saved changes were rejected when they were repeated.
    pub fn replay_failed(failed: usize) -> Self {
        let changes = plural(failed as u64, "saved change", "saved changes");
        let text = format!("{changes} couldn't be applied again. Everything else is restored.");
        Self::warning(Subject::Loading, text).offering([Offer::ExportStored])
    }

    /// The address asks for a place that there isn't.
    pub fn unknown_address(fragment: &str) -> Self {
        let fragment = visible(fragment);
        let text = format!("There is no page {fragment}. Check the link, or choose a page above.");
        Self::info(Subject::Address, text)
    }

    /// The address has a request that can't be read.
    pub fn unreadable_request() -> Self {
        let text = "The link's request can't be read: part of the link is missing or was changed. \
                    Copy the whole link again. Your request stays as it is.";
        Self::info(Subject::Address, text)
    }

    /// Work was replaced by something else.
    pub fn replaced(changes: u64, what: &str) -> Self {
        let changes = plural(changes, "change", "changes");
        // It may stay for long, and it is about the moment at which the data came.
        let text =
            format!("Your workspace with {changes} was saved before {what} was loaded. {PUT_BACK}");
        Self::info(Subject::Loading, text).offering([Offer::PutBack])
    }

    /// The person began anew.
    pub fn started_over(changes: u64) -> Self {
        let before = match changes {
            0 => "Your workspace".to_owned(),
            _ => format!("Your workspace with {}", plural(changes, "change", "changes")),
        };
        let text =
            format!("{before} was saved before the data and the meter were reset. {PUT_BACK}");
        Self::info(Subject::Loading, text).offering([Offer::PutBack])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Damage;

    #[test]
    fn every_trouble_with_saving_offers_to_keep_the_work() {
        let faults = [StorageFault::Disabled, StorageFault::Full, StorageFault::Other];
        let damage = WorkspaceError::Corrupted(Damage::Checksum);
        let stored = [WorkspaceError::NewerVersion(9), damage].map(Notice::unreadable);
        for notice in faults.map(Notice::of_fault).into_iter().chain(stored) {
            let keeps = |offer: &Offer| matches!(offer, Offer::Export | Offer::ExportStored);
            assert!(notice.offers.iter().any(keeps), "{notice:?}");
            assert_eq!(notice.tone, Tone::Warning);
        }
    }

    #[test]
    fn only_a_newer_version_is_helped_by_a_reload() {
        let newer = Notice::unreadable(WorkspaceError::NewerVersion(9));
        let damaged = Notice::unreadable(WorkspaceError::Corrupted(Damage::Contents));
        assert!(newer.offers.contains(&Offer::Reload));
        assert!(!damaged.offers.contains(&Offer::Reload));
    }

    #[test]
    fn replaced_work_counts_its_changes() {
        let replaced = Notice::replaced(1, "Clinic").text;
        let told = "Your workspace with 1 change was saved before Clinic was loaded.";
        assert!(replaced.starts_with(told), "{replaced}");
        assert!(replaced.ends_with(PUT_BACK), "{replaced}");
        assert!(Notice::started_over(2).text.contains("with 2 changes was saved before"));
        assert!(Notice::started_over(0).text.starts_with("Your workspace was saved before"));
        assert!(Notice::replaced(3, "Clinic").text.contains("with 3 changes was saved"));
    }
}
