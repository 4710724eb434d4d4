//! A run as text: a table of seconds, then what happened besides.

use dynamodb_playground::capacity::Direction;
use dynamodb_playground::partition::{Event as PartitionEvent, SplitReason, Unsplittable};
use dynamodb_playground::traffic::{
    Event, IndexSample, LimitsSample, Resource, Run, Sample, ThrottlingReason, bills,
};

use super::settings::Played;

/// The told seconds, and every event.
pub fn told(played: &Played, run: &Run) -> String {
    let mut rows = vec![head(played)];
    for (first, last) in &played.tell {
        rows.extend(tell(played, run, *first, *last));
    }
    if !played.tell.is_empty() {
        rows.push(whole(played, run));
    }
    let mut lines = columns(&rows);
    lines.extend(run.events().iter().map(event));
    lines.join("\n")
}

fn head(played: &Played) -> Vec<String> {
    std::iter::once("second".to_owned()).chain(played.columns.iter().cloned()).collect()
}

fn tell(played: &Played, run: &Run, first: u64, last: u64) -> Vec<Vec<String>> {
    let samples = run.samples().iter();
    let within = samples.filter(|s| s.second + s.seconds > first && s.second <= last);
    within
        .map(|sample| {
            let cells = played.columns.iter().map(|column| cell(played, column, sample));
            std::iter::once(sample.second.to_string()).chain(cells).collect()
        })
        .collect()
}

/// All seconds as one.
fn whole(played: &Played, run: &Run) -> Vec<String> {
    let mut samples = run.samples().iter().cloned();
    let mut all = samples.next().unwrap();
    samples.for_each(|sample| all.join(sample));
    let cells = played.columns.iter().map(|column| match column.as_str() {
        "bill" => bill(played, run),
        _ => cell(played, column, &all),
    });
    std::iter::once("all".to_owned()).chain(cells).collect()
}

fn cell(played: &Played, column: &str, sample: &Sample) -> String {
    let tally = &sample.tally;
    let index = || sample.index.as_ref().unwrap();
    match column {
        "begun" => tally.requests.to_string(),
        "granted" => tally.succeeded.to_string(),
        "throttled" => reasons(&tally.throttled_by_reason()),
        "given up" => tally.given_up.to_string(),
        "lost" => tally.dropped.to_string(),
        "full" => tally.collection_full.to_string(),
        "stale" => tally.stale.to_string(),
        "hits" => tally.cache_hits.to_string(),
        "misses" => tally.cache_misses.to_string(),
        "saved RCU" => tally.cache_saved.units().to_string(),
        "RCU" => tally.read.units().to_string(),
        "WCU" => tally.write.units().to_string(),
        "index WCU" => tally.index_write.units().to_string(),
        "waiting" => sample.waiting.to_string(),
        "p50" => format!("{} ms", tally.latency(500)),
        "p99" => format!("{} ms", tally.latency(990)),
        "write rate" => sample.table.write.rate.to_string(),
        "read rate" => sample.table.read.rate.to_string(),
        "burst" => sample.table.write.available.units().to_string(),
        "partitions" => sample.table.partitions.len().to_string(),
        "write heat" => heat(&sample.table),
        "GB" => gigabytes(&sample.table),
        "index heat" => heat(&index().limits),
        "index write rate" => index().limits.write.rate.to_string(),
        "queue" => queue(index()),
        "behind" => format!("{} ms", index().behind),
        "hottest key" => hottest(sample),
        "bill" => String::new(),
        _ => panic!("{column} of {:?}?", played.columns),
    }
}

fn reasons(throttled: &[(ThrottlingReason, u64)]) -> String {
    let each = throttled.iter().map(|(throttle, count)| format!("{count} {}", throttle.reason()));
    if throttled.is_empty() { "0".to_owned() } else { each.collect::<Vec<_>>().join(", ") }
}

/// Of each partition, what was asked of it of what it serves.
fn heat(limits: &LimitsSample) -> String {
    let each =
        limits.partitions.iter().map(|partition| format!("{} %", partition.write_permille / 10));
    each.collect::<Vec<_>>().join(" ")
}

fn gigabytes(limits: &LimitsSample) -> String {
    let tenths = |bytes: u64| bytes * 10 / (1 << 30);
    let each = limits.partitions.iter().map(|partition| {
        let tenths = tenths(partition.bytes);
        format!("{}.{}", tenths / 10, tenths % 10)
    });
    each.collect::<Vec<_>>().join(" ")
}

fn queue(index: &IndexSample) -> String {
    index.queue.to_string()
}

fn hottest(sample: &Sample) -> String {
    sample
        .keys
        .first()
        .map_or("none".to_owned(), |key| format!("{} of {} throttled", key.throttled, key.attempts))
}

fn bill(played: &Played, run: &Run) -> String {
    let bills = bills(&played.scenario, run.samples());
    let dollars = |micro: u64| format!("${}.{:02}", micro / 1_000_000, micro / 10_000 % 100);
    format!(
        "a month: {} by request, {} by capacity, used to {} ‰",
        dollars(bills.on_demand.0),
        dollars(bills.provisioned.0),
        bills.utilisation_permille
    )
}

/// Rows as columns of the same width.
fn columns(rows: &[Vec<String>]) -> Vec<String> {
    let width = |column: usize| {
        rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default()
    };
    let line = |row: &Vec<String>| {
        let cells = row.iter().enumerate().map(|(at, cell)| format!("{cell:>w$}", w = width(at)));
        cells.collect::<Vec<_>>().join(" | ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn event(event: &Event) -> String {
    let at = event.at().0 / 1_000;
    let what = match event {
        Event::Partition(resource, event) => partition(*resource, event),
        Event::Scaled { resource, direction, from, to, .. } => {
            format!("{} {} set from {from} to {to}", whose(*resource), units(*direction))
        }
        Event::DecreaseDelayed { resource, direction, until, .. } => format!(
            "{} {} not lowered before {} s",
            whose(*resource),
            units(*direction),
            until.0 / 1_000
        ),
        Event::PeakDoubled { resource, direction, to, .. } => {
            format!("{} serves up to {to} {}", whose(*resource), units(*direction))
        }
        Event::CollectionFull { key, .. } => {
            format!("collection {key} is full: ItemCollectionSizeLimitExceededException")
        }
    };
    format!("{at} s: {what}")
}

fn partition(resource: Resource, event: &PartitionEvent) -> String {
    let for_what = |reason: &SplitReason| match reason {
        SplitReason::Size => "size",
        SplitReason::Heat => "heat",
        SplitReason::Throughput => "throughput",
    };
    match event {
        PartitionEvent::Split { reason, parent, children, .. } => format!(
            "{} partition {} split for {} into {} and {}",
            whose(resource),
            parent.0,
            for_what(reason),
            children[0].0,
            children[1].0
        ),
        PartitionEvent::NotSplit { reason, partition, why, .. } => format!(
            "{} partition {} not split for {}: {}",
            whose(resource),
            partition.0,
            for_what(reason),
            match why {
                Unsplittable::OneItem => "it is all one item",
                Unsplittable::SequentialKeys => "sort keys come in order",
                Unsplittable::LocalIndex => "a local index holds its collection together",
            }
        ),
    }
}

fn whose(resource: Resource) -> &'static str {
    match resource {
        Resource::Table => "table",
        Resource::Index => "index",
    }
}

fn units(direction: Direction) -> &'static str {
    match direction {
        Direction::Read => "RCU",
        Direction::Write => "WCU",
    }
}
