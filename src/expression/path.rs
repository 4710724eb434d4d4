//! Document paths: an attribute, and the way into it.
//!
//! Owns look-up, replacement and removal along a path, and when two paths overlap or conflict
//! (Developer Guide, *Specifying item attributes*). Refuses to know placeholders: here they are
//! replaced already.

use std::fmt;

use super::error::Problem;
use crate::model::{AttributeName, Item, Value};

/// One component of a path behind the attribute's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// `.name`, into a map.
    Member(AttributeName),
    /// `[index]`, into a list.
    Index(usize),
}

/// A path: `attribute.member[0]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    top: AttributeName,
    steps: Vec<Step>,
}

/// How two paths relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    /// They lead to different places.
    Apart,
    /// They are equal, or one leads into the other.
    Overlap,
    /// One steps into a map where the other steps into a list.
    Conflict,
}

/// A path leads through something that does not exist or is no map or list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreachable;

impl Path {
    /// The path of a top-level attribute.
    pub fn attribute(top: AttributeName) -> Self {
        Self { top, steps: Vec::new() }
    }

    /// The path into an attribute.
    pub fn new(top: AttributeName, steps: Vec<Step>) -> Self {
        Self { top, steps }
    }

    /// The top-level attribute.
    pub fn top(&self) -> &AttributeName {
        &self.top
    }

    /// The steps from the attribute to what the path leads to.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether the path leads into the attribute.
    pub fn is_nested(&self) -> bool {
        !self.steps.is_empty()
    }

    /// What the path leads to.
    pub fn get<'a>(&self, item: &'a Item) -> Option<&'a Value> {
        self.steps.iter().try_fold(item.get(self.top.as_str())?, |value, step| {
            match (value, step) {
                (Value::M(map), Step::Member(name)) => map.get(name.as_str()),
                (Value::L(list), Step::Index(index)) => list.get(*index),
                _ => None,
            }
        })
    }

    /// Creates or replaces what the path leads to. An index behind the end of a list appends.
    pub(super) fn set(&self, item: &mut Item, value: Value) -> Result<(), Unreachable> {
        let Some((last, parents)) = self.steps.split_last() else {
            item.insert(self.top.clone(), value);
            return Ok(());
        };
        match (self.walk(parents, item), last) {
            (Some(Value::M(map)), Step::Member(name)) => {
                map.insert(name.clone(), value);
            }
            (Some(Value::L(list)), Step::Index(index)) => match list.get_mut(*index) {
                Some(element) => *element = value,
                None => list.push(value),
            },
            _ => return Err(Unreachable),
        }
        Ok(())
    }

    /// Removes what the path leads to, which need not exist. Later elements of a list move up.
    pub(super) fn remove(&self, item: &mut Item) -> Result<(), Unreachable> {
        let Some((last, parents)) = self.steps.split_last() else {
            item.remove(self.top.as_str());
            return Ok(());
        };
        match (self.walk(parents, item), last) {
            (Some(Value::M(map)), Step::Member(name)) => {
                map.remove(name.as_str());
            }
            (Some(Value::L(list)), Step::Index(index)) if *index < list.len() => {
                list.remove(*index);
            }
            (Some(Value::L(_)), Step::Index(_)) => {}
            _ => return Err(Unreachable),
        }
        Ok(())
    }

    /// Whether the place exists, or could be created in a map or list that does.
    pub(super) fn has_parent(&self, item: &Item) -> bool {
        let Some((last, parents)) = self.steps.split_last() else {
            return true;
        };
        let parent = Path { top: self.top.clone(), steps: parents.to_vec() };
        matches!(
            (parent.get(item), last),
            (Some(Value::M(_)), Step::Member(_)) | (Some(Value::L(_)), Step::Index(_))
        )
    }

    fn walk<'a>(&self, steps: &[Step], item: &'a mut Item) -> Option<&'a mut Value> {
        steps.iter().try_fold(item.get_mut(self.top.as_str())?, |value, step| match (value, step) {
            (Value::M(map), Step::Member(name)) => map.get_mut(name.as_str()),
            (Value::L(list), Step::Index(index)) => list.get_mut(*index),
            _ => None,
        })
    }

    fn relation(&self, other: &Path) -> Relation {
        if self.top != other.top {
            return Relation::Apart;
        }
        for pair in self.steps.iter().zip(&other.steps) {
            match pair {
                (Step::Member(a), Step::Member(b)) if a == b => {}
                (Step::Index(a), Step::Index(b)) if a == b => {}
                (Step::Member(_), Step::Member(_)) | (Step::Index(_), Step::Index(_)) => {
                    return Relation::Apart;
                }
                _ => return Relation::Conflict,
            }
        }
        Relation::Overlap
    }
}

/// No path may lead to or into another one, nor may two disagree on what is a list. Decided on the
/// paths alone, before any item is read.
pub(crate) fn check_apart(paths: &[&Path]) -> Result<(), Problem> {
    // An overlap anywhere is reported before a conflict anywhere.
    let first = |relation: Relation| {
        let pairs = paths
            .iter()
            .enumerate()
            .flat_map(|(at, two)| paths[..at].iter().map(|one| (*one, *two)));
        let mut related = pairs.filter(|(one, two)| one.relation(two) == relation);
        related.next().map(|(one, two)| (one.clone(), two.clone()))
    };
    if let Some((one, two)) = first(Relation::Overlap) {
        return Err(Problem::PathsOverlap { one, two });
    }
    match first(Relation::Conflict) {
        Some((one, two)) => Err(Problem::PathsConflict { one, two }),
        None => Ok(()),
    }
}

impl fmt::Display for Path {
    /// The form in which messages show paths: `[a, b, [1]]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}", self.top)?;
        for step in &self.steps {
            match step {
                Step::Member(name) => write!(f, ", {name}")?,
                Step::Index(index) => write!(f, ", [{index}]")?,
            }
        }
        f.write_str("]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A path from components; digits are an index.
    fn path(components: &[&str]) -> Path {
        let step = |text: &&str| match text.parse() {
            Ok(index) => Step::Index(index),
            Err(_) => Step::Member(AttributeName::member(text)),
        };
        Path::new(AttributeName::member(components[0]), components[1..].iter().map(step).collect())
    }

    #[test]
    fn paths_stand_apart_overlap_or_conflict() {
        let table: [(&[&str], &[&str], Relation); 7] = [
            (&["a"], &["a"], Relation::Overlap),
            (&["a"], &["a", "b"], Relation::Overlap),
            (&["a", "1", "x"], &["a", "1"], Relation::Overlap),
            (&["a", "b"], &["a", "c"], Relation::Apart),
            (&["a", "0"], &["a", "1"], Relation::Apart),
            (&["a", "b"], &["a", "1"], Relation::Conflict),
            (&["a", "b"], &["b", "1"], Relation::Apart),
        ];
        for (one, two, relation) in table {
            assert_eq!(path(one).relation(&path(two)), relation, "{one:?} {two:?}");
            assert_eq!(path(two).relation(&path(one)), relation, "{two:?} {one:?}");
        }
    }

    #[test]
    fn paths_lead_into_maps_and_lists() {
        let mut item = Item::new();
        let list = Value::L(vec![Value::text("x"), Value::text("y")]);
        path(&["l"]).set(&mut item, list).unwrap();
        assert_eq!(path(&["l", "1"]).get(&item), Some(&Value::text("y")));
        assert_eq!(path(&["l", "a"]).get(&item), None);
        path(&["l", "9"]).set(&mut item, Value::Null).unwrap();
        path(&["l", "0"]).remove(&mut item).unwrap();
        assert_eq!(path(&["l"]).get(&item), Some(&Value::L(vec![Value::text("y"), Value::Null])));
        assert_eq!(path(&["l", "a"]).set(&mut item, Value::Null), Err(Unreachable));
        assert_eq!(path(&["m", "a"]).remove(&mut item), Err(Unreachable));
        assert!(path(&["l", "7"]).has_parent(&item) && !path(&["l", "a"]).has_parent(&item));
    }

    #[test]
    fn messages_show_paths_in_brackets() {
        assert_eq!(path(&["a", "b", "1"]).to_string(), "[a, b, [1]]");
    }
}
