//! The committed corpora of the fuzz targets, and mutations of them, against the same properties.
//!
//! `fuzz/README.md` tells how to search further; what a search finds becomes a file of a corpus.

#[path = "../../fuzz/properties/cli.rs"]
mod cli;
#[path = "../../fuzz/properties/effects.rs"]
mod effects;
#[path = "../../fuzz/properties/expression.rs"]
mod expression;
#[cfg(feature = "endpoint")]
#[path = "../../fuzz/properties/http.rs"]
mod http;
#[path = "../../fuzz/properties/number.rs"]
mod number;
#[path = "../../fuzz/properties/partiql.rs"]
mod partiql;
#[path = "../../fuzz/properties/tables.rs"]
mod tables;
#[path = "../../fuzz/properties/wire.rs"]
mod wire;

use std::fs;
use std::path::Path;

/// Mutations of each file.
const MUTATIONS: usize = 24;

#[test]
fn commands() {
    check("cli", cli::check);
}

#[test]
fn logs_of_effects() {
    check("effects", effects::check);
}

#[test]
fn expressions() {
    check("expression", expression::check);
}

#[cfg(feature = "endpoint")]
#[test]
fn heads_and_bodies() {
    check("http", http::check);
}

#[test]
fn numbers() {
    check("number", number::check);
}

#[test]
fn statements() {
    check("partiql", partiql::check);
}

#[test]
fn requests() {
    check("wire", wire::check);
}

fn check(target: &str, property: fn(&[u8])) {
    let corpus = corpus(target);
    assert!(!corpus.is_empty(), "{target} has no corpus");
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for file in &corpus {
        property(file);
        for _ in 0..MUTATIONS {
            property(&random.mutated(file, &corpus));
        }
    }
}

/// The files in the order of their names, so that every run is the same.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files = fs::read_dir(folder).expect("the corpus is in the checkout");
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A generator of numbers after Marsaglia (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    /// One to four small changes.
    fn mutated(&mut self, file: &[u8], corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = file.to_vec();
        for _ in 0..=self.below(4) {
            self.mutate(&mut bytes, corpus);
        }
        bytes
    }

    fn mutate(&mut self, bytes: &mut Vec<u8>, corpus: &[Vec<u8>]) {
        let (at, end) = self.range(bytes.len());
        match self.below(5) {
            0 => bytes.insert(at, self.below(256) as u8),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.extend_from_within(at..end),
            3 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            _ => {
                let other = &corpus[self.below(corpus.len())];
                let (from, to) = self.range(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
        }
    }

    /// A short range within so many bytes.
    fn range(&mut self, length: usize) -> (usize, usize) {
        let at = self.below(length + 1);
        (at, (at + self.below(32)).min(length))
    }
}
