//! Explore: send a request; see its result, its cost, and the data that it went through.
//!
//! Owns the workbench: where its parts stand, and the splitter between request and result. Its state
//! is [`desk`]'s, its arithmetic `ui::model`'s.

pub mod answer;
mod catalogue;
pub mod data;
pub mod desk;
pub mod form;
mod history;
mod item;
mod mirror;
mod page_tools;
mod run;
pub(super) mod service;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;

use crate::ui::components::in_turn::InTurn;
use crate::ui::components::receipt::ReceiptCard;
use crate::ui::components::term::Term;
use crate::ui::dom;
use crate::ui::model::glossary::Term as Word;
use crate::ui::model::page_state::PageState;
use crate::ui::model::tables::Tables;
use crate::ui::model::words;
use crate::ui::state::use_app;

use self::answer::AnswerPanel;
use self::catalogue::Catalogue;
use self::data::DataPanel;
use self::desk::{Desk, Lower, Tab, use_desk};
use self::form::RequestForm;

/// The page.
#[component]
pub fn ExplorePage() -> impl IntoView {
    let desk = Desk::new();
    provide_context(desk);
    desk.follow();
    let split = desk.app.split;
    // Before the first data is there nothing is shown, because everything would move when it comes.
    let is_waiting =
        move || desk.app.loading.with(Option::is_some) && desk.tables.with(Tables::is_empty);
    view! {
        <div
            class="explore"
            class:is-waiting=is_waiting
            data-part=move || desk.tab.get().label()
            data-lower=move || desk.lower.get().label()
            style:--split=move || format!("{}fr", split.get())
            style:--rest=move || format!("{}fr", 100 - split.get())
        >
            <h1 class="visually-hidden">"Explore"</h1>
            <aside class="explore-catalogue" aria-label="Tables, access patterns and history">
                <InTurn><Catalogue/></InTurn>
            </aside>
            <div class="explore-middle" id=MIDDLE_ID>
                <section class="explore-request" id=REQUEST_ID aria-label="Request">
                    <InTurn><RequestForm/></InTurn>
                </section>
                <Splitter/>
                <div class="explore-lower">
                    <LowerTabs/>
                    <section class="explore-answer" aria-label="Result">
                        <InTurn><AnswerPanel/></InTurn>
                    </section>
                    <section class="explore-data" aria-label="Data">
                        <InTurn><DataPanel/></InTurn>
                    </section>
                </div>
            </div>
            <section class="explore-cost" aria-label="Cost" tabindex="0">
                <InTurn><Welcome/><PageBill/></InTurn>
            </section>
            <Tabs/>
        </div>
    }
}

/// The request: where one looks once an access pattern is chosen.
const REQUEST_ID: &str = "explore-request";
/// What the splitter divides.
const MIDDLE_ID: &str = "explore-middle";
/// How far a key moves it, in percent.
const STEP: u32 = 4;

/// Between request and result, moved by pointer or by arrow keys. Where it stands is kept.
#[component]
fn Splitter() -> impl IntoView {
    let split = use_app().split;
    let begun = StoredValue::new(None::<(i32, u32)>);
    let grip = move |event: PointerEvent| {
        dom::scroll::hold_pointer(&event);
        begun.set_value(Some((event.client_y(), split.get_untracked())));
    };
    let drag = move |event: PointerEvent| {
        let Some((from, share)) = begun.get_value() else { return };
        let height = dom::scroll::height(MIDDLE_ID).max(1);
        let moved = (event.client_y() - from) * 100 / height;
        split.set(PageState::within_split(share.saturating_add_signed(moved)));
    };
    let press = move |event: KeyboardEvent| {
        let now = split.get_untracked();
        let to = match event.key().as_str() {
            "ArrowUp" => now.saturating_sub(STEP),
            "ArrowDown" => now + STEP,
            "Home" => 0,
            "End" => 100,
            _ => return,
        };
        event.prevent_default();
        split.set(PageState::within_split(to));
    };
    let (least, most) = (PageState::LEAST_SPLIT.to_string(), PageState::MOST_SPLIT.to_string());
    view! {
        <div
            class="explore-splitter"
            role="separator"
            tabindex="0"
            aria-orientation="horizontal"
            aria-label="Request height"
            aria-valuemin=least
            aria-valuemax=most
            aria-valuenow=move || split.get().to_string()
            title="Drag, or use the arrow keys"
            on:pointerdown=grip
            on:pointermove=drag
            on:pointerup=move |_| begun.set_value(None)
            on:pointercancel=move |_| begun.set_value(None)
            on:dblclick=move |_| split.set(PageState::FIRST_SPLIT)
            on:keydown=press
        ></div>
    }
}

/// The switch between result and data, which share one place on a wide screen.
#[component]
fn LowerTabs() -> impl IntoView {
    let desk = use_desk();
    let button = |lower: Lower| {
        view! {
            <button
                type="button"
                aria-current=move || (desk.lower.get() == lower).then_some("true")
                on:click=move |_| desk.lower.set(lower)
            >
                {lower.label()}
            </button>
        }
    };
    let size = move || {
        let (items, collections) = desk.rows.with(|rows| (rows.len(), rows.collections().len()));
        let collections = words::plural(collections as u64, "collection", "collections");
        format!("{} in {collections}", words::items(items as u64))
    };
    view! {
        <div class="tabs explore-lower-tabs" role="group" aria-label="Result or data">
            {[Lower::Result, Lower::Data].map(button).collect_view()}
            <span class="explore-shown" data-testid="shown">
                <span class="mono">{move || desk.shown.with(|shown| shown.label())}</span>
                <span>{size}</span>
            </span>
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
                on:click=move |_| desk.show_tab(tab)
            >
                {tab.label()}
            </button>
        }
    };
    view! {
        <div class="explore-tabs" role="group" aria-label="Explore views">
            {Tab::ALL.into_iter().map(button).collect_view()}
        </div>
    }
}

/// What this page is, until something has run. The terms stay in the glossary.
#[component]
fn Welcome() -> impl IntoView {
    let Desk { app, run, .. } = use_desk();
    let is_new = Memo::new(move |_| run.with(Option::is_none) && app.history.with(Vec::is_empty));
    view! {
        <Show when=move || is_new.get()>
            <div class="explore-welcome">
                <h2>"Learn DynamoDB by querying it"</h2>
                <p>
                    "A DynamoDB simulator in your browser, loaded with sample data. Choose Run: the "
                    "matching items appear under Result, and their cost appears here."
                </p>
                <p>
                    "You can't break anything: “Start over” in the menu restores the sample data."
                </p>
                <dl>
                    <dt>"PK"</dt>
                    <dd>
                        "The " <Term term=Word::PartitionKey word="partition key"/>
                        " decides which partition stores an item. Items that share it form an "
                        <Term term=Word::ItemCollection word="item collection"/> "."
                    </dd>
                    <dt>"SK"</dt>
                    <dd>
                        "The " <Term term=Word::SortKey word="sort key"/>
                        " sorts the items within an item collection."
                    </dd>
                    <dt>"GSI"</dt>
                    <dd>
                        "A " <Term term=Word::Gsi word="global secondary index"/>
                        " is a copy of the items, organized by a different key."
                    </dd>
                    <dt>"RCU, WCU"</dt>
                    <dd>
                        "Read and write capacity units, in which AWS measures and bills requests. One RCU "
                        "reads up to 4 KB, and one WCU writes up to 1 KB. "
                        <Term term=Word::EventuallyConsistent word="Eventually consistent"/>
                        " reads cost half as much."
                    </dd>
                </dl>
                <p><a href="#/glossary">"See all terms"</a></p>
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
    let lagging = Memo::new(move |_| {
        desk.app.ticks.track();
        desk.app.look(crate::ui::model::service::lagging_indexes)
    });
    view! { <ReceiptCard bill of lagging/> }
}
