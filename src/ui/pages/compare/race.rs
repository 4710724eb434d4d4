//! The race: both sides of one access pattern, run page by page and shown at one pace.
//!
//! Owns starting, cancelling and the frames. Refuses to know how lanes are drawn.

use std::sync::Arc;

use leptos::prelude::*;

use super::pattern::{Asked, Choice, asked};
use super::side::ComparisonSide;
use crate::api::{Exchange, Request};
use crate::capacity::read_blocks;
use crate::ui::dom::time;
use crate::ui::model::compare::{Strip, touches};
use crate::ui::model::tables::Tables;
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
    /// A request was rejected.
    Rejected,
}

impl Phase {
    /// Whether nothing more will be read.
    pub fn is_over(self) -> bool {
        !matches!(self, Phase::Ready | Phase::Running)
    }
}

/// The state of the place.
#[derive(Clone, Copy)]
pub struct Race {
    /// The page's state.
    pub app: App,
    /// Which access pattern is chosen.
    pub choice: RwSignal<Choice>,
    /// Both requests, or why it cannot be compared.
    pub asked: Memo<Result<Asked, &'static str>>,
    /// The whole table in blocks of 4 KB: the scale of what both sides cost.
    pub table_blocks: Memo<u64>,
    /// Where the race is.
    pub phase: RwSignal<Phase>,
    /// The side that asks by key.
    pub by_key: ComparisonSide,
    /// The side that scans.
    pub by_scan: ComparisonSide,
    /// Counts races, so that the frames of an old one stop.
    race_number: StoredValue<u32>,
}

impl Race {
    /// A race that has not started; a change of access pattern or data brings it back to the start.
    pub fn new(app: App, choice: Choice) -> Self {
        let choice = RwSignal::new(choice);
        let asked = Memo::new(move |_| asked(app, &choice.get()));
        let race = Self {
            app,
            choice,
            asked,
            table_blocks: Memo::new(move |_| {
                let table = asked.with(|asked| asked.as_ref().ok().map(Asked::table)).flatten();
                let tables = app.look(Tables::read);
                let extent = table.and_then(|table| tables.extent(&table));
                extent.map_or(0, |table| read_blocks(table.bytes))
            }),
            phase: RwSignal::new(Phase::Ready),
            by_key: ComparisonSide::new(),
            by_scan: ComparisonSide::new(),
            race_number: StoredValue::new(0),
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
        let tables = self.app.look(Tables::read);
        let items = table.and_then(|table| tables.extent(&table)).map_or(0, |table| table.items);
        Strip::of(usize::try_from(items).unwrap_or(usize::MAX))
    }

    /// Whether the table has nothing to read, or is not there.
    pub fn is_empty(self) -> bool {
        self.strip().items() == 0
    }

    /// Runs both ways.
    pub fn start(self) {
        self.reset();
        let Ok(asked) = self.asked.get_untracked() else { return };
        // The pace of both lanes: the bytes of the table in a fixed time.
        let tables = self.app.look_once(Tables::read);
        let Some(table) = asked.table().and_then(|table| tables.extent(&table)) else { return };
        self.phase.set(Phase::Running);
        self.run_side(self.by_key, asked.pair.query);
        self.run_side(self.by_scan, asked.pair.scan);
        let race_number = self.race_number.get_value();
        let reduced = time::is_reduced();
        time::each_frame(move |millis| self.frame(race_number, millis, table.bytes, reduced));
    }

    /// Stops both ways; what was read so far stays shown.
    pub fn cancel(self) {
        self.by_key.cancel();
        self.by_scan.cancel();
        self.race_number.try_update_value(|number| *number += 1);
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

    fn run_side(self, side: ComparisonSide, request: Request) {
        let on_page = move |page: Arc<Exchange>| {
            let read = self.app.look_once(|inspect| touches(&page, inspect));
            side.add(&page, read);
        };
        side.hold(self.app.run_pages(request, on_page, move |end| side.end(end)));
    }

    /// Shows what may be shown by now; answers whether another frame is wanted.
    fn frame(self, race_number: u32, millis: f64, bytes: u64, reduced: bool) -> bool {
        if self.race_number.try_get_value() != Some(race_number) {
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
        let rejected = |side: ComparisonSide| side.rejection.with_untracked(Option::is_some);
        if rejected(self.by_key) || rejected(self.by_scan) { Phase::Rejected } else { Phase::Done }
    }
}
