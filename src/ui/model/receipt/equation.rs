//! From bytes to units, spelled out.

use crate::capacity::{Consistency, EntryChange, ReadCharge, WriteCharge, read_blocks};
use crate::ui::model::words::{count, exact_bytes, plural};

use super::rounds_each;

/// The most items whose blocks are added up one by one.
const MOST_ADDENDS: usize = 6;

/// "612 B → 1 × 4 KB × 0.5 (eventually consistent)".
pub(super) fn of_read(charge: &ReadCharge) -> String {
    let factor = match charge.consistency {
        Consistency::Eventual => "0.5 (eventually consistent)",
        Consistency::Strong => "1 (strongly consistent)",
        Consistency::Transactional => "2 (transactional)",
    };
    format!("{} → {} × {factor}", read_bytes(charge), read_blocks_text(charge))
}

fn read_bytes(charge: &ReadCharge) -> String {
    match (rounds_each(charge), charge.items.len()) {
        (true, 2..) => format!("{} items, each rounded up", charge.items.len()),
        _ => exact_bytes(charge.bytes),
    }
}

fn read_blocks_text(charge: &ReadCharge) -> String {
    let blocks = format!("{} × 4 KB", count(charge.blocks));
    let each: Vec<u64> = charge.items.iter().map(|item| read_blocks(item.bytes())).collect();
    let complete = each.iter().sum::<u64>() == charge.blocks;
    match rounds_each(charge) && complete && (2..=MOST_ADDENDS).contains(&each.len()) {
        true => {
            let addends: Vec<String> = each.iter().map(u64::to_string).collect();
            format!("({}) × 4 KB", addends.join(" + "))
        }
        false => blocks,
    }
}

/// The bytes that are rounded up to blocks, write by write: the larger of before and after, or both
/// where an index entry moves.
pub(super) fn written_sizes(writes: &[&WriteCharge]) -> Vec<u64> {
    let sizes = |write: &&WriteCharge| match (write.writes, write.change) {
        (0, _) => vec![],
        (_, EntryChange::Move) => {
            write.before_bytes().into_iter().chain(write.after_bytes()).collect()
        }
        _ => vec![write.before_bytes().max(write.after_bytes()).unwrap_or(0)],
    };
    writes.iter().flat_map(sizes).collect()
}

/// "larger of 612 B and 640 B → 1 × 1 KB × 1".
pub(super) fn of_writes(writes: &[&WriteCharge]) -> String {
    match writes {
        [write] => of_write(write),
        _ => {
            let writes_made = writes.iter().map(|write| u64::from(write.writes)).sum();
            let blocks = writes.iter().map(|write| write.blocks).sum();
            let price = price(writes);
            format!(
                "{}, each rounded up → {} × 1 KB × {price}",
                plural(writes_made, "write", "writes"),
                count(blocks)
            )
        }
    }
}

fn of_write(write: &WriteCharge) -> String {
    let blocks = format!("{} × 1 KB", count(write.blocks));
    match (write.writes, write.change) {
        (0, _) => "0 writes: the index entry is unchanged".to_owned(),
        (_, EntryChange::Move) => format!("{} → {blocks} × {}", moved(write), price(&[write])),
        _ => format!("{} → {blocks} × {}", larger(write), price(&[write])),
    }
}

/// Writes of one table or index in one request all have one price.
fn price(writes: &[&WriteCharge]) -> &'static str {
    match writes.iter().any(|write| write.per_block == 2) {
        true => "2 (transactional)",
        false => "1",
    }
}

fn moved(write: &WriteCharge) -> String {
    let size = |bytes: Option<u64>| exact_bytes(bytes.unwrap_or(0));
    format!("2 writes: delete {}, put {}", size(write.before_bytes()), size(write.after_bytes()))
}

fn larger(write: &WriteCharge) -> String {
    match (write.before_bytes(), write.after_bytes()) {
        (Some(before), Some(after)) if before != after => {
            format!("larger of {} and {}", exact_bytes(before), exact_bytes(after))
        }
        (before, after) => exact_bytes(before.max(after).unwrap_or(0)),
    }
}
