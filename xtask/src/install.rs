//! Carries out the plan: the only place, with [`crate::debian`], that changes the machine.
//!
//! There is no `rust-toolchain.toml` that asks for the wasm target: where rustup's server can't be
//! reached, rustup would then refuse to start any cargo, this program's included.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};

use crate::debian;
use crate::machine::{self, TARGET};
use crate::plan::{self, Choice, Facts, Purpose, Route, Tool, ToolchainPlan};
use crate::toolbox::{SYSTEM, Toolbox, cargo_home};
use crate::version::Version;

/// Makes the machine ready: looks, plans, installs what is missing. Without a network this
/// succeeds when nothing is missing.
pub fn ensure(purpose: Purpose) -> Result<Toolbox> {
    let root = machine::root();
    let facts = machine::look(&root)?;
    let missing = plan::tools(&facts, purpose)?;
    let choice = toolchain(&root, &facts, purpose)?;
    let toolbox = Toolbox::new(root, choice);
    if choice == Choice::System {
        override_for_plain_commands(&toolbox)?;
    }
    install_each(&missing, |tool| install(tool, &toolbox))?;
    fetch_crates(&toolbox)?;
    Ok(toolbox)
}

/// Installs one tool after the other. One that can be done without may fail, and then it is said
/// what happens instead.
fn install_each(missing: &[Tool], install: impl Fn(&Tool) -> Result<()>) -> Result<()> {
    for tool in missing {
        announce(&tool.to_string());
        match (install(tool), tool.instead()) {
            (Ok(()), _) => {}
            (Err(reason), Some(instead)) => println!("{reason:#}. {instead}"),
            (Err(reason), None) => return Err(reason),
        }
    }
    Ok(())
}

fn announce(what: &str) {
    println!("Installing {what}");
}

fn toolchain(root: &Path, facts: &Facts, purpose: Purpose) -> Result<Choice> {
    let routes = match plan::toolchain(facts, purpose)? {
        ToolchainPlan::Use(choice) => return Ok(choice),
        ToolchainPlan::Try(routes) => routes,
    };
    for route in &routes {
        match take(*route, root, purpose).and_then(|choice| proven(choice, root)) {
            Ok(choice) => return Ok(choice),
            Err(reason) => println!("That did not work: {reason:#}"),
        }
    }
    bail!(
        "the {TARGET} target could not be installed: check the network and run the command again \
         (as root on Debian it can also be built from Debian's packages)"
    )
}

fn take(route: Route, root: &Path, purpose: Purpose) -> Result<Choice> {
    match route {
        Route::Rustup => {
            announce(&format!("Rust's {TARGET} target with rustup (under a minute, once)"));
            with_rustup(&Toolbox::new(root.to_path_buf(), Choice::Active), purpose)?;
            Ok(Choice::Active)
        }
        Route::Debian => {
            announce(&format!("Rust's {TARGET} target from Debian's packages (2 minutes, once)"));
            debian::install_toolchain()?;
            forget_old_artefacts(root)?;
            Ok(Choice::System)
        }
    }
}

/// An installer's success is a claim; compiling something is the proof.
fn proven(choice: Choice, root: &Path) -> Result<Choice> {
    let found = machine::inspect(&Toolbox::new(root.to_path_buf(), choice));
    ensure!(found.wasm, "the target was installed, but nothing compiles for it");
    Ok(choice)
}

fn with_rustup(toolbox: &Toolbox, purpose: Purpose) -> Result<()> {
    rustup(toolbox, &["target", "add", TARGET])?;
    if purpose == Purpose::Tests {
        rustup(toolbox, &["component", "add", "rustfmt", "clippy"])?;
    }
    Ok(())
}

/// Runs rustup for its error alone: there may be another route, so its full report would alarm.
fn rustup(toolbox: &Toolbox, arguments: &[&str]) -> Result<()> {
    let run = toolbox.online("rustup", arguments).stdout_null().stderr_capture().unchecked();
    let done = run.run()?;
    let report = String::from_utf8_lossy(&done.stderr).into_owned();
    let error = report.lines().find_map(|line| line.strip_prefix("error: "));
    ensure!(done.status.success(), "rustup: {}", error.unwrap_or("it gave no reason"));
    Ok(())
}

/// What was built against an earlier standard library can't be linked with a new one.
fn forget_old_artefacts(root: &Path) -> Result<()> {
    let old = root.join("target").join(TARGET);
    if old.exists() {
        fs::remove_dir_all(old)?;
    }
    Ok(())
}

/// Lets a plain `trunk serve` or `cargo build` in this checkout use the toolchain too.
fn override_for_plain_commands(toolbox: &Toolbox) -> Result<()> {
    let set = toolbox.online("rustup", ["override", "set", SYSTEM]).stderr_null().stdout_null();
    set.run().context("rustup could not note the toolchain of this folder")?;
    Ok(())
}

fn install(tool: &Tool, toolbox: &Toolbox) -> Result<()> {
    match tool {
        Tool::Trunk => cargo_install(toolbox, "trunk", &Version::new(&plan::TRUNK), &["--locked"]),
        // Not `--locked`: the lock file published with 0.2.130 names a version of webpki-roots that
        // cannot be had.
        Tool::Bindgen(version) => cargo_install(toolbox, "wasm-bindgen-cli", version, &[]),
        Tool::WasmOpt => npm_install(toolbox),
        Tool::Browser => {
            debian::install_browser()?;
            machine::browser().context("Chromium was installed but does not start")?;
            Ok(())
        }
    }
}

/// Builds a tool with light optimisation: it then runs as fast as the page needs it to and is
/// there in less time. The build folder is shared, because the tools share dependencies.
fn cargo_install(
    toolbox: &Toolbox,
    package: &str,
    version: &Version,
    options: &[&str],
) -> Result<()> {
    let version = version.to_string();
    let mut arguments = vec!["install", package, "--version", &version, "--force", "--quiet"];
    arguments.extend(options);
    toolbox
        .online("cargo", arguments)
        .env("CARGO_TARGET_DIR", toolbox.root().join("target").join("tools"))
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .run()
        .with_context(|| format!("{package} {version} could not be installed"))?;
    Ok(())
}

/// Puts wasm-opt beside Cargo's own programs: on the search path, and without root. npm would go on
/// trying for more than a minute where it reaches nothing.
fn npm_install(toolbox: &Toolbox) -> Result<()> {
    let home = cargo_home()?;
    let prefix = home.to_string_lossy();
    let once_more = "--fetch-retries=1";
    let binaryen = format!("binaryen@{}", plan::WASM_OPT);
    let arguments = ["install", "--global", "--silent", once_more, "--prefix", &prefix, &binaryen];
    toolbox.online("npm", arguments).run().context("npm could not install wasm-opt")?;
    Ok(())
}

/// Downloads the crates of the lock file, if any is not here; everything after this is offline.
fn fetch_crates(toolbox: &Toolbox) -> Result<()> {
    let have = toolbox.offline("cargo", ["fetch"]).stdout_null().stderr_null().unchecked();
    if have.run()?.status.success() {
        return Ok(());
    }
    println!("Downloading the crates in Cargo.lock (under a minute, once)");
    let fetch = toolbox.online("cargo", ["fetch", "--quiet"]);
    fetch.run().context("the crates could not be downloaded: check the network")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    const MISSING: [Tool; 2] = [Tool::WasmOpt, Tool::Trunk];

    #[test]
    fn what_can_be_done_without_may_fail_and_the_rest_is_installed_all_the_same() {
        let installed = RefCell::new(Vec::new());
        let npm_fails = |tool: &Tool| {
            ensure!(*tool != Tool::WasmOpt, "no network");
            installed.borrow_mut().push(tool.clone());
            Ok(())
        };
        install_each(&MISSING, npm_fails).unwrap();
        assert_eq!(installed.into_inner(), [Tool::Trunk]);
    }

    #[test]
    fn what_cannot_be_done_without_ends_the_set_up_with_its_reason() {
        let reason = install_each(&MISSING, |_| bail!("no network")).unwrap_err();
        assert_eq!(reason.to_string(), "no network");
    }
}
