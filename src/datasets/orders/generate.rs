//! Generated rows of the orders dataset, one order at a time.
//!
//! Products come first, then customers, each with a cart or without, then orders, each given to a
//! customer drawn by Zipf's law. Ids begin at 100000, so that no generated row touches a customer
//! of the article.

use std::collections::VecDeque;

use crate::datasets::compose::{Composer, date, decimal, fields, note_bytes, person, sentences};
use crate::datasets::{Hottest, Size};
use crate::model::random::{SplitMix64, Zipf};
use crate::model::{Item, Value};

use super::{ARTICLE_PRODUCTS, PRODUCTS, Product};

const FIRST_ID: u64 = 100_000;
/// Of a hundred customers, this many have a cart.
const CART_PERCENT: u64 = 60;
/// Of a hundred orders, this many have a note.
const NOTE_PERCENT: u64 = 25;
/// Generated orders fall in this year and the one after it; neither is a leap year.
const YEAR: u64 = 2025;
/// When that year begins, in seconds.
const YEAR_BEGINS: i64 = 1_735_689_600;
const DAY: i64 = 86_400;
/// How long a cart is kept after its last change.
const CART_DAYS: i64 = 30;

/// Makes the rows of this table, sharing names and words.
pub(super) struct Rows(pub(super) Composer);

/// An order: whose, when, and products by their place in [`PRODUCTS`] with how many of each.
pub(super) struct Order {
    pub(super) customer: String,
    pub(super) id: String,
    pub(super) date: String,
    pub(super) time: String,
    pub(super) status: &'static str,
    pub(super) lines: Vec<(usize, i64)>,
    pub(super) note: Option<String>,
}

/// A cart: the same lines before they are ordered, and when Time to Live may delete them.
pub(super) struct Cart {
    pub(super) customer: String,
    pub(super) lines: Vec<(usize, i64)>,
    pub(super) updated: String,
    pub(super) expires: i64,
}

impl Rows {
    pub(super) fn customer(&mut self, id: &str, name: String, since: String) -> Item {
        self.0.item(fields! {
            "PK": format!("CUSTOMER#{id}"),
            "SK": "PROFILE",
            "name": name,
            "email": format!("{}@example.com", id.to_lowercase()),
            "customer_since": since,
            "version": 1,
        })
    }

    /// An order. Only a pending one has `open_status`, so only pending ones are in OpenOrders.
    pub(super) fn order(&mut self, of: &Order) -> Item {
        let lines = self.lines(&of.lines);
        let cents = |&(product, quantity): &(usize, i64)| PRODUCTS[product].cents * quantity;
        let mut item = self.0.item(fields! {
            "PK": format!("CUSTOMER#{}", of.customer),
            "SK": format!("ORDER#{}#{}", of.date, of.id),
            "order_id": of.id.clone(),
            "created_at": format!("{}T{}:00Z", of.date, of.time),
            "status": of.status,
            "total": &decimal(of.lines.iter().map(cents).sum(), 2),
            "order_lines": &lines,
            "version": 1,
        });
        if of.status == "pending" {
            self.0.add(&mut item, "open_status", "pending");
        }
        if let Some(note) = &of.note {
            self.0.add(&mut item, "note", note.clone());
        }
        item
    }

    pub(super) fn cart(&mut self, of: &Cart) -> Item {
        let lines = self.lines(&of.lines);
        self.0.item(fields! {
            "PK": format!("CUSTOMER#{}", of.customer),
            "SK": "CART",
            "order_lines": &lines,
            "updated_at": of.updated.clone(),
            "expires_at": of.expires,
            "version": 1,
        })
    }

    pub(super) fn product(&mut self, product: &Product, stock: i64) -> Item {
        self.0.item(fields! {
            "PK": format!("PRODUCT#{}", product.id),
            "SK": "DETAILS",
            "name": product.name,
            "price": &decimal(product.cents, 2),
            "stock": stock,
            "version": 1,
        })
    }

    /// The lines of an order as the list of maps that the item holds.
    fn lines(&mut self, lines: &[(usize, i64)]) -> Value {
        let line = |&(product, quantity): &(usize, i64)| {
            Value::M(self.0.item(fields! {
                "product_id": PRODUCTS[product].id,
                "quantity": quantity,
            }))
        };
        Value::L(lines.iter().map(line).collect())
    }
}

fn customers(size: Size) -> usize {
    match size {
        Size::Article => 0,
        Size::Thousand => 30,
        Size::TenThousand => 150,
        Size::HundredThousand => 600,
    }
}

/// The customer with the most orders.
pub(in crate::datasets) fn hottest(size: Size) -> Hottest {
    Hottest {
        key: format!("CUSTOMER#CUST-{FIRST_ID}"),
        of: "orders",
        permille: Zipf::new(customers(size)).hottest_permille(),
    }
}

/// An endless stream of generated rows.
pub(in crate::datasets) struct Generator {
    rows: Rows,
    random: SplitMix64,
    by_customer: Zipf,
    by_product: Zipf,
    customers: usize,
    customers_made: usize,
    orders_made: u64,
}

impl Generator {
    pub(in crate::datasets) fn new(size: Size, seed: u64) -> Self {
        Self {
            rows: Rows(Composer::default()),
            random: SplitMix64::new(seed),
            by_customer: Zipf::new(customers(size)),
            by_product: Zipf::new(PRODUCTS.len()),
            customers: customers(size),
            customers_made: 0,
            orders_made: 0,
        }
    }

    /// Adds the next rows that belong together, at most `room` of them and at least one.
    pub(in crate::datasets) fn next_group(&mut self, room: usize, into: &mut VecDeque<Item>) {
        if self.customers_made == 0 {
            let products = PRODUCTS[ARTICLE_PRODUCTS..].iter().take(room.saturating_sub(1));
            into.extend(products.map(|product| {
                let stock = self.random.between(0, 400) as i64;
                self.rows.product(product, stock)
            }));
        }
        if self.customers_made < self.customers {
            self.customer(room - into.len(), into);
        } else {
            let order = self.order();
            into.push_back(self.rows.order(&order));
        }
    }

    fn customer(&mut self, room: usize, into: &mut VecDeque<Item>) {
        let id = format!("CUST-{}", FIRST_ID + self.customers_made as u64);
        self.customers_made += 1;
        let name = person(&mut self.random);
        let since = date(2019, self.random.below(6 * 365));
        into.push_back(self.rows.customer(&id, name, since));
        if room >= 2 && self.random.percent(CART_PERCENT) {
            let cart = self.cart(id);
            into.push_back(self.rows.cart(&cart));
        }
    }

    fn cart(&mut self, customer: String) -> Cart {
        let day = self.random.between(365, 2 * 365 - 1);
        let minute = self.random.below(24 * 60);
        let updated = YEAR_BEGINS + day as i64 * DAY + minute as i64 * 60;
        Cart {
            customer,
            lines: self.lines(),
            updated: format!("{}T{}:00Z", date(YEAR, day), clock(minute)),
            expires: updated + CART_DAYS * DAY,
        }
    }

    fn order(&mut self) -> Order {
        let customer = FIRST_ID + self.by_customer.draw(&mut self.random) as u64;
        let id = FIRST_ID + self.orders_made;
        self.orders_made += 1;
        let day = self.random.below(2 * 365);
        let minute = self.random.below(24 * 60);
        Order {
            customer: format!("CUST-{customer}"),
            id: format!("ORD-{id}"),
            date: date(YEAR, day),
            time: clock(minute),
            status: status(&mut self.random),
            lines: self.lines(),
            note: order_note(&mut self.random),
        }
    }

    fn lines(&mut self) -> Vec<(usize, i64)> {
        let random = &mut self.random;
        let count = random.between(1, 3);
        let line = |_| (self.by_product.draw(random), random.between(1, 5) as i64);
        (0..count).map(line).collect()
    }
}

/// The minute of a day, as `09:05`.
fn clock(minute: u64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Most orders are complete, so the full index has one collection that holds most of it.
fn status(random: &mut SplitMix64) -> &'static str {
    match random.below(100) {
        0..6 => "pending",
        6..18 => "shipped",
        18..23 => "cancelled",
        _ => "complete",
    }
}

const PHRASES: [&str; 12] = [
    "Please leave it with the neighbour on the second floor.",
    "Gift wrapping, and no price on the packing slip.",
    "The doorbell is broken, so please knock.",
    "Deliver on a weekday before noon.",
    "The customer asked for one parcel, not several.",
    "Address confirmed by phone.",
    "Replaces an order that was damaged on the way.",
    "Call the front desk on arrival.",
    "Fragile: keep this side up.",
    "The invoice goes to the company, the goods to the office.",
    "Part of the order waits for new stock.",
    "Paid with a voucher and a card.",
];

/// What a customer or a clerk wrote on an order.
pub(super) fn note(random: &mut SplitMix64, bytes: usize) -> String {
    sentences(random, &PHRASES, bytes)
}

fn order_note(random: &mut SplitMix64) -> Option<String> {
    random.percent(NOTE_PERCENT).then(|| {
        let bytes = note_bytes(random);
        note(random, bytes)
    })
}
