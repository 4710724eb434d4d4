//! Attribute names that many items share.
//!
//! Items loaded in bulk name the same few attributes over and over. Sharing the text of the names
//! spares its memory, and a scan that looks an attribute up finds the text in the cache.

use std::collections::BTreeSet;

use crate::model::{AttributeName, Item};

/// Most names that are shared. Without a bound, items whose attribute names are data would fill the
/// memory.
const MAX_NAMES: usize = 256;

/// The names seen so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Names(BTreeSet<AttributeName>);

impl Names {
    /// The same item with its top-level names shared.
    pub(super) fn share(&mut self, item: Item) -> Item {
        item.into_iter().map(|(name, value)| (self.shared(name), value)).collect()
    }

    fn shared(&mut self, name: AttributeName) -> AttributeName {
        match self.0.get(&name) {
            Some(known) => known.clone(),
            None if self.0.len() < MAX_NAMES => {
                self.0.insert(name.clone());
                name
            }
            None => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Value;

    fn item(name: &str) -> Item {
        [(AttributeName::parse(name).unwrap(), Value::Null)].into_iter().collect()
    }

    fn text_of(item: &Item) -> *const u8 {
        item.iter().next().unwrap().0.as_str().as_ptr()
    }

    #[test]
    fn equal_names_share_their_text() {
        let mut names = Names::default();
        let (first, second) = (names.share(item("a")), names.share(item("a")));
        assert_eq!(first, second);
        assert_eq!(text_of(&first), text_of(&second));
    }

    #[test]
    fn names_beyond_the_most_are_left_alone() {
        let mut names = Names::default();
        for at in 0..MAX_NAMES + 10 {
            assert_eq!(names.share(item(&at.to_string())), item(&at.to_string()));
        }
        assert_eq!(names.0.len(), MAX_NAMES);
    }
}
