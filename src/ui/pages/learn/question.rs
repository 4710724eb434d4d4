//! A question: an answer with how sure one is, then why it is so and the experiment that shows it.
//!
//! Owns its form. What is right comes from the engine (`crate::learn::pose`); when a question comes
//! again is `ui::model::learn::review`'s.

use std::sync::Arc;

use content::prose::{Prose, plain};
use content::question::Question;
use leptos::prelude::*;

use super::opening::{CannotStart, WithStage, open};
use crate::api::Request;
use crate::learn::pose::{Options, PARTITIONS, Posed, Verdict, pose_on};
use crate::learn::stage::{Opening, Stage};
use crate::ui::components::json_view::JsonView;
use crate::ui::components::prose::{ProseView, text};
use crate::ui::dom;
use crate::ui::dom::route::focus_soon;
use crate::ui::model::compare::heading;
use crate::ui::model::draft::pretty;
use crate::ui::model::lab::form::Form;
use crate::ui::model::learn::ask::Chosen;
use crate::ui::model::learn::lab::scenario;
use crate::ui::model::learn::review::Given;
use crate::ui::model::learn::route::LearnRoute;
use crate::ui::model::route::Place;
use crate::ui::model::workbench::draft_of;
use crate::ui::state::{App, use_app, use_learn};

/// The id of what is said of the answer, which the keyboard goes to.
const FEEDBACK_ID: &str = "question-feedback";

/// A question, once its experiments have run.
#[component]
pub fn QuestionView(
    /// The question.
    question: Question,
    /// Called once it is answered.
    #[prop(into)]
    on_answered: Callback<bool>,
) -> impl IntoView {
    // Another seed each time, where the author allows it: figures can't be memorised.
    let seed = question.vary.then(dom::time::random);
    let base = open(Opening::new(&question.start, PARTITIONS, seed, scenario));
    let content = move |stage: Arc<Stage>| match pose_on(Stage::clone(&stage), &question) {
        Ok(posed) => view! { <Card question=question.clone() stage posed on_answered/> }.into_any(),
        Err(error) => view! { <CannotStart reason=error.to_string()/> }.into_any(),
    };
    view! { <WithStage base children=content/> }
}

/// What is chosen and what became of it. Copied freely.
#[derive(Clone, Copy)]
struct Asked {
    options: StoredValue<Options>,
    chosen: RwSignal<Chosen>,
    verdict: RwSignal<Option<Verdict>>,
}

impl Asked {
    fn is_open(self) -> bool {
        self.verdict.with(Option::is_none)
    }

    fn is_complete(self) -> bool {
        self.options.with_value(|options| self.chosen.with(|c| c.answer(options).is_some()))
    }
}

#[component]
fn Card(
    /// The question.
    question: Question,
    /// The stage that it is about.
    stage: Arc<Stage>,
    /// The question with its figures.
    posed: Posed,
    /// Called once it is answered.
    on_answered: Callback<bool>,
) -> impl IntoView {
    let learn = use_learn();
    let Posed { prompt, options, explain, experiments, lab } = posed;
    let chosen = Chosen::new(&options, dom::time::random());
    let asked = Asked {
        options: StoredValue::new(options),
        chosen: RwSignal::new(chosen),
        verdict: RwSignal::new(None),
    };
    let id = question.id.clone();
    let check = move |sure: bool| {
        let verdict = asked.options.with_value(|options| {
            let answer = asked.chosen.with_untracked(|chosen| chosen.answer(options))?;
            Some(options.judge(&answer))
        });
        let Some(verdict) = verdict else { return };
        let right = verdict.right;
        learn.note(|progress, now| progress.answer(&id, Given { right, sure }, now));
        asked.verdict.set(Some(verdict));
        on_answered.run(right);
        focus_soon(format!("#{FEEDBACK_ID}"));
    };
    let unsure = check.clone();
    let incomplete = move || !asked.is_complete();
    let lesson = question.lesson.clone();
    let feedback = move || {
        asked.verdict.get().map(|verdict| {
            let (explain, lesson) = (explain.clone(), lesson.clone());
            let (stage, experiments, lab) = (stage.clone(), experiments.clone(), lab.clone());
            view! { <Feedback asked verdict explain lesson stage experiments lab/> }
        })
    };
    view! {
        <div class="question" data-testid="question">
            <fieldset class="question-options" disabled=move || !asked.is_open()>
                <legend class="question-prompt" tabindex="-1" id="question-prompt">
                    <ProseView prose=prompt/>
                </legend>
                <OptionsView asked/>
            </fieldset>
            <Show when=move || asked.is_open()>
                <div class="question-check" role="group" aria-label="How sure are you?">
                    <button
                        type="button"
                        class="primary"
                        data-testid="check-sure"
                        disabled=incomplete
                        on:click={
                            let check = check.clone();
                            move |_| check(true)
                        }
                    >
                        "Check: I'm sure"
                    </button>
                    <button
                        type="button"
                        data-testid="check-unsure"
                        disabled=incomplete
                        on:click={
                            let check = unsure.clone();
                            move |_| check(false)
                        }
                    >
                        "Check: I'm guessing"
                    </button>
                </div>
            </Show>
            {feedback}
        </div>
    }
}

/// What can be answered, by kind.
#[component]
fn OptionsView(
    /// The question.
    asked: Asked,
) -> impl IntoView {
    asked.options.with_value(|options| match options {
        Options::Choices { .. } => view! { <Choices asked/> }.into_any(),
        Options::Order(_) => view! { <Cards asked/> }.into_any(),
        Options::Number { unit, .. } => view! { <NumberField asked unit=unit.clone()/> }.into_any(),
        Options::Pairs { .. } => view! { <Pairs asked/> }.into_any(),
    })
}

#[component]
fn Choices(
    /// The question.
    asked: Asked,
) -> impl IntoView {
    let Options::Choices { choices, several } = asked.options.get_value() else {
        return ().into_any();
    };
    let order = asked.chosen.with_untracked(|chosen| chosen.order().to_vec());
    let hint = several.then(|| view! { <p class="question-hint">"Choose all that are right."</p> });
    let choice = move |option: usize| {
        let choice = choices[option].clone();
        let kind = if several { "checkbox" } else { "radio" };
        let mark = move || {
            let shown = !asked.is_open();
            let ticked = asked.chosen.with(|chosen| chosen.is_ticked(option));
            shown.then(|| choice_words(choice.right, ticked)).flatten()
        };
        let class = move || match (asked.is_open(), choice.right) {
            (true, _) => "question-choice",
            (false, true) => "question-choice is-right",
            (false, false) if asked.chosen.with(|chosen| chosen.is_ticked(option)) => {
                "question-choice is-wrong"
            }
            (false, false) => "question-choice",
        };
        let request = choice.shown.clone().map(|request| {
            view! { <JsonView label="Request" text=Signal::stored(written(&request))/> }
        });
        view! {
            <label class=class>
                <input
                    type=kind
                    name="question-choice"
                    prop:checked=move || asked.chosen.with(|chosen| chosen.is_ticked(option))
                    on:change=move |_| asked.chosen.update(|chosen| chosen.tick(option, several))
                />
                <span>
                    {text(choice.text.clone())}
                    {move || mark().map(|words| view! { <strong>{format!(" {words}")}</strong> })}
                    {request}
                </span>
            </label>
        }
    };
    view! { {hint} <div class="question-choices">{order.into_iter().map(choice).collect_view()}</div> }
        .into_any()
}

/// What stands beside a choice, so that it is not told by colour alone.
fn choice_words(right: bool, ticked: bool) -> Option<&'static str> {
    match (right, ticked) {
        (true, true) => Some("✓ Correct"),
        (true, false) => Some("✓ Correct answer"),
        (false, true) => Some("✗ Incorrect"),
        (false, false) => None,
    }
}

fn written(request: &Request) -> String {
    format!("{} {}", request.operation.name(), pretty(&request.body))
}

#[component]
fn Cards(
    /// The question.
    asked: Asked,
) -> impl IntoView {
    let Options::Order(cards) = asked.options.get_value() else { return ().into_any() };
    let order = move || asked.chosen.with(|chosen| chosen.order().to_vec());
    let card = move |option: usize| {
        let words = plain(&cards[option]);
        let (up, down) = (format!("Move up: {words}"), format!("Move down: {words}"));
        let shift =
            move |is_up: bool| move |_| asked.chosen.update(|chosen| chosen.shift(option, is_up));
        view! {
            <li>
                <span>{text(cards[option].clone())}</span>
                <span class="block-moves">
                    <button type="button" aria-label=up on:click=shift(true)>"↑"</button>
                    <button type="button" aria-label=down on:click=shift(false)>"↓"</button>
                </span>
            </li>
        }
    };
    view! {
        <p class="question-hint">"Put them in order: the first at the top."</p>
        <ol class="question-cards"><For each=order key=|option| *option let(option)>{card(option)}</For></ol>
    }
    .into_any()
}

#[component]
fn NumberField(
    /// The question.
    asked: Asked,
    /// The unit.
    unit: String,
) -> impl IntoView {
    let change =
        move |event| asked.chosen.update(|chosen| chosen.set_text(event_target_value(&event)));
    view! {
        <label class="question-number">
            <span class="visually-hidden">"Your answer"</span>
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                prop:value=move || asked.chosen.with(|chosen| chosen.text().to_owned())
                on:input=change
            />
            <span>{unit}</span>
        </label>
    }
}

#[component]
fn Pairs(
    /// The question.
    asked: Asked,
) -> impl IntoView {
    let Options::Pairs { pairs, distractors } = asked.options.get_value() else {
        return ().into_any();
    };
    let serves: Vec<String> = pairs
        .iter()
        .map(|(_, serves)| plain(serves))
        .chain(distractors.iter().map(|(serves, _)| plain(serves)))
        .collect();
    let order = asked.chosen.with_untracked(|chosen| chosen.order().to_vec());
    let row = move |(pattern, (words, _)): (usize, (content::prose::Text, _))| {
        let option = |option: &usize| {
            let (option, name) = (*option, serves[*option].clone());
            let selected = move || asked.chosen.with(|c| c.serves(pattern) == Some(option));
            view! { <option value=option.to_string() prop:selected=selected>{name}</option> }
        };
        let choose = move |event| {
            let option = event_target_value(&event).parse().ok();
            asked.chosen.update(|chosen| chosen.set_serves(pattern, option));
        };
        let mark = move || {
            (!asked.is_open()).then(|| {
                let right = asked.chosen.with(|chosen| chosen.serves(pattern) == Some(pattern));
                if right { " ✓" } else { " ✗" }
            })
        };
        view! {
            <label class="question-pair">
                <span>{text(words)} {mark}</span>
                <select on:change=choose>
                    <option value="">"Choose one"</option>
                    {order.iter().map(option).collect_view()}
                </select>
            </label>
        }
    };
    view! {
        <div class="question-pairs">{pairs.clone().into_iter().enumerate().map(row).collect_view()}</div>
    }
    .into_any()
}

/// What is said of the answer, why it is so, and the experiment that shows it.
#[component]
fn Feedback(
    /// The question.
    asked: Asked,
    /// Whether the answer is right, and what to say of it.
    verdict: Verdict,
    /// Why it is so.
    explain: Prose,
    /// The lesson that explains it.
    lesson: String,
    /// The stage that it is about.
    stage: Arc<Stage>,
    /// What shows it.
    experiments: Vec<Request>,
    /// What shows it in the traffic lab.
    lab: Option<content::request::Lab>,
) -> impl IntoView {
    let page = use_app();
    let right_answer = (!verdict.right).then(|| right_words(&asked.options.get_value())).flatten();
    let open = experiments.into_iter().last().map(|request| {
        let words = format!("Open the experiment: {}", heading(&request));
        let open = move |_| {
            let apart = App::apart(stage.session().clone(), stage.recipe());
            apart.draft.set(draft_of(&request));
            page.open_copy(apart.to_workspace());
        };
        view! { <button type="button" on:click=open>{words}</button> }
    });
    let to_lab = lab.and_then(|lab| Form::from_lab(&lab)).map(|form| {
        let words = format!("Open the experiment: {}", form.preset().title);
        let open = move |_| {
            page.lab.choose(form.preset);
            page.lab.form.set(form.clone());
            page.go(Place::Partitions);
        };
        view! { <button type="button" on:click=open>{words}</button> }
    });
    let to = LearnRoute::Step { lesson, step: None }.to_fragment();
    let why = verdict.why.into_iter().map(|prose| view! { <ProseView prose/> });
    view! {
        <section
            id=FEEDBACK_ID
            tabindex="-1"
            role="group"
            aria-label="Explanation"
            data-testid="feedback"
            class=if verdict.right { "callout callout-good" } else { "callout callout-error" }
        >
            <p><strong>{if verdict.right { "✓ Correct." } else { "✗ Incorrect." }}</strong></p>
            {right_answer.map(|words| view! { <p>{words}</p> })}
            {why.collect_view()}
            <ProseView prose=explain/>
            <div class="question-ways">{open} {to_lab} <a href=to>"Open the lesson"</a></div>
        </section>
    }
}

/// The right answer in words, where the options don't show it by themselves.
fn right_words(options: &Options) -> Option<String> {
    match options {
        Options::Choices { .. } => None,
        Options::Order(cards) => {
            let cards: Vec<String> = cards.iter().map(|card| plain(card)).collect();
            Some(format!("The right order: {}.", cards.join(" → ")))
        }
        Options::Number { answer, unit, .. } => Some(format!("Correct answer: {answer} {unit}.")),
        Options::Pairs { pairs, .. } => {
            let pair = |(pattern, serves): &(content::prose::Text, content::prose::Text)| {
                format!("{}: {}", plain(pattern), plain(serves))
            };
            Some(format!(
                "The right pairs. {}.",
                pairs.iter().map(pair).collect::<Vec<_>>().join("; ")
            ))
        }
    }
}
