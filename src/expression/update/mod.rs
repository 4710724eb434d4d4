//! Updates: what an update expression does, as data.
//!
//! Owns the actions and what they say of an update before any item is read. Refuses to know which
//! attributes are keys; whoever knows asks [`Update::targets`].

mod apply;
mod value;

use std::sync::Arc;

use crate::model::{AttributeName, Item, NumberError, Value, ValueType};

use super::path::Path;
use super::projection::ProjectionPaths;

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
    pub fn of_legacy(actions: Vec<Action>) -> Option<Self> {
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
