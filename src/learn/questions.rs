//! The eight questions. Wrong choices are what people believe, and each says why it is wrong.
//!
//! The choices of a question are alike in length, so that length gives nothing away.

use serde_json::{Value as Json, json};

use super::quiz::{Choice, Experiment, Place, Question};
use crate::api::Request;
use crate::datasets::DatasetId;
use crate::engine::Operation;

/// Every question, in the order of asking.
pub fn questions() -> Vec<Question> {
    vec![
        keys(),
        cardinality(),
        indexes(),
        consistency(),
        streams(),
        cache(),
        question_without_key(),
        item_size(),
    ]
}

const fn right(text: &'static str, why: &'static str) -> Choice {
    Choice { text, right: true, why }
}

const fn wrong(text: &'static str, why: &'static str) -> Choice {
    Choice { text, right: false, why }
}

fn keys() -> Question {
    Question {
        id: "partition-and-sort-key",
        prompt: "A table has a partition key and a sort key. What does each of them decide?",
        choices: [
            right(
                "The partition key decides where an item is kept; the sort key orders the items that share it.",
                "The partition key is hashed to find the place. Items with the same one form a collection, sorted by the sort key, and a Query reads a stretch of it.",
            ),
            wrong(
                "The partition key must be unique for each item; the sort key only says in which order a Query lists them.",
                "Only the pair must be unique. Patient 123 has a profile, bookings, tests and results, all under one partition key.",
            ),
            wrong(
                "Both are hashed together, so that the items of one patient spread over all partitions.",
                "Only the partition key is hashed. If the sort key were hashed too, no Query could read a range of it.",
            ),
            wrong(
                "The partition key sorts the whole table; the sort key breaks ties between equal ones.",
                "Partition keys follow each other by their hash, not by value, so there is no range of them to query.",
            ),
        ],
        experiment: Experiment {
            place: Place::Explore,
            title: "Read one patient's collection",
            look_for: "Six items share one partition key, and they come in order of the sort key.",
            dataset: DatasetId::Medical,
            request: Some(query(None, "PK = :key", "PATIENT#123")),
            against: None,
        },
    }
}

fn cardinality() -> Question {
    Question {
        id: "high-cardinality",
        prompt: "Why should a partition key have many different values, none of them used far more than the rest?",
        choices: [
            right(
                "Each value has one place. With few values, or a heavy one, some partitions carry all the load.",
                "A partition takes about 3,000 read and 1,000 write units a second. Traffic for one key value cannot use what other partitions have free.",
            ),
            wrong(
                "Values that count up, such as order-1 and order-2, would land side by side in one partition.",
                "They are hashed first, so neighbours scatter. Rising numbers do no harm in a partition key.",
            ),
            wrong(
                "With few values the table needs more capacity; once it is raised, a hot key is no problem.",
                "The limit is the partition's. More capacity for the table leaves the hot key where it was.",
            ),
            wrong(
                "It matters for provisioned tables alone: on-demand tables have no limit for one key.",
                "On-demand lifts the table's setting, not the limit of a partition. One hot key throttles there as well.",
            ),
        ],
        experiment: Experiment {
            place: Place::Partitions,
            title: "See an index with one key",
            look_for: "Run the Query on GSI3: all waiting tests share one key, so a single partition answers. The table's own keys spread.",
            dataset: DatasetId::Medical,
            request: Some(query(Some("GSI3"), "GSI3PK = :key", "TESTSTATUS#PENDING_REVIEW")),
            against: Some(scan("#status = :key", Some(("#status", "Status")), "Pending")),
        },
    }
}

fn indexes() -> Question {
    Question {
        id: "gsi-and-lsi",
        prompt: "How does a global secondary index differ from a local one?",
        choices: [
            right(
                "A GSI has a partition key of its own and only eventual reads; an LSI keeps the table's, and reads strongly too.",
                "A GSI is a separate copy that follows the table and can be added later. An LSI lives inside the table's collections, so it is made with the table and limits each collection to 10 GB.",
            ),
            wrong(
                "A GSI is updated within the write itself and so reads strongly; an LSI follows a moment later and does not.",
                "It is the other way round: a GSI follows the write, and a strongly consistent read of it is rejected.",
            ),
            wrong(
                "A GSI is written free of charge, as a copy that DynamoDB keeps; an LSI is billed with each write of the table.",
                "Both are billed for every entry they write, and a changed index key counts as two writes.",
            ),
            wrong(
                "A GSI requires its key to be unique across the whole table; an LSI allows the same key again under other patients.",
                "No index key need be unique. Booking 001 of two patients stands twice under one key of GSI1.",
            ),
        ],
        experiment: Experiment {
            place: Place::Explore,
            title: "Query GSI1 for booking 001",
            look_for: "Tests of two patients share the key. Then switch to a strongly consistent read and run again: the index refuses.",
            dataset: DatasetId::Medical,
            request: Some(query(Some("GSI1"), "GSI1PK = :key", "BOOKING#001")),
            against: None,
        },
    }
}

fn consistency() -> Question {
    let strong = with(get("PATIENT#123", "PROFILE"), "ConsistentRead", json!(true));
    Question {
        id: "strong-or-eventual",
        prompt: "When is a strongly consistent read worth choosing?",
        choices: [
            right(
                "When the next step must see a write that has just succeeded, for twice the read units.",
                "An eventual read may come from a copy that is a moment behind. A strong one costs 1 unit for 4 KB where an eventual one costs 0.5.",
            ),
            wrong(
                "Whenever it is offered, because it costs the same and is never behind the last write.",
                "It costs twice as much. Most reads do not need it.",
            ),
            wrong(
                "When a GSI is read right after a write, since an index is behind its table by a moment.",
                "That is where one would want it, and where it is rejected: a GSI has eventually consistent reads only.",
            ),
            wrong(
                "When an item is large, because an eventual read might return a part of it from each copy.",
                "An item is always read whole, as some write left it. Eventual means that it may be an older version.",
            ),
        ],
        experiment: Experiment {
            place: Place::Explore,
            title: "Read one item both ways",
            look_for: "The same item costs 1 unit as a strong read and 0.5 as an eventual one.",
            dataset: DatasetId::Medical,
            request: Some(strong),
            against: Some(get("PATIENT#123", "PROFILE")),
        },
    }
}

fn streams() -> Question {
    Question {
        id: "streams",
        prompt: "What does a table's stream record, and what is it good for?",
        choices: [
            right(
                "Each change of an item, for 24 hours: to run functions or feed copies.",
                "A record may show the item before and after. Readers keep up within a day, or copy the records to somewhere that lasts.",
            ),
            wrong(
                "Every write request, even one that changes nothing: a full count of the table's traffic.",
                "A write that leaves the item as it was makes no record, though it is billed.",
            ),
            wrong(
                "All changes of the table in one sequence, kept until they are deleted: an audit log.",
                "Order holds item by item, and records are gone after 24 hours. An audit needs its own copy.",
            ),
            wrong(
                "Reads and writes with who sent them, so that slow or expensive queries can be found.",
                "Reads leave no record, and neither does the sender. A stream shows what became of items.",
            ),
        ],
        experiment: Experiment {
            place: Place::Explore,
            title: "Write an item as it already is",
            look_for: "The table bills 1 write unit; no index is touched and no change is recorded. A stream would stay silent.",
            dataset: DatasetId::Clinic,
            request: Some(put_staff("Grace Adeyemi")),
            against: Some(put_staff("Grace Adeyemi-Cole")),
        },
    }
}

fn cache() -> Question {
    Question {
        id: "dax",
        prompt: "When does the cache DAX help, and when not?",
        choices: [
            right(
                "It helps when the same items are read often and may be slightly old; not for strong reads.",
                "Repeated eventual reads are answered from memory in microseconds, without read units. Strong reads pass through to the table.",
            ),
            wrong(
                "It helps when strong reads are too slow, because its memory always holds the last write of anyone.",
                "Strong reads are passed on to the table, uncached. Writes that do not go through DAX stay unseen until an entry expires.",
            ),
            wrong(
                "It helps when most requests write, because it gathers the writes and sends them to the table later.",
                "Each write goes to the table first and is answered after that. DAX saves no write units.",
            ),
            wrong(
                "It is not needed for repeated reads, since DynamoDB bills an item only on the first of them.",
                "DynamoDB bills every read, however often it is repeated. That is what a cache can save.",
            ),
        ],
        experiment: Experiment {
            place: Place::Explore,
            title: "Read a hot item twice",
            look_for: "The second read of the same reference row costs as much as the first: nothing is cached by itself.",
            dataset: DatasetId::Medical,
            request: Some(get("TESTTYPE#BloodTest", "METADATA")),
            against: Some(get("TESTTYPE#BloodTest", "METADATA")),
        },
    }
}

fn question_without_key() -> Question {
    Question {
        id: "query-by-other-attribute",
        prompt: "Orders are keyed by customer id, and now you need all orders of an email address. What do you add?",
        choices: [
            right(
                "A global secondary index with the email address as its partition key, queried in place of the table.",
                "The index collects orders by email, so the Query reads those alone. It costs storage and a write for each order.",
            ),
            wrong(
                "A filter on the email address to a Scan: rows that do not match are dropped before they are billed.",
                "A filter works after reading. Every row of the table is read and billed, whatever is kept.",
            ),
            wrong(
                "A local secondary index with the email address as its sort key, queried without a customer id.",
                "An LSI has the table's partition key, so each Query still needs a customer id.",
            ),
            wrong(
                "Nothing: a Query may name any attribute in its key condition, and is slower where it is no key.",
                "A key condition takes the keys of the table or index alone. Anything else is an error.",
            ),
        ],
        experiment: Experiment {
            place: Place::Compare,
            title: "Index against Scan with a filter",
            look_for: "Both find the same blood tests. The Scan's bill grows with the table, the Query's with the answer.",
            dataset: DatasetId::Medical,
            request: Some(query(Some("GSI2"), "GSI2PK = :key", "TESTTYPE#BloodTest")),
            against: Some(scan("GSI2PK = :key", None, "TESTTYPE#BloodTest")),
        },
    }
}

fn item_size() -> Question {
    Question {
        id: "item-size",
        prompt: "How large can an item be, and why does that matter for the design?",
        choices: [
            right(
                "400 KB with its names; each read or write is billed by the size of the whole item.",
                "Reads count 4 KB blocks, writes 1 KB blocks. Large things belong in S3, with their address in the item.",
            ),
            wrong(
                "400 KB, which is no matter for cost: an update is billed by the bytes that it changes.",
                "An update is billed by the larger of the item before and after, even if it changes one byte.",
            ),
            wrong(
                "1 MB, like a page of a Query; larger items are returned in parts with a LastEvaluatedKey.",
                "1 MB is what one page may read. An item is never split, and may not be over 400 KB.",
            ),
            wrong(
                "400 KB of values, names not counted; a projection of few attributes makes large items cheap.",
                "Names count too. A projection shortens the answer, and the whole item is read and billed all the same.",
            ),
        ],
        experiment: Experiment {
            place: Place::Explore,
            title: "Change a little of a large item",
            look_for: "Adding one short attribute to a result of about 5 KB costs 6 write units, not 1.",
            dataset: DatasetId::Medical,
            request: Some(touch_large_result()),
            against: Some(with(
                get("PATIENT#901", LARGE_RESULT),
                "ProjectionExpression",
                json!("PK"),
            )),
        },
    }
}

const MEDICAL: &str = "MedicalTests";
const LARGE_RESULT: &str = "BOOKING#004#TEST#D1#RESULT";

fn query(index: Option<&str>, condition: &str, key: &str) -> Request {
    let body = json!({
        "TableName": MEDICAL,
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": { ":key": { "S": key } },
    });
    let request = Request { operation: Operation::Query, body };
    match index {
        Some(index) => with(request, "IndexName", json!(index)),
        None => request,
    }
}

fn scan(filter: &str, name: Option<(&str, &str)>, key: &str) -> Request {
    let body = json!({
        "TableName": MEDICAL,
        "FilterExpression": filter,
        "ExpressionAttributeValues": { ":key": { "S": key } },
    });
    let request = Request { operation: Operation::Scan, body };
    match name {
        Some((short, name)) => with(request, "ExpressionAttributeNames", json!({ short: name })),
        None => request,
    }
}

fn get(partition: &str, sort: &str) -> Request {
    let body = json!({
        "TableName": MEDICAL,
        "Key": { "PK": { "S": partition }, "SK": { "S": sort } },
    });
    Request { operation: Operation::GetItem, body }
}

fn put_staff(name: &str) -> Request {
    let body = json!({
        "TableName": "Clinic",
        "Item": {
            "PK": { "S": "CLINIC#CLN-001" },
            "SK": { "S": "STAFF#USR-123" },
            "type": { "S": "STAFF" },
            "name": { "S": name },
            "role": { "S": "Optometrist" },
        },
    });
    Request { operation: Operation::PutItem, body }
}

fn touch_large_result() -> Request {
    let body = json!({
        "TableName": MEDICAL,
        "Key": { "PK": { "S": "PATIENT#901" }, "SK": { "S": LARGE_RESULT } },
        "UpdateExpression": "SET Seen = :yes",
        "ExpressionAttributeValues": { ":yes": { "BOOL": true } },
    });
    Request { operation: Operation::UpdateItem, body }
}

fn with(mut request: Request, member: &str, value: Json) -> Request {
    request.body[member] = value;
    request
}
