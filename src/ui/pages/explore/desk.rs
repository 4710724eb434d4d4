//! The state of Explore, shared by its panels: what is looked at, what is selected, what was
//! answered. Owns no markup.

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::Value as Json;

use crate::api::{Operation, Request};
use crate::editor::code::Language;
use crate::model::{Item, TableSchema};
use crate::ui::model::draft::{
    Draft, DraftProblem, Face, Notation, Place, RawRequest, Verb, pretty,
};
use crate::ui::model::link::Link;
use crate::ui::model::rows::{TableRows, Target};
use crate::ui::model::run::Run;
use crate::ui::model::tables::Tables;
use crate::ui::state::{App, RunHandle, use_app};

/// The four parts of the page; on a narrow screen one is shown at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Tab {
    Request,
    Result,
    Cost,
    Data,
}

impl Tab {
    /// All, in order.
    pub const ALL: [Tab; 4] = [Tab::Request, Tab::Result, Tab::Cost, Tab::Data];

    /// Its label.
    pub fn label(self) -> &'static str {
        match self {
            Tab::Request => "Request",
            Tab::Result => "Result",
            Tab::Cost => "Cost",
            Tab::Data => "Data",
        }
    }
}

/// What stands below the request on a wide screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Lower {
    Result,
    Data,
}

impl Lower {
    /// Its label.
    pub fn label(self) -> &'static str {
        match self {
            Lower::Result => "Result",
            Lower::Data => "Data",
        }
    }
}

/// How stored items are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum DataView {
    Labels,
    Whole,
    Grid,
    Mirror,
}

/// How far a run over all pages is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Pages so far.
    pub pages: usize,
    /// Items read so far.
    pub scanned: u64,
    /// Items in the table or index, when the run goes over all of it.
    pub of: Option<u64>,
}

/// Explore's state. Copied freely: all of it is signals.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The app's state.
    pub app: App,
    /// The part shown on a narrow screen.
    pub tab: RwSignal<Tab>,
    /// The part below the request on a wide screen.
    pub lower: RwSignal<Lower>,
    /// The table or index whose items are shown.
    pub shown: RwSignal<Target>,
    /// How they are shown.
    pub view: RwSignal<DataView>,
    /// The selected row among them.
    pub selected: RwSignal<Option<usize>>,
    /// What keeps the draft from running.
    pub problem: RwSignal<Option<DraftProblem>>,
    /// The field to look at: of the problem, or of what the service rejected.
    pub wrong: RwSignal<Option<Place>>,
    /// The last run. It outlives the page, as the data does.
    pub run: RwSignal<Option<Arc<Run>>>,
    /// Which of its pages is looked at.
    pub page: RwSignal<usize>,
    /// A request that waits for a yes, since it deletes a table.
    pub waiting: RwSignal<Option<Request>>,
    /// What was typed as JSON for operations that were left since, by their names.
    pub texts: StoredValue<Vec<RawRequest>>,
    /// Whether the request is shown as code.
    pub is_code: RwSignal<bool>,
    /// The language of the code.
    pub language: RwSignal<Language>,
    /// A run over all pages that is under way.
    pub progress: RwSignal<Option<Progress>>,
    /// Ends it.
    pub handle: StoredValue<Option<RunHandle>, LocalStorage>,
    /// Every table.
    pub tables: Memo<Tables>,
    /// The items that are shown.
    pub rows: Memo<TableRows>,
}

/// The state of the Explore page that surrounds a component.
pub fn use_desk() -> Desk {
    use_context().expect("every part of Explore stands inside the page, which provides its state")
}

impl Desk {
    /// A desk for the app around it.
    pub fn new() -> Self {
        Self::over(use_app())
    }

    /// A desk for this app.
    pub fn over(app: App) -> Self {
        let shown = app.shown;
        let tables = Memo::new(move |_| app.look(Tables::read));
        let rows = Memo::new(move |before: Option<&TableRows>| read_rows(app, shown, before));
        Self {
            app,
            tab: RwSignal::new(Tab::Request),
            // Until something has run there is no result, and the data is what there is to see.
            lower: RwSignal::new(if app.run.with_untracked(Option::is_some) {
                Lower::Result
            } else {
                Lower::Data
            }),
            shown,
            view: RwSignal::new(DataView::Labels),
            selected: RwSignal::new(None),
            problem: RwSignal::new(None),
            wrong: RwSignal::new(None),
            run: app.run,
            page: app.page,
            waiting: RwSignal::new(None),
            texts: StoredValue::new(Vec::new()),
            is_code: RwSignal::new(false),
            language: RwSignal::new(Language::PythonClient),
            progress: RwSignal::new(None),
            handle: StoredValue::new_local(None),
            tables,
            rows,
        }
    }

    /// Keeps the draft's fields as the schema of its table asks for, and the data view on what the
    /// draft is about.
    pub fn follow(self) {
        let draft = self.app.draft;
        let target = Memo::new(move |_| draft.with(target_of));
        let shape = Memo::new(move |_| draft.with(|d| (d.verb, d.raw.is_some())));
        Effect::new(move |_| {
            target.track();
            shape.track();
            self.tables.track();
            self.fit();
        });
        Effect::new(move |_| {
            if let Some(target) = target.get() {
                self.look_at(target);
            }
        });
        // A table that was deleted is no longer looked at.
        Effect::new(move |_| {
            let shown = self.shown.get();
            if let Some(nearest) = self.tables.with(|tables| tables.nearest(&shown)) {
                self.look_at(nearest);
            }
        });
        let link = Memo::new(move |_| {
            let target = self.shown.get();
            (!target.table.is_empty()).then(|| draft.with(|draft| Link::new(target, draft)))
        });
        Effect::new(move |_| {
            if let Some(link) = link.get() {
                self.app.write_address(&link);
            }
        });
        let mut before = None;
        Effect::new(move |_| before = Some(self.keep_selection(before.take())));
        let recipe = self.app.recipe;
        Effect::watch(move || recipe.track(), move |_, _, _| self.problem.set(None), false);
        // Whatever is asked instead was not what the question was about.
        Effect::watch(move || draft.track(), move |_, _, _| self.waiting.set(None), false);
    }

    /// Keeps the same item selected while the rows around it change; none once it is gone.
    fn keep_selection(self, before: Option<TableRows>) -> TableRows {
        let rows = self.rows.get();
        // Other data altogether has no such item, and whoever shows it selects what is wanted.
        let same = |before: &TableRows| *before != rows && before.target() == rows.target();
        if let Some(before) = before.filter(same)
            && let Some(row) = self.selected.get_untracked()
        {
            let place = self.app.look_once(|inspect| rows.place_of(inspect, &before, row));
            self.selected.set(place);
        }
        rows
    }

    /// Shows a part of the page, whether on a narrow screen or on a wide one.
    pub fn show_tab(self, tab: Tab) {
        self.tab.set(tab);
        match tab {
            Tab::Result => self.lower.set(Lower::Result),
            Tab::Data => self.lower.set(Lower::Data),
            Tab::Request | Tab::Cost => {}
        }
    }

    /// Shows an item among the data of a table or index.
    pub fn show_item(self, target: Target, item: &Item) {
        let place = self.app.look_once(|inspect| target.place_of(inspect, item));
        self.look_at(target);
        self.selected.set(place);
        self.show_tab(Tab::Data);
    }

    /// Looks at the items of a table or index.
    pub fn look_at(self, target: Target) {
        if self.shown.with_untracked(|shown| *shown != target) {
            self.selected.set(None);
            self.shown.set(target);
        }
    }

    /// The face that the request shows.
    pub fn face(self) -> Signal<Face> {
        Signal::derive(move || match self.is_code.get() {
            true => Face::Code,
            false => self.app.draft.with(Draft::face),
        })
    }

    /// Goes over to another face. Where that can't say what is asked, the problem tells so and the
    /// face stays.
    pub fn show_face(self, face: Face) {
        let mut draft = self.app.draft.get_untracked();
        let gone = match face {
            Face::Code => Ok(()),
            Face::Form => draft.write_as_form(),
            Face::Text(notation) => draft.write_as(notation),
        };
        match gone {
            Ok(()) => {
                self.is_code.set(face == Face::Code);
                self.fill(draft);
            }
            Err(problem) => self.problem.set(Some(problem)),
        }
    }

    /// Shows the definition of a table as code: the CreateTable request that would create it anew.
    pub fn show_definition(self, table: &str) {
        let Some(body) = self.app.definition(table) else { return };
        self.fill(Draft::from_request(Operation::CreateTable.name(), &body));
        self.language.set(Language::CloudFormation);
        self.is_code.set(true);
        self.show_tab(Tab::Request);
    }

    /// Puts another draft into the form.
    pub fn fill(self, mut draft: Draft) {
        if let Some(schema) = self.schema(&draft.table) {
            draft.fit(&schema);
        }
        self.problem.set(None);
        self.app.draft.set(draft);
    }

    /// Goes over to another operation: of the form, as long as that has fields for it; as JSON with an
    /// example over the same table otherwise. What was typed for an operation is there again when
    /// one comes back to it.
    pub fn choose_operation(self, name: &str) {
        let mut draft = self.app.draft.get_untracked();
        let table = target_of(&draft).map_or_else(|| draft.table.clone(), |target| target.table);
        let verb = Verb::from_name(name);
        let left = draft.raw.take();
        // A command stays one, in the same notation as the text that it replaces.
        let is_command = left.as_ref().is_some_and(|raw| raw.notation == Notation::Cli);
        // JSON that was chosen stays JSON. JSON that an operation without a form needed does not.
        let stays = is_command
            || left.as_ref().is_some_and(|raw| Verb::from_name(&raw.operation).is_some());
        // A Query in JSON that becomes a Scan asks the same, as it does in the form.
        let left_form = left.as_ref().filter(|_| stays).and_then(|raw| {
            let mut form = Draft { raw: Some(raw.clone()), ..Draft::default() };
            form.write_as_form().ok()?;
            form.fit(&self.schema(&form.table)?);
            Some(form).filter(|form| form.verb.is_page())
        });
        if let Some(left) = left.filter(|left| left.notation == Notation::Json) {
            self.texts.update_value(|texts| {
                texts.retain(|text| text.operation != left.operation);
                texts.push(left);
            });
        }
        match verb {
            Some(verb) if !stays => {
                draft.table = table;
                draft.choose_verb(verb);
            }
            _ => {
                let same =
                    left_form.filter(|_| verb.is_some_and(Verb::is_page)).and_then(|mut form| {
                        form.choose_verb(verb?);
                        form.write_as_json().ok()?;
                        form.raw
                    });
                let typed = |texts: &Vec<RawRequest>| {
                    texts.iter().find(|text| text.operation == name).cloned()
                };
                let text = same.or_else(|| self.texts.with_value(typed)).or_else(|| {
                    let operation = Operation::from_name(name)?;
                    let text = pretty(&self.app.example(operation, &table));
                    Some(RawRequest::from_json(name, text))
                });
                draft.raw = text;
                if is_command {
                    // What can't be written as one, since it is no JSON, stays as it is.
                    let _ = draft.write_as(Notation::Cli);
                }
            }
        }
        self.fill(draft);
    }

    /// Puts the example of the draft's operation into the form.
    pub fn fill_with_example(self) {
        let draft = self.app.draft.get_untracked();
        let Some(operation) = Operation::from_name(draft.operation()) else { return };
        let table = target_of(&draft).map_or_else(|| draft.table.clone(), |target| target.table);
        let mut filled =
            Draft::from_request(operation.name(), &self.app.example(operation, &table));
        if let Face::Text(notation) = draft.face() {
            // An example is valid, so that only PartiQL may have no words for it.
            let _ = filled.write_as(notation);
        }
        self.fill(filled);
    }

    /// Changes the draft and lets its fields follow the schema.
    pub fn edit(self, change: impl FnOnce(&mut Draft)) {
        let mut draft = self.app.draft.get_untracked();
        change(&mut draft);
        self.fill(draft);
    }

    fn fit(self) {
        let mut draft = self.app.draft.get_untracked();
        let Some(schema) = self.schema(&draft.table) else { return };
        draft.fit(&schema);
        if self.app.draft.with_untracked(|now| *now != draft) {
            self.app.draft.set(draft);
        }
    }

    /// The schema of a table.
    pub fn schema(self, table: &str) -> Option<TableSchema> {
        self.tables.with_untracked(|tables| tables.schema(table).cloned())
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

/// Reads what is shown, whenever data or choice change. While a dataset loads, what was there
/// stays: reading 100,000 rows again after each batch would take the time that loading needs.
fn read_rows(app: App, shown: RwSignal<Target>, before: Option<&TableRows>) -> TableRows {
    app.recipe.track();
    let target = shown.get();
    match before {
        Some(before) if app.loading.with(Option::is_some) => before.clone(),
        _ => app.look(|inspect| TableRows::read(inspect, target)),
    }
}

/// The table or index that a draft is about; none where it names no table, as JSON need not.
fn target_of(draft: &Draft) -> Option<Target> {
    if draft.raw.is_some() {
        let body = draft.to_request().ok()?;
        let text = |member: &str| body.get(member).and_then(Json::as_str).map(str::to_owned);
        return Some(Target { table: text("TableName")?, index: text("IndexName") });
    }
    let index = if draft.verb.is_page() { draft.index.clone() } else { None };
    Some(Target { table: draft.table.clone(), index })
}
