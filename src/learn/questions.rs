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
                "The partition key decides where an item is stored; the sort key orders the items that share it.",
                "DynamoDB hashes the partition key to choose a partition. Items with the same key form an item collection, sorted by the sort key, and a Query can read a range of it.",
            ),
            wrong(
                "The partition key must be unique for each item; the sort key only sets the order in which a Query lists them.",
                "Only the pair must be unique. Patient 123 has a profile, bookings, tests and results under one partition key.",
            ),
            wrong(
                "Both are hashed together, so the items of one patient are spread over all partitions.",
                "Only the partition key is hashed. If the sort key were hashed too, no Query could read a range.",
            ),
            wrong(
                "The partition key sorts the whole table; the sort key breaks ties between equal ones.",
                "Partition keys are ordered by hash, not by value, so you can't query a range of them.",
            ),
        ],
        experiment: Experiment {
            place: Place::Explore,
            title: "Read one patient's item collection",
            look_for: "Six items share one partition key, and they come back in sort key order.",
            dataset: DatasetId::Medical,
            request: Some(query(None, "PK = :key", "PATIENT#123")),
            against: None,
        },
    }
}

fn cardinality() -> Question {
    Question {
        id: "high-cardinality",
        prompt: "Why should a partition key have many different values, none used far more than the rest?",
        choices: [
            right(
                "Each value belongs to one partition. With few values, or one busy value, a few partitions get all the traffic.",
                "A partition serves up to 3,000 read units and 1,000 write units per second. Traffic for one key value can't use the spare capacity of other partitions.",
            ),
            wrong(
                "Sequential values, such as order-1 and order-2, end up next to each other in one partition.",
                "Keys are hashed first, so neighbours scatter. Sequential values do no harm in a partition key.",
            ),
            wrong(
                "With few values the table needs more capacity; once you raise it, a hot key is no problem.",
                "The limit belongs to the partition. More capacity for the table doesn't help a hot key.",
            ),
            wrong(
                "It matters only for provisioned tables: on-demand tables have no limit for a single key.",
                "On-demand mode removes the capacity setting of the table, not the limit of a partition. A hot key is throttled there too.",
            ),
        ],
        experiment: Experiment {
            place: Place::Partitions,
            title: "See an index with one key",
            look_for: "Run the Query on GSI3. All unreviewed tests share one key, so the Query goes to a single partition, while the table's own keys are spread out.",
            dataset: DatasetId::Medical,
            request: Some(query(Some("GSI3"), "GSI3PK = :key", "TESTSTATUS#PENDING_REVIEW")),
            against: Some(scan("#status = :key", Some(("#status", "Status")), "Pending")),
        },
    }
}

fn indexes() -> Question {
    Question {
        id: "gsi-and-lsi",
        prompt: "How does a global secondary index (GSI) differ from a local one (LSI)?",
        choices: [
            right(
                "A GSI has its own partition key but no strongly consistent reads; an LSI shares the table's key and supports them.",
                "A GSI is a separate copy that you can add at any time. An LSI is part of the table's item collections, so you create it with the table, and it limits each item collection to 10 GB.",
            ),
            wrong(
                "A GSI is updated as part of the write, so it supports strongly consistent reads; an LSI is updated a moment later and doesn't.",
                "It's the other way round: a GSI is updated after the write, and DynamoDB rejects strongly consistent reads of it.",
            ),
            wrong(
                "Writes to a GSI are free, because DynamoDB maintains the copy; an LSI costs write units with each write to the table.",
                "Both cost write units for every entry they write, and a changed index key counts as two writes.",
            ),
            wrong(
                "A GSI key must be unique across the whole table; an LSI allows the same key for other patients.",
                "Index keys don't have to be unique. Booking 001 exists for two patients, so GSI1 has tests of both under one key.",
            ),
        ],
        experiment: Experiment {
            place: Place::Explore,
            title: "Query GSI1 for booking 001",
            look_for: "Tests of two patients share the key. Then switch to a strongly consistent read and run it again: DynamoDB rejects it.",
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
        prompt: "When should you choose a strongly consistent read?",
        choices: [
            right(
                "When the next step must see a write that just succeeded. It costs twice the read units.",
                "An eventually consistent read may come from a replica that is slightly behind. It costs 0.5 units per 4 KB; a strongly consistent read costs 1.",
            ),
            wrong(
                "Whenever possible, because it costs the same and is never behind the last write.",
                "It costs twice as much, and most reads don't need it.",
            ),
            wrong(
                "When you read a GSI right after a write, since an index is slightly behind its table.",
                "It would help there, but a GSI supports only eventually consistent reads.",
            ),
            wrong(
                "When an item is large, because an eventually consistent read might mix parts from several replicas.",
                "A read always returns a whole item, as some write left it. Eventually consistent means that it may be an older version.",
            ),
        ],
        experiment: Experiment {
            place: Place::Explore,
            title: "Read one item both ways",
            look_for: "The same item costs 1 RCU with a strongly consistent read and 0.5 RCU with an eventually consistent one.",
            dataset: DatasetId::Medical,
            request: Some(strong),
            against: Some(get("PATIENT#123", "PROFILE")),
        },
    }
}

fn streams() -> Question {
    Question {
        id: "streams",
        prompt: "What does a table's stream record, and what is it for?",
        choices: [
            right(
                "Every change to an item, for 24 hours: to trigger functions or feed other systems.",
                "A record can contain the item before and after. Consumers must keep up within 24 hours, or copy the records elsewhere.",
            ),
            wrong(
                "Every write request, even one that changes nothing: a full record of the table's traffic.",
                "A write that leaves the item unchanged creates no record, though you pay for it.",
            ),
            wrong(
                "All changes to the table in one sequence, until you delete them: a full audit log.",
                "Order is guaranteed per item, and records are gone after 24 hours. An audit log needs its own copy.",
            ),
            wrong(
                "Reads and writes with who sent them, so that you can find slow or expensive requests.",
                "A stream records neither reads nor who sent a request. It records how items changed.",
            ),
        ],
        experiment: Experiment {
            place: Place::Explore,
            title: "Write an item without changing it",
            look_for: "The table consumes 1 write unit, no index is written, and a stream would record nothing.",
            dataset: DatasetId::Clinic,
            request: Some(put_staff("Grace Adeyemi")),
            against: Some(put_staff("Grace Adeyemi-Cole")),
        },
    }
}

fn cache() -> Question {
    Question {
        id: "dax",
        prompt: "When does DAX, DynamoDB's cache, help, and when not?",
        choices: [
            right(
                "It helps when the same items are read often and may be slightly old; not for strongly consistent reads.",
                "DAX answers repeated eventually consistent reads from memory in microseconds, without read units. Strongly consistent reads go to the table.",
            ),
            wrong(
                "It helps when strongly consistent reads are too slow, because its memory always holds everyone's latest write.",
                "DAX passes strongly consistent reads to the table and doesn't cache them. It doesn't see writes that bypass it until its cached entry expires.",
            ),
            wrong(
                "It helps when most requests are writes, because it collects them and sends them to the table later.",
                "DAX sends each write to the table before it answers, so it saves no write units.",
            ),
            wrong(
                "It isn't needed for repeated reads, since DynamoDB charges only for the first read of an item.",
                "DynamoDB charges for every read, however often you repeat it. A cache saves exactly that.",
            ),
        ],
        experiment: Experiment {
            place: Place::Explore,
            title: "Read a hot item twice",
            look_for: "The second read of the same item costs as much as the first: DynamoDB caches nothing for you.",
            dataset: DatasetId::Medical,
            request: Some(get("TESTTYPE#BloodTest", "METADATA")),
            against: Some(get("TESTTYPE#BloodTest", "METADATA")),
        },
    }
}

fn question_without_key() -> Question {
    Question {
        id: "query-by-other-attribute",
        prompt: "Orders have the customer ID as partition key, and now you need all orders for an email address. What do you add?",
        choices: [
            right(
                "A global secondary index (GSI) with the email address as its partition key, to query instead of the table.",
                "The index groups orders by email address, so the Query reads only those. It costs storage and a write for each order.",
            ),
            wrong(
                "A Scan with a filter on the email address: items that don't match are dropped before you pay for them.",
                "A filter is applied after reading. You pay for every item of the table, whatever the filter returns.",
            ),
            wrong(
                "A local secondary index (LSI) with the email address as its sort key, to query without a customer ID.",
                "An LSI has the table's partition key, so each Query still needs a customer ID.",
            ),
            wrong(
                "Nothing: a Query can use any attribute in its key condition, and is just slower if it isn't a key.",
                "A key condition accepts only the keys of the table or index. Anything else is an error.",
            ),
        ],
        experiment: Experiment {
            place: Place::Compare,
            title: "Query on a GSI and Scan with a filter",
            look_for: "Both return the same blood tests. The cost of the Scan grows with the table, the cost of the Query with the result.",
            dataset: DatasetId::Medical,
            request: Some(query(Some("GSI2"), "GSI2PK = :key", "TESTTYPE#BloodTest")),
            against: Some(scan("GSI2PK = :key", None, "TESTTYPE#BloodTest")),
        },
    }
}

fn item_size() -> Question {
    Question {
        id: "item-size",
        prompt: "How large can an item be, and why does that matter for your design?",
        choices: [
            right(
                "400 KB including attribute names; you pay for the size of the whole item in each read and write.",
                "Reads round up to 4 KB and writes to 1 KB. Store large objects in S3, and keep a pointer to them in the item.",
            ),
            wrong(
                "400 KB, but that size doesn't affect cost: you pay only for the bytes that an update changes.",
                "An update costs as much as the larger of the item before and after, even if it changes one byte.",
            ),
            wrong(
                "1 MB, like a page of a Query; DynamoDB returns larger items in parts with a LastEvaluatedKey.",
                "1 MB is the maximum of one page. An item is never split and can't be larger than 400 KB.",
            ),
            wrong(
                "400 KB of values, without attribute names; projecting a few attributes makes large items cheap.",
                "Names count too. A projection shortens the response, but you still pay for reading the whole item.",
            ),
        ],
        experiment: Experiment {
            place: Place::Explore,
            title: "Make a small change to a large item",
            look_for: "Adding one short attribute to a 5 KB result costs 6 write units, not 1.",
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
