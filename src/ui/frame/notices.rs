//! Messages that concern the whole page, each with its ways on.

use leptos::prelude::*;

use crate::ui::model::notice::{Notice, Subject, Tone};
use crate::ui::state::{EXPERIMENT_ID, use_app};

/// All notices, oldest first. The region stays in the page, so that what is new in it is read out.
#[component]
pub fn NoticeBar() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="notices" role="status" aria-live="polite">
            <For each=move || app.notices.get() key=|notice| notice.clone() let(notice)>
                <Message notice/>
            </For>
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
                {notice
                    .offers
                    .into_iter()
                    .map(|offer| {
                        view! {
                            <button type="button" on:click=move |_| app.take(offer, subject)>
                                {offer.label()}
                            </button>
                        }
                    })
                    .collect_view()}
                <button type="button" class="quiet" on:click=move |_| app.dismiss(subject)>"Dismiss"</button>
            </div>
        </div>
    }
}
