//! What to try next, given why requests were refused.
//!
//! Owns which change of the form answers which limit. Refuses to know whether it helps: the next
//! run shows that.

use super::field::Field;
use super::form::Form;
use crate::capacity::{Direction, Limit};
use crate::traffic::{Place, Tally, Throttle};
use crate::ui::model::words::count;

/// Another run to lay beside the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cure {
    /// What differs, as it is called behind "Run again": "over 10 shards".
    pub name: String,
    /// The settings that differ.
    pub changes: Vec<(Field, String)>,
}

impl Cure {
    fn of(name: &str, changes: &[(Field, &str)]) -> Self {
        let changes = changes.iter().map(|(field, text)| (*field, (*text).to_owned())).collect();
        Self { name: name.to_owned(), changes }
    }

    /// What its button says.
    pub fn label(&self) -> String {
        format!("Run again {}", self.name)
    }
}

/// What may help against the most frequent reason, the best first. `at_peak` tells that the table
/// as a whole has come to its limit, and not one partition.
pub fn cures(form: &Form, total: &Tally, reason: Option<Throttle>, at_peak: bool) -> Vec<Cure> {
    let mut cures = Vec::new();
    if total.lost > 0 {
        cures.push(Cure::of("and send unprocessed items again", &[(Field::Unprocessed, "again")]));
    }
    if form.text(Field::Retry) == "backoff" && total.refused() > 0 {
        cures.push(Cure::of("with jitter", &[(Field::Retry, "jitter")]));
    }
    let Some(reason) = reason else { return cures };
    match (reason.place, reason.limit) {
        (Place::Index, Limit::KeyRangeThroughput) => {
            cures.push(Cure::of("with the index key over 10 shards", &[(Field::Index, "sharded")]));
        }
        (Place::Index, _) => {
            cures.push(Cure::of("with an on-demand index", &[(Field::IndexMode, "demand")]));
        }
        (Place::Table, Limit::ProvisionedThroughput) => {
            cures.push(Cure::of("on demand", &[(Field::Mode, "demand")]));
            if form.text(Field::Scaling) == "no" {
                let changes = [(Field::Scaling, "yes"), (Field::Seconds, "400")];
                cures.push(Cure::of("with auto scaling, for longer", &changes));
            }
        }
        (Place::Table, Limit::MaxOnDemandThroughput) => {
            let changes = [(Field::MaxReads, ""), (Field::MaxWrites, "")];
            cures.push(Cure::of("without a maximum", &changes));
        }
        (Place::Table, _) if at_peak => cures.extend(provisioned(form)),
        (Place::Table, _) => cures.push(against_heat(form, reason.direction)),
    }
    cures
}

/// Against one partition that is too hot.
fn against_heat(form: &Form, direction: Direction) -> Cure {
    if direction == Direction::Read && form.text(Field::Cache) == "no" {
        return Cure::of("with DAX in front", &[(Field::Cache, "yes")]);
    }
    match form.text(Field::Pattern) {
        "uniform" | "zipf" | "ids" => {
            Cure::of("with 16 partitions from the start", &[(Field::Partitions, "16")])
        }
        pattern => {
            let now: u64 = form.text(Field::Shards).parse().unwrap_or(1);
            let shards = if pattern == "sharded" { now * 2 } else { 10 };
            Cure {
                name: format!("over {} shards", count(shards)),
                changes: vec![
                    (Field::Pattern, "sharded".into()),
                    (Field::Shards, shards.to_string()),
                ],
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
        name: "with enough provisioned".into(),
        changes: vec![
            (Field::Mode, "provisioned".into()),
            (Field::WriteUnits, units(Direction::Write, load.write_percent)),
            (Field::ReadUnits, units(Direction::Read, 100 - load.write_percent)),
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(direction: Direction, limit: Limit) -> Option<Throttle> {
        Some(Throttle { place: Place::Table, direction, limit })
    }

    fn names(form: &Form, reason: Option<Throttle>, at_peak: bool) -> Vec<String> {
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
        assert_eq!(names(&form, hot, false), ["over 10 shards"]);
        assert_eq!(names(&form, hot, true), ["with enough provisioned"]);
        let reads = table(Direction::Read, Limit::KeyRangeThroughput);
        assert_eq!(names(&form, reads, false), ["with DAX in front"]);
        form.set(Field::Pattern, "sharded".into());
        assert_eq!(names(&form, hot, false), ["over 20 shards"]);
        let used_up = table(Direction::Write, Limit::ProvisionedThroughput);
        assert_eq!(names(&form, used_up, false).len(), 2);
        assert_eq!(names(&form, None, false), [""; 0]);
    }
}
