//! Explore: send a request; see its result, its cost, and the data that it went through.
//!
//! Owns the page's frame. Its state is [`desk`]'s, its arithmetic `ui::model`'s.

mod answer;
mod catalogue;
mod data;
mod desk;
mod form;
mod run;
mod service;

use leptos::prelude::*;

use crate::ui::components::receipt::ReceiptCard;

use self::answer::AnswerPanel;
use self::catalogue::Catalogue;
use self::data::DataPanel;
use self::desk::{Desk, Tab, use_desk};
use self::form::RequestForm;

/// The page.
#[component]
pub fn ExplorePage() -> impl IntoView {
    let desk = Desk::new();
    provide_context(desk);
    desk.follow();
    view! {
        <div class="explore" data-part=move || desk.tab.get().label()>
            <h1 class="visually-hidden">"Explore"</h1>
            <aside class="explore-catalogue" aria-label="Tables and access patterns">
                <Catalogue/>
            </aside>
            <section class="explore-ask" aria-label="Request"><RequestForm/></section>
            <section class="explore-answer" aria-label="Result"><AnswerPanel/></section>
            <section class="explore-bill" aria-label="Cost"><Welcome/><PageBill/></section>
            <section class="explore-data" aria-label="Data"><DataPanel/></section>
            <Tabs/>
        </div>
    }
}

/// The switch between the four parts, on a narrow screen.
#[component]
fn Tabs() -> impl IntoView {
    let desk = use_desk();
    let button = |tab: Tab| {
        view! {
            <button
                type="button"
                aria-pressed=move || (desk.tab.get() == tab).to_string()
                on:click=move |_| desk.tab.set(tab)
            >
                {tab.label()}
            </button>
        }
    };
    view! {
        <div class="explore-tabs" role="group" aria-label="Part of the page">
            {Tab::ALL.into_iter().map(button).collect_view()}
        </div>
    }
}

/// What this page is, until something has run: by then one has seen it.
#[component]
fn Welcome() -> impl IntoView {
    let last = use_desk().app.last;
    let is_new = Memo::new(move |_| last.with(Option::is_none));
    view! {
        <Show when=move || is_new.get()>
            <div class="explore-welcome">
                <h2>"Learn DynamoDB by querying it"</h2>
                <p>
                    "A DynamoDB simulator in your browser, loaded with sample data. Press Run: matching "
                    "items appear below, and what they cost appears here. You can't break anything: "
                    "Start over in the menu restores the sample data."
                </p>
                <dl>
                    <dt>"PK"</dt>
                    <dd>
                        "The partition key decides which partition stores an item. Items that share "
                        "it form an item collection."
                    </dd>
                    <dt>"SK"</dt>
                    <dd>"The sort key sorts the items within a collection."</dd>
                    <dt>"GSI"</dt>
                    <dd>"A global secondary index is a copy of the items, organised by a different key."</dd>
                    <dt>"RCU, WCU"</dt>
                    <dd>
                        "Read and write capacity units, which AWS bills in: one RCU reads up to 4 KB, "
                        "one WCU writes up to 1 KB. Eventually consistent reads cost half as much."
                    </dd>
                </dl>
            </div>
        </Show>
    }
}

/// The bill of the page that is looked at.
#[component]
fn PageBill() -> impl IntoView {
    let desk = use_desk();
    let shown = move || desk.run.get().map(|run| (run, desk.page.get()));
    let bill = Memo::new(move |_| shown().and_then(|(run, page)| run.bill(page)));
    let of = Memo::new(move |_| shown().map(|(run, page)| run.title(page)).unwrap_or_default());
    view! { <ReceiptCard bill of/> }
}
