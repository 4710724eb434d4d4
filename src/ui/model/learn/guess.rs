//! A prediction as it is typed.

use content::Number;

use crate::learn::stage::Guess;

/// What was typed for each number; what can't be read counts as left out, and nothing at all as no
/// prediction.
pub fn from_texts(texts: &[String]) -> Guess {
    let numbers: Vec<Option<Number>> = texts.iter().map(|text| text.parse().ok()).collect();
    match numbers.iter().all(Option::is_none) {
        true => Guess::None,
        false => Guess::Numbers(numbers),
    }
}

/// Whether a text is typed that is no number.
pub fn is_wrong(text: &str) -> bool {
    !text.trim().is_empty() && text.parse::<Number>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prediction_is_read_as_far_as_it_can_be() {
        let texts =
            |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(from_texts(&texts(&["", "?"])), Guess::None);
        let half = "0.5".parse().unwrap();
        assert_eq!(from_texts(&texts(&["0.5", ""])), Guess::Numbers(vec![Some(half), None]));
        assert!(is_wrong("many") && !is_wrong(" ") && !is_wrong("1,000"));
    }
}
