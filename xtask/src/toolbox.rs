//! How programs are started: where, with which toolchain, and with or without the network.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use duct::Expression;

use crate::plan::Choice;

/// The name under which rustup knows Debian's toolchain.
pub const SYSTEM: &str = "system";

/// Starts programs in the checkout, all with the same toolchain.
#[derive(Clone)]
pub struct Toolbox {
    root: PathBuf,
    choice: Choice,
}

impl Toolbox {
    /// Programs of the checkout at `root`, run with `choice`.
    pub fn new(root: PathBuf, choice: Choice) -> Self {
        Self { root, choice }
    }

    /// The folder of the checkout.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where Trunk puts the release.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// A program that may use the network: an installer.
    pub fn online<I>(&self, program: &str, arguments: I) -> Expression
    where
        I: IntoIterator<Item: Into<OsString>>,
    {
        let command = duct::cmd(program, arguments)
            .dir(&self.root)
            .env("PATH", search_path())
            // What Cargo says about this very program is not true of the programs it starts.
            .env_remove("CARGO")
            .env_remove("CARGO_MANIFEST_DIR")
            .env_remove("CARGO_MANIFEST_PATH");
        match self.choice {
            Choice::Active => command,
            Choice::System => command.env("RUSTUP_TOOLCHAIN", SYSTEM),
        }
    }

    /// A program for which everything is there already.
    pub fn offline<I>(&self, program: &str, arguments: I) -> Expression
    where
        I: IntoIterator<Item: Into<OsString>>,
    {
        self.online(program, arguments).env("CARGO_NET_OFFLINE", "true")
    }
}

/// Runs a program silently; its output, or, when it fails, the output printed and an error.
pub fn run_quietly(command: &Expression) -> Result<String> {
    let done = command.stderr_to_stdout().stdout_capture().unchecked().run()?;
    let output = String::from_utf8_lossy(&done.stdout).into_owned();
    if !done.status.success() {
        println!("\n{output}");
        bail!("the output above says why it failed");
    }
    Ok(output)
}

/// What a program prints, if it is there and succeeds.
pub fn ask<T: AsRef<OsStr>>(program: T, arguments: &[&str]) -> Option<String> {
    duct::cmd(program.as_ref(), arguments).env("PATH", search_path()).stderr_null().read().ok()
}

/// Where a program is on the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    which::which_in(program, Some(search_path()), env::current_dir().ok()?).ok()
}

/// Cargo's home, where `cargo install` puts what it builds.
pub fn cargo_home() -> Result<PathBuf> {
    match env::var_os("CARGO_HOME") {
        Some(home) => Ok(home.into()),
        None => Ok(env::home_dir().context("this user has no home folder")?.join(".cargo")),
    }
}

/// The search path with Cargo's programs first, even where a shell was never told of them.
fn search_path() -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let Ok(home) = cargo_home() else { return path };
    let folders = std::iter::once(home.join("bin")).chain(env::split_paths(&path));
    env::join_paths(folders).unwrap_or(path)
}
