//! A question as it is answered: in what order its options stand, and what was chosen so far.
//!
//! Owns that. Refuses to know which answer is right: the question says so.

use content::Number;

use crate::datasets::SplitMix64;
use crate::learn::pose::{Answer, Options};

/// What was chosen of a question's options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The options by number, in the order in which they stand.
    order: Vec<usize>,
    /// Of choices: those that are ticked.
    ticked: Vec<usize>,
    /// Of a number: what was typed.
    text: String,
    /// Of pairs: what was chosen for each pattern.
    serves: Vec<Option<usize>>,
}

impl Chosen {
    /// Nothing yet. What stands where is drawn by the seed, so that no position can be learnt.
    pub fn new(options: &Options, seed: u64) -> Self {
        let count = match options {
            Options::Choices { choices, .. } => choices.len(),
            Options::Order(cards) => cards.len(),
            Options::Number { .. } => 0,
            Options::Pairs { pairs, distractors } => pairs.len() + distractors.len(),
        };
        let mut order: Vec<usize> = (0..count).collect();
        SplitMix64::new(seed).shuffle(&mut order);
        // Cards that happen to be right already would be no question.
        if matches!(options, Options::Order(_)) && count > 1 && order.is_sorted() {
            order.rotate_left(1);
        }
        let patterns = match options {
            Options::Pairs { pairs, .. } => pairs.len(),
            _ => 0,
        };
        Self { order, ticked: Vec::new(), text: String::new(), serves: vec![None; patterns] }
    }

    /// The options by number, in the order in which they stand.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// Whether a choice is ticked.
    pub fn is_ticked(&self, option: usize) -> bool {
        self.ticked.contains(&option)
    }

    /// Ticks a choice: instead of the others, or besides them, where it is taken back by the second
    /// time.
    pub fn tick(&mut self, option: usize, several: bool) {
        if !several {
            self.ticked = vec![option];
        } else if self.is_ticked(option) {
            self.ticked.retain(|ticked| *ticked != option);
        } else {
            self.ticked.push(option);
        }
    }

    /// Moves a card one place up or down; at the end it stays.
    pub fn shift(&mut self, option: usize, up: bool) {
        let Some(at) = self.order.iter().position(|known| *known == option) else { return };
        let to = if up { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(to) = to.filter(|to| *to < self.order.len()) {
            self.order.swap(at, to);
        }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Types a number.
    pub fn set_text(&mut self, text: String) {
        self.text = text;
    }

    /// What was chosen for a pattern.
    pub fn serves(&self, pattern: usize) -> Option<usize> {
        self.serves.get(pattern).copied().flatten()
    }

    /// Chooses what serves a pattern.
    pub fn set_serves(&mut self, pattern: usize, option: Option<usize>) {
        if let Some(place) = self.serves.get_mut(pattern) {
            *place = option;
        }
    }

    /// The answer, once it is one.
    pub fn answer(&self, options: &Options) -> Option<Answer> {
        match options {
            Options::Choices { .. } => {
                (!self.ticked.is_empty()).then(|| Answer::Choices(self.ticked.clone()))
            }
            Options::Order(_) => Some(Answer::Order(self.order.clone())),
            Options::Number { .. } => self.text.parse::<Number>().ok().map(Answer::Number),
            Options::Pairs { .. } => {
                self.serves.iter().copied().collect::<Option<Vec<_>>>().map(Answer::Pairs)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::pose::PosedChoice;
    use content::prose::Inline;

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.into())]
    }

    fn choices(several: bool) -> Options {
        let choice = |right| PosedChoice {
            text: text("a"),
            right,
            why: Vec::new(),
            shown: None,
            experiment: None,
        };
        Options::Choices { choices: vec![choice(true), choice(false), choice(several)], several }
    }

    #[test]
    fn one_choice_takes_the_place_of_another_and_several_stand_together() {
        let mut one = Chosen::new(&choices(false), 1);
        assert_eq!(one.answer(&choices(false)), None);
        one.tick(0, false);
        one.tick(2, false);
        assert_eq!(one.answer(&choices(false)), Some(Answer::Choices(vec![2])));
        let mut all = Chosen::new(&choices(true), 1);
        all.tick(0, true);
        all.tick(2, true);
        assert!(choices(true).judge(&all.answer(&choices(true)).unwrap()).right);
        all.tick(0, true);
        assert!(!all.is_ticked(0));
    }

    #[test]
    fn cards_never_begin_in_their_right_order() {
        let cards = Options::Order(vec![text("a"), text("b"), text("c")]);
        for seed in 0..50 {
            let chosen = Chosen::new(&cards, seed);
            assert!(!chosen.order().is_sorted(), "seed {seed}");
        }
        let mut chosen = Chosen::new(&cards, 1);
        while !chosen.order().is_sorted() {
            let wrong = (1..3).find(|at| chosen.order()[*at] < chosen.order()[*at - 1]).unwrap();
            chosen.shift(chosen.order()[wrong], true);
        }
        assert!(cards.judge(&chosen.answer(&cards).unwrap()).right);
    }

    #[test]
    fn a_number_is_an_answer_once_it_is_one() {
        let half = Number::from_halves(1);
        let options = Options::Number { answer: half, unit: "RCU".into(), beliefs: Vec::new() };
        let mut chosen = Chosen::new(&options, 1);
        chosen.set_text("half".into());
        assert_eq!(chosen.answer(&options), None);
        chosen.set_text(" 0.5 ".into());
        assert!(options.judge(&chosen.answer(&options).unwrap()).right);
    }

    #[test]
    fn every_pattern_needs_its_choice() {
        let options = Options::Pairs {
            pairs: vec![(text("a"), text("GetItem")), (text("b"), text("Query"))],
            distractors: vec![(text("Scan"), Vec::new())],
        };
        let mut chosen = Chosen::new(&options, 1);
        chosen.set_serves(0, Some(0));
        assert_eq!(chosen.answer(&options), None);
        chosen.set_serves(1, Some(2));
        assert!(!options.judge(&chosen.answer(&options).unwrap()).right);
        chosen.set_serves(1, Some(1));
        assert!(options.judge(&chosen.answer(&options).unwrap()).right);
    }
}
