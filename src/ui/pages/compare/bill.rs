//! The bill of one way, all its pages added up.

use leptos::prelude::*;

use super::way::Way;
use crate::capacity::READ_BLOCK_BYTES;
use crate::ui::model::compare::Side;
use crate::ui::model::words::{count, exact_bytes};

/// The figures of one way, from what was read to what it costs.
#[component]
pub fn Bill(
    /// The lane.
    track: Way,
) -> impl IntoView {
    let lines = move || track.side.with(lines).into_iter().map(line).collect_view();
    let total = move || track.side.with(|side| format!("{} RCU", side.units));
    view! {
        <div class="bill">
            <dl class="bill-lines">{lines}</dl>
            <p class="bill-total"><span>"total"</span><strong data-testid="receipt-total">{total}</strong></p>
        </div>
    }
}

fn line((name, figure): (&'static str, String)) -> impl IntoView {
    view! {
        <div class="bill-line"><dt>{name}</dt><dd>{figure}</dd></div>
    }
}

fn lines(side: &Side) -> Vec<(&'static str, String)> {
    let box_bytes = count(READ_BLOCK_BYTES);
    vec![
        ("items read", count(side.read)),
        ("returned", count(side.kept)),
        ("filtered out, but paid", count(side.read - side.kept)),
        ("bytes read", exact_bytes(side.bytes)),
        ("pages", count(side.pages)),
        (
            "boxes of 4 KB",
            format!("{} (of {box_bytes} B, each page rounded up)", count(side.blocks)),
        ),
    ]
}
