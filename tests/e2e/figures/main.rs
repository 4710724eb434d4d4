//! `cargo xtask figures`: how quick one or several releases are, as a Markdown table.
//!
//! Each release lies on a host that compresses and caches, and is opened in headless Chromium:
//! [`start`] measures how long visits wait, [`journeys`] how long the page is busy at a stretch
//! while it is used, and [`table`] sets the figures beside their goals. Releases are measured in
//! turns, so that a machine that grows slower is unfair to none. Nothing here passes or fails:
//! figures count only where nothing else runs, which no test can make sure of.

mod journeys;
mod start;
mod table;

use std::path::PathBuf;

use anyhow::{Result, bail, ensure};
use e2e::site::Host;
use lexopt::prelude::*;
use xtask::weight::{self, Weight};

use crate::journeys::Stretch;
use crate::start::Visits;

/// How much slower than this machine the processor of a visitor is.
const SLOWER: u32 = 4;

/// What is to be measured.
struct Options {
    releases: Vec<PathBuf>,
    /// How often everything is measured.
    runs: usize,
}

/// A release and what was measured of it, run by run.
struct Measured {
    name: String,
    host: Host,
    visits: Vec<Visits>,
    /// What the first visit fetches.
    weight: Weight,
    /// The journey's stretches at the machine's own speed.
    at_speed: Vec<Vec<Stretch>>,
    /// The same where the page runs [`SLOWER`].
    slowed: Vec<Vec<Stretch>>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let options = options(lexopt::Parser::from_env())?;
    let mut releases = Vec::new();
    for release in &options.releases {
        releases.push(Measured {
            name: release.display().to_string(),
            host: Host::serve(release).await?,
            visits: Vec::new(),
            weight: Weight::default(),
            at_speed: Vec::new(),
            slowed: Vec::new(),
        });
    }
    for run in 1..=options.runs {
        for release in &mut releases {
            let address = &release.host.address;
            eprintln!("run {run} of {}: {}, visits", options.runs, release.name);
            release.visits.push(start::visits(address).await?);
            // Journeys fetch no more than the first visit does, but to say so is not their task.
            if run == 1 {
                release.weight = weight::of_files(release.host.fetched())?;
            }
            eprintln!("run {run} of {}: {}, journey", options.runs, release.name);
            release.at_speed.push(journeys::travel(address, 1).await?);
            eprintln!("run {run} of {}: {}, journey at 1/{SLOWER}", options.runs, release.name);
            release.slowed.push(journeys::travel(address, SLOWER).await?);
        }
    }
    print!("{}", table::markdown(&releases));
    if let Some(load) = load_average() {
        println!("\nLoad of this machine in the last minutes: {load}.");
    }
    Ok(())
}

fn options(mut parser: lexopt::Parser) -> Result<Options> {
    let mut options = Options { releases: Vec::new(), runs: 3 };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("dist") => options.releases.push(parser.value()?.into()),
            Long("runs") => options.runs = parser.value()?.parse()?,
            other => bail!("{}; there are --dist DIR and --runs N", other.unexpected()),
        }
    }
    ensure!(!options.releases.is_empty(), "say with --dist DIR what to measure");
    ensure!(options.runs > 0, "--runs must be at least 1");
    Ok(options)
}

/// How many programs wanted to run in the last one, five and fifteen minutes, where the system
/// tells. Two of them are the browser's own.
fn load_average() -> Option<String> {
    let told = std::fs::read_to_string("/proc/loadavg").ok()?;
    Some(told.split(' ').take(3).collect::<Vec<_>>().join(", "))
}
