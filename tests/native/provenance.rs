//! Where the rules come from, and the list of those that nobody has confirmed.
//!
//! Every module of `fidelity` and `expressions` names its source in its head, `//! Source: …`: a page
//! of AWS, or answers recorded of the service with their region and date. A test or a rule that has
//! another one names it where it stands, and what no source tells is marked there as
//! `Unconfirmed: …`.
//!
//! `docs/unconfirmed.md` holds these marks, the sentences of [`UNCONFIRMED`], and every comment of
//! the sources that says so. `UPDATE_SCRIPTS=1` writes it again.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use dynamodb_playground::api::UNCONFIRMED;

const LIST: &str = "docs/unconfirmed.md";
/// Where the tests of the service's rules are.
const RULES: [&str; 2] = ["tests/native/fidelity", "tests/native/expressions"];
const MARK: &str = "Unconfirmed: ";

#[test]
fn every_rule_has_a_source() {
    let modules = RULES.iter().flat_map(|folder| sources(&root().join(folder)));
    let without: Vec<PathBuf> = modules
        .filter(|path| path.file_name().is_some_and(|name| name != "mod.rs"))
        .filter(|path| {
            let text = fs::read_to_string(path).unwrap();
            !text.lines().take_while(|line| line.starts_with("//!")).any(is_source)
        })
        .collect();
    assert!(without.is_empty(), "these name no source: {without:?}");
}

fn is_source(line: &str) -> bool {
    line.strip_prefix("//! Source: ").is_some_and(|source| source.len() > 10)
}

#[test]
fn the_list_of_what_is_unconfirmed_is_in_step() {
    let list = list();
    let path = root().join(LIST);
    if env::var_os("UPDATE_SCRIPTS").is_some() {
        fs::write(&path, &list).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == list, "{LIST} is behind: run the tests with UPDATE_SCRIPTS=1");
}

/// The whole list.
fn list() -> String {
    let mut list = "# What nobody has confirmed\n\n\
         Written by `tests/native/provenance.rs` from the sources; `UPDATE_SCRIPTS=1 cargo test \
         --test native provenance` writes it again.\n\n## Sentences\n\n\
         The service rejects such a request; how it says so is not known here.\n"
        .to_owned();
    for (when, sentence) in UNCONFIRMED {
        write!(list, "\n- {when} `{sentence}`").unwrap();
    }
    list.push_str("\n\n## In the tests\n\nWhat is tested as it is, though no source tells it.\n");
    for path in RULES.iter().flat_map(|folder| sources(&root().join(folder))) {
        for comment in comments(&fs::read_to_string(&path).unwrap()) {
            if let Some((_, what)) = comment.split_once(MARK) {
                write!(list, "\n- `{}`: {what}", shown(&path)).unwrap();
            }
        }
    }
    list.push_str("\n\n## In the code\n\nComments that say so, whole.\n");
    for path in sources(&root().join("src")) {
        // The sentences stand above.
        if path.ends_with("error/unconfirmed.rs") {
            continue;
        }
        for comment in comments(&fs::read_to_string(&path).unwrap()) {
            if comment.to_lowercase().contains("unconfirmed") {
                write!(list, "\n- `{}`: {comment}", shown(&path)).unwrap();
            }
        }
    }
    list.push('\n');
    list
}

/// The paragraphs of comments of a source.
fn comments(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let line = line.trim_start();
        let said = ["///", "//!", "//"].iter().find_map(|mark| line.strip_prefix(mark));
        let said = said.map(str::trim).filter(|said| !said.is_empty());
        match (said, found.last_mut()) {
            (Some(said), Some(last)) if inside => {
                last.push(' ');
                last.push_str(said);
            }
            (Some(said), _) => found.push(said.to_owned()),
            (None, _) => {}
        }
        inside = said.is_some();
    }
    found
}

/// The sources in and below a folder, in order.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let found = entries.into_iter().flat_map(|path| match path.is_dir() {
        true => sources(&path),
        false if path.extension().is_some_and(|extension| extension == "rs") => vec![path],
        false => Vec::new(),
    });
    found.collect()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
