//! The experiments of the traffic lab that lessons run: settings by their names in the lab.

use content::request::Lab;

use crate::traffic::Scenario;
use crate::ui::model::lab::form::Form;

/// The scenario of an experiment; none if there is no such preset or setting, or they make none.
pub fn scenario(lab: &Lab) -> Option<Scenario> {
    Form::from_lab(lab)?.scenario()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lab(preset: &str, set: &[(&str, &str)]) -> Lab {
        let pair = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Lab { preset: preset.into(), set: set.iter().map(pair).collect() }
    }

    #[test]
    fn a_lesson_names_a_preset_and_what_differs() {
        assert_eq!(scenario(&lab("hot-key", &[("seconds", "20")])).unwrap().load.seconds, 20);
        assert!(scenario(&lab("no-such-preset", &[])).is_none());
        assert!(scenario(&lab("hot-key", &[("no-such-setting", "1")])).is_none());
        assert!(scenario(&lab("hot-key", &[("seconds", "many")])).is_none());
    }
}
