//! Unpacks the engine in the browser.
//!
//! A release is sent packed, since most static hosts compress poorly or not at all (see
//! `xtask/src/pack.rs`). Owns unpacking piece by piece, so that no piece keeps the page from its
//! turn. Refuses to know what is packed.

use std::io::Write as _;

use lzma_rs::decompress::Stream;
use wasm_bindgen::prelude::wasm_bindgen;

/// Something packed, on its way out.
#[wasm_bindgen]
pub struct Unpacker(Stream<Vec<u8>>);

#[wasm_bindgen]
impl Unpacker {
    /// One that has seen nothing yet.
    #[allow(clippy::new_without_default, reason = "JavaScript has no use for a default")]
    pub fn new() -> Self {
        Self(Stream::new(Vec::new()))
    }

    /// Takes the next bytes of a `.lzma` file; tells whether it is sound as far as that.
    pub fn feed(&mut self, piece: &[u8]) -> bool {
        self.0.write_all(piece).is_ok()
    }

    /// What was packed; nothing if the file is damaged or has not been fed to its end.
    pub fn finish(self) -> Option<Vec<u8>> {
        self.0.finish().ok()
    }
}
