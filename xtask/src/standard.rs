//! The standard library of the release build.
//!
//! The one that comes with Rust is made for speed and can say why and where a program panicked.
//! The page trades that for its size: made anew from its sources, for size and with panics that
//! do no more than stop the engine (which the page reports, see `src/ui/dom/panic.rs`), it takes a
//! twentieth off the download. Owns how Cargo is asked for that: by the environment, so that
//! `trunk serve`, the tests and a plain `trunk build` go on with the one that is there.

use std::path::Path;

use anyhow::{Result, ensure};
use duct::Expression;

use crate::machine::TARGET;
use crate::toolbox::{Toolbox, ask_in};
use crate::weight::{CEILING, CEILING_AS_SHIPPED};

/// Which standard library the page is built with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// The one that comes with Rust.
    AsShipped,
    /// Made for the page.
    MadeForSize,
}

/// What the compiler is told. It knows no stable flag for any of it.
const FLAGS: [&str; 4] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"];

impl Standard {
    /// The command with what Cargo has to know. The variable of the name `RUSTC_BOOTSTRAP` lets
    /// a stable compiler take the flags.
    pub fn ask_for(self, command: Expression) -> Expression {
        match self {
            Self::AsShipped => command,
            Self::MadeForSize => command
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", FLAGS.join(" ")),
        }
    }

    /// What the page may weigh with it.
    pub fn ceiling(self) -> u64 {
        match self {
            Self::AsShipped => CEILING_AS_SHIPPED,
            Self::MadeForSize => CEILING,
        }
    }
}

/// Gets what it takes to make the library for size, or says why it is used as it is.
pub fn ready(toolbox: &Toolbox) -> Standard {
    match prepare(toolbox) {
        Ok(()) => Standard::MadeForSize,
        Err(reason) => {
            println!(
                "The page is built with the standard library that came with Rust, and weighs more \
                 for it: {reason:#}"
            );
            Standard::AsShipped
        }
    }
}

fn prepare(toolbox: &Toolbox) -> Result<()> {
    ensure!(compiler_knows_the_flags(toolbox), "this compiler has no panics that only stop");
    if !has_sources(toolbox) {
        println!(
            "Installing the sources of Rust's standard library, of which the release build makes a \
             smaller one (a few seconds, once, and a minute more for the first build)"
        );
        let install = toolbox.online("rustup", ["component", "add", "rust-src"]);
        let done = install.stdout_null().stderr_null().unchecked().run();
        ensure!(
            done.is_ok_and(|done| done.status.success()) && has_sources(toolbox),
            "its sources could not be had from rustup"
        );
    }
    fetch(toolbox)
}

fn compiler_knows_the_flags(toolbox: &Toolbox) -> bool {
    let arguments = FLAGS.into_iter().chain(["--target", TARGET, "--print", "cfg"]);
    let command = toolbox.offline("rustc", arguments).env("RUSTC_BOOTSTRAP", "1");
    let done = command.stdout_null().stderr_null().unchecked().run();
    done.is_ok_and(|done| done.status.success())
}

fn has_sources(toolbox: &Toolbox) -> bool {
    let root = ask_in(toolbox, "rustc", &["--print", "sysroot"]);
    let sources = Path::new("lib/rustlib/src/rust/library/std/Cargo.toml");
    root.is_some_and(|root| Path::new(&root).join(sources).exists())
}

/// The library has dependencies of its own, which Cargo fetches along with the page's when it is
/// to build it.
fn fetch(toolbox: &Toolbox) -> Result<()> {
    let arguments = ["fetch", "--quiet", "--target", TARGET];
    let fetched = |command: Expression| {
        let command = Standard::MadeForSize.ask_for(command).stdout_null().stderr_null();
        command.unchecked().run().is_ok_and(|done| done.status.success())
    };
    ensure!(
        fetched(toolbox.offline("cargo", arguments)) || fetched(toolbox.online("cargo", arguments)),
        "the crates that it needs could not be downloaded"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_library_made_for_size_changes_how_cargo_builds() {
        let said = |standard: Standard| {
            let shell = duct::cmd!("env").env_remove("RUSTC_BOOTSTRAP");
            standard.ask_for(shell).read().unwrap()
        };
        assert!(said(Standard::MadeForSize).contains("CARGO_UNSTABLE_BUILD_STD=std,panic_abort"));
        assert!(!said(Standard::AsShipped).contains("CARGO_UNSTABLE"));
    }

    #[test]
    fn a_page_with_the_library_as_shipped_is_not_held_to_the_lower_ceiling() {
        assert!(Standard::AsShipped.ceiling() > Standard::MadeForSize.ceiling());
    }
}
