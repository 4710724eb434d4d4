//! The reserved words, which no bare attribute name may be.
//!
//! Owns the list (Developer Guide, *Reserved words in DynamoDB*). Refuses to know where names stand.

use std::cmp::Ordering;
use std::sync::OnceLock;

/// One word a line, upper case, in byte order.
const WORDS: &str = include_str!("reserved.txt");

/// Whether the word is reserved, in whatever case it is written.
pub fn is_reserved(word: &str) -> bool {
    words().binary_search_by(|reserved| ignoring_case(reserved, word)).is_ok()
}

fn words() -> &'static [&'static str] {
    static SORTED: OnceLock<Vec<&'static str>> = OnceLock::new();
    SORTED.get_or_init(|| WORDS.lines().collect())
}

fn ignoring_case(reserved: &str, word: &str) -> Ordering {
    reserved.bytes().cmp(word.bytes().map(|byte| byte.to_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_sorted_and_upper_case() {
        assert_eq!(words().len(), 573);
        assert!(words().is_sorted());
        assert!(
            words().iter().all(|word| word.bytes().all(|b| b == b'_' || b.is_ascii_uppercase()))
        );
    }

    #[test]
    fn words_are_found_in_any_case() {
        for word in ["status", "Name", "ABORT", "zone", "data", "SIZE"] {
            assert!(is_reserved(word), "{word}");
        }
        for word in ["pk", "statuses", "", "price"] {
            assert!(!is_reserved(word), "{word}");
        }
    }
}
