//! The columns of a `SELECT`: each path's value under the name of its last component.
//!
//! That an element of a list is named with its index, `tags[0]`, is unconfirmed.

use std::fmt::Write;

use crate::engine::Found;
use crate::expression::{Path, Step};
use crate::model::{AttributeName, Item};

/// What the columns show of an item; all of it when there are none.
pub(in crate::engine::ops) fn show(columns: &[Path], found: Found) -> Found {
    if columns.is_empty() {
        return found;
    }
    let column = |path: &Path| Some((name(path), path.get(found.item())?.clone()));
    Found::Part(columns.iter().filter_map(column).collect::<Item>())
}

fn name(path: &Path) -> AttributeName {
    let mut name = path.top().to_string();
    for step in path.steps() {
        match step {
            Step::Member(member) => name = member.to_string(),
            // Writing to a string cannot fail.
            Step::Index(index) => drop(write!(name, "[{index}]")),
        }
    }
    AttributeName::member(&name)
}
