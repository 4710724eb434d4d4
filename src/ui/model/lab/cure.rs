//! What to try next, given why requests were throttled.
//!
//! Owns which change of the form answers which limit. Refuses to know whether it helps: the next
//! run shows that.

use super::field::Field;
use super::form::Form;
use crate::capacity::{Direction, Limit};
use crate::traffic::{Resource, Tally, ThrottlingReason};
use crate::ui::model::words::count;

const AGAIN: &str = "Trade-off: your code needs a retry loop, and writes take longer.";
const JITTER: &str = "Trade-off: none. It only takes a random number.";
const SHARDS: &str = "Trade-off: reading the whole key takes a Query for each shard, and your \
                      code merges the results.";
const ON_DEMAND: &str = "Trade-off: each unit costs more, but you pay nothing while it's idle.";
const SCALING: &str =
    "Trade-off: it reacts in minutes, and excess traffic is throttled until then.";
const NO_MAXIMUM: &str = "Trade-off: nothing caps your bill anymore.";
const DAX: &str = "Trade-off: you pay for nodes by the hour, and reads can be minutes old.";
const PARTITIONS: &str = "Trade-off: you pay once for the warm throughput, and have to plan ahead.";
const PROVISIONED: &str = "Trade-off: you pay for what you provision, used or not.";

/// Another run to compare with the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cure {
    /// What differs, as it is called behind "Run again": "with 10 shards".
    pub name: String,
    /// The settings that differ.
    pub changes: Vec<(Field, String)>,
    /// What it costs to have it, in a sentence.
    pub trade_off: &'static str,
}

impl Cure {
    fn of(name: &str, changes: &[(Field, &str)], trade_off: &'static str) -> Self {
        let changes = changes.iter().map(|(field, text)| (*field, (*text).to_owned())).collect();
        Self { name: name.to_owned(), changes, trade_off }
    }

    /// What its button says.
    pub fn label(&self) -> String {
        format!("Run again {}", self.name)
    }
}

/// What may help against the most frequent reason, the best first. `at_peak` tells that the table
/// as a whole has come to its limit, and not one partition.
pub fn cures(
    form: &Form,
    total: &Tally,
    reason: Option<ThrottlingReason>,
    at_peak: bool,
) -> Vec<Cure> {
    let mut cures = Vec::new();
    if total.dropped > 0 {
        let changes = [(Field::Unprocessed, "again")];
        cures.push(Cure::of("and resend unprocessed items", &changes, AGAIN));
    }
    if form.text(Field::Retry) == "backoff" && total.throttled() > 0 {
        cures.push(Cure::of("with jitter", &[(Field::Retry, "jitter")], JITTER));
    }
    let Some(reason) = reason else { return cures };
    match (reason.resource, reason.limit) {
        (Resource::Index, Limit::KeyRangeThroughput) => {
            let changes = [(Field::Index, "sharded")];
            cures.push(Cure::of("with the index key sharded 10 ways", &changes, SHARDS));
        }
        (Resource::Index, _) => {
            let changes = [(Field::IndexMode, "demand")];
            cures.push(Cure::of("with an on-demand index", &changes, ON_DEMAND));
        }
        (Resource::Table, Limit::ProvisionedThroughput) => {
            cures.push(Cure::of("with on-demand capacity", &[(Field::Mode, "demand")], ON_DEMAND));
            if form.text(Field::Scaling) == "no" {
                let changes = [(Field::Scaling, "yes"), (Field::Seconds, "400")];
                cures.push(Cure::of("with auto scaling and a longer run", &changes, SCALING));
            }
        }
        (Resource::Table, Limit::MaxOnDemandThroughput) => {
            let changes = [(Field::MaxReads, ""), (Field::MaxWrites, "")];
            cures.push(Cure::of("without a maximum throughput", &changes, NO_MAXIMUM));
        }
        (Resource::Table, _) if at_peak => cures.extend(provisioned(form)),
        (Resource::Table, _) => cures.push(against_heat(form, reason.direction)),
    }
    cures
}

/// Against one partition that is too hot.
fn against_heat(form: &Form, direction: Direction) -> Cure {
    if direction == Direction::Read && form.text(Field::Cache) == "no" {
        return Cure::of("with a DAX cache", &[(Field::Cache, "yes")], DAX);
    }
    match form.text(Field::Pattern) {
        "uniform" | "zipf" | "ids" => {
            let changes = [(Field::Partitions, "16")];
            Cure::of("with 16 partitions from the start", &changes, PARTITIONS)
        }
        pattern => {
            let now: u64 = form.text(Field::Shards).parse().unwrap_or(1);
            let shards = if pattern == "sharded" { now * 2 } else { 10 };
            Cure {
                name: format!("with the key sharded {} ways", count(shards)),
                changes: vec![
                    (Field::Pattern, "sharded".into()),
                    (Field::Shards, shards.to_string()),
                ],
                trade_off: SHARDS,
            }
        }
    }
}

/// Against a table that is asked for more than an on-demand one takes at once.
fn provisioned(form: &Form) -> Option<Cure> {
    let load = form.scenario()?.load;
    let units = |direction, percent: u64| {
        let each = load.tokens(direction).thousandths();
        (load.most_a_second() * percent * each).div_ceil(100_000).max(1).to_string()
    };
    Some(Cure {
        name: "with enough provisioned capacity".into(),
        changes: vec![
            (Field::Mode, "provisioned".into()),
            (Field::WriteUnits, units(Direction::Write, load.write_percent)),
            (Field::ReadUnits, units(Direction::Read, 100 - load.write_percent)),
        ],
        trade_off: PROVISIONED,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(direction: Direction, limit: Limit) -> Option<ThrottlingReason> {
        Some(ThrottlingReason { resource: Resource::Table, direction, limit })
    }

    fn names(form: &Form, reason: Option<ThrottlingReason>, at_peak: bool) -> Vec<String> {
        let cures = cures(form, &Tally::default(), reason, at_peak);
        for cure in &cures {
            let mut cured = form.clone();
            cure.changes.iter().for_each(|(field, text)| cured.set(*field, text.clone()));
            assert_eq!(cured.problems(), [], "{}", cure.name);
        }
        cures.into_iter().map(|cure| cure.name).collect()
    }

    #[test]
    fn each_limit_has_its_cure() {
        let mut form = Form::default();
        let hot = table(Direction::Write, Limit::KeyRangeThroughput);
        assert_eq!(names(&form, hot, false), ["with the key sharded 10 ways"]);
        assert_eq!(names(&form, hot, true), ["with enough provisioned capacity"]);
        let reads = table(Direction::Read, Limit::KeyRangeThroughput);
        assert_eq!(names(&form, reads, false), ["with a DAX cache"]);
        form.set(Field::Pattern, "sharded".into());
        assert_eq!(names(&form, hot, false), ["with the key sharded 20 ways"]);
        let used_up = table(Direction::Write, Limit::ProvisionedThroughput);
        assert_eq!(names(&form, used_up, false).len(), 2);
        assert_eq!(names(&form, None, false), [""; 0]);
    }
}
