//! The comparison in words.
//!
//! Owns the sentences and how a ratio is rounded for reading. Refuses to know where the numbers
//! come from.

use super::rows::RowCheck;
use super::totals::Totals;
use crate::ui::model::words::{count, decimal, items, read_units, share};

/// Both sides, complete.
#[derive(Debug, Clone, Copy)]
pub struct Verdict<'a> {
    /// The operation that stands against the Scan, as its name.
    pub name: &'a str,
    /// What it did.
    pub query: &'a Totals,
    /// What the Scan did.
    pub scan: &'a Totals,
    /// Whether both found the same.
    pub rows: RowCheck,
}

/// The one sentence of the page: what was read for the same rows, and the ratio of the prices.
pub fn ratio_words(verdict: Verdict<'_>) -> String {
    let Verdict { query, scan, rows, .. } = verdict;
    let found = match (rows.same(), rows.both) {
        (false, _) => format!("to find {}", count(scan.items.len() as u64)),
        (true, 0) => "to find nothing, as the other way did".into(),
        (true, both) => format!("to find the same {}", count(both as u64)),
    };
    format!(
        "The Scan read {} {found}: {} RCU against {}, {}.",
        items(scan.read),
        read_units(scan.units),
        read_units(query.units),
        price_words(scan.units.as_f64(), query.units.as_f64()),
    )
}

/// How many times the price of one way is that of the other.
fn price_words(scan: f64, query: f64) -> String {
    if scan == query {
        return "the same price".into();
    }
    if query == 0.0 {
        return "and the other way was free".into();
    }
    match scan / query {
        ratio if ratio < 1.0 => format!("{} of the price", share(ratio)),
        ratio if ratio < 10.0 => format!("{} times the price", tenths(ratio)),
        ratio => format!("{} times the price", count(ratio.round() as u64)),
    }
}

/// A ratio under ten with at most one decimal.
fn tenths(ratio: f64) -> String {
    decimal(ratio, 1).trim_end_matches(".0").to_string()
}

/// Whether both ways found the same, in words.
pub fn rows_words(verdict: Verdict<'_>) -> String {
    let RowCheck { both, only_query, only_scan } = verdict.rows;
    if verdict.rows.same() {
        return match both {
            0 => "Same rows: both ways found none.".into(),
            1 => "Same rows: both ways returned the same item.".into(),
            _ => format!("Same rows: both ways returned the same {} items.", count(both as u64)),
        };
    }
    format!(
        "Not the same rows: {} in both, {} only in the {}, {} only in the Scan. {}",
        count(both as u64),
        count(only_query as u64),
        verdict.name,
        count(only_scan as u64),
        "An index may hold fewer attributes than the table, or the question may cut its answer.",
    )
}

/// How many pages an answer took, when it took several.
pub fn pages_words(pages: u64) -> Option<String> {
    let many = (pages > 1).then(|| count(pages))?;
    Some(format!("{many} pages of at most 1 MB. Each page was rounded up to boxes by itself."))
}

/// How far a running lane has come.
pub fn progress_words(read: u64, kept: u64, of: u64) -> String {
    format!("{} of {} read, {} kept", count(read), items(of), count(kept))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::json::item_from_json;
    use crate::capacity::ReadUnits;
    use crate::engine::Found;
    use serde_json::json;

    fn totals(read: u64, found: usize, halves: u64) -> Totals {
        let item = |key: usize| json!({"PK": {"N": key.to_string()}});
        let found_at = |key| Found::Part(item_from_json(&item(key)).unwrap());
        let items = (0..found).map(found_at).collect();
        let units = ReadUnits::from_halves(halves);
        let bytes = read * 300;
        Totals { pages: 1, read, returned: found as u64, bytes, units, items }
    }

    fn verdict<'a>(query: &'a Totals, scan: &'a Totals) -> Verdict<'a> {
        let rows = crate::ui::model::compare::check_rows(&query.items, &scan.items);
        Verdict { name: "Query", query, scan, rows }
    }

    #[test]
    fn the_ratio_is_told_in_one_sentence() {
        let (query, scan) = (totals(5, 5, 1), totals(1_000, 5, 82));
        assert_eq!(
            ratio_words(verdict(&query, &scan)),
            "The Scan read 1,000 items to find the same 5: 41 RCU against 0.5, 82 times the price."
        );
    }

    #[test]
    fn large_bills_have_groups_of_three_digits() {
        let words = ratio_words(verdict(&totals(5, 5, 1), &totals(100_000, 5, 5_695)));
        assert!(words.contains("2,847.5 RCU against 0.5, 5,695 times"), "{words}");
    }

    #[test]
    fn small_ratios_keep_one_decimal_and_equal_prices_say_so() {
        let sentence = |q, s| ratio_words(verdict(&totals(5, 5, q), &totals(25, 5, s)));
        assert!(sentence(2, 3).ends_with("1.5 RCU against 1, 1.5 times the price."));
        assert!(sentence(2, 4).ends_with("2 times the price."));
        assert!(sentence(2, 2).ends_with("the same price."));
        assert!(sentence(4, 2).ends_with("50 % of the price."));
    }

    #[test]
    fn pages_are_spoken_of_only_when_there_are_several() {
        assert_eq!(pages_words(1), None);
        assert!(pages_words(1_200).unwrap().starts_with("1,200 pages"));
    }

    #[test]
    fn finding_nothing_is_told_too() {
        let (query, scan) = (totals(0, 0, 1), totals(25, 0, 1));
        assert!(ratio_words(verdict(&query, &scan)).contains("to find nothing"));
        assert_eq!(rows_words(verdict(&query, &scan)), "Same rows: both ways found none.");
    }

    #[test]
    fn differing_rows_are_admitted() {
        let (query, scan) = (totals(5, 2, 1), totals(25, 3, 1));
        let words = rows_words(verdict(&query, &scan));
        assert!(
            words.starts_with(
                "Not the same rows: 2 in both, 0 only in the Query, 1 only in the Scan."
            )
        );
        assert!(ratio_words(verdict(&query, &scan)).contains("to find 3"));
    }
}
