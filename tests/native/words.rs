//! The page speaks AWS's terms: no string of the page has a word that the glossary replaces.
//!
//! The strings are read from the sources, in code and inside macros; documentation, attributes and
//! tests are not the page.

use std::fs;
use std::path::{Path, PathBuf};

use content::wording::{self, BANNED};
use dynamodb_playground::ui::model::glossary::GLOSSARY;
use syn::buffer::{Cursor, TokenBuffer};
use syn::visit::{self, Visit};

/// Where the page's strings are, below `src`.
const PLACES: &[&str] = &[
    "ui",
    "editor/cli/fault.rs",
    "editor/cli/note.rs",
    "editor/code/node.rs",
    "datasets/medical/patterns.rs",
    "datasets/clinic/patterns.rs",
    "datasets/orders/patterns.rs",
    "datasets/sensors/patterns.rs",
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
fn a_percent_sign_follows_its_number() {
    // A label such as "Writes, %" names the unit and has no number.
    let is_spaced = |text: &str| {
        text.match_indices(" %")
            .any(|(at, _)| text[..at].ends_with(|c: char| c.is_ascii_digit() || c == '}'))
    };
    assert!(is_spaced("70 % of it") && is_spaced("{} % of it") && !is_spaced("Writes, %"));
    let texts = texts_of_the_page();
    let wrong: Vec<_> = texts.iter().filter(|(_, text)| is_spaced(text)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
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

/// Whether the text has the word as a word, apart from the phrases in which it may stand. Names of
/// parameters are none. What has no space and no capital is a name as well: a class, an id, a kind
/// of thing.
fn says(text: &str, word: &str, allowed: &[&str]) -> bool {
    let is_name = !text.contains(' ') && !text.starts_with(char::is_uppercase);
    !is_name && wording::says(&without_parameters(text), word, allowed)
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
