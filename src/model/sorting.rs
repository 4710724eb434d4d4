//! Stable sorting through one routine.
//!
//! The standard library's sort is compiled anew for every type and closure, and each copy takes
//! more of the page than all of the engine's data types together. Here a type brings only its
//! comparison and its swap.

use std::cmp::Ordering;

/// Up to here, moving an element past its greater neighbours beats keeping an order beside them.
const SHORT: usize = 20;

/// Sorts so; what compares equal stays in its order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let count = items.len();
    sort_places(&mut Items { items, compare }, count);
}

/// Elements known by their places.
trait Places {
    fn compare(&self, a: usize, b: usize) -> Ordering;
    fn swap(&mut self, a: usize, b: usize);
}

struct Items<'a, T, F> {
    items: &'a mut [T],
    compare: F,
}

impl<T, F: Fn(&T, &T) -> Ordering> Places for Items<'_, T, F> {
    fn compare(&self, a: usize, b: usize) -> Ordering {
        (self.compare)(&self.items[a], &self.items[b])
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.items.swap(a, b);
    }
}

fn sort_places(places: &mut dyn Places, count: usize) {
    if count <= SHORT {
        return insert_each(places, count);
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| places.compare(*a, *b));
    put_in_order(places, &order);
}

fn insert_each(places: &mut dyn Places, count: usize) {
    for end in 1..count {
        let mut at = end;
        while at > 0 && places.compare(at - 1, at) == Ordering::Greater {
            places.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// Every swap brings one element to where it belongs, so there are fewer swaps than elements.
fn put_in_order(places: &mut dyn Places, order: &[usize]) {
    let mut target = vec![0; order.len()];
    for (to, from) in order.iter().enumerate() {
        target[*from] = to;
    }
    for at in 0..target.len() {
        while target[at] != at {
            let to = target[at];
            places.swap(at, to);
            target.swap(at, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn short_or_long_it_sorts_as_the_standard_library(keys in prop::collection::vec(0u8..50, 0..200)) {
            let mut sorted: Vec<_> = keys.into_iter().enumerate().collect();
            let mut expected = sorted.clone();
            expected.sort_by_key(|(_, key)| *key);
            sort_by(&mut sorted, |(_, a), (_, b)| a.cmp(b));
            prop_assert_eq!(sorted, expected);
        }
    }
}
