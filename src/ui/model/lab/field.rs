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
    /// Of its global index.
    Index,
    /// Of those who ask.
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
            Group::Load => "More about the load",
            Group::Table => "More about the table",
            Group::Index => "Global index",
            Group::Clients => "Cache and clients",
            Group::Model => "The simulation",
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
    ("uniform", "Every key as often"),
    ("zipf", "Few keys often (Zipf)"),
    ("hot", "One hot key"),
    ("status", "A status"),
    ("date", "Today's date"),
    ("ids", "Sequential ids"),
    ("rising", "One key, rising sort key"),
    ("sharded", "One hot key over shards"),
];
/// Counted in halves.
const EXPONENTS: &[(&str, &str)] =
    &[("1", "0.5, gentle"), ("2", "1, the classic"), ("3", "1.5, steep"), ("4", "2, very steep")];
const INDEXES: &[(&str, &str)] = &[
    ("none", "none"),
    ("constant", "a constant status"),
    ("status", "one of five statuses"),
    ("spread", "spread evenly"),
    ("sharded", "the status over 10 shards"),
];
const MODES: &[(&str, &str)] = &[("demand", "On-demand"), ("provisioned", "Provisioned")];
const YES_NO: &[(&str, &str)] = &[("no", "no"), ("yes", "yes")];
const CONSISTENCY: &[(&str, &str)] = &[("eventual", "eventual"), ("strong", "strong")];
const RETRIES: &[(&str, &str)] = &[
    ("never", "give up at once"),
    ("backoff", "back off, no jitter"),
    ("jitter", "back off with jitter (SDK)"),
];

const SHAPES: &[(&str, &str)] =
    &[("steady", "steady"), ("ramp", "an even climb"), ("prime", "a day of sales")];
const UNPROCESSED: &[(&str, &str)] = &[("again", "sent again"), ("dropped", "not looked at")];

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
    HotPercent "hot" "Hot key’s share, %" Kind::Number, "100", Front,
        Some((Field::Pattern, &["hot"])), "";
    Shards "shards" "Shards" Kind::Number, "10", Front, SHARDED,
        "Suffixes that the hot key is written under.";
    Rate "rate" "Requests a second" Kind::Number, "1500", Front, None, "";
    WritePercent "writes" "Writes, %" Kind::Number, "100", Front, None, "";
    Seconds "seconds" "Seconds" Kind::Number, "60", Front, None, "";
    Mode "mode" "Capacity" Kind::Choice(MODES), "demand", Front, None, "";
    ReadUnits "rcu" "Read units a second" Kind::Number, "100", Front, PROVISIONED, "";
    WriteUnits "wcu" "Write units a second" Kind::Number, "100", Front, PROVISIONED, "";
    Shape "shape" "Course of the rate" Kind::Choice(SHAPES), "steady", Load, None, "";
    Peak "peak" "Requests a second at the height" Kind::Number, "3000", Load,
        Some((Field::Shape, &["ramp", "prime"])), "";
    ItemBytes "bytes" "Item size, bytes" Kind::Number, "500", Load, None, "";
    Consistency "consistency" "Reads" Kind::Choice(CONSISTENCY), "eventual", Load, None, "";
    FanOut "fan-out" "Reads ask every shard" Kind::Choice(YES_NO), "yes", Load, SHARDED,
        "Whoever wants the whole key must.";
    MaxReads "max-rru" "Maximum read units" Kind::Optional, "", Table, ON_DEMAND, "Empty: none.";
    MaxWrites "max-wru" "Maximum write units" Kind::Optional, "", Table, ON_DEMAND, "Empty: none.";
    Partitions "partitions" "Partitions to begin with" Kind::Optional, "", Table, None,
        "Empty: as many as capacity and size ask for.";
    LocalIndex "lsi" "Local index" Kind::Choice(YES_NO), "no", Table, None,
        "It holds each collection in one partition.";
    Scaling "scaling" "Auto scaling" Kind::Choice(YES_NO), "no", Table, PROVISIONED, "";
    ScalingPercent "target" "Target, %" Kind::Number, "70", Table, SCALED, "";
    ScalingLeast "least" "Never below" Kind::Number, "5", Table, SCALED, "";
    ScalingMost "most" "Never above" Kind::Number, "10000", Table, SCALED, "";
    LaggingPercent "lagging" "Reads that meet a lagging replica, %" Kind::Number, "0", Table, None,
        "Eventually consistent ones. Our assumption; AWS gives no figure.";
    ReplicaLag "replica-lag" "It lags, milliseconds" Kind::Number, "500", Table, None,
        "Our assumption.";
    Index "gsi" "Its partition key" Kind::Choice(INDEXES), "none", Index, None, "";
    IndexMode "gsi-mode" "Its capacity" Kind::Choice(MODES), "demand", Index, WITH_INDEX, "";
    IndexWrites "gsi-wcu" "Its write units a second" Kind::Number, "100", Index,
        Some((Field::IndexMode, &["provisioned"])), "";
    IndexLag "lag" "Lag, milliseconds" Kind::Number, "50", Index, WITH_INDEX,
        "Our assumption; AWS promises none.";
    Cache "dax" "DAX in front" Kind::Choice(YES_NO), "no", Clients, None, "";
    CacheItems "dax-items" "Room for items" Kind::Number, "10000", Clients, CACHED, "";
    CacheTtl "dax-ttl" "Kept for, milliseconds" Kind::Number, "300000", Clients, CACHED, "";
    Retry "retry" "When refused, clients" Kind::Choice(RETRIES), "never", Clients, None,
        "An SDK makes 4 attempts and waits up to 1, 2 and 4 seconds.";
    BatchSize "batch" "Writes in a batch" Kind::Optional, "", Clients, None,
        "Empty: one by one. At most 25.";
    Unprocessed "unprocessed" "UnprocessedItems are" Kind::Choice(UNPROCESSED), "again", Clients,
        None, "No SDK sends them again by itself.";
    StoredItems "stored" "Items stored already" Kind::Number, "0", Model, None, "";
    Scale "scale" "Scale model: one item stands for" Kind::Number, "1", Model, None,
        "So that partitions of 10 GB fit a browser. 1 is no model.";
    Seed "seed" "Seed" Kind::Number, "1", Model, None, "The same seed, the same run.";
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
