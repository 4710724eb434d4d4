//! Packs a release: the engine goes over the wire as LZMA and is unpacked in the browser, and all
//! stylesheets as one ([`stylesheet`]).
//!
//! Most static hosts compress WebAssembly with gzip or not at all; LZMA takes a fifth less than
//! gzip, whatever the host does, and a little more with like functions side by side
//! ([`likeness`]) and short names between module and script ([`names`]). `boot.js` unpacks a
//! module whose name ends in `.lzma`, and starts any other as it is, so that `trunk serve` and
//! `trunk build` need nothing of this.

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use lzma_rust2::{LzmaOptions, LzmaWriter};

use crate::machine::TARGET;
use crate::standard::Standard;
use crate::toolbox::{Toolbox, find, quietly};
use crate::{likeness, names, stylesheet};

/// How the names of the files end that Trunk makes of the engine.
const MODULE: &str = "_bg.wasm";
const SCRIPT: &str = ".js";
/// How they end when they are packed: other content under the same name would be taken for the old
/// one by a cache.
const PACKED_MODULE: &str = "_bg.wasm.lzma";
const PACKED_SCRIPT: &str = "_short.js";
/// The crate that unpacks.
const UNPACKER: &str = "unpack";
/// The effort of packing, the most there is.
const LEVEL: u32 = 9;

/// Packs the engine in the bundle, puts the unpacker beside it and makes the stylesheets one.
pub fn pack(toolbox: &Toolbox, standard: Standard) -> Result<()> {
    let dist = toolbox.dist();
    let engine = engine(&dist)?;
    let file = |ending: &str| dist.join(format!("{engine}{ending}"));
    let script = fs::read_to_string(file(SCRIPT)).context("the engine's script")?;
    let (module, script) = names::shortened(&fs::read(file(MODULE))?, &script)?;
    fs::write(file(PACKED_MODULE), packed(&likeness::side_by_side(&module)?)?)?;
    fs::write(file(PACKED_SCRIPT), script)?;
    fs::remove_file(file(MODULE))?;
    fs::remove_file(file(SCRIPT))?;
    let index = dist.join("index.html");
    let page = naming_packed(&fs::read_to_string(&index)?, &engine);
    fs::write(&index, stylesheet::joined(&page, &dist)?)?;
    put_unpacker(toolbox, standard)
}

/// What Trunk has called the one module that it has built.
fn engine(dist: &Path) -> Result<String> {
    let entries = fs::read_dir(dist).with_context(|| format!("{} is missing", dist.display()))?;
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names: Vec<String> = names.collect::<Result<_>>()?;
    let engines: Vec<&str> = names.iter().filter_map(|name| name.strip_suffix(MODULE)).collect();
    match engines.as_slice() {
        [engine] => Ok((*engine).to_owned()),
        engines => bail!("{} holds {} modules instead of one", dist.display(), engines.len()),
    }
}

/// WebAssembly is a stream of bytes without alignment, hence no position bits.
fn packed(module: &[u8]) -> Result<Vec<u8>> {
    let mut options = LzmaOptions::with_preset(LEVEL);
    (options.lc, options.pb, options.nice_len) = (4, 0, LzmaOptions::NICE_LEN_MAX);
    options.dict_size = u32::try_from(module.len().next_power_of_two())?;
    let length = u64::try_from(module.len())?;
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, Some(length))?;
    writer.write_all(module)?;
    Ok(writer.finish()?)
}

/// The start page with the packed files in place of the others. The module is not WebAssembly to
/// the browser, which is told to fetch it early all the same.
fn naming_packed(page: &str, engine: &str) -> String {
    let instead = |page: &str, old: &str, new: &str| {
        page.replace(&format!("{engine}{old}"), &format!("{engine}{new}"))
    };
    let page = instead(&instead(page, MODULE, PACKED_MODULE), SCRIPT, PACKED_SCRIPT);
    page.replace(" type=application/wasm", "")
}

fn put_unpacker(toolbox: &Toolbox, standard: Standard) -> Result<()> {
    let build = format!("build -p {UNPACKER} --release --target {TARGET}");
    quietly(&standard.ask_for(toolbox.offline("cargo", build.split(' '))))?;
    let module = toolbox.target().join(TARGET).join("release").join(format!("{UNPACKER}.wasm"));
    let dist = toolbox.dist();
    let words = ["--target", "web", "--no-typescript", "--out-dir"].map(OsString::from);
    let arguments = words.into_iter().chain([dist.clone().into(), module.into()]);
    quietly(&toolbox.offline("wasm-bindgen", arguments))?;
    shrink(toolbox, &dist.join(format!("{UNPACKER}_bg.wasm")))
}

/// Trunk keeps the wasm-opt that it uses for the page to itself; where there is another one, the
/// unpacker loses a fourth.
fn shrink(toolbox: &Toolbox, module: &Path) -> Result<()> {
    if find("wasm-opt").is_none() {
        return Ok(());
    }
    let words = ["-Os", "-o"].map(OsString::from);
    let arguments = words.into_iter().chain([module.into(), module.into()]);
    quietly(&toolbox.offline("wasm-opt", arguments)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_again() {
        let module: Vec<u8> = (0..400_000u32).flat_map(|n| (n / 7).to_le_bytes()).collect();
        let packed = packed(&module).unwrap();
        assert!(packed.len() * 4 < module.len());
        assert_eq!(unpacked(&packed), Some(module));
    }

    #[test]
    fn what_is_damaged_cut_short_or_no_archive_is_told() {
        let module: Vec<u8> = (0..10_000u32).flat_map(|n| (n * n).to_le_bytes()).collect();
        let packed = packed(&module).unwrap();
        for end in (0..packed.len()).step_by(97) {
            assert_eq!(unpacked(&packed[..end]), None, "cut at {end}");
        }
        for place in (0..packed.len()).step_by(97) {
            let mut damaged = packed.clone();
            damaged[place] ^= 0x10;
            assert_eq!(unpacked(&damaged), None, "damaged at {place}");
        }
        assert_eq!(unpacked(b"no archive at all, but long enough to be one"), None);
    }

    #[test]
    fn a_header_does_not_say_how_much_memory_is_taken() {
        let mut packed = packed(&[7; 10_000]).unwrap();
        packed[1..5].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(unpacked(&packed), None);
    }

    fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
        let mut unpacker = unpack::Unpacker::new(packed.to_vec())?;
        while unpacker.work(1_000) {}
        unpacker.finish()
    }

    #[test]
    fn the_start_page_names_what_is_there() {
        let page = "<script src=\"./boot.js?js=a.js&wasm=a_bg.wasm\"></script>\
            <link as=fetch href=./a_bg.wasm rel=preload type=application/wasm>";
        let expected = "<script src=\"./boot.js?js=a_short.js&wasm=a_bg.wasm.lzma\"></script>\
            <link as=fetch href=./a_bg.wasm.lzma rel=preload>";
        assert_eq!(naming_packed(page, "a"), expected);
    }
}
