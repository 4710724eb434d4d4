//! From form to request JSON.
//!
//! Owns which members each operation gets and in which order they are shown.

use serde_json::{Map, Value as Json, json};

use super::key::KeyField;
use super::problem::{DraftProblem, Field, parse_object};
use super::rows::{RowNotation, path_text};
use super::typed::Typed;
use super::{Draft, Verb};
use crate::api::json::parse;
use crate::expression::{Placeholders, TokenKind, tokenize_with_literals};
use crate::ui::model::plain;

/// The members of a request.
type Body = Map<String, Json>;

impl Draft {
    /// The body of the request that this form describes, or of the JSON when that is in use.
    pub fn to_request(&self) -> Result<Json, DraftProblem> {
        if let Some(raw) = &self.raw {
            return parse_object(Field::Json, &raw.text).map(Json::Object);
        }
        let mut body = Body::new();
        body.insert("TableName".to_owned(), json!(self.table.as_str()));
        let mut to = self.written_placeholders()?;
        match self.verb {
            Verb::Query | Verb::Scan => self.page_members(&mut body, &mut to)?,
            Verb::GetItem => self.get_members(&mut body, &mut to)?,
            Verb::PutItem => self.put_members(&mut body)?,
            Verb::UpdateItem => self.update_members(&mut body, &mut to)?,
            Verb::DeleteItem => self.key_member(&mut body)?,
        }
        if self.verb.is_write() {
            self.write_members(&mut body, &mut to)?;
        }
        insert_placeholders(to, &mut body);
        body.extend(self.extra.iter().map(|(name, value)| (name.clone(), value.clone())));
        Ok(Json::Object(body))
    }

    /// The names and values of the form's tables. They go out only when a text can use them: a
    /// left-over row would make every request of rows fail as "unused".
    fn written_placeholders(&self) -> Result<Placeholders<Json>, DraftProblem> {
        if self.has_text_expressions() {
            self.defined_placeholders()
        } else {
            Ok(Placeholders::default())
        }
    }

    /// The names and values of the form's tables, whether or not something uses them.
    pub(super) fn defined_placeholders(&self) -> Result<Placeholders<Json>, DraftProblem> {
        let mut defined = Placeholders::default();
        for row in self.names.iter().filter(|row| !row.placeholder.trim().is_empty()) {
            defined.define_name(row.placeholder.trim(), &row.name);
        }
        for row in self.values.iter().filter(|row| !row.placeholder.trim().is_empty()) {
            defined.define_value(row.placeholder.trim(), row.value.to_json(&row.placeholder)?);
        }
        Ok(defined)
    }

    fn page_members(
        &self,
        body: &mut Body,
        to: &mut Placeholders<Json>,
    ) -> Result<(), DraftProblem> {
        if let Some(index) = &self.index {
            body.insert("IndexName".to_owned(), json!(index.as_str()));
        }
        if self.verb == Verb::Query {
            body.insert("KeyConditionExpression".to_owned(), json!(self.key_condition(to)?));
        }
        if let Some(filter) = self.filter_expression(to)? {
            body.insert("FilterExpression".to_owned(), json!(filter));
        }
        self.projection_member(body, to);
        if self.count_only {
            body.insert("Select".to_owned(), json!("COUNT"));
        }
        if !self.limit.trim().is_empty() {
            body.insert("Limit".to_owned(), limit(self.limit.trim())?);
        }
        if self.backward && self.verb == Verb::Query {
            body.insert("ScanIndexForward".to_owned(), json!(false));
        }
        self.consistency_member(body);
        Ok(())
    }

    fn get_members(
        &self,
        body: &mut Body,
        to: &mut Placeholders<Json>,
    ) -> Result<(), DraftProblem> {
        self.key_member(body)?;
        self.projection_member(body, to);
        self.consistency_member(body);
        Ok(())
    }

    fn put_members(&self, body: &mut Body) -> Result<(), DraftProblem> {
        let item = plain::item(parse_object(Field::Item, &self.item)?)?;
        body.insert("Item".to_owned(), Json::Object(item));
        Ok(())
    }

    fn update_members(
        &self,
        body: &mut Body,
        to: &mut Placeholders<Json>,
    ) -> Result<(), DraftProblem> {
        self.key_member(body)?;
        self.text_member(body, "UpdateExpression", Field::Update, &self.update, to)
    }

    fn write_members(
        &self,
        body: &mut Body,
        to: &mut Placeholders<Json>,
    ) -> Result<(), DraftProblem> {
        self.text_member(body, "ConditionExpression", Field::Condition, &self.condition, to)?;
        let known = self.verb.return_values().contains(&self.return_values.as_str());
        if known {
            body.insert("ReturnValues".to_owned(), json!(self.return_values.as_str()));
        }
        Ok(())
    }

    fn text_member(
        &self,
        body: &mut Body,
        member: &str,
        field: Field,
        text: &str,
        to: &mut Placeholders<Json>,
    ) -> Result<(), DraftProblem> {
        if !text.trim().is_empty() {
            body.insert(member.to_owned(), json!(lift(field, text.trim(), to)?));
        }
        Ok(())
    }

    fn key_member(&self, body: &mut Body) -> Result<(), DraftProblem> {
        let pair = |field: &KeyField| Ok((field.name.clone(), field.value.to_json(&field.name)?));
        let key = self.primary.iter().map(pair).collect::<Result<Body, _>>()?;
        body.insert("Key".to_owned(), Json::Object(key));
        Ok(())
    }

    fn consistency_member(&self, body: &mut Body) {
        if self.consistent {
            body.insert("ConsistentRead".to_owned(), json!(true));
        }
    }

    /// Names of the projection get placeholders where they need them, so that `Name` or `Status` can
    /// be asked for.
    fn projection_member(&self, body: &mut Body, to: &mut Placeholders<Json>) {
        let paths = self.projection.split(',').filter(|path| !path.trim().is_empty());
        let projection: Vec<String> =
            paths.map(|path| path_text(path, &mut |name| to.name(name))).collect();
        if !projection.is_empty() {
            body.insert("ProjectionExpression".to_owned(), json!(projection.join(", ")));
        }
    }

    fn key_condition(&self, to: &mut Placeholders<Json>) -> Result<String, DraftProblem> {
        match &self.key.text {
            Some(text) => lift(Field::KeyCondition, text.trim(), to),
            None => self.key.rows_to_text(to),
        }
    }

    fn filter_expression(
        &self,
        to: &mut Placeholders<Json>,
    ) -> Result<Option<String>, DraftProblem> {
        let filter = match &self.filter.text {
            Some(text) => lift(Field::Filter, text.trim(), to)?,
            None => self.filter.rows_to_text(to)?,
        };
        Ok((!filter.is_empty()).then_some(filter))
    }
}

impl RowNotation for Placeholders<Json> {
    type Problem = DraftProblem;

    fn name(&mut self, name: &str) -> String {
        Placeholders::name(self, name)
    }

    fn value(&mut self, value: &Typed, attribute: &str) -> Result<String, DraftProblem> {
        Ok(Placeholders::value(self, value.to_json(attribute)?))
    }
}

/// The expression with a `:v` for each value that is written in it: DynamoDB's expressions have no
/// literals, so that quotes and bare numbers can mean nothing else. Everything else stays as typed,
/// reserved words included, so that the service's own complaint about them is seen.
pub(super) fn lift(
    field: Field,
    text: &str,
    to: &mut Placeholders<Json>,
) -> Result<String, DraftProblem> {
    let mut lifted = String::with_capacity(text.len());
    let mut copied = 0;
    for token in tokenize_with_literals(text) {
        let value = match token.kind {
            TokenKind::Text => json!({ "S": token.unquoted() }),
            TokenKind::Number => json!({ "N": token.text }),
            TokenKind::OpenText => {
                let column = text[..token.start].chars().count() + 1;
                return Err(DraftProblem::OpenQuote { field, column });
            }
            _ => continue,
        };
        lifted.push_str(&text[copied..token.start]);
        lifted.push_str(&to.value(value));
        copied = token.span().end;
        // A quote ends a text even before a letter; a placeholder would go on with it.
        if text[copied..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            lifted.push(' ');
        }
    }
    lifted.push_str(&text[copied..]);
    Ok(lifted)
}

/// Takes the names and values out of a request.
pub(in crate::ui::model) fn take_placeholders(body: &mut Body) -> Placeholders<Json> {
    let mut placeholders = Placeholders::default();
    if let Some(Json::Object(names)) = body.shift_remove("ExpressionAttributeNames") {
        for (placeholder, name) in &names {
            placeholders.define_name(placeholder, name.as_str().unwrap_or_default());
        }
    }
    if let Some(Json::Object(values)) = body.shift_remove("ExpressionAttributeValues") {
        for (placeholder, value) in values {
            placeholders.define_value(&placeholder, value);
        }
    }
    placeholders
}

/// Puts names and values into a request, each map only when it holds something.
pub(in crate::ui::model) fn insert_placeholders(placeholders: Placeholders<Json>, body: &mut Body) {
    let (names, values) = placeholders.into_maps();
    if !names.is_empty() {
        let names = names.into_iter().map(|(placeholder, name)| (placeholder, Json::String(name)));
        body.insert("ExpressionAttributeNames".to_owned(), Json::Object(names.collect()));
    }
    if !values.is_empty() {
        let values = values.into_iter().collect();
        body.insert("ExpressionAttributeValues".to_owned(), Json::Object(values));
    }
}

/// A whole number of any sign goes out; the service judges it.
fn limit(text: &str) -> Result<Json, DraftProblem> {
    match parse(text) {
        Ok(value) if value.as_i64().is_some() => Ok(value),
        _ => Err(DraftProblem::Limit { text: text.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lifted(text: &str) -> (String, Json) {
        let mut to = Placeholders::default();
        let text = lift(Field::Filter, text, &mut to).unwrap();
        let mut body = Body::new();
        insert_placeholders(to, &mut body);
        (text, body.remove("ExpressionAttributeValues").unwrap_or_default())
    }

    #[test]
    fn quotes_and_numbers_become_values() {
        let (text, values) = lifted("City = 'O''Neill' AND (Total > -2.5e3 OR a.b2[0] = 7)");
        assert_eq!(text, "City = :v0 AND (Total > :v1 OR a.b2[0] = :v2)");
        assert_eq!(values, json!({":v0":{"S":"O'Neill"},":v1":{"N":"-2.5e3"},":v2":{"N":"7"}}));
    }

    #[test]
    fn placeholders_words_and_subtractions_stay() {
        let (text, values) = lifted("SET #a1 = #a1 - 1, n = n -2, x2 = :v9");
        assert_eq!(text, "SET #a1 = #a1 - :v0, n = n -:v1, x2 = :v9");
        assert_eq!(values, json!({":v0":{"N":"1"},":v1":{"N":"2"}}));
    }

    #[test]
    fn a_word_right_behind_a_quote_stays_a_word() {
        assert_eq!(lifted("a='x'AND b=\"y\"").0, "a=:v0 AND b=:v1");
    }

    #[test]
    fn an_open_quote_is_named_by_its_column() {
        let problem = lift(Field::Filter, "é = 'x", &mut Placeholders::default());
        assert_eq!(problem, Err(DraftProblem::OpenQuote { field: Field::Filter, column: 5 }));
    }
}
