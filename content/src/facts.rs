//! The names of facts: what expressions can speak of.
//!
//! Every run has all of [`RUN_FACTS`], whatever it was; a fact that makes no sense for it (the
//! partition of a request that was rejected) is missing, and shows as a dash. The engine's side
//! fills them in; a test there says that it knows each name.

/// What kind of value a fact has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// A number.
    Number,
    /// A text.
    Text,
    /// True or false.
    Flag,
    /// JSON: a path leads into it, `response.Items.0.SK.S`.
    Json,
}

/// A fact.
#[derive(Debug, Clone, Copy)]
pub struct FactName {
    /// Its name.
    pub name: &'static str,
    /// Its kind.
    pub kind: FactKind,
    /// What a form calls it where it is to be guessed; empty for what can't be.
    pub label: &'static str,
    /// What it is.
    pub about: &'static str,
}

const fn number(name: &'static str, label: &'static str, about: &'static str) -> FactName {
    FactName { name, kind: FactKind::Number, label, about }
}

const fn text(name: &'static str, about: &'static str) -> FactName {
    FactName { name, kind: FactKind::Text, label: "", about }
}

const fn flag(name: &'static str, about: &'static str) -> FactName {
    FactName { name, kind: FactKind::Flag, label: "", about }
}

const fn json(name: &'static str, about: &'static str) -> FactName {
    FactName { name, kind: FactKind::Json, label: "", about }
}

/// The facts of a run.
pub const RUN_FACTS: &[FactName] = &[
    flag("ok", "whether it succeeded"),
    text("error", "the error's name, such as `ValidationException`; missing when it succeeded"),
    text("message", "the error's message"),
    text("operation", "the operation"),
    number("returned", "Items returned", "items returned (Count)"),
    number("evaluated", "Items evaluated", "items evaluated (ScannedCount)"),
    number("filtered", "Items filtered out", "items evaluated and not returned"),
    number("bytes", "Bytes read", "bytes of everything that was read"),
    number("blocks", "4 KB blocks", "4 KB blocks that it was charged for"),
    number("rcu", "RCU", "read capacity units consumed, of the table and its indexes"),
    number("wcu", "WCU", "write capacity units consumed, of the table and its indexes"),
    number("cost", "Capacity units", "`rcu` and `wcu` together"),
    number("table_wcu", "WCU of the table", "write capacity units of the table alone"),
    number("index_wcu", "WCU of the indexes", "write capacity units of the indexes alone"),
    number("index_writes", "Index writes", "writes to indexes: 0, 1 or 2 for each"),
    number("write_blocks", "1 KB blocks", "1 KB blocks that writing the table was charged for"),
    number("before_bytes", "Bytes before", "bytes of the first item written, before; 0 if new"),
    number("after_bytes", "Bytes after", "bytes of the first item written, after; 0 if deleted"),
    number("item_bytes", "Bytes of the item", "bytes of the first item read"),
    number("largest_bytes", "Bytes of the largest item", "bytes of the largest item read"),
    number("pages", "Pages", "pages; 1 unless all pages were read"),
    flag("more", "whether there is a LastEvaluatedKey"),
    json("last_key", "the LastEvaluatedKey"),
    number("partition", "Partition", "the partition that it went to, from 1"),
    number("partitions", "Partitions", "how many partitions it went to"),
    text("hash", "the hash of the first partition key, as eight hexadecimal digits"),
    text("index", "the index that it read; missing for the table"),
    number("changes", "Items changed", "items that it changed, as a stream tells them"),
    number("unprocessed", "Unprocessed items", "requests of a batch that came back"),
    flag("stale", "whether a replica behind the leader answered"),
    flag("condition_failed", "whether its condition was false"),
    json("item", "the first item returned, or the attributes that a write returned"),
    json("last_item", "the last item returned"),
    json("response", "the whole response"),
    json("request", "the request's body"),
    number("requests", "Requests", "requests of a lab run; otherwise as many as pages"),
    number("succeeded", "Succeeded", "requests of a lab run that succeeded"),
    number("throttled", "Throttled", "attempts of a lab run that were throttled"),
    number("throttled_percent", "Throttled, %", "`throttled` in percent of all attempts"),
    text("throttled_by", "the reason that throttled most attempts of a lab run"),
    number(
        "hottest_percent",
        "Load of the hottest partition, %",
        "the most that a partition of a lab run was asked for, in percent of what it takes",
    ),
    number("end_partitions", "Partitions at the end", "partitions at the end of a lab run"),
    number(
        "p99_millis",
        "99th percentile, ms",
        "latency of a lab run: 99 of 100 requests took at most this",
    ),
    number(
        "succeeded_percent",
        "Succeeded, %",
        "`succeeded` in percent of the `requests` of a lab run",
    ),
    number(
        "dollars",
        "US dollars per month",
        "what a month like a lab run costs in US dollars, in the table's capacity mode, with storage",
    ),
];

/// The facts of the data that a lesson, exercise or question works on, `data.items`. They are of
/// the data's own table, as it is when the expression is evaluated.
pub const DATA_FACTS: &[FactName] = &[
    text("table", "the table's name"),
    number("items", "", "items of the table"),
    number("bytes", "", "bytes of the table"),
    number("average_bytes", "", "bytes of an average item"),
    number("partitions", "", "the partitions that pictures cut the table into"),
    number("collections", "", "item collections of the table"),
    text("hottest", "the partition key of the largest item collection"),
    number("hottest_items", "", "items of the largest item collection"),
    number("hottest_bytes", "", "bytes of the largest item collection"),
    text("some_key", "the partition key of an item collection drawn by the seed"),
];

/// What is known of a prediction besides the facts that were guessed, `guess.right`.
pub const GUESS_FACTS: &[FactName] = &[
    flag("made", "whether the learner predicted anything"),
    flag("right", "whether all of it was right"),
    number("choice", "", "the number of the choice, from 1"),
];

/// The fact of this name among those of a list.
pub fn find(list: &'static [FactName], name: &str) -> Option<&'static FactName> {
    list.iter().find(|fact| fact.name == name)
}
