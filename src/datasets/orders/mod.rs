//! The orders dataset: customers with their orders and carts, and products, in one table `Orders`.
//!
//! Owns the table's schema and what each row is. The status is indexed twice, so that both can be
//! compared: `ByStatus` holds every order, and `OpenOrders` is sparse: it holds an order only while
//! the order has the attribute `open_status`. `ByTotal` is a local secondary index.
//!
//! Carts have `expires_at`, in seconds, for Time to Live. A recipe leaves TTL off: expired carts
//! would be deleted as soon as they are loaded, and the same recipe would no longer give the same
//! rows.

mod article;
mod generate;
mod patterns;

pub(super) use article::article;
pub(super) use generate::{Generator, hottest};
pub(super) use patterns::patterns;

use serde_json::{Value as Json, json};

use super::{Entity, OTHER};

/// The table's name.
pub const TABLE: &str = "Orders";

const CUSTOMER: Entity = Entity { letter: 'C', name: "Customer", colour: 0 };
const ORDER: Entity = Entity { letter: 'O', name: "Order", colour: 1 };
const CART: Entity = Entity { letter: 'K', name: "Cart", colour: 2 };
const PRODUCT: Entity = Entity { letter: 'P', name: "Product", colour: 3 };

/// The entities, in the order of a legend.
pub(super) const ENTITIES: [Entity; 4] = [CUSTOMER, ORDER, CART, PRODUCT];

/// The body of CreateTable.
pub(super) fn table() -> Json {
    let definition = |name, kind| json!({ "AttributeName": name, "AttributeType": kind });
    let texts = ["PK", "SK", "status", "open_status", "created_at"];
    let mut definitions: Vec<Json> = texts.map(|name| definition(name, "S")).into();
    definitions.push(definition("total", "N"));
    json!({
        "TableName": TABLE,
        "AttributeDefinitions": definitions,
        "KeySchema": super::key_schema("PK", "SK"),
        "LocalSecondaryIndexes": [super::index("ByTotal", "PK", "total")],
        "GlobalSecondaryIndexes": [
            super::index("ByStatus", "status", "created_at"),
            super::index("OpenOrders", "open_status", "created_at"),
        ],
        "BillingMode": "PAY_PER_REQUEST",
    })
}

/// What the row with this key is.
pub(super) fn entity(partition: &str, sort: &str) -> Entity {
    if partition.starts_with("PRODUCT#") && sort == "DETAILS" {
        return PRODUCT;
    }
    if !partition.starts_with("CUSTOMER#") {
        return OTHER;
    }
    match sort {
        "PROFILE" => CUSTOMER,
        "CART" => CART,
        _ if sort.starts_with("ORDER#") => ORDER,
        _ => OTHER,
    }
}

/// A product: its id, its name and its price in cents.
#[derive(Clone, Copy)]
struct Product {
    id: &'static str,
    name: &'static str,
    cents: i64,
}

const fn product(id: &'static str, name: &'static str, cents: i64) -> Product {
    Product { id, name, cents }
}

/// Products, the one sold most first. The first four are in the article rows.
const PRODUCTS: [Product; 12] = [
    product("P-100", "Ceramic mug", 1_200),
    product("P-101", "Desk lamp", 4_999),
    product("P-102", "Office chair", 18_900),
    product("P-103", "Notebook, dotted", 650),
    product("P-104", "Water bottle", 1_850),
    product("P-105", "Backpack", 7_400),
    product("P-106", "Headphones", 12_900),
    product("P-107", "Keyboard", 8_950),
    product("P-108", "Monitor arm", 9_900),
    product("P-109", "Tea, loose leaf", 890),
    product("P-110", "Wool blanket", 6_500),
    product("P-111", "Standing desk", 42_000),
];

/// How many of the products the article rows describe.
const ARTICLE_PRODUCTS: usize = 4;
