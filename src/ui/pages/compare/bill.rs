//! The bill of one side, all its pages as one receipt.

use leptos::prelude::*;

use super::side::ComparisonSide;
use crate::ui::components::receipt::ReceiptCard;
use crate::ui::model::compare::{merge_pages, pages_words};
use crate::ui::model::receipt::Bill;

/// The receipt of one side, with a word on its pages when there are several.
#[component]
pub fn SideBill(
    /// The side.
    side: ComparisonSide,
    /// What it is the bill of.
    #[prop(into)]
    of: Signal<String>,
) -> impl IntoView {
    let bill = Memo::new(move |_| {
        let merged = side.receipts.with(|pages| merge_pages(pages));
        merged.and_then(|receipt| Bill::of(&[receipt], false))
    });
    let pages = move || side.totals.with(|totals| pages_words(totals.pages));
    view! {
        <ReceiptCard bill of/>
        <p class="hint">{pages}</p>
    }
}
