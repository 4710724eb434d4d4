//! Stories of loads: what is set, and what comes of it second by second.
//!
//! A story in `tests/native/traffic` is prose (lines that begin with `#`) and runs, parted by blank
//! lines. A run is its settings, one a line; the word `again` in front of others goes on from those
//! of the run before. Below a line `---` stands what happened: the seconds that `tell` names, then
//! every split and every change of capacity.
//!
//! After a change that is meant, `UPDATE_SCRIPTS=1 cargo test --test native traffic` writes what
//! happens now; check every line of the difference against the documentation.

use std::fs;
use std::path::PathBuf;

use dynamodb_playground::model::Millis;
use dynamodb_playground::traffic::Run;

use super::settings::Played;
use super::telling::told;
use crate::scripts::check_or_update;

macro_rules! stories {
    ($($name:ident),* $(,)?) => {
        $(#[test] fn $name() { check(stringify!($name)); })*

        #[test]
        fn every_story_is_played() {
            let names = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
            let mut found: Vec<_> = names
                .filter(|path| path.extension().is_some_and(|it| it == "script"))
                .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
                .collect();
            found.sort();
            let mut played = vec![$(stringify!($name)),*];
            played.sort();
            assert_eq!(found, played);
        }
    };
}

stories!(
    adaptive_capacity,
    auto_scaling,
    back_pressure,
    batches,
    burst,
    cache,
    hot_key,
    on_demand_peak,
    prime_day,
    replicas,
    retries,
    split_by_size,
    split_for_heat,
);

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/native/traffic")
}

fn check(name: &str) {
    let path = folder().join(format!("{name}.script"));
    let written = fs::read_to_string(&path).unwrap();
    let mut before = Played::default();
    let blocks = written.trim_end().split("\n\n");
    let played = blocks.map(|block| replay(block, &mut before)).collect::<Vec<_>>().join("\n\n");
    let played = played + "\n";
    check_or_update(&path, &written, &played);
}

/// The block with what happens now.
fn replay(block: &str, before: &mut Played) -> String {
    if block.lines().all(|line| line.starts_with('#')) {
        return block.to_owned();
    }
    let asked = block.split("\n---").next().unwrap();
    let lines = asked.lines().filter(|line| !line.starts_with('#'));
    let settings = Played::read(lines, before);
    let mut run = Run::new(settings.scenario.clone())
        .unwrap_or_else(|faults| panic!("{faults:?} in\n{asked}"));
    assert!(run.advance(Millis(u64::MAX), u64::MAX));
    let answer = told(&settings, &run);
    *before = settings;
    format!("{asked}\n---\n{answer}")
}
