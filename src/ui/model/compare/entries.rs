//! The entries of an index that a Query reads, one after the other.
//!
//! Owns which entry is read when. Refuses to read storage: it is handed the rows.

use std::ops::Range;

use serde_json::Value as Json;

use crate::api::Request;
use crate::engine::inspect::RowView;
use crate::model::{IndexName, Item, TableSchema};
use crate::ui::model::draft::Draft;
use crate::ui::model::shelves::bracket;

/// What a Query reads of an index, over all its pages.
pub struct Entries {
    rows: Vec<RowView>,
    read: Range<usize>,
    backward: bool,
}

impl Entries {
    /// What this Query reads. Nothing if it asks the table itself, begins in the middle, or has a
    /// key condition that rows cannot say.
    pub fn of(
        request: &Request,
        schema: &TableSchema,
        rows: impl FnOnce(&IndexName) -> Vec<RowView>,
    ) -> Option<Self> {
        let index = schema.index(request.body.get("IndexName").and_then(Json::as_str)?)?;
        if request.body.get("ExclusiveStartKey").is_some() {
            return None;
        }
        let mut draft = Draft::from_request("Query", &request.body);
        draft.fit(schema);
        let selection = draft.key.selection(&index.keys)?;
        let rows = rows(&index.name);
        let read = bracket(&index.keys, &selection, rows.len(), |at| rows[at].item.item());
        Some(Self { rows, read, backward: draft.backward })
    }

    /// The entry that is read after so many others.
    pub fn after(&self, others: usize) -> Option<&Item> {
        let mut read = self.read.clone();
        let at = if self.backward { read.nth_back(others) } else { read.nth(others) };
        at.map(|at| self.rows[at].item.item())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::Session;
    use crate::datasets::{DatasetId, Loader, Recipe, Size};
    use crate::engine::{Clock, Millis, Operation};
    use crate::model::{TableName, Value};

    fn loaded() -> (Session, TableName) {
        let mut session = Session::new(Clock::fixed(Millis(0)));
        let mut loader = Loader::new(Recipe::new(DatasetId::Medical, Size::Thousand));
        while !loader.step(&mut session, 500).unwrap().is_complete() {}
        (session, TableName::parse(DatasetId::Medical.table()).unwrap())
    }

    fn entries(session: &Session, table: &TableName, body: Json) -> Option<Entries> {
        let inspect = session.engine().inspect();
        let schema = inspect.table(table).unwrap().schema;
        let request = Request::new(Operation::Query, body);
        Entries::of(&request, &schema, |index| inspect.rows(table, Some(index)))
    }

    fn question(forward: bool) -> Json {
        json!({
            "TableName": "MedicalTests", "IndexName": "GSI2", "ScanIndexForward": forward,
            "KeyConditionExpression": "GSI2PK = :key",
            "ExpressionAttributeValues": { ":key": { "S": "TESTTYPE#BloodTest" } },
        })
    }

    fn all(entries: &Entries) -> Vec<&Item> {
        (0..).map_while(|others| entries.after(others)).collect()
    }

    #[test]
    fn a_query_reads_the_entries_of_its_key_in_either_direction() {
        let (session, table) = loaded();
        let forward = entries(&session, &table, question(true)).unwrap();
        let key = |item: &&Item| item.get("GSI2PK") == Some(&Value::text("TESTTYPE#BloodTest"));
        assert!(all(&forward).len() > 1);
        assert!(all(&forward).iter().all(key));
        let backward = entries(&session, &table, question(false)).unwrap();
        let turned: Vec<_> = all(&backward).into_iter().rev().collect();
        assert_eq!(turned, all(&forward));
    }

    #[test]
    fn what_asks_the_table_or_begins_in_the_middle_reads_no_known_entries() {
        let (session, table) = loaded();
        let without = |member: &str| {
            let mut body = question(true);
            body.as_object_mut().unwrap().remove(member);
            entries(&session, &table, body).is_none()
        };
        assert!(without("IndexName"));
        assert!(without("ExpressionAttributeValues"));
        let mut later = question(true);
        later["ExclusiveStartKey"] = json!({ "PK": { "S": "a" } });
        assert!(entries(&session, &table, later).is_none());
    }
}
