//! `cargo xtask crash`: kills the page's renderer, and the whole browser, while a person writes as
//! fast as the page lets them, and counts after reopening which acknowledged writes are lost.
//!
//! A write counts as acknowledged when the host has heard of it from the page, which tells it once the
//! answer is shown. The page's log of effects is read up to its first gap, so that what is there is
//! always the beginning of what was written: the number of items says what is lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use e2e::{Page, browser_with_profile, site};
use lexopt::prelude::*;

/// The longest time that a round writes for, and the shortest.
const LONGEST: u64 = 2_500;
const SHORTEST: u64 = 300;
/// Items that a new visitor's table has.
const FIRST_ITEMS: u64 = 1_000;

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Victim {
    Renderer,
    Browser,
}

/// What the rounds of one kind came to.
#[derive(Debug, Default)]
struct Outcome {
    rounds: u32,
    acknowledged: u64,
    lost: u64,
    /// Lost ones that were older than a second.
    lost_old: u64,
    /// The age of the oldest lost one.
    oldest: Duration,
}

/// When the host heard of each write.
type Heard = Arc<Mutex<BTreeMap<u64, Instant>>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (release, rounds) = options(lexopt::Parser::from_env())?;
    println!(
        "| killed | rounds | acknowledged writes | lost | lost, older than 1 s | oldest lost |"
    );
    println!("|---|---|---|---|---|---|");
    for victim in [Victim::Renderer, Victim::Browser] {
        let outcome = kill_often(&release, victim, rounds).await?;
        println!(
            "| {victim:?} | {} | {} | {} | {} | {} ms |",
            outcome.rounds,
            outcome.acknowledged,
            outcome.lost,
            outcome.lost_old,
            outcome.oldest.as_millis()
        );
    }
    Ok(())
}

fn options(mut parser: lexopt::Parser) -> Result<(PathBuf, u32)> {
    let (mut release, mut rounds) = (None, 100);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("dist") => release = Some(parser.value()?.into()),
            Long("rounds") => rounds = parser.value()?.parse()?,
            other => bail!("{}; there are --dist DIR and --rounds N", other.unexpected()),
        }
    }
    Ok((release.context("say with --dist DIR which release")?, rounds))
}

async fn kill_often(release: &Path, victim: Victim, rounds: u32) -> Result<Outcome> {
    let heard = Heard::default();
    let noted = Arc::clone(&heard);
    let address = site::serve_hearing(release.to_path_buf(), move |number| {
        let mut heard = noted.lock().unwrap_or_else(PoisonError::into_inner);
        heard.entry(number).or_insert_with(Instant::now);
    })
    .await?;
    let profile = tempfile::tempdir()?;
    let mut outcome = Outcome { rounds, ..Outcome::default() };
    let mut there = 0;
    for round in 0..rounds {
        let (driver, browser) = browser_with_profile(profile.path()).await?;
        let page = Page::new(browser.clone(), address.clone());
        open(&page).await?;
        ensure!(written(&page).await? == there, "something has changed between two rounds");
        page.run(&WRITE.replace("FIRST", &there.to_string())).await?;
        tokio::time::sleep(pause(round)).await;

        let killed = Instant::now();
        kill(profile.path(), victim)?;
        // The browser of a dead page is closed as a person would close it.
        let _ = browser.quit().await;
        drop(driver);
        until_gone(profile.path()).await?;

        let (_driver, browser) = browser_with_profile(profile.path()).await?;
        let page = Page::new(browser.clone(), address.clone());
        open(&page).await?;
        there = written(&page).await?;
        browser.quit().await?;
        until_gone(profile.path()).await?;
        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        let lost: Vec<Duration> = heard
            .iter()
            .filter(|(number, _)| **number >= there)
            .map(|(_, at)| killed.saturating_duration_since(*at))
            .collect();
        outcome.acknowledged += heard.len() as u64;
        outcome.lost += lost.len() as u64;
        outcome.lost_old += lost.iter().filter(|age| **age > Duration::from_secs(1)).count() as u64;
        outcome.oldest = outcome.oldest.max(lost.into_iter().max().unwrap_or_default());
        heard.clear();
        eprintln!("{victim:?} {}: {} written, {} lost so far", round + 1, there, outcome.lost);
    }
    Ok(outcome)
}

/// A time to write for that no two rounds have in common.
fn pause(round: u32) -> Duration {
    // A multiplier without a common factor visits the span evenly, and no crate is needed for chance.
    let step = u64::from(round) * 1_103_515_245 % (LONGEST - SHORTEST);
    Duration::from_millis(SHORTEST + step)
}

async fn open(page: &Page) -> Result<()> {
    page.browser().goto(format!("{}#/explore", page.address())).await?;
    page.until_started().await?;
    let loaded = "return document.querySelector('[data-testid=loading]') === null
        && / items in/.test(document.body.innerText)";
    page.until("the data is loaded", loaded).await?;
    Ok(())
}

/// How many writes are there.
async fn written(page: &Page) -> Result<u64> {
    let items = "return Number(document.body.innerText.match(/([\\d,]+) items in/)[1]
        .replaceAll(',', ''))";
    let items = page.run(items).await?.as_u64().context("the page counts its items")?;
    items.checked_sub(FIRST_ITEMS).context("items of the dataset are lost")
}

/// Writes item after item, each once the answer to the one before is shown.
const WRITE: &str = "
    const set = (field, text, event) => {
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, text);
        field.dispatchEvent(new Event(event, { bubbles: true }));
    };
    const drawn = () => new Promise((done) => setTimeout(done));
    const labelled = (words) => [...document.querySelectorAll('textarea, select')].find((field) =>
        [...field.labels].some((label) => label.innerText.trim().startsWith(words)) ||
        field.ariaLabel?.startsWith(words));
    const writeOn = async (n) => {
        set(labelled('Operation'), [...labelled('Operation').options]
            .find((option) => option.text === 'PutItem').value, 'change');
        await drawn();
        for (;; n += 1) {
            set(labelled('Item as DynamoDB JSON'), JSON.stringify({ PK: 'KILLED', SK: `${n}` }), 'input');
            await drawn();
            document.querySelector('[data-testid=run]').click();
            await drawn();
            await drawn();
            fetch(`/heard/${n}`, { cache: 'no-store' });
        }
    };
    writeOn(FIRST);";

fn kill(profile: &Path, victim: Victim) -> Result<()> {
    let (browser, renderers) = processes(profile)?;
    let victims = match victim {
        Victim::Renderer => renderers,
        Victim::Browser => vec![browser.context("the browser is not running")?],
    };
    ensure!(!victims.is_empty(), "nothing to kill");
    for process in victims {
        Command::new("kill").args(["-9", &process.to_string()]).status()?;
    }
    Ok(())
}

/// The browser with this profile, and its renderers.
fn processes(profile: &Path) -> Result<(Option<u32>, Vec<u32>)> {
    let mut parents = BTreeMap::new();
    let mut renderers = Vec::new();
    let mut browser = None;
    let directory = format!("--user-data-dir={}", profile.display());
    for entry in fs::read_dir("/proc")? {
        let path = entry?.path();
        let Some(id) = path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()) else {
            continue;
        };
        // A process may end while it is looked at.
        let (Ok(line), Ok(stat)) =
            (fs::read(path.join("cmdline")), fs::read_to_string(path.join("stat")))
        else {
            continue;
        };
        let line = String::from_utf8_lossy(&line).replace('\0', " ");
        let parent = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1));
        parents.insert(id, parent.and_then(|id| id.parse::<u32>().ok()).unwrap_or(0));
        if line.contains("--type=renderer") {
            renderers.push(id);
        } else if line.contains(&directory) && !line.contains("--type=") {
            browser = browser.into_iter().chain([id]).min();
        }
    }
    let is_of = |mut id: u32| {
        while let Some(parent) = parents.get(&id).copied().filter(|parent| *parent > 1) {
            if Some(parent) == browser {
                return true;
            }
            id = parent;
        }
        false
    };
    renderers.retain(|id| is_of(*id));
    Ok((browser, renderers))
}

/// Waits until no browser has the profile, and takes away what a killed one leaves to say that it
/// has.
async fn until_gone(profile: &Path) -> Result<()> {
    let start = Instant::now();
    while processes(profile)?.0.is_some() {
        ensure!(start.elapsed() < Duration::from_secs(20), "the browser does not end");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for lock in ["SingletonLock", "SingletonSocket", "SingletonCookie"] {
        let _ = fs::remove_file(profile.join(lock));
    }
    Ok(())
}
