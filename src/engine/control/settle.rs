//! Finishing what is under way, once its time has come.
//!
//! Owns what each change comes to in the end. Refuses to know the clock.

use super::pending::{CapacityChange, Pending, PendingChange};
use super::{Control, provisioned};
use crate::engine::Millis;
use crate::model::{BillingMode, IndexName};
use crate::store::Table;

impl Control {
    /// Finishes what is due. Tells whether the table is still there.
    pub fn settle(&mut self, store: &mut Table, now: Millis) -> bool {
        let mut stays = true;
        for mut pending in std::mem::take(&mut self.pending) {
            if let PendingChange::CreatedIndex(_, allocating) = &mut pending.change {
                *allocating = allocating.filter(|until| *until > now);
            }
            let fills =
                matches!(&pending.change, PendingChange::CreatedIndex(i, _) if store.is_filling(i));
            match pending.until > now || fills {
                true => self.pending.push(pending),
                false => stays &= self.finish(pending, store),
            }
        }
        stays
    }

    fn finish(&mut self, Pending { change, until }: Pending, store: &mut Table) -> bool {
        match change {
            PendingChange::Created | PendingChange::Stream => {}
            PendingChange::Deleted => return false,
            PendingChange::Capacity(change) => self.finish_capacity(change, store),
            PendingChange::Encryption(key) => self.encryption = key,
            PendingChange::Class(class) => self.class.turn_into(class, until),
            PendingChange::Warm(None, warm) => self.capacity.warm_to(warm),
            PendingChange::Warm(Some(index), warm) => {
                if let Some(capacity) = self.indexes.get_mut(&index) {
                    capacity.warm_to(warm);
                }
            }
            PendingChange::CreatedIndex(index, _) => store.open_index(&index),
            PendingChange::DeletedIndex(index) => self.drop_index(&index, store),
        }
        true
    }

    fn finish_capacity(&mut self, change: CapacityChange, store: &mut Table) {
        if let Some(billing) = change.billing {
            store.set_billing(billing);
            self.capacity.warm_for(provisioned(billing));
        }
        if change.switches && change.billing == Some(BillingMode::PayPerRequest) {
            for (index, capacity) in self.indexes.iter_mut() {
                store.set_index_throughput(index, None);
                capacity.warm_for(None);
            }
        }
        for (index, throughput) in change.indexes {
            store.set_index_throughput(&index, Some(throughput));
            if let Some(capacity) = self.indexes.get_mut(&index) {
                capacity.warm_for(Some(throughput));
            }
        }
    }

    /// Definitions that no key needs any more go with the index.
    fn drop_index(&mut self, index: &IndexName, store: &mut Table) {
        store.remove_index(index);
        self.indexes.remove(index);
        let schema = store.schema();
        self.definitions.retain(|(name, _)| {
            let in_index = schema.indexes.iter().any(|index| index.keys.contains(name.as_str()));
            in_index || schema.keys.contains(name.as_str())
        });
    }
}
