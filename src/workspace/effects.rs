//! The log of effects as bytes: what a page stores record by record, and a server appends to a file.
//!
//! Owns the form of a batch of effects, its checksum, how a row of batches is read up to where it is
//! torn or damaged, and applying batches again, a few at a time so that a page can draw between.
//! Refuses to know where bytes are kept and when.
//!
//! # How to use it
//!
//! Whoever saves a session:
//!
//! 1. calls [`Session::keep_applied`] once it stands where the log begins: empty, or with the rows of
//!    a recipe loaded, which are no effects;
//! 2. after each request calls [`Session::take_applied`] and, unless that is empty, appends
//!    `Batch { number, effects }.encode()` with the next number. One batch is one request: it is
//!    applied as a whole or not at all. Let time pass (`advance`, `advance_simulation`,
//!    `set_simulation`) in the same way, since it has effects too;
//! 3. now and then makes a [`Checkpoint`](crate::engine::Checkpoint) of the unchanged engine, part
//!    by part with [`Engine::checkpoint`](crate::engine::Engine::checkpoint), and writes its parts as
//!    batches in front of a new log. `Extent::Whole` needs nothing else; `Extent::Written` needs the
//!    recipe. A last batch without effects, whose number is that of the log's next one, says that the
//!    checkpoint is complete.
//!
//! Whoever restores one begins with the same empty session, or recipe, reads batches with [`read`],
//! and applies them with [`Reapply`]; then `keep_applied`, and on from the next number.
//!
//! ```
//! use dynamodb_playground::api::{Request, Session};
//! use dynamodb_playground::engine::{Clock, Millis};
//! use dynamodb_playground::workspace::{Batch, Reapply, read};
//!
//! let mut session = Session::new(Clock::fixed(Millis(1)));
//! session.keep_applied();
//! let table = r#"{"TableName":"Tab","BillingMode":"PAY_PER_REQUEST",
//!     "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
//!     "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}"#;
//! session.send(Request::from_target("DynamoDB_20120810.CreateTable", table)?);
//! let mut file = Batch { number: 0, effects: session.take_applied() }.encode();
//! file.extend([7, 7]); // The program was killed while it appended.
//!
//! let log = read(&file);
//! assert_eq!((log.batches.len(), log.end), (1, file.len() - 2));
//! let mut restored = Session::new(Clock::fixed(Millis(0)));
//! let mut reapply = Reapply::new(log.batches);
//! while !reapply.step(&mut restored, 100) {}
//! assert_eq!(restored.engine().inspect().tables().len(), 1);
//! # Ok::<(), dynamodb_playground::api::ApiError>(())
//! ```

use std::collections::VecDeque;

use crate::api::Session;
use crate::engine::applied::Applied;

/// The version of the form that this build writes. A field that is added to an effect needs no new
/// one: what an older build wrote is read as if it were absent.
pub const BATCH_VERSION: u8 = 2;

/// The version of a batch in which nobody has gone back: builds before that read it.
const PLAIN_VERSION: u8 = 1;

/// Length and checksum, four bytes each, the lowest first.
const HEAD: usize = 8;

/// The effects of one request.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Its place in the log: batches count up by one.
    pub number: u64,
    /// The effects, oldest first.
    pub effects: Vec<Applied>,
}

/// Why bytes are not a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchError {
    /// They end before the batch does: whoever wrote them was interrupted.
    Torn,
    /// The checksum is not right, or what it guards makes no sense.
    Damaged,
    /// A later build wrote them.
    NewerVersion(u8),
}

impl Batch {
    /// The bytes to append. They tell where they end.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![0; HEAD];
        let goes_back = self.effects.iter().any(|effect| matches!(effect, Applied::Rest(_)));
        bytes.push(if goes_back { BATCH_VERSION } else { PLAIN_VERSION });
        minicbor::encode((self.number, &self.effects), &mut bytes)
            .expect("writing to memory does not fail");
        let (head, body) = bytes.split_at_mut(HEAD);
        let length = u32::try_from(body.len()).expect("a batch is far smaller than 4 GB");
        head[..4].copy_from_slice(&length.to_le_bytes());
        head[4..].copy_from_slice(&crc32fast::hash(body).to_le_bytes());
        bytes
    }

    /// The batch that these bytes begin with, and how many bytes it takes.
    pub fn decode(bytes: &[u8]) -> Result<(Self, usize), BatchError> {
        let (body, end) = body_of(bytes)?;
        let (&version, rest) = body.split_first().ok_or(BatchError::Damaged)?;
        if version > BATCH_VERSION {
            return Err(BatchError::NewerVersion(version));
        }
        let mut decoder = minicbor::Decoder::new(rest);
        let read = decoder.decode::<(u64, Vec<Applied>)>();
        let (number, effects) = read.map_err(|_| BatchError::Damaged)?;
        if decoder.position() != rest.len() {
            return Err(BatchError::Damaged);
        }
        Ok((Self { number, effects }, end))
    }
}

/// What can be told of a batch without reading its effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// Its place in the log.
    pub number: u64,
    /// How many effects it has.
    pub effects: usize,
    /// How many bytes it takes.
    pub end: usize,
}

impl Outline {
    /// The outline of the batch that these bytes begin with, whose checksum is right.
    pub fn of(bytes: &[u8]) -> Result<Self, BatchError> {
        body_of(bytes).and_then(|(body, end)| Self::of_body(body, end))
    }

    fn of_body(body: &[u8], end: usize) -> Result<Self, BatchError> {
        let (&version, rest) = body.split_first().ok_or(BatchError::Damaged)?;
        if version > BATCH_VERSION {
            return Err(BatchError::NewerVersion(version));
        }
        // As a pair of a number and an array is written.
        let mut decoder = minicbor::Decoder::new(rest);
        let read = (|| Ok((decoder.array()?, decoder.u64()?, decoder.array()?)))();
        match read.map_err(|_: minicbor::decode::Error| BatchError::Damaged)? {
            (Some(2), number, Some(effects)) => {
                // More than there are bytes is a lie.
                let effects = usize::try_from(effects).unwrap_or(usize::MAX).min(body.len());
                Ok(Self { number, effects, end })
            }
            _ => Err(BatchError::Damaged),
        }
    }
}

/// What the checksum guards, and where it ends.
fn body_of(bytes: &[u8]) -> Result<(&[u8], usize), BatchError> {
    let (body, end, checksum) = framed(bytes)?;
    if crc32fast::hash(body) == checksum { Ok((body, end)) } else { Err(BatchError::Damaged) }
}

/// What the checksum guards, where it ends, and the checksum.
fn framed(bytes: &[u8]) -> Result<(&[u8], usize, u32), BatchError> {
    let head: &[u8; HEAD] = bytes.first_chunk().ok_or(BatchError::Torn)?;
    let number = |at: usize| {
        let part: [u8; 4] = std::array::from_fn(|i| head[at + i]);
        u32::from_le_bytes(part)
    };
    let end = HEAD.saturating_add(number(0) as usize);
    let body = bytes.get(HEAD..end).ok_or(BatchError::Torn)?;
    Ok((body, end, number(4)))
}

/// Batches that were read from a row of them.
#[derive(Debug)]
pub struct LogRead {
    /// The batches up to the first that can't be read.
    pub batches: Vec<Batch>,
    /// The bytes that they take: what lies behind is worth nothing.
    pub end: usize,
    /// Why the next one can't be read, if bytes are left. A torn one is what a program leaves that
    /// is killed; anything else is damage.
    pub fault: Option<BatchError>,
}

/// Reads batches that lie behind each other.
pub fn read(bytes: &[u8]) -> LogRead {
    let mut log = LogRead { batches: Vec::new(), end: 0, fault: None };
    while log.end < bytes.len() && log.fault.is_none() {
        match Batch::decode(&bytes[log.end..]) {
            Ok((batch, length)) => {
                log.batches.push(batch);
                log.end += length;
            }
            Err(fault) => log.fault = Some(fault),
        }
    }
    log
}

/// Applies batches again. It goes on after one that can't be applied, because the rest of the work
/// is worth having.
#[derive(Debug)]
pub struct Reapply {
    source: Source,
    done: usize,
    total: usize,
    failures: usize,
}

#[derive(Debug)]
enum Source {
    Batches(VecDeque<Batch>),
    /// Encoded, and read up to here: decoding a long log takes longer than a page may be busy.
    Log(Vec<u8>, usize),
}

impl Source {
    fn next(&mut self) -> Option<Batch> {
        match self {
            Self::Batches(batches) => batches.pop_front(),
            Self::Log(bytes, at) => {
                let (batch, length) = Batch::decode(&bytes[*at..]).ok()?;
                *at += length;
                Some(batch)
            }
        }
    }
}

/// Rows that a new index is shown between two looks at the clock.
const BACKFILL_ROWS: usize = 500;

impl Reapply {
    /// Prepares to apply these, oldest first.
    pub fn new(batches: Vec<Batch>) -> Self {
        let total = batches.iter().map(|batch| batch.effects.len()).sum();
        Self { source: Source::Batches(batches.into()), done: 0, total, failures: 0 }
    }

    /// Prepares to apply a row of batches, up to the first that can't be read.
    pub fn of_log(bytes: Vec<u8>) -> Self {
        let (mut at, mut total) = (0, 0);
        while let Ok((body, end, _)) = framed(&bytes[at..]) {
            let Ok(outline) = Outline::of_body(body, end) else { break };
            at += outline.end;
            total += outline.effects;
        }
        Self { source: Source::Log(bytes, 0), done: 0, total, failures: 0 }
    }

    /// Applies about so many effects. Tells whether all is done.
    pub fn step(&mut self, session: &mut Session, count: usize) -> bool {
        // An index has seen all rows before the next request has an effect, as it had when that
        // request was sent: see `Engine::execute`.
        if session.backfill(BACKFILL_ROWS) {
            return false;
        }
        let mut applied = 0;
        while applied < count {
            let Some(batch) = self.source.next() else { return true };
            applied += batch.effects.len();
            self.done += batch.effects.len();
            for effect in batch.effects {
                if session.apply_again(effect).is_err() {
                    self.failures += 1;
                }
            }
            if session.backfill(BACKFILL_ROWS) {
                return false;
            }
        }
        false
    }

    /// Effects that were applied, and all there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.done, self.total)
    }

    /// Effects that could not be applied: the log has gaps, or is not of this beginning.
    pub fn failures(&self) -> usize {
        self.failures
    }
}
