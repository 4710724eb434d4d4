//! The hint ladder of an exercise: text, then blocks to put in order, then the solution.
//!
//! A hint shows once it is asked for. How many were opened is recorded, and never held against
//! anyone.

use content::exercise::{Hint, Part, Settings};
use content::prose::Prose;
use leptos::prelude::*;

use super::lab::SettingsList;
use crate::ui::components::prose::ProseView;
use crate::ui::dom;
use crate::ui::dom::route::focus_soon;
use crate::ui::model::learn::blocks::{Blocks, Verdict};
use crate::ui::model::learn::steps::Steps;
use crate::ui::state::use_learn;

/// The hints, and the solution behind the last.
#[component]
pub fn HintLadder(
    /// The key of the exercise's progress.
    exercise: String,
    /// The part.
    part: Part,
    /// How far its answer is.
    steps: Memo<Steps>,
    /// Puts the solution's next request into the form.
    on_fill: Callback<()>,
) -> impl IntoView {
    let learn = use_learn();
    let opened = RwSignal::new(0_usize);
    let id = part.id.clone();
    let count = part.hints.len();
    let hints = part.hints;
    let (why, settings) = (part.solution.why, part.solution.lab);
    let solution_open = RwSignal::new(false);
    let next = move |_| {
        let number = opened.get_untracked();
        opened.set(number + 1);
        learn.note(|progress, _| progress.open_hint(&exercise, &id, number));
        focus_soon(format!("#hint-{number}"));
    };
    let shown = move || {
        let shown = hints.iter().take(opened.get()).cloned().enumerate();
        shown.map(|(number, hint)| view! { <HintView number hint/> }).collect_view()
    };
    let label = move || match opened.get() {
        0 => "Show a hint",
        _ => "Show another hint",
    };
    let solution = move || {
        let (why, settings) = (why.clone(), settings.clone());
        solution_open.get().then(|| view! { <Solution why settings steps on_fill/> })
    };
    let toggle = move |_| solution_open.update(|open| *open = !*open);
    view! {
        <section class="exercise-hints" aria-label="Hints">
            {shown}
            <Show when=move || { opened.get() < count }>
                <button type="button" data-testid="hint" on:click=next.clone()>{label}</button>
            </Show>
            <Show when=move || { opened.get() >= count }>
                <button
                    type="button"
                    data-testid="solution"
                    aria-expanded=move || solution_open.get().to_string()
                    on:click=toggle
                >
                    {move || if solution_open.get() { "Hide the solution" } else { "Show the solution" }}
                </button>
            </Show>
            {solution}
        </section>
    }
}

#[component]
fn HintView(
    /// Its number, from 0.
    number: usize,
    /// The hint.
    hint: Hint,
) -> impl IntoView {
    let content = match hint {
        Hint::Text(prose) => view! { <ProseView prose/> }.into_any(),
        Hint::Blocks { text, blocks, distractors, any_order } => {
            let seed = dom::time::random();
            let blocks = Blocks::new(&blocks, &distractors, any_order, seed);
            view! { <BlocksView text blocks/> }.into_any()
        }
    };
    view! {
        <div class="exercise-hint" id=format!("hint-{number}") tabindex="-1">
            <h3>{format!("Hint {}", number + 1)}</h3>
            {content}
        </div>
    }
}

#[component]
fn Solution(
    /// Why it is right.
    why: Prose,
    /// The settings of the traffic lab that it chooses.
    settings: Settings,
    /// How far the answer is.
    steps: Memo<Steps>,
    /// Puts its next request into the form.
    on_fill: Callback<()>,
) -> impl IntoView {
    let label = move || {
        steps.with(|steps| match steps.of {
            0 | 1 => "Fill in the request".to_owned(),
            of => format!("Fill in request {} of {of}", (steps.taken.len() + 1).min(of)),
        })
    };
    view! {
        <div class="exercise-solution" data-testid="solution-shown">
            <h3>"Solution"</h3>
            <ProseView prose=why/>
            {(!settings.is_empty()).then(|| view! { <SettingsList settings/> })}
            <button type="button" data-testid="fill-solution" on:click=move |_| on_fill.run(())>
                {label}
            </button>
        </div>
    }
}

/// Blocks to put in order: a block is placed and taken away by pressing it, and moved by its arrows.
#[component]
fn BlocksView(
    /// What they make.
    text: Prose,
    /// The blocks.
    blocks: Blocks,
) -> impl IntoView {
    let blocks = RwSignal::new(blocks);
    let placed = move || blocks.with(|blocks| numbered(blocks.placed()));
    let offered = move || blocks.with(|blocks| numbered(blocks.offered()));
    let place = move |(block, text): (usize, String)| {
        view! {
            <li>
                <button type="button" class="block" on:click=move |_| blocks.update(|b| b.toggle(block))>
                    <code>{text}</code>
                </button>
            </li>
        }
    };
    let line = move |(block, text): (usize, String)| {
        let shift = move |back: bool| move |_| blocks.update(|b| b.shift(block, back));
        let (up, down) = (format!("Move up: {text}"), format!("Move down: {text}"));
        let away = format!("Remove: {text}");
        view! {
            <li>
                <code>{text}</code>
                <span class="block-moves">
                    <button type="button" aria-label=up on:click=shift(true)>"↑"</button>
                    <button type="button" aria-label=down on:click=shift(false)>"↓"</button>
                    <button
                        type="button"
                        aria-label=away
                        on:click=move |_| blocks.update(|b| b.toggle(block))
                    >
                        "×"
                    </button>
                </span>
            </li>
        }
    };
    let verdict = move || blocks.with(|b| b.verdict().map(Verdict::sentence)).unwrap_or_default();
    view! {
        <ProseView prose=text/>
        <div class="blocks">
            <ol class="blocks-placed" aria-label="Your order">
                <For each=placed key=|block| block.clone() let(block)>{line(block)}</For>
            </ol>
            <ul class="blocks-offered" aria-label="Blocks to choose from">
                <For each=offered key=|block| block.clone() let(block)>{place(block)}</For>
            </ul>
            <p role="status" data-testid="blocks-verdict">{verdict}</p>
        </div>
    }
}

fn numbered(blocks: Vec<(usize, &str)>) -> Vec<(usize, String)> {
    blocks.into_iter().map(|(block, text)| (block, text.to_owned())).collect()
}
