//! Why a charge is what it is, from the facts of this receipt alone.

use serde_json::Value as Json;

use crate::capacity::{
    Consistency, EntryChange, READ_BLOCK_BYTES, ReadCharge, Rounding, TableOrIndex, WriteCharge,
    read_blocks,
};
use crate::engine::Operation;
use crate::partition::ON_DEMAND_PARTITIONS;
use crate::ui::model::words::{count, exact_bytes, items, plural};

use super::rounds_each;

/// The sentences about a read.
pub(super) fn of_read(charge: &ReadCharge) -> Vec<String> {
    let mut why = vec![what_was_read(charge), rounding(charge)];
    why.extend(filtered(charge));
    why.push(consistency(charge));
    why
}

fn what_was_read(charge: &ReadCharge) -> String {
    let read = items(charge.items.len() as u64);
    match &charge.on {
        TableOrIndex::Table if charge.fetched => format!(
            "The index doesn't project every attribute that you requested, so DynamoDB fetched \
             {read} from the table."
        ),
        TableOrIndex::Table if charge.items.is_empty() => "There was no item to read.".to_owned(),
        TableOrIndex::Table => format!("DynamoDB read {read} from the table."),
        TableOrIndex::Local(name) | TableOrIndex::Global(name) => format!(
            "DynamoDB read {read} from {name}. You pay for the size of the index entries, not for \
             the size of the items in the table."
        ),
    }
}

fn rounding(charge: &ReadCharge) -> String {
    let each = charge.items.iter().map(|item| read_blocks(item.bytes())).sum::<u64>();
    let missing = charge.blocks.saturating_sub(each);
    if charge.rounding == Rounding::EachPartition {
        return "Each internal partition that the page read is rounded up to the next 4 KB on its \
                own, even an empty one. A new on-demand table has four partitions."
            .to_owned();
    }
    match (charge.items.len(), rounds_each(charge)) {
        (0, _) => "A read that finds nothing is still charged as one 4 KB block.".to_owned(),
        (_, true) if missing > 0 => format!(
            "Each item is rounded up to the next 4 KB on its own. {} without an item still {} one 4 KB \
             block{}.",
            plural(missing, "key", "keys"),
            if missing == 1 { "costs" } else { "cost" },
            if missing == 1 { "" } else { " each" }
        ),
        (1, _) => format!("{} is rounded up to the next 4 KB.", exact_bytes(charge.bytes)),
        (_, true) => "Each item is rounded up to the next 4 KB on its own.".to_owned(),
        (_, false) => page_sum(charge, each),
    }
}

/// What the service charges a Scan besides: the formula of its documents, which this receipt follows,
/// knows no partitions.
pub(super) fn of_partitions(operation: Operation, charge: &ReadCharge) -> Option<String> {
    let by_formula = operation == Operation::Scan && charge.rounding == Rounding::PageSum;
    (by_formula && charge.blocks < u64::from(ON_DEMAND_PARTITIONS)).then(|| {
        format!(
            "This total follows the formula in AWS's documentation. In practice, AWS charges a \
             Scan at least one 4 KB block for each internal partition: {} RCU for a nearly empty \
             on-demand table.",
            charge.consistency.units(u64::from(ON_DEMAND_PARTITIONS))
        )
    })
}

fn page_sum(charge: &ReadCharge, each: u64) -> String {
    format!(
        "DynamoDB adds up the page ({}), then rounds up once to {} KB. If it rounded each item, \
         the total would be {} KB.",
        exact_bytes(charge.bytes),
        count(charge.blocks * READ_BLOCK_BYTES / 1024),
        count(each * READ_BLOCK_BYTES / 1024)
    )
}

fn filtered(charge: &ReadCharge) -> Option<String> {
    let dropped: Vec<_> = charge.items.iter().filter(|item| !item.passed).collect();
    let bytes: u64 = dropped.iter().map(|item| item.bytes()).sum();
    (!dropped.is_empty()).then(|| {
        format!(
            "The filter expression removed {} after reading. You still pay for their {}: a filter \
             never makes a request cheaper.",
            items(dropped.len() as u64),
            exact_bytes(bytes)
        )
    })
}

/// That choosing attributes, as the request does, or only counting saves nothing.
pub(super) fn of_choice(body: &Json) -> Option<&'static str> {
    let chooses = ["ProjectionExpression", "AttributesToGet"];
    match body["Select"].as_str() {
        Some("COUNT") => Some(
            "To count items, DynamoDB still reads them in full, so Select: COUNT saves no \
                  units.",
        ),
        _ => chooses.iter().any(|member| body.get(member).is_some()).then_some(
            "A projection expression removes attributes after DynamoDB has read the whole items, \
             so it saves no units.",
        ),
    }
}

fn consistency(charge: &ReadCharge) -> String {
    let other = |consistency: Consistency| consistency.units(charge.blocks);
    match charge.consistency {
        Consistency::Eventual if matches!(charge.on, TableOrIndex::Global(_)) => {
            "GSI reads are always eventually consistent: 0.5 RCU per 4 KB.".to_owned()
        }
        Consistency::Eventual => format!(
            "Eventually consistent reads cost 0.5 RCU per 4 KB. A strongly consistent read would \
             cost {} RCU here.",
            other(Consistency::Strong)
        ),
        Consistency::Strong => format!(
            "Strongly consistent reads cost 1 RCU per 4 KB. An eventually consistent read would \
             cost {} RCU here.",
            other(Consistency::Eventual)
        ),
        Consistency::Transactional => format!(
            "Transactional reads cost 2 RCU per 4 KB. Outside a transaction, a strongly \
             consistent read would cost {} RCU.",
            other(Consistency::Strong)
        ),
    }
}

/// The sentences about the writes to one table or index.
pub(super) fn of_writes(on: &TableOrIndex, writes: &[&WriteCharge], rejected: bool) -> Vec<String> {
    let in_transaction = writes.iter().any(|write| write.per_block == 2);
    if rejected && in_transaction {
        return vec![
            "The transaction was canceled, so nothing was written.".to_owned(),
            "You still pay for every action in it, at the transactional rate of 2 WCU per 1 KB."
                .to_owned(),
        ];
    }
    if rejected {
        return vec![
            "The condition was false, so nothing was written.".to_owned(),
            "A write that fails its condition check costs as much as one that succeeds: the \
             larger of the existing and the new item, rounded up to the next 1 KB."
                .to_owned(),
        ];
    }
    let mut why = what_was_written(on, writes);
    if in_transaction {
        why.push(DOUBLE.to_owned());
    }
    why
}

fn what_was_written(on: &TableOrIndex, writes: &[&WriteCharge]) -> Vec<String> {
    match (on, writes) {
        (TableOrIndex::Table, [write]) => vec![table_change(write), LARGER.to_owned()],
        (TableOrIndex::Table, _) => {
            vec![format!("DynamoDB wrote {}. {LARGER}", items(writes.len() as u64))]
        }
        (TableOrIndex::Local(_) | TableOrIndex::Global(_), [write]) => vec![entry_change(write)],
        (TableOrIndex::Local(_) | TableOrIndex::Global(_), _) => entry_changes(writes),
    }
}

const LARGER: &str = "A write costs 1 WCU per 1 KB of the larger of the item before and after, \
                      however little of it changed.";

const DOUBLE: &str = "In a transaction, each 1 KB costs 2 WCU: one to prepare the item and one to \
                      commit it. Condition checks cost the same as writes.";

fn table_change(write: &WriteCharge) -> String {
    match (write.before_bytes(), write.after_bytes()) {
        (None, Some(after)) => format!("The item is new: {}.", exact_bytes(after)),
        (Some(before), None) => {
            format!(
                "The item was deleted. You pay for the size that it had: {}.",
                exact_bytes(before)
            )
        }
        (Some(before), Some(after)) if write.change == EntryChange::None => format!(
            "The item was {} before and hasn't changed. Writing the same item again costs as much \
             as changing it.",
            exact_bytes(before.max(after))
        ),
        (Some(before), Some(after)) => format!(
            "The item was {} before and is {} after.",
            exact_bytes(before),
            exact_bytes(after)
        ),
        (None, None) => {
            "There was no item with this key. The attempt still costs 1 WCU.".to_owned()
        }
    }
}

fn entry_change(write: &WriteCharge) -> String {
    match write.change {
        EntryChange::None => "No projected attribute changed, so the index isn't written.",
        EntryChange::Insert => "The item enters the index: one index write.",
        EntryChange::Delete => "The item leaves the index: one index write.",
        EntryChange::Update => {
            "The index key stayed the same but a projected attribute changed: \
                                one index write."
        }
        EntryChange::Move => {
            "The index key changed: one index write deletes the old entry, and another puts the \
             new one."
        }
    }
    .to_owned()
}

fn entry_changes(writes: &[&WriteCharge]) -> Vec<String> {
    let kinds = [
        (
            0,
            "index entry is unchanged and not written",
            "index entries are unchanged and not written",
        ),
        (1, "index entry takes one write", "index entries take one write each"),
        (
            2,
            "index entry has a new key and takes two writes",
            "index entries have new keys and take two writes each",
        ),
    ];
    let sentence = |(count, one, many): (u8, &str, &str)| {
        let of_kind = writes.iter().filter(|write| write.writes == count).count() as u64;
        (of_kind > 0).then(|| format!("{}.", plural(of_kind, one, many)))
    };
    kinds.into_iter().filter_map(sentence).collect()
}
