//! What a machine lacks for a purpose, decided from facts alone.
//!
//! Nothing here looks at the machine or changes it: facts in, steps out. So the whole decision
//! is tested without either kind of machine at hand.

use std::fmt;

use crate::version::Version;

/// The oldest Trunk that the page is known to build with. Trunk.toml asks for the same.
pub const TRUNK: [u64; 3] = [0, 21, 14];
/// The wasm-opt that Trunk.toml asks for: Trunk uses no other.
pub const WASM_OPT: u64 = 132;

/// What the machine is being made ready for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Building or serving the page.
    Page,
    /// Running every test: linters and a browser come on top.
    Tests,
}

/// What one Rust toolchain can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Toolchain {
    /// It compiles for `wasm32-unknown-unknown`.
    pub wasm: bool,
    /// It has rustfmt and clippy.
    pub lints: bool,
}

/// What one look at the machine found.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The toolchain that a plain `cargo` uses here.
    pub active: Toolchain,
    /// The one that rustup knows as `system`, built from Debian's packages.
    pub system: Toolchain,
    /// rustup is installed.
    pub rustup: bool,
    /// A Debian machine, and we are root.
    pub debian_root: bool,
    /// Trunk's version, if it is there.
    pub trunk: Option<Version>,
    /// The wasm-bindgen CLI's version, if it is there.
    pub bindgen: Option<Version>,
    /// The wasm-bindgen version that `Cargo.lock` pins.
    pub pinned_bindgen: Version,
    /// wasm-opt's version, if it is there.
    pub wasm_opt: Option<Version>,
    /// npm is installed.
    pub npm: bool,
    /// The browser's version, if it is there.
    pub browser: Option<Version>,
    /// The browser driver's version, if it is there.
    pub driver: Option<Version>,
}

/// Which toolchain everything is run with. One for all, or else everything is built twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What a plain `cargo` uses.
    Active,
    /// Debian's, linked into rustup as `system`.
    System,
}

/// A way to complete a toolchain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// rustup downloads what is missing.
    Rustup,
    /// Built from Debian's packages, for machines that don't reach rustup's server.
    Debian,
}

/// What to do about the toolchain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToolchainPlan {
    /// It is all there.
    Use(Choice),
    /// Try these in order until one works.
    Try(Vec<Route>),
}

/// A tool to be installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Bundles and serves the page.
    Trunk,
    /// Joins wasm and JavaScript, and runs the browser tests.
    Bindgen(Version),
    /// Shrinks the release build.
    WasmOpt,
    /// Chromium and its driver.
    Browser,
}

impl Tool {
    /// What happens where it can't be installed; nothing, if there is no doing without it.
    pub fn instead(&self) -> Option<&'static str> {
        match self {
            Self::WasmOpt => Some("Trunk will download wasm-opt when it builds a release."),
            Self::Trunk | Self::Bindgen(_) | Self::Browser => None,
        }
    }
}

impl fmt::Display for Tool {
    /// What is installed, why, and about how long it takes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trunk => write!(
                f,
                "Trunk {}, which bundles and serves the page (about 6 minutes on two cores, once)",
                Version::new(&TRUNK)
            ),
            Self::Bindgen(version) => write!(
                f,
                "wasm-bindgen {version}, which joins wasm and JavaScript and must be exactly the \
                 version in Cargo.lock (2 to 4 minutes on two cores, once)"
            ),
            Self::WasmOpt => {
                write!(f, "wasm-opt, which shrinks the release build (about 10 seconds, once)")
            }
            Self::Browser => {
                write!(f, "Chromium and its driver, which the tests use (about a minute, once)")
            }
        }
    }
}

/// What is missing and can't be got from here; its sentence says what to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Missing {
    /// No rustup, and a toolchain without what is needed.
    Rustup,
    /// No browser or no driver, and no way to install them.
    Browser,
    /// A driver only drives the browser of its own major version.
    DriverMismatch {
        /// The browser's major version.
        browser: u64,
        /// The driver's major version.
        driver: u64,
    },
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rustup => f.write_str(
                "this Rust can't compile for the browser: install Rust with https://rustup.rs and \
                 run the command again",
            ),
            Self::Browser => f.write_str(
                "the tests need a browser: install Chromium or Chrome and a chromedriver of the \
                 same version (or name them in CHROMIUM and CHROMEDRIVER) and run the command again",
            ),
            Self::DriverMismatch { browser, driver } => write!(
                f,
                "the browser is version {browser} but its driver is version {driver}: install \
                 a chromedriver {browser} (or name one in CHROMEDRIVER) and run the command again"
            ),
        }
    }
}

impl std::error::Error for Missing {}

/// Decides on the toolchain. What is complete already wins over anything to be downloaded.
pub fn toolchain(facts: &Facts, purpose: Purpose) -> Result<ToolchainPlan, Missing> {
    let complete =
        |toolchain: Toolchain| toolchain.wasm && (toolchain.lints || purpose == Purpose::Page);
    if complete(facts.active) {
        return Ok(ToolchainPlan::Use(Choice::Active));
    }
    if complete(facts.system) {
        return Ok(ToolchainPlan::Use(Choice::System));
    }
    if !facts.rustup {
        return Err(Missing::Rustup);
    }
    let mut routes = vec![Route::Rustup];
    routes.extend(facts.debian_root.then_some(Route::Debian));
    Ok(ToolchainPlan::Try(routes))
}

/// Decides on the tools, in the order in which they are to be installed.
pub fn tools(facts: &Facts, purpose: Purpose) -> Result<Vec<Tool>, Missing> {
    let mut missing = Vec::new();
    if purpose == Purpose::Tests && lacks_browser(facts)? {
        missing.push(Tool::Browser);
    }
    // Trunk downloads the right wasm-opt by itself from GitHub. Where that can't be reached, npm's
    // registry often can.
    if facts.wasm_opt != Some(Version::new(&[WASM_OPT])) && facts.npm {
        missing.push(Tool::WasmOpt);
    }
    if facts.bindgen.as_ref() != Some(&facts.pinned_bindgen) {
        missing.push(Tool::Bindgen(facts.pinned_bindgen.clone()));
    }
    if !facts.trunk.as_ref().is_some_and(trunk_fits) {
        missing.push(Tool::Trunk);
    }
    Ok(missing)
}

fn trunk_fits(found: &Version) -> bool {
    let wanted = Version::new(&TRUNK);
    found.same_line(&wanted, 2) && *found >= wanted
}

fn lacks_browser(facts: &Facts) -> Result<bool, Missing> {
    match (&facts.browser, &facts.driver) {
        (Some(browser), Some(driver)) if browser.major() == driver.major() => Ok(false),
        (Some(browser), Some(driver)) => {
            Err(Missing::DriverMismatch { browser: browser.major(), driver: driver.major() })
        }
        _ if facts.debian_root => Ok(true),
        _ => Err(Missing::Browser),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPLETE: Toolchain = Toolchain { wasm: true, lints: true };
    const NOTHING: Toolchain = Toolchain { wasm: false, lints: false };

    /// A machine straight after rustup's installation, and root on Debian.
    fn bare() -> Facts {
        Facts {
            active: Toolchain { wasm: false, lints: true },
            system: NOTHING,
            rustup: true,
            debian_root: true,
            trunk: None,
            bindgen: None,
            pinned_bindgen: Version::new(&[0, 2, 130]),
            wasm_opt: None,
            npm: true,
            browser: None,
            driver: None,
        }
    }

    fn ready() -> Facts {
        Facts {
            active: COMPLETE,
            trunk: Some(Version::new(&TRUNK)),
            bindgen: Some(Version::new(&[0, 2, 130])),
            wasm_opt: Some(Version::new(&[WASM_OPT])),
            browser: Some(Version::new(&[156, 0, 8078, 79])),
            driver: Some(Version::new(&[156, 0, 8078, 80])),
            ..bare()
        }
    }

    #[test]
    fn a_ready_machine_needs_nothing() {
        assert_eq!(toolchain(&ready(), Purpose::Tests), Ok(ToolchainPlan::Use(Choice::Active)));
        assert_eq!(tools(&ready(), Purpose::Tests), Ok(vec![]));
    }

    #[test]
    fn a_bare_machine_tries_rustup_first_and_debian_only_as_root() {
        let both = ToolchainPlan::Try(vec![Route::Rustup, Route::Debian]);
        assert_eq!(toolchain(&bare(), Purpose::Page), Ok(both));
        let laptop = Facts { debian_root: false, ..bare() };
        let rustup_only = ToolchainPlan::Try(vec![Route::Rustup]);
        assert_eq!(toolchain(&laptop, Purpose::Page), Ok(rustup_only));
    }

    #[test]
    fn the_toolchain_built_earlier_is_used_instead_of_a_download() {
        let facts = Facts { system: COMPLETE, ..bare() };
        assert_eq!(toolchain(&facts, Purpose::Tests), Ok(ToolchainPlan::Use(Choice::System)));
    }

    #[test]
    fn linters_are_only_needed_for_tests() {
        let facts = Facts { active: Toolchain { wasm: true, lints: false }, ..bare() };
        assert_eq!(toolchain(&facts, Purpose::Page), Ok(ToolchainPlan::Use(Choice::Active)));
        assert!(matches!(toolchain(&facts, Purpose::Tests), Ok(ToolchainPlan::Try(_))));
    }

    #[test]
    fn without_rustup_the_sentence_says_where_to_get_it() {
        let facts = Facts { rustup: false, ..bare() };
        let missing = toolchain(&facts, Purpose::Page).unwrap_err();
        assert!(missing.to_string().contains("rustup.rs"));
    }

    #[test]
    fn a_bare_machine_gets_every_tool_and_a_browser_only_for_tests() {
        let bindgen = Tool::Bindgen(Version::new(&[0, 2, 130]));
        assert_eq!(
            tools(&bare(), Purpose::Page),
            Ok(vec![Tool::WasmOpt, bindgen.clone(), Tool::Trunk])
        );
        assert_eq!(
            tools(&bare(), Purpose::Tests),
            Ok(vec![Tool::Browser, Tool::WasmOpt, bindgen, Tool::Trunk])
        );
    }

    #[test]
    fn wasm_bindgen_must_agree_with_the_lock_file_exactly() {
        let facts = Facts { bindgen: Some(Version::new(&[0, 2, 131])), ..ready() };
        let expected = vec![Tool::Bindgen(Version::new(&[0, 2, 130]))];
        assert_eq!(tools(&facts, Purpose::Page), Ok(expected));
    }

    #[test]
    fn a_later_patch_of_trunk_is_kept_and_another_line_is_replaced() {
        let with = |parts: &[u64]| Facts { trunk: Some(Version::new(parts)), ..ready() };
        assert_eq!(tools(&with(&[0, 21, 15]), Purpose::Page), Ok(vec![]));
        assert_eq!(tools(&with(&[0, 21, 13]), Purpose::Page), Ok(vec![Tool::Trunk]));
        assert_eq!(tools(&with(&[0, 22, 1]), Purpose::Page), Ok(vec![Tool::Trunk]));
    }

    #[test]
    fn trunk_is_told_the_same_versions() {
        let told = include_str!("../../Trunk.toml");
        assert!(told.contains(&format!("trunk-version = \"~{}\"", Version::new(&TRUNK))));
        assert!(told.contains(&format!("wasm_opt = \"version_{WASM_OPT}\"")));
    }

    #[test]
    fn another_wasm_opt_counts_as_none_and_without_npm_it_is_left_to_trunk() {
        let old = Facts { wasm_opt: Some(Version::new(&[108])), ..ready() };
        assert_eq!(tools(&old, Purpose::Page), Ok(vec![Tool::WasmOpt]));
        assert_eq!(tools(&Facts { npm: false, ..old }, Purpose::Page), Ok(vec![]));
    }

    #[test]
    fn a_missing_browser_is_installed_by_root_and_asked_for_otherwise() {
        let facts = Facts { driver: None, ..ready() };
        assert_eq!(tools(&facts, Purpose::Tests), Ok(vec![Tool::Browser]));
        let laptop = Facts { debian_root: false, ..facts };
        assert_eq!(tools(&laptop, Purpose::Tests), Err(Missing::Browser));
    }

    #[test]
    fn a_driver_of_another_version_is_named_in_the_sentence() {
        let facts = Facts { driver: Some(Version::new(&[150])), ..ready() };
        let missing = tools(&facts, Purpose::Tests).unwrap_err();
        assert_eq!(missing, Missing::DriverMismatch { browser: 156, driver: 150 });
        assert!(missing.to_string().contains("chromedriver 156"));
    }
}
