//! The service that requests are sent to: its clock, whether it limits and lags, a cache in front.
//!
//! Owns what may be chosen, how fields are read, and what they say when they cannot be. Refuses to
//! know what the engine makes of it.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value as Json, json};

use super::clock::{Clock, Pace, time_of_day};
use super::lab::event::kept;
use super::partition::TableOrGlobalIndex;
use super::words::{bytes, count, plural};
use crate::capacity::{Direction, Limit};
use crate::dax::{DaxCounts, DaxSettings, Served};
use crate::engine::inspect::Inspect;
use crate::engine::{
    Follower, LimitsView, PartitionEvent, PartitionHeat, QueueView, Shortage, SimulationSettings,
};
use crate::model::{BillingMode, Throughput};
use crate::partition::{Event, PARTITION_BYTES, SplitReason};

/// A number that may be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Field {
    FollowerPercent,
    FollowerLag,
    IndexLag,
    Scale,
}

impl Field {
    /// All, in order.
    pub const ALL: [Field; 4] =
        [Field::FollowerPercent, Field::FollowerLag, Field::IndexLag, Field::Scale];

    /// Its label.
    pub fn label(self) -> &'static str {
        match self {
            Field::FollowerPercent => "Eventually consistent reads from a lagging replica, %",
            Field::FollowerLag => "Replica lag, ms",
            Field::IndexLag => "GSI lag, ms",
            Field::Scale => "Scale: items that each stored item represents",
        }
    }

    fn bounds(self) -> (u64, u64) {
        match self {
            Field::FollowerPercent => (0, 100),
            Field::FollowerLag | Field::IndexLag => (0, SimulationSettings::LONGEST_LAG),
            Field::Scale => (1, SimulationSettings::LARGEST_SCALE),
        }
    }

    /// The number that a text means, or what to write instead.
    pub fn read(self, text: &str) -> Result<u64, String> {
        let (least, most) = self.bounds();
        let digits: String = text.trim().chars().filter(|c| !matches!(c, ',' | ' ')).collect();
        let wanted = || format!("Enter a whole number from {} to {}.", count(least), count(most));
        let number: u64 = digits.parse().map_err(|_| wanted())?;
        if (least..=most).contains(&number) { Ok(number) } else { Err(wanted()) }
    }

    /// Its number.
    pub fn get(self, settings: &SimulationSettings) -> u64 {
        match self {
            Field::FollowerPercent => settings.follower_percent,
            Field::FollowerLag => settings.follower_lag,
            Field::IndexLag => settings.index_lag,
            Field::Scale => settings.scale,
        }
    }

    /// Sets it.
    pub fn set(self, settings: &mut SimulationSettings, number: u64) {
        match self {
            Field::FollowerPercent => settings.follower_percent = number,
            Field::FollowerLag => settings.follower_lag = number,
            Field::IndexLag => settings.index_lag = number,
            Field::Scale => settings.scale = number,
        }
    }
}

/// What is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its clock.
    pub clock: Clock,
    /// Whether it limits and lags.
    pub simulated: bool,
    /// How.
    #[serde(
        serialize_with = "SavedSettings::serialize",
        deserialize_with = "SavedSettings::deserialize_within_bounds"
    )]
    pub settings: SimulationSettings,
    /// Whether a DAX cluster stands in front.
    pub dax: bool,
    /// Whether requests go past it.
    pub past_dax: bool,
}

impl Service {
    /// A service that answers at once, in real time.
    pub fn plain(now: u64) -> Self {
        let settings = SimulationSettings::default();
        Self { clock: Clock::real(now), simulated: false, settings, dax: false, past_dax: false }
    }

    /// What the engine is to simulate.
    pub fn simulation(&self) -> Option<SimulationSettings> {
        self.simulated.then_some(self.settings)
    }

    /// The cluster in front.
    pub fn cluster(&self) -> Option<DaxSettings> {
        self.dax.then(DaxSettings::default)
    }

    /// In a few words: "off", "throttling and replication lag on · DAX · clock paused".
    pub fn words(&self) -> String {
        let simulated = if self.simulated { "throttling and replication lag on" } else { "off" };
        let dax = self.dax.then_some(" · DAX cache");
        let pace = match self.clock.pace() {
            Pace::Real => "",
            Pace::Paused => " · clock paused",
            Pace::Minute => " · clock at 60×",
            Pace::Hour => " · clock at 3,600×",
        };
        [simulated, dax.unwrap_or_default(), pace].concat()
    }

    /// Whether requests go to anything but a service in real time that answers at once.
    pub fn is_special(&self) -> bool {
        self.simulated || self.dax || self.clock.pace() != Pace::Real
    }
}

/// [`SimulationSettings`] as they are saved: the engine knows no serde.
#[derive(Serialize, Deserialize)]
#[serde(remote = "SimulationSettings")]
struct SavedSettings {
    seed: u64,
    follower_percent: u64,
    follower_lag: u64,
    index_lag: u64,
    scale: u64,
}

impl SavedSettings {
    /// What was saved may have been edited by hand, or be of a build with other bounds.
    fn deserialize_within_bounds<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<SimulationSettings, D::Error> {
        Self::deserialize(deserializer).map(SimulationSettings::within_bounds)
    }
}

/// Who answered, where that is worth a word.
pub fn answered_by(served: Option<Served>, follower: Option<Follower>) -> Option<String> {
    match (served, follower) {
        (Some(Served::ItemCache), _) => {
            Some("Served from DAX's item cache: no read units.".to_owned())
        }
        (Some(Served::QueryCache), _) => Some(
            "Served from DAX's query cache: no read units. Writes don't update this cache."
                .to_owned(),
        ),
        (_, Some(Follower { behind, stale: true })) => Some(format!(
            "Stale read: the replica that answered is {} ms behind the leader, which has a newer \
             version. A strongly consistent read returns that version.",
            count(behind)
        )),
        (_, Some(Follower { behind, stale: false })) => Some(format!(
            "The replica that answered is {} ms behind the leader, but returned the same data.",
            count(behind)
        )),
        (Some(Served::Missed), _) => Some(
            "Cache miss: DAX read from the table and caches the result for five minutes."
                .to_owned(),
        ),
        _ => None,
    }
}

/// That a global index has not caught up, which its readers can't ask it to do.
pub fn index_behind(index: &str, queue: QueueView) -> String {
    format!(
        "Stale read: {index} is {} ms behind its table, and {} not arrived yet. A GSI doesn't \
         support strongly consistent reads.",
        count(queue.behind),
        plural(queue.waiting as u64, "change has", "changes have")
    )
}

/// What UpdateTable is asked to give a table and its global indexes one unit each.
pub fn smallest(table: &str, indexes: &[String]) -> Json {
    let one = || json!({ "ReadCapacityUnits": 1, "WriteCapacityUnits": 1 });
    let mut body = json!({ "TableName": table, "BillingMode": "PROVISIONED" });
    let index =
        |name: &String| json!({ "Update": { "IndexName": name, "ProvisionedThroughput": one() } });
    let updates: Vec<Json> = indexes.iter().map(index).collect();
    if let Some(members) = body.as_object_mut() {
        members.insert("ProvisionedThroughput".to_owned(), one());
        if !updates.is_empty() {
            members.insert("GlobalSecondaryIndexUpdates".to_owned(), Json::Array(updates));
        }
    }
    body
}

/// What UpdateTable is asked to make a table on-demand.
pub fn on_demand(table: &str) -> Json {
    json!({ "TableName": table, "BillingMode": "PAY_PER_REQUEST" })
}

/// Whether a table has what [`smallest`] gives it, or what [`on_demand`] does; none for anything
/// else.
pub fn is_smallest(billing: BillingMode) -> Option<bool> {
    match billing {
        BillingMode::Provisioned(Throughput { read: 1, write: 1 }) => Some(true),
        BillingMode::Provisioned(_) => None,
        BillingMode::PayPerRequest => Some(false),
    }
}

/// The cluster's counts in a sentence.
pub fn cache_words(counts: DaxCounts) -> String {
    let of = |(hits, misses): (u64, u64)| format!("{} of {}", count(hits), count(hits + misses));
    format!(
        "Cache hits: {} item reads, {} queries and scans. Saved: {} RCU.",
        of(counts.items),
        of(counts.queries),
        counts.saved
    )
}

/// What each table and index has, while the service limits: a name and a line each.
pub fn limits_lines(inspect: &Inspect<'_>) -> Vec<(String, String)> {
    inspect.limits().iter().map(limits_words).collect()
}

/// A table's or index's name, and what it has, in a line.
fn limits_words(limits: &LimitsView) -> (String, String) {
    let name = match &limits.index {
        Some(index) => index.to_string(),
        None => limits.table.to_string(),
    };
    let (read, write) = limits.rates;
    let (saved_read, saved_write) = limits.saved;
    let mut words = format!(
        "{} RCU and {} WCU per second. Available now: {} RCU, {} WCU. {}.",
        count(read),
        count(write),
        count(saved_read),
        count(saved_write),
        plural(limits.partitions.len() as u64, "partition", "partitions"),
    );
    if let Some(queue) = limits.queue.filter(|queue| queue.waiting > 0) {
        words.push(' ');
        words.push_str(&queue_words(queue));
    }
    (name, words)
}

/// The global indexes that have yet to catch up with their table, as `Target::label` names them.
pub fn lagging_indexes(inspect: &Inspect<'_>) -> Vec<String> {
    let limits = inspect.limits().into_iter();
    let lagging = limits.filter(|view| view.queue.is_some_and(|queue| queue.waiting > 0));
    lagging.filter_map(|view| Some(format!("{} · {}", view.table, view.index?))).collect()
}

/// What to wait for after a request was throttled, and which controls help; none if none was.
pub fn shortage_line(inspect: &Inspect<'_>) -> Option<String> {
    inspect.shortage().map(shortage_words)
}

fn shortage_words(shortage: Shortage) -> String {
    let Shortage { direction, needed, saved, rate } = shortage;
    let kind = match direction {
        Direction::Read => "read",
        Direction::Write => "write",
    };
    let needs = plural(needed, &format!("{kind} unit"), &format!("{kind} units"));
    if saved >= needed {
        return format!(
            "The request needs {needs}, and enough capacity is available again. Run it again."
        );
    }
    let wait = plural((needed - saved).div_ceil(rate.max(1)), "second", "seconds");
    format!(
        "The request needs {needs}. Available now: {}, plus {} per second, so wait about {wait}. \
         Or, under Simulation, move the clock forward with “+ 5 min” or set the table to \
         “On-demand”.",
        count(saved),
        count(rate)
    )
}

/// The partitions of a table or index as the simulated service cuts them: where each begins, what
/// was asked of it, and what it holds. None while the service does not limit.
pub fn partition_rows(inspect: &Inspect<'_>, of: &TableOrGlobalIndex) -> Option<Vec<[String; 3]>> {
    let limits = inspect.limits();
    let own = limits.iter().find(|limits| limits.table == of.table && limits.index == of.index)?;
    Some(own.partitions.iter().map(partition_row).collect())
}

/// What happened to partitions, the newest first, so many at most.
pub fn partition_events(inspect: &Inspect<'_>, most: usize) -> Vec<String> {
    inspect.partition_events().iter().rev().take(most).map(event_words).collect()
}

/// Where a partition begins, what was asked of it, and what it holds.
fn partition_row(partition: &PartitionHeat) -> [String; 3] {
    let inside = if partition.within_collection { ", within an item collection" } else { "" };
    let tenths = partition.bytes / (PARTITION_BYTES / 100);
    [
        format!("{:016x}{inside}", partition.start.0),
        format!("{}% of its limit", partition.permille / 10),
        match tenths {
            0 => bytes(partition.bytes),
            tenths => format!("{}.{} of 10 GB", tenths / 10, tenths % 10),
        },
    ]
}

/// How the sizes are to be read.
pub fn scale_note(scale: u64) -> String {
    match scale {
        1 => "Sizes are those of the stored items. To see partitions of 10 GB, set a scale under \
              Simulation in Explore."
            .to_owned(),
        scale => format!("Scaled: each stored item represents {} items.", count(scale)),
    }
}

/// What happened to a partition, in a sentence.
fn event_words(event: &PartitionEvent) -> String {
    let of = match &event.index {
        Some(index) => index.to_string(),
        None => event.table.to_string(),
    };
    match &event.event {
        Event::Split { at, reason, .. } => {
            let why = match reason {
                SplitReason::Heat => "it was hot for two minutes",
                SplitReason::Size => "it reached 10 GB",
                SplitReason::Throughput => "its capacity is more than one partition can serve",
            };
            format!("{}: a partition of {of} was split because {why}.", time_of_day(at.0))
        }
        Event::NotSplit { at, why, .. } => {
            let time = time_of_day(at.0);
            format!("{time}: a partition of {of} is hot but wasn't split: {}.", kept(*why))
        }
    }
}

fn queue_words(queue: QueueView) -> String {
    let waiting = plural(queue.waiting as u64, "index write waiting", "index writes waiting");
    let held = match queue.blocked {
        Some(Limit::KeyRangeThroughput) => "; one of its partitions is throttled",
        Some(_) => "; its write capacity is used up",
        None => "",
    };
    format!("{waiting}, {} ms behind the table{held}.", count(queue.behind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Request, Session};
    use crate::datasets::{DatasetId, table_request};
    use crate::engine::{Clock as EngineClock, Millis, Operation};

    #[test]
    fn fields_take_whole_numbers_within_their_bounds() {
        assert_eq!(Field::Scale.read(" 1,000,000 "), Ok(1_000_000));
        assert_eq!(Field::FollowerPercent.read("100"), Ok(100));
        for text in ["", "-1", "0", "1e3", "many", "99999999999999999999999"] {
            let said = Field::Scale.read(text).unwrap_err();
            assert_eq!(said, "Enter a whole number from 1 to 1,000,000,000.", "{text}");
        }
        assert!(Field::FollowerPercent.read("101").unwrap_err().contains("0 to 100"));
    }

    #[test]
    fn what_is_kept_comes_back_within_bounds() {
        let mut service = Service::plain(5);
        service.simulated = true;
        service.settings.index_lag = 7;
        let reopened = |service: &Service| -> Service {
            serde_json::from_value(serde_json::to_value(service).unwrap()).unwrap()
        };
        assert_eq!(reopened(&service), service);
        service.settings.scale = 0;
        assert_eq!(reopened(&service).settings.scale, 1);
    }

    #[test]
    fn the_smallest_table_has_one_unit_everywhere() {
        let body = smallest("Orders", &["ByDay".to_owned()]).to_string();
        assert!(
            body.contains(r#"[{"Update":{"IndexName":"ByDay","ProvisionedThroughput":{"#),
            "{body}"
        );
        assert!(!smallest("Orders", &[]).to_string().contains("Global"));
    }

    #[test]
    fn a_shortage_says_what_to_wait_for() {
        let shortage = Shortage { direction: Direction::Read, needed: 18, saved: 3, rate: 2 };
        let words = shortage_words(shortage);
        assert!(
            words.starts_with(
                "The request needs 18 read units. Available now: 3, plus 2 per second"
            ),
            "{words}"
        );
        assert!(words.contains(", so wait about 8 seconds."), "{words}");
        let enough = shortage_words(Shortage { saved: 18, ..shortage });
        assert_eq!(
            enough,
            "The request needs 18 read units, and enough capacity is available again. Run it again."
        );
    }

    #[test]
    fn the_engine_tells_what_a_rejected_request_lacks_while_it_lacks_it() {
        let mut session = Session::new(EngineClock::fixed(Millis(1_000)));
        assert!(session.send(table_request(DatasetId::Medical)).response.is_ok());
        session.set_simulation(Some(SimulationSettings::default()));
        let table = DatasetId::Medical.table();
        let body = smallest(table, &["GSI1", "GSI2", "GSI3"].map(str::to_owned));
        let small = session.send(Request { operation: Operation::UpdateTable, body });
        assert!(small.response.is_ok(), "{small:?}");
        let shortage = |session: &Session| session.engine().inspect().shortage();
        let put = |session: &mut Session| {
            let item = json!({ "PK": { "S": "a" }, "SK": { "S": "x".repeat(1_000) } });
            let body = json!({ "TableName": table, "Item": item, });
            session.send(Request { operation: Operation::PutItem, body }).response.is_ok()
        };
        let granted = (0..600).take_while(|_| put(&mut session)).count();
        assert!(granted > 0 && granted < 600, "{granted}");
        let needed = shortage(&session).unwrap().needed;
        let expected = Shortage { direction: Direction::Write, needed, saved: 0, rate: 1 };
        assert_eq!((shortage(&session), needed), (Some(expected), 1));
        session.set_time(Millis(6_000));
        assert_eq!(shortage(&session), Some(Shortage { saved: 5, ..expected }));
        assert!(put(&mut session));
        assert_eq!(shortage(&session), None);
    }

    #[test]
    fn capacity_is_small_on_demand_or_neither() {
        let units = |read, write| BillingMode::Provisioned(Throughput { read, write });
        assert_eq!(is_smallest(units(1, 1)), Some(true));
        assert_eq!(is_smallest(units(1, 5)), None);
        assert_eq!(is_smallest(BillingMode::PayPerRequest), Some(false));
    }

    #[test]
    fn a_stale_answer_says_so() {
        let stale = Follower { behind: 2_000, stale: true };
        assert!(answered_by(None, Some(stale)).unwrap().contains("answered is 2,000 ms behind"));
        assert_eq!(answered_by(None, None), None);
        assert_eq!(answered_by(Some(Served::Passed), None), None);
    }
}
