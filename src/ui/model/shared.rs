//! A workspace that comes by link: what is said of it before it is opened.

use super::words::{items, plural};
use crate::workspace::{WorkspaceError, decode};

/// The most bytes of a workspace that a link holds.
pub const MOST_BYTES: usize = 2 << 20;
/// A link longer than this some programs cut.
pub const LONG_LINK: usize = 2_000;
/// A link longer than this many browsers and servers don't take.
pub const LONGEST_LINK: usize = 64_000;

/// What a shared workspace holds, in a sentence; or why it can't be read.
pub fn words(text: &str) -> Result<String, WorkspaceError> {
    let saved = decode(text)?;
    Ok(format!(
        "It holds the dataset {}, {}, and {}.",
        saved.recipe.dataset.title(),
        items(saved.recipe.items() as u64),
        plural(saved.changes, "change", "changes"),
    ))
}

/// What to know of a link of so many characters; empty if it goes everywhere.
pub fn caution(length: usize) -> &'static str {
    if length <= LONG_LINK {
        ""
    } else if length <= LONGEST_LINK {
        " Some programs cut links of more than 2,000 characters."
    } else {
        " It is too long for most programs: use “Export my work” in the menu instead."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_workspace_has_no_words() {
        assert!(words("").is_err());
        assert!(words("{\"title\": 1}").is_err());
    }

    #[test]
    fn long_links_come_with_a_caution() {
        assert_eq!(caution(LONG_LINK), "");
        assert!(caution(LONG_LINK + 1).contains("2,000"));
        assert!(caution(LONGEST_LINK + 1).contains("too long"));
    }
}
