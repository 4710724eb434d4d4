//! A toolchain for the browser out of Debian's packages, for machines that reach Debian's
//! archive but not rustup's server. Everything here runs as root.
//!
//! Debian has no package of the wasm standard library for its current compiler, so it is built
//! once from Debian's sources of it and put where that compiler looks for it.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use duct::cmd;

use crate::machine::TARGET;
use crate::toolbox::SYSTEM;

const COMPILER: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-src", "lld-22", "rustfmt-web", "rust-web-clippy"];
const BROWSER: [&str; 2] = ["chromium", "chromium-driver"];
const LIBRARIES: &str = "/usr/lib/rustlib";

/// Installs Chromium and its driver.
pub fn install_browser() -> Result<()> {
    install(&BROWSER)
}

/// Installs Debian's compiler, builds the wasm standard library for it, and makes it known to
/// rustup as `system`.
pub fn install_toolchain() -> Result<()> {
    install(&COMPILER)?;
    link_the_linker()?;
    let built = tempfile::tempdir()?;
    build_standard_library(built.path())?;
    put_in_place(&built.path().join("target").join(TARGET).join("release/deps"))?;
    cmd!("rustup", "toolchain", "link", SYSTEM, "/usr").run()?;
    Ok(())
}

fn install(packages: &[&str]) -> Result<()> {
    let quiet = |arguments: &[&str]| {
        cmd("apt-get", arguments).env("DEBIAN_FRONTEND", "noninteractive").stdout_null().run()
    };
    quiet(&["update", "-q"]).context("apt-get could not read Debian's package lists")?;
    let mut arguments = vec!["install", "-y", "-q", "--no-install-recommends"];
    arguments.extend(packages);
    quiet(&arguments)
        .with_context(|| format!("apt-get could not install {}", packages.join(" ")))?;
    Ok(())
}

/// The compiler calls its wasm linker `rust-lld`; Debian calls it `lld-22`.
fn link_the_linker() -> Result<()> {
    let about = cmd!("/usr/bin/rustc", "-vV").read()?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    let folder = Path::new(LIBRARIES).join(host.context("rustc names no host")?).join("bin");
    fs::create_dir_all(&folder)?;
    let link = folder.join("rust-lld");
    if !link.exists() {
        cmd!("ln", "-s", "/usr/bin/lld-22", link).run()?;
    }
    Ok(())
}

/// Builds the library as a by-product of an empty program. With bitcode, because the release
/// build optimises across the library's border.
fn build_standard_library(folder: &Path) -> Result<()> {
    fs::create_dir(folder.join("src"))?;
    fs::write(folder.join("src/main.rs"), "fn main() {}\n")?;
    let manifest = "[package]\nname = \"std-build\"\nedition = \"2021\"\n\n[workspace]\n";
    fs::write(folder.join("Cargo.toml"), manifest)?;
    let arguments = [
        "build",
        "--quiet",
        "--release",
        "-Zbuild-std=std,panic_abort,test,proc_macro",
        "--target",
        TARGET,
    ];
    cmd("/usr/bin/cargo", arguments)
        .dir(folder)
        .env("PATH", format!("/usr/bin:{}", std::env::var("PATH").unwrap_or_default()))
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO_TARGET_DIR")
        .run()
        .context("the wasm standard library could not be built")?;
    Ok(())
}

/// Replaces the whole folder: two versions of one library side by side can't be told apart.
fn put_in_place(built: &Path) -> Result<()> {
    let place = Path::new(LIBRARIES).join(TARGET).join("lib");
    if place.exists() {
        fs::remove_dir_all(&place)?;
    }
    fs::create_dir_all(&place)?;
    for entry in fs::read_dir(built)? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "rlib") {
            let name = path.file_name().context("a library without a name")?;
            fs::copy(&path, place.join(name))?;
        }
    }
    Ok(())
}
