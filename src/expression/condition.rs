//! Conditions: the tree, all placeholders replaced, and whether an item meets it.
//!
//! Owns which attributes a condition mentions and the rules for missing attributes and mixed types
//! (Developer Guide, *Condition and filter expressions, operators, and functions*). Refuses to know
//! text and what follows from the answer. Whatever lowers older parameters or PartiQL to conditions
//! builds this tree.

use std::cmp::Ordering;

use crate::model::{AttributeName, Item, Value, ValueType};

use super::functions::{begins_with, contains, size};
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
        /// The left-hand side.
        left: Operand,
        /// How the sides are compared.
        comparator: Comparator,
        /// The right-hand side.
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
    /// The comparator with this symbol.
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

    /// Its symbol.
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

impl Condition {
    /// Whether the item meets the condition. An item that does not exist is one without attributes.
    ///
    /// Allocates nothing: a filter asks this of every item that a Query or Scan reads.
    pub fn holds(&self, item: &Item) -> bool {
        match self {
            Condition::All(parts) => parts.iter().all(|part| part.holds(item)),
            Condition::Any(parts) => parts.iter().any(|part| part.holds(item)),
            Condition::Not(part) => !part.holds(item),
            Condition::Compare { left, comparator, right } => {
                comparator.holds(&left.resolve(item), &right.resolve(item))
            }
            Condition::Between { operand, low, high } => {
                let resolved = operand.resolve(item);
                Comparator::GreaterOrEqual.holds(&resolved, &low.resolve(item))
                    && Comparator::LessOrEqual.holds(&resolved, &high.resolve(item))
            }
            Condition::In { operand, candidates } => {
                let resolved = operand.resolve(item);
                candidates.iter().any(|c| Comparator::Equal.holds(&resolved, &c.resolve(item)))
            }
            // An attribute of the NULL type exists.
            Condition::Exists(path) => path.get(item).is_some(),
            Condition::NotExists(path) => path.get(item).is_none(),
            Condition::HasType { operand, kind } => {
                operand.resolve(item).value().is_some_and(|value| value.kind() == *kind)
            }
            Condition::BeginsWith { operand, prefix } => both(operand, prefix, item, begins_with),
            Condition::Contains { operand, element } => both(operand, element, item, contains),
        }
    }
}

/// Tests two operands, both of which must exist.
fn both(a: &Operand, b: &Operand, item: &Item, test: fn(&Value, &Value) -> bool) -> bool {
    match (a.resolve(item).value(), b.resolve(item).value()) {
        (Some(a), Some(b)) => test(a, b),
        _ => false,
    }
}

impl Operand {
    /// What the operand is for this item.
    fn resolve<'a>(&'a self, item: &'a Item) -> Resolved<'a> {
        match self {
            Operand::Path(path) => path.get(item).map_or(Resolved::Missing, Resolved::Value),
            Operand::Value(value) => Resolved::Value(value),
            Operand::Size(inner) => match inner.resolve(item).value().and_then(size) {
                Some(number) => Resolved::Size(number),
                None => Resolved::Missing,
            },
        }
    }
}

/// What an operand is for one item.
enum Resolved<'a> {
    Value(&'a Value),
    /// The result of `size`, always a number.
    Size(Value),
    /// The path leads nowhere, or `size` is asked of something that has none.
    Missing,
}

impl Resolved<'_> {
    fn value(&self) -> Option<&Value> {
        match self {
            Resolved::Value(value) => Some(value),
            Resolved::Size(number) => Some(number),
            Resolved::Missing => None,
        }
    }
}

impl Comparator {
    fn holds(self, left: &Resolved<'_>, right: &Resolved<'_>) -> bool {
        match (left.value(), right.value()) {
            (Some(left), Some(right)) => match self {
                // Equality is for all types: deep, by value for numbers, and without regard to the
                // order of sets and maps.
                Comparator::Equal => left == right,
                Comparator::NotEqual => left != right,
                // Values of different types, or of a type without an order, compare as false.
                _ => left.order(right).is_some_and(|order| self.admits(order)),
            },
            // `a <> :v` holds when `a` is missing, and even when both sides are. A size that cannot
            // be taken is different from every number just so: that of a number was seen on the
            // service, that of a missing attribute is taken to be alike.
            _ => self == Comparator::NotEqual,
        }
    }

    fn admits(self, order: Ordering) -> bool {
        match self {
            Comparator::Equal => order.is_eq(),
            Comparator::NotEqual => order.is_ne(),
            Comparator::Less => order.is_lt(),
            Comparator::LessOrEqual => order.is_le(),
            Comparator::Greater => order.is_gt(),
            Comparator::GreaterOrEqual => order.is_ge(),
        }
    }
}
