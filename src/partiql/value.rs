//! Literals and parameters: the values of a statement.
//!
//! Binary values have no literal; they come as parameters. A parameter is a value by itself, never a
//! part of a literal.

use super::Reader;
use super::parser::Parsed;
use super::tree::{Kind, Node};
use crate::engine::statement::{Malformed, StatementError};
use crate::model::{AttributeMap, AttributeName, Number, Set, SetError, Value};

/// The deepest level at which a value may stand in a literal, from zero.
const MAX_LEVEL: usize = 31;
/// What sentences call the outermost list, map or set.
const ROOT: &str = "root";

impl Reader<'_> {
    /// A value by itself.
    pub(super) fn value(&self, node: &Node) -> Parsed<Value> {
        match &node.kind {
            Kind::Parameter(index) => Ok(self.parameters[*index].clone()),
            _ => self.literal(node, ROOT, 0),
        }
    }

    /// A literal, which stands at this place of another one and so deep.
    fn literal(&self, node: &Node, place: &str, level: usize) -> Parsed<Value> {
        if level > MAX_LEVEL {
            return Err(StatementError::TooDeepUnder(place.to_owned()).into());
        }
        match &node.kind {
            Kind::Text(text) => Ok(Value::text(text)),
            Kind::Number(text) => number(text).map(Value::N),
            Kind::Bool(flag) => Ok(Value::Bool(*flag)),
            Kind::Null => Ok(Value::Null),
            Kind::Parameter(_) => {
                let (place, position) = (place.to_owned(), self.position(node.at));
                Err(StatementError::ParameterInLiteral { place, position }.into())
            }
            Kind::List(elements) => {
                let elements = elements.iter().enumerate().map(|(at, element)| {
                    self.literal(element, &format!("{place}[{at}]"), level + 1)
                });
                elements.collect::<Parsed<_>>().map(Value::L)
            }
            Kind::Struct(members) => {
                let members = members.iter().map(|(name, value)| {
                    let name = self.member_name(name)?;
                    let value = self.literal(value, &format!("{place}.{name}"), level + 1)?;
                    Ok((AttributeName::member(&name), value))
                });
                members.collect::<Parsed<AttributeMap>>().map(Value::M)
            }
            Kind::Bag(elements) => {
                let elements = elements.iter().map(|element| match element.kind {
                    // Whatever is given for it: a set is a parameter as a whole.
                    Kind::Parameter(_) => Err(StatementError::MixedBag.into()),
                    _ => self.literal(element, place, level + 1),
                });
                set(elements.collect::<Parsed<_>>()?)
            }
            Kind::Signed(sign) => Err(StatementError::UnsupportedOperator(sign.to_string()).into()),
            Kind::Binary(symbol @ ("+" | "-" | "*" | "/" | "%" | "||"), _) => {
                Err(StatementError::UnsupportedOperator((*symbol).to_owned()).into())
            }
            _ => Err(self.no_path(node)),
        }
    }

    /// The name of a member of a map, a text. That a name does as well is unconfirmed.
    pub(super) fn member_name(&self, node: &Node) -> Parsed<String> {
        match &node.kind {
            Kind::Text(name) | Kind::Name(name) => Ok(name.clone()),
            _ => Err(Malformed::UnexpectedTerm.into()),
        }
    }
}

fn number(text: &str) -> Parsed<Number> {
    Ok(text.parse().map_err(|error| StatementError::Number(error, text.to_owned()))?)
}

/// A set of what the elements are, which must all be texts or all numbers.
fn set(elements: Vec<Value>) -> Parsed<Value> {
    let (mut texts, mut numbers) = (Vec::new(), Vec::new());
    let (count, written) = (elements.len(), elements.iter().filter_map(written).collect());
    for element in elements {
        match element {
            Value::S(text) => texts.push(text),
            Value::N(number) => numbers.push(number),
            _ => {}
        }
    }
    let refused = |numbers: bool, written: Vec<String>, error| match error {
        SetError::Empty => StatementError::EmptyBag,
        SetError::Duplicates => StatementError::DuplicatesInBag { numbers, written },
    };
    let set = match (texts.len(), numbers.len()) {
        (given, 0) if given == count => {
            Set::new(texts).map(Value::Ss).map_err(|error| refused(false, written, error))
        }
        (0, given) if given == count => {
            Set::new(numbers).map(Value::Ns).map_err(|error| refused(true, written, error))
        }
        _ => Err(StatementError::MixedBag),
    };
    Ok(set?)
}

fn written(element: &Value) -> Option<String> {
    match element {
        Value::S(text) => Some(text.to_string()),
        Value::N(number) => Some(number.to_string()),
        _ => None,
    }
}
