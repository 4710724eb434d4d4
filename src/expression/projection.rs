//! Projections: the parts of an item that paths name, in their places.
//!
//! Owns how paths merge (Developer Guide, *Projection expressions*). Refuses to know which
//! attributes are keys, and index projections.

use crate::model::{AttributeMap, AttributeName, Item, Value};

use super::path::{Path, Step};

/// Paths to keep, none of which leads to or into another.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectionPaths {
    paths: Vec<Path>,
    /// The same as a tree: what one item costs does not grow with how paths share beginnings.
    tree: Vec<(AttributeName, Branch)>,
    legacy: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Branch {
    /// Keep everything here.
    Whole,
    /// Keep these members of a map.
    Members(Vec<(AttributeName, Branch)>),
    /// Keep these elements of a list, in ascending order and closed up.
    Elements(Vec<(usize, Branch)>),
}

impl ProjectionPaths {
    /// Keeps what these paths lead to.
    pub(crate) fn new(paths: Vec<Path>) -> Self {
        let mut tree = Vec::new();
        for path in &paths {
            grow(entry(&mut tree, path.top(), path.steps()), path.steps());
        }
        Self { paths, tree, legacy: false }
    }

    /// Keeps the top-level attributes of `AttributesToGet`, which must be distinct.
    pub fn from_legacy(names: Vec<AttributeName>) -> Self {
        let paths = names.into_iter().map(Path::attribute).collect();
        Self { legacy: true, ..Self::new(paths) }
    }

    /// Whether they came as `AttributesToGet`, which refusals name.
    pub fn is_legacy(&self) -> bool {
        self.legacy
    }

    /// The parts of the item that the paths lead to, which may be none.
    pub fn apply(&self, item: &Item) -> Item {
        prune_members(&self.tree, item)
    }

    /// The paths as given.
    pub fn paths(&self) -> &[Path] {
        &self.paths
    }

    /// The top-level attribute of every path.
    pub fn top_level_names(&self) -> impl Iterator<Item = &AttributeName> {
        self.paths.iter().map(Path::top)
    }

    /// The top-level attribute of every path that leads into one.
    pub fn nested_names(&self) -> impl Iterator<Item = &AttributeName> {
        self.paths.iter().filter(|path| path.is_nested()).map(Path::top)
    }
}

/// The branch at a key, put in its sorted place if it is new.
fn entry<'a, K: Ord + Clone>(
    branches: &'a mut Vec<(K, Branch)>,
    key: &K,
    steps: &[Step],
) -> &'a mut Branch {
    let at = branches.binary_search_by(|(k, _)| k.cmp(key)).unwrap_or_else(|at| {
        branches.insert(at, (key.clone(), fresh(steps)));
        at
    });
    &mut branches[at].1
}

fn fresh(steps: &[Step]) -> Branch {
    match steps.first() {
        None => Branch::Whole,
        Some(Step::Member(_)) => Branch::Members(Vec::new()),
        Some(Step::Index(_)) => Branch::Elements(Vec::new()),
    }
}

/// Adds a path to a tree. Paths that conflict never come here, so that branch and step agree.
fn grow(branch: &mut Branch, steps: &[Step]) {
    match (branch, steps) {
        (Branch::Members(members), [Step::Member(name), rest @ ..]) => {
            grow(entry(members, name, rest), rest);
        }
        (Branch::Elements(elements), [Step::Index(index), rest @ ..]) => {
            grow(entry(elements, index, rest), rest);
        }
        _ => {}
    }
}

fn prune_members(branches: &[(AttributeName, Branch)], map: &AttributeMap) -> AttributeMap {
    let kept = branches.iter().filter_map(|(name, branch)| {
        let value = prune(branch, map.get(name.as_str())?)?;
        Some((name.clone(), value))
    });
    kept.collect()
}

fn prune(branch: &Branch, value: &Value) -> Option<Value> {
    match (branch, value) {
        (Branch::Whole, value) => Some(value.clone()),
        (Branch::Members(members), Value::M(map)) => {
            let kept = prune_members(members, map);
            (!kept.is_empty()).then_some(Value::M(kept))
        }
        (Branch::Elements(elements), Value::L(list)) => {
            let kept = elements.iter().filter_map(|(at, branch)| prune(branch, list.get(*at)?));
            let kept: Vec<Value> = kept.collect();
            (!kept.is_empty()).then_some(Value::L(kept))
        }
        _ => None,
    }
}
