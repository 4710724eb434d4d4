//! The receipt: items in blocks, the sum spelled out, and why.

use leptos::prelude::*;

use crate::ui::model::receipt::{
    Bill, BoxView, Charge, Counts, Drawing, Part, Piece, Side, TableBill,
};
use crate::ui::model::words::{count, css_percent, exact_bytes};

/// The bill of a request.
#[component]
pub fn ReceiptCard(
    /// The bill; none when nothing was asked yet or nothing was charged.
    #[prop(into)]
    bill: Signal<Option<Bill>>,
    /// What it is the bill of: "Query · MedicalTests".
    #[prop(into)]
    of: Signal<String>,
) -> impl IntoView {
    view! {
        <section class="receipt" aria-label="Receipt">
            <div class="receipt-head">
                <h2>"Receipt"</h2>
                <p class="receipt-of">{of}</p>
            </div>
            {move || match bill.get() {
                Some(bill) => view! { <BillView bill/> }.into_any(),
                None => {
                    view! { <p class="receipt-empty">{move || of.with(|of| nothing(of))}</p> }
                        .into_any()
                }
            }}
        </section>
    }
}

/// Why there is no bill: nothing was asked yet, or what was asked reached no table.
fn nothing(of: &str) -> &'static str {
    if of.is_empty() {
        "Run a request to see what it reads, writes and costs."
    } else {
        "Nothing was read or written, so this request costs nothing."
    }
}

#[component]
fn BillView(
    /// The bill.
    bill: Bill,
) -> impl IntoView {
    let own = bill.total();
    let (label, total, own) = match bill.part {
        None => ("Total".to_owned(), own, None),
        Some(Part { page, pages, total }) => (
            format!("Total of {pages} pages"),
            total,
            Some((format!("This page ({page} of {pages})"), own)),
        ),
    };
    let refused = bill.refused.map(|refused| {
        view! { <p class="receipt-refused">{refused.sentence()}</p> }
    });
    let several = bill.tables.len() > 1;
    let why = bill.tables.iter().flat_map(|table| table.charges.clone()).collect::<Vec<_>>();
    let table = move |table| view! { <TableBillView table named=several/> };
    let own = own.map(|(label, own)| {
        view! {
            <p class="receipt-own"><span>{label}</span> <span class="num">{own}</span></p>
        }
    });
    view! {
        {refused}
        {bill.tables.into_iter().map(table).collect_view()}
        {own}
        <p class="receipt-total">
            <span>{label}</span>
            <strong data-testid="receipt-total">{total}</strong>
        </p>
        <Why charges=why/>
    }
}

#[component]
fn TableBillView(
    /// What one table charged.
    table: TableBill,
    /// Whether to say which table: only where there are several.
    named: bool,
) -> impl IntoView {
    view! {
        <div class="receipt-table">
            {named.then(|| view! { <h3>{table.table}</h3> })}
            {table.counts.map(|counts| view! { <CountsView counts/> })}
            {table.charges.into_iter().map(|charge| view! { <ChargeView charge/> }).collect_view()}
        </div>
    }
}

#[component]
fn CountsView(
    /// What a read went through.
    counts: Counts,
) -> impl IntoView {
    let line = |label: &'static str, value: String| {
        view! { <div><dt>{label}</dt><dd>{value}</dd></div> }
    };
    view! {
        <dl class="receipt-counts">
            {line("Items evaluated (ScannedCount)", count(counts.evaluated))}
            {line("Items returned (Count)", count(counts.returned))}
            {line("Filtered out", count(counts.filtered_out()))}
            {line("Bytes read", count(counts.bytes))}
            {(counts.fetched > 0).then(|| {
                view! {
                    {line("Items fetched from the table", count(counts.fetched))}
                    {line("Bytes fetched", count(counts.fetched_bytes))}
                }
            })}
        </dl>
    }
}

#[component]
fn ChargeView(
    /// One charge: the table's own, or an index's.
    charge: Charge,
) -> impl IntoView {
    let class = match charge.side {
        Side::EventualRead => "charge charge-eventual",
        Side::StrongRead => "charge",
        Side::Write => "charge charge-write",
    };
    // The result stays in one piece where the line breaks.
    let equation = format!("{} = {}", charge.equation, charge.amount.replace(' ', "\u{a0}"));
    view! {
        <div class=class>
            <h3 class="charge-on">
                <span>{charge.on}</span>
                <span class="num">{charge.amount.clone()}</span>
            </h3>
            <DrawingView drawing=charge.drawing words=charge.drawing_words/>
            {(charge.blocks > 0).then(|| view! { <p class="charge-scale">{charge.scale}</p> })}
            <p class="charge-equation">{equation}</p>
        </div>
    }
}

#[component]
fn DrawingView(
    /// The bytes in their boxes.
    drawing: Drawing,
    /// The same in words.
    words: String,
) -> impl IntoView {
    match drawing {
        Drawing::Boxes(boxes) if boxes.is_empty() => ().into_any(),
        Drawing::Boxes(boxes) => {
            let class = match boxes.len() {
                1 => "receipt-boxes",
                2..=12 => "receipt-boxes receipt-boxes-some",
                _ => "receipt-boxes receipt-boxes-many",
            };
            let shown = boxes.into_iter().map(|shown| view! { <FilledBox shown/> });
            view! { <div class=class role="img" aria-label=words>{shown.collect_view()}</div> }
                .into_any()
        }
        Drawing::Strip { boxes, kept, dropped } => {
            let pieces = vec![
                Piece { from: 0.0, width: kept, kept: true, goes_on: false },
                Piece { from: kept, width: dropped, kept: false, goes_on: false },
            ];
            view! {
                <div class="receipt-strip" role="img" aria-label=words>
                    <FilledBox shown=BoxView { pieces }/>
                    <span class="receipt-times">{format!("{} blocks", count(boxes))}</span>
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn FilledBox(
    /// A box and what lies in it.
    shown: BoxView,
) -> impl IntoView {
    let piece = |piece: Piece| {
        view! {
            <span
                class="charge-item"
                class:charge-item-dropped=!piece.kept
                class:charge-item-goes-on=piece.goes_on
                style:left=css_percent(piece.from)
                style:width=css_percent(piece.width)
            ></span>
        }
    };
    view! { <span class="receipt-box">{shown.pieces.into_iter().map(piece).collect_view()}</span> }
}

/// The reasons, and the same bill as a table.
#[component]
fn Why(
    /// Everything that was charged.
    charges: Vec<Charge>,
) -> impl IntoView {
    let several = charges.len() > 1;
    let reasons = |charge: &Charge| {
        let name = several.then(|| view! { <p class="charge-name">{charge.on.clone()}</p> });
        let reasons = charge.why.iter().cloned().map(|why| view! { <li>{why}</li> });
        view! { {name} <ul>{reasons.collect_view()}</ul> }
    };
    let row = |charge: &Charge| {
        view! {
            <tr>
                <th scope="row">{charge.on.clone()}</th>
                <td class="num">{exact_bytes(charge.bytes)}</td>
                <td class="num">{count(charge.blocks)}</td>
                <td class="num">{charge.amount.clone()}</td>
            </tr>
        }
    };
    view! {
        <details class="receipt-why">
            <summary>"Why?"</summary>
            {charges.iter().map(reasons).collect_view()}
            <table>
                <caption class="visually-hidden">"The cost as a table"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Part"</th>
                        <th scope="col" class="num">"Size"</th>
                        <th scope="col" class="num">"Blocks"</th>
                        <th scope="col" class="num">"Cost"</th>
                    </tr>
                </thead>
                <tbody>{charges.iter().map(row).collect_view()}</tbody>
            </table>
        </details>
    }
}
