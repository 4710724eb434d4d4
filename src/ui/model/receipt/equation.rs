//! From bytes to units, spelled out.

use crate::capacity::{Consistency, EntryChange, ReadCharge, WriteCharge, read_blocks};
use crate::ui::model::words::{exact_bytes, plural};

use super::rounds_each;

/// The most items whose boxes are added up one by one.
const MOST_ADDENDS: usize = 6;

/// "612 B → 1 box of 4 KB × ½ (eventual)".
pub(super) fn of_read(charge: &ReadCharge) -> String {
    let factor = match charge.consistency {
        Consistency::Eventual => "½ (eventual)",
        Consistency::Strong => "1 (strong)",
        Consistency::Transactional => "2 (transaction)",
    };
    format!("{} → {} × {factor}", read_bytes(charge), read_boxes(charge))
}

fn read_bytes(charge: &ReadCharge) -> String {
    match (rounds_each(charge), charge.items.len()) {
        (true, 2..) => format!("{} items, each rounded up", charge.items.len()),
        _ => exact_bytes(charge.bytes),
    }
}

fn read_boxes(charge: &ReadCharge) -> String {
    let boxes = plural(charge.blocks, "box of 4 KB", "boxes of 4 KB");
    let each: Vec<u64> = charge.items.iter().map(|item| read_blocks(item.bytes())).collect();
    let complete = each.iter().sum::<u64>() == charge.blocks;
    match rounds_each(charge) && complete && (2..=MOST_ADDENDS).contains(&each.len()) {
        true => {
            let addends: Vec<String> = each.iter().map(u64::to_string).collect();
            format!("{} = {boxes}", addends.join(" + "))
        }
        false => boxes,
    }
}

/// The bytes that are rounded to boxes, write by write: the larger of before and after, or both
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

/// "larger of 612 B and 640 B → 1 box of 1 KB × 1".
pub(super) fn of_writes(writes: &[&WriteCharge]) -> String {
    match writes {
        [write] => of_write(write),
        _ => {
            let count = writes.iter().map(|write| u64::from(write.writes)).sum();
            let blocks = writes.iter().map(|write| write.blocks).sum();
            let boxes = plural(blocks, "box of 1 KB", "boxes of 1 KB");
            let price = price(writes);
            format!("{}, each rounded up → {boxes} × {price}", plural(count, "write", "writes"))
        }
    }
}

fn of_write(write: &WriteCharge) -> String {
    let boxes = plural(write.blocks, "box of 1 KB", "boxes of 1 KB");
    match (write.writes, write.change) {
        (0, _) => "0 writes: the entry stays as it is".to_owned(),
        (_, EntryChange::Move) => format!("{} → {boxes} × {}", moved(write), price(&[write])),
        _ => format!("{} → {boxes} × {}", larger(write), price(&[write])),
    }
}

/// Writes of one table or index in one request all have one price.
fn price(writes: &[&WriteCharge]) -> &'static str {
    match writes.iter().any(|write| write.per_block == 2) {
        true => "2 (transaction)",
        false => "1",
    }
}

fn moved(write: &WriteCharge) -> String {
    let size = |bytes: Option<u64>| exact_bytes(bytes.unwrap_or(0));
    format!("2 writes: {} out, {} in", size(write.before_bytes()), size(write.after_bytes()))
}

fn larger(write: &WriteCharge) -> String {
    match (write.before_bytes(), write.after_bytes()) {
        (Some(before), Some(after)) if before != after => {
            format!("larger of {} and {}", exact_bytes(before), exact_bytes(after))
        }
        (before, after) => exact_bytes(before.max(after).unwrap_or(0)),
    }
}
