//! Conditions as a tree, all placeholders replaced.
//!
//! Owns the shape and which attributes a condition mentions. Refuses to know text and how a
//! condition is decided: that is `condition`'s. Anything that lowers older parameters to
//! conditions builds this tree.

use crate::model::{AttributeName, Value, ValueType};

use super::path::Path;

/// A condition on an item (Developer Guide, *Condition and filter expressions, operators, and
/// functions*).
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// `… AND …`
    All(Vec<Condition>),
    /// `… OR …`
    Any(Vec<Condition>),
    /// `NOT …`
    Not(Box<Condition>),
    /// `left = right` and the like.
    Compare {
        /// What stands left.
        left: Operand,
        /// How it is compared.
        comparator: Comparator,
        /// What stands right.
        right: Operand,
    },
    /// `operand BETWEEN low AND high`, both included.
    Between {
        /// What is tested.
        operand: Operand,
        /// The lower bound.
        low: Operand,
        /// The upper bound.
        high: Operand,
    },
    /// `operand IN (…)`
    In {
        /// What is tested.
        operand: Operand,
        /// What it may be equal to.
        candidates: Vec<Operand>,
    },
    /// `attribute_exists(path)`
    Exists(Path),
    /// `attribute_not_exists(path)`
    NotExists(Path),
    /// `attribute_type(operand, :type)`
    HasType {
        /// What is tested.
        operand: Operand,
        /// The type it must have.
        kind: ValueType,
    },
    /// `begins_with(operand, prefix)`
    BeginsWith {
        /// What is tested.
        operand: Operand,
        /// What it must begin with.
        prefix: Operand,
    },
    /// `contains(operand, element)`
    Contains {
        /// What is tested.
        operand: Operand,
        /// A part of a text or blob, or an element of a set or list.
        element: Operand,
    },
}

/// How two operands are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Comparator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What a condition compares.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// What a path leads to.
    Path(Path),
    /// The value that a placeholder stood for.
    Value(Value),
    /// `size(…)`
    Size(Box<Operand>),
}

impl Condition {
    /// All paths, in the order of the text.
    pub fn paths(&self) -> Vec<&Path> {
        let mut paths = Vec::new();
        self.collect_paths(&mut paths);
        paths
    }

    /// The top-level attribute of every path.
    pub fn top_level_names(&self) -> impl Iterator<Item = &AttributeName> {
        self.paths().into_iter().map(Path::top)
    }

    /// The top-level attribute of every path that leads into one. None of them may be a key
    /// attribute, since keys are scalars.
    pub fn nested_names(&self) -> impl Iterator<Item = &AttributeName> {
        self.paths().into_iter().filter(|path| path.is_nested()).map(Path::top)
    }

    fn collect_paths<'a>(&'a self, paths: &mut Vec<&'a Path>) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| part.collect_paths(paths));
            }
            Condition::Not(part) => part.collect_paths(paths),
            Condition::Exists(path) | Condition::NotExists(path) => paths.push(path),
            _ => paths.extend(self.operands().into_iter().filter_map(Operand::path)),
        }
    }

    /// The operands of one comparison or function.
    pub(super) fn operands(&self) -> Vec<&Operand> {
        match self {
            Condition::Compare { left, right, .. } => vec![left, right],
            Condition::Between { operand, low, high } => vec![operand, low, high],
            Condition::In { operand, candidates } => {
                [operand].into_iter().chain(candidates).collect()
            }
            Condition::HasType { operand, .. } => vec![operand],
            Condition::BeginsWith { operand, prefix } => vec![operand, prefix],
            Condition::Contains { operand, element } => vec![operand, element],
            _ => Vec::new(),
        }
    }
}

impl Operand {
    /// The path in the operand.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Operand::Path(path) => Some(path),
            Operand::Value(_) => None,
            Operand::Size(inner) => inner.path(),
        }
    }

    /// The operand's type as far as it is known before any item is read.
    pub(crate) fn known_type(&self) -> Option<ValueType> {
        match self {
            Operand::Path(_) => None,
            Operand::Value(value) => Some(value.kind()),
            Operand::Size(_) => Some(ValueType::N),
        }
    }
}

impl Comparator {
    /// The comparator written so.
    pub(crate) fn from_symbol(symbol: &str) -> Option<Self> {
        Some(match symbol {
            "=" => Comparator::Equal,
            "<>" => Comparator::NotEqual,
            "<" => Comparator::Less,
            "<=" => Comparator::LessOrEqual,
            ">" => Comparator::Greater,
            ">=" => Comparator::GreaterOrEqual,
            _ => return None,
        })
    }

    /// How it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Comparator::Equal => "=",
            Comparator::NotEqual => "<>",
            Comparator::Less => "<",
            Comparator::LessOrEqual => "<=",
            Comparator::Greater => ">",
            Comparator::GreaterOrEqual => ">=",
        }
    }

    /// The comparator that says the same with the operands exchanged.
    pub(super) fn flipped(self) -> Self {
        match self {
            Comparator::Less => Comparator::Greater,
            Comparator::LessOrEqual => Comparator::GreaterOrEqual,
            Comparator::Greater => Comparator::Less,
            Comparator::GreaterOrEqual => Comparator::LessOrEqual,
            same => same,
        }
    }

    /// Whether it asks for an order, which only texts, numbers and blobs have.
    pub(crate) fn is_ordering(self) -> bool {
        !matches!(self, Comparator::Equal | Comparator::NotEqual)
    }
}
