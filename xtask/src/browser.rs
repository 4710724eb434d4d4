//! Where the browser and its driver are. Knows usual names and places, starts nothing but
//! `--version`.

use std::env;
use std::path::PathBuf;

use crate::toolbox::{ask, find};
use crate::version::Version;

const BROWSERS: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC_BROWSERS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// A program and its version.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// What it says it is.
    pub version: Version,
}

/// The browser: named in `CHROMIUM`, or in a usual place.
pub fn browser() -> Option<Found> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = BROWSERS.iter().filter_map(|name| find(name));
    let mac = MAC_BROWSERS.iter().map(PathBuf::from).filter(|path| path.exists());
    named.into_iter().chain(usual).chain(mac).find_map(versioned)
}

/// Its driver: named in `CHROMEDRIVER`, or on the search path.
pub fn driver() -> Option<Found> {
    let named = env::var_os("CHROMEDRIVER").map(PathBuf::from);
    named.into_iter().chain(find("chromedriver")).find_map(versioned)
}

fn versioned(path: PathBuf) -> Option<Found> {
    let version = Version::in_output(&ask(&path, &["--version"])?)?;
    Some(Found { path, version })
}
