//! Evaluates expressions over facts, and fills in prose.
//!
//! A fact that is missing makes what is computed of it missing, what is compared with it false, and
//! shows as a dash. A mistake of the author's (adding a text) shows as a dash too, and is told to
//! the checker.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use content::Number;
use content::expr::{BinaryOp, Expr, FactRef, Function, Of};
use content::prose::{Block, Inline, Prose, Text};
use serde_json::Value as Json;

use super::facts::{Facts, Value};

/// What stands where nothing is known.
const DASH: &str = "—";
/// The longest filler: an item can't be larger.
const MOST_FILLER: u64 = 400 * 1024;

/// The facts that an expression can speak of.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Of the runs that have a name.
    pub runs: BTreeMap<String, Facts>,
    /// Of the latest run.
    pub latest: Facts,
    /// Of the prediction.
    pub guess: BTreeMap<String, Value>,
    /// Of the data.
    pub data: Facts,
}

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvalError {
    /// What was to be shown is missing.
    Missing(String),
    /// A number was needed, and this is none.
    NotANumber(String),
    /// These can't be compared.
    Unlike(String, String),
    /// The number is out of range, or divided by zero.
    Range,
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EvalError::Missing(what) => write!(f, "`{what}` has no value here"),
            EvalError::NotANumber(value) => write!(f, "“{value}” is no number"),
            EvalError::Unlike(one, other) => write!(f, "“{one}” and “{other}” can't be compared"),
            EvalError::Range => f.write_str("a number is divided by zero or out of range"),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Missing => f.write_str(DASH),
            Value::Number(number) => write!(f, "{number}"),
            Value::Text(text) => f.write_str(text),
            Value::Flag(flag) => f.write_str(if *flag { "yes" } else { "no" }),
            Value::Json(json) => write!(f, "{json}"),
        }
    }
}

impl Known {
    /// The value of an expression.
    pub fn eval(&self, expr: &Expr) -> Result<Value, EvalError> {
        match expr {
            Expr::Number(number) => Ok(Value::Number(*number)),
            Expr::Text(text) => Ok(Value::Text(text.clone())),
            Expr::Flag(flag) => Ok(Value::Flag(*flag)),
            Expr::Fact(fact) => Ok(self.fact(fact)),
            Expr::Not(inner) => Ok(Value::Flag(!self.holds(inner)?)),
            Expr::Binary(op, left, right) => self.binary(*op, left, right),
            Expr::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    /// Whether a condition holds. What is missing doesn't.
    pub fn holds(&self, expr: &Expr) -> Result<bool, EvalError> {
        Ok(match self.eval(expr)? {
            Value::Missing => false,
            Value::Flag(flag) => flag,
            Value::Number(number) => number != Number::ZERO,
            Value::Text(text) => !text.is_empty(),
            Value::Json(_) => true,
        })
    }

    /// The number that an expression comes to.
    pub fn number(&self, expr: &Expr) -> Result<Number, EvalError> {
        match self.eval(expr)? {
            Value::Number(number) => Ok(number),
            Value::Missing => Err(EvalError::Missing(written(expr))),
            other => Err(EvalError::NotANumber(other.to_string())),
        }
    }

    fn fact(&self, fact: &FactRef) -> Value {
        let found = match &fact.of {
            Of::Latest => self.latest.get(&fact.name),
            Of::Run(run) => self.runs.get(run).and_then(|facts| facts.get(&fact.name)),
            Of::Guess => self.guess.get(&fact.name),
            Of::Data => self.data.get(&fact.name),
        };
        match found {
            None => Value::Missing,
            Some(Value::Json(json)) if !fact.path.is_empty() => value_at(json, &fact.path),
            Some(value) => value.clone(),
        }
    }

    fn binary(&self, op: BinaryOp, left: &Expr, right: &Expr) -> Result<Value, EvalError> {
        match op {
            // Both sides are looked at, so that a mistake shows whatever the run was.
            BinaryOp::And => Ok(Value::Flag(self.holds(left)? & self.holds(right)?)),
            BinaryOp::Or => Ok(Value::Flag(self.holds(left)? | self.holds(right)?)),
            BinaryOp::Plus | BinaryOp::Minus | BinaryOp::Times | BinaryOp::DividedBy => {
                self.arithmetic(op, left, right)
            }
            _ => compare(op, self.eval(left)?, self.eval(right)?).map(Value::Flag),
        }
    }

    fn arithmetic(&self, op: BinaryOp, left: &Expr, right: &Expr) -> Result<Value, EvalError> {
        let (left, right) = (self.eval(left)?, self.eval(right)?);
        let (Some(left), Some(right)) = (number_or_missing(left)?, number_or_missing(right)?)
        else {
            return Ok(Value::Missing);
        };
        let result = match op {
            BinaryOp::Plus => Some(left.plus(right)),
            BinaryOp::Minus => Some(left.minus(right)),
            BinaryOp::Times => left.times(right),
            _ => left.divided_by(right),
        };
        result.map(Value::Number).ok_or(EvalError::Range)
    }

    fn call(&self, function: Function, arguments: &[Expr]) -> Result<Value, EvalError> {
        let values = arguments.iter().map(|argument| self.eval(argument));
        let values = values.collect::<Result<Vec<_>, _>>()?;
        if function == Function::Count {
            let [number, one, many] = &values[..] else { return Err(EvalError::Range) };
            let Some(number) = number_or_missing(number.clone())? else {
                return Ok(Value::Missing);
            };
            let word = if number == Number::from_u64(1) { one } else { many };
            return Ok(Value::Text(format!("{number} {word}")));
        }
        let numbers = values.into_iter().map(number_or_missing).collect::<Result<Vec<_>, _>>()?;
        let Some(numbers) = numbers.into_iter().collect::<Option<Vec<_>>>() else {
            return Ok(Value::Missing);
        };
        let first = numbers.first().copied().ok_or(EvalError::Range)?;
        let whole = |number: Number| number.to_u64().ok_or(EvalError::Range);
        Ok(match function {
            Function::Round => {
                let places = numbers.get(1).map_or(Ok(0), |places| whole(*places))?;
                Value::Number(first.rounded(places.min(9) as u32))
            }
            Function::Ceil => Value::Number(first.ceiling()),
            Function::Max => Value::Number(numbers.into_iter().fold(first, Ord::max)),
            Function::Min => Value::Number(numbers.into_iter().fold(first, Ord::min)),
            Function::Filler => {
                let length = whole(first)?;
                if length > MOST_FILLER {
                    return Err(EvalError::Range);
                }
                Value::Text(filler(length as usize))
            }
            Function::Count => unreachable!("it was answered above"),
        })
    }

    /// Prose with its values, and what is wrong with them.
    pub fn fill(&self, prose: &[Block]) -> (Prose, Vec<EvalError>) {
        let mut filler = Filler { known: self, errors: Vec::new() };
        (filler.prose(prose), filler.errors)
    }

    /// A text with its values, and what is wrong with them.
    pub fn fill_text(&self, text: &[Inline]) -> (Text, Vec<EvalError>) {
        let mut filler = Filler { known: self, errors: Vec::new() };
        (filler.text(text), filler.errors)
    }
}

fn number_or_missing(value: Value) -> Result<Option<Number>, EvalError> {
    match value {
        Value::Missing => Ok(None),
        Value::Number(number) => Ok(Some(number)),
        other => Err(EvalError::NotANumber(other.to_string())),
    }
}

fn compare(op: BinaryOp, left: Value, right: Value) -> Result<bool, EvalError> {
    let order = match (&left, &right) {
        (Value::Missing, _) | (_, Value::Missing) => return Ok(op == BinaryOp::NotEqual),
        (Value::Number(left), Value::Number(right)) => left.cmp(right),
        (Value::Text(left), Value::Text(right)) => left.cmp(right),
        (Value::Flag(left), Value::Flag(right)) => left.cmp(right),
        (Value::Json(one), Value::Json(other)) if op == BinaryOp::Equal => return Ok(one == other),
        (Value::Json(one), Value::Json(other)) if op == BinaryOp::NotEqual => {
            return Ok(one != other);
        }
        _ => return Err(EvalError::Unlike(left.to_string(), right.to_string())),
    };
    Ok(match op {
        BinaryOp::Equal => order == Ordering::Equal,
        BinaryOp::NotEqual => order != Ordering::Equal,
        BinaryOp::Less => order == Ordering::Less,
        BinaryOp::LessOrEqual => order != Ordering::Greater,
        BinaryOp::Greater => order == Ordering::Greater,
        _ => order != Ordering::Less,
    })
}

/// What a path leads to in JSON. An attribute is its value: `{"S": "x"}` is the text x.
fn value_at(json: &Json, path: &[String]) -> Value {
    let mut at = json;
    for part in path {
        let next = match at {
            Json::Object(members) => members.get(part),
            Json::Array(elements) => part.parse::<usize>().ok().and_then(|at| elements.get(at)),
            _ => None,
        };
        let Some(next) = next else { return Value::Missing };
        at = next;
    }
    value_of_json(at)
}

fn value_of_json(json: &Json) -> Value {
    match json {
        Json::String(text) => Value::Text(text.clone()),
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => match number.to_string().parse() {
            Ok(number) => Value::Number(number),
            Err(_) => Value::Json(json.clone()),
        },
        Json::Object(members) if members.len() == 1 => {
            let (tag, value) = members.iter().next().expect("it has one");
            match (&**tag, value) {
                ("S", Json::String(text)) => Value::Text(text.clone()),
                ("N", Json::String(text)) => {
                    text.parse().map_or_else(|_| Value::Text(text.clone()), Value::Number)
                }
                ("BOOL", Json::Bool(flag)) => Value::Flag(*flag),
                _ => Value::Json(json.clone()),
            }
        }
        Json::Null => Value::Missing,
        _ => Value::Json(json.clone()),
    }
}

/// A text of so many bytes.
fn filler(length: usize) -> String {
    const WORDS: &str = "lorem ipsum dolor sit amet ";
    WORDS.chars().cycle().take(length).collect()
}

/// An expression as an author would recognise it, for a message.
fn written(expr: &Expr) -> String {
    match expr {
        Expr::Fact(fact) => {
            let of = match &fact.of {
                Of::Latest => String::new(),
                Of::Run(run) => format!("{run}."),
                Of::Guess => "guess.".into(),
                Of::Data => "data.".into(),
            };
            let path: String = fact.path.iter().map(|part| format!(".{part}")).collect();
            format!("{of}{}{path}", fact.name)
        }
        _ => "the expression".into(),
    }
}

struct Filler<'a> {
    known: &'a Known,
    errors: Vec<EvalError>,
}

impl Filler<'_> {
    fn prose(&mut self, prose: &[Block]) -> Prose {
        prose.iter().map(|block| self.block(block)).filter(|block| !is_empty(block)).collect()
    }

    fn block(&mut self, block: &Block) -> Block {
        match block {
            Block::Paragraph(text) => Block::Paragraph(self.text(text)),
            Block::List { ordered, items } => Block::List {
                ordered: *ordered,
                items: items.iter().map(|item| self.prose(item)).collect(),
            },
            Block::Table { head, rows } => Block::Table {
                head: head.iter().map(|cell| self.text(cell)).collect(),
                rows: rows
                    .iter()
                    .map(|row| row.iter().map(|cell| self.text(cell)).collect())
                    .collect(),
            },
            Block::Code { language, text } => {
                Block::Code { language: language.clone(), text: self.text(text) }
            }
        }
    }

    fn text(&mut self, text: &[Inline]) -> Text {
        let mut filled = Text::new();
        for inline in text {
            match inline {
                Inline::Text(text) => push_text(&mut filled, text),
                Inline::Value(expr) => {
                    let value = self.value(expr);
                    push_text(&mut filled, &value.to_string());
                }
                Inline::If { condition, then, otherwise } => {
                    let holds = self.known.holds(condition);
                    let holds = holds.unwrap_or_else(|error| {
                        self.errors.push(error);
                        false
                    });
                    for inline in self.text(if holds { then } else { otherwise }) {
                        match inline {
                            Inline::Text(text) => push_text(&mut filled, &text),
                            other => filled.push(other),
                        }
                    }
                }
                Inline::Code(text) => filled.push(Inline::Code(self.text(text))),
                Inline::Strong(text) => filled.push(Inline::Strong(self.text(text))),
                Inline::Emphasis(text) => filled.push(Inline::Emphasis(self.text(text))),
                Inline::Link { to, text } => {
                    filled.push(Inline::Link { to: to.clone(), text: self.text(text) });
                }
            }
        }
        filled
    }

    fn value(&mut self, expr: &Expr) -> Value {
        let value = self.known.eval(expr).unwrap_or_else(|error| {
            self.errors.push(error);
            Value::Missing
        });
        if value == Value::Missing {
            self.errors.push(EvalError::Missing(written(expr)));
        }
        value
    }
}

/// Joins texts that stand side by side.
fn push_text(text: &mut Text, more: &str) {
    match text.last_mut() {
        Some(Inline::Text(last)) => last.push_str(more),
        _ => text.push(Inline::Text(more.to_owned())),
    }
}

/// Whether nothing is left of a paragraph whose `if` had nothing to say.
fn is_empty(block: &Block) -> bool {
    match block {
        Block::Paragraph(text) => {
            text.iter().all(|inline| matches!(inline, Inline::Text(text) if text.trim().is_empty()))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn number(whole: u64) -> Expr {
        Expr::Number(Number::from_u64(whole))
    }

    fn fact(name: &str, path: &[&str]) -> Expr {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        Expr::Fact(FactRef { of: Of::Latest, name: name.into(), path })
    }

    fn binary(op: BinaryOp, left: Expr, right: Expr) -> Expr {
        Expr::Binary(op, Box::new(left), Box::new(right))
    }

    fn known() -> Known {
        let mut latest = Facts::default();
        latest.set("rcu", Value::Number(Number::from_halves(1)));
        latest.set("error", Value::Missing);
        latest.set("item", Value::Json(json!({ "SK": { "S": "a" }, "n": { "N": "7" } })));
        Known { latest, ..Known::default() }
    }

    #[test]
    fn arithmetic_and_comparison() {
        let known = known();
        let double = binary(BinaryOp::Times, fact("rcu", &[]), number(2));
        assert_eq!(known.eval(&double), Ok(Value::Number(Number::from_u64(1))));
        assert_eq!(known.holds(&binary(BinaryOp::Equal, double.clone(), number(1))), Ok(true));
        let by_zero = binary(BinaryOp::DividedBy, double, number(0));
        assert_eq!(known.eval(&by_zero), Err(EvalError::Range));
        let plus = binary(BinaryOp::Plus, fact("item", &["n"]), number(1));
        assert_eq!(known.eval(&plus), Ok(Value::Number(Number::from_u64(8))));
        let of_text = binary(BinaryOp::Plus, fact("item", &["SK"]), number(1));
        assert!(matches!(known.eval(&of_text), Err(EvalError::NotANumber(_))));
    }

    #[test]
    fn what_is_missing_is_neither_less_nor_equal() {
        let known = known();
        let error = || fact("error", &[]);
        assert_eq!(known.holds(&error()), Ok(false));
        for (op, holds) in [
            (BinaryOp::Equal, false),
            (BinaryOp::Less, false),
            (BinaryOp::GreaterOrEqual, false),
            (BinaryOp::NotEqual, true),
        ] {
            assert_eq!(known.holds(&binary(op, error(), number(1))), Ok(holds), "{op:?}");
        }
        assert_eq!(known.eval(&binary(BinaryOp::Plus, error(), number(1))), Ok(Value::Missing));
    }

    #[test]
    fn prose_is_filled_and_what_is_empty_goes() {
        let if_error = Inline::If {
            condition: fact("error", &[]),
            then: vec![Inline::Text("failed".into())],
            otherwise: vec![],
        };
        let prose = vec![
            Block::Paragraph(vec![
                Inline::Text("It costs ".into()),
                Inline::Value(fact("rcu", &[])),
                Inline::Text(" RCU.".into()),
            ]),
            Block::Paragraph(vec![if_error]),
        ];
        let (filled, errors) = known().fill(&prose);
        assert_eq!(filled, vec![Block::Paragraph(vec![Inline::Text("It costs 0.5 RCU.".into())])]);
        assert_eq!(errors, []);
        let (_, errors) = known().fill_text(&[Inline::Value(fact("error", &[]))]);
        assert_eq!(errors, [EvalError::Missing("error".into())]);
    }

    #[test]
    fn functions_compute() {
        let known = known();
        let call = |function, arguments| known.eval(&Expr::Call(function, arguments)).unwrap();
        let text = |text: &str| Expr::Text(text.into());
        assert_eq!(
            call(Function::Count, vec![number(1), text("item"), text("items")]),
            Value::Text("1 item".into())
        );
        assert_eq!(call(Function::Filler, vec![number(40)]).to_string().len(), 40);
        assert_eq!(
            call(Function::Ceil, vec![fact("rcu", &[])]),
            Value::Number(Number::from_u64(1))
        );
        assert_eq!(
            call(Function::Max, vec![number(1), number(3)]),
            Value::Number(Number::from_u64(3))
        );
    }
}
