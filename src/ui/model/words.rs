//! Numbers in words, said the same way everywhere: the one place that formats them.

use crate::capacity::{ReadUnits, WriteUnits};

/// A count with a comma between groups of three digits.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let first = match digits.len() % 3 {
        0 => 3,
        rest => rest,
    };
    let (head, tail) = digits.split_at(first.min(digits.len()));
    let groups = tail.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group));
    groups.fold(head.to_owned(), |text, group| format!("{text},{group}"))
}

/// "1 item", "2 items".
pub fn items(n: u64) -> String {
    plural(n, "item", "items")
}

/// A count with the noun that fits it.
pub fn plural(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// A number with so many decimals, rounded half up. Made of integers: formatting floats would
/// bring their tables and algorithms into the page.
pub fn decimal(value: f64, places: usize) -> String {
    let scale = (0..places).fold(1.0, |scale, _| scale * 10.0);
    let scaled = (value * scale + 0.5).floor() as i64;
    let digits = format!("{:0>1$}", scaled.unsigned_abs(), places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let sign = if scaled < 0 { "-" } else { "" };
    let point = if places > 0 { "." } else { "" };
    format!("{sign}{whole}{point}{part}")
}

/// Read units: "2,847.5".
pub fn read_units(units: ReadUnits) -> String {
    let half = if units.halves() % 2 == 1 { ".5" } else { "" };
    count(units.halves() / 2) + half
}

/// Write units: "1,250".
pub fn write_units(units: WriteUnits) -> String {
    count(units.get())
}

/// A part of a whole, with a decimal where it says something: "33%", "32.9%". What is there at
/// all is never "0%".
pub fn percent(part: u64, whole: u64) -> String {
    let whole = whole.max(1);
    let rounded = (part * 1_000 + whole / 2) / whole;
    // What is not all of it never reads as all of it.
    let tenths = if part < whole { rounded.min(999) } else { rounded };
    match (tenths / 10, tenths % 10) {
        (0, 0) if part > 0 => "under 0.1%".into(),
        (whole, 0) => count(whole) + "%",
        (whole, tenth) => format!("{}.{tenth}%", count(whole)),
    }
}

/// A share from 0 to 1 in whole percent.
pub fn share(share: f64) -> String {
    decimal(share * 100.0, 0) + "%"
}

/// Millionths of a dollar as money: with cents as long as they matter.
pub fn dollars(millionths: u64) -> String {
    match millionths {
        1..10_000 => "under $0.01".into(),
        // A cent is rounded half up.
        0..100_000_000 => {
            let cents = (millionths + 5_000) / 10_000;
            format!("${}.{:0>2}", cents / 100, cents % 100)
        }
        _ => "$".to_owned() + &count((millionths + 500_000) / 1_000_000),
    }
}

/// A share from 0 to 1 as a length in CSS.
pub fn css_percent(share: f64) -> String {
    decimal(share * 100.0, 3) + "%"
}

/// A length in CSS.
pub fn css_pixels(length: f64) -> String {
    decimal(length, 2) + "px"
}

/// A size to read at a glance: bytes up to 1 KB, then KB and MB with one decimal.
pub fn bytes(n: u64) -> String {
    const KB: f64 = 1024.0;
    let size = n as f64;
    match n {
        0..1024 => format!("{n} B"),
        1024..1_048_524 => decimal(size / KB, 1) + " KB",
        1_048_524..1_073_689_396 => decimal(size / KB / KB, 1) + " MB",
        _ => decimal(size / KB / KB / KB, 1) + " GB",
    }
}

/// A text of the learner's with what can't be seen written out as JSON escapes it. A character that
/// turns the direction of reading would turn the rest of its line, too.
pub fn visible(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(hidden) {
        return text.to_owned();
    }
    let shown = |c: char| match hidden(c) {
        true => format!("\\u{:04x}", u32::from(c)),
        false => c.to_string(),
    };
    text.chars().map(shown).collect()
}

/// A size to the byte.
pub fn exact_bytes(n: u64) -> String {
    format!("{} B", count(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_groups_of_three() {
        let counted = [0, 7, 999, 1_000, 12_345, 1_048_576].map(count);
        assert_eq!(counted, ["0", "7", "999", "1,000", "12,345", "1,048,576"]);
    }

    #[test]
    fn decimals_are_rounded_and_keep_their_places() {
        let written = [(0.0, 0), (12.5, 0), (0.05, 1), (99.96, 1), (-0.25, 2), (1234.5, 3)];
        let written = written.map(|(value, places)| decimal(value, places));
        assert_eq!(written, ["0", "13", "0.1", "100.0", "-0.25", "1234.500"]);
        assert_eq!(css_percent(1.0 / 3.0), "33.333%");
    }

    #[test]
    fn units_have_groups_of_three_and_halves() {
        assert_eq!(read_units(ReadUnits::from_halves(5_695)), "2,847.5");
        assert_eq!(read_units(ReadUnits::from_halves(2)), "1");
        assert_eq!(write_units(WriteUnits::new(12_345)), "12,345");
    }

    #[test]
    fn percentages_have_one_spelling() {
        let said =
            [(1, 3), (89_001, 270_000), (9_999, 10_000), (1, 1), (0, 9), (1, 10_000), (25, 10)];
        let said = said.map(|(part, whole)| percent(part, whole));
        assert_eq!(said, ["33.3%", "33%", "99.9%", "100%", "0%", "under 0.1%", "250%"]);
        assert_eq!(share(0.333), "33%");
    }

    #[test]
    fn money_has_cents_as_long_as_they_matter() {
        let said = [0, 450, 625_000, 12_345_000, 99_996_000, 1_234_560_000].map(dollars);
        assert_eq!(said, ["$0.00", "under $0.01", "$0.63", "$12.35", "$100.00", "$1,235"]);
    }

    #[test]
    fn nouns_fit_their_number() {
        assert_eq!([items(0), items(1), items(1_000)], ["0 items", "1 item", "1,000 items"]);
    }

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(visible("a\u{202e}b\u{7}\n"), "a\\u202eb\\u0007\n");
        assert_eq!(visible("größe שלום"), "größe שלום", "letters of any direction are themselves");
    }

    #[test]
    fn sizes_take_the_unit_that_reads_best() {
        let sizes = [612, 1_024, 1_048_523, 1_048_576].map(bytes);
        assert_eq!(sizes, ["612 B", "1.0 KB", "1023.9 KB", "1.0 MB"]);
        assert_eq!(exact_bytes(4_096), "4,096 B");
    }
}
