//! Versions as tools print them and as `Cargo.lock` pins them.
//!
//! Not semver: browsers have four parts and wasm-opt one, so a version here is its numbers in
//! order, whatever their count.

use std::fmt;

/// A version, compared part by part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(Vec<u64>);

impl Version {
    /// A version written out in code.
    pub fn new(parts: &[u64]) -> Self {
        Self(parts.to_vec())
    }

    /// Reads `0.21.14`; nothing but numbers and dots.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Result<Vec<u64>, _> = text.split('.').map(str::parse).collect();
        parts.ok().map(Self)
    }

    /// The first version in what a tool prints for `--version`.
    pub fn in_output(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(|word| Self::parse(word.trim_start_matches('v')))
    }

    /// The first part: what must agree between a browser and its driver.
    pub fn major(&self) -> u64 {
        self.0.first().copied().unwrap_or_default()
    }

    /// Whether the first `count` parts are the same.
    pub fn same_line(&self, other: &Self, count: usize) -> bool {
        self.0.iter().take(count).eq(other.0.iter().take(count))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.0.iter().map(u64::to_string).collect();
        f.write_str(&parts.join("."))
    }
}

/// The version that a lock file pins for a package.
///
/// Reads two neighbouring lines instead of parsing TOML: Cargo writes this file itself, always
/// in this shape, and a TOML parser would double the build time of this crate.
pub fn locked(lock_file: &str, package: &str) -> Option<Version> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock_file.lines().skip_while(|line| **line != name).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Version::parse(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_s_way_of_printing_its_version_is_read() {
        let cases: [(&str, &[u64]); 5] = [
            ("trunk 0.21.14\n", &[0, 21, 14]),
            ("wasm-bindgen 0.2.130", &[0, 2, 130]),
            ("wasm-opt version 132 (version_132)", &[132]),
            ("Chromium 156.0.8078.79 built on Debian", &[156, 0, 8078, 79]),
            ("v20.20.2", &[20, 20, 2]),
        ];
        for (output, parts) in cases {
            assert_eq!(Version::in_output(output), Some(Version::new(parts)), "{output}");
        }
        assert_eq!(Version::in_output("command not found"), None);
    }

    #[test]
    fn parts_are_compared_as_numbers() {
        assert!(Version::new(&[0, 21, 14]) > Version::new(&[0, 21, 9]));
        assert!(Version::new(&[0, 21, 14]).same_line(&Version::new(&[0, 21, 2]), 2));
        assert!(!Version::new(&[0, 22, 1]).same_line(&Version::new(&[0, 21, 2]), 2));
        assert_eq!(Version::new(&[0, 2, 130]).to_string(), "0.2.130");
    }

    #[test]
    fn the_locked_version_is_that_of_the_package_and_not_of_a_namesake() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked(lock, "wasm-bindgen"), Some(Version::new(&[0, 2, 130])));
        assert_eq!(locked(lock, "leptos"), None);
    }
}
