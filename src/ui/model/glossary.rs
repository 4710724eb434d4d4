//! The glossary: every term that the page uses, in one or two sentences.
//!
//! Owns the terms and their texts, which are AWS's terms in our words. A place explains a term
//! where it first uses it, with the text from here; `#/glossary` lists them all. Refuses to know
//! how they are drawn.

/// What a term belongs to, in the order of the glossary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Tables, items and their keys.
    Data,
    /// Asking for items and changing them.
    Requests,
    /// What requests cost.
    Capacity,
    /// Where items are kept, and how much traffic that takes.
    Scale,
    /// What changes lead to.
    Changes,
    /// What makes the service slow, stale or busy.
    Behaviour,
}

impl Topic {
    /// Every topic, in order.
    pub const ALL: [Topic; 6] = [
        Topic::Data,
        Topic::Requests,
        Topic::Capacity,
        Topic::Scale,
        Topic::Changes,
        Topic::Behaviour,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Topic::Data => "Tables and items",
            Topic::Requests => "Requests and responses",
            Topic::Capacity => "Capacity and cost",
            Topic::Scale => "Partitions and scale",
            Topic::Changes => "Streams and expiry",
            Topic::Behaviour => "Consistency, caches and retries",
        }
    }
}

/// A term with its definition.
#[derive(Debug)]
pub struct Entry {
    /// Its name in addresses: `#/glossary/item-collection`.
    pub id: &'static str,
    /// The term.
    pub term: &'static str,
    /// What it belongs to.
    pub topic: Topic,
    /// One or two sentences.
    pub text: &'static str,
}

macro_rules! glossary {
    ($($term:ident $topic:ident $id:literal $name:literal $text:literal;)*) => {
        /// A term of the glossary.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Term { $($term),* }

        impl Term {
            /// Every term, in order.
            pub const ALL: &[Term] = &[$(Term::$term),*];
        }

        /// Every entry, in the order of [`Term`].
        pub static GLOSSARY: &[Entry] = &[$(Entry {
            id: $id,
            term: $name,
            topic: Topic::$topic,
            text: $text,
        }),*];
    };
}

glossary! {
    Table Data "table" "table"
        "A collection of items that share one primary key schema. Beyond the key, items in a table can have any attributes.";
    Item Data "item" "item"
        "A set of named attributes, up to 400 KB in total. It's like a row in SQL, but without fixed columns.";
    PrimaryKey Data "primary-key" "primary key"
        "What uniquely identifies an item in its table: a partition key, or a partition key and a sort key together.";
    PartitionKey Data "partition-key" "partition key"
        "The attribute that decides which partition stores an item. DynamoDB hashes its value, so you can look up one exact value but never a range.";
    SortKey Data "sort-key" "sort key"
        "The attribute that orders the items of an item collection. A Query can select a range of its values, such as everything that begins with BOOKING#.";
    ItemCollection Data "item-collection" "item collection"
        "All items with the same partition key value, stored together in sort key order. One Query can read all of it, or a range.";
    AccessPattern Data "access-pattern" "access pattern"
        "Something your application needs to read or write, such as “all bookings of a patient”. You design keys and indexes to serve a list of them.";
    Gsi Data "gsi" "global secondary index (GSI)"
        "A copy of the items, organized by a different key. DynamoDB updates it shortly after each write to the table, and it has its own capacity.";
    Lsi Data "lsi" "local secondary index (LSI)"
        "A second sort order for the items of each item collection, with the table's partition key. You create it with the table, and it limits each item collection to 10 GB.";
    SparseIndex Data "sparse-index" "sparse index"
        "An index that holds only some of the items, because an item without the index key attributes isn't in it.";
    ProjectedAttributes Data "projected-attributes" "projected attributes"
        "The attributes that an index copies from the table: keys only, a chosen few, or all of them.";
    GsiEntry Data "gsi-entry" "GSI entry"
        "What a GSI stores for one item: the index key, the table key and the projected attributes.";

    KeyCondition Requests "key-condition" "key condition"
        "The part of a Query that chooses what to read: one partition key value and, if you like, a range of sort keys. You pay only for what it selects.";
    FilterExpression Requests "filter-expression" "filter expression"
        "A condition that DynamoDB applies after reading, before it returns the items. It makes the response smaller but not cheaper.";
    ProjectionExpression Requests "projection-expression" "projection expression"
        "The list of attributes to return. Like a filter, it doesn't lower the cost of a read.";
    Evaluated Requests "evaluated" "items evaluated (ScannedCount)"
        "The items that a Query or Scan read before the filter. You pay for all of them.";
    Returned Requests "returned" "items returned (Count)"
        "The items in the response: those evaluated, minus those filtered out.";
    FilteredOut Requests "filtered-out" "filtered out"
        "Read and paid for, but not returned, because the filter expression was false for the item.";
    Page Requests "page" "page"
        "One response of a Query or Scan. It ends after 1 MB of evaluated items, or earlier at the Limit.";
    LastEvaluatedKey Requests "last-evaluated-key" "LastEvaluatedKey"
        "The key of the last item evaluated, returned when there may be more. Send it as ExclusiveStartKey to get the next page.";
    Placeholder Requests "placeholder" "placeholder (#name, :value)"
        "A stand-in for an attribute name or a value in an expression, defined in ExpressionAttributeNames or ExpressionAttributeValues.";
    ConditionalWrite Requests "conditional-write" "conditional write"
        "A write that succeeds only if a condition on the existing item is true. If the condition is false, the write is rejected and still consumes write units.";
    UnprocessedItems Requests "unprocessed-items" "UnprocessedItems"
        "The part of a batch that DynamoDB didn't process, usually because of throttling. The request succeeds anyway, so your code must send these items again.";

    ConsumedCapacity Capacity "consumed-capacity" "consumed capacity"
        "What a request used, in read and write units. It depends on the size of the items read or written, not on what is returned.";
    Rcu Capacity "rcu" "read capacity unit (RCU)"
        "One strongly consistent read of up to 4 KB, or two eventually consistent ones. On-demand tables count the same thing as read request units.";
    Wcu Capacity "wcu" "write capacity unit (WCU)"
        "One write of an item of up to 1 KB. On-demand tables count the same thing as write request units.";
    Block Capacity "block" "4 KB block (1 KB for writes)"
        "Reads round up to the next 4 KB and writes to the next 1 KB. A Query or Scan rounds the total of a page, not each item.";
    IndexWrite Capacity "index-write" "index write"
        "A write that keeps an index up to date. A change to an item takes no, one or two writes in each index, depending on what changed.";
    OnDemand Capacity "on-demand" "on-demand capacity"
        "You pay for each request. A table instantly serves up to twice its previous peak; a new table serves 4,000 write units and 12,000 read units per second.";
    Provisioned Capacity "provisioned" "provisioned capacity"
        "You pay by the hour for a number of capacity units per second, used or not. Requests beyond it are throttled once burst capacity runs out.";
    AutoScaling Capacity "auto-scaling" "auto scaling"
        "Adjusts provisioned capacity to keep utilization near a target. It reacts in minutes, so a sudden spike is throttled first.";

    Partition Scale "partition" "partition"
        "Storage for a range of hashed partition keys. Each one stores up to 10 GB and serves up to 3,000 read units and 1,000 write units per second.";
    HotPartition Scale "hot-partition" "hot partition"
        "A partition that gets more traffic than it can serve, while others have capacity to spare. The cause is usually a hot key.";
    HotKey Scale "hot-key" "hot key"
        "A partition key value that gets much more traffic than the others. All of it goes to one partition.";
    SplitForHeat Scale "split-for-heat" "split for heat"
        "DynamoDB splits a partition that stays hot, so that two partitions share its items. A split doesn't help when a single item is hot.";
    WriteSharding Scale "write-sharding" "write sharding"
        "Spreading one hot key over several partition keys with a suffix, such as key#0 to key#9. Reading everything then takes a Query for each suffix.";
    Throttling Scale "throttling" "throttling"
        "DynamoDB doesn't process a request because it would exceed a throughput limit. The error names the limit, and the SDKs retry a few times.";
    BurstCapacity Scale "burst-capacity" "burst capacity"
        "Up to five minutes of unused capacity, which DynamoDB saves for short spikes.";
    AdaptiveCapacity Scale "adaptive-capacity" "adaptive capacity"
        "DynamoDB gives a hot partition more of the table's capacity, up to the limit of one partition.";
    PreviousPeak Scale "previous-peak" "previous peak"
        "The highest traffic that an on-demand table has served. The table instantly serves up to twice as much; growing beyond that takes about 30 minutes.";
    WarmThroughput Scale "warm-throughput" "warm throughput"
        "The reads and writes per second that a table can serve right now. You can pay once to raise it before an event.";
    BackPressure Scale "back-pressure" "back-pressure"
        "When a GSI can't keep up, DynamoDB throttles writes to its table. The error names the index.";

    Stream Changes "stream" "DynamoDB Streams"
        "A record of every change to a table's items, available for 24 hours. Programs read it to react to changes.";
    StreamRecord Changes "stream-record" "stream record"
        "What a stream says of one change: INSERT, MODIFY or REMOVE, the key, and the images that the view type includes. A write that changes nothing leaves none.";
    ViewType Changes "view-type" "stream view type"
        "Which images the records of a stream include besides the key: none, the new one, the old one, or both. It can't be changed while the stream is enabled.";
    Shard Changes "shard" "shard"
        "A part of a stream, with the changes of one range of hashed partition keys in order. Changes to one item are always in order; across shards there is no order.";
    ShardIterator Changes "shard-iterator" "shard iterator"
        "A position in a shard from which GetRecords reads. You get one by its type, such as TRIM_HORIZON for the oldest record, and it expires after 15 minutes.";
    EventSourceMapping Changes "event-source-mapping" "event source mapping"
        "What lets Lambda read a stream and call your function with batches of records. After an error it sends the same batch again, so a function can get a record twice.";
    Idempotent Changes "idempotent" "idempotent"
        "Having the same effect whether it's done once or twice. A handler of a stream must be, because a batch can arrive again.";
    Ttl Changes "ttl" "Time to Live (TTL)"
        "Deletes items some time after the second in an attribute that you choose, without consuming write units. Until then the items can still be read.";

    EventuallyConsistent Behaviour "eventually-consistent" "eventually consistent read"
        "A read that any replica may answer, so it can be slightly out of date. It costs half as much as a strongly consistent read.";
    StronglyConsistent Behaviour "strongly-consistent" "strongly consistent read"
        "A read that reflects every write that succeeded before it. It isn't available on a GSI.";
    StaleRead Behaviour "stale-read" "stale read"
        "A read that returned an item as it was before the latest write.";
    Replica Behaviour "replica" "replica"
        "One of the copies of a partition, each in a different Availability Zone. Writes go to the leader, and the others follow.";
    ReplicationLag Behaviour "replication-lag" "replication lag"
        "How far a replica or a GSI is behind the latest write. It's usually milliseconds, but AWS promises no figure.";
    Dax Behaviour "dax" "DAX"
        "DynamoDB Accelerator, a cache in front of your tables. Your application calls it as it would call DynamoDB, and you pay for its nodes by the hour.";
    Jitter Behaviour "jitter" "backoff and jitter"
        "Waiting before each retry, longer each time and for a random part of it. Without the randomness, clients that failed together retry together.";
}

impl Term {
    /// Its entry.
    pub fn entry(self) -> &'static Entry {
        &GLOSSARY[self as usize]
    }

    /// How sentences write it: the term, or what it has in parentheses where that is short for it.
    fn spellings(self) -> impl Iterator<Item = &'static str> {
        let (long, short) = self.entry().term.split_once(" (").unwrap_or((self.entry().term, ""));
        let short = short.trim_end_matches(')');
        std::iter::once(long).chain((!short.is_empty() && !short.contains(' ')).then_some(short))
    }
}

/// A part of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Words(&'static str),
    /// The first use of a term, as the sentence writes it.
    FirstUse(Term, &'static str),
}

/// Finds the first use of each term in the sentences of one place, in reading order.
#[derive(Debug, Default)]
pub struct FirstUses {
    seen: Vec<Term>,
}

impl FirstUses {
    /// The parts of the next sentences.
    pub fn parts(&mut self, text: &'static str) -> Vec<Part> {
        let mut parts = Vec::new();
        let (mut words_from, mut at) = (0, 0);
        while let Some(next) = text[at..].chars().next() {
            let is_start = !text[..at].ends_with(is_of_a_word);
            let Some((term, end)) = is_start.then(|| term_at(text, at)).flatten() else {
                at += next.len_utf8();
                continue;
            };
            if !self.seen.contains(&term) {
                self.seen.push(term);
                if words_from < at {
                    parts.push(Part::Words(&text[words_from..at]));
                }
                parts.push(Part::FirstUse(term, &text[at..end]));
                words_from = end;
            }
            at = end;
        }
        if words_from < text.len() {
            parts.push(Part::Words(&text[words_from..]));
        }
        parts
    }
}

/// The term that begins here, and where it ends: the longest, since a partition key is no
/// partition. A table and an item are in every sentence and are not marked.
fn term_at(text: &str, at: usize) -> Option<(Term, usize)> {
    let marked = Term::ALL.iter().filter(|term| !matches!(term, Term::Table | Term::Item));
    let all = marked.flat_map(|&term| term.spellings().map(move |spelling| (term, spelling)));
    let ends = all.filter_map(|(term, spelling)| Some((term, end_of(text, at, spelling)?)));
    ends.max_by_key(|(_, end)| *end)
}

/// Where this spelling ends if the text has it here, in the singular or the plural.
fn end_of(text: &str, at: usize, spelling: &str) -> Option<usize> {
    let end = at + spelling.len();
    let found = text.get(at..end)?;
    let is_abbreviation = spelling.chars().any(char::is_uppercase);
    let is_same =
        if is_abbreviation { found == spelling } else { found.eq_ignore_ascii_case(spelling) };
    let rest = is_same.then(|| &text[end..])?;
    let plurals = ["", "s", "es"];
    let ending = plurals.into_iter().find(|ending| {
        rest.strip_prefix(ending).is_some_and(|after| !after.starts_with(is_of_a_word))
    })?;
    Some(end + ending.len())
}

fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_found_by_its_term_and_its_topic() {
        assert_eq!(Term::Jitter as usize, GLOSSARY.len() - 1);
        assert_eq!(Term::ItemCollection.entry().id, "item-collection");
        for topic in Topic::ALL {
            assert!(GLOSSARY.iter().any(|entry| entry.topic == topic), "{topic:?}");
        }
    }

    #[test]
    fn the_first_use_of_a_term_is_marked_and_no_other() {
        use Part::{FirstUse, Words};
        let mut uses = FirstUses::default();
        let first = uses.parts("Partition keys choose a partition; a partition key is hashed.");
        let marked = [
            FirstUse(Term::PartitionKey, "Partition keys"),
            Words(" choose a "),
            FirstUse(Term::Partition, "partition"),
            Words("; a partition key is hashed."),
        ];
        assert_eq!(first, marked);
        let second = uses.parts("The GSIs of a partition, by page");
        let marked = [
            Words("The "),
            FirstUse(Term::Gsi, "GSIs"),
            Words(" of a partition, by "),
            FirstUse(Term::Page, "page"),
        ];
        assert_eq!(second, marked);
        assert_eq!(uses.parts("A homepage, größe."), [Words("A homepage, größe.")]);
        assert_eq!(uses.parts(""), []);
    }

    #[test]
    fn every_definition_is_one_or_two_sentences() {
        for entry in GLOSSARY {
            let sentences = entry.text.matches(". ").count() + 1;
            assert!((1..=2).contains(&sentences), "{}: {sentences}", entry.term);
            assert!(entry.text.ends_with('.'), "{}", entry.term);
            assert!(entry.text.len() < 240, "{}", entry.term);
            let same = GLOSSARY.iter().filter(|other| other.id == entry.id).count();
            assert_eq!(same, 1, "{}", entry.id);
        }
    }
}
