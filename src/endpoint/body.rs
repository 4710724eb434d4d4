//! Bodies as they travel: read up to what the service takes, compressed where both sides like it.

use std::io::{Read, Write};

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::{self, HeaderName};
use flate2::Compression;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use flate2::write::{GzEncoder, ZlibEncoder};
use http_body_util::BodyExt as _;

/// The most that a body may have.
pub(super) const LIMIT: usize = 16 * 1024 * 1024;
/// How much of a longer body is still read, and dropped: a client that writes before it reads
/// would otherwise see a broken connection instead of the answer.
const PATIENCE: usize = 4 * LIMIT;

/// Why there is no body.
#[derive(Debug)]
pub(super) enum BodyError {
    /// It is longer than the limit.
    TooLong,
    /// The connection broke.
    Broken,
    /// It is not compressed as it says.
    Garbled,
}

/// How a body may be compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// `gzip`.
    Gzip,
    /// `deflate`, which on the web means zlib's form.
    Deflate,
}

impl Coding {
    const ALL: [Coding; 2] = [Coding::Gzip, Coding::Deflate];

    /// Its name in headers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Coding::Gzip => "gzip",
            Coding::Deflate => "deflate",
        }
    }

    /// What the client would like the answer to be compressed with, gzip before deflate.
    pub(super) fn accepted(headers: &HeaderMap) -> Option<Self> {
        let names = listed(headers, header::ACCEPT_ENCODING);
        Self::ALL.into_iter().find(|coding| {
            names.iter().any(|(name, weight)| {
                let refused = weight.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
                name.eq_ignore_ascii_case(coding.name()) && !refused
            })
        })
    }

    /// What the request's body is compressed with.
    pub(super) fn used(headers: &HeaderMap) -> Option<Self> {
        let names = listed(headers, header::CONTENT_ENCODING);
        Self::ALL
            .into_iter()
            .find(|coding| names.iter().any(|(name, _)| name.eq_ignore_ascii_case(coding.name())))
    }

    /// The bytes compressed.
    pub(super) fn pack(self, bytes: &[u8]) -> Option<Vec<u8>> {
        let (target, level) = (Vec::new(), Compression::fast());
        match self {
            Coding::Gzip => {
                let mut encoder = GzEncoder::new(target, level);
                encoder.write_all(bytes).ok()?;
                encoder.finish().ok()
            }
            Coding::Deflate => {
                let mut encoder = ZlibEncoder::new(target, level);
                encoder.write_all(bytes).ok()?;
                encoder.finish().ok()
            }
        }
    }

    /// The bytes as they were before, if they are no more than a body may have.
    pub(super) fn unpack(self, bytes: &[u8]) -> Result<Vec<u8>, BodyError> {
        let decoder: &mut dyn Read = match self {
            Coding::Gzip => &mut MultiGzDecoder::new(bytes),
            Coding::Deflate => &mut ZlibDecoder::new(bytes),
        };
        let mut unpacked = Vec::new();
        let bounded = decoder.take(LIMIT as u64 + 1).read_to_end(&mut unpacked);
        bounded.map_err(|_| BodyError::Garbled)?;
        if unpacked.len() <= LIMIT { Ok(unpacked) } else { Err(BodyError::TooLong) }
    }
}

/// The names in a header's list, each with what follows its semicolon.
fn listed(headers: &HeaderMap, name: HeaderName) -> Vec<(&str, &str)> {
    let lists = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let entries = lists.flat_map(|list| list.split(','));
    let pairs = entries.map(|entry| entry.split_once(';').unwrap_or((entry, "")));
    pairs.map(|(name, weight)| (name.trim(), weight.trim())).collect()
}

/// The whole body.
pub(super) async fn read(mut body: Body) -> Result<Vec<u8>, BodyError> {
    let mut kept = Vec::new();
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyError::Broken)?.into_data() else { continue };
        seen += data.len();
        if seen <= LIMIT {
            kept.extend_from_slice(&data);
        } else if seen > PATIENCE {
            break;
        }
    }
    if seen <= LIMIT { Ok(kept) } else { Err(BodyError::TooLong) }
}
