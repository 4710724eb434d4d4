//! Recipes: what names the rows of a dataset exactly, as a value and as text.
//!
//! Refuses to know how rows are made.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{DatasetId, Hottest, Size, clinic, generate, medical, orders, sensors};

/// What names a state of the data exactly: it is saved instead of the rows.
///
/// As text it is `dataset/size`, with `?seed=n` unless the seed is the default one:
/// `medical/1000`, `orders/article`, `sensors/10000?seed=7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Recipe {
    /// Which dataset.
    pub dataset: DatasetId,
    /// How many rows.
    pub size: Size,
    /// Where the generated rows begin; article rows ignore it.
    pub seed: u64,
}

impl Recipe {
    /// The seed of a recipe for which no other was chosen.
    pub const DEFAULT_SEED: u64 = 2025;

    /// This dataset in this size, with the default seed.
    pub fn new(dataset: DatasetId, size: Size) -> Self {
        Self { dataset, size, seed: Self::DEFAULT_SEED }
    }

    /// The number of rows.
    pub fn items(&self) -> usize {
        self.size.items().unwrap_or_else(|| generate::article(self.dataset).len())
    }

    /// The heaviest key of the generated rows; `None` if there are none.
    pub fn hottest(&self) -> Option<Hottest> {
        self.size.items().map(|_| match self.dataset {
            DatasetId::Medical => medical::hottest(self.size),
            DatasetId::Clinic => clinic::hottest(self.size),
            DatasetId::Orders => orders::hottest(self.size),
            DatasetId::Sensors => sensors::hottest(self.size),
        })
    }
}

impl fmt::Display for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.dataset, self.size)?;
        match self.seed {
            Self::DEFAULT_SEED => Ok(()),
            seed => write!(f, "?seed={seed}"),
        }
    }
}

/// Why a text names no recipe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecipeError {
    /// There is no dataset of this name.
    Dataset(String),
    /// No size follows the dataset, or one that datasets don't have.
    Size(String),
    /// Something other than `seed=` and a number follows the `?`.
    Seed(String),
}

impl fmt::Display for RecipeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |names: Vec<String>| names.join(", ");
        match self {
            RecipeError::Dataset(name) => {
                let names = DatasetId::ALL.map(|dataset| dataset.to_string());
                write!(f, "there is no dataset \"{name}\"; choose from {}", list(names.into()))
            }
            RecipeError::Size(size) => {
                let sizes = Size::ALL.map(|size| size.to_string());
                write!(f, "\"{size}\" is no size; choose from {}", list(sizes.into()))
            }
            RecipeError::Seed(text) => {
                write!(f, "expected \"seed=\" and a whole number after the ?, found \"{text}\"")
            }
        }
    }
}

impl std::error::Error for RecipeError {}

impl FromStr for Recipe {
    type Err = RecipeError;

    fn from_str(text: &str) -> Result<Self, RecipeError> {
        let (name, query) = text.split_once('?').unwrap_or((text, ""));
        let (dataset, size) = name.split_once('/').unwrap_or((name, ""));
        let unknown_dataset = |_| RecipeError::Dataset(dataset.to_owned());
        let unknown_size = || RecipeError::Size(size.to_owned());
        let bad_seed = || RecipeError::Seed(query.to_owned());
        let mut recipe = Self::new(
            dataset.parse().map_err(unknown_dataset)?,
            Size::ALL.into_iter().find(|s| s.to_string() == size).ok_or_else(unknown_size)?,
        );
        if text.contains('?') {
            let digits = query.strip_prefix("seed=").ok_or_else(bad_seed)?;
            recipe.seed = digits.parse().map_err(|_| bad_seed())?;
        }
        Ok(recipe)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recipe_reads_back_from_its_text() {
        for dataset in DatasetId::ALL {
            for size in Size::ALL {
                for seed in [0, 7, Recipe::DEFAULT_SEED, u64::MAX] {
                    let recipe = Recipe { dataset, size, seed };
                    assert_eq!(recipe.to_string().parse(), Ok(recipe));
                }
            }
        }
        let short = Recipe::new(DatasetId::Medical, Size::Thousand);
        assert_eq!(short.to_string(), "medical/1000");
        assert_eq!(Recipe { seed: 7, ..short }.to_string(), "medical/1000?seed=7");
    }

    #[test]
    fn what_is_wrong_is_named_with_what_there_is() {
        let error = |text: &str| text.parse::<Recipe>().unwrap_err();
        assert_eq!(error("order/1000"), RecipeError::Dataset("order".into()));
        assert_eq!(error("orders"), RecipeError::Size(String::new()));
        assert_eq!(error("orders/2000"), RecipeError::Size("2000".into()));
        assert_eq!(error("orders/1000?"), RecipeError::Seed(String::new()));
        assert_eq!(error("orders/1000?seed=-1"), RecipeError::Seed("seed=-1".into()));
        assert_eq!(error("orders/1000?size=2"), RecipeError::Seed("size=2".into()));
        assert_eq!(
            error("order/1000").to_string(),
            "there is no dataset \"order\"; choose from medical, clinic, orders, sensors"
        );
    }
}
