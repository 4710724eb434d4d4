//! axe-core, the accessibility checker, and what it has to say.

use std::fmt;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use thirtyfour::WebDriver;

/// axe-core 4.14.1, unchanged; its licence (MPL-2.0) lies beside it.
const AXE: &str = include_str!("../vendor/axe.min.js");

/// Runs the rules and hands the violations back. The last argument is WebDriver's callback.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        (found) => done(found.violations.map((rule) => ({
            rule: rule.id,
            impact: rule.impact,
            help: rule.help,
            places: rule.nodes.map((node) => node.html),
        }))),
        (reason) => done(String(reason)),
    );";

/// A rule that the page breaks.
#[derive(Debug, Deserialize)]
pub struct Violation {
    /// The rule's name.
    pub rule: String,
    /// How much it is in the way: minor, moderate, serious or critical.
    pub impact: Option<String>,
    /// What to do about it.
    pub help: String,
    /// The elements that break it.
    pub places: Vec<String>,
}

impl Violation {
    /// Whether it keeps somebody from using the page.
    pub fn is_serious(&self) -> bool {
        matches!(self.impact.as_deref(), Some("serious" | "critical"))
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let impact = self.impact.as_deref().unwrap_or("unrated");
        write!(f, "{} ({impact}): {}", self.rule, self.help)?;
        self.places.iter().try_for_each(|place| write!(f, "\n    {place}"))
    }
}

/// What the page breaks right now, in the state and colours it is in.
pub async fn violations(browser: &WebDriver) -> Result<Vec<Violation>> {
    browser.execute(AXE, vec![]).await?;
    let found = browser.execute_async(RUN, vec![]).await?;
    found.convert().with_context(|| format!("axe did not run: {}", found.json()))
}
