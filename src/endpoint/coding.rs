//! How bodies are compressed: what a request says of its own, what a client would like back.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use flate2::write::{GzEncoder, ZlibEncoder};
use hyper::HeaderMap;
use hyper::header;

/// How a body may be compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// `gzip`.
    Gzip,
    /// `deflate`, which on the web means zlib's form.
    Deflate,
}

/// A coding that no one here knows.
#[derive(Debug)]
pub(super) struct UnknownCoding;

impl Coding {
    /// Its name in headers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Coding::Gzip => "gzip",
            Coding::Deflate => "deflate",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        let known = [Coding::Gzip, Coding::Deflate];
        known.into_iter().find(|coding| name.eq_ignore_ascii_case(coding.name()))
    }

    /// What the client would like the answer to be compressed with, as the service understands it:
    /// of the first header alone, the entry of highest quality, the earlier of equal ones. `*` is
    /// either, gzip first; a quality of zero excludes, and one above 1 counts as 1.
    pub(super) fn accepted(headers: &HeaderMap) -> Option<Self> {
        let list = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
        let entries: Vec<(&str, f32)> = list.split(',').map(entry).collect();
        let excluded = |coding: Coding| {
            entries.iter().any(|(name, q)| *q <= 0.0 && name.eq_ignore_ascii_case(coding.name()))
        };
        let mut best: Option<(Self, f32)> = None;
        for (name, quality) in entries.iter().filter(|(_, quality)| *quality > 0.0) {
            let either = [Coding::Gzip, Coding::Deflate];
            let coding = match *name {
                "*" => either.into_iter().find(|coding| !excluded(*coding)),
                name => Coding::from_name(name),
            };
            if let Some(coding) = coding
                && best.is_none_or(|(_, highest)| *quality > highest)
            {
                best = Some((coding, *quality));
            }
        }
        best.map(|(coding, _)| coding)
    }

    /// What the request's body is compressed with, if with anything.
    pub(super) fn used(headers: &HeaderMap) -> Result<Option<Self>, UnknownCoding> {
        let Some(value) = headers.get(header::CONTENT_ENCODING) else { return Ok(None) };
        match value.to_str().map(str::trim) {
            Ok(name) if name.is_empty() || name.eq_ignore_ascii_case("identity") => Ok(None),
            Ok(name) => Coding::from_name(name).map(Some).ok_or(UnknownCoding),
            Err(_) => Err(UnknownCoding),
        }
    }

    /// The bytes compressed.
    pub(super) fn pack(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let (target, level) = (Vec::new(), Compression::fast());
        match self {
            Coding::Gzip => {
                let mut encoder = GzEncoder::new(target, level);
                encoder.write_all(bytes)?;
                encoder.finish()
            }
            Coding::Deflate => {
                let mut encoder = ZlibEncoder::new(target, level);
                encoder.write_all(bytes)?;
                encoder.finish()
            }
        }
    }

    /// The first `limit` bytes of what was compressed.
    pub(super) fn unpack(self, bytes: &[u8], limit: u64) -> io::Result<Vec<u8>> {
        let decoder: &mut dyn Read = match self {
            Coding::Gzip => &mut MultiGzDecoder::new(bytes),
            Coding::Deflate => &mut ZlibDecoder::new(bytes),
        };
        let mut unpacked = Vec::new();
        decoder.take(limit).read_to_end(&mut unpacked)?;
        Ok(unpacked)
    }
}

/// An entry's name and quality. What is no quality counts as none given.
fn entry(text: &str) -> (&str, f32) {
    let (name, parameters) = text.split_once(';').unwrap_or((text, ""));
    let given = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse().ok())?
    });
    (name.trim(), given.map_or(1.0, |quality: f32| quality.min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(list: &str) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        headers.append(header::ACCEPT_ENCODING, list.parse().unwrap());
        headers.append(header::ACCEPT_ENCODING, "deflate".parse().unwrap());
        Coding::accepted(&headers).map(Coding::name)
    }

    #[test]
    fn the_client_chooses_by_quality_and_then_by_order() {
        for (list, coding) in [
            ("gzip, deflate", Some("gzip")),
            ("br, identity, deflate, gzip", Some("deflate")),
            ("gzip;q=0.5, deflate;q=0.8", Some("deflate")),
            ("deflate;q=1, gzip;q=7", Some("deflate")),
            ("deflate;q=0.9, gzip;q=7", Some("gzip")),
            ("*", Some("gzip")),
            ("gzip;q=0, *", Some("deflate")),
            ("gzip;q=0, deflate;q=0, *", None),
            ("deflate;q=0.3, *;q=0.2", Some("deflate")),
            ("GZIP ; q=1", Some("gzip")),
            ("gzip;q=0", None),
            ("identity, br", None),
            ("", None),
        ] {
            assert_eq!(accepted(list), coding, "{list}");
        }
    }
}
