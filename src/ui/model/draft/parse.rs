//! From request JSON to form.
//!
//! Owns that nothing is lost: what the fields cannot say stays text, members without a field go to
//! `extra`, and a body that the form cannot hold at all becomes a draft in JSON.

use serde_json::{Map, Value as Json};

use super::key::{KeyField, SortRow};
use super::rows::{FilterForm, FilterRow, NameRow, Operator, ValueRow};
use super::terms::{Meaning, Term, terms};
use super::typed::Typed;
use super::{Draft, KeyForm, RawRequest, Verb, pretty};

impl Draft {
    /// The draft that would send this request.
    pub fn from_request(operation: &str, body: &Json) -> Draft {
        let form = Verb::from_name(operation).zip(body.as_object());
        let draft = form.and_then(|(verb, members)| Reader::new(members).draft(verb));
        draft.unwrap_or_else(|| Draft {
            raw: Some(RawRequest { operation: operation.to_owned(), text: pretty(body) }),
            ..Draft::default()
        })
    }
}

/// Takes members out of a body one by one; what is left at the end has no field.
struct Reader {
    left: Map<String, Json>,
    names: Map<String, Json>,
    values: Map<String, Json>,
    /// The expressions that became rows: their placeholders are generated anew.
    in_rows: Vec<String>,
}

impl Reader {
    fn new(members: &Map<String, Json>) -> Self {
        let mut left = members.clone();
        let mut object = |name: &str| match left.shift_remove(name) {
            Some(Json::Object(members)) => members,
            Some(other) => {
                left.insert(name.to_owned(), other);
                Map::new()
            }
            None => Map::new(),
        };
        let names = object("ExpressionAttributeNames");
        let values = object("ExpressionAttributeValues");
        Self { left, names, values, in_rows: Vec::new() }
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
            draft.names = self.name_rows(&draft)?;
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
        let paths = text.split(',').map(|path| self.meaning().path(path.trim()));
        let projection = paths.collect::<Option<Vec<_>>>()?.join(", ");
        self.in_rows.push(text);
        Some(projection)
    }

    fn meaning(&self) -> Meaning<'_> {
        Meaning { names: &self.names, values: &self.values }
    }

    /// The first equality is taken for the partition key; the form puts that right when it meets
    /// the schema.
    fn key_form(&mut self, text: &str) -> KeyForm {
        match terms(text, self.meaning()).and_then(key_rows) {
            Some(form) => {
                self.in_rows.push(text.to_owned());
                form
            }
            None => KeyForm { text: Some(text.to_owned()), ..KeyForm::default() },
        }
    }

    fn filter_form(&mut self, text: String) -> FilterForm {
        match terms(&text, self.meaning()) {
            Some(terms) => {
                self.in_rows.push(text);
                FilterForm { rows: terms.into_iter().map(filter_row).collect(), text: None }
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

    fn name_rows(&self, draft: &Draft) -> Option<Vec<NameRow>> {
        let row = |(placeholder, name): (&String, &Json)| {
            Some(NameRow { placeholder: placeholder.clone(), name: name.as_str()?.to_owned() })
        };
        self.names.iter().filter(|(name, _)| self.stays(draft, name)).map(row).collect()
    }

    fn value_rows(&self, draft: &Draft) -> Vec<ValueRow> {
        let row = |(placeholder, value): (&String, &Json)| ValueRow {
            placeholder: placeholder.clone(),
            value: Typed::from_json(value),
        };
        self.values.iter().filter(|(name, _)| self.stays(draft, name)).map(row).collect()
    }
}

/// Whether the expression uses the placeholder, and not only a longer one.
pub fn mentions(text: &str, placeholder: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    text.match_indices(placeholder).any(|(at, found)| ends(&text[at + found.len()..]))
}

fn key_rows(terms: Vec<Term>) -> Option<KeyForm> {
    let at = terms.iter().position(|term| term.operator == Operator::Equal)?;
    let mut terms = terms;
    let partition = terms.remove(at);
    let usable = terms.iter().all(|term| Operator::SORT.contains(&term.operator));
    usable.then(|| KeyForm {
        partition: vec![KeyField {
            name: partition.path,
            value: partition.values.first().map(Typed::from_json).unwrap_or_default(),
        }],
        sort: terms.into_iter().map(sort_row).collect(),
        text: None,
    })
}

fn sort_row(term: Term) -> SortRow {
    let (first, second) = operands(&term);
    SortRow { name: term.path, operator: Some(term.operator), first, second }
}

fn filter_row(term: Term) -> FilterRow {
    let (first, second) = operands(&term);
    FilterRow { path: term.path, operator: term.operator, first, second }
}

fn operands(term: &Term) -> (Typed, Typed) {
    let typed = |at: usize| term.values.get(at).map(Typed::from_json).unwrap_or_default();
    (typed(0), typed(1))
}
