//! Questions one after the other: those of a lesson, or today's review over all lessons.
//!
//! Owns which question is shown and the summary. When a question comes again is
//! `ui::model::learn::review`'s.

use std::sync::Arc;

use content::index::{Index, LessonFile};
use content::question::Question;
use leptos::prelude::*;

use super::lesson::WithLesson;
use super::question::QuestionView;
use super::{NotFetched, OnItsWay};
use crate::ui::dom;
use crate::ui::dom::route::focus_soon;
use crate::ui::model::learn::path::{candidates, lesson};
use crate::ui::model::learn::review::{
    Candidate, ConceptScore, Here, Session, by_concept, practice, todays,
};
use crate::ui::model::learn::route::LearnRoute;
use crate::ui::model::route::Place;
use crate::ui::model::words::plural;
use crate::ui::state::{Fetched, use_learn};

/// The questions of a lesson.
#[component]
pub fn QuestionsView(
    /// The lesson with what belongs to it.
    file: Arc<LessonFile>,
) -> impl IntoView {
    let to = LearnRoute::Step { lesson: file.lesson.id.clone(), step: None }.to_fragment();
    let title = format!("Questions: {}", file.lesson.title);
    let back = StoredValue::new(to.clone());
    let at = RwSignal::new(0_usize);
    let began = dom::time::now();
    let count = file.questions.len();
    let file = StoredValue::new(file);
    let card = move |at: usize| {
        let question = file.with_value(|file| file.questions[at].clone());
        let number = format!("Question {} of {count}", at + 1);
        view! { <One number question/> }
    };
    let result = move || {
        let asked: Vec<Candidate> =
            file.with_value(|file| file.questions.iter().map(candidate).collect());
        view! { <Summary asked began back=back.get_value()/> }
    };
    let words = move || if at.get() + 1 < count { "Next question" } else { "See the result" };
    let next = move |_| {
        at.update(|at| *at += 1);
        focus_soon("#question-prompt, #asking-summary".to_owned());
    };
    view! {
        <article class="asking" aria-labelledby="lesson-title">
            <header class="lesson-head">
                <a class="lesson-back" href=to>"Back to the lesson"</a>
                <h1 id="lesson-title">{title}</h1>
            </header>
            <Show when=move || { at.get() < count } fallback=result>
                <For each=move || (at.get() < count).then(|| at.get()) key=|at| *at let(at)>
                    {card(at)}
                </For>
                <p class="asking-onward">
                    <button type="button" data-testid="next-question" on:click=next>{words}</button>
                </p>
            </Show>
        </article>
    }
}

fn candidate(question: &Question) -> Candidate {
    Candidate {
        id: question.id.clone(),
        concept: question.concept.clone(),
        lesson: question.lesson.clone(),
    }
}

#[component]
fn One(
    /// Which of how many.
    number: String,
    /// The question.
    question: Question,
) -> impl IntoView {
    view! {
        <p class="asking-number" data-testid="question-number">{number}</p>
        <QuestionView question on_answered=|_| ()/>
    }
}

/// The quiz: today's review over all lessons, or a round of a unit or lesson that one chooses.
#[component]
pub fn QuizPage() -> impl IntoView {
    let learn = use_learn();
    learn.open();
    let content = move || match learn.index.get() {
        Fetched::Waiting => view! { <OnItsWay/> }.into_any(),
        Fetched::Failed(fault) => {
            let on_retry = Callback::new(move |()| learn.fetch_index());
            view! { <NotFetched fault on_retry/> }.into_any()
        }
        Fetched::Here(index) => view! { <Review index/> }.into_any(),
    };
    view! {
        <article class="asking" aria-labelledby="quiz-title">
            <header class="place-head">
                <h1 id="quiz-title">"Quiz"</h1>
                <p>
                    "Answer, say how sure you are, then read why. What you got wrong comes back tomorrow, "
                    "and once you have it right, a week later."
                </p>
            </header>
            {content}
        </article>
    }
}

#[component]
fn Review(
    /// The path.
    index: Arc<Index>,
) -> impl IntoView {
    let learn = use_learn();
    let all = StoredValue::new(candidates(&index));
    let path = StoredValue::new(index);
    let begin = move |of: String| {
        learn.note(|progress, now| {
            let questions = all.with_value(|all| match of.is_empty() {
                true => todays(progress, all, here()),
                false => {
                    let chosen = path.with_value(|index| chosen(index, all, &of));
                    practice(progress, &chosen, here())
                }
            });
            progress.session = Some(Session { began: now, questions, of });
        });
    };
    // A review that was begun today goes on, also after a reload.
    let is_begun = learn.progress.with_untracked(|progress| {
        let known = |id: &String| all.with_value(|all| all.iter().any(|c| c.id == *id));
        let session = progress.session.as_ref();
        session.is_some_and(|s| !s.is_over(here()) && s.questions.iter().all(known))
    });
    if !is_begun {
        begin(String::new());
    }
    let asked = Memo::new(move |_| {
        learn.progress.with(|progress| {
            progress.session.as_ref().map(|session| session.questions.clone()).unwrap_or_default()
        })
    });
    // The one that is shown stays until one goes on, though it is answered.
    let open = move || {
        learn.progress.with_untracked(|progress| {
            let session = progress.session.as_ref()?;
            session.open(progress).next().map(str::to_owned)
        })
    };
    let shown = RwSignal::new(open());
    let next = move |_| {
        shown.set(open());
        focus_soon("#question-prompt, #asking-summary".to_owned());
    };
    let is_answered = Memo::new(move |_| {
        let shown = shown.get();
        learn.progress.with(|progress| {
            let session = progress.session.as_ref();
            let open = session.map(|s| s.open(progress).map(str::to_owned).collect::<Vec<_>>());
            shown.is_some_and(|shown| !open.unwrap_or_default().contains(&shown))
        })
    });
    let card = move |id: String| {
        let entry = all.with_value(|all| all.iter().find(|c| c.id == id).cloned());
        let number = asked.with_untracked(|asked| {
            let at = asked.iter().position(|known| *known == id).unwrap_or(0);
            format!("Question {} of {}", at + 1, asked.len())
        });
        entry.map(|entry| {
            let children = move |file: Arc<LessonFile>| {
                let question = file.questions.iter().find(|question| question.id == id).cloned();
                let number = number.clone();
                match question {
                    Some(question) => view! { <One number question/> }.into_any(),
                    None => view! { <p>"This question no longer exists."</p> }.into_any(),
                }
            };
            view! { <WithLesson id=entry.lesson children/> }
        })
    };
    let of = Memo::new(move |_| {
        learn.progress.with(|progress| {
            progress.session.as_ref().map(|session| session.of.clone()).unwrap_or_default()
        })
    });
    // Counts the rounds, so that a question that comes again is asked afresh.
    let round = RwSignal::new(0_u32);
    let begin_with = move |of: String| {
        begin(of);
        round.update(|round| *round += 1);
        shown.set(open());
    };
    let again = move |_| begin_with(of.get_untracked());
    let choose = move |event| begin_with(event_target_value(&event));
    let result = move || {
        let asked = asked.get();
        let asked: Vec<Candidate> = all.with_value(|all| {
            all.iter().filter(|candidate| asked.contains(&candidate.id)).cloned().collect()
        });
        let back = Place::Learn.fragment().to_owned();
        let began = learn.progress.with_untracked(|progress| {
            progress.session.as_ref().map_or(0, |session| session.began)
        });
        view! {
            <Summary asked began back/>
            <button type="button" data-testid="review-again" on:click=again>"Another round"</button>
        }
    };
    view! {
        <label class="asking-of">
            "Questions from"
            <select data-testid="quiz-of" on:change=choose>
                <OfWhat index=path.get_value() of/>
            </select>
        </label>
        <Show when=move || shown.with(Option::is_some) fallback=result>
            <For
                each=move || shown.get().map(|id| (round.get(), id))
                key=|shown| shown.clone()
                let((_, id))
            >
                {card(id)}
            </For>
            <Show when=move || is_answered.get()>
                <p class="asking-onward">
                    <button type="button" class="primary" data-testid="next-question" on:click=next>
                        "Next question"
                    </button>
                </p>
            </Show>
        </Show>
    }
}

/// Now, where the person is.
pub fn here() -> Here {
    Here { now: dom::time::now(), minutes_ahead: dom::time::minutes_ahead() }
}

/// The questions of a unit or a lesson.
fn chosen(index: &Index, all: &[Candidate], of: &str) -> Vec<Candidate> {
    let unit = index.units.iter().find(|unit| unit.id == of);
    let is_of = |candidate: &&Candidate| match unit {
        Some(unit) => unit.lessons.iter().any(|lesson| lesson.id == candidate.lesson),
        None => candidate.lesson == of,
    };
    all.iter().filter(is_of).cloned().collect()
}

/// What the questions can be of: everything, a unit, or a lesson of it.
#[component]
fn OfWhat(
    /// The path.
    index: Arc<Index>,
    /// What is chosen.
    of: Memo<String>,
) -> impl IntoView {
    let option = move |id: String, title: String| {
        let value = id.clone();
        let selected = move || of.with(|of| *of == id);
        view! { <option value=value prop:selected=selected>{title}</option> }
    };
    let unit = |unit: &content::index::Unit| {
        let with_questions = unit.lessons.iter().filter(|lesson| !lesson.questions.is_empty());
        let lessons: Vec<_> =
            with_questions.map(|lesson| option(lesson.id.clone(), lesson.title.clone())).collect();
        (!lessons.is_empty()).then(|| {
            let whole = option(unit.id.clone(), format!("All of: {}", unit.title));
            view! { <optgroup label=unit.title.clone()>{whole} {lessons}</optgroup> }
        })
    };
    let units = index.units.iter().map(unit).collect_view();
    view! { {option(String::new(), "All lessons: today's review".to_owned())} {units} }
}

/// How it went, by concept, each with the lesson that explains it.
#[component]
fn Summary(
    /// The questions.
    asked: Vec<Candidate>,
    /// When the round began, in milliseconds since 1970.
    began: u64,
    /// Where to go from here.
    back: String,
) -> impl IntoView {
    let learn = use_learn();
    let scores =
        learn.progress.with_untracked(|progress| by_concept(progress, asked.iter(), began));
    let right: usize = scores.iter().map(|score| score.right).sum();
    let answered: usize = scores.iter().map(|score| score.answered).sum();
    let all = plural(asked.len() as u64, "question", "questions");
    let words = match (asked.len(), asked.len() - answered) {
        (0, _) => "Nothing is due today. Come back tomorrow, or continue with a lesson.".to_owned(),
        (_, 0) => format!("{right} of {all} correct."),
        (_, skipped) => format!("{right} of {all} correct. You skipped {skipped}."),
    };
    let index = learn.index.with_untracked(|index| index.here().cloned());
    let row = |score: ConceptScore| {
        let title = index.as_ref().and_then(|index| lesson(index, &score.lesson));
        let title = title.map_or_else(|| score.lesson.clone(), |entry| entry.title.clone());
        let to = LearnRoute::Step { lesson: score.lesson, step: None }.to_fragment();
        view! {
            <tr>
                <th scope="row">{score.concept.replace('-', " ")}</th>
                <td class="num">{format!("{} of {}", score.right, score.answered)}</td>
                <td><a href=to>{title}</a></td>
            </tr>
        }
    };
    let has_rows = !scores.is_empty();
    let rows = scores.into_iter().map(row).collect_view();
    view! {
        <section class="asking-summary" id="asking-summary" tabindex="-1" data-testid="summary">
            <h2>"Your result"</h2>
            <p>{words}</p>
            {has_rows.then(|| {
                view! {
                    <div class="table-scroll">
                        <table class="figures">
                            <thead>
                                <tr>
                                    <th scope="col">"Concept"</th>
                                    <th scope="col" class="num">"Correct"</th>
                                    <th scope="col">"Lesson"</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                }
            })}
            <p><a class="button" href=back>"Continue"</a></p>
        </section>
    }
}
