//! Items and maps: attribute names with their values.
//!
//! Owns look-up and replacement. Refuses to know which attributes are keys.

use litemap::LiteMap;

use super::name::AttributeName;
use super::value::Value;

/// Attributes by name, each name once. An item and a map value are both this.
///
/// A sorted vector rather than a `BTreeMap`, whose nodes have room for eleven entries however few
/// there are: besides names and texts, 100,000 medical items of 5.7 attributes each take 30 MB as
/// vectors and 57 MB as trees, 100,000 clinic items of 8.5 take 43 MB and 110 MB (64-bit).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct AttributeMap(LiteMap<AttributeName, Value>);

/// An item is a map of attributes at the top level.
pub type Item = AttributeMap;

impl AttributeMap {
    /// A map with no attribute.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of the attribute.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The value of the attribute, to change in place.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.0.get_mut(name)
    }

    /// Whether the attribute exists.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Creates or replaces an attribute and returns the value it had.
    pub fn insert(&mut self, name: AttributeName, value: Value) -> Option<Value> {
        self.0.insert(name, value)
    }

    /// Removes an attribute and returns the value it had.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// Names and values in byte order of the names.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&AttributeName, &Value)> + '_ {
        self.0.iter()
    }

    /// How many attributes there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no attribute.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(AttributeName, Value)> for AttributeMap {
    /// A later value replaces an earlier one of the same name. Sorts once, so that a map of a
    /// million members costs no more for each than a small one.
    fn from_iter<I: IntoIterator<Item = (AttributeName, Value)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
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
