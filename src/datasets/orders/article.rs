//! The 22 rows that every size of the orders dataset has.
//!
//! Customer CUST-42 is the one of the lessons: a profile, a cart and seven orders over four months,
//! one of them on the last day of March, where a range that ends with `ORDER#2026-03` misses it.
//! The cart of CUST-7 expired long ago; that of CUST-42 doesn't before 2030.

use crate::datasets::compose::Composer;
use crate::model::Item;
use crate::model::random::SplitMix64;

use super::generate::{Cart, Order, Rows, note};
use super::{ARTICLE_PRODUCTS, PRODUCTS};

/// 2030-01-01T00:00:00Z in seconds.
const EXPIRES_2030: i64 = 1_893_456_000;
/// 2026-03-01T12:00:00Z in seconds.
const EXPIRED: i64 = 1_772_366_400;

/// The article's rows.
pub(in crate::datasets) fn article() -> Vec<Item> {
    let mut rows = Rows(Composer::default());
    let mut items = vec![
        rows.customer("CUST-42", "Olivia Brandt".into(), "2024-08-19".into()),
        rows.cart(&cart("CUST-42", &[(1, 1), (3, 2)], "2026-04-16T18:20:00Z", EXPIRES_2030)),
    ];
    items.extend(orders_of_42().iter().map(|order| rows.order(order)));
    items.extend([
        rows.customer("CUST-7", "Sam Okoye".into(), "2025-11-02".into()),
        rows.cart(&cart("CUST-7", &[(0, 4)], "2026-02-01T12:00:00Z", EXPIRED)),
    ]);
    items.extend(orders_of_7().iter().map(|order| rows.order(order)));
    items.push(rows.customer("CUST-99", "Noor Haddad".into(), "2023-01-30".into()));
    items.extend(orders_of_99().iter().map(|order| rows.order(order)));
    items.extend(PRODUCTS[..ARTICLE_PRODUCTS].iter().map(|product| rows.product(product, 120)));
    items
}

fn order(customer: &str, date: &str, id: &str, status: &'static str, lines: Lines) -> Order {
    Order {
        customer: customer.into(),
        id: id.into(),
        date: date.into(),
        time: "10:15".into(),
        status,
        lines: lines.to_vec(),
        note: None,
    }
}

/// Products by their place in [`PRODUCTS`], and how many of each.
type Lines<'a> = &'a [(usize, i64)];

fn cart(customer: &str, lines: Lines, updated: &str, expires: i64) -> Cart {
    let (customer, updated) = (customer.into(), updated.into());
    Cart { customer, lines: lines.to_vec(), updated, expires }
}

fn orders_of_42() -> [Order; 7] {
    let made = |date, id, status, lines| order("CUST-42", date, id, status, lines);
    let noted = |seed, bytes| Some(note(&mut SplitMix64::new(seed), bytes));
    [
        made("2026-01-09", "ORD-1001", "complete", &[(0, 2)]),
        made("2026-02-14", "ORD-1007", "complete", &[(1, 1), (3, 3)]),
        made("2026-03-02", "ORD-1012", "cancelled", &[(2, 1)]),
        made("2026-03-31", "ORD-1019", "complete", &[(0, 6), (3, 1)]),
        // A note of over 1 KB: the order takes more than one write unit.
        Order {
            note: noted(42, 1_300),
            ..made("2026-04-03", "ORD-1023", "shipped", &[(2, 2), (1, 1)])
        },
        made("2026-04-12", "ORD-1030", "pending", &[(3, 10)]),
        made("2026-04-15", "ORD-1034", "pending", &[(1, 2)]),
    ]
}

fn orders_of_7() -> [Order; 3] {
    let made = |date, id, status, lines| order("CUST-7", date, id, status, lines);
    [
        made("2025-12-20", "ORD-0990", "complete", &[(2, 1)]),
        made("2026-03-18", "ORD-1016", "shipped", &[(0, 1)]),
        made("2026-04-15", "ORD-1035", "pending", &[(0, 1), (1, 1)]),
    ]
}

/// The second has a note of over 4 KB.
fn orders_of_99() -> [Order; 3] {
    let made = |date, id, status, lines| order("CUST-99", date, id, status, lines);
    [
        made("2025-11-28", "ORD-0961", "complete", &[(2, 4)]),
        Order {
            note: Some(note(&mut SplitMix64::new(99), 4_700)),
            ..made("2026-02-02", "ORD-1004", "complete", &[(2, 10), (1, 10)])
        },
        made("2026-04-14", "ORD-1033", "shipped", &[(3, 5)]),
    ]
}
