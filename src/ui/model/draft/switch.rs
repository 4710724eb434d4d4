//! Another operation for the same question.
//!
//! Owns what becomes of a key condition where an operation takes none: it goes on as a filter, since
//! that is the same question asked of the whole table, and comes back as a key condition. Refuses to
//! know what either would cost.

use super::read::filter_rows;
use super::text::typed_path;
use super::{Draft, FilterRow, FormPart, Operator, SortRow, Typed, Verb};
use crate::expression::ExpressionKind;

impl Draft {
    /// Goes over to another operation. Fields that it does not take keep what they hold.
    pub fn choose_verb(&mut self, verb: Verb) {
        let before = std::mem::replace(&mut self.verb, verb);
        match (before, verb) {
            (Verb::Query, Verb::Scan) => self.key_to_filter(),
            // A Query takes no filter on its key attributes, whatever brought them there.
            (Verb::Query, _) => {}
            (_, Verb::Query) => self.filter_to_key(),
            _ => {}
        }
    }

    fn key_to_filter(&mut self) {
        let rows = self.key_rows();
        match (&self.filter.text, rows) {
            (None, Some(rows)) => {
                self.filter.rows.splice(0..0, rows);
            }
            (text, _) => {
                let filter = text.clone().unwrap_or_else(|| {
                    let rows = self.filter.clone();
                    let Ok(text) = rows.rows_to_text(&mut self.spelling());
                    text
                });
                let key = self.key_text();
                self.filter.text = Some(match filter.trim() {
                    _ if key.is_empty() => return,
                    "" => key,
                    filter => format!("{key} AND ({filter})"),
                });
            }
        }
    }

    fn filter_to_key(&mut self) {
        if let Some(text) = self.filter.text.clone() {
            // Only a text that the key condition still begins is known to be that condition.
            let key = self.key_text();
            let Some(rest) = text.strip_prefix(&key).filter(|_| !key.is_empty()) else { return };
            let inner = rest.strip_prefix(" AND (").and_then(|rest| rest.strip_suffix(')'));
            match inner {
                Some(inner) => self.filter.text = Some(inner.to_owned()),
                None if rest.is_empty() => self.filter.text = None,
                None => {}
            }
            return;
        }
        let mut key = self.key.clone();
        let mut rows = self.filter.rows.clone();
        let mut take = |name: &str, usable: &dyn Fn(Operator) -> bool| {
            let at = rows.iter().position(|row| row.path.trim() == name && usable(row.operator))?;
            Some(rows.remove(at))
        };
        for field in &mut key.partition {
            let Some(row) = take(&field.name, &|operator| operator == Operator::Equal) else {
                return;
            };
            field.value.text = row.first.text;
        }
        for sort in &mut key.sort {
            let row = take(&sort.name, &|operator| Operator::SORT.contains(&operator));
            sort.operator = row.as_ref().map(|row| row.operator);
            if let Some(row) = row {
                sort.first.text = row.first.text;
                sort.second.text = row.second.text;
            }
        }
        let text = key.text.take();
        (self.key, self.filter.rows) = (key, rows);
        if let Some(text) = text {
            self.forget(&text);
        }
    }

    /// The key condition as rows of a filter; none if a row can't hold it.
    fn key_rows(&self) -> Option<Vec<FilterRow>> {
        if let Some(text) = &self.key.text {
            let kind = ExpressionKind::KeyCondition;
            let clauses = self.typed_clauses(text, FormPart::KeyCondition, kind)?;
            return filter_rows(clauses);
        }
        let partition = self.key.partition.iter().filter(|field| !field.value.text.is_empty());
        let partition = partition.map(|field| FilterRow {
            path: field.name.clone(),
            operator: Operator::Equal,
            first: field.value.clone(),
            second: Typed::default(),
        });
        let sort = self.key.sort.iter().filter_map(|row: &SortRow| {
            Some(FilterRow {
                path: row.name.clone(),
                operator: row.operator?,
                first: row.first.clone(),
                second: row.second.clone(),
            })
        });
        let rows: Vec<_> = partition.chain(sort).collect();
        // A name with a dot in it would be read as a path.
        let is_name = |row: &FilterRow| typed_path(&row.path).is_some_and(|path| !path.is_nested());
        rows.iter().all(is_name).then_some(rows)
    }

    /// The key condition as text; empty while it asks for nothing.
    fn key_text(&mut self) -> String {
        if let Some(text) = &self.key.text {
            return text.trim().to_owned();
        }
        if self.key.partition.iter().all(|field| field.value.text.is_empty()) {
            return String::new();
        }
        let key = self.key.clone();
        let Ok(text) = key.rows_to_text(&mut self.spelling());
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;
    use crate::datasets::{DatasetId, access_patterns, table_request};
    use crate::engine::{Clock, Millis};
    use serde_json::json;

    fn bookings() -> Draft {
        let mut session = crate::api::Session::new(Clock::fixed(Millis(0)));
        session.send(table_request(DatasetId::Medical)).response.unwrap();
        let request = access_patterns(DatasetId::Medical).remove(0).request;
        let mut draft = Draft::from_request("Query", &request.body);
        draft.fit(&session.engine().inspect().tables()[0].schema);
        draft
    }

    #[test]
    fn a_query_that_becomes_a_scan_asks_the_same_and_comes_back() {
        let query = bookings();
        let mut draft = query.clone();
        draft.choose_verb(Verb::Scan);
        let body = draft.to_request().unwrap();
        assert_eq!(body["FilterExpression"], "PK = :v0 AND begins_with(SK, :v1)");
        assert_eq!(body["ExpressionAttributeValues"][":v0"], json!({ "S": "PATIENT#123" }));
        draft.choose_verb(Verb::Query);
        assert_eq!(draft, query);
        draft.choose_verb(Verb::Scan);
        draft.filter.rows[0].first.text = "PATIENT#456".to_owned();
        draft.filter.rows.remove(1);
        draft.choose_verb(Verb::Query);
        assert_eq!(draft.key.partition[0].value, Typed::new(Kind::S, "PATIENT#456"));
        assert_eq!((draft.key.sort[0].operator, draft.filter.rows.len()), (None, 0));
    }

    #[test]
    fn what_is_written_as_text_goes_along_too() {
        let mut draft = bookings();
        draft.filter.text = Some("size(Note) > 3".to_owned());
        let query = draft.clone();
        draft.choose_verb(Verb::Scan);
        let text = "PK = 'PATIENT#123' AND begins_with(SK, 'BOOKING#') AND (size(Note) > 3)";
        assert_eq!(draft.filter.text.as_deref(), Some(text));
        draft.choose_verb(Verb::Query);
        assert_eq!(draft, query);
        draft.filter.text = None;
        draft.toggle_key_text();
        draft.choose_verb(Verb::Scan);
        assert_eq!(draft.filter.rows.len(), 2, "rows can hold this text");
        draft.choose_verb(Verb::Query);
        assert_eq!(draft.asked(), bookings().asked());
    }

    #[test]
    fn a_scan_of_its_own_leaves_the_key_condition_alone() {
        let mut draft = bookings();
        draft.verb = Verb::Scan;
        let row = FilterRow { path: "Status".to_owned(), ..FilterRow::default() };
        draft.filter.rows = vec![row.clone()];
        draft.choose_verb(Verb::Query);
        assert_eq!((draft.key, draft.filter.rows), (bookings().key, vec![row]));
    }
}
