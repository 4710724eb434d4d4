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

/// What the samples came to, up to and including one of them.
pub fn total(samples: &[Sample], at: usize) -> Tally {
    let mut total = Tally::default();
    for sample in samples.iter().take(at + 1) {
        total.add(&sample.tally);
    }
    total
}

/// Reasons with the attempts that they refused, the most frequent first.
pub fn reasons(total: &Tally) -> Vec<(ThrottlingReason, u64)> {
    let mut reasons = total.throttled_by_reason();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    reasons
}

/// What was asked for, in the plural.
pub fn asked(load: &Load) -> &'static str {
    match load.write_percent {
        0 => "reads",
        100 => "writes",
        _ => "requests",
    }
}

/// What happened up to a sample, in sentences.
pub fn verdict(shot: &Shot, at: usize) -> Vec<String> {
    let samples = shot.run.samples();
    let Some(sample) = samples.get(at) else { return Vec::new() };
    let (load, total) = (&shot.scenario.load, total(samples, at));
    let mut said = vec![outcome(shot, at, &total)];
    if let Some(&(throttle, _)) = reasons(&total).first() {
        said.push(main_reason(sample, load, throttle));
    }
    said.extend(splits(&shot.run, sample.second + sample.seconds));
    said.extend(index_words(sample));
    said.extend(cache_words(&total));
    said.extend(stale_words(&total));
    said.extend(client_words(load, &total));
    said
}

fn outcome(shot: &Shot, at: usize, total: &Tally) -> String {
    let asked = asked(&shot.scenario.load);
    if total.throttled() == 0 {
        return format!("All {} {asked} were granted; none was refused.", count(total.succeeded));
    }
    let samples = &shot.run.samples()[..=at];
    let in_all = format!(
        "Of all {} attempts {} were refused.",
        count(total.attempts),
        percent(total.throttled(), total.attempts)
    );
    let last = &samples[at];
    if last.tally.throttled() > 0 {
        return format!("{} were granted at the end. {in_all}", granted_of(last, asked));
    }
    let refused = |sample: &&Sample| sample.tally.throttled() / sample.seconds.max(1);
    let worst = samples.iter().max_by_key(refused).unwrap_or(last);
    format!(
        "{} were granted in the worst second, {}; at the end all of {}. {in_all}",
        granted_of(worst, asked),
        time(worst.second),
        count(last.tally.attempts / last.seconds.max(1)),
    )
}

/// "1,000 of 1,500 writes a second".
fn granted_of(sample: &Sample, asked: &str) -> String {
    let (tally, seconds) = (&sample.tally, sample.seconds.max(1));
    let granted = (tally.attempts - tally.throttled()) / seconds;
    format!("{} of {} {asked} a second", count(granted), count(tally.attempts / seconds))
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

/// What became of hot partitions until a second.
fn splits(run: &Run, until: u64) -> Option<String> {
    let (mut split, mut kept) = (0, None);
    for event in run.events().iter().filter(|event| event.at().0 <= until * 1_000) {
        match event {
            Event::Partition(_, partition::Event::Split { .. }) => split += 1,
            Event::Partition(_, partition::Event::NotSplit { why, .. }) => kept = Some(*why),
            _ => {}
        }
    }
    match (split, kept) {
        (0, None) => None,
        (0, Some(why)) => Some(format!("No split helped: {}.", event::kept(why))),
        (split, _) => {
            Some(format!("{}.", plural(split, "partition was split", "partitions were split")))
        }
    }
}

fn index_words(sample: &Sample) -> Option<String> {
    let index = sample.index.as_ref().filter(|index| index.behind > 1_000)?;
    Some(format!("The index is {} s behind its table.", seconds(index.behind)))
}

fn cache_words(total: &Tally) -> Option<String> {
    let asked = total.cache_hits + total.cache_misses;
    (total.cache_hits > 0).then(|| {
        format!(
            "DAX served {} of {} reads; that saved {} read units.",
            percent(total.cache_hits, asked),
            count(asked),
            count(total.cache_saved.units())
        )
    })
}

fn stale_words(total: &Tally) -> Option<String> {
    let words =
        || format!("{} were of an item as it was before.", plural(total.stale, "read", "reads"));
    (total.stale > 0).then(words)
}

fn client_words(load: &Load, total: &Tally) -> Option<String> {
    let asked = asked(load);
    if total.dropped > 0 {
        let lost = count(total.dropped);
        return Some(format!(
            "{lost} {asked} came back unprocessed and are lost; nobody was told."
        ));
    }
    (total.given_up > 0).then(|| format!("Clients gave up on {} {asked}.", count(total.given_up)))
}

/// The figures of one sample.
pub fn facts(shot: &Shot, at: usize) -> Vec<Fact> {
    let Some(sample) = shot.run.samples().get(at) else { return Vec::new() };
    let (tally, seconds_in) = (&sample.tally, sample.seconds.max(1));
    let point = Point::of(sample, &shot.scenario.load);
    let a_second = |n: u64| count(n / seconds_in);
    let refused = tally.throttled();
    let mut facts = vec![
        ("attempts a second", a_second(tally.attempts)),
        ("granted", a_second(tally.attempts - refused)),
        ("refused", format!("{} ({})", a_second(refused), percent(refused, tally.attempts))),
    ];
    if point.write > 0 {
        facts.push(("write units used / allowed", pair(point.write, point.may_write)));
        facts.push(("saved for bursts, write", count(sample.table.write.available.units())));
    }
    if point.read > 0 {
        facts.push(("read units used / allowed", pair(point.read, point.may_read)));
        facts.push(("saved for bursts, read", count(sample.table.read.available.units())));
    }
    facts.push(("latency p50", milliseconds(tally.latency(500))));
    facts.push(("latency p99", milliseconds(tally.latency(990))));
    facts.push(("waiting to try again", count(sample.waiting)));
    facts.push(("given up", a_second(tally.given_up)));
    let at_once = shot.scenario.load.reads_at_once();
    if at_once > 1 {
        facts.push(("requests that one read makes", count(at_once)));
    }
    facts.extend(rare_facts(tally));
    facts
}

/// Figures that only some runs have.
fn rare_facts(tally: &Tally) -> Vec<Fact> {
    let asked = tally.cache_hits + tally.cache_misses;
    let rare = [
        (asked, "served by DAX", percent(tally.cache_hits, asked)),
        (tally.cache_hits, "read units saved by DAX", count(tally.cache_saved.units())),
        (tally.stale, "stale reads", count(tally.stale)),
        (tally.dropped, "lost as UnprocessedItems", count(tally.dropped)),
        (tally.collection_full, "refused: collection has 10 GB", count(tally.collection_full)),
    ];
    rare.into_iter().filter(|(of, ..)| *of > 0).map(|(_, name, figure)| (name, figure)).collect()
}

/// What to try next, given what a run came to.
pub fn cures_of(shot: &Shot) -> Vec<Cure> {
    let (samples, at) = (shot.run.samples(), shot.at(None));
    let Some(last) = samples.get(at) else { return Vec::new() };
    let total = total(samples, at);
    let reason = reasons(&total).first().map(|(throttle, _)| *throttle);
    let peak = reason.is_some_and(|reason| is_at_peak(last, &shot.scenario.load, reason));
    cures(&shot.form, &total, reason, peak)
}

/// Two runs beside each other, in a sentence.
pub fn compared(before: &Tally, now: &Tally) -> String {
    let of = |tally: &Tally| {
        let refused = match tally.throttled() {
            0 => "nothing was refused".into(),
            refused => percent(refused, tally.attempts) + " of all attempts were refused",
        };
        format!("{refused}, {} came through", count(tally.succeeded))
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
        ("writes waiting", count(index.queue)),
        ("behind the table", format!("{} s", seconds(index.behind))),
        ("write units used", count(sample.tally.index_write.units() / sample.seconds.max(1))),
        ("write units allowed", count(index.limits.write.rate)),
        ("hottest partition", format!("{} %", count(u64::from(hottest) / 10))),
    ]
}

/// Whether writes of the table are refused for the index’s sake.
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
    format!("{} of {all}", time(now))
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
