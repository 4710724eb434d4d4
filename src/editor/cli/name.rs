//! The CLI's names of operations and parameters.

/// `GlobalSecondaryIndexes` as the CLI writes it: `global-secondary-indexes`. A row of capitals is
/// one word, whose last letter begins the next: `SSESpecification` is `sse-specification`.
pub(super) fn kebab(name: &str) -> String {
    separated(name, '-')
}

/// The same with another sign between the words: `global_secondary_indexes` in Python and Rust.
pub(in crate::editor) fn separated(name: &str, sign: char) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut text = String::with_capacity(name.len() + 4);
    for (at, letter) in letters.iter().enumerate() {
        let after_word = at > 0 && !letters[at - 1].is_ascii_uppercase();
        let begins_word = at > 0 && letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        if letter.is_ascii_uppercase() && (after_word || begins_word) {
            text.push(sign);
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}
