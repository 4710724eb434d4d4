//! What a test run printed, as a count. A run that executed nothing proves nothing.

use anyhow::{Result, ensure};

/// How many tests passed, summed over every `test result:` line of the output.
pub fn passed(output: &str) -> u64 {
    output.lines().filter_map(result_line).sum()
}

fn result_line(line: &str) -> Option<u64> {
    let counts = line.trim_start().strip_prefix("test result:")?;
    let before = counts.split_once(" passed")?.0;
    before.rsplit(' ').next()?.parse().ok()
}

/// The summary of a run, unless no test was executed.
pub fn summary(output: &str) -> Result<String> {
    let count = passed(output);
    ensure!(count > 0, "no test was executed, so nothing is known");
    Ok(format!("{count} passed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_summed_over_the_binaries_of_a_run() {
        let output = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\
            test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(passed(output), 15);
        assert_eq!(summary(output).unwrap(), "15 passed");
    }

    #[test]
    fn a_run_without_tests_is_no_pass() {
        assert!(summary("no tests to run!\n").is_err());
        assert!(summary("running 0 tests\n\ntest result: ok. 0 passed; 0 failed\n").is_err());
        assert!(summary("").is_err());
    }

    #[test]
    fn a_line_that_only_talks_about_results_does_not_count() {
        assert_eq!(passed("the test result: 5 passed through\nprinted 7 passed\n"), 0);
    }
}
