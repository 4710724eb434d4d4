//! Scripts: stories of requests with what each is answered, billed and leaves in the change log.
//!
//! A script in `tests/native/scripts` is prose (lines that begin with `#`) and blocks, parted by
//! blank lines. A block is the name of an operation, its JSON, a line `---`, and what is expected:
//! the response, one line for each charge, one for each change record. Every script begins with a
//! new session.
//!
//! A block `after 90 minutes` (seconds, hours, days) sets the clock on, `taking the service's time` lets
//! what happens in the background take as long as it does there.
//!
//! `simulating` turns the simulation of the service on; settings may follow it, as `simulating index
//! lag 2000, followers 100, behind 1000, scale 1000000`. `without simulation` ends it. `through DAX`
//! sends what follows through a cluster, `past DAX` no longer, `without DAX` takes it away.
//!
//! `partitions` shows those of each table, their sizes by the scale and what waits for its indexes.
//!
//! `"x×300"` in JSON is the letter 300 times, and long runs are printed so. A block headed
//! `PutItem for 1..20` is sent so often, `$n` being 0001, 0002, …; only sums are shown of it. Of a
//! block headed `CreateTable quietly` only its success is shown. `PutItem tried for 1..20` counts what
//! was granted and what was refused for which reason. A block `wait 600 s` sets the clock
//! forward. `$iterator` is the last shard iterator that an answer had.
//!
//! After a change that is meant, `UPDATE_SCRIPTS=1 cargo test --test native scripts` writes what
//! is answered now; check every line of the difference against the documentation.

use std::fs;
use std::path::{Path, PathBuf};

use dynamodb_playground::api::json::item_to_json;
use dynamodb_playground::api::{Exchange, Request, Response, Session};
use dynamodb_playground::capacity::{
    EntryChange, ReadCharge, Receipt, Rounding, TableOrIndex, WriteCharge,
};
use dynamodb_playground::changelog::{ChangeKind, ChangeRecord, Origin};
use dynamodb_playground::dax::{DaxSettings, Served};
use dynamodb_playground::engine::{
    Clock, Durations, LimitsView, Millis, Operation, PartitionHeat, SimulationSettings,
};
use serde_json::Value as Json;

const WIDTH: usize = 96;
/// The shortest run of one letter that is printed as `x×300`.
pub const LONG_RUN: usize = 40;
const QUIETLY: &str = " quietly";
const TRIED: &str = " tried";
/// What stands for the last shard iterator in requests and answers.
pub const ITERATOR: &str = "$iterator";
const ITERATOR_MEMBERS: [&str; 2] = ["ShardIterator", "NextShardIterator"];
/// When every script begins.
pub const NOON: Millis = Millis(1_700_000_000_000);

macro_rules! scripts {
    ($($name:ident),* $(,)?) => {
        $(#[test] fn $name() { play(stringify!($name)); })*

        #[test]
        fn every_script_is_played() {
            let names = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
            let mut found: Vec<_> =
                names.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
            found.sort();
            let mut played = vec![$(stringify!($name)),*];
            played.sort();
            assert_eq!(found, played);
        }
    };
}

scripts!(
    batches,
    back_pressure,
    burst,
    capacity,
    conditions,
    dax,
    errors,
    index_changes,
    indexes,
    items,
    legacy,
    hot_partition,
    life_cycle,
    partition_size,
    partiql,
    query,
    scan,
    several_keys,
    stale_reads,
    stream_life,
    streams,
    table_changes,
    tables,
    tags,
    throttling,
    time_to_live,
    transactions,
    updates
);

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/native/scripts")
}

fn play(name: &str) {
    let path = folder().join(format!("{name}.script"));
    let written = fs::read_to_string(&path).unwrap();
    let mut session = Session::new(Clock::fixed(NOON));
    let mut iterator = String::new();
    let blocks = written.trim_end().split("\n\n");
    let played = blocks.map(|block| replay(block, &mut session, &mut iterator));
    let played = played.collect::<Vec<_>>().join("\n\n") + "\n";
    check_or_update(&path, &written, &played);
}

/// Asserts that a script says what happens now, or with `UPDATE_SCRIPTS` makes it say so. A script
/// is asked and answered in one file, which snapshots beside the question would tear apart.
pub(crate) fn check_or_update(path: &Path, written: &str, played: &str) {
    if std::env::var_os("UPDATE_SCRIPTS").is_some() {
        return fs::write(path, played).unwrap();
    }
    let path = path.display();
    for (line, (is, was)) in played.lines().zip(written.lines()).enumerate() {
        assert_eq!(is, was, "{path}, line {}", line + 1);
    }
    assert_eq!(played, written, "{path} ends differently");
}

/// The block with what its request is answered now.
fn replay(block: &str, session: &mut Session, iterator: &mut String) -> String {
    let is_prose = |line: &str| line.starts_with('#');
    if block.lines().all(is_prose) || direct(block, session) {
        return block.to_owned();
    }
    let asked = block.split("\n---").next().unwrap();
    let request: Vec<&str> = asked.lines().filter(|line| !is_prose(line)).collect();
    let (head, body) = request.split_first().unwrap();
    let body = body.join("\n").replace(ITERATOR, iterator);
    if let Some(seconds) = head.strip_prefix("wait ").and_then(|rest| rest.strip_suffix(" s")) {
        let now = session.engine().now();
        session.set_time(Millis(now.0 + 1000 * seconds.parse::<u64>().unwrap()));
        return block.to_owned();
    }
    let answer = match head.split_once(" for 1..") {
        None if *head == "partitions" => partitions(session),
        None if head.ends_with(QUIETLY) => {
            let sent = exchange(session, head.trim_end_matches(QUIETLY), &body);
            assert!(sent.response.is_ok(), "{:?}", sent.response);
            "done".to_owned()
        }
        None => {
            let sent = exchange(session, head, &body);
            if let Some(told) = sent.response.as_ref().ok().and_then(iterator_in) {
                *iterator = told;
            }
            show(&sent, session)
        }
        Some((name, last)) => match name.strip_suffix(TRIED) {
            Some(name) => attempt(session, name, &body, last.parse().unwrap()),
            None => repeat(session, name, &body, last.parse().unwrap()),
        },
    };
    format!("{asked}\n---\n{answer}")
}

/// Does what the block says if it is a directive.
pub fn direct(block: &str, session: &mut Session) -> bool {
    if block == "taking the service's time" {
        session.set_durations(Durations::AS_THE_SERVICE);
        return true;
    }
    if let Some(words) = block.strip_prefix("simulating") {
        session.set_simulation(Some(simulation(words)));
        return true;
    }
    match block {
        "without simulation" => session.set_simulation(None),
        "through DAX" => session.set_dax(Some(DaxSettings::default())),
        "without DAX" => session.set_dax(None),
        _ => {}
    }
    if block.ends_with(" DAX") {
        session.set_past_dax(block == "past DAX");
        return true;
    }
    if block == "without simulation" {
        return true;
    }
    let Some(words) = block.strip_prefix("after ") else { return false };
    let (count, unit) = words.split_once(' ').unwrap_or_else(|| panic!("{block}?"));
    let unit = match unit.trim_end_matches('s') {
        "millisecond" => 1,
        "second" => 1_000,
        "minute" => 60_000,
        "hour" => 3_600_000,
        "day" => 86_400_000,
        _ => panic!("{block}?"),
    };
    let now = session.engine().now();
    session.set_time(Millis(now.0 + count.parse::<u64>().unwrap() * unit));
    true
}

fn simulation(words: &str) -> SimulationSettings {
    let mut settings = SimulationSettings { follower_percent: 0, ..Default::default() };
    for part in words.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, value) = part.rsplit_once(' ').unwrap();
        let value = value.parse().unwrap();
        match name {
            "index lag" => settings.index_lag = value,
            "followers" => settings.follower_percent = value,
            "behind" => settings.follower_lag = value,
            "scale" => settings.scale = value,
            _ => panic!("{part}?"),
        }
    }
    settings
}

fn exchange(session: &mut Session, operation: &str, body: &str) -> Exchange {
    let operation = Operation::from_name(operation).unwrap_or_else(|| panic!("{operation}?"));
    let mut json = serde_json::from_str(body).unwrap_or_else(|e| panic!("{e} in\n{body}"));
    expand(&mut json);
    session.send(Request::new(operation, json))
}

fn repeat(session: &mut Session, operation: &str, body: &str, times: usize) -> String {
    let mut totals = (0.0, 0.0);
    for n in 1..=times {
        let sent = exchange(session, operation, &body.replace("$n", &format!("{n:04}")));
        assert!(sent.response.is_ok(), "{:?}", sent.response);
        totals.0 += sent.receipts.iter().map(|r| r.read_units().as_f64()).sum::<f64>();
        totals.1 += sent.receipts.iter().map(|r| r.write_units().as_f64()).sum::<f64>();
    }
    format!("{times} times, {} RCU, {} WCU", totals.0, totals.1)
}

/// Counts what is granted and what is refused, by reason.
fn attempt(session: &mut Session, operation: &str, body: &str, times: usize) -> String {
    let (mut granted, mut units) = (0, 0.0);
    let mut refused = std::collections::BTreeMap::<String, usize>::new();
    for n in 1..=times {
        let sent = exchange(session, operation, &body.replace("$n", &format!("{n:04}")));
        match &sent.response {
            Ok(_) => granted += 1,
            Err(error) => *refused.entry(reason_of(&error.body())).or_default() += 1,
        }
        let receipts = sent.receipts.iter();
        units += receipts.map(|r| r.read_units().as_f64() + r.write_units().as_f64()).sum::<f64>();
    }
    let mut told = format!("{granted} of {times} granted, {units} units");
    refused
        .iter()
        .for_each(|(reason, count)| told.push_str(&format!("\n{count} refused: {reason}")));
    told
}

/// The partitions of each table and index that is simulated.
fn partitions(session: &mut Session) -> String {
    session.advance_simulation();
    let line = |limits: &LimitsView| {
        let size = |partition: &PartitionHeat| {
            let inside =
                if partition.within_collection { " (begins within a collection)" } else { "" };
            let tenths = partition.bytes / ((1 << 30) / 10);
            format!("{}.{} GB{inside}", tenths / 10, tenths % 10)
        };
        let sizes: Vec<String> = limits.partitions.iter().map(size).collect();
        let queue = limits.queue.map(|q| format!("; {} wait, {} ms behind", q.waiting, q.behind));
        let index = limits.index.as_ref().map(|index| format!(" {index}"));
        let (index, queue) = (index.unwrap_or_default(), queue.unwrap_or_default());
        format!("{}{index}: {}{queue}", limits.table, sizes.join(", "))
    };
    let engine = session.engine();
    let mut lines: Vec<String> = engine.inspect().limits().iter().map(line).collect();
    lines.push(format!("{} events so far", engine.inspect().partition_events().len()));
    lines.join("\n")
}

fn reason_of(body: &Json) -> String {
    let name = body["__type"].as_str().unwrap().rsplit('#').next().unwrap();
    let reasons = body.get("ThrottlingReasons").or(body.get("throttlingReasons"));
    let reason = reasons.and_then(|reasons| reasons[0]["reason"].as_str()).unwrap_or("no reason");
    format!("{name} {reason}")
}

/// Replaces `"x×300"` by 300 letters, wherever it stands.
pub fn expand(json: &mut Json) {
    match json {
        Json::String(text) => {
            if let Some((letter, count)) = text.split_once('×')
                && let Ok(count) = count.parse()
            {
                *text = letter.repeat(count);
            }
        }
        Json::Array(list) => list.iter_mut().for_each(expand),
        Json::Object(map) => map.values_mut().for_each(expand),
        _ => {}
    }
}

fn contract(json: &mut Json) {
    match json {
        Json::String(text) => {
            let count = text.chars().count();
            if let Some(first) = text.chars().next()
                && count >= LONG_RUN
                && text.chars().all(|letter| letter == first)
            {
                *text = format!("{first}×{count}");
            }
        }
        Json::Array(list) => list.iter_mut().for_each(contract),
        Json::Object(map) => map.values_mut().for_each(contract),
        _ => {}
    }
}

/// The shard iterator of an answer.
pub fn iterator_in(response: &Response) -> Option<String> {
    let json = response.to_json();
    ITERATOR_MEMBERS.iter().find_map(|member| json[member].as_str().map(str::to_owned))
}

/// Iterators mean nothing to the reader.
fn hide_iterators(mut json: Json) -> Json {
    for member in ITERATOR_MEMBERS {
        if let Some(iterator) = json.get_mut(member) {
            *iterator = ITERATOR.into();
        }
    }
    json
}

fn show(exchange: &Exchange, session: &Session) -> String {
    let mut lines = vec![match &exchange.response {
        Ok(response) => printed(hide_iterators(response.to_json())),
        Err(error) => format!("{} {}", error.status(), printed(error.body())),
    }];
    for receipt in &exchange.receipts {
        lines.extend(receipt.reads.iter().map(|charge| read_line(receipt, charge)));
        lines.extend(receipt.writes.iter().map(|charge| write_line(receipt, charge)));
    }
    lines.extend(exchange.served.map(served_line));
    lines.extend(exchange.follower.map(|follower| {
        let stale = if follower.stale { "stale" } else { "as the leader has it" };
        format!("from a replica {} ms behind: {stale}", follower.behind)
    }));
    let inspect = session.engine().inspect();
    let from = exchange.expired.start.min(exchange.changes.start);
    let records = inspect.changes(from).iter().filter(|record| {
        exchange.expired.contains(&record.sequence) || exchange.changes.contains(&record.sequence)
    });
    lines.extend(records.map(change_line));
    lines.join("\n")
}

fn served_line(served: Served) -> String {
    let by = match served {
        Served::ItemCache => "from the item cache",
        Served::QueryCache => "from the query cache",
        Served::Missed => "not cached before",
        Served::Passed => "past the caches",
    };
    by.to_owned()
}

fn read_line(receipt: &Receipt, charge: &ReadCharge) -> String {
    let passed = charge.items.iter().filter(|item| item.passed).count();
    let rounded = match charge.rounding {
        Rounding::EachItem => "each rounded",
        Rounding::PageSum => "sum rounded",
        Rounding::EachPartition => "each partition rounded",
    };
    format!(
        "read {}{}: {} items, {passed} kept, {} B, {rounded} to {} blocks, {:?}: {} RCU",
        receipt.table,
        named(&charge.on),
        charge.items.len(),
        charge.bytes,
        charge.blocks,
        charge.consistency,
        charge.units
    )
}

fn write_line(receipt: &Receipt, charge: &WriteCharge) -> String {
    let bytes = |bytes: Option<u64>| bytes.map_or("nothing".to_owned(), |b| format!("{b} B"));
    let change = match charge.change {
        EntryChange::None => "unchanged",
        EntryChange::Insert => "insert",
        EntryChange::Delete => "delete",
        EntryChange::Update => "update",
        EntryChange::Move => "move",
    };
    format!(
        "write {}{}: {} to {}, {change}, {} writes, {} blocks: {} WCU",
        receipt.table,
        named(&charge.on),
        bytes(charge.before_bytes()),
        bytes(charge.after_bytes()),
        charge.writes,
        charge.blocks,
        charge.units
    )
}

fn named(on: &TableOrIndex) -> String {
    match on {
        TableOrIndex::Table => String::new(),
        TableOrIndex::Local(name) => format!(" local {name}"),
        TableOrIndex::Global(name) => format!(" global {name}"),
    }
}

fn change_line(record: &ChangeRecord) -> String {
    let kind = match record.kind {
        ChangeKind::Insert => "insert",
        ChangeKind::Modify => "modify",
        ChangeKind::Remove => "remove",
    };
    let by = match record.origin {
        Origin::Request => "",
        Origin::Expiry => " by the service",
    };
    format!("change {kind} {} {}{by}", record.table, item_to_json(&record.key))
}

fn printed(mut json: Json) -> String {
    contract(&mut json);
    pretty(&json, 0)
}

/// On one line where it fits, else one member a line.
fn pretty(json: &Json, indent: usize) -> String {
    let flat = flat(json);
    if indent + flat.chars().count() <= WIDTH {
        return flat;
    }
    let inside = " ".repeat(indent + 2);
    let (open, parts, close) = match json {
        Json::Object(map) => {
            let part = |(name, json): (&String, &Json)| {
                let name = Json::from(name.as_str()).to_string();
                format!("{inside}{name}: {}", pretty(json, indent + 2))
            };
            ("{", map.iter().map(part).collect::<Vec<_>>(), "}")
        }
        Json::Array(list) => {
            let part = |json| format!("{inside}{}", pretty(json, indent + 2));
            ("[", list.iter().map(part).collect(), "]")
        }
        _ => return flat,
    };
    format!("{open}\n{}\n{}{close}", parts.join(",\n"), " ".repeat(indent))
}

fn flat(json: &Json) -> String {
    match json {
        Json::Object(map) => {
            let part = |(name, json): (&String, &Json)| {
                format!("{}: {}", Json::from(name.as_str()), flat(json))
            };
            format!("{{{}}}", map.iter().map(part).collect::<Vec<_>>().join(", "))
        }
        Json::Array(list) => format!("[{}]", list.iter().map(flat).collect::<Vec<_>>().join(", ")),
        scalar => scalar.to_string(),
    }
}
