//! How long the page is busy at a stretch while it is used: the long tasks of a journey through
//! all that is heavy.
//!
//! The journey is made by scripts in the page and not by WebDriver's mouse, whose own work in the
//! page would be measured too. It finds everything by ids and test ids, which change less than
//! words do, so that an older release can be measured beside a newer one.

use std::time::Duration;

use anyhow::{Context as _, Result};
use e2e::{Page, in_browser};

use crate::start::arrive;

/// How long a stretch may take on a slow machine.
const LIMIT: Duration = Duration::from_secs(300);

/// What the scripts below are written with.
const HELPERS: &str = "
    window.figures = (() => {
        const longTasks = [];
        const observer = new PerformanceObserver((seen) => note(seen.getEntries()));
        const note = (tasks) => longTasks.push(...tasks.map((task) => task.duration));
        observer.observe({ type: 'longtask', buffered: true });
        const fire = (field, kind) => field.dispatchEvent(new Event(kind, { bubbles: true }));
        const one = (selector) => {
            const found = document.querySelector(selector);
            if (found === null) throw new Error(`the page has no ${selector}`);
            return found;
        };
        const labelled = (label) => [...document.querySelectorAll('label')]
            .find((found) => found.textContent.trim().startsWith(label))?.control;
        return {
            one,
            labelled,
            // The long tasks since the last call, in milliseconds.
            take() {
                note(observer.takeRecords());
                return longTasks.splice(0);
            },
            // Does something, and notes in `took` how long it is until something is so.
            begin(act, done) {
                this.take();
                this.took = null;
                const began = performance.now();
                act();
                const look = setInterval(() => {
                    if (!done()) return;
                    clearInterval(look);
                    this.took = performance.now() - began;
                }, 20);
            },
            press: (selector) => one(selector).click(),
            pressNamed: (selector, part) => [...document.querySelectorAll(selector)]
                .find((found) => found.textContent.includes(part)).click(),
            write: (field, text) => { field.value = text; fire(field, 'input'); },
            choose: (list, start) => {
                list.value = [...list.options].find((option) => option.text.startsWith(start)).value;
                fire(list, 'change');
            },
            // Scrolls an element from its beginning to its end in two seconds of frames.
            scroll: (selector) => {
                const frames = 120;
                const element = one(selector);
                const step = (frame) => {
                    element.scrollTop = (element.scrollHeight - element.clientHeight) * frame / frames;
                    if (frame < frames) requestAnimationFrame(() => step(frame + 1));
                };
                step(0);
            },
            atEnd: (selector) => {
                const element = one(selector);
                return element.scrollTop + element.clientHeight >= element.scrollHeight - 1;
            },
        };
    })();";

const COLLECTIONS: &str = "[role=grid][aria-label=Collections]";
const ITEMS: &str = "[role=grid][aria-label=Items]";

/// A part of the journey.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// What is done.
    pub name: &'static str,
    /// How long it took, in milliseconds.
    pub took: f64,
    /// The tasks over 50 ms, in milliseconds.
    pub long_tasks: Vec<f64>,
}

/// Makes the journey in a new browser, so many times slower than the machine can.
pub async fn travel(address: &str, slower: u32) -> Result<Vec<Stretch>> {
    in_browser(address.to_owned(), async |page| {
        page.before_every_page(HELPERS).await?;
        page.slow_down(slower).await?;
        let took = arrive(page).await?;
        let start = Stretch { name: START, took, long_tasks: long_tasks(page).await? };
        Ok(vec![
            start,
            load(page).await?,
            scan(page).await?,
            scroll_collections(page).await?,
            scroll_grid(page).await?,
            compare(page).await?,
            play_traffic(page).await?,
        ])
    })
    .await
}

/// The first stretch.
pub const START: &str = "start";
/// Loading the largest dataset.
pub const LOAD: &str = "load 100,000 items";
/// Reading all of it.
pub const SCAN: &str = "Scan of all its pages with a filter";
/// A run of the traffic lab.
pub const TRAFFIC: &str = "traffic-lab run of 6,000,000 requests";

async fn load(page: &Page) -> Result<Stretch> {
    let act = "figures.choose(figures.one('#size'), '100,000 items')";
    let done = "document.querySelector('.explore').textContent.includes('100,000 items in')
        && document.querySelector('[data-testid=loading]') === null";
    stretch(page, LOAD, act, done).await
}

async fn scan(page: &Page) -> Result<Stretch> {
    page.run("figures.choose(figures.labelled('Operation'), 'Scan')").await?;
    page.until("there is a filter to add", "return document.getElementById('add-filter')").await?;
    page.run("figures.press('#add-filter')").await?;
    page.until("the filter is there", "return figures.labelled('Attribute') !== undefined").await?;
    let filter = "figures.write(figures.labelled('Attribute'), 'Status');
        figures.write(figures.labelled('Value'), 'Pending')";
    page.run(filter).await?;
    let done = "document.querySelector('.explore-answer [data-testid=result-count]') !== null
        && document.querySelector('.run-progress') === null";
    stretch(page, SCAN, "figures.press('.run-all')", done).await
}

async fn scroll_collections(page: &Page) -> Result<Stretch> {
    let act = format!("figures.scroll('{COLLECTIONS}')");
    let done = format!("figures.atEnd('{COLLECTIONS}')");
    stretch(page, "scroll through the collections", &act, &done).await
}

async fn scroll_grid(page: &Page) -> Result<Stretch> {
    page.run("figures.pressNamed('.explore-data .answer-views button', 'Grid')").await?;
    page.until("the grid is there", &format!("return document.querySelector('{ITEMS}')")).await?;
    let act = format!("figures.scroll('{ITEMS}')");
    let done = format!("figures.atEnd('{ITEMS}')");
    stretch(page, "scroll through the grid", &act, &done).await
}

async fn compare(page: &Page) -> Result<Stretch> {
    page.run("location.hash = '#/compare'").await?;
    page.until("Compare is shown", "return document.querySelector('.compare')").await?;
    let act = "figures.press('.compare [data-testid=run]')";
    let done = "document.querySelector('[data-testid=compare-ratio]') !== null";
    stretch(page, "Compare race", act, done).await
}

async fn play_traffic(page: &Page) -> Result<Stretch> {
    page.run("location.hash = '#/partitions'").await?;
    page.until("the lab is shown", "return document.getElementById('lab-rate')").await?;
    let settings = "figures.pressNamed('.lab-preset-list button', 'Zipf');
        figures.write(figures.one('#lab-rate'), '20,000');
        figures.write(figures.one('#lab-seconds'), '300');
        figures.choose(figures.one('.lab-pace select'), 'as fast as')";
    page.run(settings).await?;
    let act = "figures.press('#lab-run')";
    let done = "figures.one('[data-testid=verdict]').textContent.trim() !== ''";
    stretch(page, TRAFFIC, act, done).await
}

async fn stretch(page: &Page, name: &'static str, act: &str, done: &str) -> Result<Stretch> {
    page.run(&format!("figures.begin(() => {{ {act} }}, () => {done})")).await?;
    let took = page.until_within(LIMIT, name, "return figures.took").await?;
    let took = took.as_f64().context("the page keeps the time in milliseconds")?;
    Ok(Stretch { name, took, long_tasks: long_tasks(page).await? })
}

/// The long tasks until the page has nothing more to do.
async fn long_tasks(page: &Page) -> Result<Vec<f64>> {
    let idle = "const done = arguments[arguments.length - 1];
        requestIdleCallback(() => setTimeout(() => done(figures.take()), 100))";
    let tasks = page.browser().execute_async(idle, vec![]).await?;
    Ok(tasks.convert()?)
}
