//! Experiments to begin with, each with what to expect before it runs.
//!
//! Owns which settings make each of them. Refuses to know what comes of them: that is worded from
//! the run.

use super::field::Field;
use super::form::Change;

/// An experiment.
#[derive(Debug)]
pub struct Preset {
    /// Its name where it is kept.
    pub id: &'static str,
    /// Its name.
    pub title: &'static str,
    /// What to think about before it runs.
    pub expect: &'static str,
    /// Its settings, where they differ from those of the form.
    pub set: &'static [Change],
}

/// The id of the preset that the lab opens with.
const FIRST: &str = "hot-key";

/// Where the preset with this id stands in [`PRESETS`].
pub fn find(id: &str) -> Option<usize> {
    PRESETS.iter().position(|preset| preset.id == id)
}

/// Where the preset that the lab opens with stands in [`PRESETS`].
pub fn first() -> usize {
    find(FIRST).expect("the preset that the lab opens with is one of the list")
}

/// Every preset, in order.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "uniform",
        title: "Uniform keys",
        expect: "1,500 writes per second, spread evenly over 1,000 keys. Each of the four partitions serves up to 1,000 writes per second. How hot does the hottest one get, and \
                 is any write throttled?",
        set: &[],
    },
    Preset {
        id: "zipf",
        title: "Skewed keys (Zipf)",
        expect: "3,000 writes per second, a tenth of them for the most popular key. Each of the \
                 four partitions serves up to 1,000. Which one throttles first, and does it last?",
        set: &[(Field::Pattern, "zipf"), (Field::Rate, "3000"), (Field::Seconds, "300")],
    },
    Preset {
        id: "hot-key",
        title: "One hot key",
        expect: "1,500 writes per second, all for one key. A new on-demand table serves up to \
                 4,000 writes per second. How many of the 1,500 succeed?",
        set: &[(Field::Pattern, "hot"), (Field::Keys, "1"), (Field::Seconds, "180")],
    },
    Preset {
        id: "status",
        title: "Status as the key",
        expect: "The partition key is a status with five values, and 70% of the items share one \
                 of them. At 2,000 writes per second, does it help to split the hot partition?",
        set: &[(Field::Pattern, "status"), (Field::Rate, "2000"), (Field::Seconds, "300")],
    },
    Preset {
        id: "date",
        title: "Today's date as the key",
        expect: "The partition key is today's date, so all 1,500 writes per second go to one \
                 partition today and to another tomorrow. What do the other three do?",
        set: &[(Field::Pattern, "date"), (Field::Seconds, "180")],
    },
    Preset {
        id: "ids",
        title: "Sequential IDs",
        expect: "IDs 1, 2, 3 and so on as partition keys, at 3,000 writes per second. In a sorted table, the end would be hot, but DynamoDB hashes partition keys. Where do the writes \
                 go?",
        set: &[(Field::Pattern, "ids"), (Field::Rate, "3000")],
    },
    Preset {
        id: "rising",
        title: "Rising sort key",
        expect: "One partition key with a timestamp as its sort key, like a device log. \
                 DynamoDB can split a hot partition by sort key. Does it split this one?",
        set: &[(Field::Pattern, "rising"), (Field::Seconds, "180")],
    },
    Preset {
        id: "sharded",
        title: "Hot key, sharded",
        expect: "The hot key's traffic is spread over ten suffixes, key#0 to key#9. Nine of ten \
                 requests are writes. The tenth reads the whole key, so it queries every suffix. \
                 What do you pay to keep the partitions cool?",
        set: &[(Field::Pattern, "sharded"), (Field::WritePercent, "90")],
    },
    Preset {
        id: "dax",
        title: "Reads with DAX",
        expect: "10,000 reads per second of a few popular keys, with a DAX cache in front of the \
                 table. Out of 100 reads, how many reach the table?",
        set: &[
            (Field::Pattern, "zipf"),
            (Field::Exponent, "3"),
            (Field::Rate, "10000"),
            (Field::WritePercent, "1"),
            (Field::Cache, "yes"),
        ],
    },
    Preset {
        id: "prime-day",
        title: "Prime Day",
        expect: "The sale opens, and checkout traffic jumps from 200 to 3,600 writes per second, \
                 half of it for one seller's key. The table is on-demand and serves up to 4,000. Can it keep up?",
        set: &[
            (Field::Pattern, "hot"),
            (Field::HotPercent, "50"),
            (Field::Rate, "200"),
            (Field::Shape, "prime"),
            (Field::Peak, "3600"),
            (Field::Seconds, "600"),
            (Field::Retry, "jitter"),
        ],
    },
    Preset {
        id: "index",
        title: "Index on a status",
        expect: "2,000 writes per second, well spread over the table. But the table has a global \
                 secondary index (GSI) whose partition key is the same status for every item. Who gets throttled: the \
                 index, or the writers of the table?",
        set: &[
            (Field::Rate, "2000"),
            (Field::Keys, "10000"),
            (Field::Index, "constant"),
            (Field::Seconds, "90"),
        ],
    },
    Preset {
        id: "batches",
        title: "Unprocessed items",
        expect: "150 writes per second in batches of 25, on a table with 100 write units. A batch \
                 never fails as a whole: DynamoDB returns what it couldn't write as \
                 UnprocessedItems, and this client ignores them. How many writes are lost?",
        set: &[
            (Field::Rate, "150"),
            (Field::Mode, "provisioned"),
            (Field::BatchSize, "25"),
            (Field::Unprocessed, "dropped"),
        ],
    },
    Preset {
        id: "retries",
        title: "Retries without jitter",
        expect: "1,100 writes per second for one key. One in eleven is throttled and retried, all \
                 at the same moment. Do the retries help, and what would jitter change?",
        set: &[
            (Field::Pattern, "hot"),
            (Field::Keys, "1"),
            (Field::Rate, "1100"),
            (Field::Retry, "backoff"),
        ],
    },
    Preset {
        id: "scaling",
        title: "Auto scaling",
        expect: "200 writes per second on a table with 100 write units, and auto scaling with a \
                 70% target. When does the new capacity arrive, and who waits until then?",
        set: &[
            (Field::Rate, "200"),
            (Field::Mode, "provisioned"),
            (Field::Scaling, "yes"),
            (Field::Seconds, "400"),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_and_each_says_what_to_expect() {
        for preset in PRESETS {
            assert_eq!(PRESETS.iter().filter(|other| other.id == preset.id).count(), 1);
            assert!(preset.expect.ends_with('?'), "{} has no question", preset.title);
        }
        assert_eq!(PRESETS[first()].id, FIRST);
    }
}
