//! The race: both ways of asking one question, run page by page and shown at one pace.
//!
//! Owns starting, cancelling and the frames. Refuses to know how lanes are drawn.

use std::sync::Arc;

use leptos::prelude::*;

use super::question::{Asked, Choice, asked, first_choice};
use super::way::Way;
use crate::api::{Exchange, Request, Response};
use crate::capacity::TableOrIndex;
use crate::engine::inspect::RowView;
use crate::engine::{Found, Operation, TouchedHashes};
use crate::model::{IndexName, KeySchema, TableName};
use crate::ui::dom::motion;
use crate::ui::model::compare::{
    Entries, Strip, Touch, entry_touches, evaluated, position, positions, query_touches,
    scan_touches,
};
use crate::ui::state::App;

/// How long a lane takes to run over the whole table, in milliseconds.
const WHOLE_TABLE_MILLIS: f64 = 1_800.0;

/// Where the race is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Not started.
    Ready,
    /// Running.
    Running,
    /// Both lanes are home.
    Done,
    /// Stopped by the person.
    Cancelled,
    /// A request was refused.
    Refused,
}

/// The state of the place.
#[derive(Clone, Copy)]
pub struct Race {
    /// The page's state.
    pub app: App,
    /// Which question is chosen.
    pub choice: RwSignal<Choice>,
    /// The question, both ways, or why it cannot be compared.
    pub asked: Memo<Result<Asked, &'static str>>,
    /// Where the race is.
    pub phase: RwSignal<Phase>,
    /// The way by key.
    pub by_key: Way,
    /// The way by Scan.
    pub by_scan: Way,
    /// Counts races, so that the frames of an old one stop.
    heat: StoredValue<u32>,
}

/// The rows that the race runs over.
struct Ground {
    keys: KeySchema,
    rows: Vec<RowView>,
    bytes: u64,
    /// What the way by key reads, where that is an index.
    entries: Option<Entries>,
}

impl Race {
    /// A race that has not started; a change of question or data brings it back to the start.
    pub fn new(app: App) -> Self {
        let choice = RwSignal::new(first_choice(app));
        let race = Self {
            app,
            choice,
            asked: Memo::new(move |_| asked(app, &choice.get())),
            phase: RwSignal::new(Phase::Ready),
            by_key: Way::new(),
            by_scan: Way::new(),
            heat: StoredValue::new(0),
        };
        Effect::new(move |_| {
            race.asked.track();
            app.recipe.track();
            untrack(|| race.reset());
        });
        on_cleanup(move || race.cancel());
        race
    }

    /// The strip that both lanes run over.
    pub fn strip(self) -> Strip {
        let table = self.asked.with(|asked| asked.as_ref().ok().map(Asked::table)).flatten();
        let summary = |table| self.app.engine(|engine| engine.inspect().table(&table));
        let items = table.and_then(summary).map_or(0, |table| table.items);
        Strip::of(usize::try_from(items).unwrap_or(usize::MAX))
    }

    /// Runs both ways.
    pub fn start(self) {
        self.reset();
        let Ok(asked) = self.asked.get_untracked() else { return };
        let Some(ground) = asked.table().and_then(|table| self.ground(&table, &asked.pair.query))
        else {
            return;
        };
        self.phase.set(Phase::Running);
        let bytes = ground.bytes;
        self.run_by_key(asked.pair.query, Arc::new(ground));
        self.run_by_scan(asked.pair.scan);
        let heat = self.heat.get_value();
        let reduced = motion::is_reduced();
        motion::each_frame(move |millis| self.frame(heat, millis, bytes, reduced));
    }

    /// Stops both ways; what was read so far stays shown.
    pub fn cancel(self) {
        self.by_key.cancel();
        self.by_scan.cancel();
        self.heat.try_update_value(|heat| *heat += 1);
        if self.phase.try_get_untracked() == Some(Phase::Running) {
            self.by_key.advance_to(u64::MAX);
            self.by_scan.advance_to(u64::MAX);
            self.phase.set(Phase::Cancelled);
        }
    }

    fn reset(self) {
        self.cancel();
        let strip = untrack(|| self.strip());
        self.by_key.reset(strip);
        self.by_scan.reset(strip);
        self.phase.set(Phase::Ready);
    }

    fn ground(self, table: &TableName, by_key: &Request) -> Option<Ground> {
        untrack(|| {
            self.app.engine(|engine| {
                let inspect = engine.inspect();
                let summary = inspect.table(table)?;
                let of_index = |index: &IndexName| inspect.rows(table, Some(index));
                let entries = Entries::of(by_key, &summary.schema, of_index);
                let (rows, bytes) = (inspect.rows(table, None), summary.bytes);
                Some(Ground { keys: summary.schema.keys, rows, bytes, entries })
            })
        })
    }

    fn run_by_key(self, request: Request, ground: Arc<Ground>) {
        let track = self.by_key;
        let on_page = move |exchange: Arc<Exchange>| {
            let before = track.side.with_untracked(|side| side.read);
            track.add(&exchange, ground.touches(&exchange, before));
        };
        track.hold(self.app.run_pages(request, on_page, move |end| track.end(end)));
    }

    fn run_by_scan(self, request: Request) {
        let track = self.by_scan;
        let on_page = move |exchange: Arc<Exchange>| {
            let before = track.side.with_untracked(|side| side.read);
            track.add(&exchange, scan_touches(before, &evaluated(&exchange.receipts)));
        };
        track.hold(self.app.run_pages(request, on_page, move |end| track.end(end)));
    }

    /// Shows what may be shown by now; answers whether another frame is wanted.
    fn frame(self, heat: u32, millis: f64, bytes: u64, reduced: bool) -> bool {
        if self.heat.try_get_value() != Some(heat) {
            return false;
        }
        let over = self.by_key.is_over() && self.by_scan.is_over();
        let shown = match (reduced, over) {
            (true, true) => u64::MAX,
            (true, false) => 0,
            (false, _) => (bytes as f64 * millis / WHOLE_TABLE_MILLIS) as u64,
        };
        self.by_key.advance_to(shown);
        self.by_scan.advance_to(shown);
        let done = self.by_key.is_done() && self.by_scan.is_done();
        if done {
            self.phase.set(self.result());
        }
        !done
    }

    fn result(self) -> Phase {
        let refused = |track: Way| track.refusal.with_untracked(Option::is_some);
        if refused(self.by_key) || refused(self.by_scan) { Phase::Refused } else { Phase::Done }
    }
}

impl Ground {
    /// Where a page of the way by key read, after so many items.
    fn touches(&self, exchange: &Exchange, before: u64) -> Vec<Touch> {
        let items = evaluated(&exchange.receipts);
        let Some(entries) = &self.entries else {
            let kept = positions(&self.keys, &self.rows, returned(exchange));
            return query_touches(&items, &kept, is_of_table(exchange));
        };
        let locate = |item| position(&self.keys, &self.rows, item);
        entry_touches(&items, |offset| entries.after(before as usize + offset).and_then(locate))
    }
}

fn returned(exchange: &Exchange) -> &[Found] {
    exchange.response.as_ref().map(Response::items).unwrap_or_default()
}

/// Whether a page read one stretch of the table itself, so that its items lie side by side.
fn is_of_table(exchange: &Exchange) -> bool {
    let of_table = |t: &crate::engine::Touched| {
        t.on == TableOrIndex::Table
            && matches!(&t.hashes, TouchedHashes::Some(hashes) if hashes.len() == 1)
    };
    exchange.request.operation == Operation::Query && exchange.touched.iter().all(of_table)
}
