//! The access patterns that the orders table was designed for, and its writes.

use serde_json::{Value as Json, json};

use crate::api::Request;
use crate::datasets::AccessPattern;
use crate::engine::Operation;

use super::TABLE;

const CUSTOMER: &str = "CUSTOMER#CUST-42";

/// The access patterns: reads, then writes.
pub(in crate::datasets) fn patterns() -> Vec<AccessPattern> {
    vec![
        orders_of_customer(),
        customer_with_orders(),
        orders_of_quarter(),
        largest_orders(),
        orders_by_status(),
        open_orders(),
        cart_of_customer(),
        product_by_id(),
        place_order(),
        ship_order(),
        change_price(),
        keep_cart(),
    ]
}

fn orders_of_customer() -> AccessPattern {
    let values = json!({ ":pk": { "S": CUSTOMER }, ":sk": { "S": "ORDER#" } });
    AccessPattern {
        id: "orders-of-customer",
        title: "All orders of customer CUST-42",
        note: "One Query reads the sort keys that begin with ORDER#, the oldest order first.",
        trap: "Each order is read whole, notes included. A projection expression wouldn't make it cheaper.",
        request: query(None, "PK = :pk AND begins_with(SK, :sk)", None, values.clone()),
        as_scan: Some(scan("PK = :pk AND begins_with(SK, :sk)", None, values)),
    }
}

fn customer_with_orders() -> AccessPattern {
    let values = json!({ ":pk": { "S": CUSTOMER } });
    AccessPattern {
        id: "customer-with-orders",
        title: "Customer CUST-42 with cart and orders",
        note: "Profile, cart and orders share a partition key, so one Query returns what SQL would join.",
        trap: "The item collection grows with every order. After years, this reads many pages to show one name.",
        request: query(None, "PK = :pk", None, values.clone()),
        as_scan: Some(scan("PK = :pk", None, values)),
    }
}

fn orders_of_quarter() -> AccessPattern {
    let values = json!({
        ":pk": { "S": CUSTOMER },
        ":from": { "S": "ORDER#2026-01-01" },
        ":to": { "S": "ORDER#2026-03-31~" },
    });
    let condition = "PK = :pk AND SK BETWEEN :from AND :to";
    AccessPattern {
        id: "orders-of-quarter",
        title: "Orders of customer CUST-42 from January to March 2026",
        note: "The date comes first in the sort key, so a range of dates is a range of sort keys.",
        trap: "The bounds are text. ORDER#2026-03 as the upper bound loses all of March, because every order of March sorts after it.",
        request: query(None, condition, None, values.clone()),
        as_scan: Some(scan(condition, None, values)),
    }
}

fn largest_orders() -> AccessPattern {
    let names = json!({ "#total": "total" });
    let values = json!({ ":pk": { "S": CUSTOMER }, ":min": { "N": "100" } });
    let condition = "PK = :pk AND #total >= :min";
    let mut largest = query(Some("ByTotal"), condition, Some(names.clone()), values.clone());
    largest.body["ScanIndexForward"] = json!(false);
    AccessPattern {
        id: "largest-orders",
        title: "Orders of customer CUST-42 over 100, largest first",
        note: "ByTotal, a local secondary index (LSI), sorts the same item collection by total. It supports strongly consistent reads.",
        trap: "An LSI can only be created with the table, and it limits every item collection to 10 GB.",
        request: largest,
        as_scan: Some(scan(condition, Some(names), values)),
    }
}

fn orders_by_status() -> AccessPattern {
    let names = json!({ "#status": "status" });
    let values = json!({ ":status": { "S": "shipped" } });
    AccessPattern {
        id: "orders-by-status",
        title: "Orders on their way",
        note: "ByStatus groups every order by status, sorted by time. Status is a reserved word, so the expression uses #status.",
        trap: "Four statuses are four index keys. Completed orders pile up under one of them, and every status change is a delete and a put in the index.",
        request: query(Some("ByStatus"), "#status = :status", Some(names.clone()), values.clone()),
        as_scan: Some(scan("#status = :status", Some(names), values)),
    }
}

fn open_orders() -> AccessPattern {
    let values = json!({ ":open": { "S": "pending" } });
    AccessPattern {
        id: "open-orders",
        title: "Orders waiting to be shipped",
        note: "OpenOrders is sparse: only orders with the attribute open_status are in it. Shipping removes the attribute, and the order drops out.",
        trap: "If you forget to remove open_status, a shipped order stays in the index. Only your code keeps it in step with the status.",
        request: query(Some("OpenOrders"), "open_status = :open", None, values.clone()),
        as_scan: Some(scan("open_status = :open", None, values)),
    }
}

fn cart_of_customer() -> AccessPattern {
    AccessPattern {
        id: "cart-of-customer",
        title: "The cart of customer CUST-7",
        note: "GetItem with the full primary key reads the cart and nothing else.",
        trap: "This cart expired on 1 March 2026. Time to Live deletes in the background, so readers have to check expires_at themselves.",
        request: get("CUSTOMER#CUST-7", "CART"),
        as_scan: Some(scan_key("CUSTOMER#CUST-7", "CART")),
    }
}

fn product_by_id() -> AccessPattern {
    AccessPattern {
        id: "product-by-id",
        title: "Product P-100",
        note: "A product has a partition key of its own, so GetItem finds it directly.",
        trap: "Everyone looks at the bestseller. All those reads go to one key, and a partition serves at most 3,000 read units per second.",
        request: get("PRODUCT#P-100", "DETAILS"),
        as_scan: Some(scan_key("PRODUCT#P-100", "DETAILS")),
    }
}

fn place_order() -> AccessPattern {
    let text = |text: &str| json!({ "S": text });
    let line = json!({ "M": { "product_id": text("P-100"), "quantity": { "N": "2" } } });
    let order = json!({
        "PK": text(CUSTOMER),
        "SK": text("ORDER#2026-04-16#ORD-1040"),
        "order_id": text("ORD-1040"),
        "created_at": text("2026-04-16T18:25:00Z"),
        "status": text("pending"),
        "open_status": text("pending"),
        "total": { "N": "24" },
        "order_lines": { "L": [line] },
        "version": { "N": "1" },
    });
    let body = json!({
        "TransactItems": [
            { "Put": {
                "TableName": TABLE,
                "Item": order,
                "ConditionExpression": "attribute_not_exists(PK)",
            } },
            { "Update": {
                "TableName": TABLE,
                "Key": key("PRODUCT#P-100", "DETAILS"),
                "UpdateExpression": "SET stock = stock - :quantity",
                "ConditionExpression": "stock >= :quantity",
                "ExpressionAttributeValues": { ":quantity": { "N": "2" } },
            } },
            { "Delete": { "TableName": TABLE, "Key": key(CUSTOMER, "CART") } },
        ],
    });
    AccessPattern {
        id: "place-order",
        title: "Place an order, take the stock and empty the cart",
        note: "A transaction writes all three items or none of them. The conditions reject an order that already exists, and a stock below zero.",
        trap: "Every write in a transaction consumes twice the write capacity, because DynamoDB prepares it first and then commits it.",
        request: Request { operation: Operation::TransactWriteItems, body },
        as_scan: None,
    }
}

fn ship_order() -> AccessPattern {
    let body = json!({
        "TableName": TABLE,
        "Key": key(CUSTOMER, "ORDER#2026-04-12#ORD-1030"),
        "UpdateExpression": "SET #status = :next, version = version + :one REMOVE open_status",
        "ConditionExpression": "#status = :current",
        "ExpressionAttributeNames": { "#status": "status" },
        "ExpressionAttributeValues": {
            ":next": { "S": "shipped" },
            ":current": { "S": "pending" },
            ":one": { "N": "1" },
        },
    });
    AccessPattern {
        id: "ship-order",
        title: "Ship a pending order",
        note: "The condition lets only a pending order ship. REMOVE takes the order out of OpenOrders.",
        trap: "One update is five writes: the item, its entry in ByTotal, a delete and a put in ByStatus, and a delete in OpenOrders.",
        request: Request { operation: Operation::UpdateItem, body },
        as_scan: None,
    }
}

fn change_price() -> AccessPattern {
    let body = json!({
        "TableName": TABLE,
        "Key": key("PRODUCT#P-101", "DETAILS"),
        "UpdateExpression": "SET price = :price, version = :next",
        "ConditionExpression": "version = :seen",
        "ExpressionAttributeValues": {
            ":price": { "N": "44.99" },
            ":seen": { "N": "1" },
            ":next": { "N": "2" },
        },
    });
    AccessPattern {
        id: "change-price",
        title: "Change a price unless someone else changed it",
        note: "Optimistic locking: the write succeeds only if the version is still the one that you read.",
        trap: "Run it twice: the second write is rejected, because the version is now 2. Read the item again before you retry.",
        request: Request { operation: Operation::UpdateItem, body },
        as_scan: None,
    }
}

fn keep_cart() -> AccessPattern {
    let body = json!({
        "TableName": TABLE,
        "Key": key("CUSTOMER#CUST-7", "CART"),
        "UpdateExpression": "SET expires_at = :later",
        "ConditionExpression": "attribute_exists(PK)",
        "ExpressionAttributeValues": { ":later": { "N": "1893456000" } },
    });
    AccessPattern {
        id: "keep-cart",
        title: "Keep a cart until 2030",
        note: "Time to Live (TTL) reads a Unix time in seconds from the attribute that you name when you turn it on.",
        trap: "A time in milliseconds means a date tens of thousands of years away, so the item would never expire.",
        request: Request { operation: Operation::UpdateItem, body },
        as_scan: None,
    }
}

fn query(index: Option<&str>, condition: &str, names: Option<Json>, values: Json) -> Request {
    let mut body = json!({
        "TableName": TABLE,
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": values,
    });
    if let Some(index) = index {
        body["IndexName"] = json!(index);
    }
    if let Some(names) = names {
        body["ExpressionAttributeNames"] = names;
    }
    Request { operation: Operation::Query, body }
}

fn scan(filter: &str, names: Option<Json>, values: Json) -> Request {
    let mut body = json!({
        "TableName": TABLE,
        "FilterExpression": filter,
        "ExpressionAttributeValues": values,
    });
    if let Some(names) = names {
        body["ExpressionAttributeNames"] = names;
    }
    Request { operation: Operation::Scan, body }
}

fn get(partition: &str, sort: &str) -> Request {
    let body = json!({ "TableName": TABLE, "Key": key(partition, sort) });
    Request { operation: Operation::GetItem, body }
}

fn scan_key(partition: &str, sort: &str) -> Request {
    let values = json!({ ":pk": { "S": partition }, ":sk": { "S": sort } });
    scan("PK = :pk AND SK = :sk", None, values)
}

fn key(partition: &str, sort: &str) -> Json {
    json!({ "PK": { "S": partition }, "SK": { "S": sort } })
}
