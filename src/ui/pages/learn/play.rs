//! The playground of a lesson: an engine of its own under the page's form, result, data and receipt,
//! and the pictures of what a step has run.
//!
//! Owns what of it is in view. What is sent is the step's or the person's; the person's workspace
//! has no part in it.

use content::lesson::PictureKind;
use leptos::context::Provider;
use leptos::prelude::*;

use crate::api::{Operation, Request as Asked};
use crate::ui::components::json_view::JsonView;
use crate::ui::components::receipt::ReceiptCard;
use crate::ui::dom;
use crate::ui::model::compare::{in_one_line, progress_words, touches};
use crate::ui::model::draft::Draft;
use crate::ui::model::learn::picture::{Changed, Shown, changes};
use crate::ui::model::receipt::Bill;
use crate::ui::model::words::read_units;
use crate::ui::pages::compare::lane::LaneView;
use crate::ui::pages::compare::side::ComparisonSide;
use crate::ui::pages::explore::answer::AnswerPanel;
use crate::ui::pages::explore::data::DataPanel;
use crate::ui::pages::explore::desk::{Desk, Tab};
use crate::ui::pages::explore::form::RequestForm;
use crate::ui::pages::partitions::{LabRun, Spread};
use crate::ui::state::App;

/// What of the playground is in view below the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// The step's picture.
    Picture,
    /// The result of the last run.
    Result,
    /// The items.
    Data,
    /// The receipt.
    Cost,
    /// The hash space.
    Partitions,
}

impl Sight {
    fn label(self) -> &'static str {
        match self {
            Sight::Picture => "Picture",
            Sight::Result => "Result",
            Sight::Data => "Data",
            Sight::Cost => "Cost",
            Sight::Partitions => "Partitions",
        }
    }
}

/// The form of the playground's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormSight {
    /// Not there: nothing here is asked by a request.
    Absent,
    /// One line, because there is something else to look at first.
    Folded,
    /// Whole.
    Unfolded,
}

/// An engine of its own, and what is in view of it. Copied freely.
#[derive(Clone, Copy)]
pub struct Play {
    /// The state around its session.
    pub app: App,
    /// The state of its form and data.
    pub desk: Desk,
    /// What is in view.
    pub sight: RwSignal<Sight>,
    /// What shows what the step has run.
    pub picture: RwSignal<Option<PictureKind>>,
    /// The runs that the picture is of.
    pub shown: RwSignal<Vec<Shown>>,
    /// Whether the service lags, so that it matters how much time has passed.
    pub lags: bool,
    /// How much of the form is in view.
    pub form: RwSignal<FormSight>,
    /// Whether the form hides what a request would cost, since that is to be predicted.
    pub hides_cost: RwSignal<bool>,
}

impl Play {
    /// A playground over a session's state.
    pub fn new(app: App, lags: bool) -> Self {
        let desk = Desk::over(app);
        let sight = RwSignal::new(Sight::Data);
        desk.follow();
        // Where the form's own run leads, the view goes too.
        Effect::watch(
            move || desk.run.track(),
            move |_, _, _| {
                if desk.run.with_untracked(Option::is_some) {
                    sight.set(Sight::Result);
                }
            },
            false,
        );
        Effect::watch(
            move || desk.tab.get(),
            move |tab, _, _| match tab {
                Tab::Data => sight.set(Sight::Data),
                Tab::Cost => sight.set(Sight::Cost),
                Tab::Request | Tab::Result => {}
            },
            false,
        );
        Self {
            app,
            desk,
            lags,
            sight,
            picture: RwSignal::new(None),
            shown: RwSignal::new(Vec::new()),
            form: RwSignal::new(FormSight::Unfolded),
            hides_cost: RwSignal::new(false),
        }
    }

    /// Shows what a step has run, by its picture.
    pub fn show(self, picture: Option<PictureKind>, shown: Vec<Shown>) {
        let sight = match picture {
            None | Some(PictureKind::Response) => Sight::Result,
            Some(PictureKind::Collections) => Sight::Data,
            Some(PictureKind::Receipt) if shown.len() < 2 => Sight::Cost,
            Some(PictureKind::Partitions) => Sight::Partitions,
            Some(
                PictureKind::Receipt | PictureKind::Lanes | PictureKind::Changes | PictureKind::Lab,
            ) => Sight::Picture,
        };
        let has_picture = sight == Sight::Picture;
        self.picture.set(picture.filter(|_| has_picture));
        self.shown.set(shown);
        // After the view has followed the run.
        dom::time::soon(move || {
            self.sight.try_set(sight);
        });
    }
}

/// The playground.
#[component]
pub fn Playground(
    /// The state of the playground.
    play: Play,
    /// What stands at its foot.
    children: Children,
) -> impl IntoView {
    let sights = move || {
        let picture = play.picture.get().map(|_| Sight::Picture);
        let others = [Sight::Result, Sight::Data, Sight::Cost, Sight::Partitions];
        picture.into_iter().chain(others)
    };
    let button = move |sight: Sight| {
        view! {
            <button
                type="button"
                aria-current=move || (play.sight.get() == sight).then_some("true")
                on:click=move |_| play.sight.set(sight)
            >
                {sight.label()}
            </button>
        }
    };
    let content = move || match play.sight.get() {
        Sight::Picture => view! { <Picture play/> }.into_any(),
        Sight::Result => view! { <div class="play-answer"><AnswerPanel/></div> }.into_any(),
        Sight::Data => view! { <div class="play-data"><DataPanel/></div> }.into_any(),
        Sight::Cost => view! { <Cost play/> }.into_any(),
        Sight::Partitions => view! { <Spread/> }.into_any(),
    };
    view! {
        <Provider value=play.app>
            <Provider value=play.desk>
                <div class="play" class:hides-cost=move || play.hides_cost.get()>
                    <Request play/>
                    <div class="tabs play-sights" role="group" aria-label="Below the request">
                        <For each=sights key=|sight| *sight as u8 let(sight)>{button(sight)}</For>
                    </div>
                    <section class="play-sight" aria-label="What the request did">{content}</section>
                    <div class="play-foot">
                        {play.lags.then(|| view! { <PassTime play/> })}
                        {children()}
                    </div>
                </div>
            </Provider>
        </Provider>
    }
}

/// The request, in one line or as a form.
#[component]
fn Request(
    /// The state of the playground.
    play: Play,
) -> impl IntoView {
    let is_there = Memo::new(move |_| play.form.get() != FormSight::Absent);
    let is_open = Memo::new(move |_| play.form.get() == FormSight::Unfolded);
    let toggle = move |toggled| {
        play.form.set(match dom::is_open(&toggled) {
            true => FormSight::Unfolded,
            false => FormSight::Folded,
        });
    };
    let summary = move || match is_open.get() {
        true => "Request".to_owned(),
        false => format!("Change the request: {}", play.app.draft.with(written)),
    };
    view! {
        <Show when=move || is_there.get()>
            <details class="play-request" prop:open=is_open on:toggle=toggle>
                <summary data-testid="play-request">{summary}</summary>
                <section aria-label="Request"><RequestForm/></section>
            </details>
        </Show>
    }
}

/// A draft in one line; of one that is no request yet, its operation.
fn written(draft: &Draft) -> String {
    let request = draft.to_request().ok().and_then(|body| {
        let operation = Operation::from_name(draft.operation())?;
        Some(in_one_line(&Asked { operation, body }))
    });
    request.unwrap_or_else(|| draft.operation().to_owned())
}

/// Time stands still in a lesson, so that its runs always come to the same; here it passes.
#[component]
fn PassTime(
    /// The state of the playground.
    play: Play,
) -> impl IntoView {
    view! {
        <button type="button" on:click=move |_| play.app.turn_clock(1_000)>
            "Let one second pass"
        </button>
    }
}

/// The receipt of the page that is looked at.
#[component]
fn Cost(
    /// The state of the playground.
    play: Play,
) -> impl IntoView {
    let desk = play.desk;
    let shown = move || desk.run.get().map(|run| (run, desk.page.get()));
    let bill = Memo::new(move |_| shown().and_then(|(run, page)| run.bill(page)));
    let of = Memo::new(move |_| shown().map(|(run, page)| run.title(page)).unwrap_or_default());
    view! { <ReceiptCard bill of/> }
}

/// The picture of what a step has run.
#[component]
fn Picture(
    /// The state of the playground.
    play: Play,
) -> impl IntoView {
    move || match play.picture.get() {
        Some(PictureKind::Lanes) => view! { <Lanes play/> }.into_any(),
        Some(PictureKind::Changes) => view! { <Changes play/> }.into_any(),
        Some(PictureKind::Lab) => view! { <LabRun lab=play.app.lab/> }.into_any(),
        _ => view! { <Receipts play/> }.into_any(),
    }
}

/// What each run read, over the same strip of items.
#[component]
fn Lanes(
    /// The state of the playground.
    play: Play,
) -> impl IntoView {
    let lane = move |(at, shown): (usize, Shown)| {
        let side = ComparisonSide::new();
        let strip = play.app.look_once(|inspect| shown.strip(inspect));
        side.reset(strip);
        for page in &shown.pages {
            side.add(page, play.app.look_once(|inspect| touches(page, inspect)));
        }
        side.advance_to(u64::MAX);
        let words = side.lane.with_untracked(|lane| {
            progress_words(lane.items_shown(), lane.returned_shown(), strip.items() as u64)
        });
        let units = side.totals.with_untracked(|totals| totals.units);
        let units = format!("{} RCU", read_units(units));
        // A pattern is found by its id, which is the page's.
        let pattern = PATTERNS[at.min(PATTERNS.len() - 1)];
        view! {
            <article class="play-lane">
                <h3>{shown.title}</h3>
                <LaneView side pattern/>
                <p class="lane-totals"><span>{words}</span> <strong>{units}</strong></p>
            </article>
        }
    };
    let lanes = move || play.shown.get().into_iter().enumerate().map(lane).collect_view();
    view! { <div class="play-lanes">{lanes}</div> }
}

const PATTERNS: [&str; 4] = ["lesson-lane-1", "lesson-lane-2", "lesson-lane-3", "lesson-lane-4"];

/// The receipt of each run, side by side.
#[component]
fn Receipts(
    /// The state of the playground.
    play: Play,
) -> impl IntoView {
    let receipt = |shown: Shown| {
        let bill = shown.pages.last().and_then(|page| Bill::of_exchange(page));
        view! { <ReceiptCard bill=Signal::stored(bill) of=Signal::stored(shown.title)/> }
    };
    let receipts = move || play.shown.get().into_iter().map(receipt).collect_view();
    view! { <div class="play-receipts">{receipts}</div> }
}

/// The items before and after, as the change records of the runs tell them.
#[component]
fn Changes(
    /// The state of the playground.
    play: Play,
) -> impl IntoView {
    let image = |label: &'static str, text: Option<String>| {
        let text = text.unwrap_or_else(|| "No item".to_owned());
        view! { <div><h4>{label}</h4><JsonView label text=Signal::stored(text)/></div> }
    };
    let record = move |changed: Changed| {
        view! {
            <article class="play-change">
                <h3>{changed.event}</h3>
                {image("Before", changed.before)}
                {image("After", changed.after)}
            </article>
        }
    };
    let records = move || {
        let changed = play.shown.with(|runs| play.app.look_once(|inspect| changes(runs, inspect)));
        if changed.is_empty() {
            return view! { <p class="answer-empty">"Nothing was changed."</p> }.into_any();
        }
        changed.into_iter().map(record).collect_view().into_any()
    };
    view! { <div class="play-changes">{records}</div> }
}
