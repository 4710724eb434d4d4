//! What happens some time after a write: items that expire by TTL, and indexes that follow the table.

use leptos::prelude::*;

use super::use_changes;
use crate::ui::components::term::Term;
use crate::ui::model::changes::lasting::{
    Expiring, Lag, TtlPicture, lags, let_expire, read_words, set_ttl,
};
use crate::ui::model::glossary::Term as Word;
use crate::ui::model::service::Service;
use crate::ui::model::words::css_percent;
use crate::ui::pages::explore::service::{Switch, TimeControls};

/// The TTL attribute that is suggested.
const SUGGESTED: &str = "expires_at";
/// In how many seconds an item is let expire.
const SOON: u64 = 300;

/// The view.
#[component]
pub fn LastingView() -> impl IntoView {
    let changes = use_changes();
    view! {
        <div class="changes-columns">
            <div class="changes-column">
                <section class="pane" aria-label="Clock">
                    <h2>"Clock"</h2>
                    <TimeControls app=changes.app/>
                </section>
                <Lags/>
            </div>
            <div class="changes-column"><Ttl/></div>
        </div>
    }
}

/// Time to live: the setting, and what expires.
#[component]
fn Ttl() -> impl IntoView {
    let changes = use_changes();
    let app = changes.app;
    let picture = Memo::new(move |_| {
        let table = changes.table.get();
        app.ticks.track();
        app.look(|inspect| TtlPicture::read(inspect, &table))
    });
    let attribute = RwSignal::new(SUGGESTED.to_owned());
    let is_on = Memo::new(move |_| picture.with(Option::is_some));
    let toggle = move |_| {
        let name = picture
            .with_untracked(|picture| picture.as_ref().map(|p| p.attribute.clone()))
            .unwrap_or_else(|| attribute.get_untracked());
        changes.send(vec![set_ttl(&changes.table.get_untracked(), &name, !is_on.get_untracked())]);
    };
    let expire = move |_| {
        let Some(picture) = picture.get_untracked() else { return };
        let table = changes.table.get_untracked();
        let request = app.look_once(|i| let_expire(i, &table, &picture.attribute, SOON));
        if let Some(request) = request {
            changes.send(vec![request]);
        }
    };
    let told = RwSignal::new(String::new());
    let row = move |item: Expiring| {
        let request = item.read.clone();
        let read = move |_| {
            let exchange = app.send(request.clone());
            told.set(read_words(&exchange));
        };
        let label = format!("Read item {}", item.key);
        view! {
            <tr class:is-changed=item.is_expired>
                <th scope="row" class="mono">{item.key}</th>
                <td class="num">{item.value}</td>
                <td class="changes-wrap">{item.state}</td>
                <td><button type="button" aria-label=label on:click=read>"Read item"</button></td>
            </tr>
        }
    };
    let words = move || {
        picture.with(|picture| match picture {
            Some(picture) => format!("TTL is on, by {}. {}", picture.attribute, picture.words),
            None => "TTL is off for this table.".to_owned(),
        })
    };
    view! {
        <section class="pane" aria-label="Time to Live">
            <h2>"Time to Live"</h2>
            <p>
                <Term term=Word::Ttl word="TTL"/>
                " deletes items whose time has passed, without consuming write units. It takes a while: \
                 AWS promises a few days, and small tables usually take minutes. Here an item goes with \
                 the first request from 10 minutes after it expired. Until then, reads return it and \
                 charge for it."
            </p>
            <p data-testid="ttl-state">{words}</p>
            <div class="changes-row">
                <Show when=move || !is_on.get()>
                    <div class="field">
                        <label for="ttl-attribute">"TTL attribute"</label>
                        <input
                            id="ttl-attribute"
                            type="text"
                            autocomplete="off"
                            prop:value=attribute
                            on:input=move |event| attribute.set(event_target_value(&event))
                        />
                    </div>
                </Show>
                <button type="button" on:click=toggle>
                    {move || if is_on.get() { "Disable TTL" } else { "Enable TTL" }}
                </button>
                <Show when=move || is_on.get()>
                    <button type="button" class="primary" on:click=expire>
                        "Let an item expire in 5 minutes"
                    </button>
                </Show>
            </div>
            <p role="status" data-testid="ttl-read">{told}</p>
            <Show when=move || is_on.get()>
                <div class="table-scroll" tabindex="0" role="region" aria-label="Items that expire">
                    <table class="figures" data-testid="expiring">
                        <thead>
                            <tr>
                                <th scope="col">"Item"</th>
                                <th scope="col" class="num">"Expires at (epoch seconds)"</th>
                                <th scope="col">"Now"</th>
                                <th scope="col">"Try it"</th>
                            </tr>
                        </thead>
                        <tbody>
                            {move || picture.with(|p| p.as_ref().map(|p| p.items.clone()))
                                .unwrap_or_default().into_iter().map(row).collect_view()}
                        </tbody>
                    </table>
                </div>
            </Show>
        </section>
    }
}

/// How far each global index is behind its table.
#[component]
fn Lags() -> impl IntoView {
    let changes = use_changes();
    let app = changes.app;
    let lagging = Memo::new(move |_| {
        let table = changes.table.get();
        app.ticks.track();
        app.look(|inspect| lags(inspect, &table))
    });
    let dial = |lag: Lag| {
        view! {
            <div class="changes-lag" data-testid="lag">
                <span class="mono">{lag.index}</span>
                <span class="meter-bar" aria-hidden="true">
                    <span style:width=css_percent(lag.share)></span>
                </span>
                <span>{lag.words}</span>
            </div>
        }
    };
    view! {
        <section class="pane" aria-label="Index lag">
            <h2>"Index lag"</h2>
            <p>
                "A " <Term term=Word::Gsi word="GSI"/>
                " gets each change a little after the table. AWS promises no figure for the lag; under \
                 Simulation in Explore you can set one."
            </p>
            <Switch
                app
                label="Simulate throttling and replication lag"
                get=|service: &Service| service.simulated
                set=|service: &mut Service, on| service.simulated = on
            />
            {move || match lagging.get() {
                None => view! {
                    <p class="hint">
                        "The simulation is off, so every index is up to date at once."
                    </p>
                }.into_any(),
                Some(lags) if lags.is_empty() => view! {
                    <p class="hint">"This table has no GSI."</p>
                }.into_any(),
                Some(lags) => lags.into_iter().map(dial).collect_view().into_any(),
            }}
            <p class="hint">"Scale: each step to the right doubles the lag, up to one minute."</p>
        </section>
    }
}
