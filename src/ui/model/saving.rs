//! What is said of saving: its state, the room that is left, former workspaces.

use super::words::{bytes, items, plural};
use crate::model::time::civil_date;
use crate::workspace::{Kept, SavingState, Trouble};

/// In the header.
pub fn saving_word(state: SavingState) -> &'static str {
    match state {
        SavingState::Saved => "Saved",
        SavingState::Saving => "Saving…",
        SavingState::Unsaved(_) => "Not saved",
    }
}

/// In the menu: why.
pub fn saving_sentence(state: SavingState) -> String {
    match state {
        SavingState::Saved => "Saved in this browser.".to_owned(),
        SavingState::Saving => "Saving your last change.".to_owned(),
        SavingState::Unsaved(Trouble::Storage(fault)) => fault.to_string(),
        SavingState::Unsaved(Trouble::OtherTab) => {
            "Another tab saves this workspace. Your changes exist only in this tab.".to_owned()
        }
    }
}

/// How much room is taken and left.
pub fn room_sentence(room: Option<(u64, u64)>) -> String {
    room.map_or(String::new(), |(used, most)| {
        format!("Storage: {} used, {} left.", bytes(used), bytes(most.saturating_sub(used)))
    })
}

/// A former workspace: "Clinic, 1,000 items, 3 changes, 1.2 KB, saved 2026-11-30 17:05 UTC".
pub fn kept_words(kept: &Kept) -> String {
    let changes = plural(kept.changes, "change", "changes");
    let rows = items(kept.recipe.items() as u64);
    let (year, month, day) = civil_date(kept.saved_at / 86_400_000);
    let minutes = kept.saved_at / 60_000 % 1_440;
    let (hour, minute) = (minutes / 60, minutes % 60);
    format!(
        "{}, {rows}, {changes}, {}, saved {year:04}-{month:02}-{day:02} {hour:02}:{minute:02} UTC",
        kept.recipe.dataset.title(),
        bytes(kept.bytes)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datasets::{DatasetId, Recipe, Size};
    use crate::workspace::WorkspaceId;

    #[test]
    fn a_former_workspace_is_told_by_data_changes_size_and_time() {
        let recipe = Recipe::new(DatasetId::Clinic, Size::Thousand);
        let kept = Kept {
            id: WorkspaceId(1),
            recipe,
            changes: 1,
            bytes: 300,
            saved_at: 1_767_225_660_000,
        };
        let words = kept_words(&kept);
        assert!(words.starts_with("Clinic, 1,000 items, 1 change, "), "{words}");
        assert!(words.ends_with(", saved 2026-01-01 00:01 UTC"), "{words}");
    }

    #[test]
    fn only_what_is_not_saved_has_a_reason() {
        assert_eq!(saving_word(SavingState::Saving), "Saving…");
        let other = SavingState::Unsaved(Trouble::OtherTab);
        assert_eq!(saving_word(other), "Not saved");
        assert!(saving_sentence(other).contains("Another tab"));
        assert_eq!(room_sentence(None), "");
    }
}
