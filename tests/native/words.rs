//! The page speaks AWS's terms: no string of the page has a word that the glossary replaces.
//!
//! The strings are read from the sources, in code and inside macros; documentation, attributes and
//! tests are not the page.

use std::fs;
use std::path::{Path, PathBuf};

use dynamodb_playground::ui::model::glossary::GLOSSARY;
use syn::buffer::{Cursor, TokenBuffer};
use syn::visit::{self, Visit};

/// A word that is not to be said, and what is said instead.
struct Banned {
    /// The words, each in all its forms.
    words: &'static [&'static str],
    /// What to say.
    say: &'static str,
    /// Texts in which it means something else. The list is short, and each entry has its reason.
    allowed: &'static [&'static str],
}

const BANNED: &[Banned] = &[
    Banned {
        words: &["refuse", "refuses", "refused", "refusal", "granted"],
        say: "throttled, rejected or succeeded",
        allowed: &[],
    },
    Banned { words: &["tank", "tanks"], say: "partition", allowed: &[] },
    Banned { words: &["shelf", "shelves"], say: "item collection", allowed: &[] },
    Banned {
        words: &["box", "boxes", "brick", "bricks"],
        say: "4 KB block, or 1 KB block",
        allowed: &[],
    },
    Banned {
        words: &["kept", "asked", "asks", "ask"],
        say: "returned, requested, request",
        // The person's own work, and what someone asks AWS for, are no items and no requests.
        allowed: &[
            "Your last save is kept",
            "Your text is kept",
            "Its counts are kept",
            "ask AWS for",
            "that you asked for",
        ],
    },
    Banned {
        words: &["global index", "global indexes", "local index", "local indexes"],
        say: "global secondary index (GSI), local secondary index (LSI)",
        allowed: &[],
    },
    Banned {
        words: &["parted", "manieth", "stands here", "once more", "so many"],
        say: "a plain sentence",
        allowed: &[],
    },
    Banned {
        words: &["a second", "came through"],
        say: "per second; succeeded",
        // The number two.
        allowed: &["a second sort order"],
    },
    Banned {
        words: &["row", "rows"],
        say: "item, or result",
        // Rows of SQL, and those that a grid draws.
        allowed: &["what a row is in SQL", "Show the rows as"],
    },
];

/// Where the page's strings are, below `src`.
const PLACES: &[&str] = &[
    "ui",
    "datasets/medical/patterns.rs",
    "datasets/clinic/patterns.rs",
    "learn/questions.rs",
    "workspace/codec.rs",
    "workspace/keeper",
];

#[test]
fn no_string_of_the_page_has_a_banned_word() {
    let mut wrong = Vec::new();
    let texts = texts_of_the_page();
    assert!(texts.len() > 500, "only {} texts were found", texts.len());
    for (file, text) in &texts {
        for banned in BANNED {
            if let Some(word) = banned.words.iter().find(|word| says(text, word, banned.allowed)) {
                wrong.push(format!("{file}: “{text}” has “{word}”; say {}", banned.say));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn banned_words_are_found_in_code_and_in_views_and_nowhere_else() {
    let source = r##"
        //! Refused.
        /// Refused.
        fn f() -> &'static str { "It was refused." }
        fn g() { view! { <p class="is-refused" title="refused">"Refused, " {h("Two tanks")}</p> } }
        #[cfg(test)]
        mod tests { fn t() { assert_eq!(f(), "It was refused."); } }
    "##;
    let texts = texts_of(source);
    let found: Vec<_> = texts.iter().filter(|text| says(text, "refused", &[])).collect();
    assert_eq!(found, ["It was refused.", "Refused, "]);
    assert!(texts.iter().any(|text| says(text, "tanks", &[])), "{texts:?}");
    assert!(!says("{rows} of {refused}", "rows", &[]) && !says("refused", "refused", &[]));
    assert!(!says("The item is kept.", "kept", &["The item is kept"]));
    assert!(says("The item is kept. It was kept.", "kept", &["The item is kept"]));
}

#[test]
fn the_glossary_follows_its_own_terms() {
    for entry in GLOSSARY {
        for banned in BANNED {
            let word = banned.words.iter().find(|word| says(entry.term, word, banned.allowed));
            assert_eq!(word, None, "{}", entry.term);
        }
    }
}

/// Whether the text has the word as a word, apart from the phrases in which it may stand. Parts of
/// a name such as `lane-kept` are none, nor are names of parameters. What has no space and no
/// capital is a name as well: a class, an id, a kind of thing.
fn says(text: &str, word: &str, allowed: &[&str]) -> bool {
    if !text.contains(' ') && !text.starts_with(char::is_uppercase) {
        return false;
    }
    let mut text = without_parameters(text).to_lowercase();
    for phrase in allowed {
        text = text.replace(&phrase.to_lowercase(), " ");
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let is_before = |c: char| is_part(c) || c == '.';
    text.match_indices(word).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(is_before) && !after.is_some_and(is_part)
    })
}

/// The text without what a format string takes in: `{rows}`.
fn without_parameters(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        kept.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    kept + rest
}

fn texts_of_the_page() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    for place in PLACES {
        let path = root.join(place);
        assert!(path.exists(), "{place} is gone");
        collect(&path, &mut files);
    }
    let mut texts = Vec::new();
    for file in files {
        let name = file.strip_prefix(&root).unwrap().display().to_string();
        let source = fs::read_to_string(&file).unwrap();
        texts.extend(texts_of(&source).into_iter().map(|text| (name.clone(), text)));
    }
    texts
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), files);
        }
    } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
        files.push(path.to_owned());
    }
}

fn texts_of(source: &str) -> Vec<String> {
    let mut finder = TextFinder::default();
    finder.visit_file(&syn::parse_file(source).unwrap());
    finder.texts
}

/// Collects string literals from code and from inside macros.
#[derive(Default)]
struct TextFinder {
    texts: Vec<String>,
}

impl TextFinder {
    fn walk(&mut self, mut cursor: Cursor<'_>) {
        while !cursor.eof() {
            cursor = if let Some((literal, rest)) = cursor.literal() {
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    self.texts.push(text.value());
                }
                rest
            } else if let Some((inside, _, _, rest)) = cursor.any_group() {
                self.walk(inside);
                rest
            } else {
                let Some((_, rest)) = cursor.token_tree() else { return };
                rest
            };
        }
    }
}

impl<'ast> Visit<'ast> for TextFinder {
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let is_test = |attribute: &syn::Attribute| {
            let list = attribute.meta.require_list();
            attribute.path().is_ident("cfg")
                && list.is_ok_and(|list| list.tokens.to_string() == "test")
        };
        if !module.attrs.iter().any(is_test) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.texts.push(text.value());
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.walk(TokenBuffer::new2(mac.tokens.clone()).begin());
    }
}
