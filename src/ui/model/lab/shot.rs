//! What came of a run so far: totals, and the sentences made of them.
//!
//! Owns adding samples up and wording the outcome. No sentence here is said of a preset: all of
//! them are said of figures.

use super::chart::Point;
use super::clock::time;
use super::cure::{Cure, cures};
use super::form::Form;
use super::{event, reason};
use crate::capacity::{Direction, Limit};
use crate::partition;
use crate::traffic::{Event, Load, Resource, Run, Sample, Scenario, Tally, ThrottlingReason};
use crate::ui::model::words::{count, decimal, percent, plural};

/// A run, what it was made with and what it is called.
#[derive(Debug)]
pub struct Shot {
    /// The run.
    pub run: Run,
    /// Its settings.
    pub form: Form,
    /// What it was made of.
    pub scenario: Scenario,
    /// What it is called.
    pub title: String,
}

impl Shot {
    /// A run at its beginning, called so behind its preset's title; none if the settings allow
    /// none.
    pub fn new(form: Form, name: &str) -> Option<Self> {
        let scenario = form.scenario()?;
        let comma = if name.is_empty() { "" } else { ", " };
        let title = format!("{}{comma}{name}", form.preset().title);
        Some(Self { run: Run::new(scenario.clone()).ok()?, form, scenario, title })
    }

    /// The sample that shows a second; the last one without a second.
    pub fn at(&self, second: Option<u64>) -> usize {
        let samples = self.run.samples();
        let last = samples.len().saturating_sub(1);
        let after = |second| samples.partition_point(|sample| sample.second <= second);
        second.map_or(last, |second| after(second).saturating_sub(1))
    }

    /// The sample in which most requests were throttled each second; without any, the one with the
    /// hottest partition. The last of those that are equal, when everything has settled.
    pub fn worst(&self) -> Option<&Sample> {
        let trouble = |sample: &&Sample| (throttled_per_second(sample), hottest(sample));
        self.run.samples().iter().max_by_key(trouble)
    }

    /// Whole seconds played so far.
    pub fn seconds(&self) -> u64 {
        self.run.now().0 / 1_000
    }

    /// Attempts so far.
    pub fn attempts(&self) -> u64 {
        self.run.samples().iter().map(|sample| sample.tally.attempts).sum()
    }
}

/// A figure with its name.
pub type Fact = (&'static str, String);

/// The load of the hottest partition of the table or of its index, in thousandths of what it takes.
fn hottest(sample: &Sample) -> u32 {
    let index = sample.index.iter().flat_map(|index| &index.limits.partitions);
    let all = sample.table.partitions.iter().chain(index);
    all.map(|partition| partition.read_permille + partition.write_permille).max().unwrap_or(0)
}

/// Requests that were throttled, per second.
pub fn throttled_per_second(sample: &Sample) -> u64 {
    sample.tally.throttled() / sample.seconds.max(1)
}

/// What a run came to so far.
pub fn total(shot: &Shot) -> Tally {
    let mut total = Tally::default();
    shot.run.samples().iter().for_each(|sample| total.add(&sample.tally));
    total
}

/// Reasons with the requests throttled for them, the most frequent first.
pub fn reasons(total: &Tally) -> Vec<(ThrottlingReason, u64)> {
    let mut reasons = total.throttled_by_reason();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    reasons
}

/// What the load consists of, in the plural.
pub fn operations(load: &Load) -> &'static str {
    match load.write_percent {
        0 => "reads",
        100 => "writes",
        _ => "requests",
    }
}

/// What came of a run so far, in sentences.
pub fn verdict(shot: &Shot) -> Vec<String> {
    let Some(worst) = shot.worst() else { return Vec::new() };
    let (load, total) = (&shot.scenario.load, total(shot));
    let mut said = vec![outcome(shot, worst, &total)];
    if let Some(&(throttle, _)) = reasons(&total).first() {
        said.push(main_reason(worst, load, throttle));
    }
    said.extend(splits(&shot.run));
    said.extend(index_words(shot));
    said.extend(cache_words(&total));
    said.extend(stale_words(&total));
    said.extend(client_words(load, &total));
    said
}

fn outcome(shot: &Shot, worst: &Sample, total: &Tally) -> String {
    let (operations, succeeded) = (operations(&shot.scenario.load), count(total.succeeded));
    if total.throttled() == 0 {
        return format!("All {succeeded} {operations} succeeded; none was throttled.");
    }
    let share = percent(total.throttled(), total.attempts);
    let last = shot.run.samples().last().unwrap_or(worst);
    let end = match last.tally.throttled() {
        0 => format!("; at the end, all {} did", count(last.tally.attempts / last.seconds.max(1))),
        _ => String::new(),
    };
    format!(
        "{share} of requests were throttled; {succeeded} {operations} succeeded. At the worst \
         point ({}), {}{end}.",
        time(worst.second + worst.seconds),
        succeeded_of(worst, operations),
    )
}

/// "1,000 of 1,500 writes per second succeeded".
fn succeeded_of(sample: &Sample, operations: &str) -> String {
    let (tally, seconds) = (&sample.tally, sample.seconds.max(1));
    let succeeded = (tally.attempts - tally.throttled()) / seconds;
    let attempts = count(tally.attempts / seconds);
    format!("{} of {attempts} {operations} per second succeeded", count(succeeded))
}

fn main_reason(sample: &Sample, load: &Load, throttle: ThrottlingReason) -> String {
    format!("Reason: {}. {}", throttle.reason(), plain(sample, load, throttle))
}

/// The reason in a plain sentence. An on-demand table at its peak gives the same reason as a hot
/// partition does.
pub fn plain(sample: &Sample, load: &Load, throttle: ThrottlingReason) -> &'static str {
    match throttle.limit {
        Limit::KeyRangeThroughput if is_at_peak(sample, load, throttle) => reason::PEAK,
        _ => reason::sentence(throttle),
    }
}

/// Whether the table as a whole takes no more, and not one partition.
pub fn is_at_peak(sample: &Sample, load: &Load, throttle: ThrottlingReason) -> bool {
    let point = Point::of(sample, load);
    let (used, allowed) = match throttle.direction {
        Direction::Read => (point.read, point.may_read),
        Direction::Write => (point.write, point.may_write),
    };
    throttle.resource == Resource::Table && used * 100 >= allowed * 98
}

/// Whether partitions of the table or the index throttle by a limit of their own.
pub fn by_partition(sample: &Sample, load: &Load, resource: Resource) -> bool {
    sample.tally.throttled_by_reason().iter().any(|(throttle, _)| {
        throttle.resource == resource
            && throttle.limit == Limit::KeyRangeThroughput
            && !is_at_peak(sample, load, *throttle)
    })
}

/// The limit of the whole table or index that throttles most, as opposed to one of a partition, in a
/// sentence; none if none does.
pub fn whole_limit(sample: &Sample, load: &Load, resource: Resource) -> Option<&'static str> {
    let of_whole = |throttle: &ThrottlingReason| {
        throttle.resource == resource
            && (throttle.limit != Limit::KeyRangeThroughput || is_at_peak(sample, load, *throttle))
    };
    let (throttle, _) = reasons(&sample.tally).into_iter().find(|(why, _)| of_whole(why))?;
    Some(reason::whole(resource, throttle.limit))
}

/// What became of hot partitions.
fn splits(run: &Run) -> Option<String> {
    let (mut split, mut kept) = (0, None);
    for event in run.events() {
        match event {
            Event::Partition(_, partition::Event::Split { .. }) => split += 1,
            Event::Partition(_, partition::Event::NotSplit { why, .. }) => kept = Some(*why),
            _ => {}
        }
    }
    match (split, kept) {
        (0, None) => None,
        (0, Some(why)) => {
            Some(format!("DynamoDB didn't split the hot partition: {}.", event::kept(why)))
        }
        (split, _) => {
            Some(format!("DynamoDB split {} for heat.", plural(split, "partition", "partitions")))
        }
    }
}

fn index_words(shot: &Shot) -> Option<String> {
    let samples = shot.run.samples().iter();
    let behind = samples.filter_map(|sample| Some(sample.index.as_ref()?.behind)).max()?;
    (behind > 1_000)
        .then(|| format!("The index fell up to {} s behind its table.", seconds(behind)))
}

fn cache_words(total: &Tally) -> Option<String> {
    let asked = total.cache_hits + total.cache_misses;
    (total.cache_hits > 0).then(|| {
        format!(
            "DAX answered {} of {} reads, which saved {} read units.",
            percent(total.cache_hits, asked),
            count(asked),
            count(total.cache_saved.units())
        )
    })
}

fn stale_words(total: &Tally) -> Option<String> {
    (total.stale > 0)
        .then(|| format!("{}.", plural(total.stale, "read was stale", "reads were stale")))
}

fn client_words(load: &Load, total: &Tally) -> Option<String> {
    let operations = operations(load);
    if total.dropped > 0 {
        let lost = count(total.dropped);
        return Some(format!(
            "{lost} {operations} came back as UnprocessedItems and were lost without an error."
        ));
    }
    let given_up = count(total.given_up);
    (total.given_up > 0).then(|| format!("Clients gave up on {given_up} {operations}."))
}

/// The figures of one sample.
pub fn facts(shot: &Shot, at: usize) -> Vec<Fact> {
    let Some(sample) = shot.run.samples().get(at) else { return Vec::new() };
    let (tally, seconds_in) = (&sample.tally, sample.seconds.max(1));
    let point = Point::of(sample, &shot.scenario.load);
    let a_second = |n: u64| count(n / seconds_in);
    let throttled = tally.throttled();
    let mut facts = vec![
        ("requests per second", a_second(tally.attempts)),
        ("succeeded", a_second(tally.attempts - throttled)),
        ("throttled", format!("{} ({})", a_second(throttled), percent(throttled, tally.attempts))),
    ];
    if point.write > 0 {
        facts.push(("write units consumed / available", pair(point.write, point.may_write)));
        facts.push(("burst capacity (write)", count(sample.table.write.available.units())));
    }
    if point.read > 0 {
        facts.push(("read units consumed / available", pair(point.read, point.may_read)));
        facts.push(("burst capacity (read)", count(sample.table.read.available.units())));
    }
    facts.push(("latency p50", milliseconds(tally.latency(500))));
    facts.push(("latency p99", milliseconds(tally.latency(990))));
    facts.push(("waiting to retry", count(sample.waiting)));
    facts.push(("given up", a_second(tally.given_up)));
    let at_once = shot.scenario.load.reads_at_once();
    if at_once > 1 {
        facts.push(("queries for one full read", count(at_once)));
    }
    facts.extend(rare_facts(tally));
    facts
}

/// Figures that only some runs have.
fn rare_facts(tally: &Tally) -> Vec<Fact> {
    let asked = tally.cache_hits + tally.cache_misses;
    let rare = [
        (asked, "answered by DAX", percent(tally.cache_hits, asked)),
        (tally.cache_hits, "read units saved by DAX", count(tally.cache_saved.units())),
        (tally.stale, "stale reads", count(tally.stale)),
        (tally.dropped, "lost as UnprocessedItems", count(tally.dropped)),
        (tally.collection_full, "rejected: item collection at 10 GB", count(tally.collection_full)),
    ];
    rare.into_iter().filter(|(of, ..)| *of > 0).map(|(_, name, figure)| (name, figure)).collect()
}

/// What to try next, given what a run came to.
pub fn cures_of(shot: &Shot) -> Vec<Cure> {
    // At the end of a sale everything may be calm; what to mend was seen at the worst time.
    let Some(worst) = shot.worst() else { return Vec::new() };
    let total = total(shot);
    let reason = reasons(&total).first().map(|(throttle, _)| *throttle);
    let peak = reason.is_some_and(|reason| is_at_peak(worst, &shot.scenario.load, reason));
    cures(&shot.form, &total, reason, peak)
}

/// Two runs beside each other, in a sentence.
pub fn compared(before: &Shot, now: &Shot) -> String {
    let of = |shot: &Shot| {
        let tally = total(shot);
        let throttled = match tally.throttled() {
            0 => "nothing throttled".into(),
            throttled => percent(throttled, tally.attempts) + " of requests throttled",
        };
        let operations = operations(&shot.scenario.load);
        format!("{throttled}, {} {operations} succeeded", count(tally.succeeded))
    };
    format!("A: {}. B: {}.", of(before), of(now))
}

/// The index behind its queue, in figures; none without one.
pub fn index_facts(sample: &Sample) -> Vec<Fact> {
    let Some(index) = &sample.index else { return Vec::new() };
    let hottest = index
        .limits
        .partitions
        .iter()
        .map(|p| p.read_permille + p.write_permille)
        .max()
        .unwrap_or(0);
    vec![
        ("index writes waiting", count(index.queue)),
        ("replication lag", format!("{} s", seconds(index.behind))),
        ("write units consumed", count(sample.tally.index_write.units() / sample.seconds.max(1))),
        ("write units available", count(index.limits.write.rate)),
        ("hottest partition", percent(hottest.into(), 1_000)),
    ]
}

/// Whether writes to the table are throttled because the index can't keep up.
pub fn is_held_back(sample: &Sample) -> bool {
    sample
        .tally
        .throttled_by_reason()
        .iter()
        .any(|(throttle, _)| throttle.resource == Resource::Index)
}

/// Where a run stands, in words.
pub fn where_it_is(shot: &Shot, at: usize) -> String {
    let all = time(shot.scenario.load.seconds);
    let now = shot.run.samples().get(at).map_or(0, |sample| sample.second + sample.seconds);
    format!("Showing {} of {all}", time(now))
}

fn pair(used: u64, allowed: u64) -> String {
    format!("{} / {}", count(used), count(allowed))
}

fn seconds(millis: u64) -> String {
    decimal(millis as f64 / 1_000.0, 1)
}

fn milliseconds(millis: u64) -> String {
    match millis {
        0 => "–".into(),
        _ => count(millis) + " ms",
    }
}

#[cfg(test)]
mod tests;
