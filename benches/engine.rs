//! Each operation beside its limit: as the engine takes it, as JSON text in and out, and as the same
//! work on bare maps of bytes.
//!
//! `cargo bench` prints the times. `benches/peers` measures the same beside another emulator.

#![allow(missing_docs, reason = "divan's macros make what no one imports")]

mod workload;

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use dynamodb_playground::api::Session;
use workload::{Bare, ask, body, input};

const ORDERS: usize = 10_000;
const SCANNED: usize = 100_000;

static SESSION: LazyLock<Session> = LazyLock::new(|| workload::session(ORDERS));
static LARGE: LazyLock<Session> = LazyLock::new(|| workload::session(SCANNED));

fn main() {
    divan::main();
}

/// Orders far from each other, one after the other.
fn places() -> impl FnMut() -> usize {
    let mut at = 0;
    move || {
        at = (at + 7_919) % ORDERS;
        at
    }
}

macro_rules! operation {
    ($module:ident, $target:literal, $bare:expr) => {
        mod $module {
            use super::*;

            #[divan::bench]
            fn bare_map(bencher: Bencher) {
                let mut bare = Bare::new(ORDERS);
                let mut place = places();
                let (prepare, run) = $bare;
                bencher
                    .with_inputs(|| prepare(place()))
                    .bench_local_values(|key| run(&mut bare, key));
            }

            #[divan::bench]
            fn typed(bencher: Bencher) {
                let mut engine = SESSION.engine().clone();
                let mut place = places();
                bencher
                    .with_inputs(|| input::$module(place()))
                    .bench_local_values(|input| engine.execute(input.into()));
            }

            #[divan::bench]
            fn json(bencher: Bencher) {
                let mut session = SESSION.clone();
                let mut place = places();
                bencher
                    .with_inputs(|| body::$module(place()).to_string())
                    .bench_local_values(|body| ask(&mut session, $target, &body));
            }
        }
    };
}

operation!(get_item, "GetItem", {
    (workload::bare_key, |bare: &mut Bare, key: Vec<u8>| bare.get(&key))
});
operation!(put_item, "PutItem", {
    (workload::bare_order, |bare: &mut Bare, order: workload::BareOrder| bare.put(order))
});
operation!(update_item, "UpdateItem", {
    (workload::bare_key, |bare: &mut Bare, key: Vec<u8>| bare.update(&key))
});
operation!(query, "Query", {
    (workload::bare_customer, |bare: &mut Bare, customer: Vec<u8>| bare.query(&customer))
});

/// Pages to the end of 100,000 orders, of which every fiftieth passes.
mod filtered_scan {
    use super::*;

    #[divan::bench]
    fn bare_map(bencher: Bencher) {
        let bare = Bare::new(SCANNED);
        bencher.bench_local(|| black_box(&bare).filtered_scan());
    }

    #[divan::bench]
    fn typed(bencher: Bencher) {
        let mut engine = LARGE.engine().clone();
        bencher.bench_local(|| workload::scan_typed(&mut engine, input::filtered_scan));
    }

    #[divan::bench]
    fn json(bencher: Bencher) {
        let mut session = LARGE.clone();
        let body = body::filtered_scan();
        bencher.bench_local(|| workload::scan_all(&body, |text| ask(&mut session, "Scan", text)));
    }
}
