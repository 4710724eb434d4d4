//! From form to request JSON.
//!
//! Owns which members each operation gets, in which order they are shown, and the values that are
//! written into expressions. Refuses to judge what was typed, as long as it can be sent.

use serde_json::{Map, Value as Json, json};

use super::key::KeyField;
use super::problem::{DraftProblem, FormPart, parse_object};
use super::read::mentions;
use super::rows::Typed;
use super::text::{RowNotation, path_text};
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
            return raw.to_request();
        }
        let verb = self.verb;
        let mut placeholders = self.written_placeholders()?;
        let mut members: Vec<(&str, Json)> = vec![("TableName", json!(self.table.as_str()))];

        // What is read or written.
        if let Some(index) = self.index.as_ref().filter(|_| verb.is_page()) {
            members.push(("IndexName", json!(index.as_str())));
        }
        if verb.takes_key() {
            let pair =
                |field: &KeyField| Ok((field.name.clone(), field.value.to_json(&field.name)?));
            let key = self.primary.iter().map(pair).collect::<Result<Body, _>>()?;
            members.push(("Key", Json::Object(key)));
        }
        if verb == Verb::PutItem {
            let item = plain::item(parse_object(FormPart::Item, &self.item)?)?;
            members.push(("Item", Json::Object(item)));
        }

        // Expressions, in the order in which the service checks them.
        if verb == Verb::UpdateItem && !self.update.trim().is_empty() {
            let update = lift(FormPart::Update, self.update.trim(), &mut placeholders)?;
            members.push(("UpdateExpression", json!(update)));
        }
        if verb.is_write() && !self.condition.trim().is_empty() {
            let condition = lift(FormPart::Condition, self.condition.trim(), &mut placeholders)?;
            members.push(("ConditionExpression", json!(condition)));
        }
        if verb == Verb::Query {
            // It is sent even while it is empty, so that the service says so.
            let key = match &self.key.text {
                Some(text) => lift(FormPart::KeyCondition, text.trim(), &mut placeholders)?,
                None => self.key.rows_to_text(&mut placeholders)?,
            };
            members.push(("KeyConditionExpression", json!(key)));
        }
        if verb.is_page() {
            let filter = match &self.filter.text {
                Some(text) => lift(FormPart::Filter, text.trim(), &mut placeholders)?,
                None => match self.filter.without_attribute() {
                    // Leaving it out would quietly return more than was asked for.
                    Some(row) => return Err(DraftProblem::NoAttribute { row }),
                    None => self.filter.rows_to_text(&mut placeholders)?,
                },
            };
            if !filter.is_empty() {
                members.push(("FilterExpression", json!(filter)));
            }
        }
        if verb.is_read() {
            let paths = self.projection.split(',').filter(|path| !path.trim().is_empty());
            let paths = paths.map(|path| path_text(path, &mut |name| placeholders.name(name)));
            let projection = paths.collect::<Vec<_>>().join(", ");
            if !projection.is_empty() {
                members.push(("ProjectionExpression", json!(projection)));
            }
        }

        // How it is read, and what is returned.
        if verb.is_page() && self.count_only {
            members.push(("Select", json!("COUNT")));
        }
        if verb.is_page() && !self.limit.trim().is_empty() {
            members.push(("Limit", limit(self.limit.trim())?));
        }
        if verb.is_page() && !self.start_key.trim().is_empty() {
            let key = parse_object(FormPart::StartKey, &self.start_key)?;
            // A mixture of typed and plain values goes out as it is: the service judges it.
            let key = plain::item(key.clone()).unwrap_or(key);
            members.push(("ExclusiveStartKey", Json::Object(key)));
        }
        if verb == Verb::Query && self.backward {
            members.push(("ScanIndexForward", json!(false)));
        }
        if verb.is_read() && self.consistent {
            members.push(("ConsistentRead", json!(true)));
        }
        if verb.return_values().contains(&self.return_values.as_str()) {
            members.push(("ReturnValues", json!(self.return_values.as_str())));
        }

        let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
        let mut body: Body = members.collect();
        insert_placeholders(placeholders, &mut body);
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

    /// Whether only an expression that this operation doesn't send uses the placeholder: the one of an
    /// update, after going over to a put. The service would reject it as unused. One that nothing
    /// uses is sent, and rejected as the service does.
    fn is_of_another_operation(&self, placeholder: &str) -> bool {
        let verb = self.verb;
        let texts = [
            (verb == Verb::UpdateItem, Some(self.update.as_str())),
            (verb.is_write(), Some(self.condition.as_str())),
            (verb == Verb::Query, self.key.text.as_deref()),
            (verb.is_page(), self.filter.text.as_deref()),
        ];
        let uses = |sent: bool| {
            let mut of_kind = texts.iter().filter(move |(is_sent, _)| *is_sent == sent);
            of_kind.any(|(_, text)| text.is_some_and(|text| mentions(text, placeholder)))
        };
        uses(false) && !uses(true)
    }

    /// The names and values of the form's tables that this operation may use.
    pub(super) fn defined_placeholders(&self) -> Result<Placeholders<Json>, DraftProblem> {
        let mut defined = Placeholders::default();
        let is_sent = |placeholder: &str| {
            !placeholder.is_empty() && !self.is_of_another_operation(placeholder)
        };
        for row in self.names.iter().filter(|row| is_sent(row.placeholder.trim())) {
            defined.define_name(row.placeholder.trim(), &row.name);
        }
        for row in self.values.iter().filter(|row| is_sent(row.placeholder.trim())) {
            defined.define_value(row.placeholder.trim(), row.value.to_json(&row.placeholder)?);
        }
        Ok(defined)
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
    part: FormPart,
    text: &str,
    placeholders: &mut Placeholders<Json>,
) -> Result<String, DraftProblem> {
    let mut lifted = String::with_capacity(text.len());
    let mut copied = 0;
    for token in tokenize_with_literals(text) {
        let value = match token.kind {
            TokenKind::Text => json!({ "S": token.unquoted() }),
            TokenKind::Number => json!({ "N": token.text }),
            TokenKind::OpenText => {
                let column = text[..token.start].chars().count() + 1;
                return Err(DraftProblem::OpenQuote { part, column });
            }
            _ => continue,
        };
        lifted.push_str(&text[copied..token.start]);
        lifted.push_str(&placeholders.value(value));
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
        let mut placeholders = Placeholders::default();
        let text = lift(FormPart::Filter, text, &mut placeholders).unwrap();
        let mut body = Body::new();
        insert_placeholders(placeholders, &mut body);
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
        let problem = lift(FormPart::Filter, "é = 'x", &mut Placeholders::default());
        assert_eq!(problem, Err(DraftProblem::OpenQuote { part: FormPart::Filter, column: 5 }));
    }
}
