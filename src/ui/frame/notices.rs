//! Messages that concern the whole page, each with its ways on.

use leptos::prelude::*;

use crate::ui::model::notice::{Notice, Offer, Subject, Tone};
use crate::ui::state::{EXPERIMENT_ID, use_app};
use crate::ui::{handler, view};

/// All notices, oldest first. The region stays in the page, so that what is new in it is read out.
#[component]
pub fn NoticeBar() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="notices" role="status" aria-live="polite">
            {move || app.notices.get().into_iter().map(|notice| view! { <Message notice/> }).collect_view()}
        </div>
    }
}

#[component]
fn Message(
    /// What to say.
    notice: Notice,
) -> impl IntoView {
    let app = use_app();
    let subject = notice.subject;
    let class = match notice.tone {
        Tone::Info => "notice notice-info",
        Tone::Warning => "notice notice-warning",
    };
    // What was sent here comes in at the notice: it says what to do.
    let id = (subject == Subject::Experiment).then_some(EXPERIMENT_ID);
    view! {
        <div class=class id=id data-testid="notice">
            <p>{notice.text}</p>
            <div class="notice-offers">
                {notice.offers.into_iter().map(|offer| view! { <Way offer subject/> }).collect_view()}
                <button type="button" class="quiet" on:click=handler(move |_| app.dismiss(subject))>"Dismiss"</button>
            </div>
        </div>
    }
}

#[component]
fn Way(
    /// What the button does.
    offer: Offer,
    /// What the notice is about.
    subject: Subject,
) -> impl IntoView {
    let app = use_app();
    view! {
        <button type="button" on:click=handler(move |_| app.take(offer, subject))>{offer.label()}</button>
    }
}
