//! Where in the form something is wrong.
//!
//! Owns the way from what an error is about to the field that says it: by the rule's parameter and
//! name, never by the service's wording. Refuses to know how a field is marked.

use serde_json::Value as Json;

use super::{Draft, DraftProblem, FormPart, TextSlot, ValueSlot};
use crate::api::{ApiError, Parameter};

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The choice of a table.
    Table,
    /// The choice of an index.
    Index,
    /// The choice between eventually and strongly consistent.
    Consistency,
    /// The choice of what a write returns.
    ReturnValues,
    /// A field of text.
    Text(TextSlot),
    /// A field of a typed value.
    Value(ValueSlot),
}

impl Draft {
    /// The field that a problem is in.
    pub fn place_of_problem(&self, problem: &DraftProblem) -> Option<Place> {
        Some(Place::Text(match problem.part() {
            FormPart::Json | FormPart::Command | FormPart::Statement => TextSlot::Json,
            FormPart::KeyCondition => TextSlot::KeyCondition,
            FormPart::Filter => TextSlot::Filter,
            FormPart::FilterRow(at) => TextSlot::FilterPath(at),
            FormPart::StartKey => TextSlot::StartKey,
            FormPart::Update => TextSlot::Update,
            FormPart::Condition => TextSlot::Condition,
            FormPart::Limit => TextSlot::Limit,
            FormPart::Item => TextSlot::Item,
            FormPart::Value(name) => return self.value_named(&name).map(Place::Value),
        }))
    }

    /// The field that the error of this draft's request, with this body, is about. None where no
    /// field would help, as when the service is too busy, and where the form has none for it.
    pub fn place_of_error(&self, error: &ApiError, body: &Json) -> Option<Place> {
        let subject = error.subject();
        let parameter = subject.parameter?;
        if self.raw.is_some() {
            return Some(Place::Text(TextSlot::Json));
        }
        let name = subject.name.as_deref();
        match parameter {
            Parameter::TableName => Some(Place::Table),
            Parameter::IndexName => Some(Place::Index),
            Parameter::ConsistentRead => Some(Place::Consistency),
            Parameter::ReturnValues => Some(Place::ReturnValues),
            Parameter::Limit => Some(Place::Text(TextSlot::Limit)),
            Parameter::ExclusiveStartKey => Some(Place::Text(TextSlot::StartKey)),
            Parameter::ProjectionExpression | Parameter::Select => {
                Some(Place::Text(TextSlot::Projection))
            }
            Parameter::Item => Some(Place::Text(TextSlot::Item)),
            Parameter::UpdateExpression => Some(Place::Text(TextSlot::Update)),
            Parameter::ConditionExpression => Some(Place::Text(TextSlot::Condition)),
            Parameter::Key => {
                let named = self.primary.iter().position(|field| Some(field.name.as_str()) == name);
                let at = named.unwrap_or_default();
                (at < self.primary.len()).then_some(Place::Value(ValueSlot::Primary(at)))
            }
            Parameter::KeyConditionExpression => self.place_in_key_condition(name),
            Parameter::FilterExpression => self.place_in_filter(name),
            Parameter::ExpressionAttributeNames => {
                let at = self.names.iter().position(|row| Some(row.placeholder.trim()) == name)?;
                Some(Place::Text(TextSlot::NamePlaceholder(at)))
            }
            Parameter::ExpressionAttributeValues => {
                let name = name?;
                let value = body.get(parameter.name()).and_then(|values| values.get(name));
                self.value_named(name)
                    .or_else(|| value.and_then(|value| self.value_sent(value)))
                    .map(Place::Value)
            }
            _ => None,
        }
    }

    fn place_in_key_condition(&self, name: Option<&str>) -> Option<Place> {
        if self.key.text.is_some() {
            return Some(Place::Text(TextSlot::KeyCondition));
        }
        let sort = self.key.sort.iter().position(|row| Some(row.name.as_str()) == name);
        let partition = self.key.partition.iter().position(|f| Some(f.name.as_str()) == name);
        let slot = match (partition, sort) {
            (None, Some(at)) => ValueSlot::SortFirst(at),
            // What names neither is about the condition as a whole, which begins there.
            (at, _) => ValueSlot::Partition(at.unwrap_or_default()),
        };
        self.value(slot).map(|_| Place::Value(slot))
    }

    fn place_in_filter(&self, name: Option<&str>) -> Option<Place> {
        if self.filter.text.is_some() {
            return Some(Place::Text(TextSlot::Filter));
        }
        let named = self.filter.rows.iter().position(|row| Some(row.path.trim()) == name);
        let slot = TextSlot::FilterPath(named.unwrap_or_default());
        self.text(slot).map(|_| Place::Text(slot))
    }

    /// The value of the placeholder or attribute with this name.
    fn value_named(&self, name: &str) -> Option<ValueSlot> {
        self.value_slots().find(|slot| match *slot {
            ValueSlot::Partition(at) => self.key.partition[at].name == name,
            ValueSlot::SortFirst(at) | ValueSlot::SortSecond(at) => self.key.sort[at].name == name,
            ValueSlot::Primary(at) => self.primary[at].name == name,
            ValueSlot::FilterFirst(at) | ValueSlot::FilterSecond(at) => {
                self.filter.rows[at].path == name
            }
            ValueSlot::Value(at) => self.values[at].placeholder.trim() == name,
        })
    }

    /// The field whose value went out as this one, under a placeholder that the form made up.
    fn value_sent(&self, value: &Json) -> Option<ValueSlot> {
        self.value_slots().find(|slot| {
            let typed = self.value(*slot).and_then(|typed| typed.to_json("").ok());
            typed.as_ref() == Some(value)
        })
    }

    /// The places of values that go out as the form stands.
    fn value_slots(&self) -> impl Iterator<Item = ValueSlot> {
        let (key_rows, filter_rows) = (self.key.text.is_none(), self.filter.text.is_none());
        let operands = |operator: Option<super::Operator>| operator.map_or(0, |o| o.operands());
        let mut slots = Vec::new();
        if self.verb.takes_key() {
            slots.extend((0..self.primary.len()).map(ValueSlot::Primary));
        }
        if self.verb == super::Verb::Query && key_rows {
            slots.extend((0..self.key.partition.len()).map(ValueSlot::Partition));
            for (at, row) in self.key.sort.iter().enumerate() {
                let both = [ValueSlot::SortFirst(at), ValueSlot::SortSecond(at)];
                slots.extend(both.into_iter().take(operands(row.operator)));
            }
        }
        if self.verb.is_page() && filter_rows {
            for (at, row) in self.filter.rows.iter().enumerate() {
                let both = [ValueSlot::FilterFirst(at), ValueSlot::FilterSecond(at)];
                slots.extend(both.into_iter().take(operands(Some(row.operator))));
            }
        }
        if self.has_text_expressions() {
            slots.extend((0..self.values.len()).map(ValueSlot::Value));
        }
        slots.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Request, Session};
    use crate::datasets::{DatasetId, table_request};
    use crate::engine::{Clock, Millis, Operation};
    use crate::ui::model::draft::{FilterRow, Kind, NameRow, Operator, Typed, ValueRow, Verb};

    /// Sends the draft to a table of patients' tests; the field that the error is about.
    fn wrong(draft: &Draft) -> Option<Place> {
        let mut session = Session::new(Clock::fixed(Millis(0)));
        session.send(table_request(DatasetId::Medical)).response.unwrap();
        let operation = Operation::from_name(draft.operation()).unwrap();
        let body = draft.to_request().unwrap();
        let exchange = session.send(Request::new(operation, body));
        draft.place_of_error(&exchange.response.unwrap_err(), &exchange.request.body)
    }

    fn draft(verb: Verb) -> Draft {
        let mut draft = Draft { verb, table: "MedicalTests".to_owned(), ..Draft::default() };
        let mut session = Session::new(Clock::fixed(Millis(0)));
        session.send(table_request(DatasetId::Medical)).response.unwrap();
        draft.fit(&session.engine().inspect().tables()[0].schema);
        if verb == Verb::Query {
            draft.key.partition[0].value = Typed::new(Kind::S, "PATIENT#123");
        }
        draft
    }

    fn row(path: &str, first: Typed) -> FilterRow {
        FilterRow {
            path: path.to_owned(),
            operator: Operator::Equal,
            first,
            second: Typed::default(),
        }
    }

    #[test]
    fn an_empty_key_value_is_where_it_was_left_empty() {
        let mut query = draft(Verb::Query);
        query.key.sort[0].operator = Some(Operator::BeginsWith);
        query.key.partition[0].value = Typed::new(Kind::S, "");
        assert_eq!(wrong(&query), Some(Place::Value(ValueSlot::Partition(0))));
        query.key.partition[0].value = Typed::new(Kind::S, "x");
        query.key.sort[0].operator = Some(Operator::Equal);
        assert_eq!(wrong(&query), Some(Place::Value(ValueSlot::SortFirst(0))));
        let mut get = draft(Verb::GetItem);
        get.primary[0].value = Typed::new(Kind::S, "x");
        assert_eq!(wrong(&get), Some(Place::Value(ValueSlot::Primary(1))));
    }

    #[test]
    fn a_filter_on_a_key_attribute_is_the_row_that_names_it() {
        let mut query = draft(Verb::Query);
        query.filter.rows =
            vec![row("Age", Typed::new(Kind::N, "4")), row("SK", Typed::new(Kind::S, "x"))];
        assert_eq!(wrong(&query), Some(Place::Text(TextSlot::FilterPath(1))));
        query.filter.text = Some("SK = 'x'".to_owned());
        assert_eq!(wrong(&query), Some(Place::Text(TextSlot::Filter)));
    }

    #[test]
    fn a_number_that_is_none_is_the_value_that_was_typed() {
        let mut scan = draft(Verb::Scan);
        scan.filter.rows =
            vec![row("a", Typed::new(Kind::N, "1")), row("b", Typed::new(Kind::N, "many"))];
        assert_eq!(wrong(&scan), Some(Place::Value(ValueSlot::FilterFirst(1))));
    }

    #[test]
    fn a_placeholder_that_nothing_uses_is_its_row() {
        let mut scan = draft(Verb::Scan);
        scan.filter.text = Some("attribute_exists(Age)".to_owned());
        scan.names = vec![NameRow { placeholder: "#s".to_owned(), name: "Status".to_owned() }];
        assert_eq!(wrong(&scan), Some(Place::Text(TextSlot::NamePlaceholder(0))));
        scan.names.clear();
        let value = Typed::new(Kind::S, "x");
        scan.values = vec![ValueRow { placeholder: ":s".to_owned(), value }];
        assert_eq!(wrong(&scan), Some(Place::Value(ValueSlot::Value(0))));
    }

    #[test]
    fn choices_and_options_are_places_too() {
        let mut query = draft(Verb::Query);
        query.limit = "0".to_owned();
        assert_eq!(wrong(&query), Some(Place::Text(TextSlot::Limit)));
        query.limit.clear();
        query.index = Some("GSI9".to_owned());
        assert_eq!(wrong(&query), Some(Place::Index));
        let mut scan = draft(Verb::Scan);
        scan.index = Some("GSI1".to_owned());
        scan.consistent = true;
        assert_eq!(wrong(&scan), Some(Place::Consistency));
        scan.table = "Gone".to_owned();
        assert_eq!(wrong(&scan), Some(Place::Table));
    }

    #[test]
    fn json_is_one_place() {
        let mut query = draft(Verb::Query);
        query.limit = "0".to_owned();
        query.write_as_json().unwrap();
        assert_eq!(wrong(&query), Some(Place::Text(TextSlot::Json)));
    }

    #[test]
    fn a_false_condition_is_no_fields_fault() {
        let mut put = draft(Verb::PutItem);
        put.item = r#"{"PK": "a", "SK": "b"}"#.to_owned();
        put.condition = "attribute_exists(PK)".to_owned();
        assert_eq!(wrong(&put), None);
        put.condition = "attribute_exists(".to_owned();
        assert_eq!(wrong(&put), Some(Place::Text(TextSlot::Condition)));
    }

    #[test]
    fn a_problem_is_in_the_field_that_was_typed_into() {
        let mut put = draft(Verb::PutItem);
        put.item = "{".to_owned();
        let problem = put.to_request().unwrap_err();
        assert_eq!(put.place_of_problem(&problem), Some(Place::Text(TextSlot::Item)));
        let mut scan = draft(Verb::Scan);
        scan.filter.rows = vec![row("a", Typed::new(Kind::Json, "{"))];
        let problem = scan.to_request().unwrap_err();
        assert_eq!(scan.place_of_problem(&problem), Some(Place::Value(ValueSlot::FilterFirst(0))));
    }
}
