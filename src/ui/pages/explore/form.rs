//! The request form: head, fields of the operation, run button.
//!
//! Owns which fields an operation has. The text of the request is `ui::model::draft`'s.

mod code;
mod command;
mod head;
mod inputs;
mod read;
mod write;

use leptos::either::{EitherOf5, EitherOf6};
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;

use self::code::CodeView;
use self::command::{CommandEditor, StatementEditor};
pub use self::head::RUN_ID;
use self::head::{Head, RunBar};
pub use self::inputs::Choice;
use self::inputs::TextArea;
use self::read::{Filter, KeyCondition, PrimaryKey, ReadOptions};
use self::write::{ItemEditor, Placeholders, UpdateExpression, WriteOptions};
use super::desk::{Desk, use_desk};
use crate::api::Operation;
use crate::ui::dom::route::focus_soon;
use crate::ui::dom::scroll::scroll_to;
use crate::ui::model::draft::{Face, Notation, TextSlot, Verb};
use crate::ui::model::template::purpose;

/// The id of the problem's words, which describe the field that has it.
const PROBLEM_ID: &str = "request-problem";

/// The form. Enter in a field runs it, and so does Ctrl+Enter anywhere in it.
#[component]
pub fn RequestForm() -> impl IntoView {
    let desk = use_desk();
    let face = Memo::new(move |_| desk.face().get());
    let run_by_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            desk.run_draft();
        }
    };
    // The fields of another operation are read from their beginning.
    let fields = NodeRef::new();
    let operation = Memo::new(move |_| desk.app.draft.with(|d| d.operation().to_owned()));
    Effect::watch(move || operation.track(), move |_, _, _| scroll_to(fields, 0.0), false);
    view! {
        <form
            class="ask"
            aria-label="Request"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                desk.run_draft();
            }
            on:keydown=run_by_key
        >
            <Head/>
            <div class="ask-fields" node_ref=fields>
                {move || match face.get() {
                    Face::Form => EitherOf5::A(view! { <Fields/> }),
                    Face::Text(Notation::Json) => EitherOf5::B(view! { <JsonEditor/> }),
                    Face::Text(Notation::Cli) => EitherOf5::C(view! { <CommandEditor/> }),
                    Face::Text(Notation::Partiql) => EitherOf5::D(view! { <StatementEditor/> }),
                    Face::Code => EitherOf5::E(view! { <CodeView/> }),
                }}
            </div>
            <div class="ask-foot"><Problem/> <RunBar/></div>
        </form>
    }
}

/// The fields of the draft's operation.
#[component]
fn Fields() -> impl IntoView {
    let draft = use_desk().app.draft;
    let verb = Memo::new(move |_| draft.with(|d| d.verb));
    let by_text = Memo::new(move |_| draft.with(|d| d.has_text_expressions()));
    let fields = move || match verb.get() {
        Verb::Query => EitherOf6::A(view! {
            <KeyCondition/>
            <Filter/>
            <ReadOptions verb=Verb::Query/>
        }),
        Verb::Scan => EitherOf6::B(view! {
            <Filter/>
            <ReadOptions verb=Verb::Scan/>
        }),
        Verb::GetItem => EitherOf6::C(view! {
            <PrimaryKey/>
            <ReadOptions verb=Verb::GetItem/>
        }),
        Verb::PutItem => EitherOf6::D(view! {
            <ItemEditor/>
            <WriteOptions verb=Verb::PutItem/>
        }),
        Verb::UpdateItem => EitherOf6::E(view! {
            <PrimaryKey/>
            <UpdateExpression/>
            <WriteOptions verb=Verb::UpdateItem/>
        }),
        Verb::DeleteItem => EitherOf6::F(view! {
            <PrimaryKey/>
            <WriteOptions verb=Verb::DeleteItem/>
        }),
    };
    view! {
        {fields}
        <Show when=move || by_text.get()>
            <Placeholders/>
        </Show>
    }
}

/// The request as JSON.
#[component]
fn JsonEditor() -> impl IntoView {
    view! {
        <fieldset class="ask-group">
            <legend>"Request JSON"</legend>
            <Purpose/>
            <TextArea label="Request body" place=TextSlot::Json rows=14/>
        </fieldset>
    }
}

/// What the operation does.
#[component]
fn Purpose() -> impl IntoView {
    let draft = use_desk().app.draft;
    let name = Memo::new(move |_| draft.with(|d| d.operation().to_owned()));
    let words = move || name.with(|name| Operation::from_name(name).map(purpose));
    view! { <p class="ask-hint">{words}</p> }
}

/// What keeps the draft from running, until it is mended.
#[component]
fn Problem() -> impl IntoView {
    let desk = use_desk();
    Effect::watch(move || desk.app.draft.track(), move |_, _, _| mend(desk), false);
    Effect::watch(move || desk.problem.track(), move |_, _, _| look_at_problem(desk), false);
    Effect::watch(
        move || desk.wrong.get(),
        move |wrong, before, _| {
            // Only a field that is newly wrong takes the keyboard, not one that is being mended.
            if wrong.is_some() && before.copied() != Some(*wrong) {
                focus_soon(".ask [aria-invalid=true]".to_owned());
            }
        },
        false,
    );
    move || {
        desk.problem.get().map(|problem| {
            view! {
                <p class="ask-problem" id=PROBLEM_ID role="alert">
                    <strong>{problem.part().label()}</strong>
                    " "
                    {problem.sentence()}
                </p>
            }
        })
    }
}

/// Takes the problem away when the draft no longer has it. What the service rejected isn't asked
/// again at every keystroke: its field counts as mended once anything is changed.
fn mend(desk: Desk) {
    let problem = desk.problem.get_untracked();
    let left = problem
        .as_ref()
        .and_then(|problem| desk.app.draft.with_untracked(|draft| problem.left_in(draft)));
    if left.is_none() {
        desk.wrong.set(None);
    }
    if left != problem {
        desk.problem.set(left);
    }
}

/// The field that has the problem is the one to look at. The last result stays, and says that it is
/// from before.
fn look_at_problem(desk: Desk) {
    let Some(problem) = desk.problem.get_untracked() else { return };
    desk.wrong.set(desk.app.draft.with_untracked(|draft| draft.place_of_problem(&problem)));
}
