//! What the pictures of a lesson show of the requests that it has sent.

use std::sync::Arc;

use crate::api::Exchange;
use crate::api::json::item_to_json;
use crate::changelog::{ChangeKind, ChangeRecord};
use crate::engine::inspect::Inspect;
use crate::ui::model::compare::Strip;
use crate::ui::model::draft::pretty;
use crate::ui::model::rows::Target;
use crate::ui::model::tables::Tables;

/// A run of a step: its pages, and what a picture calls it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// What the picture calls it.
    pub title: String,
    /// Its pages.
    pub pages: Vec<Arc<Exchange>>,
}

impl Shown {
    /// The strip of the table that it went to.
    pub fn strip(&self, inspect: &Inspect<'_>) -> Strip {
        let receipt = self.pages.first().and_then(|page| page.receipts.first());
        let items = receipt.and_then(|receipt| {
            let target = Target { table: receipt.table.as_str().to_owned(), index: None };
            Tables::read(inspect).extent(&target).map(|extent| extent.items)
        });
        Strip::of(usize::try_from(items.unwrap_or(0)).unwrap_or(usize::MAX))
    }
}

/// A change of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What happened, as a stream names it.
    pub event: &'static str,
    /// The item before, as JSON; none if it is new.
    pub before: Option<String>,
    /// The item after, as JSON; none if it is gone.
    pub after: Option<String>,
}

impl Changed {
    fn of(record: &ChangeRecord) -> Self {
        let image = |row: &Arc<crate::store::Row>| pretty(&item_to_json(row.item()));
        Self {
            event: match record.kind {
                ChangeKind::Insert => "INSERT",
                ChangeKind::Modify => "MODIFY",
                ChangeKind::Remove => "REMOVE",
            },
            before: record.old.as_ref().map(image),
            after: record.new.as_ref().map(image),
        }
    }
}

/// What these runs changed, in order.
pub fn changes(runs: &[Shown], inspect: &Inspect<'_>) -> Vec<Changed> {
    let pages = runs.iter().flat_map(|run| &run.pages).filter(|page| !page.changes.is_empty());
    let of_page = |page: &Arc<Exchange>| {
        let records = inspect.changes(page.changes.start);
        let own = records.iter().take_while(|record| record.sequence < page.changes.end);
        own.map(Changed::of).collect::<Vec<_>>()
    };
    pages.flat_map(of_page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Request, Session};
    use crate::datasets::{DatasetId, Recipe, Size, load};
    use crate::engine::{Clock, Millis, Operation};
    use serde_json::json;

    fn play(operation: Operation, body: serde_json::Value) -> (Session, Shown) {
        let mut session = Session::new(Clock::fixed(Millis(1_767_225_600_000)));
        load(&mut session, Recipe::new(DatasetId::Medical, Size::Article)).unwrap();
        let exchange = session.send(Request { operation, body });
        let shown = Shown { title: "run".into(), pages: vec![Arc::new(exchange)] };
        (session, shown)
    }

    #[test]
    fn a_strip_is_the_table_that_was_read() {
        let (session, shown) = play(Operation::Scan, json!({ "TableName": "MedicalTests" }));
        assert_eq!(shown.strip(&session.engine().inspect()).items(), 25);
        assert_eq!(changes(&[shown], &session.engine().inspect()), []);
    }

    #[test]
    fn a_change_shows_the_item_before_and_after() {
        let (session, shown) = play(
            Operation::UpdateItem,
            json!({
                "TableName": "MedicalTests",
                "Key": { "PK": { "S": "PATIENT#123" }, "SK": { "S": "PROFILE" } },
                "UpdateExpression": "SET DOB = :d",
                "ExpressionAttributeValues": { ":d": { "S": "1990-01-02" } },
            }),
        );
        let changed = changes(&[shown], &session.engine().inspect());
        assert_eq!(changed.len(), 1);
        assert_eq!(changed[0].event, "MODIFY");
        assert!(changed[0].before.as_ref().unwrap().contains("1990-01-01"));
        assert!(changed[0].after.as_ref().unwrap().contains("1990-01-02"));
    }
}
