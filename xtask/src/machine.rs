//! One look at the machine. Changes nothing and uses no network.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use duct::cmd;

use crate::plan::{Choice, Facts, Toolchain};
use crate::toolbox::{Toolbox, ask, find};
use crate::version::{Version, locked};

/// The wasm target of the page.
pub const TARGET: &str = "wasm32-unknown-unknown";

const BROWSERS: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC_BROWSERS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// A program and its version.
#[derive(Clone, Debug)]
pub struct Program {
    /// Where it is.
    pub path: PathBuf,
    /// What it says it is.
    pub version: Version,
}

/// The folder of the checkout that this program was built from.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("xtask is a folder of the checkout").to_path_buf()
}

/// Everything that the plan depends on.
pub fn look(root: &Path) -> Result<Facts> {
    let lock = fs::read_to_string(root.join("Cargo.lock")).context("Cargo.lock is missing")?;
    let rustup = find("rustup").is_some();
    let toolchain = |choice| inspect(&Toolbox::new(root.to_path_buf(), choice));
    let system = if rustup { toolchain(Choice::System) } else { Toolchain::default() };
    Ok(Facts {
        active: toolchain(Choice::Active),
        system,
        rustup,
        debian_root: debian_root(),
        trunk: version_of("trunk"),
        bindgen: version_of("wasm-bindgen").filter(|_| find("wasm-bindgen-test-runner").is_some()),
        pinned_bindgen: locked(&lock, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")?,
        wasm_opt: version_of("wasm-opt"),
        npm: find("npm").is_some(),
        browser: browser().map(|found| found.version),
        driver: driver().map(|found| found.version),
    })
}

/// The browser: named in `CHROMIUM`, or in a usual place.
pub fn browser() -> Option<Program> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = BROWSERS.iter().filter_map(|name| find(name));
    let mac = MAC_BROWSERS.iter().map(PathBuf::from).filter(|path| path.exists());
    named.into_iter().chain(usual).chain(mac).find_map(program)
}

/// The browser's driver: named in `CHROMEDRIVER`, or on the search path.
pub fn driver() -> Option<Program> {
    let named = env::var_os("CHROMEDRIVER").map(PathBuf::from);
    named.into_iter().chain(find("chromedriver")).find_map(program)
}

/// What a toolchain can do, found out by letting it.
pub fn inspect(toolbox: &Toolbox) -> Toolchain {
    let works = |arguments: [&str; 2]| {
        let command = toolbox.offline("cargo", arguments).stdout_null().stderr_null();
        command.unchecked().run().is_ok_and(|done| done.status.success())
    };
    Toolchain {
        wasm: compiles_for_wasm(toolbox),
        lints: works(["fmt", "--version"]) && works(["clippy", "--version"]),
    }
}

/// Compiles one empty function instead of looking for files: a standard library that an
/// upgraded compiler can't read any more is as good as none.
fn compiles_for_wasm(toolbox: &Toolbox) -> bool {
    let Ok(folder) = tempfile::tempdir() else { return false };
    let output = folder.path().to_string_lossy();
    let arguments =
        ["--crate-type=lib", "--emit=metadata", "--target", TARGET, "--out-dir", &output, "-"];
    let command = toolbox.offline("rustc", arguments);
    let command = command.stdin_bytes("pub fn probe() -> String { String::new() }");
    let done = command.stdout_null().stderr_null().unchecked().run();
    done.is_ok_and(|done| done.status.success())
}

fn program(path: PathBuf) -> Option<Program> {
    let version = Version::in_output(&ask(&path, &["--version"])?)?;
    Some(Program { path, version })
}

fn version_of(program: &str) -> Option<Version> {
    Version::in_output(&ask(program, &["--version"])?)
}

fn debian_root() -> bool {
    let root = cmd!("id", "-u").stderr_null().read().is_ok_and(|user| user.trim() == "0");
    root && find("apt-get").is_some() && Path::new("/etc/debian_version").exists()
}
