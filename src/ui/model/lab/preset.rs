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

/// The preset that the lab opens with: the hot key.
pub const FIRST: usize = 2;

/// Every preset, in order.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "uniform",
        title: "Even keys",
        expect: "1,500 writes a second over 1,000 keys, as often each. Four partitions serve 1,000 \
                 writes a second each: how hot will the hottest get, and will any write be refused?",
        set: &[],
    },
    Preset {
        id: "zipf",
        title: "Few keys often (Zipf)",
        expect: "3,000 writes a second, a tenth of them for the most popular key. Each of the four \
                 partitions serves 1,000. Which of them is refused first, and does it last?",
        set: &[(Field::Pattern, "zipf"), (Field::Rate, "3000"), (Field::Seconds, "300")],
    },
    Preset {
        id: "hot-key",
        title: "One hot key",
        expect: "1,500 writes a second, all for one key. An on-demand table serves 4,000 a second \
                 from its first day. How many of the 1,500 will be granted?",
        set: &[(Field::Pattern, "hot"), (Field::Keys, "1"), (Field::Seconds, "180")],
    },
    Preset {
        id: "status",
        title: "Status as key",
        expect: "The partition key is a status with five values; seven of ten items are in the \
                 first. 2,000 writes a second: can a split of the hot partition help?",
        set: &[(Field::Pattern, "status"), (Field::Rate, "2000"), (Field::Seconds, "300")],
    },
    Preset {
        id: "date",
        title: "Today’s date as key",
        expect: "The partition key is today’s date, so today all 1,500 writes a second go to one \
                 partition and tomorrow to another. What do the other three do?",
        set: &[(Field::Pattern, "date"), (Field::Seconds, "180")],
    },
    Preset {
        id: "ids",
        title: "Sequential ids",
        expect: "Ids 1, 2, 3 and so on as partition keys, 3,000 writes a second. In a sorted table \
                 the end would be hot. Keys are hashed here: where do the writes go?",
        set: &[(Field::Pattern, "ids"), (Field::Rate, "3000")],
    },
    Preset {
        id: "rising",
        title: "Rising sort key",
        expect: "One partition key, and a time as its sort key, as a device’s log has it. A hot \
                 partition may be split by sort key. Will it be?",
        set: &[(Field::Pattern, "rising"), (Field::Seconds, "180")],
    },
    Preset {
        id: "sharded",
        title: "Hot key over shards",
        expect: "The hot key’s traffic under ten suffixes, key#0 to key#9: nine of ten requests \
                 write, and one reads the whole key, so it has to ask every suffix. What is the \
                 price of a cool partition?",
        set: &[(Field::Pattern, "sharded"), (Field::WritePercent, "90")],
    },
    Preset {
        id: "dax",
        title: "Reads with DAX",
        expect: "10,000 reads a second of few popular keys, with a DAX cluster in front of the \
                 table. How many of a hundred will ever reach it?",
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
        expect: "The doors open and checkout traffic goes from 200 to 3,600 writes a second, half \
                 of it for one seller’s key. The table is on-demand and takes 4,000: will it bear \
                 this?",
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
        expect: "2,000 writes a second, well spread over the table. But a global index has a \
                 constant status as its key. Who is refused: the index, or the writers of the table?",
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
        expect: "150 writes a second in batches of 25, on a table with 100 write units. A batch \
                 never fails as a whole: what found no room comes back as UnprocessedItems, and \
                 this client does not look. How many writes are lost?",
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
        expect: "1,100 writes a second for one key: one in eleven is refused and comes again, all \
                 of a second’s together. Does trying again help, and what would jitter change?",
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
        expect: "200 writes a second on a table with 100 write units and auto scaling to 70 %. \
                 When are more units there, and who waits until then?",
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
            assert!(preset.expect.ends_with('?'), "{} asks for no prediction", preset.title);
        }
        assert_eq!(PRESETS[FIRST].id, "hot-key");
    }
}
