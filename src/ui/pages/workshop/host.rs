//! The instructor's view: the agenda with its clock, what to show and say, answers, and results.

use std::sync::Arc;
use std::time::Duration;

use content::agenda::{Agenda, Block, LessonPart, Uses};
use content::exercise::Exercise;
use content::index::Index;
use leptos::prelude::*;

use super::results::Results;
use crate::ui::components::link_field::NOT_COPIED;
use crate::ui::components::prose::ProseView;
use crate::ui::dom;
use crate::ui::model::draft::pretty;
use crate::ui::model::learn::route::LearnRoute;
use crate::ui::model::words::plural;
use crate::ui::model::workshop::route::WorkshopRoute;
use crate::ui::model::workshop::{Now, beginning, span_words, title_of, where_at};
use crate::ui::state::{Fetched, use_learn, use_workshop};

/// How often the clock moves.
const TICK: Duration = Duration::from_secs(1);

/// The instructor's view.
#[component]
pub fn HostView(
    /// All agendas.
    agendas: Arc<Vec<Agenda>>,
    /// The path.
    index: Arc<Index>,
) -> impl IntoView {
    let workshop = use_workshop();
    let all = agendas.clone();
    let agenda = Memo::new(move |_| {
        let chosen = workshop.host.with(|host| host.agenda.clone());
        all.iter().find(|agenda| agenda.id == chosen).or(all.first()).cloned()
    });
    let button = move |agenda: &Agenda| {
        let id = agenda.id.clone();
        let pressed = {
            let id = id.clone();
            move || {
                let chosen = agenda_id(workshop);
                (chosen == id).to_string()
            }
        };
        let choose = move |_| workshop.host(|host| host.agenda = id.clone());
        view! {
            <button type="button" aria-pressed=pressed on:click=choose>{agenda.title.clone()}</button>
        }
    };
    fn agenda_id(workshop: crate::ui::state::Workshop) -> String {
        let chosen = workshop.host.with(|host| host.agenda.clone());
        workshop.agendas.with(|agendas| {
            let all = agendas.here();
            let known = all.and_then(|all| all.iter().find(|a| a.id == chosen).or(all.first()));
            known.map(|agenda| agenda.id.clone()).unwrap_or_default()
        })
    }
    let buttons = agendas.iter().map(button).collect_view();
    let line = move || agenda.get().map(|agenda| view! { <ProseView prose=agenda.line/> });
    let of_blocks = index.clone();
    let blocks =
        move || agenda.get().map(|agenda| view! { <Blocks agenda index=of_blocks.clone()/> });
    view! {
        <section class="workshop" aria-labelledby="workshop-title">
            <header class="place-head">
                <h1 id="workshop-title">"Workshop"</h1>
                <p>
                    "For instructors: an agenda with times, what to show and what to say, and a link \
                     for each block that puts the whole room there. Participants need no account, \
                     and what they did comes back to you by link or file."
                </p>
                <p>
                    <a href=WorkshopRoute::CheatSheet.to_fragment()>"Cheat sheet to print"</a>
                    " · "
                    <a href=LearnRoute::Build.to_fragment()>"Build your own exercise"</a>
                </p>
            </header>
            <div class="segments" role="group" aria-label="Agenda">{buttons}</div>
            <div class="workshop-line">{line}</div>
            <Clock agenda/>
            {blocks}
            <Results agenda=Signal::derive(move || agenda.get()) index/>
        </section>
    }
}

/// When the workshop began and where the room should be.
#[component]
fn Clock(
    /// The agenda.
    agenda: Memo<Option<Agenda>>,
) -> impl IntoView {
    let workshop = use_workshop();
    let now = RwSignal::new(dom::time::now());
    tick(now);
    let started = Memo::new(move |_| workshop.host.with(|host| host.started));
    let at = Memo::new(move |_| {
        let agenda = agenda.get()?;
        Some((agenda.clone(), where_at(&agenda, now.get().saturating_sub(started.get()?))))
    });
    let learn = use_learn();
    let words = move || {
        let (agenda, at) = at.get()?;
        Some(match at {
            Now::Block { block, left } => {
                let index = learn.index.with(|index| index.here().cloned())?;
                let title = title_of(agenda.blocks.get(block)?, &index);
                let left = plural(u64::from(left), "minute", "minutes");
                format!("Block {} of {}: {title}. {left} left.", block + 1, agenda.blocks.len())
            }
            Now::Over(0) => "The time is over.".to_owned(),
            Now::Over(by) => {
                let by = plural(u64::from(by), "minute", "minutes");
                format!("The time has been over for {by}.")
            }
        })
    };
    let start = move |_| workshop.host(|host| host.started = Some(dom::time::now()));
    let stop = move |_| workshop.host(|host| host.started = None);
    view! {
        <div class="workshop-clock">
            <p data-testid="workshop-clock">
                {move || words().unwrap_or_else(|| "The clock isn't running.".to_owned())}
            </p>
            <button type="button" on:click=start>
                {move || if started.get().is_some() { "Restart the clock" } else { "Start the clock" }}
            </button>
            <Show when=move || started.get().is_some()>
                <button type="button" class="quiet" on:click=stop>"Stop the clock"</button>
            </Show>
        </div>
    }
}

/// Moves the clock for as long as it is there.
fn tick(now: RwSignal<u64>) {
    dom::time::later(TICK, move || {
        if now.try_set(dom::time::now()).is_none() {
            tick(now);
        }
    });
}

#[component]
fn Blocks(
    /// The agenda.
    agenda: Agenda,
    /// The path.
    index: Arc<Index>,
) -> impl IntoView {
    let row = |(at, block): (usize, Block)| {
        let span = span_words(&agenda, at);
        let id = agenda.id.clone();
        view! { <BlockView id at block span index=index.clone()/> }
    };
    let rows = agenda.blocks.clone().into_iter().enumerate().map(row).collect_view();
    view! { <ol class="workshop-blocks">{rows}</ol> }
}

#[component]
fn BlockView(
    /// The agenda's id.
    id: String,
    /// The block's place, from 0.
    at: usize,
    /// The block.
    block: Block,
    /// When it is.
    span: String,
    /// The path.
    index: Arc<Index>,
) -> impl IntoView {
    let title = title_of(&block, &index);
    let link = dom::route::address(&WorkshopRoute::Join { agenda: id, block: at }.to_fragment());
    let open = beginning(&block, &index).map(|route| {
        view! { <a class="button" href=route.to_fragment()>"Open"</a> }
    });
    let minutes = plural(u64::from(block.minutes), "minute", "minutes");
    let show = (!block.show.is_empty()).then(|| {
        view! { <div class="workshop-show"><h3>"Show"</h3><ProseView prose=block.show/></div> }
    });
    let say = (!block.say.is_empty()).then(|| {
        view! { <div class="workshop-say"><h3>"Say"</h3><ProseView prose=block.say/></div> }
    });
    let more = block.uses.map(|uses| view! { <Behind uses/> });
    view! {
        <li class="workshop-block">
            <div class="workshop-block-head">
                <span class="workshop-time">{span}</span>
                <h2>{title}</h2>
                <span class="hint">{minutes}</span>
            </div>
            <div class="workshop-actions">
                {open}
                <RoomLink link/>
            </div>
            <div class="workshop-notes">{show} {say}</div>
            {more}
        </li>
    }
}

/// The link that puts the room at a block: to copy, or large for the wall.
#[component]
fn RoomLink(
    /// The link.
    link: String,
) -> impl IntoView {
    let copied = RwSignal::new(None::<bool>);
    let is_large = RwSignal::new(false);
    let (of_copy, shown) = (link.clone(), link);
    let copy = move |_| {
        dom::clipboard::copy(&of_copy, move |worked| {
            // What can't be copied can be read from the wall.
            is_large.try_set(!worked);
            copied.try_set(Some(worked));
        });
    };
    let told = move || match copied.get() {
        None => "",
        Some(true) => "Copied.",
        Some(false) => NOT_COPIED,
    };
    view! {
        <button type="button" on:click=copy>"Copy the room link"</button>
        <button
            type="button"
            class="quiet"
            aria-expanded=move || is_large.get().to_string()
            on:click=move |_| is_large.update(|large| *large = !*large)
        >
            "Room link for the wall"
        </button>
        <span role="status" class="hint">{told}</span>
        <Show when=move || is_large.get()>
            <p class="workshop-wall" data-testid="room-link">{shown.clone()}</p>
        </Show>
    }
}

/// What stands behind a block: the notes of its lesson and the answers of its exercise.
#[component]
fn Behind(
    /// What the block uses.
    uses: Uses,
) -> impl IntoView {
    let learn = use_learn();
    let is_open = RwSignal::new(false);
    let lesson = uses.lesson.clone();
    let toggle = move |event: leptos::ev::Event| {
        let open = dom::is_open(&event);
        is_open.set(open);
        if open {
            learn.want(&lesson);
        }
    };
    let content = move || {
        if !is_open.get() {
            return None;
        }
        let content = match learn.lesson(&uses.lesson)? {
            Fetched::Waiting => view! { <p role="status">"Fetching the lesson."</p> }.into_any(),
            Fetched::Failed(fault) => view! { <p>{fault.sentence()}</p> }.into_any(),
            Fetched::Here(file) => {
                let notes = file.lesson.instructor.clone();
                let notes = (!notes.is_empty()).then(|| view! { <ProseView prose=notes/> });
                let wanted = match &uses.part {
                    LessonPart::Exercise(id) => Some(id.as_str()),
                    _ => None,
                };
                let of = file.exercises.iter().filter(|e| wanted.is_none_or(|id| e.id == id));
                let answers = of.cloned().map(|exercise| view! { <Answer exercise/> });
                view! { {notes} {answers.collect_view()} }.into_any()
            }
        };
        Some(content)
    };
    view! {
        <details class="workshop-answers" on:toggle=toggle>
            <summary>"Notes and answers"</summary>
            {content}
        </details>
    }
}

/// What solves an exercise, and why.
#[component]
fn Answer(
    /// The exercise.
    exercise: Exercise,
) -> impl IntoView {
    let part = |part: content::exercise::Part| {
        let requests = part.solution.answer.into_iter().map(|request| {
            view! {
                <p><strong>{request.operation}</strong></p>
                <pre class="json-view" tabindex="0"><code>{pretty(&request.body)}</code></pre>
            }
        });
        let settings = part.solution.lab.into_iter().map(|(name, value)| {
            view! { <p><code>{format!("{name} = {value}")}</code></p> }
        });
        view! {
            <ProseView prose=part.task/>
            {requests.collect_view()}
            {settings.collect_view()}
            <ProseView prose=part.solution.why/>
        }
    };
    view! {
        <h3>{format!("Answer to “{}”", exercise.title)}</h3>
        {exercise.parts.into_iter().map(part).collect_view()}
    }
}
