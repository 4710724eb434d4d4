//! Bodies as they come in: up to what the service takes, in the time that they may take.

use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper::HeaderMap;
use hyper::body::{Body, Bytes};

use super::coding::Coding;
use super::limits::{Held, InFlight};
use super::refusal::Refusal;

/// The most that a body may have.
const LIMIT: usize = 16 * 1024 * 1024;
/// How much of a longer body is still read, and dropped: a client that writes before it reads
/// would otherwise see a broken connection instead of the answer.
const PATIENCE: usize = 4 * LIMIT;
/// How long a body may take.
const TIME: Duration = Duration::from_secs(30);

/// A whole body, counted among those that are in memory.
#[derive(Debug)]
pub(super) struct Received {
    /// What it says, unpacked.
    pub bytes: Bytes,
    _held: Held,
}

/// The whole body.
pub(super) async fn read<B>(
    headers: &HeaderMap,
    body: B,
    in_flight: &InFlight,
) -> Result<Received, Refusal>
where
    B: Body<Data = Bytes> + Unpin,
{
    let mut held = in_flight.hold();
    let reading = tokio::time::timeout(TIME, collect(body, &mut held));
    let packed = reading.await.map_err(|_| Refusal::Slow)??;
    let bytes = match Coding::used(headers) {
        Ok(None) => packed,
        Ok(Some(coding)) => unpack(coding, &packed, &mut held)?,
        Err(_) => return Err(Refusal::Garbled),
    };
    Ok(Received { bytes, _held: held })
}

async fn collect<B>(mut body: B, held: &mut Held) -> Result<Bytes, Refusal>
where
    B: Body<Data = Bytes> + Unpin,
{
    // Most bodies come in one piece, which is then taken as it is.
    let mut first = Bytes::new();
    let mut rest = Vec::new();
    let mut seen = 0;
    let mut busy = !held.has_room();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Refusal::BadRequest)?.into_data() else { continue };
        seen += data.len();
        busy |= !held.has_room();
        if seen > PATIENCE {
            break;
        }
        if busy || seen > LIMIT {
            (first, rest) = (Bytes::new(), Vec::new());
            continue;
        }
        held.add(data.len());
        if first.is_empty() && rest.is_empty() {
            first = data;
        } else {
            if rest.is_empty() {
                rest.extend_from_slice(&first);
            }
            rest.extend_from_slice(&data);
        }
    }
    match () {
        () if seen > LIMIT => Err(Refusal::TooLong),
        () if busy => Err(Refusal::Busy),
        () if rest.is_empty() => Ok(first),
        () => Ok(rest.into()),
    }
}

/// The bytes as they were before, if they are no more than a body may have.
fn unpack(coding: Coding, packed: &[u8], held: &mut Held) -> Result<Bytes, Refusal> {
    let unpacked = coding.unpack(packed, LIMIT as u64 + 1).map_err(|_| Refusal::Garbled)?;
    held.add(unpacked.len());
    if unpacked.len() <= LIMIT { Ok(unpacked.into()) } else { Err(Refusal::TooLong) }
}
