//! Names, paths and values: what conditions and clauses are made of.
//!
//! Binary values have no literal; they come as parameters.

use super::{Parsed, Parser};
use crate::engine::statement::{Malformed, StatementError, Target};
use crate::expression::{
    ExpressionError, ExpressionKind, MAX_PATH_COMPONENTS, Path, Problem, Step,
};
use crate::model::{
    AttributeMap, AttributeName, IndexName, Number, Set, SetError, TableName, Value, ValueType,
};
use crate::partiql::lexer::{TokenKind, is_keyword};

/// Deepest nesting of lists and maps in a value.
const MAX_NESTING: usize = 32;

impl Parser<'_> {
    /// `table` or `table.index`, each perhaps in double quotes.
    pub(super) fn target(&mut self) -> Parsed<Target> {
        let table = self.name()?;
        let index = if self.eat(".") { Some(self.name()?) } else { None };
        let table = TableName::parse(&table).map_err(|_| StatementError::NoTable(table))?;
        let no_index = |name: String| StatementError::NoIndex(name);
        let index = index.map(|name| IndexName::parse(&name).map_err(|_| no_index(name)));
        Ok(Target { table, index: index.transpose()? })
    }

    /// Whether a name comes next.
    pub(super) fn is_name(&self) -> bool {
        let token = self.peek();
        match token.kind {
            TokenKind::Quoted => true,
            TokenKind::Word => !is_keyword(token.text),
            _ => false,
        }
    }

    fn name(&mut self) -> Parsed<String> {
        if !self.is_name() {
            return Err(self.misplaced());
        }
        let token = self.advance();
        Ok(if token.kind == TokenKind::Quoted { token.unquoted() } else { token.text.to_owned() })
    }

    /// A top-level attribute.
    pub(super) fn attribute(&mut self) -> Parsed<AttributeName> {
        let name = self.name()?;
        AttributeName::parse(&name).map_err(|_| StatementError::EmptyName.into())
    }

    /// An attribute and the way into it: `a."b"[0]`.
    pub(super) fn path(&mut self) -> Parsed<Path> {
        let top = self.attribute()?;
        let mut steps = Vec::new();
        while let Some(step) = self.step()? {
            steps.push(step);
        }
        let levels = steps.len() + 1;
        if levels > MAX_PATH_COMPONENTS {
            // Worded as for a projection, wherever the path is: the service's words are unconfirmed.
            return Err(ExpressionError::Invalid {
                kind: ExpressionKind::Projection,
                problem: Problem::PathTooDeep { levels }.into(),
            }
            .into());
        }
        Ok(Path::new(top, steps))
    }

    fn step(&mut self) -> Parsed<Option<Step>> {
        if self.eat(".") {
            if !self.is_name() {
                return Err(Malformed::DotComponent.into());
            }
            return Ok(Some(Step::Member(AttributeName::member(&self.name()?))));
        }
        if self.eat("[") {
            let index = self.peek().text.parse().ok().filter(|index| *index <= i32::MAX as usize);
            let index = index.ok_or_else(|| self.misplaced())?;
            self.advance();
            self.expect("]")?;
            return Ok(Some(Step::Index(index)));
        }
        Ok(None)
    }

    /// Whether a literal or a parameter comes next.
    pub(super) fn is_value(&self) -> bool {
        let token = self.peek();
        match token.kind {
            TokenKind::Text | TokenKind::Number => true,
            TokenKind::Word => ["TRUE", "FALSE", "NULL"].iter().any(|word| self.is_keyword(word)),
            _ => ["?", "-", "[", "{", "<<"].contains(&token.text),
        }
    }

    pub(super) fn value(&mut self) -> Parsed<Value> {
        self.value_at(0)
    }

    fn value_at(&mut self, depth: usize) -> Parsed<Value> {
        if !self.is_value() {
            return Err(self.misplaced());
        }
        if depth > MAX_NESTING {
            return Err(StatementError::TooDeep.into());
        }
        let token = self.advance();
        match token.kind {
            TokenKind::Text => Ok(Value::text(&token.unquoted())),
            TokenKind::Number => number(token.text),
            TokenKind::Word if token.text.eq_ignore_ascii_case("NULL") => Ok(Value::Null),
            TokenKind::Word => Ok(Value::Bool(token.text.eq_ignore_ascii_case("TRUE"))),
            _ => self.value_behind(token.text, depth),
        }
    }

    /// The value that begins with this symbol.
    fn value_behind(&mut self, symbol: &str, depth: usize) -> Parsed<Value> {
        match symbol {
            "?" => Ok(self.parameter()),
            "-" => self.negative(),
            "[" => self.elements("]", depth).map(Value::L),
            "{" => self.map(depth),
            _ => set(self.elements(">>", depth)?),
        }
    }

    /// The next parameter. That there are too few is found at the end; until then NULL stands in.
    fn parameter(&mut self) -> Value {
        let value = self.parameters.get(self.asked).cloned();
        self.asked += 1;
        value.unwrap_or(Value::Null)
    }

    fn negative(&mut self) -> Parsed<Value> {
        match self.peek().kind {
            TokenKind::Number => number(&format!("-{}", self.advance().text)),
            _ => Err(self.misplaced()),
        }
    }

    fn elements(&mut self, close: &str, depth: usize) -> Parsed<Vec<Value>> {
        let mut elements = Vec::new();
        while !self.eat(close) {
            if !elements.is_empty() {
                self.expect(",")?;
            }
            elements.push(self.value_at(depth + 1)?);
        }
        Ok(elements)
    }

    fn map(&mut self, depth: usize) -> Parsed<Value> {
        let mut members = Vec::new();
        while !self.eat("}") {
            if !members.is_empty() {
                self.expect(",")?;
            }
            if self.peek().kind != TokenKind::Text {
                return Err(self.misplaced());
            }
            let name = AttributeName::member(&self.advance().unquoted());
            self.expect(":")?;
            members.push((name, self.value_at(depth + 1)?));
        }
        Ok(Value::M(members.into_iter().collect::<AttributeMap>()))
    }
}

fn number(text: &str) -> Parsed<Value> {
    let number = text.parse::<Number>().map_err(|e| StatementError::Number(e, text.to_owned()))?;
    Ok(Value::N(number))
}

/// A set of what the elements are, which must all be texts, all numbers or all blobs. Without an
/// element it would be one of texts.
fn set(elements: Vec<Value>) -> Parsed<Value> {
    let kind = elements.first().map_or(ValueType::S, Value::kind);
    let wrong = elements.iter().map(Value::kind).find(|other| *other != kind);
    if let Some(actual) = wrong.or(not_in_sets(kind)) {
        return Err(StatementError::OperandType { function: "<<>>".to_owned(), actual }.into());
    }
    let written: Vec<String> = elements.iter().filter_map(written).collect();
    let (mut texts, mut numbers, mut blobs) = (Vec::new(), Vec::new(), Vec::new());
    for element in elements {
        match element {
            Value::S(text) => texts.push(text),
            Value::N(number) => numbers.push(number),
            Value::B(bytes) => blobs.push(bytes),
            _ => {}
        }
    }
    let refused = |kind, error| {
        Box::new(match error {
            SetError::Empty => StatementError::EmptySet(kind),
            SetError::Duplicates => StatementError::Duplicates(kind, written),
        })
    };
    match kind {
        ValueType::N => Set::new(numbers).map(Value::Ns).map_err(|e| refused(ValueType::Ns, e)),
        ValueType::B => Set::new(blobs).map(Value::Bs).map_err(|e| refused(ValueType::Bs, e)),
        _ => Set::new(texts).map(Value::Ss).map_err(|e| refused(ValueType::Ss, e)),
    }
}

/// The type, if there are no sets of it.
fn not_in_sets(kind: ValueType) -> Option<ValueType> {
    (!matches!(kind, ValueType::S | ValueType::N | ValueType::B)).then_some(kind)
}

fn written(element: &Value) -> Option<String> {
    match element {
        Value::S(text) => Some(text.to_string()),
        Value::N(number) => Some(number.to_string()),
        _ => None,
    }
}
