//! Unpacks the engine in the browser.
//!
//! A release is sent packed, since most static hosts compress poorly or not at all (see
//! `xtask/src/pack.rs`). Owns unpacking piece by piece, so that no piece keeps the page from its
//! turn. Refuses to know what is packed.

// Without its feature `std`, which the page does not build, the crate reads from a trait of its own.
#[cfg(target_arch = "wasm32")]
use lzma_rust2::Read;
#[cfg(not(target_arch = "wasm32"))]
use std::io::Read;

use lzma_rust2::LzmaReader;
use wasm_bindgen::prelude::wasm_bindgen;

/// What unpacking may take besides what comes out, in KiB: whatever a header says, no release
/// needs more.
const MEMORY: u32 = 16 * 1024;

/// Something packed, on its way out.
#[wasm_bindgen]
pub struct Unpacker {
    packed: LzmaReader<Packed>,
    unpacked: Vec<u8>,
    state: State,
}

#[derive(PartialEq)]
enum State {
    Under,
    Whole,
    Damaged,
}

#[wasm_bindgen]
impl Unpacker {
    /// One of a whole `.lzma` file; nothing if its beginning is not that of one.
    pub fn new(packed: Vec<u8>) -> Option<Self> {
        let packed = Packed { bytes: packed, read: 0 };
        let mut packed = LzmaReader::new_mem_limit(packed, MEMORY, None).ok()?;
        packed.set_relaxed_end_condition(false);
        Some(Self { packed, unpacked: Vec::new(), state: State::Under })
    }

    /// Unpacks some bytes more, as many as this at most; whether there may be others after them.
    pub fn work(&mut self, most: usize) -> bool {
        let from = self.unpacked.len();
        // Nothing asked for would look like nothing left.
        self.unpacked.resize(from + most.max(1), 0);
        let read = self.packed.read(&mut self.unpacked[from..]);
        self.unpacked.truncate(from + read.as_ref().map_or(0, |count| *count));
        self.state = match read {
            Ok(0) => State::Whole,
            Ok(_) => State::Under,
            Err(_) => State::Damaged,
        };
        self.state == State::Under
    }

    /// What was packed; nothing if the file is found to be damaged or ends early.
    pub fn finish(self) -> Option<Vec<u8>> {
        (self.state == State::Whole).then_some(self.unpacked)
    }
}

/// A file that is here as a whole.
struct Packed {
    bytes: Vec<u8>,
    read: usize,
}

impl Read for Packed {
    fn read(&mut self, into: &mut [u8]) -> lzma_rust2::Result<usize> {
        let left = &self.bytes[self.read..];
        let count = left.len().min(into.len());
        into[..count].copy_from_slice(&left[..count]);
        self.read += count;
        Ok(count)
    }
}
