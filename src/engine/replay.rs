//! Applying effects again, and telling a checkpoint.
//!
//! Owns that nothing is validated here: an effect can only fail to apply to a state that it is not
//! of. Refuses to know where effects come from.

use std::sync::Arc;

use super::applied::{Applied, Inapplicable};
use super::past::Step;
use super::{Checkpoint, Engine, seconds};
use crate::model::{Item, TableName};
use crate::store::{Change, Row};

/// The log of effects: see [`applied`].
impl Engine {
    /// From now on what is applied is noted down, to be [taken](Self::take_applied).
    pub fn keep_applied(&mut self) {
        self.state.journal.begin();
    }

    /// What was applied since the last time, oldest first.
    pub fn take_applied(&mut self) -> Vec<Applied> {
        self.state.journal.take()
    }

    /// From now on it is noted what each change replaces, so that it can be [taken
    /// back](Self::take_step).
    pub fn keep_past(&mut self) {
        self.state.keep_past();
    }

    /// What was applied since the last step, to be taken back or made again; none if nothing was.
    pub fn take_step(&mut self) -> Option<Step> {
        self.state.take_step()
    }

    /// Goes a step back or forth, by the effects of that direction. Nothing of it is noted. The
    /// simulation must be off, because what waits for an index belongs to no step. The clock stays: it
    /// never goes back. Before anything else, backfilling must have come to its end: see
    /// [`Engine::backfill`].
    pub fn go(&mut self, effects: &[Applied]) -> Result<(), Inapplicable> {
        effects.iter().try_for_each(|effect| self.apply_again(effect.clone()))?;
        self.state.arrive();
        Ok(())
    }

    /// Applies an effect again. Before the next one, backfilling must have come to its end: see
    /// [`Engine::backfill`].
    pub fn apply_again(&mut self, effect: Applied) -> Result<(), Inapplicable> {
        match effect {
            Applied::Time(at) => {
                self.state.clock.set(at);
                self.state.tables.set_time(seconds(self.state.clock.now()));
            }
            Applied::Put { table, row, origin } => {
                let change = self.change_again(&table, row.item(), Some(&row))?;
                self.write(&table, change, origin);
            }
            Applied::Delete { table, key, origin } => {
                let change = self.change_again(&table, &key, None)?;
                self.write(&table, change, origin);
            }
            Applied::Table(name, definition) => self.state.define(&name, *definition),
            Applied::Dropped(name) => {
                let (now, sequence) = (self.state.now(), self.state.log.next_sequence());
                self.state.tables.remove(&name, now, sequence);
            }
            Applied::Remember(remembered) => {
                self.state.tokens.remember(remembered, self.state.clock.now());
            }
            Applied::Foundation(foundation) => self.state.found(*foundation),
            Applied::Held { table, row, written } => {
                let change = self.change_again(&table, row.item(), Some(&row))?;
                self.hold(&table, change, written);
            }
            Applied::Absent(table, key) => {
                let change = self.change_again(&table, &key, None)?;
                self.hold(&table, change, 0);
            }
            Applied::Records(records) => self.state.log.restore(records),
            Applied::Rest(rest) => self.state.set_rest(*rest),
        }
        Ok(())
    }

    /// The settings of the simulation, while it is on.
    pub fn simulation_settings(&self) -> Option<super::SimulationSettings> {
        self.simulation.as_ref().map(|simulation| simulation.settings)
    }

    fn change_again(
        &self,
        table: &TableName,
        named: &Item,
        row: Option<&Arc<Row>>,
    ) -> Result<Change, Inapplicable> {
        let entry = self.state.tables.get(table);
        let store = &entry.ok_or_else(|| Inapplicable::NoTable(table.clone()))?.store;
        let key = store.schema().keys.encode(named);
        let key = key.map_err(|_| Inapplicable::NoKey(table.clone()))?;
        Ok(match row {
            Some(row) => store.prepare_put(key, row.clone()),
            None => store.prepare_delete(key),
        })
    }

    /// Brings an item of a checkpoint in, without a change record.
    fn hold(&mut self, table: &TableName, change: Change, written: i64) {
        let now = seconds(self.state.now());
        let Some(entry) = self.state.tables.get_mut(table) else { return };
        if let (Some(touched), Some(row)) = (&mut entry.touched, change.after().or(change.before()))
        {
            let key = || entry.store.schema().keys.project(row.item());
            touched.entry(change.key().clone()).or_insert_with(key);
        }
        entry.store.set_time(written);
        entry.store.apply(change);
        entry.store.set_time(now);
    }

    /// Shows up to so many rows of each table to indexes that are being backfilled; tells whether any
    /// are left. Unlike [`Engine::advance`] it finishes nothing, so that it is no effect.
    pub fn backfill(&mut self, rows: usize) -> bool {
        self.state.tables.backfill(rows);
        self.state.tables.is_backfilling()
    }

    /// The next part of a checkpoint, of about so many items; none when it is complete.
    pub fn checkpoint(&self, checkpoint: &mut Checkpoint, most: usize) -> Option<Vec<Applied>> {
        checkpoint.part(&self.state, most)
    }
}
