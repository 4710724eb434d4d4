//! From form to request JSON.
//!
//! Owns which members each operation gets and in which order they are shown.

use serde_json::{Map, Value as Json};

use super::inline::lift;
use super::key::KeyField;
use super::placeholders::Placeholders;
use super::problem::{DraftProblem, Field, parse_object};
use super::rows::{FilterRow, Operator};
use super::typed::Typed;
use super::{Draft, Verb};
use crate::api::json::{json, parse};
use crate::ui::model::plain;

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
        to.finish(&mut body);
        body.extend(self.extra.iter().map(|(name, value)| (name.clone(), value.clone())));
        Ok(Json::Object(body))
    }

    /// The names and values of the form's tables. They go out only when a text can use them: a
    /// left-over row would make every request of rows fail as "unused".
    fn written_placeholders(&self) -> Result<Placeholders, DraftProblem> {
        let mut to = Placeholders::default();
        if !self.has_text_expressions() {
            return Ok(to);
        }
        for row in self.names.iter().filter(|row| !row.placeholder.trim().is_empty()) {
            to.define_name(row.placeholder.trim(), &row.name);
        }
        for row in self.values.iter().filter(|row| !row.placeholder.trim().is_empty()) {
            to.define_value(row.placeholder.trim(), row.value.to_json(&row.placeholder)?);
        }
        Ok(to)
    }

    fn page_members(&self, body: &mut Body, to: &mut Placeholders) -> Result<(), DraftProblem> {
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

    fn get_members(&self, body: &mut Body, to: &mut Placeholders) -> Result<(), DraftProblem> {
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

    fn update_members(&self, body: &mut Body, to: &mut Placeholders) -> Result<(), DraftProblem> {
        self.key_member(body)?;
        self.text_member(body, "UpdateExpression", Field::Update, &self.update, to)
    }

    fn write_members(&self, body: &mut Body, to: &mut Placeholders) -> Result<(), DraftProblem> {
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
        to: &mut Placeholders,
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

    /// Names of the projection get placeholders too, so that `Name` or `Status` can be asked for.
    fn projection_member(&self, body: &mut Body, to: &mut Placeholders) {
        let paths = self.projection.split(',').filter(|path| !path.trim().is_empty());
        let projection: Vec<String> = paths.map(|path| to.path(path)).collect();
        if !projection.is_empty() {
            body.insert("ProjectionExpression".to_owned(), json!(projection.join(", ")));
        }
    }

    fn key_condition(&self, to: &mut Placeholders) -> Result<String, DraftProblem> {
        if let Some(text) = &self.key.text {
            return lift(Field::KeyCondition, text.trim(), to);
        }
        let mut parts = Vec::new();
        for field in &self.key.partition {
            let name = to.name(&field.name);
            parts.push(format!("{name} = {}", to.value(field.value.to_json(&field.name)?)));
        }
        for row in &self.key.sort {
            let Some(operator) = row.operator else { continue };
            let name = to.name(&row.name);
            parts.push(comparison(&name, &row.name, operator, [&row.first, &row.second], to)?);
        }
        Ok(parts.join(" AND "))
    }

    fn filter_expression(&self, to: &mut Placeholders) -> Result<Option<String>, DraftProblem> {
        if let Some(text) = &self.filter.text {
            return match text.trim() {
                "" => Ok(None),
                text => lift(Field::Filter, text, to).map(Some),
            };
        }
        let row = |row: &FilterRow| {
            let path = to.path(&row.path);
            comparison(&path, &row.path, row.operator, [&row.first, &row.second], to)
        };
        let parts = self.filter.active().map(row).collect::<Result<Vec<_>, _>>()?;
        Ok((!parts.is_empty()).then(|| parts.join(" AND ")))
    }
}

fn comparison(
    path: &str,
    name: &str,
    operator: Operator,
    operands: [&Typed; 2],
    to: &mut Placeholders,
) -> Result<String, DraftProblem> {
    let given = operands.into_iter().take(operator.operands());
    let values = given.map(|typed| typed.to_json(name)).collect::<Result<Vec<_>, _>>()?;
    let values: Vec<String> = values.into_iter().map(|value| to.value(value)).collect();
    Ok(match values.as_slice() {
        [low, high] => format!("{path} BETWEEN {low} AND {high}"),
        [value] if operator.is_function() => format!("{}({path}, {value})", operator.label()),
        [value] => format!("{path} {} {value}", operator.label()),
        _ => format!("{}({path})", operator.label()),
    })
}

/// A whole number of any sign goes out; the service judges it.
fn limit(text: &str) -> Result<Json, DraftProblem> {
    match parse(text) {
        Ok(value) if value.as_i64().is_some() => Ok(value),
        _ => Err(DraftProblem::Limit { text: text.to_owned() }),
    }
}
