//! Sentences that nobody has confirmed: the service rejects such a request, and how it says so is
//! not known here.
//!
//! Owns every sentence of that kind, in one place, so that a list of them can be printed
//! (`docs/unconfirmed.md`, kept in step by a test) and each can be mended in one line once the
//! service's own words are seen. `{}` stands for what the sentence names.

macro_rules! sentences {
    ($($when:literal $name:ident = $sentence:literal;)+) => {
        $(#[doc = $when] pub const $name: &str = $sentence;)+

        /// All of them: when each is said, and what.
        pub const UNCONFIRMED: &[(&str, &str)] = &[$(($when, $sentence)),+];
    };
}

sentences! {
    "A null among the elements of a set."
    NULL_IN_SET = "One or more parameter values were invalid: {} may not have a null as a member";
    "A partition key of several attributes, not each of which is compared with `=`."
    HASH_EQUALITY = "All HASH key attributes must have equality conditions specified in the query. \
        HASH key attributes without an equality condition: {}";
    "Over 100 attributes that the indexes of a new table project by name."
    PROJECTED_ATTRIBUTES = "One or more parameter values were invalid: Number of projected \
        attributes in all indexes exceeds per-table limit of 100";
    "Over 4 MB of items, keys and values in a transaction."
    TRANSACTION_SIZE = "Transaction request payload size cannot exceed {} bytes";
    "A table named twice in a batch, by its name and by its ARN."
    BATCH_TABLE_TWICE = "One or more parameter values were invalid: RequestItems has the table {} \
        more than once";
    "A clause of PartiQL that the service does not have, other than LIMIT: its name and its place."
    STATEMENT_CLAUSE = "Unsupported clause: {} at {}";
    "Brackets or calls that are nested over 100 levels in a statement: the end of the sentence."
    STATEMENT_DEPTH = "Expression is nested too deep";
    "GetShardIterator: AT_TIMESTAMP with a time to come."
    FUTURE_TIMESTAMP = "Timestamp must not be in the future";
}

/// The sentence with what it names.
pub fn naming(sentence: &str, what: &str) -> String {
    sentence.replacen("{}", what, 1)
}
