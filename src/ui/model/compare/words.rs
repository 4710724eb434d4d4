//! The comparison in words.
//!
//! Owns the sentences and how a ratio is rounded for reading. Refuses to know where the numbers
//! come from.

use super::rows::{RowCheck, check_rows};
use super::totals::Totals;
use crate::capacity::ReadUnits;
use crate::ui::model::words::{bytes, count, decimal, items, plural, read_units, share};

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

/// The one sentence of the page: what was evaluated for the same items, and the ratio of the costs.
pub fn ratio_words(verdict: Verdict<'_>) -> String {
    let Verdict { query, scan, rows, .. } = verdict;
    let found = match (rows.same(), rows.both) {
        (false, _) => format!("to return {}", count(scan.items.len() as u64)),
        (true, 0) => "to return nothing, and the other request returned nothing too".into(),
        (true, both) => format!("to return the same {}", count(both as u64)),
    };
    format!(
        "The Scan evaluated {} {found}. It cost {} RCU against {}: {}.",
        items(scan.read),
        read_units(scan.units),
        read_units(query.units),
        cost_words(scan.units.as_f64(), query.units.as_f64()),
    )
}

/// How many times one cost is the other.
fn cost_words(scan: f64, query: f64) -> String {
    if scan == query {
        return "the same".into();
    }
    if query == 0.0 {
        return "the other request was free".into();
    }
    match scan / query {
        ratio if ratio < 1.0 => format!("{} of the cost", share(ratio)),
        ratio if tenths(ratio) == "2" => "twice as much".into(),
        ratio if ratio < 10.0 => format!("{} times as much", tenths(ratio)),
        ratio => format!("{} times as much", count(ratio.round() as u64)),
    }
}

/// A ratio under ten with at most one decimal.
fn tenths(ratio: f64) -> String {
    decimal(ratio, 1).trim_end_matches(".0").to_string()
}

/// Whether both requests found the same, in words.
pub fn rows_words(verdict: Verdict<'_>) -> String {
    let RowCheck { both, only_query, only_scan } = verdict.rows;
    if verdict.rows.same() {
        return match both {
            0 => "Same result: both returned nothing.".into(),
            1 => "Same result: both returned the same item.".into(),
            _ => format!("Same result: both returned the same {} items.", count(both as u64)),
        };
    }
    format!(
        "Different results: {} in both, {} only from the {}, {} only from the Scan. {}",
        count(both as u64),
        count(only_query as u64),
        verdict.name,
        count(only_scan as u64),
        "An index may project fewer attributes than the table has.",
    )
}

/// One way in the table of all that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What it is called.
    pub name: String,
    /// What it did: evaluated, returned, pages, bytes read, RCU.
    pub figures: [String; 5],
    /// What it cost beside the cheapest.
    pub cost: String,
    /// Whether it found what the first way found.
    pub is_same: bool,
}

/// All ways that ran, in their order.
pub fn standings(ways: &[(String, Totals)]) -> Vec<Standing> {
    let cheapest = ways.iter().map(|(_, totals)| totals.units.as_f64()).fold(f64::MAX, f64::min);
    let first = ways.first().map(|(_, totals)| totals.items.as_slice()).unwrap_or_default();
    let of = |(name, totals): &(String, Totals)| Standing {
        name: name.clone(),
        figures: [
            count(totals.read),
            count(totals.items.len() as u64),
            count(totals.pages),
            bytes(totals.bytes),
            read_units(totals.units),
        ],
        cost: match totals.units.as_f64() {
            units if units == cheapest => "the least".into(),
            units => cost_words(units, cheapest),
        },
        is_same: check_rows(first, &totals.items).same(),
    };
    ways.iter().map(of).collect()
}

/// How many pages an answer took, when it took several.
pub fn pages_words(pages: u64) -> Option<String> {
    let many = (pages > 1).then(|| count(pages))?;
    Some(format!(
        "{many} pages of up to 1 MB. Each page is rounded up to the next 4 KB on its own."
    ))
}

/// How far a running lane has come.
pub fn progress_words(evaluated: u64, returned: u64, of: u64) -> String {
    format!("{} of {} evaluated, {} returned", count(evaluated), items(of), count(returned))
}

/// What a lane read in blocks, and what it cost once it has come home.
pub fn blocks_words(blocks: u64, units: Option<ReadUnits>) -> String {
    let blocks = format!("{} of 4 KB", plural(blocks, "block", "blocks"));
    units.map_or(blocks.clone(), |units| format!("{blocks}, {} RCU", read_units(units)))
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
            "The Scan evaluated 1,000 items to return the same 5. It cost 41 RCU against 0.5: 82 times as much."
        );
    }

    #[test]
    fn large_bills_have_groups_of_three_digits() {
        let words = ratio_words(verdict(&totals(5, 5, 1), &totals(100_000, 5, 5_695)));
        assert!(words.contains("2,847.5 RCU against 0.5: 5,695 times"), "{words}");
    }

    #[test]
    fn small_ratios_keep_one_decimal_and_equal_prices_say_so() {
        let sentence = |q, s| ratio_words(verdict(&totals(5, 5, q), &totals(25, 5, s)));
        assert!(sentence(2, 3).ends_with("1.5 RCU against 1: 1.5 times as much."));
        assert!(sentence(2, 4).ends_with("twice as much."));
        assert!(sentence(2, 2).ends_with(": the same."));
        assert!(sentence(4, 2).ends_with("50% of the cost."));
    }

    #[test]
    fn pages_are_spoken_of_only_when_there_are_several() {
        assert_eq!(pages_words(1), None);
        assert!(pages_words(1_200).unwrap().starts_with("1,200 pages"));
    }

    #[test]
    fn blocks_come_with_their_cost_once_it_is_known() {
        assert_eq!(blocks_words(1, Some(ReadUnits::from_halves(1))), "1 block of 4 KB, 0.5 RCU");
        assert_eq!(blocks_words(58, None), "58 blocks of 4 KB");
    }

    #[test]
    fn all_ways_stand_beside_the_cheapest() {
        let ways =
            [("Query", totals(5, 5, 1)), ("Scan", totals(1_000, 5, 82)), ("GSI", totals(9, 4, 2))];
        let ways = ways.map(|(name, totals)| (name.to_owned(), totals));
        let told = standings(&ways);
        let costs: Vec<_> = told.iter().map(|way| way.cost.as_str()).collect();
        assert_eq!(costs, ["the least", "82 times as much", "twice as much"]);
        assert_eq!(told[1].figures, ["1,000", "5", "1", "293.0 KB", "41"]);
        assert_eq!(told.iter().map(|way| way.is_same).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(standings(&[]), []);
    }

    #[test]
    fn finding_nothing_is_told_too() {
        let (query, scan) = (totals(0, 0, 1), totals(25, 0, 1));
        assert!(ratio_words(verdict(&query, &scan)).contains("to return nothing, and"));
        assert_eq!(rows_words(verdict(&query, &scan)), "Same result: both returned nothing.");
    }

    #[test]
    fn differing_rows_are_admitted() {
        let (query, scan) = (totals(5, 2, 1), totals(25, 3, 1));
        let words = rows_words(verdict(&query, &scan));
        assert!(words.starts_with(
            "Different results: 2 in both, 0 only from the Query, 1 only from the Scan."
        ));
        assert!(ratio_words(verdict(&query, &scan)).contains("to return 3"));
    }
}
