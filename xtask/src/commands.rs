//! What the commands do once the machine is ready.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use duct::Expression;
use xtask::weight;

use crate::crash;
use crate::install;
use crate::machine::{self, TARGET};
use crate::plan::Purpose;
use crate::toolbox::{Toolbox, run_quietly};

const PAGE: &str = "dynamodb-playground";
/// Features that only the tests build: the native server, and the AWS SDK that talks to it.
const ENDPOINT: &str = "dynamodb-playground/endpoint";
const CLIENTS: &str = "sdk/clients,transfer/clients";

/// Serves the page until it is interrupted.
pub fn serve(passed_on: &[OsString]) -> Result<()> {
    let toolbox = install::ensure(Purpose::Page)?;
    println!("From now on `trunk serve` does the same. The first build takes a minute or two.");
    trunk(&toolbox, &["serve"], passed_on).run().context("trunk stopped")?;
    Ok(())
}

/// Builds the release and says what it weighs.
pub fn build(passed_on: &[OsString]) -> Result<()> {
    let toolbox = install::ensure(Purpose::Page)?;
    trunk(&toolbox, &["build", "--release"], passed_on).run().context("the build failed")?;
    let dist = toolbox.dist();
    println!("{}: {}", dist.display(), weight::within_ceiling(&weight::of_first_page(&dist)?)?);
    Ok(())
}

/// Runs every test, the quick ones first.
pub fn test() -> Result<()> {
    let toolbox = install::ensure(Purpose::Tests)?;
    let cargo = |line: &str| toolbox.offline("cargo", line.split_whitespace());
    let mut progress = Progress::new(10);

    progress.step("formatting", || silent(&cargo("fmt --all --check")))?;
    progress.step("clippy (native)", || {
        let everything = format!("--features {ENDPOINT},{CLIENTS}");
        silent(&cargo(&format!("clippy --workspace --all-targets {everything} -- -D warnings")))
    })?;
    progress.step("clippy (wasm)", || {
        let parts = "--lib --bins --test browser -- -D warnings";
        silent(&cargo(&format!("clippy -p {PAGE} --target {TARGET} {parts}")))
    })?;
    progress.step("native tests", || {
        let tests = format!("test --workspace --exclude e2e --features {ENDPOINT}");
        let workspace = run_quietly(&cargo(&tests))?;
        // Of the end-to-end crate only what needs no release, which is built further down.
        let harness = run_quietly(&cargo("test -p e2e --lib"))?;
        count_tests(&(workspace + &harness))
    })?;
    progress.step("lessons", || {
        let output = run_quietly(&cargo("run --quiet -p checker -- check"))?;
        Ok(output.trim_end().lines().last().unwrap_or_default().to_owned())
    })?;
    progress.step("tests with the AWS SDK", || {
        counted(&cargo(&format!("test -p sdk -p transfer --features {CLIENTS}")))
    })?;
    progress.step("browser tests", || {
        let tests = cargo(&format!("test -p {PAGE} --target {TARGET} --test browser"));
        counted(&with_browser(tests)?)
    })?;
    progress.step("release build", || silent(&trunk(&toolbox, &["build", "--release"], &[])))?;
    progress.step("weight of the first page", || {
        weight::within_ceiling(&weight::of_first_page(&toolbox.dist())?)
    })?;
    progress.step("end-to-end tests", || {
        let tests = cargo("test -p e2e --test e2e").env("PLAYGROUND_DIST", toolbox.dist());
        counted(&with_browser(tests)?)
    })
}

/// Checks content, makes new or compiles it. The compiler knows no engine and is built in seconds;
/// the checker plays everything on one.
pub fn content(words: &[OsString]) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let program: &[&str] = match words.first() {
        Some(word) if word == "build" => &["-p", "content", "--features", "compile"],
        _ => &["-p", "checker"],
    };
    let run = ["run", "--quiet"].iter().chain(program).chain(&["--"]).map(OsString::from);
    let arguments: Vec<OsString> = run.chain(words.iter().cloned()).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies in the root")?;
    duct::cmd(cargo, arguments).dir(root).run().context("the content isn't as it should be")?;
    Ok(())
}

/// Measures releases with a program of the end-to-end crate; the table comes on standard output, what
/// is going on on standard error.
pub fn measure(program: &str, options: &[OsString]) -> Result<()> {
    let toolbox = install::ensure(Purpose::Tests)?;
    let run = ["run", "--quiet", "-p", "e2e", "--bin", program, "--"].map(OsString::from);
    let mut arguments = run.to_vec();
    arguments.extend(options.iter().cloned());
    if !options.iter().any(|option| option == "--dist") {
        arguments.extend(["--dist".into(), toolbox.dist().into()]);
    }
    with_browser(toolbox.offline("cargo", arguments))?.run().context("nothing was measured")?;
    Ok(())
}

/// Builds the endpoint and kills it so many times while it writes.
pub fn crash_endpoint(rounds: usize) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build = ["build", "--profile", "endpoint", "--features", "endpoint", "--bin", "endpoint"];
    duct::cmd(cargo, build).run().context("the endpoint could not be built")?;
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let name = format!("endpoint{}", std::env::consts::EXE_SUFFIX);
    crash::endpoint(&Path::new(&target).join("endpoint").join(name), rounds)
}

fn trunk(toolbox: &Toolbox, command: &[&str], passed_on: &[OsString]) -> Expression {
    let mut arguments: Vec<OsString> = command.iter().map(OsString::from).collect();
    arguments.extend(passed_on.iter().cloned());
    // Not `--offline`: Trunk would then refuse the wasm-opt that it downloaded earlier. What else
    // it asks the network for is its own newest version.
    toolbox.offline("trunk", arguments).env("TRUNK_SKIP_VERSION_CHECK", "true")
}

/// Tells a test run which browser and which driver to use.
fn with_browser(command: Expression) -> Result<Expression> {
    let browser = machine::browser().context("the browser is gone")?;
    let driver = machine::driver().context("the browser's driver is gone")?;
    ensure!(browser.version.major() == driver.version.major(), "browser and driver disagree");
    Ok(command
        .env("CHROMIUM", browser.path)
        .env("CHROMEDRIVER", driver.path)
        // Compiling the wasm on a busy machine takes longer than the runner's 20 seconds.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300"))
}

fn silent(command: &Expression) -> Result<String> {
    run_quietly(command).map(|_| String::new())
}

fn counted(command: &Expression) -> Result<String> {
    count_tests(&run_quietly(command)?)
}

/// Sums the `test result:` lines of a run. A run that executed no test proves nothing and is an
/// error.
fn count_tests(output: &str) -> Result<String> {
    let passed_in = |line: &str| -> Option<u64> {
        let counts = line.trim_start().strip_prefix("test result:")?;
        counts.split_once(" passed")?.0.rsplit(' ').next()?.parse().ok()
    };
    let passed: u64 = output.lines().filter_map(passed_in).sum();
    ensure!(passed > 0, "no test was executed, so nothing is known");
    Ok(format!("{passed} passed"))
}

/// Counts, names and times the steps of a run: `[3/9] clippy (wasm)… 12.3 s`.
struct Progress {
    total: usize,
    done: usize,
}

impl Progress {
    fn new(total: usize) -> Self {
        Self { total, done: 0 }
    }

    /// Runs one step; what it returns is printed beside its time.
    fn step(&mut self, name: &str, work: impl FnOnce() -> Result<String>) -> Result<()> {
        self.done += 1;
        print!("[{}/{}] {name}… ", self.done, self.total);
        // Without a flush the line would only show when the step is over.
        std::io::stdout().flush()?;
        let start = Instant::now();
        let outcome = work();
        let seconds = start.elapsed().as_secs_f32();
        match &outcome {
            Ok(detail) if detail.is_empty() => println!("{seconds:.1} s"),
            Ok(detail) => println!("{seconds:.1} s, {detail}"),
            Err(_) => println!("failed after {seconds:.1} s"),
        }
        outcome.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_summed_over_the_binaries_of_a_run() {
        let output = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\
            test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(count_tests(output).unwrap(), "15 passed");
    }

    #[test]
    fn a_run_without_tests_is_no_pass() {
        assert!(count_tests("no tests to run!\n").is_err());
        assert!(count_tests("running 0 tests\n\ntest result: ok. 0 passed; 0 failed\n").is_err());
        assert!(count_tests("").is_err());
    }

    #[test]
    fn a_line_that_only_talks_about_results_does_not_count() {
        assert!(count_tests("the test result: 5 passed through\nprinted 7 passed\n").is_err());
    }
}
