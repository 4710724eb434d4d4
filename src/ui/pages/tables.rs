//! Tables: what tables there are, and creating, changing and deleting them by form.
//!
//! Owns the layout and which form is open. What a form becomes, and what a table is said to be, is
//! `ui::model::table`'s; whatever is filled in is sent, and the service says what is wrong with it.

mod card;
mod create;
mod fields;
mod settings;

use leptos::prelude::*;

use crate::api::Request;
use crate::ui::dom::route::focus_soon;
use crate::ui::model::draft::{Draft, pretty};
use crate::ui::model::route::Place;
use crate::ui::model::table::{FormProblem, Outcome, TableFacts, backfill_words};
use crate::ui::state::{App, use_app};
use card::TableCard;
use create::CreateTable;

/// Where on the place something was done, which is where its outcome shows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Spot {
    /// The form for a new table.
    Create,
    /// The card of a table.
    Table(String),
    /// The head of the place, when what it was done to is gone.
    Head,
}

/// What was done last.
#[derive(Debug, Clone, PartialEq)]
struct Done {
    spot: Spot,
    outcome: Outcome,
    /// What was sent, if anything was.
    request: Option<Request>,
}

/// The state of the place. Copied freely: all of it is signals.
#[derive(Clone, Copy)]
struct Board {
    app: App,
    /// Every table.
    facts: Memo<Vec<TableFacts>>,
    /// What was done last.
    done: RwSignal<Option<Done>>,
    /// The index that was added last, by table and name.
    added: RwSignal<Option<(String, String)>>,
}

impl Board {
    /// Sends a request and shows what became of it: if it worked where `then` says, otherwise where
    /// it was asked. Tells whether it worked.
    fn send(
        self,
        request: Result<Request, FormProblem>,
        done: String,
        at: Spot,
        then: Spot,
    ) -> bool {
        let (outcome, request) = match request {
            Ok(request) => (Outcome::of(&self.app.send(request.clone()), done), Some(request)),
            Err(problem) => (Outcome::Unfinished(problem), None),
        };
        let worked = outcome.is_done();
        let spot = if worked { then } else { at };
        self.done.set(Some(Done { spot, outcome, request }));
        worked
    }
}

/// The place.
#[component]
pub fn TablesPage() -> impl IntoView {
    let app = use_app();
    let board = Board {
        app,
        facts: Memo::new(move |_| app.look(TableFacts::read)),
        done: RwSignal::new(None),
        added: RwSignal::new(None),
    };
    provide_context(board);
    let names = move || {
        board.facts.with(|all| all.iter().map(|table| table.name.clone()).collect::<Vec<_>>())
    };
    view! {
        <section class="tables" aria-labelledby="tables-title">
            <header class="place-head">
                <h1 id="tables-title">"Tables"</h1>
                <p>
                    "Create a table, change it or delete it. Each form sends one request, and the \
                     answer is AWS's. You can look at every request in Explore."
                </p>
            </header>
            <OutcomeAt spot=Spot::Head/>
            <Show when=move || board.facts.with(Vec::is_empty)>
                <p class="answer-empty">
                    "There are no tables. Create one below, or load a dataset above."
                </p>
            </Show>
            <For each=names key=|name| name.clone() let(name)>
                <TableCard name/>
            </For>
            <CreateTable/>
        </section>
    }
}

fn use_board() -> Board {
    use_context().expect("every part of Tables stands inside the place, which provides its state")
}

/// What became of the last request, if it was asked here.
#[component]
fn OutcomeAt(
    /// The spot.
    spot: Spot,
) -> impl IntoView {
    let board = use_board();
    // The form for a new table shows its request anyway.
    let is_form = spot == Spot::Create;
    let here = Memo::new(move |_| board.done.get().filter(|done| done.spot == spot));
    let shown = move || {
        here.get().map(|done| {
            let request = done.request.filter(|_| !is_form);
            let asked = request.map(|request| view! { <Sent request/> });
            match done.outcome {
                Outcome::Done(words) => view! {
                    <div class="callout callout-good" data-testid="table-done">
                        <p>{words}</p>
                        <Backfill/>
                        {asked}
                    </div>
                }
                .into_any(),
                Outcome::Rejected(rejection) => {
                    let advice = rejection.advice().map(|words| view! { <p>{words}</p> });
                    let name = rejection.name();
                    view! {
                        <div class="callout callout-error" data-testid="table-rejected">
                            <p class="answer-error"><strong>{name}</strong> {rejection.message}</p>
                            {advice}
                            {asked}
                        </div>
                    }
                    .into_any()
                }
                Outcome::Unfinished(problem) => view! {
                    <div class="callout callout-error"><p>{problem.words()}</p></div>
                }
                .into_any(),
            }
        })
    };
    // The region stays in the page, so that what is new in it is read out.
    view! { <div class="table-outcome" role="status">{shown}</div> }
}

/// What filling the index that was just added came to, as soon as that is known.
#[component]
fn Backfill() -> impl IntoView {
    let board = use_board();
    let words = move || {
        let (table, index) = board.added.get()?;
        Some(match board.app.look(|inspect| backfill_words(inspect, &table, &index)) {
            Some(words) => words,
            None => "The index is being filled with what the table has.".into(),
        })
    };
    view! { <Show when=move || board.added.with(Option::is_some)><p>{words}</p></Show> }
}

/// The request that was sent, and the way to change it by hand.
#[component]
fn Sent(
    /// The request.
    request: Request,
) -> impl IntoView {
    let app = use_board().app;
    let name = request.operation.name();
    let text = pretty(&request.body);
    let open = move |_| {
        app.draft.set(Draft::from_request(name, &request.body));
        app.go(Place::Explore);
    };
    view! {
        <details class="table-request">
            <summary>{name} " request"</summary>
            <pre tabindex="0"><code>{text}</code></pre>
            <button type="button" on:click=open>"Open in Explore"</button>
        </details>
    }
}

/// Brings a table's card into view and the keyboard to its name.
fn go_to_table(name: &str) {
    focus_soon(format!("#{}", heading_id(name)));
}

/// The id of a table's heading. Names of tables have letters, digits, `_`, `-` and `.`, and a dot
/// would begin a class in a selector.
fn heading_id(table: &str) -> String {
    format!("table-{}", table.replace('.', "_dot_"))
}
