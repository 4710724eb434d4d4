//! Trees back into text.
//!
//! Owns how each part of an expression is written, down to single comparisons ([`Clause`]), which
//! a form writes from operands that need not be valid. Refuses to decide what names and values
//! look like: a [`Notation`] does.
//!
//! What the parser made is printed as a text that parses to the same tree. Two trees of other
//! origin have no exact text: an update whose sections take turns is printed section by section,
//! which does the same, and the legacy `ADD` of a list has no counterpart in expressions.

use std::fmt::{self, Display};

use super::condition::{Comparator, Condition, Operand};
use super::functions::Function;
use super::key_condition::KeyCondition;
use super::lexer::{TokenKind, tokenize_with_literals};
use super::path::{Path, Step};
use super::projection::ProjectionPaths;
use super::reserved::is_bare_name;
use super::update::{Action, SetOperand, SetValue, Update};
use crate::model::{AttributeName, Value};

/// What stands for attribute names and values in a printed expression.
pub trait Notation {
    /// What stands for the name of an attribute or of a member of a map.
    fn name(&mut self, name: &str) -> String;

    /// What stands for the value.
    fn value(&mut self, value: &Value) -> String;
}

/// A notation for sending: names as they are where an expression can hold them, and otherwise
/// `#n0`, `#n1`, …; values as `:v0`, `:v1`, …
///
/// Placeholders of other origin can be defined first; generated ones step around them. `V` is what
/// values are known as: [`Value`], or whatever a caller puts into its request.
#[derive(Debug, Clone, PartialEq)]
pub struct Placeholders<V = Value> {
    names: Meanings<String>,
    values: Meanings<V>,
    next_name: usize,
    next_value: usize,
}

/// Placeholders and what they stand for, in the order in which they came.
pub type Meanings<T> = Vec<(String, T)>;

/// One comparison or function call of a condition, its operands already written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clause<'a> {
    /// `left = right` and the like.
    Compare(&'a str, Comparator, &'a str),
    /// `operand BETWEEN low AND high`
    Between(&'a str, &'a str, &'a str),
    /// `operand IN (candidate, …)`
    In(&'a str, &'a [String]),
    /// `function(operand, …)`
    Call(Function, &'a [String]),
}

impl Display for Clause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Clause::Compare(left, comparator, right) => {
                write!(f, "{left} {} {right}", comparator.symbol())
            }
            Clause::Between(operand, low, high) => write!(f, "{operand} BETWEEN {low} AND {high}"),
            Clause::In(operand, candidates) => {
                write!(f, "{operand} IN ({})", candidates.join(", "))
            }
            Clause::Call(function, operands) => {
                write!(f, "{}({})", function.name(), operands.join(", "))
            }
        }
    }
}

/// The condition that all of these hold, each of them the text of a condition. Literals may stand
/// in it.
pub fn conjunction<T: AsRef<str>>(conditions: &[T]) -> String {
    let part = |condition: &T| {
        let text = condition.as_ref();
        // Only `OR` binds more loosely than `AND`. Parentheses anywhere else could be a second
        // pair around one condition, which the service refuses as redundant.
        if has_outer_or(text) { format!("({text})") } else { text.to_owned() }
    };
    conditions.iter().map(part).collect::<Vec<_>>().join(" AND ")
}

/// Whether an `OR` stands outside of all parentheses.
fn has_outer_or(text: &str) -> bool {
    let mut depth = 0;
    tokenize_with_literals(text).iter().any(|token| {
        match token.text {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        depth == 0 && token.kind == TokenKind::Word && token.text.eq_ignore_ascii_case("OR")
    })
}

impl<V> Default for Placeholders<V> {
    fn default() -> Self {
        Self { names: Vec::new(), values: Vec::new(), next_name: 0, next_value: 0 }
    }
}

impl<V> Placeholders<V> {
    /// Takes a `#name` that is given. One that is given twice stands for what it was given last.
    pub fn define_name(&mut self, placeholder: &str, name: &str) {
        define(&mut self.names, placeholder, name.to_owned());
    }

    /// Takes a `:value` that is given. One that is given twice stands for what it was given last.
    pub fn define_value(&mut self, placeholder: &str, value: V) {
        define(&mut self.values, placeholder, value);
    }

    /// The name itself where it can stand bare; or else its placeholder, the same each time.
    pub fn name(&mut self, name: &str) -> String {
        if is_bare_name(name) {
            return name.to_owned();
        }
        if let Some((placeholder, _)) = self.names.iter().find(|(_, known)| known == name) {
            return placeholder.clone();
        }
        let placeholder = free(&self.names, "#n", &mut self.next_name);
        self.names.push((placeholder.clone(), name.to_owned()));
        placeholder
    }

    /// A new placeholder for this value.
    pub fn value(&mut self, value: V) -> String {
        let placeholder = free(&self.values, ":v", &mut self.next_value);
        self.values.push((placeholder.clone(), value));
        placeholder
    }

    /// The names and the values, by their placeholders.
    pub fn into_maps(self) -> (Meanings<String>, Meanings<V>) {
        (self.names, self.values)
    }
}

impl Notation for Placeholders<Value> {
    fn name(&mut self, name: &str) -> String {
        Placeholders::name(self, name)
    }

    fn value(&mut self, value: &Value) -> String {
        Placeholders::value(self, value.clone())
    }
}

fn define<T>(known: &mut Meanings<T>, placeholder: &str, meaning: T) {
    match known.iter_mut().find(|(key, _)| key == placeholder) {
        Some((_, known)) => *known = meaning,
        None => known.push((placeholder.to_owned(), meaning)),
    }
}

/// The first of `stem0`, `stem1`, … from `next` on that is not taken.
fn free<T>(taken: &[(String, T)], stem: &str, next: &mut usize) -> String {
    loop {
        let placeholder = format!("{stem}{next}");
        *next += 1;
        if taken.iter().all(|(key, _)| *key != placeholder) {
            return placeholder;
        }
    }
}

impl Path {
    /// The path as an expression has it, each of its names written by `name`. (`Display` is for
    /// messages, in which the service shows paths in another form.)
    pub fn to_text(&self, name: &mut dyn FnMut(&AttributeName) -> String) -> String {
        let mut text = name(self.top());
        for step in self.steps() {
            match step {
                Step::Member(member) => {
                    text.push('.');
                    text.push_str(&name(member));
                }
                Step::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }
}

impl Condition {
    /// The condition as an expression.
    pub fn to_text(&self, notation: &mut dyn Notation) -> String {
        Printer(notation).condition(self)
    }
}

impl KeyCondition {
    /// The condition as an expression.
    pub fn to_text(&self, notation: &mut dyn Notation) -> String {
        let mut printer = Printer(notation);
        match self.conditions() {
            [condition] => printer.condition(condition),
            conditions => printer.all(conditions),
        }
    }
}

impl ProjectionPaths {
    /// The paths as an expression.
    pub fn to_text(&self, notation: &mut dyn Notation) -> String {
        let mut printer = Printer(notation);
        let paths: Vec<String> = self.paths().iter().map(|path| printer.path(path)).collect();
        paths.join(", ")
    }
}

impl Update {
    /// The update as an expression. Each section may be there only once, so that actions of one
    /// kind are printed together; their order means nothing, since every one of them sees the item
    /// as it was.
    pub fn to_text(&self, notation: &mut dyn Notation) -> String {
        let mut printer = Printer(notation);
        let mut sections: Vec<(&str, Vec<String>)> = Vec::new();
        for action in self.actions() {
            let (section, text) = printer.action(action);
            match sections.iter_mut().find(|(known, _)| *known == section) {
                Some((_, actions)) => actions.push(text),
                None => sections.push((section, vec![text])),
            }
        }
        let sections = sections.iter().map(|(name, texts)| format!("{name} {}", texts.join(", ")));
        sections.collect::<Vec<_>>().join(" ")
    }
}

/// How tightly the outermost operator of a condition binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
    Clause,
}

impl Binding {
    fn outermost(condition: &Condition) -> Binding {
        match condition {
            // A list of one is its only condition. No parser makes one.
            Condition::All(parts) | Condition::Any(parts) if parts.len() == 1 => {
                Binding::outermost(&parts[0])
            }
            Condition::All(_) => Binding::And,
            Condition::Any(_) => Binding::Or,
            Condition::Not(_) => Binding::Not,
            _ => Binding::Clause,
        }
    }
}

struct Printer<'n>(&'n mut dyn Notation);

impl Printer<'_> {
    fn condition(&mut self, condition: &Condition) -> String {
        match condition {
            Condition::All(parts) => self.all(parts),
            Condition::Any(parts) => self.joined(parts, " OR ", Binding::Or),
            Condition::Not(part) => self.negated(part),
            Condition::Compare { left, comparator, right } => {
                let left = self.operand(left);
                Clause::Compare(&left, *comparator, &self.operand(right)).to_string()
            }
            Condition::Between { operand, low, high } => {
                let operand = self.operand(operand);
                let low = self.operand(low);
                Clause::Between(&operand, &low, &self.operand(high)).to_string()
            }
            Condition::In { operand, candidates } => {
                let operand = self.operand(operand);
                Clause::In(&operand, &self.operands(candidates)).to_string()
            }
            Condition::Exists(path) => self.call(Function::AttributeExists, |p| vec![p.path(path)]),
            Condition::NotExists(path) => {
                self.call(Function::AttributeNotExists, |p| vec![p.path(path)])
            }
            Condition::HasType { operand, kind } => self.call(Function::AttributeType, |printer| {
                vec![printer.operand(operand), printer.0.value(&Value::text(kind.tag()))]
            }),
            Condition::BeginsWith { operand, prefix } => {
                self.call(Function::BeginsWith, |p| vec![p.operand(operand), p.operand(prefix)])
            }
            Condition::Contains { operand, element } => {
                self.call(Function::Contains, |p| vec![p.operand(operand), p.operand(element)])
            }
        }
    }

    fn all(&mut self, parts: &[Condition]) -> String {
        self.joined(parts, " AND ", Binding::And)
    }

    /// The parser joins from the left: `a AND b AND c` is one list. A list of the same kind inside
    /// the list was in parentheses, unless it comes first.
    fn joined(&mut self, parts: &[Condition], operator: &str, binding: Binding) -> String {
        let tighter = if binding == Binding::Or { Binding::And } else { Binding::Not };
        let part = |(at, part)| self.part(part, if at == 0 { binding } else { tighter });
        parts.iter().enumerate().map(part).collect::<Vec<_>>().join(operator)
    }

    /// `NOT …`. The parser counts the `NOT`s of a row and keeps one or two of them, so that two may
    /// stand side by side and a third one needs parentheses. Parentheses only where they are needed
    /// never nest deeper than they did in the text that the tree was made of.
    fn negated(&mut self, part: &Condition) -> String {
        match part {
            Condition::Not(part) => format!("NOT NOT {}", self.part(part, Binding::Clause)),
            part => format!("NOT {}", self.part(part, Binding::Clause)),
        }
    }

    /// A part of a larger condition: in parentheses, unless its operator binds at least so tightly.
    fn part(&mut self, part: &Condition, least: Binding) -> String {
        let text = self.condition(part);
        if Binding::outermost(part) >= least { text } else { format!("({text})") }
    }

    fn call(
        &mut self,
        function: Function,
        operands: impl FnOnce(&mut Self) -> Vec<String>,
    ) -> String {
        Clause::Call(function, &operands(self)).to_string()
    }

    fn operands(&mut self, operands: &[Operand]) -> Vec<String> {
        operands.iter().map(|operand| self.operand(operand)).collect()
    }

    fn operand(&mut self, operand: &Operand) -> String {
        match operand {
            Operand::Path(path) => self.path(path),
            Operand::Value(value) => self.0.value(value),
            Operand::Size(inner) => self.call(Function::Size, |p| vec![p.operand(inner)]),
        }
    }

    fn path(&mut self, path: &Path) -> String {
        path.to_text(&mut |name| self.0.name(name.as_str()))
    }

    /// The action, and the section to which it belongs.
    fn action(&mut self, action: &Action) -> (&'static str, String) {
        let target = self.path(action.target());
        match action {
            Action::Set { value, .. } => ("SET", format!("{target} = {}", self.set_value(value))),
            Action::Remove { .. } => ("REMOVE", target),
            Action::Add { value, .. } => ("ADD", format!("{target} {}", self.0.value(value))),
            Action::Delete { value, .. } => ("DELETE", format!("{target} {}", self.0.value(value))),
        }
    }

    fn set_value(&mut self, value: &SetValue) -> String {
        match value {
            SetValue::Operand(operand) => self.set_operand(operand),
            SetValue::Sum(left, right) => {
                let left = self.set_operand(left);
                format!("{left} + {}", self.set_operand(right))
            }
            SetValue::Difference(left, right) => {
                let left = self.set_operand(left);
                format!("{left} - {}", self.set_operand(right))
            }
        }
    }

    fn set_operand(&mut self, operand: &SetOperand) -> String {
        match operand {
            SetOperand::Path(path) => self.path(path),
            SetOperand::Value(value) => self.0.value(value),
            SetOperand::IfNotExists(path, other) => {
                self.call(Function::IfNotExists, |p| vec![p.path(path), p.set_operand(other)])
            }
            SetOperand::ListAppend(first, second) => self
                .call(Function::ListAppend, |p| vec![p.set_operand(first), p.set_operand(second)]),
            SetOperand::Arithmetic(value) => format!("({})", self.set_value(value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use proptest::strategy::Union;

    use super::*;
    use crate::expression::{
        Bindings, ExpressionError, ExpressionKind, LegacyAction, LegacyOperator, parse_condition,
        parse_key_condition, parse_projection, parse_update,
    };
    use crate::model::{Set, ValueType};

    fn number(text: &str) -> Value {
        Value::N(text.parse().unwrap())
    }

    /// The placeholders as a request would give them.
    fn bindings(placeholders: Placeholders) -> Bindings {
        let (names, values) = placeholders.into_maps();
        let names = (!names.is_empty()).then_some(names);
        let values = (!values.is_empty()).then_some(values);
        Bindings::new(names, values).unwrap()
    }

    /// What the text of a tree parses to, every placeholder of it being used.
    fn again<T>(
        print: impl FnOnce(&mut dyn Notation) -> String,
        parse: impl FnOnce(&str, &mut Bindings) -> Result<T, ExpressionError>,
    ) -> T {
        let mut placeholders = Placeholders::default();
        let text = print(&mut placeholders);
        let mut bindings = bindings(placeholders);
        let tree = parse(&text, &mut bindings).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        bindings.finish().unwrap();
        tree
    }

    fn condition_again(condition: &Condition) -> Condition {
        again(
            |notation| condition.to_text(notation),
            |text, bindings| parse_condition(text, ExpressionKind::Condition, bindings),
        )
    }

    #[test]
    fn texts_come_back_with_only_the_parentheses_that_they_need() {
        let table = [
            ("a=:s", "a = :v0"),
            ("(a = :s) AND (b < :n)", "a = :v0 AND b < :v1"),
            ("a = :s and (b = :s or c = :s)", "a = :v0 AND (b = :v1 OR c = :v2)"),
            ("(a = :s AND b = :s) OR c = :s", "a = :v0 AND b = :v1 OR c = :v2"),
            ("a = :s OR (b = :s OR c = :s)", "a = :v0 OR (b = :v1 OR c = :v2)"),
            ("NOT (a = :s)", "NOT a = :v0"),
            ("NOT NOT NOT (a = :s OR b = :s)", "NOT (a = :v0 OR b = :v1)"),
            ("NOT (NOT (NOT a = :s))", "NOT NOT (NOT a = :v0)"),
            ("(#m).x[0] between :n and (:n)", "#n0.x[0] BETWEEN :v0 AND :v1"),
            ("size(a) in (:n,b)", "size(a) IN (:v0, b)"),
            ("attribute_type(a,:s)", "attribute_type(a, :v0)"),
            ("begins_with(a,:s)OR contains(#m, a)", "begins_with(a, :v0) OR contains(#n0, a)"),
            ("attribute_exists(Remove.x)", "attribute_exists(#n0.x)"),
        ];
        let given = || {
            let names = vec![("#m".to_owned(), "m-1".to_owned())];
            let values = vec![(":s".to_owned(), Value::text("S")), (":n".to_owned(), number("1"))];
            Bindings::new(Some(names), Some(values)).unwrap()
        };
        for (text, printed) in table {
            let tree = parse_condition(text, ExpressionKind::Filter, &mut given()).unwrap();
            assert_eq!(tree.to_text(&mut Placeholders::default()), printed, "{text}");
            assert_eq!(condition_again(&tree), tree, "{text}");
        }
    }

    #[test]
    fn generated_placeholders_step_around_given_ones() {
        let mut placeholders = Placeholders::default();
        placeholders.define_name("#n0", "Size");
        placeholders.define_value(":v0", number("1"));
        placeholders.define_value(":v0", number("2"));
        let written = ["PK", "Status", "Size", "Status"].map(|name| placeholders.name(name));
        assert_eq!(written, ["PK", "#n1", "#n0", "#n1"]);
        assert_eq!(placeholders.value(number("3")), ":v1");
        let (names, values) = placeholders.into_maps();
        assert_eq!(names.len(), 2);
        assert_eq!(values, [(":v0".to_owned(), number("2")), (":v1".to_owned(), number("3"))]);
    }

    #[test]
    fn a_conjunction_encloses_what_binds_more_loosely() {
        let table = [
            (["a = :a", "b = :b"], "a = :a AND b = :b"),
            (
                ["a = :a or b = :b", "(c = :c OR d = :d)"],
                "(a = :a or b = :b) AND (c = :c OR d = :d)",
            ),
            (["a = 'x OR y'", "(b = 1) or c = 2"], "a = 'x OR y' AND ((b = 1) or c = 2)"),
        ];
        for (conditions, joined) in table {
            assert_eq!(conjunction(&conditions), joined);
        }
    }

    #[test]
    fn legacy_parameters_are_printed_as_what_they_mean() {
        let name = || AttributeName::member("a");
        let with = |operator: LegacyOperator, values| operator.condition(name(), values).unwrap();
        let conditions = vec![
            with(LegacyOperator::NotContains, vec![Value::text("x")]),
            with(LegacyOperator::Null, vec![]),
        ];
        let key = KeyCondition::from_legacy(conditions);
        assert_eq!(
            key.to_text(&mut Placeholders::default()),
            "attribute_exists(a) AND NOT contains(a, :v0) AND attribute_not_exists(a)"
        );
        let put = |name: &str, value| {
            LegacyAction::Put.action(AttributeName::member(name), Some(value)).unwrap()
        };
        let delete = LegacyAction::Delete.action(AttributeName::member("b"), None).unwrap();
        let update = Update::new(vec![put("a", number("1")), delete, put("c", number("2"))]);
        let text = update.to_text(&mut Placeholders::default());
        assert_eq!(text, "SET a = :v0, c = :v1 REMOVE b");
    }

    fn name() -> impl Strategy<Value = AttributeName> {
        const NAMES: [&str; 11] =
            ["PK", "a", "b1", "Status", "remove", "a-b", "a.b", "größe", "#n0", ":v", "0"];
        select(&NAMES[..]).prop_map(AttributeName::member)
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![name().prop_map(Step::Member), (0usize..20).prop_map(Step::Index)];
        prop::collection::vec(step, 0..4)
    }

    fn path() -> impl Strategy<Value = Path> {
        (name(), steps()).prop_map(|(top, steps)| Path::new(top, steps))
    }

    /// Values that have an order, which every operator takes.
    fn scalar() -> impl Strategy<Value = Value> {
        let blob = Value::B([0, 255][..].into());
        select(vec![Value::text(""), Value::text("it's"), number("-1.5"), number("7"), blob])
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let set = Value::Ss(Set::new(vec!["x".into()]).unwrap());
        let others = vec![Value::Null, Value::Bool(true), Value::L(vec![number("1")]), set];
        prop_oneof![scalar(), select(others)]
    }

    fn operand(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Operand> {
        let size =
            prop_oneof![path().prop_map(Operand::Path), Just(Operand::Value(Value::text("é"))),];
        prop_oneof![
            path().prop_map(Operand::Path),
            value.prop_map(Operand::Value),
            size.prop_map(|inner| Operand::Size(Box::new(inner))),
        ]
    }

    /// The second of two operands, which must not be the same path.
    fn distinct(first: &Operand, second: Operand) -> Operand {
        if second.path().is_some() && *first == second {
            Operand::Value(Value::text("x"))
        } else {
            second
        }
    }

    fn clause() -> impl Strategy<Value = Condition> {
        use Comparator::*;
        let ordering = select(vec![Less, LessOrEqual, Greater, GreaterOrEqual]);
        let ordered = (operand(scalar()), ordering, operand(scalar()));
        let equal = (operand(any_value()), select(vec![Equal, NotEqual]), operand(any_value()));
        let compare = |(left, comparator, right)| {
            let right = distinct(&left, right);
            Condition::Compare { left, comparator, right }
        };
        let between = (operand(scalar()), operand(scalar()), operand(scalar()));
        let candidates = prop::collection::vec(operand(any_value()), 1..4);
        let text =
            || prop_oneof![path().prop_map(Operand::Path), Just(Operand::Value(Value::text("S"))),];
        Union::new([
            ordered.prop_map(compare).boxed(),
            equal.prop_map(compare).boxed(),
            between
                .prop_map(|(operand, low, high)| {
                    // Two values must have one type and the right order.
                    let both = matches!((&low, &high), (Operand::Value(_), Operand::Value(_)));
                    let high = if both { low.clone() } else { high };
                    Condition::Between { operand, low, high }
                })
                .boxed(),
            (operand(any_value()), candidates)
                .prop_map(|(operand, candidates)| Condition::In { operand, candidates })
                .boxed(),
            path().prop_map(Condition::Exists).boxed(),
            path().prop_map(Condition::NotExists).boxed(),
            (operand(any_value()), select(&ValueType::ALL[..]))
                .prop_map(|(operand, kind)| Condition::HasType { operand, kind })
                .boxed(),
            (text(), text())
                .prop_map(|(operand, prefix)| {
                    let prefix = distinct(&operand, prefix);
                    Condition::BeginsWith { operand, prefix }
                })
                .boxed(),
            (operand(any_value()), operand(any_value()))
                .prop_map(|(operand, element)| {
                    let element = distinct(&operand, element);
                    Condition::Contains { operand, element }
                })
                .boxed(),
        ])
    }

    /// Conditions as the parser makes them: it joins a list that comes first with the list around.
    fn condition() -> impl Strategy<Value = Condition> {
        clause().prop_recursive(5, 24, 3, |part| {
            let list = prop::collection::vec(part.clone(), 2..4);
            prop_oneof![
                part.prop_map(|part| Condition::Not(Box::new(part))),
                list.clone().prop_map(|mut parts| {
                    if let Condition::All(first) = &parts[0] {
                        parts = [&first[..], &parts[1..]].concat();
                    }
                    Condition::All(parts)
                }),
                list.prop_map(|mut parts| {
                    if let Condition::Any(first) = &parts[0] {
                        parts = [&first[..], &parts[1..]].concat();
                    }
                    Condition::Any(parts)
                }),
            ]
        })
    }

    fn set_operand() -> impl Strategy<Value = SetOperand> {
        let leaf = || {
            prop_oneof![path().prop_map(SetOperand::Path), any_value().prop_map(SetOperand::Value),]
        };
        let list = || {
            let value = Just(SetOperand::Value(Value::L(vec![Value::Null])));
            let path = path().prop_map(SetOperand::Path);
            prop_oneof![value, path].boxed()
        };
        let absent = || {
            (path(), leaf()).prop_map(|(path, other)| SetOperand::IfNotExists(path, other.into()))
        };
        let absent_list = (path(), list())
            .prop_map(|(path, other)| SetOperand::IfNotExists(path, other.into()))
            .boxed();
        let joined = (prop_oneof![list(), absent_list], list())
            .prop_map(|(first, second)| SetOperand::ListAppend(first.into(), second.into()));
        let nested = (path(), absent())
            .prop_map(|(path, other)| SetOperand::IfNotExists(path, other.into()));
        prop_oneof![leaf(), absent(), nested, joined]
    }

    fn set_value() -> impl Strategy<Value = SetValue> {
        let term = || {
            prop_oneof![
                path().prop_map(SetOperand::Path),
                Just(SetOperand::Value(number("2"))),
                path().prop_map(|p| SetOperand::IfNotExists(
                    p,
                    SetOperand::Value(number("0")).into()
                )),
            ]
        };
        prop_oneof![
            set_operand().prop_map(SetValue::Operand),
            (term(), term()).prop_map(|(left, right)| SetValue::Sum(left, right)),
            (term(), term()).prop_map(|(left, right)| SetValue::Difference(left, right)),
        ]
    }

    /// Updates as the parser makes them: section by section, here in any order of sections.
    fn update() -> impl Strategy<Value = Update> {
        let section = |kind: &'static str| {
            let action = (steps(), set_value()).prop_map(move |action| (kind, action));
            prop::collection::vec(action, 0..3)
        };
        let sections = (section("SET"), section("REMOVE"), section("ADD"), section("DELETE"))
            .prop_map(|(set, remove, add, delete)| vec![set, remove, add, delete]);
        let actions = sections.prop_shuffle().prop_map(|sections| {
            let set = Value::Ns(Set::new(vec!["1".parse().unwrap()]).unwrap());
            let actions = sections.into_iter().flatten().enumerate();
            let action = |(at, (kind, (steps, value)))| {
                // Each has an attribute of its own, so that targets never meet.
                let target = Path::new(AttributeName::member(&format!("t-{at}")), steps);
                match kind {
                    "SET" => Action::Set { target, value },
                    "REMOVE" => Action::Remove { target },
                    "ADD" => Action::Add { target, value: number("1") },
                    _ => Action::Delete { target, value: set.clone() },
                }
            };
            actions.map(action).collect::<Vec<_>>()
        });
        actions.prop_filter("one action", |actions| !actions.is_empty()).prop_map(Update::new)
    }

    proptest! {
        #[test]
        fn conditions_parse_to_what_was_printed(tree in condition()) {
            prop_assert_eq!(condition_again(&tree), tree);
        }

        #[test]
        fn key_conditions_parse_to_what_was_printed(tree in condition()) {
            let tree = KeyCondition::new(tree);
            let again = again(|notation| tree.to_text(notation), parse_key_condition);
            prop_assert_eq!(again, tree);
        }

        #[test]
        fn updates_parse_to_what_was_printed(tree in update()) {
            let again = again(|notation| tree.to_text(notation), parse_update);
            prop_assert_eq!(again, tree);
        }

        #[test]
        fn projections_parse_to_what_was_printed(
            all_steps in prop::collection::vec(steps(), 1..6)
        ) {
            let paths = all_steps.into_iter().enumerate();
            let path = |(at, steps)| Path::new(AttributeName::member(&format!("p {at}")), steps);
            let tree = ProjectionPaths::new(paths.map(path).collect());
            let again = again(|notation| tree.to_text(notation), parse_projection);
            prop_assert_eq!(again, tree);
        }
    }
}
