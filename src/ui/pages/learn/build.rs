//! The level builder: an exercise made of the person's own data, proved on the spot.
//!
//! Owns the layout. What is typed is read by `ui::model::level`, and proved by `ui::state`.

mod checks;
mod fields;
mod proof;

use leptos::prelude::*;

use self::checks::ChecksForm;
use self::fields::{Area, FromHistory, Line};
use self::proof::ProofPanel;
use crate::ui::model::level::{TextAt, WrongAnswer};
use crate::ui::state::{use_app, use_builder};

/// The place.
#[component]
pub fn BuildPage() -> impl IntoView {
    let builder = use_builder();
    view! {
        <section class="build" aria-labelledby="build-title">
            <header class="place-head">
                <h1 id="build-title">"Build a level"</h1>
                <p>
                    "Turn your data into an exercise: a task, what an answer must do, and a solution. "
                    "The page proves on the spot that the start fails and the solution passes. "
                    "Then share it by link or as a file."
                </p>
                <div class="build-actions">
                    <button
                        type="button"
                        data-testid="undo-level"
                        disabled=move || !builder.can_undo()
                        on:click=move |_| builder.undo()
                    >
                        "Undo"
                    </button>
                    <button type="button" class="quiet" on:click=move |_| builder.clear()>
                        "Start a new level"
                    </button>
                    <span class="hint">"The draft is saved in this browser."</span>
                </div>
            </header>
            <div class="build-body">
                <form class="build-form" aria-label="Level" on:submit=|event| event.prevent_default()>
                    <StartPart/>
                    <TaskPart/>
                    <SolutionPart/>
                    <ChecksForm/>
                    <HintsPart/>
                    <WrongPart/>
                </form>
                <ProofPanel/>
            </div>
        </section>
    }
}

/// What it begins with.
#[component]
fn StartPart() -> impl IntoView {
    let (app, builder) = (use_app(), use_builder());
    view! {
        <fieldset class="build-part">
            <legend>"1. Start"</legend>
            <p class="hint">
                "Prepare the data in Explore, then take it over. Or name a dataset: "
                <code>"medical/article"</code> ", " <code>"orders/1000"</code> ", "
                <code>"empty"</code> "."
            </p>
            <button
                type="button"
                data-testid="take-workspace"
                on:click=move |_| builder.take_workspace(app)
            >
                "Begin with my workspace"
            </button>
            <div class="build-row">
                <Line label="Data" at=TextAt::Data/>
                <Line label="Second seed (optional)" at=TextAt::SecondSeed/>
            </div>
            <p class="hint">
                "With another seed, an answer must also work on other data of the same kind, which "
                "learners don't see: nobody passes by luck."
            </p>
            <Area label="Changes to the data" at=TextAt::Changes code=true/>
        </fieldset>
    }
}

#[component]
fn TaskPart() -> impl IntoView {
    view! {
        <fieldset class="build-part">
            <legend>"2. Task"</legend>
            <Line label="Title" at=TextAt::Title/>
            <Area label="Story (optional)" at=TextAt::Story/>
            <Area label="Task" at=TextAt::Task/>
            <p class="hint">"Put code between backquotes: " <code>"`PK`"</code></p>
        </fieldset>
    }
}

#[component]
fn SolutionPart() -> impl IntoView {
    let builder = use_builder();
    let has_lab = Memo::new(move |_| builder.level.with(|level| level.checks.lab.is_some()));
    view! {
        <fieldset class="build-part">
            <legend>"3. Solution"</legend>
            <FromHistory on_choose=Callback::new(move |text: String| {
                builder.change(|level| level.solution += &text);
            })/>
            <Area label="Requests" at=TextAt::Solution code=true/>
            <Show when=move || has_lab.get()>
                <Area label="Settings of the traffic lab" at=TextAt::SolutionLab code=true/>
            </Show>
            <Area label="Why it's right" at=TextAt::Why/>
        </fieldset>
    }
}

#[component]
fn HintsPart() -> impl IntoView {
    let builder = use_builder();
    let count = Memo::new(move |_| builder.level.with(|level| level.hints.len()));
    let hint = move |at: usize| {
        view! {
            <div class="build-item">
                <Area label=format!("Hint {}", at + 1) at=TextAt::Hint(at)/>
                <button
                    type="button"
                    class="quiet"
                    on:click=move |_| builder.change(|level| drop(level.hints.remove(at)))
                >
                    {format!("Remove hint {}", at + 1)}
                </button>
            </div>
        }
    };
    view! {
        <fieldset class="build-part">
            <legend>"5. Hints"</legend>
            <p class="hint">"From a nudge to nearly the answer. The solution is offered last."</p>
            <For each=move || 0..count.get() key=|at| *at let(at)>{hint(at)}</For>
            <button
                type="button"
                on:click=move |_| builder.change(|level| level.hints.push(String::new()))
            >
                "Add a hint"
            </button>
        </fieldset>
    }
}

#[component]
fn WrongPart() -> impl IntoView {
    let builder = use_builder();
    let count = Memo::new(move |_| builder.level.with(|level| level.wrong.len()));
    let has_lab = Memo::new(move |_| builder.level.with(|level| level.checks.lab.is_some()));
    let answer = move |at: usize| {
        view! {
            <div class="build-item" role="group" aria-label=format!("Wrong answer {}", at + 1)>
                <Line label="What is wrong with it" at=TextAt::WrongName(at)/>
                <Area label="Its requests" at=TextAt::WrongRequests(at) code=true/>
                <Show when=move || has_lab.get()>
                    <Area label="Its settings of the traffic lab" at=TextAt::WrongLab(at) code=true/>
                </Show>
                <Line
                    label="What to say to whoever answers so (optional)"
                    at=TextAt::WrongSays(at)
                />
                <button
                    type="button"
                    class="quiet"
                    on:click=move |_| builder.change(|level| drop(level.wrong.remove(at)))
                >
                    {format!("Remove wrong answer {}", at + 1)}
                </button>
            </div>
        }
    };
    view! {
        <fieldset class="build-part">
            <legend>"6. Wrong answers"</legend>
            <p class="hint">
                "Answers that people are likely to give. Each check of a budget or an operation needs "
                "one that fails it: a check that nothing fails proves nothing."
            </p>
            <For each=move || 0..count.get() key=|at| *at let(at)>{answer(at)}</For>
            <FromHistory on_choose=Callback::new(move |answer: String| {
                builder.change(|level| level.wrong.push(WrongAnswer { answer, ..Default::default() }));
            })/>
            <div class="build-row">
                <button
                    type="button"
                    on:click=move |_| builder.change(|level| level.wrong.push(Default::default()))
                >
                    "Add a wrong answer"
                </button>
                <button type="button" data-testid="add-scan" on:click=move |_| builder.add_scan()>
                    "Add the same as a Scan"
                </button>
            </div>
        </fieldset>
    }
}
