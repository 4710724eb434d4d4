//! Numbers in words, said the same way everywhere.

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

/// A size to read at a glance: bytes up to 1 KB, then KB and MB with one decimal.
pub fn bytes(n: u64) -> String {
    const KB: f64 = 1024.0;
    let size = n as f64;
    match n {
        0..1024 => format!("{n} B"),
        1024..1_048_524 => format!("{:.1} KB", size / KB),
        _ => format!("{:.1} MB", size / KB / KB),
    }
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
    fn nouns_fit_their_number() {
        assert_eq!([items(0), items(1), items(1_000)], ["0 items", "1 item", "1,000 items"]);
    }

    #[test]
    fn sizes_take_the_unit_that_reads_best() {
        let sizes = [612, 1_024, 1_048_523, 1_048_576].map(bytes);
        assert_eq!(sizes, ["612 B", "1.0 KB", "1023.9 KB", "1.0 MB"]);
        assert_eq!(exact_bytes(4_096), "4,096 B");
    }
}
