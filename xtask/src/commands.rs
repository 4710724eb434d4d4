//! What the commands do once the machine is ready.

use std::ffi::OsString;

use anyhow::{Context as _, Result, ensure};
use duct::Expression;

use crate::install::{self, Ready};
use crate::machine::TARGET;
use crate::pack::pack;
use crate::plan::{Purpose, TRUNKS_WASM_OPT};
use crate::progress::Progress;
use crate::standard::{self, Standard};
use crate::toolbox::{Toolbox, quietly};
use crate::{browser, verdict, weight};

const PAGE: &str = "dynamodb-playground";
/// The features that only these tests build: the server, and the SDK that talks to it.
const ENDPOINT: &str = "dynamodb-playground/endpoint";
const CLIENTS: &str = "sdk/clients";

/// Serves the page until it is interrupted.
pub fn serve(passed_on: &[OsString]) -> Result<()> {
    let ready = install::ensure(Purpose::Page)?;
    println!("From now on `trunk serve` does the same. The first build takes a minute or two.");
    trunk(&ready, Standard::AsShipped, &["serve"], passed_on).run().context("trunk stopped")?;
    Ok(())
}

/// Makes the bundle and says what it weighs.
pub fn build(passed_on: &[OsString]) -> Result<()> {
    let ready = install::ensure(Purpose::Page)?;
    let standard = standard::ready(&ready.toolbox);
    let build = trunk(&ready, standard, &["build", "--release"], passed_on);
    build.run().context("the build failed")?;
    pack(&ready.toolbox, standard)?;
    let dist = ready.toolbox.dist();
    let weight = weight::within(standard.ceiling(), &weight::weigh(&dist)?)?;
    println!("{}: {weight}", dist.display());
    Ok(())
}

/// Runs every test, the quick ones first.
pub fn test() -> Result<()> {
    let ready = install::ensure(Purpose::Tests)?;
    let toolbox = &ready.toolbox;
    let standard = standard::ready(toolbox);
    let cargo = |line: &str| toolbox.offline("cargo", line.split_whitespace());
    let mut run = Progress::new(9);

    run.step("formatting", || silent(&cargo("fmt --all --check")))?;
    run.step("clippy (native)", || {
        let everything = format!("--features {ENDPOINT},{CLIENTS}");
        silent(&cargo(&format!("clippy --workspace --all-targets {everything} -- -D warnings")))
    })?;
    run.step("clippy (wasm)", || {
        let parts = "--lib --bins --test browser -- -D warnings";
        silent(&cargo(&format!("clippy -p {PAGE} --target {TARGET} {parts}")))
    })?;
    run.step("native tests", || {
        let tests = format!("test --workspace --exclude e2e --features {ENDPOINT}");
        let here = quietly(&cargo(&tests))?;
        let stage = quietly(&cargo("test -p e2e --lib"))?;
        verdict::summary(&(here + &stage))
    })?;
    run.step("tests with the AWS SDK", || {
        counted(&cargo(&format!("test -p sdk --features {CLIENTS}")))
    })?;
    run.step("browser tests", || {
        let command = cargo(&format!("test -p {PAGE} --target {TARGET} --test browser"));
        counted(&driving(command)?)
    })?;
    run.step("release build", || {
        silent(&trunk(&ready, standard, &["build", "--release"], &[]))?;
        pack(toolbox, standard).map(|()| String::new())
    })?;
    run.step("weight", || weight::within(standard.ceiling(), &weight::weigh(&toolbox.dist())?))?;
    run.step("end-to-end tests", || counted(&driving(end_to_end(toolbox))?))
}

/// Trunk needs the network only where it has to get wasm-opt by itself.
fn trunk(
    ready: &Ready,
    standard: Standard,
    command: &[&str],
    passed_on: &[OsString],
) -> Expression {
    let mut arguments: Vec<OsString> = command.iter().map(OsString::from).collect();
    if ready.has_wasm_opt {
        arguments.push("--offline".into());
    }
    arguments.extend(passed_on.iter().cloned());
    let mut trunk = ready.toolbox.offline("trunk", arguments);
    if !ready.has_wasm_opt {
        trunk = trunk.env("TRUNK_TOOLS_WASM_OPT", TRUNKS_WASM_OPT);
    }
    standard.ask_for(trunk.env("TRUNK_SKIP_VERSION_CHECK", "true"))
}

fn end_to_end(toolbox: &Toolbox) -> Expression {
    let command = toolbox.offline("cargo", ["test", "-p", "e2e", "--test", "e2e"]);
    command.env("PLAYGROUND_DIST", toolbox.dist())
}

/// Tells a test run which browser and which driver to use.
fn driving(command: Expression) -> Result<Expression> {
    let browser = browser::browser().context("the browser is gone")?;
    let driver = browser::driver().context("the browser's driver is gone")?;
    ensure!(browser.version.major() == driver.version.major(), "browser and driver disagree");
    Ok(command
        .env("CHROMIUM", browser.path)
        .env("CHROMEDRIVER", driver.path)
        // Compiling the wasm on a busy machine takes longer than the runner's 20 seconds.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300"))
}

fn silent(command: &Expression) -> Result<String> {
    quietly(command).map(|_| String::new())
}

fn counted(command: &Expression) -> Result<String> {
    verdict::summary(&quietly(command)?)
}
