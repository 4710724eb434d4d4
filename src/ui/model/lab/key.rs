//! What the keys of a load are called: draws are numbers, people think of names.

use crate::traffic::Pattern;
use crate::ui::model::words::{count, plural};

const STATUSES: [&str; 5] = ["PENDING", "PAID", "SHIPPED", "RETURNED", "LOST"];

/// The name of a partition key.
pub fn name(pattern: Pattern, key: u64) -> String {
    match pattern {
        Pattern::Status => STATUSES.get(key as usize).copied().unwrap_or("?").to_owned(),
        Pattern::TodaysDate if key == 0 => "today".into(),
        Pattern::TodaysDate => format!("today + {}", plural(key, "day", "days")),
        Pattern::RisingSortKey => "the device".into(),
        Pattern::OneHotKey { .. } if key == 0 => "hot key".into(),
        Pattern::Sharded { .. } => format!("hot key#{key}"),
        Pattern::SequentialIds => format!("ID {key}"),
        Pattern::Uniform { .. } | Pattern::Zipf { .. } | Pattern::OneHotKey { .. } => {
            format!("key {}", count(key + 1))
        }
    }
}
