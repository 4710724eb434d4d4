//! An answer before it is sent: status, kind, body; and what AWS adds to every one of them, such as
//! `x-amzn-RequestId` and `x-amz-crc32`.

use std::sync::atomic::{AtomicU64, Ordering};

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};

use super::access::Reader;
use super::coding::Coding;
use super::limits::{Held, InFlight};
use super::refusal::Refusal;
use crate::model::random::SplitMix64;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const CHECKSUM: HeaderName = HeaderName::from_static("x-amz-crc32");
const AMZ_JSON: &str = "application/x-amz-json-1.0";
/// What a page of another origin may read besides the body. Unconfirmed: AWS's own list was not
/// recorded.
const EXPOSED: HeaderValue =
    HeaderValue::from_static("x-amzn-RequestId, x-amzn-ErrorType, x-amzn-ErrorMessage, Date");
/// Bodies up to here are never compressed.
const TOO_SHORT: usize = 4096;
/// Answers from here on count as memory that is in use until they are sent.
const LARGE: usize = 64 * 1024;
/// How long a browser may remember that it may ask, in seconds.
const PREFLIGHT_AGE: HeaderValue = HeaderValue::from_static("172800");

/// An answer.
#[derive(Debug)]
pub(super) struct Reply {
    status: StatusCode,
    content_type: Option<HeaderValue>,
    body: Vec<u8>,
    reader: Option<Reader>,
}

impl Reply {
    /// An answer without a body.
    pub(super) fn empty(status: StatusCode) -> Self {
        Self { status, content_type: None, body: Vec::new(), reader: None }
    }

    /// JSON, under the name that the request gave it.
    pub(super) fn json(status: u16, content_type: &'static str, body: String) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            content_type: Some(HeaderValue::from_static(content_type)),
            body: body.into_bytes(),
            reader: None,
        }
    }

    /// Why a request is not looked at.
    pub(super) fn refused(refusal: &Refusal) -> Self {
        match refusal.body() {
            Some(body) => Self::json(refusal.status(), AMZ_JSON, body.to_string()),
            None => Self::json(refusal.status(), AMZ_JSON, String::new()).untyped(),
        }
    }

    fn untyped(self) -> Self {
        Self { content_type: None, ..self }
    }

    /// What a load balancer asks for.
    pub(super) fn healthy() -> Self {
        let content_type = Some(HeaderValue::from_static("text/plain"));
        let body = "healthy: dynamodb.us-east-1.amazonaws.com ".into();
        Self { content_type, body, ..Self::empty(StatusCode::OK) }
    }

    /// The answer to what is no request of the protocol at all.
    pub(super) fn not_ours() -> Self {
        let body = "<UnknownOperationException/>\n";
        Self { body: body.into(), ..Self::empty(StatusCode::NOT_FOUND) }
    }

    /// The same answer, for this page to read.
    pub(super) fn readable_by(self, reader: Option<Reader>) -> Self {
        Self { reader, ..self }
    }

    /// The response. The checksum is of the bytes on the wire, after compression: that is what
    /// the service sends and what the SDKs of Python, Java and Go compare it with.
    pub(super) fn into_response(
        self,
        head: &Parts,
        id: &str,
        in_flight: &InFlight,
    ) -> Response<Full<Bytes>> {
        let Self { status, content_type, body, reader } = self;
        let (coding, body) = match packed(head, &body) {
            Some((coding, packed)) => (Some(coding), packed),
            None => (None, body),
        };

        let mut response = Response::new(Full::default());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::SERVER, HeaderValue::from_static("Server"));
        headers.insert(CHECKSUM, crc32fast::hash(&body).into());
        headers.extend(HeaderValue::from_str(id).ok().map(|id| (REQUEST_ID, id)));
        headers.extend(content_type.map(|kind| (header::CONTENT_TYPE, kind)));
        let encoding = coding.map(|coding| HeaderValue::from_static(coding.name()));
        headers.extend(encoding.map(|encoding| (header::CONTENT_ENCODING, encoding)));
        if let Some(reader) = reader {
            headers.extend(cross_origin(head, &reader));
        }
        *response.body_mut() = Full::new(counted(body, in_flight));
        response
    }
}

/// The body's bytes, counted while the connection has not yet taken them, if they are many.
fn counted(body: Vec<u8>, in_flight: &InFlight) -> Bytes {
    if body.len() < LARGE {
        return body.into();
    }
    struct Counted(Vec<u8>, #[expect(dead_code, reason = "counts until it is dropped")] Held);
    impl AsRef<[u8]> for Counted {
        fn as_ref(&self) -> &[u8] {
            &self.0
        }
    }
    let mut held = in_flight.hold();
    held.add(body.len());
    Bytes::from_owner(Counted(body, held))
}

/// The body compressed, if the client likes that and it pays.
fn packed(head: &Parts, body: &[u8]) -> Option<(Coding, Vec<u8>)> {
    if body.len() <= TOO_SHORT {
        return None;
    }
    let coding = Coding::accepted(&head.headers)?;
    let packed = coding.pack(body).ok().filter(|short| short.len() < body.len())?;
    Some((coding, packed))
}

/// What lets a page of another origin ask and read the answer.
fn cross_origin(head: &Parts, reader: &Reader) -> Vec<(HeaderName, HeaderValue)> {
    let mut allowed = vec![
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, reader.allowed_origin()),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED),
    ];
    if *reader != Reader::Any {
        // A cache must not show one origin what was answered to another.
        allowed.push((header::VARY, HeaderValue::from_name(header::ORIGIN)));
    }
    if head.method != Method::OPTIONS {
        return allowed;
    }
    let echoes = [
        (header::ACCESS_CONTROL_REQUEST_HEADERS, header::ACCESS_CONTROL_ALLOW_HEADERS),
        (header::ACCESS_CONTROL_REQUEST_METHOD, header::ACCESS_CONTROL_ALLOW_METHODS),
    ];
    for (asked, answered) in echoes {
        allowed.extend(head.headers.get(asked).map(|value| (answered, value.clone())));
    }
    allowed.push((header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_AGE));
    allowed
}

/// The letters and digits of a request's name, five bits each.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHIJKLMNOPQRSTUV";
/// Digits for 64 bits, and how often there are so many.
const DIGITS_OF_DRAW: u32 = 13;
const DRAWS: u32 = 4;

/// Hands out names that differ within a run and, as far as its seed does, between runs. They are no
/// secrets: random numbers do, which cost a fraction of a hash.
#[derive(Debug)]
pub(super) struct RequestIds {
    first: u64,
    given: AtomicU64,
}

impl RequestIds {
    /// Names of a run.
    pub(super) fn new(seed: u64) -> Self {
        Self { first: SplitMix64::new(seed).next_u64(), given: AtomicU64::new(0) }
    }

    /// The next name. Its first draw alone is another one for each of 2^64 names.
    pub(super) fn next(&self) -> String {
        let number = self.given.fetch_add(1, Ordering::Relaxed);
        let mut random = SplitMix64::new(self.first.wrapping_add(number));
        let mut name = String::with_capacity((DRAWS * DIGITS_OF_DRAW) as usize);
        for _ in 0..DRAWS {
            let draw = random.next_u64();
            let digits = (0..DIGITS_OF_DRAW).map(|at| draw >> (at * 5) & 0b11111);
            name.extend(digits.map(|digit| char::from(DIGITS[digit as usize])));
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_have_the_form_of_the_service_and_never_repeat() {
        let ids = RequestIds::new(1);
        let names: BTreeSet<String> = (0..100).map(|_| ids.next()).collect();
        assert_eq!(names.len(), 100);
        for name in &names {
            assert_eq!(name.len(), 52);
            assert!(name.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()), "{name}");
        }
        assert!(!names.contains(&RequestIds::new(2).next()));
    }
}
