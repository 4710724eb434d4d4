//! Items and maps: attribute names with their values.
//!
//! Owns look-up and replacement. Refuses to know which attributes are keys.

use super::name::AttributeName;
use super::value::Value;

/// Attributes by name, each name once. An item and a map value are both this.
///
/// A sorted vector rather than a tree: items have few attributes, and a tree node would
/// take several times the bytes of a typical item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttributeMap(Vec<(AttributeName, Value)>);

/// An item is a map of attributes at the top level.
pub type Item = AttributeMap;

impl AttributeMap {
    /// A map with no attribute.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of the attribute.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.position(name).ok().map(|at| &self.0[at].1)
    }

    /// The value of the attribute, to change in place.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.position(name).ok().map(|at| &mut self.0[at].1)
    }

    /// Whether the attribute exists.
    pub fn contains(&self, name: &str) -> bool {
        self.position(name).is_ok()
    }

    /// Creates or replaces an attribute and returns the value it had.
    pub fn insert(&mut self, name: AttributeName, value: Value) -> Option<Value> {
        match self.position(name.as_str()) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                self.0.insert(at, (name, value));
                None
            }
        }
    }

    /// Removes an attribute and returns the value it had.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.position(name).ok().map(|at| self.0.remove(at).1)
    }

    /// Names and values in byte order of the names.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&AttributeName, &Value)> + '_ {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// How many attributes there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no attribute.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of_pairs(mut pairs: Vec<(AttributeName, Value)>) -> Self {
        // A stable sort of the reversed pairs puts the last of equal names first.
        pairs.reverse();
        pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
        pairs.dedup_by(|(later, _), (kept, _)| later == kept);
        Self(pairs)
    }

    fn position(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(n, _)| n.as_str().cmp(name))
    }
}

impl FromIterator<(AttributeName, Value)> for AttributeMap {
    /// A later value replaces an earlier one of the same name. Sorts once, so that a map of a
    /// million members costs no more for each than a small one.
    fn from_iter<I: IntoIterator<Item = (AttributeName, Value)>>(pairs: I) -> Self {
        Self::of_pairs(pairs.into_iter().collect())
    }
}

impl IntoIterator for AttributeMap {
    type Item = (AttributeName, Value);
    type IntoIter = std::vec::IntoIter<(AttributeName, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_equal_names_wins_however_a_map_is_made() {
        let pairs = [("b", "1"), ("a", "2"), ("b", "3")];
        let pair = |(n, v): (&str, &str)| (AttributeName::parse(n).unwrap(), Value::text(v));
        let map: AttributeMap = pairs.into_iter().map(pair).collect();
        let names: Vec<_> = map.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(map.get("b"), Some(&Value::text("3")));
    }
}
