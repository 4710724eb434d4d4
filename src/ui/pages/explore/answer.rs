//! The answer: rows page by page, a single item, or an error in the service's words.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::either::{Either, EitherOf5};
use leptos::prelude::*;
use serde_json::{Map, Value as Json};

use super::desk::{Desk, use_desk};
use super::item::{ItemCard, OneItem};
use super::page_tools::PageTools;
use super::service::Recovery;
use crate::datasets::entity_of;
use crate::ui::components::entity::EntityMark;
use crate::ui::components::grid::{DataGrid, GridData, GridRow, Picking};
use crate::ui::components::json_view::JsonView;
use crate::ui::dom;
use crate::ui::model::answer::{
    Answer, NOT_FOUND, Outcome, Rejection, Rows, WRITTEN, cell, columns, members,
};
use crate::ui::model::changes::timeline::Direction;
use crate::ui::model::compare::counterpart;
use crate::ui::model::draft::{Draft, pretty};
use crate::ui::model::page_rows::Sorting;
use crate::ui::model::plain;
use crate::ui::model::route::Place;
use crate::ui::model::rows::Target;
use crate::ui::model::run::Run;

/// The id of a rejection's words, which describe the field that they are about.
pub const REJECTED_ID: &str = "request-rejected";

/// The answer of the last run.
#[component]
pub fn AnswerPanel() -> impl IntoView {
    let desk = use_desk();
    let said =
        move || current(desk).map(|(run, page, _)| run.announcement(page)).unwrap_or_default();
    let shown = move || match current(desk) {
        None => Either::Left(view! { <Empty/> }),
        Some((run, page, answer)) => Either::Right(view! {
            <Title run=run.clone() page answer=answer.clone()/>
            <Earlier/>
            <Body answer run/>
        }),
    };
    view! {
        <div class="visually-hidden" role="status" aria-live="polite">{said}</div>
        {shown}
    }
}

/// The run, the number of its page that is looked at, and that page.
fn current(desk: Desk) -> Option<(Arc<Run>, usize, Answer)> {
    let run = desk.run.get()?;
    let page = desk.page.get().min(run.pages.len().saturating_sub(1));
    let answer = run.pages.get(page).cloned()?;
    Some((run, page, answer))
}

/// That the form asks something else by now than what was answered.
#[component]
fn Earlier() -> impl IntoView {
    let desk = use_desk();
    let is_earlier = Memo::new(move |_| {
        let asked = desk.app.draft.with(Draft::asked);
        let of_run = desk.run.with(|run| {
            run.as_ref()
                .map(|run| (run.request.operation.name().to_owned(), run.request.body.clone()))
        });
        of_run.is_some() && asked != of_run
    });
    view! {
        <Show when=move || is_earlier.get()>
            <p class="answer-earlier" data-testid="earlier">
                "This result is from your last run. You've changed the request since then."
            </p>
        </Show>
    }
}

#[component]
fn Empty() -> impl IntoView {
    let desk = use_desk();
    view! {
        <h2 class="visually-hidden">"Result"</h2>
        <p class="answer-empty">
            "Run the request to see the items that it returns. "
            <button type="button" on:click=move |_| desk.run_draft()>"Run request"</button>
        </p>
    }
}

/// Takes the write back, or makes it again, while nothing else has changed the data since.
#[component]
fn Undo(
    /// The run.
    run: Arc<Run>,
) -> impl IntoView {
    let app = use_desk().app;
    let offer = Memo::new(move |_| app.undo_offer(&run.request));
    let button = move |direction: Direction| {
        let label = match direction {
            Direction::Back => "Undo this write",
            Direction::Forth => "Redo this write",
        };
        view! {
            <button type="button" class="quiet" on:click=move |_| app.undo_or_redo(direction)>
                {label}
            </button>
            <a href="#/changes?view=history">"History"</a>
        }
    };
    move || offer.get().map(button)
}

/// Counts, page and the way to other pages.
#[component]
fn Title(
    /// The run.
    run: Arc<Run>,
    /// The page, from 0.
    page: usize,
    /// The page's answer.
    answer: Answer,
) -> impl IntoView {
    let desk = use_desk();
    let rows = answer.rows().cloned();
    let last = page + 1 == run.pages.len();
    let more = last && rows.as_ref().is_some_and(|rows| rows.last_key.is_some());
    let words = rows.as_ref().map(|rows| rows.count_text()).zip(run.page_text(page));
    let forward = move |_| if more { desk.next_page() } else { desk.page.set(page + 1) };
    let words = words.map(|(count, pages)| {
        view! {
            <span data-testid="result-count">{count}</span>
            <span class="answer-pages">{pages}</span>
        }
    });
    let sum = run.sum_text().map(|sum| view! { <span class="answer-price">{sum}</span> });
    let answered_by = answer.answered_by.clone().map(|words| {
        view! { <span class="answer-by" data-testid="answered-by">{words}</span> }
    });
    let steps = rows.is_some().then(|| {
        view! {
            <span class="answer-paging">
                <button type="button" disabled=page == 0 on:click=move |_| desk.page.set(page - 1)>
                    "Previous page"
                </button>
                <button type="button" disabled=last && !more on:click=forward>
                    "Next page"
                </button>
            </span>
        }
    });
    // What a Scan can be held against opens in Compare, which begins with the form's request, over
    // the data of the person's own workspace.
    let is_comparable = !desk.app.is_apart && counterpart(&run.request).is_ok();
    let compared = is_comparable.then(|| run.request.clone());
    let compare = compared.map(|request| {
        let go = move |_| {
            desk.fill(Draft::from_request(request.operation.name(), &request.body));
            desk.app.go(Place::Compare);
        };
        view! { <button type="button" class="quiet" on:click=go>"Compare with a Scan"</button> }
    });
    view! {
        <div class="answer-title answer-head">
            <h2 class="panel-title">{answer.operation.name()}</h2>
            <div class="answer-words">
                {words}
                <span class="answer-price">{answer.price.clone()}</span>
                {sum}
                {answered_by}
            </div>
            <span class="answer-steps">{compare} <Undo run/> {steps}</span>
        </div>
    }
}

/// What came back: items, one item, nothing, or an error.
#[component]
fn Body(
    /// The page's answer.
    answer: Answer,
    /// The run.
    run: Arc<Run>,
) -> impl IntoView {
    match answer.outcome.clone() {
        Outcome::Rows(rows) => {
            let first = run.columns.clone();
            EitherOf5::A(view! { <RowsView answer rows first/> })
        }
        Outcome::One(item) => EitherOf5::B(view! {
            {answer.became.map(|words| view! { <p class="answer-empty">{words} "."</p> })}
            <OneItem item/>
        }),
        Outcome::Nothing => {
            let words = answer.became.unwrap_or(NOT_FOUND);
            EitherOf5::C(view! { <p class="answer-empty">{words} "."</p> })
        }
        Outcome::Other => {
            let text = pretty(&answer.body());
            EitherOf5::D(view! { <JsonView label="Response" text/> })
        }
        Outcome::Rejected(rejection) => EitherOf5::E(view! { <Rejected rejection/> }),
    }
}

/// An error: the service's type and text, then what to do.
#[component]
fn Rejected(
    /// The error.
    rejection: Rejection,
) -> impl IntoView {
    let advice = rejection.advice();
    let name = rejection.name().to_owned();
    let reason = |(reason, resource)| {
        view! {
            <p class="answer-reason">
                <code data-testid="reason">{reason}</code>
                " · "
                <code>{resource}</code>
            </p>
        }
    };
    let stored = rejection.item.map(|item| {
        view! {
            <p>"Stored item:"</p>
            <OneItem item/>
        }
    });
    view! {
        <div class="answer-rejected" id=REJECTED_ID role="alert">
            <p class="answer-error"><strong>{name}</strong> {rejection.message}</p>
            {rejection.reasons.into_iter().map(reason).collect_view()}
            {advice.map(|sentence| view! { <p>{sentence}</p> })}
            <Recovery/>
        </div>
        {stored}
    }
}

/// How rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Grid,
    Typed,
    Plain,
    Response,
}

const SHOWN: [(Shown, &str); 4] = [
    (Shown::Grid, "Grid"),
    (Shown::Typed, "DynamoDB JSON"),
    (Shown::Plain, "Plain JSON"),
    (Shown::Response, "Response"),
];

/// The rows of a page.
#[component]
pub fn RowsView(
    /// The answer.
    answer: Answer,
    /// Its rows.
    rows: Rows,
    /// Columns to put first.
    first: Vec<String>,
) -> impl IntoView {
    let shown = RwSignal::new(Shown::Grid);
    let note = rows.empty_note();
    let end = rows.end_note();
    let key = rows
        .last_key
        .as_ref()
        .map(|key| plain::plain_members(key.as_object().unwrap_or(&Map::new())).to_string());
    let forgotten = rows.forgotten;
    let any = !answer.items().is_empty();
    let cut = answer.cut_note();
    let first = Arc::new(first);
    let content = move || match shown.get() {
        Shown::Grid => Either::Left(view! { <Grid answer=answer.clone() first=first.clone()/> }),
        Shown::Typed => Either::Right(text("Items", &written(&answer, Json::Object))),
        Shown::Plain => {
            Either::Right(text("Items", &written(&answer, |item| plain::plain_members(&item))))
        }
        Shown::Response => Either::Right(text("Response", &answer.body())),
    };
    let let_go = forgotten.then(|| {
        view! {
            <p class="answer-empty">
                "To save memory, only the counts of this page are shown: its items were discarded."
            </p>
        }
    });
    let cut = cut.map(|words| {
        view! { <p class="answer-empty" hidden=move || shown.get() == Shown::Grid>{words}</p> }
    });
    let key = key.map(|key| {
        view! { <p class="answer-key">"LastEvaluatedKey " <code>{key}</code></p> }
    });
    view! {
        {note.map(|note| view! { <p class="answer-empty">{note}</p> })}
        {let_go}
        {(any && !forgotten).then(|| view! { <Switch shown/> })}
        {cut}
        {(any && !forgotten).then_some(content)}
        {end.map(|end| view! { <p class="answer-key">{end}</p> })}
        {key}
    }
}

#[component]
fn Switch(
    /// How rows are shown.
    shown: RwSignal<Shown>,
) -> impl IntoView {
    let button = |(this, label): (Shown, &'static str)| {
        view! {
            <button
                type="button"
                aria-pressed=move || (shown.get() == this).to_string()
                on:click=move |_| shown.set(this)
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="segments answer-views" role="group" aria-label="Show the items as">
            {SHOWN.into_iter().map(button).collect_view()}
        </div>
    }
}

fn text(label: &'static str, json: &Json) -> impl IntoView + use<> {
    view! { <JsonView label text=pretty(json)/> }
}

/// The items that are written, each in this form.
fn written(answer: &Answer, form: impl Fn(Map<String, Json>) -> Json) -> Json {
    answer.items().iter().take(WRITTEN).map(|found| form(members(found.item()))).collect()
}

/// The rows as a grid, and the one that was opened.
#[component]
fn Grid(
    /// The answer.
    answer: Answer,
    /// Columns to put first.
    first: Arc<Vec<String>>,
) -> impl IntoView {
    let desk = use_desk();
    let dataset = desk.app.recipe.get_untracked().dataset;
    let columns = Arc::new(columns(answer.items(), &first));
    let count = answer.items().len();
    let sorting = RwSignal::new(Sorting::default());
    let picked = RwSignal::new(BTreeSet::<usize>::new());
    let of_order = answer.clone();
    let order = Memo::new(move |_| {
        let found = of_order.items().iter();
        Arc::new(sorting.with(|sorting| sorting.order(found.map(|found| found.item()))))
    });
    let of_data = (answer.clone(), columns.clone());
    let data = Memo::new(move |_| {
        let ((answer, shown), order) = (of_data.clone(), order.get());
        let columns = shown.clone();
        let row = move |at: usize| {
            let item = answer.items().get(*order.get(at)?)?.item();
            Some(GridRow {
                entity: Some(mark(entity_of(dataset, item))),
                mark: None,
                bracketed: false,
                cells: shown.iter().map(|column| item.get(column).map(cell)).collect(),
            })
        };
        GridData { columns, count, row: Arc::new(row), lead: None }
    });
    let place = move |at: usize| order.with(|order| order.get(at).copied());
    let picking = Picking {
        is_picked: Callback::new(move |at| {
            picked.with(|picked| place(at).is_some_and(|place| picked.contains(&place)))
        }),
        toggle: Callback::new(move |at| {
            if let Some(place) = untrack(|| place(at)) {
                picked.update(|picked| {
                    if !picked.remove(&place) {
                        picked.insert(place);
                    }
                });
            }
        }),
    };
    let selected = RwSignal::new(None::<usize>);
    let opened = RwSignal::new(None::<usize>);
    Effect::new(move |_| {
        if opened.with(Option::is_some) {
            dom::time::soon(|| dom::scroll::reveal(OPENED_ID));
        }
    });
    let target = desk.run.with_untracked(|run| {
        let body = run.as_ref().map(|run| &run.request.body);
        let text = |member: &str| Some(body?.get(member)?.as_str()?.to_owned());
        text("TableName").map(|table| Target { table, index: text("IndexName") })
    });
    let of_card = answer.clone();
    let table = target.as_ref().map_or_else(
        || desk.shown.with_untracked(|shown| shown.table.clone()),
        |target| target.table.clone(),
    );
    let names = columns.to_vec();
    let card = move || {
        let item = of_card.items().get(place(opened.get()?)?)?.item().clone();
        // A statement names its table in its text; what is looked at is then what it went to.
        let target = target.clone().unwrap_or_else(|| desk.shown.get_untracked());
        let table = target.table.clone();
        let shown = item.clone();
        let on_show = move |()| desk.show_item(target.clone(), &shown);
        let on_close = move |()| opened.set(None);
        Some(view! { <ItemCard item table bytes=None id=OPENED_ID on_close on_show/> })
    };
    // A lesson has its own ways on; its pictures stay as they are.
    let tools = (!desk.app.is_apart && count > 0).then(|| {
        view! { <PageTools answer columns=names table sorting picked/> }
    });
    let picking = (!desk.app.is_apart).then_some(picking);
    view! {
        <DataGrid
            data
            label="Items returned"
            id="answer-row"
            selected
            on_open=move |row: usize| opened.set(Some(row))
            picking
        />
        {tools}
        {card}
    }
}

/// The item of the result that was opened.
const OPENED_ID: &str = "opened-item";

/// An entity of a dataset as a mark.
pub fn mark(entity: crate::datasets::Entity) -> EntityMark {
    EntityMark { letter: entity.letter, name: entity.name, colour: entity.colour }
}
