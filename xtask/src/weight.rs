//! How heavy the bundle is over the wire.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use flate2::{Compression, write::GzEncoder};

/// What wasm, JavaScript and CSS together may weigh, gzipped.
pub const CEILING: u64 = 450 * 1024;
/// The same where the standard library is used as it was shipped (see [`crate::standard`]).
pub const CEILING_AS_SHIPPED: u64 = 540 * 1024;

/// What a visitor waits for; `lzma` is the engine, packed.
const KINDS: [&str; 4] = ["wasm", "lzma", "js", "css"];

/// Bytes of the parts that a visitor has to wait for.
pub struct Weight {
    /// As stored.
    pub raw: u64,
    /// As sent by a host that compresses.
    pub gzipped: u64,
}

/// Weighs every wasm, packed wasm, JavaScript and CSS file of a bundle.
pub fn weigh(dist: &Path) -> Result<Weight> {
    let mut weight = Weight { raw: 0, gzipped: 0 };
    for entry in fs::read_dir(dist).with_context(|| format!("{} is missing", dist.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| KINDS.iter().any(|known| kind == *known)) {
            weight.raw += fs::metadata(&path)?.len();
            weight.gzipped += gzipped(&path)?;
        }
    }
    ensure!(weight.raw > 0, "{} holds no page", dist.display());
    Ok(weight)
}

/// The weight in words, unless it is over this ceiling.
pub fn within(ceiling: u64, weight: &Weight) -> Result<String> {
    let kib = |bytes: u64| bytes.div_ceil(1024);
    let words = format!(
        "wasm, js and css {} KiB, gzipped {} KiB (ceiling {} KiB)",
        kib(weight.raw),
        kib(weight.gzipped),
        kib(ceiling)
    );
    ensure!(weight.gzipped <= ceiling, "the page is over its ceiling: {words}");
    Ok(words)
}

fn gzipped(path: &Path) -> Result<u64> {
    let mut encoder = GzEncoder::new(Counter(0), Compression::best());
    io::copy(&mut File::open(path)?, &mut encoder)?;
    Ok(encoder.finish()?.0)
}

/// Counts what is written to it and keeps none of it.
struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_visitor_waits_for_is_weighed() {
        let dist = tempfile::tempdir().unwrap();
        fs::write(dist.path().join("page.css"), "a".repeat(10_000)).unwrap();
        fs::write(dist.path().join("notes.txt"), "b".repeat(10_000)).unwrap();
        let weight = weigh(dist.path()).unwrap();
        assert_eq!(weight.raw, 10_000);
        assert!(weight.gzipped < 200);
    }

    #[test]
    fn an_empty_bundle_is_an_error_and_so_is_a_heavy_one() {
        let dist = tempfile::tempdir().unwrap();
        assert!(weigh(dist.path()).is_err());
        assert!(within(CEILING, &Weight { raw: 1, gzipped: CEILING }).is_ok());
        assert!(within(CEILING, &Weight { raw: 1, gzipped: CEILING + 1 }).is_err());
    }
}
