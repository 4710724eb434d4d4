//! Rows as an expression: for the request, and for a person to go on from as text.
//!
//! Owns how rows and typed paths are written, and that a text made for a person asks what the rows
//! asked: a name that an expression cannot hold bare gets a `#name`, a value that has no literal a
//! `:value`, both as rows that the person sees. Refuses to know how a text is sent.

use std::convert::Infallible;

use super::key::KeyForm;
use super::problem::FormPart;
use super::read::{RowClause, clauses, filter_rows, mentions, sort_rows};
use super::request::lift;
use super::rows::{Kind, NameRow, Operator, Typed, ValueRow};
use super::{Draft, FilterForm};
use crate::expression::{ExpressionKind, Path, Step, conjunction, is_bare_name, is_number_literal};
use crate::model::{AttributeName, KeySchema};

/// What stands for names and values where rows are written as an expression.
///
/// Values are as typed and need not be valid: a wrong one goes out all the same, so that the
/// answer is the service's own. That is why rows do not become a condition tree first.
pub(super) trait RowNotation {
    /// Why a value cannot be written.
    type Problem;

    /// What stands for the name of an attribute or of a member of a map.
    fn name(&mut self, name: &str) -> String;

    /// What stands for the value, which is compared with this attribute.
    fn value(&mut self, value: &Typed, attribute: &str) -> Result<String, Self::Problem>;
}

impl KeyForm {
    /// The rows as an expression.
    pub(super) fn rows_to_text<N: RowNotation>(
        &self,
        notation: &mut N,
    ) -> Result<String, N::Problem> {
        let mut clauses = Vec::new();
        for field in &self.partition {
            let name = notation.name(&field.name);
            let values = [&field.value, &field.value];
            clauses.push(clause(name, Operator::Equal, values, &field.name, notation)?);
        }
        for row in &self.sort {
            let Some(operator) = row.operator else { continue };
            let name = notation.name(&row.name);
            let values = [&row.first, &row.second];
            clauses.push(clause(name, operator, values, &row.name, notation)?);
        }
        Ok(conjunction(&clauses))
    }
}

impl FilterForm {
    /// The rows that count as an expression; blank when there are none.
    pub(super) fn rows_to_text<N: RowNotation>(
        &self,
        notation: &mut N,
    ) -> Result<String, N::Problem> {
        let mut clauses = Vec::new();
        for row in self.active() {
            let path = path_text(&row.path, &mut |name| notation.name(name));
            let values = [&row.first, &row.second];
            clauses.push(clause(path, row.operator, values, &row.path, notation)?);
        }
        Ok(conjunction(&clauses))
    }
}

/// One row as an expression, its left side already written.
fn clause<N: RowNotation>(
    path: String,
    operator: Operator,
    values: [&Typed; 2],
    attribute: &str,
    notation: &mut N,
) -> Result<String, N::Problem> {
    let mut operands = vec![path];
    for value in values.into_iter().take(operator.operands()) {
        operands.push(notation.value(value, attribute)?);
    }
    Ok(operator.clause(&operands).to_string())
}

/// A path of a row as an expression has it, each of its names written by `name`. A name that a
/// person wrote as a placeholder stays one, and what is no path stays as it is.
pub(super) fn path_text(typed: &str, name: &mut dyn FnMut(&str) -> String) -> String {
    let Some(path) = typed_path(typed) else { return typed.trim().to_owned() };
    path.to_text(&mut |part| match part.as_str() {
        placeholder if placeholder.starts_with('#') => placeholder.to_owned(),
        part => name(part),
    })
}

/// A path as a person types it into a row: `Address.first-name[0]`. Its names need not be such as
/// an expression can hold, so that the grammar of expressions is of no use here.
pub(super) fn typed_path(text: &str) -> Option<Path> {
    let mut parts = text.split('.');
    let (top, mut steps) = typed_part(parts.next()?)?;
    for part in parts {
        let (name, indexes) = typed_part(part)?;
        steps.push(Step::Member(name));
        steps.extend(indexes);
    }
    Some(Path::new(top, steps))
}

/// What stands between two dots of a typed path: a name, and indexes behind it.
fn typed_part(part: &str) -> Option<(AttributeName, Vec<Step>)> {
    let (name, indexes) = part.split_at(part.find('[').unwrap_or(part.len()));
    if name.trim().is_empty() {
        return None;
    }
    let mut steps = Vec::new();
    let mut rest = indexes.trim();
    while !rest.is_empty() {
        let (digits, behind) = rest.strip_prefix('[')?.split_once(']')?;
        let digits = digits.trim();
        // Rust's own parser takes a sign, too.
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        steps.push(Step::Index(digits.parse().ok()?));
        rest = behind.trim();
    }
    Some((AttributeName::member(name.trim()), steps))
}

/// The path as a row shows it; `None` if a name of it would be read as something else.
pub(super) fn path_as_typed(path: &Path) -> Option<String> {
    let mut has_placeholder = false;
    let text = path.to_text(&mut |name| {
        has_placeholder |= name.as_str().starts_with('#');
        name.as_str().to_owned()
    });
    (!has_placeholder && typed_path(&text).as_ref() == Some(path)).then_some(text)
}

impl Draft {
    /// Goes over between rows and text in the key condition. Rows that cannot say what the text
    /// says hold what they held before.
    pub fn toggle_key_text(&mut self) {
        let Some(text) = self.key.text.take() else {
            let key = self.key.clone();
            let Ok(text) = key.rows_to_text(&mut self.spelling());
            self.key.text = Some(text);
            return;
        };
        let clauses =
            self.typed_clauses(&text, FormPart::KeyCondition, ExpressionKind::KeyCondition);
        if let Some(rows) = clauses.and_then(sort_rows) {
            self.key.take_conditions(rows);
        }
        self.forget(&text);
    }

    /// Goes over between rows and text in the filter. Rows that cannot say what the text says hold
    /// what they held before.
    pub fn toggle_filter_text(&mut self) {
        let Some(text) = self.filter.text.take() else {
            let filter = self.filter.clone();
            let Ok(text) = filter.rows_to_text(&mut self.spelling());
            self.filter.text = Some(text);
            return;
        };
        let clauses = self.typed_clauses(&text, FormPart::Filter, ExpressionKind::Filter);
        if let Some(rows) = clauses.and_then(filter_rows) {
            self.filter.rows = rows;
        }
        self.forget(&text);
    }

    /// The key condition follows the schema; what has no field there goes on as text.
    pub(super) fn fit_key(&mut self, keys: &KeySchema) {
        if self.key.text.is_none() && self.key.overflows(keys) {
            self.toggle_key_text();
        }
        self.key.fit(keys);
    }

    pub(super) fn spelling(&mut self) -> Spelling<'_> {
        Spelling { names: &mut self.names, values: &mut self.values }
    }

    /// The clauses of a condition that was typed, perhaps with literals.
    pub(super) fn typed_clauses(
        &self,
        text: &str,
        part: FormPart,
        kind: ExpressionKind,
    ) -> Option<Vec<RowClause>> {
        let mut placeholders = self.defined_placeholders().ok()?;
        let text = lift(part, text, &mut placeholders).ok()?;
        let (names, values) = placeholders.into_maps();
        clauses(&text, kind, &names, &values)
    }

    /// Lets the names and values go that only this text used: the service rejects unused ones.
    pub(super) fn forget(&mut self, text: &str) {
        let texts = [&self.update, &self.condition];
        let others: Vec<&String> =
            texts.into_iter().chain(&self.key.text).chain(&self.filter.text).collect();
        let stays = |placeholder: &str| {
            !mentions(text, placeholder) || others.iter().any(|text| mentions(text, placeholder))
        };
        self.names.retain(|row| stays(&row.placeholder));
        self.values.retain(|row| stays(&row.placeholder));
    }
}

/// The tables of names and values that a text may add to.
pub(super) struct Spelling<'a> {
    names: &'a mut Vec<NameRow>,
    values: &'a mut Vec<ValueRow>,
}

impl RowNotation for Spelling<'_> {
    type Problem = Infallible;

    /// The name itself where it can stand bare, or else a placeholder that looks like it.
    fn name(&mut self, name: &str) -> String {
        if is_bare_name(name) || name.is_empty() {
            return name.to_owned();
        }
        let known = self.names.iter().find(|row| row.name == name && row.placeholder.len() > 1);
        if let Some(row) = known {
            return row.placeholder.clone();
        }
        let letters = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_');
        let stem = format!("#{}", letters.collect::<String>());
        let placeholder = free(&stem, |taken| self.names.iter().any(|r| r.placeholder == taken));
        self.names.push(NameRow { placeholder: placeholder.clone(), name: name.to_owned() });
        placeholder
    }

    /// A text in quotes and a number bare; any other value has no literal.
    fn value(&mut self, typed: &Typed, _attribute: &str) -> Result<String, Infallible> {
        let text = typed.text.trim();
        match typed.kind {
            Kind::S => return Ok(format!("'{}'", typed.text.replace('\'', "''"))),
            Kind::N if is_number_literal(text) => return Ok(text.to_owned()),
            _ => {}
        }
        let placeholder =
            free(":value", |taken| self.values.iter().any(|r| r.placeholder == taken));
        self.values.push(ValueRow { placeholder: placeholder.clone(), value: typed.clone() });
        Ok(placeholder)
    }
}

/// The stem, with a number behind it when it is taken or nothing but its sign.
fn free(stem: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut placeholder = stem.to_owned();
    let mut number = 1;
    while placeholder.len() == 1 || is_taken(&placeholder) {
        number += 1;
        placeholder = format!("{stem}{number}");
    }
    placeholder
}

#[cfg(test)]
mod tests {
    use super::super::{FilterForm, FilterRow, Operator, Verb};
    use super::*;
    use serde_json::{Value as Json, json};

    fn row(path: &str, operator: Operator, first: Typed) -> FilterRow {
        let second = Typed::new(Kind::N, "-1");
        FilterRow { path: path.to_owned(), operator, first, second }
    }

    fn scan(rows: Vec<FilterRow>) -> Draft {
        let filter = FilterForm { rows, text: None };
        Draft { verb: Verb::Scan, table: "T".to_owned(), filter, ..Draft::default() }
    }

    /// The expression of a request with everything that its placeholders stand for put in.
    fn meaning(body: &Json, member: &str) -> String {
        let maps = ["ExpressionAttributeNames", "ExpressionAttributeValues"];
        let mut meant: Vec<_> =
            maps.iter().filter_map(|map| body[*map].as_object()).flatten().collect();
        meant.sort_by_key(|(placeholder, _)| std::cmp::Reverse(placeholder.len()));
        let text = body[member].as_str().unwrap().to_owned();
        meant.iter().fold(text, |text, (placeholder, meant)| {
            text.replace(placeholder.as_str(), &format!("<{meant}>"))
        })
    }

    #[test]
    fn a_reserved_name_gets_a_placeholder_that_goes_out_with_it() {
        let mut draft = scan(vec![row("Status", Operator::Equal, Typed::new(Kind::S, "Pending"))]);
        draft.toggle_filter_text();
        assert_eq!(draft.filter.text.as_deref(), Some("#Status = 'Pending'"));
        let body = draft.to_request().unwrap();
        assert_eq!(body["ExpressionAttributeNames"], json!({"#Status": "Status"}));
        assert_eq!(body["FilterExpression"], "#Status = :v0");
        draft.toggle_filter_text();
        assert_eq!((draft.filter.text, draft.names), (None, Vec::new()));
    }

    #[test]
    fn names_and_values_of_every_kind_mean_the_same_as_text() {
        let json = Typed::new(Kind::Json, "{\"a\": 1}");
        let rows = scan(vec![
            row("Plain", Operator::Between, Typed::new(Kind::N, "-5")),
            row("Address.Name[0].first-name", Operator::Exists, Typed::default()),
            row("größe", Operator::Equal, Typed::new(Kind::Bool, "true")),
            row("2nd", Operator::Contains, Typed::new(Kind::S, "O'Neill")),
            row("first-name", Operator::NotEqual, json),
            row("n", Operator::Less, Typed::new(Kind::N, "many")),
        ]);
        let mut text = rows.clone();
        text.toggle_filter_text();
        let spelt = |draft: &Draft| {
            let body = draft.to_request().unwrap();
            meaning(&body, "FilterExpression")
        };
        assert_eq!(spelt(&text), spelt(&rows));
        assert!(text.filter.text.unwrap().starts_with("Plain BETWEEN -5 AND -1 AND "));
    }

    #[test]
    fn a_key_with_dots_stays_one_name() {
        let body = json!({
            "TableName": "T", "KeyConditionExpression": "#k = :k",
            "ExpressionAttributeNames": {"#k": "order"},
            "ExpressionAttributeValues": {":k": {"S": "1"}},
        });
        let mut draft = Draft::from_request("Query", &body);
        draft.key.partition[0].name = "order.id".to_owned();
        draft.toggle_key_text();
        assert_eq!(draft.key.text.as_deref(), Some("#orderid = '1'"));
        assert_eq!(
            meaning(&draft.to_request().unwrap(), "KeyConditionExpression"),
            "<\"order.id\"> = <{\"S\":\"1\"}>"
        );
    }

    #[test]
    fn placeholders_that_another_text_uses_stay() {
        let mut draft = scan(vec![row("Name", Operator::Equal, Typed::new(Kind::S, "x"))]);
        draft.condition = "attribute_exists(#Name)".to_owned();
        draft.toggle_filter_text();
        draft.toggle_filter_text();
        assert_eq!(draft.names.len(), 1);
    }
}
