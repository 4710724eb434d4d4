//! From request JSON to form.
//!
//! Owns that nothing is lost: what the fields cannot say stays text, members without a field go to
//! `extra`, and a body that the form cannot hold at all becomes a draft in JSON.

use std::slice;

use serde_json::{Map, Value as Json};

use super::key::{KeyField, SortRow};
use super::rows::{FilterForm, FilterRow, NameRow, Operator, Typed, ValueRow};
use super::text::{path_as_typed, typed_path};
use super::{Draft, KeyForm, RawRequest, Verb, pretty};
use crate::expression::{
    Bindings, Condition, ExpressionKind, Meanings, Operand, Path, TokenKind, parse_condition,
    parse_projection, tokenize, tokenize_with_literals,
};
use crate::model::Value;
use crate::ui::model::plain::is_typed;

impl Draft {
    /// The draft that would send this request.
    pub fn from_request(operation: &str, body: &Json) -> Draft {
        let form = Verb::from_name(operation).zip(body.as_object());
        let draft = form.and_then(|(verb, members)| Reader::new(members)?.draft(verb));
        draft.unwrap_or_else(|| Draft {
            raw: Some(RawRequest::from_json(operation, pretty(body))),
            ..Draft::default()
        })
    }
}

/// Takes members out of a body one by one; what is left at the end has no field.
struct Reader {
    left: Map<String, Json>,
    names: Meanings<String>,
    values: Meanings<Json>,
    /// The expressions that became rows: their placeholders are generated anew.
    in_rows: Vec<String>,
}

impl Reader {
    /// `None` if a `#name` stands for something that is no text: no row could show that.
    fn new(members: &Map<String, Json>) -> Option<Self> {
        let mut left = members.clone();
        let mut object = |name: &str| match left.shift_remove(name) {
            Some(Json::Object(members)) => members,
            Some(other) => {
                left.insert(name.to_owned(), other);
                Map::new()
            }
            None => Map::new(),
        };
        let names = object("ExpressionAttributeNames").into_iter();
        let values = object("ExpressionAttributeValues").into_iter().collect();
        let text =
            |(placeholder, name): (String, Json)| Some((placeholder, name.as_str()?.to_owned()));
        let names = names.map(text).collect::<Option<_>>()?;
        Some(Self { left, names, values, in_rows: Vec::new() })
    }

    fn draft(mut self, verb: Verb) -> Option<Draft> {
        let mut draft = Draft { verb, table: self.text("TableName")?, ..Draft::default() };
        match verb {
            Verb::Query | Verb::Scan => self.page(&mut draft)?,
            Verb::GetItem => self.get(&mut draft)?,
            Verb::PutItem => draft.item = pretty(&self.left.shift_remove("Item")?),
            Verb::UpdateItem => self.update(&mut draft)?,
            Verb::DeleteItem => draft.primary = self.key()?,
        }
        if verb.is_write() {
            draft.condition = self.text("ConditionExpression").unwrap_or_default();
            draft.return_values = self.text("ReturnValues").unwrap_or_default();
        }
        if draft.has_text_expressions() {
            draft.names = self.name_rows(&draft);
            draft.values = self.value_rows(&draft);
        }
        draft.extra = self.left;
        Some(draft)
    }

    fn page(&mut self, draft: &mut Draft) -> Option<()> {
        draft.index = self.text("IndexName");
        if draft.verb == Verb::Query {
            let text = self.text("KeyConditionExpression")?;
            draft.key = self.key_form(&text);
            draft.backward = self.flag("ScanIndexForward", false);
        }
        if let Some(text) = self.text("FilterExpression") {
            draft.filter = self.filter_form(text);
        }
        draft.projection = self.projection()?;
        draft.count_only = self.left.get("Select").and_then(Json::as_str) == Some("COUNT");
        if draft.count_only {
            self.left.shift_remove("Select");
        }
        draft.limit = self.left.shift_remove("Limit").map(|l| l.to_string()).unwrap_or_default();
        draft.consistent = self.flag("ConsistentRead", true);
        // The field takes plain values, too, so what is no key stays where it is, for the service
        // to complain of.
        let key = self.left.get("ExclusiveStartKey").and_then(Json::as_object);
        if key.is_some_and(|key| !key.is_empty() && key.values().all(is_typed)) {
            let key = self.left.shift_remove("ExclusiveStartKey");
            draft.start_key = key.map(|key| key.to_string()).unwrap_or_default();
        }
        Some(())
    }

    fn get(&mut self, draft: &mut Draft) -> Option<()> {
        draft.primary = self.key()?;
        draft.projection = self.projection()?;
        draft.consistent = self.flag("ConsistentRead", true);
        Some(())
    }

    fn update(&mut self, draft: &mut Draft) -> Option<()> {
        draft.primary = self.key()?;
        draft.update = self.text("UpdateExpression").unwrap_or_default();
        Some(())
    }

    /// The text of a member, taken out; a member of another type stays.
    fn text(&mut self, member: &str) -> Option<String> {
        let text = self.left.get(member)?.as_str()?.to_owned();
        self.left.shift_remove(member);
        Some(text)
    }

    /// Whether a boolean member says this. The member is taken out only when it is a boolean.
    fn flag(&mut self, member: &str, wanted: bool) -> bool {
        let truth = self.left.get(member).and_then(Json::as_bool);
        if truth.is_some() {
            self.left.shift_remove(member);
        }
        truth == Some(wanted)
    }

    fn key(&mut self) -> Option<Vec<KeyField>> {
        let key = self.left.shift_remove("Key")?;
        let field = |(name, value): (&String, &Json)| KeyField {
            name: name.clone(),
            value: Typed::from_json(value),
        };
        Some(key.as_object()?.iter().map(field).collect())
    }

    fn projection(&mut self) -> Option<String> {
        let Some(text) = self.text("ProjectionExpression") else { return Some(String::new()) };
        // A reserved word or a path that is named twice does not parse, but fits into the field.
        let projection = self.parsed_projection(&text).or_else(|| typed_projection(&text))?;
        self.in_rows.push(text);
        Some(projection)
    }

    fn parsed_projection(&self, text: &str) -> Option<String> {
        let mut bindings = bindings(&self.names, &self.values)?;
        let paths = parse_projection(text, &mut bindings).ok()?;
        // The field has commas between its paths, so that none of them can contain one.
        let typed = |path| path_as_typed(path).filter(|text| !text.contains(','));
        let paths = paths.paths().iter().map(typed).collect::<Option<Vec<_>>>()?;
        Some(paths.join(", "))
    }

    /// The first equality is taken for the partition key; the form puts that right when it meets
    /// the schema.
    fn key_form(&mut self, text: &str) -> KeyForm {
        let clauses = clauses(text, ExpressionKind::KeyCondition, &self.names, &self.values);
        match clauses.and_then(key_rows) {
            Some(form) => {
                self.in_rows.push(text.to_owned());
                form
            }
            None => KeyForm { text: Some(text.to_owned()), ..KeyForm::default() },
        }
    }

    fn filter_form(&mut self, text: String) -> FilterForm {
        let clauses = clauses(&text, ExpressionKind::Filter, &self.names, &self.values);
        match clauses.and_then(filter_rows) {
            Some(rows) => {
                self.in_rows.push(text);
                FilterForm { rows, text: None }
            }
            None => FilterForm { rows: Vec::new(), text: Some(text) },
        }
    }

    /// Whether a row of the tables is still needed: an expression in text uses it, or none does,
    /// which the service has a message for.
    fn stays(&self, draft: &Draft, placeholder: &str) -> bool {
        let texts = [Some(&draft.update), Some(&draft.condition)];
        let texts = texts.into_iter().chain([draft.key.text.as_ref(), draft.filter.text.as_ref()]);
        texts.flatten().any(|text| mentions(text, placeholder))
            || !self.in_rows.iter().any(|text| mentions(text, placeholder))
    }

    fn name_rows(&self, draft: &Draft) -> Vec<NameRow> {
        let stay = self.names.iter().filter(|(placeholder, _)| self.stays(draft, placeholder));
        let row = |(placeholder, name): &(String, String)| NameRow {
            placeholder: placeholder.clone(),
            name: name.clone(),
        };
        stay.map(row).collect()
    }

    fn value_rows(&self, draft: &Draft) -> Vec<ValueRow> {
        let stay = self.values.iter().filter(|(placeholder, _)| self.stays(draft, placeholder));
        let row = |(placeholder, value): &(String, Json)| ValueRow {
            placeholder: placeholder.clone(),
            value: Typed::from_json(value),
        };
        stay.map(row).collect()
    }
}

/// Whether the expression uses the placeholder. What stands in quotes is no placeholder.
pub(super) fn mentions(text: &str, placeholder: &str) -> bool {
    tokenize_with_literals(text).iter().any(|token| {
        matches!(token.kind, TokenKind::Name | TokenKind::Value) && token.text == placeholder
    })
}

/// One comparison of a path with values, as a row can hold it.
pub(super) struct RowClause {
    path: Path,
    operator: Operator,
    first: Typed,
    second: Typed,
}

/// The condition as clauses that rows can hold, all of which must hold. `None` for one that does
/// not parse, and for everything that no row has: `OR`, `NOT`, `IN`, `size`, a path on the right.
pub(super) fn clauses(
    text: &str,
    kind: ExpressionKind,
    names: &Meanings<String>,
    values: &Meanings<Json>,
) -> Option<Vec<RowClause>> {
    let condition = parse_condition(text, kind, &mut bindings(names, values)?).ok()?;
    let conditions = match &condition {
        Condition::All(conditions) => conditions.as_slice(),
        one => slice::from_ref(one),
    };
    // A tree has values where placeholders stood; rows want the values as they were given. The
    // operands of each clause stand in the order of the text, so the placeholders tell which is
    // which.
    let tokens = tokenize(text);
    let mut given = tokens.iter().filter(|token| token.kind == TokenKind::Value).map(|token| {
        let (_, value) = values.iter().find(|(placeholder, _)| placeholder == token.text)?;
        Some(Typed::from_json(value))
    });
    conditions.iter().map(|condition| row_clause(condition, || given.next()?)).collect()
}

fn row_clause(
    condition: &Condition,
    mut next_value: impl FnMut() -> Option<Typed>,
) -> Option<RowClause> {
    use Operand::{Path, Value};
    let (path, operator) = match condition {
        Condition::Compare { left: Path(path), comparator, right: Value(_) } => {
            (path, Operator::from_comparator(*comparator))
        }
        Condition::Between { operand: Path(path), low: Value(_), high: Value(_) } => {
            (path, Operator::Between)
        }
        Condition::Exists(path) => (path, Operator::Exists),
        Condition::NotExists(path) => (path, Operator::NotExists),
        Condition::HasType { operand: Path(path), .. } => (path, Operator::HasType),
        Condition::BeginsWith { operand: Path(path), prefix: Value(_) } => {
            (path, Operator::BeginsWith)
        }
        Condition::Contains { operand: Path(path), element: Value(_) } => {
            (path, Operator::Contains)
        }
        _ => return None,
    };
    let mut operands = [Typed::default(), Typed::default()];
    for operand in operands.iter_mut().take(operator.operands()) {
        *operand = next_value()?;
    }
    let [first, second] = operands;
    Some(RowClause { path: path.clone(), operator, first, second })
}

/// The placeholders of a request, bound so that only the shape of an expression decides whether it
/// parses. A form may hold wrong values, and it is for the service to say so; so each value is the
/// text `S`, which every operator and function takes, even `attribute_type`.
fn bindings(names: &Meanings<String>, values: &Meanings<Json>) -> Option<Bindings> {
    let values = values.iter().map(|(placeholder, _)| (placeholder.clone(), Value::text("S")));
    let values: Vec<_> = values.collect();
    let names = (!names.is_empty()).then(|| names.clone());
    Bindings::new(names, (!values.is_empty()).then_some(values)).ok()
}

/// A projection of bare names, as the field holds it.
fn typed_projection(text: &str) -> Option<String> {
    // A field may have any name. Here only what the lexer takes for a word is one, so that what is
    // wrong in another way stays wrong.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '[' | ']');
    let path = |part: &str| {
        let part = part.trim();
        if part.chars().all(is_plain) { path_as_typed(&typed_path(part)?) } else { None }
    };
    Some(text.split(',').map(path).collect::<Option<Vec<_>>>()?.join(", "))
}

pub(super) fn filter_rows(clauses: Vec<RowClause>) -> Option<Vec<FilterRow>> {
    let row = |RowClause { path, operator, first, second }| {
        Some(FilterRow { path: path_as_typed(&path)?, operator, first, second })
    };
    clauses.into_iter().map(row).collect()
}

/// Key attributes are compared whole: a path into one stays text, for the service to reject.
pub(super) fn sort_rows(clauses: Vec<RowClause>) -> Option<Vec<SortRow>> {
    let row = |RowClause { path, operator, first, second }: RowClause| {
        let usable = !path.is_nested() && Operator::SORT.contains(&operator);
        let name = path.top().as_str().to_owned();
        usable.then_some(SortRow { name, operator: Some(operator), first, second })
    };
    clauses.into_iter().map(row).collect()
}

fn key_rows(clauses: Vec<RowClause>) -> Option<KeyForm> {
    let mut sort = sort_rows(clauses)?;
    let at = sort.iter().position(|row| row.operator == Some(Operator::Equal))?;
    let partition = vec![sort.remove(at).into_field()];
    Some(KeyForm { partition, sort, text: None })
}
