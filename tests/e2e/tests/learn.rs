//! Learn on the release: a whole lesson, an exercise by its hints, a review with a reload in the
//! middle, a lesson without a network, a copy in Explore.
//!
//! The stories are told of whatever the first lesson is, since lessons change.

use anyhow::{Context as _, Result, ensure};
use e2e::{Page, dist, in_browser, on_page, site};
use serde_json::Value;

use crate::visit::{Hand, first_visit, visit};

/// Opens the path and goes where it says to go on.
async fn begin(page: &Page) -> Result<()> {
    page.run("location.hash = '#/learn'").await?;
    page.until_test_id("go-on", "Start: ").await?;
    page.test_id("go-on").await?.click().await?;
    page.until_test_id("step-number", "Step 1 of ").await?;
    Ok(())
}

/// How many elements there are with this test id.
fn has(test_id: &str) -> String {
    format!("return document.querySelector('[data-testid=\"{test_id}\"]') !== null")
}

async fn text_of(page: &Page, script: &str) -> Result<String> {
    let found = page.run(script).await?;
    found.as_str().map(str::to_owned).with_context(|| format!("{script} gave {found}"))
}

/// Runs every step of the lesson that is open; gives the number of steps.
async fn whole_lesson(page: &Page) -> Result<u64> {
    let number = "return document.querySelector('[data-testid=step-number]').innerText";
    for step in 1.. {
        page.until("the step is there", &format!("{number} .startsWith('Step {step} of ')"))
            .await?;
        page.until("the step is drawn", "return document.querySelector('#main h2') !== null")
            .await?;
        if page.run(&has("step-run")).await? == true {
            answer(page, "guess").await?;
            page.test_id("step-run").await?.click().await?;
            page.until("the explanation is there", &has("explanation")).await?;
            let explanation = page.test_id("explanation").await?.text().await?;
            ensure!(!explanation.contains('{'), "a value is not filled in: {explanation}");
        }
        let is_last = page.run(&has("next-step")).await? == false;
        page.nothing_serious(&format!("step {step} of a lesson")).await?;
        if is_last {
            return Ok(step);
        }
        page.test_id("next-step").await?.click().await?;
    }
    unreachable!("a lesson ends")
}

#[tokio::test]
async fn a_whole_lesson_is_done_and_noted() -> Result<()> {
    on_page(async |page| {
        begin(page).await?;
        let steps = whole_lesson(page).await?;
        page.run("location.hash = '#/learn'").await?;
        page.until_test_id("learn-done", "1 of ").await?;
        // It is there again after a reload, and the path leads to the next lesson.
        page.reload().await?;
        page.until_test_id("learn-done", "1 of ").await?;
        let saved = "return JSON.parse(localStorage['dynamodb-playground/progress']).lessons";
        let saved = page.run(saved).await?;
        let done = saved.as_object().and_then(|lessons| lessons.values().next());
        let done = done.and_then(Value::as_object).map_or(0, |steps| steps.len() as u64);
        ensure!(done == steps, "{done} of {steps} steps are saved: {saved}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_exercise_is_solved_by_its_hints() -> Result<()> {
    on_page(async |page| {
        page.run("location.hash = '#/learn'").await?;
        page.until(
            "exercises are listed",
            "return document.querySelector('.learn-extras a[href*=exercise]') !== null",
        )
        .await?;
        let to =
            "return document.querySelector('.learn-extras a[href*=exercise]').getAttribute('href')";
        let to = text_of(page, to).await?;
        page.run(&format!("location.hash = '{to}'")).await?;
        page.until("the goal is there", &has("goal")).await?;
        page.nothing_serious("an exercise").await?;
        while page.run(&has("hint")).await? == true {
            page.test_id("hint").await?.click().await?;
        }
        page.test_id("solution").await?.click().await?;
        page.until("the solution is there", &has("solution-shown")).await?;
        // One request of the solution after the other.
        let solved =
            "return document.querySelector('[data-testid=outcome]')?.innerText.includes('Solved')";
        for _ in 0..20 {
            page.test_id("fill-solution").await?.click().await?;
            page.css("#run").await?.click().await?;
            page.until("the answer is graded", &has("outcome")).await?;
            if page.run(solved).await? == true {
                return Ok(());
            }
        }
        anyhow::bail!("the solution doesn't pass");
    })
    .await
}

#[tokio::test]
async fn a_review_goes_on_after_a_reload() -> Result<()> {
    on_page(async |page| {
        page.run("location.hash = '#/learn/review'").await?;
        page.until_test_id("question-number", "Question 1 of ").await?;
        answer_somehow(page).await?;
        page.reload().await?;
        page.run("location.hash = '#/learn/review'").await?;
        page.until_test_id("question-number", "Question 2 of ").await?;
        page.nothing_serious("the review").await
    })
    .await
}

/// Chooses, types or leaves in order, and says so with confidence.
async fn answer_somehow(page: &Page) -> Result<()> {
    page.until("the question is there", &has("question")).await?;
    answer(page, "question").await?;
    page.test_id("check-sure").await?.click().await?;
    page.until("the answer is judged", &has("feedback")).await?;
    Ok(())
}

/// Chooses or types something wherever the part of the page with this test id asks for it.
async fn answer(page: &Page, test_id: &str) -> Result<()> {
    let choose = "
        const change = (element, value) => {
            const prototype = Object.getPrototypeOf(element);
            Object.getOwnPropertyDescriptor(prototype, 'value').set.call(element, value);
            for (const name of ['input', 'change']) element.dispatchEvent(new Event(name, { bubbles: true }));
        };
        const asked = document.querySelector('[data-testid=ASKED]');
        asked?.querySelector('input[type=radio], input[type=checkbox]')?.click();
        for (const field of asked?.querySelectorAll('input[type=text]') ?? []) change(field, '1');
        for (const list of asked?.querySelectorAll('select') ?? []) change(list, list.options[1].value);";
    page.run(&choose.replace("ASKED", test_id)).await?;
    Ok(())
}

#[tokio::test]
async fn a_lesson_that_was_opened_is_there_without_a_network() -> Result<()> {
    const KEPT: &str = "return navigator.serviceWorker.ready.then(() => caches.open('build'))
        .then((build) => build.match(location.href.split('#')[0])).then((page) => Boolean(page))";
    const LESSON_KEPT: &str = "return caches.open('lessons').then((kept) => kept.keys())
        .then((files) => files.length >= 2)";
    let (address, switch) = site::serve_switched(dist()?).await?;
    in_browser(address, async |page| {
        page.open().await?;
        page.until("the build is kept", KEPT).await?;
        // From now on the worker is between the page and its host.
        page.reload().await?;
        begin(page).await?;
        page.until("the lesson is kept", LESSON_KEPT).await?;
        switch.set_down(true);
        page.reload().await?;
        // Who comes back finds the path, and the lesson in progress one press away.
        page.until("the way on is there", &has("go-on")).await?;
        page.test_id("go-on").await?.click().await?;
        page.until_test_id("step-number", "Step 1 of ").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_copy_of_a_lesson_opens_in_explore_and_the_former_work_is_kept() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.run("location.hash = '#/learn'").await?;
        visit.until_test_id("go-on", "Start: ").await?;
        visit.test_id("go-on").await?.click().await?;
        visit.until_test_id("step-number", "Step 1 of ").await?;
        visit.press_on("Open a copy in Explore").await?;
        visit.expect_place("Explore").await?;
        visit.until_loaded().await
    })
    .await
}

#[tokio::test]
async fn learn_has_room_on_a_phone() -> Result<()> {
    visit(Hand::Mouse, async |visit| {
        visit.viewport(360, 780).await?;
        begin(visit).await?;
        visit.expect_no_sideways_scrolling("a lesson").await?;
        visit.press_on("Playground").await?;
        visit.expect_no_sideways_scrolling("a playground").await
    })
    .await
}

#[tokio::test]
async fn progress_that_cannot_be_read_is_put_aside_and_told() -> Result<()> {
    first_visit(Hand::Mouse, async |visit| {
        let stored = "localStorage.setItem('dynamodb-playground/progress', '{\"future\": 1}')";
        visit.run(stored).await?;
        visit.reload().await?;
        visit.expect_notice("saved progress in Learn can't be read").await?;
        let aside = "return localStorage.getItem('dynamodb-playground/progress-unreadable')";
        let aside = visit.run(aside).await?;
        ensure!(aside.as_str().is_some_and(|text| text.contains("future")), "{aside}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn progress_that_the_browser_does_not_take_is_told() -> Result<()> {
    first_visit(Hand::Mouse, async |visit| {
        visit
            .run(
                "Storage.prototype.setItem = () => {
                    throw new DOMException('no room', 'QuotaExceededError');
                };
                location.hash = '#/learn/partition-key'",
            )
            .await?;
        visit.expect_notice("Your progress in Learn isn't saved").await
    })
    .await
}
