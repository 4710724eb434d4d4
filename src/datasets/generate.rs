//! The rows of a recipe as one stream: the article's, then generated ones up to the exact number.
//!
//! Refuses to hold them: a stream keeps one group of rows that belong together.

use std::collections::VecDeque;

use crate::model::{Item, Value};

use super::{DatasetId, Recipe, Size, clinic, medical, orders, sensors};

/// The hand-written rows of a dataset.
pub(super) fn article(dataset: DatasetId) -> Vec<Item> {
    match dataset {
        DatasetId::Medical => medical::article(),
        DatasetId::Clinic => clinic::article(),
        DatasetId::Orders => orders::article(),
        DatasetId::Sensors => sensors::article(),
    }
}

enum Generator {
    Medical(medical::Generator),
    Clinic(clinic::Generator),
    Orders(orders::Generator),
    Sensors(sensors::Generator),
}

impl Generator {
    fn new(recipe: &Recipe) -> Self {
        let Recipe { dataset, size, seed } = *recipe;
        match dataset {
            DatasetId::Medical => Self::Medical(medical::Generator::new(size, seed)),
            DatasetId::Clinic => Self::Clinic(clinic::Generator::new(size, seed)),
            DatasetId::Orders => Self::Orders(orders::Generator::new(size, seed)),
            DatasetId::Sensors => Self::Sensors(sensors::Generator::new(size, seed)),
        }
    }

    fn next_group(&mut self, room: usize, into: &mut VecDeque<Item>) {
        match self {
            Self::Medical(generator) => generator.next_group(room, into),
            Self::Clinic(generator) => generator.next_group(room, into),
            Self::Orders(generator) => generator.next_group(room, into),
            Self::Sensors(generator) => generator.next_group(into),
        }
    }
}

/// The rows of a recipe, in the order in which they are made.
pub struct Items {
    generator: Generator,
    made: VecDeque<Item>,
    /// Rows still to come besides those that are made.
    to_make: usize,
}

/// Begins the stream of the recipe's rows.
pub fn items(recipe: &Recipe) -> Items {
    let made = VecDeque::from(article(recipe.dataset));
    let to_make = recipe.size.items().map_or(0, |total| total.saturating_sub(made.len()));
    Items { generator: Generator::new(recipe), made, to_make }
}

impl Iterator for Items {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.made.is_empty() && self.to_make > 0 {
            self.generator.next_group(self.to_make, &mut self.made);
            self.to_make -= self.made.len();
        }
        self.made.pop_front()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.made.len() + self.to_make;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Items {}

/// What [`fingerprint`] gives for the recipes with the default seed, on every platform. If one of
/// these changes, workspaces saved before restore to other rows than they were saved with: change
/// it only together with the version of the workspace.
pub const FINGERPRINTS: [(DatasetId, Size, u64); 16] = [
    (DatasetId::Medical, Size::Article, 0xAAD7_248B_59A3_3693),
    (DatasetId::Medical, Size::Thousand, 0x11C4_4666_B8F5_D15E),
    (DatasetId::Medical, Size::TenThousand, 0x99DA_2011_A568_804A),
    (DatasetId::Medical, Size::HundredThousand, 0x50B1_0518_2873_57EF),
    (DatasetId::Clinic, Size::Article, 0x85E7_33DB_F2B9_333C),
    (DatasetId::Clinic, Size::Thousand, 0x4F0C_8834_247B_7719),
    (DatasetId::Clinic, Size::TenThousand, 0xFE72_5AA7_E017_79BE),
    (DatasetId::Clinic, Size::HundredThousand, 0x86C1_D6A4_0EBA_DB82),
    (DatasetId::Orders, Size::Article, 0x2C59_B019_D700_33CA),
    (DatasetId::Orders, Size::Thousand, 0x18E8_4651_10F6_0428),
    (DatasetId::Orders, Size::TenThousand, 0x8C03_913A_1347_30DA),
    (DatasetId::Orders, Size::HundredThousand, 0xC437_565F_0A18_D51A),
    (DatasetId::Sensors, Size::Article, 0xEE89_977A_5209_8231),
    (DatasetId::Sensors, Size::Thousand, 0xF5D5_6C85_35FD_7A16),
    (DatasetId::Sensors, Size::TenThousand, 0x15B7_ED6A_43B7_C0B8),
    (DatasetId::Sensors, Size::HundredThousand, 0x2F27_0999_AC81_7BD1),
];

/// FNV-1a of 64 bits over names and values of all rows in order. It tells whether two builds, or
/// two platforms, make the same bytes of a recipe.
pub fn fingerprint(recipe: &Recipe) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325;
    for item in items(recipe) {
        for (name, value) in item.iter() {
            absorb(&mut hash, name.as_str());
            match value {
                Value::S(text) => absorb(&mut hash, text),
                Value::N(number) => absorb(&mut hash, &number.to_string()),
                other => absorb(&mut hash, &format!("{other:?}")),
            }
        }
        absorb(&mut hash, "\n");
    }
    hash
}

/// A zero byte ends each text, so that texts cannot trade bytes with their neighbours.
fn absorb(hash: &mut u64, text: &str) {
    for byte in text.bytes().chain([0]) {
        *hash = (*hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
}
