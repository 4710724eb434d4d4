//! Settings as a story writes them: a name and a value a line.

use dynamodb_playground::capacity::Setting;
use dynamodb_playground::partition::Settings;
use dynamodb_playground::traffic::{
    Batch, Cache, Index, Load, ON_DEMAND, Pattern, Replicas, Retry, Scaling, Scenario, Shape,
    Target, Unprocessed, provisioned,
};

/// What is played, and what is told of it.
#[derive(Clone)]
pub struct Played {
    pub scenario: Scenario,
    /// The first and the last of each stretch of seconds that is told.
    pub tell: Vec<(u64, u64)>,
    pub columns: Vec<String>,
}

impl Default for Played {
    fn default() -> Self {
        let load = Load::steady(Pattern::Uniform { keys: 1_000 }, 100, 10);
        Self {
            scenario: Scenario::new(load, ON_DEMAND),
            tell: Vec::new(),
            columns: vec!["begun".into(), "granted".into(), "throttled".into()],
        }
    }
}

impl Played {
    /// Settings of these lines; those that are not named are as before after `again`.
    pub fn read<'a>(lines: impl Iterator<Item = &'a str>, before: &Played) -> Self {
        let mut played = Self::default();
        for line in lines {
            if line == "again" {
                played = before.clone();
                continue;
            }
            let (name, value) = line.split_once(": ").unwrap_or_else(|| panic!("{line}?"));
            played.set(name, value);
        }
        played
    }

    fn set(&mut self, name: &str, value: &str) {
        let scenario = &mut self.scenario;
        let load = &mut scenario.load;
        match name {
            "keys" => load.pattern = pattern(value),
            "shape" => load.shape = shape(value),
            "rate" => load.rate = number(value),
            "peak" => load.peak = number(value),
            "seconds" => load.seconds = number(value),
            "writes" => load.write_percent = number(value),
            "item bytes" => load.item_bytes = number(value),
            "reads" => load.strong = value == "strong",
            "fan out" => load.fan_out = yes(value),
            "capacity" => scenario.capacity = capacity(value),
            "partitions" => scenario.partitions = Some(number(value) as u32),
            "local index" => scenario.local_index = yes(value),
            "index keys" => index(scenario).pattern = pattern(value),
            "index capacity" => index(scenario).capacity = capacity(value),
            "index lag" => index(scenario).lag = number(value),
            "scale index writes" => index(scenario).scaling.write = Some(target(value)),
            "scale reads" => scenario.scaling.read = Some(target(value)),
            "scale writes" => scenario.scaling.write = Some(target(value)),
            "replicas" => scenario.replicas = replicas(value),
            "cache" => scenario.cache = Some(cache(value)),
            "retry" => scenario.clients.retry = retry(value),
            "batch" => scenario.clients.batch = Some(batch(value)),
            "stored items" => scenario.stored.items = number(value),
            "an item stands for" => scenario.stored.scale = number(value),
            "tell" => self.tell = value.split(' ').map(stretch).collect(),
            "columns" => self.columns = value.split(", ").map(str::to_owned).collect(),
            _ => panic!("{name}: {value}?"),
        }
    }
}

fn number(text: &str) -> u64 {
    text.replace(',', "").parse().unwrap_or_else(|_| panic!("{text}?"))
}

fn yes(value: &str) -> bool {
    value == "yes"
}

/// The numbers in a text, whatever else it says.
fn numbers(text: &str) -> Vec<u64> {
    let words = text.split(|letter: char| !letter.is_ascii_digit() && letter != ',');
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(number).collect()
}

fn stretch(text: &str) -> (u64, u64) {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    (number(from), number(to))
}

/// `zipf 1,000, 3 halves`, `one hot 1,000, 90 %`, `10 shards`.
fn pattern(text: &str) -> Pattern {
    let counts = numbers(text);
    let nth = |at: usize| *counts.get(at).unwrap_or_else(|| panic!("{text}?"));
    match text.trim_end_matches(|c: char| !c.is_alphabetic()) {
        "status" => Pattern::Status,
        "today's date" => Pattern::TodaysDate,
        "sequential ids" => Pattern::SequentialIds,
        "rising sort key" => Pattern::RisingSortKey,
        _ if text.starts_with("uniform ") => Pattern::Uniform { keys: nth(0) },
        _ if text.starts_with("zipf ") => Pattern::Zipf { keys: nth(0), halves: nth(1) as u32 },
        _ if text.starts_with("one hot ") => Pattern::OneHotKey { keys: nth(0), percent: nth(1) },
        _ if text.ends_with(" shards") => Pattern::Sharded { shards: nth(0) },
        _ => panic!("{text}?"),
    }
}

fn shape(text: &str) -> Shape {
    match text {
        "steady" => Shape::Steady,
        "ramp" => Shape::Ramp,
        "spike" => Shape::Spike,
        "prime day" => Shape::PrimeDay,
        _ => panic!("{text}?"),
    }
}

/// `on-demand`, `on-demand, at most 20 reads and 10 writes`, `100 reads and 50 writes`.
fn capacity(text: &str) -> Settings {
    match (text.starts_with("on-demand"), &numbers(text)[..]) {
        (true, []) => ON_DEMAND,
        (true, [read, write]) => Settings {
            read: Setting::OnDemand { maximum: Some(*read) },
            write: Setting::OnDemand { maximum: Some(*write) },
        },
        (false, [read, write]) => provisioned(*read, *write),
        _ => panic!("{text}?"),
    }
}

fn index(scenario: &mut Scenario) -> &mut Index {
    scenario.index.get_or_insert(Index {
        pattern: Pattern::Uniform { keys: 1_000 },
        capacity: ON_DEMAND,
        lag: 50,
        scaling: Scaling::default(),
    })
}

/// `70 % of 5 to 1,000`
fn target(text: &str) -> Target {
    let [percent, least, most] = numbers(text)[..] else { panic!("{text}?") };
    Target { percent, least, most }
}

/// `30 % lag by 500 ms`
fn replicas(text: &str) -> Replicas {
    let [lagging_percent, lag] = numbers(text)[..] else { panic!("{text}?") };
    Replicas { lagging_percent, lag }
}

/// `100 items for 300 s`
fn cache(text: &str) -> Cache {
    let [items, seconds] = numbers(text)[..] else { panic!("{text}?") };
    Cache { items, ttl: seconds * 1_000 }
}

fn retry(text: &str) -> Retry {
    match text {
        "never" => Retry::Never,
        "backoff" => Retry::Backoff,
        "backoff with jitter" => Retry::BackoffWithJitter,
        _ => panic!("{text}?"),
    }
}

/// `25, resubmit`
fn batch(text: &str) -> Batch {
    let unprocessed =
        if text.ends_with("resubmit") { Unprocessed::Resubmit } else { Unprocessed::Drop };
    Batch { size: numbers(text)[0], unprocessed }
}
