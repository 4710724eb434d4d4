//! The bill of one way, all its pages as one receipt.

use leptos::prelude::*;

use super::way::Way;
use crate::ui::components::receipt::ReceiptCard;
use crate::ui::model::compare::{merge_pages, pages_words};
use crate::ui::model::receipt::Bill;

/// The receipt of one way, with a word on its pages when there are several.
#[component]
pub fn WayBill(
    /// The lane.
    track: Way,
    /// What it is the bill of.
    #[prop(into)]
    of: Signal<String>,
) -> impl IntoView {
    let bill = Memo::new(move |_| {
        let merged = track.receipts.with(|pages| merge_pages(pages));
        merged.and_then(|receipt| Bill::of(&[receipt], false))
    });
    let pages = move || track.side.with(|side| pages_words(side.pages));
    view! {
        <ReceiptCard bill of/>
        <p class="hint">{pages}</p>
    }
}
