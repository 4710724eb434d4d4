//! Updates: what an update expression does, as data, and what it makes of an item.
//!
//! Owns the actions, what they say of an update before any item is read, and how they are applied
//! (Developer Guide, *Update expressions*). Refuses to know which attributes are keys; whoever
//! knows asks [`Update::targets`].

use std::sync::Arc;

use crate::model::{AttributeName, Item, Number, NumberError, Set, Value, ValueType};

use super::path::{Path, Unreachable};
use super::projection::ProjectionPaths;

/// The deepest level at which a value may stand; an attribute's own value stands at the first.
const MAX_LEVEL: usize = 32;

/// An update: actions whose targets do not get in each other's way.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    actions: Vec<Action>,
    /// The targets, shared with every result.
    touched: Arc<ProjectionPaths>,
    /// Whether it came as `AttributeUpdates`, which words its refusals in its own way.
    legacy: bool,
}

/// One action of an update.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// `SET target = value`
    Set {
        /// What is created or replaced.
        target: Path,
        /// Its new value.
        value: SetValue,
    },
    /// `REMOVE target`
    Remove {
        /// What is removed.
        target: Path,
    },
    /// `ADD target :value`
    Add {
        /// The number or set that is added to.
        target: Path,
        /// A number or a set; from legacy parameters also a list, which is appended.
        value: Value,
    },
    /// `DELETE target :value`
    Delete {
        /// The set that is taken from.
        target: Path,
        /// A set.
        value: Value,
    },
}

/// The right-hand side of `SET`.
#[derive(Debug, Clone, PartialEq)]
pub enum SetValue {
    /// One operand.
    Operand(SetOperand),
    /// `left + right`
    Sum(SetOperand, SetOperand),
    /// `left - right`
    Difference(SetOperand, SetOperand),
}

/// An operand of `SET`.
#[derive(Debug, Clone, PartialEq)]
pub enum SetOperand {
    /// What a path leads to in the item as it was.
    Path(Path),
    /// The value that a placeholder stood for.
    Value(Value),
    /// `if_not_exists(path, operand)`
    IfNotExists(Path, Box<SetOperand>),
    /// `list_append(first, second)`
    ListAppend(Box<SetOperand>, Box<SetOperand>),
    /// A sum or difference inside of another one, which PartiQL alone can say.
    Arithmetic(Box<SetValue>),
}

/// Why an update cannot be applied to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpdateError {
    /// A right-hand side names an attribute that the item does not have.
    MissingAttribute,
    /// A value in the item has a type that the action or function cannot work with.
    WrongOperandType,
    /// The same for legacy parameters.
    TypeMismatch,
    /// A target leads through something that does not exist or is no map or list.
    InvalidPath,
    /// A sum or difference is out of range.
    Number(NumberError),
    /// The result is nested beyond 32 levels.
    TooDeep,
}

/// An item after an update.
#[derive(Debug, Clone)]
pub struct Updated {
    /// The whole item.
    pub item: Item,
    touched: Arc<ProjectionPaths>,
}

impl Action {
    /// What the action writes or clears.
    pub fn target(&self) -> &Path {
        match self {
            Action::Set { target, .. }
            | Action::Remove { target }
            | Action::Add { target, .. }
            | Action::Delete { target, .. } => target,
        }
    }

    /// The type of what the action writes or takes away, as far as it is known before any item is
    /// read.
    pub fn known_type(&self) -> Option<ValueType> {
        match self {
            Action::Set { value: SetValue::Operand(operand), .. } => operand.known_type(),
            Action::Set { .. } => Some(ValueType::N),
            Action::Add { value, .. } | Action::Delete { value, .. } => Some(value.kind()),
            Action::Remove { .. } => None,
        }
    }

    /// Whether the action gives its target a value, and so creates an item that does not exist.
    fn writes(&self) -> bool {
        matches!(self, Action::Set { .. } | Action::Add { .. })
    }
}

impl Update {
    /// An update of these actions, in the order of the text.
    pub(crate) fn new(actions: Vec<Action>) -> Self {
        let targets = actions.iter().map(|action| action.target().clone()).collect();
        Self { actions, touched: Arc::new(ProjectionPaths::new(targets)), legacy: false }
    }

    /// The actions of `AttributeUpdates`, each on an attribute of its own. None make no update: an
    /// item that does not exist is then created with its key alone.
    pub fn from_legacy(actions: Vec<Action>) -> Option<Self> {
        (!actions.is_empty()).then(|| Self { legacy: true, ..Self::new(actions) })
    }

    /// Whether it came as `AttributeUpdates`.
    pub fn is_legacy(&self) -> bool {
        self.legacy
    }

    /// The actions in the order of the text.
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// The target of every action.
    pub fn targets(&self) -> impl Iterator<Item = &Path> {
        self.actions.iter().map(Action::target)
    }

    /// The top-level attribute of every path read or written.
    pub fn top_level_names(&self) -> impl Iterator<Item = &AttributeName> {
        self.paths().into_iter().map(Path::top)
    }

    /// The top-level attribute of every path, read or written, that leads into one.
    pub fn nested_names(&self) -> impl Iterator<Item = &AttributeName> {
        self.paths().into_iter().filter(|path| path.is_nested()).map(Path::top)
    }

    /// Whether the update creates an item that does not exist. One that only removes and deletes
    /// does not.
    pub fn creates_item(&self) -> bool {
        self.actions.iter().any(Action::writes)
    }

    /// How many actions write a value; each counts towards the size limit of updates.
    pub fn value_writing_actions(&self) -> usize {
        self.actions.iter().filter(|action| action.writes()).count()
    }

    /// How many actions only clear; each counts towards the size limit of updates.
    pub fn clearing_actions(&self) -> usize {
        self.actions.len() - self.value_writing_actions()
    }

    fn paths(&self) -> Vec<&Path> {
        let mut paths = Vec::new();
        for action in &self.actions {
            paths.push(action.target());
            if let Action::Set { value, .. } = action {
                value.collect_paths(&mut paths);
            }
        }
        paths
    }
}

impl SetValue {
    fn collect_paths<'a>(&'a self, paths: &mut Vec<&'a Path>) {
        match self {
            SetValue::Operand(operand) => operand.collect_paths(paths),
            SetValue::Sum(left, right) | SetValue::Difference(left, right) => {
                left.collect_paths(paths);
                right.collect_paths(paths);
            }
        }
    }
}

impl SetOperand {
    fn known_type(&self) -> Option<ValueType> {
        match self {
            SetOperand::Path(_) => None,
            SetOperand::Value(value) => Some(value.kind()),
            SetOperand::IfNotExists(_, other) => other.known_type(),
            SetOperand::ListAppend(..) => Some(ValueType::L),
            SetOperand::Arithmetic(_) => Some(ValueType::N),
        }
    }

    fn collect_paths<'a>(&'a self, paths: &mut Vec<&'a Path>) {
        match self {
            SetOperand::Path(path) => paths.push(path),
            SetOperand::Value(_) => {}
            SetOperand::IfNotExists(path, other) => {
                paths.push(path);
                other.collect_paths(paths);
            }
            SetOperand::ListAppend(first, second) => {
                first.collect_paths(paths);
                second.collect_paths(paths);
            }
            SetOperand::Arithmetic(value) => value.collect_paths(paths),
        }
    }
}

impl Updated {
    /// What `ReturnValues: UPDATED_OLD` shows: the targets as they were, where they existed.
    pub fn updated_old(&self, old: &Item) -> Item {
        self.touched.apply(old)
    }

    /// What `ReturnValues: UPDATED_NEW` shows: what the targets lead to now. That is nothing for an
    /// element appended by an index far behind the end, and the next element for a removed one.
    pub fn updated_new(&self) -> Item {
        self.touched.apply(&self.item)
    }
}

impl Update {
    /// The item after the update. `exists` is false when `old` is only the key of an item to come:
    /// clearing below an attribute that is missing is then no error.
    pub fn apply(&self, old: &Item, exists: bool) -> Result<Updated, UpdateError> {
        self.item_after(old, exists)
            .map(|item| Updated { item, touched: self.touched.clone() })
            .map_err(|error| match error {
                UpdateError::WrongOperandType if self.legacy => UpdateError::TypeMismatch,
                other => other,
            })
    }

    fn item_after(&self, old: &Item, exists: bool) -> Result<Item, UpdateError> {
        // Every value is worked out, and every place judged, by the item as it was: `SET a = b,
        // b = a` exchanges two attributes, and an index means the position before the update.
        let mut writes = Vec::new();
        let mut removals = Vec::new();
        for action in &self.actions {
            match action.effect(old, exists)? {
                Effect::Write(value) => writes.push((action.target(), value)),
                Effect::Remove => removals.push(action.target()),
                Effect::Nothing => {}
            }
        }
        let mut item = old.clone();
        // What gets a value goes first, in ascending order of paths: several indexes behind the end
        // of a list append in their order.
        writes.sort_by_key(|(target, _)| *target);
        for (target, value) in writes {
            if target.steps().len() + levels(&value) > MAX_LEVEL {
                return Err(UpdateError::TooDeep);
            }
            target.set(&mut item, value)?;
        }
        // Then what goes, in descending order: closing up a list moves no element that is still to
        // be removed.
        removals.sort();
        for target in removals.into_iter().rev() {
            target.remove(&mut item)?;
        }
        Ok(item)
    }
}

/// What an action comes to for one item.
enum Effect {
    Write(Value),
    Remove,
    Nothing,
}

impl Action {
    fn effect(&self, old: &Item, exists: bool) -> Result<Effect, UpdateError> {
        let target = self.target();
        if !target.has_parent(old) {
            // `REMOVE a.b` of an item that does not exist is no error; of one that exists without
            // `a`, it is.
            if !self.writes() && !exists {
                return Ok(Effect::Nothing);
            }
            // A value that cannot be worked out is reported before a place that does not exist.
            if let Action::Set { value, .. } = self {
                value.evaluate(old)?;
            }
            return Err(UpdateError::InvalidPath);
        }
        match (self, target.get(old)) {
            (Action::Set { value, .. }, _) => value.evaluate(old).map(Effect::Write),
            (Action::Add { value, .. }, current) => added(current, value).map(Effect::Write),
            (Action::Remove { .. } | Action::Delete { .. }, None) => Ok(Effect::Nothing),
            (Action::Remove { .. }, Some(_)) => Ok(Effect::Remove),
            (Action::Delete { value, .. }, Some(current)) => {
                Ok(without(current, value)?.map_or(Effect::Remove, Effect::Write))
            }
        }
    }
}

/// Levels of a value, itself the first.
fn levels(value: &Value) -> usize {
    match value {
        Value::M(map) => 1 + map.iter().map(|(_, member)| levels(member)).max().unwrap_or(0),
        Value::L(list) => 1 + list.iter().map(levels).max().unwrap_or(0),
        _ => 1,
    }
}

impl From<Unreachable> for UpdateError {
    fn from(_: Unreachable) -> Self {
        UpdateError::InvalidPath
    }
}

impl SetValue {
    /// The value for an item.
    fn evaluate(&self, old: &Item) -> Result<Value, UpdateError> {
        match self {
            SetValue::Operand(operand) => operand.evaluate(old),
            SetValue::Sum(left, right) => sum(left.number(old)?.checked_add(right.number(old)?)),
            SetValue::Difference(left, right) => {
                sum(left.number(old)?.checked_sub(right.number(old)?))
            }
        }
    }
}

impl SetOperand {
    /// The operand's value for an item.
    fn evaluate(&self, old: &Item) -> Result<Value, UpdateError> {
        match self {
            SetOperand::Value(value) => Ok(value.clone()),
            SetOperand::Path(path) => path.get(old).cloned().ok_or(UpdateError::MissingAttribute),
            SetOperand::IfNotExists(path, other) => match path.get(old) {
                Some(value) => Ok(value.clone()),
                None => other.evaluate(old),
            },
            SetOperand::ListAppend(first, second) => {
                let mut list = first.list(old)?;
                list.append(&mut second.list(old)?);
                Ok(Value::L(list))
            }
            SetOperand::Arithmetic(value) => value.evaluate(old),
        }
    }

    /// The operand of a sum. One of the wrong type is refused before the next is looked at.
    fn number(&self, old: &Item) -> Result<Number, UpdateError> {
        match self.evaluate(old)? {
            Value::N(number) => Ok(number),
            _ => Err(UpdateError::WrongOperandType),
        }
    }

    fn list(&self, old: &Item) -> Result<Vec<Value>, UpdateError> {
        match self.evaluate(old)? {
            Value::L(list) => Ok(list),
            _ => Err(UpdateError::WrongOperandType),
        }
    }
}

fn sum(result: Result<Number, NumberError>) -> Result<Value, UpdateError> {
    result.map(Value::N).map_err(UpdateError::Number)
}

/// What `ADD` makes of a value: a sum, a union, or a longer list. A missing value counts as nothing
/// at all.
fn added(old: Option<&Value>, value: &Value) -> Result<Value, UpdateError> {
    match (old, value) {
        (None, value) => Ok(value.clone()),
        (Some(Value::Ss(set)), Value::Ss(more)) => Ok(Value::Ss(set.union(more))),
        (Some(Value::Ns(set)), Value::Ns(more)) => Ok(Value::Ns(set.union(more))),
        (Some(Value::Bs(set)), Value::Bs(more)) => Ok(Value::Bs(set.union(more))),
        (Some(Value::L(list)), Value::L(more)) => Ok(Value::L([&list[..], more].concat())),
        (Some(Value::N(old)), Value::N(more)) => sum(old.checked_add(*more)),
        _ => Err(UpdateError::WrongOperandType),
    }
}

/// What `DELETE` leaves of a set; `None` when nothing is left.
fn without(old: &Value, value: &Value) -> Result<Option<Value>, UpdateError> {
    match (old, value) {
        (Value::Ss(set), Value::Ss(less)) => Ok(difference(set, less, Value::Ss)),
        (Value::Ns(set), Value::Ns(less)) => Ok(difference(set, less, Value::Ns)),
        (Value::Bs(set), Value::Bs(less)) => Ok(difference(set, less, Value::Bs)),
        _ => Err(UpdateError::WrongOperandType),
    }
}

fn difference<T: Ord + Clone>(
    set: &Set<T>,
    less: &Set<T>,
    value: fn(Set<T>) -> Value,
) -> Option<Value> {
    set.difference(less).map(value)
}
