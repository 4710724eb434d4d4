//! The report of a failure that was not foreseen.
//!
//! Made with plain DOM calls beside the page, since whatever drew the page may be what failed. Its
//! ways on are plain links: they work with the engine dead.

use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicBool, Ordering};

use leptos::ev;
use leptos::prelude::window_event_listener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ErrorEvent, HtmlElement};

use super::file::address_of;
use super::large::Large;
use super::storage::LocalEntries;
use crate::workspace::{Keeper, Opened, WorkspaceId, encode};

const EXCUSE: &str = "This is a bug in the page, not something you did. Your last save is still in \
                      this browser: reload to continue from there, or export it as a file first.";

static FAILED: AtomicBool = AtomicBool::new(false);

/// Whether the page has failed; what it holds is then not to be trusted, and not to be saved.
pub fn has_failed() -> bool {
    FAILED.load(Ordering::Relaxed)
}

/// From now on a failure shows the report instead of freezing the page.
pub fn install() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        console_error_panic_hook::hook(info);
        report(&info.to_string());
    }));
    // A stack that overflows, or a trap, is thrown by the browser past the hook.
    let _ = window_event_listener(ev::error, |event| {
        let event: &ErrorEvent = event.unchecked_ref();
        report_failure(&event.error());
    });
    let _ = window_event_listener(ev::unhandledrejection, |event| {
        report_failure(&member(&event, "reason"));
    });
}

/// Reports it if it is the engine's. What the browser notes down of it names the functions by
/// their numbers, which tells two failures apart.
fn report_failure(error: &JsValue) {
    let text = |name| member(error, name).as_string().unwrap_or_default();
    if matches!(text("name").as_str(), "RuntimeError" | "RangeError") {
        report(&format!("{}\n{}", text("message"), text("stack")));
    }
}

fn member(of: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(of, &name.into()).unwrap_or(JsValue::NULL)
}

/// Shows the report, once: what fails after the first failure is its consequence.
pub fn report(details: &str) {
    if !FAILED.swap(true, Ordering::Relaxed) {
        // Where even plain DOM calls fail there is nothing left to show it with.
        let _ = draw(details);
    }
}

fn draw(details: &str) -> Result<(), JsValue> {
    let report = element("div", "panic-report")?;
    report.set_attribute("role", "alertdialog")?;
    report.set_attribute("aria-modal", "true")?;
    report.set_attribute("aria-labelledby", "panic-title")?;
    let sheet = element("div", "panic-sheet")?;
    let title = text("h1", "panic-title", "The page has stopped")?;
    title.set_id("panic-title");
    for part in [title, text("p", "", EXCUSE)?, ways_on()?, text("pre", "panic-details", details)?]
    {
        sheet.append_child(&part)?;
    }
    report.append_child(&sheet)?;
    super::document().body().ok_or(JsValue::NULL)?.append_child(&report)?;
    focus_first_link(&report)
}

/// An empty `href` leads to the page without its fragment, which is a new start and not a jump.
fn ways_on() -> Result<Element, JsValue> {
    let ways = element("p", "panic-ways")?;
    let reload = text("a", "primary", "Reload")?;
    reload.set_attribute("href", "")?;
    ways.append_child(&reload)?;
    // Part of the work may lie where it can only be asked for. If that fails too, reloading is left.
    let links = ways.clone();
    leptos::task::spawn_local(async move {
        if let Some(work) = stored_work().await {
            let _ = add_export(&links, &work);
        }
    });
    Ok(ways)
}

/// The work that was done last, as it is exported.
async fn stored_work() -> Option<String> {
    let large = Large::open().await;
    let heads = match &large {
        Some(large) => large.heads().await.ok(),
        None => None,
    };
    let mut keeper = Keeper::new(LocalEntries);
    keeper.set_writer(false);
    let id: Option<WorkspaceId> = keeper.survey(heads);
    let entries = match (&large, id) {
        (Some(large), Some(id)) => large.entries(id).await.ok(),
        _ => None,
    };
    match keeper.assemble(id, entries) {
        // A part of it is no work to go on from.
        Opened::Restored(found) if !found.is_out_of_reach => Some(encode(&found.saved)),
        _ => None,
    }
}

fn add_export(ways: &Element, work: &str) -> Result<(), JsValue> {
    let link = text("a", "", "Export my work")?;
    link.set_attribute("href", &address_of(work)?)?;
    link.set_attribute("download", "dynamodb-playground.txt")?;
    ways.append_child(&link).map(drop)
}

fn focus_first_link(report: &Element) -> Result<(), JsValue> {
    let link = report.query_selector("a")?;
    link.and_then(|link| link.dyn_into::<HtmlElement>().ok()).map_or(Ok(()), |link| link.focus())
}

fn element(tag: &str, class: &str) -> Result<Element, JsValue> {
    let element = super::document().create_element(tag)?;
    element.set_class_name(class);
    Ok(element)
}

fn text(tag: &str, class: &str, words: &str) -> Result<Element, JsValue> {
    let element = element(tag, class)?;
    element.set_text_content(Some(words));
    Ok(element)
}
