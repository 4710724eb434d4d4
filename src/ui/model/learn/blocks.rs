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

    /// What stands there so far, or how it is wrong; none while nothing is placed.
    pub fn verdict(&self) -> Option<Verdict> {
        if self.placed.is_empty() {
            return None;
        }
        let wrong = self.placed.iter().filter(|block| **block >= self.right).count();
        let mut sorted = self.placed.clone();
        sorted.sort_unstable();
        Some(if wrong > 0 {
            Verdict::Foreign(wrong)
        } else if self.placed.len() < self.right {
            Verdict::Missing(self.right - self.placed.len())
        } else if self.any_order || sorted == self.placed {
            Verdict::Right
        } else {
            Verdict::Order
        })
    }
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

    #[test]
    fn where_any_order_is_right_it_is() {
        let mut blocks = blocks(true);
        blocks.toggle(1);
        blocks.toggle(0);
        assert_eq!(blocks.verdict(), Some(Verdict::Right));
    }
}
