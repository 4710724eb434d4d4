//! Which words an expression can hold as attribute names.
//!
//! Owns the reserved words (Developer Guide, *Reserved words in DynamoDB*). Refuses to know where
//! names stand.

use std::cmp::Ordering;
use std::sync::OnceLock;

use super::lexer::run_length;

/// One word a line, upper case, in byte order.
const WORDS: &str = include_str!("reserved.txt");

/// Whether the word is reserved, in whatever case it is written.
pub fn is_reserved(word: &str) -> bool {
    words().binary_search_by(|reserved| ignoring_case(reserved, word)).is_ok()
}

/// Whether every kind of expression can hold the attribute name as it is. Other names need a
/// `#name` (Developer Guide, *Expression attribute names (aliases) in DynamoDB*).
pub fn is_bare_name(name: &str) -> bool {
    let is_word =
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && run_length(name) == name.len();
    // `REMOVE` is the one keyword that is not reserved: a condition takes it for a name, an update
    // for the beginning of a section.
    is_word && !is_reserved(name) && !name.eq_ignore_ascii_case("REMOVE")
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

    #[test]
    fn a_bare_name_is_a_word_that_means_nothing_else() {
        for name in ["PK", "GSI1PK", "a_1", "statuses", "Contains"] {
            assert!(is_bare_name(name), "{name}");
        }
        for name in
            ["", "_a", "1a", "a-b", "a.b", "a b", "größe", "#a", "Status", "between", "Remove"]
        {
            assert!(!is_bare_name(name), "{name}");
        }
    }
}
