//! Learn: the path, a lesson from a guess to its explanation, an exercise from a wrong answer to the
//! right one, a question, and content that doesn't come.
//!
//! The lesson in `learn/` is as the compiler of `content` writes it.

use std::cell::Cell;
use std::rc::Rc;

use dynamodb_playground::ui::dom::fetch::FetchFault;
use dynamodb_playground::ui::model::learn::progress::Progress;
use dynamodb_playground::ui::model::learn::route::LearnRoute;
use dynamodb_playground::ui::pages::learn::LearnPage;
use dynamodb_playground::ui::state::{App, Fetched, Learn};
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::places::{all, next_frame, one, text, type_into};
use crate::stage::fresh;

const LESSON: &str = "filter-or-key";

fn content() -> Learn {
    let index = serde_json::from_str(include_str!("learn/index.json")).unwrap();
    let lesson = serde_json::from_str(include_str!("learn/lesson.json")).unwrap();
    Learn::over(index, vec![lesson])
}

/// Learn over the content of this folder, with what was done before.
fn mount(route: LearnRoute, before: Option<Progress>) -> (HtmlElement, Learn, impl Sized) {
    let root = fresh();
    let kept = Rc::new(Cell::new(None));
    let keep = kept.clone();
    let handle = mount_to(root.clone(), move || {
        let app = App::new();
        app.learn_route.set(route);
        provide_context(app);
        let learn = content();
        if let Some(progress) = before {
            learn.progress.set(progress);
        }
        keep.set(Some(learn));
        provide_context(learn);
        view! { <LearnPage/> }
    });
    (root, kept.get().unwrap(), handle)
}

/// Learn at an address.
fn open(route: LearnRoute) -> (HtmlElement, Learn, impl Sized) {
    mount(route, None)
}

fn review(before: Option<Progress>) -> (HtmlElement, Learn, impl Sized) {
    mount(LearnRoute::Review, before)
}

fn step(step: Option<&str>) -> LearnRoute {
    LearnRoute::Step { lesson: LESSON.into(), step: step.map(str::to_owned) }
}

/// Goes on, frame by frame, until something is there.
async fn appears(root: &HtmlElement, selector: &str) -> HtmlElement {
    for _ in 0..1_000 {
        if root.query_selector(selector).unwrap().is_some() {
            return one(root, selector);
        }
        next_frame().await;
    }
    panic!("{selector} never appeared in {}", root.inner_html());
}

/// Goes on until an element says something.
async fn says(root: &HtmlElement, selector: &str, words: &str) {
    for _ in 0..1_000 {
        let found = root.query_selector(selector).unwrap();
        if found.is_some_and(|found| found.text_content().unwrap().contains(words)) {
            return;
        }
        next_frame().await;
    }
    panic!("{selector} never said {words}: {}", root.inner_html());
}

fn button(root: &HtmlElement, name: &str) -> HtmlElement {
    let named = |element: &HtmlElement| element.text_content().unwrap().trim() == name;
    let found = all(root, "button").into_iter().find(named);
    found.unwrap_or_else(|| panic!("no button {name} in {}", root.inner_html()))
}

#[wasm_bindgen_test]
async fn the_path_says_where_to_go_on_and_how_far_one_is() {
    let (root, learn, _handle) = open(LearnRoute::Path);
    let on = appears(&root, "[data-testid=go-on]").await;
    assert_eq!(on.text_content().unwrap(), "Start: A filter doesn't make it cheaper");
    assert_eq!(all(&root, ".learn-unit").len(), 8);
    assert!(text(&root, ".learn-lesson-state").contains("Not started"));
    let first = "ask-for-the-bloods-of-patient-123";
    learn.note(|progress, now| progress.finish_step(LESSON, first, now));
    says(&root, ".learn-lesson-state", "1 of 2 steps").await;
    says(&root, "[data-testid=go-on]", "Continue").await;
    button(&root, "Reset progress").click();
    says(&root, ".learn-lesson-state", "Not started").await;
    button(&root, "Undo").click();
    says(&root, ".learn-lesson-state", "1 of 2 steps").await;
}

#[wasm_bindgen_test]
async fn content_that_does_not_come_has_a_sentence_and_a_way_to_try_again() {
    let (root, learn, _handle) = open(LearnRoute::Path);
    learn.index.set(Fetched::Failed(FetchFault::Status(503)));
    says(&root, "[data-testid=not-fetched]", "the server answered 503").await;
    assert_eq!(text(&root, "[data-testid=not-fetched] button"), "Try again");
}

#[wasm_bindgen_test]
async fn an_address_of_a_lesson_that_is_gone_leads_back() {
    let gone = LearnRoute::Step { lesson: "no-such-lesson".into(), step: None };
    let (root, _learn, _handle) = open(gone);
    says(&root, "h1", "nothing at this address").await;
}

#[wasm_bindgen_test]
async fn a_step_goes_from_a_guess_to_an_explanation_of_it() {
    let (root, learn, _handle) = open(step(None));
    appears(&root, "[data-testid=guess]").await;
    assert_eq!(text(&root, "[data-testid=step-number]"), "Step 1 of 2");
    let fields = all(&root, "[data-testid=guess] input");
    type_into(fields[0].clone(), "1", "input");
    type_into(fields[1].clone(), "0.1", "input");
    // What it would cost is what is to be predicted.
    assert!(one(&root, ".play").class_list().contains("hides-cost"));
    one(&root, "[data-testid=step-run]").click();
    says(&root, "[data-testid=explanation]", "returned 1").await;
    says(&root, "[data-testid=explanation]", "You expected 0.1").await;
    says(&root, "[data-testid=explanation]", "Not what you predicted").await;
    assert!(!one(&root, ".play").class_list().contains("hides-cost"));
    appears(&root, "[data-testid=next-step]").await;
    let first = "ask-for-the-bloods-of-patient-123";
    assert!(learn.progress.with_untracked(|progress| progress.has_finished(LESSON, first)));
    // The picture of this step is the items, with what was read of them.
    appears(&root, ".play-data .strip-item.is-kept").await;
}

#[wasm_bindgen_test]
async fn a_step_that_asks_for_a_guess_is_done_with_one() {
    let (root, learn, _handle) = open(step(None));
    appears(&root, "[data-testid=step-run]").await.click();
    says(&root, "[data-testid=unguessed]", "without a prediction").await;
    let first = "ask-for-the-bloods-of-patient-123";
    let is_done = || learn.progress.with_untracked(|progress| progress.has_finished(LESSON, first));
    assert!(!is_done());
    button(&root, "Predict first").click();
    next_frame().await;
    let field = one(&root, "[data-testid=guess] input");
    assert!(!field.has_attribute("disabled"));
    type_into(field, "1", "input");
    one(&root, "[data-testid=step-run]").click();
    says(&root, "[data-testid=explanation]", "returned 1").await;
    assert!(is_done());
    assert!(all(&root, "[data-testid=unguessed]").is_empty());
}

#[wasm_bindgen_test]
async fn a_later_step_finds_what_the_one_before_left_and_shows_lanes() {
    let (root, _learn, _handle) = open(step(Some("now-drop-the-key-condition")));
    let choices = appears(&root, "[data-testid=guess]").await;
    all(&choices, "input")[1].click();
    one(&root, "[data-testid=step-run]").click();
    says(&root, "[data-testid=explanation]", "As you predicted").await;
    appears(&root, ".play-lanes").await;
    // Beside the run of the step before.
    let titles: Vec<_> = all(&root, ".play-lane h3").iter().map(|h| h.text_content()).collect();
    assert_eq!(titles, [Some("Query".to_owned()), Some("Scan".to_owned())]);
    says(&root, ".lesson-attempt", "Add a projection").await;
    // The last step tells which were left out.
    says(&root, "[data-testid=steps-left]", "Not done yet").await;
    assert!(text(&root, ".lesson-left").starts_with("Step 1: "));
}

#[wasm_bindgen_test]
async fn an_exercise_goes_from_a_wrong_answer_by_hints_to_the_right_one() {
    let route = LearnRoute::Exercise { lesson: LESSON.into(), exercise: "pending-of-123".into() };
    let (root, learn, _handle) = open(route);
    says(&root, "[data-testid=goal]", "Budget: 0.5 RCU").await;
    says(&root, "[data-testid=goal]", "BOOKING#001#TEST#A2").await;
    type_into(one(&root, ".ask select"), "Scan", "change");
    next_frame().await;
    one(&root, "#run").click();
    says(&root, "[data-testid=outcome]", "Not there yet").await;
    says(&root, "[data-testid=outcome]", "too many").await;
    one(&root, "[data-testid=hint]").click();
    appears(&root, "#hint-0").await;
    one(&root, "[data-testid=hint]").click();
    // The blocks of the condition, by their buttons.
    appears(&root, ".blocks").await;
    let block = |name: &str| {
        let named = |element: &HtmlElement| element.text_content().unwrap() == name;
        all(&root, "button.block").into_iter().find(named).unwrap()
    };
    block("PK = :p").click();
    says(&root, "[data-testid=blocks-verdict]", "One block is missing").await;
    block("begins_with(SK, :b)").click();
    says(&root, "[data-testid=blocks-verdict]", "That's it").await;
    one(&root, "[data-testid=solution]").click();
    appears(&root, "[data-testid=solution-shown]").await;
    one(&root, "[data-testid=reset]").click();
    appears(&root, "[data-testid=undo-reset]").await;
    one(&root, "[data-testid=undo-reset]").click();
    says(&root, "[data-testid=outcome]", "Not there yet").await;
    one(&root, "[data-testid=fill-solution]").click();
    next_frame().await;
    one(&root, "#run").click();
    says(&root, "[data-testid=outcome]", "Solved").await;
    let key = "filter-or-key/pending-of-123";
    assert!(learn.progress.with_untracked(|progress| progress.has_solved(key, "answer")));
    one(&root, "[data-testid=next-part]").click();
    appears(&root, "[data-testid=exercise-done]").await;
}

#[wasm_bindgen_test]
async fn a_lessons_questions_end_with_a_summary() {
    let (root, learn, _handle) = open(LearnRoute::Questions { lesson: LESSON.into() });
    let field = appears(&root, ".question-number input").await;
    says(&root, "[data-testid=question-number]", "Question 1 of 2").await;
    type_into(field, "1", "input");
    next_frame().await;
    one(&root, "[data-testid=check-sure]").click();
    says(&root, "[data-testid=feedback]", "Incorrect").await;
    says(&root, "[data-testid=feedback]", "strongly consistent").await;
    says(&root, "[data-testid=feedback]", "Correct answer: 0.5 RCU").await;
    let review = learn.progress.with_untracked(|p| p.questions["what-a-filter-costs"]);
    assert!(!review.right && review.sure);
    one(&root, "[data-testid=next-question]").click();
    says(&root, "[data-testid=question-number]", "Question 2 of 2").await;
    let choices = appears(&root, ".question-choices").await;
    all(&choices, "input")[0].click();
    next_frame().await;
    one(&root, "[data-testid=check-unsure]").click();
    appears(&root, "[data-testid=feedback]").await;
    one(&root, "[data-testid=next-question]").click();
    says(&root, "[data-testid=summary]", "of 2 questions correct").await;
    assert!(!all(&root, "[data-testid=summary] a").is_empty());
}

#[wasm_bindgen_test]
async fn a_review_goes_on_where_it_was_and_ends_with_a_summary_by_concept() {
    let (root, learn, handle) = review(None);
    let field = appears(&root, ".question-number input").await;
    says(&root, "[data-testid=question-number]", "Question 1 of 2").await;
    type_into(field, "0.5", "input");
    next_frame().await;
    one(&root, "[data-testid=check-sure]").click();
    says(&root, "[data-testid=feedback]", "Correct").await;
    let before = learn.progress.get_untracked();
    drop(handle);
    // The page is opened again.
    let (root, _learn, _handle) = review(Some(before));
    says(&root, "[data-testid=question-number]", "Question 2 of 2").await;
    let choices = appears(&root, ".question-choices").await;
    all(&choices, "input")[0].click();
    next_frame().await;
    one(&root, "[data-testid=check-sure]").click();
    appears(&root, "[data-testid=next-question]").await.click();
    says(&root, "[data-testid=summary]", "filter expressions").await;
    appears(&root, "[data-testid=review-again]").await;
}
