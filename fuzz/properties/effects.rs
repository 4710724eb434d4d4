//! The log of effects as it is stored.
//!
//! Whatever bytes come, they are read up to somewhere without a panic; what was read is written again
//! to the same; and applied to a session, it leaves one that still answers and whose checkpoint leads
//! to the same state.

use dynamodb_playground::api::Session;
use dynamodb_playground::engine::{Checkpoint, Extent};
use dynamodb_playground::workspace::{Batch, Reapply, read};

pub fn check(data: &[u8]) {
    check_log(data);
    // Past the checksum, which would keep nearly every mutation out.
    if let Some(body) = data.get(8..) {
        let length = u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes();
        let checksum = crc32(body).to_le_bytes();
        check_log(&[&length, &checksum, body].concat());
    }
}

fn check_log(data: &[u8]) {
    let log = read(data);
    let again: Vec<u8> = log.batches.iter().flat_map(Batch::encode).collect();
    let reread = read(&again);
    assert!(reread.fault.is_none() && reread.batches.len() == log.batches.len());
    let mut session = Session::default();
    apply(&mut session, log.batches);
    let state = checkpoint(&session);
    let mut restored = Session::default();
    apply(&mut restored, read(&state).batches);
    assert!(checkpoint(&restored) == state, "a checkpoint leads to another state");
}

fn apply(session: &mut Session, batches: Vec<Batch>) {
    let mut reapply = Reapply::new(batches);
    while !reapply.step(session, 100) {}
}

fn checkpoint(session: &Session) -> Vec<u8> {
    let mut checkpoint = Checkpoint::new(Extent::Whole);
    let mut bytes = Vec::new();
    let mut number = 0;
    while let Some(effects) = session.engine().checkpoint(&mut checkpoint, 100) {
        bytes.extend(Batch { number, effects }.encode());
        number += 1;
    }
    bytes
}

/// CRC-32 bit by bit: the fuzz crate knows no other crate than this project's.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 }
        })
    };
    !bytes.iter().fold(!0, step)
}
