//! A request as a PartiQL statement.
//!
//! Owns which requests have one. The conditions are those of the request, printed with names and
//! values in PartiQL's way; what they mean is `expression`'s.

use serde_json::{Map, Value as Json};

use crate::api::Operation;
use crate::api::json::{item_from_json, value_from_json};
use crate::expression::{
    Action, Bindings, Condition, ExpressionKind, Notation, parse_condition, parse_key_condition,
    parse_projection, parse_update,
};
use crate::model::Value;

/// Why a request has no statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPartiql {
    /// The operation has none.
    Operation(String),
    /// The statement has no words for this parameter.
    Parameter(String),
    /// `ADD` and `DELETE` of an update.
    Section,
    /// Binary values have no literal.
    Binary,
    /// An expression or value that the service would reject.
    Invalid(String),
}

impl NoPartiql {
    /// The reason in a sentence.
    pub fn sentence(&self) -> String {
        match self {
            NoPartiql::Operation(name) => format!("{name} has no PartiQL statement."),
            NoPartiql::Parameter(name) => {
                format!("A PartiQL statement can't say {name}. Remove it, or use another face.")
            }
            NoPartiql::Section => {
                "PartiQL has no ADD or DELETE. Use SET and REMOVE, or another face.".to_owned()
            }
            NoPartiql::Binary => {
                "PartiQL has no literal for binary values. Use another face.".to_owned()
            }
            NoPartiql::Invalid(name) => {
                format!("{name} isn't valid yet, so it has no PartiQL statement.")
            }
        }
    }
}

/// The statement that asks the same.
pub(super) fn statement(
    operation: Operation,
    body: &Map<String, Json>,
) -> Result<String, NoPartiql> {
    let mut reader = Reader { body, used: vec!["TableName"], quoted: Quoted::default() };
    let text = match operation {
        Operation::Query | Operation::Scan | Operation::GetItem => reader.select(operation)?,
        Operation::PutItem => {
            let item = reader.item("Item")?;
            let value = reader.quoted.value(&Value::M(item));
            format!("INSERT INTO {} VALUE {value}", reader.table()?)
        }
        Operation::UpdateItem => reader.update()?,
        Operation::DeleteItem => {
            let condition = reader.key_and_condition()?;
            format!("DELETE FROM {} WHERE {condition}", reader.table()?)
        }
        Operation::ExecuteStatement => {
            reader.used.push("Statement");
            body.get("Statement").and_then(Json::as_str).unwrap_or_default().to_owned()
        }
        other => return Err(NoPartiql::Operation(other.name().to_owned())),
    };
    if operation != Operation::ExecuteStatement {
        // What placeholders stand for is in the expressions.
        reader.used.extend(["ExpressionAttributeNames", "ExpressionAttributeValues"]);
    }
    let left = body.keys().find(|name| !reader.used.contains(&name.as_str()));
    match left {
        Some(name) => Err(NoPartiql::Parameter(name.clone())),
        None if reader.quoted.has_binary => Err(NoPartiql::Binary),
        None => Ok(text),
    }
}

struct Reader<'a> {
    body: &'a Map<String, Json>,
    /// The parameters that the statement says.
    used: Vec<&'static str>,
    quoted: Quoted,
}

impl Reader<'_> {
    fn text(&mut self, name: &'static str) -> Option<String> {
        let text = self.body.get(name)?.as_str()?.to_owned();
        self.used.push(name);
        Some(text)
    }

    fn table(&mut self) -> Result<String, NoPartiql> {
        let name = self.text("TableName");
        let name = name.ok_or_else(|| NoPartiql::Invalid("TableName".to_owned()))?;
        Ok(self.quoted.name(&name))
    }

    fn item(&mut self, name: &'static str) -> Result<crate::model::Item, NoPartiql> {
        let json = self.body.get(name).ok_or_else(|| NoPartiql::Invalid(name.to_owned()))?;
        self.used.push(name);
        item_from_json(json).map_err(|_| NoPartiql::Invalid(name.to_owned()))
    }

    /// The names and values of the request. They are read anew for each expression, because each
    /// uses its own.
    fn bindings(&self) -> Result<Bindings, NoPartiql> {
        let pairs = |name: &str| self.body.get(name).and_then(Json::as_object);
        let names = pairs("ExpressionAttributeNames").map(|names| {
            let text = |name: &Json| name.as_str().unwrap_or_default().to_owned();
            names.iter().map(|(key, name)| (key.clone(), text(name))).collect()
        });
        let invalid = |name: &str| NoPartiql::Invalid(name.to_owned());
        let values = pairs("ExpressionAttributeValues").map(|values| {
            let value =
                |(key, json): (&String, &Json)| Some((key.clone(), value_from_json(json).ok()?));
            values.iter().map(value).collect::<Option<Vec<_>>>()
        });
        let values = match values {
            Some(None) => return Err(invalid("ExpressionAttributeValues")),
            Some(values) => values,
            None => None,
        };
        Bindings::new(names, values).map_err(|_| invalid("ExpressionAttributeNames"))
    }

    fn condition(
        &mut self,
        name: &'static str,
        kind: ExpressionKind,
    ) -> Result<Option<Condition>, NoPartiql> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let parsed = parse_condition(&text, kind, &mut self.bindings()?);
        parsed.map(Some).map_err(|_| NoPartiql::Invalid(name.to_owned()))
    }

    fn select(&mut self, operation: Operation) -> Result<String, NoPartiql> {
        let mut clauses = Vec::new();
        if operation == Operation::GetItem {
            clauses.push(self.key()?);
        }
        if let Some(text) = self.text("KeyConditionExpression") {
            let parsed = parse_key_condition(&text, &mut self.bindings()?);
            let invalid = |_| NoPartiql::Invalid("KeyConditionExpression".to_owned());
            clauses.push(parsed.map_err(invalid)?.to_text(&mut self.quoted));
        }
        if let Some(filter) = self.condition("FilterExpression", ExpressionKind::Filter)? {
            let text = filter.to_text(&mut self.quoted);
            // An OR beside the key's condition needs its brackets.
            let alone = clauses.is_empty() || !matches!(filter, Condition::Any(_));
            clauses.push(if alone { text } else { format!("({text})") });
        }
        let columns = match self.text("ProjectionExpression") {
            Some(text) => {
                let parsed = parse_projection(&text, &mut self.bindings()?);
                let invalid = |_| NoPartiql::Invalid("ProjectionExpression".to_owned());
                parsed.map_err(invalid)?.to_text(&mut self.quoted)
            }
            None => "*".to_owned(),
        };
        let mut from = self.table()?;
        if let Some(index) = self.text("IndexName") {
            from += &format!(".{}", self.quoted.name(&index));
        }
        // What these say by default is what a statement does.
        for (name, default) in [("ConsistentRead", false), ("ScanIndexForward", true)] {
            if self.body.get(name) == Some(&Json::Bool(default)) {
                self.used.push(name);
            }
        }
        let filter = match clauses.is_empty() {
            true => String::new(),
            false => format!(" WHERE {}", clauses.join(" AND ")),
        };
        Ok(format!("SELECT {columns} FROM {from}{filter}"))
    }

    fn key(&mut self) -> Result<String, NoPartiql> {
        let key = self.item("Key")?;
        let clauses = key.iter().map(|(name, value)| {
            let name = self.quoted.name(name.as_str());
            format!("{name} = {}", self.quoted.value(value))
        });
        Ok(clauses.collect::<Vec<_>>().join(" AND "))
    }

    fn key_and_condition(&mut self) -> Result<String, NoPartiql> {
        let key = self.key()?;
        let condition = self.condition("ConditionExpression", ExpressionKind::Condition)?;
        Ok(match condition {
            Some(condition) => {
                let text = condition.to_text(&mut self.quoted);
                let is_any = matches!(condition, Condition::Any(_));
                if is_any { format!("{key} AND ({text})") } else { format!("{key} AND {text}") }
            }
            None => key,
        })
    }

    fn update(&mut self) -> Result<String, NoPartiql> {
        let invalid = || NoPartiql::Invalid("UpdateExpression".to_owned());
        let text = self.text("UpdateExpression").ok_or_else(invalid)?;
        let update = parse_update(&text, &mut self.bindings()?).map_err(|_| invalid())?;
        let is_said =
            |action: &Action| matches!(action, Action::Set { .. } | Action::Remove { .. });
        if !update.actions().iter().all(is_said) {
            return Err(NoPartiql::Section);
        }
        let text = update.to_text(&mut self.quoted);
        let condition = self.key_and_condition()?;
        Ok(format!("UPDATE {} {text} WHERE {condition}", self.table()?))
    }
}

/// PartiQL's way to write names and values.
#[derive(Default)]
struct Quoted {
    /// Whether a value was binary, for which there is no literal.
    has_binary: bool,
}

impl Quoted {
    fn values(&mut self, values: impl Iterator<Item = Value>) -> String {
        values.map(|value| self.value(&value)).collect::<Vec<_>>().join(", ")
    }
}

impl Notation for Quoted {
    fn name(&mut self, name: &str) -> String {
        format!("\"{}\"", name.replace('"', "\"\""))
    }

    fn value(&mut self, value: &Value) -> String {
        let text = |text: &str| format!("'{}'", text.replace('\'', "''"));
        match value {
            Value::S(string) => text(string),
            Value::N(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            Value::Null => "NULL".to_owned(),
            Value::L(values) => format!("[{}]", self.values(values.iter().cloned())),
            Value::M(members) => {
                let pairs = members
                    .iter()
                    .map(|(name, value)| format!("{}: {}", text(name.as_str()), self.value(value)));
                format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
            }
            Value::Ss(set) => {
                let values = set.iter().map(|element| Value::S(element.clone()));
                format!("<<{}>>", self.values(values))
            }
            Value::Ns(set) => {
                let values = set.iter().map(|element| Value::N(*element));
                format!("<<{}>>", self.values(values))
            }
            Value::B(_) | Value::Bs(_) => {
                self.has_binary = true;
                String::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Draft, Notation};
    use super::*;

    fn said(operation: Operation, body: Json) -> Result<String, NoPartiql> {
        statement(operation, body.as_object().unwrap())
    }

    #[test]
    fn each_operation_on_items_has_its_statement() {
        let query = json!({
            "TableName": "T", "IndexName": "G-1", "KeyConditionExpression": "#p = :p",
            "FilterExpression": "a = :n OR attribute_exists(b.c)", "ProjectionExpression": "a, b.c[0]",
            "ExpressionAttributeNames": {"#p": "P\"K"}, "ScanIndexForward": true,
            "ExpressionAttributeValues": {":p": {"S": "it's"}, ":n": {"N": "1.50"}},
        });
        assert_eq!(
            said(Operation::Query, query).unwrap(),
            "SELECT \"a\", \"b\".\"c\"[0] FROM \"T\".\"G-1\" WHERE \"P\"\"K\" = 'it''s' AND \
             (\"a\" = 1.5 OR attribute_exists(\"b\".\"c\"))"
        );
        assert_eq!(
            said(Operation::Scan, json!({"TableName": "T"})).unwrap(),
            "SELECT * FROM \"T\""
        );
        let put = json!({"TableName": "T", "Item": {
            "PK": {"S": "a"}, "l": {"L": [{"BOOL": true}, {"NULL": true}, {"SS": ["x", "y"]}]},
            "m": {"M": {"n": {"NS": ["1"]}}},
        }});
        assert_eq!(
            said(Operation::PutItem, put).unwrap(),
            "INSERT INTO \"T\" VALUE {'PK': 'a', 'l': [true, NULL, <<'x', 'y'>>], 'm': {'n': <<1>>}}"
        );
        let update = json!({
            "TableName": "T", "Key": {"PK": {"S": "a"}}, "UpdateExpression": "SET b = b + :n REMOVE c",
            "ConditionExpression": "d > :n", "ExpressionAttributeValues": {":n": {"N": "2"}},
        });
        assert_eq!(
            said(Operation::UpdateItem, update).unwrap(),
            "UPDATE \"T\" SET \"b\" = \"b\" + 2 REMOVE \"c\" WHERE \"PK\" = 'a' AND \"d\" > 2"
        );
        let delete = json!({"TableName": "T", "Key": {"PK": {"S": "a"}, "SK": {"N": "7"}}});
        assert_eq!(
            said(Operation::DeleteItem, delete).unwrap(),
            "DELETE FROM \"T\" WHERE \"PK\" = 'a' AND \"SK\" = 7"
        );
    }

    #[test]
    fn what_a_statement_cannot_say_is_named() {
        let limited = json!({"TableName": "T", "Limit": 5});
        let why = said(Operation::Scan, limited).unwrap_err();
        assert_eq!(why, NoPartiql::Parameter("Limit".into()));
        let binary = json!({"TableName": "T", "Key": {"PK": {"B": "AA=="}}});
        assert_eq!(said(Operation::GetItem, binary), Err(NoPartiql::Binary));
        let add = json!({
            "TableName": "T", "Key": {"PK": {"S": "a"}}, "UpdateExpression": "ADD n :n",
            "ExpressionAttributeValues": {":n": {"N": "2"}},
        });
        assert_eq!(said(Operation::UpdateItem, add), Err(NoPartiql::Section));
        let broken = json!({"TableName": "T", "KeyConditionExpression": "PK ="});
        let why = said(Operation::Query, broken).unwrap_err();
        assert_eq!(why, NoPartiql::Invalid("KeyConditionExpression".into()));
        let tables = said(Operation::ListTables, json!({})).unwrap_err();
        assert_eq!(tables, NoPartiql::Operation("ListTables".into()));
        assert!(why.sentence().ends_with('.') && tables.sentence().ends_with('.'));
    }

    #[test]
    fn a_draft_becomes_a_statement_that_runs_as_one() {
        let body = json!({"TableName": "T", "Key": {"PK": {"S": "a"}}});
        let mut draft = Draft::from_request("GetItem", &body);
        draft.write_as(Notation::Partiql).unwrap();
        let (operation, body) = draft.asked().unwrap();
        assert_eq!(operation, "ExecuteStatement");
        assert_eq!(body, json!({"Statement": "SELECT * FROM \"T\" WHERE \"PK\" = 'a'"}));
        draft.write_as(Notation::Cli).unwrap();
        draft.write_as(Notation::Partiql).unwrap();
        assert_eq!(draft.asked().unwrap().1, body);
    }
}
