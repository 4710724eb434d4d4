//! The command palette: opened by a key or a button, and left to where one was.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use crate::api::Request;
use crate::datasets::access_patterns;
use crate::ui::dom;
use crate::ui::dom::route::focus_soon;
use crate::ui::model::draft::Draft;
use crate::ui::model::palette::{Action, Command, commands, matching};
use crate::ui::model::route::Place;
use crate::ui::state::{App, use_app, use_learn};

/// The id of the field, which has the focus from the first moment.
const INPUT: &str = "palette-input";

/// The palette, closed.
#[component]
pub fn Palette() -> impl IntoView {
    let (app, learn) = (use_app(), use_learn());
    let dialog = NodeRef::<html::Dialog>::new();
    let is_open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        if !is_open.get() {
            return Vec::new();
        }
        let index = learn.index.with(|index| index.here().cloned());
        text.with(|text| matching(&commands(app.recipe.get().dataset, index.as_deref()), text))
    });
    let open = move || {
        learn.open();
        text.set(String::new());
        at.set(0);
        is_open.set(true);
        dom::dialog::open(dialog);
        focus_soon(format!("#{INPUT}"));
    };
    Effect::new(move |_| {
        if app.wants_palette.get() {
            app.wants_palette.set(false);
            open();
        }
    });
    dom::dialog::on_key(move |event: KeyboardEvent| {
        let is_shortcut =
            (event.ctrl_key() || event.meta_key()) && !event.shift_key() && !event.alt_key();
        if is_shortcut && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            if dom::dialog::is_open(dialog) { dom::dialog::close(dialog) } else { open() }
        }
    });
    let run = move |command: Command| {
        dom::dialog::close(dialog);
        carry_out(app, command.action);
    };
    let run_chosen = move || {
        if let Some(command) = found.with_untracked(|found| found.get(at.get_untracked()).cloned())
        {
            run(command);
        }
    };
    let key = move |event: KeyboardEvent| {
        let last = found.with_untracked(Vec::len).saturating_sub(1);
        let now = at.get_untracked();
        let to = match event.key().as_str() {
            "ArrowDown" => {
                if now >= last {
                    0
                } else {
                    now + 1
                }
            }
            "ArrowUp" => now.checked_sub(1).unwrap_or(last),
            "PageDown" => (now + 8).min(last),
            "PageUp" => now.saturating_sub(8),
            "Enter" => {
                event.prevent_default();
                return run_chosen();
            }
            _ => return,
        };
        event.prevent_default();
        at.set(to);
        // The row is drawn by then.
        dom::time::soon(move || dom::scroll::reveal(&format!("palette-{to}")));
    };
    let rows = move || {
        found
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, command)| {
                let shown = command.clone();
                view! {
                    <li
                        id=format!("palette-{place}")
                        role="option"
                        aria-selected=move || (at.get() == place).to_string()
                        on:click=move |_| run(command.clone())
                    >
                        <span>{shown.label}</span>
                        <span class="palette-kind">{shown.kind}</span>
                    </li>
                }
            })
            .collect_view()
    };
    let told = move || match found.with(Vec::len) {
        0 => "Nothing is called that.".to_owned(),
        many => crate::ui::model::words::plural(many as u64, "command", "commands"),
    };
    view! {
        <dialog
            node_ref=dialog
            class="palette"
            aria-label="Commands"
            data-testid="palette"
            on:close=move |_| is_open.set(false)
        >
            <input
                id=INPUT
                type="text"
                role="combobox"
                aria-label="Find a command, place, lesson or term"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-autocomplete="list"
                aria-activedescendant=move || {
                    (!found.with(Vec::is_empty)).then(|| format!("palette-{}", at.get()))
                }
                autocomplete="off"
                spellcheck="false"
                prop:value=move || text.get()
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    at.set(0);
                }
                on:keydown=key
            />
            <ul id="palette-list" role="listbox" aria-label="Commands">{rows}</ul>
            <p class="hint palette-help">
                <span role="status">{told}</span>
                <span>
                    <kbd>"↑"</kbd> " " <kbd>"↓"</kbd> " choose, " <kbd>"Enter"</kbd> " run, "
                    <kbd>"Esc"</kbd> " close. Elsewhere: " <kbd>"Ctrl"</kbd> "+" <kbd>"Enter"</kbd>
                    " runs the request."
                </span>
            </p>
        </dialog>
    }
}

fn carry_out(app: App, action: Action) {
    let explore = |request: Request| {
        let draft = Draft::from_request(request.operation.name(), &request.body);
        app.draft.set(draft);
        app.go(Place::Explore);
    };
    match action {
        Action::Go(fragment) => dom::route::go(&fragment),
        Action::Operation(operation) => {
            let table = app.shown.with_untracked(|shown| shown.table.clone());
            let body = app.example(operation, &table);
            explore(Request { operation, body });
        }
        Action::Pattern(at) => {
            let patterns = access_patterns(app.recipe.get_untracked().dataset);
            if let Some(pattern) = patterns.into_iter().nth(at) {
                explore(pattern.request);
            }
        }
        Action::Load(recipe) => app.load(recipe),
        Action::Export => app.export(),
        Action::StartOver => app.start_over(),
    }
}
