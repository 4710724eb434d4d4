//! The receipt: items in blocks, the sum spelled out, and why.

use leptos::prelude::*;

use crate::ui::dom::storage::{setting, store_setting};
use crate::ui::model::receipt::month::{Per, Rate, words};
use crate::ui::model::receipt::{
    Bill, BoxView, Charge, Counts, Drawing, Fill, Part, Piece, Side, TableBill,
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
    /// The indexes, each with its table, that their last writes have yet to reach.
    #[prop(optional, into)]
    lagging: Option<Signal<Vec<String>>>,
) -> impl IntoView {
    let lagging = lagging.unwrap_or_else(|| Signal::derive(Vec::new));
    view! {
        <section class="receipt" aria-label="Receipt">
            <div class="receipt-head">
                <h2>"Receipt"</h2>
                <p class="receipt-of">{of}</p>
            </div>
            {move || match bill.get() {
                Some(bill) => view! { <BillView bill lagging/> }.into_any(),
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
    /// The indexes that their last writes have yet to reach.
    lagging: Signal<Vec<String>>,
) -> impl IntoView {
    let own = bill.total();
    let priced = StoredValue::new(Bill { tables: Vec::new(), ..bill.clone() });
    let (label, total, own) = match bill.part {
        None => ("Total".to_owned(), own, None),
        Some(Part { page, pages, total }) => (
            format!("Total of {pages} pages"),
            total,
            Some((format!("This page ({page} of {pages})"), own)),
        ),
    };
    let rejected = bill.rejected.map(|rejected| {
        view! { <p class="receipt-rejected">{rejected.sentence()}</p> }
    });
    let several = bill.tables.len() > 1;
    let why = bill.tables.iter().flat_map(|table| table.charges.clone()).collect::<Vec<_>>();
    let table = move |table| view! { <TableBillView table named=several lagging/> };
    let own = own.map(|(label, own)| {
        view! {
            <p class="receipt-own"><span>{label}</span> <span class="num">{own}</span></p>
        }
    });
    view! {
        {rejected}
        {bill.tables.into_iter().map(table).collect_view()}
        {own}
        <p class="receipt-total">
            <span>{label}</span>
            <strong data-testid="receipt-total">{total}</strong>
        </p>
        <Why charges=why/>
        <Month bill=priced/>
    }
}

/// The name that the rate is stored by.
const RATE: &str = "rate";

/// What the request would cost in a month, at a rate that is typed and remembered.
#[component]
fn Month(
    /// The bill.
    bill: StoredValue<Bill>,
) -> impl IntoView {
    let rate = RwSignal::new(setting::<Rate>(RATE).unwrap_or_default());
    let change = move |change: &dyn Fn(&mut Rate)| {
        rate.update(|rate| change(rate));
        rate.with_untracked(|rate| store_setting(RATE, rate));
    };
    let told = Memo::new(move |_| bill.with_value(|bill| rate.with(|rate| words(bill, rate))));
    let write = move |event| {
        let times = event_target_value(&event);
        change(&|rate| rate.times.clone_from(&times));
    };
    let choose = move |event| {
        let label = event_target_value(&event);
        if let Some(per) = Per::ALL.into_iter().find(|per| per.label() == label) {
            change(&|rate| rate.per = per);
        }
    };
    let option = move |per: Per| {
        let selected = move || rate.with(|rate| rate.per == per);
        view! { <option prop:selected=selected>{per.label()}</option> }
    };
    view! {
        <details class="receipt-month">
            <summary>"Cost in a month"</summary>
            <div class="receipt-rate">
                <input
                    type="text"
                    inputmode="numeric"
                    aria-label="Requests"
                    data-testid="month-times"
                    aria-invalid=move || told.with(Result::is_err).then_some("true")
                    prop:value=rate.get_untracked().times
                    on:input=write
                />
                <span>"requests"</span>
                <select aria-label="In which time" on:change=choose>
                    {Per::ALL.map(option).collect_view()}
                </select>
            </div>
            <p role="status" data-testid="month-cost">
                {move || told.get().unwrap_or_else(str::to_owned)}
            </p>
        </details>
    }
}

#[component]
fn TableBillView(
    /// What one table charged.
    table: TableBill,
    /// Whether to say which table: only where there are several.
    named: bool,
    /// The indexes that their last writes have yet to reach.
    lagging: Signal<Vec<String>>,
) -> impl IntoView {
    let name = table.table.clone();
    let charge = move |charge: Charge| {
        let label = charge.index.as_ref().map(|index| format!("{name} · {index}"));
        let label = label.filter(|_| charge.side == Side::Write);
        let is_lagging = Memo::new(move |_| {
            label.as_ref().is_some_and(|label| lagging.with(|names| names.contains(label)))
        });
        view! { <ChargeView charge is_lagging/> }
    };
    view! {
        <div class="receipt-table">
            {named.then(|| view! { <h3>{table.table}</h3> })}
            {table.counts.map(|counts| view! { <CountsView counts/> })}
            {table.charges.into_iter().map(charge).collect_view()}
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
    /// Whether what was written has yet to reach the index.
    is_lagging: Memo<bool>,
) -> impl IntoView {
    let class = match charge.side {
        Side::EventualRead => "charge charge-eventual",
        Side::StrongRead => "charge",
        Side::Write => "charge charge-write",
    };
    // The result stays in one piece where the line breaks.
    let equation = format!("{} = {}", charge.equation, charge.amount.replace(' ', "\u{a0}"));
    let on_its_way = move || {
        is_lagging.get().then(|| {
            view! { <p class="charge-lag">"Not in the index yet: the index lags behind its table."</p> }
        })
    };
    view! {
        <div class=class>
            <h3 class="charge-on">
                <span>{charge.on}</span>
                <span class="num">{charge.amount.clone()}</span>
            </h3>
            <div class="charge-drawing" class:is-lagging=is_lagging>
                <DrawingView drawing=charge.drawing words=charge.drawing_words/>
                {(charge.blocks > 0).then(|| view! { <p class="charge-scale">{charge.scale}</p> })}
            </div>
            {on_its_way}
            <p class="charge-equation">{equation}</p>
            {charge.sum.map(|sum| view! { <p class="charge-sum">{sum}</p> })}
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
    let (blocks, more) = drawing.to_scale();
    if blocks.is_empty() {
        return ().into_any();
    }
    let block = |Fill { kept, dropped }: Fill| {
        view! {
            <span
                class="receipt-block"
                style:--kept=css_percent(kept)
                style:--filled=css_percent(kept + dropped)
            ></span>
        }
    };
    // What lies in a block can be seen only where there are few.
    let inside = match drawing {
        Drawing::Boxes(boxes) if boxes.len() <= MOST_INSIDE => boxes,
        _ => Vec::new(),
    };
    let inside = inside.into_iter().map(|shown| view! { <FilledBox shown/> }).collect_view();
    let more = (more > 0).then(|| {
        view! { <span class="receipt-times">{format!("+ {} more blocks", count(more))}</span> }
    });
    view! {
        <div class="receipt-drawing" role="img" aria-label=words>
            <div class="receipt-blocks">{blocks.into_iter().map(block).collect_view()}</div>
            {more}
            <div class="receipt-boxes">{inside}</div>
        </div>
    }
    .into_any()
}

/// The most blocks whose items are drawn.
const MOST_INSIDE: usize = 3;

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
                <caption class="visually-hidden">"Cost as a table"</caption>
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
