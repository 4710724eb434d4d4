//! Blocks to put in order: a Parsons problem, by buttons and keyboard.
//!
//! Owns which blocks are placed and in what order, and whether that is right.

use crate::datasets::SplitMix64;

/// Blocks, of which some have a place in the solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocks {
    texts: Vec<String>,
    /// The first so many are the solution, in its order.
    right: usize,
    any_order: bool,
    /// Those that are placed, by number.
    placed: Vec<usize>,
    /// The order in which the others are offered.
    shuffled: Vec<usize>,
}

impl Blocks {
    /// None placed; shuffled by a seed.
    pub fn new(blocks: &[String], distractors: &[String], any_order: bool, seed: u64) -> Self {
        let texts = [blocks, distractors].concat();
        let mut shuffled: Vec<usize> = (0..texts.len()).collect();
        SplitMix64::new(seed).shuffle(&mut shuffled);
        Self { texts, right: blocks.len(), any_order, placed: Vec::new(), shuffled }
    }

    /// The blocks that are placed, in their order, each with its number.
    pub fn placed(&self) -> Vec<(usize, &str)> {
        self.placed.iter().map(|block| (*block, self.texts[*block].as_str())).collect()
    }

    /// The blocks that are not placed, each with its number.
    pub fn offered(&self) -> Vec<(usize, &str)> {
        let open = self.shuffled.iter().filter(|block| !self.placed.contains(block));
        open.map(|block| (*block, self.texts[*block].as_str())).collect()
    }

    /// Places a block behind the others, or takes one that is placed away.
    pub fn toggle(&mut self, block: usize) {
        match self.placed.iter().position(|placed| *placed == block) {
            Some(at) => {
                self.placed.remove(at);
            }
            None if block < self.texts.len() => self.placed.push(block),
            None => {}
        }
    }

    /// Moves a placed block one place forward or back; at the end it stays.
    pub fn shift(&mut self, block: usize, back: bool) {
        let Some(at) = self.placed.iter().position(|placed| *placed == block) else { return };
        let to = if back { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(to) = to.filter(|to| *to < self.placed.len()) {
            self.placed.swap(at, to);
        }
    }

    /// Whether the blocks that are placed say the same as the solution, of which none is missing.
    fn is_in_order(&self) -> bool {
        let texts = |blocks: &mut dyn Iterator<Item = usize>| -> Vec<&str> {
            blocks.map(|block| self.texts[block].as_str()).collect()
        };
        let (wanted, found) =
            (texts(&mut (0..self.right)), texts(&mut self.placed.iter().copied()));
        // Equal blocks may change places unnoticed: what counts is what they say.
        wanted == found
            || same_conditions(&wanted).is_some_and(|c| Some(c) == same_conditions(&found))
    }

    /// What stands there so far, or how it is wrong; none while nothing is placed.
    pub fn verdict(&self) -> Option<Verdict> {
        if self.placed.is_empty() {
            return None;
        }
        let wrong = self.placed.iter().filter(|block| **block >= self.right).count();
        Some(if wrong > 0 {
            Verdict::Foreign(wrong)
        } else if self.placed.len() < self.right {
            Verdict::Missing(self.right - self.placed.len())
        } else if self.any_order || self.is_in_order() {
            Verdict::Right
        } else {
            Verdict::Order
        })
    }
}

/// The conditions that blocks join by AND, sorted, since any order of them says the same. None where
/// AND may mean something else, or joins only some of the blocks.
fn same_conditions<'a>(blocks: &[&'a str]) -> Option<Vec<Vec<&'a str>>> {
    let is_plain = |block: &&str| {
        let upper = block.to_uppercase();
        let other = ["BETWEEN", "OR", "NOT"];
        !upper.split_whitespace().any(|word| other.contains(&word)) && !block.contains(": ")
    };
    let has_and = blocks.contains(&"AND");
    if !has_and || !blocks.iter().all(is_plain) {
        return None;
    }
    let mut conditions: Vec<_> = blocks.split(|block| *block == "AND").map(<[_]>::to_vec).collect();
    // A condition of several blocks would hold more than a condition, or no AND between two.
    if conditions.iter().any(|condition| condition.len() != 1) {
        return None;
    }
    conditions.sort();
    Some(conditions)
}

/// What can be said of blocks that are placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the solution.
    Right,
    /// So many have no place in it.
    Foreign(usize),
    /// So many are missing.
    Missing(usize),
    /// They are the right ones in another order.
    Order,
}

impl Verdict {
    /// The verdict in words.
    pub fn sentence(self) -> String {
        match self {
            Verdict::Right => "That's it.".to_owned(),
            Verdict::Foreign(1) => "One of these blocks doesn't belong here.".to_owned(),
            Verdict::Foreign(several) => format!("{several} of these blocks don't belong here."),
            Verdict::Missing(1) => "One block is missing.".to_owned(),
            Verdict::Missing(several) => format!("{several} blocks are missing."),
            Verdict::Order => "The right blocks, in another order.".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(any_order: bool) -> Blocks {
        let texts = |of: &[&str]| of.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Blocks::new(&texts(&["PK = :p", "begins_with(SK, :b)"]), &texts(&["SK = :b"]), any_order, 7)
    }

    #[test]
    fn blocks_are_placed_moved_and_taken_away() {
        let mut blocks = blocks(false);
        assert_eq!((blocks.offered().len(), blocks.verdict()), (3, None));
        blocks.toggle(1);
        assert_eq!(blocks.verdict(), Some(Verdict::Missing(1)));
        blocks.toggle(0);
        assert_eq!(blocks.verdict(), Some(Verdict::Order));
        blocks.shift(0, true);
        assert_eq!(blocks.verdict(), Some(Verdict::Right));
        blocks.shift(0, true);
        assert_eq!(blocks.placed()[0], (0, "PK = :p"), "it is the first already");
        blocks.toggle(2);
        assert_eq!(blocks.verdict(), Some(Verdict::Foreign(1)));
        blocks.toggle(2);
        assert_eq!(blocks.offered(), [(2, "SK = :b")]);
        assert_eq!(blocks.verdict(), Some(Verdict::Right));
    }

    fn verdict_of(solution: &[&str], order: &[usize]) -> Option<Verdict> {
        let texts: Vec<String> = solution.iter().map(|text| (*text).to_owned()).collect();
        let mut blocks = Blocks::new(&texts, &[], false, 7);
        order.iter().for_each(|block| blocks.toggle(*block));
        blocks.verdict()
    }

    #[test]
    fn conditions_on_both_sides_of_and_may_change_places() {
        let pending = ["attribute_exists(TestType)", "AND", "#s = :s"];
        assert_eq!(verdict_of(&pending, &[2, 1, 0]), Some(Verdict::Right));
        assert_eq!(verdict_of(&pending, &[1, 0, 2]), Some(Verdict::Order));
        let three = ["a = :a", "AND", "b = :b", "AND", "c = :c"];
        assert_eq!(verdict_of(&three, &[4, 3, 0, 1, 2]), Some(Verdict::Right));
        assert_eq!(verdict_of(&three, &[4, 0, 3, 1, 2]), Some(Verdict::Order));
    }

    #[test]
    fn the_and_of_between_holds_its_ends_in_place() {
        let days = ["SK BETWEEN", ":from", "AND", ":to"];
        assert_eq!(verdict_of(&days, &[0, 3, 2, 1]), Some(Verdict::Order));
        let with_key = ["PK = :p", "AND", "SK BETWEEN", ":from", "AND", ":to"];
        assert_eq!(verdict_of(&with_key, &[0, 4, 2, 3, 1, 5]), Some(Verdict::Right));
    }

    #[test]
    fn where_any_order_is_right_it_is() {
        let mut blocks = blocks(true);
        blocks.toggle(1);
        blocks.toggle(0);
        assert_eq!(blocks.verdict(), Some(Verdict::Right));
    }
}
