//! Why a charge is what it is, from the facts of this receipt alone.

use serde_json::Value as Json;

use crate::capacity::{
    Consistency, EntryChange, READ_BLOCK_BYTES, ReadCharge, TableOrIndex, WriteCharge, read_blocks,
};
use crate::ui::model::words::{exact_bytes, items, plural};

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
            "The index does not hold everything that was asked for, so {read} came from the table."
        ),
        TableOrIndex::Table if charge.items.is_empty() => "No item was there to read.".to_owned(),
        TableOrIndex::Table => format!("{read} came from the table."),
        TableOrIndex::Local(name) | TableOrIndex::Global(name) => format!(
            "{read} came from {name}. What counts is the size of the entries there, not of the \
             items in the table."
        ),
    }
}

fn rounding(charge: &ReadCharge) -> String {
    let each = charge.items.iter().map(|item| read_blocks(item.bytes())).sum::<u64>();
    let missing = charge.blocks.saturating_sub(each);
    match (charge.items.len(), rounds_each(charge)) {
        (0, _) => format!("Looking costs {} even so.", plural(charge.blocks, "box", "boxes")),
        (_, true) if missing > 0 => format!(
            "Each item is rounded up to whole boxes by itself, and {} without an item cost a box each.",
            plural(missing, "key", "keys")
        ),
        (1, _) => format!("{} is rounded up to whole boxes of 4 KB.", exact_bytes(charge.bytes)),
        (_, true) => "Each item is rounded up to whole boxes of 4 KB by itself.".to_owned(),
        (_, false) => page_sum(charge, each),
    }
}

fn page_sum(charge: &ReadCharge, each: u64) -> String {
    let free = charge.blocks * READ_BLOCK_BYTES - charge.bytes;
    format!(
        "A page is rounded once, as a whole: {} in all, which leaves {} of the last box free. \
         Rounded item by item it would be {}.",
        exact_bytes(charge.bytes),
        exact_bytes(free),
        plural(each, "box", "boxes")
    )
}

fn filtered(charge: &ReadCharge) -> Option<String> {
    let dropped: Vec<_> = charge.items.iter().filter(|item| !item.passed).collect();
    let bytes: u64 = dropped.iter().map(|item| item.bytes()).sum();
    (!dropped.is_empty()).then(|| {
        format!(
            "The filter dropped {} after reading. Their {} stay in the boxes: a filter never \
             makes a request cheaper.",
            items(dropped.len() as u64),
            exact_bytes(bytes)
        )
    })
}

/// That choosing attributes, as the request does, or only counting saves nothing.
pub(super) fn of_choice(body: &Json) -> Option<&'static str> {
    let chooses = ["ProjectionExpression", "AttributesToGet"];
    match body["Select"].as_str() {
        Some("COUNT") => {
            Some("Items that are only counted are read whole: counting saves no units.")
        }
        _ => chooses.iter().any(|member| body.get(member).is_some()).then_some(
            "A projection leaves attributes out of the answer after the items were read whole: it \
             saves no units.",
        ),
    }
}

fn consistency(charge: &ReadCharge) -> String {
    let other = |consistency: Consistency| consistency.units(charge.blocks);
    match charge.consistency {
        Consistency::Eventual if matches!(charge.on, TableOrIndex::Global(_)) => {
            "A global index is read eventually consistent: half a unit a box.".to_owned()
        }
        Consistency::Eventual => format!(
            "An eventually consistent read costs half a unit a box. Strongly consistent it would \
             be {} RCU.",
            other(Consistency::Strong)
        ),
        Consistency::Strong => format!(
            "A strongly consistent read costs a whole unit a box. Eventually consistent it would \
             be {} RCU.",
            other(Consistency::Eventual)
        ),
        Consistency::Transactional => format!(
            "A read in a transaction costs two units a box. On its own, strongly consistent, it \
             would be {} RCU.",
            other(Consistency::Strong)
        ),
    }
}

/// The sentences about the writes to one table or index.
pub(super) fn of_writes(on: &TableOrIndex, writes: &[&WriteCharge], refused: bool) -> Vec<String> {
    let in_transaction = writes.iter().any(|write| write.per_block == 2);
    if refused && in_transaction {
        return vec![
            "The transaction was cancelled, so nothing was written.".to_owned(),
            "Every action of it is billed even so, twice what the write would cost by itself."
                .to_owned(),
        ];
    }
    if refused {
        return vec![
            "The condition was false, so nothing was written.".to_owned(),
            "Finding that out is billed like the write itself, by the larger of what is there \
             and what was to be."
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
            vec![format!("{} were written. {LARGER}", items(writes.len() as u64))]
        }
        (TableOrIndex::Local(_) | TableOrIndex::Global(_), [write]) => vec![entry_change(write)],
        (TableOrIndex::Local(_) | TableOrIndex::Global(_), _) => entry_changes(writes),
    }
}

const LARGER: &str = "A write is billed for whole boxes of 1 KB, by the larger of the item before \
                      and after, however little of it changed.";

const DOUBLE: &str = "In a transaction a box costs two units: the item is prepared first, and \
                      written when all the others are prepared too. Checks are billed like writes.";

fn table_change(write: &WriteCharge) -> String {
    match (write.before_bytes(), write.after_bytes()) {
        (None, Some(after)) => format!("The item is new: {}.", exact_bytes(after)),
        (Some(before), None) => {
            format!("The item is gone; its {} from before are what counts.", exact_bytes(before))
        }
        (Some(before), Some(after)) if write.change == EntryChange::None => format!(
            "The item was {} before and is the same after: writing what is there costs as much.",
            exact_bytes(before.max(after))
        ),
        (Some(before), Some(after)) => format!(
            "The item was {} before and is {} after.",
            exact_bytes(before),
            exact_bytes(after)
        ),
        (None, None) => "There was no item, and there is none; the attempt costs a box.".to_owned(),
    }
}

fn entry_change(write: &WriteCharge) -> String {
    match write.change {
        EntryChange::None => "Nothing that the index holds has changed, so it is not written.",
        EntryChange::Insert => "The item is now in the index: one write.",
        EntryChange::Delete => "The item is no longer in the index: one write takes it out.",
        EntryChange::Update => "The entry keeps its key and changes its contents: one write.",
        EntryChange::Move => {
            "The index key changed, and an entry cannot move: one write takes the old one out, \
             another puts the new one in."
        }
    }
    .to_owned()
}

fn entry_changes(writes: &[&WriteCharge]) -> Vec<String> {
    let kinds = [
        (0, "entry is unchanged and not written", "entries are unchanged and not written"),
        (1, "entry takes one write", "entries take one write each"),
        (2, "entry has a new key and takes two writes", "entries have new keys and take two each"),
    ];
    let sentence = |(count, one, many): (u8, &str, &str)| {
        let of_kind = writes.iter().filter(|write| write.writes == count).count() as u64;
        (of_kind > 0).then(|| format!("{}.", plural(of_kind, one, many)))
    };
    kinds.into_iter().filter_map(sentence).collect()
}
