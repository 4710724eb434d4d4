//! How prose reads: the length of its sentences, and words that are not to be said.

use crate::Line;
use crate::exercise::{Exercise, Hint};
use crate::prose::{self, Block, Inline};
use crate::wording::{BANNED, says};

/// Words of a sentence.
pub const MOST_SENTENCE_WORDS: usize = 30;
/// Words of the average sentence of a file.
pub const MOST_MEAN_WORDS: usize = 17;

/// A text with the line to report.
#[derive(Debug)]
pub struct Passage<'a> {
    /// The text.
    pub prose: &'a [Block],
    /// The line.
    pub line: Line,
}

/// What is wrong with the words of these, each with its line.
pub fn check(passages: &[Passage<'_>]) -> Vec<(Line, String)> {
    let mut problems = Vec::new();
    let mut lengths = Vec::new();
    for passage in passages {
        let mut problem = |message: String| problems.push((passage.line.max(1), message));
        for sentence in sentences(passage.prose) {
            let words = count_words(&sentence);
            lengths.push(words);
            if words > MOST_SENTENCE_WORDS {
                problem(format!(
                    "a sentence of {words} words, {MOST_SENTENCE_WORDS} are the most: “{sentence}”"
                ));
            }
            for banned in BANNED.iter().filter(|banned| !banned.allowed_in_lessons) {
                let word = banned.words.iter().find(|word| says(&sentence, word, banned.allowed));
                if let Some(word) = word {
                    problem(format!("“{sentence}” has “{word}”; say {}", banned.say));
                }
            }
        }
    }
    let total: usize = lengths.iter().sum();
    if !lengths.is_empty() && total > MOST_MEAN_WORDS * lengths.len() {
        let mean = total.div_ceil(lengths.len());
        let message = format!(
            "the average sentence has {mean} words, {MOST_MEAN_WORDS} are the most: cut some in two"
        );
        problems.push((1, message));
    }
    problems
}

fn count_words(sentence: &str) -> usize {
    sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// The sentences of prose. Code blocks have none, and each part of an `if` is read by itself
/// behind what stands before it.
fn sentences(prose: &[Block]) -> Vec<String> {
    let mut sentences = Vec::new();
    for block in prose {
        match block {
            Block::Paragraph(text) => sentences_of(text, &mut sentences),
            Block::List { items, .. } => {
                items.iter().for_each(|item| sentences.extend(self::sentences(item)));
            }
            Block::Table { head, rows } => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| sentences_of(cell, &mut sentences));
            }
            Block::Code { .. } => {}
        }
    }
    sentences
}

fn sentences_of(text: &[Inline], into: &mut Vec<String>) {
    // The longer way through each `if`: both are sentences that somebody reads.
    let mut line = String::new();
    push_longer(text, &mut line);
    let mut sentence = String::new();
    let mut words = line.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if !sentence.is_empty() {
            sentence.push(' ');
        }
        sentence.push_str(word);
        let bare = word.trim_end_matches(['"', '”', '’', ')', '*']);
        let ends = bare.ends_with(['.', '?', '!', ':']) && !["e.g.", "i.e."].contains(&bare);
        if ends || words.peek().is_none() {
            into.push(std::mem::take(&mut sentence));
        }
    }
}

fn push_longer(text: &[Inline], into: &mut String) {
    for inline in text {
        match inline {
            Inline::Text(text) => into.push_str(text),
            // Code is one word, whatever it holds: its dots end no sentence.
            Inline::Code(_) => into.push_str("code"),
            Inline::Value(_) => into.push('1'),
            Inline::Strong(text) | Inline::Emphasis(text) | Inline::Link { text, .. } => {
                push_longer(text, into);
            }
            Inline::If { then, otherwise, .. } => {
                let longer = prose::words_of_text(then) >= prose::words_of_text(otherwise);
                push_longer(if longer { then } else { otherwise }, into);
            }
        }
    }
}

/// What there is to read of an exercise.
pub fn of_exercise(exercise: &Exercise) -> Vec<Passage<'_>> {
    let mut passages = vec![Passage { prose: &exercise.intro, line: exercise.line }];
    for part in &exercise.parts {
        passages.push(Passage { prose: &part.task, line: part.line });
        for hint in &part.hints {
            let (Hint::Text(text) | Hint::Blocks { text, .. }) = hint;
            passages.push(Passage { prose: text, line: part.line });
        }
        passages.push(Passage { prose: &part.solution.why, line: part.solution.line });
    }
    passages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &[Inline]) -> Vec<Block> {
        vec![Block::Paragraph(text.to_vec())]
    }

    fn plain(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    #[test]
    fn sentences_end_at_their_marks_and_code_is_a_word() {
        let mut prose = paragraph(&[
            plain("One "),
            Inline::Code(vec![plain("a.b. c")]),
            plain(" two. Three "),
            Inline::Emphasis(vec![plain("four")]),
            plain("? Five, e.g. six (seven)."),
        ]);
        let items = ["eight", "nine"].map(|item| paragraph(&[plain(item)])).to_vec();
        prose.push(Block::List { ordered: false, items });
        assert_eq!(
            sentences(&prose),
            ["One code two.", "Three four?", "Five, e.g. six (seven).", "eight", "nine"]
        );
    }

    #[test]
    fn long_sentences_and_banned_words_are_told() {
        let long = "word ".repeat(31);
        let mut prose = paragraph(&[plain(&format!("{long}."))]);
        prose.extend(paragraph(&[plain("It was refused.")]));
        let problems = check(&[Passage { prose: &prose, line: 4 }]);
        assert!(problems[0].1.contains("31 words"), "{problems:?}");
        assert!(problems[1].1.contains("throttled, rejected"), "{problems:?}");
        assert_eq!(problems[0].0, 4);
    }
}
