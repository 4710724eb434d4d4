//! The settings of the lab as a table: what each is called, what it may be, and where it stands.
//!
//! A new setting is a row here and a line where scenarios are made. Owns names, bounds and which
//! setting depends on which. Refuses to know what a setting does to a run.

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Field {
    Pattern,
    Keys,
    Exponent,
    HotPercent,
    Shards,
    Rate,
    WritePercent,
    Seconds,
    Mode,
    ReadUnits,
    WriteUnits,
    Shape,
    Peak,
    ItemBytes,
    Consistency,
    FanOut,
    MaxReads,
    MaxWrites,
    Partitions,
    LocalIndex,
    Scaling,
    ScalingPercent,
    ScalingLeast,
    ScalingMost,
    LaggingPercent,
    ReplicaLag,
    Index,
    IndexMode,
    IndexWrites,
    IndexLag,
    Cache,
    CacheItems,
    CacheTtl,
    Retry,
    BatchSize,
    Unprocessed,
    StoredItems,
    Scale,
    Seed,
}

/// What a setting may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Number,
    /// As a number, or nothing.
    Optional,
    /// One of these: how it is kept, and what it is called.
    Choice(&'static [(&'static str, &'static str)]),
}

/// Where a setting stands in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// In front: what most people change.
    Front,
    /// Further down, under a heading that opens.
    Load,
    /// Of the table.
    Table,
    /// Of its GSI.
    Index,
    /// Of the clients.
    Clients,
    /// Of the simulation itself.
    Model,
}

impl Group {
    /// The groups that open, in order.
    pub const FOLDED: [Group; 5] =
        [Group::Load, Group::Table, Group::Index, Group::Clients, Group::Model];

    /// What its heading says.
    pub fn title(self) -> &'static str {
        match self {
            Group::Front => "Settings",
            Group::Load => "More load settings",
            Group::Table => "More table settings",
            Group::Index => "Global secondary index (GSI)",
            Group::Clients => "DAX and clients",
            Group::Model => "Simulation",
        }
    }
}

/// All there is to know of a setting.
#[derive(Debug)]
pub struct Spec {
    /// Which.
    pub field: Field,
    /// Its name where it is kept.
    pub id: &'static str,
    /// Its name in the form.
    pub label: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// What it is to begin with.
    pub start: &'static str,
    /// Where it stands.
    pub group: Group,
    /// It matters only while that setting is one of these.
    pub needs: Option<(Field, &'static [&'static str])>,
    /// What one should know about it.
    pub hint: &'static str,
}

const PATTERNS: &[(&str, &str)] = &[
    ("uniform", "Uniform keys"),
    ("zipf", "Skewed keys (Zipf)"),
    ("hot", "One hot key"),
    ("status", "Status"),
    ("date", "Today's date"),
    ("ids", "Sequential IDs"),
    ("rising", "One key, rising sort key"),
    ("sharded", "One hot key, sharded"),
];
/// Counted in halves.
const EXPONENTS: &[(&str, &str)] =
    &[("1", "0.5, gentle"), ("2", "1, typical"), ("3", "1.5, steep"), ("4", "2, very steep")];
const INDEXES: &[(&str, &str)] = &[
    ("none", "none"),
    ("constant", "a constant status"),
    ("status", "one of five statuses"),
    ("spread", "spread evenly"),
    ("sharded", "the status, sharded 10 ways"),
];
const MODES: &[(&str, &str)] = &[("demand", "On-demand"), ("provisioned", "Provisioned")];
const YES_NO: &[(&str, &str)] = &[("no", "no"), ("yes", "yes")];
const CONSISTENCY: &[(&str, &str)] =
    &[("eventual", "eventually consistent"), ("strong", "strongly consistent")];
const RETRIES: &[(&str, &str)] = &[
    ("never", "don't retry"),
    ("backoff", "retry with backoff, no jitter"),
    ("jitter", "retry with backoff and jitter (SDK)"),
];

const SHAPES: &[(&str, &str)] =
    &[("steady", "steady"), ("ramp", "steady climb"), ("prime", "sales event")];
const UNPROCESSED: &[(&str, &str)] = &[("again", "resent"), ("dropped", "ignored")];

const WITH_INDEX: Option<(Field, &[&str])> =
    Some((Field::Index, &["constant", "status", "spread", "sharded"]));
const PROVISIONED: Option<(Field, &[&str])> = Some((Field::Mode, &["provisioned"]));
const ON_DEMAND: Option<(Field, &[&str])> = Some((Field::Mode, &["demand"]));
const SCALED: Option<(Field, &[&str])> = Some((Field::Scaling, &["yes"]));
const CACHED: Option<(Field, &[&str])> = Some((Field::Cache, &["yes"]));
const SHARDED: Option<(Field, &[&str])> = Some((Field::Pattern, &["sharded"]));

macro_rules! specs {
    ($($field:ident $id:literal $label:literal $kind:expr, $start:literal, $group:ident,
       $needs:expr, $hint:literal;)*) => {
        /// Every setting, in the order of the form.
        pub static SPECS: &[Spec] = &[$(Spec {
            field: Field::$field,
            id: $id,
            label: $label,
            kind: $kind,
            start: $start,
            group: Group::$group,
            needs: $needs,
            hint: $hint,
        }),*];
    };
}

specs! {
    Pattern "pattern" "Partition key" Kind::Choice(PATTERNS), "uniform", Front, None, "";
    Keys "keys" "Distinct keys" Kind::Number, "1000", Front,
        Some((Field::Pattern, &["uniform", "zipf", "hot"])), "";
    Exponent "exponent" "Zipf exponent" Kind::Choice(EXPONENTS), "2", Front,
        Some((Field::Pattern, &["zipf"])), "";
    HotPercent "hot" "Hot key's share of traffic, %" Kind::Number, "100", Front,
        Some((Field::Pattern, &["hot"])), "";
    Shards "shards" "Shards" Kind::Number, "10", Front, SHARDED,
        "Number of suffixes that spread the hot key.";
    Rate "rate" "Requests per second" Kind::Number, "1500", Front, None, "";
    WritePercent "writes" "Writes, %" Kind::Number, "100", Front, None, "";
    Seconds "seconds" "Duration, seconds" Kind::Number, "60", Front, None, "";
    Mode "mode" "Capacity" Kind::Choice(MODES), "demand", Front, None, "";
    ReadUnits "rcu" "Read capacity units (RCU)" Kind::Number, "100", Front, PROVISIONED, "";
    WriteUnits "wcu" "Write capacity units (WCU)" Kind::Number, "100", Front, PROVISIONED, "";
    Shape "shape" "Load shape" Kind::Choice(SHAPES), "steady", Load, None, "";
    Peak "peak" "Requests per second at the peak" Kind::Number, "3000", Load,
        Some((Field::Shape, &["ramp", "prime"])), "";
    ItemBytes "bytes" "Item size, bytes" Kind::Number, "500", Load, None, "";
    Consistency "consistency" "Read consistency" Kind::Choice(CONSISTENCY), "eventual", Load, None, "";
    FanOut "fan-out" "Read all shards" Kind::Choice(YES_NO), "yes", Load, SHARDED,
        "Reading the whole key takes a query for each shard.";
    MaxReads "max-rru" "Maximum read throughput" Kind::Optional, "", Table, ON_DEMAND, "Leave empty for no maximum.";
    MaxWrites "max-wru" "Maximum write throughput" Kind::Optional, "", Table, ON_DEMAND, "Leave empty for no maximum.";
    Partitions "partitions" "Initial partitions" Kind::Optional, "", Table, None,
        "Leave empty to derive it from capacity and size.";
    LocalIndex "lsi" "Local secondary index (LSI)" Kind::Choice(YES_NO), "no", Table, None,
        "Keeps each item collection in one partition.";
    Scaling "scaling" "Auto scaling" Kind::Choice(YES_NO), "no", Table, PROVISIONED, "";
    ScalingPercent "target" "Target utilization, %" Kind::Number, "70", Table, SCALED, "";
    ScalingLeast "least" "Minimum capacity" Kind::Number, "5", Table, SCALED, "";
    ScalingMost "most" "Maximum capacity" Kind::Number, "10000", Table, SCALED, "";
    LaggingPercent "lagging" "Reads answered by a lagging replica, %" Kind::Number, "0", Table, None,
        "Of eventually consistent reads. Our assumption: AWS gives no figure.";
    ReplicaLag "replica-lag" "Replica lag, milliseconds" Kind::Number, "500", Table, None,
        "Our assumption.";
    Index "gsi" "Partition key of the GSI" Kind::Choice(INDEXES), "none", Index, None, "";
    IndexMode "gsi-mode" "Capacity of the GSI" Kind::Choice(MODES), "demand", Index, WITH_INDEX, "";
    IndexWrites "gsi-wcu" "WCU of the GSI" Kind::Number, "100", Index,
        Some((Field::IndexMode, &["provisioned"])), "";
    IndexLag "lag" "Replication lag, milliseconds" Kind::Number, "50", Index, WITH_INDEX,
        "Our assumption: AWS promises no figure.";
    Cache "dax" "DAX cache" Kind::Choice(YES_NO), "no", Clients, None, "";
    CacheItems "dax-items" "Cache size, items" Kind::Number, "10000", Clients, CACHED, "";
    CacheTtl "dax-ttl" "TTL, milliseconds" Kind::Number, "300000", Clients, CACHED, "";
    Retry "retry" "When throttled, clients" Kind::Choice(RETRIES), "never", Clients, None,
        "The SDKs make up to 4 attempts and wait up to 1, 2 and 4 seconds.";
    BatchSize "batch" "Writes per batch" Kind::Optional, "", Clients, None,
        "Leave empty for single writes. At most 25.";
    Unprocessed "unprocessed" "UnprocessedItems are" Kind::Choice(UNPROCESSED), "again", Clients,
        None, "The SDKs' low-level clients don't resend them for you.";
    StoredItems "stored" "Items already stored" Kind::Number, "0", Model, None, "";
    Scale "scale" "Scale: each stored item represents" Kind::Number, "1", Model, None,
        "Lets 10 GB partitions fit in a browser. 1 means no scaling.";
    Seed "seed" "Random seed" Kind::Number, "1", Model, None, "The same seed gives the same run.";
}

impl Field {
    /// What is known of it.
    pub fn spec(self) -> &'static Spec {
        &SPECS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_fields() {
        for (at, spec) in SPECS.iter().enumerate() {
            assert_eq!(spec.field as usize, at, "{}", spec.id);
        }
    }

    #[test]
    fn names_differ_and_needs_name_choices() {
        for spec in SPECS {
            assert_eq!(SPECS.iter().filter(|other| other.id == spec.id).count(), 1, "{}", spec.id);
            let Some((field, values)) = spec.needs else { continue };
            let Kind::Choice(choices) = field.spec().kind else { panic!("{}", spec.id) };
            assert!(values.iter().all(|value| choices.iter().any(|(id, _)| id == value)));
        }
    }
}
